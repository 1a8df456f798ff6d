"""Document trees for the tests of the formats: one that has everything, a large table, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from random import Random
from zipfile import ZipFile

from hypothesis import strategies as st

from offence_engine.letters.document import (
    Align,
    Block,
    Bullets,
    Cell,
    Divider,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
)
from offence_engine.letters.formats.archive import pack

HOSTILE = (
    "<&>\"' &amp; ]]> <!-- -->",
    "{{ 7 * 7 }} {% raw %} #set $x",
    "  앞과  뒤의   빈칸  ",
    "😀 👩‍👩‍👧 🇰🇷 𠮷",
    "ㅎㅏㄴ ᄒᆞᆫ글 한글",
    "\ue000\uf8ff 사용자 영역",
    "가" * 3000,
    "https://example.invalid/" + "a" * 3000,
    "\u202eb\u200bc\u2028d\u00a0e\u3000f",
    "C:\\길\\이름 %s %d ^1 \\n",
    "",
)
MARKS = {"draft": "초안 (DRAFT)", "stamp": "규칙 1 | SHA-256 " + "ab" * 32 + " <&>", "short": "abababababab"}


def runs(text: str, bold: bool = False) -> tuple[Run, ...]:
    return (Run(text=text, bold=bold),) if text else ()


def paragraph(text: str) -> Paragraph:
    return Paragraph(runs=runs(text))


def table(*rows: tuple[str, ...], align: tuple[Align, ...] | None = None) -> Table:
    cells = [tuple(Cell(runs=runs(text)) for text in row) for row in rows]
    sides: tuple[Align, ...] = tuple("left" for _ in cells[0])
    return Table(head=cells[0], rows=tuple(cells[1:]), align=align or sides)


def document(*blocks: Block, lang: str = "ko") -> Document:
    return Document(kind="referral", lang=lang, title="수사결과 <보고서> & 초안", blocks=blocks, **MARKS)


def everything() -> Document:
    """Every kind of block, with every hostile text in every place."""
    sentence = "피의자는 단체 대화방에서 참여자들에게 파일을 보냈다. "
    return document(
        PageBreak(),
        Heading(level=1, runs=runs("수사결과보고서")),
        Paragraph(runs=(Run(text="굵게 ", bold=True), Run(text=sentence * 5), Run(text="", bold=True))),
        table(("항목", "내용"), ("사건번호", "[확인 필요: 사건번호]")),
        table(("항목", "내용"), ("바로 이은 표", "")),
        Heading(level=2, runs=runs("Ⅰ. 인적사항")),
        *(Heading(level=level, runs=runs(f"제목 {level}")) for level in (3, 4, 5)),
        Bullets(items=(paragraph("첫째"), paragraph("둘째 " + sentence * 3))),
        Bullets(items=(paragraph("셋째"), paragraph("넷째")), start=3),
        Bullets(items=(paragraph("다시 하나"),), start=1),
        Bullets(items=()),
        *(paragraph(text) for text in HOSTILE),
        Bullets(items=tuple(map(paragraph, HOSTILE))),
        Divider(),
        PageBreak(),
        PageBreak(),
        table(
            ("순번", "일시", "장소", "피해자", "방법", "해시값", "비고"),
            *(
                (str(n), "2026. 3. 2.", text, "V1", sentence, "0123456789abcdef" * 4, "")
                for n, text in enumerate(HOSTILE)
            ),
            align=("right", "center", "left", "left", "left", "left", "left"),
        ),
        table(("항목", "긴 내용"), ("긴 칸", sentence * 300), ("끝", "끝")),
        PageBreak(),
    )


def large(rows: int = 5000, columns: int = 8) -> Document:
    head = tuple(f"열 {column}" for column in range(columns))
    return document(
        table(head, *(tuple(f"{row}행 {column}열 대화방" for column in range(columns)) for row in range(rows)))
    )


def form() -> Document:
    """A letter whose blanks can be filled in."""
    return document(table(("항목", "내용"), ("사건번호", ""), ("성명", "가명 1")), paragraph("의견:"))


def damaged(data: bytes, parts: Sequence[str], chance: Random, how: str) -> bytes:
    """The file cut short, with some bytes changed, or with one of its parts changed inside."""
    if how == "cut":
        return data[: chance.randrange(len(data))]
    if how == "bytes":
        return _changed(data, chance)
    name = chance.choice(parts)
    with ZipFile(BytesIO(data)) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    return pack(entries | {name: _changed(entries[name], chance)})


def _changed(data: bytes, chance: Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 9))):
        place = chance.randrange(len(found))
        if chance.random() < 0.3:
            del found[place : place + chance.randrange(1, 40)]
            found += b" "
        else:
            found[place] = chance.randrange(256)
    return bytes(found)


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n<&>\"' 가나다{}"), max_size=30)
_TEXT = _TEXT.map(lambda text: text.replace("\ufffe", "").replace("\uffff", ""))
_RUNS = st.lists(st.builds(Run, text=_TEXT, bold=st.booleans()), max_size=3).map(tuple)
_PARAGRAPHS = st.builds(Paragraph, runs=_RUNS)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 9))
    row = st.lists(st.builds(Cell, runs=_RUNS), min_size=columns, max_size=columns).map(tuple)
    sides: tuple[Align, ...] = ("left", "center", "right")
    align = st.lists(st.sampled_from(sides), min_size=columns, max_size=columns).map(tuple)
    return Table(head=draw(row), rows=draw(st.lists(row, max_size=3).map(tuple)), align=draw(align))


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, level=st.integers(1, 7), runs=_RUNS),
    _PARAGRAPHS,
    st.builds(Bullets, items=st.lists(_PARAGRAPHS, max_size=3).map(tuple), start=st.none() | st.integers(0, 50)),
    _tables(),
    st.just(Divider()),
    st.just(PageBreak()),
)
DOCUMENTS = st.builds(
    Document,
    kind=st.just("referral"),
    lang=st.sampled_from(("ko", "en")),
    title=_TEXT,
    draft=_TEXT,
    stamp=_TEXT,
    short=_TEXT,
    blocks=st.lists(BLOCKS, max_size=8).map(tuple),
)

"""The PDF format: what is written can be read, looks as it should, and a wrong layout or font is said so."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offence_engine.errors import RulesError
from offence_engine.letters.document import (
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
    texts,
)
from offence_engine.letters.formats import format_of, pdf
from offence_engine.letters.formats.base import Unreadable
from offence_engine.letters.formats.pdf_read import _tokens
from offence_engine.letters.formats.pdf_words import Pieces, columns, pieces
from offence_engine.rulebook.shipped import shipped

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SENTENCE = "피의자는 2025. 3. 2. 14:30경 서울 소재 주거지에서 휴대전화를 이용하여 피해자 V1(가명)의 사진을 편집하였다. "
A4 = (595.28, 841.89)  # points
MILLIMETRE = 72 / 25.4

HOSTILE = [
    "#", "$", "\\", "[", "]", '"', "<", "{{ x }}", "*b*", "_i_", "@a", "`c`", "//x", "/* x */", "= 제목", "- 목", "+ 1",
    "/ t: d", "~", "--", "---", "...", "'a'", "a  b", "#{1}", '#read("page.typ")', "#sys.inputs", "\\u{41}", "%", "<label>",
    "((((", "))))", "https://example.invalid/a?b=c&d#e", "1. a", "a\tb", "a\nb", "\xa0x", "e\u0301", "\u1100\u1161\u11a8",
    "👩\u200d👩\u200d👧", "🇰🇷", "👍🏽", "\ue000", "漢字", "é", "Привет", "ภาษาไทย", "שלום", "a\x00b", "a\x1bb", "\ufffe",
]  # fmt: skip
LONG = ["a", "W", "1", "가", "ᄀ", "ᅡ", "漢", "😀", "-", "—", "/", "(", "。", "…", "ㆍ", "·", "א", "ぁ", "e\u0301"]


def run(text: str, bold: bool = False) -> Run:
    return Run(text=text, bold=bold)


def paragraph(*texts_: str) -> Paragraph:
    return Paragraph(runs=tuple(run(text, bool(number % 2)) for number, text in enumerate(texts_)))


def heading(level: int, text: str) -> Heading:
    return Heading(level=level, runs=(run(text),))


def cell(text: str) -> Cell:
    return Cell(runs=(run(text),))


def table(*rows: list[str]) -> Table:
    head, *others = (tuple(cell(text) for text in row) for row in rows)
    return Table(head=head, rows=tuple(others), align=tuple("left" for _ in head))


def letter(*blocks: Block, lang: str = "ko", title: str = "송치결정서") -> Document:
    return Document(
        kind="referral",
        lang=lang,
        title=title,
        draft="초안 (DRAFT)",
        stamp=f"규칙 0.1.0 | SHA-256 {HASH} | 2026-11-22",
        short=HASH[:12],
        blocks=blocks,
    )


def evidence(rows: int) -> Table:
    return table(
        ["순번", "일시", "장소", "피해자", "방법", "주소(URL)", "해시값(SHA-256)", "비고"],
        *(
            [
                str(i),
                "2025. 3. 2. 14:30",
                "대화방",
                "V1",
                "편집한 사진을 게시함",
                f"https://example.invalid/{i}",
                HASH,
                "없음",
            ]
            for i in range(1, rows + 1)
        ),
    )


WHOLE = letter(
    heading(1, "송치결정서"),
    paragraph("이 문서는 ", "초안", "이다. " + SENTENCE * 8),
    table(["항목", "내용"], ["관서", "서울한강경찰서"], ["서식", "[확인 필요: 서식 번호]"]),
    heading(2, "Ⅰ. 피의자 인적사항"),
    heading(3, "1. 홍길동"),
    heading(4, "가. 첫째"),
    heading(5, "(1) 둘째"),
    Bullets(items=(paragraph(SENTENCE), paragraph("둘째"))),
    Bullets(items=(paragraph("세 번째"), paragraph("네 번째")), start=3),
    Divider(),
    evidence(60),
    PageBreak(),
    paragraph("마지막 쪽 漢字 ㆍ · — … ○ ● Ⅵ ① § → 「법」"),
)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return pdf.write(WHOLE, '{"사건": 1}'.encode())


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(data: bytes) -> str:
    return squeezed("".join(pdf.read(data).texts))


def pages(data: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(BytesIO(data)).pages)


def test_every_text_is_read_back_in_its_order(whole: bytes) -> None:
    said, at = read(whole), 0
    for text, _ in texts(WHOLE):
        found = said.find(squeezed(text), at)
        assert found >= 0, text
        at = found + len(squeezed(text))


def test_running_heads_and_the_draft_mark_are_not_text(whole: bytes) -> None:
    for page in pdf.read(whole).texts:
        assert WHOLE.draft not in page
        assert WHOLE.short + "\n" not in page
        assert WHOLE.stamp not in page
    assert sum("해시값(SHA-256)" in page.extract_text() for page in pages(whole)) >= 2
    assert read(whole).count("해시값(SHA-256)") == 1, "a head row that is repeated is read once"


def test_cells_and_words_stand_apart(whole: bytes) -> None:
    page = pdf.read(whole).texts[0]
    assert "\n관서\t서울한강경찰서\n서식\t[확인 필요: 서식 번호]\n" in page
    assert "\n이 문서는 초안이다. 피의자는 2025. 3. 2. " in page.replace("\t", "!")


def test_the_record_comes_back(whole: bytes) -> None:
    assert pdf.read(whole).record == '{"사건": 1}'.encode()
    assert pdf.read(pdf.write(WHOLE, b"")).record == b""
    assert pdf.read(pdf.write(letter(paragraph("가")))).record is None


def test_a_record_that_is_not_text_is_refused() -> None:
    with pytest.raises(ValueError):
        pdf.write(letter(paragraph("가")), b"\xff\xfe")


def test_the_format_is_found_by_its_suffix() -> None:
    assert vars(pdf).items() >= {"write": format_of("pdf").write, "read": format_of("pdf").read}.items()


def test_the_same_document_gives_the_same_bytes(whole: bytes) -> None:
    code = (
        "import sys; from tests.letters.test_pdf import WHOLE; from offence_engine.letters.formats import pdf;"
        "sys.stdout.buffer.write(pdf.write(WHOLE, '{\"사건\": 1}'.encode()))"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Seoul", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "1234567890"}
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=root, env=environment, check=True)
    assert pdf.write(WHOLE, '{"사건": 1}'.encode()) == whole == again.stdout


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    document = letter(
        heading(1, text), paragraph(text, text), Bullets(items=(paragraph(text),)), table(["항목"], [text]), title=text
    )
    assert read(pdf.write(document)).count(squeezed(text)) >= 4


def test_half_of_a_pair_is_printed_as_a_question_mark() -> None:
    assert read(pdf.write(letter(paragraph("가\ud800나")))) == "가?나"


@pytest.mark.parametrize("text", LONG)
def test_what_is_too_long_wraps_within_the_margins(text: str) -> None:
    long = text * 3000
    narrow = ["가"] * 7 + [long]
    document = letter(
        paragraph(long), table(["항목", "값"], ["주소", long]), table([f"칸{i}" for i in range(8)], narrow)
    )
    data = pdf.write(document)
    assert read(data).count(squeezed(long)) == 3
    opened = pypdfium2.PdfDocument(data)
    try:
        for page in opened:
            for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                left, low, right, _ = thing.get_bounds()
                assert left >= 0 and right <= 191 * MILLIMETRE and low >= 5 * MILLIMETRE
    finally:
        opened.close()


ALPHABET = st.sampled_from("aZ09 #$*_[]<>\\\"'`@/~-=.,:;(){}|&%가힣ㆍ·—…○Ⅰ①§→「」漢é€ЖΩ😀\u3000")
RUNS = st.lists(st.builds(Run, text=st.text(ALPHABET, max_size=60), bold=st.booleans()), max_size=4).map(tuple)


@settings(max_examples=25)
@given(st.lists(RUNS, max_size=5), st.lists(st.tuples(RUNS, RUNS, RUNS), min_size=1, max_size=4))
def test_any_text_survives(paragraphs: list[tuple[Run, ...]], rows: list[tuple[tuple[Run, ...], ...]]) -> None:
    cells = tuple(tuple(Cell(runs=runs) for runs in row) for row in rows)
    document = letter(
        *(Paragraph(runs=runs) for runs in paragraphs), Table(head=cells[0], rows=cells[1:], align=("left",) * 3)
    )
    assert read(pdf.write(document)) == squeezed("".join(text for text, _ in texts(document)))


def test_only_the_shipped_fonts_are_used_and_all_are_embedded(whole: bytes) -> None:
    found = set()
    for page in pages(whole):
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font["/DescendantFonts"][0]
            assert "/FontFile2" in inner["/FontDescriptor"]
            found.add(str(font["/BaseFont"]).split("+")[1])
    assert found == {Path(name).stem for name in pdf.FONT_FILES}


def test_every_page_is_a4_with_the_draft_mark_and_its_number(whole: bytes) -> None:
    found = pages(whole)
    assert len(found) >= 4
    for number, page in enumerate(found, start=1):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=0.01)
        said = squeezed(page.extract_text())
        assert said.count(squeezed(WHOLE.draft)) == 2, "above the text and across the page"
        assert f"{number}/{len(found)}" in said
        assert WHOLE.short in said and squeezed(WHOLE.stamp) in said


def test_it_is_tagged_and_says_its_title_and_language(whole: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(whole))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (WHOLE.title, "offence-engine")
    assert reader.metadata.creation_date is None
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "ko" and root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["송치결정서"]


def ink(text: str) -> bytes:
    """The picture of a page that says this."""
    opened = pypdfium2.PdfDocument(pdf.write(letter(paragraph(text))))
    try:
        return bytes(opened[0].render(scale=1, grayscale=True).buffer)
    finally:
        opened.close()


def test_a_page_shows_letters_and_no_boxes() -> None:
    blank, ga, na, rare, missing, other = map(ink, ["", "가", "나", "뷁", "😀", "🙂"])
    assert len({blank, ga, na, rare, missing}) == 5
    assert missing == other, "what no font has is a box"
    assert sum(pixel < 128 for pixel in ink(SENTENCE * 20)) > 3000


def test_the_layout_keeps_korean_words_together() -> None:
    lines = [line.split() for line in pdf.read(pdf.write(letter(paragraph(SENTENCE * 12)))).texts[0].split("\n")]
    assert len(lines) > 6
    assert {word for line in lines for word in line} <= set(SENTENCE.split())


def test_a_row_stays_on_one_page_unless_it_is_taller_than_one() -> None:
    rows = [[f"행{i}", f"시작{i} " + SENTENCE * 12 + f"끝{i}"] for i in range(12)]
    said = pdf.read(
        pdf.write(letter(table(["항목", "내용"], *rows, ["긴 행", "처음 " + SENTENCE * 90 + "마지막"])))
    ).texts
    for i in range(12):
        assert sum(f"시작{i} " in page and f"끝{i}" in page for page in said) == 1
    assert any("처음 " in page and "마지막" not in page for page in said)
    assert "마지막" in said[-1]


def test_words_and_breaks() -> None:
    def of(text: str, line: float = 40, keep: float = 24) -> Pieces:
        return pieces((run(text),), line, keep)

    assert of("짧은 글") == "짧은 글"
    assert pieces((run("굵은"), run("글", bold=True)), 40, 24) == ["굵은", {"bold": "글"}]
    assert of("피해자는 갔다", line=8) == [{"keep": ["피해자는"]}, " ", {"keep": ["갔다"]}]
    assert of("abcdefgh", line=6) == ["abc", None, "def", None, "gh"]
    assert of("abcdefgh" * 9)[:3] == ["abcd", None, "efgh"]
    assert of("(((((((((", line=6) == "(((\u200b(((\u200b((("
    assert pieces((run("홍길동", bold=True), run("은 왔다")), 8, 24)[0] == {"keep": [{"bold": "홍길동"}, "은"]}
    assert pieces((), 10, 10) == []
    assert columns("가a") == 3


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_a_file_cut_short_is_unreadable(whole: bytes, share: float) -> None:
    with pytest.raises(Unreadable):
        pdf.read(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n9\n%%EOF"])
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        pdf.read(data)


def test_an_encrypted_file_is_unreadable() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf.write(letter(paragraph("가")))))
    writer.encrypt("x", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable):
        pdf.read(out.getvalue())


def test_a_damaged_file_is_read_or_unreadable_and_nothing_else() -> None:
    good, chance = pdf.write(letter(paragraph("가 (나) \\ 다"), table(["항목"], ["값"])), b"{}"), random.Random(7)
    for _ in range(150):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            bad[chance.randrange(8, len(bad))] = chance.randrange(256)
        try:
            pdf.read(bytes(bad))
        except Unreadable:
            continue


@pytest.fixture
def layouts(tmp_path: Path) -> Path:
    """A folder of its own with the layout that ships."""
    shutil.copy(shipped("templates") / pdf.LAYOUT, tmp_path)
    return tmp_path


def refused(**folders: Path) -> RulesError:
    with pytest.raises(RulesError) as caught:
        pdf.write(letter(paragraph("가")), None, **folders)
    return caught.value


def test_another_folder_of_layouts_is_used(layouts: Path) -> None:
    data = pdf.write(letter(paragraph("가")), layout=layouts)
    assert data == pdf.write(letter(paragraph("가")))
    path = layouts / pdf.LAYOUT
    path.write_text(path.read_text(encoding="utf-8").replace('paper: "a4"', 'paper: "a5"'), encoding="utf-8")
    assert float(pages(pdf.write(letter(paragraph("가")), layout=layouts))[0].mediabox.width) < 500


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("#let x = (1,", "unclosed delimiter"),
        ("#unheard-of()", "unknown variable"),
        ("#text(size: 3)[a]", "expected length"),
        ('#read("/../secret")', ""),
        ('#set text(font: "NanumMyungjo")', "NanumMyeongjo"),
        ('#import "@preview/tablex:0.0.9": x', "packages"),
    ],
)
def test_a_broken_layout_is_named_with_its_line(layouts: Path, wrong: str, said: str) -> None:
    path = layouts / pdf.LAYOUT
    source = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{source}\n{wrong}\n", encoding="utf-8")
    error = refused(layout=layouts)
    (fault,) = error.faults
    # A font is only missed where text is set in it.
    if "set text" not in wrong:
        assert fault.place.line == source.count("\n") + 2
    assert fault.place.file == str(path)
    assert said in fault.en
    assert "쪽 모양" in fault.ko


def test_a_missing_layout_is_said(layouts: Path) -> None:
    (layouts / pdf.LAYOUT).rename(layouts / "pages.typ")
    (fault,) = refused(layout=layouts).faults
    assert str(layouts) in fault.ko and str(layouts) in fault.en and "pages.typ" in fault.en


def test_missing_fonts_are_said(tmp_path: Path) -> None:
    nowhere = tmp_path / "fonts"
    (fault,) = refused(fonts=nowhere).faults
    assert fault.place.file == str(nowhere)
    assert "글꼴 폴더가 없어" in fault.ko and "the folder of fonts is missing" in fault.en
    nowhere.mkdir()
    shutil.copy(shipped("fonts") / pdf.FONT_FILES[0], nowhere)
    (nowhere / pdf.FONT_FILES[1]).write_bytes(b"not a font")
    faults = refused(fonts=nowhere).faults
    assert [Path(fault.place.file).name for fault in faults] == list(pdf.FONT_FILES[1:])
    assert all(str(nowhere) in fault.ko and str(nowhere) in fault.en for fault in faults)


def test_the_fonts_carry_their_licence() -> None:
    folder = shipped("fonts")
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert {path.name for path in folder.glob("*.ttf")} == set(pdf.FONT_FILES)
    note = (folder / "README.md").read_text(encoding="utf-8")
    assert all(name in note for name in pdf.FONT_FILES)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 13_000_000


def test_a_letter_is_fast(whole: bytes) -> None:
    begun = time.perf_counter()
    pdf.write(letter(*WHOLE.blocks, paragraph("또 하나")))
    assert time.perf_counter() - begun < 3


def test_many_rows() -> None:
    begun = time.perf_counter()
    data = pdf.write(letter(evidence(1500)))
    assert time.perf_counter() - begun < 60
    said = pdf.read(data).texts
    assert len(said) > 30
    assert read(data).count(HASH) == 1500
    assert all(len(page) > 100 for page in said)


def test_the_gallery_shows_the_first_page_of_each(tmp_path: Path, whole: bytes) -> None:
    source, target = tmp_path / "out", tmp_path / "gallery"
    source.mkdir()
    (source / "referral.ko.pdf").write_bytes(whole)
    (source / "referral.en.pdf").write_bytes(pdf.write(letter(paragraph("A *letter*"), lang="en", title="A *letter*")))
    make = Path(__file__).resolve().parents[2] / "docs" / "gallery" / "make.py"
    subprocess.run([sys.executable, str(make), str(source), str(target)], check=True, capture_output=True)
    for name in ("referral.ko.png", "referral.en.png"):
        picture = (target / name).read_bytes()
        assert picture.startswith(b"\x89PNG") and picture.endswith(b"IEND\xaeB`\x82")
        assert 2_000 < len(picture) < 120_000
    note = (target / "README.md").read_text(encoding="utf-8")
    assert all(a in note for a in ("## 송치결정서", "![송치결정서](referral.ko.png)", "## A \\*letter\\*"))
    assert all(note.index(a) < note.index(b) for a, b in pairwise(["referral.ko.png", "referral.en.png"]))
    nothing = subprocess.run([sys.executable, str(make), str(tmp_path)], capture_output=True, check=False)
    assert nothing.returncode == 2


def test_glyphs_that_look_like_nested_parentheses_are_read() -> None:
    letters = [chr(0xAC00 + 28 * number) for number in range(80)]
    text = "".join(letters) + "".join(a * 4 + b * 4 for a, b in pairwise(letters))
    assert "".join(read(pdf.write(letter(paragraph(text)))).split()).count(text) == 1


@pytest.mark.parametrize("cut", [b"((a(b)\\)) Tj", b"(a"])
def test_a_string_that_never_ends_is_unreadable(cut: bytes) -> None:
    with pytest.raises(Unreadable):
        list(_tokens(cut))
    assert next(_tokens(b"((a(b(c)))\\)) Tj")) == ("text", b"((a(b(c)))\\))")

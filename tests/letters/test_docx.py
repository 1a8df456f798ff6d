"""DOCX: what is written is read back, opens elsewhere, is the same on every run; what is no DOCX is refused."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import docx as python_docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from offence_engine.errors import UsageError
from offence_engine.letters.blank import fill
from offence_engine.letters.document import Divider, PageBreak, Paragraph, Run, texts
from offence_engine.letters.formats import docx, hwpx
from offence_engine.letters.formats.archive import pack
from offence_engine.letters.formats.base import Unreadable
from tests.letters import trees

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def part(data: bytes, name: str) -> Any:
    return etree.fromstring(entries(data)[name])


def said(document: Any) -> tuple[str, ...]:
    return tuple(text for text, _ in texts(document))


@settings(max_examples=25)
@given(trees.DOCUMENTS)
def test_every_text_comes_back(document: Any) -> None:
    assert docx.read(docx.write(document)).texts == said(document)


def test_everything_comes_back_with_its_record() -> None:
    record = '{"사건": "<&>]]>\\u0000"}'.encode()
    found = docx.read(docx.write(trees.everything(), record))
    assert found.texts == said(trees.everything())
    assert found.record == record
    assert docx.read(docx.write(trees.everything())).record is None


@pytest.mark.parametrize(
    "record",
    [b"", b"\x00\xff\xfe", b"x" * 12_000_000, b" a\r\nb\n\t ", '{"]]>": "\ufffe"}'.encode()],
    ids=["empty", "bytes", "large", "line ends", "no XML"],
)
def test_a_record_may_be_any_bytes(record: bytes) -> None:
    assert docx.read(docx.write(trees.document(), record)).record == record


def test_a_search_of_the_file_finds_what_stands_in_the_record() -> None:
    data = docx.write(trees.document(), '{"이름": "가명 7"}'.encode())
    assert "가명 7".encode() in entries(data)["customXml/item1.xml"]


def test_the_same_letter_gives_the_same_bytes() -> None:
    data = docx.write(trees.everything(), b"{}")
    assert docx.write(trees.everything(), b"{}") == data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_characters_that_xml_cannot_carry_are_dropped() -> None:
    data = docx.write(trees.document(trees.paragraph("a\x00b\x0bc\ufffed\ud800e\rf")))
    assert docx.read(data).texts == ("abcdef",)


def test_every_part_is_declared_and_every_relation_has_its_target() -> None:
    data = docx.write(trees.everything(), b"{}")
    found = entries(data)
    types = etree.fromstring(found["[Content_Types].xml"])
    declared = {entry.get("PartName").lstrip("/") for entry in types.iterfind("{*}Override")}
    defaults = {entry.get("Extension") for entry in types.iterfind("{*}Default")}
    assert declared <= found.keys()
    assert all(name in declared or name.rpartition(".")[2] in defaults for name in found)
    for name in (name for name in found if name.endswith(".rels")):
        base = Path("/", name).parent.parent
        for relation in etree.fromstring(found[name]):
            target = (base / relation.get("Target")).resolve().as_posix().lstrip("/")
            assert target in found, (name, target)


def test_a_second_reader_finds_styles_marks_and_properties() -> None:
    document = trees.everything()
    found = python_docx.Document(BytesIO(docx.write(document)))
    shown = [p.text for p in found.paragraphs if p.style is not None and p.style.name not in ("Spacer", "Divider")]
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    assert sorted(shown + cells) == sorted(said(document))
    titles = [p.text for p in found.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert titles == ["수사결과보고서"]
    names = {style.name for style in found.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    assert {f"Heading {level}" for level in range(1, 6)} <= names
    section = found.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert document.draft in section.header.paragraphs[0].text
    foot = [p.text for p in section.footer.paragraphs]
    assert document.short in foot[0]
    assert foot[1] == document.stamp
    fields = "".join(section.footer._element.itertext())
    assert "PAGE" in fields and "NUMPAGES" in fields
    properties = found.core_properties
    assert (properties.title, properties.subject) == (document.title, document.kind)
    assert (properties.language, properties.author) == ("ko-KR", "offence-engine")


def test_head_rows_repeat_and_rows_are_kept_whole_unless_they_are_very_tall() -> None:
    tables = part(docx.write(trees.everything()), "word/document.xml").findall(f".//{W}tbl")
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        width = sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
        assert width == int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
    kept = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in tables[-1].findall(f"{W}tr")]
    assert kept == [True, False, True]


def test_narrow_columns_have_room_for_their_words() -> None:
    rows = [(str(n), f"V{n}", "해시 " + "0123456789abcdef" * 8) for n in range(100, 140)]
    body = part(docx.write(trees.document(trees.table(("순번", "피해자", "값"), *rows))), "word/document.xml")
    widths = [int(column.get(f"{W}w")) for column in body.iter(f"{W}gridCol")]
    assert min(widths) > 6 * 95 + 2 * 80  # six letters of half of 9.5 points, and the margins: twentieths of a point


def test_tables_in_a_row_do_not_grow_together_and_no_page_break_adds_a_page() -> None:
    one = trees.table(("a", "b"), ("c", "d"))
    body = part(docx.write(trees.document(PageBreak(), one, one, PageBreak(), one, Divider())), "word/document.xml")[0]
    kinds = [child.tag.removeprefix(W) for child in body]
    assert kinds == ["p", "tbl", "p", "tbl", "p", "p", "tbl", "p", "p", "sectPr"]
    assert len(list(body.iter(f"{W}pageBreakBefore"))) == 2
    assert not list(body.iter(f"{W}br"))


def test_a_bold_line_stays_with_what_it_leads() -> None:
    lead = Paragraph(runs=(Run(text="이유", bold=True), Run(text=" ")))
    part_bold = Paragraph(runs=(Run(text="이유", bold=True), Run(text="는 없다.")))
    body = part(docx.write(trees.document(PageBreak(), lead, part_bold, trees.paragraph("가"))), "word/document.xml")
    assert [p.find(f"{W}pPr/{W}keepNext") is not None for p in body.iter(f"{W}p")] == [True, False, False]
    section = etree.fromstring(entries(hwpx.write(trees.document(lead, part_bold)))["Contents/section0.xml"])
    header = etree.fromstring(entries(hwpx.write(trees.document(lead, part_bold)))["Contents/header.xml"])
    kept = {p.get("id") for p in header.iter("{*}paraPr") if p.find("{*}breakSetting").get("keepWithNext") == "1"}
    assert [p.get("paraPrIDRef") in kept for p in section.iterfind("{*}p")] == [False, True, False]


def test_numbered_lists_begin_where_they_say() -> None:
    numbering = part(docx.write(trees.everything()), "word/numbering.xml")
    assert [start.get(f"{W}val") for start in numbering.iter(f"{W}startOverride")] == ["3", "1"]


def test_an_empty_letter_is_a_whole_file() -> None:
    data = docx.write(trees.document())
    assert docx.read(data).texts == ()
    assert python_docx.Document(BytesIO(data)).paragraphs == []


def test_a_large_table_takes_seconds() -> None:
    document = trees.large()
    start = time.process_time()
    data = docx.write(document)
    assert time.process_time() - start < 3
    assert len(docx.read(data).texts) == 5001 * 8


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    return pack(entries(data) | {name: content})


WHOLE = docx.write(trees.everything(), b"{}")
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="%s"><w:body/></w:document>' % W[1:-1].encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-30],
        WHOLE.replace(WHOLE[2000:2010], b"\x00" * 10),
        pack({"a.txt": b"a"}),
        pack({"[Content_Types].xml": b"<Types/>"}),
        with_entry(WHOLE, "word/document.xml", b"<w:document"),
        with_entry(WHOLE, "word/document.xml", b"<document/>"),
        with_entry(WHOLE, "word/document.xml", ENTITIES),
        with_entry(WHOLE, "word/document.xml", ENTITIES.decode().encode("utf-16")),
        with_entry(WHOLE, "../outside.xml", b"<a/>"),
        with_entry(WHOLE, "customXml/item1.xml", b'<record xmlns="urn:offence-engine:record">!</record>'),
    ],
    ids=[
        "nothing", "a beginning", "a half", "no end", "damaged", "another zip", "no body", "cut XML", "no document",
        "entities", "entities in UTF-16", "outside", "record",
    ],
)  # fmt: skip
def test_what_is_no_whole_docx_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        docx.read(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as stream:
        for _ in range(140):
            stream.write(b"\x00" * 1024 * 1024)
    with pytest.raises(Unreadable, match="too large"):
        docx.read(data.getvalue())


def test_an_entry_that_stands_twice_is_refused() -> None:
    data = BytesIO(WHOLE)
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<a/>")
    with pytest.raises(Unreadable, match="twice"):
        docx.read(data.getvalue())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(WHOLE)
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "letter.docx")], check=True, capture_output=True, timeout=180)
    text = (tmp_path / "letter.txt").read_text("utf-8-sig")
    for wanted in ("수사결과보고서", "[확인 필요: 사건번호]", "{{ 7 * 7 }}", "<&>\"' &amp; ]]> <!-- -->", "가" * 3000):
        assert wanted in text


SMALL = docx.write(trees.form(), b"{}")
PARTS = ("word/document.xml", "_rels/.rels", "[Content_Types].xml")


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.sampled_from(("cut", "bytes", "xml")))
def test_damage_is_refused_or_read_and_never_a_crash(chance: Random, how: str) -> None:
    data = trees.damaged(SMALL, PARTS, chance, how)
    with contextlib.suppress(Unreadable):
        docx.read(data)
    with contextlib.suppress(UsageError):
        fill(data, "docx", {"사건번호": "1", "의견": "둘\n줄"})

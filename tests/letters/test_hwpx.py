"""HWPX: what is written is read back, also by plain XML; the validators of python-hwpx accept it; the rest is refused."""

from __future__ import annotations

import contextlib
import time
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hwpx import HwpxDocument
from hwpx.tools import validate_document, validate_editor_open_safety, validate_package
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from offence_engine.errors import UsageError
from offence_engine.letters.blank import fill
from offence_engine.letters.document import Document, PageBreak, texts
from offence_engine.letters.formats import hwpx
from offence_engine.letters.formats.archive import pack
from offence_engine.letters.formats.base import Unreadable
from tests.letters import trees

HANCOM = "http://www.hancom.co.kr/hwpml/2011"
HP, HH = f"{{{HANCOM}/paragraph}}", f"{{{HANCOM}/head}}"
SECTION, HEADER, LIST = "Contents/section0.xml", "Contents/header.xml", "Contents/content.hpf"
WHOLE = hwpx.write(trees.everything(), b"{}")


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def part(data: bytes, name: str = SECTION) -> Any:
    return etree.fromstring(entries(data)[name])


def said(document: Document) -> tuple[str, ...]:
    return tuple(text for text, _ in texts(document))


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    return pack(entries(data) | {name: content}, stored=["mimetype"])


@settings(max_examples=25)
@given(trees.DOCUMENTS)
def test_every_text_comes_back(document: Document) -> None:
    assert hwpx.read(hwpx.write(document)).texts == said(document)


@pytest.mark.parametrize("record", [None, b"", '{"사건": "<&>"}'.encode(), b"\x00\xff" * 999])
def test_everything_comes_back_with_its_record(record: bytes | None) -> None:
    found = hwpx.read(hwpx.write(trees.everything(), record))
    assert (found.texts, found.record) == (said(trees.everything()), record)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert hwpx.write(trees.everything(), b"{}") == WHOLE
    with zipfile.ZipFile(BytesIO(WHOLE)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_characters_that_xml_cannot_carry_are_dropped() -> None:
    data = hwpx.write(trees.document(trees.paragraph("a\x00b\x0bc\ufffed\ud800e\rf")))
    assert hwpx.read(data).texts == ("abcdef",)


def test_the_kind_stands_first_and_uncompressed() -> None:
    with zipfile.ZipFile(BytesIO(WHOLE)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/hwp+zip"


def test_every_part_is_well_formed_and_the_lists_name_what_is_there() -> None:
    found = entries(WHOLE)
    roots = {name: etree.fromstring(data) for name, data in found.items() if name.endswith((".xml", ".hpf", ".rdf"))}
    assert {SECTION, HEADER, LIST, "settings.xml", "version.xml"} <= roots.keys()
    items = {item.get("id"): item.get("href") for item in roots[LIST].iterfind("{*}manifest/{*}item")}
    spine = [item.get("idref") for item in roots[LIST].iterfind("{*}spine/{*}itemref")]
    assert set(items.values()) <= found.keys()
    assert [items[ident] for ident in spine] == [HEADER, SECTION]
    for root in roots["META-INF/container.xml"].iter("{*}rootfile"):
        assert root.get("full-path") in found


def plain_texts(data: bytes) -> list[str]:
    """The texts by lxml alone: of every paragraph that holds no table and is no line or gap."""
    silent = [
        style.get("id")
        for style in part(data, HEADER).iter(f"{HH}style")
        if style.get("engName") in ("Divider", "Spacer")
    ]
    return [
        "".join(p.xpath("hp:run/hp:t//text()", namespaces={"hp": f"{HANCOM}/paragraph"}))
        for p in part(data).iter(f"{HP}p")
        if p.get("styleIDRef") not in silent and next(p.iterancestors(f"{HP}header", f"{HP}footer"), None) is None
    ]


def test_a_second_reader_reads_the_same_texts() -> None:
    assert tuple(plain_texts(WHOLE)) == said(trees.everything())


def test_the_validators_of_the_library_accept_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.hwpx"
    for data in (WHOLE, hwpx.write(trees.document()), hwpx.write(trees.document(trees.paragraph("가"), lang="en"))):
        path.write_bytes(data)
        assert validate_package(data).ok
        safety = validate_editor_open_safety(data)
        assert safety.ok, safety.summary
        assert not validate_document(path).issues
        assert not HwpxDocument.open(path).validate().issues


def test_every_reference_to_a_look_has_its_look() -> None:
    header, section = part(WHOLE, HEADER), part(WHOLE)
    for reference, group in (
        ("paraPrIDRef", "paraPr"),
        ("charPrIDRef", "charPr"),
        ("styleIDRef", "style"),
        ("borderFillIDRef", "borderFill"),
    ):
        known = {look.get("id") for look in header.iter(f"{HH}{group}")}
        used = {e.get(reference) for root in (header, section) for e in root.iter() if e.get(reference)}
        assert used - {"4294967295"} <= known, reference  # this number says: none of its own
    for group in header.find(f"{HH}refList"):
        if group.get("itemCnt"):
            assert int(group.get("itemCnt")) == len(group)
    ids = [p.get("id") for p in section.iter(f"{HP}p")]
    assert len(set(ids)) == len(ids)


def test_the_mark_and_the_numbers_stand_on_every_page() -> None:
    document = trees.everything()
    section = part(WHOLE)
    header, footer = (next(section.iter(f"{HP}{kind}")) for kind in ("header", "footer"))
    assert header.get("applyPageType") == footer.get("applyPageType") == "BOTH"
    assert "".join(header.itertext()) == document.draft
    assert [number.get("numType") for number in footer.iter(f"{HP}autoNum")] == ["PAGE", "TOTAL_PAGE"]
    assert document.short in "".join(footer.itertext())
    assert document.stamp in "".join(footer.itertext())
    mark = header.find(f".//{HP}run").get("charPrIDRef")
    look = next(c for c in part(WHOLE, HEADER).iter(f"{HH}charPr") if c.get("id") == mark)
    assert look.get("textColor") == "#A00000"


def test_headings_are_an_outline_without_numbers_of_its_own() -> None:
    header, section = part(WHOLE, HEADER), part(WHOLE)
    outline = next(section.iter(f"{HP}secPr")).get("outlineShapeIDRef")
    signs = next(n for n in header.iter(f"{HH}numbering") if n.get("id") == outline)
    assert not any(level.text for level in signs)
    levels = {p.get("id"): p.find(f"{HH}heading") for p in header.iter(f"{HH}paraPr")}
    kinds = [levels[p.get("paraPrIDRef")] for p in section.iter(f"{HP}p")]
    assert [k.get("level") for k in kinds if k.get("type") == "OUTLINE"] == ["0", "1", "2", "3", "4"]
    starts = {n.get("id"): n.get("start") for n in header.iter(f"{HH}numbering")}
    assert [starts[k.get("idRef")] for k in kinds if k.get("type") == "NUMBER"] == ["3", "3", "1"]


def test_tables_go_over_pages_with_their_head() -> None:
    tables = list(part(WHOLE).iter(f"{HP}tbl"))
    assert {table.get("repeatHeader") for table in tables} == {"1"}
    assert {table.find(f"{HP}pos").get("treatAsChar") for table in tables} == {"0"}
    assert [table.get("pageBreak") for table in tables] == ["TABLE", "TABLE", "CELL", "CELL"]
    for table in tables:
        width = int(table.find(f"{HP}sz").get("width"))
        for number, row in enumerate(table.iterfind(f"{HP}tr")):
            cells = row.findall(f"{HP}tc")
            assert {cell.get("header") for cell in cells} == {"0" if number else "1"}
            assert sum(int(cell.find(f"{HP}cellSz").get("width")) for cell in cells) == width
            assert [cell.find(f"{HP}cellAddr").get("colAddr") for cell in cells] == list(map(str, range(len(cells))))


def test_what_follows_a_page_break_carries_it() -> None:
    section = part(hwpx.write(trees.document(PageBreak(), PageBreak(), trees.paragraph("가"), trees.paragraph("나"))))
    assert [p.get("pageBreak") for p in section.iterfind(f"{HP}p")][1:] == ["1", "0"]


def test_the_list_of_parts_tells_the_title_and_no_clock() -> None:
    meta = {
        entry.get("name") or etree.QName(entry).localname: entry.text
        for entry in part(WHOLE, LIST).iterfind("{*}metadata/*")
    }
    assert (meta["title"], meta["subject"], meta["language"]) == (trees.everything().title, "referral", "ko")
    assert {meta[name] for name in ("CreatedDate", "ModifiedDate", "date")} == {"1980-01-01T00:00:00Z"}
    assert {meta["creator"], meta["lastsaveby"]} == {"offence-engine"}


def test_a_large_table_takes_seconds() -> None:
    document = trees.large()
    start = time.process_time()
    data = hwpx.write(document)
    assert time.process_time() - start < 4
    assert len(hwpx.read(data).texts) == 5001 * 8


ENTITIES = f'<!DOCTYPE x [<!ENTITY a "b">]><hs:sec xmlns:hs="{HANCOM}/section">&a;</hs:sec>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-30],
        pack({"a.txt": b"a"}),
        pack({"mimetype": b"application/epub+zip"}),
        pack({"mimetype": b"application/hwp+zip"}),
        with_entry(WHOLE, "META-INF/container.xml", b"<container/>"),
        with_entry(WHOLE, LIST, b"<package/>"),
        pack({name: data for name, data in entries(WHOLE).items() if name != SECTION}),
        with_entry(WHOLE, SECTION, b"<hs:sec"),
        with_entry(WHOLE, SECTION, ENTITIES.encode()),
        with_entry(WHOLE, HEADER, ENTITIES.encode()),
        with_entry(WHOLE, "../outside.xml", b"<a/>"),
    ],
    ids=[
        "nothing", "a half", "no end", "another zip", "another kind", "kind alone", "no list", "an empty list",
        "no section", "cut XML", "entities", "entities in the looks", "outside",
    ],
)  # fmt: skip
def test_what_is_no_whole_hwpx_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        hwpx.read(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(SECTION, "w") as stream:
        for _ in range(140):
            stream.write(b"\x00" * 1024 * 1024)
    with pytest.raises(Unreadable, match="too large"):
        hwpx.read(data.getvalue())


SMALL = hwpx.write(trees.form(), b"{}")
PARTS = (SECTION, HEADER, LIST, "META-INF/container.xml")


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.sampled_from(("cut", "bytes", "xml")))
def test_damage_is_refused_or_read_and_never_a_crash(chance: Random, how: str) -> None:
    data = trees.damaged(SMALL, PARTS, chance, how)
    with contextlib.suppress(Unreadable):
        hwpx.read(data)
    with contextlib.suppress(UsageError):
        fill(data, "hwpx", {"사건번호": "1", "의견": "둘\n줄"})

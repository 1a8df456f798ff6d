"""DOCX: Office Open XML as word processors write it, with named styles, a repeated head row and a mark on every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

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
from offence_engine.letters.folders import Templates
from offence_engine.letters.formats import docx_parts as parts
from offence_engine.letters.formats import measures
from offence_engine.letters.formats.archive import pack, parse, record_of, record_part, unpack
from offence_engine.letters.formats.base import Reading, Unreadable
from offence_engine.letters.formats.docx_parts import CUSTOM, OFFICE, PACKAGE, SPACES, W, part, run, twips

BODY_PART = "word/document.xml"
_ALIGN = {"left": "", "center": '<w:jc w:val="center"/>', "right": '<w:jc w:val="right"/>'}
_KEEP, _BREAK = "<w:keepNext/>", "<w:pageBreakBefore/>"


def write(document: Document, record: bytes | None = None, layout: Templates | None = None) -> bytes:
    """The file, the same bytes on every run. `record` may be any bytes; it is carried as a custom XML part."""
    starts = [block.start for block in document.blocks if isinstance(block, Bullets) and block.start is not None]
    of_document = [
        (f"{OFFICE}/{kind}", f"{name}.xml")
        for kind, name in (
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("fontTable", "fontTable"),
            ("header", "header1"),
            ("footer", "footer1"),
        )
    ]
    if record is not None:
        of_document.append((f"{OFFICE}/customXml", f"../{parts.RECORD_PART}"))
    of_package = [
        (f"{OFFICE}/officeDocument", BODY_PART),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    entries = {
        "[Content_Types].xml": parts.content_types(record is not None),
        "_rels/.rels": parts.relationships(of_package),
        "docProps/core.xml": parts.core(document),
        BODY_PART: _body(document),
        "word/_rels/document.xml.rels": parts.relationships(of_document),
        "word/styles.xml": parts.styles(document),
        "word/numbering.xml": parts.numbering(starts),
        "word/settings.xml": parts.settings(),
        "word/fontTable.xml": parts.font_table(),
        "word/header1.xml": parts.header(document),
        "word/footer1.xml": parts.footer(document),
    }
    if record is not None:
        entries |= {
            parts.RECORD_PART: record_part(record),
            "customXml/itemProps1.xml": part(
                f'<ds:datastoreItem xmlns:ds="{CUSTOM}" ds:itemID="{parts.RECORD_ID}"><ds:schemaRefs/></ds:datastoreItem>'
            ),
            "customXml/_rels/item1.xml.rels": parts.relationships([(f"{OFFICE}/customXmlProps", "itemProps1.xml")]),
        }
    return pack(entries)


def _body(document: Document) -> bytes:
    width, height = map(twips, measures.PAGE)
    side = twips(measures.SIDE)
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{twips(measures.TOP)}" w:right="{side}" w:bottom="{twips(measures.BOTTOM)}" w:left="{side}"'
        f' w:header="{twips(measures.HEADER)}" w:footer="{twips(measures.FOOTER)}" w:gutter="0"/></w:sectPr>'
    )
    return part(f"<w:document {SPACES}><w:body>{''.join(_blocks(document.blocks))}{section}</w:body></w:document>")


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """The paragraphs and tables. What follows a page break carries it: no empty paragraph, no empty page."""
    breaks, lists = "", parts.NUMBERS
    for block in blocks:
        match block:
            case PageBreak():
                breaks = _BREAK
                continue
            case Heading():
                level = min(max(block.level, 1), measures.LEVELS)
                yield _paragraph(f"Heading{level}", block.runs, breaks)
            case Paragraph():
                yield _paragraph("", block.runs, (_KEEP if measures.is_lead(block) else "") + breaks)
            case Divider():
                yield _paragraph("Divider", (), breaks)
            case Bullets():
                style, number = ("ListBullet", parts.BULLETS) if block.start is None else ("ListNumber", lists)
                lists += block.start is not None
                marker = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
                for position, item in enumerate(block.items):
                    yield _paragraph(style, item.runs, ("" if position else breaks) + marker)
                if not block.items:
                    continue
            case Table():
                if not block.head:
                    continue
                if breaks:
                    yield _paragraph("Spacer", (), breaks)
                yield from _table(block)
                # Two tables in a row would grow together, and a body must not end with one.
                yield _paragraph("Spacer", ())
        breaks = ""
    if breaks:
        yield _paragraph("Spacer", (), breaks)


def _paragraph(style: str, runs: Iterable[Run], properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{look}{''.join(run(piece.text, piece.bold) for piece in runs)}</w:p>"


def _table(table: Table) -> Iterator[str]:
    widths = measures.columns(table, twips(measures.TEXT_WIDTH))
    style = "CellSmall" if measures.cell_size(table) == measures.CELL_DENSE else "Cell"
    opened = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
    tall = measures.tall_rows(table)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="LetterTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
    )
    yield _row(table.head, opened, ["center"] * len(widths), style, "<w:cantSplit/><w:tblHeader/>")
    for number, row in enumerate(table.rows):
        yield _row(row, opened, table.align, style, "" if number in tall else "<w:cantSplit/>")
    yield "</w:tbl>"


def _row(cells: Iterable[Cell], opened: list[str], align: Iterable[Align], style: str, properties: str) -> str:
    inner = "".join(
        f"{start}{_paragraph(style, cell.runs, _ALIGN[side])}</w:tc>"
        for start, cell, side in zip(opened, cells, align, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>" if properties else f"<w:tr>{inner}</w:tr>"


def read(data: bytes) -> Reading:
    """The texts and the record. Errors: Unreadable where the bytes are no whole DOCX."""
    entries = unpack(data)
    if "[Content_Types].xml" not in entries or BODY_PART not in entries:
        raise Unreadable("no word-processing document")
    body = parse(entries[BODY_PART]).find(f"{{{W}}}body")
    if body is None:
        raise Unreadable("the document has no body")
    heads = (data for name, data in entries.items() if name.startswith(("word/header", "word/footer")))
    running = " ".join("".join(parse(data).itertext()) for data in heads)
    return Reading(texts=tuple(_texts(body)), running=running, record=_record(entries))


def _record(entries: dict[str, bytes]) -> bytes | None:
    """Word may number the custom parts anew when it saves."""
    for name, data in entries.items():
        if name.startswith("customXml/item") and not name.startswith("customXml/itemProps"):
            found = record_of(data)
            if found is not None:
                return found
    return None


_P, _TBL, _TR, _TC, _PPR, _STYLE = (f"{{{W}}}{name}" for name in ("p", "tbl", "tr", "tc", "pPr", "pStyle"))
_WRAPPERS = frozenset(f"{{{W}}}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_UNSEEN = frozenset(f"{{{W}}}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "pict", "drawing", "object"))
_T = f"{{{W}}}t"


def _texts(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == _P:
            text = text_of(child)
            if text or _style_of(child) not in ("Divider", "Spacer"):
                yield text
        elif child.tag == _TBL:
            for row in child.iterchildren(_TR, *_WRAPPERS):
                for cell in row.iter(_TC) if row.tag != _TR else row.iterchildren(_TC):
                    yield "\n".join(map(text_of, cell.iterchildren(_P)))
        elif child.tag in _WRAPPERS:
            yield from _texts(child)


def _style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{_PPR}/{_STYLE}")
    return "" if style is None else style.get(f"{{{W}}}val", "")


def text_of(element: Any) -> str:
    """The text that a paragraph shows, without its number or bullet."""
    pieces: list[str] = []
    for child in element:
        if child.tag == _T:
            pieces.append(child.text or "")
        elif child.tag not in _UNSEEN and isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            pieces.append(_SIGNS[name] if name in _SIGNS and len(child) == 0 else text_of(child))
    return "".join(pieces)

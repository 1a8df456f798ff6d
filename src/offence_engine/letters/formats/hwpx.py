"""HWPX: the open format of the Korean word processor, with named styles, a repeated head row and a mark on every page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from lxml import etree

from offence_engine.letters.document import (
    Block,
    Bullets,
    Divider,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    text_of,
    texts,
)
from offence_engine.letters.folders import Templates
from offence_engine.letters.formats import measures
from offence_engine.letters.formats.archive import clean, pack, parse, quoted
from offence_engine.letters.formats.hwpx_head import (
    DIVIDER,
    HANCOM,
    HEADER_PART,
    HP,
    LIST_PART,
    SECTION_PART,
    SPACER,
    Look,
    blank,
    put,
    serialised,
)
from offence_engine.letters.formats.hwpx_read import MIMETYPE, PREVIEW_PART, RECORD_PART, read

__all__ = ["read", "write"]

UNIT = 7200 / 25.4  # units to a millimetre
SPACES = f'xmlns:hp="{HANCOM}/paragraph"'
FIXED = "1980-01-01T00:00:00Z"
CREATOR = "offence-engine"
PREVIEW = 1000  # letters
# A word so long that its line, or its cell, must be allowed to break it.
LONG = re.compile(r"[!-~]{60}")
LONG_IN_CELL = re.compile(rf"[!-~]{{{measures.LONGEST_WORD}}}")


def write(document: Document, record: bytes | None = None, layout: Templates | None = None) -> bytes:
    """The file, the same bytes on every run. `record` may be any bytes; it is an entry of its own beside the letter's
    parts, which the list of parts does not name, like the other entries of its folder."""
    starts = [block.start for block in document.blocks if isinstance(block, Bullets) and block.start is not None]
    look = Look(document.lang, starts)
    given = blank()
    preview = clean("\r\n".join(text for text, _ in texts(document)))[:PREVIEW]
    entries = {
        MIMETYPE: given[MIMETYPE],
        "version.xml": given["version.xml"],
        HEADER_PART: look.part(),
        SECTION_PART: _section(document, look),
        PREVIEW_PART: preview.encode(),
        "settings.xml": given["settings.xml"],
        "META-INF/container.rdf": given["META-INF/container.rdf"],
        LIST_PART: _list(document),
        "META-INF/container.xml": given["META-INF/container.xml"],
        "META-INF/manifest.xml": given["META-INF/manifest.xml"],
    }
    if record is not None:
        entries[RECORD_PART] = record
    return pack(entries, stored=[MIMETYPE])


def _list(document: Document) -> bytes:
    """Title, kind and language; the author and the times are the same for every file."""
    root = parse(blank()[LIST_PART])
    known = {
        "title": document.title,
        "language": document.lang,
        "creator": CREATOR,
        "lastsaveby": CREATOR,
        "subject": document.kind,
        "CreatedDate": FIXED,
        "ModifiedDate": FIXED,
        "date": FIXED,
    }
    for entry in root.iterfind("{*}metadata/*"):
        name = entry.get("name") or etree.QName(entry).localname
        if name in known:
            entry.text = clean(known[name])
    return serialised(root)


def _section(document: Document, look: Look) -> bytes:
    """The blank document's section, whose first paragraph carries the page, its head and its foot; then the letter."""
    root = parse(blank()[SECTION_PART])
    first = root[0]
    put(first, paraPrIDRef=str(look.para[SPACER]), styleIDRef=str(look.style[SPACER]))
    for old in first.findall(f"{HP}linesegarray"):  # the places of lines; a program that opens the file finds its own
        first.remove(old)
    for run in first.iter(f"{HP}run"):
        run.set("charPrIDRef", str(look.char["tiny"]))
    properties = first.find(f"{HP}run/{HP}secPr")
    properties.set("outlineShapeIDRef", str(look.outline))
    # The body begins below the head: the upper margin of the paper, then the height of the head.
    m = measures
    margins = {
        "top": m.HEADER,
        "header": m.TOP - m.HEADER,
        "bottom": m.FOOTER,
        "footer": m.BOTTOM - m.FOOTER,
        "left": m.SIDE,
        "right": m.SIDE,
    }
    margin = properties.find(f"{HP}pagePr/{HP}margin")
    put(margin, **{side: str(round(length * UNIT)) for side, length in margins.items()})
    ids = count(1)
    run = first.find(f"{HP}run")
    for number, story in enumerate((_header(document, look, ids), _footer(document, look, ids)), 1):
        control = etree.SubElement(run, f"{HP}ctrl")
        control.append(parse(story.replace(" id=''", f' id="{number}"', 1).encode()))
    whole = serialised(root)
    end = whole.rindex(b"</hs:sec>")
    body = "".join(_blocks(document.blocks, look, ids))
    return whole[:end] + body.encode() + whole[end:]


def _story(kind: str, align: str, height: float, inner: str) -> str:
    return (
        f"<hp:{kind} {SPACES} id='' applyPageType=\"BOTH\">"
        f'<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{align}" linkListIDRef="0"'
        f' linkListNextIDRef="0" textWidth="{round(measures.TEXT_WIDTH * UNIT)}" textHeight="{round(height * UNIT)}"'
        f' hasTextRef="0" hasNumRef="0">{inner}</hp:subList></hp:{kind}>'
    )


def _header(document: Document, look: Look, ids: Iterator[int]) -> str:
    mark = _paragraph(next(ids), look.para["header"], look.style["header"], _run(document.draft, look.char["mark"]))
    return _story("header", "TOP", measures.TOP - measures.HEADER, mark)


def _footer(document: Document, look: Look, ids: Iterator[int]) -> str:
    """The number of the page and of the pages with the short hash beside it; below them the stamp."""
    note, small = look.char["note"], look.char["small"]
    numbers = f"{_number('PAGE', note)}{_run(' / ', note)}{_number('TOTAL_PAGE', note)}"
    short = _run(f"   {document.short}", small) if document.short else ""
    inner = _paragraph(next(ids), look.para["footer page"], look.style["footer"], numbers + short)
    inner += _paragraph(next(ids), look.para["footer"], look.style["footer"], _run(document.stamp, small))
    return _story("footer", "BOTTOM", measures.BOTTOM - measures.FOOTER, inner)


def _number(kind: str, char: int) -> str:
    return (
        f'<hp:run charPrIDRef="{char}"><hp:ctrl><hp:autoNum num="1" numType="{kind}">'
        '<hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar="" supscript="0"/>'
        "</hp:autoNum></hp:ctrl></hp:run>"
    )


def _run(text: str, char: int) -> str:
    """Tabs and line breaks become the marks that stand for them."""
    if "\t" not in text and "\n" not in text:
        return f'<hp:run charPrIDRef="{char}"><hp:t>{quoted(text)}</hp:t></hp:run>'
    tab = '<hp:tab width="4000" leader="0" type="1"/>'
    lines = (tab.join(map(quoted, line.split("\t"))) for line in text.split("\n"))
    return f'<hp:run charPrIDRef="{char}"><hp:t>{"<hp:lineBreak/>".join(lines)}</hp:t></hp:run>'


def _runs(runs: Iterable[Run], plain: int, bold: int) -> str:
    return "".join(_run(piece.text, bold if piece.bold else plain) for piece in runs) or _run("", plain)


def _paragraph(ident: int, para: int, style: int, runs: str, breaks: bool = False) -> str:
    return (
        f'<hp:p id="{ident}" paraPrIDRef="{para}" styleIDRef="{style}" pageBreak="{int(breaks)}" columnBreak="0"'
        f' merged="0">{runs}</hp:p>'
    )


def _blocks(blocks: Iterable[Block], look: Look, ids: Iterator[int]) -> Iterator[str]:
    """The paragraphs, tables within them. What follows a page break carries it."""
    breaks, lists = False, count()
    body, bold = look.char["body"], look.char["bold"]
    for block in blocks:
        match block:
            case PageBreak():
                breaks = True
                continue
            case Heading():
                name = f"heading {min(max(block.level, 1), measures.LEVELS)}"
                char = look.char[name]
                yield _paragraph(next(ids), look.para[name], look.style[name], _runs(block.runs, char, char), breaks)
            case Paragraph():
                lead, long = measures.is_lead(block), LONG.search(text_of(block))
                para = look.para["lead" if lead else "body breaking" if long else "body"]
                yield _paragraph(next(ids), para, look.style["body"], _runs(block.runs, body, bold), breaks)
            case Divider():
                yield _empty(next(ids), look, DIVIDER, breaks)
            case Bullets():
                name = "bullet" if block.start is None else f"number {next(lists)}"
                style = look.style["bullet" if block.start is None else "number"]
                if not block.items:
                    continue
                for position, item in enumerate(block.items):
                    runs = _runs(item.runs, body, bold)
                    yield _paragraph(next(ids), look.para[name], style, runs, breaks and not position)
            case Table():
                if not block.head:
                    continue
                yield _empty(next(ids), look, SPACER, breaks, "".join(_table(block, look, ids)))
        breaks = False
    if breaks:
        yield _empty(next(ids), look, SPACER, breaks)


def _empty(ident: int, look: Look, name: str, breaks: bool, inner: str = "") -> str:
    """A paragraph without text; `inner` is what is anchored in it."""
    run = f'<hp:run charPrIDRef="{look.char["tiny"]}">{inner}<hp:t/></hp:run>'
    return _paragraph(ident, look.para[name], look.style[name], run, breaks)


def _table(table: Table, look: Look, ids: Iterator[int]) -> Iterator[str]:
    """Not in the line, or it could not go over to the next page; it breaks between rows, and within a row only where
    one is so tall that it might not fit on a page."""
    wide = round(measures.TEXT_WIDTH * UNIT)
    dense = measures.cell_size(table) == measures.CELL_DENSE
    name = "dense" if dense else "cell"
    side, top = round(measures.CELL_SIDE * UNIT), round(measures.CELL_TOP * UNIT)
    high = round(measures.cell_size(table) * measures.CELL_LINE) + 2 * top
    edges = f'left="{side}" right="{side}" top="{top}" bottom="{top}"'
    sizes = measures.columns(table, wide)
    rows, columns = 1 + len(table.rows), len(sizes)
    yield (
        f'<hp:tbl id="{next(ids)}" zOrder="0" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES"'
        f' lock="0" dropcapstyle="None" pageBreak="{"CELL" if measures.tall_rows(table) else "TABLE"}"'
        f' repeatHeader="1" rowCnt="{rows}" colCnt="{columns}" cellSpacing="0" borderFillIDRef="{look.border["grid"]}"'
        f' noAdjust="0"><hp:sz width="{wide}" widthRelTo="ABSOLUTE" height="{high * rows}" heightRelTo="ABSOLUTE"'
        ' protect="0"/><hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="1" allowOverlap="0"'
        ' holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0"'
        f' horzOffset="0"/><hp:outMargin left="0" right="0" top="283" bottom="283"/><hp:inMargin {edges}/>'
    )
    opened = (
        '<hp:tc name="" header="{}" hasMargin="0" protect="0" editable="0" dirty="0" borderFillIDRef="{}">'
        '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{}" linkListIDRef="0"'
        ' linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0">'
    )
    head = opened.format(1, look.border["head"], "CENTER")
    cell = opened.format(0, look.border["grid"], "TOP")
    plain, bold = look.char[name], look.char[f"{name} bold"]
    for number, row in enumerate((table.head, *table.rows)):
        yield "<hp:tr>"
        for column, (content, align) in enumerate(zip(row, table.align, strict=True)):
            tight = " breaking" if LONG_IN_CELL.search(text_of(content)) else ""
            para = look.para[f"cell {align if number else 'center'}{tight}"]
            style = look.style[name if number else "head"]
            inner = _paragraph(next(ids), para, style, _runs(content.runs, plain if number else bold, bold))
            yield (
                f'{cell if number else head}{inner}</hp:subList><hp:cellAddr colAddr="{column}" rowAddr="{number}"/>'
                f'<hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="{sizes[column]}" height="{high}"/>'
                f"<hp:cellMargin {edges}/></hp:tc>"
            )
        yield "</hp:tr>"
    yield "</hp:tbl>"

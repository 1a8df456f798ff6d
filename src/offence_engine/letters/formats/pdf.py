"""A letter as PDF: the document goes as data into the fixed layout `page.typ`, which Typst sets with the shipped fonts.

The text of a letter is data (JSON) to the layout and never becomes its source, so no text can become markup. Only the
fonts of the shipped folder are used and no clock is read: the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import typst

from offence_engine.errors import Fault, Place, RulesError
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
    column_widths,
    text_of,
)
from offence_engine.letters.folders import Templates
from offence_engine.letters.formats.pdf_read import read
from offence_engine.letters.formats.pdf_words import Pieces, columns, pieces
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.suggest import hint

__all__ = ["LAYOUT", "read", "write"]

LAYOUT = "page.typ"
FONT_FILES = ("NanumGothic.ttf", "NanumMyeongjo.ttf", "NanumMyeongjoBold.ttf")

# What the layout measures, roughly: words are kept whole and rows kept together only where they surely fit.
_POINT = 25.4 / 72  # millimetres
_TEXT_WIDTH = 170.0  # millimetres
_LEVELS = 5  # headings that the layout knows
_BODY, _CELL, _NARROW_CELL, _SMALL = 11.0, 9.0, 7.5, 7.0  # points
_CELL_SIDES = 3.5  # millimetres, left and right together
_NARROW_FROM = 7  # columns of a table
_WIDER = 1.08  # digits and capitals are wider than half a syllable
_SHORT_WORD = 14  # columns of text of a word for which a column of a table is made wide enough
_ROW_LINES = 32  # lines of a cell that fit on a page for certain
_KEPT = 24  # columns of text of the longest word that stays on one line
_KEPT_CELLS = 6_000  # a table of more cells breaks lines inside words: setting it would take too long otherwise

_AT = re.compile(r"┌─ (.+):(\d+):(\d+)\s*$", re.MULTILINE)
_FONT = re.compile(r"unknown font family: (.+)")
_PACKAGE = re.compile(r"^[^\n]*?\"@[\w-]+/", re.MULTILINE)


def write(
    document: Document, record: bytes | None = None, layout: Templates | None = None, fonts: Path | None = None
) -> bytes:
    """The PDF; `record` (UTF-8) is attached to it as `record.json`. `layout` and `fonts` are folders that
    replace those that ship.

    Errors: RulesError where the layout or a font is missing or wrong; ValueError for a record that is not UTF-8.
    """
    page = (layout or shipped("templates")) / LAYOUT
    found = _fonts(fonts or shipped("fonts"))
    _standing_alone(page)
    # What is no character at all (half of a pair) becomes a question mark.
    given = {"document": json.dumps(_data(document), ensure_ascii=False).encode("utf-8", "replace").decode()}
    if record is not None:
        given["record"] = record.decode()
    compiler = typst.Compiler(page, root=page.parent, font_paths=found, ignore_system_fonts=True)
    try:
        made, warnings = compiler.compile_with_warnings(format="pdf", sys_inputs=given, timestamp=0)
    except typst.TypstError as problem:
        raise RulesError([_fault(problem, page)]) from None
    for warning in warnings:
        if unknown := _FONT.search(warning.message):
            raise RulesError([_unknown_font(unknown[1], _place(warning.diagnostic, page), found)])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


@cache
def _fonts(folder: Path) -> typst.Fonts:
    """The fonts of the folder; those that the layout cannot do without are there."""
    whole = folder.is_dir()
    found = typst.Fonts(False, False, [folder] if whole else [])
    loaded = {Path(font.path).name for font in found.fonts() if font.path}
    faults = [_no_font(folder, name) for name in FONT_FILES if name not in loaded]
    if faults:
        raise RulesError(faults if whole else [_no_folder(folder)])
    return found


def _no_folder(folder: Path) -> Fault:
    return Fault(
        Place(str(folder)),
        f"글꼴 폴더가 없어 PDF를 만들지 못합니다: 패키지의 `{folder.name}` 폴더({', '.join(FONT_FILES)})를 되돌려 놓으십시오.",
        f"the folder of fonts is missing, so no PDF can be made: restore the folder `{folder.name}` of the package"
        f" ({', '.join(FONT_FILES)})",
    )


def _no_font(folder: Path, name: str) -> Fault:
    return Fault(
        Place(str(folder / name)),
        f"글꼴 파일 `{name}`이 `{folder}` 폴더에 없거나 글꼴이 아니어서 PDF를 만들지 못합니다: 패키지에 들어 있던 파일을 되돌려 놓으십시오.",
        f"the font file `{name}` is missing from the folder `{folder}` or is not a font, so no PDF can be made:"
        " restore the file that came with the package",
    )


def _unknown_font(name: str, place: Place, found: typst.Fonts) -> Fault:
    ko, en = hint(name, found.families())
    return Fault(
        place,
        f"쪽 모양이 쓰는 글꼴 `{name}`이 글꼴 폴더에 없습니다.{ko}",
        f"the layout uses the font `{name}`, which is not in the folder of fonts.{en}",
    )


def _standing_alone(layout: Path) -> None:
    """The layout is there, is text, and fetches nothing from the network."""
    try:
        source = layout.read_text(encoding="utf-8")
    except FileNotFoundError:
        ko, en = hint(layout.name, [path.name for path in layout.parent.glob("*.typ")])
        missing = Fault(
            Place(str(layout)),
            f"PDF의 쪽 모양 `{layout.name}`이 `{layout.parent}` 폴더에 없습니다.{ko}",
            f"the layout of the PDF, `{layout.name}`, is not in the folder `{layout.parent}`.{en}",
        )
        raise RulesError([missing]) from None
    except (OSError, UnicodeDecodeError) as problem:
        unread = Fault(Place(str(layout)), f"읽을 수 없습니다: {problem}", f"cannot be read: {problem}")
        raise RulesError([unread]) from None
    if package := _PACKAGE.search(source):
        line = source.count("\n", 0, package.end()) + 1
        fetching = Fault(
            Place(str(layout), line),
            "쪽 모양은 밖에서 꾸러미를 내려받을 수 없습니다: 필요한 것을 이 파일에 적으십시오.",
            "the layout may not fetch packages: write what it needs into this file",
        )
        raise RulesError([fetching])


def _fault(problem: typst.TypstError, layout: Path) -> Fault:
    said = " ".join([problem.message, *problem.hints])
    place = _place(problem.diagnostic, layout)
    return Fault(place, f"쪽 모양이 잘못되었습니다: {said}", f"the layout is wrong: {said}")


def _place(diagnostic: str, layout: Path) -> Place:
    """Where in the layout, as Typst shows it; its columns are counted from 1 as well."""
    if at := _AT.search(diagnostic):
        file = layout if Path(at[1]).name == layout.name else layout.parent / Path(at[1]).name
        return Place(str(file), int(at[2]), int(at[3]))
    return Place(str(layout))


def _data(document: Document) -> dict[str, object]:
    """What the layout prints."""
    return {
        **document.model_dump(include={"kind", "lang", "title", "draft", "short"}),
        "stamp": pieces((Run(text=document.stamp),), _room(_TEXT_WIDTH, _SMALL), 0),
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading(level=level):
            return {"type": "heading", "level": min(max(level, 1), _LEVELS), "text": _line(block)}
        case Paragraph():
            return {"type": "paragraph", "text": _line(block)}
        case Bullets(items=items, start=start):
            return {"type": "bullets", "start": start, "items": [_line(item) for item in items]}
        case Table():
            return _table(block)
        case Divider():
            return {"type": "divider"}
        case PageBreak():
            return {"type": "pagebreak"}


def _line(block: Heading | Paragraph) -> Pieces:
    # A title is nearly twice as large and spaced; a list is indented.
    size = _BODY * 2.4 if isinstance(block, Heading) and block.level == 1 else _BODY * 1.2
    return pieces(block.runs, _room(_TEXT_WIDTH, size), _KEPT)


def _table(table: Table) -> dict[str, object]:
    size = (_NARROW_CELL if len(table.head) >= _NARROW_FROM else _CELL) * _WIDER
    widths = _widths(table, size)
    rooms = [_room(_TEXT_WIDTH * width - _CELL_SIDES, size) for width in widths]
    keep = _KEPT if len(table.head) * len(table.rows) <= _KEPT_CELLS else 0

    def row(cells: tuple[Cell, ...], kept: float) -> list[Pieces]:
        return [pieces(cell.runs, room, kept) for cell, room in zip(cells, rooms, strict=True)]

    def tall(cells: tuple[Cell, ...]) -> bool:
        lines = (columns(text_of(cell)) / room for cell, room in zip(cells, rooms, strict=True))
        return max(lines, default=0.0) > _ROW_LINES

    return {
        "type": "table",
        "widths": widths,
        "align": table.align,
        "head": row(table.head, _KEPT),
        "rows": [row(cells, keep) for cells in table.rows],
        "tall": [tall(cells) for cells in table.rows],
    }


def _widths(table: Table, points: float) -> list[float]:
    """Shares of the whole width: `column_widths`, where every column is given room for its short words first."""
    wanted = column_widths(table)
    needed = []
    for column in range(len(wanted)):
        words = (word for row in (table.head, *table.rows[:200]) for word in text_of(row[column]).split())
        longest = max((width for word in words if (width := columns(word)) <= _SHORT_WORD), default=2.0)
        needed.append((longest * points * _POINT / 2 + _CELL_SIDES) / _TEXT_WIDTH)
    if sum(needed) >= 1:
        return list(wanted)
    # What each column wants beyond its need is scaled to what is left.
    beyond = [max(want - need, 0.0) for want, need in zip(wanted, needed, strict=True)]
    spare = (1 - sum(needed)) / (sum(beyond) or 1.0)
    return [need + more * spare for need, more in zip(needed, beyond, strict=True)]


def _room(millimetres: float, points: float) -> float:
    """How many columns of text (halves of a syllable) fit beside one another; at least two."""
    return max(millimetres / (points * _POINT / 2), 2.0)

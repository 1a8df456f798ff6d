"""A letter as a tree of blocks: what every writer (Markdown, HTML, DOCX, HWPX, PDF) turns into a file.

A template renders to this tree once; no writer sees a template, a case or a rule. Text is plain text: visible
characters of one line, nothing escaped. `rests_on` are the ids of the facts, elements, versions, findings and evidence
that a block rests on; writers do not print them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from offence_engine.model.base import Frozen

# Columns of text that a word without a space may claim of a table.
MOST_WORD = 32

Align = Literal["left", "center", "right"]


class Run(Frozen):
    """Text of one weight."""

    text: str
    bold: bool = False


class Heading(Frozen):
    """A heading; level 1 is the title of the letter."""

    level: int
    runs: tuple[Run, ...]
    rests_on: tuple[str, ...] = ()


class Paragraph(Frozen):
    runs: tuple[Run, ...]
    rests_on: tuple[str, ...] = ()


class Bullets(Frozen):
    """A list; numbered from `start` where that is not None."""

    items: tuple[Paragraph, ...]
    start: int | None = None


class Cell(Frozen):
    runs: tuple[Run, ...]
    rests_on: tuple[str, ...] = ()


class Table(Frozen):
    """A table with one head row; every row has as many cells as the head. `align` has one entry for each column."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: tuple[Align, ...]


class Divider(Frozen):
    """A line across the page."""


class PageBreak(Frozen):
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Table | Divider | PageBreak


class Document(Frozen):
    """A whole letter. `draft` is the mark on every page; `stamp` the small line at the foot of every page
    (rulebook and its hash, engine, day), `short` the shortened hash beside the page number."""

    kind: str
    lang: str
    title: str
    draft: str
    stamp: str
    short: str
    blocks: tuple[Block, ...]


def text_of(block: Paragraph | Heading | Cell) -> str:
    """The text of a block without its weights."""
    return "".join(run.text for run in block.runs)


def texts(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every text of a document in its order, with what it rests on: headings, paragraphs, items, cells."""
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield text_of(block), block.rests_on
            case Bullets():
                yield from ((text_of(item), item.rests_on) for item in block.items)
            case Table():
                yield from ((text_of(cell), cell.rests_on) for row in (block.head, *block.rows) for cell in row)


def column_widths(table: Table) -> tuple[float, ...]:
    """How wide each column is, as a share of the whole: by its text, none starved and none over half of the rest.

    Hangul and other wide characters count as two columns of text, others as one."""
    wants = []
    for column in range(len(table.head)):
        cells = [text_of(row[column]) for row in (table.head, *table.rows[:200])]
        longest = max(map(_columns, cells), default=1)
        mean = sum(map(_columns, cells)) / max(len(cells), 1)
        wants.append(max(min(0.5 * longest + 0.5 * mean, 60.0), min(float(_columns(cells[0])), 14.0), 6.0))
    whole = sum(wants)
    return tuple(want / whole for want in wants)


def _columns(text: str) -> int:
    """How wide a text would like to be; a long word without a space (a hash, an address) may break anywhere."""
    return sum(min(_width(word), MOST_WORD) + 1 for word in text.split()) - 1 if text else 0


def _width(text: str) -> int:
    return sum(2 if ord(c) >= 0x1100 else 1 for c in text)

"""Measures that DOCX and HWPX share: the page, the size of the letters in a table, the rows that may break."""

from __future__ import annotations

from itertools import accumulate

from offence_engine.letters.document import Paragraph, Table, column_widths, text_of

# Millimetres.
PAGE = (210.0, 297.0)
SIDE, TOP, BOTTOM = 20.0, 22.0, 22.0
HEADER, FOOTER = 11.0, 9.0
TEXT_WIDTH = PAGE[0] - 2 * SIDE
TEXT_HEIGHT = PAGE[1] - TOP - BOTTOM
CELL_SIDE, CELL_TOP = 1.5, 0.6

# Points.
BODY, TITLE, SECTION, PART, LESS, NOTE, MARK, SMALL = 11.0, 19.0, 13.0, 12.0, 11.0, 9.0, 9.0, 7.0
CELL, CELL_DENSE = 9.5, 8.0
DENSE_FROM = 7  # columns
LINE, CELL_LINE = 160, 135  # per cent of the letter's height
POINT = 25.4 / 72  # millimetres
TALL = 0.6  # of a page; well below one, as words do not fill their lines
LONGEST_WORD = 12  # letters of Latin width
LEVELS = 5  # headings with a look of their own; deeper ones look like the last


def is_lead(paragraph: Paragraph) -> bool:
    """Whether it is bold throughout, as a line that leads what follows: it stays on the same page with it."""
    said = [run for run in paragraph.runs if run.text.strip()]
    return bool(said) and all(run.bold for run in said)


def cell_size(table: Table) -> float:
    """Points."""
    return CELL_DENSE if len(table.head) >= DENSE_FROM else CELL


def widths(table: Table) -> tuple[float, ...]:
    """The width of each column in millimetres, together TEXT_WIDTH: by its share, but wide enough for its words.

    A word that is longer than LONGEST_WORD letters breaks; what a column lacks is taken from those with room."""
    half = cell_size(table) * POINT / 2  # the width of a Latin letter
    sample = (table.head, *table.rows[:200])
    wanted = [share * TEXT_WIDTH for share in column_widths(table)]
    least = [
        2 * CELL_SIDE + half * (1 + min(max(map(_longest_word, texts), default=0), LONGEST_WORD))
        for texts in ([text_of(row[column]) for row in sample] for column in range(len(table.head)))
    ]
    if sum(least) >= TEXT_WIDTH:
        return tuple(low * TEXT_WIDTH / sum(least) for low in least)
    lacking = sum(max(low - want, 0.0) for low, want in zip(least, wanted, strict=True))
    room = sum(max(want - low, 0.0) for low, want in zip(least, wanted, strict=True))
    return tuple(
        low if want <= low else want - lacking * (want - low) / room for low, want in zip(least, wanted, strict=True)
    )


def columns(table: Table, whole: int) -> list[int]:
    """The widths of the columns in whole units that add up to `whole`, at least one each."""
    ends = [round(whole * end / TEXT_WIDTH) for end in accumulate(widths(table))]
    return [max(right - left, 1) for left, right in zip([0, *ends], ends, strict=False)]


def tall_rows(table: Table) -> frozenset[int]:
    """The rows (counted from 0) that take more than about TALL of a page: these may break between pages.

    A row that is kept whole but does not fit on a page would run off it."""
    size = cell_size(table)
    most = TEXT_HEIGHT * TALL / (size * POINT * CELL_LINE / 100)  # lines
    letters = [max((width - 2 * CELL_SIDE) / (size * POINT / 2), 2.0) * most for width in widths(table)]
    return frozenset(
        number
        for number, row in enumerate(table.rows)
        if any(
            len(text) * 2 > room and wide(text) > room for text, room in zip(map(text_of, row), letters, strict=True)
        )
    )


def _longest_word(text: str) -> int:
    return max(map(wide, text.split()), default=0)


def wide(text: str) -> int:
    """How many Latin letters would be as wide."""
    return sum(2 if ord(letter) >= 0x1100 else 1 for letter in text)

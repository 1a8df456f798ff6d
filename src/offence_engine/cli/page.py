"""A page of text: lines that wrap by display width (Korean letters are two cells wide), tables, marks in colour.

On a terminal the page is as wide as it is and coloured; else it is 110 cells wide and plain, always the same bytes.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 110
NARROWEST, WIDEST = 60, 140
Style = Literal["plain", "head", "good", "open", "bad", "quiet"]
_STYLES = {"plain": "", "head": "bold", "good": "green", "open": "yellow", "bad": "red", "quiet": "dim"}
_WORD = re.compile(r"\S+\s*|\s+")
# What a terminal would obey instead of showing: control characters, and marks that turn the direction of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Page:
    """Collects what a command says; `text()` is all of it."""

    def __init__(self, terminal: bool | None = None, width: int | None = None) -> None:
        self.terminal = sys.stdout.isatty() if terminal is None else terminal
        self.width = width or (_terminal_width() if self.terminal else PLAIN_WIDTH)
        self._out = io.StringIO()
        self._console: Console | None = None

    def line(self, text: str = "", indent: int = 0, hang: int = 0, style: Style = "plain") -> None:
        """One paragraph: wrapped at the width, its further lines `hang` cells deeper than the first."""
        for piece in wrapped(clean(text), max(self.width - indent, 20), hang):
            self._put((" " * indent + piece).rstrip(), style)

    def verbatim(self, text: str, indent: int = 0) -> None:
        """One line as it is: what is to be pasted must not be wrapped."""
        self._put(" " * indent + clean(text), "plain")

    def heading(self, text: str) -> None:
        self.line()
        self.line(text, style="head")
        self._put("─" * min(self.width, self.cells(text) + 2), "quiet")

    def lines(self, texts: Iterable[str], indent: int = 0, hang: int = 0, style: Style = "plain") -> None:
        for text in texts:
            self.line(text, indent, hang, style)

    def table(
        self, columns: Sequence[str], rows: Sequence[tuple[Style, Sequence[str]]], widths: Sequence[int] = ()
    ) -> None:
        """A table; each row has a style. With `widths` it fills the page in these proportions, and cells wrap."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, expand=bool(widths))
        for index, title in enumerate(columns):
            table.add_column(Text(title), overflow="fold", no_wrap=not widths, ratio=widths[index] if widths else None)
        for style, cells in rows:
            table.add_row(*[Text(clean(cell, keep="\n")) for cell in cells], style=_STYLES[style])
        self._rich().print(table)

    def cells(self, text: str) -> int:
        """How many cells the text takes on the screen."""
        return cells(text)

    def text(self) -> str:
        """Everything said so far, without blanks at the ends of lines."""
        return "".join(line.rstrip() + "\n" for line in self._out.getvalue().splitlines())

    def _put(self, line: str, style: Style) -> None:
        if not self.terminal or style == "plain":
            self._out.write(line + "\n")
            return
        from rich.text import Text

        self._rich().print(Text(line, style=_STYLES[style]), soft_wrap=True)

    def _rich(self) -> Console:
        if self._console is None:
            from rich.console import Console

            self._console = Console(
                file=self._out, width=self.width, force_terminal=self.terminal, highlight=False, markup=False,
                emoji=False, legacy_windows=False, color_system="auto" if self.terminal else None,
                _environ=os.environ if self.terminal else {},
            )  # fmt: skip
        return self._console


def _terminal_width() -> int:
    import shutil

    return min(max(shutil.get_terminal_size((PLAIN_WIDTH, 40)).columns, NARROWEST), WIDEST)


def clean(text: str, keep: str = "") -> str:
    """The text without what a terminal would obey; line breaks become blanks unless kept."""
    return _CONTROL.sub(lambda m: m[0] if m[0] in keep else " " if m[0] in "\n\r\t" else "\ufffd", text)


def cells(text: str) -> int:
    """How many cells the text takes: Korean letters take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, width: int, hang: int = 0) -> list[str]:
    """The text in lines no wider than `width` cells, broken at blanks where there are any."""
    if cells(text) <= width:
        return [text]
    lines: list[str] = []
    current, used = "", 0
    for word in _WORD.findall(text):
        for piece in _pieces(word, width - hang):
            size = cells(piece.rstrip())
            if used and used + size > width:
                lines.append(current.rstrip())
                current, used = " " * hang, hang
            if used == hang and lines and not piece.strip():
                continue
            current += piece
            used += cells(piece)
    if current.strip():
        lines.append(current.rstrip())
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """A word that is wider than a line, cut."""
    if cells(word.rstrip()) <= width:
        return [word]
    pieces, current, used = [], "", 0
    for letter in word:
        size = cells(letter)
        if used + size > width:
            pieces.append(current)
            current, used = "", 0
        current += letter
        used += size
    return [*pieces, current]

"""The rendered text of a letter (Markdown with marks) -> blocks. It knows headings, paragraphs, lists, tables, strong
text and lines; no links, images, code or raw HTML. A line of `***` begins a new page, `---` is a line across it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from offence_engine.letters.document import (
    Align,
    Block,
    Bullets,
    Cell,
    Divider,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
)
from offence_engine.letters.marks import together, unmarked

_NOT_NEEDED = (
    "html_inline", "html_block", "link", "image", "autolink", "reference", "lheading", "code", "fence", "backticks",
)  # fmt: skip
_READER = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
_READER.enable("table").disable(_NOT_NEEDED)

Marks = Mapping[int, tuple[str, ...]]


def blocks_of(markdown: str, marks: Marks | None = None) -> tuple[Block, ...]:
    """The blocks of a text; `marks` tell what the number of a mark stands for."""
    return tuple(_Blocks(_READER.parse(markdown), marks or {}).blocks())


class _Blocks:
    """Reads a flat row of tokens into blocks."""

    def __init__(self, tokens: Sequence[Token], marks: Marks) -> None:
        self.tokens = tokens
        self.marks = marks
        self.at = 0

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.tokens):
            token = self._next()
            match token.type:
                case "heading_open":
                    runs, rests_on = self._inline()
                    yield Heading(level=int(token.tag[1:]), runs=runs, rests_on=rests_on)
                case "paragraph_open":
                    runs, rests_on = self._inline()
                    if runs:
                        yield Paragraph(runs=runs, rests_on=rests_on)
                case "bullet_list_open" | "ordered_list_open":
                    start = None if token.type == "bullet_list_open" else int(token.attrs.get("start", 1))
                    yield Bullets(items=tuple(self._items(token)), start=start)
                case "table_open":
                    yield self._table()
                case "hr":
                    yield PageBreak() if token.markup.startswith("*") else Divider()

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _inline(self) -> tuple[tuple[Run, ...], tuple[str, ...]]:
        token = self._next()
        return self._runs(token.children or [])

    def _runs(self, tokens: Sequence[Token]) -> tuple[tuple[Run, ...], tuple[str, ...]]:
        """Neighbours of one weight joined, marks taken out."""
        runs: list[Run] = []
        grounds: list[tuple[str, ...]] = []
        bold = 0
        for token in tokens:
            bold += (token.type == "strong_open") - (token.type == "strong_close")
            text = " " if token.type in ("softbreak", "hardbreak") else token.content
            text, numbers = unmarked(text)
            grounds += [self.marks[number] for number in numbers if number in self.marks]
            if not text:
                continue
            if runs and runs[-1].bold is bool(bold):
                runs[-1] = Run(text=runs[-1].text + text, bold=bool(bold))
            else:
                runs.append(Run(text=text, bold=bool(bold)))
        return tuple(runs), together(grounds)

    def _items(self, opened: Token) -> Iterator[Paragraph]:
        """The items of a list; a list within a list goes on as items of the outer one."""
        level = opened.level
        while (token := self._next()).level > level:
            if token.type == "inline":
                runs, rests_on = self._runs(token.children or [])
                yield Paragraph(runs=runs, rests_on=rests_on)

    def _table(self) -> Table:
        rows: list[list[Cell]] = []
        align: list[Align] = []
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                if len(rows) == 1:
                    align.append(_align(token.attrs))
                runs, rests_on = self._inline()
                rows[-1].append(Cell(runs=runs, rests_on=rests_on))
        return Table(head=tuple(rows[0]), rows=tuple(tuple(row) for row in rows[1:]), align=tuple(align))


def _align(attrs: Mapping[str, Any]) -> Align:
    found = str(attrs.get("style", "")).removeprefix("text-align:")
    return cast("Align", found) if found in ("left", "center", "right") else "left"

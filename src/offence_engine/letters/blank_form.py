"""What a blank form is to the one who fills it: cells of tables with their places, paragraphs, and text to be set.

The two formats differ in how they say it; their modules give the same things: see `Form`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

COLONS = ":："
_GAPS = re.compile("[\\s\u200b-\u200d\u2060\ufeff]+")
_EMPTY = re.compile(f"[{COLONS}]([\\s_]*)$")

# A piece of text inside XML: an element, and whether it stands in it or behind it.
Slot = tuple[Any, Literal["text", "tail"]]


@dataclass(frozen=True, eq=False)
class GridCell:
    """A cell of a table: where it begins, counted from 0, how far it reaches when merged, and its paragraphs."""

    row: int
    column: int
    rows: int
    columns: int
    paragraphs: tuple[Any, ...]
    text: str
    busy: bool  # holds something that is no text: a picture, a table, a field


class Form(Protocol):
    """The text of one part of a form, which can be changed in place; `root` is the part's root element."""

    root: Any

    def tables(self) -> Iterator[Sequence[GridCell]]:
        """The cells of every table, tables within cells too; a merged cell once."""
        ...

    def paragraphs(self) -> Iterator[Any]:
        """Every paragraph, those in cells too."""
        ...

    def slots(self, paragraph: Any) -> list[Slot]:
        """The pieces of text of a paragraph in their order."""
        ...

    def prompt(self, paragraph: Any) -> Slot | None:
        """The place of a prompt ("click here and type") in a paragraph: it counts as empty."""
        ...

    def put(self, paragraph: Any, text: str) -> None:
        """Set the text of a paragraph that has none, in the letters that the form has chosen for it."""
        ...

    def follow(self, paragraph: Any, text: str) -> Any:
        """A new paragraph behind this one, of the same look, with this text alone."""
        ...

    def settle(self, paragraph: Any) -> None:
        """Called for every changed paragraph: drops what no longer holds, as the places of its lines."""
        ...

    def restore(self) -> None:
        """Called when all is filled: prompts stand there again where nothing was filled in."""
        ...


def read_slot(slot: Slot) -> str:
    element, where = slot
    return (element.text if where == "text" else element.tail) or ""


def write_slot(slot: Slot, text: str) -> None:
    element, where = slot
    if where == "text":
        element.text = text
    else:
        element.tail = text


def squeezed(text: str) -> str:
    """The letters of a label: `사 건 번 호 :` is `사건번호`."""
    return _GAPS.sub("", text).rstrip(COLONS)


def is_open(text: str) -> bool:
    """Whether nothing but spaces and underscores stands there."""
    return not _GAPS.sub("", text).strip("_")


def open_label(text: str) -> str | None:
    """The label of a line that ends with a colon and a blank, else None."""
    found = _EMPTY.search(text)
    return squeezed(text[: found.start()]) if found else None


def fill_paragraphs(form: Form, paragraphs: Sequence[Any], lines: Sequence[str]) -> None:
    """One line to each empty paragraph; for further lines further paragraphs behind the last."""
    last = paragraphs[0]
    for number, line in enumerate(lines):
        if number < len(paragraphs):
            last = paragraphs[number]
            for slot in form.slots(last):
                write_slot(slot, "")
            form.put(last, line)
        else:
            last = form.follow(last, line)
        form.settle(last)


def fill_after_colon(form: Form, paragraph: Any, lines: Sequence[str]) -> None:
    """The first line behind the colon in place of the blank, in the letters of the blank where there are any."""
    slots, prompt = form.slots(paragraph), form.prompt(paragraph)
    found = _EMPTY.search("".join(map(read_slot, slots)))
    if not slots or found is None:
        raise ValueError("the paragraph has no blank behind a colon")
    if prompt is not None:
        write_slot(prompt, lines[0])
    else:
        target = _cut(slots, found.start() + 1)
        write_slot(target, f"{read_slot(target)} {lines[0]}")
    last = paragraph
    form.settle(last)
    for line in lines[1:]:
        last = form.follow(last, line)
        form.settle(last)


def _cut(slots: Sequence[Slot], end: int) -> Slot:
    """Drop the text from `end` on; the slot that held most of it, or else the last before it."""
    before, behind, most, start = slots[0], slots[0], 0, 0
    for slot in slots:
        text = read_slot(slot)
        if text and start < end:
            before = slot
        elif len(text) > most:
            behind, most = slot, len(text)
        write_slot(slot, text[: max(end - start, 0)])
        start += len(text)
    return behind if most else before

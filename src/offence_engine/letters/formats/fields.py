"""Plain text field by field, for copying into another system: each blank or section under its name in brackets.

A field is a row of a table of two columns (its name, its value), a list under a line of strong text, or all that stands
under a heading of the second level.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from offence_engine.letters.document import Block, Bullets, Cell, Document, Heading, Paragraph, Table, text_of
from offence_engine.letters.folders import Templates
from offence_engine.letters.formats.base import Reading, Unreadable
from offence_engine.letters.marks import together

Line = tuple[str, tuple[str, ...]]  # a line and what it rests on


class Field(NamedTuple):
    """A name with its lines."""

    name: Line
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(text for text, _ in self.lines)


def fields_of(document: Document) -> list[tuple[str, str]]:
    """(name, text) of every field in its order; a name that occurs again keeps its place and gets a second entry."""
    return [(field.name[0], field.text) for field in _fields(document)]


def lines_of(document: Document) -> Iterator[Line]:
    """Every line that is written, with what it rests on."""
    yield f"{document.draft} {document.title}", ()
    for field in _fields(document):
        name, rests_on = field.name
        yield f"[{name}]", rests_on
        yield from (line for line in field.lines if line[0])
    yield document.stamp, ()


def _fields(document: Document) -> list[Field]:
    found: list[Field] = []
    section: Line | None = None
    lines: list[Line] = []

    def close() -> None:
        if section is not None and lines:
            found.append(Field(section, tuple(lines)))

    for before, block in zip((None, *document.blocks), document.blocks, strict=False):
        if isinstance(block, Heading) and block.level <= 2:
            close()
            section, lines = (_line(block), []) if block.level == 2 else (None, [])
            continue
        if section is None:
            if isinstance(block, Table) and len(block.head) == 2:
                found += [Field(_line(row[0]), (_line(row[1]),)) for row in block.rows]
            elif isinstance(block, Bullets) and isinstance(before, Paragraph) and all(run.bold for run in before.runs):
                found.append(Field(_line(before), tuple(_line(item) for item in block.items)))
        lines += _lines(block)
    close()
    return found


def _line(block: Heading | Paragraph | Cell) -> Line:
    return text_of(block), block.rests_on


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Heading() | Paragraph():
            yield _line(block)
        case Bullets():
            for number, item in enumerate(block.items, block.start or 0):
                text, rests_on = _line(item)
                yield f"- {text}" if block.start is None else f"{number}. {text}", rests_on
        case Table():
            for row in (block.head, *block.rows):
                yield "\t".join(text_of(cell) for cell in row), together(cell.rests_on for cell in row)


def write(document: Document, record: bytes | None = None, layout: Templates | None = None) -> bytes:
    """The fields one after another. It carries no record: what is copied should be the text alone."""
    parts = [f"{document.draft} {document.title}", *(f"[{name}]\n{text}" for name, text in fields_of(document))]
    return ("\n\n".join([*parts, document.stamp]) + "\n").encode()


def read(data: bytes) -> Reading:
    """The lines of the text. Errors: Unreadable where it is not text."""
    try:
        return Reading(texts=tuple(line for line in data.decode().split("\n") if line))
    except ValueError as problem:
        raise Unreadable(str(problem)) from None

"""Markdown: text that shows in any editor what the other formats show on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    texts,
)
from offence_engine.letters.folders import Templates
from offence_engine.letters.formats.base import Reading, Unreadable, carried, carried_in, without
from offence_engine.letters.markup import escaped, settled
from offence_engine.letters.parse import blocks_of

_ALIGN = {"left": "---", "center": ":---:", "right": "---:"}


def write(document: Document, record: bytes | None = None, layout: Templates | None = None) -> bytes:
    """UTF-8, one block after another, ending in one line break."""
    text = settled("\n\n".join(_block(block) for block in document.blocks)) + "\n"
    return (text + ("\n" + carried(record) + "\n" if record is not None else "")).encode()


def read(data: bytes) -> Reading:
    """Errors: Unreadable where it is not text."""
    try:
        text = data.decode()
        record = carried_in(text)
    except ValueError as problem:
        raise Unreadable(str(problem)) from None
    blocks = blocks_of(without(text))
    whole = Document(kind="", lang="", title="", draft="", stamp="", short="", blocks=blocks)
    return Reading(texts=tuple(text for text, _ in texts(whole)), record=record)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_runs(block.runs)}"
        case Paragraph():
            return _runs(block.runs)
        case Bullets():
            return "\n".join(_items(block))
        case Table():
            head = _row(block.head)
            line = "|" + "|".join(_ALIGN[align] for align in block.align) + "|"
            return "\n".join([head, line, *map(_row, block.rows)])
        case Divider():
            return "---"
        case PageBreak():
            return "***"


def _items(block: Bullets) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start or 0):
        yield f"- {_runs(item.runs)}" if block.start is None else f"{number}. {_runs(item.runs)}"


def _row(cells: Sequence[Cell]) -> str:
    return "| " + " | ".join(_runs(cell.runs) for cell in cells) + " |"


def _runs(runs: Sequence[Run]) -> str:
    return "".join(f"**{_inner(run)}**" if run.bold else _text(run.text) for run in runs)


def _text(text: str) -> str:
    """Spaces at either end stay, for what stands beside it."""
    if not text.strip():
        return " " if text else ""
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return f"{before}{escaped(text)}{after}"


def _inner(run: Run) -> str:
    return escaped(run.text)

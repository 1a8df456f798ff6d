"""HTML: one page of its own, that asks for nothing from elsewhere and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from markupsafe import Markup, escape

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
)
from offence_engine.letters.folders import Templates
from offence_engine.letters.formats.base import Reading, Unreadable, carried, carried_in
from offence_engine.letters.render import page
from offence_engine.rulebook.shipped import shipped

_TEXTS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th"))


def write(document: Document, record: bytes | None = None, layout: Templates | None = None) -> bytes:
    """The page shell of the templates around the blocks; every text is escaped."""
    values = {
        "lang": document.lang,
        "title": document.title,
        "draft": document.draft,
        "stamp": document.stamp,
        "short": document.short,
        "body": Markup("\n".join(map(_block, document.blocks))),
        "record": Markup(carried(record)),
    }
    return page(layout or shipped("templates"), values).encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{_runs(block.runs)}</h{block.level}>"
        case Paragraph():
            return f"<p>{_runs(block.runs)}</p>"
        case Bullets():
            items = "".join(f"<li>{_runs(item.runs)}</li>" for item in block.items)
            if block.start is None:
                return f"<ul>{items}</ul>"
            first = f' start="{block.start}"' if block.start != 1 else ""
            return f"<ol{first}>{items}</ol>"
        case Table():
            return "\n".join(_table(block))
        case Divider():
            return "<hr>"
        case PageBreak():
            return '<div class="break"></div>'


def _table(table: Table) -> Iterator[str]:
    yield (
        f'<table class="wide">\n<thead>{_row(table.head, "th")}</thead>'
        if len(table.head) > 6
        else (f"<table>\n<thead>{_row(table.head, 'th')}</thead>")
    )
    yield "<tbody>"
    for row in table.rows:
        yield _row(row, "td")
    yield "</tbody>\n</table>"


def _row(cells: Sequence[Cell], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_runs(cell.runs)}</{tag}>" for cell in cells) + "</tr>"


def _runs(runs: Sequence[Run]) -> str:
    return "".join(f"<strong>{escape(run.text)}</strong>" if run.bold else str(escape(run.text)) for run in runs)


def read(data: bytes) -> Reading:
    """Errors: Unreadable where it is not a whole page of ours."""
    try:
        text = data.decode()
        record = carried_in(text)
    except ValueError as problem:
        raise Unreadable(str(problem)) from None
    if "</html>" not in text:
        raise Unreadable("the page has no end")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Reading(texts=tuple(reader.texts), running=reader.running, record=record)


class _Reader(HTMLParser):
    """The texts of the blocks within `main`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.running = ""
        self._open: str | None = None
        self._main = False
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self._main = True
        elif tag in ("style", "title"):
            self._style = True
        elif self._main and tag in _TEXTS:
            self._open = tag
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._main = False
        elif tag in ("style", "title"):
            self._style = False
        elif tag == self._open:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.texts[-1] += data
        elif not self._main and not self._style:
            self.running += data

"""A blank form in HWPX: a section of its text, with tables, merged cells and fields that prompt for text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from offence_engine.letters.blank_form import GridCell, Slot, write_slot
from offence_engine.letters.formats.hwpx_head import HP
from offence_engine.letters.formats.hwpx_read import text_of

_P, _RUN, _T, _TBL, _CTRL = (f"{HP}{name}" for name in ("p", "run", "t", "tbl", "ctrl"))
_LINES = f"{HP}linesegarray"
_PLAIN = frozenset((_T, _CTRL, f"{HP}secPr"))
_DIRECTION = re.compile(r"(?:^|[\s:])Direction:wstring:([0-9]{1,4}):")
_NO_ID = "0"  # as paragraphs bear it that nothing refers to


class HwpxForm:
    """A section of a form in HWPX; see `Form`."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self._prompts = list(_prompts(root))
        for prompt in self._prompts:
            prompt.element.text = ""

    def tables(self) -> Iterator[Sequence[GridCell]]:
        for table in self.root.iter(_TBL):
            yield [_cell(cell) for cell in table.iterfind(f"{HP}tr/{HP}tc")]

    def paragraphs(self) -> Iterator[Any]:
        yield from self.root.iter(_P)

    def slots(self, paragraph: Any) -> list[Slot]:
        found: list[Slot] = []
        for text in paragraph.iterfind(f"{HP}run/{HP}t"):
            found.append((text, "text"))
            found += [(sign, "tail") for sign in text]
        return found

    def prompt(self, paragraph: Any) -> Slot | None:
        own = [slot for slot in self.slots(paragraph) if any(slot[0] is p.element for p in self._prompts)]
        return own[0] if own else None

    def put(self, paragraph: Any, text: str) -> None:
        slot = self.prompt(paragraph) or next(iter(self.slots(paragraph)), None)
        if slot is not None:
            write_slot(slot, text)
            return
        runs = [run for run in paragraph.iterfind(_RUN) if run.find(f"{HP}secPr") is None]
        run = runs[0] if runs else _run(paragraph, "0")
        _text(run, text)

    def follow(self, paragraph: Any, text: str) -> Any:
        added = paragraph.makeelement(_P, dict(paragraph.attrib) | {"id": _NO_ID, "pageBreak": "0", "columnBreak": "0"})
        filled = [run for run in paragraph.iterfind(_RUN) if any(t.text for t in run.iterfind(_T))]
        paragraph.addnext(added)
        _text(_run(added, filled[-1].get("charPrIDRef", "0") if filled else "0"), text)
        return added

    def settle(self, paragraph: Any) -> None:
        for lines in paragraph.findall(_LINES):
            paragraph.remove(lines)

    def restore(self) -> None:
        for prompt in self._prompts:
            if not prompt.element.text:
                prompt.element.text = prompt.text
                continue
            # Filled: the field holds a text, in the letters around it and no longer in those of a prompt.
            prompt.begin.set("dirty", "1")
            around = next(prompt.begin.iterancestors(_RUN)).get("charPrIDRef")
            run = prompt.element.getparent()
            if around is not None and run.find(_CTRL) is None:
                run.set("charPrIDRef", around)


def _run(paragraph: Any, letters: str) -> Any:
    run = paragraph.makeelement(_RUN, {"charPrIDRef": letters})
    paragraph.append(run)
    return run


def _text(run: Any, text: str) -> None:
    element = run.makeelement(_T)
    element.text = text
    run.append(element)


@dataclass(frozen=True, eq=False)
class _Prompt:
    """A text that a field shows while nothing is filled in, with the mark where the field begins."""

    element: Any
    text: str
    begin: Any


def _prompts(root: Any) -> Iterator[_Prompt]:
    """The texts of fields that still show what they ask for, as the file keeps it beside them."""
    for paragraph in root.iter(_P):
        begin, asked = None, ""
        for element in paragraph.iterfind(f"{HP}run/*"):
            found = element.find(f"{HP}fieldBegin")
            if found is not None:
                begin, asked = found, _asked(found)
            elif element.find(f"{HP}fieldEnd") is not None:
                begin, asked = None, ""
            elif asked and element.tag == _T and len(element) == 0 and (element.text or "").strip() == asked:
                yield _Prompt(element, element.text, begin)


def _asked(begin: Any) -> str:
    """What an unfilled field asks for; newer files say it a second time in words of its own."""
    if begin.get("type") != "CLICK_HERE" or begin.get("dirty") == "1":
        return ""
    said = {entry.get("name"): entry.text or "" for entry in begin.iterfind(f"{HP}parameters/{HP}stringParam")}
    command = _DIRECTION.search(said.get("Command", ""))
    rest = said.get("Command", "")[command.end() :][: int(command[1])] if command else ""
    return (said.get("Direction") or rest).strip()


def _cell(cell: Any) -> GridCell:
    paragraphs = tuple(cell.iterfind(f"{HP}subList/{HP}p"))
    address, span = cell.find(f"{HP}cellAddr"), cell.find(f"{HP}cellSpan")
    return GridCell(
        row=_number(address, "rowAddr", 0),
        column=_number(address, "colAddr", 0),
        rows=_number(span, "rowSpan", 1),
        columns=_number(span, "colSpan", 1),
        paragraphs=paragraphs,
        text="\n".join(map(text_of, paragraphs)),
        busy=any(child.tag not in _PLAIN for p in paragraphs for child in p.iterfind(f"{HP}run/*")),
    )


def _number(element: Any, name: str, otherwise: int) -> int:
    value = "" if element is None else element.get(name, "")
    return int(value) if value.isdecimal() else otherwise

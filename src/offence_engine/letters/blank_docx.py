"""A blank form in DOCX: its body, with tables, merged cells, content controls and text boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from offence_engine.letters.blank_form import GridCell, Slot, write_slot
from offence_engine.letters.formats.docx import text_of
from offence_engine.letters.formats.docx_parts import OFFICE, W

_NAMES = (
    "p r t tbl tr tc tcPr trPr pPr rPr gridSpan vMerge gridBefore val sdt sdtContent sdtPr showingPlcHdr rStyle sectPr"
)
_TAG = {name: f"{{{W}}}{name}" for name in _NAMES.split()}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BUSY = tuple(f"{{{W}}}{name}" for name in ("tbl", "drawing", "pict", "object", "instrText", "fldSimple", "sym"))
# What a paragraph mark may say of itself alone, not of letters.
_OF_MARK = frozenset(f"{{{W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"))
_MAIN = f"{OFFICE}/officeDocument"


def main_part(relations: Any) -> str:
    """The name of the part with the body, from the relationships of the package."""
    found = (r.get("Target", "").lstrip("/") for r in relations if r.get("Type") == _MAIN)
    return next(found, "word/document.xml")


class DocxForm:
    """The body of a form in DOCX; see `Form`. A text box stands in the file twice: the older copy is left alone."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self._prompts: list[tuple[Any, str]] = []
        for control in root.iter(_TAG["sdt"]):
            if control.find(f"{_TAG['sdtPr']}/{_TAG['showingPlcHdr']}") is not None:
                for text in control.iter(_TAG["t"]):
                    self._prompts.append((text, text.text or ""))
                    text.text = ""

    def tables(self) -> Iterator[Sequence[GridCell]]:
        for table in self.root.iter(_TAG["tbl"]):
            if next(table.iterancestors(_FALLBACK), None) is None:
                yield _grid(table)

    def paragraphs(self) -> Iterator[Any]:
        return (p for p in self.root.iter(_TAG["p"]) if next(p.iterancestors(_FALLBACK), None) is None)

    def slots(self, paragraph: Any) -> list[Slot]:
        return [(t, "text") for t in paragraph.iter(_TAG["t"]) if next(t.iterancestors(_TAG["p"])) is paragraph]

    def prompt(self, paragraph: Any) -> Slot | None:
        own = [slot for slot in self.slots(paragraph) if any(slot[0] is text for text, _ in self._prompts)]
        return own[0] if own else None

    def put(self, paragraph: Any, text: str) -> None:
        slot = self.prompt(paragraph) or next(iter(self.slots(paragraph)), None)
        if slot is not None:
            write_slot(slot, text)
            return
        run = next(paragraph.iterchildren(_TAG["r"]), None)
        if run is None:
            run = _run_like_mark(paragraph)
        _text_into(run, text)

    def follow(self, paragraph: Any, text: str) -> Any:
        added = paragraph.makeelement(_TAG["p"])
        look = paragraph.find(_TAG["pPr"])
        if look is not None:
            look = deepcopy(look)
            for section in look.findall(_TAG["sectPr"]):
                look.remove(section)
            added.append(look)
        filled = [t for t in paragraph.iter(_TAG["t"]) if t.text]
        like = filled[-1].getparent().find(_TAG["rPr"]) if filled else None
        paragraph.addnext(added)
        run = _run_like_mark(added) if like is None else added.makeelement(_TAG["r"])
        if like is not None:
            run.append(deepcopy(like))
            added.append(run)
        _text_into(run, text)
        return added

    def settle(self, paragraph: Any) -> None:
        for text in paragraph.iter(_TAG["t"]):
            text.set(_SPACE, "preserve")

    def restore(self) -> None:
        for text, _ in self._prompts:
            control = next(text.iterancestors(_TAG["sdt"]))
            if not any(t.text for t in control.iter(_TAG["t"])):
                continue
            # Filled: the content control no longer shows its prompt, nor its letters.
            for sign in list(control.iter(_TAG["showingPlcHdr"])):
                sign.getparent().remove(sign)
            for style in list(control.iter(_TAG["rStyle"])):
                style.getparent().remove(style)
        for text, prompt in self._prompts:
            control = next(text.iterancestors(_TAG["sdt"]))
            if control.find(f"{_TAG['sdtPr']}/{_TAG['showingPlcHdr']}") is not None:
                text.text = prompt


def _run_like_mark(paragraph: Any) -> Any:
    """A new run in the letters that the paragraph's mark asks for: there the form keeps those of an empty cell."""
    run = paragraph.makeelement(_TAG["r"])
    mark = paragraph.find(f"{_TAG['pPr']}/{_TAG['rPr']}")
    if mark is not None:
        look = deepcopy(mark)
        for child in list(look):
            if child.tag in _OF_MARK:
                look.remove(child)
        run.append(look)
    paragraph.append(run)
    return run


def _text_into(run: Any, text: str) -> None:
    element = run.makeelement(_TAG["t"], {_SPACE: "preserve"})
    element.text = text
    run.append(element)


def _unwrapped(parent: Any, name: str) -> Iterator[Any]:
    """Children of one kind, those inside content controls too."""
    for child in parent:
        if child.tag == _TAG[name]:
            yield child
        elif child.tag in (_TAG["sdt"], _TAG["sdtContent"]):
            yield from _unwrapped(child, name)


def _number(element: Any, path: str) -> int:
    found = element.find(path)
    value = "0" if found is None else found.get(_TAG["val"], "0")
    return int(value) if value.isdecimal() else 0


def _grid(table: Any) -> list[GridCell]:
    """A cell merged downwards stands once in each row: the first stands for all."""
    found: list[tuple[int, int, int, Any]] = []  # row, column, columns, cell
    heights: list[int] = []
    above: dict[tuple[int, int], int] = {}  # the open merged cell at (column, columns)
    for row_number, row in enumerate(_unwrapped(table, "tr")):
        column = _number(row, f"{_TAG['trPr']}/{_TAG['gridBefore']}")
        open_now: dict[tuple[int, int], int] = {}
        for cell in _unwrapped(row, "tc"):
            columns = max(_number(cell, f"{_TAG['tcPr']}/{_TAG['gridSpan']}"), 1)
            merge = cell.find(f"{_TAG['tcPr']}/{_TAG['vMerge']}")
            place = (column, columns)
            if merge is not None and merge.get(_TAG["val"], "continue") == "continue" and place in above:
                heights[above[place]] += 1
                open_now[place] = above[place]
            else:
                if merge is not None:
                    open_now[place] = len(found)
                found.append((row_number, column, columns, cell))
                heights.append(1)
            column += columns
        above = open_now
    return [
        _cell(row, column, height, columns, cell)
        for (row, column, columns, cell), height in zip(found, heights, strict=True)
    ]


def _cell(row: int, column: int, rows: int, columns: int, cell: Any) -> GridCell:
    paragraphs = tuple(_unwrapped(cell, "p"))
    return GridCell(
        row=row,
        column=column,
        rows=rows,
        columns=columns,
        paragraphs=paragraphs,
        text="\n".join(map(text_of, paragraphs)),
        busy=next(cell.iter(*_BUSY), None) is not None,
    )

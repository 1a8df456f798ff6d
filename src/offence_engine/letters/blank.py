"""Fills an agency's own blank form, DOCX or HWPX, by its labels, and leaves all else of the form as it is.

The place of a label is the empty cell to the right of the cell that bears it, or else the empty cell below; or what
follows the colon of a line that is nothing but the label. Spaces inside a label do not count. In DOCX the body is
looked through, in HWPX every section; heads and feet of pages are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from offence_engine.errors import Fault, Place, UsageError, usage
from offence_engine.letters.blank_docx import DocxForm, main_part
from offence_engine.letters.blank_form import (
    Form,
    GridCell,
    fill_after_colon,
    fill_paragraphs,
    is_open,
    open_label,
    read_slot,
    squeezed,
)
from offence_engine.letters.blank_hwpx import HwpxForm
from offence_engine.letters.formats.archive import clean, parse, unpack
from offence_engine.letters.formats.base import Unreadable
from offence_engine.letters.formats.hwpx_read import KIND, MIMETYPE, sections
from offence_engine.source.suggest import hint

SUFFIXES = ("docx", "hwpx")
_LABEL = 30  # letters; a longer text is no label worth proposing
_SHOWN = 30


@dataclass(frozen=True, eq=False)
class _Found:
    """A label in the form: the paragraphs it is filled into (none where there is no place), what stands there."""

    target: Any
    taken: str | None
    fill: Callable[[Sequence[str]], None] | None


@dataclass
class _Labels:
    """Every label of a form by its squeezed text."""

    found: dict[str, list[_Found]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, found: _Found) -> None:
        key = squeezed(text)
        self.names.setdefault(key, " ".join(text.split()))
        self.found.setdefault(key, []).append(found)


def fill(data: bytes, suffix: str, values: Mapping[str, str]) -> bytes:
    """The form with each value at the place of its label; lines of a value become paragraphs.

    `suffix` is `docx` or `hwpx`, with or without a dot. Errors: UsageError that names every label that is not in the
    form, stands there more than once, or has no empty place; or that the form is no whole file of its format.
    """
    kind = suffix.lower().removeprefix(".")
    if kind not in SUFFIXES:
        ko, en = hint(kind, SUFFIXES)
        raise usage(
            f"빈 서식은 DOCX나 HWPX 파일이어야 합니다: `{suffix}`.{ko}",
            f"A blank form must be a DOCX or HWPX file: `{suffix}`.{en}",
        )
    try:
        entries = unpack(data)
        forms = _docx(entries) if kind == "docx" else _hwpx(entries)
    except Unreadable as error:
        raise usage(
            f"빈 서식이 온전한 {kind.upper()} 파일이 아닙니다: 원본을 다시 받거나 그 형식으로 다시 저장하십시오.",
            f"The blank form is no whole {kind.upper()} file ({error}): get it anew, or save it again in that format.",
        ) from error
    labels = _Labels()
    for form in forms.values():
        _look_through(form, labels)
    places = _places(labels, values)
    for label, found in places.items():
        if found.fill is not None and values[label]:
            found.fill([clean(line).replace("\t", " ") for line in values[label].splitlines()])
    for form in forms.values():
        form.restore()
    return _saved(data, {name: _serialised(form.root) for name, form in forms.items()})


def _docx(entries: Mapping[str, bytes]) -> dict[str, Form]:
    if "[Content_Types].xml" not in entries or "_rels/.rels" not in entries:
        raise Unreadable("no word-processing document")
    name = main_part(parse(entries["_rels/.rels"]))
    if name not in entries:
        raise Unreadable(f"{name} is missing")
    return {name: DocxForm(parse(entries[name]))}


def _hwpx(entries: Mapping[str, bytes]) -> dict[str, Form]:
    if entries.get(MIMETYPE, b"").strip() != KIND:
        raise Unreadable("no HWPX document")
    return {name: HwpxForm(parse(entries[name])) for name in sections(entries)}


def _look_through(form: Form, labels: _Labels) -> None:
    """Cells first; a line with a colon counts where it is not already the label of a cell with a place."""
    used: set[Any] = set()
    for cells in form.tables():
        covering = {
            (row, column): cell
            for cell in cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        for cell in cells:
            if not squeezed(cell.text) or is_open(cell.text):
                continue
            found = _beside(form, cell, covering)
            lines = [p for p in cell.paragraphs if open_label(_text(form, p)) is not None]
            if len(lines) > 1 or (lines and found.fill is None):
                continue  # its own lines with colons are the places
            used.update(lines)
            labels.add(cell.text, found)
    for paragraph in form.paragraphs():
        label = open_label(_text(form, paragraph))
        if label and paragraph not in used:
            text = _text(form, paragraph).rstrip(" _\t:：")
            labels.add(text, _Found(paragraph, None, partial(fill_after_colon, form, paragraph)))


def _beside(form: Form, cell: GridCell, covering: Mapping[tuple[int, int], GridCell]) -> _Found:
    """The place of a label that fills a cell: to the right where that is empty, else below."""
    right = covering.get((cell.row, cell.column + cell.columns))
    if right is not None and not cell.row <= right.row < cell.row + cell.rows:
        right = None  # it belongs to a row above
    below = covering.get((cell.row + cell.rows, cell.column))
    if below is not None and not cell.column <= below.column < cell.column + cell.columns:
        below = None
    for place in (right, below):
        if place is not None and place.paragraphs and not place.busy and is_open(place.text):
            return _Found(place.paragraphs[0], None, partial(fill_paragraphs, form, place.paragraphs))
    taken = next((place.text for place in (right, below) if place is not None), None)
    return _Found(cell, taken, None)


def _text(form: Form, paragraph: Any) -> str:
    return "".join(map(read_slot, form.slots(paragraph)))


def _places(labels: _Labels, values: Mapping[str, str]) -> dict[str, _Found]:
    """The one place of each label; UsageError with every label that has none of its own."""
    places: dict[str, _Found] = {}
    holders: dict[Any, str] = {}
    faults: list[Fault] = []
    for label in values:
        all_found = labels.found.get(squeezed(label), [])
        reason = _reason(label, all_found, labels)
        if reason is None:
            found = all_found[0]
            other = holders.setdefault(found.target, label)
            if other == label:
                places[label] = found
                continue
            reason = (
                f"빈 서식에서 `{label}`과(와) `{other}`의 칸이 같습니다.",
                f"`{label}` and `{other}` have the same place in the blank form.",
            )
        faults.append(Fault(Place("offence"), *reason))
    if faults:
        raise UsageError(faults)
    return places


def _reason(label: str, found: Sequence[_Found], labels: _Labels) -> tuple[str, str] | None:
    """Why a label has no place, in Korean and English."""
    if not found:
        names = [
            name
            for key, name in labels.names.items()
            if len(name) <= _LABEL
            and re.search(r"[^\W\d_]", name)
            and any(place.fill is not None for place in labels.found[key])
        ]
        ko, en = hint(" ".join(label.split()), names)
        return f"빈 서식에 `{label}` 칸이 없습니다.{ko}", f"The blank form has no place labelled `{label}`.{en}"
    if len(found) > 1:
        return (
            f"빈 서식에 `{label}` 칸이 {len(found)}곳 있어 어디에 적을지 정할 수 없습니다.",
            f"The label `{label}` stands {len(found)} times in the blank form: which place is meant cannot be told.",
        )
    if found[0].fill is not None:
        return None
    taken = found[0].taken
    if taken is None:
        return (
            f"빈 서식의 `{label}` 오른쪽에도 아래에도 칸이 없습니다.",
            f"There is no cell to the right of `{label}` or below it in the blank form.",
        )
    shown = " ".join(taken.split())
    shown = shown[:_SHOWN] + ("..." if len(shown) > _SHOWN else "")
    return (
        f"빈 서식의 `{label}` 칸이 비어 있지 않습니다: `{shown}`.",
        f"The place of `{label}` in the blank form is not empty: `{shown}`.",
    )


def _serialised(root: Any) -> bytes:
    """The part with its own declaration, comments and processing instructions."""
    tree = root.getroottree()
    out: bytes = etree.tostring(
        tree, encoding="UTF-8", xml_declaration=True, standalone=tree.docinfo.standalone is not False
    )
    return out


def _saved(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same zip, entry by entry as it was, with the changed parts in their places."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for info in old.infolist():
            content = changed.get(info.filename, old.read(info))
            new.writestr(copy(info), content, compress_type=info.compress_type)
    return out.getvalue()

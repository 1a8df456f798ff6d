"""Tries out a changed rule file: the folder with it in the place of the old one, and what its cases come to."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from offence_engine.errors import Fault, Place, RulesError
from offence_engine.model.layer import SHIPPED
from offence_engine.model.rule import RuleCase
from offence_engine.rulebook.check import cross_check
from offence_engine.rulebook.draft import Draft
from offence_engine.rulebook.layers import LAYER_FILE
from offence_engine.rulebook.load import build, display, read_folder
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse
from offence_engine.source.tree import Scalar
from offence_engine.workbench.cases import run_cases


@contextmanager
def _with_file(root: Path, path: Path, data: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as held:
        copy = Path(held) / "rules"
        shutil.copytree(root, copy, ignore=_not_read)
        _lie_over(copy / LAYER_FILE, root)
        changed = copy / path.resolve().relative_to(root.resolve())
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_bytes(data)
        yield copy


def _not_read(folder: str, names: list[str]) -> list[str]:
    """What rules are not read from: links to folders (they may go in circles), to nothing, pipes and the like."""
    paths = {name: Path(folder, name) for name in names}
    return [n for n, p in paths.items() if not (p.is_file() or (p.is_dir() and not p.is_symlink()))]


def _lie_over(layer: Path, root: Path) -> None:
    """The copy of a layer lies over the same folder as the layer itself, named in full."""
    if not layer.is_file():
        return
    data = layer.read_bytes()
    try:
        node = parse(data, LAYER_FILE, RulesError).entries.get("over")
    except RulesError:
        return
    if not isinstance(node, Scalar) or node.value == SHIPPED:
        return
    lines = data.decode("utf-8-sig").split("\n")
    line = lines[node.place.line - 1]
    lines[node.place.line - 1] = line[: node.place.column - 1] + json.dumps(str((root / node.value).resolve()))
    layer.write_text("\n".join(lines), encoding="utf-8")


def tried(root: Path, path: Path, data: bytes) -> tuple[Rulebook | None, list[Fault]]:
    """The rulebook with the file as changed, and the faults that come with the change, placed as if it already stood.

    Files that were broken before are left out; the rulebook is None where the changed file has faults, or the rest
    cannot stand without what is broken.
    """
    _, known = _sound(root)
    told = {(fault.place.file, fault.en) for fault in known}
    with _with_file(root, path, data) as copy:
        draft, faults = _sound(copy)
        moved = [replace(fault, place=_moved(fault.place, copy, root)) for fault in faults]
        new = [fault for fault in moved if (fault.place.file, fault.en) not in told]
        return (None if new or draft is None else build(draft)), list(RulesError(new).faults)


def _sound(folder: Path) -> tuple[Draft | None, list[Fault]]:
    """What of a folder is sound by itself, and its faults."""
    draft, faults = read_folder(folder)
    if draft.vocabulary_broken:
        return None, faults
    faults += cross_check(draft)
    if not faults:
        return draft, []
    broken = {fault.place.file for fault in faults}
    tables: tuple[dict[str, Any], ...] = (draft.provisions, draft.modifiers, draft.concepts)
    for table in tables:
        for id_ in [id_ for id_ in table if draft.places[id_].file in broken]:
            del table[id_]
    return (None if cross_check(draft) else draft), faults


def _moved(place: Place, copy: Path, root: Path) -> Place:
    file = Path(place.file)
    if not file.is_absolute():
        file = Path.cwd() / file
    if file.is_relative_to(copy):
        return replace(place, file=display(root.resolve() / file.relative_to(copy)))
    return place


def within(root: Path, file: str) -> bool:
    """Whether a file lies in the folder itself, not in one that the folder lies over."""
    return Path(file).resolve().is_relative_to(root.resolve())


def come_out(book: Rulebook, id_: str, cases: Sequence[RuleCase]) -> list[bool]:
    """Whether each of these cases of a provision or modifier comes out as it expects, in their order."""
    provisions = {key: rule.model_copy(update={"cases": ()}) for key, rule in book.provisions.items()}
    modifiers = {key: rule.model_copy(update={"cases": ()}) for key, rule in book.modifiers.items()}
    for key, rule in book.provisions.items():
        if key == id_:
            provisions[key] = rule.model_copy(update={"cases": tuple(cases)})
    for key, modifier in book.modifiers.items():
        if key == id_:
            modifiers[key] = modifier.model_copy(update={"cases": tuple(cases)})
    trial = replace(book, provisions=provisions, modifiers=modifiers)
    return [result.ok for result in run_cases(trial)]

"""A folder that lies over other rules: which folders it is made of, and how entries of its letters files are laid over.

Overriding: entries of letters files (offices, letters, wording, notes ...) and templates. Adding: facts, kinds, acts,
concepts, provisions, modifiers, procedure; what the rules below have under the same id is a conflict, never overridden.
"""

from __future__ import annotations

import hashlib
import os
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from offence_engine.errors import Fault, OffenceError, Place, RulesError
from offence_engine.model.layer import SHIPPED, LayerFile
from offence_engine.model.letters import LettersFile
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.suggest import hint, nearest
from offence_engine.source.tree import Map, Node, place_at
from offence_engine.source.validate import validate

LAYER_FILE = "layer.yaml"
TEMPLATES = "templates"
_LANGUAGES = ("ko", "en")
_MAX_LAYER_FILE = 100_000


@dataclass
class Folder:
    """One folder of rules in a stack: the lowest has no layer file."""

    root: Path
    file: LayerFile | None = None
    tree: Map | None = None
    overrides: list[str] = field(default_factory=list)
    adds: list[str] = field(default_factory=list)

    @property
    def is_layer(self) -> bool:
        return self.file is not None

    def rule_files(self) -> list[Path]:
        """The rule files of this folder, without the layer file and what lies among the templates."""
        found = sorted(p for p in self.root.rglob("*.yaml") if p.is_file())
        if not self.is_layer:
            return found
        return [p for p in found if p != self.root / LAYER_FILE and (self.root / TEMPLATES) not in p.parents]

    def template_files(self) -> list[Path]:
        """The files of its templates, for a layer alone."""
        folder = self.root / TEMPLATES
        return sorted(p for p in folder.rglob("*") if p.is_file()) if self.is_layer and folder.is_dir() else []


def rule_files(folder: str) -> list[Path]:
    """Every rule file that a rulebook was read from, of its own folder and of those that it lies over, the lowest
    first; `folder` is that of the rulebook."""
    return [path for part in stack_of(Path(folder), str, []) for path in part.rule_files()]


def stack_of(root: Path, name_of: Callable[[Path], str], faults: list[Fault]) -> list[Folder]:
    """The folders that a rules folder is made of, the lowest first; faults where one is not there or goes in a circle.

    `name_of` gives the name of a file as messages show it.
    """
    found: list[Folder] = []
    here = root
    while True:
        path = here / LAYER_FILE
        if not path.is_file():
            found.append(Folder(here))
            return found[::-1]
        name = name_of(path)
        try:
            tree = parse(read_bytes(path, name, RulesError, _MAX_LAYER_FILE), name, RulesError)
        except OffenceError as problem:
            faults.extend(problem.faults)
            return found[::-1]
        file = validate(LayerFile, tree, faults)
        if file is None:
            return found[::-1]
        found.append(Folder(here, file, tree))
        below = shipped("rules") if file.over == SHIPPED else (here / file.over).resolve()
        fault = _cannot_lie_over(below, file.over, [f.root for f in found], place_at(tree, ("over",)))
        if fault is not None:
            faults.append(fault)
            return found[::-1]
        here = below


def _cannot_lie_over(below: Path, written: str, above: list[Path], place: Place) -> Fault | None:
    if not below.is_dir():
        try:
            close = nearest(below.name, [p.name for p in below.parent.iterdir() if p.is_dir()] + [SHIPPED])
        except OSError:
            close = None
        ko = f" 혹시 `{close}`입니까?" if close else ""
        en = f" Did you mean `{close}`?" if close else ""
        return Fault(
            place,
            f"덧씌울 규칙 폴더가 없습니다: `{written}`.{ko} 함께 설치된 규칙 위라면 `{SHIPPED}`라고 적습니다.",
            f"no such folder of rules to lie over: `{written}`.{en} For the installed rules write `{SHIPPED}`.",
        )
    real = below.resolve()
    for folder in (f.resolve() for f in above):
        if folder == real:
            return Fault(
                place,
                f"규칙 폴더가 돌고 돌아 자기 자신 위에 놓입니다: `{written}`",
                f"the folder lies over itself in a circle: `{written}`",
            )
        if real in folder.parents or folder in real.parents:
            return Fault(
                place,
                f"`{written}`: 덧씌우는 폴더는 아래 규칙 폴더의 안이나 바깥이 아니라 곁에 둡니다.",
                f"`{written}`: a layer stands beside the rules below it, neither inside nor around them",
            )
    return None


def fingerprint(stack: Iterable[Folder], most_bytes: int) -> str:
    """A hash of the names and bytes of all that is read; what cannot be read is told by reading the folder."""
    digest = hashlib.sha256()
    for folder in stack:
        digest.update(os.fsencode(folder.root) + b"\0\0")
        paths = [folder.root / LAYER_FILE] if folder.is_layer else []
        for path in [*paths, *folder.rule_files(), *folder.template_files()]:
            digest.update(os.fsencode(path.relative_to(folder.root)) + b"\0")
            try:
                if path.stat().st_size <= most_bytes:
                    digest.update(hashlib.sha256(path.read_bytes()).digest())
            except OSError:
                continue
    return digest.hexdigest()


def letters_over(below: Map, over: Map, folder: Folder, faults: list[Fault]) -> Map | None:
    """A letters file of a layer with its entries completed from the rules below; their names are taken down.

    `below` is all letters files below as one tree. Errors: `faults` with names that the rules below do not have; None.
    """
    before = len(faults)
    assert folder.file is not None
    entries: dict[str, Node] = {}
    places = dict(over.key_places)
    for section, node in over.entries.items():
        lower = below.entries.get(section)
        annotation = _value_of(LettersFile, section)
        if lower is None or annotation is None:
            entries[section] = node
            if annotation is not None:
                _named(folder, (section,), node, annotation, places[section], (), faults)
            continue
        merged = _laid(folder, (section,), lower, node, annotation, faults)
        # Of a table, the entries that the layer touches; what is below is there already.
        if _is_table(annotation) and isinstance(merged, Map) and isinstance(node, Map):
            merged = Map(
                {k: merged.entries[k] for k in node.entries if k in merged.entries}, node.place, node.key_places
            )
        entries[section] = merged
    return None if len(faults) > before else Map(entries, over.place, places)


def _laid(
    folder: Folder, path: tuple[str, ...], lower: Node, upper: Node, annotation: Any, faults: list[Fault]
) -> Node:
    """One node over another: mappings key by key, everything else as a whole."""
    if not isinstance(lower, Map) or not isinstance(upper, Map):
        folder.overrides.append(".".join(path))
        return upper
    entries, places = dict(lower.entries), dict(lower.key_places)
    for key, node in upper.entries.items():
        inner = _inner(annotation, key)
        if key in lower.entries:
            entries[key] = _laid(folder, (*path, key), lower.entries[key], node, inner, faults)
        else:
            if _is_table(annotation):
                _added(folder, (*path, key), upper.key_places[key], lower.entries, faults)
            else:
                folder.overrides.append(".".join((*path, key)))
            entries[key] = node
        places[key] = upper.key_places[key]
    return Map(entries, upper.place, places)


def _named(
    folder: Folder, path: tuple[str, ...], node: Node, annotation: Any, place: Place, known: Any, faults: list[Fault]
) -> None:
    """A section of which the rules below have nothing: every entry of a table is an addition."""
    if _is_table(annotation) and isinstance(node, Map):
        for key in node.entries:
            _added(folder, (*path, key), node.key_places[key], known, faults)
    else:
        folder.overrides.append(".".join(path))


def _added(folder: Folder, path: tuple[str, ...], place: Place, known: Any, faults: list[Fault]) -> None:
    name = ".".join(path)
    assert folder.file is not None
    if name in folder.file.adds:
        folder.adds.append(name)
        return
    ko, en = hint(path[-1], known, limit=6)
    faults.append(
        Fault(
            place,
            f"`{name}`: 아래 규칙에 없는 이름입니다.{ko} 새로 넣는 것이면 {LAYER_FILE}의 adds에 `{name}`을(를) 적습니다.",
            f"`{name}`: the rules below have no such name.{en} To add it, name `{name}` in `adds` of {LAYER_FILE}.",
        )
    )


def unused_additions(folder: Folder) -> Iterator[Fault]:
    """Names in `adds` that the layer does not add."""
    assert folder.file is not None and folder.tree is not None
    for index, name in enumerate(folder.file.adds):
        if name not in folder.adds:
            ko, en = hint(name, folder.adds, limit=0)
            yield Fault(
                place_at(folder.tree, ("adds", index)),
                f"`{name}`: adds에 있으나 이 폴더가 새로 넣는 이름이 아닙니다.{ko}",
                f"`{name}` stands in `adds`, but this folder adds no such name.{en}",
            )


def wrong_templates(
    folder: Folder, below: list[Path], letters: LettersFile, name_of: Callable[[Path], str]
) -> Iterator[Fault]:
    """Templates of a layer that no letter of the rules has; those that it lays over others are taken down."""
    known = {p.name for lower in below if lower.is_dir() for p in lower.iterdir() if p.is_file()}
    named = {f"{kind.template}.{lang}.md.j2" for kind in letters.letters.values() for lang in _LANGUAGES}
    for path in folder.template_files():
        said = f"{TEMPLATES}/{path.relative_to(folder.root / TEMPLATES)}"
        if path.name in known:
            folder.overrides.append(said)
        elif path.name in named or path.name.startswith("_") or not path.name.endswith((".j2", ".typ")):
            folder.adds.append(said)
        else:
            ko, en = hint(path.name, known | named, limit=0)
            yield Fault(
                Place(name_of(path)),
                f"어느 문서의 글틀도 아닙니다.{ko}",
                f"this is the template of no letter.{en}",
            )


# What the models say of a place in a letters file: a table's names are free, a model's are not.


def _value_of(model: type[BaseModel], name: str) -> Any:
    found = model.model_fields.get(name)
    return found.annotation if found is not None else None


def _bare(annotation: Any) -> Any:
    """`X | None` -> X."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        rest = [a for a in typing.get_args(annotation) if a is not type(None)]
        return _bare(rest[0]) if len(rest) == 1 else None
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    return annotation


def _is_table(annotation: Any) -> bool:
    return typing.get_origin(_bare(annotation)) is dict


def _inner(annotation: Any, key: str) -> Any:
    bare = _bare(annotation)
    if typing.get_origin(bare) is dict:
        return typing.get_args(bare)[1]
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _value_of(bare, key)
    return None


def one_tree(trees: list[Map]) -> Map:
    """Letters files as one tree: tables joined, of single entries the last."""
    entries: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for tree in trees:
        for section, node in tree.entries.items():
            lower = entries.get(section)
            if isinstance(lower, Map) and isinstance(node, Map) and _is_table(_value_of(LettersFile, section)):
                node = Map(lower.entries | node.entries, lower.place, lower.key_places | node.key_places)
            entries[section] = node
            places[section] = tree.key_places[section]
    return Map(entries, trees[0].place if trees else Place(""), places)

"""What differs between two rulebooks, as data: one change each, by meaning, with its place; words apart from law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from offence_engine.errors import Place, RulesError, UsageError
from offence_engine.model.base import Label, label
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.tree import Map, place_at

# What a rule says about itself rather than of the law; where only this differs, the meaning does not.
WORDS = frozenset(
    {
        "note", "source", "enacted_by", "because", "authority", "authorities", "title", "closing", "text", "words", "ko",
        "en", "short", "also", "also_called", "question", "label", "limb_labels", "not_modelled", "reviewed", "sentence",
        "typical_case", "cases", "offence_name", "factors", "ask",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    `kind` is what carries it (provision, modifier, concept, fact, kind, act, general, procedure, letters), `aspect` what
    of it differs; `effective` names the version. `meaning` is False where only words differ. `parts` are the names under
    which findings know what they were made of (`id@effective`)."""

    kind: str
    id: str
    aspect: str
    before: Label | None = None
    after: Label | None = None
    effective: date | None = None
    meaning: bool = True
    parts: tuple[str, ...] = ()
    place: Place | None = None


class Places:
    """Where something stands in the rule files of a book, shown under the name that the user gave."""

    def __init__(self, book: Rulebook, shown: str) -> None:
        self.book, self.shown = book, shown
        self._trees: dict[str, Map | None] = {}

    def of(self, id_: str, *path: str | int) -> Place | None:
        file = self.book.files.get(id_)
        if file is None:
            return None
        if file not in self._trees:
            try:
                self._trees[file] = parse(read_bytes(Path(file), file, RulesError), file, RulesError)
            except (RulesError, UsageError):
                self._trees[file] = None
        tree = self._trees[file]
        place = place_at(tree, path, key=bool(path) and isinstance(path[-1], str)) if tree is not None else Place(file)
        return Place(self.named(place.file), place.line, place.column)

    def named(self, file: str) -> str:
        """A file under the name of the folder as the user gave it."""
        try:
            return f"{self.shown}/{Path(file).resolve().relative_to(Path(self.book.folder).resolve())}"
        except ValueError:
            return file


def law_of(value: Any) -> Any:
    """A model, or plain data, without its words."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        if set(value) == {"ko", "en"}:
            return None
        return {k: kept for k, v in value.items() if k not in WORDS and (kept := law_of(v)) is not None}
    if isinstance(value, list | tuple):
        return [law_of(item) for item in value]
    return value


def differing(old: Any, new: Any, at: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, before, after) for every leaf that differs; entries of lists are matched by their ids."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from differing(old.get(key), new.get(key), f"{at}.{key}" if at else str(key))
    elif isinstance(old, list) and isinstance(new, list) and (ids := _ids(old, new)) is not None:
        yield from differing(ids[0], ids[1], at)
    elif old != new:
        yield at, old, new


def _ids(old: list[Any], new: list[Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Two lists as mappings by the `id` of each entry; None where some entry has none, or two have the same."""
    found = []
    for items in (old, new):
        if not all(isinstance(item, Mapping) and "id" in item for item in items):
            return None
        by_id = {str(item["id"]): item for item in items}
        if len(by_id) != len(items):
            return None
        found.append(by_id)
    return found[0], found[1]


def word(value: Any) -> Label | None:
    """A plain value as text; None for nothing."""
    if value is None or value == [] or value == {}:
        return None
    if isinstance(value, bool):
        return label("예" if value else "아니오", "yes" if value else "no")
    if isinstance(value, Mapping):
        text = ", ".join(f"{k}: {_text(v)}" for k, v in value.items())
        return label(text, text)
    text = _text(value)
    return label(text, text)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return "{" + ", ".join(f"{k}: {_text(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return ", ".join(_text(v) for v in value)
    return str(value)

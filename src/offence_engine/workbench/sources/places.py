"""Where a part of a rule stands in its file, for messages about it."""

from __future__ import annotations

from pathlib import Path

from offence_engine.errors import OffenceError, Place, RulesError
from offence_engine.model.rule import Reach, Version
from offence_engine.rulebook.find import parts_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.tree import Map, place_at


class RulePlaces:
    """The places of provisions and modifiers; each file is read once, and only when it is asked for."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.trees: dict[str, Map | None] = {}

    def _at(self, id_: str, *path: str | int) -> Place:
        name = self.book.files[id_]
        if name not in self.trees:
            try:
                self.trees[name] = parse(read_bytes(Path(name), name, RulesError), name, RulesError)
            except OffenceError:
                # The file has changed or gone since the rules were read: its name alone is still right.
                self.trees[name] = None
        tree = self.trees[name]
        return place_at(tree, path) if tree is not None else Place(name)

    def top(self, id_: str) -> Place:
        return self._at(id_, "id")

    def version(self, id_: str, version: Version | Reach, key: str | None = None) -> Place:
        """A version, or one of its keys."""
        section = "versions" if isinstance(version, Version) else "reaches"
        rule = self.book.provisions.get(id_) or self.book.modifiers[id_]
        index = parts_of(rule).index(version)
        return self._at(id_, section, index, *([key] if key else []))

    def words(self, id_: str, version: Version | Reach, element: str) -> Place:
        """The words of an element, or those that a version gives it."""
        if isinstance(version, Version) and element in version.words:
            rule = self.book.provisions[id_]
            return self._at(id_, "versions", rule.versions.index(version), "words", element)
        return self._at(id_, "elements", element, "words")

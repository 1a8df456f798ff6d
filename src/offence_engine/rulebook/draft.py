"""What a folder's files say before they are checked against each other, and where each part of it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from offence_engine.errors import Place
from offence_engine.model.letters import LettersFile
from offence_engine.model.pins import Pinned
from offence_engine.model.procedure import ProcedureFile
from offence_engine.model.review import Review, Settings
from offence_engine.model.rule import Concept, FactDecl, Kind, LegalAct, ModifierFile, ProvisionFile
from offence_engine.model.seen import Seen
from offence_engine.rulebook.layers import Folder
from offence_engine.rulebook.paths import path_for
from offence_engine.source.tree import Map, place_at

At = Callable[..., Place]


@dataclass
class Draft:
    """What a folder's files say before they are checked against each other."""

    root: Path
    sha256: str = ""
    version: str = ""
    acts: dict[str, LegalAct] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    facts: dict[str, FactDecl] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    provisions: dict[str, ProvisionFile] = field(default_factory=dict)
    modifiers: dict[str, ModifierFile] = field(default_factory=dict)
    general: list[tuple[Any, str, Map]] = field(default_factory=list)
    letters: list[LettersFile] = field(default_factory=list)
    letter_trees: list[Map] = field(default_factory=list)
    procedure: list[tuple[ProcedureFile, Map]] = field(default_factory=list)
    seen: tuple[Seen, ...] = ()
    pins: dict[str, Pinned] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    settings_in: Path | None = None
    reviews: list[Review] = field(default_factory=list)
    # The folders that the rules are made of, the lowest first, the one that is being read, and where its head lies.
    stack: list[Folder] = field(default_factory=list)
    folder: Folder | None = None
    home: Path | None = None
    places: dict[str, Place] = field(default_factory=dict)
    trees: dict[str, tuple[Map, tuple[str, ...]]] = field(default_factory=dict)

    # A file of declarations could not be read: what rests on it would only be told as unknown.
    vocabulary_broken: bool = False

    @cached_property
    def paths(self) -> dict[str, FactDecl]:
        return {p: d for key, d in self.facts.items() for p in path_for(*key.split(".", 1))}


def place_of(draft: Draft, name: str, *path: str | int) -> Place:
    tree, at = draft.trees[name]
    base = at[:-1] if at == ("id",) else at
    return place_at(tree, (*base, *path))


def below(tree: Map, *path: str | int) -> At:
    """Gives the places below a part of a tree."""
    return lambda *more: place_at(tree, (*path, *more))

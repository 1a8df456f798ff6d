"""The law in force, read out of the rules for one provision and one day: what a count is held against."""

from __future__ import annotations

from dataclasses import dataclass

from offence_engine.model.base import Label
from offence_engine.model.logic import Tree
from offence_engine.model.penalty import Penalty
from offence_engine.model.rule import ProvisionFile, Reach, Version


@dataclass(frozen=True, slots=True)
class Alternative:
    """A named way in which an element can be filled."""

    name: str
    label: Label
    tree: Tree


@dataclass(frozen=True, slots=True)
class BoundElement:
    """An element with its words of that time and its condition spelled out over facts."""

    id: str
    words: str
    tree: Tree
    judgment: bool
    source: str
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class BoundLimb:
    name: str | None
    label: Label | None
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoundModifier:
    """A modifier that reaches the provision on that day, with its own elements."""

    id: str
    modifies: str
    title: Label
    reach: Reach
    elements: tuple[BoundElement, ...]
    settled: bool
    note: Label | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One provision as it stands on a day: version, elements, limbs, and the modifiers that reach it.

    `key` names the versions of everything it is made of; two days with the same key have the same law. `added` are the
    modifiers of the doer's own finding (habit, status, recidivism, justification), `participations` those of others.
    """

    provision: ProvisionFile
    version: Version
    penalty: Penalty
    key: tuple[str, ...]
    elements: dict[str, BoundElement]
    limbs: tuple[BoundLimb, ...]
    result: tuple[str, ...]
    attempt: BoundModifier | None
    added: tuple[BoundModifier, ...]
    participations: tuple[BoundModifier, ...]

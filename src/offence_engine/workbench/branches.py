"""The conditions of a rulebook with their places: every branch of every condition, named by where it stands in its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from offence_engine.errors import Place, RulesError, UsageError
from offence_engine.model.condition import AgeTest, AllOf, AnyOf, ConceptUse, Condition, FactTest, FindingTest, NoneOf
from offence_engine.model.rule import ConceptVersion, ModifierFile, ProvisionFile
from offence_engine.rulebook.reading import condition_parts
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.tree import Map, place_at

Owner = Literal["provision", "modifier", "concept", "general"]
Spot = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A whole condition and who holds it: an element of a rule, a meaning of a concept, or the general part.

    `at` is where it stands below the rule (`elements/purpose`, `versions/1/one_of_named/storage`).
    """

    owner: Owner
    rule: str
    at: Spot
    condition: Condition


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition without parts: where it stands below its whole, and among how many of what it stands."""

    at: Spot
    condition: FactTest | AgeTest | FindingTest | ConceptUse
    within: str | None
    parts: int


def conditions_of(book: Rulebook) -> Iterator[Held]:
    """Every condition of the provisions, modifiers, concepts and the general elements, in the order of the files."""
    for owner, rules in (("provision", book.provisions), ("modifier", book.modifiers)):
        for id_, rule in rules.items():
            for name, element in rule.elements.items():
                yield Held(owner, id_, ("elements", name), element.condition)  # type: ignore[arg-type]
    for name, concept in book.concepts.items():
        for index, version in enumerate(concept.versions):
            if version.condition is not None:
                yield Held("concept", name, ("versions", index), version.condition)
            for alternative, value in (version.one_of_named or {}).items():
                yield Held("concept", name, ("versions", index, "one_of_named", alternative), value.condition)
    for general in book.general:
        yield Held("general", general.general, ("element",), general.element.condition)


def leaves(condition: Condition, at: Spot = (), within: str | None = None, parts: int = 1) -> Iterator[Leaf]:
    """The leaves of a condition in order."""
    inner = condition_parts(condition)
    if not inner:
        assert isinstance(condition, FactTest | AgeTest | FindingTest | ConceptUse)
        yield Leaf(at, condition, within, parts)
        return
    key = key_of(condition)
    for index, part in enumerate(inner):
        yield from leaves(part, (*at, key, index), key, len(inner))


def key_of(condition: Condition) -> str:
    """`all_of`, `any_of` or `none_of` of a condition with parts."""
    return "all_of" if isinstance(condition, AllOf) else "any_of" if isinstance(condition, AnyOf) else "none_of"


def exchanged(condition: Condition, at: Spot, new: Condition | None) -> Condition:
    """The condition with another in the place `at` (None: without it)."""
    if not at:
        assert new is not None
        return new
    parts = list(condition_parts(condition))
    index = at[1]
    assert isinstance(index, int)
    if len(at) == 2 and new is None:
        del parts[index]
    else:
        parts[index] = exchanged(parts[index], at[2:], new)
    return combined(key_of(condition), parts)


def combined(key: str, parts: list[Condition]) -> Condition:
    """Conditions put together under a key."""
    if key == "all_of":
        return AllOf(all_of=tuple(parts))
    return AnyOf(any_of=tuple(parts)) if key == "any_of" else NoneOf(none_of=tuple(parts))


def always(condition: Condition) -> Condition:
    """A condition that holds whatever the facts."""
    return AnyOf(any_of=(condition, NoneOf(none_of=(condition,))))


def with_condition(book: Rulebook, held: Held, new: Condition) -> dict[str, Any]:
    """What changes in the tables of the book where one condition becomes another."""
    match held.owner:
        case "provision" | "modifier":
            table: dict[str, Any] = book.provisions if held.owner == "provision" else book.modifiers
            rule: ProvisionFile | ModifierFile = table[held.rule]
            element = rule.elements[str(held.at[1])].model_copy(update={"condition": new})
            changed = rule.model_copy(update={"elements": {**rule.elements, str(held.at[1]): element}})
            return {f"{held.owner}s": {**table, held.rule: changed}}
        case "concept":
            concept = book.concepts[held.rule]
            versions = list(concept.versions)
            index = int(held.at[1])
            versions[index] = _meaning(versions[index], held.at, new)
            return {"concepts": {**book.concepts, held.rule: concept.model_copy(update={"versions": tuple(versions)})}}
    general = [
        g.model_copy(update={"element": g.element.model_copy(update={"condition": new})})
        if g.general == held.rule
        else g
        for g in book.general
    ]
    return {"general": tuple(general)}


def _meaning(version: ConceptVersion, at: Spot, new: Condition) -> ConceptVersion:
    if len(at) == 2:
        return version.model_copy(update={"condition": new})
    named = dict(version.one_of_named or {})
    name = str(at[3])
    named[name] = named[name].model_copy(update={"condition": new})
    return version.model_copy(update={"one_of_named": named})


def changed_book(book: Rulebook, change: dict[str, Any]) -> Rulebook:
    """The book with some tables exchanged, and nothing remembered of what was read from it."""
    return replace(book, **change, readings={}, boundaries={}, keys={})


# What the general part's tables are called in their files.
_TABLES = {"penalty_rules": "penalty"}


class Places:
    """Where the parts of rules stand in their files; each file is parsed once."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._trees: dict[str, Map | None] = {}

    def of(self, rule: str, at: Spot) -> Place:
        """The line and column of a part of a rule, a concept or the general part; the file's top where it is not known."""
        general = f"general/{_TABLES.get(rule, rule)}"
        file = self.book.files.get(rule) or self.book.files.get(general, "")
        tree = self.tree(file)
        if tree is None:
            return Place(file or rule)
        base: Spot = ("concepts", rule) if rule in self.book.concepts else ()
        return place_at(tree, (*base, *at), key=bool(at) and isinstance(at[-1], str))

    def tree(self, file: str) -> Map | None:
        if file not in self._trees:
            try:
                self._trees[file] = parse(read_bytes(Path(file), file, RulesError), file, RulesError) if file else None
            except (RulesError, UsageError, OSError):
                self._trees[file] = None
        return self._trees[file]


def told(condition: Condition) -> tuple[str, str]:
    """A leaf in words, in Korean and English: `act.kind: altered`, `victim age under 19`."""
    match condition:
        case FactTest():
            name, wanted = condition.comparison
            value = ", ".join(wanted) if isinstance(wanted, tuple) else str(wanted)
            sign = {"is_": ":", "one_of": ":", "any_in": " ∋", "all_in": " ⊆", "at_least": " ≥", "under": " <"}
            text = f"`{condition.fact}{sign.get(name, ' ≥' if name == 'from_' else ' <')} {value}`"
            return text, text
        case AgeTest():
            limit = f"< {condition.under}" if condition.under is not None else f"≥ {condition.at_least}"
            return f"`{condition.age_of}.age {limit}`", f"`{condition.age_of}.age {limit}`"
        case FindingTest():
            what = ", ".join(condition.what) or "any"
            return f"`finding: {condition.finding} ({what})`", f"`finding: {condition.finding} ({what})`"
        case ConceptUse(concept=name):
            return f"개념 `{name}`", f"the concept `{name}`"
    parts = [told(part) for part in condition_parts(condition)]
    key = key_of(condition)
    return f"{key}[{'; '.join(p[0] for p in parts)}]", f"{key}[{'; '.join(p[1] for p in parts)}]"

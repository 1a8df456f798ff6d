"""Who uses what in a rulebook: for each rule, concept and general part the provisions whose law it can change."""

from __future__ import annotations

from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.reading import concepts_in
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import conditions_of

Key = tuple[str, str]


def users_of(book: Rulebook) -> dict[Key, frozenset[str]]:
    """By (`provision`, `modifier`, `concept` or `general`, name) the provisions that it can change."""
    above = {id_: {id_} for id_ in book.provisions}
    for _ in book.provisions:
        for id_, rule in book.provisions.items():
            for base in rule.builds_on:
                if base in above:
                    above[base] |= above[id_]
    users: dict[Key, set[str]] = {("provision", id_): found for id_, found in above.items()}
    for id_, modifier in book.modifiers.items():
        users["modifier", id_] = {
            p
            for p in book.provisions
            for reach in modifier.reaches
            if reach.what == "every_offence" or any(reaches(named, p) for named in reach.what)
        }
    every = set(book.provisions)
    within = _concepts_within(book)
    for held in conditions_of(book):
        if held.owner == "concept":
            continue
        if held.owner == "general":
            users["general", held.rule] = every
        for used in concepts_in(held.condition):
            for name in {used, *within.get(used, ())}:
                users.setdefault(("concept", name), set()).update(users[held.owner, held.rule])
    return {key: frozenset(found) for key, found in users.items()}


def modifiers_with(book: Rulebook) -> dict[str, frozenset[str]]:
    """By concept the modifiers whose elements rest on it, at any remove."""
    within = _concepts_within(book)
    found: dict[str, set[str]] = {}
    for held in conditions_of(book):
        if held.owner == "modifier":
            for used in concepts_in(held.condition):
                for name in {used, *within.get(used, ())}:
                    found.setdefault(name, set()).add(held.rule)
    return {name: frozenset(rules) for name, rules in found.items()}


def _concepts_within(book: Rulebook) -> dict[str, set[str]]:
    """The concepts on which each concept rests, at any remove."""
    direct: dict[str, set[str]] = {name: set() for name in book.concepts}
    for held in conditions_of(book):
        if held.owner == "concept":
            direct[held.rule] |= concepts_in(held.condition)
    found = {name: set(used) for name, used in direct.items()}
    for _ in book.concepts:
        for used in found.values():
            used |= {inner for name in tuple(used) for inner in found.get(name, ())}
    return found

"""What a reviewer signs: everything a version says in law, as one hash.

Part of it: the version (days it begins, act, penalty, elements it names, limbs), the words and conditions of these
elements, the concepts they use with every meaning they have while the version stands, what the facts they read may
be, relations, counting, closing sentence, the general part that every offence has, and what it builds on. No part of
it: layout, comments, labels for searching, tests, what is not modelled, the day on which the version ends (a later
amendment does not change what was signed), and anything in other languages of facts and values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel

from offence_engine.model.condition import AgeTest, Condition, FactTest
from offence_engine.model.logic import KIND
from offence_engine.model.review import Review
from offence_engine.model.rule import Concept, Element, ModifierFile, ProvisionFile, Reach, Version
from offence_engine.rulebook.reading import concepts_in, condition_parts, element_ids
from offence_engine.rulebook.rulebook import Rulebook

_NO_LAW = {
    "also_called",
    "not_modelled",
    "reviewed",
    "typical_case",
    "cases",
    "versions",
    "reaches",
    "elements",
    "limbs",
}


def content_hash(book: Rulebook, id_: str, effective: date) -> str:
    """The hash of what one version of a provision or modifier says (64 hexadecimal digits).

    Errors: KeyError where there is no such version.
    """
    text = json.dumps(_content(book, id_, effective), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def signed(book: Rulebook) -> dict[tuple[str, date], tuple[Review, ...]]:
    """The reviews that hold, by version: those of its content as it is now, one for each person, in their order."""
    known: dict[tuple[str, date], str] = {}
    found: dict[tuple[str, date], dict[str, Review]] = {}
    for review in book.reviews:
        id_, _, day = review.version.partition("@")
        key = id_, date.fromisoformat(day)
        if key not in known:
            known[key] = content_hash(book, *key) if key in book.versions else ""
        if known[key] == review.content:
            found.setdefault(key, {}).setdefault(review.person, review)
    return {key: tuple(reviews.values()) for key, reviews in found.items()}


def _said(value: BaseModel, without: Iterable[str] = ()) -> Any:
    """A model as plain data; what has its default is left out, so that a new kind of entry changes no old hash."""
    return value.model_dump(mode="json", by_alias=True, exclude=set(without), exclude_defaults=True)


def _content(book: Rulebook, id_: str, effective: date) -> dict[str, Any]:
    rule = book.provisions.get(id_) or book.modifiers[id_]
    part = next((p for p in book.parts(id_) if p.effective == effective), None)
    if part is None:
        raise KeyError(f"{id_}@{effective}")
    last = min((p.effective for p in book.parts(id_) if p.effective > effective), default=date.max)
    named = _elements(rule, part)
    conditions = [element.condition for element in named.values()]
    if isinstance(rule, ProvisionFile):
        conditions += [relation.when for relation in rule.relations if relation.when is not None]
        conditions += [general.element.condition for general in book.general]
    found: dict[str, Any] = {
        "rule": _said(rule, _NO_LAW),
        "version": _said(part),
        "elements": {name: _said(element) for name, element in named.items()},
    }
    concepts = _concepts(book, conditions, effective, last)
    for name in concepts:
        conditions += _conditions(book.concepts[name], effective, last)
    found["concepts"] = concepts
    found["facts"] = _facts(book, conditions)
    if isinstance(rule, ProvisionFile):
        assert isinstance(part, Version)
        found["limbs"] = {name: list(rule.limbs.get(name, ())) for name in part.any_of or ()}
        found["general"] = [_said(general) for general in book.general]
        found["bases"] = {
            f"{base}@{p.effective}": _content(book, base, p.effective)
            for base in rule.builds_on
            for p in _while(book.parts(base), effective, last)
        }
    return found


def _elements(rule: ProvisionFile | ModifierFile, part: Version | Reach) -> dict[str, Element]:
    names = element_ids(rule, part) if isinstance(rule, ProvisionFile) and isinstance(part, Version) else ()
    if isinstance(rule, ModifierFile):
        names = rule.requires
    return {name: rule.elements[name] for name in names}


def _while(parts: Iterable[Any], first: date, last: date) -> list[Any]:
    """The versions that hold on some day from `first` to before `last`."""
    ordered = sorted(parts, key=lambda p: p.effective)
    begun = [p for p in ordered if p.effective <= first][-1:]
    return begun + [p for p in ordered if first < p.effective < last]


def _conditions(concept: Concept, first: date, last: date) -> list[Condition]:
    found: list[Condition] = []
    for version in _while(concept.versions, first, last):
        if version.condition is not None:
            found.append(version.condition)
        found += [alternative.condition for alternative in (version.one_of_named or {}).values()]
    return found


def _concepts(book: Rulebook, conditions: list[Condition], first: date, last: date) -> dict[str, Any]:
    """Every concept that the conditions use, through concepts too, with what it means in that time."""
    found: dict[str, Any] = {}
    todo = {name for condition in conditions for name in concepts_in(condition)}
    while todo:
        name = todo.pop()
        concept = book.concepts[name]
        found[name] = _said(concept, {"versions", "note", "en"})
        found[name]["versions"] = [_said(version) for version in _while(concept.versions, first, last)]
        todo |= {n for c in _conditions(concept, first, last) for n in concepts_in(c)} - found.keys()
    return found


def _tests(condition: Condition) -> Iterable[Condition]:
    yield condition
    for part in condition_parts(condition):
        yield from _tests(part)


def _facts(book: Rulebook, conditions: list[Condition]) -> dict[str, Any]:
    """What the facts and kinds of act that the conditions read may be."""
    found: dict[str, Any] = {}
    for test in (t for condition in conditions for t in _tests(condition)):
        if isinstance(test, AgeTest) or not isinstance(test, FactTest):
            continue
        decl = book.facts[test.fact]
        if test.fact == KIND:
            for kind in (test.is_, *(test.one_of or ())):
                if kind in book.kinds:
                    found[f"{KIND}={kind}"] = _said(book.kinds[kind], {"en", "sentence"})
            continue
        found[test.fact] = {
            "type": decl.type,
            "ko": decl.ko,
            "derived": decl.derived,
            "values": {name: value.ko for name, value in decl.values.items()},
        }
    return found

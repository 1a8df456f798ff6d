"""Small cases for procedure: a provision's typical case on a day, with what a test adds to it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.model.result import Assessment, Deadline, Duty, Finding
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map

AS_OF = date(2026, 11, 22)
YES = {"value": "yes", "by": "test"}
_BOOK: list[Rulebook] = []


def shipped() -> Rulebook:
    if not _BOOK:
        _BOOK.append(load_rulebook())
    return _BOOK[0]


def stated(provision: str, day: str, **sections: Any) -> dict[str, Any]:
    """The typical case of a provision on a day; each section given is added to it, key by key."""
    typical = shipped().provisions[provision].typical_case
    assert typical is not None
    whole: dict[str, Any] = {"case": {"id": "t"}, **deepcopy(typical)}
    for act in whole["acts"].values():
        if not {"on", "from", "series"} & act.keys():
            lasts = shipped().kinds[act["kind"]].lasts
            act |= {"from": day, "to": day} if lasts else {"on": day}
    for name, value in sections.items():
        whole[name] = _with(whole.get(name, {}), value) if isinstance(value, dict) else value
    return whole


def _with(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for key, value in more.items():
        old = found.get(key)
        found[key] = _with(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def assessed(whole: dict[str, Any], as_of: date = AS_OF) -> Assessment:
    tree = tree_from(whole, "t")
    assert isinstance(tree, Map)
    book = shipped()
    return assess(case_of(tree, book, as_of), book, as_of)


def one(got: Assessment, provision: str, suspect: str = "S1") -> Finding:
    """The finding of a suspect under a provision."""
    found = [f for f in got.findings if f.provision == provision and f.count.suspect == suspect]
    assert found, [f.id for f in got.findings]
    return found[0]


def follows(got: Assessment) -> dict[str, Duty]:
    return {duty.id: duty for duty in got.duties}


def due(got: Assessment) -> dict[str, Deadline]:
    return {deadline.id: deadline for deadline in got.deadlines}

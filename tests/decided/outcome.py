"""What the engine says of a decided case: as its facts stand, moved, without some places, or with one set otherwise."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.model.result import Assessment, Finding, NotJudged
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from tests.decided.reading import Decided, Holding, Turn

AS_OF = date(2026, 11, 22)
GAPS = ("not_encoded", "not_in_force")
VERDICTS = ("applicable", "not_applicable", "undetermined", *GAPS)
STAGES = ("completed", "attempted")
PROSECUTION = ("barred", "open", "met", "not_needed", "none")
WEIGHTS = ("raised", "plain")
_TIMES = ("on", "from", "to", "series")


@cache
def book() -> Rulebook:
    return load_rulebook()


def assessed(facts: Mapping[str, Any], name: str) -> Assessment:
    """The assessment of the facts of a case, everything listed."""
    tree = cast(Map, tree_from(facts, name))
    return assess(case_of(tree, book(), AS_OF), book(), AS_OF, everything=True)


def as_it_was(known: Decided) -> dict[str, Any]:
    """The facts, on the days of the record."""
    return {"case": {"id": known.id}, **copy.deepcopy(known.case)}


def as_looked_at(known: Decided) -> dict[str, Any]:
    """The facts, on the day to which the acts are moved where they lie before the texts we hold."""
    facts = as_it_was(known)
    if known.moved is not None:
        day = known.moved.to
        for name in known.moved.acts or facts["acts"]:
            act = facts["acts"][name]
            span = {"from": day, "to": day}
            when = {"series": span} if "series" in act else span if "from" in act else {"on": day}
            facts["acts"][name] = {**{k: v for k, v in act.items() if k not in _TIMES}, **when}
        for place, value in known.moved.also.items():
            carrier, name = carrier_of(facts, place)
            carrier[name] = value
    return facts


def bare(known: Decided) -> dict[str, Any]:
    """The facts without what we supplied and what was judged."""
    facts = as_looked_at(known)
    for place in (*known.supplied, *known.judged):
        carrier, name = carrier_of(facts, place)
        del carrier[name]
    return facts


def turned(known: Decided, turn: Turn) -> dict[str, Any]:
    """The facts with the one that the case turns on stated otherwise."""
    facts = as_looked_at(known)
    for place, value in {turn.path: turn.to, **turn.also}.items():
        carrier, name = carrier_of(facts, place)
        carrier[name] = value
    return facts


def carrier_of(facts: dict[str, Any], place: str) -> tuple[dict[str, Any], str]:
    """The mapping that carries a place such as `acts.A1.by.S1.intent`, and the name in it."""
    *way, name = place.split(".")
    for step in way:
        facts = facts[step]
    return facts, name


def places(facts: Mapping[str, Any], at: str = "") -> Iterable[tuple[str, Any]]:
    """Every place of the facts with what is stated there; a fact in full counts as one place."""
    for name, value in facts.items():
        here = f"{at}.{name}" if at else name
        yield here, value
        if isinstance(value, Mapping) and "value" not in value:
            yield from places(value, here)


def findings_of(result: Assessment, asked: Holding | Turn, provision: str) -> list[Finding]:
    """The findings that answer a holding."""
    wanted = [(name, value) for name in ("suspect", "act", "victim", "material") if (value := getattr(asked, name))]
    version = getattr(asked, "version", None)
    return [
        f
        for f in result.findings
        if f.provision == provision
        and all(getattr(f.count, name) == value for name, value in wanted)
        and version in (None, f.version.effective.isoformat())
        and (f.participation == "accessory") == (asked.participation == "accessory")
    ]


def gaps_of(result: Assessment, asked: Holding | Turn, provision: str) -> list[NotJudged]:
    """Why a provision was not judged for the acts of a holding."""
    return [
        n
        for n in result.not_judged
        if n.provision == provision and asked.act in (None, n.count.act) and asked.suspect in (None, n.count.suspect)
    ]


def answer(result: Assessment, asked: Holding | Turn, provision: str) -> str:
    """The one answer to a holding: a verdict, why there is none, or `mixed` where its findings differ.

    A provision that an act of this kind can never fill is not tried: that is not applicable.
    """
    verb = getattr(asked, "alternative", None)
    found = findings_of(result, asked, provision)
    said: set[str] = {f.verdict if verb is None else _by_verb(f, verb) for f in found}
    if not found:
        said = {gap.because for gap in gaps_of(result, asked, provision)} or {"not_applicable"}
    return said.pop() if len(said) == 1 else "mixed"


def verbs(finding: Finding) -> tuple[str, ...]:
    """The named alternatives by which the elements of a finding hold."""
    return tuple(name for element in finding.elements for name in element.alternatives)


def _by_verb(finding: Finding, verb: str) -> str:
    if finding.verdict != "applicable":
        return finding.verdict
    return "applicable" if verb in verbs(finding) else "not_applicable"


def prosecution_of(finding: Finding) -> str:
    """Whether the offence can be prosecuted as things stand; `none` where nothing is needed for it."""
    return finding.prosecution.state if finding.prosecution is not None else "none"


def aspect(result: Assessment, turn: Turn, like: str) -> set[str]:
    """What a turn flips, in the respect that `like` is a value of: verdict, stage, weight, prosecution or verb."""
    if like in VERDICTS:
        return {answer(result, turn, turn.flips)}
    if like in WEIGHTS:
        own = [f for f in result.findings if f.verdict == "applicable" and turn.act in (None, f.count.act)]
        return {"raised" if any(m.id == turn.flips for f in own for m in f.modifiers) else "plain"}
    found = findings_of(result, turn, turn.flips)
    if like in STAGES:
        return {f.stage for f in found}
    if like in PROSECUTION:
        return {prosecution_of(f) for f in found}
    return {verb for f in found for verb in verbs(f)}

"""The shipped rules under random cases: the engines agree, and knowing less never turns a verdict."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import given, reject
from hypothesis import strategies as st

from offence_engine import assess, load_rulebook
from offence_engine.errors import CaseError
from offence_engine.model.result import Finding
from offence_engine.rulebook.reading import boundaries_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.stated import Stated
from tests.properties.strategies import AS_OF
from tests.properties.world import share


@cache
def book() -> Rulebook:
    return load_rulebook()


def findings(stated: Stated) -> dict[str, Finding]:
    try:
        case = stated.case(book(), AS_OF)
    except CaseError:  # two of the drawn values contradict each other
        reject()
    return {finding.id: finding for finding in assess(case, book(), AS_OF, everything=True).findings}


def values_of(path: str) -> list[Any]:
    decl = book().facts[path]
    match decl.type:
        case "yes_no":
            return ["yes", "no", "unknown"]
        case "judgment":
            return [{"value": "yes", "by": "tester"}, {"value": "no", "by": "tester"}, "yes", "unknown"]
        case "choice":
            return [*decl.values, "unknown"]
        case "choices":
            return [[], *([name] for name in decl.values), list(decl.values), "unknown"]
    return ["2019-01-01", "unknown"] if decl.type == "date" else ["unknown"]


@st.composite
def typical_cases(draw: st.DrawFn) -> tuple[Stated, list[str]]:
    """A typical case near a day on which its law changes, some of its facts changed; and what can be left out of it."""
    rules = book().provisions
    id_ = draw(st.sampled_from(sorted(rules)))
    stated = Stated(rules[id_].typical_case, id_)
    for path in draw(st.lists(st.sampled_from(homes(stated)), max_size=5, unique=True)):
        stated.set(path, draw(st.sampled_from(values_of(path))))
    day = draw(st.sampled_from([*boundaries_of(book(), id_), date(2024, 6, 27), date(2026, 1, 1)]))
    stated.on(day + timedelta(days=draw(st.sampled_from((-1, 0, 1, 300)))))
    says = book().kinds[stated.deed["kind"]].says
    free = [p for p in stated.facts(book()) if p.partition(".")[2] not in says and book().facts[p].derived is None]
    return stated, free


def homes(stated: Stated) -> list[str]:
    """The facts that a typical case has a place for."""
    found = ["act", "part", "material"] if stated.material else ["act", "part"]
    found += ["shown"] if stated.material and stated.victim else []
    return sorted(
        p
        for p, decl in book().facts.items()
        if p.partition(".")[0] in found and p != "act.kind" and decl.type != "text"
    )


@share(2 / 3)
@given(typical_cases(), st.data())
def test_facts_left_out_never_turn_a_verdict(drawn: tuple[Stated, list[str]], data: st.DataObject) -> None:
    stated, free = drawn
    whole = findings(stated)
    fewer = stated.copy()
    for path in data.draw(st.lists(st.sampled_from(free), unique=True)) if free else ():
        fewer.drop(path)
    for id_, finding in findings(fewer).items():
        assert finding.verdict in ("undetermined", whole[id_].verdict), id_
        assert bool(finding.missing) is (finding.verdict == "undetermined"), id_


@given(typical_cases())
def test_a_case_of_the_shipped_rules_is_assessed_and_its_ids_are_its_own(drawn: tuple[Stated, list[str]]) -> None:
    try:
        case = drawn[0].case(book(), AS_OF)
    except CaseError:
        reject()
    result = assess(case, book(), AS_OF, everything=True)
    for listed in (result.findings, result.offences):
        ids = [item.id for item in listed]
        assert len(ids) == len(set(ids))
    applicable = {finding.id for finding in result.findings if finding.verdict == "applicable"}
    assert {id_ for offence in result.offences for id_ in offence.findings} == applicable

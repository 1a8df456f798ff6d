"""The engine is held to what courts decided: with the facts of the record, and without what a human had to judge."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from offence_engine.model.result import Assessment, Offence
from tests.decided.outcome import (
    GAPS,
    answer,
    as_it_was,
    as_looked_at,
    aspect,
    assessed,
    bare,
    book,
    findings_of,
    places,
    prosecution_of,
    turned,
)
from tests.decided.reading import Decided, Holding, Turn, decided
from tests.decided.table import main, table, verdict_on

CASES = decided()
WITH_FACTS = {id_: known for id_, known in CASES.items() if known.case}
HOLDINGS = [
    pytest.param(known, holding, id=f"{id_}-{number}")
    for id_, known in WITH_FACTS.items()
    for number, holding in enumerate(known.holding, 1)
    if holding.expected != "outside"
]
TURNS = [
    pytest.param(known, turn, id=f"{id_}-{number}")
    for id_, known in WITH_FACTS.items()
    for number, turn in enumerate(known.turns_on, 1)
]
TIER_A = (
    "KR-SC-2024do16133", "KR-SC-2016do16676", "KR-SC-2016do6172", "KR-SC-2010do10677", "KR-SC-2024do17801",
    "KR-SHC-2024no1823", "KR-SC-2025do7992", "KR-SC-2018do9340", "KR-SC-2023do12198", "KR-SC-2022do10660",
    "KR-SC-2022do6278", "KR-SC-2023do5757", "KR-SC-2020do1669", "KR-SHC-2022no3389", "KR-SC-2023do7199",
    "KR-SC-2019do5283", "KR-SC-2023do6411", "KR-SC-2022do10688", "KR-SC-2017do17529", "KR-SUWON-2015no6085",
    "KR-SC-2013do12511", "KR-SC-2024do18718", "KR-SC-2022do15537",
)  # fmt: skip


@cache
def full(id_: str) -> Assessment:
    return assessed(as_looked_at(CASES[id_]), id_)


@cache
def reduced(id_: str) -> Assessment:
    return assessed(bare(CASES[id_]), id_)


def test_every_case_whose_judgment_was_read_is_here() -> None:
    assert {id_ for id_, known in CASES.items() if known.source.tier == "A"} == set(TIER_A)


@pytest.mark.parametrize(("known", "holding"), HOLDINGS)
def test_holding_comes_out_as_expected(known: Decided, holding: Holding) -> None:
    result = full(known.id)
    assert answer(result, holding, holding.provision) == holding.expected
    for finding in findings_of(result, holding, holding.provision):
        if holding.limb is not None:
            assert finding.limb == holding.limb
        if holding.stage is not None:
            assert finding.stage == holding.stage
        if holding.either_way is not None:
            assert finding.either_way == holding.either_way
        if holding.participation is not None:
            assert finding.participation == holding.participation
        if holding.prosecution is not None:
            assert prosecution_of(finding) == holding.prosecution
        if holding.modifiers is not None:
            assert tuple(m.id for m in finding.modifiers) == holding.modifiers
        failing = {e.id for e in finding.elements if e.truth == "not_met"}
        assert set(holding.failing) <= failing
    if holding.standing is not None:
        ids = {f.id for f in findings_of(result, holding, holding.provision)}
        standings = {o.standing.as_ for o in result.offences if ids & set(o.findings)}
        assert standings == {holding.standing}


@pytest.mark.parametrize(("known", "holding"), HOLDINGS)
def test_holding_agrees_with_the_court_or_says_why_not(known: Decided, holding: Holding) -> None:
    assert verdict_on(holding, holding.expected) != "differs" or holding.differs is not None


def test_where_a_read_judgment_and_the_engine_differ() -> None:
    """In the judgments that were read, nothing else may differ: evidence is not an element, and one text has changed."""
    assert {
        (id_, holding.differs)
        for id_ in TIER_A
        for holding in CASES[id_].holding
        if verdict_on(holding, holding.expected) == "differs"
    } == {("KR-SC-2020do1669", "excluded_evidence")}


@pytest.mark.parametrize(("known", "holding"), HOLDINGS)
def test_holding_is_open_without_what_a_human_judged(known: Decided, holding: Holding) -> None:
    expected = holding.expected if holding.expected in GAPS else holding.without
    assert answer(reduced(known.id), holding, holding.provision) == expected


@pytest.mark.parametrize("id_", WITH_FACTS)
def test_no_finding_turns_round_when_facts_are_left_out(id_: str) -> None:
    before = {f.id: f.verdict for f in full(id_).findings}
    for finding in reduced(id_).findings:
        verdict = before.get(finding.id, finding.verdict)
        assert finding.verdict in (verdict, "undetermined"), finding.id


@pytest.mark.parametrize(("known", "turn"), TURNS)
def test_case_turns_on_its_fact(known: Decided, turn: Turn) -> None:
    before = aspect(full(known.id), turn, turn.before)
    after = aspect(assessed(turned(known, turn), known.id), turn, turn.becomes)
    assert turn.before in before and turn.becomes in after
    assert turn.before not in after and turn.becomes not in before


@pytest.mark.parametrize("id_", [id_ for id_, known in WITH_FACTS.items() if known.moved])
def test_conduct_before_the_texts_we_hold_is_told_as_such(id_: str) -> None:
    result = assessed(as_it_was(CASES[id_]), id_)
    moved = CASES[id_].moved
    for holding in CASES[id_].holding:
        if holding.expected != "outside" and moved is not None and moved.reaches(holding.act):
            assert answer(result, holding, holding.provision) == holding.then
            assert not findings_of(result, holding, holding.provision)


@pytest.mark.parametrize("id_", [id_ for id_, known in WITH_FACTS.items() if known.range])
def test_range_is_the_printed_one(id_: str) -> None:
    wanted = CASES[id_].range
    assert wanted is not None
    found = next(s.range for s in full(id_).suspects if s.person == wanted.suspect)
    assert found is not None
    assert found.prison_months == wanted.prison_months
    assert found.life == wanted.life


@pytest.mark.parametrize("id_", [id_ for id_, known in WITH_FACTS.items() if known.together])
def test_offences_concur_as_the_court_says(id_: str) -> None:
    result = full(id_)
    for pair in CASES[id_].together:
        kinds = {
            joint.kind
            for one in _standing(result, pair.one)
            for other in _standing(result, pair.other)
            for joint in one.with_
            if joint.to == other.id
        }
        assert kinds == {pair.kind}, pair


def _standing(result: Assessment, provision: str) -> list[Offence]:
    return [o for o in result.offences if o.provision == provision and o.standing.as_ == "principal"]


@pytest.mark.parametrize("id_", CASES)
def test_what_is_outside_the_rules_is_not_in_them(id_: str) -> None:
    for holding in CASES[id_].holding:
        if holding.expected == "outside" and holding.differs != "no_facts":
            assert holding.provision not in book().provisions, (
                f"{holding.provision} is in the rulebook now: state its facts in {id_}.yaml and what is expected"
            )
        else:
            assert holding.provision in book().provisions


@pytest.mark.parametrize("id_", WITH_FACTS)
def test_what_was_judged_or_supplied_is_listed(id_: str) -> None:
    known = CASES[id_]
    listed = Counter((*known.supplied, *known.judged))
    assert not [place for place, times in listed.items() if times > 1]
    stated = dict(places(known.case))
    assert set(listed) <= set(stated)
    for place, value in stated.items():
        if isinstance(value, dict) and "by" in value and "value" in value:
            assert place in listed, place


@pytest.mark.parametrize("id_", WITH_FACTS)
def test_holdings_name_what_is_in_the_case(id_: str) -> None:
    known = CASES[id_]
    assert known.turns_on or all(h.expected == "outside" for h in known.holding)
    everything: tuple[Holding | Turn, ...] = (*known.holding, *known.turns_on)
    for asked in everything:
        persons = {p for p in (asked.suspect, asked.victim) if p}
        assert persons <= set(known.case["persons"])
        assert asked.act is None or asked.act in known.case["acts"]
        assert asked.material is None or asked.material in known.case["materials"]


def test_table_shows_every_read_judgment(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("before\n<!-- court-table ko -->\nold\n<!-- /court-table -->\nafter\n", encoding="utf-8")
    assert main(["--check", str(page)]) == 1
    assert main(["--update", str(page)]) == 0
    assert main(["--check", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert all(CASES[id_].source.case_no in text for id_ in TIER_A)
    assert "mixed" not in table("ABC", "en")


def test_table_needs_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("nothing\n", encoding="utf-8")
    assert main(["--update", str(page)]) == 2

"""Three shapes of case: many victims in seconds, suspects too young to be punished, a company that may have helped."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from offence_engine import assess, load_rulebook, read_case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from tests.shapes.build import messenger, ring, school

AS_OF = date(2026, 11, 22)
HELPING = ("contribution", "knows_principal_offence", "intends_to_help", "could_have_stopped", "bound_to_stop")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def assessed(text: str, folder: Path, book: Rulebook) -> Assessment:
    path = folder / "case.json"
    path.write_text(text, encoding="utf-8")
    return assess(read_case(path, book, AS_OF), book, AS_OF, everything=True)


@pytest.fixture(scope="module")
def ring_result(tmp_path_factory: pytest.TempPathFactory, book: Rulebook) -> tuple[Assessment, float]:
    start = time.process_time()
    result = assessed(ring(), tmp_path_factory.mktemp("ring"), book)
    return result, time.process_time() - start


def test_ring_of_74_victims_is_assessed_in_seconds(ring_result: tuple[Assessment, float]) -> None:
    assert ring_result[1] < 10


def test_ring_has_one_production_for_each_minor(ring_result: tuple[Assessment, float]) -> None:
    result, _ = ring_result
    produced = [o for o in result.offences if o.provision == "cyp.11.1" and o.suspect == "S1"]
    assert sorted(o.victim or "" for o in produced) == sorted(f"V{n}" for n in range(1, 17))
    assert all(o.standing.as_ == "principal" and o.penalty.life for o in produced)
    sold = [o for o in result.offences if o.provision == "cyp.11.2" and o.suspect == "S1"]
    assert len(sold) == 16
    assert {o.standing.as_ for o in result.offences if o.provision == "cyp.11.3"} == {"yields"}


def test_ring_pairs_every_suspect_with_every_victim_of_their_acts(ring_result: tuple[Assessment, float]) -> None:
    result, _ = ring_result
    case = json.loads(ring())
    meant = {
        (suspect, victim)
        for act in case["acts"].values()
        if act["kind"] == "ordered"
        for suspect in act["by"]
        for victim in act["recipients"]
    }
    found = {(f.count.suspect, f.count.victim) for f in result.findings if f.provision == "cyp.11.1"}
    assert found == meant
    assert len({victim for _, victim in found}) == 74


def test_ring_before_the_law_on_threats_with_footage(ring_result: tuple[Assessment, float]) -> None:
    result, _ = ring_result
    threats = [n for n in result.not_judged if n.provision == "scpa.14-3.1"]
    assert len(threats) == 148
    assert {n.because for n in threats} == {"not_in_force"}


def test_ring_range_of_each_suspect(ring_result: tuple[Assessment, float]) -> None:
    result, _ = ring_result
    assert len(result.suspects) == 9
    for suspect in result.suspects:
        assert suspect.range is not None
        assert suspect.range.life
        assert suspect.range.prison_months == (60, 540)


def test_ring_is_a_group_whose_aim_is_computed_from_its_offences(ring_result: tuple[Assessment, float]) -> None:
    """Nobody lists the offences the group aims at: they are those of its acts with a maximum of four years or more."""
    result, _ = ring_result
    findings = [f for f in result.findings if f.provision == "criminal_act.114" and f.verdict == "applicable"]
    assert {f.count.suspect for f in findings} == {f"S{n}" for n in range(1, 10)}
    by_id = {f.id: f for f in result.findings}
    for finding in findings:
        assert finding.rests_on
        aims = [by_id[id_] for id_ in finding.rests_on]
        assert all(a.penalty.life or (a.penalty.prison_months or (0, 0))[1] >= 48 for a in aims)
        assert finding.penalty.life and finding.penalty.form == "by-reference"
    group = next(o for o in result.offences if o.provision == "criminal_act.114" and o.suspect == "S2")
    produced = {o.id for o in result.offences if o.provision == "cyp.11.1" and o.suspect == "S2"}
    beside = {w.to: w for w in group.with_}
    assert produced <= set(beside)
    assert {(beside[id_].kind, beside[id_].settled) for id_ in produced} == {("real", True)}


def test_ring_without_a_law_on_footage_is_intimidation_and_attempted_coercion(
    ring_result: tuple[Assessment, float],
) -> None:
    result, _ = ring_result
    threats = [f for f in result.findings if f.provision == "criminal_act.283.1" and f.count.suspect == "S1"]
    assert {f.verdict for f in threats} == {"applicable"} and len(threats) == 74
    coerced = [f for f in result.findings if f.provision == "criminal_act.324.1" and f.count.suspect == "S1"]
    assert {f.verdict for f in coerced} == {"applicable"}
    assert {f.stage for f in coerced} == {"undetermined"}


def test_school_pupil_under_14_is_not_punishable(tmp_path: Path, book: Rulebook) -> None:
    result = assessed(school(), tmp_path, book)
    suspects = {s.person: s for s in result.suspects}
    for young in ("S3", "S4"):
        assert suspects[young].offences
        assert suspects[young].punishable == "no"
        assert suspects[young].range is None
        assert suspects[young].notice is not None
    for older in ("S1", "S2"):
        assert suspects[older].punishable == "yes"
        assert suspects[older].range is not None
        assert suspects[older].notice is None
    assert suspects["S5"].punishable == "undetermined"
    assert suspects["S5"].notice is not None
    assert {person for n in result.notices for person in n.concerns} == {"S3", "S4", "S5"}


def test_school_making_without_purpose_counts_from_the_amendment(tmp_path: Path, book: Rulebook) -> None:
    result = assessed(school(), tmp_path, book)
    made = [f for f in result.findings if f.provision == "scpa.14-2.1"]
    assert len(made) == 12
    for finding in made:
        expected = "applicable" if finding.count.from_ >= date(2024, 10, 16) else "not_applicable"
        assert finding.verdict == expected
    assert {f.verdict for f in result.findings if f.provision == "scpa.14-2.2"} == {"applicable"}


def test_school_composite_of_a_minor_stays_open_as_exploitation_material(tmp_path: Path, book: Rulebook) -> None:
    result = assessed(school(), tmp_path, book)
    open_ones = [f for f in result.findings if f.provision == "cyp.11.1"]
    assert {f.verdict for f in open_ones} == {"undetermined"}
    for finding in open_ones:
        assert any(m.path == "material.recognisable_as_child" for m in finding.missing)


def test_messenger_company_rests_on_the_finding_of_its_user(tmp_path: Path, book: Rulebook) -> None:
    result = assessed(messenger(), tmp_path, book)
    user = next(f for f in result.findings if f.provision == "cyp.11.3" and f.count.suspect == "U1")
    company = next(f for f in result.findings if f.provision == "cyp.11.3" and f.count.suspect == "S1")
    assert user.verdict == "applicable"
    assert company.participation == "accessory"
    assert company.rests_on == (user.id,)
    assert company.verdict == "undetermined"
    assert {m.at for m in company.missing} == {f"acts.A2.by.S1.{name}" for name in HELPING}


def test_messenger_company_flips_when_what_decides_is_stated(tmp_path: Path, book: Rulebook) -> None:
    result = assessed(messenger(known=True), tmp_path, book)
    company = next(f for f in result.findings if f.provision == "cyp.11.3" and f.count.suspect == "S1")
    assert company.verdict == "applicable"
    assert any(m.id == "criminal_act.32" for m in company.modifiers)


@pytest.mark.parametrize("name", HELPING)
def test_messenger_company_that_lacks_one_part_did_not_help(name: str, tmp_path: Path, book: Rulebook) -> None:
    case = json.loads(messenger(known=True))
    case["acts"]["A2"]["by"]["S1"][name] = {"value": "no", "by": "수사관"}
    result = assessed(json.dumps(case), tmp_path, book)
    company = next(f for f in result.findings if f.provision == "cyp.11.3" and f.count.suspect == "S1")
    assert company.verdict == "not_applicable"
    element = "means_to_act" if name in ("could_have_stopped", "bound_to_stop") else name
    assert [e.id for e in company.elements if e.truth == "not_met"] == [element]


def test_ring_can_be_made_smaller(tmp_path: Path, book: Rulebook) -> None:
    result = assessed(ring(victims=3, minors=1, helpers=0), tmp_path, book)
    assert [s.person for s in result.suspects] == ["S1"]
    assert len([o for o in result.offences if o.provision == "cyp.11.1"]) == 1


ROLES = {
    "S1": {"kind": "posted", "channel": "C1", "delivered": "yes", "reach": "many"},
    "S2": {"kind": "paid", "got_access": "yes"},
    "S3": {"kind": "opened", "content_seen": "yes"},
    "S4": {"kind": "joined", "channel": "C1", "kept_where": "others_channel"},
    "S5": {"kind": "kept", "channel": "C1", "kept_where": "own_channel"},
}


def test_roles_in_a_room_come_from_what_each_did(tmp_path: Path, book: Rulebook) -> None:
    """Uploader, buyer, viewer, mere member and operator of one room with exploitation material."""
    acts = {}
    for person, did in ROLES.items():
        part = {"intent": {"value": "yes", "by": "수사관"}, "knows_age": "yes", "knows_content": "yes"}
        when = {"from": "2024-01-01", "to": "2024-01-05"} if did["kind"] in ("kept", "joined") else {"on": "2024-01-05"}
        acts[f"A{person}"] = {**did, **when, "by": {person: part}, "object": ["M1"]}
    case = {
        "case": {"id": "room"},
        "persons": {**{p: {"role": "suspect"} for p in ROLES}, "V1": {"role": "victim", "age": {"years": 15, "on": "2024-01-01"}}},
        "channels": {"C1": {"run_by": ["S5"]}},
        "materials": {"M1": {"form": "video", "made": "recorded", "shown": {"V1": {"sexual_act_expressed": "yes"}}}},
        "acts": acts,
    }  # fmt: skip
    result = assessed(json.dumps(case), tmp_path, book)
    held = {
        (f.count.suspect, f.provision, e.alternative)
        for f in result.findings
        if f.verdict == "applicable" and f.provision in ("cyp.11.3", "cyp.11.5")
        for e in f.elements
        if e.alternative
    }
    assert held == {
        ("S1", "cyp.11.3", "distribute"), ("S2", "cyp.11.5", "buy"), ("S3", "cyp.11.5", "view"),
        ("S5", "cyp.11.5", "possess"),
    }  # fmt: skip
    assert not [f for f in result.findings if f.count.suspect == "S4" and f.verdict == "applicable"]

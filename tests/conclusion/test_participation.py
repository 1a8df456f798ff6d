"""Who takes part in another's deed, and how: each way in which the law names it, and the entity behind the doer."""

from __future__ import annotations

from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.model.result import Assessment, Finding
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map

BOOK = load_rulebook()
YES = {"value": "yes", "by": "test"}
NO = {"value": "no", "by": "test"}
PEOPLE = {
    "S1": {"role": "suspect"},
    "S2": {"role": "suspect"},
    "V1": {"role": "victim"},
}
FILMED = {
    "made": "recorded", "form": "video", "recorded_from": "body",
    "shown": {"V1": {"shows": "body", "consent_to_recording": "no", "sexual_body": YES, "sexual_act_expressed": "no"}},
}  # fmt: skip


def deed(**by: Any) -> dict[str, Any]:
    return {"kind": "recorded", "on": "2024-01-02", "by": {"S1": {"intent": YES, **by}}, "with_camera": "yes",
            "captured": "yes", "product": "M1"}  # fmt: skip


def assessed(acts: dict[str, Any], **more: Any) -> Assessment:
    data = {"case": {"id": "C"}, "persons": PEOPLE, "materials": {"M1": FILMED}, "acts": acts, **more}
    tree = tree_from(data, "C")
    assert isinstance(tree, Map)
    return assess(case_of(tree, BOOK), BOOK, everything=True)


def filming(got: Assessment, person: str) -> Finding:
    return next(f for f in got.findings if f.provision == "scpa.14.1" and f.count.suspect == person)


PARTS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "accessory": ("aided", "aids", {"contribution": YES, "knows_principal_offence": "yes", "intends_to_help": "yes"},
                  "intends_to_help"),
    "instigator": ("instigated", "instigates", {"caused_decision": "yes", "knows_principal_offence": "yes"},
                   "caused_decision"),
    "co_principal": ("shared", "shares", {"intent": YES, "joint_plan": YES, "essential_part": YES}, "intent"),
    "indirect_principal": ("used", "uses", {"intent": YES, "doer_not_punishable": "yes", "caused_decision": "yes"},
                           "intent"),
}  # fmt: skip


@pytest.mark.parametrize("how", PARTS)
def test_each_way_of_taking_part_rests_on_the_doers_finding(how: str) -> None:
    kind, link, facts, _ = PARTS[how]
    got = assessed({"A1": deed(), "A2": {"kind": kind, "on": "2024-01-01", link: "A1", "by": {"S2": facts}}})
    found = filming(got, "S2")
    assert (found.verdict, found.participation) == ("applicable", how)
    assert found.rests_on == (filming(got, "S1").id,)
    assert found.rests_on[0] in {f.id for f in got.findings}
    assert how in {m.kind for m in found.modifiers}
    assert any(o.suspect == "S2" and o.participation == how for o in got.offences)


@pytest.mark.parametrize("how", PARTS)
def test_a_fact_of_the_own_part_that_is_unknown_leaves_it_open(how: str) -> None:
    kind, link, facts, lacking = PARTS[how]
    without = {k: v for k, v in facts.items() if k != lacking}
    got = assessed({"A1": deed(), "A2": {"kind": kind, "on": "2024-01-01", link: "A1", "by": {"S2": without}}})
    found = filming(got, "S2")
    assert found.verdict == "undetermined"
    assert [m.at for m in found.missing] == [f"acts.A2.by.S2.{lacking}"]


@pytest.mark.parametrize(("how", "verdict"), [("accessory", "not_applicable"), ("instigator", "not_applicable"),
                                               ("co_principal", "applicable"), ("indirect_principal", "applicable")])  # fmt: skip
def test_whose_intent_is_asked(how: str, verdict: str) -> None:
    """Helping and instigating need a principal with intent; who is a principal themselves needs only the own."""
    kind, link, facts, _ = PARTS[how]
    acts = {"A1": deed(intent=NO), "A2": {"kind": kind, "on": "2024-01-01", link: "A1", "by": {"S2": facts}}}
    assert filming(assessed(acts), "S2").verdict == verdict


def test_a_helper_is_punished_less_and_an_instigator_like_the_doer() -> None:
    ranges = {}
    for how in PARTS:
        kind, link, facts, _ = PARTS[how]
        got = assessed({"A1": deed(), "A2": {"kind": kind, "on": "2024-01-01", link: "A1", "by": {"S2": facts}}})
        found = next(s.range for s in got.suspects if s.person == "S2")
        assert found is not None
        ranges[how] = found.prison_months
    assert ranges == {
        "accessory": (0.5, 42), "instigator": (1, 84), "co_principal": (1, 84), "indirect_principal": (1, 84),
    }  # fmt: skip


ENTITY = {"doer_position": "employee", "in_its_business": "yes", "due_care": NO}


def message(entity: dict[str, Any], **more: Any) -> Assessment:
    people = {**PEOPLE, "C1": {"role": "suspect", "kind": "legal"}}
    act = {
        "kind": "sent", "on": "2024-01-02", "by": {"S1": {"intent": YES, "sexual_purpose": YES}}, "medium": "computer",
        "delivered": "yes", "content_shameful": YES, "recipients": "V1", "for": {"C1": entity}, **more,
    }  # fmt: skip
    return assessed({"A1": act}, persons=people, materials={})


def test_an_entity_is_fined_where_a_clause_covers_the_offence() -> None:
    found = next(f for f in message(ENTITY).findings if f.count.suspect == "C1" and f.provision == "scpa.13")
    assert (found.verdict, found.participation) == ("applicable", "legal_entity")
    assert found.penalty.prison_months is None
    assert found.penalty.fine_krw == (50_000, 20_000_000)
    assert found.rests_on == ("scpa.13@2020-05-19/S1/A1/V1/-/2024-01-02",)


def test_an_entity_that_took_care_is_not_reached_and_unknown_care_is_asked() -> None:
    careful = next(f for f in message({**ENTITY, "due_care": YES}).findings if f.count.suspect == "C1")
    assert careful.verdict == "not_applicable"
    unknown = {k: v for k, v in ENTITY.items() if k != "due_care"}
    asked = next(f for f in message(unknown).findings if f.count.suspect == "C1" and f.provision == "scpa.13")
    assert [m.at for m in asked.missing] == ["acts.A1.for.C1.due_care"]


def test_no_clause_covers_filming_so_the_company_has_no_finding_of_it() -> None:
    people = {**PEOPLE, "C1": {"role": "suspect", "kind": "legal"}}
    got = assessed({"A1": {**deed(), "for": {"C1": ENTITY}}}, persons=people)
    assert not [f for f in got.findings if f.count.suspect == "C1" and f.provision.startswith("scpa.14")]


def test_a_justification_counts_only_once_somebody_has_judged_it() -> None:
    people = {**PEOPLE, "V1": {"role": "victim", "birth": "2010-05-01"}}
    shown = {"sexual_act_expressed": "yes", "consent_to_recording": "yes"}
    material = {"M1": {"made": "recorded", "form": "video", "recognisable_as_child": NO, "shown": {"V1": shown}}}

    def production(**part: Any) -> Finding:
        got = assessed({"A1": deed(knows_age="yes", **part)}, persons=people, materials=material)
        return next(f for f in got.findings if f.provision == "cyp.11.1")

    asked = production()
    assert asked.verdict == "applicable"
    assert [r.id for r in asked.raised] == ["criminal_act.20"]
    assert [m.at for m in asked.raised[0].missing] == ["acts.A1.by.S1.justified"]
    justified = production(justified=YES)
    assert (justified.verdict, [m.kind for m in justified.modifiers]) == ("not_applicable", ["justification"])
    refused = production(justified=NO)
    assert (refused.verdict, refused.raised) == ("applicable", ())


def test_the_limitation_of_a_penalty_by_reference_is_open_until_the_offence_aimed_at_is_known() -> None:
    group = {"specific_persons": "yes", "shared_aim": "yes", "lasting": "yes", "roles_divided": "yes",
             "structure": YES, "command": NO, "aims_at_serious_offences": YES}  # fmt: skip
    act = {"kind": "worked_for_group", "on": "2015-01-02", "by": {"S1": {"intent": YES}}, "group": "G1",
           "furthers_group": YES}  # fmt: skip
    got = assessed({"A1": act}, groups={"G1": group}, materials={})
    found = next(f for f in got.findings if f.provision == "criminal_act.114")
    assert found.verdict == "applicable"
    assert found.limitation is not None
    assert (found.limitation.years, found.limitation.settled, found.limitation.expired) == (None, False, "undetermined")

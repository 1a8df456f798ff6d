"""What cannot be is told at its place: days in the future or too early, roles that do not fit, help after the deed."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.errors import CaseError
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map

AS_OF = date(2026, 11, 22)
YES = {"value": "yes", "by": "test"}
BASE: dict[str, Any] = {
    "case": {"id": "c"},
    "persons": {
        "S1": {"role": "suspect", "age": "adult"}, "S2": {"role": "suspect", "age": "adult"}, "V1": {"role": "victim"},
    },
    "materials": {
        "M1": {"form": "video", "made": "recorded", "recorded_from": "body",
               "shown": {"V1": {"shows": "body", "consent_to_recording": "no", "sexual_body": YES, "sexual_act_expressed": "no"}}},
    },
    "acts": {"A2": {"kind": "recorded", "on": "2025-03-02", "with_camera": "yes", "by": {"S1": {"intent": YES}}, "product": "M1"}},
}  # fmt: skip
HELPER = {"intent": YES, "contribution": YES, "knows_principal_offence": "yes", "intends_to_help": "yes"}


def with_(**more: Any) -> dict[str, Any]:
    case = copy.deepcopy(BASE)
    for key, value in more.items():
        case.setdefault(key, {}).update(value)
    return case


def read(case: dict[str, Any]) -> Any:
    tree = tree_from(case, "c")
    assert isinstance(tree, Map)
    return case_of(tree, load_rulebook(), AS_OF)


def aided(day: str, **more: Any) -> dict[str, Any]:
    return {"A1": {"kind": "aided", "on": day, "by": {"S2": HELPER}, "aids": "A2", **more}}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "help after the deed": (with_(acts=aided("2026-03-02")), "came after `A2`"),
    "help without a deed": (with_(acts={"A1": {"kind": "aided", "on": "2025-03-01", "by": "S2"}}), "needs `aids: [act]`"),
    "born after being recorded": (
        with_(persons={"V1": {"role": "victim", "birth": "2025-06-01"}}), "was born after the act `A2`"),
    "a wish in the future": (
        with_(pairs={"P1": {"suspect": "S1", "victim": "V1", "wish_expressed_on": "2030-01-01"}}), "after the day of assessment"),
    "known before the act": (
        with_(pairs={"P1": {"suspect": "S1", "victim": "V1", "offender_known_on": "2020-01-01"}}), "before every act of S1"),
    "a pair turned round": (with_(pairs={"P1": {"suspect": "V1", "victim": "S1"}}), "is a victim and stands as `suspect`"),
    "a pair twice": (
        with_(pairs={"P1": {"suspect": "S1", "victim": "V1"}, "P2": {"suspect": "S1", "victim": "V1"}}), "a pair in `P1` already"),
    "for the doer": (
        with_(acts={"A3": {"kind": "sent", "on": "2025-03-02", "by": "S1", "for": {"S1": {}}}}), "not the doer or a victim"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_a_fault(name: str) -> None:
    case, told = WRONG[name]
    with pytest.raises(CaseError) as caught:
        read(case)
    assert told in caught.value.text("en")
    assert caught.value.text("ko")


def test_parts_of_one_plan_may_share_in_each_other() -> None:
    shared = {"kind": "shared", "on": "2025-03-02", "by": {"S2": {}}, "shares": ["A2"]}
    case = with_(acts={"A1": shared})
    case["acts"]["A2"]["shares"] = ["A1"]
    assert read(case).acts["A1"].links == {"shares": ("A2",)}


def test_who_did_the_deed_does_not_help_in_it_besides() -> None:
    case = with_(acts=aided("2025-03-02"))
    case["acts"]["A2"]["by"]["S2"] = {"intent": YES}
    got = assess(read(case), load_rulebook(), AS_OF, everything=True)
    helping = next(o for o in got.offences if o.suspect == "S2" and o.participation == "accessory")
    assert (helping.standing.as_, helping.standing.settled) == ("yields", False)
    ranges = {s.person: s.range.prison_months for s in got.suspects if s.range}
    assert ranges["S2"] == ranges["S1"]


def test_a_duty_of_the_entity_is_met_or_missed_by_its_people() -> None:
    case = {
        "case": {"id": "c"},
        "persons": {"S1": {"role": "suspect", "age": "adult"}, "C1": {"role": "suspect", "kind": "legal", "carrier": "reported"}},
        "materials": {"M1": {"form": "video", "made": "recorded"}},
        "acts": {"A1": {
            "kind": "left_undone", "on": "2024-03-02", "by": {"S1": {"intent": YES}}, "object": "M1",
            "for": {"C1": {"doer_position": "representative", "in_its_business": "yes", "due_care": {"value": "no", "by": "t"}}},
        }},
    }  # fmt: skip
    got = assess(read(case), load_rulebook(), AS_OF, everything=True)
    duty = next(f for f in got.findings if f.provision == "tba.95-2.1-2" and f.count.suspect == "S1")
    seen = [fact for element in duty.elements for fact in element.facts if fact.at == "persons.C1.carrier"]
    assert seen and seen[0].value == "reported"

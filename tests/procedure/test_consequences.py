"""What follows from findings: on both sides of each effective day, by offence, by fact, by age, with names by date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from offence_engine.conclusion.consequences import _derived
from offence_engine.model.result import Duty
from offence_engine.model.truth import Truth
from tests.procedure.build import AS_OF, assessed, follows, shipped, stated

DAY = timedelta(days=1)
CONSEQUENCES = shipped().procedure.consequences
REPORTED = {"report_received": "yes"}


def altered(day: str = "2024-12-01", seen: bool = True, **sections: Any) -> dict[str, Any]:
    """Altered material of a person, seen circulating after a report."""
    whole = stated("scpa.14-2.1", day, **sections)
    if seen:
        whole |= REPORTED
        for material in whole["materials"].values():
            material["circulating"] = "yes"
    return whole


def child_material(day: str = "2024-12-01") -> dict[str, Any]:
    whole = stated("cyp.11.5", day) | REPORTED
    for material in whole["materials"].values():
        material["circulating"] = "yes"
    return whole


def told(whole: dict[str, Any], as_of: date = AS_OF) -> dict[str, Duty]:
    return follows(assessed(whole, as_of))


# By the day of assessment: an entry, a case from which it follows, and nothing else about it.
BY_AS_OF: dict[str, dict[str, Any]] = {
    "delete_request_footage": altered("2021-03-02"),
    "delete_request_child_material": child_material("2021-03-02"),
    "grooming_warning": stated("cyp.15-2.1.1", "2024-12-01") | REPORTED,
    "tell_victim_about_deletion": altered("2021-03-02"),
    "tell_child_about_deletion": child_material("2021-03-02"),
    "bring_to_shelter": altered("2021-03-02"),
    "bring_child_to_shelter": child_material("2021-03-02"),
    "data_preservation_2026": altered("2021-03-02"),
    "data_preservation": altered("2021-03-02"),
    "undercover": altered("2021-03-02"),
    "undercover_child_2021": child_material("2021-03-02"),
    "undercover_child_2025": child_material("2021-03-02"),
    "undercover_child": child_material("2021-03-02"),
    "blocking_request_2025": altered("2021-03-02"),
    "blocking_request_2026": altered("2021-03-02"),
    "blocking_request": altered("2021-03-02"),
    "deletion_support_2021": altered("2020-07-01"),
    "deletion_support_2025": altered("2021-03-02"),
    "deletion_support": altered("2021-03-02"),
    "proceeds_presumed": stated("scpa.14.1", "2019-03-02"),
    "independent_confiscation": altered("2021-03-02"),
    "disposal_2021": altered("2020-07-01"),
    "disposal_sexual_violence": altered("2021-03-02"),
    "disposal_child_sex_crime": child_material("2021-03-02"),
    "disposal_stalking": stated("stalking.18.1", "2022-03-02"),
    "disposal": stated("icn.70.1", "2021-03-02"),
    "law_distortion": altered("2021-03-02"),
}
# By the day of the act: an entry, a provision whose typical case leads to it, what is added to the case.
BY_ACT: dict[str, tuple[str, dict[str, Any]]] = {
    "confiscation": ("scpa.14.1", {}),
    "confiscation_false_facts": ("icn.70.2", {}),
    "disclosure_child": ("cyp.11.2", {}),
    "false_information": ("icn.70.1", {}),
}


@pytest.mark.parametrize("id_", BY_AS_OF)
def test_both_sides_of_the_days_of_assessment(id_: str) -> None:
    rule = CONSEQUENCES[id_]
    assert rule.goes_by == "as_of"
    days = {rule.effective: True, rule.effective - DAY: False}
    if rule.until is not None:
        days |= {rule.until: True, rule.until + DAY: False}
    for day, wanted in days.items():
        assert (id_ in told(BY_AS_OF[id_], day)) is wanted, day


@pytest.mark.parametrize("id_", BY_ACT)
def test_both_sides_of_the_day_of_the_act(id_: str) -> None:
    rule = CONSEQUENCES[id_]
    assert rule.goes_by == "act"
    provision, more = BY_ACT[id_]
    for day, wanted in ((rule.effective, True), (rule.effective - DAY, False)):
        assert (id_ in told(stated(provision, day.isoformat(), **more))) is wanted, day


def test_the_duty_to_request_deletion_names_its_addressees_by_the_material() -> None:
    footage = told(altered())["delete_request_footage"]
    assert [b.id for b in footage.addressee] == ["communications_review_board", "service_providers"]
    child = told(child_material())["delete_request_child_material"]
    assert [b.id for b in child.addressee] == ["communications_review_board"]


def test_where_the_classification_is_open_both_requests_follow() -> None:
    whole = altered("2024-12-01", persons={"V1": {"birth": "2010-01-01"}})
    for material in whole["materials"].values():
        material |= {"sexual_act_expressed": "yes"}
        material.pop("recognisable_as_child", None)
    for person in whole["persons"].values():
        person.pop("age", None)
    found = told(whole)
    assert {"delete_request_footage", "delete_request_child_material"} <= found.keys()


@pytest.mark.parametrize(
    ("day", "ko"), [(date(2025, 9, 30), "방송통신심의위원회"), (date(2025, 10, 1), "방송미디어통신심의위원회")]
)
def test_bodies_bear_the_name_of_the_day(day: date, ko: str) -> None:
    assert told(altered(), day)["delete_request_footage"].addressee[0].name.ko == ko


@pytest.mark.parametrize(
    ("day", "ko"), [(date(2026, 10, 1), "지방검찰청 검사"), (date(2026, 10, 2), "지방공소청 검사")]
)
def test_the_prosecutor_bears_the_name_of_the_day(day: date, ko: str) -> None:
    found = told(altered(), day)
    disposal = found.get("disposal_2021") or found["disposal_sexual_violence"]
    assert disposal.addressee[0].name.ko == ko


def test_what_is_not_known_is_asked_and_the_duty_stands_open() -> None:
    found = told(altered(seen=False))["delete_request_footage"]
    assert found.state == "open"
    assert {m.path for m in found.missing} == {"case.report_received", "material.circulating"}
    assert found.open_for == found.concerns


def test_what_is_known_not_to_circulate_needs_no_request() -> None:
    whole = altered()
    for material in whole["materials"].values():
        material["circulating"] = "no"
    assert "delete_request_footage" not in told(whole)


@pytest.mark.parametrize(
    ("provision", "day", "reached"),
    [
        ("scpa.13", "2021-03-02", False),  # 2년
        ("scpa.14.4", "2021-03-02", True),  # 3년
        ("scpa.14.1", "2021-03-02", True),
        ("cyp.11.1", "2021-03-02", True),  # 무기
        ("icn.74.1.3", "2021-03-02", False),  # 1년
    ],
)
def test_preservation_asks_for_a_maximum_of_three_years_computed(provision: str, day: str, reached: bool) -> None:
    found = told(stated(provision, day)).get("data_preservation")
    concerned = found.concerns if found else ()
    assert any(c.startswith(f"{provision}@") for c in concerned) is reached


@pytest.mark.parametrize(
    ("provision", "day", "available"),
    [
        ("scpa.14-3.1", "2024-12-01", True),
        ("scpa.13", "2024-12-01", False),
        ("cyp.11-2.1", "2024-12-01", False),
        ("icn.70.1", "2024-12-01", False),
    ],
)
def test_undercover_investigation_is_available_or_not(provision: str, day: str, available: bool) -> None:
    found = told(stated(provision, day))
    named = {c.partition("@")[0] for k, d in found.items() if k.startswith("undercover") for c in d.concerns}
    assert (provision in named) is available
    refused = found.get("no_undercover")
    assert (provision in {c.partition("@")[0] for c in refused.concerns} if refused else False) is not available


def test_who_approves_an_undercover_investigation() -> None:
    found = told(altered())["undercover"]
    assert [b.id for b in found.addressee] == ["superior_police", "court"]
    assert "48시간" in found.says.ko


def aged(birth: str, day: str = "2024-12-01", victim: str = "1990-01-01") -> dict[str, Duty]:
    return told(stated("scpa.14-2.1", day, persons={"S1": {"birth": birth}, "V1": {"birth": victim}}))


@pytest.mark.parametrize(
    ("birth", "wanted"),
    [
        ("2014-12-02", {"under_ten"}),
        ("2014-12-01", {"juvenile_court"}),
        ("2010-12-02", {"juvenile_court"}),
        ("2010-12-01", {"juvenile_14_18"}),
        ("2005-12-02", {"juvenile_14_18"}),
        ("2005-12-01", set()),
    ],
)
def test_where_the_case_goes_by_the_suspects_age(birth: str, wanted: set[str]) -> None:
    routes = {"under_ten", "juvenile_court", "juvenile_14_18", "juvenile_court_cyp", "guardian_notice"}
    assert routes & aged(birth).keys() == wanted


def test_a_suspect_of_unknown_age_is_not_routed_anywhere() -> None:
    assert not {"under_ten", "juvenile_court", "juvenile_14_18"} & told(altered()).keys()


def test_sexual_violence_of_a_young_offender_against_a_child_has_its_own_route_and_notice() -> None:
    found = aged("2012-01-01", victim="2010-01-01")
    assert {"juvenile_court", "juvenile_court_cyp", "guardian_notice"} <= found.keys()
    assert "juvenile_court_cyp" not in aged("2012-01-01")


def test_whether_the_new_referral_reaches_the_juvenile_court_is_open_with_both_readings() -> None:
    whole = stated("scpa.14-2.1", "2024-12-01", persons={"S1": {"birth": "2012-01-01"}})
    after = told(whole)["juvenile_court"]
    assert not after.settled
    assert len(after.open[0].readings) == 2
    assert told(whole, date(2026, 10, 1))["juvenile_court"].settled


@pytest.mark.parametrize(
    ("provision", "entry"),
    [
        ("scpa.13", "disposal_sexual_violence"),
        ("cyp.15-2.1.1", "disposal_child_sex_crime"),
        ("stalking.18.1", "disposal_stalking"),
    ],
)
def test_whether_referral_excludes_non_referral_is_open_with_both_readings(provision: str, entry: str) -> None:
    found = told(stated(provision, "2024-12-01"))[entry]
    assert not found.settled
    assert [len(point.readings) for point in found.open] == [2]
    assert any("추론" in r.ko for r in found.open[0].readings)


def test_other_offences_keep_the_general_rule_on_disposal() -> None:
    found = told(stated("criminal_act.283.1", "2024-12-01"))["disposal"]
    assert found.settled
    assert [c.id for c in found.by] == ["cpa.245-5.1"]


def test_registration_and_the_orders_follow_the_offences_that_they_name() -> None:
    found = told(stated("scpa.13", "2024-12-01"))
    assert {"registration", "programme", "disclosure", "employment"} <= found.keys()
    other = told(stated("icn.70.1", "2024-12-01"))
    assert "icn.70.1" not in {c.partition("@")[0] for d in other.values() if d.kind == "order" for c in d.concerns}


def test_a_legal_entity_is_not_registered() -> None:
    for duty in CONSEQUENCES.values():
        assert duty.kind != "order" or duty.suspects == "natural"


def test_schools_are_told_where_the_victim_is_a_pupil_and_a_report_was_received() -> None:
    pupil = altered(persons={"V1": {"pupil": "yes"}})
    assert [b.id for b in told(pupil)["school_notice"].addressee] == ["guardians", "schools"]
    assert "school_notice" not in told(altered())


def test_labelling_is_for_the_ai_business_and_from_2026_01_22_on() -> None:
    for day, wanted in (("2026-01-21", False), ("2026-01-22", True)):
        whole = altered(day)
        for material in whole["materials"].values():
            material["made_with_ai"] = "yes"
        found = told(whole)
        assert ("ai_label" in found) is wanted
    assert found["ai_label"].kind == "administrative"


def test_proceeds_may_be_confiscated_where_it_was_done_for_profit() -> None:
    whole = stated("scpa.14.1", "2024-12-01")
    assert "confiscation_proceeds" not in told(whole)
    whole["acts"]["A1"]["by"]["S1"]["for_profit"] = "yes"
    assert "confiscation_proceeds" in told(whole)


def test_a_failed_finding_leads_to_nothing() -> None:
    whole = altered()
    whole["acts"]["A1"]["by"]["S1"]["intent"] = {"value": "no", "by": "test"}
    assert all(not c.startswith("scpa.14-2.1@") for d in told(whole).values() for c in d.concerns)


def test_an_open_finding_leaves_open_what_follows_from_an_established_one() -> None:
    whole = altered()
    whole["acts"]["A1"]["by"]["S1"].pop("intent")
    found = told(whole)
    assert found["registration"].state == "open"
    assert found["delete_request_footage"].state == "follows"


@pytest.mark.parametrize("truths", [(a, b, c, d) for a in Truth for b in Truth for c in Truth for d in Truth])
def test_both_engines_answer_alike(truths: tuple[Truth, Truth, Truth, Truth]) -> None:
    wanted = (
        Truth.NOT_MET if Truth.NOT_MET in truths else Truth.UNDETERMINED if Truth.UNDETERMINED in truths else Truth.MET
    )
    assert _derived(*truths) is wanted


def test_every_entry_whose_law_begins_in_time_is_tested_on_both_sides_or_older_than_the_cases() -> None:
    oldest = date(2018, 12, 18)
    tested = {*BY_AS_OF, *BY_ACT}
    # Days and conditions of these are tested by name above, or are those of an entry tested above.
    by_name = {"undercover_grooming", "undercover_child_footage", "no_undercover", "ai_label",
               "confiscation_proceeds", "school_deletion_support", "blocking_request_2019", "deletion_support_2020"}  # fmt: skip
    late = {k for k, rule in CONSEQUENCES.items() if rule.effective > oldest}
    assert not late - tested - by_name, late - tested - by_name


def test_grooming_counts_only_over_a_network_since_2025_10_23() -> None:
    for value, wanted in (("yes", True), ("no", False)):
        whole = stated("cyp.15-2.1.1", "2025-10-23")
        whole["acts"]["A1"]["over_network"] = value
        assert ("undercover_grooming" in told(whole)) is wanted
    before = stated("cyp.15-2.1.1", "2024-12-01")
    assert "undercover_child_2025" in told(before, date(2025, 10, 22))
    assert "undercover_child_2025" not in told(before, date(2025, 10, 23))


def test_spreading_footage_of_a_child_is_under_both_special_rules() -> None:
    whole = stated("scpa.14.2", "2021-03-02", persons={"V1": {"birth": "2010-01-01"}})
    whole["persons"]["V1"].pop("age", None)
    assert "undercover_child_footage" in told(whole, date(2021, 9, 24))
    assert "undercover_child_footage" not in told(whole, date(2021, 9, 23))

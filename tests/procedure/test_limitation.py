"""Limitation: the years of each penalty, majority, what extends, excludes or stops it; both readings where one is open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from offence_engine.rulebook.export import years_by_table
from offence_engine.rulebook.reading import reading_on
from tests.procedure.build import AS_OF, YES, assessed, due, one, shipped, stated

# The last column of the reference table of penalties: provision, a day under the penalty, years by the table.
VECTORS = [
    ("scpa.13", "2020-05-19", 5), ("scpa.13", "2013-06-19", 5),
    ("scpa.14.1", "2020-05-19", 7), ("scpa.14.2", "2020-05-19", 7), ("scpa.14.1", "2018-12-18", 7),
    ("scpa.14.2", "2018-12-18", 7), ("scpa.14.1", "2013-06-19", 7),
    ("scpa.14.3", "2020-05-19", 10), ("scpa.14.3", "2018-12-18", 7), ("scpa.14.4", "2020-05-19", 5),
    ("scpa.14-2.1", "2024-10-16", 7), ("scpa.14-2.2", "2024-10-16", 7), ("scpa.14-2.1", "2020-06-25", 7),
    ("scpa.14-2.2", "2020-06-25", 7), ("scpa.14-2.3", "2024-10-16", 10), ("scpa.14-2.3", "2020-06-25", 7),
    ("scpa.14-2.4", "2024-10-16", 5), ("scpa.14-3.1", "2020-05-19", 10), ("scpa.14-3.2", "2020-05-19", 10),
    ("scpa.50.2.2", "2021-01-21", 5), ("cyp.11.1", "2020-06-02", 15),
    ("cyp.11.2", "2020-06-02", 10), ("cyp.11.3", "2020-06-02", 10), ("cyp.11.4", "2020-06-02", 10),
    ("cyp.11.5", "2020-06-02", 10), ("cyp.11.2", "2013-06-19", 10), ("cyp.11.3", "2013-06-19", 7),
    ("cyp.11.4", "2013-06-19", 10), ("cyp.11.5", "2013-06-19", 5), ("cyp.11-2.1", "2024-10-16", 10),
    ("cyp.11-2.2", "2024-10-16", 10), ("cyp.15-2.1.1", "2021-09-24", 5), ("cyp.17.1", "2020-12-09", 5),
    ("cyp.31.3", "2020-11-20", 7), ("tba.95-2.1-2", "2020-12-10", 5), ("icn.70.1", "2014-11-29", 5),
    ("icn.70.2", "2026-07-07", 7), ("stalking.18.1", "2021-10-21", 5), ("stalking.18.2", "2021-10-21", 7),
    ("child_welfare.71.1.1-2", "2018-04-25", 10), ("child_welfare.71.1.2", "2018-04-25", 7), ("icn.74.1.2", "2014-11-29", 5),
]  # fmt: skip
FILMED = "scpa.14.1"


@pytest.mark.parametrize(("provision", "day", "years"), VECTORS, ids=[f"{p}@{d}" for p, d, _ in VECTORS])
def test_the_years_by_the_statutory_maximum(provision: str, day: str, years: int) -> None:
    reading = reading_on(shipped(), provision, date.fromisoformat(day))
    assert reading is not None
    assert years_by_table(shipped(), reading.penalty) == years


def limits(whole: dict[str, Any], provision: str, suspect: str = "S1", as_of: date = AS_OF) -> Any:
    return one(assessed(whole, as_of), provision, suspect).limitation


def filmed(day: str = "2021-03-02", **persons: Any) -> dict[str, Any]:
    people = {"S1": {}, "V1": {"birth": "1990-01-01"}}
    return stated(FILMED, day, persons={k: people.get(k, {}) | persons.get(k, {}) for k in {**people, **persons}})


def test_the_first_day_counts_and_nothing_is_added_for_a_weekend() -> None:
    found = limits(filmed("2021-03-02"), FILMED)
    assert (found.earliest, found.latest) == (date(2028, 3, 1), date(2028, 3, 1))
    sunday = limits(filmed("2021-03-08"), FILMED)
    assert sunday.earliest.weekday() == 1 and sunday.earliest == date(2028, 3, 7)


@pytest.mark.parametrize(
    "provision", ["scpa.14.1", "scpa.14-2.1", "scpa.14-3.1", "cyp.11-2.1", "cyp.13.1", "child_welfare.71.1.1-2"]
)
def test_against_a_minor_it_runs_from_majority(provision: str) -> None:
    day = "2024-12-01"
    whole = stated(provision, day, persons={"V1": {"birth": "2010-05-01"}})
    whole["persons"]["V1"].pop("age", None)
    found = limits(whole, provision)
    assert found.starts == "majority"
    assert found.earliest == date(2029 + found.years, 4, 30)


@pytest.mark.parametrize("provision", ["icn.70.1", "criminal_act.283.1", "stalking.18.1"])
def test_other_offences_against_a_minor_do_not(provision: str) -> None:
    whole = stated(provision, "2024-12-01", persons={"V1": {"birth": "2010-05-01"}})
    assert limits(whole, provision).starts == "end_of_act"


def test_habit_leaves_both_readings_open() -> None:
    whole = filmed()
    whole["acts"]["A1"]["by"]["S1"]["habit"] = YES
    found = limits(whole, FILMED)
    assert [(r.years, r.latest) for r in found.readings] == [(7, date(2028, 3, 1)), (10, date(2031, 3, 1))]
    assert (found.earliest, found.latest, found.settled) == (date(2028, 3, 1), date(2031, 3, 1), False)
    assert any("72도2976" not in b.ko and "10년" in b.ko for b in found.because)


def test_habit_that_does_not_cross_a_line_and_raising_by_the_criminal_act_change_nothing() -> None:
    long = stated("scpa.14-3.1", "2021-03-02", persons={"V1": {"birth": "1990-01-01"}})
    long["acts"]["A1"]["by"]["S1"]["habit"] = YES
    assert limits(long, "scpa.14-3.1").readings == ()
    threat = stated("criminal_act.283.1", "2021-03-02")
    threat["acts"]["A1"]["by"]["S1"]["habit"] = YES
    found = limits(threat, "criminal_act.283.1")
    assert (found.readings, found.years) == ((), 5)


def touched(day: str, **victim: Any) -> dict[str, Any]:
    return stated("criminal_act.298", day, persons={"V1": {"birth": "1990-01-01", "disability": "no"} | victim})


def proof(whole: dict[str, Any], value: str) -> dict[str, Any]:
    whole["acts"]["A1"]["scientific_proof"] = {"value": value, "by": "test"}
    return whole


def test_scientific_proof_adds_ten_years() -> None:
    without, with_it = (limits(proof(touched("2021-03-02"), v), "criminal_act.298") for v in ("no", "yes"))
    assert (without.earliest, without.latest) == (date(2031, 3, 1), date(2031, 3, 1))
    assert (with_it.earliest, with_it.latest) == (date(2041, 3, 1), date(2041, 3, 1))
    unknown = limits(touched("2021-03-02"), "criminal_act.298")
    assert (unknown.earliest, unknown.latest) == (date(2031, 3, 1), date(2041, 3, 1))


def test_no_limitation_for_victims_under_thirteen_or_with_a_disability() -> None:
    assert limits(proof(touched("2021-03-02", birth="2010-01-01"), "no"), "criminal_act.298").kind == "none"
    assert limits(proof(touched("2021-03-02", disability="yes"), "no"), "criminal_act.298").kind == "none"
    open_ = proof(stated("criminal_act.298", "2021-03-02", persons={"V1": {"birth": "1990-01-01"}}), "no")
    found = limits(open_, "criminal_act.298")
    assert (found.kind, found.latest, found.settled) == ("years", None, False)


def made(day: str) -> dict[str, Any]:
    whole = stated("cyp.11.1", day)
    for person in whole["persons"].values():
        if person["role"] == "victim":
            person.pop("age", None)
            person["birth"] = "2003-01-01"
    return whole


def test_production_has_no_limitation_since_2021_09_24_also_for_what_was_not_barred_then() -> None:
    for day in ("2021-09-23", "2021-09-24"):
        assert limits(made(day), "cyp.11.1").kind == "none"


def test_attempt_and_habit_of_production_stay_open() -> None:
    whole = made("2021-09-24")
    for act in whole["acts"].values():
        for part in act["by"].values():
            part["habit"] = YES
    found = limits(whole, "cyp.11.1")
    assert (found.kind, found.settled) == ("years", False)


def test_indictment_stops_it_and_after_twenty_five_years_it_counts_as_complete() -> None:
    found = limits(filmed(S1={"indicted_on": "2022-05-01"}), FILMED)
    assert (found.earliest, found.latest, found.expired) == (date(2047, 4, 30), date(2047, 4, 30), "no")
    assert any("제249조 제2항" in b.ko for b in found.because)


def test_a_final_dismissal_lets_it_run_on() -> None:
    found = limits(filmed(S1={"indicted_on": "2022-05-01", "indictment_ended_on": "2022-08-01"}), FILMED)
    assert found.earliest == found.latest == date(2028, 6, 1)  # 92일 뒤로


def test_an_indictment_after_the_end_changes_nothing() -> None:
    whole = filmed("2013-07-01", S1={"indicted_on": "2022-05-01"})
    found = limits(whole, FILMED)
    assert (found.latest, found.expired) == (date(2020, 6, 30), "yes")


def two() -> dict[str, Any]:
    whole = filmed()
    whole["persons"]["S2"] = {"role": "suspect"}
    whole["acts"]["A1"]["by"]["S2"] = {"intent": YES}
    return whole


def test_the_indictment_of_an_accomplice_stops_it_until_that_case_is_final() -> None:
    whole = two()
    whole["persons"]["S2"] |= {"indicted_on": "2022-05-01", "judgment_final_on": "2023-05-01"}
    found = limits(whole, FILMED)
    assert found.earliest == found.latest == date(2029, 3, 1)
    whole["persons"]["S2"].pop("judgment_final_on")
    going = limits(whole, FILMED)
    assert going.latest is None
    assert going.earliest > date(2029, 3, 1)


def test_the_indictment_of_a_stranger_does_not() -> None:
    whole = filmed()
    whole["persons"]["S2"] = {"role": "suspect", "indicted_on": "2022-05-01"}
    assert limits(whole, FILMED).latest == date(2028, 3, 1)


def test_time_abroad_counts_only_with_the_purpose_of_evading_punishment() -> None:
    away = {"abroad_from": "2022-01-01", "abroad_to": "2022-12-31"}
    judged = {
        v: limits(filmed(S1=away | {"abroad_to_evade": {"value": v, "by": "test"}}), FILMED) for v in ("yes", "no")
    }
    assert (judged["no"].earliest, judged["no"].latest) == (date(2028, 3, 1), date(2028, 3, 1))
    assert (judged["yes"].earliest, judged["yes"].latest) == (date(2029, 2, 28), date(2029, 2, 28))
    unknown = limits(filmed(S1=away), FILMED)
    assert (unknown.earliest, unknown.latest, unknown.settled) == (date(2028, 3, 1), date(2029, 2, 28), False)


def test_who_is_still_abroad_has_no_last_day() -> None:
    found = limits(filmed(S1={"abroad_from": "2022-01-01", "abroad_to_evade": YES}), FILMED)
    assert found.latest is None
    assert found.expired == "no"


def test_an_accessory_is_reckoned_from_the_last_act() -> None:
    whole = filmed()
    whole["persons"]["S2"] = {"role": "suspect"}
    part = {"intent": YES, "contribution": YES, "knows_principal_offence": "yes", "intends_to_help": "yes"}
    whole["acts"]["A2"] = {"kind": "aided", "on": "2021-01-02", "by": {"S2": part}, "aids": ["A1"]}
    found = limits(whole, FILMED, "S2")
    assert found.earliest == date(2028, 3, 1)
    assert any("제252조 제2항" in b.ko for b in found.because)


def test_the_earliest_end_is_a_deadline_of_each_suspect() -> None:
    whole = two()
    got = assessed(whole)
    assert {k: v.due for k, v in due(got).items()} == {
        "limitation/S1": date(2028, 3, 1),
        "limitation/S2": date(2028, 3, 1),
    }
    assert due(got)["limitation/S1"].concerns
    late = due(assessed(filmed("2013-07-01")))["limitation/S1"]
    assert late.state == "overdue"

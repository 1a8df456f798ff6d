"""Conditions of prosecution: complaint, the victim's will, in time or not, by the day of the act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.procedure.build import YES, assessed, due, one, stated

INSULT, ACT = "criminal_act.311", "2026-03-02"
AGAINST_WILL = [
    ("criminal_act.283.1", "2021-01-01"),
    ("criminal_act.307.1", "2021-01-01"),
    ("criminal_act.309.1", "2021-01-01"),
    ("icn.70.1", "2021-01-01"),
    ("icn.70.2", "2021-01-01"),
    ("icn.74.1.3", "2021-01-01"),
    ("scpa.50.2.2", "2022-01-01"),
    ("stalking.18.1", "2023-07-10"),
]


def pair(**facts: Any) -> dict[str, Any]:
    return {"P1": {"suspect": "S1", "victim": "V1", **facts}}


def state(provision: str, day: str, **facts: Any) -> str | None:
    found = one(assessed(stated(provision, day, pairs=pair(**facts))), provision).prosecution
    return found.state if found else None


@pytest.mark.parametrize(("provision", "day"), AGAINST_WILL)
def test_the_victims_express_will_bars_and_nothing_else_does(provision: str, day: str) -> None:
    assert state(provision, day, punishment_wish="against") == "barred"
    assert state(provision, day, punishment_wish="wants") == "met"
    assert state(provision, day, punishment_wish="not_expressed") == "met"


@pytest.mark.parametrize(("provision", "day"), AGAINST_WILL)
def test_what_the_victim_said_is_asked_where_it_is_not_known(provision: str, day: str) -> None:
    got = assessed(stated(provision, day, pairs=pair()))
    found = one(got, provision).prosecution
    assert found is not None
    assert (found.state, [m.path for m in found.missing]) == ("open", ["pair.punishment_wish"])
    assert "pairs.P1.punishment_wish" in {q.at for q in got.questions}


@pytest.mark.parametrize(
    ("provision", "day"),
    [
        ("scpa.14-3.1", "2024-10-16"),
        ("scpa.13", "2021-01-01"),
        ("criminal_act.284", "2021-01-01"),
        ("stalking.18.2", "2022-01-01"),
    ],
)
def test_other_offences_need_nothing(provision: str, day: str) -> None:
    assert one(assessed(stated(provision, day)), provision).prosecution is None


def test_stalking_is_prosecuted_against_the_victims_will_for_acts_since_2023_07_11() -> None:
    assert state("stalking.18.1", "2023-07-10", punishment_wish="against") == "barred"
    after = one(assessed(stated("stalking.18.1", "2023-07-11", pairs=pair(punishment_wish="against"))), "stalking.18.1")
    assert after.prosecution is not None
    assert after.prosecution.state == "not_needed"
    assert "2023. 7. 11." in after.prosecution.because.ko


def test_where_the_day_of_the_act_may_lie_on_either_side_it_is_open() -> None:
    whole = stated("stalking.18.1", "2023-07-10", pairs=pair(punishment_wish="against"))
    whole["acts"]["A1"]["on"] = "2023-07"
    found = one(assessed(whole), "stalking.18.1").prosecution
    assert found is not None
    assert found.state in ("open", "barred", "not_needed")
    states = {f.prosecution.state for f in assessed(whole).findings if f.provision == "stalking.18.1" and f.prosecution}
    assert "met" not in states


def test_habitual_intimidation_needs_nothing() -> None:
    whole = stated("criminal_act.283.1", "2021-01-01", pairs=pair(punishment_wish="against"))
    whole["acts"]["A1"]["by"]["S1"]["habit"] = YES
    assert one(assessed(whole), "criminal_act.283.1").prosecution is None


@pytest.mark.parametrize(
    ("said", "judgment", "wanted"),
    [("2026-05-01", "2026-05-02", "barred"), ("2026-05-02", "2026-05-02", "met"), ("2026-06-01", "2026-05-02", "met")],
)
def test_what_is_said_after_the_first_judgment_comes_too_late(said: str, judgment: str, wanted: str) -> None:
    whole = stated("criminal_act.283.1", "2021-01-01", pairs=pair(punishment_wish="against", wish_expressed_on=said))
    whole["first_judgment_on"] = judgment
    found = one(assessed(whole), "criminal_act.283.1").prosecution
    assert found is not None and found.state == wanted


def test_when_it_was_said_is_asked_once_there_is_a_judgment() -> None:
    whole = stated("criminal_act.283.1", "2021-01-01", pairs=pair(punishment_wish="against"))
    whole["first_judgment_on"] = "2026-05-02"
    found = one(assessed(whole), "criminal_act.283.1").prosecution
    assert found is not None
    assert (found.state, [m.path for m in found.missing]) == ("open", ["pair.wish_expressed_on"])


@pytest.mark.parametrize(
    ("known", "made", "wanted"),
    [
        ("2026-03-02", "2026-09-02", "met"),  # 마지막 날은 수요일
        ("2026-03-02", "2026-09-03", "barred"),
        ("2026-03-05", "2026-09-07", "met"),  # 마지막 날 2026-09-05가 토요일이어서 월요일까지
        ("2026-03-05", "2026-09-08", "barred"),
    ],
)
def test_a_complaint_must_come_within_six_months_of_knowing_the_offender(known: str, made: str, wanted: str) -> None:
    assert state(INSULT, ACT, complaint="made", offender_known_on=known, complaint_made_on=made) == wanted


def test_force_majeure_begins_the_time_when_it_ends() -> None:
    facts = {"complaint": "made", "offender_known_on": "2026-03-02", "complaint_made_on": "2026-10-01"}
    assert state(INSULT, ACT, **facts) == "barred"
    assert state(INSULT, ACT, **facts, complaint_possible_from="2026-04-01") == "met"


def test_a_complaint_soon_after_the_act_is_in_time_whoever_was_known_when() -> None:
    assert state(INSULT, ACT, complaint="made", complaint_made_on="2026-08-01") == "met"
    whole = stated(INSULT, "2024-03-02", pairs=pair(complaint="made", complaint_made_on="2026-08-01"))
    found = one(assessed(whole), INSULT).prosecution
    assert found is not None
    assert (found.state, [m.path for m in found.missing]) == ("open", ["pair.offender_known_on"])


def test_without_a_complaint_it_is_open_until_the_time_is_over() -> None:
    whole = stated(INSULT, ACT, pairs=pair(complaint="none", offender_known_on="2026-06-01"))
    open_, over = (assessed(whole, date(2026, 12, day)) for day in (1, 2))
    assert [one(got, INSULT).prosecution.state for got in (open_, over)] == ["open", "barred"]  # type: ignore[union-attr]
    assert due(open_)["insult/S1/V1"].due == date(2026, 12, 1)
    assert due(open_)["insult/S1/V1"].state == "today"
    assert due(over)["insult/S1/V1"].state == "overdue"


def test_a_withdrawn_complaint_bars_and_reaches_the_others_who_took_part() -> None:
    assert state(INSULT, ACT, complaint="withdrawn") == "barred"
    whole = stated(INSULT, ACT, pairs=pair(complaint="withdrawn"))
    whole["persons"]["S2"] = {"role": "suspect"}
    whole["acts"]["A1"]["by"]["S2"] = {"intent": YES}
    got = assessed(whole)
    found = one(got, INSULT, "S2").prosecution
    assert found is not None and found.state == "barred"
    assert "제233조" in found.because.ko


def test_the_victims_will_towards_one_does_not_reach_the_others() -> None:
    whole = stated("criminal_act.283.1", "2021-01-01", pairs=pair(punishment_wish="against"))
    whole["persons"]["S2"] = {"role": "suspect"}
    whole["acts"]["A1"]["by"]["S2"] = {"intent": YES}
    got = assessed(whole)
    assert one(got, "criminal_act.283.1", "S1").prosecution.state == "barred"  # type: ignore[union-attr]
    assert one(got, "criminal_act.283.1", "S2").prosecution.state == "open"  # type: ignore[union-attr]


def test_what_is_barred_stays_listed_and_leaves_the_range() -> None:
    got = assessed(stated("criminal_act.283.1", "2021-01-01", pairs=pair(punishment_wish="against")))
    offence = next(o for o in got.offences if o.provision == "criminal_act.283.1")
    assert offence.prosecution is not None and offence.prosecution.state == "barred"
    suspect = got.suspects[0]
    assert offence.id in suspect.offences
    assert suspect.range is None
    assert [s.offences for s in suspect.range_notes] == [(offence.id,)]


def test_the_victims_will_counts_for_the_suspect_and_the_victim_of_the_pair_only() -> None:
    whole = stated("criminal_act.283.1", "2021-01-01", pairs=pair(punishment_wish="against"))
    whole["persons"]["V2"] = {"role": "victim"}
    whole["acts"]["A1"]["towards"]["V2"] = {"as": "threatened"}
    got = assessed(whole)
    states = {
        f.count.victim: f.prosecution.state
        for f in got.findings
        if f.provision == "criminal_act.283.1" and f.prosecution
    }
    assert states == {"V1": "barred", "V2": "open"}

"""Clocks: which days start them, how they are counted, since when they hold, and what a weekend at the end does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from offence_engine.conclusion.period import due_of
from offence_engine.model.procedure import Counting, Length
from offence_engine.model.result import Deadline
from tests.procedure.build import assessed, due, shipped, stated

EXTENDS = Counting(first_day=False, holiday_extends=True, by="cpa.66")
STRICT = Counting(first_day=False, holiday_extends=False, by="cpa.66")
FIRST_COUNTS = Counting(first_day=True, holiday_extends=False, by="cpa.66")
AS_OF = date(2027, 12, 31)


@pytest.mark.parametrize(
    ("start", "length", "counting", "last"),
    [
        (date(2026, 10, 5), {"months": 3}, EXTENDS, date(2027, 1, 5)),
        (date(2026, 11, 30), {"months": 3}, EXTENDS, date(2027, 3, 1)),  # 2월 28일이 일요일
        (date(2026, 11, 30), {"months": 3}, STRICT, date(2027, 2, 28)),  # 같은 날이 없으면 그 달의 끝
        (date(2026, 10, 2), {"days": 7}, EXTENDS, date(2026, 10, 9)),
        (date(2026, 10, 3), {"days": 7}, EXTENDS, date(2026, 10, 12)),  # 토요일이면 월요일
        (date(2026, 10, 4), {"days": 7}, EXTENDS, date(2026, 10, 12)),  # 일요일이면 월요일
        (date(2026, 10, 4), {"days": 7}, STRICT, date(2026, 10, 11)),
        (date(2026, 7, 1), {"days": 60}, STRICT, date(2026, 8, 30)),
        (date(2026, 7, 1), {"hours": 48}, STRICT, date(2026, 7, 3)),
        (date(2026, 7, 1), {"hours": 14}, STRICT, date(2026, 7, 2)),
        (date(2024, 2, 29), {"years": 1}, STRICT, date(2025, 2, 28)),
        (date(2021, 3, 2), {"years": 7}, FIRST_COUNTS, date(2028, 3, 1)),
    ],
)
def test_the_last_day(start: date, length: dict[str, int], counting: Counting, last: date) -> None:
    found = due_of(start, Length(**length), counting)
    assert found.day == last
    assert (found.moved_from is not None) is (
        counting.holiday_extends and found.day.weekday() == 0 and found.moved_from != last
    )


def running(as_of: date = AS_OF, /, **days: str) -> dict[str, Deadline]:
    found = due(assessed(stated("scpa.14.1", "2021-03-02") | days, as_of))
    return {k: v for k, v in found.items() if not k.startswith("limitation/")}


# clock: the days in the case, its last day; then the day before which it does not hold (None: from the first known day).
CLOCKS: list[tuple[str, dict[str, str], str, dict[str, str]]] = [
    ("police_decision", {"complaint_received_on": "2026-10-02"}, "2027-01-04", {"complaint_received_on": "2026-10-01"}),
    ("police_decision_rule", {"complaint_received_on": "2026-10-01"}, "2027-01-01", {"complaint_received_on": "2026-10-02"}),
    ("prosecutor_decision", {"complaint_received_on": "2026-10-02", "referred_on": "2026-12-01"}, "2027-03-01",
     {"complaint_received_on": "2026-10-01", "referred_on": "2026-12-01"}),
    ("prosecutor_decision_sent", {"complaint_received_on": "2026-10-02", "nonreferral_sent_on": "2026-12-01"}, "2027-03-01",
     {"complaint_received_on": "2026-10-01", "nonreferral_sent_on": "2026-12-01"}),
    ("nonreferral_notice", {"nonreferral_sent_on": "2026-10-01"}, "2026-10-08", {"nonreferral_sent_on": "2026-10-02"}),
    ("nonreferral_notice_with_decision", {"nonreferral_sent_on": "2026-10-02"}, "2026-10-09", {"nonreferral_sent_on": "2026-10-01"}),
    ("objection", {"notice_given_on": "2026-10-02"}, "2027-01-04", {"notice_given_on": "2026-10-01"}),
    ("record_return", {"nonreferral_sent_on": "2026-10-01"}, "2026-12-30", {"nonreferral_sent_on": "2020-12-31"}),
    ("record_return_2026", {"nonreferral_sent_on": "2026-10-02"}, "2026-12-31", {"nonreferral_sent_on": "2026-10-01"}),
    ("reinvestigation_request", {"nonreferral_sent_on": "2026-10-01"}, "2026-12-30", {"nonreferral_sent_on": "2026-10-02"}),
    ("reinvestigation_demand", {"nonreferral_sent_on": "2026-10-02"}, "2027-01-04", {"nonreferral_sent_on": "2026-10-01"}),
    ("reinvestigation", {"nonreferral_sent_on": "2026-10-02", "reinvestigation_requested_on": "2026-11-02"}, "2027-02-02",
     {"nonreferral_sent_on": "2026-10-01", "reinvestigation_requested_on": "2026-11-02"}),
    ("reinvestigation_again", {"nonreferral_sent_on": "2026-10-02", "reinvestigation_reported_on": "2027-02-01"}, "2027-03-01",
     {"nonreferral_sent_on": "2026-10-01", "reinvestigation_reported_on": "2027-02-01"}),
    ("supplement", {"supplement_requested_on": "2026-10-02"}, "2026-11-02", {"supplement_requested_on": "2026-10-01"}),
    ("supplement_whole", {"supplement_requested_on": "2026-10-02"}, "2027-01-02", {"supplement_requested_on": "2026-10-01"}),
    ("supplement_opinion", {"supplement_sent_ahead_on": "2026-11-02"}, "2026-11-09", {"supplement_sent_ahead_on": "2026-10-01"}),
    ("delay_answer", {"investigation_opened_on": "2026-10-02", "delay_protested_on": "2027-05-03"}, "2027-05-17",
     {"investigation_opened_on": "2026-10-01", "delay_protested_on": "2027-05-03"}),
    ("delay_review", {"investigation_opened_on": "2026-10-02", "delay_answered_on": "2027-05-17"}, "2027-05-31",
     {"investigation_opened_on": "2026-10-01", "delay_answered_on": "2027-05-17"}),
    ("appeal", {"nonindictment_notified_on": "2026-10-05"}, "2026-11-04", {"nonindictment_notified_on": "2026-10-01"}),
    ("appeal_before", {"nonindictment_notified_on": "2026-10-01"}, "2026-11-02", {"nonindictment_notified_on": "2026-10-02"}),
    ("court_application", {"appeal_dismissed_notified_on": "2026-11-02"}, "2026-11-12", {}),
    ("disposition_notice", {"prosecution_decided_on": "2026-11-02"}, "2026-11-09", {}),
    ("progress_opening", {"investigation_opened_on": "2026-10-05"}, "2026-10-12", {}),
    ("progress_three_months", {"investigation_opened_on": "2026-10-05"}, "2027-01-05", {"investigation_opened_on": "2024-05-23"}),
    ("progress_monthly", {"progress_notified_on": "2027-01-07"}, "2027-02-07", {}),
    ("result_notice_referral", {"referred_on": "2026-12-01"}, "2026-12-08", {}),
    ("result_notice_sent", {"nonreferral_sent_on": "2026-12-01"}, "2026-12-08", {}),
    ("long_case", {"investigation_opened_on": "2026-10-05"}, "2027-10-05", {}),
    ("suspension_file", {"suspended_on": "2026-11-02"}, "2026-11-09", {}),
    ("suspension_return", {"suspension_file_sent_on": "2026-11-02"}, "2026-12-02", {}),
    ("preservation", {"preservation_requested_on": "2026-07-01"}, "2026-08-30", {"preservation_requested_on": "2026-06-30"}),
    ("preservation_extended", {"preservation_extended_on": "2026-08-30"}, "2026-09-29", {"preservation_extended_on": "2026-06-30"}),
    ("urgent_preservation_approval", {"urgent_preservation_on": "2026-07-03"}, "2026-07-05", {"urgent_preservation_on": "2026-06-30"}),
    ("undisclosed_investigation", {"undisclosed_investigation_on": "2026-10-05"}, "2027-01-05", {"undisclosed_investigation_on": "2021-09-23"}),
    ("disguised_investigation", {"disguised_investigation_on": "2026-10-05"}, "2027-01-05", {"disguised_investigation_on": "2021-09-23"}),
    ("urgent_undercover", {"urgent_undercover_on": "2026-10-05"}, "2026-10-07", {"urgent_undercover_on": "2021-09-23"}),
]  # fmt: skip


@pytest.mark.parametrize(("clock", "days", "last", "outside"), CLOCKS, ids=[c for c, *_ in CLOCKS])
def test_a_clock(clock: str, days: dict[str, str], last: str, outside: dict[str, str]) -> None:
    found = running(**days)
    assert clock in found, sorted(found)
    assert found[clock].due == date.fromisoformat(last)
    if outside:
        assert clock not in running(**outside)


def test_every_clock_is_tested_and_those_not_here_are_tested_below() -> None:
    other = {"court_application_before_limitation", "reinvestigation_2023"}
    assert set(shipped().procedure.clocks) == {c for c, *_ in CLOCKS} | other


def test_a_clock_does_not_run_before_its_day_or_after_it_was_done() -> None:
    assert running() == {}
    assert "police_decision" not in running(complaint_received_on="2026-10-05", decided_on="2026-12-01")


@pytest.mark.parametrize(("day", "state"), [(4, "open"), (5, "today"), (6, "overdue")])
def test_open_today_overdue(day: int, state: str) -> None:
    found = running(date(2027, 1, day), complaint_received_on="2026-10-05")["police_decision"]
    assert (found.due, found.from_, found.state) == (date(2027, 1, 5), date(2026, 10, 5), state)


def test_a_weekend_moves_the_end_and_says_so() -> None:
    found = running(complaint_received_on="2026-10-02")["police_decision"]
    assert found.note is not None
    assert "2027-01-02" in found.note.ko and "월요일" in found.note.ko
    assert "공휴일" in found.note.ko
    assert [c.id for c in found.by] == ["cpa.238", "cpa.66"]


def test_deadlines_stand_in_order_of_their_days() -> None:
    whole = stated("scpa.14.1", "2021-03-02") | {"complaint_received_on": "2026-10-05", "referred_on": "2026-10-20"}
    days = [d.due for d in assessed(whole, AS_OF).deadlines]
    assert days == sorted(days)
    assert len(days) > 3


def test_reinvestigation_requests_before_2026_10_02_have_the_time_of_the_decree() -> None:
    found = running(nonreferral_sent_on="2026-09-01", reinvestigation_requested_on="2026-09-15")
    assert found["reinvestigation_2023"].due == date(2026, 12, 15)


def test_the_application_without_appeal_opens_thirty_days_before_limitation_ends() -> None:
    whole: dict[str, Any] = stated("scpa.14.1", "2021-03-02", persons={"V1": {"birth": "1990-01-01"}})
    found = due(assessed(whole | {"complaint_received_on": "2026-10-05"}))["court_application_before_limitation/S1"]
    assert (found.from_, found.due) == (date(2028, 1, 31), date(2028, 2, 29))

"""The vectors: statutory ranges with the mitigation of an attempt, a printed judgment, and eight computed by the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest

from offence_engine.reckoning.amounts import bounds
from tests.reckoning.build import (
    ACCESSORY,
    ATTEMPT,
    DIRECTED,
    HABIT,
    REPEATED,
    book,
    crime,
    options,
    penalty,
    plain,
    rules,
    y,
)


class Row(NamedTuple):
    """A penalty as the statute has it: terms in months, the fine in ten thousand won; and both for an attempt."""

    name: str
    prison: str
    fine: str | None
    months: tuple[float, float]
    most_fine: int | None
    attempt: tuple[float, float] | None = None
    attempt_fine: int | None = None
    on: str | None = None
    life: bool = False


HALF_MONTH = 0.5
ROWS = [
    Row("scpa.13", "2년 이하", "2천만원 이하", (1, 24), 2000, on="2020-05-19"),
    Row("scpa.13", "2년 이하", "500만원 이하", (1, 24), 500, on="2013-06-19"),
    Row("scpa.14.1", "7년 이하", "5천만원 이하", (1, 84), 5000, (HALF_MONTH, 42), 2500, "2020-05-19"),
    Row("scpa.14.2", "7년 이하", "5천만원 이하", (1, 84), 5000, (HALF_MONTH, 42), 2500, "2020-05-19"),
    Row("scpa.14.1", "5년 이하", "3천만원 이하", (1, 60), 3000, (HALF_MONTH, 30), 1500, "2018-12-18"),
    Row("scpa.14.2", "5년 이하", "3천만원 이하", (1, 60), 3000, (HALF_MONTH, 30), 1500, "2018-12-18"),
    Row("scpa.14.1", "5년 이하", "1천만원 이하", (1, 60), 1000, (HALF_MONTH, 30), 500, "2013-06-19"),
    Row("14(2) 2013", "3년 이하", "500만원 이하", (1, 36), 500, (HALF_MONTH, 18), 250),
    Row("scpa.14.3", "3년 이상", None, (36, 360), None, (18, 180), None, "2020-05-19"),
    Row("scpa.14.3", "7년 이하", None, (1, 84), None, (HALF_MONTH, 42), None, "2018-12-18"),
    Row("14(3) 2013", "7년 이하", "3천만원 이하", (1, 84), 3000, (HALF_MONTH, 42), 1500),
    Row("scpa.14.4", "3년 이하", "3천만원 이하", (1, 36), 3000, (HALF_MONTH, 18), 1500, "2020-05-19"),
    Row("scpa.14-2.1", "7년 이하", "5천만원 이하", (1, 84), 5000, (HALF_MONTH, 42), 2500, "2024-10-16"),
    Row("scpa.14-2.2", "7년 이하", "5천만원 이하", (1, 84), 5000, (HALF_MONTH, 42), 2500, "2024-10-16"),
    Row("scpa.14-2.1", "5년 이하", "5천만원 이하", (1, 60), 5000, (HALF_MONTH, 30), 2500, "2020-06-25"),
    Row("scpa.14-2.2", "5년 이하", "5천만원 이하", (1, 60), 5000, (HALF_MONTH, 30), 2500, "2020-06-25"),
    Row("scpa.14-2.3", "3년 이상", None, (36, 360), None, (18, 180), None, "2024-10-16"),
    Row("scpa.14-2.3", "7년 이하", None, (1, 84), None, (HALF_MONTH, 42), None, "2020-06-25"),
    Row("scpa.14-2.4", "3년 이하", "3천만원 이하", (1, 36), 3000, (HALF_MONTH, 18), 1500, "2024-10-16"),
    Row("scpa.14-3.1", "1년 이상", None, (12, 360), None, (6, 180), None, "2020-05-19"),
    Row("scpa.14-3.2", "3년 이상", None, (36, 360), None, (18, 180), None, "2020-05-19"),
    Row("SCPA 50(2)", "3년 이하", "3천만원 이하", (1, 36), 3000),
    Row("SCPA 50(2) to 2021-01-20", "2년 이하", "500만원 이하", (1, 24), 500),
    Row("cyp.11.1", "무기 또는 5년 이상", None, (60, 360), None, (30, 180), None, "2013-06-19", life=True),
    Row("cyp.11.2", "5년 이상", None, (60, 360), None, on="2020-06-02"),
    Row("cyp.11.3", "3년 이상", None, (36, 360), None, on="2020-06-02"),
    Row("cyp.11.4", "3년 이상", None, (36, 360), None, on="2020-06-02"),
    Row("cyp.11.5", "1년 이상", None, (12, 360), None, on="2020-06-02"),
    Row("cyp.11.2", "10년 이하", None, (1, 120), None, on="2013-06-19"),
    Row("cyp.11.3", "7년 이하", "5천만원 이하", (1, 84), 5000, on="2013-06-19"),
    Row("cyp.11.4", "3년 이상", None, (36, 360), None, on="2013-06-19"),
    Row("cyp.11.5", "1년 이하", "2천만원 이하", (1, 12), 2000, on="2013-06-19"),
    Row("CYP 11-2(1)", "3년 이상", None, (36, 360), None, (18, 180)),
    Row("CYP 11-2(2)", "5년 이상", None, (60, 360), None, (30, 180)),
    Row("CYP 15-2", "3년 이하", "3천만원 이하", (1, 36), 3000, (HALF_MONTH, 18), 1500),
    Row("CYP 17(1)", "3년 이하", "2천만원 이하", (1, 36), 2000),
    Row("CYP 31(4)", "7년 이하", "5천만원 이하", (1, 84), 5000),
    Row("TBA 95-2", "3년 이하", "1억원 이하", (1, 36), 10000),
    Row("ICN 70(1)", "3년 이하", "3천만원 이하", (1, 36), 3000),
    Row("ICN 70(2)", "7년 이하", "5천만원 이하", (1, 84), 5000),
    Row("ICN 70(2) from 2026-07-07", "7년 이하", "7천만원 이하", (1, 84), 7000),
    Row("Stalking 18(1)", "3년 이하", "3천만원 이하", (1, 36), 3000),
    Row("Stalking 18(2)", "5년 이하", "5천만원 이하", (1, 60), 5000),
    Row("Child Welfare 71(1)1의2", "10년 이하", "1억원 이하", (1, 120), 10000),
    Row("Child Welfare 71(1)2", "5년 이하", "5천만원 이하", (1, 60), 5000),
    Row("ICN 74(1)", "1년 이하", "1천만원 이하", (1, 12), 1000),
]
FLOOR = 50_000


def named(row: Row) -> str:
    return f"{row.name}@{row.on}" if row.on else row.name


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_statutory_range(row: Row) -> None:
    found = plain(crime("a", row.prison, row.fine))
    assert found.prison_months == row.months
    assert found.life == row.life
    assert found.fine_krw is None
    fined = options(crime("a", row.prison, row.fine)).get("fine")
    if row.most_fine is None:
        assert fined is None
    else:
        assert fined is not None
        assert (fined.prison_months, fined.fine_krw) == (None, (FLOOR, row.most_fine * 10_000))


@pytest.mark.parametrize("row", [r for r in ROWS if r.attempt], ids=named)
def test_attempt_halves_both_ends_if_the_court_applies_it(row: Row) -> None:
    tried = crime("a", row.prison, row.fine, grounds=(ATTEMPT,))
    assert plain(tried).prison_months == row.months, "the mitigation of an attempt is not mandatory"
    found = options(tried)
    assert found["optional:attempt.1"].prison_months == row.attempt
    assert found["optional:attempt.1"].life is False
    if row.attempt_fine is not None:
        assert found["fine+optional"].fine_krw == (FLOOR // 2, row.attempt_fine * 10_000)
        assert not found["fine+optional"].settled, "that the minimum of a fine is halved too rests on memory"
    if row.life:
        assert found["life+optional"].prison_months == (y(10), y(50))


@pytest.mark.parametrize("row", [r for r in ROWS if r.on], ids=named)
def test_the_rules_hold_the_same_penalty(row: Row) -> None:
    version = book().version_on(row.name, date.fromisoformat(row.on or ""))
    assert version is not None
    held = book().penalties[row.name, version.effective]
    assert held == penalty(row.prison, row.fine).model_copy(update={"text": held.text})


def test_a_printed_judgment() -> None:
    """Seoul High Court 2024-11-01, 2024노1823: 1 year to 42 years (30 + 5 + 5 + 2)."""
    found = plain(
        crime("11(5)", "1년 이상"),
        crime("14-2(1)", "5년 이하", "5천만원 이하", number=2),
        crime("13", "2년 이하", "2천만원 이하"),
    )
    assert found.prison_months == (y(1), y(42))
    assert found.settled
    assert [s.by for s in found.steps][-1] == "criminal_act.38"
    assert "장기 합산 42년" in found.steps[-1].text.ko


def test_the_first_instance_of_an_en_banc_decision() -> None:
    """2018도5475: attempt of 1 to 10 years mitigated to 6 months to 5 years, with assault (2 years): 6 months to 7 years."""
    assault = crime("assault", "2년 이하")
    ten_years = bounds((12, 120))
    attempt = replace(crime("special injury", "1년 이상", grounds=(ATTEMPT,)), prison=ten_years)
    found = options(attempt, assault)
    assert found["optional:attempt.1"].prison_months == (y(0, 6), y(7))


def test_vector_1_two_victims() -> None:
    one = crime("14-2(1)", "7년 이하", "5천만원 이하")
    assert plain(one).prison_months == (1, y(7))
    two = crime("14-2(1)", "7년 이하", "5천만원 이하", number=2)
    assert plain(two).prison_months == (1, y(10, 6))


def test_vector_2_three_offences_and_discretionary_mitigation() -> None:
    crimes = (crime("11(1)", "무기 또는 5년 이상"), crime("11(3)", "3년 이상"), crime("11(5)", "1년 이상"))
    found = plain(*crimes)
    assert found.prison_months == (y(5), y(45))
    assert found.suspended_execution == rules().suspension.impossible  # type: ignore[union-attr]
    mitigated = options(*crimes)["discretion"]
    assert mitigated.prison_months == (y(2, 6), y(22, 6))
    assert not mitigated.life
    assert mitigated.suspended_execution == rules().suspension.possible  # type: ignore[union-attr]


def test_vector_3_attempt_then_discretion() -> None:
    found = options(crime("14-3(2)", "3년 이상", grounds=(ATTEMPT,)))
    assert found["optional:attempt.1"].prison_months == (y(1, 6), y(15))
    assert found["optional+discretion"].prison_months == (9, y(7, 6))


def test_vector_4_not_above_the_sum() -> None:
    assert plain(crime("14(3)", "3년 이상"), crime("14(4)", "3년 이하", "3천만원 이하")).prison_months == (y(3), y(33))


def test_vector_5_repeated_crime_doubles_only_the_maximum() -> None:
    found = plain(crime("14(1)", "7년 이하", "5천만원 이하", grounds=(REPEATED,)))
    assert found.prison_months == (1, y(14))
    assert found.suspended_execution == rules().suspension.barred_because  # type: ignore[union-attr]
    fined = options(crime("14(1)", "7년 이하", "5천만원 이하", grounds=(REPEATED,)))["fine"]
    assert fined.fine_krw == (FLOOR, 50_000_000)


def test_vector_6_different_kinds_are_imposed_together() -> None:
    found = options(crime("13", "2년 이하", "2천만원 이하"), crime("14(1)", "7년 이하", "5천만원 이하"))
    both = found["fine_but_heaviest"]
    assert both.prison_months == (1, y(7))
    assert both.fine_krw == (FLOOR, 20_000_000)
    assert [s.by for s in both.steps][-1] == "criminal_act.38.1.3"


def test_vector_7_habit_raises_both_ends_which_is_not_settled() -> None:
    found = plain(crime("11-2(2)", "5년 이상", grounds=(HABIT,)))
    assert found.prison_months == (y(7, 6), y(45))
    assert not found.settled
    assert "확인하지 못한" in found.steps[-1].text.ko


def test_vector_8_life() -> None:
    making = crime("11(1)", "무기 또는 5년 이상", grounds=(ATTEMPT,))
    others = (crime("11(3)", "3년 이상"), crime("14(1)", "7년 이하", "5천만원 이하"))
    alone = options(making)
    assert (alone["life"].prison_months, alone["life"].life) == (None, True)
    assert alone["life+optional"].prison_months == (y(10), y(50))
    chosen = options(making, *others)["life"]
    assert (chosen.prison_months, chosen.life, chosen.fine_krw) == (None, True, None)
    assert "criminal_act.38.1.1" in [s.by for s in chosen.steps]
    assert options(making, *others)["life+discretion"].prison_months == (y(10), y(50))


def test_the_order_of_raising_and_mitigating() -> None:
    """Habit, then twofold maximum, then the accessory's half, then several offences, each step from the one before."""
    whole = crime("a", "3년 이상", grounds=(HABIT, REPEATED, ACCESSORY))
    found = plain(whole, crime("b", "2년 이하"))
    assert [s.by for s in found.steps] == [
        "fic.1",
        "habit.1",
        "recidivism.1",
        "accessory.1",
        "fic.1",
        "criminal_act.38",
    ]
    assert found.prison_months == (y(3) * 1.5 / 2, min(y(25) * 1.5, y(25) + 24))


def test_the_cap_of_fifty_years_stands_at_every_raise() -> None:
    assert plain(crime("a", "5년 이상", grounds=(HABIT, REPEATED))).prison_months == (y(7, 6), y(50))
    assert plain(crime("a", "5년 이상", number=9, grounds=(REPEATED,))).prison_months == (y(5), y(50))


def test_instigating_a_subordinate_raises_the_maximum_of_terms_and_fines() -> None:
    led = crime("a", "7년 이하", "5천만원 이하", grounds=(DIRECTED,))
    assert plain(led).prison_months == (1, y(10, 6))
    assert options(led)["fine"].fine_krw == (FLOOR, 75_000_000)


def test_several_statutory_grounds_may_each_mitigate() -> None:
    found = options(crime("a", "4년 이상", grounds=(ACCESSORY, ATTEMPT)))
    assert found["optional:attempt.1"].prison_months == (y(1), y(7, 6))
    assert found["optional+discretion"].prison_months == (6, y(3, 9))

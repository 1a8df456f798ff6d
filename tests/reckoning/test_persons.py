"""Whoever is young, has been sentenced before, or is no human being: what it changes in the range."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reckoning.cases import AS_OF, YES, message_for_a_company, one_picture, production, suspect

ACT = "2025-06-01"


def test_under_18_at_the_act_life_is_replaced_by_fifteen_years() -> None:
    found = suspect(production(birth="2007-06-02"))
    assert found.range is not None
    assert (found.range.life, found.range.prison_months) == (False, (60, 360))
    life = next(o for o in found.range_options if o.id == "life")
    assert (life.life, life.prison_months) == (False, (180, 180))
    assert life.steps[-1].by == "juvenile.59"
    assert not any(o.id == "life+discretion" for o in found.range_options)


def test_18_on_the_day_of_the_act_is_not_under_18() -> None:
    found = suspect(production(birth="2007-06-01"))
    assert found.range is not None
    assert found.range.life
    life = next(o for o in found.range_options if o.id == "life")
    assert (life.life, life.prison_months) == (True, None)


def test_a_day_of_birth_that_leaves_it_open_is_said() -> None:
    found = suspect(production(birth="2007"))
    assert found.range is not None
    assert found.range.life
    life = next(o for o in found.range_options if o.id == "life")
    assert life.life
    assert life.steps[-1].by == "juvenile.59"


def test_of_an_adult_and_of_an_unknown_age_nothing_is_said_of_youth() -> None:
    for found in (suspect(production(birth="1980-01-01")), suspect(production())):
        assert found.range is not None
        steps = [s.by for o in (found.range, *found.range_options) for s in o.steps]
        assert not any((by or "").startswith("juvenile") for by in steps)


@pytest.mark.parametrize(
    ("as_of", "still_young"),
    [(date(2027, 6, 1), True), (date(2027, 6, 2), False)],
)
def test_an_indeterminate_sentence_while_under_19(as_of: date, still_young: bool) -> None:
    """Born on 2008-06-02: 19 on 2027-06-02, judged by the day of assessment."""
    found = suspect(production(birth="2008-06-02", as_of=as_of))
    options = {o.id: o for o in found.range_options}
    assert ("juvenile.60" in options) is still_young
    if still_young:
        option = options["juvenile.60"]
        assert option.prison_months == (60, 120)
        assert option.shorter_months == (60, 60)
        assert not option.settled
        assert "장기 징역 5년~10년, 단기 징역 5년 (부정기형)" in option.text.ko


def test_the_terms_of_an_indeterminate_sentence_stay_within_the_range() -> None:
    result = one_picture(person={"birth": "2008-06-02"})
    option = {o.id: o for o in suspect(result).range_options}["juvenile.60"]
    assert (option.prison_months, option.shorter_months) == ((1, 84), (1, 60))


def test_under_14_there_is_no_range_and_no_option() -> None:
    found = suspect(production(birth="2012-01-01"))
    assert found.punishable == "no"
    assert (found.range, found.range_options, found.range_notes, found.guidelines) == (None, (), (), None)
    assert found.notice is not None
    assert "소년부에 송치" in found.notice.ko


PRIOR = {"prior_confinement": "yes", "prior_sentence_over": "yes"}


def test_repeated_crime_is_raised_and_not_suspended() -> None:
    plain = suspect(one_picture(person=PRIOR, within_three_years_of_sentence="no"))
    again = suspect(one_picture(person=PRIOR, within_three_years_of_sentence="yes"))
    assert plain.range is not None and again.range is not None
    assert plain.range.prison_months == (1, 84)
    assert again.range.prison_months == (1, 168)
    assert again.range.settled
    assert again.range.suspended_execution is not None
    assert "집행을 유예할 수 없다" in again.range.suspended_execution.ko


def test_of_a_prior_sentence_that_is_not_known_nothing_is_raised() -> None:
    found = suspect(one_picture(within_three_years_of_sentence="yes"))
    assert found.range is not None
    assert found.range.prison_months == (1, 84)


def test_a_habit_is_raised_at_both_ends_and_not_settled() -> None:
    found = suspect(one_picture(habit={"value": "yes", "by": "test"}))
    assert found.range is not None
    assert found.range.prison_months == (1.5, 126)
    assert not found.range.settled
    assert any(not s.settled for s in found.range.steps)


def test_the_other_choices_are_told_with_their_steps() -> None:
    found = suspect(one_picture())
    options = {o.id: o for o in found.range_options}
    assert set(options) == {"fine", "discretion"}
    assert options["fine"].fine_krw == (50_000, 50_000_000)
    assert options["fine"].prison_months is None
    assert options["discretion"].prison_months == (0.5, 42)
    assert all(o.steps for o in options.values())
    assert [n.by for n in found.range_notes] == ["criminal_act.55.2", "scpa.20"]


def test_the_range_does_not_depend_on_the_day_of_assessment_of_an_adult() -> None:
    born = "1980-01-01"
    one, other = (suspect(production(birth=born, as_of=day)) for day in (AS_OF, date(2030, 1, 1)))
    assert one.range == other.range
    assert one.range_options == other.range_options


def test_a_legal_entity_is_only_fined() -> None:
    result = message_for_a_company()
    doer, company = suspect(result), suspect(result, "C1")
    assert doer.range is not None and company.range is not None
    assert doer.range.prison_months == (1, 24)
    assert company.range.prison_months is None
    assert company.range.fine_krw == (50_000, 20_000_000)
    assert not company.range.life
    assert {o.id for o in company.range_options} <= {"discretion"}
    assert company.guidelines is None
    assert company.notice is None


def test_a_legal_entity_that_took_due_care_has_no_range() -> None:
    assert suspect(message_for_a_company(due_care=YES), "C1").range is None

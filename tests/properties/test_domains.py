"""Regions of values: a stated value lies in the one whose tests say what the value says; ages are tried day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from offence_engine.model.case import Value
from offence_engine.model.condition import AgeTest, FactTest
from offence_engine.model.rule import FactDecl
from offence_engine.model.time import Span, add_years, birthday, births_for_age
from offence_engine.rulebook.domains import Domain, age_domain, domain
from tests.properties.strategies import COLOURS, SIGNS, declaration

WORDS = ("alpha", "beta", "gamma")


def says(test: dict[str, Any], value: Any) -> bool:
    """One comparison of one value, written apart from the code under test."""
    match test:
        case {"is": wanted}:
            return bool(str(value) == wanted)
        case {"one_of": wanted}:
            return bool(value in wanted)
        case {"any_in": wanted}:
            return bool(set(value) & set(wanted))
        case {"all_in": wanted}:
            return bool(value) and set(value) <= set(wanted)
        case {"at_least": limit}:
            return int(value) >= int(limit)
        case {"under": limit}:
            return int(value) < int(limit)
        case {"from": day}:
            return bool(value >= date.fromisoformat(day))
        case {"before": day}:
            return bool(value < date.fromisoformat(day))
    raise AssertionError(test)


def several(one: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(one, min_size=1, max_size=4)


DAYS = st.dates(date(2019, 12, 1), date(2020, 3, 31))
CASES: dict[str, tuple[st.SearchStrategy[list[dict[str, Any]]], st.SearchStrategy[Any]]] = {
    "yes_no": (several(st.sampled_from(({"is": "yes"}, {"is": "no"}))), st.sampled_from(("yes", "no"))),
    "choice": (
        several(st.lists(st.sampled_from(COLOURS), min_size=1, unique=True).map(lambda names: {"one_of": names})),
        st.sampled_from(COLOURS),
    ),
    "choices": (
        several(
            st.tuples(
                st.sampled_from(("any_in", "all_in")), st.lists(st.sampled_from(SIGNS), min_size=1, unique=True)
            ).map(lambda pair: {pair[0]: pair[1]})
        ),
        st.lists(st.sampled_from(SIGNS), unique=True).map(lambda names: tuple(sorted(names))),
    ),
    "number": (
        several(
            st.tuples(st.sampled_from(("at_least", "under", "is")), st.integers(-5, 30)).map(
                lambda p: {p[0]: str(p[1])}
            )
        ),
        st.integers(-100, 100),
    ),
    "date": (
        several(st.tuples(st.sampled_from(("from", "before")), DAYS).map(lambda p: {p[0]: p[1].isoformat()})),
        st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    ),
    "text": (several(st.sampled_from(WORDS).map(lambda w: {"is": w})), st.text(max_size=5) | st.sampled_from(WORDS)),
}


@given(st.sampled_from(sorted(CASES)), st.data())
def test_a_stated_value_lies_in_the_region_that_says_what_it_says(type_: str, data: st.DataObject) -> None:
    raw, values = CASES[type_]
    written = data.draw(raw)
    tests = [FactTest.model_validate({"fact": "act.x", **test}) for test in written]
    found = domain("act.x", FactDecl.model_validate(declaration(type_)), tests)
    value: Value = data.draw(values)
    at = found.at(value)
    assert at & at - 1 == 0 and at & found.unknown, "one region, and one that an unknown value can have"
    for test, model in zip(written, tests, strict=True):
        assert bool(at & found.mask(model)) is says(test, value)


def age_tests() -> st.SearchStrategy[AgeTest]:
    return st.builds(
        lambda limit, key, january: AgeTest.model_validate(
            {"age_of": "victim", key: limit, **({"until": "january_1_of_that_year"} if january else {})}
        ),
        st.sampled_from((13, 14, 16, 18, 19)),
        st.sampled_from(("under", "at_least")),
        st.booleans(),
    )


def age_on(birth: date, day: date) -> int:
    """Whole years; who is born on 29 February is a year older on 1 March where there is no such day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_says(test: AgeTest, birth: date, day: date) -> bool:
    limit = test.under if test.under is not None else test.at_least
    assert limit is not None
    below = day.year < birth.year + limit if test.until else age_on(birth, day) < limit
    return below if test.under is not None else not below


def near(years: int) -> st.SearchStrategy[date]:
    """Days around those on which ages turn: birthdays, New Year, the end of February."""
    turns = st.sampled_from([(1, 1), (2, 28), (3, 1), (7, 15), (12, 31)])
    return st.tuples(st.integers(years, years + 4), turns, st.integers(-40, 40)).map(
        lambda t: date(t[0], *t[1]) + timedelta(days=t[2])
    )


def spans(years: int, widths: tuple[int, ...] = (0, 0, 1, 3, 40)) -> st.SearchStrategy[Span]:
    return st.tuples(near(years), st.sampled_from(widths)).map(lambda p: Span(p[0], p[0] + timedelta(days=p[1])))


def days_of(span: Span) -> list[date]:
    return [span.first + timedelta(days=i) for i in range((span.last - span.first).days + 1)]


def regions_by_hand(found: Domain, tests: list[AgeTest], birth: Span, day: Span) -> int:
    mask = 0
    for b in days_of(birth):
        for d in days_of(day):
            if b <= d:
                mask |= 1 << found.regions.index(tuple(age_says(test, b, d) for test in found.tests if test in tests))
    return mask


@given(st.lists(age_tests(), min_size=1, max_size=3), spans(2003, (0, 3, 40, 380)), spans(2019, (0, 0, 1, 40)))
def test_ages_are_judged_as_if_every_birth_and_every_day_were_tried(
    tests: list[AgeTest], birth: Span, day: Span
) -> None:
    found = age_domain("victim.age@act", tests)
    assert found.at_age(birth, day) == regions_by_hand(found, tests, birth, day)


@given(st.integers(0, 80), near(2019), near(1990))
def test_an_age_on_a_day_means_the_births_that_give_it(years: int, day: date, birth: date) -> None:
    span = births_for_age(years, Span(day, day))
    assert (birth in span) is (age_on(birth, day) == years)


@given(near(2000), st.integers(0, 30))
def test_a_birthday_is_the_first_day_of_the_age(birth: date, age: int) -> None:
    turn = birthday(birth, age)
    assert age_on(birth, turn) == age
    assert age == 0 or age_on(birth, turn - timedelta(days=1)) == age - 1


def test_the_29th_of_february() -> None:
    assert birthday(date(2004, 2, 29), 19) == date(2023, 3, 1)
    assert birthday(date(2004, 2, 29), 20) == date(2024, 2, 29)
    assert add_years(date(2020, 2, 29), 7) == date(2027, 2, 28)

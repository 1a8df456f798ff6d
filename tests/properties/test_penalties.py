"""Penalty texts are read whatever keys stand together, amounts and all, and said again; which is milder is an order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.conclusion.favourable import compare
from offence_engine.model.penalty import (
    Penalty,
    PenaltyBounds,
    PenaltyText,
    months_en,
    months_ko,
    penalty_from,
    read_fine,
    read_prison,
)
from tests.properties.test_corners import mended

BOUNDS = PenaltyBounds(prison_least=1, prison_most=360, raised_most=600, fine_least=50_000)
LIFE = "무기 또는 "
UNITS = {"억": 100_000_000, "천만": 10_000_000, "백만": 1_000_000, "만": 10_000}


def term(months: int) -> str:
    years, rest = divmod(months, 12)
    return " ".join(part for part in (f"{years}년" if years else "", f"{rest}개월" if rest else "") if part)


def money(won: int) -> str:
    """As statutes write it: `1억5천만원`, `3천만원`, `500만원`."""
    hundreds, rest = divmod(won, UNITS["억"])
    unit = next((u for u in ("천만", "백만", "만") if rest and rest % UNITS[u] == 0), "")
    words = f"{hundreds}억" if hundreds else ""
    return f"{words}{rest // UNITS[unit]}{unit}원" if rest else f"{words}원"


WON = st.one_of(
    st.integers(1, 9).map(lambda n: n * UNITS["억"]),
    st.tuples(st.integers(0, 5), st.integers(1, 9)).map(lambda p: p[0] * UNITS["억"] + p[1] * UNITS["천만"]),
    st.integers(1, 9).map(lambda n: n * UNITS["백만"]),
    st.integers(5, 5000).map(lambda n: n * UNITS["만"]),
)


@st.composite
def fines(draw: st.DrawFn) -> str:
    most = draw(WON)
    least = draw(st.one_of(st.none(), WON.filter(lambda won: won <= most)))
    return f"{money(most)} 이하" if least is None else f"{money(least)} 이상 {money(most)} 이하"


@st.composite
def prisons(draw: st.DrawFn) -> str:
    months, years = draw(st.integers(1, 360)), draw(st.integers(1, 29))
    shapes = (
        f"{term(months)} 이하",
        f"{term(months)} 이상",
        f"{years}년 이상 {draw(st.integers(years, 30))}년 이하",
        f"{LIFE}{years}년 이상",
    )
    return draw(st.sampled_from(shapes))


TERMS = st.integers(12, 180).map(lambda months: f"{term(months)} 이하")
TEXTS = st.fixed_dictionaries(
    {},
    optional={
        "prison": prisons(),
        "or_fine": fines(),
        "and_fine": fines(),
        "or_suspension": TERMS,
        "and_suspension": TERMS,
        **{key: st.sampled_from(("yes", "no")) for key in ("or_confinement", "or_detention", "both", "death")},
        "same_as": st.just("findings"),
    },
)


def told(written: dict[str, Any]) -> Penalty | str:
    return penalty_from(PenaltyText.model_validate(written), BOUNDS)


def apart(written: dict[str, Any]) -> bool:
    """Whether a fine is added in one way."""
    return not {"both", "and_fine"} <= written.keys()  # see `fine_unsaid`


@given(TEXTS)
def test_every_combination_of_keys_is_read_or_refused(written: dict[str, Any]) -> None:
    penalty = told(written)
    if isinstance(penalty, str):
        assert penalty in ("", *written.values())
        return
    if "same_as" in written:
        assert (penalty.form, penalty.prison_months, penalty.fine_krw) == ("by-reference", None, None)
        return
    assert (penalty.prison_months is not None) is ("prison" in written)
    assert (penalty.fine_krw is not None) is bool({"or_fine", "and_fine"} & written.keys())
    assert (penalty.suspension_months is not None) is bool({"or_suspension", "and_suspension"} & written.keys())
    assert penalty.life is written.get("prison", "").startswith(LIFE)
    assert (penalty.death, penalty.or_detention) == (
        written.get("death") == "yes",
        written.get("or_detention") == "yes",
    )
    assert penalty.may_cumulate_fine is ("and_fine" in written or written.get("both") == "yes")
    for ends in (penalty.prison_months, penalty.fine_krw, penalty.suspension_months):
        assert ends is None or 0 < ends[0] <= ends[1]


@given(TEXTS.filter(lambda written: "same_as" not in written and apart(written)))
def test_a_penalty_says_every_amount_in_both_languages(written: dict[str, Any]) -> None:
    penalty = told(written)
    if isinstance(penalty, str):
        return
    ko, en = penalty.text.ko, penalty.text.en
    for key in {"or_fine", "and_fine", "or_suspension", "and_suspension"} & written.keys():
        assert written[key] in ko
    assert written.get("prison", "").removeprefix(LIFE) in ko
    assert ("무기징역" in ko, "life imprisonment" in en) == (penalty.life, penalty.life)
    assert ("구류" in ko, "detention" in en) == (penalty.or_detention, penalty.or_detention)
    assert ("사형" in ko, "death" in en) == (penalty.death, penalty.death)
    for won in (penalty.fine_krw or ())[1:]:
        assert f"{won:,} won" in en
    if penalty.fine_krw and penalty.fine_krw[0] != BOUNDS.fine_least and "or_fine" in written:
        assert f"{penalty.fine_krw[0]:,} " in en
    for months in (penalty.suspension_months or ())[1:]:
        assert f"for up to {months_en(months)}" in en
    assert terms_in(en) >= stated_ends(penalty)
    assert "  " not in ko + en and ko == ko.strip()


def stated_ends(penalty: Penalty) -> set[float]:
    """The ends of the term that are not the general floor and ceiling."""
    return set(penalty.prison_months or ()) - {BOUNDS.prison_least, BOUNDS.prison_most}


def terms_in(text: str) -> set[float]:
    """Every length of time in an English text, in months."""
    found = re.findall(r"(?:(\d+) years?)?(?: ?(\d+) months?)?", text)
    return {int(years or 0) * 12 + int(months or 0) for years, months in found if years or months}


@given(st.integers(1, 600))
def test_a_term_is_read_as_it_is_said(months: int) -> None:
    assert read_prison(f"{months_ko(months)} 이하", BOUNDS) == (False, 1, months)
    assert read_prison(f"{term(months)} 이상", BOUNDS) == (False, months, 360)
    assert read_prison(f"{LIFE}{term(months)} 이상", BOUNDS) == (True, months, 360)
    assert terms_in(months_en(months)) == {months}


@given(WON)
def test_a_fine_is_read_as_statutes_write_it(won: int) -> None:
    assert read_fine(f"{money(won)} 이하") == won


@pytest.mark.parametrize(
    "written",
    [{"and_fine": "500만원 이하"}, {"or_fine": "500만원 이하", "and_suspension": "5년 이하"}],
)
def test_what_is_added_to_no_imprisonment_is_refused(written: dict[str, str]) -> None:
    assert isinstance(told(written), str)


@pytest.mark.parametrize(
    "written",
    [
        {"prison": "7년 이하", "or_fine": "500만원 이하", "and_fine": "3천만원 이하"},
        {"prison": "7년 이하", "or_suspension": "5년 이하", "and_suspension": "10년 이하"},
    ],
)
def test_a_kind_of_penalty_is_written_once(written: dict[str, str]) -> None:
    assert isinstance(told(written), str)


@mended("fine_unsaid")
def test_a_fine_that_may_be_added_is_said_where_both_are_allowed() -> None:
    penalty = told({"prison": "7년 이하", "and_fine": "3천만원 이하", "both": "yes"})
    assert isinstance(penalty, str) or "3천만원 이하" in penalty.text.ko


def test_death_is_said() -> None:
    penalty = told({"prison": "무기 또는 7년 이상", "death": "yes"})
    assert isinstance(penalty, Penalty)
    assert penalty.text.ko.startswith("사형") and penalty.text.en.startswith("death")


@pytest.mark.parametrize(
    "written",
    [
        {"prison": "10년 이상 3년 이하"},
        {"prison": "0년 이하"},
        {"prison": "40년 이상"},
        {"or_fine": "5천만원 이상 1천만원 이하"},
        {"or_fine": "1만원 이하"},
        {"prison": "7년 이하", "or_suspension": "6개월 이하"},
    ],
)
def test_a_penalty_whose_least_lies_above_its_most_is_refused(written: dict[str, str]) -> None:
    assert isinstance(told(written), str)


# Which is milder.


@st.composite
def penalties(draw: st.DrawFn) -> Penalty:
    """Few amounts, so that ends meet."""
    terms = ("1년 이하", "3년 이하", "7년 이하", "1년 이상", "3년 이상", "1년 이상 7년 이하", "무기 또는 3년 이상")
    prison = draw(st.sampled_from((*terms, None)))
    if prison is None:
        written = {"or_fine": draw(st.sampled_from(("500만원 이하", "3천만원 이하")))}
    else:
        written = {"prison": prison}
        for kind, amounts in (
            ("fine", ("500만원 이하", "3천만원 이하", "5천만원 이하")),
            ("suspension", ("5년 이하",)),
        ):
            if how := draw(st.sampled_from((None, "or", "and"))):
                written[f"{how}_{kind}"] = draw(st.sampled_from(amounts))
    written |= {key: "yes" for key in ("or_detention", "death") if draw(st.integers(0, 3)) == 3}
    penalty = told(written)
    assert isinstance(penalty, Penalty)
    return penalty


@given(penalties(), penalties())
def test_of_two_penalties_one_at_most_is_milder(one: Penalty, other: Penalty) -> None:
    assert compare(one, one) == "no"
    if compare(one, other) == "yes":
        assert compare(other, one) == "no"
    if compare(one, other) == "open":
        assert compare(other, one) != "yes"


@given(penalties(), penalties(), penalties())
def test_what_is_milder_than_the_milder_is_milder(one: Penalty, other: Penalty, third: Penalty) -> None:
    if compare(one, other) == compare(other, third) == "yes":
        assert compare(one, third) == "yes"


@given(penalties(), st.integers(1, 360))
def test_a_lower_maximum_alone_is_milder(one: Penalty, months: int) -> None:
    if one.prison_months is None or one.life or one.death:
        return
    least, most = one.prison_months
    lower = one.model_copy(update={"prison_months": (least, most - months)})
    assert compare(one, lower) == "yes"
    higher = one.model_copy(update={"prison_months": (least + months, most - months)})
    assert compare(one, higher) == "open"


def test_a_penalty_that_is_not_known_is_not_milder() -> None:
    known, unknown = told({"prison": "7년 이하"}), told({"same_as": "findings"})
    assert isinstance(known, Penalty) and isinstance(unknown, Penalty)
    assert "yes" not in (compare(known, unknown), compare(unknown, known))

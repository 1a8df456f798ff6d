"""Guideline ranges: only what was read in a judgment or seen in the press, marked, and never a sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import ValidationError

from offence_engine.model.guidelines import Guidelines, Lengths, read_length, said_length
from offence_engine.reckoning.guidelines import several, worked
from tests.decided.outcome import assessed as decided_case
from tests.decided.reading import decided
from tests.reckoning.build import book
from tests.reckoning.cases import YES, composite, made, one_picture, production, suspect
from tests.reckoning.cases import assessed as assessed_case

# What the law data marks `judgment` or `press`, in its own notation.
SEEN = {
    ("01-1", "mitigated"): ("2y6m", "6y", "press"),
    ("01-1", "basic"): ("5y", "9y", "press"),
    ("01-1", "aggravated"): ("7y", "13y", "press"),
    ("01-1", "special"): ("7y", "19y6m", "press"),
    ("01-1", "multiple"): ("7y", "29y3m", "press"),
    ("01-1", "habit"): ("10y6m", "29y3m", "press"),
    ("01-2", "basic"): ("4y", "8y", "press"),
    ("01-2", "special"): ("6y", "18y", "press"),
    ("01-2", "multiple"): ("6y", "27y", "press"),
    ("01-3", "basic"): ("2y6m", "6y", "press"),
    ("01-3", "multiple"): ("4y", "18y", "press"),
    ("01-4", "basic"): ("2y6m", "6y", "press"),
    ("01-4", "multiple"): ("4y", "18y", "press"),
    ("01-5", "basic"): ("10m", "2y", "judgment"),
    ("01-5", "multiple"): ("1y6m", "6y9m", "press"),
    ("02-1", "multiple"): (None, "6y9m", "press"),
    ("02-2", "multiple"): (None, "9y", "press"),
    ("02-3", "multiple"): (None, "18y", "press"),
    ("02-4", "multiple"): (None, "4y6m", "press"),
    ("03-1", "mitigated"): ("1m", "8m", "judgment"),
    ("03-1", "multiple"): (None, "5y7m15d", "press"),
    ("03-2", "multiple"): (None, "5y7m15d", "press"),
    ("03-3", "multiple"): (None, "9y", "press"),
    ("04-1", "multiple"): (None, "9y", "press"),
    ("04-2", "multiple"): (None, "18y", "press"),
}


def guideline() -> Guidelines:
    (found,) = book().guidelines
    return found


def korean(text: str | None) -> str | None:
    """`2y6m20d` -> `2년 6개월 20일`."""
    if text is None:
        return None
    return text.replace("y", "년 ").replace("m", "개월 ").replace("d", "일").strip()


def test_every_cell_is_one_that_was_seen_and_no_other() -> None:
    held = {(t.id, c.area): (c.least, c.most, c.mark) for t in guideline().types for c in t.cells}
    assert held == {key: (korean(a), korean(b), mark) for key, (a, b, mark) in SEEN.items()}


@pytest.mark.parametrize(
    ("text", "months"),
    [("2년 6개월 20일", Fraction(30) + Fraction(20, 30)), ("8개월", Fraction(8)), ("15일", Fraction(1, 2)), ("1년", Fraction(12))],
)  # fmt: skip
def test_lengths_are_exact_and_said_as_they_are_written(text: str, months: Fraction) -> None:
    assert read_length(text) == months
    assert said_length(months).ko == text


@pytest.mark.parametrize("text", ["", "두 달", "2y", "1년6"])
def test_what_is_no_length_is_refused(text: str) -> None:
    assert read_length(text) is None
    with pytest.raises(ValidationError):
        Lengths(most=text)


def test_the_rule_for_several_offences_gives_what_the_judgment_printed() -> None:
    """2024노1823: 10 months to 2 years + 8 months x 1/2 + 8 months x 1/3 = 2 years 6 months 20 days."""
    rule = next(r for r in guideline().rules if r.id == "multi")
    assert rule.worked is not None
    least, most = several(rule.worked.parts, [Fraction(s) for s in rule.shares])
    assert said_length(least).ko == "10개월"
    assert said_length(most).ko == "2년 6개월 20일"
    assert "10개월~2년 6개월 20일" in worked(rule).ko
    assert "1년~2년 6개월 20일" in worked(rule).ko
    assert "1 year to 2 years 6 months 20 days" in worked(rule).en


def test_the_decided_case_shows_the_cells_that_its_judgment_names() -> None:
    known = decided()["KR-SHC-2024no1823"]
    view = suspect(decided_case({"case": {"id": known.id}, **known.case}, known.id)).guidelines
    assert view is not None
    assert [t.id for t in view.types] == ["01-5", "03-1"]
    possession, altered = view.types
    basic = next(c for c in possession.cells if c.area == "basic")
    assert (basic.text.ko, basic.mark) == ("10개월~2년", "judgment")
    assert basic.corrected is not None
    assert basic.corrected.ko == "1년~2년"
    assert "2024노1823" in basic.source.ko
    assert len(altered.offences) == 2
    assert {r.id for r in view.rules} >= {"statutory-floor", "multi"}
    assert any("찾지 못하였다" in n.ko for n in view.notes)


def test_production_by_itself_shows_no_rule_for_several() -> None:
    view = suspect(production()).guidelines
    assert view is not None
    (kind,) = view.types
    assert (kind.id, [c.area for c in kind.cells]) == (
        "01-1",
        ["mitigated", "basic", "aggravated", "special", "multiple"],
    )
    basic = kind.cells[1]
    assert (basic.text.ko, basic.corrected) == ("5년~9년", None)
    mitigated = kind.cells[0]
    assert mitigated.corrected is not None
    assert mitigated.corrected.ko == "5년~6년"
    assert "multi" not in {r.id for r in view.rules}


def test_under_the_raised_penalty_no_range_of_the_old_guideline_is_shown() -> None:
    before, after = (
        suspect(one_picture(on, purpose_to_spread="yes")).guidelines for on in ("2024-10-15", "2024-10-16")
    )
    assert before is not None and after is not None
    assert [t.id for t in before.types] == ["03-1"]
    assert after.types == ()
    assert any("2024. 10. 16." in n.ko for n in after.notes)


def test_nothing_is_shown_of_a_helper_or_an_attempt() -> None:
    helper = {"contribution": YES, "knows_principal_offence": "yes", "intends_to_help": "yes"}
    result = assessed_case(
        persons={"S1": {"role": "suspect"}, "S2": {"role": "suspect"}, "V1": {"role": "victim"}},
        materials={"M1": composite("V1")},
        acts={
            "A1": made("M1", "2023-01-02", purpose_to_spread="yes"),
            "A2": {"kind": "aided", "on": "2023-01-02", "aids": "A1", "by": {"S2": helper}},
        },
    )
    assert suspect(result, "S1").guidelines is not None
    assert suspect(result, "S2").offences
    assert suspect(result, "S2").guidelines is None


def test_a_cell_from_memory_is_refused() -> None:
    content = guideline().model_dump(by_alias=True)
    content["types"][0]["cells"][0]["mark"] = "memory"
    with pytest.raises(ValidationError):
        Guidelines.model_validate(content)

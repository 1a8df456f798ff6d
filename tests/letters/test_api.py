"""The two functions: which letters follow, what is drafted, and what goes wrong how."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import offence_engine
from offence_engine import draft_letters
from offence_engine.errors import UsageError
from offence_engine.letters import Letter, letter_kinds
from tests.letters.drafts import ALTERED, CHILD, OPEN, REAL_CHILD, book, letter, read


def test_it_is_one_of_the_four_names() -> None:
    assert offence_engine.__all__ == ["assess", "draft_letters", "load_rulebook", "read_case"]


def test_all_letters_that_follow_in_all_formats() -> None:
    case, assessment = read(ALTERED)
    found = draft_letters(assessment, case, book(), kinds=["referral", "referral_cover"])
    assert [x.name for x in found] == [
        "referral.ko.md", "referral.ko.html", "referral_cover.ko.md", "referral_cover.ko.html",
    ]  # fmt: skip
    assert all(isinstance(x, Letter) and x.lang == "ko" and x.content for x in found)
    assert [x.title for x in found[::2]] == ["송치 결정서", "사건송치서"]
    following = [plan.kind for plan in letter_kinds(assessment, case, book()) if plan.follows]
    assert {x.kind for x in draft_letters(assessment, case, book(), formats=["md"])} == set(following)
    assert {"referral", "referral_cover"} <= set(following)
    english = draft_letters(assessment, case, book(), kinds=["referral"], formats=["html"], lang="en")
    assert [x.name for x in english] == ["referral.en.html"]


def test_what_does_not_follow_is_drafted_only_if_asked_for() -> None:
    case, assessment = read(OPEN)
    drafted = {x.kind for x in draft_letters(assessment, case, book(), formats=["md"])}
    assert not drafted & {"referral", "referral_cover"}
    asked = draft_letters(assessment, case, book(), kinds=["referral"], formats=["md"])
    assert "송치할 죄" in asked[0].content


def test_the_plans_say_whether_and_why_and_what_lacks() -> None:
    case, assessment = read(ALTERED)
    plans = {plan.kind: plan for plan in letter_kinds(assessment, case, book())}
    plan = plans["referral"]
    assert (plan.kind, plan.title.ko, plan.follows) == ("referral", "송치 결정서", True)
    assert plan.because.ko == "구성요건이 모두 충족된 죄가 있다 (피의자 1명, 죄 2개)."
    assert "offences: 2" in plan.because.en
    assert plan.lacks == ()
    cover = plans["referral_cover"]
    assert "기록 권수" in [x.ko for x in cover.lacks]
    case, assessment = read(OPEN)
    plans = {plan.kind: plan for plan in letter_kinds(assessment, case, book())}
    plan = plans["referral"]
    assert not plan.follows and not plans["referral_cover"].follows
    assert "송치할 죄" in plan.because.ko and "no offence to refer" in plan.because.en
    assert {"관서", "사건번호"} <= {x.ko for x in plan.lacks}


def test_what_a_letter_lacks_is_what_it_prints_as_a_gap() -> None:
    case, assessment = read(CHILD)
    plans = {plan.kind: plan for plan in letter_kinds(assessment, case, book())}
    for plan in (plans["referral"], plans["referral_cover"]):
        content = letter(CHILD, plan.kind).content
        assert plan.lacks
        for what in plan.lacks:
            if what.ko != "성명":
                assert f"[확인 필요: {what.ko}]" in content
        english = letter(CHILD, plan.kind, "en").content
        assert all(f"[to be confirmed: {what.en}]" in english for what in plan.lacks if what.en != "name")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kinds": ["referal"]}, "Did you mean `referral`?"),
        ({"formats": ["htm"]}, "Did you mean `html`?"),
        ({"lang": "kr"}, "unknown language: `kr`"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(wrong: dict[str, object], message: str) -> None:
    case, assessment = read(ALTERED)
    with pytest.raises(UsageError) as caught:
        draft_letters(assessment, case, book(), **wrong)  # type: ignore[arg-type]
    assert message in caught.value.text("en") and caught.value.exit_status == 2
    assert caught.value.text("ko") != caught.value.text("en")


def test_letters_are_frozen() -> None:
    with pytest.raises(ValidationError):
        letter(ALTERED).name = "x"


@pytest.mark.parametrize("text", [ALTERED, CHILD, REAL_CHILD, OPEN])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("format_", ["md", "html"])
def test_two_runs_are_identical(text: str, lang: str, format_: str) -> None:
    for kind in ("referral", "referral_cover"):
        assert letter(text, kind, lang, format_=format_) == letter(text, kind, lang, format_=format_)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_two_runs_of_every_kind_are_identical(lang: str) -> None:
    case, assessment = read(CHILD)
    kinds = list(book().letters.letters)
    first, second = (draft_letters(assessment, case, book(), kinds, ["md"], lang) for _ in range(2))
    assert first == second and {x.kind for x in first} >= {"referral", "referral_cover"}


def test_the_order_of_the_case_file_does_not_matter_to_what_is_said() -> None:
    head, _, rest = ALTERED.partition("materials:")
    materials, _, acts = rest.partition("acts:")
    moved = f"acts:{acts}materials:{materials}{head.lstrip()}"
    assert letter(moved).content == letter(ALTERED).content

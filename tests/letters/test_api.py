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
    found = draft_letters(assessment, case, book())
    assert [x.name for x in found] == [
        "referral.ko.md", "referral.ko.html", "referral_cover.ko.md", "referral_cover.ko.html",
    ]  # fmt: skip
    assert all(isinstance(x, Letter) and x.lang == "ko" and x.content for x in found)
    assert [x.title for x in found[::2]] == ["송치 결정서", "사건송치서"]
    english = draft_letters(assessment, case, book(), kinds=["referral"], formats=["html"], lang="en")
    assert [x.name for x in english] == ["referral.en.html"]


def test_what_does_not_follow_is_drafted_only_if_asked_for() -> None:
    case, assessment = read(OPEN)
    assert draft_letters(assessment, case, book()) == []
    asked = draft_letters(assessment, case, book(), kinds=["referral"], formats=["md"])
    assert "송치할 죄" in asked[0].content


def test_the_plans_say_whether_and_why_and_what_lacks() -> None:
    case, assessment = read(ALTERED)
    plan = letter_kinds(assessment, case, book())[0]
    assert (plan.kind, plan.title.ko, plan.follows) == ("referral", "송치 결정서", True)
    assert plan.because.ko == "구성요건이 모두 충족된 죄가 있다 (피의자 1명, 죄 2개)."
    assert "offences: 2" in plan.because.en
    assert plan.lacks == ()
    cover = letter_kinds(assessment, case, book())[1]
    assert [x.ko for x in cover.lacks][-1] == "기록 권수"
    case, assessment = read(OPEN)
    plans = letter_kinds(assessment, case, book())
    assert [p.follows for p in plans] == [False, False]
    assert "송치할 죄" in plans[0].because.ko and "no offence to refer" in plans[0].because.en
    assert {"관서", "사건번호"} <= {x.ko for x in plans[0].lacks}


def test_what_a_letter_lacks_is_what_it_prints_as_a_gap() -> None:
    case, assessment = read(CHILD)
    for plan in letter_kinds(assessment, case, book()):
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
        letter(ALTERED).content = "x"


@pytest.mark.parametrize("text", [ALTERED, CHILD, REAL_CHILD, OPEN])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("format_", ["md", "html"])
def test_two_runs_are_identical(text: str, lang: str, format_: str) -> None:
    for kind in book().letters.letters:
        assert letter(text, kind, lang, format_=format_) == letter(text, kind, lang, format_=format_)


def test_the_order_of_the_case_file_does_not_matter_to_what_is_said() -> None:
    head, _, rest = ALTERED.partition("materials:")
    materials, _, acts = rest.partition("acts:")
    moved = f"acts:{acts}materials:{materials}{head.lstrip()}"
    assert letter(moved).content == letter(ALTERED).content

"""Each provision's closing restates every element that is met, in each version and limb, and none that is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from offence_engine import assess
from offence_engine.letters.deeds import Teller, told
from offence_engine.letters.names import Names
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.select import Referred
from offence_engine.letters.verify.telling import in_words
from offence_engine.model.result import Finding
from offence_engine.workbench.stated import Stated
from tests.letters.drafts import DAY, book


def findings() -> Iterator[tuple[str, str, Referred, Any]]:
    """Every applicable finding of the rules' own cases: (provision, name, finding, case)."""
    for id_, rule in book().provisions.items():
        variants: list[tuple[str, date, dict[str, Any], tuple[str, ...]]] = [
            (f"{v.effective}", v.effective, {}, ()) for v in rule.versions if not v.repealed
        ]
        variants += [(c.name, c.on, c.but, c.unknown) for c in rule.cases if c.expect == "applicable"]
        for name, on, but, unknown in variants:
            stated = Stated(rule.typical_case, id_)
            for path, value in but.items():
                stated.set(path, value)
            for path in unknown:
                stated.drop(path)
            stated.on(on)
            as_of = max(DAY, on)
            case = stated.case(book(), as_of)
            assessment = assess(case, book(), as_of)
            for offence in assessment.offences:
                if offence.provision == id_:
                    own = tuple(assessment.finding(f) for f in offence.findings)
                    yield id_, name, Referred(offence, own, False), case


FOUND = list(findings())


def paragraph(referred: Referred, case: Any, lang: str) -> str:
    phrases = Phrases(book(), lang)
    teller = Teller(book(), case, phrases, Names(case, phrases))
    return " ".join(teller.paragraph(part) for part in told(referred))


def closing_of(text: str) -> str:
    return text.split("이로써 피의자는 ", 1)[1]


@pytest.mark.parametrize(("provision", "name", "referred", "case"), FOUND, ids=[f"{p} {n}" for p, n, _, _ in FOUND])
def test_the_closing_holds_every_element_that_is_met(provision: str, name: str, referred: Referred, case: Any) -> None:
    text = paragraph(referred, case, "ko")
    closing = closing_of(text)
    assert text.startswith("피의자는 ") and closing.endswith(".")
    for finding in referred.findings:
        for element in finding.elements:
            if element.truth != "met":
                continue
            assert in_words(book(), element, closing), f"{element.id} ({element.words}) is not in: {closing}"
            if element.alternative_label is not None and finding.stage == "completed":
                assert element.alternative_label.ko in closing


@pytest.mark.parametrize(("provision", "name", "referred", "case"), FOUND, ids=[f"{p} {n}" for p, n, _, _ in FOUND])
def test_both_languages_are_whole_and_open_nothing(provision: str, name: str, referred: Referred, case: Any) -> None:
    korean, english = paragraph(referred, case, "ko"), paragraph(referred, case, "en")
    assert "(를)" not in korean and "(가)" not in korean and "(는)" not in korean and "{" not in korean + english
    assert "이로써 피의자는" in korean and "The suspect thereby " in english
    assert "  " not in korean + english and " ." not in korean + english
    assert "None" not in korean + english and ".." not in english


def only(provision: str, name: str) -> tuple[Finding, str]:
    referred, case = next((r, c) for p, n, r, c in FOUND if p == provision and n == name)
    return referred.findings[0], closing_of(paragraph(referred, case, "ko"))


@pytest.mark.parametrize("provision", ["scpa.14.2", "scpa.14-2.2"])
def test_the_limb_decides_the_words(provision: str) -> None:
    first = next(
        c for c in (only(p, n) for p, n, _, _ in FOUND if p == provision) if (c[0].limb or "").startswith("unl")
    )
    assert "의사에 반하여 " in first[1] and "임에도" in first[1] and "사후에" not in first[1]
    for _, name, referred, case in (f for f in FOUND if f[0] == provision):
        finding, text = referred.findings[0], closing_of(paragraph(referred, case, "ko"))
        if (finding.limb or "").startswith("consensual"):
            assert "의사에 반하지 아니하였으나 사후에 피해자의 의사에 반하여" in text, name
        if finding.either_way:
            assert "반하였는지와 관계없이 사후에 피해자의 의사에 반하여" in text, name
            assert "임에도" not in text and "아니하였으나" not in text


def test_all_limbs_that_can_be_told_were_tried() -> None:
    seen = {(p, r.findings[0].limb) for p, _, r, _ in FOUND}
    assert {("scpa.14-2.2", "unlawful_edit"), ("scpa.14-2.2", "consensual_edit"), ("scpa.14-2.2", None)} <= seen
    assert {("cyp.11.1", "real_child"), ("cyp.11.1", "recognisable")} <= seen
    assert {r.findings[0].stage for _, _, r, _ in FOUND} == {"completed", "attempted", "undetermined"}


def test_an_attempt_does_not_say_that_it_was_done() -> None:
    tried = [(p, n, r, c) for p, n, r, c in FOUND if r.findings[0].stage == "attempted"]
    assert tried
    for provision, name, referred, case in tried:
        closing = closing_of(paragraph(referred, case, "ko"))
        assert "하려고 하였으나 그 뜻을 이루지 못하고 미수에 그쳤다." in closing, (provision, name)
        assert "attempted (without completing it) to" in paragraph(referred, case, "en")


def test_where_the_stage_is_open_it_is_said_so() -> None:
    unknown = [(r, c) for _, _, r, c in FOUND if r.findings[0].stage == "undetermined"]
    assert unknown
    for referred, case in unknown:
        assert "[확인 필요: 기수인지 미수인지]" in paragraph(referred, case, "ko")


def test_the_words_are_those_of_the_time() -> None:
    assert only("scpa.14-2.1", "2020-06-25")[1].startswith("반포등을 할 목적으로")
    assert "목적으로" not in only("scpa.14-2.1", "2024-10-16")[1]
    assert "아동ㆍ청소년이용음란물" in only("cyp.11.1", "2013-06-19")[1]
    assert "아동ㆍ청소년성착취물" in only("cyp.11.1", "2020-06-02")[1]
    assert "제작할 것이라는 정황을 알면서" in only("cyp.11.4", "2023-10-12")[1]
    assert "제작자임을 알면서" in only("cyp.11.4", "2025-12-30")[1]

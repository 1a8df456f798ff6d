"""`offence assess` as text: what an investigator reads aloud, complete in each language, and never a word for guilt."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from tests.cli.cases import MADE, many, without
from tests.cli.conftest import Offence

Write = Callable[..., Path]
HANGUL = re.compile("[가-힣]+")
QUOTED = re.compile("“[^”]*”", re.DOTALL)
EXAMPLES = sorted(shipped("examples").glob("*.yaml"))


def blocks(text: str) -> list[str]:
    """The numbered findings of a text."""
    return re.split(r"\n\n(?=\[\d+\] )", text)[1:]


def test_the_head_says_what_was_assessed_by_what(offence: Offence, write: Write, book: Rulebook) -> None:
    ko = offence("assess", write(MADE), "--lang", "ko", "--as-of", "2026-11-22").out
    assert ko.startswith("사건 검토  made · Altered picture\n  검토 기준일 2026. 11. 22.\n")
    assert f"sha256 {book.sha256[:12]}" in ko
    assert "기준 평가기" in ko
    en = offence("assess", write(MADE), "--lang", "en", "--as-of", "2026-11-22").out
    assert en.startswith("Assessment  made · Altered picture\n  as of 2026-11-22\n")
    assert "the reference evaluator" in en


@pytest.mark.parametrize(
    ("lang", "draft"),
    [("ko", "초안: 담당 수사관이 판단하고 서명한다."), ("en", "Draft: the officer in charge decides and signs.")],
)
def test_it_is_a_draft_at_its_head_and_at_its_end(offence: Offence, write: Write, lang: str, draft: str) -> None:
    lines = offence("assess", write(MADE), "--lang", lang).out.splitlines()
    assert draft in "\n".join(lines[:6])
    assert lines[-1] == draft


def test_the_table_has_marks_and_words(offence: Offence, write: Write) -> None:
    ko = offence("assess", write(MADE), "--lang", "ko").out
    assert "● 성립 가능(요건 충족)   ? 판단 보류   ○ 요건 미충족" in ko
    assert re.search(r"V1 +성폭력처벌법 제14조의2 .*A1 · 기수 +● 성립 가능 +7년 이하 또는 +2031\. 11\. 30\.", ko)
    en = offence("assess", write(MADE), "--lang", "en").out
    assert "● may be established (elements met)   ? undetermined   ○ elements not met" in en
    assert re.search(r"V1 +SCPA Art. 14-2\(1\) .*A1 · completed +● may be.* +up to 7 years +2031-11-30", en)


def test_a_finding_says_which_version_and_why(offence: Offence, write: Write) -> None:
    found = blocks(offence("assess", write(MADE), "--lang", "ko").out)[0]
    assert found.startswith("[1] ● 성립 가능(요건 충족)   성폭력처벌법 제14조의2 제1항")
    assert "2024. 10. 16. 시행 조문 (법률 제20459호, 2024. 10. 16.)" in found
    assert "행위한 날의 법: 2024. 12. 1." in found
    assert re.search("조문의 변화 +반포등을 할 목적이 빠지고", found)
    assert "피의자 S1, 25세 · 피해자 V1, 26세 · 자료 M1 · 행위 A1" in found
    assert re.search(r"공소시효 +2031\. 11\. 30\.", found)
    assert "형사소송법 제249조 제1항" in found


def test_each_element_stands_with_its_mark_words_facts_and_evidence(offence: Offence, write: Write) -> None:
    found = blocks(offence("assess", write(MADE), "--lang", "ko").out)[0]
    assert (
        "✓ “영상물등의 대상자의 의사에 반하여”\n          편집·합성에 대한 동의: 아니오 (피해자) [E2 statement] ※ 다툼 있음"
        in found
    )
    assert "✓ “성적 욕망 또는 수치심을 유발할 수 있는 형태로” [평가]" in found
    assert "예 (Officer Lee: nude body added) [E1 phone report]" in found
    assert "(형법 제13조)” (형법 제13조) [평가]\n          고의: 예 (Officer Lee: own messages)" in found


def test_what_is_missing_stands_with_its_question_place_and_whom_to_ask(offence: Offence, write: Write) -> None:
    case = write(without("consent_to_alteration"))
    ko = next(b for b in blocks(offence("assess", case, "--lang", "ko").out) if "제14조의2 제1항" in b)
    assert ko.startswith("[") and "? 판단 보류" in ko.splitlines()[0]
    assert "? “영상물등의 대상자의 의사에 반하여”\n          편집·합성에 대한 동의: 모름" in ko
    assert "확인할 사항\n      - 이 사진·영상을 편집·합성하는 데 동의한 사실이 있습니까? (피해자;" in ko
    en = next(b for b in blocks(offence("assess", case, "--lang", "en").out) if "14-2(1)" in b)
    assert "- Did you agree to this picture being altered? (the victim;" in en
    assert "materials.M1.shown.V1.consent_to_alteration" in en


def test_a_judgment_that_nobody_made_counts_as_unknown_and_says_so(offence: Offence, write: Write) -> None:
    case = write(MADE.replace("{value: yes, by: Officer Lee, because: nude body added, evidence: E1}", "yes"))
    assert "예 (판단한 사람 없음)" in offence("assess", case, "--lang", "ko").out
    assert "yes (nobody named as judging)" in offence("assess", case, "--lang", "en").out


def test_unknown_facts_that_decide_nothing_are_left_out(offence: Offence, write: Write) -> None:
    found = blocks(offence("assess", write(MADE), "--lang", "en").out)[0]
    assert "unknown" not in found


def test_what_is_not_met_is_told_in_short_with_the_failing_element(offence: Offence, write: Write) -> None:
    case = write(MADE.replace("consent_to_alteration: {value: no", "consent_to_alteration: {value: yes"))
    ko = offence("assess", case, "--lang", "ko").out
    part = ko[ko.index("\n요건 미충족\n") :]
    assert "○ 성폭력처벌법 제14조의2 제1항" in part
    assert "✗ “영상물등의 대상자의 의사에 반하여”" in part
    assert "편집·합성에 대한 동의: 예 (피해자) [E2 statement] ※ 다툼 있음" in part
    assert "성적 욕망 또는 수치심을 유발할 수 있는 형태로" not in part
    en = offence("assess", case, "--lang", "en").out
    assert "Elements not met" in en


def test_what_was_not_judged_says_why_and_since_when(offence: Offence, write: Write) -> None:
    case = write(MADE.replace("2024-12-01", "2020-06-24"))
    ko = offence("assess", case, "--lang", "ko").out
    assert "성폭력처벌법 제14조의2 제1항: 행위 A1 (2020. 6. 24.) — 그때 시행되지 않음, 담긴 첫날 2020. 6. 25." in ko
    en = offence("assess", case, "--lang", "en").out
    assert "SCPA Art. 14-2(1): act A1 (2020-06-24) — not in force then, encoded from 2020-06-25" in en


def test_a_child_of_twelve_brings_the_notice(offence: Offence, write: Write) -> None:
    case = write(MADE.replace("birth: 1999-05-01", "age: {years: 12, on: 2024-12-01}"))
    assert "※ 나이 때문에 벌하지 않음" in offence("assess", case, "--lang", "ko").out
    assert "※ not punishable because of age" in offence("assess", case, "--lang", "en").out


def test_rules_without_review_are_named(offence: Offence, write: Write, book: Rulebook) -> None:
    used = "scpa.14-2.1"
    assert used in book.unreviewed
    ko = offence("assess", write(MADE), "--lang", "ko").out
    assert "※ 규칙 검수 전" in ko
    assert re.search(f"법률 담당자의 검수를 아직 받지 않은 규칙: .*{used}", ko, re.DOTALL)
    assert "rules not yet reviewed by legal staff:" in offence("assess", write(MADE), "--lang", "en").out


def test_an_unknown_day_says_that_the_day_decides(offence: Offence, write: Write) -> None:
    case = write(MADE.replace("on: 2024-12-01", "on: {between: [2024-10-01, 2024-11-01]}"))
    text = offence("assess", case, "--lang", "ko").out
    assert "행위일을 정확히 알아야 어느 시행 조문인지 정해진다." in text
    assert "2024. 10. 1. ~ 2024. 11. 1. 사이의 어느 날" in text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_reads_in_both_languages_without_a_word_for_guilt(offence: Offence, path: Path) -> None:
    stated = path.read_text(encoding="utf-8")
    for lang in ("ko", "en"):
        ran = offence("assess", path, "--lang", lang)
        assert (ran.status, ran.err) == (0, "")
        said = [line for line in ran.out.splitlines() if "유죄" in line or "guilty" in line.lower()]
        assert all("유죄" in stated for _ in said), said


def test_english_leaves_no_korean_but_quoted_words(offence: Offence, write: Write) -> None:
    """Checked on cases whose own words are English: what is Korean then would be ours."""
    for text in (
        MADE,
        without("consent_to"),
        without("sexual_form"),
        MADE.replace("2024-12-01", "2021-03-01"),
        many(12),
    ):
        english = offence("assess", write(text, "case.yaml"), "--lang", "en", "--all").out
        assert HANGUL.findall(QUOTED.sub("", english)) == []


def test_korean_says_every_fixed_word_in_korean(offence: Offence, write: Write) -> None:
    korean = offence("assess", write(MADE), "--lang", "ko", "--all").out
    for word in ("elements", "suspect", "victim", "penalty", "limitation", "undetermined", "not settled", "Draft"):
        assert word not in korean.replace("offence questions", "")


def test_seventy_four_victims_fit_a_matrix_and_few_blocks(offence: Offence, write: Write) -> None:
    case = write(many(), "many.json")
    ko = offence("assess", case, "--lang", "ko").out
    assert "피해자 \\ 피의자" in ko
    assert "V5, V10, V15" in ko
    assert "피해자 V1-V4, V6-V9" in ko and "(60명)" in ko
    assert len(blocks(ko)) < 20
    assert len(ko.splitlines()) < 1100
    en = offence("assess", case, "--lang", "en").out
    assert "victim \\ suspect" in en
    assert "(60 persons)" in en


def test_a_question_about_many_is_asked_once_with_the_number_of_places(offence: Offence, write: Write) -> None:
    ko = offence("assess", write(many(), "many.json"), "--lang", "ko").out
    assert "sexual_form 외 13곳)" in ko
    assert "sexual_form and 13 more)" in offence("assess", write(many(), "many.json"), "--lang", "en").out


def test_the_reasons_of_limitation_are_told_once(offence: Offence, write: Write) -> None:
    found = blocks(offence("assess", write(many(12), "many.json"), "--lang", "en").out)
    assert any("for the reasons given under [" in block for block in found)


def test_the_facts_of_an_unnamed_person_are_never_invented(offence: Offence, write: Write) -> None:
    text = offence("assess", write(MADE), "--lang", "ko").out
    assert "V2" not in text


def test_where_the_reference_serves_alone_it_is_said(
    offence: Offence, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offence_engine.inference.rete.AVAILABLE", False)
    assert "기준 평가기만 (durable_rules 없음)" in offence("assess", write(MADE), "--lang", "ko").out
    assert "durable_rules is not available" in offence("assess", write(MADE), "--lang", "en").out


def test_ranges_are_shown_with_the_other_choices_and_never_as_a_sentence(offence: Offence, write: Write) -> None:
    ko = offence("assess", write(MADE), "--lang", "ko").out
    assert "처단형의 범위: 징역 1개월~7년" in ko
    assert "선고형의 예측이 아니다" in ko
    assert "- 벌금 선택: 벌금 5만원~5,000만원" in ko
    assert "- 정상참작감경: 징역 15일~3년 6개월" in ko
    en = offence("assess", write(MADE), "--lang", "en").out
    assert "range: imprisonment 1 month to 7 years" in en
    assert "not a prediction of a sentence" in en
    assert "- fines chosen: a fine of 50,000 to 50,000,000 won" in en


def test_guideline_ranges_are_shown_with_their_mark(offence: Offence) -> None:
    ran = offence("assess", shipped("examples") / "2024no1823.yaml", "--lang", "ko").out
    assert "처단형의 범위: 징역 1년~42년" in ran
    assert "기본영역 10개월~2년 (처단형의 하한에 맞추면 1년~2년) [판결]" in " ".join(ran.split())
    assert "[언론]" in ran

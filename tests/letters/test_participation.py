"""Helpers, habit, many victims: who is told to have done what, and under which name."""

from __future__ import annotations

import re

import pytest

from offence_engine.errors import CaseError
from tests.letters.drafts import draft, section

AIDED = """
case: {id: t-5}
persons:
  S1: {role: suspect, birth: 2000-01-01}
  S2: {role: suspect, known_as: 운영자}
  V1: {role: victim}
  V2: {role: victim}
particulars: {S1: {name: 박하늘}}
materials:
  M1: {form: video, made: recorded, recorded_from: body, shown: {
         V1: {sexual_body: {value: yes, by: 수사관}, consent_to_recording: no, self_recorded: no},
         V2: {sexual_body: {value: yes, by: 수사관}, consent_to_recording: no, self_recorded: no}}}
channels: {C1: {name: 비밀방, run_by: [S2]}}
acts:
  A1: {kind: posted, on: 2025-03-02, channel: C1, reach: many, reached_others: yes, delivered: yes, object: [M1],
       medium: in_person, by: {S1: {intent: {value: yes, by: 수사관}, expects_onward_spread: no, for_profit: no}}}
  A2: {kind: aided, from: 2025-03-01, to: 2025-03-05, aids: [A1],
       by: {S2: {contribution: {value: yes, by: 수사관}, knows_principal_offence: yes, intends_to_help: yes}}}
"""
NAME = "성폭력범죄의처벌등에관한특례법위반(카메라등이용촬영·반포등)"


def test_a_helper_bears_the_suffix_after_the_bracket() -> None:
    text = draft(AIDED)
    assert f"- 가. {NAME}\n" in text and f"- 나. {NAME}방조\n" in text
    assert "- 1.가. 박하늘" in text and "- 2.나. 성명불상자(운영자)" in text
    assert "형법 제32조" in section(text, "## Ⅳ. 적용법조")


def test_a_helper_is_told_beside_the_principal() -> None:
    facts = section(draft(AIDED), "## Ⅲ. 범죄사실").split("### 피의자 2.")[1]
    assert "정범 박하늘은 2025. 3. 2. 불상의 장소에서 비밀방에 자료 M1" in facts
    assert "이로써 정범 박하늘은 성적 욕망" in facts
    assert "피의자는 2025. 3. 1.경부터 2025. 3. 5.경까지 불상의 장소에서 정범의 위 행위를 도왔다." in facts
    assert "이로써 피의자는 정범의 위 범행을 용이하게 하여 이를 방조하였다." in facts
    english = draft(AIDED, lang="en")
    assert "The principal, 박하늘, thereby spread (distribution) footage" in english


def test_habit_is_added_and_its_unknown_name_is_a_gap() -> None:
    text = draft(AIDED.replace("for_profit: no", "for_profit: no, habit: {value: yes, by: 수사관}"))
    first = section(text, "## Ⅲ. 범죄사실").split("### 피의자 2.")[0]
    assert "피의자는 상습으로 위와 같이 하였다." in first
    assert f"{NAME} [죄명표 확인 필요: 상습 카메라 등 이용 촬영·반포등]" in text


def test_each_victim_of_an_offence_counted_per_victim_has_a_part() -> None:
    facts = section(draft(AIDED), "## Ⅲ. 범죄사실").split("### 피의자 2.")[0]
    assert "##### 가. 피해자 V1(가명), 2025. 3. 2." in facts and "##### 나. 피해자 V2(가명), 2025. 3. 2." in facts


def test_many_behind_one_pseudonym_are_counted() -> None:
    text = draft(AIDED.replace("V2: {role: victim}", "V2: {role: victim, number: 124}"))
    assert "V2(가명, 124명)" in text and "별지 범죄일람표 (1) 기재와 같이" in text
    assert "[확인 필요: 피해자별 내역]" in section(text, "## 별지 범죄일람표 (1)")


@pytest.mark.parametrize("identity", ["name: 김피해", "known_as: 김피해", "school: 한강고", "phone: 010-1234-5678"])
def test_a_victims_identity_never_reaches_a_letter(identity: str) -> None:
    with pytest.raises(CaseError):
        draft(AIDED.replace("V1: {role: victim}", f"V1: {{role: victim, {identity}}}"))


def test_victims_appear_by_pseudonym_alone() -> None:
    told = section(draft(AIDED), "## Ⅲ. 범죄사실")
    assert set(re.findall(r"피해자 (\S+?)(?:[(,의]|$)", told)) <= {"V1", "V2"}


def test_recipients_places_and_channels_nobody_stated_are_unknown_ones() -> None:
    bare = AIDED.replace("channel: C1, ", "").replace("channels: {C1: {name: 비밀방, run_by: [S2]}}\n", "")
    facts = section(draft(bare), "## Ⅲ. 범죄사실")
    assert "불상의 장소에서 불상의 대화방에 자료 M1" in facts

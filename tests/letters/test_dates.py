"""Days are told only as exactly as they are known."""

from __future__ import annotations

import pytest

from tests.letters.drafts import ALTERED, OPEN, book, draft, read, section

KEPT = """
case: {{id: d}}
persons: {{S1: {{role: suspect}}, V1: {{role: victim}}}}
materials:
  M1: {{form: image, made: altered,
       shown: {{V1: {{shows: face, consent_to_alteration: no, sexual_form: {{value: yes, by: 수사관}}}}}}}}
acts: {{A1: {{kind: {kind}, {when}, by: {{S1: {{intent: {{value: yes, by: 수사관}}}}}}, {role}: [M1], kept_where: own_device}}}}
"""


def told(when: str, kind: str = "altered", lang: str = "ko") -> str:
    text = KEPT.format(when=when, kind=kind, role="product" if kind == "altered" else "object")
    heading = "## Ⅲ. 범죄사실" if lang == "ko" else "## III. Facts of the crime"
    return section(draft(text, lang=lang), heading)


@pytest.mark.parametrize(
    ("when", "words", "english"),
    [
        ("on: 2025-03-02", "피의자는 2025. 3. 2. 불상의", "on 2025-03-02,"),
        ("on: 2025-03", "피의자는 2025. 3.경 불상의", "in 2025-03,"),
        ("on: 2025", "피의자는 2025년경 불상의", "in 2025,"),
        (
            "on: {between: [2025-03-02, 2025-03-09]}",
            "피의자는 2025. 3. 2.부터 2025. 3. 9.까지 사이 일자불상경 불상의",
            "on a day between 2025-03-02 and 2025-03-09,",
        ),
        (
            "series: {from: 2025-03-02, to: 2025-06, times: 3}",
            "피의자는 2025. 3. 2.경부터 2025. 6.경까지 3회에 걸쳐 불상의",
            "from about 2025-03-02 to about 2025-06, 3 times,",
        ),
        (
            "series: {from: 2025-03-02, to: 2025-06, times: 12}",
            "피의자는 2025. 3. 2.경부터 2025. 6.경까지 불상의 장소에서 별지 범죄일람표 (1) 기재와 같이 총 12회에 걸쳐 자료",
            "from about 2025-03-02 to about 2025-06, at an unknown place, as listed in the Annexed Table of Acts (1), 12 times in all,",
        ),
        (
            "series: {from: 2025-03-02, to: 2025-06-11}",
            "별지 범죄일람표 (1) 기재와 같이 여러 차례에 걸쳐 [확인 필요: 횟수] 자료",
            "several times [to be confirmed: how many],",
        ),
    ],
)
def test_when_it_was(when: str, words: str, english: str) -> None:
    assert words in told(when)
    assert english in told(when, lang="en")


def test_how_long_it_lasted() -> None:
    text = told("from: 2025-03-02, to: 2025-06-11", "kept")
    assert "피의자는 2025. 3. 2.경부터 2025. 6. 11.경까지 불상의 장소에서 자신의 기기나 저장매체에" in text
    assert "2025. 3.경부터 2025. 6. 11.경까지" in told("from: 2025-03, to: 2025-06-11", "kept")


def test_a_series_split_by_an_amendment_is_told_in_its_stretches() -> None:
    text = told("series: {from: 2024-10-01, to: 2024-11-30, times: 8}")
    assert "2024. 10. 16.경부터 2024. 11. 30.경까지 불상의 장소에서 별지 범죄일람표 (1) 기재와 같이" in text
    assert "기재와 같이 여러 차례에 걸쳐 [확인 필요: 횟수]" in text and "8회" not in text


def test_a_place_and_a_manner_that_are_stated() -> None:
    text = ALTERED.replace("kind: altered,", "kind: altered, place: 서울 한강구 PC방, manner: 휴대전화 앱을 이용하여,")
    assert "2023. 3. 2. 서울 한강구 PC방에서 휴대전화 앱을 이용하여 자료 M1" in draft(text)
    assert "at 서울 한강구 PC방 (휴대전화 앱을 이용하여)" in draft(text, lang="en")


def test_no_letter_needs_a_decided_case() -> None:
    case, assessment = read(OPEN)
    assert case.acts and not assessment.offences and book().letters.letters

"""Prosecutors' documents: the indictment, the request for supplementary investigation, decisions not to prosecute."""

from __future__ import annotations

import re
from datetime import date

import pytest

from offence_engine.letters.document import Heading, text_of
from tests.letters.closings import (
    CLEARED,
    EXPIRED,
    JUSTIFIED,
    WITHDRAWN,
    composed,
    follows,
    grounded,
    lines,
    plan,
    said,
)
from tests.letters.drafts import ALTERED, CHILD, OPEN, REAL_CHILD, book

BEFORE, AFTER = date(2026, 10, 1), date(2026, 10, 2)
KINDS = [kind for kind, p in book().letters.letters.items() if p.group == "prosecutor"]
GAP = "[확인 필요: {}]"


def test_the_kinds() -> None:
    assert KINDS == ["indictment", "supplementary_request", "no_prosecution", "reinvestigation_request"]


def test_what_follows_when() -> None:
    assert follows(ALTERED, "indictment") and not follows(OPEN, "indictment")
    assert follows(OPEN, "supplementary_request") and not follows(EXPIRED, "supplementary_request")
    assert follows(CLEARED, "no_prosecution") and not follows(ALTERED, "no_prosecution")
    assert not any(follows(text, "reinvestigation_request") for text in (ALTERED, CLEARED, OPEN))


def test_who_is_accused_is_called_so() -> None:
    found = said(ALTERED, "indictment")
    assert "이로써 피고인은" in found and "피의자" not in found
    assert "이로써 피의자는" in said(ALTERED, "recognition")
    together = said(CHILD, "indictment")
    assert re.search(r"피고인 \[확인 필요: 성명\] \(S1\)과 공모하여", together)
    english = said(ALTERED, "indictment", "en")
    assert "The defendant thereby" in english and "suspect" not in english


def test_the_indictment_has_what_the_act_prescribes() -> None:
    (document,) = composed(ALTERED, "indictment")
    found = [text_of(b) for b in document.blocks if isinstance(b, Heading)]
    assert found[:2] == ["공소장", "Ⅰ. 피고인 관련사항"]
    assert "Ⅱ. 공소사실" in found and "Ⅲ. 첨부서류" in found
    said_lines = lines(ALTERED, "indictment")
    for label in ("성명", "죄명", "적용법조", "구속 여부"):
        assert label in said_lines
    assert "형법 제37조, 제38조" in said(ALTERED, "indictment")
    assert {"공소청 사건번호(형제번호)", "관할 법원", "담당 검사"} <= {x.ko for x in plan(ALTERED, "indictment").lacks}


def test_primary_and_alternative_charges() -> None:
    found = said(CHILD, "indictment")
    assert "(주위적)" in found and "(예비적)" in found and "제254조제5항" in found
    assert "제254조제5항" not in "\n".join(
        x for x in lines(ALTERED, "indictment") if "서식" not in x and "[S]" not in x
    )


def test_an_age_only_where_an_element_reads_it() -> None:
    assert "V1(가명, 16세)" in said(REAL_CHILD, "indictment")
    assert re.search(r"V1\(가명\)", said(ALTERED, "indictment")) and "V1(가명, " not in said(ALTERED, "indictment")


def test_nothing_of_the_evidence_or_record_goes_to_the_court() -> None:
    found = said(ALTERED, "indictment")
    for hidden in ("9f86d081", "E1", "대화 내역 캡처", "범죄경력", "수사경력", "수사관"):
        assert hidden not in found


def test_what_cannot_be_prosecuted_is_not_charged() -> None:
    for text in (EXPIRED, WITHDRAWN):
        found = said(text, "indictment")
        assert "이로써" not in found and "공소를 제기할 죄가 없어" in found
        assert "이 공소장에 적지 않았다" in found
    assert "이로써" in said(EXPIRED.replace("2014-03-02", "2022-03-02"), "indictment")


def test_the_office_goes_by_the_day() -> None:
    text = CLEARED.replace("prosecution_office: 서울중앙지방공소청, ", "")
    for kind in KINDS:
        assert "○○지방공소청" in said(text, kind, day=AFTER)
        assert "○○지방검찰청" in said(text, kind, day=BEFORE)
    outdated = said(CLEARED.replace("서울중앙지방공소청", "서울중앙지방검찰청"), "no_prosecution", day=AFTER)
    assert "의 이름은 지방공소청]" in outdated


def groups(text: str) -> dict[str, list[str]]:
    """What is asked under each heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in lines(text, "supplementary_request"):
        if re.match(r"[1-6]\. ", line):
            heading = line
            found[heading] = []
        elif heading:
            found[heading].append(line)
    return found


def test_missing_facts_are_asked_under_the_items_of_the_rule() -> None:
    found = groups(OPEN)
    assert [x.split(".")[0] for x in found] == ["1", "2", "4"]
    offender, proof, sentencing = found.values()
    assert any("성명 확인" in x for x in offender) and any("범죄경력 확인" in x for x in sentencing)
    assert "수사관" in proof and "피의자" in proof
    assert any("성적 욕망 또는 수치심을 유발할 수 있는 형태라고 판단합니까" in x for x in proof)
    assert any("제14조의2 제1항" in x for x in proof)


def test_conditions_of_prosecution_and_evidence_are_asked_for_too() -> None:
    unasked = WITHDRAWN.replace(
        "pairs:\n  P1: {suspect: S1, victim: V1, complaint: withdrawn, complaint_withdrawn_on: 2026-08-01}\n", ""
    )
    assert any("고소" in x for x in groups(unasked)["3. 소송조건 또는 처벌조건에 관한 사항"])
    proof = groups(ALTERED)["2. 증거 또는 범죄사실 증명에 관한 사항"]
    assert any(x.startswith("다음 사실을 뒷받침하는 증거: ") for x in proof)


def test_what_is_open_about_the_offence_itself() -> None:
    between = ALTERED.replace("on: 2023-03-02", "on: {between: [2024-10-10, 2024-10-20]}")
    assert any("행위일이 정확하지 않아" in x for x in groups(between)["5. 죄명 및 범죄사실의 구성에 관한 사항"])


def test_remote_possibilities_are_left_out_and_counted() -> None:
    assert "질문 수: 3" in said(OPEN, "supplementary_request")
    assert "음란하다고 판단합니까" not in said(OPEN, "supplementary_request").split("Ⅲ. ")[0]


def test_the_same_question_of_several_things_is_asked_once() -> None:
    two = OPEN.replace(
        "materials: {M1: ", "materials: {M2: {form: image, made: altered, shown: {V1: {shows: face}}}, M1: "
    )
    found = lines(two.replace("product: [M1]", "product: [M1, M2]"), "supplementary_request")
    asked = [x for x in found if x.startswith("성적 욕망 또는 수치심을 유발할 수 있는 형태라고 판단합니까")]
    assert len(asked) == 1 and any(sorted(x.split(" / ")) == ["M1, V1", "M2, V1"] for x in found)


def test_numbers_run_through() -> None:
    numbers = [int(x) for own in groups(OPEN).values() for x in own if x.isdigit()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_period_goes_by_the_day() -> None:
    assert "1개월 이내에 보완수사를 이행하고" in said(OPEN, "supplementary_request")
    assert GAP.format("보완수사의 기간") in said(OPEN, "supplementary_request", day=BEFORE)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (CLEARED, "혐의없음(범죄인정안됨) (제115조제3항제2호가목)"),
        (JUSTIFIED, "죄가안됨 (제115조제3항제3호)"),
        (EXPIRED, "공소권없음 (제115조제3항제4호마목)"),
        (WITHDRAWN, "공소권없음 (제115조제3항제4호차목)"),
    ],
)
def test_the_operative_part_of_a_decision_not_to_prosecute(text: str, order: str) -> None:
    assert order in lines(text, "no_prosecution")


def test_prosecution_is_never_suspended_by_a_draft() -> None:
    found = said(OPEN, "no_prosecution")
    assert "기소유예" in found and GAP.format("주문") in found
    assert "기소유예 (제115조" not in found and "기소유예" not in said(CLEARED, "no_prosecution").split("Ⅵ.")[0]


def test_suspects_by_number_and_offences_by_letter_the_heaviest_first() -> None:
    two = CLEARED.replace("persons:\n", "persons:\n  S2: {role: suspect, known_as: 닉네임 X}\n").replace(
        "by: {S1: {intent: {value: yes, by: 수사관}}}",
        "by: {S1: {intent: {value: yes, by: 수사관}}, S2: {intent: {value: yes, by: 수사관}}}",
    )
    found = lines(two, "no_prosecution")
    assert "1.가. 성명불상자(닉네임 X)" in found and "2.가. 홍길동" in found
    letters = [x[0] for x in lines(OPEN, "no_prosecution") if re.match(r"[가-힣]\. ", x)]
    assert letters[:2] == ["가", "나"]


def test_grounds_for_a_late_demand_go_by_the_day() -> None:
    found = said(CLEARED, "reinvestigation_request")
    assert "제63조제2항제1호" in found and "3개월 이내에 재수사를 마쳐야 한다" in found
    old = said(CLEARED, "reinvestigation_request", day=BEFORE)
    assert "90일 이내에 요청한다" in old
    early = said(EXPIRED.replace("2026-09-20", "2022-01-20"), "reinvestigation_request", day=date(2022, 6, 1))
    assert GAP.format("재수사를 마칠 기한") in early


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [ALTERED, OPEN, EXPIRED])
def test_both_languages_are_whole(kind: str, text: str) -> None:
    for lang in ("ko", "en"):
        for line in lines(text, kind, lang):
            assert "  " not in line and "{{" not in line and "은(는)" not in line, line
            assert lang == "en" or "None" not in line, line
            if lang == "en":
                assert not re.search(r"확인 필요|이로써|피의자|피고인|해당 없음|초안이다", line), line


@pytest.mark.parametrize("kind", KINDS)
def test_what_states_a_fact_carries_its_grounds(kind: str) -> None:
    for text in (ALTERED, CLEARED, EXPIRED, OPEN):
        for line, rests_on in grounded(text, kind):
            told = "것이다." in line and "피의자는" in line
            if told or "이로써" in line or "충족되지 않는다" in line or "판단합니까" in line:
                assert any(id_.startswith(("finding:", "element:")) for id_ in rests_on), line


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_letter_lacks_is_listed(kind: str) -> None:
    listed = {GAP.format(x.ko) for x in plan(CHILD, kind).lacks}
    assert set(re.findall(r"\[확인 필요: [^\]]+\]", said(CHILD, kind))) <= listed


def test_an_unknown_offence_name_is_not_invented() -> None:
    kept = ALTERED.replace(
        "evidence:\n",
        "  A3: {kind: kept, from: 2025-03-02, to: 2025-06-11, by: {S1: {intent: {value: yes, by: 수사관}}},"
        " kept_where: own_device, object: [M2]}\nevidence:\n",
    ).replace(
        "acts:",
        "  M2: {form: image, made: altered,"
        " shown: {V1: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관}}}}\nacts:",
    )
    assert "[죄명표 확인 필요]" in said(kept, "indictment")

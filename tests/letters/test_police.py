"""Police documents: decisions not to refer with their operative parts, notices, the lists of a record, requests, bundles."""

from __future__ import annotations

import re
from datetime import date

import pytest

from offence_engine import draft_letters
from offence_engine.errors import RulesError
from offence_engine.letters.document import Heading, Table, text_of
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
from tests.letters.drafts import ALTERED, CHILD, OPEN, book, read

BEFORE, AFTER = date(2026, 10, 1), date(2026, 10, 2)
KINDS = [
    kind
    for kind, p in book().letters.letters.items()
    if p.group == "police" and kind not in ("referral", "referral_cover")
]
NON_REFERRAL = ("non_referral", "non_referral_cover", "non_referral_notice")
LISTS = ("seizure_list", "record_list", "digitised_list")
GAP = "[확인 필요: {}]"


@pytest.mark.parametrize("kind", NON_REFERRAL)
def test_not_referring_follows_only_where_something_is_closed(kind: str) -> None:
    assert all(follows(text, kind) for text in (CLEARED, EXPIRED, WITHDRAWN, JUSTIFIED))
    assert not any(follows(text, kind) for text in (ALTERED, CHILD, OPEN))


@pytest.mark.parametrize(
    ("text", "order", "clause"),
    [
        (CLEARED, "혐의없음(범죄인정안됨)", "제108조제1항제1호가목"),
        (JUSTIFIED, "죄가안됨", "제108조제1항제2호"),
        (EXPIRED, "공소권없음", "제108조제1항제3호마목"),
        (WITHDRAWN, "공소권없음", "제108조제1항제3호차목"),
    ],
)
def test_the_operative_part_follows_from_the_findings(text: str, order: str, clause: str) -> None:
    assert f"{order} ({clause})" in lines(text, "non_referral")
    assert GAP.format("주문") not in said(text, "non_referral")
    assert "정할 수 있는 주문" not in lines(text, "non_referral")


def test_against_the_victims_will() -> None:
    threatened = (
        WITHDRAWN.replace(
            "complaint: withdrawn, complaint_withdrawn_on: 2026-08-01",
            "punishment_wish: against, wish_expressed_on: 2026-08-01",
        )
        .replace(
            "{kind: posted, on: 2026-03-02, channel: C1, reach: many, said: [contempt],",
            "{kind: threatened, on: 2026-03-02, harm_announced: yes,",
        )
        .replace(
            "identified: yes, insulting: {value: yes, by: 수사관}",
            "as: threatened, apt_to_frighten: {value: yes, by: 수사관}",
        )
    )
    assert "공소권없음 (제108조제1항제3호타목)" in lines(threatened, "non_referral")


def test_which_elements_fail_and_on_which_facts() -> None:
    found = said(CLEARED, "non_referral")
    assert "구성요건 가운데 1개가 충족되지 않는다" in found
    assert "「성적 욕망 또는 수치심을 유발할 수 있는 형태로」" in found and "아니오 (수사관; 단체 사진)" in found
    assert "만들었다는 것이다." in found and "이로써" not in found


def test_why_it_cannot_be_prosecuted() -> None:
    assert "늦어도 2021. 3. 1.에 완성된 것으로 계산된다" in said(EXPIRED, "non_referral")
    assert "정지된 기간이 있는지 먼저 확인한다" in said(EXPIRED, "non_referral")
    assert "고소가 취소되었다" in said(WITHDRAWN, "non_referral")
    assert "위법성을 조각하는 사유" in said(JUSTIFIED, "non_referral")


def test_a_disputed_fact_leaves_the_operative_part_open() -> None:
    disputed = CLEARED.replace("because: 단체 사진,", "because: 단체 사진, disputed: yes,")
    found = said(disputed, "non_referral")
    assert GAP.format("주문") in found and "다툼 있는 사실에 서 있다" in found
    assert "정할 수 있는 주문" in found and "제108조제1항제4호바목" in found
    assert "주문" in [x.ko for x in plan(disputed, "non_referral").lacks]


def test_while_anything_is_open_no_operative_part_is_given() -> None:
    found = said(
        CLEARED.replace("sexual_act_expressed: no,", "").replace("{value: no, by: 수사관},", "unknown,"), "non_referral"
    )
    assert "혐의없음(범죄인정안됨) (제108조" not in found and "판단을 미룬 죄가 남아 있어" in found


def test_asked_for_where_everybody_is_referred() -> None:
    assert "불송치할 피의자가 없다" in said(ALTERED, "non_referral")


@pytest.mark.parametrize("kind", NON_REFERRAL)
def test_since_october_both_readings_stand_before_closing_a_case_that_must_be_referred(kind: str) -> None:
    found = said(CLEARED, kind)
    assert "사법경찰관이 검사에게 송치하여야 한다" in found and "제26조의2" in found
    assert "송치만 할 수 있다" in found and "불송치도 할 수 있다" in found
    assert "송치만 할 수 있다" not in said(CLEARED, kind, day=BEFORE)
    assert "송치만 할 수 있다" not in said(WITHDRAWN, kind)


def test_the_warning_comes_before_the_decision() -> None:
    found = said(CLEARED, "non_referral")
    assert found.index("불송치도 할 수 있다") < found.index("Ⅰ. 피의자")


def test_the_order_list_goes_by_date() -> None:
    old, new = said(OPEN, "non_referral", day=BEFORE), said(OPEN, "non_referral", day=AFTER)
    assert "공소청 검사에게 송치된 경우" in new and "공소청" not in old
    assert "경찰수사규칙 제108조제1항 [K]" in old and "(행정안전부령 제649호, 2026. 10. 2.) [S]" in new
    assert len(set(re.findall(r"제108조제1항\S+목", new))) == 22


def test_the_cover_goes_to_the_office_of_the_day() -> None:
    text = CLEARED.replace("prosecution_office: 서울중앙지방공소청, ", "")
    assert "○○지방공소청장" in said(text, "non_referral_cover", day=AFTER)
    assert "○○지방검찰청 검사장" in said(text, "non_referral_cover", day=BEFORE)
    assert "제245조의5제1항제2호" in said(text, "non_referral_cover", day=AFTER)
    assert "형사소송법 제245조의5제2호" in said(text, "non_referral_cover", day=BEFORE)
    assert "별지 제123호서식) 머리의 수신인" in said(text, "non_referral_cover")


@pytest.mark.parametrize(
    ("day", "period", "accuser", "enclosed"),
    [
        (date(2022, 1, 1), "신청 기간은 없습니다", "고발인도 신청할 수 있습니다", "없음"),
        (BEFORE, "신청 기간은 없습니다", "고발인은 신청할 수 없습니다", "없음"),
        (AFTER, "3개월 이내에 신청하여야 합니다", "대통령령으로 정하는 죄의 경우에만", "별지 제125호서식"),
    ],
)
def test_how_to_object_goes_by_date(day: date, period: str, accuser: str, enclosed: str) -> None:
    text = EXPIRED.replace("2026-09-20", "2021-12-20")
    found = said(text, "non_referral_notice", day=day)
    assert period in found and accuser in found and enclosed in found


def test_a_notice_for_each_victim_concerned_and_nothing_of_the_others() -> None:
    case, assessment = read(WITHDRAWN)
    found = draft_letters(assessment, case, book(), kinds=["non_referral_notice"], formats=["md"])
    assert [x.name for x in found] == ["non_referral_notice.V1.ko.md"]
    assert "V2" not in found[0].content and "V1(가명)" in found[0].content


def test_a_notice_without_a_victim_goes_to_whoever_complained() -> None:
    alone = CLEARED.replace("  V1: {role: victim, birth: 2000-05-05}\n", "").replace(
        """shown: {V1: {shows: face, consent_to_alteration: no, sexual_act_expressed: no,
                    sexual_form: {value: no, by: 수사관, because: 단체 사진, evidence: [E1]}}}""",
        "sexual_act_expressed: no",
    )
    assert GAP.format("고소인등의 성명(따로 알림)") in said(alone, "non_referral_notice")


def test_the_notice_holds_no_evidence_and_no_particulars() -> None:
    found = said(CLEARED, "non_referral_notice")
    for hidden in ("9f86d081", "E1", "2000-01-01", "회사원", "주거", "쪽"):
        assert hidden not in found
    assert "홍길동" in found


def test_a_notice_that_prints_evidence_is_refused(tmp_path: object) -> None:
    from pathlib import Path
    from shutil import copytree

    from offence_engine.rulebook.shipped import shipped

    folder = Path(str(tmp_path)) / "templates"
    copytree(shipped("templates"), folder)
    path = folder / "non_referral_notice.ko.md.j2"
    path.write_text(path.read_text(encoding="utf-8") + "{{ evidence | length }}\n", encoding="utf-8")
    case, assessment = read(CLEARED)
    with pytest.raises(RulesError, match="must not see"):
        draft_letters(assessment, case, book(), kinds=["non_referral_notice"], templates=folder)


SEIZED = ALTERED.replace(
    'page: "12"}',
    'page: "12", seized: yes, kind: 휴대전화, quantity: 1대, author: S1, made_on: 2025-04-01, pages: 3, paper: yes}\n'
    "  E2: {what: 진술조서, seized: no, author: V1, paper: no}",
)


def table(text: str, kind: str) -> Table:
    return [b for b in composed(text, kind)[0].blocks if isinstance(b, Table)][-1]


def rows(text: str, kind: str) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in table(text, kind).rows]


@pytest.mark.parametrize("kind", LISTS)
def test_the_lists_follow_from_evidence(kind: str) -> None:
    assert follows(ALTERED, kind) and not follows(OPEN, kind)
    assert "사건 파일에 적힌" in said(OPEN, kind)


def test_seized_objects_alone_stand_in_their_list() -> None:
    (row,) = rows(SEIZED, "seizure_list")
    assert row[:5] == ["1", "휴대전화", "1대", "12", "E1. 대화 내역 캡처"] and "SHA-256 9f86" in row[5]
    assert not plan(SEIZED, "seizure_list").lacks
    assert {x.ko for x in plan(ALTERED, "seizure_list").lacks} == {"압수물인지", "품종", "수량"}


def test_every_document_stands_in_the_list_of_the_record() -> None:
    first, second = rows(SEIZED, "record_list")
    assert first[1:6] == ["E1. 대화 내역 캡처", "피의자 홍길동", "2025. 4. 1.", "3", "12"]
    assert second[2] == "피해자 V1(가명)" and second[3:6] == [
        GAP.format("작성일"), GAP.format("면수"), GAP.format("기록정수(쪽)"),
    ]  # fmt: skip
    assert [row[1] for row in rows(SEIZED, "digitised_list")] == ["E1. 대화 내역 캡처"]
    assert GAP.format("종이 문서인지") in said(ALTERED, "digitised_list")


def test_every_row_of_a_list_rests_on_its_evidence() -> None:
    for kind in LISTS:
        for row in table(SEIZED, kind).rows:
            assert any(id_.startswith("evidence:E") for cell in row for id_ in cell.rests_on)


def titles(text: str, kind: str) -> list[str]:
    (document,) = composed(text, kind)
    return [text_of(b) for b in document.blocks if isinstance(b, Heading) and b.level == 1]


def test_the_bundles_are_bound_in_the_order_of_the_rule() -> None:
    lists = ["압수물 총목록", "기록목록", "전자화대상문서 목록"]
    assert titles(ALTERED, "referral_bundle") == ["사건송치서", *lists, "송치 결정서"]
    assert titles(CLEARED, "non_referral_bundle") == ["불송치 사건기록 송부서", *lists, "불송치 결정서"]


def test_what_does_not_follow_is_not_bound_in() -> None:
    assert titles(CHILD, "referral_bundle") == ["사건송치서", "송치 결정서"]


def test_recognition_follows_from_what_is_made_out() -> None:
    assert follows(ALTERED, "recognition") and not follows(OPEN, "recognition")
    found = said(ALTERED, "recognition")
    assert "허위영상물편집·반포등" in found and "이로써 피의자는" in found and "형법 제37조, 제38조" in found
    assert GAP.format("범죄 인지 경위") in found and "피해자 신고" in found


def test_recognition_of_what_is_still_open_says_so() -> None:
    found = said(OPEN, "recognition")
    assert "만들었다는 것이다." in found and "이로써" not in found and "아직 확인하지 못한 사실" in found


def test_an_important_case_says_by_which_items() -> None:
    assert follows(OPEN, "opinion_request") and not follows(EXPIRED, "opinion_request")
    found = said(OPEN, "opinion_request")
    assert "수사준칙 제7조제1항제6호가목 [S]" in found and "제6호나목" in found and "제6호마목" not in found
    assert "지방공소청 검사" in found
    old = said(OPEN, "opinion_request", day=BEFORE)
    assert "제6호가목" not in old and GAP.format("이 문서를 쓸 근거") in old and "지방검찰청 검사" in old


def test_a_limitation_that_ends_within_six_months_makes_it_important_at_once() -> None:
    soon = EXPIRED.replace("2014-03-02", "2019-12-31")
    assert "공소시효가 2026. 12. 30.에 만료될 수 있는 사건" in said(soon, "opinion_request")
    assert "만료될 수 있는" not in said(soon.replace("2019-12-31", "2020-10-31"), "opinion_request")
    assert "만료될 수 있는" not in said(soon, "opinion_request", day=BEFORE)


@pytest.mark.parametrize(
    "kind", ["supplement_report", "additional_delivery", "legal_opinion_request", "investigation_suspension"]
)
def test_on_request_alone(kind: str) -> None:
    assert not any(follows(text, kind) for text in (ALTERED, CLEARED, OPEN))
    assert plan(ALTERED, kind).because.ko.startswith("종류를 골라")


def test_the_report_has_its_eight_items_in_order() -> None:
    (document,) = composed(ALTERED, "supplement_report")
    found = [text_of(b) for b in document.blocks if isinstance(b, Heading) and b.level == 2]
    assert [x.split(".")[0] for x in found] == list("12345678")
    assert "범죄경력 및 수사경력" in found[1] and "보완수사의 진행 내용" in found[4]


def test_the_day_of_an_earlier_referral_is_taken_from_the_case() -> None:
    known = ALTERED.replace("case: {id: t-1,", "case: {id: t-1,").replace(
        "persons:\n", "referred_on: 2026-11-01\npersons:\n", 1
    )
    assert "2026. 11. 1." in said(known, "additional_delivery")
    assert GAP.format("송치 연월일") in said(ALTERED, "additional_delivery")


def test_grounds_of_suspension_are_listed_and_none_is_chosen() -> None:
    found = said(ALTERED, "investigation_suspension")
    for clause in ("제98조제1항제1호가목", "제98조제1항제1호마목", "제98조제1항제2호"):
        assert clause in found
    assert GAP.format("수사중지의 사유") in found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [ALTERED, OPEN, CLEARED])
def test_both_languages_are_whole(kind: str, text: str) -> None:
    own = re.compile(r"확인 필요|이로써|피의자|해당 없음|초안이다|판단|충족")
    for lang in ("ko", "en"):
        for line in lines(text, kind, lang):
            assert "  " not in line and "{{" not in line and "은(는)" not in line, line
            if lang == "ko":
                assert "None" not in line
            else:
                assert not own.search(line.replace("피해자 신고", "")), line


@pytest.mark.parametrize("kind", KINDS)
def test_what_states_a_fact_carries_its_grounds(kind: str) -> None:
    for text in (ALTERED, CLEARED, EXPIRED):
        for line, rests_on in grounded(text, kind):
            told = "것이다." in line and "피의자는" in line
            if told or "이로써" in line or "충족되지 않는다" in line or line.startswith("「성적"):
                assert any(id_.startswith(("finding:", "element:")) for id_ in rests_on), line


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_letter_lacks_is_listed(kind: str) -> None:
    for text in (CHILD, CLEARED):
        listed = {GAP.format(x.ko) for x in plan(text, kind).lacks}
        printed = set(re.findall(r"\[확인 필요: [^\]]+\]", said(text, kind)))
        assert printed <= listed | {GAP.format("증 제○호")}


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_stays_text(kind: str) -> None:
    hostile = "# {{ 7 * 7 }} | <script> ***"
    text = CLEARED.replace("because: 단체 사진,", f"because: '{hostile}',").replace("합성 사진 파일", f"'{hostile}'")
    for document in composed(text, kind):
        assert not any(isinstance(b, Heading) and "{{" in text_of(b) for b in document.blocks)
    assert "49 |" not in said(text, kind)

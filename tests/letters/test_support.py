"""Support, notices to schools and guardians, warnings, juvenile court, identity card, preservation of proceeds."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from offence_engine import assess, draft_letters
from offence_engine.casefile.read import case_of
from offence_engine.letters import Letter, letter_kinds
from offence_engine.letters.compose import Composer
from offence_engine.letters.document import texts
from offence_engine.letters.plan import follows
from offence_engine.letters.select import select
from offence_engine.model.case import Case
from offence_engine.model.letters import Audience
from offence_engine.model.result import Assessment
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from tests.letters.drafts import DAY, book
from tests.letters.test_takedown import MIXED
from tests.letters.test_takedown import drafted as drafted_text
from tests.letters.test_takedown import follow as follow_text
from tests.letters.test_takedown import one as one_text
from tests.procedure.build import stated

YES = {"value": "yes", "by": "수사관"}
# A pupil of 13 alters the picture of another pupil; a grown-up takes part, and there is a second victim.
PUPILS: dict[str, Any] = {
    "case": {"id": "t-6", "office": "서울한강경찰서", "received": "2026-10-20", "number": "2026-000124"},
    "report_received": "yes",
    "persons": {
        "S1": {"role": "suspect", "birth": "2012-06-01", "pupil": "yes", "known_as": "닉네임 별"},
        "S2": {"role": "suspect", "birth": "2000-06-01"},
        "V1": {"role": "victim", "birth": "2011-05-05", "pupil": "yes"},
        "V2": {"role": "victim", "birth": "2000-05-05"},
    },
    "particulars": {"S2": {"name": "홍길동"}},
    "materials": {
        "M1": {
            "form": "image", "made": "altered", "circulating": "yes",
            "recognisable_as_child": {"value": "no", "by": "수사관"},
            "shown": {v: {"shows": "face", "consent_to_alteration": "no", "sexual_form": YES} for v in ("V1", "V2")},
            "items": [{"url": "https://room.example/9", "poster": "@up"}],
        }
    },
    "acts": {
        "A1": {"kind": "altered", "on": "2026-03-02", "product": ["M1"], "by": {s: {"intent": YES} for s in ("S1", "S2")}}
    },
}  # fmt: skip
SCHOOL = ("school_notice", "school_notice_offender", "school_guardian_notice", "school_guardian_notice_offender")


def read(whole: dict[str, Any], day: date = DAY) -> tuple[Case, Assessment]:
    tree = tree_from(whole, "case.yaml")
    assert isinstance(tree, Map)
    case = case_of(tree, book(), day)
    return case, assess(case, book(), day)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The pupils' case with one thing set, or dropped where the value is None."""
    whole = deepcopy(PUPILS)
    *way, last = path.split(".")
    place = whole
    for name in way:
        place = place[name]
    place.pop(last, None)
    if value is not None:
        place[last] = value
    return whole


def drafted(whole: dict[str, Any], kind: str, lang: str = "ko", day: date = DAY) -> dict[str, str]:
    """The letters of a kind by whom they are about."""
    case, assessment = read(whole, day)
    found: list[Letter] = draft_letters(assessment, case, book(), kinds=[kind], formats=["md"], lang=lang)
    return {letter.name.removeprefix(f"{kind}.").partition(".")[0]: letter.content.split("<!--")[0] for letter in found}


def follow(whole: dict[str, Any], day: date = DAY) -> dict[str, bool]:
    case, assessment = read(whole, day)
    found = select(assessment, case, book())
    return {kind: follows(plan, assessment, case, found) for kind, plan in book().letters.letters.items()}


def test_deletion_support_goes_to_the_centre_with_pseudonyms() -> None:
    assert follow_text(MIXED)["deletion_support"]
    assert not follow_text(MIXED.replace("circulating: yes, ", ""))["deletion_support"]
    text = one_text(MIXED, "deletion_support")
    assert "| 수신 | 중앙디지털성범죄피해자지원센터" in text
    rows = [line for line in text.splitlines() if line.startswith("| 자료 M")]
    assert rows[0].endswith("| V1(가명) |") and rows[1].endswith("| V2(가명) |")
    assert "아동ㆍ청소년성착취물에 관한 것은 영구" in text and "지체 없이 파기한다" in text
    assert "[확인 필요: 피해자의 실명과 연락 방법(따로 봉함하거나 보안 경로로 보냄)]" in text
    for secret in ("홍길동", "S1", "16세", "비밀메모", "scpa."):
        assert secret not in text


def test_deletion_support_by_date() -> None:
    early = stated("scpa.14.2", "2023-03-02")
    for material in early["materials"].values():
        material["circulating"] = "yes"
    for day, to, keeping in (
        (date(2025, 4, 16), "국가(여성가족부)의 삭제지원 창구", False),
        (date(2025, 4, 17), "중앙디지털성범죄피해자지원센터", False),
        (date(2026, 10, 1), "중앙디지털성범죄피해자지원센터", False),
        (date(2026, 10, 2), "중앙디지털성범죄피해자지원센터", True),
    ):
        assert follow(early, day)["deletion_support"]
        (text,) = drafted(early, "deletion_support", day=day).values()
        assert f"| 수신 | {to}" in text and ("10년" in text) is keeping
        assert ("[확인 필요: 이 날짜의 조문]" in text) is not keeping
        assert ("검사 및 수사기관의" in text) is keeping


def test_notices_to_schools_and_guardians_only_of_pupils() -> None:
    found = follow(PUPILS)
    assert all(found[kind] for kind in SCHOOL)
    assert list(drafted(PUPILS, "school_notice")) == ["V1"]
    assert list(drafted(PUPILS, "school_notice_offender")) == ["S1"]
    assert list(drafted(PUPILS, "school_guardian_notice")) == ["V1"]
    assert list(drafted(PUPILS, "school_guardian_notice_offender")) == ["S1"]
    unknown = follow(changed("persons.V1.pupil", None))
    assert not any(unknown[kind] for kind in SCHOOL)
    grown = follow(changed("persons.S1.pupil", None))
    assert grown["school_notice"] and not grown["school_notice_offender"]
    assert not follow(changed("report_received", None))["school_notice"]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("kind", [*SCHOOL, "guardian_notice"])
def test_schools_and_guardians_learn_only_what_is_needed(kind: str, lang: str) -> None:
    for subject, text in drafted(PUPILS, kind, lang).items():
        for other in {"V1", "V2", "S1", "S2"} - ({subject} if subject.startswith("V") else set()):
            assert other not in text, other
        for secret in (
            "홍길동",
            "닉네임 별",
            "room.example",
            "@up",
            "M1",
            "합성",
            "altered",
            "얼굴",
            "14-2",
            "가명, ",
            "세)",
        ):
            assert secret not in text, secret
        assert "학생 성명(따로 알림)" in text or "성명(따로 알림)" in text or "told apart" in text


def test_the_guardian_of_a_young_offender_is_told_between_ten_and_fourteen() -> None:
    assert list(drafted(PUPILS, "guardian_notice")) == ["S1"]
    for birth, wanted in (("2012-03-03", True), ("2012-03-02", False), ("2016-03-02", True), ("2016-03-03", False)):
        assert follow(changed("persons.S1.birth", birth))["guardian_notice"] is wanted, birth


def test_the_juvenile_court_between_ten_and_fourteen() -> None:
    for birth, wanted in (("2012-03-03", True), ("2012-03-02", False), ("2016-03-02", True), ("2016-03-03", False)):
        assert follow(changed("persons.S1.birth", birth))["juvenile_referral"] is wanted, birth
    assert list(drafted(PUPILS, "juvenile_referral")) == ["S1"]


def test_the_juvenile_referral_tells_the_acts_and_calls_nobody_a_suspect() -> None:
    (text,) = drafted(PUPILS, "juvenile_referral").values()
    acts = text.split("## 3. ")[1].split("## 4. ")[0]
    assert "소년은 2026. 3. 2. 불상의 장소에서" in acts and "이로써 소년은" in acts and "피의자는" not in text
    assert "| 수신 | 가정법원 소년부 또는 지방법원 소년부 [확인 필요: 관할 법원] |" in text
    assert "소년법 제4조 제2항" in text and "아동ㆍ청소년의 성보호에 관한 법률 제44조 제1항" in text
    assert "| 성명 | 성명불상자(닉네임 별) |" in text and "보호자의 성명과 연락처" in text


@pytest.mark.parametrize(("day", "open_"), [(date(2026, 10, 1), False), (date(2026, 10, 2), True)])
def test_both_readings_of_the_new_duty_to_refer(day: date, open_: bool) -> None:
    (text,) = drafted(PUPILS, "juvenile_referral", day=day).values()
    assert ("확립되지 않은 점" in text) is open_
    assert ("소년부 송치를 그대로 둔다" in text and "검사에게 송치한다: 새 규정이 앞선다" in text) is open_


def groomed(**more: Any) -> dict[str, Any]:
    return stated("cyp.15-2.1.1", "2025-12-01") | {"report_received": "yes"} | more


def test_a_warning_only_where_no_undercover_work_is_needed() -> None:
    assert follow(groomed(undercover_needed="no"))["grooming_warning"]
    assert not follow(groomed(undercover_needed="yes"))["grooming_warning"]
    assert not follow(groomed())["grooming_warning"]
    case, assessment = read(groomed())
    why = {plan.kind: plan.because.ko for plan in letter_kinds(assessment, case, book())}["grooming_warning"]
    assert "신분비공개수사나 신분위장수사가 필요하다고 판단함" in why
    assert not follow(groomed(undercover_needed="no"), date(2025, 12, 31))["juvenile_referral"]


@pytest.mark.parametrize("undercover", ["no", "yes", None])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_a_warned_person_is_told(lang: str, undercover: str | None) -> None:
    whole = groomed(undercover_needed=undercover) if undercover else groomed()
    whole["persons"]["S1"]["known_as"] = "닉네임 달"
    (text,) = drafted(whole, "grooming_warning", lang).values()
    assert "닉네임 달" in text
    for secret in ("V1", "A1", "위장", "비공개", "undercover", "channel", "cyp.", "E1", "피해자", "victim"):
        assert secret not in text, secret
    if lang == "ko":
        assert "즉시 중단하십시오" in text and "처벌받을 수 있습니다" in text
        assert ("제15조의2 제1항 제1호" in text and "3년 이하의 징역" in text) is (undercover != "yes")
        assert ("[확인 필요: 이 문서를 쓸 근거]" in text) is (undercover != "no")


def test_an_identity_card_holds_gaps_only_and_is_asked_for() -> None:
    assert not follow(PUPILS)["identity_card"]
    found = drafted(PUPILS, "identity_card")
    assert list(found) == ["V1", "V2"]
    text = found["V1"]
    for name in ("성명", "주민등록번호", "주소", "연락처"):
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert "(신원 파일에서)]" in row
    assert "| 가명 | V1(가명) |" in text and "V2" not in text and "홍길동" not in text
    assert "지방공소청 검사" in text
    assert "지방검찰청 검사" in drafted(PUPILS, "identity_card", day=date(2026, 10, 1))["V1"]


def test_preservation_of_proceeds_where_it_was_for_gain() -> None:
    paid = stated("scpa.14.3", "2025-12-01")
    assert follow(paid)["confiscation_preservation"] and not follow(PUPILS)["confiscation_preservation"]
    (text,) = drafted(paid, "confiscation_preservation").values()
    assert "제14조 제3항" in text and "3년 이상의 유기징역" in text and "제96호서식" in text
    assert "성폭력처벌법 제15조의3, 법률 제20575호" in text
    child = next(iter(drafted(stated("cyp.11.2", "2025-12-01"), "confiscation_preservation").values()))
    assert "청소년의 성보호에 관한 법률 제11조 제2항" in child and "법률 제20575호" not in child
    assert "범죄수익은닉의 규제 및 처벌 등에 관한 법률 제8조" in text and "[확인 필요: 보전할 재산]" in text
    (act,) = paid["acts"].values()
    series = {"from": act.pop("on"), "to": "2025-12-03", "times": 2}
    act |= {"series": series, "items": [{"amount": "30,000원"}, {"amount": "50,000원"}]}
    assert "| 30,000원, 50,000원 |" in next(iter(drafted(paid, "confiscation_preservation").values()))


KINDS = [name for name, plan in book().letters.letters.items() if plan.group == "support"]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_whole_in_both_languages(kind: str, lang: str) -> None:
    found = list(drafted(PUPILS, kind, lang).values()) + [x.content for x in drafted_text(MIXED, kind, lang)]
    assert found
    for whole in found:
        text = whole.split("<!--")[0]
        assert "None" not in text and "{{" not in text and "()" not in text
        lines = [line for line in text.splitlines() if not line.startswith("|")]
        assert not [line for line in lines if "  " in line]
        if lang == "en":
            assert not re.search(r"확인 필요|습니다|이로써", text)
        assert "유죄" not in text and "guilty" not in text


def test_gaps_are_listed() -> None:
    case, assessment = read(PUPILS)
    lacks = {plan.kind: {label.ko for label in plan.lacks} for plan in letter_kinds(assessment, case, book())}
    assert {"학교 이름", "학생 성명(따로 알림)", "필요한 분리·접촉금지 조치"} <= lacks["school_notice"]
    assert {"관할 법원", "성행과 환경", "보호자의 성명과 연락처"} <= lacks["juvenile_referral"]
    assert "원본 보관이 필요한지" in lacks["deletion_support"]


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("identity_card", "grooming_warning")])
def test_what_states_a_fact_or_the_law_has_its_grounds(kind: str) -> None:
    case, assessment = read(PUPILS)
    composer = Composer(assessment, case, book(), select(assessment, case, book()), "ko", shipped("templates"))
    for _, document in composer.documents(kind):
        for text, grounds in texts(document):
            if re.search(r"신고를 받았으므로|확인되어|이로써|송치한다\.$|하여야 한다|확인하였습니다|자료 M\d\(", text):
                assert grounds, text


def test_what_the_audiences_of_these_letters_may_see() -> None:
    audiences: dict[str, Audience] = book().letters.audiences
    for kind in (*SCHOOL, "guardian_notice", "grooming_warning", "victim_notice", "guardian_deletion_notice"):
        audience = audiences[book().letters.letters[kind].audience]
        assert not (audience.suspect or audience.evidence or audience.locators or audience.identity), kind
    for kind in (
        "takedown_commission",
        "takedown_provider",
        "blocking_request",
        "foreign_messenger",
        "deletion_support",
    ):
        audience = audiences[book().letters.letters[kind].audience]
        assert audience.locators and not (audience.suspect or audience.evidence or audience.identity), kind

"""Requests to take material down: by the material, to whom the law names, and with nothing of what must not be said."""

from __future__ import annotations

import re
import time
from datetime import date
from functools import cache

import pytest

from offence_engine import draft_letters
from offence_engine.letters import Letter, letter_kinds
from offence_engine.letters.compose import Composer
from offence_engine.letters.document import Document, Table, texts
from offence_engine.letters.plan import follows
from offence_engine.letters.select import select
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import DAY, book, read

HEAD = (
    "case: {id: t-5, office: 서울한강경찰서, unit: 사이버수사과, number: 2026-000123, investigator: 이수사,"
    " rank: 경위, received: 2026-10-20}\nreport_received: yes\n"
)
PERSONS = """
persons:
  S1: {role: suspect, birth: 2000-01-01}
  V1: {role: victim, birth: 2000-05-05}
  V2: {role: victim, birth: 2010-05-05}
particulars: {S1: {name: 홍길동}}
channels: {C1: {name: 비밀방}}
evidence: {E1: {what: 채증 자료, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}}
"""
# An adult's face altered, posted with its rows: alterations alone.
ALTERED = """
  M1: {form: image, made: altered, circulating: yes, recognisable_as_child: {value: no, by: 수사관},
       shown: {V1: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관}}},
       items: [{url: "https://room.example/1", message: "101", poster: "@up", channel_id: "-100123",
                invite: "https://t.example/+abc", posted_at: "2026-10-01T21:14:00+09:00",
                sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, note: 비밀메모},
               {url: "https://other.example/2"}]}"""
# A child in a recorded video: child material, and footage as far as it is not known whether it was consented to.
CHILD = """
  M2: {form: video, made: recorded, made_on: 2025-03-02, circulating: yes, evidence: E1,
       shown: {V2: {shows: body, sexual_act_expressed: yes}}}"""
# A child's face altered: it is open whether it is child material.
OPEN = """
  M1: {form: image, made: altered, circulating: yes,
       shown: {V2: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관},
                    sexual_act_expressed: yes}}}"""
POSTED = (
    "\n  A{0}: {{kind: posted, on: 2026-03-02, object: [M{0}], channel: C1, delivered: yes, reach: many,"
    " reached_others: yes, by: {{S1: {{intent: {{value: yes, by: 수사관}}, knows_age: yes, knows_content: yes,"
    " for_profit: no}}}}}}"
)
FOOTAGE_ONLY = f"{HEAD}{PERSONS}materials:{ALTERED}\nacts:{POSTED.format(1)}\n"
CLASS_OPEN = f"{HEAD}{PERSONS}materials:{OPEN}\nacts:{POSTED.format(1)}\n"
MIXED = f"{HEAD}{PERSONS}materials:{ALTERED}{CHILD}\nacts:{POSTED.format(1)}{POSTED.format(2)}\n"
# Drawn, kept by the suspect and known to circulate: nothing of it is footage of anyone.
CHILD_ONLY = f"""{HEAD}{PERSONS}materials:
  M2: {{form: image, made: drawn, circulating: yes, recognisable_as_child: {{value: yes, by: 수사관}},
       sexual_act_expressed: yes}}
acts:
  A2: {{kind: kept, from: 2024-03-02, to: 2024-06-11, object: [M2], kept_where: own_device,
       by: {{S1: {{intent: {{value: yes, by: 수사관}}, knows_content: yes}}}}}}
"""
KEPT_VIDEO = "form: video, made: recorded"
REQUESTS = ("takedown_commission", "takedown_provider", "blocking_request", "foreign_messenger", "platform_report")
NOTICES = ("victim_notice", "guardian_deletion_notice")
FOOTAGE, CHILD_LAW = "제23조의2제1항", "제38조의2제1항"


@cache
def drafted(text: str, kind: str, lang: str = "ko", day: date = DAY) -> tuple[Letter, ...]:
    case, assessment = read(text, day)
    return tuple(draft_letters(assessment, case, book(), kinds=[kind], formats=["md"], lang=lang))


def one(text: str, kind: str, lang: str = "ko", day: date = DAY) -> str:
    """The only letter of a kind, without the record that some carry."""
    (letter,) = drafted(text, kind, lang, day)
    return letter.content.split("<!--")[0]


@cache
def follow(text: str, day: date = DAY) -> dict[str, bool]:
    case, assessment = read(text, day)
    found = select(assessment, case, book())
    return {kind: follows(plan, assessment, case, found) for kind, plan in book().letters.letters.items()}


def documents(text: str, kind: str, lang: str = "ko") -> list[Document]:
    case, assessment = read(text)
    composer = Composer(assessment, case, book(), select(assessment, case, book()), lang, shipped("templates"))
    return [document for _, document in composer.documents(kind)]


def test_a_request_follows_where_the_material_was_reported_and_seen() -> None:
    for text in (MIXED, FOOTAGE_ONLY, CLASS_OPEN):
        found = follow(text)
        assert found["takedown_commission"] and found["takedown_provider"] and found["victim_notice"]
        assert found["blocking_request"] and not found["foreign_messenger"] and not found["platform_report"]


@pytest.mark.parametrize("gone", ["report_received: yes\n", "circulating: yes, "])
def test_none_follows_where_that_is_not_known(gone: str) -> None:
    text = FOOTAGE_ONLY.replace(gone, "")
    found = follow(text)
    assert not found["takedown_commission"] and not found["takedown_provider"] and not found["victim_notice"]
    case, assessment = read(text)
    why = {plan.kind: plan.because for plan in letter_kinds(assessment, case, book())}
    wanted = "신고를 받음" if "report" in gone else "유통되고 있음을 확인함"
    assert wanted in why["takedown_commission"].ko
    asked = one(text, "takedown_commission")
    assert "보내기 전에 확인할 것" in asked and wanted in asked and "확인하였습니다" not in asked


def test_nothing_follows_before_the_provision_was_in_force() -> None:
    assert not follow(CHILD_ONLY, date(2025, 4, 16))["takedown_commission"]
    assert follow(CHILD_ONLY, date(2026, 6, 1))["takedown_commission"]


def test_alterations_alone_on_the_one_ground_to_both() -> None:
    for kind in ("takedown_commission", "takedown_provider"):
        text = one(FOOTAGE_ONLY, kind)
        assert FOOTAGE in text and CHILD_LAW not in text and "허위영상물 (성폭력처벌법 제14조의2" in text
        assert "두 근거를 함께 적는 자료" not in text and "성착취물" not in text


def test_child_material_alone_goes_to_the_commission_only() -> None:
    found = follow(CHILD_ONLY)
    assert found["takedown_commission"] and not found["takedown_provider"]
    text = one(CHILD_ONLY, "takedown_commission")
    assert CHILD_LAW in text and FOOTAGE not in text and "아동ㆍ청소년성착취물 (청소년성보호법 제2조제5호)" in text


def test_both_grounds_in_one_request_where_the_classification_is_open() -> None:
    text = one(CLASS_OPEN, "takedown_commission")
    assert text.count(FOOTAGE) == 1 and text.count(CHILD_LAW) == 1
    assert text.count("대상 자료: M1") == 2
    assert "두 법의 어느 자료에 해당하는지 아직 다 정해지지 않아 두 근거를 함께 적습니다" in text
    assert "아동ㆍ청소년성착취물 (청소년성보호법 제2조제5호) (해당하는지 정해지지 않음)" in text
    assert CHILD_LAW not in one(CLASS_OPEN, "takedown_provider")


def test_each_material_on_its_own_grounds_in_a_mixed_case() -> None:
    text = one(MIXED, "takedown_commission")
    footage, child = (line for line in text.splitlines() if "대상 자료" in line)
    assert FOOTAGE in footage and footage.endswith("M1, M2") and CHILD_LAW in child and child.endswith("대상 자료: M2")
    assert "자료 M1(합성 사진 2건), 자료 M2(촬영된 동영상)" in text


@pytest.mark.parametrize(
    ("day", "board"),
    [(date(2025, 9, 30), "방송통신심의위원회"), (date(2025, 10, 1), "방송미디어통신심의위원회")],
)
def test_the_commission_bears_the_name_of_the_day(day: date, board: str) -> None:
    early = CHILD_ONLY.replace("2026-10-20", "2025-09-01")
    text = one(early, "takedown_commission", day=day)
    assert f"| 수신 | {board} |" in text and f"지체 없이 {board}에" in text
    assert f"- {board}\n" in drafted(early_notice(), "victim_notice", day=day)[0].content


def early_notice() -> str:
    """Child material of a victim, told of before the bodies were renamed."""
    return (
        (HEAD + PERSONS + "materials:" + CHILD + "\nacts:" + POSTED.format(2) + "\n")
        .replace("on: 2026-03-02", "on: 2025-06-02")
        .replace("2026-10-20", "2025-09-01")
    )


@pytest.mark.parametrize(
    ("day", "to", "paragraph"),
    [
        (date(2026, 7, 6), "방송미디어통신위원회", "제44조의7제3항"),
        (date(2026, 7, 7), "방송미디어통신위원회", "제44조의7제4항"),
        (date(2026, 10, 1), "방송미디어통신위원회", "제44조의7제4항"),
        (date(2026, 10, 2), "방송미디어통신위원회", "제44조의7제4항"),
        (date(2025, 9, 30), "방송통신위원회", "제44조의7제3항"),
    ],
)
def test_the_blocking_request_by_date(day: date, to: str, paragraph: str) -> None:
    text = one(early_notice(), "blocking_request", day=day)
    assert f"| 수신 | {to} |" in text and f"({paragraph}" in text.replace("정보통신망법 ", "")
    assert ("공소청" in text) is (day >= date(2026, 10, 2))
    assert "| 발신(명의) | 서울한강경찰서장 |" in text and "7일 이내" in text


def test_the_blocking_request_reaches_alterations_only_since_its_day() -> None:
    altered = FOOTAGE_ONLY.replace("2026-03-02", "2025-03-02").replace("2026-10-20", "2025-03-05")
    altered = altered.replace("2026-10-01T21", "2025-03-02T21")
    assert not follow(altered, date(2025, 6, 3))["blocking_request"]
    assert follow(altered, date(2025, 6, 4))["blocking_request"]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("kind", REQUESTS)
def test_what_must_not_be_in_a_request(kind: str, lang: str) -> None:
    text = one(MIXED, kind, lang)
    for secret in ("V1", "V2", "홍길동", "S1", "비밀메모", "가명", "pseudonym", "16세", "scpa.", "cyp."):
        assert secret not in text, secret
    for word in ("성교", "나체", "가슴", "naked", "인적사항"):
        assert word not in text


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_must_not_be_in_a_notice(lang: str) -> None:
    for kind in NOTICES:
        for letter in drafted(MIXED, kind, lang):
            own = letter.name.split(".")[1]
            text = letter.content
            assert own in text and ({"V1", "V2"} - {own}).pop() not in text
            for secret in (
                "홍길동",
                "S1",
                "room.example",
                "비밀방",
                "@up",
                "0123456789abcdef0123",
                "M1",
                "scpa.",
                "채증",
            ):
                assert secret not in text, secret


def test_a_guardian_is_told_of_a_minor_only() -> None:
    assert [x.name for x in drafted(MIXED, "guardian_deletion_notice")] == ["guardian_deletion_notice.V2.ko.md"]
    assert [x.name for x in drafted(MIXED, "victim_notice")] == ["victim_notice.V1.ko.md", "victim_notice.V2.ko.md"]
    assert "[확인 필요: 보호자가 이 사건에 관련되어 있지 않은지]" in one(MIXED, "guardian_deletion_notice")
    assert not follow(FOOTAGE_ONLY)["guardian_deletion_notice"]
    grown = MIXED.replace("birth: 2010-05-05", "birth: 2007-11-22")
    assert follow(grown, date(2026, 11, 21))["guardian_deletion_notice"]
    assert not follow(grown, date(2026, 11, 22))["guardian_deletion_notice"]
    unsure = MIXED.replace("birth: 2010-05-05", "birth: 2007")
    assert "지금 미성년자인지" in one(unsure, "guardian_deletion_notice")
    unknown = MIXED.replace("V2: {role: victim, birth: 2010-05-05}", "V2: {role: victim}")
    assert not follow(unknown)["guardian_deletion_notice"]


def test_who_was_asked_goes_by_the_material_of_the_victim() -> None:
    own = "shown: {V2: {sexual_act_expressed: yes, consent_to_recording: yes, spread_before_against_will: no}}}"
    kept = CHILD_ONLY.replace("sexual_act_expressed: yes}", own).replace("form: image, made: drawn", KEPT_VIDEO)
    text = one(kept, "victim_notice")
    assert "- 방송미디어통신심의위원회\n" in text and "정보통신서비스 제공자" not in text
    assert "정보통신서비스 제공자" in drafted(MIXED, "victim_notice")[0].content


def test_the_list_goes_by_service_to_providers_and_whole_to_the_commission() -> None:
    provider, whole = one(MIXED, "takedown_provider"), one(MIXED, "takedown_commission")
    headings = [line for line in provider.splitlines() if line.startswith("### ")]
    assert headings == ["### room.example", "### other.example", "### 비밀방"]
    assert "### " not in whole and "요청 대상 목록 (3건)" in whole and "요청 대상 목록 (3건)" in provider
    row = next(line for line in whole.splitlines() if line.startswith("| 3 | M2 |"))
    assert "[확인 필요: 주소(URL)]" in row and "비밀방" in row and "SHA-256 9f86d081884c" in row
    named = MIXED.replace("C1: {name: 비밀방}", "C1: {name: 비밀방, provider: 어느 메신저}")
    assert "### 어느 메신저" in one(named, "takedown_provider")


def test_the_letter_to_a_foreign_messenger() -> None:
    text = one(MIXED, "foreign_messenger", "en")
    for part in ("@up", "-100123", "https:\\//t.example/+abc", "101", "2026-10-01 12:14", "2026-10-01 21:14"):
        assert part in text
    for part in ("Remove", "Disable", "Preserve", "do not notify", "Article 23-2(1)", "Article 38-2(1)", "SHA-256"):
        assert part in text
    assert "Reading copy" not in text and "[S]" not in text
    korean = one(MIXED, "foreign_messenger")
    assert "보내는 것은 영문본" in korean and "2026. 10. 1. 12:14" in korean


def test_a_report_to_a_platform_by_date() -> None:
    text = one(MIXED, "platform_report")
    assert "제23조의2" not in text and "제38조의2" not in text  # the duties of the police, not of who asks here
    assert "제44조의12" in text and "30일 이내" in text and "[확인 필요: 요청인(피해자 쪽 대리인)]" in text
    before = one(early_notice(), "platform_report", day=date(2026, 7, 6))
    assert "6개월 이내" not in before and "[확인 필요: 이 날짜의 조문]" in before


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("kind", [*REQUESTS, *NOTICES])
def test_whole_in_both_languages(kind: str, lang: str) -> None:
    for text in (MIXED, FOOTAGE_ONLY, CHILD_ONLY, CLASS_OPEN):
        for letter in drafted(text, kind, lang):
            found = letter.content
            assert "None" not in found and "{{" not in found and "()" not in found
            lines = [line for line in found.splitlines() if not line.startswith("|")]
            assert not any("  " in line for line in lines), [line for line in lines if "  " in line]
            if lang == "en":
                assert not re.search(r"확인 필요|습니다|한다\.", found)


def test_gaps_are_listed() -> None:
    case, assessment = read(MIXED)
    lacks = {plan.kind: {label.ko for label in plan.lacks} for plan in letter_kinds(assessment, case, book())}
    assert {"담당자 연락처", "긴급한 사정", "회신 기한", "확인한 방법", "주소(URL)"} <= lacks["takedown_commission"]
    assert "사업자의 이름과 접수 창구" in lacks["takedown_provider"]
    assert {"센터 연락처", "접수번호", "요청한 날"} <= lacks["victim_notice"]
    assert "보호자 성명(따로 알림)" in lacks["guardian_deletion_notice"]
    assert "앞선 시정 요구가 있었는지" in lacks["blocking_request"]


@pytest.mark.parametrize("kind", ["takedown_commission", "takedown_provider", "blocking_request", "victim_notice"])
def test_what_states_a_fact_or_the_law_has_its_grounds(kind: str) -> None:
    for document in documents(MIXED, kind):
        found = {text: grounds for text, grounds in texts(document) if text}
        for text, grounds in found.items():
            if re.search(r"자료 M\d\(|확인하였습니다|요청하였습니다|하여야 한다", text):
                assert grounds, text
        told = {ground for grounds in found.values() for ground in grounds}
        assert any(g.startswith("duty:") for g in told) and any(g.startswith("finding:") for g in told)


def test_the_rows_rest_on_their_evidence() -> None:
    (document,) = documents(MIXED, "takedown_commission")
    table = [block for block in document.blocks if isinstance(block, Table)][-1]
    assert {cell.rests_on for cell in table.rows[2] if cell.runs} == {("evidence:E1",)}


HOSTILE = "x|y} {{ 7*7 }} {% raw %} <script>alert(1)</script> \\u202e ![a](b) | # 제목"


def test_hostile_text_stays_text() -> None:
    text = MIXED.replace("name: 비밀방", f"name: '{HOSTILE}'").replace('poster: "@up"', f"poster: '{HOSTILE}'")
    plain = [row for row in documents(MIXED, "takedown_commission")[0].blocks if isinstance(row, Table)][-1]
    for kind in ("takedown_commission", "takedown_provider", "foreign_messenger"):
        (document,) = documents(text, kind)
        tables = [block for block in document.blocks if isinstance(block, Table)]
        assert all(len(row) == len(table.head) for table in tables for row in table.rows)
        assert any("{{ 7*7 }}" in found and "<script>" in found for found, _ in texts(document))
    assert len(plain.rows) == 3


@pytest.mark.parametrize("number", [25, 2000])
def test_one_request_for_a_list_of_items(number: int) -> None:
    rows = ", ".join(f'{{url: "https://room.example/{n}", message: "{n}"}}' for n in range(number))
    text = re.sub(r"items: \[.*?\]", f"items: [{rows}]", FOOTAGE_ONLY, flags=re.DOTALL)
    case, assessment = read(text)
    begin = time.process_time()
    (letter,) = draft_letters(assessment, case, book(), kinds=["takedown_provider"], formats=["md"])
    assert time.process_time() - begin < 6
    assert f"({number}건)" in letter.content
    assert len(re.findall(r"^\| \d+ \| M1 \|", letter.content, flags=re.MULTILINE)) == number

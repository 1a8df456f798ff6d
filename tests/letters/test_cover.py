"""The cover: to whom by date, in whose name, and its table of suspects."""

from __future__ import annotations

from datetime import date

import pytest

from offence_engine.errors import RulesError
from tests.letters.drafts import ALTERED, CHILD, OPEN, draft

BEFORE, AFTER = date(2026, 10, 1), date(2026, 10, 2)
UNNAMED = ALTERED.replace("prosecution_office: 서울중앙지방공소청, ", "")


def addressee(text: str, day: date, lang: str = "ko") -> str:
    label = "| 수신 |" if lang == "ko" else "| To |"
    return next(line for line in draft(text, "referral_cover", lang, day).splitlines() if line.startswith(label))


def at(office: str) -> str:
    return ALTERED.replace("서울중앙지방공소청", office).replace("2026-10-20", "2026-09-20")


def test_the_name_of_the_office_goes_by_the_day() -> None:
    unnamed = UNNAMED.replace("2026-10-20", "2026-09-20")
    assert "| 수신 | ○○지방검찰청 검사장 " in addressee(unnamed, BEFORE)
    assert "| 수신 | ○○지방공소청장 " in addressee(unnamed, AFTER)
    assert "Chief Prosecutor, ○○ District Prosecutors' Office" in addressee(unnamed, BEFORE, "en")
    assert "Head, ○○ District Public Prosecution Office" in addressee(unnamed, AFTER, "en")


def test_what_is_not_certain_about_the_addressee_is_a_gap() -> None:
    line = addressee(UNNAMED, AFTER)
    assert "[확인 필요: 관할]" in line and "기관의 장인지 검사인지]" in line
    assert "관할" not in addressee(ALTERED, AFTER)


@pytest.mark.parametrize(
    ("office", "day", "head"),
    [
        ("서울중앙지방검찰청", BEFORE, "서울중앙지방검찰청 검사장 "),
        ("서울중앙지방공소청", AFTER, "서울중앙지방공소청장 "),
        ("수원지방검찰청 안산지청", BEFORE, "수원지방검찰청 안산지청장 "),
        ("수원지방공소청 안산지청", AFTER, "수원지방공소청 안산지청장 "),
    ],
)
def test_a_stated_office_and_its_head(office: str, day: date, head: str) -> None:
    line = addressee(at(office), day)
    assert f"| 수신 | {head}" in line and "이름은" not in line


@pytest.mark.parametrize(
    ("office", "day", "current"),
    [
        ("서울중앙지방검찰청", AFTER, "지방공소청"),
        ("서울중앙지방공소청", BEFORE, "지방검찰청"),
        ("수원지방검찰청 안산지청", AFTER, "지방공소청"),
    ],
)
def test_an_office_named_as_on_another_day_is_doubted(office: str, day: date, current: str) -> None:
    assert f"의 이름은 {current}]" in addressee(at(office), day)


def test_decision_and_ground_go_by_the_day_too() -> None:
    old, new = ALTERED.replace("2026-10-20", "2026-09-20"), ALTERED
    assert "| 검찰송치 |" in draft(old, "referral_cover", day=BEFORE)
    assert "| 공소청송치 |" in draft(new, "referral_cover", day=AFTER)
    before, after = draft(old, day=BEFORE), draft(new, day=AFTER)
    assert "형사소송법 제245조의5제1호" in before and "제26조의2" not in before
    assert "형사소송법 제245조의5제1항제1호" in after and "성폭력처벌법 제26조의2" in after
    assert "청소년성보호법 제25조의11" not in after and "청소년성보호법 제25조의11" in draft(CHILD, day=AFTER)


def test_the_decision_itself_has_no_addressee() -> None:
    assert "수신" not in draft(ALTERED) and "지방공소청장" not in draft(ALTERED)


def test_the_table_of_suspects() -> None:
    text = draft(ALTERED, "referral_cover")
    row = next(line for line in text.splitlines() if line.startswith("| 1.가. 홍길동 |"))
    for cell in ("허위영상물편집·반포등", "불구속", "피해자 신고", "2026. 10. 20.", "해당 없음", "공소청송치"):
        assert cell in row
    assert "| 발신 | 서울한강경찰서장 |" in text and "| 담당자 | 경위 이수사 |" in text
    assert "[확인 필요: 기록 권수]" in text and "| E1 | 대화 내역 캡처 |" in text


def test_detention_is_told_as_stated() -> None:
    held = ALTERED.replace("detained: no", "detained: yes, detained_on: 2026-10-21")
    row = next(x for x in draft(held, "referral_cover").splitlines() if x.startswith("| 1.가. 홍길동 |"))
    assert "| 구속 |" in row and "| 2026-10-21 |" in row
    unstated = ALTERED.replace("detained: no,", "")
    assert "[확인 필요: 구속 여부]" in draft(unstated, "referral_cover")


def test_without_an_offence_the_cover_refers_nothing() -> None:
    text = draft(OPEN, "referral_cover")
    assert "송치할 죄" in text and "아래 사건을 송치한다" not in text


def test_before_any_name_of_the_office_is_known_it_is_an_error_of_the_rules() -> None:
    early = ALTERED.replace("2026-10-20", "1940-01-01")
    for year in ("2023", "2025"):
        early = early.replace(f"on: {year}-03", "on: 1940-03")
    early = early.replace("2000-01-01", "1910-01-01").replace("2000-05-05", "1910-05-05")
    with pytest.raises(RulesError) as caught:
        draft(early, "referral_cover", day=date(1945, 1, 1))
    assert "prosecution_office" in caught.value.text("en")


def test_a_company_has_the_blanks_of_a_company() -> None:
    company = """
case: {id: t-c}
persons:
  C1: {role: suspect, kind: legal}
  S1: {role: suspect, age: adult}
  V1: {role: victim, birth: 2010-05-05}
particulars:
  C1: {address: 서울}
materials:
  M1: {form: video, made: recorded, shown: {V1: {shows: body, sexual_act_expressed: yes}}}
acts:
  A1: {kind: posted, on: 2026-03-05, object: M1, reach: many, delivered: yes,
       by: {S1: {intent: {value: yes, by: 수사관}, knows_age: yes, knows_content: yes}},
       for: {C1: {doer_position: employee, in_its_business: yes, due_care: {value: no, by: 수사관}}}}
"""
    own = draft(company, "referral").split("### 1. ")[1].split("### 2. ")[0]
    for row in ("| 법인의 명칭 | [확인 필요: 법인의 명칭] (C1) |", "| 법인등록번호 | [확인 필요: 법인등록번호] |",
                "| 대표자 | [확인 필요: 대표자] |", "| 본점 소재지 | 서울 |", "| 구속 여부 | 해당 없음 |"):  # fmt: skip
        assert row in own
    assert "주민등록번호" not in own and "등록기준지" not in own and "직업" not in own

"""Preserving data and asking for help abroad: when it follows, to whom, what must not be said, days, grounds, gaps."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache

import pytest

from offence_engine import draft_letters
from offence_engine.errors import CaseError
from offence_engine.letters import letter_kinds
from offence_engine.letters.compose import Composer
from offence_engine.letters.document import Document, Table, texts
from offence_engine.letters.markup import plain
from offence_engine.letters.select import select
from offence_engine.letters.trials import EVALUATED, HOSTILE, _as_written
from offence_engine.rulebook.shipped import shipped
from offence_engine.workbench.stated import Stated
from tests.letters.drafts import DAY, book, read

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
# An altered face posted in one room of two; every fact of that offence stated.
POSTED = f"""
case: {{id: d-1, office: 서울한강경찰서, unit: 사이버수사과, number: 2026-000777, investigator: 이수사, rank: 경위,
       prosecution_office: 서울중앙지방공소청}}
persons:
  S1: {{role: suspect, birth: 2000-01-01, known_as: 닉네임 X}}
  V1: {{role: victim, birth: 2000-05-05}}
particulars: {{S1: {{name: 홍길동, address: 서울 어느 곳, job: 회사원}}}}
evidence: {{E1: {{what: 피해자의 휴대전화 화면, sha256: {HASH}}}}}
materials:
  M1: {{form: image, made: altered, evidence: [E1],
       shown: {{V1: {{shows: face, consent_to_alteration: no, sexual_form: {{value: yes, by: 수사관}}}}}},
       items: [{{url: "https://room.example/c/1/22", message: "22", poster: uploader_x, sha256: {HASH},
                posted_at: "2026-09-01T21:05:00+09:00"}}]}}
channels: {{C1: {{name: 비밀방, provider: 어느 메신저}}, C2: {{name: 빈 방}}}}
acts:
  A1: {{kind: posted, on: 2026-09-01, object: [M1], channel: C1, delivered: yes, reach: many, reached_others: yes,
       towards: {{V1: {{consent_to_spread: no}}}}, evidence: [E1],
       by: {{S1: {{intent: {{value: yes, by: 수사관}}, expects_onward_spread: yes, for_profit: no}}}}}}
"""
TO_PROSECUTOR = ("preservation_request", "emergency_approval", "preservation_extension", "preservation_cancellation")
TO_PROVIDER = ("emergency_preservation", "preservation_cancellation_notice")
ABROAD = ("mla_request", "preservation_24_7")
KINDS = (*TO_PROSECUTOR, *TO_PROVIDER, *ABROAD)
# Who has what a provider must not learn.
HIDDEN = ("홍길동", "닉네임 X", "서울 어느 곳", "회사원", "V1", "피해자", "E1", "2000-01-01", "불상의 장소")
GAP = re.compile(r"\[확인 필요: [^\]]+\]")


def with_days(**days: str) -> str:
    return POSTED + "".join(f"{name}: {day}\n" for name, day in days.items())


def with_words(text: str, **changed: str) -> str:
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    return text


def typical(provision: str, day: str) -> str:
    """The typical case of a provision, dated."""
    stated = Stated(book().provisions[provision].typical_case, provision)
    stated.on(date.fromisoformat(day))
    return json.dumps(_as_written(stated.data), ensure_ascii=False)


@cache
def documents(text: str, kind: str, lang: str = "ko", day: date = DAY) -> dict[str | None, Document]:
    """The letters of a kind, by what each is about."""
    case, assessment = read(text, day)
    composer = Composer(assessment, case, book(), select(assessment, case, book()), lang, shipped("templates"))
    return dict(composer.documents(kind))


def said(text: str, kind: str, lang: str = "ko", day: date = DAY) -> str:
    """All texts of the letters of a kind, one to a line."""
    return "\n".join(t for d in documents(text, kind, lang, day).values() for t, _ in texts(d))


def grounds_of(document: Document, part: str) -> set[str]:
    """What the texts that contain `part` rest on."""
    found = [set(rests_on) for text, rests_on in texts(document) if part in text]
    assert found, part
    return set().union(*found)


@cache
def plans(text: str, day: date = DAY) -> dict[str, tuple[bool, str, tuple[str, ...]]]:
    case, assessment = read(text, day)
    found = letter_kinds(assessment, case, book())
    return {p.kind: (p.follows, p.because.ko, tuple(lack.ko for lack in p.lacks)) for p in found}


# When they follow.


def test_a_request_follows_where_the_offence_weighs_enough() -> None:
    found = plans(POSTED)
    for kind in ("preservation_request", "emergency_preservation"):
        assert found[kind][0] and "전자정보 보전요청" in found[kind][1]
    for kind in (*TO_PROSECUTOR[1:], TO_PROVIDER[1], *ABROAD):
        assert not found[kind][0] and "--kind" in found[kind][1]


def test_no_request_follows_from_lighter_offences_and_the_letter_says_so() -> None:
    text = typical("scpa.12", "2026-09-01")
    found = plans(text)
    assert not found["preservation_request"][0] and not found["emergency_preservation"][0]
    for kind in ("preservation_request", "emergency_preservation", "preservation_extension"):
        assert "장기 3년 이상의 징역이나 금고에 해당하는 죄가 없다" in said(text, kind)
        assert "의심할 만한 정황이 있고" not in said(text, kind)


def test_no_request_follows_before_the_law_and_the_letter_says_so() -> None:
    text, day = with_words(POSTED, **{"2026-09-01": "2026-05-01"}), date(2026, 6, 30)
    assert not plans(text, day)["preservation_request"][0]
    early = said(text, "preservation_request", day=day)
    assert "2026. 7. 1. 시행되었다" in early and "해당하는 죄가 없다" not in early
    later = date(2026, 7, 1)
    assert plans(text, later)["preservation_request"][0]
    assert "2026. 7. 1. 시행되었다" not in said(text, "preservation_request", day=later)


def test_what_is_only_suspected_is_for_the_officer_to_choose() -> None:
    text = with_words(POSTED, **{"sexual_form: {value: yes, by: 수사관}": "form_unknown: no"}).replace(
        ", form_unknown: no", ""
    )
    letter = said(text, "preservation_request")
    assert plans(text)["preservation_request"][0]
    assert "(일부 구성요건 확인 중)" in letter and "[확인 필요: 의심할 만한 정황이 있는 죄 선택]" in letter
    assert "[확인 필요: 의심할 만한 정황이 있는 죄 선택]" not in said(POSTED, "preservation_request")
    assert "(일부 구성요건 확인 중)" not in said(text, "emergency_preservation")


# To whom.


@pytest.mark.parametrize("kind", TO_PROSECUTOR)
def test_the_prosecutor_bears_the_name_of_the_day(kind: str) -> None:
    text = with_words(POSTED, **{"2026-09-01": "2026-08-01", "prosecution_office: 서울중앙지방공소청": "title: 사건"})
    before, after = said(text, kind, day=date(2026, 10, 1)), said(text, kind, day=date(2026, 10, 2))
    assert "○○지방검찰청 검사" in before and "지방공소청" not in before
    assert "○○지방공소청 검사" in after and "지방검찰청" not in after
    assert "서울중앙지방공소청 검사" in said(POSTED, kind)


def test_a_branch_and_an_outdated_name() -> None:
    branch = with_words(POSTED, 서울중앙지방공소청="수원지방공소청 성남지청")
    assert "수원지방공소청 성남지청 검사" in said(branch, "preservation_request")
    outdated = with_words(POSTED, 서울중앙지방공소청="서울중앙지방검찰청")
    assert "[확인 필요: 2026. 11. 22.의 이름은 지방공소청]" in said(outdated, "preservation_request")


def test_the_way_abroad_by_date() -> None:
    text = with_words(POSTED, **{"2026-09-01": "2026-08-01", "prosecution_office: 서울중앙지방공소청": "title: 사건"})
    way = "검사 → 검찰총장 → 법무부장관 → 외교부장관 → 피요청국의 담당기관"
    assert f"사법경찰관(신청) → ○○지방검찰청 {way}" in said(text, "mla_request", day=date(2026, 10, 1))
    assert f"사법경찰관(신청) → ○○지방공소청 {way}" in said(text, "mla_request", day=date(2026, 10, 2))


@pytest.mark.parametrize("kind", TO_PROVIDER)
def test_one_letter_for_each_room_in_which_something_was_done(kind: str) -> None:
    assert list(documents(POSTED, kind)) == ["C1"]
    letter = said(POSTED, kind)
    assert "어느 메신저" in letter and "비밀방" in letter and "빈 방" not in letter
    two = POSTED + "  A2: {kind: posted, on: 2026-09-02, object: [M1], channel: C2, by: {S1: {}}}\n"
    assert list(documents(two, kind)) == ["C1", "C2"]
    other = documents(two, kind)["C2"]
    whole = "\n".join(t for t, _ in texts(other))
    assert "어느 메신저" not in whole and "비밀방" not in whole and "[확인 필요: 정보통신서비스 제공자]" in whole
    named = two.replace('message: "22",', 'message: "22", room: 비밀방,')
    elsewhere = "\n".join(t for t, _ in texts(documents(named, kind)["C2"]))
    assert "room.example" not in elsewhere and "비밀방" not in elsewhere
    none = with_words(POSTED, **{"channel: C1, ": ""}).replace("channels: {C1", "groups: {G1: {}}\nx: {C1")
    none = re.sub(r"^(groups|x): .*\n", "", none, flags=re.MULTILINE)
    assert list(documents(none, kind)) == [None]
    assert "[확인 필요: 대화방·채널·계정]" in said(none, kind)


# What must not be said.


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("kind", TO_PROVIDER)
def test_a_provider_learns_nothing_of_persons_or_evidence(kind: str, lang: str) -> None:
    letter = said(POSTED, kind, lang)
    for word in HIDDEN:
        assert word not in letter
    assert "https://room.example/c/1/22" in letter and "uploader_x" in letter and HASH in letter


@pytest.mark.parametrize("kind", [*TO_PROSECUTOR, *ABROAD])
def test_victims_only_by_pseudonym(kind: str) -> None:
    letter = said(POSTED, kind)
    assert "2000-05-05" not in letter and "2000. 5. 5." not in letter
    if kind != "preservation_cancellation":
        assert "피해자 V1(가명)" in letter and "홍길동" in letter
    for word in ("서울 어느 곳", "회사원"):
        assert word not in letter


def test_nothing_is_made_up() -> None:
    for kind in KINDS:
        letter = said(POSTED, kind)
        assert not re.search(r"\d{2,3}-\d{3,4}-\d{4}|@\w+\.|\bwww\.|구글|메타", letter)
        assert set(re.findall(r"https?://\S+", letter)) <= {"https://room.example/c/1/22"}


def test_the_convention_is_no_ground_until_it_is_verified() -> None:
    letter = said(POSTED, "preservation_24_7")
    assert "당사국인지는 확인하지 못하였으므로" in letter
    assert "[확인 필요: 보내는 경로 선택(국제형사경찰기구, 24시간 연락망, 조약에 따른 창구)]" in letter
    assert "부다페스트" not in letter.split("담당자 참고")[0].split("검토의 근거")[0]


# What must be said.


def test_the_three_things_that_the_act_wants_written() -> None:
    for kind in ("preservation_request", "emergency_preservation"):
        document = next(iter(documents(POSTED, kind).values()))
        whole = "\n".join(t for t, _ in texts(document))
        for part in ("요청 사유", "보전대상 전자정보와의 관련성", "필요한 정보의 범위"):
            assert re.search(rf"^\d\. {part}$", whole, re.MULTILINE)
        assert {"법 제14조의2 제2항", "7년 이하의 징역"} <= {
            word for word in ("법 제14조의2 제2항", "7년 이하의 징역") if word in whole
        }


def test_a_request_abroad_tells_the_law_as_it_stood() -> None:
    letter = said(with_words(POSTED, **{"2026-09-01": "2024-10-15"}), "mla_request")
    assert "5년 이하의 징역 또는 5천만원 이하의 벌금" in letter and "2020. 6. 25. 시행" in letter
    assert "구 성폭력범죄의 처벌 등에 관한 특례법(2024. 10. 16. 법률 제20459호로 개정되기 전의 것)" in letter
    assert "7년 이하의 징역 또는 5천만원 이하의 벌금" in said(POSTED, "mla_request")
    for words in ("사람의 얼굴ㆍ신체 또는 음성을 대상으로 한 촬영물ㆍ영상물 또는 음성물", "반포등을 한"):
        assert words in letter
    for gap in ("피요청국", "피요청국의 공용어", "피요청국 공용어로 된 번역문", "피요청국의 법률에서 이에 해당하는 죄"):
        assert f"[확인 필요: {gap}]" in letter


def test_the_items_stand_in_a_list_with_both_times() -> None:
    for kind in (*TO_PROVIDER, "preservation_request", "mla_request", "preservation_24_7"):
        document = next(iter(documents(POSTED, kind).values()))
        table = [b for b in document.blocks if isinstance(b, Table) and len(b.head) > 4][-1]
        row = ["".join(run.text for run in cell.runs) for cell in table.rows[0]]
        assert {"2026. 9. 1. 12:05", "2026. 9. 1. 21:05", f"SHA-256 {HASH}", "22"} <= set(row)
        assert all(set(cell.rests_on) == {"evidence:E1"} for cell in table.rows[0] if cell.runs)


# Days.


def test_the_days_of_a_preservation() -> None:
    text = with_days(preservation_requested_on="2026-10-05")
    letter = said(text, "preservation_extension")
    assert "2026. 10. 5." in letter and "2026. 12. 4." in letter and "2027. 1. 3.까지" in letter
    assert "이미 지났다" not in letter and "이미 연장되었다" not in letter
    assert "이미 지났다" in said(text, "preservation_extension", day=date(2026, 12, 5))
    assert "이미 지났다" not in said(text, "preservation_extension", day=date(2026, 12, 4))
    again = with_days(preservation_requested_on="2026-09-10", preservation_extended_on="2026-11-09")
    assert "이미 연장되었다" in said(again, "preservation_extension")
    assert "[확인 필요: 보전을 요청한 날]" in said(POSTED, "preservation_extension")
    early = with_days(preservation_requested_on="2026-06-30")
    assert "[확인 필요: 보전 기간의 끝]" in said(early, "preservation_extension")


def test_the_forty_eight_hours() -> None:
    asked = with_days(urgent_preservation_on="2026-11-21")
    letter = said(asked, "emergency_approval")
    assert "2026. 11. 21." in letter and "2026. 11. 23." in letter and "48시간)이 지났거나" not in letter
    assert "48시간)이 지났거나" in said(asked, "emergency_approval", day=date(2026, 11, 24))
    in_time = with_days(urgent_preservation_on="2026-11-10", urgent_preservation_approval_asked_on="2026-11-12")
    assert "48시간)이 지났거나" not in said(in_time, "emergency_approval")
    assert "[확인 필요: 승인 요청의 기한]" in said(POSTED, "emergency_approval")
    document = documents(asked, "emergency_approval")[None]
    assert "deadline:urgent_preservation_approval" in grounds_of(document, "2026. 11. 23.")


# Grounds, gaps, both languages, hostile text.


def test_what_states_a_fact_or_a_conclusion_has_its_grounds() -> None:
    finding = next(f for f in read(POSTED)[1].findings if f.verdict == "applicable")
    for kind in ("preservation_request", "emergency_preservation"):
        document = next(iter(documents(POSTED, kind).values()))
        for part in ("의심할 만한 정황이 있고", "7년 이하의 징역"):
            assert {f"finding:{finding.id}", "duty:data_preservation"} <= grounds_of(document, part)
        assert f"finding:{finding.id}" in grounds_of(document, "정보가 필요하다" if "emerg" in kind else "위 1.의 행위")
        assert "fact:channels.C1.provider" in grounds_of(document, "어느 메신저")
    abroad = documents(POSTED, "mla_request")[None]
    assert f"version:scpa.14-2.2@{finding.version.effective}" in grounds_of(abroad, "반포등을 한")
    assert f"element:{finding.id}#likeness" in grounds_of(abroad, "비밀방에 자료 M1")


@pytest.mark.parametrize("kind", KINDS)
def test_every_gap_is_listed(kind: str) -> None:
    lacks = plans(POSTED)[kind][2]
    assert lacks and set(GAP.findall(said(POSTED, kind))) == {f"[확인 필요: {what}]" for what in lacks}


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_are_whole(kind: str) -> None:
    korean, english = documents(POSTED, kind), documents(POSTED, kind, "en")
    assert korean.keys() == english.keys()
    for subject, document in korean.items():
        assert [type(b) for b in document.blocks] == [type(b) for b in english[subject].blocks]
        for text, _ in texts(english[subject]):
            assert not re.search(r"확인 필요|이로써|피의자|해당 없음|다\.$", text), text
        assert not any("  " in text for text, _ in texts(document))


def test_the_provider_of_a_room_is_text_like_any_other() -> None:
    hostile = with_words(POSTED, **{"어느 메신저": '"' + HOSTILE.replace("\\", "\\\\") + '"'})
    case, assessment = read(hostile)
    for kind in ("emergency_preservation", "preservation_request"):
        for letter in draft_letters(assessment, case, book(), kinds=[kind], formats=["html"]):
            assert "<b>" not in letter.content and EVALUATED not in letter.content
        assert plain(HOSTILE) in said(hostile, kind)
    with pytest.raises(CaseError):
        read(with_words(POSTED, **{"provider: 어느 메신저": "provder: 어느 메신저"}))


def test_two_thousand_items_go_into_one_request() -> None:
    rows = ", ".join(f'{{url: "https://room.example/{n}"}}' for n in range(2000))
    text = re.sub(r"items: \[.*?\]\}", f"items: [{rows}]}}", POSTED, flags=re.DOTALL)
    assert said(text, "emergency_preservation").count("https://room.example/") == 2000

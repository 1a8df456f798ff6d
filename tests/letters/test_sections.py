"""What a referral decision says, section by section."""

from __future__ import annotations

import re

from offence_engine import assess, draft_letters
from offence_engine.casefile.read import read_case
from offence_engine.letters.near import is_near
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import ALTERED, CHILD, DAY, OPEN, REAL_CHILD, book, draft, section

GAP = "[확인 필요: {}]"


def test_the_head_and_the_foot() -> None:
    text = draft(ALTERED)
    assert text.startswith("**초안 (DRAFT)**\n\n# 송치 결정서\n")
    for part in ("서울한강경찰서", "2026-000123", "| 일자 | 2026. 11. 22. |", "경위 이수사"):
        assert part in text
    foot = text.split("**검토의 근거**")[1]
    assert book().sha256 in foot and book().version in foot
    assert "scpa.14-2.1@2020-06-25" in foot and "scpa.14-2.2@2024-10-16" in foot
    assert "**미검토: 법률 담당자의 검토를" in text
    assert "미검토" in foot and "검토 기준일: 2026. 11. 22." in foot


def test_what_lacks_is_a_visible_gap() -> None:
    text = draft(CHILD)
    for name in ("관서", "사건번호", "담당 사법경찰관 성명", "담당자 계급", "성명", "주민등록번호", "직업", "주거"):
        assert GAP.format(name) in text
    for name in ("등록기준지", "범죄경력", "수사경력", "구속 여부"):
        assert GAP.format(name) in text
    assert "확인 필요: 주거" not in draft(ALTERED)


def test_an_unknown_person_goes_by_what_they_are_known_as() -> None:
    text = draft(CHILD)
    assert "성명불상자(닉네임 X)" in section(text, "## Ⅰ. 피의자 인적사항")
    facts = section(text, "## Ⅲ. 범죄사실")
    assert "성명불상자(닉네임 X)와 공모하여" in facts
    assert "피의자 [확인 필요: 성명] (S1)과 공모하여" in facts


def test_alone_nobody_conspires() -> None:
    assert "공모" not in section(draft(ALTERED), "## Ⅲ. 범죄사실")


def test_a_paragraph_per_act_in_the_conventional_wording() -> None:
    facts = section(draft(ALTERED), "## Ⅲ. 범죄사실")
    assert "피의자는 2023. 3. 2. 불상의 장소에서 자료 M1(피해자 V1의 얼굴이 나타난 합성 사진)을 만들었다." in facts
    assert (
        "피의자는 2025. 3.경 불상의 장소에서 T1(같은 반 학생)에게 자료 M1(피해자 V1의 얼굴이 나타난 합성 사진)을 보냈다."
        in facts
    )
    assert facts.count("이로써 피의자는") == 2
    assert "이로써 피의자는 반포등을 할 목적으로 피해자 V1(가명)의 얼굴을 대상으로 한" in facts


def test_one_name_several_offences_in_lettered_parts() -> None:
    facts = section(draft(ALTERED), "## Ⅲ. 범죄사실")
    assert "#### 1. 성폭력범죄의처벌등에관한특례법위반(허위영상물편집·반포등)" in facts
    assert "##### 가. 피해자 V1(가명), 2023. 3. 2." in facts
    assert "##### 나. 피해자 V1(가명), 2025. 3.경" in facts


def test_heaviest_first_under_letters_and_suspects_by_number() -> None:
    text = draft(CHILD)
    assert "- 가. 아동·청소년의성보호에관한법률위반(성착취물제작·배포등) (주위적)" in text
    assert "- 나. 성폭력범죄의처벌등에관한특례법위반(허위영상물편집·반포등) (예비적)" in text
    assert "- 1.가.나. [확인 필요: 성명] (S1)" in text
    assert "- 2.가.나. 성명불상자(닉네임 X)" in text


def test_alternative_charges_say_on_what_authority() -> None:
    text = section(draft(CHILD), "### 4. 정해지지 않은 점")
    assert re.search(r"나\. .*제11조 제1항에 대하여 예비적: .*2024도17801; 확립되지 않음", text)
    assert "주위적·예비적으로 적을지 택일적으로 적을지는" in text


def test_an_age_only_where_an_element_reads_it() -> None:
    assert "피해자 V1(가명, 16세)" in draft(REAL_CHILD)
    text = draft(ALTERED)
    assert "V1(가명)" in text and not re.search(r"V1\(가명, ", text)


def test_unknown_offence_names_are_not_invented() -> None:
    kept = ALTERED.replace(
        "evidence:\n",
        "  A3: {kind: kept, from: 2025-03-02, to: 2025-06-11, by: {S1: {intent: {value: yes, by: 수사관}}},"
        " kept_where: own_device, object: [M2]}\nevidence:\n",
    ).replace(
        "acts:",
        "  M2: {form: image, made: altered,"
        " shown: {V1: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관}}}}\nacts:",
    )
    text = draft(kept)
    assert "[죄명표 확인 필요] (허위영상물 등의 소지등)" in text
    assert "2025. 3. 2.경부터 2025. 6. 11.경까지" in text


def test_evidence_with_its_hash_and_what_it_supports() -> None:
    text = section(draft(ALTERED), "## Ⅴ. 증거관계")
    row = next(line for line in text.splitlines() if line.startswith("| E1 |"))
    assert "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" in row
    assert "반포등을 할 목적(A1, S1)" in row
    assert "- 두고 있던 곳" not in text and "- 고의(A2, S1)" in text


def test_both_limitation_dates_with_reasons_and_the_reading_marked() -> None:
    text = section(draft(ALTERED), "### 2. 장기 및 단기 공소시효 만료일")
    assert "장기(가장 늦은 날) 2032. 3. 30. / 단기(가장 이른 날) 2030. 3. 1." in text
    assert "형사소송법 제249조 제1항" in text and "실무 지식에 따른 것이다 [확인 필요]" in text


def test_no_limitation_is_said_so() -> None:
    text = section(draft(CHILD), "### 2. 장기 및 단기 공소시효 만료일")
    assert "장기(가장 늦은 날) 공소시효를 적용하지 않음" in text


def test_every_element_of_every_referred_finding_stands_in_the_review() -> None:
    text = section(draft(ALTERED), "### 3. 구성요건별 검토")
    assert text.count("| 반포등을 할 목적으로 | 충족 |") == 1
    assert "죄의 성립요소인 사실의 인식 (형법 제13조) | 충족, 사람의 판단 | 고의: 예 (수사관)" in text
    assert "[미검토]" in text


def test_disputed_facts_are_carried() -> None:
    text = draft(ALTERED.replace("purpose_to_spread: yes", "purpose_to_spread: {value: yes, disputed: yes}"))
    assert "반포등을 할 목적: 예 [다툼 있음]" in text
    assert "다툼이 있는 사실에 서 있다: 반포등을 할 목적(A1, S1)" in text


def test_what_is_undetermined_is_not_referred_but_listed_with_questions() -> None:
    text = draft(OPEN)
    assert "송치할 죄(구성요건이 모두 충족되고 벌할 수 있는 죄)가 없어" in text
    assert "이로써" not in text
    more = section(text, "### 5. 보완할 사항")
    assert "제14조의2 제1항" in more and "성적 욕망 또는 수치심을 유발할 수 있는 형태" in more
    assert "| 1 | " in more and "| 피의자 |" in more


def test_a_child_suspect_is_noted_apart() -> None:
    young = CHILD.replace("U1: {role: suspect,", "U1: {role: suspect, birth: 2012-06-01,")
    text = draft(young)
    assert "2.가.나." not in text and "- 1.가.나." in text
    note = section(text, "### 6. 형사책임이 없는 것으로 검토된 사람")
    assert "성명불상자(닉네임 X)" in note and "소년부" in note


def test_an_act_before_fourteen_is_kept_apart_from_one_after() -> None:
    older = ALTERED.replace("S1: {role: suspect, birth: 2000-01-01}", "S1: {role: suspect, birth: 2010-01-01}", 1)
    text = draft(older)
    facts = section(text, "## Ⅲ. 범죄사실")
    assert "2025. 3.경" in facts and "2023. 3. 2." not in facts
    assert "2023. 3. 2." in section(text, "### 6. 형사책임이 없는 것으로 검토된 사람")
    assert "제14조의2 제1항" not in section(text, "## Ⅳ. 적용법조")


def test_the_word_is_never_guilty() -> None:
    for text in (ALTERED, CHILD, REAL_CHILD, OPEN):
        for lang in ("ko", "en"):
            for kind in ("referral", "referral_cover"):
                found = draft(text, kind, lang).lower()
                assert "유죄" not in found and "guilty" not in found


def test_nothing_explicit() -> None:
    for text in (ALTERED, CHILD, REAL_CHILD):
        for lang in ("ko", "en"):
            found = draft(text, "referral", lang)
            for word in ("성교", "자위", "나체", "음부", "가슴", "intercourse", "naked", "genital"):
                assert word not in found


def test_the_referral_leaves_out_what_is_remote_and_says_how_much() -> None:
    case = read_case(shipped("examples") / "2024no1823.yaml", book(), DAY)
    assessment = assess(case, book(), DAY)
    text = draft_letters(assessment, case, book(), ["referral"], ["md"])[0].content
    remote = [f for f in assessment.findings if f.verdict == "undetermined" and not is_near(f)]
    assert remote and f"검토 결과 {len(remote)}건" in text
    near = {f.provision for f in assessment.findings if f.verdict == "undetermined" and is_near(f)}
    listed = section(text, "### 5. 보완할 사항")
    assert all(book().citation(id_).ko in listed for id_ in near)

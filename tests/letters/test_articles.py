"""Applied articles: of their time, in the order of the rules, an act's name once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

from offence_engine import assess, draft_letters, load_rulebook
from offence_engine.casefile.read import parse_case
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import ALTERED, CHILD, DAY, book, draft, section

ACT = "성폭력범죄의 처벌 등에 관한 특례법"
OLD = f"구 {ACT}(2024. 10. 16. 법률 제20459호로 개정되기 전의 것)"


def articles(text: str, lang: str = "ko", day: date = DAY) -> list[str]:
    heading = "## Ⅳ. 적용법조" if lang == "ko" else "## IV. Applied articles"
    rows = [x for x in section(draft(text, lang=lang, day=day), heading).splitlines() if x.startswith("| ")]
    return [row.strip("| ").split(" | ")[1] for row in rows[1:]]


def test_each_article_is_cited_as_of_its_time() -> None:
    assert articles(ALTERED) == [f"{ACT} 제14조의2 제2항, {OLD} 제14조의2 제1항, 형법 제37조, 제38조"]


def test_a_version_that_was_current_then_is_not_old() -> None:
    only_first = ALTERED.split("  A2:")[0] + "evidence: {E1: {what: 캡처}}\n"
    only_first = only_first.replace("2026-10-20", "2023-10-20")
    assert articles(only_first, day=date(2024, 10, 15)) == [f"{ACT} 제14조의2 제1항"]
    assert articles(only_first, day=date(2024, 10, 16)) == [f"{OLD} 제14조의2 제1항"]


def test_the_next_amendment_is_named_and_not_a_later_one() -> None:
    early = CHILD.replace("on: 2025-03-02", "on: 2019-03-02")
    found = articles(early)[0]
    assert "(2020. 6. 2. 법률 제17338호로 개정되기 전의 것) 제11조 제1항" in found and "제19337호" not in found


def test_taking_part_is_cited_for_those_who_acted_together() -> None:
    assert [a.endswith("형법 제30조") for a in articles(CHILD)] == [True, True]
    assert "제30조" not in articles(ALTERED)[0]


def test_one_act_with_two_offences() -> None:
    two = ALTERED.replace(
        "V1: {role: victim, birth: 2000-05-05}", "V1: {role: victim, birth: 2000-05-05}\n  V2: {role: victim}"
    )
    two = two.replace(
        "shown: {V1: {",
        "shown: {V2: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관}}, V1: {",
    )
    two = two.split("  A2:")[0] + "evidence: {E1: {what: 캡처}}\n"
    assert articles(two)[0].endswith("형법 제40조")


def test_attempt_and_habit_stand_before_the_general_part() -> None:
    text = ALTERED.replace("purpose_to_spread: yes", "purpose_to_spread: yes, habit: {value: yes, by: 수사관}")
    assert articles(text) == [f"{ACT} 제14조의2 제2항, {OLD} 제14조의2 제1항, 제4항, 형법 제37조, 제38조"]


def test_what_it_builds_on_is_cited_after_it() -> None:
    text = ALTERED.replace("for_profit: no", "for_profit: yes").replace(
        "medium: in_person", "medium: computer, over_network: yes, paid_for: no"
    )
    text = text.replace("reach: specific_few", "reach: many")
    assert f"{ACT} 제14조의2 제3항, 제2항" in articles(text)[0]


def test_english_names_the_article_each_time() -> None:
    found = articles(ALTERED, "en")[0]
    assert "Article 14-2(2), " in found and "Criminal Act Article 37, Article 38" in found
    assert "(as it stood before its amendment by 법률 제20459호, promulgated 2024. 10. 16.)" in found


def test_the_order_is_data(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    copytree(shipped("rules"), rules)
    path = rules / "kr" / "letters" / "articles.yaml"
    text = path.read_text(encoding="utf-8")
    old = "order: [offence, attempt, habit, aggravation, legal_entity, participation, recidivism, ideal, real]"
    assert old in text
    path.write_text(text.replace(old, "order: [ideal, real, participation, offence]"), encoding="utf-8")
    changed = load_rulebook(rules)
    case = parse_case(ALTERED.encode(), "case.yaml", changed, DAY)
    content = draft_letters(assess(case, changed, DAY), case, changed, kinds=["referral"])[0].content
    assert f"| 형법 제37조, 제38조, {ACT} 제14조의2 제2항, {OLD} 제14조의2 제1항 |" in content
    assert book().sha256 != changed.sha256

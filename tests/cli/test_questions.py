"""`offence questions`: the most decisive first, each once, with place, values, and what the courts weigh."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.cli.cases import MADE, many, without
from tests.cli.conftest import Offence

Write = Callable[..., Path]


def test_a_question_says_whom_where_what_and_how_much_it_decides(offence: Offence, write: Write) -> None:
    case = write(without("consent_to_alteration", "sexual_form"))
    ko = offence("questions", case, "--lang", "ko").out
    assert "[피해자] 이 사진·영상을 편집·합성하는 데 동의한 사실이 있습니까?" in ko
    assert "적을 곳: materials.M1.shown.V1.consent_to_alteration (yes, no)" in ko
    assert re.search(r"걸린 검토 결과: \d+건 \(.*성폭력처벌법 제14조의2 제1항", ko)
    assert "{value: yes 또는 no, by: 판단한 사람, because: 이유}" in ko
    assert "(대법원 2008. 9. 25. 2008도7007)" in " ".join(ko.split())
    en = offence("questions", case, "--lang", "en").out
    assert "[the victim] Did you agree to this picture being altered?" in en
    assert "write it at: materials.M1.shown.V1.consent_to_alteration (yes, no)" in en
    assert "(Supreme Court 2008-09-25, 2008Do7007)" in " ".join(en.split())


def test_questions_are_numbered_by_how_much_their_answers_decide(offence: Offence, write: Write) -> None:
    case = write(without("consent_to_alteration", "sexual_form"))
    asked = offence("questions", case, "--format", "json").json["questions"]
    assert [q["decides"] for q in asked] == sorted((q["decides"] for q in asked), reverse=True)
    text = offence("questions", case, "--lang", "en").out
    numbers = [int(n) for n in re.findall(r"^ ?(\d+)\. \[", text, re.MULTILINE)]
    assert numbers == list(range(1, len({q["path"] for q in asked}) + 1))


def test_the_same_question_about_many_is_asked_once(offence: Offence, write: Write) -> None:
    case = write(many(), "many.json")
    text = offence("questions", case, "--lang", "ko").out
    assert text.count("[수사관이 확인] 성적 욕망 또는 수치심을 유발할 수 있는 형태라고") == 1
    assert "외 11곳" in text
    assert (
        len(
            [
                q
                for q in offence("questions", case, "--format", "json").json["questions"]
                if q["path"] == "shown.sexual_form"
            ]
        )
        == 14
    )


def test_a_disputed_fact_is_marked(offence: Offence, write: Write) -> None:
    case = write(MADE.replace("consent_to_alteration: {value: no", "consent_to_alteration: {value: unknown"))
    assert "※ 다툼 있음" in offence("questions", case, "--lang", "ko").out
    assert "※ disputed" in offence("questions", case, "--lang", "en").out


def test_nothing_to_ask_is_said(offence: Offence, write: Write) -> None:
    case = write(
        MADE.replace("kind: altered\n    on", "kind: talked\n    on")
        .replace("    product: M1\n", "")
        .replace("materials:", "complete: [persons, acts]\nmaterials:")
    )
    asked = offence("questions", case, "--format", "json").json["questions"]
    text = offence("questions", case, "--lang", "ko").out
    assert bool(asked) != ("더 확인할 사항이 없다." in text)


def test_json_names_case_day_and_rules(offence: Offence, write: Write) -> None:
    result = offence("questions", write(MADE), "--format", "json", "--as-of", "2026-01-01").json
    assert set(result) == {"case", "as_of", "rulebook", "questions"}
    assert result["as_of"] == "2026-01-01"

"""`offence rules ...`: what the rulebook holds, told in full, checked, tested and exported."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from offence_engine.rulebook.export import export
from offence_engine.rulebook.rulebook import Rulebook
from tests.cli.conftest import Offence


def test_the_list_names_every_rule_and_counts_them(offence: Offence, book: Rulebook) -> None:
    for lang in ("ko", "en"):
        out = offence("rules", "list", "--lang", lang).out
        assert all(id_ in out for id_ in (*book.provisions, *book.modifiers))
        assert book.sha256 in out.replace("\n", "")


def test_a_provision_is_told_with_versions_penalties_elements_and_relations(offence: Offence) -> None:
    ko = offence("rules", "show", "scpa.14-2.1", "--lang", "ko").out
    assert "성폭력범죄의 처벌 등에 관한 특례법 제14조의2 제1항" in ko
    assert "시행 2020. 6. 25. ~ 2024. 10. 15." in ko
    assert "5년 이하의 징역 또는 5천만원 이하의 벌금" in ko
    assert "시행 2024. 10. 16. ~ 현재" in ko
    assert "7년 이하의 징역 또는 5천만원 이하의 벌금" in ko
    assert "purpose  “반포등을 할 목적으로”\n        - 반포등을 할 목적: 예 (part.purpose_to_spread)" in ko
    assert "나타난 것: 얼굴, 신체, 음성 가운데 하나 이상 (shown.shows)" in ko
    assert "2020. 6. 25.부터 처벌 (성폭력처벌법 제15조)" in ko
    assert re.search("다른 죄와 +cyp.11.1", ko)
    assert re.search("법률 검수 +", ko)
    en = offence("rules", "show", "scpa.14-2.1", "--lang", "en").out
    assert "in force 2020-06-25 ~ 2024-10-15" in en
    assert "imprisonment for up to 5 years or a fine of up to 50,000,000 won" in en
    assert "- purpose of distributing it: yes (part.purpose_to_spread)" in en


@pytest.mark.parametrize(
    "words",
    [
        ("creating sexually explicit deepfakes with the intent to distribute",),
        (
            "creating sexually explicit deepfakes with the intent to distribute",
            "under the",
            "Sexual Violence Prevention and Victim Protection Act",
        ),
    ],
)
def test_the_wording_of_the_press_finds_the_provision(offence: Offence, words: list[str]) -> None:
    ran = offence("rules", "show", *words, "--lang", "ko")
    assert ran.status == 0
    assert ran.out.startswith("scpa.14-2.1  ")
    assert re.search(r"2020\. 6\. 25\. ~ 2024\. 10\. 15\..*5년 이하.*5천만원 이하", ran.out, re.DOTALL)


def test_the_name_of_an_act_lists_its_provisions(offence: Offence, book: Rulebook) -> None:
    ran = offence("rules", "show", "Sexual Violence Prevention and Victim Protection Act", "--lang", "en")
    assert ran.status == 0
    assert all(id_ in ran.out for id_ in (*book.provisions, *book.modifiers) if id_.startswith("scpa."))
    assert "cyp.11.1" not in ran.out


def test_on_a_day_only_the_version_of_that_day_is_shown(offence: Offence) -> None:
    before = offence("rules", "show", "scpa.14-2.1", "--on", "2024-10-15", "--lang", "ko").out
    assert "5년 이하의 징역" in before and "7년 이하의 징역" not in before
    assert "반포등을 할 목적으로" in before
    after = offence("rules", "show", "scpa.14-2.1", "--on", "2024-10-16", "--lang", "ko").out
    assert "7년 이하의 징역" in after and "5년 이하의 징역" not in after
    assert "반포등을 할 목적으로" not in after


def test_a_number_of_another_time_is_explained(offence: Offence) -> None:
    en = offence("rules", "show", "scpa.14-2.4", "--on", "2023-01-01", "--lang", "en").out
    assert en.startswith("On 2023-01-01 SCPA Art. 14-2(4) was “Habitual making")
    assert "it is now\nscpa.14-2.5." in en
    assert "\nscpa.14-2.5  " in en
    ko = offence("rules", "show", "scpa.14-2.4", "--on", "2023-01-01", "--lang", "ko").out
    assert "2023. 1. 1. 당시 성폭력처벌법 제14조의2 제4항은 “상습" in ko
    today = offence("rules", "show", "scpa.14-2.4", "--lang", "ko").out
    assert today.startswith("scpa.14-2.4  ")
    assert "이 번호였던 조항은 지금 scpa.14-2.5이다" in today


@pytest.mark.parametrize(
    ("day", "ko", "en"),
    [("2020-06-24", "그때 시행되지 않음 (담긴 첫날 2020. 6. 25.)", "not in force then (encoded from 2020-06-25)")],
)
def test_before_its_first_version_nothing_was_in_force(offence: Offence, day: str, ko: str, en: str) -> None:
    assert ko in offence("rules", "show", "scpa.14-2.1", "--on", day, "--lang", "ko").out
    assert en in offence("rules", "show", "scpa.14-2.1", "--on", day, "--lang", "en").out


def test_before_what_is_encoded_that_is_said(offence: Offence) -> None:
    assert "그때의 조문은 담지 않음" in offence("rules", "show", "scpa.13", "--on", "2010-01-01", "--lang", "ko").out


def test_every_rule_can_be_shown_in_both_languages(offence: Offence, book: Rulebook) -> None:
    for id_ in (*book.provisions, *book.modifiers):
        for lang in ("ko", "en"):
            ran = offence("rules", "show", id_, "--lang", lang)
            assert (ran.status, ran.err) == (0, ""), id_


def test_what_is_not_found_is_a_wrong_command_line(offence: Offence) -> None:
    ran = offence("rules", "show", "voyuerism", "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "offence: nothing found for `voyuerism`. Did you mean `voyeurism`? (see `offence rules list`)\n"
    assert "찾지 못했습니다: `xyzzy`." in offence("rules", "show", "xyzzy", "--lang", "ko").err


def test_sound_rules_are_told_in_one_line_before_the_remarks(offence: Offence, book: Rulebook) -> None:
    ran = offence("rules", "check", "--lang", "en")
    assert ran.status == 0
    first, blank, head, *_ = ran.out.splitlines()
    assert first.startswith(f"no faults in the rules: {len(book.provisions)} provisions, ")
    assert first.endswith(f"sha256 {book.sha256}")
    assert blank == ""
    assert re.fullmatch(r"\d+ remarks \(no faults; all of them with their cases: --all\)", head)
    assert "규칙에 잘못이 없습니다" in offence("rules", "check", "--lang", "ko").out


def test_the_rules_that_ship_pass_their_own_cases(offence: Offence, fable: Path) -> None:
    """A small folder stands in here; `tests/workbench` runs the cases of the shipped rules."""
    ran = offence("rules", "test", "--rules", fable, "--lang", "en")
    assert ran.status == 0
    assert re.fullmatch(r"\d+ cases and \d+ derived from them: 0 failed\n", ran.out)


def test_a_failing_case_is_named_with_what_differs(offence: Offence, fable: Path) -> None:
    rule = fable / "provisions" / "fable.1.1.yaml"
    rule.write_text(
        rule.read_text(encoding="utf-8").replace("expect: applicable", "expect: not_applicable", 1), encoding="utf-8"
    )
    ran = offence("rules", "test", "--rules", fable, "--lang", "ko")
    assert ran.status == 1
    assert "fable.1.1: " in ran.out
    assert "verdict: not_applicable이어야 하는데 applicable" in ran.out
    assert re.search(r"실패 \d+건\n$", ran.out)


def test_the_export_is_the_public_form(offence: Offence, book: Rulebook) -> None:
    ran = offence("rules", "export", "--format", "json")
    assert ran.json == json.loads(json.dumps(export(book)))
    version = next(p for p in ran.json["provisions"] if p["id"] == "scpa.14-2.1")["versions"][0]
    assert (version["effective"], version["until"]) == ("2020-06-25", "2024-10-15")
    assert version["penalty"]["prison_months"] == [1, 60]
    assert version["penalty"]["fine_krw"] == [50_000, 50_000_000]
    assert '"prison_months": [\n       1,\n       60\n      ]' in ran.out


def test_wrong_rules_end_other_commands_with_status_four(offence: Offence, fable: Path) -> None:
    rule = fable / "provisions" / "fable.1.1.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("act.pitch", "act.pich"), encoding="utf-8")
    for words in (("rules", "list"), ("rules", "show", "x"), ("rules", "test"), ("rules", "export"), ("facts",)):
        ran = offence(*words, "--rules", fable, "--lang", "en")
        assert (ran.status, ran.out) == (4, "")
        assert re.search(r"fable\.1\.1\.yaml:\d+:\d+: unknown fact: `act\.pich`\. Did you mean `act\.pitch`\?", ran.err)
    check = offence("rules", "check", "--rules", fable, "--lang", "ko")
    assert (check.status, check.err) == (1, "")
    assert re.search(
        r"fable\.1\.1\.yaml:\d+:\d+: 모르는 사실입니다: `act\.pich`\. 혹시 `act\.pitch`입니까\?", check.out
    )

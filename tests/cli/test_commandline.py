"""The command line itself: help for everything, one sentence for every mistake, the nearest right word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from offence_engine.cli.arguments import Command
from offence_engine.cli.commands import COMMANDS
from tests.cli.cases import MADE
from tests.cli.conftest import Offence

HANGUL = re.compile("[가-힣]")
Write = Callable[..., Path]


def paths(command: Command) -> str:
    return command.path


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("command", COMMANDS, ids=paths)
def test_each_command_has_help_with_an_example(offence: Offence, command: Command, lang: str) -> None:
    ran = offence(*command.path.split(), "--help", "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    assert bool(HANGUL.search(re.sub('"[^"]*"', "", ran.out))) == (lang == "ko")
    assert ran.out.count(f"offence {command.path}") >= 2
    for argument in command.arguments:
        for flag in argument.flags:
            assert flag in ran.out


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("words", [("--help",), ("-h",), ("help",)])
def test_the_program_has_help_that_names_every_command(offence: Offence, words: tuple[str, ...], lang: str) -> None:
    ran = offence("--lang", lang, *words)
    assert (ran.status, ran.err) == (0, "")
    assert all(command.path in ran.out for command in COMMANDS)
    assert bool(HANGUL.search(re.sub('"[^"]*"', "", ran.out))) == (lang == "ko")


def test_help_for_a_command_can_be_asked_for_by_the_word_help(offence: Offence) -> None:
    assert offence("help", "assess").out == offence("assess", "--help").out
    assert "rules show" in offence("rules", "--help").out


def test_the_examples_of_the_help_can_be_typed(offence: Offence) -> None:
    shown = [line.strip() for line in offence("rules", "show", "--help").out.splitlines() if "offence rules" in line]
    for line in shown[1:]:
        words = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', line)][1:]
        assert offence(*words).status == 0, line


@pytest.mark.parametrize(
    ("words", "ko", "en"),
    [
        (("asess", "x"), "모르는 명령입니다: `asess`. 혹시 `assess`입니까?", "unknown command: `asess`. Did you mean `assess`?"),
        (("rules", "shw"), "혹시 `show`입니까?", "Did you mean `show`?"),
        (("--fromat", "json"), "모르는 선택 사항입니다: `--fromat`", "unknown option: `--fromat`"),
        (("assess", "x", "--fromat", "json"), "혹시 `--format`입니까?", "unknown option: `--fromat`. Did you mean `--format`?"),
        (("assess",), "빠졌습니다: CASE", "missing: CASE"),
        (("rules", "show"), "빠졌습니다: ID-OR-WORDS", "missing: ID-OR-WORDS"),
        (("assess", "x", "--as-of"), "`--as-of` 뒤에 값이 없습니다", "`--as-of` needs a value"),
        (("assess", "x", "--as-of", "2024-02-30"), "달력에 있는 날이 아닙니다: `2024-02-30`", "not a day of the calendar: `2024-02-30`"),
        (("assess", "x", "--as-of", "2024-02"), "2026-03-02처럼 적습니다", "Write it as 2026-03-02"),
        (("assess", "x", "--as-of", "today"), "`--as-of`:", "`--as-of`:"),
        (("assess", "x", "--format", "xml"), "쓸 수 없는 값입니다: `xml`. 쓸 수 있는 것: json, text", "not a valid value: `xml`. Valid: json, text"),
        (("assess", "x", "--lang", "kor"), "혹시 `ko`입니까?", "Did you mean `ko`?"),
        (("assess", "x", "y"), "남는 말이 있습니다: `y`", "unexpected: `y`"),
        (("assess", "x", "--all=yes"), "`--all`에는 값을 붙이지 않습니다", "`--all` takes no value"),
        (("rules", "export", "--format", "xml"), "쓸 수 있는 것: json", "Valid: json"),
        (("letters", "x"), "초안을 둘 폴더가 없습니다", "the folder for the drafts is missing"),
        (("letters", "x", "-o", "out", "--format", "md,docs"), "쓸 수 없는 값입니다: `docs`", "not a valid value: `docs`"),
        (("facts", "shwn"), "그런 항목이 없습니다: `shwn`. 혹시 `shown`입니까?", "there is no entity `shwn`. Did you mean `shown`?"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_one_sentence(
    offence: Offence, words: tuple[str, ...], ko: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang, expected in (("ko", ko), ("en", en)):
        monkeypatch.setenv("OFFENCE_LANG", lang)
        ran = offence(*words)
        assert (ran.status, ran.out) == (2, "")
        assert expected in ran.err
        assert ran.err.startswith("offence: ")
        assert ran.err.count("\n") == 1


def test_a_command_is_needed(offence: Offence) -> None:
    for words in ((), ("rules",)):
        ran = offence(*words)
        assert (ran.status, ran.out) == (2, "")
        assert "assess" in ran.err or "show" in ran.err


def test_the_language_may_stand_before_or_after_the_command(offence: Offence, write: Write) -> None:
    case = write(MADE)
    before, after = offence("--lang", "ko", "assess", case), offence("assess", case, "--lang", "ko")
    assert before == after
    assert "사건 검토" in before.out


def test_a_missing_case_file_is_a_wrong_command_line(offence: Offence, write: Write) -> None:
    write(MADE)
    ran = offence("assess", "cse.yaml", "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "offence: cse.yaml: no such file. Did you mean `case.yaml`?\n"
    assert "파일이 없습니다. 혹시 `case.yaml`입니까?" in offence("assess", "cse.yaml", "--lang", "ko").err


def test_a_missing_rules_folder_is_a_wrong_command_line(offence: Offence, write: Write) -> None:
    for words in (("assess", write(MADE)), ("rules", "check"), ("facts",)):
        ran = offence(*words, "--rules", "nowhere")
        assert (ran.status, ran.out, ran.err) == (2, "", "offence: nowhere: no such rules folder\n")

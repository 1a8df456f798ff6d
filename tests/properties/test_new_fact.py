"""A fictional provision with a fact that did not exist before, by YAML alone: everything knows it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import parse_case
from offence_engine.cli.commands import BY_PATH, COMMANDS
from offence_engine.cli.main import main
from offence_engine.errors import CaseError
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from offence_engine.workbench.cases import run_cases
from tests.bad_rules.copies import copied

AS_OF = date(2026, 11, 22)
ACT = """\
acts:
  lanterns:
    ko: 가상 등불법
    short: 등불법
    en: Imaginary Lantern Act
"""
KIND = """\
kinds:
  lit:
    ko: 등불을 켬
    en: lit a lantern
    lasts: no
    says: {}
    sentence: {ko: 등불을 켰다, en: lit a lantern}
"""
FACTS = """\
home: act
facts:
  lantern_colour:
    type: choice
    ko: 등불의 빛깔
    en: colour of the lantern
    values: {green: {ko: 초록, en: green}, white: {ko: 하양, en: white}}
    ask: witness
    question: {ko: 등불은 무슨 빛깔이었습니까?, en: What colour was the lantern?}
  lanterns:
    type: number
    ko: 등불의 수
    en: number of lanterns
    ask: witness
    question: {ko: 등불은 몇 개였습니까?, en: How many lanterns were there?}
"""
CONCEPT = """\
concepts:
  signal:
    ko: 신호
    en: signal
    versions:
      - effective: 2021-01-01
        one_of_named:
          bright: {ko: 밝은 신호, en: bright signal, fact: act.lanterns, at_least: 3}
          green: {ko: 초록 신호, en: green signal, fact: act.lantern_colour, is: green}
"""
PROVISION = """\
id: lanterns.7-2.1
title: {ko: 등불 신호, en: Signalling with a lantern}
offence_name: 가상등불법위반
roles: {victim: none, material: none}
one_offence_per: {per: [suspect, act], settled: yes}
before: not_in_force
elements:
  lit: {words: 등불을 켜서, fact: act.kind, is: lit}
  signalled: {words: 신호한, concept: signal}
versions:
  - {effective: 2021-01-01, requires: [lit, signalled], penalty: {prison: 2년 이하}}
closing: {ko: 등불로 신호하였다., en: signalled with a lantern.}
not_modelled: []
typical_case:
  persons: {S1: {role: suspect}}
  acts: {A1: {kind: lit, by: {S1: {intent: {value: yes, by: 시험}}}, lantern_colour: green, lanterns: 1}}
cases:
  - {name: 시행 전, on: 2020-12-31, expect: not_in_force}
  - {name: 초록 등불, on: 2021-01-01, expect: applicable, prison: 2년 이하, alternative: green}
  - {name: 빛깔을 모름, on: 2021-01-01, unknown: [act.lantern_colour], expect: undetermined, missing: [act.lantern_colour]}
"""
CASE = """\
case: {id: L-1}
persons: {S1: {role: suspect}}
acts: {A1: {kind: lit, on: 2022-05-05, by: {S1: {intent: {value: yes, by: tester}}}, FACT}}
"""


FILES = (("act", ACT), ("kind", KIND), ("fact", FACTS), ("concept", CONCEPT), ("provision", PROVISION))


def write(root: Path) -> None:
    for name, text in FILES:
        (root / f"lantern.{name}.yaml").write_text(text, encoding="utf-8")


def laid_over(root: Path, over: str) -> Path:
    """A folder with the five files alone, over other rules."""
    root.mkdir()
    (root / "layer.yaml").write_text(f"over: {over}\n", encoding="utf-8")
    write(root)
    return root


@pytest.fixture(scope="module", params=["beside", "over"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rules with five files beside them, or in a folder laid over them; nothing else is touched."""
    root = tmp_path_factory.mktemp("new") / "rules"
    if request.param == "over":
        return laid_over(root, "shipped")
    shutil.copytree(shipped("rules"), root)
    write(root)
    return root


@pytest.fixture(scope="module")
def book(folder: Path) -> Rulebook:
    return load_rulebook(folder)


def assessed(book: Rulebook, fact: str) -> Assessment:
    case = parse_case(CASE.replace("FACT", fact).encode(), "lantern.yaml", book, AS_OF)
    return assess(case, book, AS_OF)


def test_the_loader_knows_it(book: Rulebook) -> None:
    assert book.facts["act.lantern_colour"].values.keys() == {"green", "white"}
    assert book.citation("lanterns.7-2.1").en == "Imaginary Lantern Act Article 7-2(1)"
    assert "lantern" not in (Path(sys.modules[assess.__module__].__file__ or "").read_text(encoding="utf-8"))


def test_the_assessment_knows_it(book: Rulebook) -> None:
    found = assessed(book, "lantern_colour: green, lanterns: 1").findings
    assert [(f.provision, f.verdict, f.elements[1].alternative) for f in found] == [
        ("lanterns.7-2.1", "applicable", "green")
    ]
    assert assessed(book, "lantern_colour: white, lanterns: 3").offences[0].offence_name == "가상등불법위반"
    assert not assessed(book, "lantern_colour: white, lanterns: 2").offences


def test_the_questions_know_it(book: Rulebook) -> None:
    result = assessed(book, "lanterns: 2")
    assert result.findings[0].verdict == "undetermined"
    assert [(q.at, q.ask, q.question.en) for q in result.questions] == [
        ("acts.A1.lantern_colour", "witness", "What colour was the lantern?")
    ]
    assert not assessed(book, "lanterns: 3").findings[0].missing


def test_a_wrong_value_of_it_is_told_with_the_nearest(book: Rulebook) -> None:
    with pytest.raises(CaseError) as caught:
        assessed(book, "lantern_colour: gren")
    assert "Did you mean `green`?" in caught.value.text("en")


def test_its_own_cases_come_out(book: Rulebook) -> None:
    results = list(run_cases(book, {"lanterns.7-2.1"}))
    assert len(results) == 3
    assert [r.en for r in results if not r.ok] == []


# What every command says of it: its words (CASE, OUT and the folders are filled in), and what must stand in its output
# or in what it writes. The shipped rules lie below where letters are needed, else a small rulebook.
EVERYWHERE: dict[str, tuple[str, tuple[str, ...], str]] = {
    "assess": ("shipped", ("CASE",), "Imaginary Lantern Act"),
    "questions": ("shipped", ("CASE",), "What colour was the lantern?"),
    "letters": ("shipped", ("FULL", "-o", "OUT", "--kind", "referral", "--format", "md"), "signalled with a lantern"),
    "facts": ("small", ("act",), "lantern_colour"),
    "rules list": ("small", (), "lanterns.7-2.1"),
    "rules show": ("small", ("등불 신호",), "colour of the lantern: green"),
    "rules check": ("small", (), "no faults in the rules"),
    "rules test": ("small", (), "0 failed"),
    "rules review": ("small", ("lanterns.7-2.1", "--by", "tester"), "signed: tester"),
    "rules reviews": ("small", (), "lanterns.7-2.1"),
    "rules sources": ("small", ("TEXTS",), "lanterns.7-2.1@2021-01-01: penalty: penalty: rules"),
    "rules export": ("small", (), '"id": "lanterns.7-2.1"'),
    "rules schema": ("small", (), "act.lantern_colour"),
    "rules new": ("small", ("amendment", "lanterns.7-2.1", "--effective", "2030-01-01", "--penalty", "징역 3년 이하"), "lantern.provision.yaml"),
    "rules fmt": ("small", ("FOLDER",), ""),
    "rules diff": ("small", ("BELOW", "FOLDER"), "lanterns.7-2.1"),
    "rules impact": ("small", ("BEFORE", "FOLDER", "--cases", "LINES"), "lanterns.7-2.1"),
    "rules coverage": ("small", ("--html", "OUT"), "lantern_colour"),
    "rules mutate": ("small", ("lanterns.7-2.1", "--jobs", "1"), "lanterns.7-2.1"),
    "rules pin": ("small", ("lanterns.7-2.1", "--yes"), "lanterns.7-2.1"),
    "rules site": ("small", ("-o", "OUT"), "등불"),
    "batch": ("small", ("LINES", "-o", "OUT"), "lanterns.7-2.1"),
}  # fmt: skip
NO_RULES = {"demo"}
# The sample text differs from the rule on purpose, and its three cases leave mutants alive.
FOUND = {"rules sources", "rules mutate"}
TEXT = """\
- act_ko: 가상 등불법
  article: 제7조의2
  effective_from: '2021-01-01'
  effective_to: null
  act_no: 1
  promulgated: '2020-06-01'
  text_ko: |-
    제7조의2 (등불) 등불을 켜서 신호한 자는 3년 이하의 징역에 처한다.
"""


def test_every_command_is_tried() -> None:
    """A new command says here how it meets a fact that it has never heard of."""
    assert {command.path for command in COMMANDS} - EVERYWHERE.keys() == NO_RULES


@pytest.mark.parametrize("command", [c.path for c in COMMANDS if c.path in EVERYWHERE])
def test_every_command_knows_it_in_a_folder_laid_over_others(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    below, words, expected = EVERYWHERE[command]
    small = copied(tmp_path)
    root = laid_over(tmp_path / "agency", "shipped" if below == "shipped" else "../fable")
    before = laid_over(tmp_path / "before", "../fable") / "lantern.provision.yaml"
    before.write_text(PROVISION.replace("2년 이하", "1년 이하"), encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "lantern.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE.replace("FACT", "lanterns: 2"), encoding="utf-8")
    (tmp_path / "full.yaml").write_text(CASE.replace("FACT", "lantern_colour: green"), encoding="utf-8")
    line = {"case": {"id": "L-1"}, "persons": {"S1": {"role": "suspect"}}, "acts": {"A1": {
        "kind": "lit", "on": "2022-05-05", "by": {"S1": {"intent": {"value": "yes", "by": "tester"}}}, "lantern_colour": "green"}}}  # fmt: skip
    (tmp_path / "lines.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    known = {
        "CASE": tmp_path / "case.yaml", "FULL": tmp_path / "full.yaml", "OUT": out, "TEXTS": tmp_path / "texts",
        "FOLDER": root, "BELOW": small, "BEFORE": before.parent, "LINES": tmp_path / "lines.jsonl",
    }  # fmt: skip
    arguments = [str(known.get(word, word)) for word in words]
    takes = {argument.name for argument in BY_PATH[command].arguments}
    if "rules" in takes:
        arguments += ["--rules", str(root)]
    if "as_of" in takes:
        arguments += ["--as-of", "2026-11-22"]
    status = main([*command.split(), *arguments, "--lang", "en"])
    said = capsys.readouterr()
    assert status == (1 if command in FOUND else 0), said.out + said.err
    files = [out] if out.is_file() else sorted(p for p in out.rglob("*") if p.is_file()) if out.is_dir() else []
    written = "".join(path.read_text(encoding="utf-8") for path in files)
    assert expected in " ".join(said.out.split()) + written, said.err


def offence(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "offence_engine", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_line_knows_it(folder: Path, tmp_path: Path) -> None:
    facts = offence("facts", "act", "--rules", str(folder), "--lang", "en")
    assert (facts.returncode, facts.stderr) == (0, "")
    assert "lantern_colour" in facts.stdout and "What colour was the lantern?" in facts.stdout
    path = tmp_path / "lantern.yaml"
    path.write_text(CASE.replace("FACT", "lanterns: 4"), encoding="utf-8")
    done = offence("assess", str(path), "--rules", str(folder), "--format", "json", "--as-of", "2026-11-22")
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert [f["provision"] for f in said["findings"]] == ["lanterns.7-2.1"]
    assert said["findings"][0]["verdict"] == "applicable"

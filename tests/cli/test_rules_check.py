"""`offence rules check`: faults apart from remarks, each with its place; one broken file stops nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from offence_engine.casefile.read import parse_case
from offence_engine.rulebook.load import load_rulebook
from tests.bad_rules.copies import copied
from tests.cli.conftest import Offence

RULE = "provisions/fable.1.1.yaml"
RELATIONS = (
    "relations:\n  - yields_to: fable.1.2\n    because: {ko: 특별한 조항, en: the special provision}\n    settled: no\n"
)


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    return copied(tmp_path)


def changed(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def check(offence: Offence, folder: Path, *more: str, lang: str = "en") -> tuple[int, str]:
    ran = offence("rules", "check", "--rules", str(folder), "--lang", lang, *more)
    return ran.status, ran.out


def test_a_clean_folder_has_one_line(offence: Offence, fable: Path) -> None:
    # Its letters have no templates of their own to prove, and nothing is worth a remark.
    status, out = check(offence, fable)
    assert status == 0
    assert out.startswith("no faults in the rules: ")
    assert len(out.strip().splitlines()) == 1


def test_a_remark_is_no_fault_and_comes_with_its_case_where_asked_for(offence: Offence, fable: Path) -> None:
    changed(fable, RULE, RELATIONS, "")
    status, out = check(offence, fable)
    assert status == 0
    assert "[implied_undeclared] 1" in out
    assert "provisions/fable.1.2.yaml:1:" in out
    assert "persons:" not in out
    assert "[implied_undeclared]" in check(offence, fable, lang="ko")[1]
    status, out = check(offence, fable, "--all")
    assert status == 0
    assert "a case that shows it:" in out
    assert "persons:" in out


def test_a_fault_of_meaning_is_a_fault(offence: Offence, fable: Path) -> None:
    changed(fable, RULE, "any_of: [high, low]", "requires: [loud, deep, singing]")
    status, out = check(offence, fable)
    assert status == 1
    assert "fable.1.1.yaml:28:" in out
    assert "no act can fill the version from 2022-01-01" in out
    assert "no faults" not in out


def test_json_gives_every_remark_with_a_case_that_can_be_read(offence: Offence, fable: Path) -> None:
    changed(fable, RULE, RELATIONS, "")
    status, out = check(offence, fable, "--format", "json")
    told = json.loads(out)
    assert (status, told["analysed"], told["faults"]) == (0, True, [])
    remark = next(r for r in told["remarks"] if r["code"] == "implied_undeclared")
    assert (remark["about"], remark["names"]) == ("fable.1.2", ["fable.1.1"])
    assert (Path(remark["file"]).name, remark["line"]) == ("fable.1.2.yaml", 1)
    parse_case(remark["witness"].encode(), "witness.yaml", load_rulebook(fable))


def test_a_broken_file_names_itself_and_the_rest_is_analysed(offence: Offence, fable: Path) -> None:
    changed(fable, "provisions/fable.2.yaml", "modifies: habit", "modifies: habitt")
    changed(fable, RULE, RELATIONS, "")
    status, out = check(offence, fable)
    assert status == 1
    assert "fable.2.yaml" in out
    assert "[implied_undeclared] 1" in out


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"- [", b"\tx: 1\n"])
def test_a_rule_that_is_no_text_at_all_stops_nothing_else(offence: Offence, fable: Path, broken: bytes) -> None:
    path = fable / "provisions/fable.2.yaml"
    path.write_bytes(path.read_bytes() + broken)
    changed(fable, RULE, RELATIONS, "")
    status, out = check(offence, fable)
    assert status == 1
    assert "fable.2.yaml:" in out
    assert "[implied_undeclared] 1" in out


def test_what_rests_on_a_broken_rule_waits_with_it(offence: Offence, fable: Path) -> None:
    changed(fable, RULE, "before: not_in_force", "bfore: not_in_force")
    changed(fable, "facts.yaml", "low: {ko: 낮음, en: low}", "low: {ko: 낮음, en: low}, odd: {ko: 홀, en: odd}")
    status, out = check(offence, fable)
    assert status == 1
    assert "bfore" in out


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("provisions/odd.yaml", b"id: fable.9\ntitle: \xff\xfe\n"),
        ("provisions/long.yaml", b"id: fable.9\n" + b"- x\n" * 100_000),
        (
            "concepts2.yaml",
            "concepts:\n  a: {ko: 가, en: a, versions: [{effective: 2020-01-01, concept: a}]}\n".encode(),
        ),
        ("seen.yaml", b"seen: [{code: 1}]\n"),
        ("seen.yaml", b"seen: 3\n"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_place(
    offence: Offence, fable: Path, file: str, content: bytes
) -> None:
    (fable / file).write_bytes(content)
    status, out = check(offence, fable)
    assert status == 1
    assert f"{Path(file).name}:" in out
    assert "Traceback" not in out
    told = json.loads(check(offence, fable, "--format", "json")[1])
    assert told["faults"]

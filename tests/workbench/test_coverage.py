"""Which case exercises which branch: by hand on a small rulebook, as text, JSON and a page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from offence_engine.cli.main import main
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.exercised import Exercise, exercise, percent
from tests.bad_rules.copies import copied

TWO = "provisions/fable.1.2.yaml"


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    return copied(tmp_path)


def exercised(folder: Path) -> Exercise:
    return next(step for step in exercise(load_rulebook(folder)) if step is not None)


def ways(result: Exercise, rule: str, version: str, *at: str | int) -> tuple[int, int]:
    found = next(m for m in result.marks if (m.branch.rule, m.branch.version, m.branch.at) == (rule, version, at))
    return len(found.met), len(found.not_met)


def with_cases(folder: Path, *lines: str) -> None:
    file = folder / TWO
    text = file.read_text(encoding="utf-8").split("cases:")[0]
    file.write_text(text + "cases:\n" + "".join(f"  - {line}\n" for line in lines), encoding="utf-8")


def test_a_branch_is_exercised_where_it_decides(fable: Path) -> None:
    result = exercised(fable)
    # The one case of 2021 shows that what was sung loudly fills the first version, and nothing else.
    assert ways(result, "fable.1.1", "2020-01-01", "elements", "loud") == (1, 0)
    assert ways(result, "fable.1.1", "2022-01-01", "elements", "loud") == (0, 0)
    assert ways(result, "fable.1.2", "2020-01-01", "elements", "long") == (0, 0)
    with_cases(fable, "{name: long, on: 2021-01-01, expect: applicable}")
    assert ways(exercised(fable), "fable.1.2", "2020-01-01", "elements", "long") == (1, 0)
    short = "{name: short, on: 2021-01-01, but: {act.verses: 3}, expect: not_applicable}"
    with_cases(fable, "{name: long, on: 2021-01-01, expect: applicable}", short)
    result = exercised(fable)
    assert ways(result, "fable.1.2", "2020-01-01", "elements", "long") == (1, 1)
    assert percent(result.by_rule()["fable.1.2"]) == 100


def test_what_fails_for_two_reasons_exercises_neither(fable: Path) -> None:
    both = "{name: both, on: 2021-01-01, but: {act.verses: 3, act.pitch: low}, expect: not_applicable}"
    with_cases(fable, both)
    assert ways(exercised(fable), "fable.1.2", "2020-01-01", "elements", "long") == (0, 0)


def test_an_atom_of_a_concept_is_exercised_through_who_uses_it(fable: Path) -> None:
    with_cases(fable, "{name: silent, on: 2021-01-01, but: {act.sang: no}, expect: not_applicable}")
    assert ways(exercised(fable), "serenade", "0", "versions", 0, "all_of", 0)[1] == 1


def test_a_limb_is_exercised_by_the_case_that_only_it_fills(fable: Path) -> None:
    file = fable / "provisions/fable.1.1.yaml"
    low = "  - {name: low, on: 2023-01-01, but: {act.pitch: low}, expect: applicable, limb: low}\n"
    file.write_text(file.read_text(encoding="utf-8") + low, encoding="utf-8")
    result = exercised(fable)
    assert ways(result, "fable.1.1", "2022-01-01", "limbs", "low") == (1, 0)
    assert ways(result, "fable.1.1", "2022-01-01", "limbs", "high") == (0, 0)


def test_a_case_that_fails_is_named_and_exercises_nothing(fable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_cases(fable, "{name: wrong, on: 2021-01-01, expect: undetermined}")
    assert ways(exercised(fable), "fable.1.2", "2020-01-01", "elements", "long") == (0, 0)
    assert main(["rules", "coverage", "--rules", str(fable), "--lang", "en"]) == 1
    assert "failing case: fable.1.2: wrong" in capsys.readouterr().out


def test_the_text_names_the_place_of_what_no_case_exercises(fable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "coverage", "--rules", str(fable), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "fable.1.2.yaml:7:3: 2020-01-01 `long`: no case in which it decides as met or as not met" in said
    assert main(["rules", "coverage", "--rules", str(fable), "--lang", "ko"]) == 0
    assert "쪽이 결과를 가르는 사례가 없습니다" in capsys.readouterr().out


def test_json_has_every_branch_with_its_cases(fable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "coverage", "--rules", str(fable), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {rule["id"] for rule in told["rules"]} >= {"fable.1.1", "fable.1.2", "fable.2", "serenade"}
    named = {case for rule in told["rules"] for b in rule["branches"] for case in (*b["met"], *b["not_met"])}
    assert named <= told["cases"].keys()


class _Balance(HTMLParser):
    """Counts open elements and collects what the page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.loaded += [v for k, v in attrs if k == "src" and v]
        if tag in ("script", "link"):
            self.loaded.append(tag)
        if given.get("id"):
            self.anchors.add(str(given["id"]))
        if (given.get("href") or "").startswith("#"):
            self.links.add(str(given["href"])[1:])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_page_is_whole_loads_nothing_and_shows_every_line(fable: Path, tmp_path: Path, lang: str) -> None:
    # A name of a case is text, whatever it looks like.
    with_cases(fable, '{name: "<b>&amp", on: 2021-01-01, expect: applicable}')
    target = tmp_path / "page.html"
    assert main(["rules", "coverage", "--html", str(target), "--rules", str(fable), "--lang", lang]) == 0
    page = target.read_text(encoding="utf-8")
    reader = _Balance()
    reader.feed(page)
    assert not reader.open
    assert not reader.loaded
    assert reader.links <= reader.anchors
    assert f'<html lang="{lang}">' in page
    assert "<b>" not in page
    assert "at_least: 5" in page
    assert 'class="none"' in page
    assert 'class="one"' in page

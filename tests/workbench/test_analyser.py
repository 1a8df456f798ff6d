"""The statute-book analyser: each kind of mistake is found at its place and shown by a case; the shipped rules are clean."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from offence_engine import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.analyser import CODES, Remark, analyse
from offence_engine.workbench.analyser.places import Places
from offence_engine.workbench.analyser.proof import disproved
from tests.bad_rules.copies import copied

RULE = "provisions/fable.1.1.yaml"
# What no case can show: it is about tables, labels, facts and the files themselves.
WITHOUT_CASE = {
    "alternative_never", "reach_unreached", "concept_unreached", "raises_nothing", "attempt_heavier", "overlap", "fact_unread",
    "question_idle", "values_alike", "seen_stale", "limitation_row_masked", "limitation_row_upside_down",
}  # fmt: skip

THIRD = """
id: fable.3
title: {{ko: 셋째, en: the third}}
roles: {{victim: none, material: none}}
one_offence_per: {{per: [suspect, act], settled: yes}}
elements:
  third: {{words: 셋째, {condition}}}
versions:
  - {{effective: 2020-01-01, requires: [third], penalty: {{prison: 1년 이하}}}}
closing: {{ko: 이로써 하였다., en: The suspect thereby did.}}
not_modelled: []
typical_case:
  persons: {{S1: {{role: suspect}}}}
  acts: {{A1: {{kind: hummed, by: {{S1: {{intent: {{value: yes, by: 시험}}}}}}, pitch: low, verses: 2}}}}
"""
PROSECUTION = """
procedure: prosecution
conditions:
  early:
    kind: complaint
    title: {{ko: 시험, en: test}}
    reaches: [fable.1]
    effective: 2020-01-01
    until: {until}
    by: [fable.7]
    met: {{fact: act.sang, is: yes}}
    because: {{ko: 시험, en: test}}
    waiting: {{ko: 시험, en: test}}
    open: {{ko: 시험, en: test}}
    bars: [{{when: {{fact: act.sang, is: no}}, because: {{ko: 시험, en: test}}}}]
  late:
    kind: complaint
    title: {{ko: 시험, en: test}}
    reaches: [fable.1]
    effective: {since}
    by: [fable.7]
    met: {{fact: act.sang, is: yes}}
    because: {{ko: 시험, en: test}}
    waiting: {{ko: 시험, en: test}}
    open: {{ko: 시험, en: test}}
    bars: [{{when: {{fact: act.sang, is: no}}, because: {{ko: 시험, en: test}}}}]
"""
WORDS = ("moved", "holidays", "hours", "no_extension", "limitation", "latest", "latest_open")
MORE = {
    "words": "procedure: clocks\nwords:\n" + "".join(f"  {word}: {{ko: 시험, en: test}}\n" for word in WORDS),
    "hummed": THIRD.format(condition="all_of: [{fact: act.kind, is: hummed}, {fact: act.sang, is: no}]"),
    "short": THIRD.format(condition="fact: act.verses, under: 4"),
    "overlap": PROSECUTION.format(until="2021-06-30", since="2021-01-01"),
    "gap": PROSECUTION.format(until="2021-06-30", since="2022-01-01"),
    "stale": "seen:\n  - {code: element_nevr, of: [fable.1], because: {ko: 시험, en: test}}\n",
}


@dataclass(frozen=True)
class Planted:
    """A mistake of meaning, and where it must be told."""

    name: str
    code: str
    at: str
    file: str = RULE
    told_in: str | None = None
    change: list[list[str]] = field(default_factory=list)
    and_in: dict[str, list[list[str]]] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)


PLANTED = [
    Planted(name, **told)
    for name, told in yaml.safe_load((Path(__file__).parent / "planted.yaml").read_text(encoding="utf-8")).items()
]


def planted_in(folder: Path, planted: Planted) -> None:
    for file, changes in ({planted.file: planted.change} | planted.and_in).items():
        path = folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, "the sound rulebook no longer says this"
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    for file, name in planted.more.items():
        (folder / file).write_text(MORE[name], encoding="utf-8")


def test_the_sound_rulebook_has_nothing_to_remark(tmp_path: Path) -> None:
    assert [r.text.en for r in analyse(load_rulebook(copied(tmp_path)))] == []


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_mistake_of_meaning_is_found_at_its_place_and_shown(tmp_path: Path, planted: Planted) -> None:
    folder = copied(tmp_path)
    planted_in(folder, planted)
    book = load_rulebook(folder)
    places = Places(book)
    found = [r for r in analyse(book) if r.code == planted.code]
    told = folder / (planted.told_in or planted.file)
    lines = told.read_text(encoding="utf-8").splitlines()
    wanted = next(number for number, line in enumerate(lines, 1) if planted.at in line)
    shown = [(Path(places.of(r).file).resolve(), places.of(r).line) for r in found]
    assert (told.resolve(), wanted) in shown, shown
    remark = found[shown.index((told.resolve(), wanted))]
    assert remark.text.ko
    assert remark.text.en
    witness = remark.witness()
    assert witness is not None or planted.code in WITHOUT_CASE or remark.of.startswith(("fable.2", "prosecution"))
    assert witness is None or disproved(book, witness) == [], witness.text


def test_every_code_has_a_planted_mistake() -> None:
    # `too_tangled` has a test of its own.
    assert {p.code for p in PLANTED} == CODES.keys() - {"too_tangled"}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def remarks(book: Rulebook) -> list[Remark]:
    return analyse(book)


def test_the_shipped_rules_have_no_fault_of_meaning(remarks: list[Remark]) -> None:
    assert [r.text.en for r in remarks if r.severity == "fault"] == []
    assert "seen_stale" not in {r.code for r in remarks}


def test_every_remark_on_the_shipped_rules_is_shown_by_its_case(book: Rulebook, remarks: list[Remark]) -> None:
    pairs = [r for r in remarks if r.code == "together_undeclared"]
    for remark in [*(r for r in remarks if r not in pairs), *pairs[:: max(1, len(pairs) // 40)]]:
        witness = remark.witness()
        assert witness is not None or remark.code in WITHOUT_CASE, remark.text.en
        assert witness is None or disproved(book, witness) == [], (remark.text.en, witness.text)


def test_the_whole_book_takes_little_time(book: Rulebook) -> None:
    begin = time.process_time()
    analyse(book)
    # Two seconds on a quiet core are what is asked; this only notices a change of kind.
    assert time.process_time() - begin < 8


def test_what_is_marked_as_seen_is_told_no_more(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    planted_in(folder, next(p for p in PLANTED if p.code == "together_undeclared"))
    assert [r.pairs for r in analyse(load_rulebook(folder))] == [(("fable.1.1", "fable.3"),)]
    seen = "seen:\n  - {code: together_undeclared, of: [fable.3], with: [fable.1], because: {ko: 시험, en: test}}\n"
    (folder / "seen.yaml").write_text(seen, encoding="utf-8")
    assert analyse(load_rulebook(folder)) == []


def test_what_falls_into_too_many_cases_is_said_to_and_the_rest_is_analysed(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    planted_in(folder, next(p for p in PLANTED if p.code == "implied_undeclared"))
    words = "{type: yes_no, ko: 사실, en: fact, ask: witness, question: {ko: 시험, en: test}}"
    declared = "".join(f"  {side}{n}: {words}\n" for n in range(14) for side in "ab")
    (folder / "many.yaml").write_text(f"home: stance\nfacts:\n{declared}", encoding="utf-8")
    pairs = [(f"stance.a{n}", f"stance.b{n}") for n in range(14)]
    either = ", ".join(f"{{any_of: [{{fact: {a}, is: yes}}, {{fact: {b}, is: yes}}]}}" for a, b in pairs)
    rule = THIRD.format(condition=f"all_of: [{either}]").replace("victim: none", "victim: towards")
    (folder / "provisions/fable.3.yaml").write_text(rule, encoding="utf-8")
    begin = time.process_time()
    found = {(r.code, r.of) for r in analyse(load_rulebook(folder))}
    assert found == {("too_tangled", "fable.3"), ("implied_undeclared", "fable.1.2")}
    assert time.process_time() - begin < 5

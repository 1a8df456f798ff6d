"""A law that came after the act (Criminal Act 1(2)), in the small rulebook of a country that does not exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.conclusion.favourable import compare
from offence_engine.model.base import label
from offence_engine.model.penalty import Penalty
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from tests.bad_rules.copies import copied

AS_OF = date(2026, 1, 1)
HUM = """id: fable.9
title: {ko: 콧노래, en: Humming}
roles: {victim: none, material: none}
one_offence_per: {per: [suspect, act], settled: yes}
before: not_in_force
elements:
  hummed: {words: 노래한, fact: act.kind, is: serenaded}
LOUD
versions:
VERSIONS
closing: {ko: 이로써 노래하였다., en: The suspect thereby hummed.}
not_modelled: []
typical_case:
  persons: {S1: {role: suspect}}
  acts: {A1: {kind: serenaded, by: {S1: {intent: {value: yes, by: 시험}}}, pitch: high}}
"""
LATER = """general: later_law
id: fable.99
title: {ko: 뒤의 법, en: Later law}
at_the_act: {ko: 행위 때의 법, en: the law of the act}
milder: {ko: 더 가벼움, en: milder}
abolished: {ko: 없어짐, en: abolished}
open: {ko: 정해지지 않음, en: open}
moved: {ko: 옮겨 감, en: moved}
intermediate: {ko: 사이의 법, en: between}
source: 우화
"""
HELP = """id: fable.8
title: {ko: 거듦, en: Helping}
modifies: accessory
reaches: [{effective: 2000-01-01, what: every_offence}]
rests_on: finding_of_another
elements:
  helped: {words: 거든, fact: act.pitch, is: low}
requires: [helped]
mitigate: mandatory
not_modelled: []
"""
FIRST = "  - {effective: 2020-01-01, requires: [hummed], penalty: {prison: 3년 이하}}"


def book_of(folder: Path, *versions: str) -> Rulebook:
    root = copied(folder)
    written = "\n".join(versions)
    loud = "  loud: {words: 높은 소리로, fact: act.pitch, is: high}" if "loud" in written else ""
    text = HUM.replace("VERSIONS", written).replace("LOUD\n", f"{loud}\n" if loud else "")
    (root / "provisions" / "fable.9.yaml").write_text(text, encoding="utf-8")
    (root / "provisions" / "fable.8.yaml").write_text(HELP, encoding="utf-8")
    (root / "general.later_law.yaml").write_text(LATER, encoding="utf-8")
    return load_rulebook(root)


def hummed(
    book: Rulebook,
    as_of: date = AS_OF,
    persons: dict[str, Any] | None = None,
    acts: dict[str, Any] | None = None,
    **act: Any,
) -> Assessment:
    by = {"S1": {"intent": {"value": "yes", "by": "test"}}}
    data = {
        "case": {"id": "C"},
        "persons": {"S1": {"role": "suspect"}, **(persons or {})},
        "acts": {"A1": {"kind": "serenaded", "on": "2021-05-01", "by": by, "pitch": "high", **act}, **(acts or {})},
    }
    tree = tree_from(data, "C")
    assert isinstance(tree, Map)
    return assess(case_of(tree, book, as_of), book, as_of, everything=True)


def finding(got: Assessment) -> Any:
    return next(f for f in got.findings if f.provision == "fable.9")


def test_a_lower_maximum_displaces_the_law_of_the_act_and_both_are_shown(tmp_path: Path) -> None:
    book = book_of(tmp_path, FIRST, "  - {effective: 2022-01-01, requires: [hummed], penalty: {prison: 2년 이하}}")
    found = finding(hummed(book))
    assert (found.version.effective, found.version.basis) == (date(2022, 1, 1), "favourable")
    assert found.penalty.prison_months == (1, 24)
    assert [(c.effective, c.milder) for c in found.considered] == [
        (date(2020, 1, 1), "no"),
        (date(2022, 1, 1), "yes"),
    ]
    assert {"fable.9@2020-01-01", "fable.9@2022-01-01"} <= set(found.versions_used)


def test_before_the_later_law_is_in_force_it_does_not_count(tmp_path: Path) -> None:
    book = book_of(tmp_path, FIRST, "  - {effective: 2022-01-01, requires: [hummed], penalty: {prison: 2년 이하}}")
    found = finding(hummed(book, as_of=date(2021, 12, 31)))
    assert (found.version.basis, found.penalty.prison_months, found.considered) == ("conduct", (1, 36), ())


def test_a_heavier_later_law_does_not_reach_back(tmp_path: Path) -> None:
    book = book_of(tmp_path, FIRST, "  - {effective: 2022-01-01, requires: [hummed], penalty: {prison: 5년 이하}}")
    found = finding(hummed(book))
    assert (found.version.basis, found.version.effective, found.considered) == ("conduct", date(2020, 1, 1), ())


def test_an_act_that_the_later_law_does_not_punish_is_no_offence_any_more(tmp_path: Path) -> None:
    later = "  - {effective: 2022-01-01, requires: [hummed, loud], penalty: {prison: 3년 이하}}"
    got = hummed(book_of(tmp_path, FIRST, later), pitch="low")
    found = finding(got)
    assert (found.verdict, found.version.basis) == ("not_applicable", "favourable")
    assert found.considered[-1].because.en == "abolished"
    assert not any(o.provision == "fable.9" for o in got.offences)


def test_whether_the_later_law_punishes_may_be_open(tmp_path: Path) -> None:
    later = "  - {effective: 2022-01-01, requires: [hummed, loud], penalty: {prison: 3년 이하}}"
    found = finding(hummed(book_of(tmp_path, FIRST, later), pitch="unknown"))
    assert (found.verdict, found.version.basis) == ("applicable", "conduct")
    assert [(c.milder, c.settled) for c in found.considered] == [("open", False)]


def test_a_repeal_abolishes_unless_the_clause_moved_or_an_addendum_keeps_it(tmp_path: Path) -> None:
    repealed = finding(hummed(book_of(tmp_path / "a", FIRST, "  - {effective: 2022-01-01, repealed: yes}")))
    assert (repealed.verdict, repealed.version.basis) == ("not_applicable", "favourable")
    moved = finding(
        hummed(book_of(tmp_path / "b", FIRST, "  - {effective: 2022-01-01, repealed: yes, continued_as: [fable.2]}"))
    )
    assert (moved.verdict, moved.considered[0].milder, moved.considered[0].settled) == ("applicable", "open", False)
    keeps = "keeps_old: {by: 부칙, because: {ko: 종전의 규정, en: the earlier rule}}"
    kept = finding(
        hummed(
            book_of(
                tmp_path / "c",
                FIRST,
                f"  - {{effective: 2022-01-01, requires: [hummed], penalty: {{prison: 1년 이하}}, {keeps}}}",
            )
        )
    )
    assert (kept.version.basis, kept.considered[0].milder, kept.considered[0].by) == ("conduct", "kept", "부칙")


def test_the_mildest_law_between_act_and_today_is_not_settled(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        FIRST,
        "  - {effective: 2022-01-01, requires: [hummed], penalty: {prison: 1년 이하}}",
        "  - {effective: 2023-01-01, requires: [hummed], penalty: {prison: 2년 이하}}",
    )
    found = finding(hummed(book))
    assert found.version.effective == date(2022, 1, 1)
    assert (found.considered[-1].because.en, found.considered[-1].settled) == ("between", False)


def test_a_helper_follows_the_principal_to_the_milder_law(tmp_path: Path) -> None:
    book = book_of(tmp_path, FIRST, "  - {effective: 2022-01-01, requires: [hummed], penalty: {prison: 2년 이하}}")
    helper = {"kind": "serenaded", "on": "2021-05-01", "by": {"S2": {}}, "pitch": "low", "aids": ["A1"]}
    got = hummed(book, persons={"S2": {"role": "suspect"}}, acts={"A2": helper})
    helped = next(f for f in got.findings if f.participation == "accessory" and f.provision == "fable.9")
    assert helped.version.basis == "favourable"
    assert helped.rests_on == ("fable.9@2022-01-01/S1/A1/-/-/2021-05-01",)
    assert helped.rests_on[0] in {f.id for f in got.findings}


def prison(least: float, most: float, fine: int | None = None, **more: Any) -> Penalty:
    form = "imprisonment-or-fine" if fine else "imprisonment-only"
    return Penalty(
        form=form, prison_months=(least, most), fine_krw=(50000, fine) if fine else None, text=label("", ""), **more
    )


FINE = Penalty(form="fine-only", fine_krw=(50000, 5_000_000), text=label("", ""))


@pytest.mark.parametrize(
    ("old", "new", "milder"),
    [
        (prison(36, 360), prison(12, 360), "yes"),
        (prison(1, 84), prison(1, 60), "yes"),
        (prison(1, 60), prison(1, 84), "no"),
        (prison(1, 84), prison(12, 60), "open"),
        (prison(12, 60), prison(1, 84), "open"),
        (prison(1, 84), prison(1, 84), "no"),
        (prison(1, 84), prison(1, 84, 5_000_000), "yes"),
        (prison(1, 84, 5_000_000), prison(1, 84), "no"),
        (prison(1, 84, 5_000_000), prison(1, 60), "open"),
        (prison(1, 84, 50_000_000), prison(1, 84, 30_000_000), "yes"),
        (prison(60, 360, life=True), prison(60, 360), "yes"),
        (prison(60, 360), prison(60, 360, life=True), "no"),
        (prison(1, 12), FINE, "yes"),
        (FINE, prison(1, 12), "no"),
    ],
)
def test_which_of_two_penalties_is_milder(old: Penalty, new: Penalty, milder: str) -> None:
    assert compare(old, new) == milder

"""The tests of an amendment: what its last and first days show, found by trying the rules as they will be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from offence_engine.model.logic import KIND, paths
from offence_engine.model.rule import ProvisionFile, RuleCase, Version
from offence_engine.rulebook.reading import reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.writing.blanks import blank
from offence_engine.workbench.writing.change import Amendment
from offence_engine.workbench.writing.trial import come_out

TRIES = 48

Case = dict[str, Any]


def first_days(book: Rulebook, rule: ProvisionFile, base: Version, change: Amendment) -> list[Case]:
    """For the day before and the first day: what shows each change, as far as it comes out so."""
    eve, day = change.effective - timedelta(days=1), change.effective
    found: list[Case] = []
    if change.repeal:
        tries: list[list[Case]] = [[
            {"name": f"{eve}까지는 성립한다", "on": str(eve), "expect": "applicable"},
            {"name": f"{day}부터는 없는 죄이다", "on": str(day), "expect": "not_in_force"},
        ]]  # fmt: skip
        return [case for group in tries for case in _kept(book, rule.id, group)]
    for name in (n for n in change.drop if n in rule.elements):
        found += _shown(book, rule, name, eve, day, gone=True)
    for name in (n for n in change.add if n not in rule.limbs):
        found += _shown(book, rule, name, day, eve, gone=False)
    if change.penalty is not None or not found:
        old = (
            {"prison": base.penalty.prison, "fine": base.penalty.or_fine or base.penalty.and_fine}
            if base.penalty
            else {}
        )
        new = (
            old
            if change.penalty is None
            else {"prison": change.penalty.get("prison"), "fine": change.penalty.get("or_fine")}
        )
        eve_name, day_name = (
            ("형이 바뀌기 전날", "형이 바뀐 날") if change.penalty is not None else ("개정 전날", "개정된 날")
        )
        for name, on, figures in ((eve_name, eve, old), (day_name, day, new)):
            given = {key: value for key, value in figures.items() if value}
            case = {"name": f"{name} ({on})", "on": str(on), "expect": "applicable", **given}
            found += _kept(book, rule.id, [case])
    return found


def _shown(book: Rulebook, rule: ProvisionFile, element: str, needed: date, free: date, gone: bool) -> list[Case]:
    """Two cases that differ by the day alone: without the element it does not apply on one and applies on the other."""
    reading = reading_on(book, rule.id, needed)
    if reading is None or element not in reading.elements:
        return []
    alone: list[Case] = []
    for path, value in list(_denials(book, paths(reading.elements[element].tree))):
        but = {path: value}
        said = f"{path}: {value['value'] if isinstance(value, dict) else value}"
        without: Case = {
            "name": f"{'개정 전날에는' if gone else '개정된 날부터는'} {element} 없이 성립하지 않는다 ({said})",
            "on": str(needed), "but": but, "expect": "not_applicable", "because": [element],
        }  # fmt: skip
        with_: Case = {
            "name": f"{'개정된 날부터는' if gone else '개정 전날까지는'} {element} 없이도 성립한다 ({said})",
            "on": str(free), "but": but, "expect": "applicable",
        }  # fmt: skip
        pair = [without, with_] if gone else [with_, without]
        kept = _kept(book, rule.id, pair)
        if len(kept) == 2:
            return pair
        alone = alone or [case for case in kept if case is without]
    # Under a later law that asks for more, the day before may be judged by that law: then one case shows it alone.
    return alone


def _denials(book: Rulebook, facts: Iterable[str]) -> Iterable[tuple[str, Any]]:
    """Values of these facts that a case may state."""
    number = 0
    for path in dict.fromkeys(facts):
        decl = book.facts.get(path)
        if decl is None or path == KIND:
            continue
        values: list[Any] = ["no", "yes"] if decl.type in ("yes_no", "judgment") else list(decl.values)
        for value in values:
            number += 1
            if number > TRIES:
                return
            if decl.type == "judgment":
                yield path, {"value": value, "by": "시험"}
            else:
                yield path, [value] if decl.type == "choices" else value


def _kept(book: Rulebook, id_: str, cases: list[Case]) -> list[Case]:
    """Those of the cases that come out as they expect."""
    models = [RuleCase.model_validate(case) for case in cases]
    return [case for case, good in zip(cases, come_out(book, id_, models), strict=True) if good]


def untried(rule: ProvisionFile, change: Amendment, new: list[str], lang: str) -> list[Case]:
    """Cases of elements that are not written yet: what they state is blank too."""
    eve, day = change.effective - timedelta(days=1), change.effective
    but = {
        blank("사실", "a fact", lang): blank("구성요건에 맞지 않는 값", "a value that does not fit the element", lang)
    }
    found: list[Case] = []
    for name in new:
        found.append(
            {"name": f"개정 전날까지는 {name} 없이도 성립한다", "on": str(eve), "but": but, "expect": "applicable"}
        )
        found.append(
            {
                "name": f"개정된 날부터는 {name} 없이 성립하지 않는다",
                "on": str(day),
                "but": but,
                "expect": "not_applicable",
                "because": [name],
            }
        )
    return found

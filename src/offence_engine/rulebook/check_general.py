"""Checks of the general part: conditions, fractions, the order of raising and mitigating, and what guidelines name."""

from __future__ import annotations

import re

from offence_engine.errors import Fault, Place
from offence_engine.model.general import Limitation, PenaltyRules, Responsibility
from offence_engine.model.guidelines import Guidelines
from offence_engine.model.rule import GeneralElement
from offence_engine.rulebook.check_procedure import limitation_fits
from offence_engine.rulebook.conditions import condition_fits, known
from offence_engine.rulebook.draft import Draft, below, place_of
from offence_engine.rulebook.ids import reaches
from offence_engine.source.tree import Map, place_at


def general_fits(draft: Draft, read: object, tree: Map, faults: list[Fault]) -> None:
    """One file of the general part."""
    match read:
        case GeneralElement():
            condition_fits(draft, read.element.condition, below(tree, "element"), faults)
        case Responsibility():
            _responsibility(draft, read, tree, faults)
        case PenaltyRules():
            _penalty(draft, read, tree, faults)
        case Guidelines():
            _guidelines(draft, read, tree, faults)
        case Limitation():
            _limitation(draft, read, tree, faults)


def fraction_fits(text: str, place: Place, faults: list[Fault]) -> None:
    if not re.fullmatch(r"\d{1,2}/[1-9]\d?", text):
        faults.append(
            Fault(place, f"분수는 1/2처럼 적습니다. 적힌 것: `{text}`", f"a fraction is written 1/2; found `{text}`")
        )


_NEEDS = {
    "life_to_term": ("when", "term_months"),
    "indeterminate": ("under_at_judgment", "longer_most_months", "shorter_most_months"),
}


def _responsibility(draft: Draft, read: Responsibility, tree: Map, faults: list[Fault]) -> None:
    if read.when is not None:
        condition_fits(draft, read.when, below(tree, "when"), faults)
    for name in _NEEDS.get(read.effect, ()):
        if not getattr(read, name):
            place = place_at(tree, ("effect",))
            faults.append(
                Fault(place, f"`{read.effect}`에는 `{name}`이(가) 있어야 합니다.", f"`{read.effect}` needs `{name}`")
            )


def _penalty(draft: Draft, read: PenaltyRules, tree: Map, faults: list[Fault]) -> None:
    fraction_fits(read.real_concurrence_factor, place_at(tree, ("real_concurrence_factor",)), faults)
    if read.mitigation is not None:
        fraction_fits(read.mitigation.terms, place_at(tree, ("mitigation", "terms")), faults)
        fraction_fits(read.mitigation.fines, place_at(tree, ("mitigation", "fines")), faults)
    steps = [step.step for step in read.order]
    joins = [index for index, step in enumerate(steps) if step == "concurrence"]
    after = {"raise", "mitigate"} & set(steps[joins[0] :]) if joins else set()
    if len(joins) != 1 or after or "discretion" in steps[: joins[0]]:
        faults.append(
            Fault(
                place_at(tree, ("order",)),
                "order에는 concurrence가 한 번, raise와 mitigate는 그 앞에, discretion은 그 뒤에 있어야 합니다.",
                "`order` needs `concurrence` once, `raise` and `mitigate` before it and `discretion` after it",
            )
        )
    named = {kind for step in read.order for kind in step.kinds}
    takes_rest = any(step.step == "raise" and not step.kinds for step in read.order)
    for id_, rule in draft.modifiers.items():
        if (rule.raise_ or rule.raise_most) and rule.modifies not in named and not takes_rest:
            key = "raise" if rule.raise_ else "raise_most"
            faults.append(
                Fault(
                    place_of(draft, id_, key),
                    f"형을 가중하는 차례(총칙 penalty의 order)에 `{rule.modifies}`이(가) 없습니다.",
                    f"the order of raising penalties (`order` in the general part `penalty`) does not name `{rule.modifies}`",
                )
            )


def _limitation(draft: Draft, read: Limitation, tree: Map, faults: list[Fault]) -> None:
    if not read.periods.rows or not read.periods.rows[-1].otherwise:
        place = place_at(tree, ("periods", "rows"))
        faults.append(Fault(place, "마지막 줄은 `otherwise: yes`입니다.", "the last row must be `otherwise: yes`"))
    for index, special in enumerate(read.special):
        if special.when is not None:
            condition_fits(draft, special.when, below(tree, "special", index, "when"), faults)
        for number, named in enumerate(special.reaches):
            _reaches(draft, named, place_at(tree, ("special", index, "reaches", number)), faults)
    limitation_fits(draft, read, tree, faults)


def _reaches(draft: Draft, named: str, place: Place, faults: list[Fault]) -> None:
    if not any(reaches(named, id_) for id_ in draft.provisions):
        known((named,), draft.provisions, place, "조항", "provision", faults)


def _guidelines(draft: Draft, read: Guidelines, tree: Map, faults: list[Fault]) -> None:
    for index, kind in enumerate(read.types):
        for number, named in enumerate(kind.reaches):
            _reaches(draft, named, place_at(tree, ("types", index, "reaches", number)), faults)
        for number, cell in enumerate(kind.cells):
            at = ("types", index, "cells", number)
            known((cell.area,), read.areas, place_at(tree, (*at, "area")), "영역", "area", faults)
            known((cell.mark,), read.sources, place_at(tree, (*at, "mark")), "출처", "source", faults)
    for index, rule in enumerate(read.rules):
        known((rule.mark,), read.sources, place_at(tree, ("rules", index, "mark")), "출처", "source", faults)
        for number, share in enumerate(rule.shares):
            fraction_fits(share, place_at(tree, ("rules", index, "shares", number)), faults)

"""Checks of conditions: every fact, value, concept and kind that they name exists, and fits what it is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any

from offence_engine.errors import Fault, Place
from offence_engine.model.condition import AgeTest, AllOf, AnyOf, ConceptUse, Condition, FactTest, FindingTest, NoneOf
from offence_engine.model.logic import KIND
from offence_engine.rulebook.draft import At, Draft
from offence_engine.rulebook.ids import reaches
from offence_engine.source.suggest import hint

OLDEST = 120
FITS = {
    "is_": ("yes_no", "judgment", "choice", "number", "text"),
    "one_of": ("choice", "text"),
    "any_in": ("choices",),
    "all_in": ("choices",),
    "at_least": ("number",),
    "under": ("number",),
    "from_": ("date",),
    "before": ("date",),
}


def known(names: Iterable[str], valid: Iterable[str], place: Place, ko: str, en: str, faults: list[Fault]) -> None:
    names_known = list(valid)
    for name in names:
        if name not in names_known:
            hint_ko, hint_en = hint(name, names_known)
            faults.append(Fault(place, f"모르는 {ko}입니다: `{name}`.{hint_ko}", f"unknown {en}: `{name}`.{hint_en}"))


def condition_fits(draft: Draft, condition: Condition, at: At, faults: list[Fault]) -> None:
    """A condition and its parts; `at` gives the place of a path below the mapping that holds it."""
    match condition:
        case FactTest():
            name, wanted = condition.comparison
            wants = wanted if isinstance(wanted, tuple) else (wanted,)
            value_fits(draft, condition.fact, wants, at("fact"), faults, name, at(name.rstrip("_")))
        case AgeTest(under=under, at_least=at_least):
            if not 1 <= (under or at_least or 0) <= OLDEST:
                place = at("under" if under is not None else "at_least")
                faults.append(
                    Fault(
                        place,
                        f"나이는 1부터 {OLDEST}까지의 정수입니다.",
                        f"an age is a whole number from 1 to {OLDEST}",
                    )
                )
            made_on = draft.facts.get("material.made_on")
            if condition.at == "made" and (made_on is None or made_on.type != "date"):
                faults.append(
                    Fault(
                        at("at"),
                        "만들어진 때의 나이(at: made)를 보려면 `material.made_on`(date) 사실이 있어야 합니다.",
                        "an age at the making (at: made) needs a fact `material.made_on` (date)",
                    )
                )
        case FindingTest(what=named):
            for index, id_ in enumerate(named):
                if not any(reaches(id_, provision) for provision in draft.provisions):
                    known((id_,), draft.provisions, at("what", index), "조항", "provision", faults)
        case ConceptUse(concept=concept):
            known((concept,), draft.concepts, at("concept"), "개념", "concept", faults)
        case AllOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            key = next(k for k in ("all_of", "any_of", "none_of") if hasattr(condition, k))
            for index, part in enumerate(parts):
                condition_fits(draft, part, partial(at, key, index), faults)


def value_fits(
    draft: Draft,
    path: str,
    wanted: tuple[Any, ...],
    place: Place,
    faults: list[Fault],
    comparison: str = "is_",
    value_place: Place | None = None,
) -> None:
    """That a fact exists (else told at `place`), and can have the values it is compared with."""
    told = value_place or place
    if path == KIND:
        known(wanted, draft.kinds, told, "행위의 종류", "kind of act", faults)
        return
    decl = draft.paths.get(path)
    if decl is None:
        ko, en = hint(path, [*draft.paths, KIND], limit=0)
        faults.append(Fault(place, f"모르는 사실입니다: `{path}`.{ko}", f"unknown fact: `{path}`.{en}"))
        return
    if decl.type not in FITS[comparison]:
        shown = comparison.rstrip("_")
        faults.append(
            Fault(
                told,
                f"`{path}`은(는) {decl.type}이라 `{shown}`(으)로 견줄 수 없습니다.",
                f"`{path}` is a {decl.type} and cannot be compared with `{shown}`",
            )
        )
        return
    valid = ("yes", "no") if decl.type in ("yes_no", "judgment") else tuple(decl.values)
    for value in wanted:
        if valid and value not in valid:
            ko, en = hint(str(value), valid)
            faults.append(
                Fault(told, f"`{path}`에 없는 값입니다: `{value}`.{ko}", f"`{value}` is not a value of `{path}`.{en}")
            )
        elif decl.type == "number" and not re.fullmatch(r"-?[0-9]{1,9}", str(value)):
            faults.append(
                Fault(
                    told,
                    f"`{path}`은(는) 정수입니다. 적힌 것: `{value}`",
                    f"`{path}` is a whole number; found `{value}`",
                )
            )

"""Cross-checks of a whole folder: every name that a rule uses exists and is used as it is declared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from offence_engine.errors import Fault, Place
from offence_engine.model.general import LettersFile, Limitation, PenaltyRules, Responsibility
from offence_engine.model.logic import KIND
from offence_engine.model.penalty import Penalty, PenaltyBounds, PenaltyText, penalty_from
from offence_engine.model.rule import (
    AgeTest,
    AllOf,
    AnyOf,
    Concept,
    ConceptUse,
    Condition,
    FactDecl,
    FactTest,
    GeneralElement,
    Kind,
    LegalAct,
    ModifierFile,
    NoneOf,
    ProvisionFile,
)
from offence_engine.rulebook.ids import reaches, read_id
from offence_engine.rulebook.paths import STRUCTURAL_KEYS, path_for
from offence_engine.rulebook.reading import concepts_in
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, place_at

OLDEST = 120
_BOUNDS = PenaltyBounds(prison_least=1, prison_most=1, raised_most=1, fine_least=1)
_FITS = {
    "is_": ("yes_no", "judgment", "choice", "number", "text"),
    "one_of": ("choice", "text"),
    "any_in": ("choices",),
    "all_in": ("choices",),
    "at_least": ("number",),
    "under": ("number",),
    "from_": ("date",),
    "before": ("date",),
}


@dataclass
class Draft:
    """What a folder's files say before they are checked against each other."""

    root: Path
    sha256: str = ""
    version: str = ""
    acts: dict[str, LegalAct] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    facts: dict[str, FactDecl] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    provisions: dict[str, ProvisionFile] = field(default_factory=dict)
    modifiers: dict[str, ModifierFile] = field(default_factory=dict)
    general: list[tuple[Any, str, Map]] = field(default_factory=list)
    letters: list[LettersFile] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    trees: dict[str, tuple[Map, tuple[str, ...]]] = field(default_factory=dict)

    # A file of declarations could not be read: what rests on it would only be told as unknown.
    vocabulary_broken: bool = False

    @property
    def paths(self) -> dict[str, FactDecl]:
        return {p: d for key, d in self.facts.items() for p in path_for(*key.split(".", 1))}


def cross_check(draft: Draft) -> list[Fault]:
    """All faults between the files."""
    faults: list[Fault] = []
    for name, decl in draft.facts.items():
        _fact(draft, name, decl, faults)
    for name, kind in draft.kinds.items():
        for fact, value in kind.says.items():
            place = _place(draft, name, "says", fact)
            _value_fits(draft, f"act.{fact}", (value,), place, faults)
    for name, concept in draft.concepts.items():
        _concept(draft, name, concept, faults)
    for name, provision in draft.provisions.items():
        _provision(draft, name, provision, faults)
    for name, modifier in draft.modifiers.items():
        _modifier(draft, name, modifier, faults)
    for read, _, tree in draft.general:
        _general(draft, read, tree, faults)
    for model, words in ((PenaltyRules, "penalty"), (Limitation, "limitation")):
        if not any(isinstance(read, model) for read, _, _ in draft.general):
            faults.append(
                Fault(
                    Place(str(draft.root)), f"총칙 `{words}` 파일이 없습니다.", f"the general part `{words}` is missing"
                )
            )
    return faults


def _place(draft: Draft, name: str, *path: str | int) -> Place:
    tree, at = draft.trees[name]
    base = at[:-1] if at == ("id",) else at
    return place_at(tree, (*base, *path))


def _fact(draft: Draft, name: str, decl: FactDecl, faults: list[Fault]) -> None:
    short = name.split(".", 1)[1]
    place = draft.places[name]
    if short in STRUCTURAL_KEYS:
        faults.append(
            Fault(
                place,
                f"`{short}`은(는) 사건 파일의 뼈대가 쓰는 이름이라 사실의 이름이 될 수 없습니다.",
                f"`{short}` is a structural key of case files and cannot name a fact",
            )
        )
    if (decl.type in ("choice", "choices")) != bool(decl.values):
        faults.append(
            Fault(
                place,
                "values는 choice와 choices에만, 그리고 반드시 적습니다.",
                "values are needed for choice and choices, and only for these",
            )
        )
    if decl.type == "choices" and len(decl.values) > 10:
        faults.append(Fault(place, "choices의 값은 10개까지입니다.", "choices may have at most 10 values"))


def _concept(draft: Draft, name: str, concept: Concept, faults: list[Fault]) -> None:
    days = [v.effective for v in concept.versions]
    if days != sorted(set(days)):
        faults.append(_order(draft.places[name]))
    for index, version in enumerate(concept.versions):
        if version.condition is not None:
            _condition(draft, version.condition, _place(draft, name, "versions", index), faults)
        for alternative, value in (version.one_of_named or {}).items():
            place = _place(draft, name, "versions", index, "one_of_named", alternative)
            _condition(draft, value.condition, place, faults)
    if _in_circle(draft, name):
        faults.append(
            Fault(
                draft.places[name],
                f"개념 `{name}`이(가) 돌고 돌아 자기 자신에 기댑니다.",
                f"the concept `{name}` rests on itself in a circle",
            )
        )


def _in_circle(draft: Draft, start: str) -> bool:
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        concept = draft.concepts.get(name)
        for version in concept.versions if concept else ():
            conditions = [version.condition] if version.condition is not None else []
            conditions += [a.condition for a in (version.one_of_named or {}).values()]
            for used in {u for c in conditions for u in concepts_in(c)}:
                if used == start:
                    return True
                if used not in seen:
                    seen.add(used)
                    todo.append(used)
    return False


def _order(place: Place) -> Fault:
    return Fault(
        place,
        "versions의 effective는 앞선 날부터 차례로, 겹치지 않게 적습니다.",
        "versions must stand in the order of `effective`, each day once",
    )


def _id(draft: Draft, name: str, faults: list[Fault]) -> None:
    place = draft.places[name]
    parsed = read_id(name)
    if parsed is None:
        faults.append(
            Fault(
                place,
                f"`{name}`은(는) 조항 id가 아닙니다. `법.조.항.호`로, 가지번호는 `-`로 적습니다.",
                f"`{name}` is not a provision id; write act.article.paragraph.item, branch numbers with `-`",
            )
        )
    elif parsed.act not in draft.acts:
        ko, en = hint(parsed.act, draft.acts)
        faults.append(Fault(place, f"모르는 법률입니다: `{parsed.act}`.{ko}", f"unknown act: `{parsed.act}`.{en}"))


def _provision(draft: Draft, name: str, rule: ProvisionFile, faults: list[Fault]) -> None:
    _id(draft, name, faults)
    days = [v.effective for v in rule.versions]
    if days != sorted(set(days)):
        faults.append(_order(_place(draft, name, "versions")))
    for element, value in rule.elements.items():
        _condition(draft, value.condition, _place(draft, name, "elements", element), faults)
    used: set[str] = set()
    for limb, names in rule.limbs.items():
        _known(names, rule.elements, _place(draft, name, "limbs", limb), "구성요건", "element", faults)
    for index, version in enumerate(rule.versions):
        place = _place(draft, name, "versions", index)
        if version.repealed:
            continue
        _known(version.requires or (), rule.elements, place, "구성요건", "element", faults)
        _known(version.any_of or (), rule.limbs, place, "limb", "limb", faults)
        _known(version.words, rule.elements, place, "구성요건", "element", faults)
        own = {*(version.requires or ())} | {e for x in version.any_of or () for e in rule.limbs.get(x, ())}
        used |= own
        for element in (e for e in rule.result if e in rule.elements and e not in own):
            faults.append(
                Fault(
                    place,
                    f"result의 구성요건 `{element}`을(를) 이 시행 조문이 쓰지 않습니다.",
                    f"this version does not use `{element}`, which `result` names",
                )
            )
        if not version.requires and not version.any_of:
            faults.append(Fault(place, "requires나 any_of가 있어야 합니다.", "a version needs requires or any_of"))
        _penalty(version.penalty, _place(draft, name, "versions", index, "penalty"), faults)
    _known(rule.result, rule.elements, _place(draft, name, "result"), "구성요건", "element", faults)
    for element in rule.elements.keys() - used:
        faults.append(
            Fault(
                _place(draft, name, "elements", element),
                f"구성요건 `{element}`을(를) 어느 시행 조문도 쓰지 않습니다.",
                f"no version uses the element `{element}`",
            )
        )
    for base in rule.builds_on:
        _known((base,), draft.provisions, _place(draft, name, "builds_on"), "조항", "provision", faults)
        if name in _bases(draft, base):
            faults.append(
                Fault(_place(draft, name, "builds_on"), "builds_on이 돌고 돕니다.", "builds_on goes round in a circle")
            )
    for index, relation in enumerate(rule.relations):
        place = _place(draft, name, "relations", index)
        _known((relation.to,), draft.provisions, place, "조항", "provision", faults)
        if relation.when is not None:
            _condition(draft, relation.when, place, faults)


def _bases(draft: Draft, start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += draft.provisions[name].builds_on if name in draft.provisions else ()
    return found


def _penalty(text: PenaltyText | None, place: Place, faults: list[Fault]) -> None:
    if text is None:
        faults.append(Fault(place, "penalty가 빠졌습니다.", "penalty is missing"))
        return
    read = penalty_from(text, _BOUNDS)
    if not isinstance(read, Penalty):
        faults.append(
            Fault(
                place,
                f"형을 읽을 수 없습니다: `{read}`. `7년 이하`, `3년 이상`, `무기 또는 5년 이상`, `5천만원 이하`처럼 적습니다.",
                f"the penalty cannot be read: `{read}`. Write `7년 이하`, `3년 이상`, `무기 또는 5년 이상`, `5천만원 이하`.",
            )
        )


def _modifier(draft: Draft, name: str, rule: ModifierFile, faults: list[Fault]) -> None:
    _id(draft, name, faults)
    days = [r.effective for r in rule.reaches]
    if days != sorted(set(days)):
        faults.append(_order(_place(draft, name, "reaches")))
    for element, value in rule.elements.items():
        _condition(draft, value.condition, _place(draft, name, "elements", element), faults)
    _known(rule.requires, rule.elements, _place(draft, name, "requires"), "구성요건", "element", faults)
    if rule.raise_ is not None:
        _fraction(rule.raise_, _place(draft, name, "raise"), faults)
    for index, reach in enumerate(rule.reaches):
        if reach.what == "every_offence":
            continue
        for target in reach.what:
            if not any(reaches(target, p) for p in draft.provisions):
                ko, en = hint(target, draft.provisions)
                place = _place(draft, name, "reaches", index, "what")
                faults.append(
                    Fault(place, f"모르는 조항입니다: `{target}`.{ko}", f"unknown provision: `{target}`.{en}")
                )


def _general(draft: Draft, read: object, tree: Map, faults: list[Fault]) -> None:
    if isinstance(read, GeneralElement):
        _condition(draft, read.element.condition, place_at(tree, ("element",)), faults)
    elif isinstance(read, Responsibility) and read.when is not None:
        _condition(draft, read.when, place_at(tree, ("when",)), faults)
    elif isinstance(read, PenaltyRules):
        _fraction(read.real_concurrence_factor, place_at(tree, ("real_concurrence_factor",)), faults)
    elif isinstance(read, Limitation):
        if not read.periods.rows or not read.periods.rows[-1].otherwise:
            place = place_at(tree, ("periods", "rows"))
            faults.append(Fault(place, "마지막 줄은 `otherwise: yes`입니다.", "the last row must be `otherwise: yes`"))
        for index, special in enumerate(read.special):
            place = place_at(tree, ("special", index))
            if special.when is not None:
                _condition(draft, special.when, place, faults)


def _fraction(text: str, place: Place, faults: list[Fault]) -> None:
    if not re.fullmatch(r"\d{1,2}/[1-9]\d?", text):
        faults.append(
            Fault(place, f"분수는 1/2처럼 적습니다. 적힌 것: `{text}`", f"a fraction is written 1/2; found `{text}`")
        )


def _known(names: Iterable[str], valid: Iterable[str], place: Place, ko: str, en: str, faults: list[Fault]) -> None:
    known = list(valid)
    for name in names:
        if name not in known:
            hint_ko, hint_en = hint(name, known)
            faults.append(Fault(place, f"모르는 {ko}입니다: `{name}`.{hint_ko}", f"unknown {en}: `{name}`.{hint_en}"))


def _condition(draft: Draft, condition: Condition, place: Place, faults: list[Fault]) -> None:
    match condition:
        case FactTest():
            name, wanted = condition.comparison
            wants = wanted if isinstance(wanted, tuple) else (wanted,)
            _value_fits(draft, condition.fact, wants, place, faults, comparison=name)
        case AgeTest(under=under, at_least=at_least):
            if not 1 <= (under or at_least or 0) <= OLDEST:
                faults.append(
                    Fault(place, f"나이는 1부터 {OLDEST}까지의 정수입니다.", f"an age is a whole number from 1 to {OLDEST}")
                )
        case ConceptUse(concept=concept):
            _known((concept,), draft.concepts, place, "개념", "concept", faults)
        case AllOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            for part in parts:
                _condition(draft, part, place, faults)


def _value_fits(
    draft: Draft, path: str, wanted: tuple[Any, ...], place: Place, faults: list[Fault], comparison: str = "is_"
) -> None:
    if path == KIND:
        _known(wanted, draft.kinds, place, "행위의 종류", "kind of act", faults)
        return
    decl = draft.paths.get(path)
    if decl is None:
        ko, en = hint(path, [*draft.paths, KIND], limit=0)
        faults.append(Fault(place, f"모르는 사실입니다: `{path}`.{ko}", f"unknown fact: `{path}`.{en}"))
        return
    if decl.type not in _FITS[comparison]:
        shown = comparison.rstrip("_")
        faults.append(
            Fault(
                place,
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
                Fault(place, f"`{path}`에 없는 값입니다: `{value}`.{ko}", f"`{value}` is not a value of `{path}`.{en}")
            )

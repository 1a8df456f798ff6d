"""Cross-checks of a whole folder: every name that a rule uses exists and is used as it is declared."""

from __future__ import annotations

from functools import partial

from offence_engine.errors import Fault, Place
from offence_engine.model.general import Limitation, PenaltyRules
from offence_engine.model.penalty import Penalty, PenaltyBounds, PenaltyText, penalty_from, read_fine
from offence_engine.model.rule import Concept, FactDecl, ModifierFile, ProvisionFile
from offence_engine.rulebook.check_general import fraction_fits, general_fits
from offence_engine.rulebook.check_procedure import procedure_fits
from offence_engine.rulebook.conditions import condition_fits, known, value_fits
from offence_engine.rulebook.draft import Draft, place_of
from offence_engine.rulebook.ids import reaches, read_id
from offence_engine.rulebook.paths import STRUCTURAL_KEYS
from offence_engine.rulebook.reading import concepts_in
from offence_engine.rulebook.resting import wrong_askers
from offence_engine.rulebook.sound import unsound
from offence_engine.source.suggest import hint

_BOUNDS = PenaltyBounds(prison_least=1, prison_most=1200, raised_most=1200, fine_least=1)


def cross_check(draft: Draft) -> list[Fault]:
    """All faults between the files."""
    faults: list[Fault] = []
    for name, decl in draft.facts.items():
        _fact(draft, name, decl, faults)
    for name, kind in draft.kinds.items():
        for fact, value in kind.says.items():
            place = place_of(draft, name, "says", fact)
            value_fits(draft, f"act.{fact}", (value,), place, faults)
    for name, concept in draft.concepts.items():
        _concept(draft, name, concept, faults)
    for name, provision in draft.provisions.items():
        _provision(draft, name, provision, faults)
    for name, modifier in draft.modifiers.items():
        _modifier(draft, name, modifier, faults)
    for read, _, tree in draft.general:
        general_fits(draft, read, tree, faults)
    procedure_fits(draft, faults)
    for model, words in ((PenaltyRules, "penalty"), (Limitation, "limitation")):
        if not any(isinstance(read, model) for read, _, _ in draft.general):
            faults.append(
                Fault(
                    Place(str(draft.root)), f"총칙 `{words}` 파일이 없습니다.", f"the general part `{words}` is missing"
                )
            )
    return [*faults, *(wrong_askers(draft) if not faults else ()), *unsound(draft)]


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
            condition_fits(draft, version.condition, partial(place_of, draft, name, "versions", index), faults)
        for alternative, value in (version.one_of_named or {}).items():
            at = partial(place_of, draft, name, "versions", index, "one_of_named", alternative)
            condition_fits(draft, value.condition, at, faults)
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
    _not_signed_here(draft, name, rule, faults)
    days = [v.effective for v in rule.versions]
    if days != sorted(set(days)):
        faults.append(_order(place_of(draft, name, "versions")))
    for element, value in rule.elements.items():
        condition_fits(draft, value.condition, partial(place_of, draft, name, "elements", element), faults)
    used: set[str] = set()
    for limb, names in rule.limbs.items():
        known(names, rule.elements, place_of(draft, name, "limbs", limb), "구성요건", "element", faults)
    for index, version in enumerate(rule.versions):
        at = partial(place_of, draft, name, "versions", index)
        place = at()
        if version.repealed:
            continue
        known(version.requires or (), rule.elements, at("requires"), "구성요건", "element", faults)
        known(version.any_of or (), rule.limbs, at("any_of"), "limb", "limb", faults)
        known(version.words, rule.elements, at("words"), "구성요건", "element", faults)
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
        _penalty(version.penalty, at("penalty"), faults)
        known(version.by_limb, version.any_of or (), at("by_limb"), "limb", "limb", faults)
        for limb, own_part in version.by_limb.items():
            _penalty(own_part.penalty, at("by_limb", limb, "penalty"), faults)
    known(rule.result, rule.elements, place_of(draft, name, "result"), "구성요건", "element", faults)
    for element in rule.elements.keys() - used:
        faults.append(
            Fault(
                place_of(draft, name, "elements", element),
                f"구성요건 `{element}`을(를) 어느 시행 조문도 쓰지 않습니다.",
                f"no version uses the element `{element}`",
            )
        )
    for base in rule.builds_on:
        known((base,), draft.provisions, place_of(draft, name, "builds_on"), "조항", "provision", faults)
        if name in _bases(draft, base):
            faults.append(
                Fault(
                    place_of(draft, name, "builds_on"), "builds_on이 돌고 돕니다.", "builds_on goes round in a circle"
                )
            )
    for index, relation in enumerate(rule.relations):
        place = place_of(draft, name, "relations", index)
        known((relation.to,), draft.provisions, place, "조항", "provision", faults)
        if relation.when is not None:
            condition_fits(draft, relation.when, partial(place_of, draft, name, "relations", index, "when"), faults)


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


def _not_signed_here(draft: Draft, name: str, rule: ProvisionFile | ModifierFile, faults: list[Fault]) -> None:
    """A signature holds for a content, which a word in the file itself does not name."""
    if rule.reviewed:
        faults.append(
            Fault(
                place_of(draft, name, "reviewed"),
                "`reviewed`는 null로 둡니다. 검수는 `offence rules review`로 하고 reviews.yaml에 적힙니다.",
                "`reviewed` stays null: a review is made by `offence rules review` and stands in reviews.yaml",
            )
        )


def _modifier(draft: Draft, name: str, rule: ModifierFile, faults: list[Fault]) -> None:
    _id(draft, name, faults)
    _not_signed_here(draft, name, rule, faults)
    days = [r.effective for r in rule.reaches]
    if days != sorted(set(days)):
        faults.append(_order(place_of(draft, name, "reaches")))
    for element, value in rule.elements.items():
        condition_fits(draft, value.condition, partial(place_of, draft, name, "elements", element), faults)
    known(rule.requires, rule.elements, place_of(draft, name, "requires"), "구성요건", "element", faults)
    for key, written in (("raise", rule.raise_), ("raise_most", rule.raise_most)):
        if written is not None:
            fraction_fits(written, place_of(draft, name, key), faults)
    for index, reach in enumerate(rule.reaches):
        for fine in reach.fine:
            if fine != "of_article" and read_fine(fine) is None:
                place = place_of(draft, name, "reaches", index, "fine", fine)
                faults.append(
                    Fault(
                        place,
                        f"벌금은 of_article 또는 `5천만원 이하`처럼 적습니다. 적힌 것: `{fine}`",
                        f"a fine is `of_article` or an amount such as `5천만원 이하`; found `{fine}`",
                    )
                )
        if rule.modifies == "legal_entity" and not reach.fine:
            faults.append(
                Fault(
                    place_of(draft, name, "reaches", index),
                    "양벌규정에는 벌금(fine)을 적습니다.",
                    "a rule on legal entities needs `fine`",
                )
            )
        if reach.what == "every_offence":
            continue
        for target in reach.what:
            if not any(reaches(target, p) for p in draft.provisions):
                ko, en = hint(target, draft.provisions)
                place = place_of(draft, name, "reaches", index, "what")
                faults.append(
                    Fault(place, f"모르는 조항입니다: `{target}`.{ko}", f"unknown provision: `{target}`.{en}")
                )

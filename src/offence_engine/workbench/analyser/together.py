"""Remarks on pairs of provisions: what implies what, what can apply together, and what relations say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations

from offence_engine.model.base import label
from offence_engine.model.logic import KIND, TRUE, Tree, all_of, any_of, atoms
from offence_engine.model.rule import Relation
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.workbench.analyser.proof import disproved
from offence_engine.workbench.analyser.remark import Claim, Remark, Witness
from offence_engine.workbench.analyser.sides import Side, natural_scope, pairs_of, sides_of
from offence_engine.workbench.analyser.space import Tangled
from offence_engine.workbench.analyser.study import Law, Study

TOGETHER = "together_undeclared"
GENERAL_HOMES = ("suspect", "case", "pair", "channel")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two provisions apply together: a cube, the two sides, and the days of their laws."""

    cube: int
    one: Side
    other: Side
    day: date
    other_day: date


def meetings(
    study: Study, one: str, other: str, same: Sequence[str], extra: Relation | None = None
) -> Iterator[Meeting]:
    """Where both are applicable, sharing at least what `same` names, the latest law first; with the condition of a
    relation that the first declares, where that holds too."""
    pairs = pairs_of(study.book, one, other, same)
    for day, other_day, mine, theirs in _laws(study, one, other, "act" in same):
        condition = _when(study, extra, day)
        if condition is None:
            continue
        for left, right in pairs:
            own = study.cubes(mine.filled, left)
            if condition != TRUE:
                more = study.cubes(condition, left)
                own = [met for a in own for b in more if not study.space.empty(met := a | b)]
            others = study.cubes(theirs.filled, right)
            for a in own:
                for b in others:
                    met = a | b
                    if not study.space.empty(met) and study.feasible(met):
                        yield Meeting(met, left, right, day, other_day)


def _when(study: Study, relation: Relation | None, day: date) -> Tree | None:
    if relation is None or relation.when is None:
        return TRUE
    return tree_of(study.book, relation.when, day) if is_encoded(study.book, relation.when, day) else None


def _laws(study: Study, one: str, other: str, same_act: bool) -> Iterator[tuple[date, date, Law, Law]]:
    """The laws of two provisions that can govern together: on one day, or for two acts on two days."""
    seen = set()
    for day in study.days(one, other) if same_act else study.days(one):
        for other_day in [day] if same_act else study.days(other):
            mine, theirs = study.law_on(one, day), study.law_on(other, other_day)
            if mine is not None and theirs is not None and (mine.filled, theirs.filled) not in seen:
                seen.add((mine.filled, theirs.filled))
                yield day, other_day, mine, theirs


def _met(study: Study, meeting: Meeting) -> Witness | None:
    sides = [(meeting.one, meeting.day), (meeting.other, meeting.other_day)]
    together = (meeting.one.provision, meeting.other.provision)
    return study.shown([meeting.cube], sides, Claim(together=together))


def implies(study: Study, one: str, other: str) -> date | None:
    """The latest day on whose law every completed count of the one (there being some) fills the other, None if never."""
    for day, _, mine, theirs in _laws(study, one, other, same_act=True):
        if _implies(study, mine, theirs, one, other):
            return day
    return None


def _implies(study: Study, mine: Law, theirs: Law, one: str, other: str) -> bool:
    if not study.possible(mine.completed, one):
        return False
    for left in sides_of(study.book, one):
        beside = besides(study, left, other)
        if not beside:
            return False
        tree = all_of([study.slots.tree(theirs.filled, right) for right in beside])
        try:
            for cube in study.cubes(mine.completed, left):
                if any(study.feasible(met) for met in study.space.ways(tree, False, cube)):
                    return False
        except Tangled:
            return False
    return True


def besides(study: Study, left: Side, other: str) -> list[Side]:
    """How the other's roles can be filled where those of the one are as they are; none where they need not be at all."""
    a, b = study.book.provisions[left.provision].roles, study.book.provisions[other].roles
    if b.group == "member_of" and not left.group:
        return []
    materials: list[str | None] = [None]
    if b.material != "none":
        alike = a.material.removesuffix("_or_none") == b.material.removesuffix("_or_none")
        optional = b.material.endswith("_or_none")
        # What the one leaves out may be there for the other, or not.
        materials = [left.material] if alike else [None, "M2"]
        if not optional and None in materials:
            return []
    victims: list[str | None] = [None]
    if b.victim != "none":
        covered = b.victim == "towards" and a.victim in ("threatened", "counterpart")
        if not covered and a.victim.removesuffix("_or_none") != b.victim.removesuffix("_or_none"):
            return []
        victims = [left.victim]
        if left.victim is None and not b.victim.endswith("_or_none"):
            return []
    if left.someone or (b.victim.startswith("shown_person") and materials != [left.material]):
        return []
    return [Side(other, left.act, v, m, b.group == "member_of") for m in materials for v in victims]


def of_pairs(study: Study) -> Iterator[Remark]:
    """What implies what, and what can apply together, where no relation is declared: one remark to a pair."""
    declared = {frozenset((id_, r.to)) for id_, rule in study.book.provisions.items() for r in rule.relations}
    for one, other in combinations(study.book.provisions, 2):
        if not study.kinds[one] & study.kinds[other] or frozenset((one, other)) in declared:
            continue
        scope = natural_scope(study.book, one, other)
        alike = _alike(study, one, other, scope)
        first = next(meetings(study, one, other, scope), None) if alike else None
        if first is None:
            continue
        for special, general in ((one, other), (other, one)):
            if (since := implies(study, special, general)) is not None:
                if not _recedes(study, general, special):
                    yield _implied(study, special, general, since)
                break
        else:
            yield _together(((one, other),), alike, partial(_met, study, first))


def by_family(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Pairs that can apply together, taken together by the articles that they belong to; all others as they are."""
    families: dict[tuple[str, str], list[Remark]] = defaultdict(list)
    for remark in remarks:
        if remark.code == TOGETHER:
            families[_family(remark.pairs[0][0]), _family(remark.pairs[0][1])].append(remark)
        else:
            yield remark
    for _, found in sorted(families.items(), key=lambda x: (-max(r.rank for r in x[1]), x[0])):
        found.sort(key=lambda r: (-r.rank, r.pairs))
        yield _together(tuple(pair for r in found for pair in r.pairs), found[0].rank, found[0].make)


def _recedes(study: Study, general: str, special: str) -> bool:
    """Whether the general one recedes behind a third whenever the special one applies: the special one implies it."""
    return any(
        relation.displaces and relation.when is None and relation.to in study.book.provisions
        and implies(study, special, relation.to) is not None
        for relation in study.book.provisions[general].relations
    )  # fmt: skip


def _family(id_: str) -> str:
    """The article of a provision."""
    return ".".join(id_.split(".")[:2])


def _alike(study: Study, one: str, other: str, scope: Sequence[str]) -> int:
    """How many of the same things two provisions ask about the same act, person and material (beyond its kind, the
    intent that every offence has, and ages)."""
    best = 0
    for left, right in pairs_of(study.book, one, other, scope):
        shared = asked_slots(study, one, left) & asked_slots(study, other, right)
        best = max(best, len(shared))
    return best


def _implied(study: Study, special: str, general: str, since: date) -> Remark:
    return Remark(
        "implied_undeclared", "remark", special, ("id",),
        label(
            f"`{special}`이(가) 기수로 성립하면 언제나 `{general}`도 성립합니다 ({since} 당시의 법). "
            "특별한 조항이 일반 조항에 앞서는지 정한 관계(relations)가 없습니다.",
            f"whatever completes `{special}` fills `{general}` too (law of {since}), and no relation says whether the "
            "special one goes before the general one",
        ),
        names=(general,),
        pairs=((special, general),),
        make=partial(met_together, study, special, general, natural_scope(study.book, special, general)),
    )  # fmt: skip


def met_together(study: Study, one: str, other: str, same: Sequence[str]) -> Witness | None:
    """A case in which two provisions are applicable together."""
    return next((w for m in meetings(study, one, other, same) if (w := _met(study, m)) is not None), None)


def _together(pairs: tuple[tuple[str, str], ...], rank: int, make: Callable[[], Witness | None]) -> Remark:
    left, right = (_family(id_) for id_ in pairs[0])
    shown = ", ".join(f"{one} + {other}" for one, other in pairs[:3]) + (", ..." if len(pairs) > 3 else "")
    between_ko, between_en = (f"`{left}` 안에서", f"within `{left}`") if left == right else (
        f"`{left}`와(과) `{right}`", f"`{left}` and `{right}`",
    )  # fmt: skip
    return Remark(
        TOGETHER, "remark", pairs[0][0], ("id",),
        label(
            f"{between_ko}: 한 행위로 함께 성립할 수 있는데 관계를 적지 않은 짝 {len(pairs)}개 ({shown}). "
            "총칙에 따라 한 행위의 여러 죄로 다룹니다.",
            f"{between_en}: one act can fill both of {shown} ({len(pairs)} in all), and no relation is declared; by the "
            "general rule they are one act with several offences",
        ),
        names=(left, right),
        pairs=pairs,
        rank=rank,
        make=make,
    )  # fmt: skip


def of_relations(study: Study) -> Iterator[Remark]:
    """Relations between what never meets, and declared specials that are none."""
    for id_, rule in study.book.provisions.items():
        for index, relation in enumerate(rule.relations):
            place = ("relations", index)
            if relation.to == id_:
                yield Remark(
                    "relation_dead", "fault", id_, place,
                    label("자기 자신과의 관계입니다.", "a relation of a provision to itself"), names=(id_,),
                )  # fmt: skip
            elif {id_, relation.to} & set(study.tangled):
                continue
            elif next(meetings(study, id_, relation.to, relation.same, relation), None) is None:
                yield _dead(study, id_, index, relation)
            elif relation.kind == "yields" and "act" in relation.same:
                yield from _not_special(study, id_, index, relation)


def _dead(study: Study, id_: str, index: int, relation: Relation) -> Remark:
    without = next(meetings(study, id_, relation.to, relation.same), None)
    same = ", ".join(relation.same)
    if without is not None:
        ko = f"`{relation.to}`와(과) 함께 성립하는 어느 사건에서도 `when`이 성립하지 않습니다 (같은 것: {same})."
        en = f"`when` holds in no case in which `{relation.to}` applies too (same: {same})"
    else:
        ko = f"`{relation.to}`와(과)는 함께 성립할 수 없어 이 관계가 쓰일 수 없습니다 (같은 것: {same})."
        en = f"`{relation.to}` can never apply together with this one, so the relation has no use (same: {same})"
    make = partial(_met, study, without) if without is not None else partial(_alone, study, id_, relation.to)
    return Remark("relation_dead", "fault", id_, ("relations", index), label(ko, en), names=(relation.to,), make=make)


def _alone(study: Study, one: str, other: str) -> Witness | None:
    """A case of the one in which the other is not applicable; where that cannot be shown (the two share no person or
    thing by their roles), a case of the one."""
    found = study.example(one)
    if found is None:
        return None
    apart = Witness(found.case, Claim(together=(one,), none_judged=(other,)))
    return found if disproved(study.book, apart) else apart


def _not_special(study: Study, id_: str, index: int, relation: Relation) -> Iterator[Remark]:
    """Where what goes before can be filled while none of those that yield to it is: it is special to none of them."""
    special = relation.to
    generals = [
        p for p, rule in study.book.provisions.items()
        if any(r.to == special and r.kind == "yields" and "act" in r.same for r in rule.relations)
    ]  # fmt: skip
    for day in study.days(special, *generals):
        theirs = study.law_on(special, day)
        laws = [(p, law) for p in generals if (law := study.law_on(p, day)) is not None]
        if theirs is not None and any(p == id_ for p, _ in laws) and _covered(study, theirs, laws):
            return
    yield Remark(
        "special_not_special", "remark", id_, ("relations", index),
        label(
            f"`{special}`에 물러난다고 적혀 있으나, `{special}`이(가) 성립하여도 이 조항은 성립하지 않는 사건이 있습니다. "
            "특별관계가 아니라면 까닭(because)이 그것을 말하는지 보십시오.",
            f"this is declared to yield to `{special}`, which can apply without this one: if it is no case of special "
            "over general, see that `because` says what it is",
        ),
        names=(special,),
        make=partial(_without, study, special, generals, id_),
    )  # fmt: skip


def _covered(study: Study, special: Law, generals: Sequence[tuple[str, Law]]) -> bool:
    """Whether whatever completes the one fills one of the others."""
    try:
        return next(_uncovered(study, special, generals), None) is None
    except Tangled:
        return True


def _uncovered(study: Study, special: Law, generals: Sequence[tuple[str, Law]]) -> Iterator[tuple[int, Side]]:
    """Cubes that complete the one and fill none of the others."""
    for left in sides_of(study.book, special.reading.provision.id):
        beside = [(law, sides) for p, law in generals if (sides := besides(study, left, p))]
        # What is special is told by the elements: that a justification reaches only the general one is no matter.
        tree = any_of([all_of([study.slots.tree(law.elements, right) for right in sides]) for law, sides in beside])
        for cube in study.cubes(special.completed, left):
            for met in study.space.ways(tree, False, cube):
                if study.feasible(met):
                    yield met, left


def _without(study: Study, special: str, generals: Sequence[str], id_: str) -> Witness | None:
    """A case that completes the one and fills none of what yields to it."""
    for day in study.days(special, *generals):
        theirs = study.law_on(special, day)
        laws = [(p, law) for p in generals if (law := study.law_on(p, day)) is not None]
        if theirs is None or not any(p == id_ for p, _ in laws):
            continue
        for cube, left in _uncovered(study, theirs, laws):
            found = study.shown([cube], [(left, day)], Claim(together=(special,), none_judged=(id_,)))
            if found is not None and not disproved(study.book, found):
                return found
    return None


def asked_slots(study: Study, provision: str, side: Side) -> frozenset[str]:
    """The slots that the provision itself asks for, without what the general part asks of every offence."""
    known = study.asked.get((provision, side))
    if known is not None:
        return known
    general = {g.general for g in study.book.general}
    found = set()
    for law in study.laws(provision):
        for name in {e for limb in law.reading.limbs for e in limb.elements} - general:
            tree = study.slots.tree(law.reading.elements[name].tree, side)
            found |= {a.path for a in atoms(tree)}
    study.asked[provision, side] = frozenset(
        s for s in found if not s.startswith(KIND) and ".age@" not in s and s.partition(".")[0] not in GENERAL_HOMES
    )
    return study.asked[provision, side]

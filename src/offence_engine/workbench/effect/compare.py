"""Two rulebooks compared by meaning: what changed, and exactly which completions are newly caught and newly free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from offence_engine.inference.cubes import TooTangled
from offence_engine.inference.program import questions
from offence_engine.model.condition import ConceptUse, Condition
from offence_engine.model.law import Reading
from offence_engine.model.logic import FALSE, Tree, all_of
from offence_engine.model.rule import Concept, ModifierFile
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.effect.changes import Change, Places
from offence_engine.workbench.effect.joint import Joint
from offence_engine.workbench.effect.law import law_changes
from offence_engine.workbench.effect.solve import Difference, difference
from offence_engine.workbench.effect.vocabulary import general_changes, vocabulary_changes
from offence_engine.workbench.effect.witness import Witness, witness

MOST_DAYS = 3


@dataclass(frozen=True, slots=True)
class Side:
    """What is newly caught, or newly free: beside what the law that applies asks for anyway, one of `beside` (path ->
    regions; None: too many ways to be listed); and a case that shows it (None: it cannot be written as a case)."""

    beside: tuple[dict[str, int], ...] | None
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What acts done from `first` to `last` (None: from then on) are judged otherwise, under one provision or modifier.

    `what`: `verdict` (offence or not), `stage` (completed or attempted), `modifier` (whether it is added), `concept`
    (whether it is filled). `tangled`: something differs, but it takes too long to say what."""

    kind: str
    id: str
    what: str
    first: date
    last: date | None
    caught: Side | None
    free: Side | None
    tangled: bool = False


@dataclass(frozen=True)
class Comparison:
    """Everything in which two rulebooks differ."""

    joint: Joint
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]

    @cached_property
    def of_meaning(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.meaning)

    @cached_property
    def of_words(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if not change.meaning)

    @property
    def same(self) -> bool:
        """Whether both mean the same."""
        return not self.of_meaning and not self.effects


def compare(
    old: Rulebook, new: Rulebook, shown: tuple[str, str] = ("OLD", "NEW"), witnesses: bool = True
) -> Comparison:
    """What differs; `shown` are the names of the folders in places. Without `witnesses` no case is looked for."""
    joint = Joint(old, new)
    places = Places(old, shown[0]), Places(new, shown[1])
    found = [*vocabulary_changes(old, new, places), *law_changes(old, new, places), *general_changes(old, new)]
    effects = [*_of_provisions(joint, witnesses), *_of_modifiers(joint, witnesses), *_of_concepts(joint)]
    told = {(effect.kind, effect.id) for effect in effects}
    return Comparison(joint, tuple(_judged(joint, change, told) for change in found), tuple(effects))


def _judged(joint: Joint, change: Change, told: set[tuple[str, str]]) -> Change:
    """A condition that is written otherwise and asks for the same is no change of meaning."""
    if change.kind == "concept" and change.aspect in ("condition", "version"):
        return change if ("concept", change.id) in told else replace(change, meaning=False)
    if change.aspect.startswith("condition of ") and change.kind in ("provision", "modifier"):
        old, new = (_condition(book, change) for book in (joint.old, joint.new))
        if old is not None and new is not None and not any(_apart(joint, old, new)):
            return replace(change, meaning=False)
    return change


def _condition(book: Rulebook, change: Change) -> Condition | None:
    rule = book.provisions.get(change.id) or book.modifiers.get(change.id)
    element = rule.elements.get(change.aspect.removeprefix("condition of ")) if rule is not None else None
    return element.condition if element is not None else None


def _apart(joint: Joint, old: Condition, new: Condition) -> Iterator[bool]:
    """On each day on which some concept changes, whether two conditions differ."""
    days = sorted({v.effective for book in (joint.old, joint.new) for c in book.concepts.values() for v in c.versions})
    for day in days or [date.max]:
        trees = [
            tree_of(b, c, day) if is_encoded(b, c, day) else FALSE for b, c in ((joint.old, old), (joint.new, new))
        ]
        yield trees[0] != trees[1] and _sides(joint, trees[0], trees[1]) != (None, None)


def _sides(joint: Joint, old: Tree, new: Tree) -> tuple[Difference | None, Difference | None]:
    """(what only the new tree holds of, what only the old one holds of).

    Errors: TooTangled."""
    if old == new:
        return None, None
    found = [difference(a, b, joint.sizes, joint.possible) for a, b in ((new, old), (old, new))]
    return found[0], found[1]


_Piece = tuple[date, date | None, Tree, Tree]


def _merged(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Pieces of time that follow each other with the same trees, as one."""
    waiting: _Piece | None = None
    for piece in pieces:
        if waiting is not None and waiting[2:] == piece[2:] and waiting[1] == piece[0] - timedelta(days=1):
            waiting = (waiting[0], *piece[1:])
            continue
        if waiting is not None:
            yield waiting
        waiting = piece
    if waiting is not None:
        yield waiting


def _effects(joint: Joint, kind: str, id_: str, what: str, pieces: list[_Piece], witnesses: bool) -> Iterator[Effect]:
    for first, last, old, new in _merged(pieces):
        try:
            sides = _sides(joint, old, new)
        except TooTangled:
            yield Effect(kind, id_, what, first, last, None, None, tangled=True)
            continue
        if sides == (None, None):
            continue
        told = [
            Side(d.beside, _witness(joint, id_, d, first, last, caught) if witnesses else None) if d else None
            for d, caught in zip(sides, (True, False), strict=True)
        ]
        yield Effect(kind, id_, what, first, last, told[0], told[1])


def _witness(joint: Joint, id_: str, found: Difference, first: date, last: date | None, caught: bool) -> Witness | None:
    """A case on the first day, or (what the typical case rests on may be younger) on later days of change."""
    later = {
        d for book in (joint.old, joint.new) for d in book.change_days if d > first and (last is None or d <= last)
    }
    for day in (first, *sorted(later)[-MOST_DAYS:]):
        if (shown := witness(joint, id_, found.whole, day, caught)) is not None:
            return shown
    return None


def _asked(reading: Reading | None, question: str) -> Tree:
    return FALSE if reading is None else questions(reading)[question]


def _of_provisions(joint: Joint, witnesses: bool) -> Iterator[Effect]:
    for id_ in sorted({*joint.old.provisions, *joint.new.provisions}):
        pieces = [s for s in joint.stretches(id_) if s.old is not s.new]
        verdicts = [(s.first, s.last, _asked(s.old, "verdict"), _asked(s.new, "verdict")) for s in pieces]
        found = list(_effects(joint, "provision", id_, "verdict", verdicts, witnesses))
        yield from found
        # What is an offence under one law alone is neither completed nor attempted under the other.
        told = {s.first for s in pieces for e in found if e.first <= s.first and (e.last is None or s.first <= e.last)}
        stages = [
            (s.first, s.last, _asked(s.old, "completed"), _asked(s.new, "completed"))
            for s in pieces
            if s.first not in told
        ]
        yield from _effects(joint, "provision", id_, "stage", stages, witnesses=False)


def _of_modifiers(joint: Joint, witnesses: bool) -> Iterator[Effect]:
    for id_ in sorted({*joint.old.modifiers, *joint.new.modifiers}):
        rules = [book.modifiers.get(id_) for book in (joint.old, joint.new)]
        conditions = [rule.elements[n].condition for rule in rules if rule for n in rule.requires]
        days = _days(joint, [r.effective for rule in rules if rule for r in rule.reaches], conditions)
        pieces = [
            (first, last, _modifier_tree(joint.old, rules[0], first), _modifier_tree(joint.new, rules[1], first))
            for first, last in days
        ]
        yield from _effects(joint, "modifier", id_, "modifier", pieces, witnesses)


def _modifier_tree(book: Rulebook, rule: ModifierFile | None, day: date) -> Tree:
    if rule is None or not any(reach.effective <= day and reach.what for reach in rule.reaches):
        return FALSE
    conditions = [rule.elements[name].condition for name in rule.requires]
    if not all(is_encoded(book, condition, day) for condition in conditions):
        return FALSE
    return all_of([tree_of(book, condition, day) for condition in conditions])


def _of_concepts(joint: Joint) -> Iterator[Effect]:
    for id_ in sorted({*joint.old.concepts, *joint.new.concepts}):
        concepts = [book.concepts.get(id_) for book in (joint.old, joint.new)]
        conditions = [c for concept in concepts if concept for c in _meanings(concept)]
        days = _days(joint, [v.effective for c in concepts if c for v in c.versions], conditions)
        pieces = [
            (first, last, _concept_tree(joint.old, id_, first), _concept_tree(joint.new, id_, first))
            for first, last in days
        ]
        yield from _effects(joint, "concept", id_, "concept", pieces, witnesses=False)


def _meanings(concept: Concept) -> Iterator[Condition]:
    for version in concept.versions:
        if version.condition is not None:
            yield version.condition
        yield from (a.condition for a in (version.one_of_named or {}).values())


def _concept_tree(book: Rulebook, id_: str, day: date) -> Tree:
    use = ConceptUse(concept=id_)
    if id_ not in book.concepts or not is_encoded(book, use, day):
        return FALSE
    return tree_of(book, use, day)


def _days(joint: Joint, own: list[date], conditions: list[Condition]) -> list[tuple[date, date | None]]:
    """Days between which neither a rule nor a concept of either book changes."""
    days = {*own}
    if conditions:
        days |= {v.effective for b in (joint.old, joint.new) for c in b.concepts.values() for v in c.versions}
    starts = sorted(days)
    ends: list[date | None] = [day - timedelta(days=1) for day in starts[1:]]
    return list(zip(starts, [*ends, None], strict=True))

"""Which cases of an archive a change of the rules can touch: what the screen lets go is the same under both rulebooks.

First by days and kinds of act: which provisions read differently, on which days. Then by columns: the counts of many
cases that fall under such a provision are held against both of its readings at once. Only what may differ is assessed
in full; where a short cut is not plainly right, none is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from offence_engine.counting.probe import Probe
from offence_engine.counting.unfold import Count, Stretch, counts_of, stretches, suspects_of
from offence_engine.inference.columns import Answers, ColumnJudge, Table
from offence_engine.inference.program import Program
from offence_engine.model.case import Act, Case
from offence_engine.model.condition import Condition
from offence_engine.model.law import Reading
from offence_engine.model.logic import FALSE, KIND
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.effect.changes import law_of
from offence_engine.workbench.effect.joint import Joint

Days = tuple[date, date | None]
_EVER: Days = (date.min, None)
_GENERAL = ("limitation", "responsibility", "penalty_rules", "later_law")


@dataclass(frozen=True)
class Screen:
    """What differs, as far as it matters for which cases must be looked at.

    `whole`: so much that every case must. `days`: for each provision the days whose law differs. `bare`: provisions of
    which something other than a reading differs (how they are counted, or stand to others): no columns there.
    `modifiers`: those that raise or mitigate otherwise."""

    joint: Joint
    whole: bool
    modifiers: frozenset[str]
    days: dict[str, tuple[Days, ...]]
    bare: frozenset[str]

    @cached_property
    def one_reading(self) -> bool:
        """Whether a case reads the same under both rulebooks."""
        old, new = self.joint.old, self.joint.new
        return old.facts == new.facts and old.kinds == new.kinds and old.letters == new.letters


def screen_of(joint: Joint) -> Screen:
    """What must be looked at where rulebooks are compared."""
    days: dict[str, tuple[Days, ...]] = {}
    bare = set()
    modifiers = _changed_modifiers(joint)
    for id_ in sorted({*joint.old.provisions, *joint.new.provisions}):
        if _rule(joint.old, id_) != _rule(joint.new, id_) or _relations_apart(joint, id_):
            bare.add(id_)
            days[id_] = (_EVER,)
            continue
        found = tuple(
            (s.first, s.last)
            for s in joint.stretches(id_)
            if not (same_version(joint, s.old, s.new, modifiers) and alike(s.old, s.new))
        )
        if found:
            days[id_] = found
    return Screen(joint, _whole(joint), modifiers, days, frozenset(bare))


def alike(old: Reading | None, new: Reading | None) -> bool:
    """Whether two readings are the same in everything that they say; their versions may begin on different days."""
    if old is None or new is None:
        return old is new
    return (
        old.version.model_copy(update={"effective": new.version.effective}) == new.version
        and old.penalty == new.penalty
        and old.elements == new.elements
        and old.limbs == new.limbs
        and old.result == new.result
        and (old.attempt, old.added, old.participations) == (new.attempt, new.added, new.participations)
    )


def same_version(joint: Joint, old: Reading | None, new: Reading | None, modifiers: frozenset[str]) -> bool:
    """Whether two readings stand under one version, or under one that was only moved to another day, and no modifier of
    theirs raises or mitigates otherwise."""
    if old is None or new is None:
        return old is new
    moved = joint.moved(old.provision.id)
    if moved.get(old.version.effective, old.version.effective) != new.version.effective:
        return False
    return not (_touched(old, modifiers) or _touched(new, modifiers))


def _same_frame(old: Reading, new: Reading) -> bool:
    """Whether two readings differ at most in their conditions and words."""

    def frame(reading: Reading) -> Any:
        modifiers = (reading.attempt, *reading.added, *reading.participations)
        return (
            law_of(reading.version.model_copy(update={"effective": date.min})),
            law_of(reading.penalty),
            [(limb.name, limb.elements) for limb in reading.limbs],
            reading.result,
            [(m.id, m.modifies, law_of(m.reach), [e.id for e in m.elements]) for m in modifiers if m],
        )

    return bool(frame(old) == frame(new))


def _rule(book: Rulebook, id_: str) -> Any:
    """What of a provision its readings do not carry."""
    rule = book.provisions.get(id_)
    if rule is None:
        return None
    gone = [v for v in rule.versions if v.repealed or v.continued_as or v.keeps_old]
    return (
        rule.roles,
        law_of(rule.one_offence_per),
        law_of(rule.relations),
        rule.limb_participation,
        law_of(gone),
        id_ in book.resting,
    )


def _relations_apart(joint: Joint, id_: str) -> bool:
    """Whether the conditions of relations, written alike, rest on concepts that mean something else."""
    old, new = (book.provisions.get(id_) for book in (joint.old, joint.new))
    if old is None or new is None:
        return old is not new
    pairs = zip(old.relations, new.relations, strict=True)
    return any(_apart(joint, a.when, b.when) for a, b in pairs if a.when is not None and b.when is not None)


def _apart(joint: Joint, old: Condition, new: Condition) -> bool:
    """Whether two conditions are not plainly the same on some day."""
    days = {v.effective for b in (joint.old, joint.new) for c in b.concepts.values() for v in c.versions}
    for day in sorted({date.min, *days}):
        trees = [
            tree_of(book, condition, day) if is_encoded(book, condition, day) else None
            for book, condition in ((joint.old, old), (joint.new, new))
        ]
        if trees[0] != trees[1]:
            return True
    return False


def _changed_modifiers(joint: Joint) -> frozenset[str]:
    """Modifiers of which something other than a reading's part differs (how far they raise or mitigate)."""
    found = set()
    for id_ in {*joint.old.modifiers, *joint.new.modifiers}:
        laws = [law_of(book.modifiers.get(id_)) or {} for book in (joint.old, joint.new)]
        left = [{k: v for k, v in law.items() if k not in ("elements", "requires", "reaches")} for law in laws]
        if left[0] != left[1]:
            found.add(id_)
    return frozenset(found)


def _touched(reading: Reading, modifiers: frozenset[str]) -> bool:
    return any(m.id in modifiers for m in (reading.attempt, *reading.added, *reading.participations) if m)


def _whole(joint: Joint) -> bool:
    """Whether the general part differs, or what a word of a case means: every case may then come out otherwise."""
    old, new = joint.old, joint.new
    if any(law_of(_plain(getattr(old, name))) != law_of(_plain(getattr(new, name))) for name in _GENERAL):
        return True
    if law_of(old.procedure) != law_of(new.procedure):
        return True
    for path in old.facts.keys() & new.facts.keys() - {KIND}:
        one, two = old.facts[path], new.facts[path]
        if (one.type, one.derived, list(one.values)) != (two.type, two.derived, list(two.values)):
            return True
    if any(law_of(old.kinds[name]) != law_of(new.kinds[name]) for name in old.kinds.keys() & new.kinds.keys()):
        return True
    pairs = zip(_general_conditions(old), _general_conditions(new), strict=True)
    return any(_apart(joint, a, b) for a, b in pairs)


def _general_conditions(book: Rulebook) -> Iterator[Condition]:
    """The conditions of the rules around the offences, in the order of these."""
    yield from (rule.when for rule in book.responsibility if rule.when is not None)
    yield from (special.when for special in book.limitation.special if special.when is not None)
    yield from (stop.purpose for stop in book.limitation.stops if stop.purpose is not None)
    yield from book.procedure.conditions()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@dataclass
class _Group:
    """Counts of several cases under the same two readings (None: it is no count there): for each its number, and what is
    known of it under the old and under the new rulebook."""

    programs: tuple[Program | None, Program | None]
    counts: list[int] = field(default_factory=list)
    rows: tuple[list[dict[str, int]], list[dict[str, int]]] = field(default_factory=lambda: ([], []))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A count with the programs that it is held against on its own day, and those of later law that reads differently.
    `same_frame`: nothing but conditions differs, so that equal answers make it the same."""

    count: Count
    own: tuple[Program | None, Program | None]
    later: tuple[tuple[Program | None, Program | None], ...]
    same_frame: bool


class Sieve:
    """Finds the cases that must be assessed in full among many."""

    def __init__(self, screen: Screen, as_of: date) -> None:
        self.screen, self.as_of = screen, as_of
        self.books = screen.joint.old, screen.joint.new
        old = ColumnJudge(self.books[0])
        pairs = (s for id_ in self.books[1].provisions for s in screen.joint.stretches(id_))
        twins = {id(s.new): s.old for s in pairs if s.new is not None and s.old is not None and alike(s.old, s.new)}
        self.judges = old, ColumnJudge(self.books[1], old, twins)
        self._possible: dict[tuple[str, str], bool] = {}
        self._matters: dict[tuple[str, date], bool] = {}
        self._alike: dict[tuple[int, int], tuple[bool, bool]] = {}

    def left(self, cases: Sequence[tuple[Case, Case]]) -> set[int]:
        """The indices of the cases in which something may differ; each as the old and as the new rulebook reads it."""
        if self.screen.whole:
            return set(range(len(cases)))
        found: set[int] = set()
        groups: dict[tuple[int, int], _Group] = {}
        home: list[int] = []
        differ, never = set[int](), set[int]()
        for index, pair in enumerate(cases):
            waiting = self._of_case(pair[1])
            if waiting is None:
                found.add(index)
                continue
            for item, slots in zip(waiting, self._slots(pair, waiting), strict=True):
                number = len(home)
                home.append(index)
                if not item.same_frame:
                    differ.add(number)
                for programs in (item.own, *(item.later if item.same_frame else ())):
                    group = groups.setdefault((id(programs[0]), id(programs[1])), _Group(programs))
                    group.counts.append(number)
                    for program, known, rows in zip(programs, slots, group.rows, strict=True):
                        rows.append({path: known[path] for path in (program.paths if program else ())})
                    if programs is item.own:
                        never.add(number)
        for group in groups.values():
            _compare(group, differ, never)
        return found | {home[number] for number in differ - never}

    def _slots(
        self, pair: tuple[Case, Case], waiting: Sequence[_Waiting]
    ) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
        """What is known of each path of each count, under the old and under the new rulebook."""
        new = Probe(self.books[1], pair[1])
        probes = (new if pair[0] is pair[1] else Probe(self.books[0], pair[0])), new
        for item in waiting:
            found: tuple[dict[str, int], dict[str, int]] = ({}, {})
            for programs in (item.own, *item.later):
                for program, probe, known in zip(programs, probes, found, strict=True):
                    for path in program.paths if program is not None else ():
                        known[path] = probe.slot(item.count, path).mask
            yield found

    def _of_case(self, case: Case) -> list[_Waiting] | None:
        """The counts of a case that columns can tell of; None where it must be assessed in full anyway."""
        shared = {deed for act in case.acts.values() for deed in act.linked}
        waiting: list[_Waiting] = []
        for act_id, act in case.acts.items():
            for provision in self._touching(act):
                resting = any(provision in book.resting for book in self.books)
                pieces = self._piece(provision, act)
                if resting or act_id in shared or act.for_ or provision in self.screen.bare or pieces is None:
                    return None
                for suspect in suspects_of(case, act):
                    waiting += self._counts(case, provision, act_id, act, suspect, *pieces)
        return waiting

    def _touching(self, act: Act) -> Iterator[str]:
        """The provisions whose law differs on a day that can matter for an act, and that its kind can fill."""
        first = act.when.first.first
        for provision in self.screen.days:
            if self._matters_from(provision, first) and self._can_fill(provision, act.kind):
                yield provision

    def _matters_from(self, provision: str, first: date) -> bool:
        key = (provision, first)
        if key not in self._matters:
            self._matters[key] = any(
                start <= self.as_of and (end is None or end >= first) for start, end in self.screen.days[provision]
            )
        return self._matters[key]

    def _can_fill(self, provision: str, kind: str) -> bool:
        key = (provision, kind)
        if key not in self._possible:
            self._possible[key] = any(
                provision in book.provisions and kind in book.kinds and judge.ever_possible(provision, kind)
                for book, judge in zip(self.books, self.judges, strict=True)
            )
        return self._possible[key]

    def _piece(self, provision: str, act: Act) -> tuple[Stretch, Stretch] | None:
        """The one stretch of an act under both rulebooks; None where there are several, or they differ."""
        if any(provision not in book.provisions for book in self.books):
            return None
        old, new = (stretches(book, provision, act) for book in self.books)
        if len(old) != 1 or len(new) != 1:
            return None
        same = (old[0].first, old[0].last, old[0].days) == (new[0].first, new[0].last, new[0].days)
        return (old[0], new[0]) if same else None

    def _counts(
        self, case: Case, provision: str, act_id: str, act: Act, suspect: str, old: Stretch, new: Stretch
    ) -> list[_Waiting]:
        """The counts of a suspect's act whose own law, or later law, is not the same under both rulebooks."""
        pairs = [(old.reading, new.reading)]
        pairs += [
            (s.old, s.new)
            for s in self.screen.joint.stretches(provision)
            if new.last < s.first <= self.as_of and not self._how_alike(s.old, s.new)[0]
        ]
        if len(pairs) == 1 and self._how_alike(*pairs[0])[0]:
            return []
        programs = [
            (self._program(0, provision, one, act.kind), self._program(1, provision, two, act.kind))
            for one, two in pairs
        ]
        same_frame = all(self._how_alike(*pair)[1] for pair in pairs)
        return [
            _Waiting(count, programs[0], tuple(programs[1:]), same_frame)
            for count in counts_of(self.books[1], case, provision, act_id, suspect, new)
        ]

    def _program(self, side: int, provision: str, reading: Reading | None, kind: str) -> Program | None:
        judge = self.judges[side]
        if reading is None:
            return None
        program = judge.program(reading, kind)
        if not program.possible and judge.ever_possible(provision, kind):
            program = judge.program(reading, kind, whole=True)
        return program

    def _how_alike(self, old: Reading | None, new: Reading | None) -> tuple[bool, bool]:
        key = (id(old), id(new))
        if key not in self._alike:
            one = same_version(self.screen.joint, old, new, self.screen.modifiers)
            same = one and alike(old, new)
            frame = one and old is not None and new is not None and _same_frame(old, new)
            self._alike[key] = (same, same or frame)
        return self._alike[key]


def _compare(group: _Group, differ: set[int], never: set[int]) -> None:
    """Add the counts with different answers to `differ`; take those out of `never` that may be an offence."""
    answers = [
        Answers(program, Table(rows, program.paths))
        if program is not None and program.trees["verdict"] != FALSE
        else None
        for program, rows in zip(group.programs, group.rows, strict=True)
    ]
    every = (1 << len(group.counts)) - 1
    may = apart = 0
    for each in answers:
        may |= every & ~each.of("verdict")[1] if each is not None else 0
    old, new = answers
    if old is not None and new is not None and old.program.roots.keys() == new.program.roots.keys():
        for question in old.program.roots:
            (met, not_met), (met_too, not_met_too) = old.of(question), new.of(question)
            apart |= (met ^ met_too) | (not_met ^ not_met_too)
    elif old is not new:
        apart = every
    differ.update(_rows(group.counts, apart))
    never.difference_update(_rows(group.counts, may))


def _rows(counts: Sequence[int], bits: int) -> Iterator[int]:
    while bits:
        yield counts[(bits & -bits).bit_length() - 1]
        bits &= bits - 1

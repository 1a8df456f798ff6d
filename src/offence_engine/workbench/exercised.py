"""Which case of the rule files exercises which branch: makes an atom, element, alternative or limb decide the verdict.

Every condition gets a switch (as it is, held true, held false). A case exercises a branch where the verdict differs
between held true and held false: then the branch as it is decides, one way or the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from offence_engine.counting.probe import Probe
from offence_engine.counting.unfold import Count, counts_of, stretches, suspects_of
from offence_engine.errors import Place
from offence_engine.inference.judge import HELPER, helped_trees, judged_by
from offence_engine.inference.program import questions_at
from offence_engine.inference.reference import answer
from offence_engine.model.condition import AllOf, AnyOf, Condition, FactTest
from offence_engine.model.law import BoundModifier, Reading
from offence_engine.model.logic import FALSE, TRUE, Atom, Tree, all_of, paths, rewritten
from offence_engine.model.rule import PARTICIPATING
from offence_engine.model.truth import Truth
from offence_engine.rulebook.domains import FINDING, Domain
from offence_engine.rulebook.reading import condition_parts, element_ids, key_on, reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import (
    Held,
    Places,
    Spot,
    changed_book,
    combined,
    conditions_of,
    key_of,
    told,
    with_condition,
)
from offence_engine.workbench.mutation import day_of
from offence_engine.workbench.trials import Bench, Recorder, Trial

SWITCH = "switch."
AS_IS, ON, OFF = 0b010, 0b001, 0b100


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a rule in one of its versions: where it stands, what it is in words, in Korean and English."""

    rule: str
    version: str
    at: Spot
    ko: str
    en: str
    place: Place


@dataclass
class Marks:
    """The cases in which a branch decides: that it is met, that it is not met."""

    branch: Branch
    met: list[str] = field(default_factory=list)
    not_met: list[str] = field(default_factory=list)

    @property
    def ways(self) -> int:
        return bool(self.met) + bool(self.not_met)


@dataclass(frozen=True)
class Exercise:
    """The marks of every branch, the cases by their id (`rule#number`: name), and cases that fail by themselves."""

    marks: tuple[Marks, ...]
    cases: Mapping[str, str]
    broken: tuple[str, ...]

    def by_rule(self) -> dict[str, list[Marks]]:
        found: dict[str, list[Marks]] = defaultdict(list)
        for marks in self.marks:
            found[marks.branch.rule].append(marks)
        return dict(found)


def percent(marks: list[Marks]) -> int:
    """How much of the branches is exercised, each in two ways."""
    return 100 * sum(m.ways for m in marks) // (2 * len(marks)) if marks else 100


def exercise(book: Rulebook) -> Iterator[Exercise | None]:
    """Which cases exercise what; None after each case, for who shows progress, and the result at the end."""
    bench = Bench.of(book)
    work = _Work(bench)
    for trial in bench.trials:
        work.take(trial)
        yield None
    names = {trial.id: trial.written.name for trial in bench.trials}
    yield Exercise(tuple(work.marks.values()), names, tuple(bench.broken))


class _Work:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.book = bench.book
        self.switches: list[tuple[str, Spot]] = []
        self.marked = self._marked()
        self.judge = Recorder(self.marked)
        self._trees: dict[tuple[int, str, str, str], list[Tree]] = {}
        self.marks: dict[tuple[str, str, Spot], Marks] = {}
        places = Places(self.book)
        for branch in _branches(self.book, places):
            self.marks[branch.rule, branch.version, branch.at] = Marks(branch)

    def _marked(self) -> Rulebook:
        """The book with a switch at every branch of every condition."""
        book = self.book
        domains: dict[str, Domain] = {}
        for held in conditions_of(self.book):
            condition = self._switched(held, held.condition, (), domains)
            book = replace(book, **with_condition(book, held, condition))
        return changed_book(book, {"domains": {**book.domains, **domains}})

    def _switched(self, held: Held, condition: Condition, at: Spot, domains: dict[str, Domain]) -> Condition:
        parts = condition_parts(condition)
        inner = condition
        if parts:
            key = key_of(condition)
            inner = combined(key, [self._switched(held, p, (*at, key, i), domains) for i, p in enumerate(parts)])
            if at:
                return inner
        path = f"{SWITCH}{len(self.switches)}"
        self.switches.append((held.rule, (*held.at, *at)))
        on = FactTest.model_validate({"fact": path, "is": "on"})
        plain = FactTest.model_validate({"fact": path, "is": "plain"})
        domains[path] = Domain(
            path, (on, plain), ((True, False), (False, True), (False, False)), ("on", "plain", "off"), 0b111, 0b100
        )
        return AnyOf(any_of=(on, AllOf(all_of=(inner, plain))))

    def take(self, trial: Trial) -> None:
        """Note what one case exercises."""
        for reading, kind, modifier, stated in trial.asked:
            # A later law is looked at too, to see whether it is milder: that exercises no version of its own.
            if reading.key != key_on(self.book, reading.provision.id, trial.written.on):
                continue
            masks = _Filled(stated, self._counts(trial, reading))
            versions = dict(part.rpartition("@")[::2] for part in reading.key)
            for tree in self._asked(trial.rule, reading, kind, modifier):
                self._switch(trial, tree, masks, versions)
            if trial.rule == reading.provision.id:
                self._limbs(trial, reading, kind, masks)

    def _counts(self, trial: Trial, reading: Reading) -> list[tuple[Probe, Count]]:
        """The counts of a case under a reading."""
        probe, found = Probe(self.book, trial.case), []
        for act_id, act in trial.case.acts.items():
            for suspect in suspects_of(trial.case, act):
                for piece in stretches(self.book, reading.provision.id, act):
                    counts = counts_of(self.book, trial.case, reading.provision.id, act_id, suspect, piece)
                    found += [(probe, count) for count in counts]
        return found

    def _asked(self, rule: str, reading: Reading, kind: str, modifier: BoundModifier | None) -> list[Tree]:
        """What decides about a case: the verdict; of the case of a modifier, whether that reaches the finding."""
        key = (id(reading), kind, modifier.id if modifier else "", rule if rule in self.book.modifiers else "")
        if key not in self._trees:
            self._trees[key] = list(self._decisive(rule, reading, kind, modifier))
        return self._trees[key]

    def _decisive(self, rule: str, reading: Reading, kind: str, modifier: BoundModifier | None) -> Iterator[Tree]:
        with judged_by(self.judge):
            other = reading_on(self.marked, reading.provision.id, day_of(reading))
        if other is None:
            return
        asked = questions_at(self.marked, other, kind)
        if modifier is not None:
            bound = next((m for m in other.participations if m.id == modifier.id), None)
            if bound is not None:
                yield helped_trees(asked, bound)["verdict"]
            return
        file = self.book.modifiers.get(rule)
        if file is None or file.modifies == "attempt":
            yield asked["verdict"]
        elif file.modifies not in PARTICIPATING and f"m:{rule}" in asked:
            yield all_of([asked[f"m:{rule}"]])

    def _switch(self, trial: Trial, tree: Tree, masks: Mapping[str, int], versions: Mapping[str, str]) -> None:
        rest = rewritten(tree, _known(masks))
        switches = [path for path in paths(rest) if path.startswith(SWITCH)]
        every = {path: AS_IS if path.startswith(SWITCH) else masks[path] for path in paths(rest)}
        truth = answer(rest, every)
        if truth is Truth.UNDETERMINED:
            return
        for path in switches:
            held_true, held_false = answer(rest, {**every, path: ON}), answer(rest, {**every, path: OFF})
            if {held_true, held_false} != {Truth.MET, Truth.NOT_MET}:
                continue
            rule, at = self.switches[int(path.removeprefix(SWITCH))]
            version = f"{at[1]}" if at[0] == "versions" else versions.get(rule, "")
            marks = self.marks.get((rule, version, at))
            if marks is not None:
                into = marks.met if held_true is truth else marks.not_met
                if trial.id not in into:
                    into.append(trial.id)

    def _limbs(self, trial: Trial, reading: Reading, kind: str, masks: Mapping[str, int]) -> None:
        if len(reading.limbs) < 2:
            return
        asked = questions_at(self.book, reading, kind)
        state = [answer(asked[f"l:{i}"], masks) for i in range(len(reading.limbs))]
        for limb, truth in zip(reading.limbs, state, strict=True):
            marks = self.marks.get((trial.rule, reading.version.effective.isoformat(), ("limbs", limb.name or "")))
            if marks is None:
                continue
            if truth is Truth.MET and state.count(Truth.MET) == 1:
                marks.met.append(trial.id)
            elif all(other is Truth.NOT_MET for other in state):
                marks.not_met.append(trial.id)


class _Filled(dict[str, int]):
    """What is known of the paths that were asked about, and, looked up in the case, of those that were not."""

    def __init__(self, stated: Mapping[str, int], counts: list[tuple[Probe, Count]]) -> None:
        super().__init__(stated)
        own = {p: m for p, m in stated.items() if not p.startswith((FINDING, HELPER))}
        same = (c for c in counts if all(c[0].slot(c[1], p).mask == m for p, m in own.items()))
        self.count = next(same, None)

    def __missing__(self, path: str) -> int:
        if self.count is None or path.startswith(HELPER):
            return ~(~0 << 64)
        return self.count[0].slot(self.count[1], path).mask


def _known(masks: Mapping[str, int]) -> Callable[[Atom], Tree]:
    def known(atom: Atom) -> Tree:
        if atom.path.startswith(SWITCH):
            return atom
        possible = masks[atom.path]
        return TRUE if not possible & ~atom.mask else FALSE if not possible & atom.mask else atom

    return known


def _branches(book: Rulebook, places: Places) -> Iterator[Branch]:
    """Every branch of every version of every rule: elements, limbs, alternatives, and the atoms of their conditions."""
    wholes: dict[tuple[str, Spot], Held] = {(held.rule, held.at): held for held in conditions_of(book)}
    for id_, rule in book.provisions.items():
        for version in rule.versions:
            if version.repealed:
                continue
            day = version.effective.isoformat()
            for name in element_ids(rule, version):
                yield from _of(wholes[id_, ("elements", name)], day, places, f"`{name}`")
            for limb in version.any_of or ():
                at: Spot = ("limbs", limb)
                yield Branch(id_, day, at, f"갈래 `{limb}`", f"limb `{limb}`", places.of(id_, at))
    for id_, modifier in book.modifiers.items():
        for reach in modifier.reaches:
            for name in modifier.requires:
                yield from _of(wholes[id_, ("elements", name)], reach.effective.isoformat(), places, f"`{name}`")
    for held in wholes.values():
        if held.owner == "concept":
            name = f"`{held.at[3]}`" if len(held.at) > 2 else f"`{held.rule}`"
            yield from _of(held, str(held.at[1]), places, name)
        elif held.owner == "general":
            yield from _of(held, "", places, f"`{held.rule}`")


def _of(held: Held, version: str, places: Places, name: str) -> Iterator[Branch]:
    yield Branch(held.rule, version, held.at, name, name, places.of(held.rule, held.at))
    for at, leaf in _leaves(held.condition, ()):
        if at:
            ko, en = told(leaf)
            spot = (*held.at, *at)
            yield Branch(held.rule, version, spot, f"{name}: {ko}", f"{name}: {en}", places.of(held.rule, spot))


def _leaves(condition: Condition, at: Spot) -> Iterator[tuple[Spot, Condition]]:
    parts = condition_parts(condition)
    if not parts:
        yield at, condition
    for index, part in enumerate(parts):
        yield from _leaves(part, (*at, key_of(condition), index))

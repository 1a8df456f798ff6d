"""Mutation testing of a rulebook: which small mistakes in the rules would pass all of their own cases unseen.

A mutant is killed by a case that is written in a rule file, or by a pin: a derived case or a figure whose expectation
somebody confirmed. What survives is either proven to decide nothing, or shown with a case that would kill it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from offence_engine.inference.judge import helped_trees, judged_by
from offence_engine.inference.program import questions_at
from offence_engine.inference.reference import answer
from offence_engine.model.law import BoundModifier, Reading
from offence_engine.model.logic import FALSE, Tree, atoms, paths
from offence_engine.model.pins import PinnedPeriod, Turn
from offence_engine.model.truth import Truth
from offence_engine.rulebook.reading import boundaries_of, reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import changed_book
from offence_engine.workbench.figures import pinned_figures
from offence_engine.workbench.mutants import Mutant, mutants_of, tests_of
from offence_engine.workbench.pins import frame_turns, periods_of, typical_day
from offence_engine.workbench.trials import Bench, Recorder, Trial
from offence_engine.workbench.turns import Frame, frame_of, tree_for, turns_of
from offence_engine.workbench.users import modifiers_with, users_of

State = Literal["killed", "survived", "equivalent"]
ByKind = Mapping[str, Tree]


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: `by` the case or pin that killed it."""

    mutant: Mutant
    state: State
    by: str = ""


@dataclass(frozen=True, eq=False)
class PinnedFrame:
    """A frame of which it is pinned what its facts decide."""

    frame: Frame
    turns: Mapping[str, Turn]


class Lab:
    """A rulebook with its cases read and its pins checked, ready for one mutant after the other."""

    def __init__(self, book: Rulebook, mutants: list[Mutant] | None = None) -> None:
        self.mutants = list(mutants_of(book)) if mutants is None else mutants
        self.bench = Bench.of(book, tests_of(self.mutants))
        self.book = self.bench.book
        self.users = users_of(self.book)
        self.modifiers = modifiers_with(self.book)
        self.figures = pinned_figures(self.book)
        self.frames: dict[str, list[PinnedFrame]] = {}
        self._held: dict[str, bool] = {}
        self._bare: dict[str, list[PinnedPeriod]] = {}
        self.typical: dict[tuple[str, date], Frame | None] = {}
        self._asked: dict[tuple[int, str, str], ByKind] = {}

    def judged(self, mutant: Mutant) -> Outcome:
        """What becomes of a mutant: killed, by what; or not (whether it is equivalent is for `proposal` to tell)."""
        affected = self.users.get((mutant.owner, mutant.rule), frozenset())
        book = self.mutated(mutant, affected)
        attempt = _Attempt(self, mutant, book, affected)
        with judged_by(attempt.judge):
            by = attempt.killer()
        return Outcome(mutant, "survived" if by is None else "killed", by or "")

    def mutated(self, mutant: Mutant, affected: frozenset[str]) -> Rulebook:
        """The book with the mistake in it; what it cannot touch is taken over as it was read."""
        base = self.book
        book = changed_book(base, mutant.change(base))
        book.readings.update({k: v for k, v in base.readings.items() if k[0] not in affected})
        book.boundaries.update({k: v for k, v in base.boundaries.items() if k not in affected})
        book.keys.update({k: v for k, v in base.keys.items() if k[0] not in affected})
        return book

    def concerned(self, mutant: Mutant, affected: frozenset[str]) -> list[str]:
        """The rules whose typical cases a mutant may change: itself, the provisions, and modifiers that use a concept."""
        own = [mutant.rule] if mutant.owner in ("provision", "modifier") else []
        with_it = self.modifiers.get(mutant.rule, frozenset()) if mutant.owner == "concept" else frozenset()
        return list(dict.fromkeys((*own, *sorted(affected), *sorted(with_it))))

    def pinned_frames(self, rule: str) -> list[PinnedFrame]:
        """The frames of a rule of which the pins hold in the book itself; others kill nothing."""
        if rule not in self.frames:
            self.frames[rule] = list(self._pinned_frames(rule))
        return self.frames[rule]

    def _pinned_frames(self, rule: str) -> Iterator[PinnedFrame]:
        pinned = self.book.pins.get(rule)
        file = self.book.provisions.get(rule) or self.book.modifiers.get(rule)
        if pinned is None or file is None:
            return
        days = [p.from_ for p in pinned.periods]
        for period, until in zip(pinned.periods, [*days[1:], None], strict=True):
            if not period.turns:
                continue
            day = period.from_ if rule in self.book.provisions else typical_day(file, period.from_, until)  # type: ignore[arg-type]
            frame = frame_of(self.book, file, day)
            if frame is not None and frame_turns(self.book, frame) == period.turns:
                yield PinnedFrame(frame, period.turns)

    def pins_hold(self, rule: str) -> bool:
        """Whether a rule (or table) is pinned, and the pins say of its periods and figures what the book says."""
        if rule not in self._held:
            self._held[rule] = self._hold(rule)
        return self._held[rule]

    def _hold(self, rule: str) -> bool:
        pinned = self.book.pins.get(rule)
        if pinned is None or pinned.figures != self.figures.get(rule, {}):
            return False
        if rule not in self.book.provisions:
            return True
        return self.bare(rule) == [p.model_copy(update={"turns": {}}) for p in pinned.periods]

    def pinned(self, mutant: Mutant) -> bool:
        """Whether pins tell of everything that a changed date or figure could change."""
        affected = self.users.get((mutant.owner, mutant.rule), frozenset())
        own = {mutant.rule} if mutant.owner != "concept" else set()
        return all(
            self.pins_hold(rule) for rule in affected | own if rule in self.book.pins or rule in self.book.provisions
        )

    def bare(self, rule: str) -> list[PinnedPeriod]:
        """The periods of a provision of the book itself, without what facts decide."""
        if rule not in self._bare:
            self._bare[rule] = list(periods_of(self.book, rule, turns=False))
        return self._bare[rule]

    def asked(self, book: Rulebook, reading: Reading, kind: str, modifier: BoundModifier | None) -> ByKind:
        """The questions of a reading of the book itself, remembered."""
        key = (id(reading), kind, modifier.id if modifier else "")
        if key not in self._asked:
            self._asked[key] = _questions(book, reading, kind, modifier)
        return self._asked[key]


def day_of(reading: Reading) -> date:
    """A day on which a reading holds: that on which the last of its parts came into force."""
    return max(date.fromisoformat(part.rpartition("@")[2]) for part in reading.key)


def _questions(book: Rulebook, reading: Reading, kind: str, modifier: BoundModifier | None) -> ByKind:
    asked = questions_at(book, reading, kind)
    return asked if modifier is None else helped_trees(asked, modifier)


class _Attempt:
    """One mutant against the cases and pins."""

    def __init__(self, lab: Lab, mutant: Mutant, book: Rulebook, affected: frozenset[str]) -> None:
        self.lab, self.mutant, self.book, self.affected = lab, mutant, book, affected
        self.judge = Recorder(book, lab.bench.judge)
        self._asked: dict[tuple[object, ...], ByKind | None] = {}
        self._possible: dict[tuple[str, str], bool] = {}

    def killer(self) -> str | None:
        """The case or pin that tells the mutant from the book; None where all of them pass."""
        if self.mutant.kind in ("condition", "structure"):
            return self._by_case(quick=True) or self._by_turn()
        # Pins are asked first: they are compared in no time, where cases have to be judged again.
        return self._by_figure() or self._by_case()

    def _by_case(self, quick: bool = False) -> str | None:
        for trial in self._trials():
            if quick and self._untouched(trial):
                continue
            if trial.run(self.book) is not None:
                return trial.id
        return None

    def _trials(self) -> Iterator[Trial]:
        trials = self.lab.bench.trials
        yield from (t for t in trials if t.rule == self.mutant.rule)
        yield from (t for t in trials if t.rule != self.mutant.rule and t.touched & self.affected)

    def _untouched(self, trial: Trial) -> bool:
        """Whether every question that was asked about a case has the same answer under the mutant."""
        for reading, kind, modifier, masks in trial.asked:
            if reading.provision.id not in self.affected and (modifier is None or modifier.id != self.mutant.rule):
                continue
            before = self.lab.asked(self.lab.book, reading, kind, modifier)
            now = self._now(reading, kind, modifier)
            if now is None or now.keys() != before.keys():
                return False
            for name, tree in before.items():
                other = now[name]
                if tree == other or (name[0] in "ea" and name[1] == ":" and not trial.reasons):
                    continue
                if any(path not in masks for path in paths(other)):
                    return False
                truth = answer(tree, masks)
                if truth is not answer(other, masks) or (name == "verdict" and truth is Truth.UNDETERMINED):
                    return False
        kinds = {act.kind for act in trial.case.acts.values()}
        return not any(self._newly_possible(p, kind) for p in trial.touched & self.affected for kind in kinds)

    def _now(self, reading: Reading, kind: str, modifier: BoundModifier | None) -> ByKind | None:
        key = (id(reading), kind, modifier.id if modifier else "")
        if key not in self._asked:
            self._asked[key] = self._asked_now(reading, kind, modifier)
        return self._asked[key]

    def _asked_now(self, reading: Reading, kind: str, modifier: BoundModifier | None) -> ByKind | None:
        id_ = reading.provision.id
        other = reading_on(self.book, id_, day_of(reading))
        if other is None:
            return None
        if modifier is not None:
            found = next((m for m in other.participations if m.id == modifier.id), None)
            if found is None:
                return None
            modifier = found
        return _questions(self.book, other, kind, modifier)

    def _newly_possible(self, id_: str, kind: str) -> bool:
        if (id_, kind) not in self._possible:
            self._possible[id_, kind] = any(self._differs(id_, day, kind) for day in boundaries_of(self.lab.book, id_))
        return self._possible[id_, kind]

    def _differs(self, id_: str, day: date, kind: str) -> bool:
        one, other = reading_on(self.lab.book, id_, day), reading_on(self.book, id_, day)
        if one is None or other is None:
            return one is not other
        before = self.lab.asked(self.lab.book, one, kind, None)["verdict"]
        now = self._now(one, kind, None)
        return now is not None and (before == FALSE) is not (now["verdict"] == FALSE)

    def _by_turn(self) -> str | None:
        for rule in self.lab.concerned(self.mutant, self.affected):
            for pinned in self.lab.pinned_frames(rule):
                if self._turned(pinned):
                    return f"pin {rule}@{pinned.frame.day}"
        return None

    def _turned(self, pinned: PinnedFrame) -> bool:
        """Whether something else decides in a pinned frame than is pinned."""
        frame = pinned.frame
        one = reading_on(self.lab.book, frame.provision, frame.day)
        other = reading_on(self.book, frame.provision, frame.day)
        before = tree_for(one, frame) if one is not None else None
        now = tree_for(other, frame) if other is not None else None
        if before is None or now is None:
            return before is not now
        if before == now:
            return False
        first = [atom.path for atom in set(atoms(before)) ^ set(atoms(now))]
        seen = set()
        for name, turn in turns_of(self.book, now, frame, sorted(first)):
            if pinned.turns.get(name) != turn:
                return True
            seen.add(name)
        return seen != pinned.turns.keys()

    def _by_figure(self) -> str | None:
        rule, figures = self.mutant.rule, None
        if rule in self.lab.figures and self.lab.pins_hold(rule):
            figures = pinned_figures(self.book)
            if figures.get(rule, {}) != self.lab.figures[rule]:
                return f"pin {rule}"
        for id_ in sorted(self.affected, key=lambda i: (i != rule, i)):
            if self.lab.pins_hold(id_) and list(periods_of(self.book, id_, turns=False)) != self.lab.bare(id_):
                return f"pin {id_}"
        return None

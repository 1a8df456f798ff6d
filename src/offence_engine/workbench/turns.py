"""What each fact of a typical case decides: with which of its values the law of a day is filled, all else being as it is.

This is told from the condition trees themselves, for one count of the typical case: exact, and quick enough to be done
again for every mutant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from offence_engine.casefile.read import today
from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.judging import judge_case
from offence_engine.counting.probe import Probe
from offence_engine.counting.unfold import Count, counts_of, stretches, suspects_of
from offence_engine.errors import OffenceError
from offence_engine.inference.judge import HELPER, Judge, judged_by, of_helper
from offence_engine.inference.program import questions
from offence_engine.inference.reference import answer
from offence_engine.model.case import Case
from offence_engine.model.law import BoundModifier, Reading
from offence_engine.model.logic import FALSE, KIND, TRUE, Atom, Tree, all_of, paths, rewritten
from offence_engine.model.pins import Turn
from offence_engine.model.rule import PARTICIPATING, ModifierFile, ProvisionFile
from offence_engine.model.time import Span
from offence_engine.model.truth import Truth
from offence_engine.rulebook.domains import FINDING, Domain
from offence_engine.rulebook.reading import reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.stated import Stated

YEAR_END = "/born 31 December"
_RANK = {Truth.MET: 0, Truth.UNDETERMINED: 1, Truth.NOT_MET: 2}


@dataclass(frozen=True, eq=False, repr=False)
class Frame:
    """The typical case of a rule on a day, as one count under one provision: where its facts stand."""

    rule: str
    day: date
    provision: str
    work: Work
    count: Count
    modifies: str | None = None
    masks: dict[str, int] = field(default_factory=dict)
    _says: set[str] = field(default_factory=set)
    _families: dict[str, list[tuple[str, dict[str, int]]]] = field(default_factory=dict)

    def mask(self, path: str, kind: str | None = None) -> int:
        """What is possible of a path in the typical case, or in the same with another kind of act."""
        if kind is not None:
            if not any(path == f"act.{fact}" for fact in self.says):
                return self.mask(path)
            return Probe(self.work.book, _of_kind(self.work.case, self.count, kind)).slot(self.count, path).mask
        known = self.masks.get(path)
        if known is None:
            known = self.masks[path] = self._look(path)
        return known

    @property
    def says(self) -> frozenset[str]:
        """The facts that some kind of act says by itself."""
        if not self._says:
            self._says.update(fact for kind in self.work.book.kinds.values() for fact in kind.says)
        return frozenset(self._says)

    def families(self, book: Rulebook, path: str) -> list[tuple[str, dict[str, int]]]:
        """The values to be tried of a path (domains do not differ between a book and its mutants)."""
        if path not in self._families:
            self._families[path] = list(families(book, path, self))
        return self._families[path]

    def _look(self, path: str) -> int:
        if path.startswith(HELPER):
            own = replace(self.count, principal=None, principal_act=None)
            return self.work.probe.slot(own, path.removeprefix(HELPER)).mask
        return self.work.probe.slot(self.count, path).mask


def _of_kind(case: Case, count: Count, kind: str) -> Case:
    act = case.acts[count.deed].model_copy(update={"kind": kind})
    return case.model_copy(update={"acts": {**case.acts, count.deed: act}})


def frame_of(book: Rulebook, rule: ProvisionFile | ModifierFile, day: date) -> Frame | None:
    """The typical case of a rule, dated on a day; None where it cannot be read or has no count on that day."""
    if rule.typical_case is None:
        return None
    stated = Stated(rule.typical_case, rule.id)
    try:
        stated.on(day)
        case = stated.case(book, max(day, today()))
        with judged_by(_judge_for(book)) as judge:
            work = Work(book, case, judge, Probe(book, case))
            if isinstance(rule, ProvisionFile):
                return _of_provision(work, rule, day)
            return _of_modifier(work, rule, day)
    except (OffenceError, KeyError):
        return None


_KNOWN: list[Judge] = []


def _judge_for(book: Rulebook) -> Judge:
    """A judge without durable_rules for the book whose frames were last asked for: its programs serve all of them."""
    if not _KNOWN or _KNOWN[0].book is not book:
        _KNOWN[:] = [Judge(book, alone=True)]
    return _KNOWN[0]


def _of_provision(work: Work, rule: ProvisionFile, day: date) -> Frame | None:
    book, case = work.book, work.case
    if rule.id in book.resting:
        judge_case(work, book.independent)
    reading = reading_on(book, rule.id, day)
    if reading is None:
        return None
    tree = verdict_tree(reading)
    found: list[tuple[int, int, Frame]] = []
    for act_id, act in case.acts.items():
        for suspect in suspects_of(case, act):
            for piece in stretches(book, rule.id, act):
                if piece.reading is not reading:
                    continue
                for count in counts_of(book, case, rule.id, act_id, suspect, piece):
                    frame = Frame(rule.id, day, rule.id, work, count)
                    truth = answer(tree, {path: frame.mask(path) for path in paths(tree)})
                    found.append((_RANK[truth], len(found), frame))
    return min(found, key=lambda f: f[:2])[2] if found else None


def _of_modifier(work: Work, rule: ModifierFile, day: date) -> Frame | None:
    judged, _ = judge_case(work)
    order = {"applicable": 0, "undetermined": 1, "not_applicable": 2}
    found: list[tuple[bool, int, int, Judged]] = []
    for item in judged:
        helped = item.count.principal is not None or item.finding.participation == rule.modifies
        if (rule.modifies in PARTICIPATING) is not helped or bound_modifier(item.reading, rule.id) is None:
            continue
        attached = any(m.id == rule.id for m in item.finding.modifiers)
        found.append((not attached, order[item.finding.verdict], len(found), item))
    if not found:
        return None
    best = min(found, key=lambda f: f[:3])[3]
    return Frame(rule.id, day, best.finding.provision, work, best.count, rule.modifies)


def verdict_tree(reading: Reading) -> Tree:
    """What makes a provision applicable, for every kind of act."""
    return questions(reading)["verdict"]


def bound_modifier(reading: Reading, id_: str) -> BoundModifier | None:
    every = (*((reading.attempt,) if reading.attempt else ()), *reading.added, *reading.participations)
    return next((m for m in every if m.id == id_), None)


def tree_for(reading: Reading, frame: Frame) -> Tree | None:
    """What a frame asks of a reading: the verdict, or the elements of the modifier; None where it does not reach it."""
    if frame.modifies is None:
        return verdict_tree(reading)
    bound = bound_modifier(reading, frame.rule)
    if bound is None:
        return None
    tree = all_of([element.tree for element in bound.elements])
    return rewritten(tree, of_helper) if frame.modifies in PARTICIPATING else tree


def turns_of(book: Rulebook, tree: Tree, frame: Frame, first: Sequence[str] = ()) -> Iterator[tuple[str, Turn]]:
    """What each fact decides, of those that decide anything; those of `first` before the others."""
    read = paths(tree)
    masks = {path: frame.mask(path) for path in read}
    for path in dict.fromkeys((*(p for p in first if p in masks), *read)):
        # What the other facts decide is told once for all values of this one.
        moving = {p for p in read if p.startswith("act.")} if path == KIND else {path}
        rest = rewritten(tree, _settled({p: m for p, m in masks.items() if p not in moving}))
        for name, told in frame.families(book, path):
            truths = {value: answer(rest, given) for value, given in _tried(path, told, masks, frame)}
            if len(set(truths.values())) > 1:
                held, unknown = _listed(truths, Truth.MET), _listed(truths, Truth.UNDETERMINED)
                yield name, Turn(applicable=held, undetermined=unknown)


def _settled(masks: Mapping[str, int]) -> Callable[[Atom], Tree]:
    def known(atom: Atom) -> Tree:
        possible = masks.get(atom.path)
        if possible is None:
            return atom
        return TRUE if not possible & ~atom.mask else FALSE if not possible & atom.mask else atom

    return known


def _tried(
    path: str, told: Mapping[str, int], masks: dict[str, int], frame: Frame
) -> Iterator[tuple[str, dict[str, int]]]:
    for value, mask in told.items():
        if path == KIND:
            others = {p: frame.mask(p, value) if p.startswith("act.") else m for p, m in masks.items()}
            yield value, {**others, KIND: mask}
        else:
            yield value, {**masks, path: mask}


def families(book: Rulebook, path: str, frame: Frame) -> Iterator[tuple[str, dict[str, int]]]:
    """The values to be tried of a path, with the regions in which they lie; an age is tried in two ways."""
    plain = path.removeprefix(HELPER)
    domain = book.domains[plain]
    name = f"own {plain}" if path != plain else plain
    if plain.startswith(FINDING):
        yield name, {"yes": domain.mask(domain.tests[0]), "no": domain.absent}
    elif ".age@" in plain:
        yield name, {str(a): m for a, m in _ages(domain, frame.day, False)}
        yield name + YEAR_END, {str(a): m for a, m in _ages(domain, frame.day, True)}
    else:
        yield name, _values(book, plain, domain)


def _values(book: Rulebook, path: str, domain: Domain) -> dict[str, int]:
    decl = book.facts[path]
    match decl.type:
        case "yes_no" | "judgment":
            return {value: domain.at(value) for value in ("yes", "no")}
        case "choice":
            return {value: domain.at(value) for value in decl.values}
        case "choices":
            return {"none": domain.at(()), **{value: domain.at((value,)) for value in decl.values}}
    return {str(sample): domain.at(sample) for sample in domain.samples if sample is not None}


def _ages(domain: Domain, day: date, year_end: bool) -> Iterator[tuple[int, int]]:
    for age in range(max(domain.ages, default=0) + 3):
        born = date(day.year - age - 1, 12, 31) if year_end else _years_before(day, age)
        yield age, domain.at_age(Span(born, born), Span(day, day))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _listed(truths: Mapping[str, Truth], wanted: Truth) -> tuple[str, ...]:
    """The values with a truth; numbers that follow each other as one, `14-18`, or `19+` where they reach the last."""
    held = [value for value, truth in truths.items() if truth is wanted]
    if not held or not all(v.isdigit() for v in truths):
        return tuple(held)
    runs: list[list[str]] = []
    tried = list(truths)
    for value in held:
        if runs and tried.index(value) == tried.index(runs[-1][-1]) + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return tuple(
        f"{run[0]}+" if run[-1] == tried[-1] else f"{run[0]}-{run[-1]}" if len(run) > 1 else run[0] for run in runs
    )

"""The cases of rule files, read once and tried again and again on rulebooks that differ from the one they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from offence_engine.assess import findings_of
from offence_engine.errors import OffenceError
from offence_engine.inference.judge import HELPER, Judge, Outcome, helped_trees, judged_by
from offence_engine.inference.program import Program, build, questions_at
from offence_engine.model.case import Case
from offence_engine.model.condition import AgeTest, Condition, FactTest, FindingTest
from offence_engine.model.law import BoundModifier, Reading
from offence_engine.model.logic import FALSE, Tree, paths
from offence_engine.model.result import Finding
from offence_engine.model.rule import ModifierFile, ProvisionFile, RuleCase
from offence_engine.rulebook.domains import FINDING, Domain, Test, age_domain, domain, finding_domain, holds, path_of
from offence_engine.rulebook.load import tests_in
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import conditions_of
from offence_engine.workbench.cases import Got, day_of_assessment, differences, own_findings, stated_case

RuleFile = ProvisionFile | ModifierFile


@dataclass(frozen=True, slots=True)
class OpenDomain(Domain):
    """A domain that also tells what a comparison means that no rule makes, where its regions are fine enough."""

    masks: dict[Test, int] = field(default_factory=dict, compare=False, repr=False)

    def mask(self, test: Test) -> int:
        found = self.masks.get(test)
        if found is None:
            found = self.masks[test] = self._mask(test)
        return found

    def _mask(self, test: Test) -> int:
        if test in self.tests or not isinstance(test, FactTest):
            return Domain.mask(self, test)
        return sum(1 << i for i, value in enumerate(self.samples) if value is not None and holds(test, value))


def opened(book: Rulebook, conditions: Iterable[Condition]) -> Rulebook:
    """The book with domains cut fine enough for more conditions than its own; its answers stay the same."""
    more: dict[str, list[Test]] = defaultdict(list)
    for condition in conditions:
        for test in tests_in(condition):
            more[path_of(test)].append(test)
    domains = dict(book.domains)
    for path, tests in more.items():
        known = book.domains.get(path)
        if known is not None and all(test in known.tests for test in tests):
            continue
        every = [*(known.tests if known else ()), *tests]
        if path.startswith(FINDING):
            made = finding_domain(path, next(t for t in every if isinstance(t, FindingTest)))
        elif path in book.facts:
            decl = book.facts[path]
            own = [t for t in every if isinstance(t, FactTest)]
            if decl.type == "choice":
                own = [FactTest.model_validate({"fact": path, "is": value}) for value in decl.values]
                own += known.tests if known else ()  # type: ignore[arg-type]
            made = domain(path, decl, own)
        else:
            made = age_domain(path, [t for t in every if isinstance(t, AgeTest)])
        domains[path] = OpenDomain(made.path, made.tests, made.regions, made.samples, made.unknown, made.absent)
    return replace(book, domains=domains, readings={}, boundaries={}, keys={})


class LateProgram(Program):
    """A program that is compiled to blocks only when something asks for them: most mutants are told from their trees."""

    def __init__(self, name: str, trees: dict[str, Tree], sizes: Mapping[str, int]) -> None:
        self.name, self.trees, self._sizes = name, trees, sizes
        self.paths = tuple(dict.fromkeys(path for tree in trees.values() for path in paths(tree)))

    def __getattr__(self, name: str) -> Any:
        if name not in ("roots", "blocks"):
            raise AttributeError(name)
        made = build(self.name, self.trees, self._sizes)
        self.roots, self.blocks = made.roots, made.blocks
        return getattr(made, name)

    @cached_property
    def possible(self) -> bool:
        return self.trees["verdict"] != FALSE


class Recorder(Judge):
    """A judge without durable_rules that notes which readings were asked about which facts."""

    def __init__(self, book: Rulebook, base: Recorder | None = None) -> None:
        super().__init__(book, alone=True)
        self.base = base
        self.readings: dict[int, tuple[Reading, str, BoundModifier | None]] = {}
        self.asked: list[tuple[Program, dict[str, int]]] = []
        self.noting = False

    def program(self, reading: Reading, kind: str, whole: bool = False) -> Program:
        base = self.base
        if base is not None and base.book.readings.get((reading.provision.id, reading.key)) is reading:
            return base.program(reading, kind, whole)
        key = (reading.key, kind, whole)
        program = self._programs.get(key)
        if program is None:
            asked = questions_at(self.book, reading, kind)
            if not whole and asked["verdict"] == FALSE:
                asked = {"verdict": FALSE}
            program = self._programs[key] = LateProgram(f"{reading.provision.id}/{kind}", asked, self._sizes)
            self.readings[id(program)] = (reading, kind, None)
        return program

    def helped(self, program: Program, modifier: BoundModifier) -> Program:
        key = (id(program), modifier.id, modifier.reach.effective)
        made = self._helped.get(key)
        if made is None:
            trees = helped_trees(program.trees, modifier)
            made = self._helped[key] = LateProgram(f"{program.name}+{modifier.id}", trees, self._sizes)
            known = self.reading_of(program)
            if known is not None:
                self.readings[id(made)] = (known[0], known[1], modifier)
        return made

    @cached_property
    def _sizes(self) -> dict[str, int]:
        sizes = {path: len(domain.regions) for path, domain in self.book.domains.items()}
        return sizes | {f"{HELPER}{path}": size for path, size in sizes.items()}

    def reading_of(self, program: Program) -> tuple[Reading, str, BoundModifier | None] | None:
        found = self.readings.get(id(program))
        return found if found is not None or self.base is None else self.base.reading_of(program)

    def judge(self, program: Program, masks: Mapping[str, int], label: str) -> Outcome:
        if self.noting:
            self.asked.append((program, dict(masks)))
        return super().judge(program, masks, label)


@dataclass(frozen=True, eq=False)
class Trial:
    """One case of a rule file, read: whose, and the provisions that it can touch."""

    id: str
    rule: str
    written: RuleCase
    case: Case
    as_of: date
    touched: frozenset[str] = frozenset()
    asked: tuple[tuple[Reading, str, BoundModifier | None, dict[str, int]], ...] = field(default=(), repr=False)

    @property
    def reasons(self) -> bool:
        """Whether the case asks for more than verdict, stage and limb: which elements are met, and how."""
        case = self.written
        return bool(case.because or case.met or case.alternative or case.either_way is not None)

    def run(self, book: Rulebook) -> str | None:
        """What comes out otherwise than the case expects (in English), None where all is as expected."""
        try:
            got = self.got(book)
        except (OffenceError, KeyError, AssertionError) as problem:
            return str(problem) or type(problem).__name__
        return next((en for _, en in differences(book, self.rule, rule_of(book, self.rule), self.written, got)), None)

    def best(self, book: Rulebook) -> Finding | None:
        """The finding that the case is about, the most applicable first."""
        rule = rule_of(book, self.rule)
        order = {"applicable": 0, "undetermined": 1, "not_applicable": 2}
        found = own_findings(self.rule, rule, self.got(book))
        return min(found, key=lambda f: order[f.verdict], default=None)

    def got(self, book: Rulebook) -> Got:
        limited = self.written.limitation_years is not None
        only = frozenset({self.rule}) if self.rule in book.independent else self.touched or None
        return Got(*findings_of(self.case, book, self.as_of, only, limited))


def rule_of(book: Rulebook, id_: str) -> RuleFile:
    return book.provisions[id_] if id_ in book.provisions else book.modifiers[id_]


def rules_with_cases(book: Rulebook) -> Iterator[tuple[str, RuleFile]]:
    rules: dict[str, RuleFile] = {**book.provisions, **book.modifiers}
    for id_, rule in rules.items():
        if rule.typical_case is not None:
            yield id_, rule


def read_trial(book: Rulebook, id_: str, rule: RuleFile, written: RuleCase, number: int) -> Trial:
    """A case of a rule file as it is tried.

    Errors: CaseError, KeyError where it cannot be read.
    """
    as_of = day_of_assessment(written)
    case = stated_case(rule, id_, written).case(book, as_of)
    return Trial(f"{id_}#{number}", id_, written, case, as_of)


@dataclass
class Bench:
    """The book with open domains, the judge that answers for it, and every trial; trials that fail by themselves are
    in `broken` and kill nothing."""

    book: Rulebook
    judge: Recorder
    trials: list[Trial]
    broken: list[str]

    @classmethod
    def of(cls, book: Rulebook, conditions: Iterable[Condition] = ()) -> Bench:
        """Read every case of every rule file and try it on the book itself."""
        base = opened(book, [*conditions, *(h.condition for h in conditions_of(book))])
        bench = cls(base, Recorder(base), [], [])
        with judged_by(bench.judge):
            for id_, rule in rules_with_cases(base):
                for number, written in enumerate(rule.cases):
                    bench.add(id_, rule, written, number)
        return bench

    def add(self, id_: str, rule: RuleFile, written: RuleCase, number: int) -> Trial | None:
        """Read a case, try it, and note what it touches; None where it fails (it is then in `broken`)."""
        try:
            trial = read_trial(self.book, id_, rule, written, number)
        except (OffenceError, KeyError) as problem:
            self.broken.append(f"{id_}: {written.name}: {problem}")
            return None
        self.judge.asked, self.judge.noting = [], True
        wrong = trial.run(self.book)
        self.judge.noting = False
        if wrong is not None:
            self.broken.append(f"{id_}: {written.name}: {wrong}")
            return None
        seen = {}
        for program, masks in self.judge.asked:
            known = self.judge.reading_of(program)
            if known is not None:
                key = (id(program), tuple(masks.items()))
                seen[key] = (*known, masks)
        touched = frozenset(known[0].provision.id for known in seen.values()) | ({id_} & self.book.provisions.keys())
        trial = self._narrowed(replace(trial, touched=touched, asked=tuple(seen.values())), rule)
        self.trials.append(trial)
        return trial

    def _narrowed(self, trial: Trial, rule: RuleFile) -> Trial:
        """The trial under the provisions alone that it is about, where that is enough for it."""
        if trial.rule in self.book.resting:
            # Which finding it rests on is what a mistake may change.
            return trial
        about = {f.provision for f in own_findings(trial.rule, rule, trial.got(self.book))}
        rests = {f for finding in trial.got(self.book).findings for f in finding.rests_on}
        about |= {id_.partition("@")[0] for id_ in rests}
        narrow = replace(trial, touched=frozenset(about))
        if not about or narrow.touched == trial.touched or narrow.run(self.book) is not None:
            return trial
        asked = tuple(known for known in trial.asked if known[0].provision.id in about)
        return replace(narrow, asked=asked)

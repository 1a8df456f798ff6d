"""One question, two engines: durable_rules derives, the reference answers, and they must agree before anything is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from offence_engine.errors import Fault, InternalError, Place
from offence_engine.inference import rete
from offence_engine.inference.blocks import FAILS, HOLDS, Block
from offence_engine.inference.cubes import maximal
from offence_engine.inference.program import Program, build, compile_program
from offence_engine.inference.reference import answer
from offence_engine.inference.rete import Rule, RuleSet
from offence_engine.model.law import BoundModifier, Reading
from offence_engine.model.logic import Atom, Tree, all_of, rewritten
from offence_engine.model.truth import Truth
from offence_engine.rulebook.reading import boundaries_of, reading_on
from offence_engine.rulebook.rulebook import Rulebook

HELPER = "helper:"
_OWN = ("act", "part", "stance", "channel", "suspect", "pair")
_MIND = ("part", "suspect")
_OWN_MIND = ("co_principal", "indirect_principal")


@dataclass(frozen=True, slots=True)
class Derived:
    """One step of the inference: what was concluded, and from which conditions."""

    conclusion: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The truth of each question, and the paths whose value can still change the verdict."""

    truths: Mapping[str, Truth]
    missing: tuple[str, ...]
    derivation: tuple[Derived, ...]


class Judge:
    """Programs, rulesets and answers of one rulebook; equal questions about equal facts are derived once.

    `alone`: the reference answers alone, without durable_rules (for rulebooks that live for a moment)."""

    def __init__(self, book: Rulebook, alone: bool = False) -> None:
        self.book = book
        self.alone = alone
        # Programs are kept for as long as the judge lives: rulesets and outcomes are found by their identity.
        self._programs: dict[tuple[tuple[str, ...], str, bool], Program] = {}
        self._ever: dict[tuple[str, str], bool] = {}
        self._helped: dict[tuple[int, str, date], Program] = {}
        self._rulesets: dict[int, tuple[RuleSet, frozenset[str]]] = {}
        self._outcomes: dict[tuple[int, tuple[int, ...]], Outcome] = {}

    def program(self, reading: Reading, kind: str, whole: bool = False) -> Program:
        """The program of a reading for one kind of act; with `whole`, also where that kind cannot fill it."""
        key = (reading.key, kind, whole)
        if key not in self._programs:
            self._programs[key] = compile_program(self.book, reading, kind, whole)
        return self._programs[key]

    def ever_possible(self, provision: str, kind: str) -> bool:
        """Whether some version of a provision can be filled by a kind of act."""
        key = (provision, kind)
        if key not in self._ever:
            readings = (reading_on(self.book, provision, day) for day in boundaries_of(self.book, provision))
            self._ever[key] = any(self.program(r, kind).possible for r in readings if r is not None)
        return self._ever[key]

    def helped(self, program: Program, modifier: BoundModifier) -> Program:
        """The program of who takes part in another's deed: that of the deed, and the elements about the own act
        (`y:<id>`). Who is a principal by it (together, or through another) has intent and purpose of their own."""
        key = (id(program), modifier.id, modifier.reach.effective)
        if key not in self._helped:
            sizes = {path: len(domain.regions) for path, domain in self.book.domains.items()}
            trees = helped_trees(program.trees, modifier)
            sizes |= {f"{HELPER}{path}": size for path, size in sizes.items()}
            self._helped[key] = build(f"{program.name}+{modifier.id}", trees, sizes)
        return self._helped[key]

    def judge(self, program: Program, masks: Mapping[str, int], label: str) -> Outcome:
        """The outcome for what is known of each path.

        Errors: InternalError, naming the provision and the count, where the engines differ.
        """
        key = (id(program), tuple(masks[path] for path in program.paths))
        found = self._outcomes.get(key)
        if found is None:
            found = self._outcomes[key] = self._judge(program, masks, label)
        return found

    def _judge(self, program: Program, masks: Mapping[str, int], label: str) -> Outcome:
        expected = {name: answer(tree, masks) for name, tree in program.trees.items()}
        derivation: tuple[Derived, ...] = ()
        if rete.AVAILABLE and not self.alone:
            derived = self._derive(program, masks)
            derivation = tuple(_steps(self.book, program, derived))
            for name, root in program.roots.items():
                truth = _constant(root) if isinstance(root, bool) else _truth_in(derived, root)
                if truth is not expected[name]:
                    raise InternalError([_differ(program, label, name, truth, expected[name])])
        missing: tuple[str, ...] = ()
        if expected["verdict"] is Truth.UNDETERMINED and isinstance(verdict := program.roots["verdict"], Block):
            needed = relevant(verdict, masks)
            missing = tuple(path for path in program.paths if path in needed)
        return Outcome(expected, missing, derivation)

    def _derive(self, program: Program, masks: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
        if id(program) not in self._rulesets:
            rules, given = rules_of(program)
            self._rulesets[id(program)] = (RuleSet(program.name, rules), given)
        ruleset, given = self._rulesets[id(program)]
        held = [key for path in program.paths for key in _held(ruleset, path, masks[path])]
        return dict.fromkeys(sorted(given), ()) | ruleset.derive([*given, *held])


def helped_trees(asked: Mapping[str, Tree], modifier: BoundModifier) -> dict[str, Tree]:
    """The questions about who takes part in a deed, from those about the deed."""
    deed = dict(asked)
    if modifier.modifies in _OWN_MIND:
        deed = {name: rewritten(tree, _of_own_mind) for name, tree in deed.items()}
    own = {f"y:{e.id}": rewritten(e.tree, of_helper) for e in modifier.elements}
    return {**deed, "verdict": all_of([deed["verdict"], *own.values()]), **own}


def of_helper(atom: Atom) -> Tree:
    """A condition of a helper: about the own act and person, unless it is about what the deed concerns too."""
    return Atom(f"{HELPER}{atom.path}", atom.mask) if atom.path.partition(".")[0] in _OWN else atom


def _of_own_mind(atom: Atom) -> Tree:
    """A condition on the doer's mind or person, asked of who is a principal through or beside the doer."""
    return Atom(f"{HELPER}{atom.path}", atom.mask) if atom.path.partition(".")[0] in _MIND else atom


def _held(ruleset: RuleSet, path: str, possible: int) -> list[str]:
    """The literals on a path that hold: those that allow everything that is still possible."""
    return [key for key, mask in _literals(ruleset).get(path, ()) if not possible & ~mask]


_LITERALS: WeakKeyDictionary[RuleSet, dict[str, list[tuple[str, int]]]] = WeakKeyDictionary()


def _literals(ruleset: RuleSet) -> dict[str, list[tuple[str, int]]]:
    if ruleset not in _LITERALS:
        table: dict[str, list[tuple[str, int]]] = {}
        for key in sorted(ruleset.read):
            path, bar, mask = key.partition("|")
            if bar:
                table.setdefault(path, []).append((key, int(mask, 16)))
        _LITERALS[ruleset] = table
    return _LITERALS[ruleset]


def rules_of(program: Program) -> tuple[list[Rule], frozenset[str]]:
    """The rules of a program, and the conclusions that hold whatever the facts."""
    rules: list[Rule] = []
    given: set[str] = set()
    for block in program.blocks:
        for cubes, sign in ((block.on, "+"), (block.off, "-")):
            conclusion = f"b{block.number}{sign}"
            for cube in cubes:
                keys = tuple(_key(block, cube, v) for v in block.space.restricted(cube))
                if keys:
                    rules.append((keys, conclusion))
                else:
                    given.add(conclusion)
    return rules, frozenset(given)


def _key(block: Block, cube: int, variable: int) -> str:
    source, mask = block.inputs[variable], block.space.mask(cube, variable)
    if isinstance(source, str):
        return f"{source}|{mask:x}"
    return f"b{source.number}{'+' if mask == HOLDS else '-'}"


def _constant(value: bool) -> Truth:
    return Truth.MET if value else Truth.NOT_MET


def _truth_in(derived: Mapping[str, object], block: Block) -> Truth | None:
    holds, fails = f"b{block.number}+" in derived, f"b{block.number}-" in derived
    if holds and fails:
        return None
    return Truth.MET if holds else Truth.NOT_MET if fails else Truth.UNDETERMINED


def _steps(book: Rulebook, program: Program, derived: Mapping[str, tuple[str, ...]]) -> Iterator[Derived]:
    """The derivation in the words of the rules: elements and limbs by name, conditions as `path: values`."""
    names: dict[int, str] = {}
    for name, root in program.roots.items():
        if isinstance(root, Block):
            names.setdefault(root.number, name)

    def words(key: str) -> str:
        path, bar, mask = key.partition("|")
        if bar:
            domain = book.domains.get(path.removeprefix(HELPER))
            return f"{path}: {domain.describe(int(mask, 16))}" if domain else key
        number = int(key[1:-1])
        return f"{names.get(number, f'part {number}')} {'holds' if key[-1] == '+' else 'fails'}"

    for conclusion, keys in derived.items():
        yield Derived(words(conclusion), tuple(words(key) for key in keys))


def _differ(program: Program, label: str, name: str, derived: Truth | None, expected: Truth) -> Fault:
    return Fault(
        Place(program.name),
        f"두 엔진의 답이 다릅니다 ({label}, {name}): durable_rules {derived}, 기준 {expected}. 결과를 내지 않습니다.",
        f"the engines differ ({label}, {name}): durable_rules {derived}, reference {expected}; nothing is released",
    )


def region(block: Block, masks: Mapping[str, int]) -> int:
    """The cube of what is possible for the inputs of a block."""
    cube = 0
    for index, source in enumerate(block.inputs):
        if isinstance(source, str):
            mask = masks[source]
        else:
            inner = region(source, masks)
            mask = HOLDS if _covers(source.on, inner) else FAILS if _covers(source.off, inner) else HOLDS | FAILS
        cube |= mask << block.space.offsets[index]
    return cube


def _covers(cubes: tuple[int, ...], inner: int) -> bool:
    return any(cube | inner == cube for cube in cubes)


def relevant(block: Block, masks: Mapping[str, int]) -> set[str]:
    """The paths on whose value the function still depends, given what is known (those in a prime of the rest)."""
    inner = region(block, masks)
    primes = maximal({met for cube in block.on if not block.space.empty(met := cube & inner)})
    found: set[str] = set()
    for index, source in enumerate(block.inputs):
        field = block.space.fields[index]
        if any(prime & field != inner & field for prime in primes):
            found |= {source} if isinstance(source, str) else relevant(source, masks)
    return found


_JUDGES: WeakKeyDictionary[Rulebook, Judge] = WeakKeyDictionary()


def judge_of(book: Rulebook) -> Judge:
    """The judge of a rulebook; compiled programs live as long as the rulebook."""
    if book not in _JUDGES:
        _JUDGES[book] = Judge(book)
    return _JUDGES[book]


@contextmanager
def judged_by(judge: Judge) -> Iterator[Judge]:
    """While it lasts, this judge answers for its rulebook; afterwards the one before does, or nothing of it is kept."""
    before = _JUDGES.get(judge.book)
    _JUDGES[judge.book] = judge
    try:
        yield judge
    finally:
        if before is None:
            del _JUDGES[judge.book]
        else:
            _JUDGES[judge.book] = before

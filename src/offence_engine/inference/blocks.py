"""Condition trees -> blocks: small functions whose inputs do not overlap, each with its prime implicants.

Plain three-valued evaluation is not exact where a fact occurs twice. So a tree is cut where it can be cut exactly: a
part whose facts occur nowhere else is a block of its own, and stands in the whole as one yes/no variable. What is left
in a block is flattened to primes of the function (what makes it hold) and of its negation (what makes it fail).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from offence_engine.inference.cubes import Space
from offence_engine.model.logic import All, AnyOne, Atom, Constant, Not, Tree, atoms

HOLDS, FAILS = 0b10, 0b01


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """A function over inputs (paths or other blocks). `on` and `off` are the primes of it and of its negation."""

    number: int
    inputs: tuple[str | Block, ...]
    space: Space
    on: tuple[int, ...]
    off: tuple[int, ...]


@dataclass
class Compiler:
    """Cuts trees into blocks; equal parts share a block. `sizes` are the numbers of regions of the paths."""

    sizes: Mapping[str, int]
    blocks: list[Block] = field(default_factory=list)
    _known: dict[Tree, Block] = field(default_factory=dict)

    def block(self, tree: Tree) -> Block:
        """The block of a tree that is not constant.

        Errors: TooTangled where the primes are too many.
        """
        if tree in self._known:
            return self._known[tree]
        leaves = _independent(tree)
        inputs: list[str | Block] = []
        index: dict[object, int] = {}

        def variable(part: Tree) -> int:
            source: str | Block = part.path if isinstance(part, Atom) else self.block(part)
            if source not in index:
                index[source] = len(inputs)
                inputs.append(source)
            return index[source]

        literals: dict[Tree, tuple[int, int]] = {}
        _collect(tree, leaves, lambda part: literals.setdefault(part, (variable(part), _mask(part))))
        space = Space([self.sizes[s] if isinstance(s, str) else 2 for s in inputs])
        full = [self.sizes[s] if isinstance(s, str) else 2 for s in inputs]
        primes = _Primes(space, literals, full)
        made = Block(
            number=len(self.blocks),
            inputs=tuple(inputs),
            space=space,
            on=tuple(primes.of(tree, True)),
            off=tuple(primes.of(tree, False)),
        )
        self.blocks.append(made)
        self._known[tree] = made
        return made


def _mask(part: Tree) -> int:
    return part.mask if isinstance(part, Atom) else HOLDS


def _collect(tree: Tree, leaves: frozenset[Tree], seen: object) -> None:
    if isinstance(tree, Atom) or tree in leaves:
        seen(tree)  # type: ignore[operator]
        return
    match tree:
        case All(parts) | AnyOne(parts):
            for part in parts:
                _collect(part, leaves, seen)
        case Not(part):
            _collect(part, leaves, seen)


def _independent(root: Tree) -> frozenset[Tree]:
    """The largest composite parts of the tree whose paths occur nowhere outside of them (and their equals)."""
    total = Counter(atom.path for atom in atoms(root))
    times: Counter[Tree] = Counter()

    def count(tree: Tree) -> None:
        times[tree] += 1
        match tree:
            case All(parts) | AnyOne(parts):
                for part in parts:
                    count(part)
            case Not(part):
                count(part)

    count(root)
    found: set[Tree] = set()

    def visit(tree: Tree) -> None:
        if isinstance(tree, All | AnyOne) and tree is not root and tree != root:
            own = Counter(atom.path for atom in atoms(tree))
            if all(n * times[tree] == total[path] for path, n in own.items()):
                found.add(tree)
                return
        match tree:
            case All(parts) | AnyOne(parts):
                for part in parts:
                    visit(part)
            case Not(part):
                visit(part)

    visit(root)
    return frozenset(found)


class _Primes:
    """Primes of a tree over the leaves of one block, by structure."""

    def __init__(self, space: Space, literals: dict[Tree, tuple[int, int]], sizes: list[int]) -> None:
        self.space = space
        self.literals = literals
        self.sizes = sizes
        self.known: dict[tuple[Tree, bool], list[int]] = {}

    def of(self, tree: Tree, wanted: bool) -> list[int]:
        """The primes of the tree, or of its negation."""
        key = (tree, wanted)
        if key not in self.known:
            self.known[key] = self._of(tree, wanted)
        return self.known[key]

    def _of(self, tree: Tree, wanted: bool) -> list[int]:
        if tree in self.literals:
            variable, mask = self.literals[tree]
            if not wanted:
                mask = ~mask & ((1 << self.sizes[variable]) - 1)
            return [self.space.literal(variable, mask)] if mask else []
        match tree:
            case Not(part):
                return self.of(part, not wanted)
            case All(parts):
                return self._join(parts, wanted, conjunction=wanted)
            case AnyOne(parts):
                return self._join(parts, wanted, conjunction=not wanted)
            case Constant(value):
                return [self.space.full] if value == wanted else []
            case Atom():
                raise AssertionError("an atom is always a literal")

    def _join(self, parts: tuple[Tree, ...], wanted: bool, conjunction: bool) -> list[int]:
        result = self.of(parts[0], wanted)
        support = self._support(result)
        for part in parts[1:]:
            other = self.of(part, wanted)
            other_support = self._support(other)
            shared = bool(support & other_support)
            result = self.space.both(result, other) if conjunction else self.space.either(result, other, shared)
            support |= other_support
        return result

    def _support(self, cubes: list[int]) -> set[int]:
        return {v for cube in cubes for v in self.space.restricted(cube)}

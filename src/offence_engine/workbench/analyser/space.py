"""Sets of assignments as cubes in one integer each, over slots that are added as they are met.

A slot is a path of one entity; a cube keeps, for each slot, the regions that it leaves OUT, so that a slot met later is
free in every cube made before. A meet is one bitwise or; an emptied slot shows as a carry.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from offence_engine.model.logic import FALSE, TRUE, All, AnyOne, Atom, Constant, Not, Tree, atoms, rewritten

MOST_CUBES = 1_000
MOST_STEPS = 100_000


class Tangled(Exception):
    """A condition falls into more cases than a rule should have."""


class Space:
    """Slots side by side in one integer; each has a bit for every region and one more that catches the carry."""

    def __init__(self) -> None:
        self.offset: dict[str, int] = {}
        self.size: dict[str, int] = {}
        self.barred: dict[str, int] = {}
        self._ones = 0
        self._carries = 0
        self._next = 0

    def add(self, slot: str, size: int, allowed: int) -> None:
        """A slot with so many regions, of which only `allowed` can occur."""
        if slot in self.offset:
            return
        self.offset[slot], self.size[slot] = self._next, size
        self.barred[slot] = ~allowed & ((1 << size) - 1)
        self._ones |= 1 << self._next
        self._next += size
        self._carries |= 1 << self._next
        self._next += 1

    def empty(self, cube: int) -> bool:
        """Whether some slot has no region left."""
        return bool((cube + self._ones) & self._carries)

    def literal(self, slot: str, mask: int) -> int:
        """The cube in which the slot lies within a mask."""
        out = ~mask & ((1 << self.size[slot]) - 1) | self.barred[slot]
        return out << self.offset[slot]

    def left(self, cube: int, slot: str) -> int:
        """The regions that a cube leaves to a slot."""
        whole = (1 << self.size[slot]) - 1
        return ~(cube >> self.offset[slot]) & whole & ~self.barred[slot]

    def restricted(self, cube: int) -> dict[str, int]:
        """The slots that a cube restricts, with what it leaves them."""
        found = {}
        for slot, offset in self.offset.items():
            if cube >> offset & ((1 << self.size[slot]) - 1) & ~self.barred[slot]:
                found[slot] = self.left(cube, slot)
        return found

    def cubes(self, tree: Tree, wanted: bool = True) -> list[int]:
        """Cubes that together are all assignments which make the tree true (or false).

        Errors: Tangled where they are too many.
        """
        match tree:
            case Constant(value):
                return [0] if value == wanted else []
            case Atom(path, mask):
                cube = self.literal(path, mask if wanted else ~mask)
                return [] if self.empty(cube) else [cube]
            case Not(part):
                return self.cubes(part, not wanted)
            case All(parts) | AnyOne(parts):
                lists = [self.cubes(part, wanted) for part in parts]
                if isinstance(tree, All) is wanted:
                    return self._meets(lists)
                return _widest({cube for found in lists for cube in found})
        raise AssertionError("a tree is one of these")

    def _meets(self, lists: list[list[int]]) -> list[int]:
        found = [0]
        for cubes in sorted(lists, key=len):
            met = {a | b for a in found for b in cubes}
            if len(met) > MOST_CUBES:
                raise Tangled
            found = _widest({cube for cube in met if not self.empty(cube)})
        return found

    def ways(self, tree: Tree, wanted: bool, cube: int) -> Iterator[int]:
        """The parts of a cube that make the tree true (or false), found one by one.

        Errors: Tangled where the search is too long.
        """
        return self._ways(tree, wanted, cube, count(1))

    def _ways(self, tree: Tree, wanted: bool, cube: int, steps: Iterator[int]) -> Iterator[int]:
        if next(steps) > MOST_STEPS:
            raise Tangled
        tree = self.known(tree, cube)
        match tree:
            case Constant(value):
                if value == wanted:
                    yield cube
            case Atom(path, mask):
                met = cube | self.literal(path, mask if wanted else ~mask)
                if not self.empty(met):
                    yield met
            case Not(part):
                yield from self._ways(part, not wanted, cube, steps)
            case All(parts) | AnyOne(parts):
                if isinstance(tree, All) is not wanted:
                    for part in parts:
                        yield from self._ways(part, wanted, cube, steps)
                    return
                first, *rest = sorted(parts, key=_size)
                for met in self._ways(first, wanted, cube, steps):
                    yield from self._ways(type(tree)(tuple(rest)), wanted, met, steps) if rest else (met,)

    def some(self, tree: Tree, wanted: bool, cube: int = 0) -> bool | None:
        """Whether some part of a cube makes the tree true (or false); None where the search is too long to tell."""
        try:
            return next(self.ways(tree, wanted, cube), None) is not None
        except Tangled:
            return None

    def known(self, tree: Tree, cube: int) -> Tree:
        """The tree with what the cube already decides folded away."""

        def decided(atom: Atom) -> Tree:
            left = self.left(cube, atom.path)
            return TRUE if not left & ~atom.mask else FALSE if not left & atom.mask else atom

        return rewritten(tree, decided)


def _size(tree: Tree) -> int:
    return sum(1 for _ in atoms(tree))


def _widest(cubes: set[int]) -> list[int]:
    """The cubes that lie in no other, the widest first."""
    kept: list[int] = []
    for cube in sorted(cubes, key=lambda c: (c.bit_count(), c)):
        if len(cubes) > 400 or not any(cube & wide == wide for wide in kept):
            kept.append(cube)
    return kept

"""Prime implicants over many-valued variables, exactly.

A cube gives each variable a set of regions (one bit each); it stands for all assignments within it. The primes of a
function are its maximal cubes. Facts that are known to lie within a cube make the function true whatever the rest,
and every such cube lies in a prime: so the primes decide exactly what can be decided.
After Quine's consensus, in positional cube notation (Su and Sasao for many-valued logic).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MAX_CUBES = 3000


class TooTangled(Exception):
    """A function has more primes than a rule should have."""


class Space:
    """Variables side by side in one integer: variable i owns the bits of `fields[i]`."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.offsets: list[int] = []
        self.fields: list[int] = []
        offset = 0
        for size in sizes:
            self.offsets.append(offset)
            self.fields.append(((1 << size) - 1) << offset)
            offset += size
        self.full = (1 << offset) - 1

    def literal(self, variable: int, mask: int) -> int:
        """The cube that restricts one variable only."""
        return (self.full & ~self.fields[variable]) | (mask << self.offsets[variable])

    def mask(self, cube: int, variable: int) -> int:
        return (cube & self.fields[variable]) >> self.offsets[variable]

    def empty(self, cube: int) -> bool:
        return any(not cube & field for field in self.fields)

    def restricted(self, cube: int) -> list[int]:
        """The variables that the cube restricts."""
        return [i for i, field in enumerate(self.fields) if cube & field != field]

    def both(self, left: Iterable[int], right: Sequence[int]) -> list[int]:
        """The primes of f and g from the primes of f and of g: their maximal meets."""
        met = {c for a in left for b in right if not self.empty(c := a & b)}
        return maximal(met)

    def either(self, left: Iterable[int], right: Iterable[int], shared: bool) -> list[int]:
        """The primes of f or g: their union, closed under consensus where they share variables."""
        cubes = maximal({*left, *right})
        if not shared:
            return cubes
        kept = list(cubes)
        todo = [(a, b) for i, a in enumerate(kept) for b in kept[:i]]
        while todo:
            a, b = todo.pop()
            for c in self._consensus(a, b):
                if any(c | k == k for k in kept):
                    continue
                kept = [k for k in kept if k | c != c]
                todo += [(c, k) for k in kept]
                kept.append(c)
                if len(kept) > MAX_CUBES:
                    raise TooTangled
        return maximal(kept)

    def _consensus(self, a: int, b: int) -> Iterable[int]:
        met = a & b
        gaps = [i for i, field in enumerate(self.fields) if not met & field]
        if len(gaps) > 1:
            return
        for i in gaps or range(len(self.fields)):
            field = self.fields[i]
            joined = (a | b) & field
            if joined not in (a & field, b & field):
                yield (met & ~field) | joined


def maximal(cubes: Iterable[int]) -> list[int]:
    """The cubes that lie in no other, in a fixed order."""
    kept: list[int] = []
    for cube in sorted(set(cubes), key=lambda c: (-c.bit_count(), c)):
        if not any(cube | k == k for k in kept):
            kept.append(cube)
        if len(kept) > MAX_CUBES:
            raise TooTangled
    return kept

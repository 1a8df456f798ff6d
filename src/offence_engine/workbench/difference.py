"""Two condition trees -> the nearest facts on which they differ, or the proof that there are none.

Facts are taken region by region from a given case; trees that become the same are left at once, and what was proven of
a pair of trees is remembered. So the search is exhaustive without trying every combination.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from offence_engine.model.logic import FALSE, TRUE, Atom, Constant, Tree, atoms, rewritten

MOST_STEPS = 60_000
MOST_CHANGES = 9
Pair = tuple[Tree, Tree]


class TooLong(Exception):
    """The search was given up before it was exhaustive."""


@dataclass
class Search:
    """A search from one case: `at` gives the mask of each path in it, `regions` the mask of all that may be tried."""

    at: Callable[[str], int]
    regions: Mapping[str, int]
    steps: int = 0
    same: set[tuple[Pair, int]] = field(default_factory=set)

    def differences(self, one: Tree, other: Tree) -> Iterator[dict[str, int]]:
        """Facts on which the trees differ (path -> the mask of one region, of what must change), fewest changes first.

        Errors: TooLong where it would take too many steps.
        """
        for changes in range(MOST_CHANGES + 1):
            yield from self._with(one, other, {}, changes)

    def equal(self, one: Tree, other: Tree) -> bool:
        """Whether no facts at all tell the trees apart.

        Errors: TooLong where it would take too many steps.
        """
        return next(self._with(one, other, {}, -1), None) is None

    def _with(self, one: Tree, other: Tree, taken: dict[str, int], left: int) -> Iterator[dict[str, int]]:
        """With exactly `left` more changes (-1: any number)."""
        if one == other or ((one, other), left) in self.same:
            return
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooLong
        open_paths = Counter(atom.path for tree in (one, other) for atom in atoms(tree))
        if not open_paths:
            if left <= 0:
                yield dict(taken)
            return
        path = max(open_paths, key=lambda p: (open_paths[p], p))
        found = False
        for bit, change in self._ways(path, one, other):
            if left == 0 and change:
                continue
            further = left if left < 0 or not change else left - 1
            chosen = {**taken, path: bit} if change else taken
            for answer in self._with(_given(one, path, bit), _given(other, path, bit), chosen, further):
                found = True
                yield answer
        if not found:
            self.same.add(((one, other), left))

    def _ways(self, path: str, one: Tree, other: Tree) -> list[tuple[int, bool]]:
        """A region for each way in which the trees can tell values apart; the case's own first, without change."""
        tests = list(dict.fromkeys(a.mask for tree in (one, other) for a in atoms(tree) if a.path == path))
        own = self.at(path)
        ways: dict[tuple[bool, ...], tuple[int, bool]] = {}
        every = self.regions[path] | own
        bits = [1 << i for i in range(every.bit_length()) if every >> i & 1]
        settled = own & (own - 1) == 0
        for bit in sorted(bits, key=lambda b: not b & own):
            way = tuple(bool(bit & test) for test in tests)
            ways.setdefault(way, (bit, not (settled and bit == own)))
        return list(ways.values())


def _given(tree: Tree, path: str, bit: int) -> Tree:
    def known(atom: Atom) -> Tree:
        return atom if atom.path != path else TRUE if atom.mask & bit else FALSE

    return tree if isinstance(tree, Constant) else rewritten(tree, known)

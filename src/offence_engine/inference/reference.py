"""The reference: the same questions answered from the rule tree itself, never from compiled rules.

Kleene's three values, and where an unknown fact occurs more than once, each way in which it could be, until the
answers differ. On a tree in which every unknown fact occurs once, Kleene's answer is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from offence_engine.model.logic import FALSE, TRUE, Atom, Constant, Tree, atoms, rewritten
from offence_engine.model.truth import Truth


def answer(tree: Tree, masks: Mapping[str, int]) -> Truth:
    """Met, not met, or undetermined: exactly whether every, no, or only some completion of the facts makes it true.

    `masks` gives for each path the regions in which its value may lie.
    """

    def known(atom: Atom) -> Tree:
        possible = masks[atom.path]
        if not possible & ~atom.mask:
            return TRUE
        return FALSE if not possible & atom.mask else atom

    rest = rewritten(tree, known)
    if isinstance(rest, Constant):
        return Truth.MET if rest.value else Truth.NOT_MET
    open_atoms = list(dict.fromkeys(atoms(rest)))
    repeated = [path for path, n in Counter(a.path for a in atoms(rest)).most_common() if n > 1]
    if not repeated:
        return Truth.UNDETERMINED
    path = repeated[0]
    tests = [a.mask for a in open_atoms if a.path == path]
    ways: dict[tuple[bool, ...], int] = {}
    for bit in _bits(masks[path]):
        ways.setdefault(tuple(bool(bit & t) for t in tests), bit)
    found: Truth | None = None
    for bit in ways.values():
        way = answer(rest, {**masks, path: bit})
        if way is Truth.UNDETERMINED or (found is not None and way is not found):
            return Truth.UNDETERMINED
        found = way
    assert found is not None
    return found


def _bits(mask: int) -> list[int]:
    return [1 << i for i in range(mask.bit_length()) if mask >> i & 1]

"""Condition trees solved exactly: some completion that fills a tree, and all of them in short.

A tree is brought into the form of atoms under `all` and `any` alone; what a conjunction already says is taken as known
in its other parts; then the paths are tried, one region after another. The answer is exact: None means that no
completion fills the tree. Who asks too much gets TooTangled, never a wrong answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from offence_engine.inference.cubes import Space, TooTangled
from offence_engine.model.logic import FALSE, TRUE, All, AnyOne, Atom, Constant, Not, Tree, all_of, any_of, paths

MOST_STEPS = 20_000
Sizes = Mapping[str, int]
Masks = Mapping[str, int]


def plain(tree: Tree, sizes: Sizes, holds: bool = True) -> Tree:
    """The tree (or its negation) with atoms under `all` and `any` alone."""
    match tree:
        case Atom(path, mask):
            full = (1 << sizes[path]) - 1
            kept = (mask if holds else ~mask) & full
            return TRUE if kept == full else Atom(path, kept) if kept else FALSE
        case Not(part):
            return plain(part, sizes, not holds)
        case All(parts):
            return (all_of if holds else any_of)([plain(p, sizes, holds) for p in parts])
        case AnyOne(parts):
            return (any_of if holds else all_of)([plain(p, sizes, holds) for p in parts])
        case Constant(value):
            return TRUE if value is holds else FALSE


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """The parts of a conjunction; a tree that is none is its own only part."""
    return tree.parts if isinstance(tree, All) else () if tree == TRUE else (tree,)


def assuming(tree: Tree, known: set[Tree], masks: Masks) -> Tree:
    """The tree where parts in `known` hold and each path lies within its mask."""
    if tree in known:
        return TRUE
    match tree:
        case Atom(path, mask):
            possible = masks.get(path)
            if possible is None:
                return tree
            return TRUE if not possible & ~mask else FALSE if not possible & mask else Atom(path, mask & possible)
        case All(parts):
            return all_of([assuming(p, known, masks) for p in parts])
        case AnyOne(parts):
            return any_of([assuming(p, known, masks) for p in parts])
    return tree


def simpler(tree: Tree, masks: Masks) -> tuple[Tree, dict[str, int]]:
    """A tree in plain form with what it says of single paths taken out of it: (rest, masks).

    The rest is FALSE where nothing fills it; its parts hold besides the masks.
    """
    found = dict(masks)
    while True:
        parts = parts_of(tree)
        for part in parts:
            if isinstance(part, Atom):
                found[part.path] = found.get(part.path, part.mask) & part.mask
                if not found[part.path]:
                    return FALSE, found
        wholes: list[Tree] = [p for p in parts if not isinstance(p, Atom)]
        kept: list[Tree] = []
        for part in wholes:
            kept.append(_inside(part, {p for p in wholes if p != part}, found))
        after = all_of(kept)
        if after == FALSE:
            return FALSE, found
        if after == all_of(wholes):
            return after, found
        tree = after


def _inside(part: Tree, others: set[Tree], masks: Masks) -> Tree:
    """A part of a conjunction where its other parts hold."""
    return any_of([assuming(p, others, masks) for p in part.parts]) if isinstance(part, AnyOne) else part


def solutions(tree: Tree, sizes: Sizes, masks: Masks, prefer: Masks) -> Iterator[dict[str, int]]:
    """Completions within `masks` (default: every region) that fill the tree, those nearest to `prefer` first. Each gives
    for every path the regions that do, whichever of them is chosen.

    Errors: TooTangled where it takes too long.
    """
    whole = plain(tree, sizes)
    every = {atom.path: (1 << sizes[atom.path]) - 1 for atom in _atoms(whole)}
    yield from _solutions(whole, {path: masks.get(path, full) for path, full in every.items()}, prefer, [0])


def _solutions(tree: Tree, masks: dict[str, int], prefer: Masks, steps: list[int]) -> Iterator[dict[str, int]]:
    steps[0] += 1
    if steps[0] > MOST_STEPS:
        raise TooTangled
    rest, masks = simpler(assuming(tree, set(), masks), masks)
    if rest == FALSE:
        return
    if rest == TRUE:
        yield masks
        return
    path = _most_asked(rest)
    tests = sorted({a.mask for a in _atoms(rest) if a.path == path})
    possible = masks[path]
    ways: dict[tuple[bool, ...], int] = {}
    for index in range(possible.bit_length()):
        bit = 1 << index
        if bit & possible:
            key = tuple(bool(bit & t) for t in tests)
            ways[key] = ways.get(key, 0) | bit
    wanted = prefer.get(path, 0)
    for way in sorted(ways.values(), key=lambda mask: not mask & wanted):
        yield from _solutions(rest, {**masks, path: way}, prefer, steps)


def _atoms(tree: Tree) -> Iterator[Atom]:
    match tree:
        case Atom():
            yield tree
        case All(parts) | AnyOne(parts):
            for part in parts:
                yield from _atoms(part)


def _most_asked(tree: Tree) -> str:
    counted = Counter(atom.path for atom in _atoms(tree))
    return max(counted, key=lambda path: (counted[path], path))


@dataclass(frozen=True, slots=True)
class Difference:
    """What fills one tree and not another: the whole of it, and in short what is so of it beside what the first tree
    asks for anyway (None: too much to be listed)."""

    whole: Tree
    beside: tuple[dict[str, int], ...] | None


def difference(one: Tree, other: Tree, sizes: Sizes, masks: Masks) -> Difference | None:
    """What fills `one` and not `other`, None where nothing does.

    Errors: TooTangled where that cannot be told in reasonable time.
    """
    fills, not_fills = plain(one, sizes), plain(other, sizes)
    # Of two lists of alternatives, those on both are no difference; of two conjunctions, neither are the common parts.
    both = set(_ways_of(not_fills)) & set(_ways_of(fills))
    fills = any_of([way for way in _ways_of(fills) if way not in both])
    rest, within = simpler(fills, masks)
    if rest == FALSE:
        return None
    lacks = plain(assuming(not_fills, {*parts_of(fills), *parts_of(rest)}, {}), sizes, holds=False)
    whole = all_of([fills, plain(other, sizes, holds=False)])
    if next(solutions(whole, sizes, masks, {}), None) is None:
        return None
    asked = set(paths(lacks))
    near = [part for part in parts_of(rest) if asked & set(paths(part))]
    near += [Atom(path, mask) for path, mask in within.items() if path in asked and mask != (1 << sizes[path]) - 1]
    short, told = simpler(all_of([*near, lacks]), {})
    listed = alternatives(all_of([short, *(Atom(path, mask) for path, mask in told.items())]), sizes)
    if listed is None:
        listed = alternatives(lacks, sizes)
    return Difference(whole, None if listed is None else tuple(listed))


def _ways_of(tree: Tree) -> tuple[Tree, ...]:
    return tree.parts if isinstance(tree, AnyOne) else () if tree == FALSE else (tree,)


def alternatives(tree: Tree, sizes: Sizes) -> list[dict[str, int]] | None:
    """All completions of a tree in plain form, as the fewest and widest alternatives: path -> regions. None where they
    are too many to be listed."""
    if isinstance(tree, Constant):
        return [{}] if tree.value else []
    names = sorted({atom.path for atom in _atoms(tree)})
    space = Space([sizes[name] for name in names])
    try:
        cubes = _cubes(tree, space, names)
    except TooTangled:
        return None
    return [{names[v]: space.mask(cube, v) for v in space.restricted(cube)} for cube in cubes]


def _cubes(tree: Tree, space: Space, names: Sequence[str]) -> list[int]:
    match tree:
        case Atom(path, mask):
            return [space.literal(names.index(path), mask)]
        case All(parts):
            return reduce(space.both, (_cubes(p, space, names) for p in parts))
        case AnyOne(parts):
            return reduce(lambda a, b: space.either(a, b, True), (_cubes(p, space, names) for p in parts))
        case Constant(value):
            return [space.full] if value else []
    raise AssertionError("a plain tree has no negation")

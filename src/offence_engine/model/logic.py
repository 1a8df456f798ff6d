"""Condition trees over atoms: what the compiled rules and the reference both start from.

An atom is a path (which fact) with a mask (which regions of its values make it true). Regions are the classes of
values that no condition of the rulebook tells apart, so that a finite mask says everything about any value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

KIND = "act.kind"


@dataclass(frozen=True, slots=True)
class Atom:
    path: str
    mask: int


@dataclass(frozen=True, slots=True)
class _Branch:
    """A part with parts: its hash is computed once, for trees are looked up at every step of compiling."""

    _hash: int = field(init=False, compare=False, repr=False)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class All(_Branch):
    parts: tuple[Tree, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(("all", self.parts)))

    __hash__ = _Branch.__hash__


@dataclass(frozen=True, slots=True)
class AnyOne(_Branch):
    parts: tuple[Tree, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(("any", self.parts)))

    __hash__ = _Branch.__hash__


@dataclass(frozen=True, slots=True)
class Not(_Branch):
    part: Tree

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(("not", self.part)))

    __hash__ = _Branch.__hash__


@dataclass(frozen=True, slots=True)
class Constant:
    value: bool


Tree = Atom | All | AnyOne | Not | Constant
TRUE, FALSE = Constant(True), Constant(False)


def all_of(parts: Iterator[Tree] | list[Tree] | tuple[Tree, ...]) -> Tree:
    """The conjunction without duplicates and constants."""
    kept = dict.fromkeys(p for part in parts for p in (part.parts if isinstance(part, All) else (part,)) if p != TRUE)
    if FALSE in kept:
        return FALSE
    return next(iter(kept)) if len(kept) == 1 else All(tuple(kept)) if kept else TRUE


def any_of(parts: Iterator[Tree] | list[Tree] | tuple[Tree, ...]) -> Tree:
    """The disjunction without duplicates and constants."""
    kept = dict.fromkeys(
        p for part in parts for p in (part.parts if isinstance(part, AnyOne) else (part,)) if p != FALSE
    )
    if TRUE in kept:
        return TRUE
    return next(iter(kept)) if len(kept) == 1 else AnyOne(tuple(kept)) if kept else FALSE


def negated(tree: Tree) -> Tree:
    match tree:
        case Constant(value):
            return Constant(not value)
        case Not(part):
            return part
    return Not(tree)


def rewritten(tree: Tree, atom: Callable[[Atom], Tree]) -> Tree:
    """The tree with each atom replaced, constants folded away."""
    match tree:
        case Atom():
            return atom(tree)
        case All(parts):
            return all_of([rewritten(p, atom) for p in parts])
        case AnyOne(parts):
            return any_of([rewritten(p, atom) for p in parts])
        case Not(part):
            return negated(rewritten(part, atom))
    return tree


def atoms(tree: Tree) -> Iterator[Atom]:
    match tree:
        case Atom():
            yield tree
        case All(parts) | AnyOne(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)


@cache
def paths(tree: Tree) -> tuple[str, ...]:
    """The paths that the tree reads, in the order of their first mention."""
    return tuple(dict.fromkeys(atom.path for atom in atoms(tree)))

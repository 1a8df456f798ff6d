"""A provision in a case: which entities its roles take, and its condition over the slots of these entities.

Two provisions read the same slot where, in the same case, they look at the same person, material or act; what a role
leaves out (no material, no victim) has the value of what does not exist, as in judging.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from offence_engine.inference.program import questions
from offence_engine.model.law import Reading
from offence_engine.model.logic import FALSE, KIND, TRUE, Atom, Tree, all_of, any_of, atoms, negated, rewritten
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.analyser.space import Space

ONE_PERSON_ONE_STANCE = frozenset({"threatened", "counterpart"})


@dataclass(frozen=True, slots=True)
class Side:
    """The entities of a provision in a case: the act, and the victim and material where there are any.

    `someone`: there may be a victim, and nothing can say who; what is asked of them can never be known."""

    provision: str
    act: str = "A1"
    victim: str | None = None
    material: str | None = None
    group: bool = False
    someone: bool = False

    def hides(self, path: str) -> bool:
        """Whether nothing that a case states is the value of a path: it must hold whatever it is."""
        home = path.partition(".")[0]
        return (home == "group" and not self.group) or (self.someone and home in ("victim", "stance", "pair"))


# With every entity there is, for conditions that are looked at by themselves.
EVERYTHING = Side("", victim="V1", material="M1", group=True)


def sides_of(book: Rulebook, provision: str, act: str = "A1", victim: str = "V1", material: str = "M1") -> list[Side]:
    """The ways in which the roles can be filled, the fullest first."""
    roles = book.provisions[provision].roles
    materials: list[str | None] = [None] if roles.material == "none" else [material]
    victims: list[str | None] = [None] if roles.victim == "none" else [victim]
    materials += [None] if roles.material.endswith("_or_none") else []
    victims += [None] if roles.victim.endswith("_or_none") else []
    group = roles.group == "member_of"
    shows = roles.victim.startswith("shown_person")
    found = [Side(provision, act, v, m, group) for m in materials for v in victims if not (shows and v and m is None)]
    # A person shown, and no material that could show one: the victim stays open.
    return found or [Side(provision, act, None, None, group, someone=True)]


def pairs_of(book: Rulebook, one: str, other: str, same: Iterable[str]) -> list[tuple[Side, Side]]:
    """How two provisions can stand in one case, sharing at least what `same` names."""
    shared = set(same)
    a, b = book.provisions[one].roles, book.provisions[other].roles
    act = "A1" if "act" in shared else "A2"
    material, victim = "M1", "V1"
    alike = a.material.removesuffix("_or_none") == b.material.removesuffix("_or_none")
    if "material" not in shared or (act == "A1" and not alike):
        material = "M2"
    stances = {a.victim, b.victim}
    if "victim" not in shared or (act == "A1" and len(stances) == 2 and stances <= ONE_PERSON_ONE_STANCE):
        victim = "V2"
    found = []
    for left in sides_of(book, one):
        for right in sides_of(book, other, act, victim, material):
            if left.material and right.material and left.material == right.material:
                shows = [x for x, r in ((left, a), (right, b)) if r.victim.startswith("shown_person")]
                if len({x.victim is None for x in shows}) > 1:
                    continue
            if "victim" in shared and (None in (left.victim, right.victim) or left.victim != right.victim):
                continue
            if "material" in shared and (None in (left.material, right.material) or left.material != right.material):
                continue
            found.append((left, right))
    return found


def natural_scope(book: Rulebook, one: str, other: str) -> tuple[str, ...]:
    """What two provisions share when one suspect fills both by one act: whatever their roles allow to be the same."""
    a, b = book.provisions[one].roles, book.provisions[other].roles
    same = ["suspect", "act"]
    if "none" not in (a.victim, b.victim) and len({a.victim, b.victim} & ONE_PERSON_ONE_STANCE) != 2:
        same.append("victim")
    if "none" not in (a.material, b.material) and a.material.split("_")[0] == b.material.split("_")[0]:
        same.append("material")
    return tuple(same)


def slot_of(book: Rulebook, side: Side, path: str) -> str | None:
    """The slot of a path for a side; None where what would carry it does not exist."""
    home, _, name = path.partition(".")
    if path == KIND or home in ("act", "part", "channel", "finding"):
        return f"{path}|{side.act}"
    if path.startswith("suspect.age@"):
        return f"{path}|{side.act}"
    if home in ("case", "suspect"):
        return path
    if home == "group":
        return f"{path}|{side.act}"
    if home == "material":
        return f"{path}|{side.material}" if side.material else None
    if home == "shown":
        if side.material is None:
            return None
        if book.facts[path].derived == "fact_of_material":
            return f"{path}|{side.material}"
        return f"{path}|{side.material}/{side.victim}" if side.victim else None
    if side.victim is None:
        return None
    if path.startswith("victim.age@"):
        return f"{path}|{side.victim}/{side.act if name.endswith('@act') else side.material or side.act}"
    return f"{path}|{side.victim}/{side.act}" if home == "stance" else f"{path}|{side.victim}"


class Slots:
    """Trees of readings over the slots of a side, in one space for the whole rulebook."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.space = Space()
        self._trees: dict[tuple[Tree, Side], Tree] = {}
        self._cubes: dict[Tree, list[int]] = {}

    def tree(self, tree: Tree, side: Side) -> Tree:
        """The tree over slots; what the side's roles decide is folded away."""
        key = (tree, side)
        if key not in self._trees:
            self._trees[key] = rewritten(self._whatever(tree, side), lambda atom: self._atom(atom, side))
        return self._trees[key]

    def cubes(self, tree: Tree) -> list[int]:
        """The cubes of a tree over slots."""
        if tree not in self._cubes:
            self._cubes[tree] = self.space.cubes(tree)
        return self._cubes[tree]

    def _atom(self, atom: Atom, side: Side) -> Tree:
        domain = self.book.domains[atom.path]
        slot = slot_of(self.book, side, atom.path)
        if slot is None:
            return TRUE if domain.absent & atom.mask else FALSE
        allowed = self._kinds if atom.path == KIND else domain.unknown
        self.space.add(slot, len(domain.regions), allowed)
        if not atom.mask & allowed:
            return FALSE
        return Atom(slot, atom.mask) if allowed & ~atom.mask else TRUE

    @cached_property
    def _kinds(self) -> int:
        """The regions of the kinds of act that stand by themselves (those of taking part need another act)."""
        domain = self.book.domains[KIND]
        mask = 0
        for name, kind in self.book.kinds.items():
            mask |= 0 if kind.link else domain.at(name)
        return mask

    def _whatever(self, tree: Tree, side: Side) -> Tree:
        """The tree for every value of what the side never learns."""
        for path in sorted({a.path for a in atoms(tree) if side.hides(a.path)}):
            domain = self.book.domains[path]
            bits = [1 << i for i in range(len(domain.regions)) if domain.unknown >> i & 1]
            tree = all_of([rewritten(tree, fixed(path, bit)) for bit in bits])
        return tree


def fixed(path: str, bit: int) -> Callable[[Atom], Tree]:
    """Replaces a path by one of its regions."""

    def atom(found: Atom) -> Tree:
        return found if found.path != path else TRUE if found.mask & bit else FALSE

    return atom


def conditions(reading: Reading) -> tuple[Tree, Tree, Tree]:
    """(when the elements of a limb are met, when such a count is applicable, when it is as a completed offence): a count
    is applicable where no justification is met besides."""
    asked = questions(reading)
    excused = [all_of([e.tree for e in m.elements]) for m in reading.added if m.modifies == "justification"]
    free = negated(any_of(excused))
    return asked["verdict"], all_of([asked["verdict"], free]), all_of([asked["completed"], free])

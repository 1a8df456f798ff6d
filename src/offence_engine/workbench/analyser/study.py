"""What the analyser looks at: every provision under every law it ever had, as conditions over slots; and its witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from offence_engine.model.law import Reading
from offence_engine.model.logic import KIND, Tree, all_of, negated, rewritten
from offence_engine.rulebook.domains import FINDING
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.reading import boundaries_of, reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.analyser.proof import disproved
from offence_engine.workbench.analyser.remark import Claim, Witness
from offence_engine.workbench.analyser.sides import EVERYTHING, Side, Slots, conditions, fixed, sides_of, slot_of
from offence_engine.workbench.analyser.space import Tangled
from offence_engine.workbench.analyser.witness import case_for

MOST_TRIED = 60


@dataclass(frozen=True, slots=True)
class Law:
    """A provision as it stood from a day on: when its elements are met, when a count is applicable by them, and when it
    is as a completed offence."""

    day: date
    reading: Reading
    elements: Tree
    filled: Tree
    completed: Tree


class Study:
    """One rulebook under analysis; conditions are worked out once."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.slots = Slots(book)
        self.space = self.slots.space
        self._laws: dict[str, tuple[Law, ...]] = {}
        # What falls into too many cases is left out, and told to be.
        self.tangled: list[str] = []
        self.asked: dict[tuple[str, Side], frozenset[str]] = {}

    def laws(self, provision: str) -> tuple[Law, ...]:
        """The laws of a provision that differ, the earliest first."""
        if provision not in self._laws:
            found: dict[tuple[date, Tree, Tree], Law] = {}
            for day in boundaries_of(self.book, provision):
                reading = reading_on(self.book, provision, day)
                if reading is not None:
                    law = Law(day, reading, *conditions(reading))
                    found.setdefault((reading.version.effective, law.filled, law.completed), law)
            self._laws[provision] = tuple(found.values())
            try:
                for law in found.values():
                    for side in sides_of(self.book, provision):
                        self.cubes(law.filled, side)
                        self.cubes(law.completed, side)
            except Tangled:
                self.tangled.append(provision)
                self._laws[provision] = ()
        return self._laws[provision]

    def law_on(self, provision: str, day: date) -> Law | None:
        reading = reading_on(self.book, provision, day)
        if reading is None:
            return None
        laws = [law for law in self.laws(provision) if law.day <= day]
        return next((x for x in reversed(laws) if x.reading.version.effective == reading.version.effective), None)

    def days(self, *provisions: str) -> list[date]:
        """The days on which the law of one of them changes, the latest first."""
        return sorted({law.day for p in provisions for law in self.laws(p)}, reverse=True)

    def cubes(self, tree: Tree, side: Side) -> list[int]:
        """The cubes in which a tree holds for a side."""
        return self.slots.cubes(self.slots.tree(tree, side))

    def possible(self, tree: Tree, provision: str) -> bool:
        return any(self.cubes(tree, side) for side in sides_of(self.book, provision))

    def certain(self, tree: Tree, provision: str) -> bool:
        """Whether a tree holds whatever the facts (not, where that is too long to tell)."""
        sides = sides_of(self.book, provision)
        return all(self.space.some(self.slots.tree(tree, side), False) is False for side in sides)

    @cached_property
    def kinds(self) -> dict[str, int]:
        """The regions of the kind of act by which each provision can be filled under some law."""
        found = {}
        for provision in self.book.provisions:
            mask = 0
            for law in self.laws(provision):
                for side in sides_of(self.book, provision):
                    for cube in self.cubes(law.filled, side):
                        slot = f"{KIND}|{side.act}"
                        mask |= self.space.left(cube, slot) if slot in self.space.offset else -1
            found[provision] = mask
        return found

    # Cases.

    def feasible(self, cube: int) -> bool:
        """Whether a case can be as a cube asks, where that takes more than the facts one by one: ages at two times."""
        left = self.space.restricted(cube)
        at = {slot.partition("|")[0].partition("@")[2] for slot in left if ".age@" in slot}
        made = any(slot.startswith("material.made_on|") for slot in left)
        if not ("made" in at and ("act" in at or made)):
            return True
        acts = {slot.partition("|")[2].partition("/")[0] for slot in left if slot.startswith((KIND, "act.", "part."))}
        acts |= {slot.rpartition("/")[2] for slot in left if ".age@act" in slot} or {"A1"}
        sides = [(Side(next(iter(self.book.provisions)), act), date(2024, 6, 15)) for act in sorted(acts)]
        ages = {s: m for s, m in left.items() if ".age@" in s or s.startswith("material.made_on|")}
        return case_for(self.book, sides, ages) is not None

    def shown(self, cubes: Iterable[int], sides: Iterable[tuple[Side, date]], claim: Claim) -> Witness | None:
        """The first of the cubes as a case; None where no case can be made of any of them."""
        whole = list(sides)
        for cube in islice(cubes, MOST_TRIED):
            left = self.space.restricted(cube)
            case = case_for(self.book, whole, left)
            if case is None:
                continue
            found = Witness(case, claim)
            # Whether there is another finding hangs on all of the case: such a case is put to the test.
            if not any(slot.startswith(FINDING) for slot in left) or not disproved(self.book, found):
                return found
        return None

    def example(self, *provisions: str, day: date | None = None) -> Witness | None:
        """A case in which the first of the provisions that can be is applicable, on a day or under its latest law."""
        for provision in provisions:
            of_day = self.law_on(provision, day) if day is not None else None
            for law in (of_day,) if of_day is not None else reversed(self.laws(provision)):
                for side in sides_of(self.book, provision):
                    claim = Claim(together=(provision,))
                    found = self.shown(self.cubes(law.filled, side), [(side, law.day)], claim)
                    if found is not None:
                        return found
        return None

    def rest(self, law: Law, without: str) -> Iterator[Tree]:
        """For each limb of a law with an element: all its other elements as one tree."""
        for limb in law.reading.limbs:
            if without in limb.elements:
                yield all_of([law.reading.elements[e].tree for e in limb.elements if e != without])

    def reached(self, named: Iterable[str]) -> list[str]:
        return [p for p in self.book.provisions if any(reaches(n, p) for n in named)]

    def depends(self, tree: Tree, path: str) -> bool:
        """Whether the truth of a tree over paths depends on the value of one of them."""
        own = self.slots.tree(tree, EVERYTHING)
        slot = slot_of(self.book, EVERYTHING, path)
        if slot is None or slot not in self.space.size:
            return False
        found: set[Tree] = set()
        for index in range(self.space.size[slot]):
            if self.space.barred[slot] >> index & 1:
                continue
            found.add(rewritten(own, fixed(slot, 1 << index)))
        first, *others = found
        return any(self._differ(first, other) for other in others)

    def _differ(self, one: Tree, other: Tree) -> bool:
        """Whether some assignment makes the one true and not the other, or the other way round."""
        trees = (all_of([one, negated(other)]), all_of([other, negated(one)]))
        return any(self.space.some(tree, True) is not False for tree in trees)

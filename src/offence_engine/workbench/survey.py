"""Every mutant of a rulebook (or of some of its rules) tried, on several processors; survivors with the case to paste."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from offence_engine.errors import Place
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import Places
from offence_engine.workbench.mutants import Mutant, mutants_of
from offence_engine.workbench.mutation import Lab
from offence_engine.workbench.parallel import ended, started
from offence_engine.workbench.proposals import in_yaml, proposal

State = Literal["killed", "equivalent", "survived"]
PIECE = 24


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one mutant: killed `by` a case or pin, equivalent, or survived: with the case that would kill it
    (`case`, to be written into the file of `into`), or why none was found."""

    mutant: str
    kind: str
    rule: str
    place: Place
    ko: str
    en: str
    state: State
    by: str = ""
    into: str = ""
    case: str = ""
    why: str = ""


def names_in(book: Rulebook) -> list[str]:
    """The names whose mutants can be asked for: provisions, modifiers, concepts, and the general parts."""
    return list(dict.fromkeys(m.rule for m in mutants_of(book)))


def chosen(book: Rulebook, names: Iterable[str] = ()) -> list[Mutant]:
    """The mutants of some rules, of all where none is named."""
    wanted = frozenset(names)
    return [m for m in mutants_of(book) if not wanted or m.rule in wanted]


def survey(book: Rulebook, names: Sequence[str] = (), jobs: int = 1, sample: int = 0) -> Iterator[Result]:
    """What becomes of every mutant, as it is known; `sample` takes that many of them, always the same.

    With more than one job the rulebook is read again by each worker from its folder.
    """
    numbers = list(range(len(chosen(book, names))))
    if sample and sample < len(numbers):
        numbers = sorted(random.Random(sample).sample(numbers, sample))
    if jobs < 2 or len(numbers) < 4 * PIECE:
        yield from _tried(Table(book, names), numbers)
        return
    pieces = [numbers[i :: max(1, len(numbers) // PIECE)] for i in range(max(1, len(numbers) // PIECE))]
    context = multiprocessing.get_context("spawn")
    first = started, (_begin, (Path(book.folder), tuple(names)))
    with ended(ProcessPoolExecutor(jobs, context, *first)) as pool:
        for results in pool.map(_piece, pieces):
            yield from results


class Table:
    """A lab with the mutants of some rules, and where they stand in the files."""

    def __init__(self, book: Rulebook, names: Sequence[str]) -> None:
        self.lab = Lab(book, chosen(book, names))
        self.places = Places(book)

    def result(self, number: int) -> Result:
        """What becomes of one mutant."""
        mutant = self.lab.mutants[number]
        outcome = self.lab.judged(mutant)
        place = self.places.of(mutant.rule, mutant.at)
        head = (mutant.id, mutant.kind, mutant.rule, place, mutant.ko, mutant.en)
        if outcome.state == "killed":
            return Result(*head, "killed", by=outcome.by)
        if mutant.kind in ("date", "figure"):
            # Pins hold every period and figure: what they do not tell apart is the same law.
            if self.lab.pinned(mutant):
                return Result(*head, "equivalent")
            return Result(*head, "survived", why="not pinned")
        found = proposal(self.lab, mutant)
        if found.state == "equivalent":
            return Result(*head, "equivalent")
        case = in_yaml(found.case) if found.case is not None else ""
        return Result(*head, "survived", into=found.rule, case=case, why=found.why)


def _tried(table: Table, numbers: Iterable[int]) -> Iterator[Result]:
    for number in numbers:
        yield table.result(number)


_TABLE: list[Table] = []


def _begin(folder: Path, names: tuple[str, ...]) -> None:
    _TABLE[:] = [Table(load_rulebook(folder), names)]


def _piece(numbers: list[int]) -> list[Result]:
    return list(_tried(_TABLE[0], numbers))

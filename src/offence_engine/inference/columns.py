"""Many counts at once: the same primes, evaluated over columns.

A column is one integer with a bit for each count, so that `and` and `or` work on all of them together. What is known of
a path is kept as one column for each set of regions that occurs; a block holds where one of its primes allows all that
is possible, and fails where one of the primes of its negation does. The answers are those of the other two engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from offence_engine.inference.blocks import HOLDS, Block
from offence_engine.inference.judge import Judge
from offence_engine.inference.program import Program
from offence_engine.model.law import Reading
from offence_engine.model.truth import Truth
from offence_engine.rulebook.rulebook import Rulebook

_ONE, _ZERO = ord("1"), ord("0")
_MOST_CODES = 256
_MOST_REMEMBERED = 20_000


class Table:
    """What is known of each path in each of many counts (the rows, in their order)."""

    def __init__(self, rows: Sequence[Mapping[str, int]], paths: Iterable[str]) -> None:
        self.size = len(rows)
        self.all = (1 << self.size) - 1
        self._columns = {path: _columns([row[path] for row in rows]) for path in paths}
        self._within: dict[tuple[str, int], int] = {}

    def within(self, path: str, mask: int) -> int:
        """The rows in which everything that is possible of a path lies within a mask."""
        key = (path, mask)
        if key not in self._within:
            found = 0
            for possible, rows in self._columns[path].items():
                if not possible & ~mask:
                    found |= rows
            self._within[key] = found
        return self._within[key]


def _columns(masks: list[int]) -> dict[int, int]:
    """For each mask that occurs, the rows in which it does, as bits."""
    codes: dict[int, int] = {}
    for mask in masks:
        codes.setdefault(mask, len(codes))
    if len(codes) <= _MOST_CODES:
        # The last row first: the first digit of a number is its highest bit.
        written = bytes(codes[mask] for mask in reversed(masks))
        found = {}
        for mask, code in codes.items():
            digits = bytearray([_ZERO]) * _MOST_CODES
            digits[code] = _ONE
            found[mask] = int(written.translate(bytes(digits)), 2)
        return found
    return {mask: int("".join("1" if m == mask else "0" for m in reversed(masks)), 2) for mask in codes}


class Answers:
    """The answers to the questions of a program for every row of a table."""

    def __init__(self, program: Program, table: Table) -> None:
        self.program = program
        self.table = table
        self._known: dict[int, tuple[int, int]] = {}

    def of(self, question: str) -> tuple[int, int]:
        """The rows in which a question is met, and those in which it is not met; in the rest it is undetermined."""
        root = self.program.roots[question]
        if isinstance(root, bool):
            return (self.table.all, 0) if root else (0, self.table.all)
        return self.block(root)

    def truth(self, question: str, row: int) -> Truth:
        """The answer in one row."""
        met, not_met = self.of(question)
        return Truth.MET if met >> row & 1 else Truth.NOT_MET if not_met >> row & 1 else Truth.UNDETERMINED

    def block(self, block: Block) -> tuple[int, int]:
        """The rows in which a part of the program holds, and those in which it fails."""
        if block.number not in self._known:
            self._known[block.number] = self._covered(block, block.on), self._covered(block, block.off)
        return self._known[block.number]

    def _covered(self, block: Block, cubes: tuple[int, ...]) -> int:
        found = 0
        for cube in cubes:
            rows = self.table.all
            for variable in block.space.restricted(cube):
                source, mask = block.inputs[variable], block.space.mask(cube, variable)
                if isinstance(source, str):
                    rows &= self.table.within(source, mask)
                else:
                    rows &= self.block(source)[0 if mask == HOLDS else 1]
                if not rows:
                    break
            found |= rows
        return found


class ColumnJudge(Judge):
    """A judge for archives: the primes are evaluated themselves instead of being handed to durable_rules, which spends
    most of its time on taking new rules in. The reference must agree as ever.

    `beside` is the judge of another rulebook over the same domains, `twins` its readings (by the identity of ours) that
    say the same: what was compiled and answered for them is not done twice."""

    def __init__(
        self, book: Rulebook, beside: ColumnJudge | None = None, twins: Mapping[int, Reading] | None = None
    ) -> None:
        super().__init__(book)
        self.beside, self.twins = beside, twins or {}
        if beside is not None:
            self._outcomes, self._helped = beside._outcomes, beside._helped

    def program(self, reading: Reading, kind: str, whole: bool = False) -> Program:
        twin = self.twins.get(id(reading))
        if twin is not None and self.beside is not None:
            return self.beside.program(twin, kind, whole)
        return super().program(reading, kind, whole)

    def _derive(self, program: Program, masks: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
        answers = Answers(program, Table([masks], program.paths))
        found: dict[str, tuple[str, ...]] = {}
        for block in program.blocks:
            holds, fails = answers.block(block)
            found |= {f"b{block.number}{sign}": () for sign, held in (("+", holds), ("-", fails)) if held}
        return found

    def forget(self) -> None:
        """Drop remembered answers once they are many: an archive has no end of them."""
        if len(self._outcomes) > _MOST_REMEMBERED:
            self._outcomes.clear()

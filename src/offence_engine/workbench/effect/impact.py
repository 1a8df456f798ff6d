"""The effect of a change of the rules on an archive: every case under both rulebooks, what differs, and why.

The archive is streamed through all cores. What is found is kept on disk, counts alone in memory.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from offence_engine.errors import OffenceError
from offence_engine.inference.columns import ColumnJudge
from offence_engine.model.case import Case
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.archive import Entry, entries
from offence_engine.workbench.effect.compare import Comparison
from offence_engine.workbench.effect.joint import Joint
from offence_engine.workbench.effect.outcome import differences, outcomes
from offence_engine.workbench.effect.screen import Sieve, screen_of
from offence_engine.workbench.parallel import cores, worked

PIECE = 128
OTHER = "other"
Json = dict[str, Any]
# Which aspects of a change can bring about which aspects of a finding; any other can bring about all of them.
_NARROW = {
    "penalty": {"penalty", "limitation", "standing", "range"},
    "limitation": {"limitation", "range"},
    "relation": {"standing", "range"},
}


@dataclass(frozen=True, slots=True)
class Cause:
    """A change, as the cause of others: its name, the parts of the law that it touches, what it can bring about (empty:
    anything)."""

    name: str
    parts: frozenset[str]
    brings: frozenset[str]


def causes_of(comparison: Comparison) -> tuple[Cause, ...]:
    """The changes of meaning as causes."""
    found = []
    penalties = {(c.id, c.effective) for c in comparison.of_meaning if c.aspect.startswith("penalty")}
    for change in comparison.of_meaning:
        if change.aspect == "limitation" and (change.id, change.effective) in penalties:
            # It follows from the penalty.
            continue
        at = f"@{change.effective}" if change.effective else ""
        narrow = _NARROW.get(change.aspect.split(" ")[0], set())
        found.append(Cause(f"{change.id}{at}: {change.aspect}", frozenset(change.parts), frozenset(narrow)))
    return tuple(found)


@dataclass
class Worker:
    """What one process needs to compare cases."""

    sieve: Sieve
    as_of: date
    lang: str
    causes: tuple[Cause, ...]

    @property
    def old(self) -> ColumnJudge:
        return self.sieve.judges[0]

    @property
    def new(self) -> ColumnJudge:
        return self.sieve.judges[1]

    def piece(self, items: list[Entry]) -> list[Json]:
        """For each case what differs in it: `{at, changes}`, `{at, faults}` where it cannot be read, in order."""
        found: list[Json] = [{} for _ in items]
        pairs: list[tuple[Case, Case]] = []
        indices = []
        for index, entry in enumerate(items):
            try:
                new = entry.case(self.new.book, self.as_of)
                old = new if self.sieve.screen.one_reading else entry.case(self.old.book, self.as_of)
            except Exception as problem:
                found[index] = _unread(entry, problem)
                continue
            pairs.append((old, new))
            indices.append(index)
        left = self._left(pairs)
        for position, (index, pair) in enumerate(zip(indices, pairs, strict=True)):
            entry = items[index]
            try:
                found[index] = {"at": entry.name, "case": pair[1].head.id}
                if position in left:
                    found[index]["changes"] = self._compared(*pair)
            except Exception as problem:
                found[index] = _unread(entry, problem)
        for judge in (self.old, self.new):
            judge.forget()
        return found

    def _left(self, pairs: list[tuple[Case, Case]]) -> set[int]:
        """The cases to be assessed in full; all of them where the short cut fails on one, which then says so itself."""
        try:
            return self.sieve.left(pairs)
        except Exception:
            return set(range(len(pairs)))

    def _compared(self, old: Case, new: Case) -> list[Json]:
        before = outcomes(old, self.old, self.as_of, self.lang, self.sieve.screen.joint.moved)
        after = outcomes(new, self.new, self.as_of, self.lang)
        found = []
        for key, provision, changed in differences(before, after):
            parts = {p for side in (before, after) if key in side for p in side[key].parts}
            found.append(
                {"count": key, "provision": provision, "changed": changed, "causes": self._why(parts, changed)}
            )
        # A range, or how an offence stands, follows from what was found otherwise in the same case.
        all_of_case = sorted({cause for item in found for cause in item["causes"]})
        general = [c.name for c in self.causes if any(":" in part for part in c.parts)]
        for item in found:
            item["causes"] = item["causes"] or all_of_case or general or [OTHER]
        return found

    def _why(self, parts: set[str], changed: Mapping[str, Any]) -> list[str]:
        return [c.name for c in self.causes if c.parts & parts and (not c.brings or c.brings & changed.keys())]


def _unread(entry: Entry, problem: Exception) -> Json:
    found = (problem if isinstance(problem, OffenceError) else entry.failed(problem)).faults
    faults = [{"at": str(f.place), "ko": f.ko, "en": f.en} for f in found[:5]]
    return {"at": entry.name, "faults": faults, "more": max(len(found) - 5, 0)}


_WORKER: list[Worker] = []


def worker_of(old: Rulebook, new: Rulebook, as_of: date, lang: str = "ko", causes: tuple[Cause, ...] = ()) -> Worker:
    """What compares cases under two rulebooks in this process."""
    return Worker(Sieve(screen_of(Joint(old, new)), as_of), as_of, lang, causes)


def _begin(old: str, new: str, as_of: date, lang: str, causes: tuple[Cause, ...]) -> None:
    _WORKER[:] = [worker_of(load_rulebook(old), load_rulebook(new), as_of, lang, causes)]


def _work(items: list[Entry]) -> list[Json]:
    return _WORKER[0].piece(items)


@dataclass
class Tally:
    """How often something differs: in how many cases and findings, and from what to what."""

    cases: int = 0
    findings: int = 0
    changed: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, items: Iterable[Json]) -> None:
        """The changes of one case."""
        self.cases += 1
        for item in items:
            self.findings += 1
            for aspect, (before, after) in item["changed"].items():
                if aspect == "verdict":
                    self.changed[aspect, before, after] += 1
                else:
                    self.changed[aspect, "", ""] += 1


class Impact:
    """What an archive shows of a change: counts, and on disk the list. To be used in a `with`."""

    def __init__(self) -> None:
        self.cases = self.changed = self.not_read = self.findings = 0
        self.by_provision: dict[str, Tally] = {}
        self.by_cause: dict[str, Tally] = {}
        self.passed_over: list[str] = []
        # A name of a file may be no text at all: what cannot be written as text is written as its bytes.
        self._changes: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
        self._faults: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115

    def __enter__(self) -> Impact:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._changes.close()
        self._faults.close()

    def add(self, found: Json) -> None:
        """What was found of one case."""
        self.cases += 1
        if "faults" in found:
            self.not_read += 1
            self._faults.write(json.dumps(found, ensure_ascii=False) + "\n")
            return
        items = found.get("changes") or []
        if not items:
            return
        self.changed += 1
        self.findings += sum(1 for item in items if item["provision"])
        for table, names in ((self.by_provision, _provision), (self.by_cause, _causes)):
            for name in dict.fromkeys(n for item in items for n in names(item)):
                table.setdefault(name, Tally()).add(item for item in items if name in names(item))
        self._changes.write(json.dumps(found, ensure_ascii=False) + "\n")

    def changes(self, most: int | None = None) -> Iterator[Json]:
        """The cases in which something differs, in the order of the archive."""
        return _read(self._changes, most)

    def faults(self, most: int | None = None) -> Iterator[Json]:
        """The cases that could not be read."""
        return _read(self._faults, most)


def _provision(item: Json) -> list[str]:
    return [item["provision"]] if item["provision"] else []


def _causes(item: Json) -> list[str]:
    found: list[str] = item["causes"]
    return found


def _read(file: IO[str], most: int | None) -> Iterator[Json]:
    file.flush()
    file.seek(0)
    for index, line in enumerate(file):
        if most is not None and index >= most:
            return
        yield json.loads(line)


def compared(
    comparison: Comparison,
    folders: tuple[str, str],
    cases: Path,
    as_of: date,
    lang: str = "ko",
    jobs: int | None = None,
    passed_over: list[str] | None = None,
) -> Iterator[Json]:
    """What differs in each case of an archive, in its order: `{at, case[, changes]}` or `{at, faults}`.

    `folders` hold the two rulebooks of the comparison; `passed_over` as of `entries`. Errors: UsageError where there is no such archive.
    """
    given = (*folders, as_of, lang, causes_of(comparison))
    for piece in worked(_work, entries(cases, passed_over), PIECE, jobs or cores(), _begin, given):
        yield from piece

"""An archive of cases, read one after another: a file, a folder, JSON Lines (one case to a line) or Parquet.

A case that cannot be read is handed on as its faults, in its place; nothing stops the rest. A file of identities in a
folder is no case: it is passed over and named. Nothing is kept: an archive may be larger than the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from offence_engine.casefile.read import parse_case
from offence_engine.errors import CaseError, Fault, OffenceError, Place, UsageError
from offence_engine.model.case import Case
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import MAX_BYTES, parse, read_bytes

_CASES = (".yaml", ".yml", ".json")
_LINES = (".jsonl", ".ndjson")
_PARQUET = ".parquet"
_COLUMN = "case"
# What the first key of a file of identities looks like, in YAML and in JSON; parsing is left to what looks like it.
_VAULT = re.compile(rb"""(?:^|[{,])\s*["']?vault["']?\s*:""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One case of an archive: the file and (from 1) the line or row in it, 0 for a file of its own; its bytes, or what
    is wrong with it."""

    file: str
    line: int
    data: bytes
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def case(self, book: Rulebook, as_of: Any) -> Case:
        """The case under a rulebook.

        Errors: CaseError with the place in the archive."""
        if self.faults:
            raise CaseError(self.faults)
        try:
            # A line is JSON whatever its archive is called; the name ends so that it is read as such.
            name = f"{self.file}.json" if self.line else self.file
            return parse_case(self.data, name, book, as_of, Path(self.file).resolve().parent)
        except OffenceError as problem:
            raise CaseError(self._at(fault) for fault in problem.faults) from None

    def _at(self, fault: Fault) -> Fault:
        if not self.line or fault.place.file != f"{self.file}.json":
            return fault
        return Fault(Place(self.file, self.line + fault.place.line - 1, fault.place.column), fault.ko, fault.en)

    def failed(self, problem: Exception) -> CaseError:
        """That the program failed on this case: told as its fault, so that it stops no other."""
        what = f"{type(problem).__name__}: {problem}".splitlines()[0][:200]
        ko, en = f"이 사건에서 프로그램이 실패했습니다: {what}", f"the program failed on this case: {what}"
        return CaseError([Fault(Place(self.file, self.line or 1), ko, en)])


def entries(path: Path, passed_over: list[str] | None = None) -> Iterator[Entry]:
    """The cases of an archive, in the order of file names and lines; `passed_over` takes the names of the files of
    identities that a folder holds.

    Errors: UsageError where there is no such archive, or nothing in it that could be a case.
    """
    for file in files_of(path):
        if file.suffix in _LINES:
            yield from _lines(file)
        elif file.suffix == _PARQUET:
            yield from _rows(file)
        else:
            entry = _alone(file)
            if not _holds_identities(entry):
                yield entry
            elif not path.is_dir():
                yield replace(entry, data=b"", faults=(_no_case(entry),))
            elif passed_over is not None:
                passed_over.append(entry.name)


def _holds_identities(entry: Entry) -> bool:
    """Whether a file is a vault: it says so itself and tells no acts."""
    if entry.faults or not _VAULT.search(entry.data):
        return False
    try:
        tree = parse(entry.data, entry.file, CaseError)
    except OffenceError:
        return False
    return "vault" in tree.entries and "acts" not in tree.entries


def _no_case(entry: Entry) -> Fault:
    ko = "신원 파일(vault)입니다. 사건 파일이 아닙니다."
    return Fault(Place(entry.file), ko, "this is a file of identities (a vault), no case file")


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths are one file; what is not there is no other."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def files_of(path: Path) -> list[Path]:
    """The files of an archive that hold cases.

    Errors: UsageError as `entries`.
    """
    known = (*_CASES, *_LINES, _PARQUET)
    if path.is_dir():
        found = [p for p in sorted(path.rglob("*")) if p.suffix in known and p.is_file()]
        found = [p for p in found if not any(part.startswith(".") for part in p.relative_to(path).parts)]
        if found:
            return found
        ko, en = (
            "사건 파일이 없습니다 (.yaml, .json, .jsonl, .parquet).",
            "no case files here (.yaml, .json, .jsonl, .parquet)",
        )
    elif not path.exists():
        ko, en = "그런 파일이나 폴더가 없습니다.", "no such file or folder"
    elif path.suffix in known:
        return [path]
    else:
        ko = "무슨 파일인지 알 수 없습니다. .yaml, .json, .jsonl(한 줄에 사건 하나), .parquet 가운데 하나여야 합니다."
        en = "cannot tell what this is: it must end in .yaml, .json, .jsonl (one case to a line) or .parquet"
    raise UsageError([Fault(Place(str(path)), ko, en)])


def size_of(path: Path) -> int:
    """How many cases an archive has, blank lines included: for the progress bar."""
    total = 0
    for file in files_of(path):
        if file.suffix in _LINES:
            with file.open("rb") as handle:
                total += sum(block.count(b"\n") for block in iter(lambda: handle.read(1 << 20), b"")) or 1
        elif file.suffix == _PARQUET:
            total += int(_parquet(file).metadata.num_rows)
        else:
            total += 1
    return total


def _alone(file: Path) -> Entry:
    try:
        return Entry(str(file), 0, read_bytes(file, str(file), CaseError))
    except OffenceError as problem:
        return Entry(str(file), 0, b"", problem.faults)


def _lines(file: Path) -> Iterator[Entry]:
    try:
        handle = file.open("rb")
    except OSError as problem:
        ko, en = f"읽을 수 없습니다: {problem.strerror}", f"cannot be read: {problem.strerror}"
        yield Entry(str(file), 0, b"", (Fault(Place(str(file)), ko, en),))
        return
    number = 0
    with handle:
        while line := handle.readline(MAX_BYTES + 1):
            number += 1
            if len(line) > MAX_BYTES:
                yield Entry(str(file), number, b"", (_too_long(file, number),))
                while line and not line.endswith(b"\n"):
                    line = handle.readline(MAX_BYTES)
            elif line.strip():
                yield Entry(str(file), number, line.rstrip(b"\r\n"))


def _too_long(file: Path, number: int) -> Fault:
    ko = f"줄이 너무 깁니다 (최대 {MAX_BYTES:,}바이트)."
    return Fault(Place(str(file), number), ko, f"the line is too long (at most {MAX_BYTES:,} bytes)")


def _rows(file: Path) -> Iterator[Entry]:
    """The rows of a Parquet file: one column of JSON, the only one or the one named `case`."""
    table = _parquet(file)
    names = list(table.schema_arrow.names)
    column = names[0] if len(names) == 1 else _COLUMN
    if column not in names:
        shown = ", ".join(names[:10])
        ko = f"사건(JSON)이 든 열이 하나이거나 이름이 `{_COLUMN}`이어야 합니다. 있는 열: {shown}"
        en = f"there must be one column (JSON), or one named `{_COLUMN}`; found {shown}"
        raise UsageError([Fault(Place(str(file)), ko, en)])
    number = 0
    for batch in table.iter_batches(batch_size=256, columns=[column]):
        for value in batch.column(0).to_pylist():
            number += 1
            if isinstance(value, str | bytes):
                yield Entry(str(file), number, value.encode() if isinstance(value, str) else value)
            else:
                fault = Fault(Place(str(file), number), "사건(JSON 글)이 아닙니다.", "this is no case (JSON text)")
                yield Entry(str(file), number, b"", (fault,))


def _parquet(file: Path) -> Any:
    """The Parquet file, opened.

    Errors: UsageError where the library is not installed, or the file cannot be read.
    """
    try:
        library = import_module("pyarrow.parquet")
    except ImportError:
        ko = (
            "Parquet를 읽으려면 pyarrow가 있어야 합니다: `pip install pyarrow`. 또는 JSON Lines(.jsonl)로 저장하십시오."
        )
        en = "reading Parquet needs pyarrow: `pip install pyarrow`. Or save the archive as JSON Lines (.jsonl)."
        raise UsageError([Fault(Place(str(file)), ko, en)]) from None
    try:
        return library.ParquetFile(file)
    except Exception as problem:
        what = str(problem).splitlines()[0][:200] if str(problem) else type(problem).__name__
        ko, en = f"Parquet로 읽을 수 없습니다: {what}", f"cannot be read as Parquet: {what}"
        raise UsageError([Fault(Place(str(file)), ko, en)]) from None

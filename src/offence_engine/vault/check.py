"""What may not be: an identity of the vault in the case file or in its tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from offence_engine.errors import CaseError, Fault, Place, usage
from offence_engine.source.read import decode, parse, read_bytes
from offence_engine.source.tree import Map, Node, Scalar, Seq
from offence_engine.vault.identities import Vault
from offence_engine.vault.search import leaks
from offence_engine.vault.views import text_views


def identities_in_case(vault: Vault, source: Map | str | Path, folder: Path | None = None) -> list[Fault]:
    """A fault for every key, value and cell of the case (a file, or its tree with the folder of its tables) in which an
    identity of the vault stands; of a file also for its comments. No fault prints it.

    One thing may stand in both: the `birth` of the person whose birth it is, for ages are reckoned from it.
    Errors: CaseError where the file cannot be read, UsageError where it does not exist.
    """
    if isinstance(source, Map):
        return sorted(set(_in_tree(vault, source, folder)), key=_order)
    path = Path(source)
    data = read_bytes(path, str(source), CaseError)
    tree = parse(data, str(source), CaseError)
    faults = set(_in_tree(vault, tree, path.resolve().parent))
    known = {fault.place.line for fault in faults if fault.place.file == str(source)}
    births = {scalar.place.line for scalar, own in _scalars(tree, (), _births(tree)) if own}
    rest = []
    for number, line in enumerate(decode(data, str(source), CaseError).splitlines(), start=1):
        if number not in known:
            # What follows a birth as a comment is looked at; the birth itself may stand there.
            seen = line.partition("#")[2] if number in births else line
            rest.append(_Told(seen, Place(str(source), number, len(line) - len(line.lstrip()) + 1)))
    return sorted(faults | {fault for _, fault in _faults(vault, rest)}, key=_order)


def refuse_identities_in_case(vault: Vault, source: Map | str | Path, folder: Path | None = None) -> None:
    """`identities_in_case` for a command.

    Errors: CaseError with every fault; UsageError where the case came from standard input, which is read only once.
    """
    if not isinstance(source, Map) and str(source) == "-":
        raise usage(
            "신원 파일을 쓸 때는 사건을 표준 입력이 아니라 파일로 줍니다.",
            "with a vault the case must be given as a file, not on standard input",
        )
    if faults := identities_in_case(vault, source, folder):
        raise CaseError(faults)


@dataclass(frozen=True, slots=True)
class _Told:
    """A text of the case; where it is a person's birth, whose."""

    text: str
    place: Place
    birth_of: str | None = None


def _order(fault: Fault) -> tuple[str, int, int, str]:
    return fault.place.file, fault.place.line, fault.place.column, fault.en


def _in_tree(vault: Vault, tree: Map, folder: Path | None) -> Iterator[Fault]:
    scalars = list(_scalars(tree, (), _births(tree)))
    for _, fault in _faults(vault, [_Told(s.value, s.place, own) for s, own in scalars]):
        yield fault
    if folder is None:
        return
    for name in dict.fromkeys(_tables(tree)):
        yield from _in_table(vault, name, folder)


def _tables(node: Node) -> Iterator[str]:
    if isinstance(node, Seq):
        for item in node.items:
            yield from _tables(item)
    elif isinstance(node, Map):
        for key, inner in node.entries.items():
            if key == "from_table" and isinstance(inner, Scalar):
                yield inner.value
            else:
                yield from _tables(inner)


def _births(tree: Map) -> dict[tuple[str, ...], str]:
    """Where a person's birth stands -> that person."""
    persons = tree.entries.get("persons")
    keys = persons.entries if isinstance(persons, Map) else {}
    return {("persons", key, "birth"): key for key in keys}


def _scalars(
    node: Node, path: tuple[str, ...], births: dict[tuple[str, ...], str]
) -> Iterator[tuple[Scalar, str | None]]:
    """Every key and every value; with a birth, whose it is."""
    match node:
        case Scalar():
            yield node, births.get(path)
        case Seq():
            for item in node.items:
                yield from _scalars(item, path, births)
        case Map():
            for key, inner in node.entries.items():
                yield Scalar(key, node.key_places.get(key, node.place)), None
                yield from _scalars(inner, (*path, key), births)


def _in_table(vault: Vault, name: str, folder: Path) -> Iterator[Fault]:
    """Faults of a table; that it cannot be read is told where the case itself is read."""
    if Path(name).is_absolute() or ".." in Path(name).parts or "\0" in name or not (folder / name).is_file():
        return
    cells, rows = [], []
    try:
        text = decode(read_bytes(folder / name, name, CaseError), name, CaseError)
        lines, before = text.splitlines(), 0
        reader = csv.reader(io.StringIO(text), strict=True)
        for row in reader:
            line = lines[before] if before < len(lines) else ""
            cells += [_Told(cell, Place(name, before + 1, max(line.find(cell), 0) + 1)) for cell in row]
            rows.append(_Told(" ".join(row), Place(name, before + 1)))
            before = reader.line_num
    except (CaseError, csv.Error):
        return
    known = set()
    for place, fault in _faults(vault, cells):
        known.add(place.line)
        yield fault
    # What identifies only together may stand in two cells: it is told at the beginning of the row.
    for _, fault in _faults(vault, [row for row in rows if row.place.line not in known]):
        yield fault


def _faults(vault: Vault, told: list[_Told]) -> Iterator[tuple[Place, Fault]]:
    views = [(one, view) for one in told for view in text_views(one.text)]
    for leak in leaks(vault, (view for _, view in views)):
        one = views[leak.where][0]
        if leak.key == "birth" and leak.person == one.birth_of:
            continue
        yield (
            one.place,
            Fault(
                one.place,
                f"따로 보관하는 신원이 적혀 있습니다. 사건 파일에서 지우십시오. {leak.text('ko')}",
                f"an identity that is kept apart stands here; take it out of the case file. {leak.text('en')}",
            ),
        )

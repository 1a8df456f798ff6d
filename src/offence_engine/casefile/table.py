"""Many items from a CSV file: one row per item, read beside the case file, identities refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from offence_engine.casefile.fields import Fields
from offence_engine.casefile.identity import IDENTITY_KEYS, identities
from offence_engine.errors import CaseError, Place, UsageError
from offence_engine.source.read import decode, read_bytes
from offence_engine.source.tree import Map, Node, Scalar


def rows_of(fields: Fields, node: Node, folder: Path | None) -> tuple[dict[str, str], ...]:
    """The rows of `from_table: posts.csv`; faults carry the line of the table."""
    return tuple(
        {title: cell.value for title, cell in row.entries.items() if isinstance(cell, Scalar)}
        for row in cells_of(fields, node, folder, lambda _, title: title.lower() in IDENTITY_KEYS)
    )


def cells_of(
    fields: Fields, node: Node, folder: Path | None, refused: Callable[[Fields, str], bool]
) -> tuple[Map, ...]:
    """The rows of a table with the place of each; a column that is `refused` is told as an identity."""
    if not isinstance(node, Scalar):
        fields.fault(node.place, "from_table에는 CSV 파일 이름이 옵니다.", "from_table takes the name of a CSV file")
        return ()
    name = node.value
    if folder is None or Path(name).is_absolute() or ".." in Path(name).parts:
        fields.fault(
            node.place,
            f"표는 사건 파일과 같은 폴더(또는 그 아래)에 있어야 합니다: `{name}`",
            f"the table must lie in the folder of the case file or below: `{name}`",
        )
        return ()
    if "\0" in name or not (folder / name).is_file():
        fields.fault(node.place, f"그런 표(파일)가 없습니다: `{name}`", f"there is no such table (file): `{name}`")
        return ()
    try:
        text = decode(read_bytes(folder / name, name, CaseError), name, CaseError)
    except (CaseError, UsageError) as problem:
        first = problem.faults[0]
        fields.fault(
            node.place, f"표를 읽을 수 없습니다: {first.text('ko')}", f"the table cannot be read: {first.text('en')}"
        )
        return ()
    rows: list[Map] = []
    try:
        reader = csv.reader(io.StringIO(text), strict=True)
        header = [h.strip() for h in next(reader, [])]
        for column, title in enumerate(header, 1):
            if refused(fields, title):
                fields.fault(
                    Place(name, 1, column),
                    f"표의 `{title}` 열은 신원입니다. 빼십시오.",
                    f"the column `{title}` is an identity; leave it out",
                )
        if len(set(header)) != len(header) or not all(header):
            fields.fault(Place(name, 1), "열 이름이 비었거나 겹칩니다.", "a column name is empty or given twice")
            return ()
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                fields.fault(
                    Place(name, reader.line_num),
                    f"열이 {len(header)}개여야 하는데 {len(row)}개입니다.",
                    f"{len(header)} columns are needed, found {len(row)}",
                )
                continue
            at = Place(name, reader.line_num)
            record = Map({title: Scalar(cell.strip(), at) for title, cell in zip(header, row, strict=True)}, at)
            fields.faults.extend(identities(record))
            rows.append(record)
    except csv.Error as problem:
        fields.fault(Place(name), f"CSV 문법이 틀렸습니다: {problem}", f"not valid CSV: {problem}")
    if not rows and not any(f.place.file == name for f in fields.faults):
        fields.fault(node.place, f"표 `{name}`에 줄이 없습니다.", f"the table `{name}` has no rows")
    return tuple(rows)

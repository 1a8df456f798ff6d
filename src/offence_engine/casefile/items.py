"""The rows of materials and acts (`items`, `from_table`): their columns known by name, every cell checked at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from offence_engine.casefile.fields import Fields
from offence_engine.casefile.identity import IDENTITY_KEYS, normal, refuse_key
from offence_engine.casefile.table import cells_of
from offence_engine.errors import Place
from offence_engine.model.case import Act, ActTime, Case, Material
from offence_engine.model.item import COLUMNS, PARTS, Item, ItemColumn, read_moment
from offence_engine.model.time import Span
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Node, Scalar, Seq, kind_of, place_at

Row = dict[str, str]
Columns = Mapping[str, ItemColumn]
HASHES = {32: "MD5", 40: "SHA-1", 64: "SHA-256"}
_HEX = re.compile(r"[0-9a-fA-F]+")
_SPLIT = re.compile(r"[,;\s]+")
_NO_NAME = re.compile(r"[\s_\-.()·ㆍ/]+")


def items_of(carrier: Material | Act, columns: Columns) -> tuple[Item, ...]:
    """The rows of a material or an act as items, in their order; what the columns do not name is under `others`."""
    titles = tuple(dict.fromkeys(title for row in carrier.rows for title in row))
    known = {title: column_of(title, columns) for title in titles}
    return tuple(_item(number, row, known, columns) for number, row in enumerate(carrier.rows, 1))


def column_of(title: str, columns: Columns) -> str | None:
    """The standard column that a title names; None where there is none."""
    return _names(tuple((key, c.ko, c.en, *c.also) for key, c in columns.items())).get(squeezed(title))


@lru_cache(maxsize=16)
def _names(columns: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    return {squeezed(name): column[0] for column in columns for name in column}


def squeezed(title: str) -> str:
    """A name of a column without blanks, dashes, brackets and capitals."""
    return _NO_NAME.sub("", normal(title)).lower()


def _item(number: int, row: Row, known: Mapping[str, str | None], columns: Columns) -> Item:
    values: dict[str, Any] = {}
    others: Row = {}
    for title, text in row.items():
        key = known[title]
        if key is None or key not in COLUMNS:
            others[title] = text
        elif not text:
            continue
        elif columns[key].check == "time":
            values[key] = read_moment(text)
        elif columns[key].check == "victim":
            values[PARTS.get(key, key)] = tuple(dict.fromkeys(_SPLIT.split(text)))
        elif columns[key].check == "number":
            values[key] = int(text)
        elif columns[key].check == "hash":
            values[key], values["hash_kind"] = text.lower(), HASHES.get(len(text), "")
        else:
            values[key] = text
    return Item(number=number, others=others, **values)


def read_rows(fields: Fields, structure: Mapping[str, Node], folder: Path | None) -> tuple[Row, ...]:
    """The rows of `items: [{url: ...}, ...]` or `from_table: posts.csv`, with a fault for every cell that is wrong.

    The places of the rows are kept in `fields.row_places` for `check_items`."""
    inline, table = structure.get("items"), structure.get("from_table")
    if inline is not None and table is not None:
        fields.fault(
            inline.place,
            "items와 from_table 가운데 하나만 적습니다.",
            "write either `items` or `from_table`, not both",
        )
        return ()
    node = inline if inline is not None else table
    if node is None:
        return ()
    read = tuple(_inline(fields, node)) if inline is not None else cells_of(fields, node, folder, refuse_column)
    rows = []
    for cells in read:
        _check_row(fields, cells)
        rows.append({title: cell.value for title, cell in cells.entries.items() if isinstance(cell, Scalar)})
    for cells in {tuple(cells.entries): cells for cells in reversed(read)}.values():
        _columns_once(fields, cells)
    fields.row_places[node.place] = tuple(cells.place for cells in read)
    if "number" in structure and rows:
        stated = structure["number"]
        if isinstance(stated, Scalar) and stated.value != str(len(rows)):
            fields.fault(
                stated.place,
                f"number는 {stated.value}인데 적힌 항목은 {len(rows)}개입니다. number를 빼거나 고치십시오.",
                f"`number` says {stated.value}, but {len(rows)} items are listed; leave it out or mend it",
            )
    return tuple(rows)


def timed(when: ActTime, rows: tuple[Row, ...]) -> ActTime:
    """The time of an act; a series that does not say how often was done as often as it has rows."""
    return when.model_copy(update={"times": len(rows)}) if when.form == "series" and rows and not when.times else when


def _inline(fields: Fields, node: Node) -> Iterator[Map]:
    if not isinstance(node, Seq) or not node.items:
        ko, en = kind_of(node)
        fields.fault(
            node.place,
            f"items에는 `[{{url: ..., posted_at: ...}}, ...]` 목록이 옵니다. 적힌 것: {ko}",
            f"`items` takes a list `[{{url: ..., posted_at: ...}}, ...]`; found {en}",
        )
        return
    for part in node.items:
        row = fields.mapping(part, "항목", "an item")
        cells: dict[str, Node] = {}
        for title, cell in row.entries.items():
            if refuse_column(fields, title):
                fields.faults.append(refuse_key(title, cell))
            elif (text := fields.text(cell)) is not None:
                cells[title] = Scalar(text.strip(), cell.place)
        yield Map(cells, part.place, row.key_places)


def refuse_column(fields: Fields, title: str) -> bool:
    """Whether a column names an identity. `주소` does not where it stands for URLs: what is none is a fault there."""
    columns = fields.book.letters.items
    key = column_of(title, columns)
    return title.lower() in IDENTITY_KEYS and (key is None or columns[key].check != "url")


def _columns_once(fields: Fields, first: Map) -> None:
    columns, seen = fields.book.letters.items, dict[str, str]()
    for title in first.entries:
        key = column_of(title, columns)
        if key is not None and key in seen:
            fields.fault(
                first.place,
                f"`{seen[key]}` 열과 `{title}` 열은 같은 것(`{key}`)입니다. 하나만 남기십시오.",
                f"the columns `{seen[key]}` and `{title}` are the same (`{key}`); keep one",
            )
        elif key is not None:
            seen[key] = title


def _check_row(fields: Fields, cells: Map) -> None:
    columns = fields.book.letters.items
    for title, cell in cells.entries.items():
        key = column_of(title, columns)
        if key is None or not isinstance(cell, Scalar) or not cell.value:
            continue
        match columns[key].check:
            case "url":
                _check_url(fields, title, cell, columns[key].schemes)
            case "time":
                if read_moment(cell.value) is None:
                    fields.fault(
                        cell.place,
                        f"`{title}`: 때를 읽을 수 없습니다: `{_short(cell.value)}`. ISO 8601로 적습니다: "
                        "2025-02-03T21:14:00+09:00, 2025-02-03T21:14 (시차가 없으면 한국 표준시) 또는 2025-02-03",
                        f"`{title}`: not a time: `{_short(cell.value)}`. Write it in ISO 8601: "
                        "2025-02-03T21:14:00+09:00, 2025-02-03T21:14 (Korean time if no offset) or 2025-02-03",
                    )
            case "hash":
                _check_hash(fields, title, cell)
            case "number":
                # A table writes plain digits; int() would also take signs, blanks and underscores.
                if not re.fullmatch(r"[1-9][0-9]{0,7}", cell.value):
                    fields.fault(
                        cell.place,
                        f"`{title}`에는 1 이상의 정수가 와야 합니다. 적힌 것: `{_short(cell.value)}`",
                        f"`{title}` takes a whole number from 1; found `{_short(cell.value)}`",
                    )
            case _:
                pass


def _check_hash(fields: Fields, title: str, cell: Scalar) -> None:
    if _HEX.fullmatch(cell.value) and len(cell.value) in HASHES:
        return
    valid = ", ".join(f"{name} {length}" for length, name in HASHES.items())
    fields.fault(
        cell.place,
        f"`{title}`에는 16진수 해시값이 와야 합니다 (자릿수: {valid}). 적힌 것은 {len(cell.value)}자입니다: `{_short(cell.value)}`",
        f"`{title}` takes a hash in hexadecimal digits ({valid}); found {len(cell.value)} characters: `{_short(cell.value)}`",
    )


def _check_url(fields: Fields, title: str, cell: Scalar, schemes: tuple[str, ...]) -> None:
    scheme = cell.value.partition(":")[0].lower() if ":" in cell.value else ""
    if scheme not in schemes:
        near_ko, near_en = hint(scheme, schemes, limit=0) if scheme else ("", "")
        shown = ", ".join(f"{s}:" for s in schemes)
        fields.fault(
            cell.place,
            f"`{title}`에는 {shown} 가운데 하나로 시작하는 주소(URL)가 옵니다. 적힌 것: `{_short(cell.value)}`.{near_ko}",
            f"`{title}` takes an address (URL) that begins with one of {shown}; found `{_short(cell.value)}`.{near_en}",
        )
        return
    try:
        parts = urlsplit(cell.value)
        whole = bool(parts.netloc or scheme not in ("http", "https", "ftp")) and parts.port != 0
        access = "@" in parts.netloc
    except ValueError:
        whole, access = False, False
    if access:
        # The cell itself may hold a password: it is not printed.
        fields.fault(
            cell.place,
            f"`{title}`: 주소에 접속 계정(사용자:비밀번호@)이 들어 있습니다. 빼고 적으십시오.",
            f"`{title}`: the address carries an account (user:password@); leave it out",
        )
    elif not whole or re.search(r"[\s\x00-\x1f<>\"]", cell.value):
        fields.fault(
            cell.place,
            f"`{title}`: 온전한 주소(URL)가 아닙니다: `{_short(cell.value)}`",
            f"`{title}`: not a whole address (URL): `{_short(cell.value)}`",
        )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def check_items(fields: Fields, case: Case, tree: Map, as_of: date) -> None:
    """Faults of rows against the case: victims that are none, days in the future, acts out of number or out of time."""
    victims = [key for key, person in case.persons.items() if person.role == "victim"]
    columns = fields.book.letters.items
    carriers: list[tuple[str, str, Material | Act]] = [("materials", k, m) for k, m in case.materials.items()]
    carriers += [("acts", k, a) for k, a in case.acts.items()]
    for section, key, carrier in carriers:
        if not carrier.rows:
            continue
        whole = place_at(tree, (section, key))
        places = next(
            (
                fields.row_places[at]
                for k in ("items", "from_table")
                if (at := place_at(tree, (section, key, k))) != whole
            ),
            (whole,) * len(carrier.rows),  # a case that was made rather than read has one place for all
        )
        items = items_of(carrier, columns)
        near = _near(case, carrier, key)
        for item, place in zip(items, places, strict=True):
            for moment in (item.posted_at, item.checked_at):
                if moment is not None and moment.day.first > as_of:
                    fields.fault(
                        place,
                        f"{moment.text}: 검토 기준일({as_of})보다 늦습니다.",
                        f"{moment.text} lies after the day of assessment ({as_of})",
                    )
            for victim in item.victims:
                if victim not in victims:
                    near_ko, near_en = hint(victim, victims)
                    fields.fault(
                        place,
                        f"`{_short(victim)}`: 사건에 그런 피해자가 없습니다.{near_ko}",
                        f"`{_short(victim)}`: the case has no such victim.{near_en}",
                    )
                elif near and victim not in near:
                    near_ko, near_en = hint(victim, near)
                    fields.fault(
                        place,
                        f"`{victim}`은(는) `{key}`에 나타나거나 관련된 사람으로 적혀 있지 않습니다.{near_ko}",
                        f"`{victim}` is not stated to be shown in or concerned by `{key}`.{near_en}",
                    )
        if isinstance(carrier, Act):
            _check_series(fields, tree, key, carrier, items, places)


def _near(case: Case, carrier: Material | Act, key: str) -> frozenset[str]:
    """The persons whom a row of a material or an act can be about; none where the case states nobody."""
    if isinstance(carrier, Material):
        return frozenset(case.shown_in(key))
    shown = {p for m in case.materials_of(carrier) for p in case.shown_in(m)}
    return frozenset(shown | set(carrier.recipients) | set(carrier.towards))


def _check_series(
    fields: Fields, tree: Map, key: str, act: Act, items: tuple[Item, ...], places: tuple[Place, ...]
) -> None:
    when = act.when
    if when.form != "series":
        fields.fault(
            place_at(tree, ("acts", key)),
            f"행위 `{key}`에 여러 행위가 줄로 적혀 있습니다. 때를 `series: {{from, to, times: {len(items)}}}`로 적으십시오.",
            f"the act `{key}` lists single acts in rows; give its time as `series: {{from, to, times: {len(items)}}}`",
        )
        return
    if when.times is not None and when.times != len(items):
        fields.fault(
            place_at(tree, ("acts", key, "series", "times")),
            f"행위 `{key}`은(는) {when.times}회인데 적힌 줄은 {len(items)}개입니다.",
            f"the act `{key}` was done {when.times} times, but {len(items)} rows are listed",
        )
    span = Span(when.first.first, when.last.last)
    for item, place in zip(items, places, strict=True):
        if item.posted_at is not None and span.meet(item.posted_at.day) is None:
            fields.fault(
                place,
                f"{item.posted_at.text}: 행위 `{key}`의 기간({span.text()}) 밖입니다.",
                f"{item.posted_at.text} lies outside the time of the act `{key}` ({span.text()})",
            )

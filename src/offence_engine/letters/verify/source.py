"""A letter's file as written -> its texts and its record, which is inside it or in `letters.json` beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from offence_engine.errors import UsageError, usage
from offence_engine.letters.formats import FORMATS, LINES, format_of
from offence_engine.letters.formats.base import Reading, Unreadable
from offence_engine.letters.record import Record, from_json
from offence_engine.model.base import Frozen
from offence_engine.source.suggest import hint

BESIDE = "letters.json"


class Source(Frozen):
    """A letter that was written: `same` tells whether the file is, byte for byte, the one that was drafted
    (None where nothing beside it says so)."""

    format: str
    reading: Reading
    record: Record
    same: bool | None


def source_of(path: Path) -> Source:
    """Errors: UsageError where it is no letter of ours, or its record is lost, damaged or edited."""
    suffix = path.suffix.removeprefix(".").lower()
    if suffix not in FORMATS:
        ko, en = hint(suffix, FORMATS)
        raise usage(f"{path}: 읽을 수 없는 형식입니다.{ko}", f"{path}: not a format of letters.{en}")
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise usage(
            f"{path}: 읽을 수 없습니다: {problem.strerror}", f"{path}: cannot be read: {problem.strerror}"
        ) from None
    try:
        reading = format_of(suffix).read(data)
    except Unreadable as problem:
        raise usage(
            f"{path}: 온전한 {suffix} 파일이 아닙니다 ({problem}).", f"{path}: not a whole {suffix} file ({problem})"
        ) from None
    kept = _beside(path)
    same = None if kept is None else kept[0] == hashlib.sha256(data).hexdigest()
    inside = reading.record
    if inside is None and kept is None:
        raise _no_record(path)
    try:
        record = from_json(inside) if inside is not None else kept[1]  # type: ignore[index]
    except ValueError:
        raise usage(
            f"{path}: 파일 안의 근거 기록이 손상되었습니다.", f"{path}: the record inside the file is damaged"
        ) from None
    if kept is not None and record != kept[1]:
        raise usage(
            f"{path}: 파일 안의 근거 기록과 곁의 {BESIDE}의 기록이 서로 다릅니다. 둘 가운데 하나가 고쳐졌습니다.",
            f"{path}: the record inside the file and the one in {BESIDE} differ; one of them was edited",
        )
    return Source(format=suffix, reading=reading, record=record, same=same)


def beside_json(files: dict[str, bytes], records: dict[str, Record], folder: Path) -> bytes:
    """`letters.json`: of each file its hash and record; a record is written once for all formats of a letter.

    What the list in the folder says of other letters that are still there is kept."""
    numbers: dict[str, int] = {}
    kept: list[object] = []
    listed: dict[str, object] = {}
    try:
        before = json.loads((folder / BESIDE).read_bytes())
        for name, entry in sorted(before["letters"].items()):
            if name not in files and (folder / name).is_file():
                stem = f"{name.rpartition('.')[0]}/{entry['record']}"
                if stem not in numbers:
                    numbers[stem] = len(kept)
                    kept.append(before["records"][entry["record"]])
                listed[name] = {"sha256": entry["sha256"], "record": numbers[stem]}
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        numbers, kept, listed = {}, [], {}
    for name, data in sorted(files.items()):
        # Plain text has lines of its own, and so a record of its own.
        stem = name if name.endswith(f".{LINES}") else name.rpartition(".")[0]
        if stem not in numbers:
            numbers[stem] = len(kept)
            kept.append(records[name].model_dump(mode="json", exclude_none=True))
        listed[name] = {"sha256": hashlib.sha256(data).hexdigest(), "record": numbers[stem]}
    whole = {"letters": dict(sorted(listed.items())), "records": kept}
    return (json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _beside(path: Path) -> tuple[str, Record] | None:
    """(hash, record) of the file in the list beside it; None where there is none.

    Errors: UsageError where the list is damaged."""
    listed = path.parent / BESIDE
    if not listed.is_file():
        return None
    try:
        whole = json.loads(listed.read_bytes())
        entry = whole["letters"].get(path.name)
        if entry is None:
            return None
        if entry["record"] < 0:
            raise IndexError(entry["record"])
        return entry["sha256"], Record.model_validate(whole["records"][entry["record"]])
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise usage(f"{listed}: 근거 기록이 손상되었습니다.", f"{listed}: the record is damaged") from None


def _no_record(path: Path) -> UsageError:
    return usage(
        f"{path}: 근거 기록이 없습니다. 이 파일은 곁의 {BESIDE}와 함께 두어야 확인할 수 있습니다 (이름을 바꾸지 마십시오). "
        "신원을 담는 문서(신원관리카드)와 채운 빈 서식은 기록을 남기지 않으므로 확인할 수 없습니다.",
        f"{path}: it has no record. This file can only be checked beside its {BESIDE} (do not rename it). "
        "A document that carries an identity, or a filled blank form, has no record and cannot be checked",
    )

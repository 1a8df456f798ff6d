"""Marked blanks in rule files: what `offence rules new` cannot know, and `offence rules check` names until it is filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from offence_engine.errors import Fault, OffenceError, Place, RulesError
from offence_engine.rulebook.load import MAX_RULE_FILE, display
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.tree import Map, Node, Scalar, Seq

_MARK = re.compile(r"\[(?:채우기|fill in): ([^\]]*)\]")
_BYTES = ("[채우기: ".encode(), b"[fill in: ")


def blank(what_ko: str, what_en: str, lang: str = "ko") -> str:
    """The mark of what is still to be filled in: `[채우기: 법률 번호]`."""
    return f"[채우기: {what_ko}]" if lang == "ko" else f"[fill in: {what_en}]"


def blanks_in(folder: Path) -> list[Fault]:
    """Every blank of every rule file that can be read, each with its place."""
    found: list[Fault] = []
    for path in sorted(p for p in folder.rglob("*.yaml") if p.is_file()):
        try:
            data = read_bytes(path, display(path), RulesError, MAX_RULE_FILE)
            if any(mark in data for mark in _BYTES):
                found += blanks_of(parse(data, display(path), RulesError))
        except OffenceError:
            continue
    return found


def blanks_of(tree: Map) -> list[Fault]:
    return [
        Fault(place, f"아직 채우지 않았습니다: {what}", f"still to be filled in: {what}")
        for place, text in _scalars(tree)
        for what in _MARK.findall(text)
    ]


def _scalars(node: Node) -> Iterator[tuple[Place, str]]:
    match node:
        case Scalar():
            yield node.place, node.value
        case Seq():
            for item in node.items:
                yield from _scalars(item)
        case Map():
            for key, value in node.entries.items():
                yield node.key_places[key], key
                yield from _scalars(value)


def with_blanks(faults: Iterable[Fault], blanks: list[Fault]) -> list[Fault]:
    """The faults, those that a blank is the cause of told as that blank."""
    places = {fault.place for fault in blanks}
    caused = [f for f in faults if f.place in places or _MARK.search(f.en)]
    return [*(f for f in faults if f not in caused), *blanks]

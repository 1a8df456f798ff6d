"""A folder of official texts, read: each record is an article as it stood for a while, with its place in the file.

The format is described in `rules/README.md`. What a record needs: act, article, the days from which and to which it
stood, the act that made it so, and the text. Further keys are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from offence_engine.errors import Fault, OffenceError, Place, RulesError, UsageError
from offence_engine.model.rule import LegalAct
from offence_engine.source.read import parse_any, read_bytes
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Node, Scalar, Seq
from offence_engine.workbench.sources.parts import Line, bare, lines_of, without_brackets

MAX_TEXT_FILE = 20_000_000
_ARTICLE = re.compile(r"제?\s*(\d+)\s*조?\s*(?:(?:의\s*|-)(\d+))?\s*(?:조)?")
_NEEDED = ("effective_from", "act_no", "promulgated", "text_ko")


@dataclass(frozen=True, slots=True)
class Row:
    """Since when the words and the penalty of a paragraph or item stand, and by which act; `sure` as marked."""

    paragraph: str | None
    item: str | None
    since: date
    enacted: tuple[str, date]
    penalty_since: date | None
    penalty_act: str | None
    sure: bool


@dataclass(frozen=True)
class Record:
    """An article from a day on (`last`: to a day), as an act made it."""

    place: Place
    act: str
    article: str
    first: date
    last: date | None
    enacted: tuple[str, date]
    text: str
    text_line: int | None
    rows: tuple[Row, ...] = ()
    basis: str | None = None
    sure: bool = True

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return lines_of(self.text)

    def at(self, number: int) -> Place:
        """The place of a line of the text."""
        return self.place if self.text_line is None else Place(self.place.file, self.text_line + number, 1)


@dataclass
class Texts:
    """All records by (act, article), in the order of their days; acts by the ids of the rules."""

    records: dict[tuple[str, str], list[Record]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    _forms: dict[int, tuple[str, str]] = field(default_factory=dict, repr=False)

    def forms(self, record: Record) -> tuple[str, str]:
        """The bare words of a record, with and without what stands in brackets: words are quoted both ways."""
        if id(record) not in self._forms:
            words = bare(record.text)
            self._forms[id(record)] = words, without_brackets(words)
        return self._forms[id(record)]

    def on(self, act: str, article: str, day: date) -> Record | None:
        """The article as it stood on a day."""
        for record in self.records.get((act, article), ()):
            if record.first <= day and (record.last is None or day <= record.last):
                return record
        return None


def read_texts(folder: Path, acts: dict[str, LegalAct]) -> Texts:
    """Every `*.yaml` of the folder; a file or record that cannot be read is told by place and stops nothing else.

    `acts` are those of the rules: a record belongs to the one whose Korean name it bears, or to that of the file's name.
    Errors: UsageError where the folder does not exist.
    """
    if not folder.is_dir():
        raise UsageError([Fault(Place(str(folder)), "원문 폴더가 없습니다.", "no such folder of texts")])
    texts = Texts()
    names = {bare(act.ko): id_ for id_, act in acts.items()}
    for path in sorted(p for p in folder.rglob("*.yaml") if p.is_file()):
        name = str(path)
        texts.files.append(name)
        try:
            data = read_bytes(path, name, RulesError, MAX_TEXT_FILE)
            tree = parse_any(data, name, RulesError)
        except OffenceError as problem:
            texts.faults.extend(problem.faults)
            continue
        if not isinstance(tree, Seq) or not all(isinstance(n, Map) and "text_ko" in n.entries for n in tree.items):
            texts.skipped.append(name)
            continue
        raw = data.decode("utf-8").split("\n")
        for node in tree.items:
            assert isinstance(node, Map)
            record = _record(node, names, path.stem if path.stem in acts else None, raw, texts.faults)
            if record is not None:
                texts.records.setdefault((record.act, record.article), []).append(record)
    for records in texts.records.values():
        records.sort(key=lambda r: r.first)
        texts.faults.extend(_overlaps(records))
    return texts


def _overlaps(records: list[Record]) -> Iterable[Fault]:
    for one, other in pairwise(records):
        if one.last is None or one.last >= other.first:
            yield Fault(
                other.place,
                f"{other.first}부터의 원문이 {one.place.line}행의 원문과 기간이 겹칩니다.",
                f"the text from {other.first} overlaps with that of line {one.place.line}",
            )


def _text(node: Node | None) -> str | None:
    if isinstance(node, Scalar) and (node.quoted or node.value not in ("null", "~", "")):
        return node.value
    return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _record(
    node: Map, names: dict[str, str], of_file: str | None, raw: list[str], faults: list[Fault]
) -> Record | None:
    """One record; None where it belongs to an act that the rules do not name, or lacks something (told in `faults`)."""
    said = {key: _text(value) for key, value in node.entries.items()}
    act = names.get(bare(said.get("act_ko") or ""), of_file if not said.get("act_ko") else None)
    number = _ARTICLE.fullmatch((said.get("article_num") or said.get("article") or "").strip())
    missing = [key for key in _NEEDED if not said.get(key)]
    if number is None:
        missing.append("article")
    first, made = _day(said.get("effective_from")), _day(said.get("promulgated"))
    last = _day(said.get("effective_to"))
    wrong = [
        key
        for key, day in (("effective_from", first), ("promulgated", made), ("effective_to", last))
        if said.get(key) and day is None
    ]
    if missing or wrong:
        what = ", ".join(dict.fromkeys([*missing, *wrong]))
        ko, en = hint(missing[0], node.entries, limit=0) if missing else ("", "")
        faults.append(
            Fault(
                node.place,
                f"원문의 기록을 읽을 수 없습니다. 빠졌거나 틀린 것: {what}.{ko}",
                f"this record of a text cannot be read; missing or wrong: {what}.{en}",
            )
        )
        return None
    if act is None:
        return None
    assert number is not None and first is not None and made is not None
    text = node.entries["text_ko"]
    assert isinstance(text, Scalar)
    return Record(
        place=node.place,
        act=act,
        article=number[1] + (f"-{number[2]}" if number[2] else ""),
        first=first,
        last=last,
        enacted=(said["act_no"] or "", made),
        text=text.value,
        text_line=text.place.line + 1 if _is_block(raw, text.place) else None,
        rows=tuple(_rows(node.entries.get("paragraphs"))),
        basis=said.get("effective_basis"),
        sure=said.get("confidence") in (None, "verbatim"),
    )


def _is_block(raw: list[str], place: Place) -> bool:
    """Whether the text stands in a literal block, whose lines are lines of the file."""
    line = raw[place.line - 1] if place.line <= len(raw) else ""
    return line[place.column - 1 : place.column] == "|"


def _rows(node: Node | None) -> Iterable[Row]:
    for entry in node.items if isinstance(node, Seq) else ():
        if not isinstance(entry, Map):
            continue
        said = {key: _text(value) for key, value in entry.entries.items()}
        since, made = _day(said.get("since")), _day(said.get("promulgated"))
        number = re.fullmatch(r"([\d-]*)(?:\(([\d-]+)\))?", said.get("paragraph") or "")
        if since is None or made is None or number is None:
            continue
        yield Row(
            paragraph=number[1] or None,
            item=said.get("item") or number[2],
            since=since,
            enacted=(said.get("act_no") or "", made),
            penalty_since=_day(said.get("penalty_since")),
            penalty_act=said.get("penalty_act_no"),
            sure=said.get("confidence") in (None, "H"),
        )

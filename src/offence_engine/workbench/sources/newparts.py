"""Paragraphs with a penalty that an amendment brought into an encoded article, and that no rule encodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from offence_engine.rulebook.find import parts_of, rules_of
from offence_engine.rulebook.ids import numbers_of
from offence_engine.rulebook.load import bounds_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.sources.difference import Difference
from offence_engine.workbench.sources.parts import numbers_in, opening_of, part_of, unmarked
from offence_engine.workbench.sources.phrases import penalties_in
from offence_engine.workbench.sources.places import RulePlaces
from offence_engine.workbench.sources.texts import Texts

# A paragraph that shares this much with one of the text before is that one with some words changed.
_ALIKE = 0.6


def new_parts(book: Rulebook, texts: Texts, places: RulePlaces) -> Iterator[Difference]:
    """Paragraphs with a penalty that came into an encoded article later, and that no rule encodes."""
    encoded: dict[tuple[str, str], list[str]] = {}
    for id_ in rules_of(book):
        encoded.setdefault(book.numbers(id_)[:2], []).append(id_)
    bounds = bounds_of(book.penalty_rules)
    for key, ids in encoded.items():
        records = texts.records.get(key, [])
        for before, record in pairwise(records):
            known = [o.bare for n in numbers_in(before.lines) if (o := opening_of(before.lines, n))]
            for number in numbers_in(record.lines):
                opening, part = opening_of(record.lines, number), part_of(record.lines, number, None)
                if opening is None or part is None or any(_alike(opening.bare, o) for o in known):
                    continue
                if penalties_in(unmarked(part.text), bounds) and not _encoded(book, ids, number, record.first):
                    yield Difference(
                        "part_new", ids[0], None, places.top(ids[0]), record.at(part.number),
                        f"{record.first}부터 형이 있는 항({number or '-'})이 새로 생겼으나 규칙에 없습니다",
                        f"from {record.first} a new paragraph ({number or '-'}) with a penalty; no rule encodes it",
                        text_from=record.first, basis=record.basis, sure=record.sure,
                    )  # fmt: skip


def _alike(one: str, other: str) -> bool:
    """Whether one paragraph is the other with some words changed."""
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _encoded(book: Rulebook, ids: Iterable[str], paragraph: str | None, day: date) -> bool:
    rules = rules_of(book)
    for id_ in ids:
        held = [v for v in parts_of(rules[id_]) if v.effective <= day]
        if held and (numbers_of(id_, held[-1], rules[id_].items_only).paragraph or "1") == (paragraph or "1"):
            return True
    return False

"""Whether a file still says what was drafted: each text in its place, none changed, none added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from offence_engine.letters.markup import plain
from offence_engine.letters.record import Record
from offence_engine.letters.verify.remark import Remark, remark, shortened, shortened_around
from offence_engine.letters.verify.source import Source

# What a PDF prints before the items of a list.
_MARKER = re.compile(r"•|\d+\.")


def text_remarks(source: Source) -> Iterator[Remark]:
    """What was changed, taken out or added since the draft; and whether every page still says that it is one."""
    running = source.reading.running
    if running is not None and squeezed(source.record.draft) not in squeezed(running):
        yield remark("text", "쪽마다의 초안 표시가 지워졌습니다.", "the mark of a draft on every page was taken out")
    if source.format == "pdf":
        yield from _in_order(source.record, "".join(map(squeezed, source.reading.texts)))
    else:
        yield from _line_by_line(source.record, source.reading.texts)


def squeezed(text: str) -> str:
    """The text without any space, as lines may break anywhere."""
    return "".join(plain(text).split())


def _in_order(record: Record, whole: str) -> Iterator[Remark]:
    """Each text must follow the one before it, with nothing between them but the marker of an item."""
    wanted = [(number, block.text, squeezed(block.text)) for number, block in enumerate(record.blocks, 1)]
    wanted = [entry for entry in wanted if entry[2]]
    lost: list[tuple[int, str]] = []
    at = 0
    for place, (number, text, own) in enumerate(wanted):
        marker = _MARKER.match(whole, at)
        if not whole.startswith(own, at) and marker is not None and whole.startswith(own, marker.end()):
            at = marker.end()
        found = whole.find(own, at)
        following = wanted[place + 1][2] if place + 1 < len(wanted) else ""
        # A short text may stand elsewhere too; where the next one comes sooner, this one is gone.
        if found < 0 or (found > at and following and 0 <= whole.find(following, at) < found):
            lost.append((number, text))
            continue
        yield from _between(lost, whole[at:found])
        lost, at = [], found + len(own)
    yield from _between(lost, whole[at:])


def _between(lost: Sequence[tuple[int, str]], found: str) -> Iterator[Remark]:
    """What stands where these texts should: nothing, another text in place of the first, or one of its own."""
    marker = _MARKER.match(found)
    added = found[marker.end() if marker else 0 :].removesuffix("•")
    rest = list(lost)
    if lost and added:
        number, text = rest.pop(0)
        yield _changed(text, added, number)
    elif added:
        yield _added(added)
    for number, text in rest:
        yield _lost(number, text)


def _line_by_line(record: Record, found: Sequence[str]) -> Iterator[Remark]:
    drafted = [plain(block.text) for block in record.blocks]
    now = [plain(text) for text in found]
    matcher = SequenceMatcher(None, drafted, now, autojunk=False) if drafted != now else None
    for what, a, b, c, d in matcher.get_opcodes() if matcher is not None else ():
        if what == "equal":
            continue
        pairs = min(b - a, d - c)
        for i in range(pairs):
            yield _changed(drafted[a + i], now[c + i], a + i + 1)
        for i in range(a + pairs, b):
            yield _lost(i + 1, drafted[i])
        for i in range(c + pairs, d):
            yield _added(now[i])


def _lost(number: int, text: str) -> Remark:
    return remark("text", f"빠지거나 바뀐 글: {shortened(text)}", f"missing or changed: {shortened(text)}", number)


def _added(text: str) -> Remark:
    return remark("text", f"초안에 없던 글: {shortened(text)}", f"not in the draft: {shortened(text)}")


def _changed(before: str, after: str, number: int) -> Remark:
    before, after = shortened_around(before, after)
    return remark("text", f"바뀐 글: `{before}` → `{after}`", f"changed: `{before}` -> `{after}`", number)

"""Days and stretches of time in the words of a letter, only as exact as they are known."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from offence_engine.letters.phrases import Phrases
from offence_engine.model.case import Act, ActTime
from offence_engine.model.result import CountRef
from offence_engine.model.time import Span


def day_text(phrases: Phrases, day: date) -> str:
    """`2026. 3. 2.`"""
    return phrases.fill(phrases.words.dates.day, year=day.year, month=day.month, day=day.day)


def act_text(phrases: Phrases, act: Act, count: CountRef | None = None) -> str:
    """When an act was: a day, how long it lasted, or how often. With a count, the stretch that it covers."""
    when, words = act.when, phrases.words.dates
    if when.form == "day":
        return _one_day(phrases, when.first)
    whole = count is None or _covers(when, count)
    first, last = when.first, when.last
    values = {"first": _end(phrases, first), "last": _end(phrases, last)}
    if count is not None and when.form == "series":
        if count.from_ != first.first:
            values["first"] = day_text(phrases, count.from_)
        if count.to != last.last:
            values["last"] = day_text(phrases, count.to)
    if when.form == "lasting":
        if count is not None and count.from_ != first.first:
            values["first"] = day_text(phrases, count.from_)
        return phrases.fill(words.lasting, **values)
    if when.times is None or not whole:
        return phrases.fill(words.series_uncounted, **values)
    return phrases.fill(words.series, **values, times=when.times)


def ends_text(phrases: Phrases, begin: Span, end: Span) -> str:
    """From the first to the last of several acts; one day where they are the same."""
    if begin == end:
        return _one_day(phrases, begin)
    return phrases.fill(phrases.words.dates.lasting, first=_end(phrases, begin), last=_end(phrases, end))


def listed_text(phrases: Phrases, days: Sequence[Span]) -> str | None:
    """The days of a few acts one by one, and how many; None where the rules have no words for it."""
    annex = phrases.book.letters.annex
    if annex is None:
        return None
    texts = [_bare(phrases, day) or _between(phrases, day) for day in sorted(set(days))]
    return phrases.fill(annex.listed_days, days=phrases.join(texts), times=len(days))


def _covers(when: ActTime, count: CountRef) -> bool:
    return count.from_ == when.first.first and count.to == when.last.last


def _month(span: Span) -> bool:
    first, last = span
    whole = last.day == calendar.monthrange(first.year, first.month)[1]
    return first.day == 1 and (first.year, first.month) == (last.year, last.month) and whole


def _year(span: Span) -> bool:
    return (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31) and (
        span.first.year == span.last.year
    )


def _bare(phrases: Phrases, span: Span) -> str | None:
    """`2025. 3. 2.`, `2025. 3.` or `2025년`; None where it is none of these."""
    words = phrases.words.dates
    if span.exact:
        return day_text(phrases, span.first)
    if _month(span):
        return phrases.fill(words.month, year=span.first.year, month=span.first.month)
    return phrases.fill(words.year, year=span.first.year) if _year(span) else None


def _one_day(phrases: Phrases, span: Span) -> str:
    words = phrases.words.dates
    bare = _bare(phrases, span)
    if bare is None:
        return _between(phrases, span)
    return phrases.fill(words.one_day if span.exact else words.one_day_about, day=bare)


def _end(phrases: Phrases, span: Span) -> str:
    """One end of a stretch: `2025. 3. 2.경`."""
    bare = _bare(phrases, span)
    return phrases.fill(phrases.words.dates.about, day=bare) if bare else f"({_between(phrases, span)})"


def _between(phrases: Phrases, span: Span) -> str:
    return phrases.fill(
        phrases.words.dates.between, first=day_text(phrases, span.first), last=day_text(phrases, span.last)
    )

"""Days, spans of days, and ages: nothing here is rounded, what is not known exactly stays an interval."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"(\d{4})")
DAY = timedelta(days=1)


class Span(NamedTuple):
    """All days from `first` to `last`, both included. As a fact: one day, somewhere in it."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def meet(self, other: Span) -> Span | None:
        """The days that both have, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None

    def text(self) -> str:
        return self.first.isoformat() if self.exact else f"{self.first.isoformat()}..{self.last.isoformat()}"


def read_span(text: str) -> Span | None:
    """`2025-03-02`, `2025-03` or `2025` as a span; None where it is not a day of the calendar."""
    try:
        if m := _DAY.fullmatch(text):
            day = date(int(m[1]), int(m[2]), int(m[3]))
            return Span(day, day)
        if m := _MONTH.fullmatch(text):
            year, month = int(m[1]), int(m[2])
            return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        if m := _YEAR.fullmatch(text):
            return Span(date(int(m[1]), 1, 1), date(int(m[1]), 12, 31))
    except ValueError:
        return None
    return None


def add_years(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the last day of the month (Civil Act 160(3))."""
    year = min(max(day.year + years, 1), 9999)
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day of another month, or the last day of it where it has no such day (Civil Act 160(3))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def birthday(birth: date, age: int) -> date:
    """The day on which a person born on `birth` reaches `age`; the day of birth counts (Civil Act 158)."""
    if birth.month == 2 and birth.day == 29 and not calendar.isleap(birth.year + age):
        return date(birth.year + age, 3, 1)
    return add_years(birth, age)


def births_for_age(years: int, on: Span) -> Span:
    """The days of birth of a person who is `years` old on a day of `on`."""
    return Span(add_years(on.first, -years - 1) + DAY, add_years(on.last, -years))


def under(birth: date, day: date, age: int, until_january: bool) -> bool:
    """Whether a person born on `birth` is under `age` on `day`; with `until_january`, only before
    1 January of the year in which that age is reached."""
    if until_january:
        return day < date(birth.year + age, 1, 1)
    return day < birthday(birth, age)


def candidates(birth: Span, day: Span, ages: Iterable[int]) -> Iterator[tuple[date, date]]:
    """Pairs of birth and day between which every age test of `ages` can change: enough to see all that can be true."""
    thresholds = sorted(set(ages))
    days = {day.first, day.last}
    births = {birth.first, birth.last}
    for age in thresholds:
        for b in (birth.first, birth.last):
            for turn in (birthday(b, age), date(b.year + age, 1, 1)):
                days |= {d for d in (turn, turn - DAY) if d in day}
        for d in (day.first, day.last):
            for turn in (add_years(d, -age), date(max(d.year - age, 1), 1, 1)):
                births |= {b for b in (turn - DAY, turn, turn + DAY) if b in birth}
                births |= {b for b in (turn.replace(month=12, day=31),) if b in birth}
    for b in births:
        for d in days:
            if b <= d:
                yield b, d

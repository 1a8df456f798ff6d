"""The last day of a period: which day counts first, months by the calendar, and what a weekend at the end does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from offence_engine.model.procedure import Counting, Length
from offence_engine.model.time import DAY, add_months

_SATURDAY = 5


class Due(NamedTuple):
    """The last day; `moved_from` the weekend day on which the period would have ended."""

    day: date
    moved_from: date | None


def due_of(start: date, length: Length, counting: Counting) -> Due:
    """The last day of a period that begins with what happened on `start`.

    Hours run at once; of the day alone only the day on which they end at the latest can be told. Public holidays are
    not known here: only Saturdays and Sundays move the end.
    """
    if length.hours is not None:
        last = start + timedelta(days=-(-length.hours // 24))
        return Due(last, None)
    months = length.months or 12 * (length.years or 0)
    last = add_months(start, months) if months else start + timedelta(days=length.days or 0)
    if counting.first_day:
        last -= DAY
    if not counting.holiday_extends or last.weekday() < _SATURDAY:
        return Due(last, None)
    return Due(last + timedelta(days=7 - last.weekday()), last)

"""Times in which limitation stands still: whose, from which day to which, and what that makes of a last day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.stated import day_in, own_count, together, truth_of
from offence_engine.model.base import Label, label
from offence_engine.model.procedure import Stop
from offence_engine.model.truth import Truth

STILL = date.max


class Pause(NamedTuple):
    """One time in which limitation stands still: `to` is STILL where it goes on, `certain` where nothing of it is open."""

    first: date
    to: date
    certain: bool
    because: Label
    path: str
    own: bool


def pauses(work: Work, judged: Judged) -> list[Pause]:
    """All such times that the case tells for a finding, in order of time."""
    stops = work.book.limitation.stops
    names = {stop.from_.partition(".")[2] for stop in stops}
    if all(names.isdisjoint(person.facts) for person in work.case.persons.values()):
        return []
    count = judged.count
    others = together(work.case, {count.act, count.deed}, count.suspect)
    found = [
        pause
        for stop in stops
        for person in ((count.suspect,) if stop.whose == "own" else others)
        if (pause := _pause(work, judged, stop, person)) is not None
    ]
    return sorted(found, key=lambda p: (p.first, p.to, p.path, p.because.ko))


def _pause(work: Work, judged: Judged, stop: Stop, person: str) -> Pause | None:
    first = day_in(work.case, stop.from_, person)
    if first is None:
        return None
    to = day_in(work.case, stop.to, person) if stop.to else None
    truth = Truth.MET
    if stop.purpose is not None:
        asked = replace(own_count(judged.count), suspect=person)
        truth = truth_of(work.book, work.probe, stop.purpose, asked)
    if truth is Truth.NOT_MET or (to is not None and to <= first):
        return None
    until_ko = f"~ {to.isoformat()}" if to else stop.still.ko if stop.still else "~"
    until_en = f"to {to.isoformat()}" if to else stop.still.en if stop.still else "-"
    unsure = ("", "") if truth is Truth.MET else (" (확인되면)", " (if established)")
    cite = work.book.citation(stop.id)
    because = label(
        f"{stop.because.ko}: {person}, {first.isoformat()} {until_ko} ({cite.ko}){unsure[0]}",
        f"{stop.because.en}: {person}, {first.isoformat()} {until_en} ({cite.en}){unsure[1]}",
    )
    return Pause(first, to or STILL, truth is Truth.MET, because, stop.from_, stop.whose == "own")


def merged(found: Iterable[Pause]) -> Iterator[tuple[date, date]]:
    """The times without overlaps."""
    first = last = None
    for pause in found:
        if first is None or last is None:
            first, last = pause.first, pause.to
        elif pause.first <= last:
            last = max(last, pause.to)
        else:
            yield first, last
            first, last = pause.first, pause.to
    if first is not None and last is not None:
        yield first, last


def shifted(last: date, start: date, times: Iterable[tuple[date, date]], until: date) -> tuple[date, bool]:
    """The last day moved by the days in which limitation stood still, and whether it still does.

    What still goes on is reckoned up to `until`, so that the day is the earliest possible."""
    going_on = False
    for first, to in times:
        if first > last:
            break
        going_on = going_on or to == STILL
        end = max(min(to, until), first) if to == STILL else to
        stood = (end - max(first, start)).days
        last = _later(last, max(stood, 0))
    return last, going_on


def _later(day: date, days: int) -> date:
    return date.max if (date.max - day).days < days else day + timedelta(days=days)

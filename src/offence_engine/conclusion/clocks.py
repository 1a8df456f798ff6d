"""Deadlines: the clocks that run from days stated in the case, times to complain, and the ends of limitation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from offence_engine.conclusion.findings import Judged
from offence_engine.conclusion.period import due_of
from offence_engine.conclusion.stated import cites, day_in
from offence_engine.model.base import Label, label
from offence_engine.model.case import Case
from offence_engine.model.procedure import Clock, ClockWords
from offence_engine.model.result import Deadline, Offence, SuspectResult
from offence_engine.model.time import DAY
from offence_engine.rulebook.rulebook import Rulebook


def deadlines(
    book: Rulebook, case: Case, judged: Iterable[Judged], offences: Iterable[Offence],
    suspects: Iterable[SuspectResult], day: date,
) -> tuple[Deadline, ...]:  # fmt: skip
    """Every period whose first day is known, the one first that ends first."""
    words = book.procedure.words
    if words is None:
        return ()
    people = list(suspects)
    found = [
        *_clocks(book, case, words, people, day),
        *_to_complain(book, case, words, judged, day),
        *_limitation(book, words, {o.id: o for o in offences}, people, day),
    ]
    return tuple(sorted(found, key=lambda d: (d.due, d.id)))


def _state(due: date, day: date) -> Literal["open", "today", "overdue"]:
    return "overdue" if due < day else "today" if due == day else "open"


def _said(*parts: Label | None) -> Label | None:
    kept = [part for part in parts if part is not None]
    return label(" ".join(p.ko for p in kept), " ".join(p.en for p in kept)) if kept else None


def _clocks(
    book: Rulebook, case: Case, words: ClockWords, suspects: list[SuspectResult], day: date
) -> Iterator[Deadline]:
    for id_, clock in book.procedure.clocks.items():
        start = day_in(case, clock.starts, "")
        law_day = day_in(case, clock.goes_by, "") if clock.goes_by else start
        if start is None or law_day is None or law_day < clock.effective:
            continue
        if clock.until is not None and law_day > clock.until:
            continue
        if clock.done is not None and day_in(case, clock.done, "") is not None:
            continue
        if clock.before_limitation:
            yield from _before_limitation(book, id_, clock, suspects, day)
            continue
        counting = book.procedure.counting[clock.counted]
        due = due_of(start, clock.length, counting)
        moved = (
            label(
                words.moved.ko.replace("{day}", due.moved_from.isoformat()),
                words.moved.en.replace("{day}", due.moved_from.isoformat()),
            )
            if due.moved_from
            else None
        )
        how = words.holidays if counting.holiday_extends else words.no_extension
        yield Deadline(
            id=id_, title=clock.title, due=due.day, from_=start,
            by=(*cites(book, clock.by), *cites(book, (counting.by,))), state=_state(due.day, day), who=clock.who,
            note=_said(moved, words.hours if clock.length.hours else how, clock.extension, clock.note),
        )  # fmt: skip


def _before_limitation(
    book: Rulebook, id_: str, clock: Clock, suspects: list[SuspectResult], day: date
) -> Iterator[Deadline]:
    """What opens so many days before limitation is over, and ends on the day before that."""
    for suspect in suspects:
        last = suspect.limitation.earliest
        if last is None or last < day:
            continue
        due = last - DAY
        yield Deadline(
            id=f"{id_}/{suspect.person}", title=clock.title, due=due,
            from_=last - timedelta(days=clock.length.days or 0), by=cites(book, clock.by), state=_state(due, day),
            who=clock.who, note=_said(clock.extension, clock.note), concerns=(suspect.person,),
        )  # fmt: skip


def _to_complain(
    book: Rulebook, case: Case, words: ClockWords, judged: Iterable[Judged], day: date
) -> Iterator[Deadline]:
    """The times of conditions of prosecution that still run, or ran out, one for each suspect and victim."""
    found: dict[tuple[str, str, str | None, date], list[Judged]] = {}
    for item in judged:
        told = item.finding.prosecution
        if told is not None and told.due is not None and told.state in ("open", "barred"):
            found.setdefault((told.id, item.count.suspect, item.count.victim, told.due), []).append(item)
    for (id_, suspect, victim, due), items in found.items():
        rule = book.procedure.prosecution[id_]
        told = items[0].finding.prosecution
        assert told is not None and rule.within is not None
        yield Deadline(
            id=f"{id_}/{suspect}/{victim or '-'}", title=rule.within.title, due=due, from_=told.since,
            by=cites(book, (rule.within.by, book.procedure.counting[rule.within.counted].by)),
            state=_state(due, day), note=words.holidays, concerns=tuple(i.finding.id for i in items),
        )  # fmt: skip


def _limitation(
    book: Rulebook, words: ClockWords, offences: dict[str, Offence], suspects: list[SuspectResult], day: date
) -> Iterator[Deadline]:
    """The earliest end of limitation of each suspect, with the latest beside it."""
    for suspect in suspects:
        limits = suspect.limitation
        if limits.earliest is None:
            continue
        own = [offences[o] for o in suspect.offences]
        first = [o.id for o in own if o.limitation is not None and o.limitation.earliest == limits.earliest]
        if limits.latest is None:
            late = words.latest_open
        else:
            last = limits.latest.isoformat()
            late = label(words.latest.ko.replace("{day}", last), words.latest.en.replace("{day}", last))
        yield Deadline(
            id=f"limitation/{suspect.person}", title=words.limitation, due=limits.earliest,
            by=cites(book, words.limitation_by), state=_state(limits.earliest, day),
            note=_said(late, words.no_extension), concerns=tuple(first),
        )  # fmt: skip

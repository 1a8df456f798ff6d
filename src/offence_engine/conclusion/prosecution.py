"""Conditions of prosecution: whether a complaint is needed or the victim's will stands against it, by the day of the act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.period import due_of
from offence_engine.conclusion.stated import cites, day_in, lacking_day, own_count, together, truth_of, unknown_in
from offence_engine.counting.unfold import Count
from offence_engine.model.base import Label, label
from offence_engine.model.procedure import ProsecutionBar, ProsecutionRule, WithinTime
from offence_engine.model.result import MissingFact, Offence, Prosecution
from offence_engine.model.time import Span
from offence_engine.model.truth import Truth
from offence_engine.rulebook.ids import reaches


class _State(NamedTuple):
    """What the case says of one person who took part and the victim."""

    state: Literal["barred", "open", "met"]
    because: Label
    missing: tuple[MissingFact, ...] = ()
    since: date | None = None
    due: date | None = None


def prosecution(work: Work, judged: Judged, day: date) -> Prosecution | None:
    """The condition on which a finding's offence can be prosecuted; None where there never was one."""
    count = judged.count
    days = Span(count.first, count.last) if count.basis == "series" else count.days
    with_it = {modifier.id for modifier in judged.finding.modifiers}
    for id_, rule in work.book.procedure.prosecution.items():
        if with_it & set(rule.not_with):
            continue
        if not any(reaches(named, count.provision) for named in rule.reaches) or days.last < rule.effective:
            continue
        if rule.until is not None and days.first > rule.until:
            if rule.afterwards is None:
                continue
            return _result(work, id_, rule, "not_needed", _State("met", rule.afterwards))
        found = _together(work, rule, judged, day)
        over = rule.until is not None and days.last > rule.until
        if over and rule.afterwards is not None and found.state != "met":
            found = _State("open", _both(found.because, rule.afterwards), found.missing, found.since, found.due)
        return _result(work, id_, rule, found.state, found)
    return None


def of_offence(offence: Offence, items: Iterable[Judged]) -> Offence:
    """The offence with its condition: barred only where all that it is made of is."""
    found = [item.finding.prosecution for item in items if item.finding.prosecution is not None]
    if not found:
        return offence
    standing = [p for p in found if p.state != "barred"]
    return offence.model_copy(update={"prosecution": (standing or found)[0]})


def _result(
    work: Work, id_: str, rule: ProsecutionRule, state: Literal["barred", "open", "met", "not_needed"], found: _State
) -> Prosecution:
    return Prosecution(
        id=id_, kind=rule.kind, title=rule.title, state=state, because=found.because,
        by=cites(work.book, rule.by), missing=found.missing,
        since=found.since, due=found.due, note=rule.note,
    )  # fmt: skip


def _both(one: Label, other: Label) -> Label:
    return label(f"{one.ko} {other.ko}", f"{one.en} {other.en}")


def _together(work: Work, rule: ProsecutionRule, judged: Judged, day: date) -> _State:
    """The state for the suspect; what is done towards another who took part counts where it cannot be divided."""
    own = own_count(judged.count)
    found = _state(work, rule, own, day)
    if not rule.indivisible:
        return found
    for person in together(work.case, {judged.count.act, judged.count.deed}, judged.count.suspect):
        other = _state(work, rule, replace(own, suspect=person), day)
        shared = _both(other.because, rule.indivisible_because) if rule.indivisible_because else other.because
        if other.state == "barred" and other.due is None:
            return other._replace(because=shared)
        if other.state == "met" and found.state == "open":
            found = other._replace(because=shared)
    return found


def _state(work: Work, rule: ProsecutionRule, count: Count, day: date) -> _State:
    book, probe = work.book, work.probe
    lacking: list[MissingFact] = []
    for bar in rule.bars:
        truth = truth_of(book, probe, bar.when, count)
        if truth is Truth.NOT_MET:
            continue
        if truth is Truth.UNDETERMINED:
            lacking += unknown_in(book, probe, bar.when, count)
            continue
        told = _barred(work, bar, count)
        if told is not None:
            return told
    met = truth_of(book, probe, rule.met, count)
    if met is Truth.UNDETERMINED or lacking:
        lacking += unknown_in(book, probe, rule.met, count)
        return _State("open", rule.open, tuple({m.at: m for m in lacking}.values()))
    if met is Truth.MET:
        return _in_time(work, rule, rule.within, count, day) if rule.within else _State("met", rule.because)
    if rule.within is None:
        return _State("open", rule.waiting)
    return _still_in_time(work, rule, rule.within, count, day)


def _barred(work: Work, bar: ProsecutionBar, count: Count) -> _State | None:
    """Barred, unless what was said came too late to count."""
    if bar.on is None or bar.before is None:
        return _State("barred", bar.because)
    limit = day_in(work.case, bar.before, count.suspect, count.victim)
    if limit is None:
        return _State("barred", bar.because)
    said = day_in(work.case, bar.on, count.suspect, count.victim)
    if said is None:
        asked = lacking_day(work.book, work.case, bar.on, count.suspect, count.victim)
        return _State("open", bar.too_late or bar.because, (asked,))
    return _State("barred", bar.because) if said < limit else _State("met", bar.too_late or bar.because)


def _limit(work: Work, within: WithinTime, count: Count) -> tuple[date | None, date | None]:
    """From when the time runs, and its last day; None where the day on which it begins is not stated."""
    starts = [day_in(work.case, path, count.suspect, count.victim) for path in within.starts]
    if starts[0] is None:
        return None, None
    since = max(day for day in starts if day is not None)
    return since, due_of(since, within.length, work.book.procedure.counting[within.counted]).day


def _in_time(work: Work, rule: ProsecutionRule, within: WithinTime, count: Count, day: date) -> _State:
    """Met, where it was done in time. Before the act nobody can have known who did it."""
    since, limit = _limit(work, within, count)
    done = day_in(work.case, within.done_on, count.suspect, count.victim)
    counting = work.book.procedure.counting[within.counted]
    surely = limit or due_of(count.first, within.length, counting).day
    if (done or day) <= surely:
        return _State("met", rule.because)
    if done is not None and limit is not None:
        return _State("barred", within.late, since=since, due=limit)
    asked = [within.done_on] if done is None else []
    asked += [within.starts[0]] if limit is None else []
    lacking = tuple(lacking_day(work.book, work.case, path, count.suspect, count.victim) for path in asked)
    return _State("open", rule.open, lacking, since, limit)


def _still_in_time(work: Work, rule: ProsecutionRule, within: WithinTime, count: Count, day: date) -> _State:
    """It was not done: barred once the time is over, else open until then."""
    since, limit = _limit(work, within, count)
    if limit is None:
        asked = lacking_day(work.book, work.case, within.starts[0], count.suspect, count.victim)
        return _State("open", rule.waiting, (asked,))
    if day > limit:
        return _State("barred", within.late, since=since, due=limit)
    return _State("open", rule.waiting, since=since, due=limit)

"""When limitation periods run out: each offence's, and the latest and earliest day of all that is referred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from offence_engine.letters.context import Limit
from offence_engine.letters.dates import day_text
from offence_engine.letters.grounds import of_offence
from offence_engine.letters.marks import Grounded, together
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.select import Referred
from offence_engine.model.result import Offence


def limits_of(phrases: Phrases, named: Sequence[tuple[str, Offence]]) -> tuple[Limit, ...]:
    """A line for every offence; those that run out on the same days for the same reasons share one."""
    groups: dict[object, list[tuple[str, Offence]]] = {}
    for name, offence in named:
        groups.setdefault(offence.limitation or offence.id, []).append((name, offence))
    return tuple(_limit(phrases, group) for group in groups.values())


def _limit(phrases: Phrases, group: Sequence[tuple[str, Offence]]) -> Limit:
    names = list(dict.fromkeys(name for name, _ in group))
    name = names[0]
    if len(names) > 1:
        name = phrases.fill(phrases.words.where_many, where=name, number=len(names))
    result = group[0][1].limitation
    if result is None:
        gap = Grounded(text=phrases.gap("limitation"))
        return Limit(offence=name, period=gap, earliest=gap, latest=gap, because=(), settled=False, expired="")
    none = result.kind == "none"
    words = phrases.words
    rests_on = together(of_offence(offence) for _, offence in group)
    period = phrases.label(words.no_limitation) if none else phrases.fill(words.period, years=result.years)
    return Limit(
        offence=name,
        period=Grounded(text=period, rests_on=rests_on),
        earliest=Grounded(text=_day(phrases, result.earliest, none), rests_on=rests_on),
        latest=Grounded(text=_day(phrases, result.latest, none), rests_on=rests_on),
        because=tuple(b.text(phrases.lang) for b in result.because),
        settled=result.settled,
        expired="" if none else phrases.word("expired", result.expired),
    )


def longest(phrases: Phrases, referred: Sequence[Referred]) -> str:
    """The latest day; none where some offence has no limitation, a gap where some latest day is not known."""
    found = [r.offence.limitation for r in referred]
    if any(x is not None and x.kind == "none" for x in found):
        return phrases.label(phrases.words.no_limitation)
    days = [x.latest if x is not None else None for x in found]
    return _extreme(phrases, days, latest=True)


def shortest(phrases: Phrases, referred: Sequence[Referred]) -> str:
    """The earliest day among the offences that have a limitation period."""
    found = [r.offence.limitation for r in referred]
    days = [x.earliest if x is not None else None for x in found if x is None or x.kind == "years"]
    if found and not days:
        return phrases.label(phrases.words.no_limitation)
    return _extreme(phrases, days, latest=False)


def _extreme(phrases: Phrases, days: Sequence[date | None], latest: bool) -> str:
    known = [d for d in days if d is not None]
    if not known or len(known) < len(days):
        return phrases.gap("limitation")
    return day_text(phrases, max(known) if latest else min(known))


def _day(phrases: Phrases, day: date | None, none: bool) -> str:
    if none:
        return phrases.label(phrases.words.none)
    return day_text(phrases, day) if day is not None else phrases.gap("limitation")

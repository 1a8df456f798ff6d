"""Pins: computed from the rules, compared with what was pinned, and written as a file when a person confirms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from offence_engine.model.law import Reading
from offence_engine.model.penalty import Penalty
from offence_engine.model.pins import Pinned, PinnedPeriod, Turn
from offence_engine.model.rule import ModifierFile, ProvisionFile
from offence_engine.rulebook.export import years_by_table
from offence_engine.rulebook.reading import boundaries_of, reading_on, why_no_reading
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.figures import pinned_figures
from offence_engine.workbench.turns import Frame, frame_of, tree_for, turns_of

RuleFile = ProvisionFile | ModifierFile
HEAD = (
    "# `offence rules pin`이 쓴 파일: 법이 각 시기에 어떠한지를 한 번 더 적은 것. 손으로 고치지 않는다.\n"
    "# Written by `offence rules pin`: what the law is in each period, told a second time. Not to be edited by hand."
)
_PLAIN = re.compile(r"[가-힣A-Za-z0-9_.@/~-][가-힣A-Za-z0-9_.@/~ -]*(?<! )")


def pins_of(book: Rulebook) -> dict[str, Pinned]:
    """What is to be pinned of a whole rulebook, by rule and by table of the general part."""
    figures = pinned_figures(book)
    return {name: pin_of(book, name, figures) for name in names_of(book, figures)}


def names_of(book: Rulebook, figures: dict[str, dict[str, str]]) -> list[str]:
    return list(dict.fromkeys((*book.provisions, *book.modifiers, *figures)))


def pin_of(book: Rulebook, name: str, figures: dict[str, dict[str, str]] | None = None) -> Pinned:
    """What is to be pinned of one rule or table."""
    own = (figures if figures is not None else pinned_figures(book)).get(name, {})
    if name in book.provisions:
        return Pinned(before=book.provisions[name].before, periods=tuple(periods_of(book, name)), figures=own)
    if name in book.modifiers:
        return Pinned(before=book.modifiers[name].before, periods=tuple(_of_modifier(book, name)), figures=own)
    return Pinned(figures=own)


def periods_of(book: Rulebook, id_: str, turns: bool = True) -> Iterator[PinnedPeriod]:
    """The periods of a provision, from each day on which anything of it changes."""
    before: object = None
    for day in boundaries_of(book, id_):
        period = period_on(book, id_, day)
        reading = reading_on(book, id_, day)
        if turns and reading is not None:
            attempt = reading.attempt and reading.attempt.elements
            said = (period.version, reading.elements, reading.limbs, reading.result, attempt)
            # What the facts decide is told again only for a new version, or where its conditions changed.
            if said != before:
                period = period.model_copy(update={"turns": turns_on(book, book.provisions[id_], day)})
            before = said
        yield period


def period_on(book: Rulebook, id_: str, day: date) -> PinnedPeriod:
    """A provision as it stands on a day, without what its facts decide."""
    reading = reading_on(book, id_, day)
    if reading is None:
        return PinnedPeriod.model_validate({"from": day, "state": why_no_reading(book, id_, day)})
    version = reading.version
    penalties = {
        limb: penalty.text.ko
        for (of, since, limb), penalty in book.limb_penalties.items()
        if (of, since) == (id_, version.effective)
    }
    shared = len(reading.limbs) == 1
    return PinnedPeriod.model_validate(
        {
            "from": day,
            "version": version.effective,
            "elements": reading.limbs[0].elements if shared else (),
            "limbs": {} if shared else {limb.name or str(i + 1): limb.elements for i, limb in enumerate(reading.limbs)},
            "result": reading.result,
            "penalty": _penalty(reading.penalty),
            "limb_penalties": penalties,
            "limitation_years": None if reading.penalty.same_as else years_by_table(book, reading.penalty),
            "attempt": reading.attempt.id if reading.attempt else None,
            "modified_by": tuple(_reached(reading)),
            "made_of": tuple(
                part for part in reading.key if not part.startswith(f"{id_}@") and not _modifies(book, part)
            ),
        }
    )


def _modifies(book: Rulebook, part: str) -> bool:
    return part.partition("@")[0] in book.modifiers


def _penalty(penalty: Penalty) -> str:
    return penalty.text.ko


def _reached(reading: Reading) -> Iterator[str]:
    for modifier in (*((reading.attempt,) if reading.attempt else ()), *reading.added, *reading.participations):
        if modifier.reach.what != "every_offence":
            yield f"{modifier.id}@{modifier.reach.effective}"


def _of_modifier(book: Rulebook, id_: str) -> Iterator[PinnedPeriod]:
    rule = book.modifiers[id_]
    for reach, later in zip_longest(rule.reaches, rule.reaches[1:]):
        turns = turns_on(book, rule, typical_day(rule, reach.effective, later.effective if later else None))
        yield PinnedPeriod.model_validate({"from": reach.effective, "elements": rule.requires, "turns": turns})


def typical_day(rule: ModifierFile, first: date, until: date | None) -> date:
    """The day on which the typical case of a modifier is tried: that of its first applicable case in the period."""
    days = [c.on for c in rule.cases if c.expect == "applicable" and first <= c.on and (until is None or c.on < until)]
    return min(days, default=first)


def turns_on(book: Rulebook, rule: RuleFile, day: date) -> dict[str, Turn]:
    """What the facts of a rule's typical case decide on a day; nothing where it has no count on that day."""
    frame = frame_of(book, rule, day)
    return {} if frame is None else frame_turns(book, frame)


def frame_turns(book: Rulebook, frame: Frame) -> dict[str, Turn]:
    """What the facts of a frame decide under a book (that of the frame, or a mutant of it)."""
    reading = reading_on(book, frame.provision, frame.day)
    tree = tree_for(reading, frame) if reading is not None else None
    return {} if tree is None else dict(turns_of(book, tree, frame))


@dataclass(frozen=True, slots=True)
class Departure:
    """One thing in which the rules differ from what is pinned; None where one of the two has nothing."""

    rule: str
    what: str
    pinned: str | None
    now: str | None


def departures(book: Rulebook, names: Iterable[str] | None = None) -> Iterator[Departure]:
    """Where the rules differ from their pins (of all rules, or of those named)."""
    figures = pinned_figures(book)
    known = names_of(book, figures)
    wanted = known if names is None else [n for n in names if n in known]
    for name in wanted:
        now = pin_of(book, name, figures)
        pinned = book.pins.get(name)
        if pinned is None:
            yield Departure(name, "", None, "")
        elif pinned != now:
            yield from _between(name, _flat(pinned), _flat(now))
    for name in book.pins if names is None else ():
        if name not in known:
            yield Departure(name, "", "", None)


def _between(name: str, pinned: dict[str, str], now: dict[str, str]) -> Iterator[Departure]:
    for what in dict.fromkeys((*pinned, *now)):
        if pinned.get(what) != now.get(what):
            yield Departure(name, what, pinned.get(what), now.get(what))


def _flat(pin: Pinned) -> dict[str, str]:
    """A pin as lines: what it is about, and what it says."""
    said = {"before": pin.before or ""} if pin.before else {}
    for period in pin.periods:
        dumped = period.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        day = dumped.pop("from")
        turns = dumped.pop("turns", {})
        said[f"{day}"] = "from"
        said |= {f"{day} {what}": _line(value) for what, value in dumped.items()}
        for path, turn in turns.items():
            said |= {f"{day} {path} {verdict}": _line(values) for verdict, values in turn.items()}
    return said | {f"figures {what}": value for what, value in pin.figures.items()}


def _line(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_line(v)}" for k, v in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def files_of(pins: Mapping[str, Pinned]) -> dict[str, str]:
    """The pins as YAML text, by file name: one file for each act, one for the general part."""
    by_file: dict[str, list[str]] = {}
    for name, pin in pins.items():
        file = f"{name.partition('.')[0]}.yaml" if "." in name else "general.yaml"
        by_file.setdefault(file, [HEAD, "pins:"]).extend(_written(name, pin))
    return {file: "\n".join(lines) + "\n" for file, lines in sorted(by_file.items())}


def _written(name: str, pin: Pinned) -> Iterator[str]:
    yield f"  {name}:"
    if pin.before:
        yield f"    before: {pin.before}"
    if pin.periods:
        yield "    periods:"
    for period in pin.periods:
        dumped = period.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        yield f"      - from: {dumped.pop('from')}"
        turns = dumped.pop("turns", {})
        for key, value in dumped.items():
            yield f"        {key}: {flow(value)}"
        if turns:
            yield "        turns:"
        for path, turn in turns.items():
            yield f"          {flow(path)}: {flow(turn)}"
    if pin.figures:
        yield "    figures:"
    for key, value in pin.figures.items():
        yield f"      {flow(key)}: {flow(value)}"


def flow(value: object) -> str:
    """A value in flow style on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)

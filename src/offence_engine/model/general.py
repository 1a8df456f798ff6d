"""The general part as data: limitation, penalties and concurrence, responsibility, and what letters need by date."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from offence_engine.model.base import Frozen, Label, Null, YesNo
from offence_engine.model.rule import Condition


class LimitationRow(Frozen):
    """A line of the table: the statutory penalty and the years."""

    statutory: Literal["death", "life"] | None = None
    prison_max_at_least_years: int | None = None
    otherwise: YesNo = False
    years: int


class LimitationPeriods(Frozen):
    by: str
    rows: tuple[LimitationRow, ...]
    counting: dict[str, str] = {}


class LimitationStart(Frozen):
    at: Literal["end_of_act"]
    by: str


class OpenReading(Frozen):
    """An offence of which it is not settled whether the rule reaches it."""

    what: str
    because: Label


class SpecialLimitation(Frozen):
    """A rule that departs from the table: limitation from majority on, or none at all."""

    id: str
    kind: Literal["from_majority", "none"]
    age: int | None = None
    when: Condition | None = None
    reaches: tuple[str, ...]
    effective: date
    also_earlier_unless_expired: YesNo = False
    because: Label
    source: str | None = None
    open: tuple[OpenReading, ...] = ()


class Limitation(Frozen):
    general: Literal["limitation"]
    periods: LimitationPeriods
    starts: LimitationStart
    special: tuple[SpecialLimitation, ...] = ()


class Responsibility(Frozen):
    """When a person's act is not punished whatever the elements (age)."""

    general: Literal["responsibility"]
    id: str
    title: Label
    when: Condition
    effect: Literal["not_punishable"]
    notice: Label
    source: str | None = None


class Concurrence(Frozen):
    """How several offences are punished together."""

    id: str
    because: Label
    settled: YesNo = True


class PenaltyRules(Frozen):
    """Floors and ceilings of the general part (months, won), and the concurrence rules."""

    general: Literal["penalty"]
    prison_least_months: int
    prison_most_months: int
    raised_most_months: int
    fine_least_krw: int
    by: dict[str, str]
    real_concurrence: Concurrence
    real_concurrence_factor: str
    ideal_concurrence: Concurrence


class DatedName(Frozen):
    """A name that holds from a day on."""

    effective: date
    ko: str
    en: str
    by: str | None = None


class Office(Frozen):
    """A body or addressee: one entry, its names by date, and what is not certain about it."""

    names: tuple[DatedName, ...]
    uncertain: Annotated[str | None, Null] = None


class LetterKind(Frozen):
    """A document: its names, template, form number, legal basis, and from which findings it follows."""

    ko: str
    en: str
    template: str
    form: str | None = None
    by: tuple[str, ...] = ()
    follows_from: Literal["applicable", "undetermined", "any"]
    addressee: str | None = None
    note: Label | None = None


class LettersFile(Frozen):
    """What letters need: offices by date, and the kinds of document."""

    offices: dict[str, Office] = {}
    letters: dict[str, LetterKind] = {}
    notes: dict[str, Label] = {}

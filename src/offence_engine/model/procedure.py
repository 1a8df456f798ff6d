"""Procedure as data: conditions of prosecution, clocks, consequences of findings, and what departs in limitation."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from offence_engine.model.base import Frozen, Label, Null, YesNo
from offence_engine.model.condition import Condition

Reaches = tuple[str, ...] | Literal["every_offence"]


# Limitation: what stops it, what else counts.


class Stop(Frozen):
    """A time in which limitation does not run: from the day in one fact to the day in another (or still going on).

    `purpose` is a fact that must hold besides; `whose` tells whether it is the suspect's own or that of someone who
    took part in the same act."""

    id: str
    whose: Literal["own", "accomplice"] = "own"
    from_: str = Field(alias="from")
    to: str | None = None
    purpose: Condition | None = None
    because: Label
    still: Label | None = None


class Deemed(Frozen):
    """Years after which limitation counts as complete though an indictment was brought."""

    by: str
    years: int
    from_: str = Field(alias="from")
    because: Label


class RaisedPenalty(Frozen):
    """How a raised penalty counts for limitation: by a modifier of these acts not at all, by others it is open."""

    not_counted: tuple[str, ...]
    by: str
    because: Label
    authority: Annotated[str | None, Null] = None


class Accomplices(Frozen):
    """From when limitation runs for those who took part: from the end of the last act."""

    by: str
    because: Label


# Conditions of prosecution.


class Counting(Frozen):
    """How a period is counted: whether its first day counts, and whether it ends later where its last day is a holiday."""

    first_day: YesNo
    holiday_extends: YesNo
    by: str
    note: Label | None = None


class Length(Frozen):
    """How long a period is; exactly one unit."""

    hours: int | None = None
    days: int | None = None
    months: int | None = None
    years: int | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Length:
        given = [v for v in (self.hours, self.days, self.months, self.years) if v is not None]
        if len(given) != 1 or given[0] < 1:
            raise ValueError("one_length")
        return self


class WithinTime(Frozen):
    """The time within which it must be done: `done_on` within `length` of the later of `starts`."""

    starts: tuple[str, ...] = Field(min_length=1)
    done_on: str
    length: Length
    counted: str
    by: str
    title: Label
    late: Label


class ProsecutionBar(Frozen):
    """What makes prosecution inadmissible; `on` is when it was said, which must be before the day in `before`."""

    when: Condition
    because: Label
    on: str | None = None
    before: str | None = None
    too_late: Label | None = None


class ProsecutionRule(Frozen):
    """Offences that are prosecuted only on certain conditions, by the day of the act.

    Barred where a bar holds or the time ran out; met where `met` holds; else open. `indivisible`: what is done towards
    one who took part holds for all of them. With a modifier in `not_with` the offence is prosecuted in any case."""

    kind: Literal["complaint", "not_against_will"]
    title: Label
    reaches: tuple[str, ...] = Field(min_length=1)
    not_with: tuple[str, ...] = ()
    effective: date
    until: date | None = None
    by: tuple[str, ...] = Field(min_length=1)
    met: Condition
    because: Label
    waiting: Label
    open: Label
    bars: tuple[ProsecutionBar, ...] = Field(min_length=1)
    within: WithinTime | None = None
    indivisible: YesNo = False
    indivisible_because: Label | None = None
    afterwards: Label | None = None
    source: str | None = None
    note: Label | None = None


class ProsecutionFile(Frozen):
    procedure: Literal["prosecution"]
    conditions: dict[str, ProsecutionRule]
    excluded: Label | None = None


# Clocks.


class Clock(Frozen):
    """A period that runs from a day in the case. `effective` and `until` go by the day in `goes_by` (default: `starts`).

    Once the day in `done` is stated it no longer runs. `before_limitation` runs back from the earliest limitation day."""

    ko: str
    en: str
    starts: str
    goes_by: str | None = None
    done: str | None = None
    length: Length
    counted: str
    before_limitation: YesNo = False
    by: tuple[str, ...] = Field(min_length=1)
    effective: date
    until: date | None = None
    who: Label
    extension: Label | None = None
    note: Label | None = None
    source: str | None = None

    @property
    def title(self) -> Label:
        return Label(ko=self.ko, en=self.en)


class ClockWords(Frozen):
    """What is said with a due day: moved off a weekend, to be checked for holidays, hours of which only the day is known."""

    moved: Label
    holidays: Label
    hours: Label
    no_extension: Label
    limitation: Label
    limitation_by: tuple[str, ...] = ()
    latest: Label
    latest_open: Label


class ClocksFile(Frozen):
    procedure: Literal["clocks"]
    counting: dict[str, Counting] = {}
    words: ClockWords | None = None
    clocks: dict[str, Clock] = {}


# Consequences.

ConsequenceKind = Literal[
    "duty",
    "power",
    "support",
    "order",
    "confiscation",
    "routing",
    "disposal",
    "protection",
    "notice",
    "administrative",
]


class OpenQuestion(Frozen):
    """Of what it is not settled, for which offences and since when, with every reading."""

    because: Label
    readings: tuple[Label, ...] = Field(min_length=1)
    reaches: Reaches = "every_offence"
    effective: date | None = None
    until: date | None = None


class Consequence(Frozen):
    """What follows from a finding. `effective` and `until` go by the day of the act or by the day of assessment.

    `when` is a condition over the finding's facts; `show_open: no` leaves out what only might follow. `except` takes
    offences out of `reaches`; `suspects` says whether it is for natural or legal persons only."""

    kind: ConsequenceKind
    ko: str
    en: str
    says: Label
    who: Label
    addressee: tuple[str, ...] = ()
    by: tuple[str, ...] = Field(min_length=1)
    effective: date
    until: date | None = None
    goes_by: Literal["act", "as_of"]
    reaches: Reaches
    except_: tuple[str, ...] = Field((), alias="except")
    follows_from: Literal["applicable", "undetermined"] = "applicable"
    prison_at_least_years: int = 0
    suspects: Literal["any", "natural", "legal"] = "any"
    when: Condition | None = None
    show_open: YesNo = True
    because: Label | None = None
    open: tuple[OpenQuestion, ...] = ()
    source: str | None = None
    note: Label | None = None

    @property
    def title(self) -> Label:
        return Label(ko=self.ko, en=self.en)


class ConsequencesFile(Frozen):
    procedure: Literal["consequences"]
    consequences: dict[str, Consequence]


class Procedure(Frozen):
    """All procedure files of a folder as one."""

    prosecution: dict[str, ProsecutionRule] = {}
    excluded: Label | None = None
    counting: dict[str, Counting] = {}
    words: ClockWords | None = None
    clocks: dict[str, Clock] = {}
    consequences: dict[str, Consequence] = {}

    def conditions(self) -> list[Condition]:
        """Every condition that procedure reads of a case."""
        found: list[Any] = []
        for rule in self.prosecution.values():
            found += [rule.met, *(bar.when for bar in rule.bars)]
        found += [c.when for c in self.consequences.values() if c.when is not None]
        return found


ProcedureFile = ProsecutionFile | ClocksFile | ConsequencesFile
PROCEDURE_FILES: dict[str, type[ProsecutionFile] | type[ClocksFile] | type[ConsequencesFile]] = {
    "prosecution": ProsecutionFile,
    "clocks": ClocksFile,
    "consequences": ConsequencesFile,
}

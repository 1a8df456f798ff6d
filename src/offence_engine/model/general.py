"""The general part as data: limitation, penalties and concurrence, responsibility."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from offence_engine.model.base import Frozen, Label, Null, YesNo
from offence_engine.model.condition import Condition
from offence_engine.model.procedure import Accomplices, Deemed, RaisedPenalty, Stop


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
    """A rule that departs from the table: limitation from majority on, years more, or none at all.

    `beyond` says what else the rule reaches that is no provision of the rulebook."""

    id: str
    kind: Literal["from_majority", "extended", "none"]
    age: int | None = None
    years_more: int | None = None
    when: Condition | None = None
    reaches: tuple[str, ...]
    effective: date
    also_earlier_unless_expired: YesNo = False
    because: Label
    source: str | None = None
    open: tuple[OpenReading, ...] = ()
    beyond: Label | None = None


class Limitation(Frozen):
    general: Literal["limitation"]
    periods: LimitationPeriods
    starts: LimitationStart
    accomplices: Accomplices | None = None
    raised: RaisedPenalty | None = None
    stops: tuple[Stop, ...] = ()
    deemed: Deemed | None = None
    special: tuple[SpecialLimitation, ...] = ()


class Responsibility(Frozen):
    """What a person's age or kind means for the punishment, whatever the elements.

    `not_punishable`: not punished at all; `no_imprisonment`: only fines; `life_to_term`: `term_months` stands in for a
    penalty of death or life; `indeterminate`: a longer and a shorter term, of a person who at the judgment is still
    under `under_at_judgment`, where the statutory maximum is at least `statutory_most_months`.
    """

    general: Literal["responsibility"]
    id: str
    title: Label
    person_kind: Literal["natural", "legal"] = "natural"
    when: Condition | None = None
    effect: Literal["not_punishable", "no_imprisonment", "life_to_term", "indeterminate"]
    term_months: int = 0
    under_at_judgment: int = 0
    statutory_most_months: int = 0
    longer_most_months: int = 0
    shorter_most_months: int = 0
    settled: YesNo = True
    notice: Label
    source: str | None = None


class Concurrence(Frozen):
    """How several offences are punished together, or what else the general part does to a penalty."""

    id: str
    because: Label
    authority: Annotated[str | None, Null] = None
    settled: YesNo = True


class Mitigation(Frozen):
    """How a penalty is mitigated: the factor of terms and fines (both ends), and what stands in for life and death."""

    id: str
    because: Label
    authority: Annotated[str | None, Null] = None
    terms: str
    fines: str
    fines_note: Label
    fines_settled: YesNo
    life_months: tuple[int, int]
    death_months: tuple[int, int]


class OrderStep(Frozen):
    """One step of the order in which penalties are raised and mitigated.

    `raise`: by modifiers of these kinds (none named: of all that no other step names), `of` terms or fines.
    """

    step: Literal["raise", "mitigate", "concurrence", "discretion"]
    kinds: tuple[str, ...] = ()
    of: tuple[Literal["terms", "fines"], ...] = ("terms", "fines")


class Suspension(Frozen):
    """Up to which sentence its execution may be suspended; `barred` where a modifier of these kinds stands."""

    id: str
    prison_most_months: int
    fine_most_krw: int
    barred: tuple[str, ...] = ()
    possible: Label
    impossible: Label
    barred_because: Label


class RangeNote(Frozen):
    """What the ranges leave out, said where the suspect has an offence that it reaches."""

    id: str
    reaches: tuple[str, ...] | Literal["every_offence"]
    text: Label
    settled: YesNo = True


_PLAIN_ORDER = (
    OrderStep(step="raise"),
    OrderStep(step="mitigate"),
    OrderStep(step="concurrence"),
    OrderStep(step="discretion"),
)


class PenaltyRules(Frozen):
    """Floors and ceilings of the general part (months, won), and how penalties are raised, mitigated and joined."""

    general: Literal["penalty"]
    prison_least_months: int
    prison_most_months: int
    raised_most_months: int
    fine_least_krw: int
    by: dict[str, str]
    real_concurrence: Concurrence
    real_concurrence_factor: str
    ideal_concurrence: Concurrence
    heaviest_alone: Concurrence | None = None
    different_kinds: Concurrence | None = None
    choice: Concurrence | None = None
    order: tuple[OrderStep, ...] = _PLAIN_ORDER
    raising: Concurrence | None = None
    mitigation: Mitigation | None = None
    discretion: Concurrence | None = None
    suspension: Suspension | None = None
    notes: tuple[RangeNote, ...] = ()

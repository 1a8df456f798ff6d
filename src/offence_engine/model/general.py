"""The general part as data: limitation, penalties and concurrence, responsibility, and what letters need by date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

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


class DatedName(Frozen):
    """A name that holds from a day on; `head` is what follows the name of a body to name its head."""

    effective: date
    ko: str
    en: str
    head: Label | None = None
    by: str | None = None

    @property
    def label(self) -> Label:
        return Label(ko=self.ko, en=self.en)


class Office(Frozen):
    """A body, addressee or term: one entry, its names by date, and what is not certain about it.

    `branch` is the entry that holds instead where the office of a case bears a branch's name."""

    names: tuple[DatedName, ...] = Field(min_length=1)
    branch: str | None = None
    uncertain: Label | None = None

    def on(self, day: date) -> DatedName | None:
        """The name that holds on a day, None before the first."""
        held = [name for name in self.names if name.effective <= day]
        return max(held, key=lambda name: name.effective) if held else None


FollowsFrom = Literal["applicable", "undetermined", "any"]


class LetterKind(Frozen):
    """A document: its names, template, form number, legal basis, and from which findings it follows."""

    ko: str
    en: str
    template: str
    form: Label | None = None
    by: tuple[str, ...] = ()
    follows_from: FollowsFrom
    addressee: str | None = None
    note: Label | None = None


class Basis(Frozen):
    """Why a case goes on to the next authority: a ground with its days, and the offences that it names."""

    effective: date
    until: date | None = None
    reaches: tuple[str, ...] | Literal["every_offence"]
    ko: str
    en: str
    by: str
    note: Label | None = None


ArticleGroup = Literal[
    "offence", "attempt", "habit", "aggravation", "legal_entity", "participation", "recidivism", "ideal", "real"
]


class AppliedArticles(Frozen):
    """In which order applied articles are listed, and which of the general part go with what."""

    order: tuple[ArticleGroup, ...] = Field(min_length=1)
    base: YesNo = True
    participation: dict[str, tuple[str, ...]] = {}
    ideal: tuple[str, ...] = ()
    real: tuple[str, ...] = ()
    old_law: Label
    note: Label | None = None


class DateWords(Frozen):
    """How days are written, only as exact as they are known."""

    day: Label
    month: Label
    year: Label
    about: Label
    one_day: Label
    one_day_about: Label
    between: Label
    lasting: Label
    series: Label
    series_uncounted: Label


class Endings(Frozen):
    """How a closing sentence ends, by how far the act came."""

    completed: Label
    attempted: Label
    undetermined: Label


class Wording(Frozen):
    """The set phrases of letters; each may print what is named in the comment beside it in the rule file."""

    draft: Label
    gap: Label
    none: Label
    no_offence_name: Label
    no_name_for: Label
    name_suffix: dict[str, Label] = {}
    standing: dict[str, Label] = {}
    subject: Label
    principal: Label
    suspect_named: Label
    unknown_person: Label
    unknown_person_as: Label
    other_person: Label
    age: Label
    victim: Label
    material: Label
    unknown_place: Label
    unknown_channel: Label
    unknown_recipient: Label
    paragraph: Label
    paragraph_of_helper: Label
    endings: Endings
    dates: DateWords
    period: Label
    no_limitation: Label
    version: Label
    where: Label
    part: Label
    counted: Label
    scope: Label
    fact: Label
    fact_at: Label
    points: dict[str, Label] = {}
    words: dict[str, dict[str, Label]] = {}
    labels: dict[str, Label] = {}
    fields: dict[str, Label] = {}
    asks: dict[str, Label] = {}
    follows: dict[FollowsFrom, Label] = {}
    follows_not: dict[FollowsFrom, Label] = {}


class LettersFile(Frozen):
    """What letters need: offices and terms by date, the kinds of document, why cases are sent on, and set phrases."""

    offices: dict[str, Office] = {}
    terms: dict[str, Office] = {}
    letters: dict[str, LetterKind] = {}
    grounds: dict[str, Basis] = {}
    applied_articles: AppliedArticles | None = None
    wording: Wording | None = None
    notes: dict[str, Label] = {}

    @classmethod
    def merged(cls, parts: Iterable[LettersFile]) -> LettersFile:
        """One whole of several files: tables joined, of single entries the last."""
        whole: dict[str, Any] = {}
        for part in parts:
            for name in part.model_fields_set:
                value = getattr(part, name)
                whole[name] = {**whole.get(name, {}), **value} if isinstance(value, dict) else value
        return cls(**whole)

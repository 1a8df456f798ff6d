"""Ranges as results: what the law allows for a suspect's offences together, by which steps, and what guidelines say."""

from __future__ import annotations

from datetime import date
from typing import Literal

from offence_engine.model.base import Frozen, Label
from offence_engine.model.penalty import Months

Mark = Literal["judgment", "press"]


class Step(Frozen):
    """One step of a reckoning with its ground, and the offences that it concerns."""

    text: Label
    by: str | None = None
    offences: tuple[str, ...] = ()
    settled: bool = True


class Range(Frozen):
    """The range that one set of choices leaves: `id` and `label` name the choices, `steps` how it came about.

    `life` and `death` beside `prison_months`: that penalty may be chosen instead; without: it alone remains. A kind of
    penalty beside another is imposed together with it. `shorter_months` is the shorter term of an indeterminate
    sentence, `prison_months` then the longer. `suspension_months` suspends qualifications;
    `suspended_execution` says whether a sentence in the range can be suspended.
    """

    id: str = "mandatory"
    label: Label
    prison_months: tuple[Months, Months] | None
    shorter_months: tuple[Months, Months] | None = None
    life: bool
    death: bool = False
    fine_krw: tuple[int, int] | None
    suspension_months: tuple[Months, Months] | None = None
    steps: tuple[Step, ...]
    settled: bool = True
    suspended_execution: Label | None = None
    text: Label


class GuidelineCell(Frozen):
    """One range of a guideline, with where it was seen; `corrected` where the range that the law allows begins higher."""

    area: str
    label: Label
    text: Label
    corrected: Label | None = None
    mark: Mark
    source: Label


class GuidelineType(Frozen):
    """What a guideline says of one type of offence."""

    id: str
    title: Label
    offences: tuple[str, ...]
    cells: tuple[GuidelineCell, ...]
    note: Label | None = None


class GuidelineRule(Frozen):
    """A rule of a guideline as it was seen applied."""

    id: str
    text: Label
    mark: Mark
    source: Label


class GuidelineView(Frozen):
    """What sentencing guidelines say of a suspect's offences: ranges of types, never a sentence."""

    title: Label
    effective: date
    types: tuple[GuidelineType, ...]
    rules: tuple[GuidelineRule, ...] = ()
    notes: tuple[Label, ...] = ()

"""Sentencing guidelines as a rule file: types of offence, their ranges as they were seen, and where they were seen."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field, field_validator

from offence_engine.model.base import Frozen, Label, YesNo, label
from offence_engine.model.range import Mark

_LENGTH = re.compile(r"(?:(\d+)년)? ?(?:(\d+)개월)? ?(?:(\d+)일)?")
DAYS_OF_MONTH = 30


def read_length(text: str) -> Fraction | None:
    """`2년 6개월 20일` as months; None where it is not a length of time."""
    m = _LENGTH.fullmatch(text.strip())
    if m is None or not any(m.groups()):
        return None
    years, months, days = (int(group or 0) for group in m.groups())
    return Fraction(years * 12 + months) + Fraction(days, DAYS_OF_MONTH)


class Lengths(Frozen):
    """From one length of time to another; without `least`, only the upper end is known."""

    least: str | None = None
    most: str

    @field_validator("least", "most")
    @classmethod
    def _readable(cls, value: str | None) -> str | None:
        if value is not None and read_length(value) is None:
            raise ValueError("length")
        return value

    @property
    def months(self) -> tuple[Fraction | None, Fraction]:
        least = read_length(self.least) if self.least is not None else None
        return least, read_length(self.most) or Fraction(0)


class CellText(Lengths):
    """A range of a type: its area, and whether it was read in a judgment or in the press.

    `only_with`: shown only where an offence carries a modifier of that kind.
    """

    area: str
    mark: Mark
    only_with: str | None = None


class TypeText(Frozen):
    """A type of offence: the provisions that it covers, in versions that begin in the time given."""

    id: str
    title: Label
    reaches: tuple[str, ...] = Field(min_length=1)
    from_: date | None = Field(None, alias="from")
    before: date | None = None
    cells: tuple[CellText, ...] = Field(min_length=1)
    note: Label | None = None


class Unseen(Frozen):
    """Offences of which no range was found."""

    reaches: tuple[str, ...] = Field(min_length=1)
    from_: date | None = Field(None, alias="from")
    before: date | None = None
    because: Label


class Worked(Frozen):
    """A case in which a rule was seen applied: the ranges joined, and from where on the law allowed a sentence."""

    parts: tuple[Lengths, ...] = Field(min_length=1)
    statutory_least: str
    case: Label


class RuleText(Frozen):
    """A rule of the guideline; with `shares`, of how many parts of each offence's upper end several offences get.

    `floor`: a lower end below what the law allows is replaced by it.
    """

    id: str
    text: Label
    mark: Mark
    reaches: tuple[str, ...] = ()
    several: YesNo = False
    shares: tuple[str, ...] = ()
    floor: YesNo = False
    worked: Worked | None = None


class Guidelines(Frozen):
    """One guideline."""

    general: Literal["guidelines"]
    title: Label
    effective: date
    source: Label
    sources: dict[Mark, Label]
    areas: dict[str, Label]
    types: tuple[TypeText, ...] = Field(min_length=1)
    unseen: tuple[Unseen, ...] = ()
    rules: tuple[RuleText, ...] = ()
    notes: tuple[Label, ...] = ()


def said_length(months: Fraction) -> Label:
    """`2년 6개월 20일`, exact to the day."""
    years, rest = divmod(months, 12)
    whole, part = divmod(rest, 1)
    days = round(part * DAYS_OF_MONTH)
    ko = [f"{years}년" if years else "", f"{whole}개월" if whole else "", f"{days}일" if days else ""]
    en = [
        f"{n} {word}{'' if n == 1 else 's'}" if n else ""
        for n, word in ((years, "year"), (whole, "month"), (days, "day"))
    ]
    return label(" ".join(x for x in ko if x) or "0일", " ".join(x for x in en if x) or "0 days")

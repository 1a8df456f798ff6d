"""Pins: what the law is in each period, written down a second time, so that no date or figure changes unseen."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from offence_engine.model.base import Frozen, Text


class Turn(Frozen):
    """With which values of one fact the typical case is applicable or undetermined; with every other it is neither."""

    applicable: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()


class PinnedPeriod(Frozen):
    """A provision from a day on: of which version, which elements (by limb), penalty, years, and what reaches it.

    `made_of` are the versions of everything the law of that day is made of; `turns` say what each fact of the typical
    case decides on the first day. A modifier has `from`, `made_of` and `turns` alone.
    """

    from_: date = Field(alias="from")
    state: Text | None = None
    version: date | None = None
    elements: tuple[str, ...] = ()
    limbs: dict[str, tuple[str, ...]] = {}
    result: tuple[str, ...] = ()
    penalty: str | None = None
    limb_penalties: dict[str, str] = {}
    limitation_years: int | None = None
    attempt: str | None = None
    modified_by: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    turns: dict[str, Turn] = {}


class Pinned(Frozen):
    """What is pinned of one rule, or of one table of the general part (figures alone)."""

    before: str | None = None
    periods: tuple[PinnedPeriod, ...] = ()
    figures: dict[str, str] = {}


class PinsFile(Frozen):
    """Pins by the id of the rule, or the name of the general table."""

    pins: dict[str, Pinned]

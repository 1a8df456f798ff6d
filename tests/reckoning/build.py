"""Crimes made by hand: from the words of a penalty, with the modifiers that raise or mitigate it."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from offence_engine import load_rulebook
from offence_engine.model.base import label
from offence_engine.model.general import PenaltyRules
from offence_engine.model.penalty import Penalty, PenaltyText, penalty_from
from offence_engine.model.range import Range
from offence_engine.reckoning.amounts import bounds
from offence_engine.reckoning.crime import Crime, Ground
from offence_engine.reckoning.ranges import options_of, range_of
from offence_engine.rulebook.load import bounds_of
from offence_engine.rulebook.rulebook import Rulebook


@cache
def book() -> Rulebook:
    return load_rulebook()


def rules() -> PenaltyRules:
    return book().penalty_rules


def ground(kind: str, **how: Any) -> Ground:
    """`ground("attempt", mitigate="optional")`; factors as text."""
    factors: dict[str, Any] = {key: Fraction(value) if key.startswith("raise") else value for key, value in how.items()}
    return Ground(id=f"{kind}.1", kind=kind, title=label(kind, kind), by=f"{kind}.1", **factors)


ATTEMPT = ground("attempt", mitigate="optional")
ACCESSORY = ground("accessory", mitigate="mandatory")
HABIT = ground("habit", raise_="1/2", settled=False)
DIRECTED = ground("instigator", raise_most="3/2")
REPEATED = ground("recidivism", raise_most="2/1")


def penalty(prison: str | None = None, or_fine: str | None = None, **more: Any) -> Penalty:
    read = penalty_from(PenaltyText(prison=prison, or_fine=or_fine, **more), bounds_of(rules()))
    assert isinstance(read, Penalty), read
    return read


def crime(
    name: str,
    prison: str | None = None,
    or_fine: str | None = None,
    *,
    grounds: tuple[Ground, ...] = (),
    number: int = 1,
    together: tuple[str, ...] = (),
    unsure: tuple[str, ...] = (),
    **more: Any,
) -> Crime:
    """A crime with the penalty that is written so in a statute."""
    read = penalty(prison, or_fine, **more)
    return Crime(
        id=name,
        provision=f"fic.{len(name)}",
        title=label(name, name),
        prison=bounds(read.prison_months),
        life=read.life,
        death=read.death,
        fine=bounds(read.fine_krw),
        suspension=bounds(read.suspension_months),
        fine_too=read.may_cumulate_fine,
        grounds=grounds,
        number=number,
        together=frozenset(together),
        unsure=frozenset(unsure),
    )


def plain(*crimes: Crime) -> Range:
    found = range_of(rules(), crimes)
    assert found is not None
    return found


def options(*crimes: Crime) -> dict[str, Range]:
    return {option.id: option for option in options_of(rules(), crimes)}


def years(of: Range) -> tuple[float, float] | None:
    """The range of imprisonment in months, as the vectors write it."""
    return of.prison_months


def y(years_: float, months: float = 0) -> float:
    return years_ * 12 + months

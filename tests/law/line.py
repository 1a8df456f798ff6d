"""A line of the pinned table: one version of a provision, as read from the statute by hand."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A version: its first day, the act that gave it (number, promulgated), prison in months (None: by reference), fine in won."""

    effective: str
    act: int
    promulgated: str
    prison: tuple[int, int] | None
    fine: int | None = None
    life: bool = False


def up_to(years: int) -> tuple[int, int]:
    """`N년 이하`: from one month (Criminal Act 42)."""
    return 1, years * 12


def at_least(years: int) -> tuple[int, int]:
    """`N년 이상`: to thirty years (Criminal Act 42)."""
    return years * 12, 360

"""What decisions not to refer or prosecute are made of: suspects, offences, operative parts, rules that stand against it."""

from __future__ import annotations

from offence_engine.letters.context import OffenceName, Row
from offence_engine.letters.marks import Grounded
from offence_engine.model.base import Frozen


class ClosedOffence(Frozen):
    """An offence held against a suspect, under its letter, with the operative part and the reasons.

    `order` is a gap and `clause` and `when` are empty where the operative part does not follow from the findings."""

    letter: str
    name: Grounded
    where: Grounded
    citation: Grounded
    version: str
    alleged: Grounded
    order: Grounded
    clause: str
    when: str
    reasons: tuple[Grounded, ...]
    remarks: tuple[Grounded, ...]
    failing: tuple[Grounded, ...]


class ClosedSuspect(Frozen):
    """A suspect with everything that is closed of them; `line` is `1.가.나. name`."""

    number: int
    name: str
    line: str
    names: tuple[OffenceName, ...]
    particulars: tuple[Row, ...]
    offences: tuple[ClosedOffence, ...]


class Warned(Frozen):
    """A rule that orders referral, and each reading of what that means for closing the case without it."""

    title: str
    text: Grounded
    by: str
    because: Grounded
    readings: tuple[str, ...]


class OrderOption(Frozen):
    """An operative part that the rule lists."""

    order: str
    clause: str
    when: str

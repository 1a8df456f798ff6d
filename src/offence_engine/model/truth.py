"""The three truths of an element, and the three verdicts of a finding."""

from __future__ import annotations

from enum import StrEnum


class Truth(StrEnum):
    """An element is met, not met, or undetermined."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


class Verdict(StrEnum):
    """A finding is applicable, not applicable, or undetermined."""

    APPLICABLE = "applicable"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


VERDICT = {
    Truth.MET: Verdict.APPLICABLE,
    Truth.NOT_MET: Verdict.NOT_APPLICABLE,
    Truth.UNDETERMINED: Verdict.UNDETERMINED,
}


def conjunction(*truths: Truth) -> Truth:
    """All of several truths that rest on different facts."""
    if Truth.NOT_MET in truths:
        return Truth.NOT_MET
    return Truth.UNDETERMINED if Truth.UNDETERMINED in truths else Truth.MET

"""A drafted letter, and the plan of one: whether it follows from an assessment, why, and what it would lack."""

from __future__ import annotations

from offence_engine.model.base import Frozen, Label


class Letter(Frozen):
    """A draft: its content, and the file name it is written under."""

    kind: str
    lang: str
    format: str
    name: str
    title: str
    content: str


class LetterPlan(Frozen):
    """A kind of letter, seen from one assessment."""

    kind: str
    title: Label
    follows: bool
    because: Label
    lacks: tuple[Label, ...] = ()

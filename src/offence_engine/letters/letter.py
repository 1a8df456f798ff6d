"""A drafted letter, and the plan of one: whether it follows from an assessment, why, and what it would lack."""

from __future__ import annotations

from offence_engine.model.base import Frozen, Label

TEXT_FORMATS = ("md", "html", "txt")


class Letter(Frozen):
    """A draft: the bytes of its file, and the name it is written under; `identity` is whose identity it may carry."""

    kind: str
    lang: str
    format: str
    name: str
    title: str
    identity: str | None = None
    data: bytes

    @property
    def content(self) -> str:
        """The text of a format that is text. Errors: ValueError for the others."""
        if self.format not in TEXT_FORMATS:
            raise ValueError(f"{self.format} is no text")
        return self.data.decode()


class LetterPlan(Frozen):
    """A kind of letter, seen from one assessment: `letters` is how many would be drafted (one for each subject)."""

    kind: str
    title: Label
    group: str
    audience: Label
    follows: bool
    because: Label
    letters: int = 1
    lacks: tuple[Label, ...] = ()

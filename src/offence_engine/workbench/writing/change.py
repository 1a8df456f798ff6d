"""What a new file or an amendment is asked for with, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from offence_engine.errors import Fault
from offence_engine.model.base import Label


@dataclass(frozen=True)
class Amendment:
    """What changes from a day on; texts that are not known stay blank."""

    effective: date
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    penalty: dict[str, str] | None = None
    enacted_by: str | None = None
    source: str | None = None
    repeal: bool = False
    words: str | None = None
    fact: str | None = None
    is_: str | None = None


@dataclass
class Written:
    """A file to be written: its content, what is still blank in it, and what to say."""

    path: Path
    data: bytes
    blanks: list[Fault] = field(default_factory=list)
    notes: list[Label] = field(default_factory=list)

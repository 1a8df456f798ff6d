"""What can go wrong, as data: a fault has a place, a sentence in two languages, and the nearest right thing.

OffenceError                 (base; never raised itself)
|- CaseError       exit 3    the case file is wrong
|- RulesError      exit 4    the rules are wrong
|- UsageError      exit 2    the command line is wrong
`- InternalError   exit 5    an internal check failed (the engines disagree): nothing is released
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: 1-based line and column, as editors count."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, in Korean and in English."""

    place: Place
    ko: str
    en: str

    def text(self, lang: str) -> str:
        """`file:line:column: message` in the user's language."""
        return f"{self.place}: {self.ko if lang == 'ko' else self.en}"


class OffenceError(Exception):
    """Base of every error that a user may meet; carries the faults in the order of their places."""

    exit_status = 1

    def __init__(self, faults: Iterable[Fault]) -> None:
        unique = dict.fromkeys(faults)
        self.faults: tuple[Fault, ...] = tuple(
            sorted(unique, key=lambda f: (f.place.file, f.place.line, f.place.column, f.en))
        )
        super().__init__("\n".join(f.text("en") for f in self.faults))

    def text(self, lang: str) -> str:
        return "\n".join(f.text(lang) for f in self.faults)


class CaseError(OffenceError):
    """The case file is wrong."""

    exit_status = 3


class RulesError(OffenceError):
    """The rules are wrong."""

    exit_status = 4


class UsageError(OffenceError):
    """The command line is wrong."""

    exit_status = 2


class InternalError(OffenceError):
    """The two engines differ, or one broke its own contract: no finding is released."""

    exit_status = 5


def usage(ko: str, en: str) -> UsageError:
    return UsageError([Fault(Place("offence"), ko, en)])

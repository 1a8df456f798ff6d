"""What a comparison of rules and official texts finds, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from offence_engine.errors import Place
from offence_engine.model.review import SeenDifference

Code = Literal["version_missing", "version_unknown", "effective", "act", "penalty", "words", "no_part", "part_new"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that rules and texts say differently, with the place on both sides.

    `text_from` is the first day of the text; `basis` what the texts say of that day; `sure` is no where the texts
    mark themselves as put together or doubtful.
    """

    code: Code
    rule: str
    version: date | None
    place: Place
    text_place: Place
    ko: str
    en: str
    text_from: date
    basis: str | None = None
    element: str | None = None
    sure: bool = True

    def is_marked(self, mark: SeenDifference) -> bool:
        """Whether somebody has judged it: this rule, this kind of difference, this very text."""
        return (mark.rule, mark.code, mark.text_from) == (self.rule, self.code, self.text_from) and (
            mark.element is None or mark.element == self.element
        )


@dataclass
class Comparison:
    """All differences; how many versions and figures were compared, what was judged before, and what was left out."""

    differences: list[Difference] = field(default_factory=list)
    compared: int = 0
    figures: int = 0
    seen: int = 0
    stale: list[SeenDifference] = field(default_factory=list)
    # (rule or version, why in Korean, why in English)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)

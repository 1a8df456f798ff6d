"""The Rulebook: everything the rule files say, read-only, with the law in force on any day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from offence_engine.model.base import Label
from offence_engine.model.general import LettersFile, Limitation, PenaltyRules, Responsibility
from offence_engine.model.guidelines import Guidelines
from offence_engine.model.later_law import LaterLaw
from offence_engine.model.law import Reading
from offence_engine.model.penalty import Penalty
from offence_engine.model.procedure import Procedure
from offence_engine.model.rule import (
    Concept,
    ConceptVersion,
    FactDecl,
    GeneralElement,
    Kind,
    LegalAct,
    LimbPart,
    ModifierFile,
    ProvisionFile,
    Reach,
    Version,
)
from offence_engine.rulebook.domains import Domain
from offence_engine.rulebook.ids import ProvisionId, citation, numbers_of, reaches
from offence_engine.source.tree import Map


@dataclass(eq=False)
class Rulebook:
    """All rules of one folder. Ids are those of the files; `sha256` is the hash of their content."""

    sha256: str
    version: str
    folder: str
    acts: dict[str, LegalAct]
    kinds: dict[str, Kind]
    facts: dict[str, FactDecl]
    concepts: dict[str, Concept]
    provisions: dict[str, ProvisionFile]
    modifiers: dict[str, ModifierFile]
    general: tuple[GeneralElement, ...]
    limitation: Limitation
    responsibility: tuple[Responsibility, ...]
    penalty_rules: PenaltyRules
    guidelines: tuple[Guidelines, ...]
    later_law: LaterLaw | None
    letters: LettersFile
    procedure: Procedure
    penalties: dict[tuple[str, date], Penalty]
    limb_penalties: dict[tuple[str, date, str], Penalty]
    domains: dict[str, Domain]
    resting: tuple[str, ...]
    files: dict[str, str]
    trees: dict[str, Map] = field(repr=False, default_factory=dict)
    readings: dict[tuple[str, tuple[str, ...]], Reading] = field(default_factory=dict, repr=False)
    boundaries: dict[str, tuple[date, ...]] = field(default_factory=dict, repr=False)
    keys: dict[tuple[str, date], tuple[str, ...] | None] = field(default_factory=dict, repr=False)

    def citation(self, provision: str, part: Version | LimbPart | Reach | None = None) -> Label:
        """How a provision is cited, by the number of the version's own time."""
        return citation(self.acts, *self.numbers(provision, part))

    def numbers(self, provision: str, part: Version | LimbPart | Reach | None = None) -> ProvisionId:
        """Act, article, paragraph and item of a provision today, or in the time of `part`."""
        rule = self.provisions.get(provision) or self.modifiers.get(provision)
        return numbers_of(provision, part, rule is not None and rule.items_only)

    def version_on(self, provision: str, day: date) -> Version | None:
        """The version in force on a day, None where there is none (before the first, or repealed)."""
        found = None
        for version in self.provisions[provision].versions:
            if version.effective <= day:
                found = version
        return None if found is None or found.repealed else found

    def concept_on(self, concept: str, day: date) -> ConceptVersion | None:
        found = None
        for version in self.concepts[concept].versions:
            if version.effective <= day:
                found = version
        return found

    def until(self, provision: str, version: Version) -> date | None:
        """The last day of a version, None for the last one."""
        later = [v.effective for v in self.provisions[provision].versions if v.effective > version.effective]
        return min(later) - timedelta(days=1) if later else None

    def modifiers_of(self, provision: str, day: date) -> Iterator[tuple[ModifierFile, Reach]]:
        """The modifiers that name the provision on a day, each with the entry that does."""
        for modifier in self.modifiers.values():
            current = None
            for reach in modifier.reaches:
                if reach.effective <= day:
                    current = reach
            if current is not None and (
                current.what == "every_offence" or any(reaches(named, provision) for named in current.what)
            ):
                yield modifier, current

    @cached_property
    def independent(self) -> tuple[str, ...]:
        """The provisions that ask for no other finding; those in `resting` are judged after them."""
        return tuple(id_ for id_ in self.provisions if id_ not in self.resting)

    @cached_property
    def unreviewed(self) -> tuple[str, ...]:
        waiting = [id_ for id_, rule in self.provisions.items() if not rule.reviewed]
        waiting += [id_ for id_, rule in self.modifiers.items() if not rule.reviewed]
        return tuple(sorted(waiting))

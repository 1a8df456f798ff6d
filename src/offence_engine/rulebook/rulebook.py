"""The Rulebook: everything the rule files say, read-only, with the law in force on any day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from offence_engine.model.base import Label
from offence_engine.model.general import Limitation, PenaltyRules, Responsibility
from offence_engine.model.guidelines import Guidelines
from offence_engine.model.later_law import LaterLaw
from offence_engine.model.law import Reading
from offence_engine.model.layer import Layer
from offence_engine.model.letters import LettersFile
from offence_engine.model.penalty import Penalty
from offence_engine.model.pins import Pinned
from offence_engine.model.procedure import Procedure
from offence_engine.model.review import Review, Settings
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
from offence_engine.model.seen import Seen
from offence_engine.rulebook.domains import Domain
from offence_engine.rulebook.ids import ProvisionId, citation, numbers_of, reaches
from offence_engine.rulebook.paths import PERSON_PREFIXES
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
    seen: tuple[Seen, ...] = ()
    pins: dict[str, Pinned] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    # Every review as written, and those that hold: of the content as it is now, by (rule, first day of the version).
    reviews: tuple[Review, ...] = ()
    signed: dict[tuple[str, date], tuple[Review, ...]] = field(default_factory=dict, repr=False)
    # Where reviews and settings are written, what lies over the shipped rules, and where templates are looked for.
    home: str = ""
    layers: tuple[Layer, ...] = ()
    templates: tuple[Path, ...] = ()
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

    def last_change(self, day: date) -> date:
        """The last day, up to this one, on which anything in the rules changes: the law of both is the same."""
        index = bisect_right(self.change_days, day)
        return self.change_days[index - 1] if index else date.min

    @cached_property
    def change_days(self) -> list[date]:
        """The days on which a version of anything begins, in order."""
        days = {v.effective for rule in self.provisions.values() for v in rule.versions}
        days |= {v.effective for concept in self.concepts.values() for v in concept.versions}
        return sorted(days | {reach.effective for rule in self.modifiers.values() for reach in rule.reaches})

    @cached_property
    def homes(self) -> dict[str, dict[str, str]]:
        """The paths of the facts that can stand in each home, by their names there."""
        found: dict[str, dict[str, str]] = {}
        for path in self.facts:
            prefix, _, name = path.partition(".")
            found.setdefault("person" if prefix in PERSON_PREFIXES else prefix, {})[name] = path
        return found

    @cached_property
    def independent(self) -> tuple[str, ...]:
        """The provisions that ask for no other finding; those in `resting` are judged after them."""
        return tuple(id_ for id_ in self.provisions if id_ not in self.resting)

    def parts(self, id_: str) -> tuple[Version, ...] | tuple[Reach, ...]:
        """The versions of a provision, or what a modifier reaches from which day on."""
        rule = self.provisions.get(id_)
        return rule.versions if rule is not None else self.modifiers[id_].reaches

    @cached_property
    def versions(self) -> tuple[tuple[str, date], ...]:
        """Every version of every provision and modifier: what can be reviewed."""
        return tuple((id_, p.effective) for id_ in sorted({*self.provisions, *self.modifiers}) for p in self.parts(id_))

    def is_reviewed(self, id_: str, effective: date) -> bool:
        """Whether as many persons as the settings ask for signed a version with the content that it has now."""
        return len(self.signed.get((id_, effective), ())) >= self.settings.review.persons

    @cached_property
    def unreviewed(self) -> tuple[str, ...]:
        """The provisions and modifiers of which some version is not reviewed."""
        return tuple(dict.fromkeys(id_ for id_, day in self.versions if not self.is_reviewed(id_, day)))

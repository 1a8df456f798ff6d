"""Two rulebooks that speak one language: the same regions of every fact, so that their conditions can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from offence_engine.model.case import Value
from offence_engine.model.law import Reading
from offence_engine.rulebook.domains import FINDING, Domain, Vector, age_domain, domain, finding_domain
from offence_engine.rulebook.reading import boundaries_of, reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.effect.law import moved_versions


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days (`last` None: for ever) on which a provision has one reading in each of two rulebooks."""

    first: date
    last: date | None
    old: Reading | None
    new: Reading | None


class Joint:
    """An old and a new rulebook over common domains. `old` and `new` are views: they share everything with the books
    that they are of, apart from the domains and what was compiled for these."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self.domains = _domains(old, new)
        self.old, self.new = _view(old, self.domains), _view(new, self.domains)
        self.sizes = {path: len(d.regions) for path, d in self.domains.items()}
        # What a case can state: the region of what does not exist is left to the cases.
        self.possible = {path: d.unknown for path, d in self.domains.items()}
        self._stretches: dict[str, tuple[Stretch, ...]] = {}
        self._moved: dict[str, dict[date, date]] = {}

    def moved(self, provision: str) -> dict[date, date]:
        """The versions of a provision that only begin on another day: first day before -> first day after."""
        if provision not in self._moved:
            self._moved[provision] = moved_versions(self.old, self.new, provision)
        return self._moved[provision]

    def stretches(self, provision: str) -> tuple[Stretch, ...]:
        """All days from the first of either book on, cut where the provision changes in one of them."""
        if provision not in self._stretches:
            books = [book for book in (self.old, self.new) if provision in book.provisions]
            days = sorted({d for book in books for d in boundaries_of(book, provision)})
            ends: list[date | None] = [date.fromordinal(d.toordinal() - 1) for d in days[1:]]
            self._stretches[provision] = tuple(
                Stretch(first, last, _reading(self.old, provision, first), _reading(self.new, provision, first))
                for first, last in zip(days, [*ends, None], strict=True)
            )
        return self._stretches[provision]


def _reading(book: Rulebook, provision: str, day: date) -> Reading | None:
    return reading_on(book, provision, day) if provision in book.provisions else None


def _view(book: Rulebook, domains: dict[str, Domain]) -> Rulebook:
    return replace(book, domains=domains, readings={}, boundaries={}, keys={})


def _domains(old: Rulebook, new: Rulebook) -> dict[str, Domain]:
    found = {}
    for path in sorted(old.domains.keys() | new.domains.keys()):
        tests: list[Any] = [t for book in (old, new) if path in book.domains for t in book.domains[path].tests]
        decls = [book.facts[path] for book in (old, new) if path in book.facts]
        if decls:
            found[path] = _merged([domain(path, decl, tests) for decl in decls])
        elif path.startswith(FINDING):
            found[path] = finding_domain(path, tests[0])
        else:
            found[path] = age_domain(path, tests)
    return found


def _merged(domains: list[Domain]) -> Domain:
    """The regions of one fact under two declarations (other values, or another type), cut by the same tests."""
    samples: dict[Vector, Value | None] = {}
    stated: set[Vector] = set()
    for each in domains:
        for index, (vector, sample) in enumerate(zip(each.regions, each.samples, strict=True)):
            if each.unknown >> index & 1:
                stated.add(vector)
            if samples.get(vector) is None:
                samples[vector] = sample
    regions = tuple(samples)
    absent = (False,) * len(domains[0].tests)
    return Domain(
        path=domains[0].path,
        tests=domains[0].tests,
        regions=regions,
        samples=tuple(samples.values()),
        unknown=sum(1 << i for i, vector in enumerate(regions) if vector in stated),
        absent=1 << regions.index(absent),
    )

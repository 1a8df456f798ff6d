"""Findings that say the same of several victims, acts or materials, taken together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from offence_engine.model.result import ElementResult, Finding, Offence, SeenFact


@dataclass(frozen=True)
class Seen:
    """A fact as several findings see it alike: its value, and where, by whom, with which evidence."""

    fact: SeenFact
    whose: tuple[Finding, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Equal findings of one suspect; `first` stands for all."""

    findings: tuple[Finding, ...]
    offences: tuple[Offence, ...] = ()

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def victims(self) -> list[str]:
        return list(dict.fromkeys(f.count.victim for f in self.findings if f.count.victim))

    @property
    def acts(self) -> list[str]:
        return list(dict.fromkeys(f.count.act for f in self.findings))

    @property
    def materials(self) -> list[str]:
        return list(dict.fromkeys(f.count.material for f in self.findings if f.count.material))

    @property
    def days(self) -> tuple[date, date]:
        return min(f.count.from_ for f in self.findings), max(f.count.to for f in self.findings)

    @property
    def standing(self) -> str:
        return self.offences[0].standing.as_ if self.offences else "principal"

    def element(self, index: int) -> Iterator[tuple[Finding, ElementResult]]:
        """The same element in each of the findings."""
        for finding in self.findings:
            yield finding, finding.elements[index]


def remote(finding: Finding) -> bool:
    """Whether so little is known of an open finding that a line about it is enough: less than half its elements met."""
    met = sum(element.truth == "met" for element in finding.elements)
    return finding.verdict == "undetermined" and 2 * met < len(finding.elements)


def grouped(findings: Iterable[Finding], offences: Iterable[Offence], fine: bool = True) -> list[Group]:
    """The findings in groups, in the order of their first members. `fine` keeps apart what rests on other truths."""
    owner = {id_: offence for offence in offences for id_ in offence.findings}
    found: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        found.setdefault(_key(finding, owner.get(finding.id), fine), []).append(finding)
    return [
        Group(tuple(same), tuple({owner[f.id].id: owner[f.id] for f in same if f.id in owner}.values()))
        for same in found.values()
    ]


def _key(finding: Finding, offence: Offence | None, fine: bool) -> Hashable:
    key: tuple[Hashable, ...] = (
        finding.count.suspect, finding.provision, finding.version.effective, finding.verdict, finding.limb,
        finding.stage, finding.participation, finding.either_way, finding.day_decides,
        tuple(m.id for m in finding.modifiers), offence.standing.as_ if offence else None,
        finding.limitation.kind if finding.limitation else None,
        tuple(e.alternative_label.ko for e in finding.elements if e.truth == "met" and e.alternative_label),
    )  # fmt: skip
    if not fine:
        return key
    return (
        *key, tuple(e.alternatives for e in finding.elements), finding.version.basis, tuple((e.id, e.truth) for e in finding.elements),
        tuple(dict.fromkeys(m.path for m in finding.missing)),
    )  # fmt: skip


def facts_of(group: Group, index: int) -> list[list[Seen]]:
    """The facts under one element of a group: by path, and for each path its different values.

    Only what is stated, or still missing; what is unknown and decides nothing is left out.
    """
    by_path: dict[str, dict[Hashable, list[tuple[Finding, SeenFact]]]] = {}
    for finding, element in group.element(index):
        missing = {m.at for m in finding.missing} | {m.path for m in finding.missing}
        for fact in element.facts:
            if fact.value is None and fact.at not in missing and fact.path not in missing:
                continue
            same = (fact.shown.ko, fact.by, fact.because, fact.disputed, fact.value is None)
            by_path.setdefault(fact.path, {}).setdefault(same, []).append((finding, fact))
    return [[_seen(members) for members in values.values()] for values in by_path.values()]


def _seen(members: list[tuple[Finding, SeenFact]]) -> Seen:
    evidence = tuple(dict.fromkeys(e for _, fact in members for e in fact.evidence))
    return Seen(members[0][1], tuple(f for f, _ in members), evidence)

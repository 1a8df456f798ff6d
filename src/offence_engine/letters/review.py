"""Each offence element by element with the facts and evidence it rests on; and the evidence with what it supports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from offence_engine.letters.articles import Citer
from offence_engine.letters.context import ElementRow, EvidenceRow, Review
from offence_engine.letters.dates import day_text
from offence_engine.letters.grounds import grounded, of_element, of_law
from offence_engine.letters.marks import Grounded
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.select import Referred
from offence_engine.letters.titles import Titles
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.logic import KIND
from offence_engine.model.result import Finding, SeenFact


def fact_label(phrases: Phrases, path: str, declared: Label) -> str:
    """What a fact is called in a letter: shorter than its declaration where the rules say so."""
    found = phrases.words.labels.get(path)
    return (found or declared).text(phrases.lang)


class Reviewer:
    """Lays open what findings rest on."""

    def __init__(self, case: Case, phrases: Phrases, titles: Titles, citer: Citer) -> None:
        self.case = case
        self.phrases = phrases
        self.titles = titles
        self.citer = citer
        self.ids = {*case.persons, *case.materials, *case.acts, *case.channels, *case.groups}

    def reviews(self, own: Sequence[Referred]) -> tuple[Review, ...]:
        """A table for every finding of these offences; findings alike in everything but whom and what they are about
        share one."""
        groups: dict[tuple[object, ...], list[tuple[Referred, Finding]]] = {}
        for referred in own:
            for finding in referred.findings:
                groups.setdefault(self._likeness(referred, finding), []).append((referred, finding))
        return tuple(self._review(group) for group in groups.values())

    def _likeness(self, referred: Referred, finding: Finding) -> tuple[object, ...]:
        """What findings must share to share a table: everything in it but the heading's places."""
        rows = tuple(
            (
                e.id,
                e.words,
                e.truth,
                e.alternative,
                tuple((f.path, f.value, f.by, f.because, f.disputed, self._evidence_of(f)) for f in e.facts),
            )
            for e in finding.elements
        )
        return self.titles.letter(referred), finding.provision, finding.version, finding.limb, finding.stage, rows

    def _review(self, group: Sequence[tuple[Referred, Finding]]) -> Review:
        phrases = self.phrases
        referred, finding = group[0]
        version = phrases.fill(
            phrases.words.version,
            effective=day_text(phrases, finding.version.effective),
            enacted_by=finding.version.enacted_by,
        )
        where = self.titles.where(finding)
        if len(group) > 1:
            where = phrases.fill(phrases.words.where_many, where=where, number=len(group))
        all_of = [f for _, f in group]
        return Review(
            heading=f"{self.titles.letter(referred)}. {self.titles.heading(referred)}",
            where=Grounded(text=where, rests_on=tuple(f"finding:{f.id}" for f in all_of)),
            citation=grounded(self.citer.of_finding(finding), of_law(finding)),
            version=version,
            limb=finding.limb_label.text(phrases.lang) if finding.limb_label else "",
            stage=phrases.word("stage", finding.stage),
            unreviewed=not finding.reviewed,
            elements=tuple(self._element(all_of, n) for n in range(len(finding.elements))),
        )

    def _element(self, findings: Sequence[Finding], number: int) -> ElementRow:
        """The row of one element, which is the same in all of the findings."""
        element = findings[0].elements[number]
        known = [f for f in element.facts if f.value is not None]
        evidence = dict.fromkeys(e for f in known for e in self._evidence_of(f))
        return ElementRow(
            words=grounded(element.words, *(of_element(f, f.elements[number]) for f in findings)),
            way=element.alternative_label.text(self.phrases.lang) if element.alternative_label else "",
            truth=self.phrases.word("truth", element.truth),
            judgment=element.judgment,
            disputed=any(f.disputed for f in known),
            facts=tuple(dict.fromkeys(self._fact(f) for f in known)),
            evidence=", ".join(evidence),
        )

    def _fact(self, fact: SeenFact) -> str:
        return self.phrases.fill(
            self.phrases.words.fact,
            label=self._label(fact),
            shown=fact.shown.text(self.phrases.lang),
            by=self.phrases.word("by", fact.by) if fact.by else "",
            because=fact.because or "",
            disputed=fact.disputed,
        )

    def at(self, fact: SeenFact) -> str:
        """A fact by its name and the ids of what it is about."""
        ids = [part for part in fact.at.split(".") if part in self.ids]
        return self.phrases.fill(self.phrases.words.fact_at, label=self._label(fact), ids=", ".join(ids))

    def _label(self, fact: SeenFact) -> str:
        return fact_label(self.phrases, fact.path, fact.label)

    def _evidence_of(self, fact: SeenFact) -> tuple[str, ...]:
        if fact.path == KIND:
            act = fact.at.split(".")[1]
            return self.case.acts[act].evidence if act in self.case.acts else ()
        return fact.evidence

    def evidence(self, findings: Iterable[Finding]) -> tuple[EvidenceRow, ...]:
        """The evidence of the case in its order, each with the facts that cite it."""
        supports: dict[str, dict[str, None]] = defaultdict(dict)
        for finding in findings:
            for element in finding.elements:
                for fact in element.facts:
                    for id_ in self._evidence_of(fact) if fact.value is not None else ():
                        supports[id_][self.at(fact)] = None
        return tuple(
            EvidenceRow(
                id=id_,
                what=Grounded(text=evidence.what, rests_on=(f"evidence:{id_}",)),
                sha256=evidence.sha256 or "",
                page=evidence.page or "",
                supports=tuple(supports[id_]),
            )
            for id_, evidence in self.case.evidence.items()
        )

    def unproven(self, referred: Sequence[Referred]) -> tuple[Grounded, ...]:
        """The facts that met elements rest on and that cite no evidence."""
        found: dict[str, Grounded] = {}
        for finding in (f for r in referred for f in r.findings):
            for element in finding.elements:
                if element.truth == "met":
                    for fact in element.facts:
                        if fact.value is not None and not self._evidence_of(fact):
                            text = self.at(fact)
                            found.setdefault(text, Grounded(text=text, rests_on=(f"fact:{fact.at}",)))
        return tuple(found.values())

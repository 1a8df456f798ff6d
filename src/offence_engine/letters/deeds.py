"""The facts of the crime: for each act a paragraph in the conventional wording, drawn from the rules' sentences.

A paragraph says who, when, where, with whom and what was done (the sentence of the kind of act), and restates the
statute in a closing sentence. It says no more than what the finding has as met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from offence_engine.casefile.items import items_of
from offence_engine.letters.dates import act_text, day_text, listed_text
from offence_engine.letters.names import Names
from offence_engine.letters.phrases import Lacking, Phrases, Unstated
from offence_engine.letters.said import AGE, Said
from offence_engine.letters.select import Referred
from offence_engine.model.base import Label
from offence_engine.model.case import Act, Case
from offence_engine.model.result import Finding
from offence_engine.model.rule import PARTICIPATING
from offence_engine.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Told:
    """Findings that are told in one paragraph: the same act and the same law, of several victims and materials.

    Where the day of the act decides between `versions` of the law, it is told under one of them, and `beside` are the
    findings under the others."""

    findings: tuple[Finding, ...]
    versions: tuple[date, ...] = ()
    beside: tuple[Finding, ...] = ()

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def victims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.count.victim for f in self.findings if f.count.victim))

    @property
    def materials(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.count.material for f in self.findings if f.count.material))


def told(referred: Referred) -> tuple[Told, ...]:
    """The findings of an offence, those alike in all but victim and material together, in the order of time."""
    groups: dict[tuple[object, ...], list[Told]] = {}
    for part in sorted(_by_deed(referred), key=lambda t: (t.first.count.from_, t.first.count.to)):
        groups.setdefault((_likeness(part.first), part.versions), []).append(part)
    return tuple(
        Told(tuple(t.first for t in group), group[0].versions, tuple(f for t in group for f in t.beside))
        for group in groups.values()
    )


def _by_deed(referred: Referred) -> list[Told]:
    """Each finding by itself; of those between which only the unknown day decides, one: of the lighter law."""
    deeds: dict[object, list[Finding]] = {}
    for finding in referred.findings:
        count = finding.count
        same = (count.act, count.victim, count.material, count.group, principal_of(finding))
        deeds.setdefault(same if finding.day_decides else finding.id, []).append(finding)
    return [_chosen(referred, findings) for findings in deeds.values()]


def _chosen(referred: Referred, findings: list[Finding]) -> Told:
    """The penalty of the offence is the lighter one; where it is the same, the version that asked for more is told."""

    def order(finding: Finding) -> tuple[bool, int, date]:
        met = sum(e.truth == "met" for e in finding.elements)
        return finding.penalty != referred.offence.penalty, -met, finding.version.effective

    told_as = min(findings, key=order)
    versions = tuple(sorted({f.version.effective for f in findings})) if len(findings) > 1 else ()
    return Told((told_as,), versions, tuple(f for f in findings if f is not told_as))


def _likeness(finding: Finding) -> tuple[object, ...]:
    """What findings must share to be told together: everything that the wording can depend on."""
    met = tuple((e.id, e.alternative) for e in finding.elements if e.truth == "met")
    values = tuple((f.path, f.value) for e in finding.elements for f in e.facts if AGE not in f.path)
    return (
        finding.count.act, finding.provision, finding.version.effective, finding.count.from_, finding.limb,
        finding.stage, met, values, finding.participation, principal_of(finding),
        tuple(m.id for m in finding.modifiers),
    )  # fmt: skip


def principal_of(finding: Finding) -> tuple[str, str] | None:
    """(person, act) of the doer's finding on which that of one who takes part rests."""
    if not finding.rests_on or not any(m.kind in PARTICIPATING for m in finding.modifiers):
        return None
    _, person, act, *_ = finding.rests_on[-1].split("/")
    return person, act


class Teller:
    """Tells findings of one case in one language."""

    def __init__(self, book: Rulebook, case: Case, phrases: Phrases, names: Names) -> None:
        self.book = book
        self.case = case
        self.phrases = phrases
        self.names = names

    def paragraph(self, part: Told) -> str:
        """The whole paragraph of one act: what was done, what it filled, what is added to it."""
        words, finding = self.phrases.words, part.first
        rule = self.book.provisions[finding.provision]
        own = self.case.acts[finding.count.act]
        suspect = self.phrases.label(words.subject)
        principal = principal_of(finding)
        doer, deed, subject = finding.count.suspect, own, suspect
        if principal is not None:
            doer, deed = principal[0], self.case.acts[principal[1]]
            subject = self.phrases.fill(words.principal, name=self.principal(doer))
        spoken = self.vocabulary(part, deed, subject)
        sentences = [
            self._deed(words.paragraph, doer, deed, spoken, finding),
            self.phrases.fill_from(rule.closing, spoken),
            *self.added(finding, subject, of_helper=False),
        ]
        if principal is not None:
            helper = self.vocabulary(part, own, suspect)
            if finding.participation != "legal_entity":
                sentences.append(self._deed(words.paragraph_of_helper, finding.count.suspect, own, helper, None))
            sentences += self.added(finding, suspect, of_helper=True)
        return " ".join([*sentences, *self.between(part)])

    def between(self, part: Told) -> list[str]:
        """What is said where the day of the act decides between versions of the law, with the words of the others."""
        if not part.versions:
            return []
        phrases, told_as = self.phrases, {(e.id, e.words) for e in part.first.elements if e.truth == "met"}
        others: dict[date, dict[str, None]] = {}
        for finding in part.beside:
            words = [e.words for e in finding.elements if e.truth == "met" and (e.id, e.words) not in told_as]
            others.setdefault(finding.version.effective, {}).update(dict.fromkeys(words))
        said = [{"version": day_text(phrases, day), "words": " / ".join(w)} for day, w in sorted(others.items()) if w]
        days = [day_text(phrases, day) for day in part.versions]
        return [phrases.point("day_between", versions=phrases.join(days), others=said)]

    def principal(self, person: str) -> str:
        """The principal of one who takes part, in running text."""
        return self.names.suspect(person) if self.case.persons[person].role == "suspect" else self.names.person(person)

    def added(self, finding: Finding, subject: str, of_helper: bool) -> list[str]:
        """The closing sentences of what is added to the principal's offence (habit), or of the helping."""
        rules = [self.book.modifiers[m.id] for m in finding.modifiers if (m.kind in PARTICIPATING) is of_helper]
        return [self.phrases.fill(rule.closing, subject=subject) for rule in rules if rule.closing is not None]

    def alleged(self, part: Told, text: Label) -> str:
        """What is held against somebody, in a set phrase that does not say that it is so."""
        act = self.case.acts[part.first.count.act]
        spoken = self.vocabulary(part, act, self.phrases.label(self.phrases.words.subject))
        return self._deed(text, part.first.count.suspect, act, spoken, part.first)

    def _deed(self, text: Label, doer: str, act: Act, spoken: dict[str, object], finding: Finding | None) -> str:
        """Who, when, where, with whom, how, and the sentence of the kind of act."""
        phrases = self.phrases
        others = [p for p in act.by if p != doer and self.case.persons[p].role != "victim"]
        return phrases.fill(
            text,
            subject=spoken["subject"],
            when=self._when(act, finding),
            place=act.place or phrases.label(phrases.words.unknown_place),
            place_known=act.place is not None,
            others=phrases.join([self.names.person(p) for p in others]),
            manner=act.manner,
            deed=phrases.fill_from(self.book.kinds[act.kind].sentence, spoken),
        )

    def _when(self, act: Act, finding: Finding | None) -> str:
        """When it was; of a series with its single acts listed, their days."""
        count = finding.count if finding else None
        days = (
            [m.day for i in items_of(act, self.book.letters.items) if (m := i.posted_at) is not None]
            if act.rows
            else []
        )
        if count is not None:
            days = [day for day in days if count.from_ <= day.first <= count.to]
        if not days or (count is None and len(days) < len(act.rows)):
            return act_text(self.phrases, act, count)
        return listed_text(self.phrases, days) or act_text(self.phrases, act, count)

    def vocabulary(self, part: Told, act: Act, subject: str) -> dict[str, object]:
        """Everything that a sentence or closing of the rules may name."""
        finding, phrases = part.first, self.phrases
        ages = {v: age for f in part.findings for v, age in self.names.ages(f).items()}
        materials = part.materials or self.case.materials_of(act)
        recipients = [self.names.person(p, ages) for p in act.recipients]
        victims = [self.names.victim(v, ages.get(v)) for v in part.victims]
        said = Said(self.book, self.case, self.names, finding, act)
        return {
            "subject": subject,
            "victim": phrases.join(victims) if victims else Lacking(phrases, "victim"),
            "material": phrases.join([self.names.material(m, part.victims) for m in materials])
            or Lacking(phrases, "material"),
            "recipients": phrases.join(recipients) or Unstated(phrases.label(phrases.words.unknown_recipient)),
            "channel": self.names.channel(act),
            "limb": finding.limb or "",
            "elements": tuple(e.id for e in finding.elements if e.truth == "met"),
            "stage": finding.stage,
            "effective": finding.version.effective.isoformat(),
            "way": said.way,
            "fact": said.fact,
            "value": said.value,
            "done": self._done(finding),
        }

    def _done(self, finding: Finding) -> Callable[..., str]:
        endings = self.phrases.words.endings
        text = {"completed": endings.completed, "attempted": endings.attempted}.get(finding.stage, endings.undetermined)

        def done(verb: str, base: str = "") -> str:
            return self.phrases.fill(text, verb=verb, base=base or verb)

        return done

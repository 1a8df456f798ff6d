"""What a reader must not take for settled: open points, offences set aside, what is undetermined, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from offence_engine.letters.context import Excused, OpenFinding, Point, Question
from offence_engine.letters.grounds import grounded, of_law, of_offence
from offence_engine.letters.marks import Grounded
from offence_engine.letters.names import Names
from offence_engine.letters.near import asks_near, is_near
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.review import Reviewer, fact_label
from offence_engine.letters.select import Referred, Selection
from offence_engine.letters.titles import Titles
from offence_engine.model.base import Label
from offence_engine.model.result import Assessment, Finding, Offence
from offence_engine.model.result import Question as Asked
from offence_engine.model.rule import ModifierFile, ProvisionFile
from offence_engine.rulebook.rulebook import Rulebook

# How many persons or things a question names; the rest is counted.
MOST_PLACES = 6


class OpenPoints:
    """Collects what is open in an assessment, in one language."""

    def __init__(
        self, assessment: Assessment, book: Rulebook, phrases: Phrases, titles: Titles, names: Names, reviewer: Reviewer
    ) -> None:
        self.assessment = assessment
        self.book = book
        self.phrases = phrases
        self.titles = titles
        self.names = names
        self.reviewer = reviewer
        self.cited: dict[str, Label] = {
            **{f.id: f.citation for f in assessment.findings},
            **{o.id: o.citation for o in assessment.offences},
        }

    def unsettled(self, selection: Selection) -> tuple[Point, ...]:
        """Standing, unity, concurrence, modifiers, limitation and stage, where they are not settled."""
        found = [point for referred in selection.referred for point in self._of(referred)]
        return self._gathered(found)

    def _gathered(self, points: Iterable[Point]) -> tuple[Point, ...]:
        """Each thing said once, with all that it is about."""
        groups: dict[tuple[str, str, bool], list[Point]] = {}
        for point in points:
            groups.setdefault((point.text.text, point.authority, point.settled), []).append(point)
        return tuple(
            Point(
                about=", ".join(dict.fromkeys(p.about for p in group)),
                text=grounded(text, *(p.text.rests_on for p in group)),
                authority=authority,
                settled=settled,
            )
            for (text, authority, settled), group in groups.items()
        )

    def _of(self, referred: Referred) -> Iterator[Point]:
        offence = referred.offence
        about = f"{self.titles.letter(referred)}. {offence.citation.text(self.phrases.lang)}"

        def point(name: str, authority: str | None = None, settled: bool = False, **values: object) -> Point:
            text = self.phrases.point(name, **values)
            rests_on = of_offence(offence)
            said = Grounded(text=text, rests_on=rests_on)
            return Point(about=about, text=said, authority=authority or "", settled=settled)

        standing = offence.standing
        if referred.alternative and standing.because is not None:
            yield point(
                "alternative",
                standing.authority,
                standing.settled,
                other=self._others(standing.to),
                standing=self._relation("alternative"),
                because=standing.because.text(self.phrases.lang),
            )
        for entry in standing.if_established:
            yield point("if_established", entry["authority"], entry["settled"], **self._if(entry))
        if not offence.unity.settled and offence.unity.because is not None:
            yield point("unity", offence.unity.authority, because=offence.unity.because.text(self.phrases.lang))
        for other in offence.with_:
            if not other.settled:
                yield point("concurrence", because=other.because.text(self.phrases.lang))
        for modifier in offence.modifiers:
            if not modifier.settled:
                yield point(
                    "modifier",
                    what=modifier.citation.text(self.phrases.lang),
                    because=modifier.because.text(self.phrases.lang),
                )
        if offence.limitation is not None and not offence.limitation.settled:
            for reason in offence.limitation.because[2:]:
                yield point("limitation", because=reason.text(self.phrases.lang))
        for finding in referred.findings:
            if finding.day_decides:
                yield point("day_decides")
            if finding.either_way:
                yield point("either_way")
            if finding.stage == "undetermined":
                yield point("stage")
            for fact in (f for e in finding.elements for f in e.facts if f.disputed):
                yield point("disputed", what=self.reviewer.at(fact))

    def _if(self, entry: dict[str, Any]) -> dict[str, object]:
        return {
            "other": self._others((entry["to"],)),
            "standing": self._relation(entry["as"]),
            "because": Label(**entry["because"]).text(self.phrases.lang),
        }

    def _relation(self, kind: str) -> str:
        found = self.phrases.words.standing.get(kind)
        return found.text(self.phrases.lang) if found is not None else kind

    def _others(self, ids: tuple[str, ...]) -> str:
        labels = dict.fromkeys(self.cited[i].text(self.phrases.lang) for i in ids if i in self.cited)
        return ", ".join(labels) or ", ".join(ids)

    def not_modelled(self, selection: Selection) -> tuple[Point, ...]:
        """What the rules leave to a human for the provisions that were applied."""
        used: dict[str, Label] = {}
        for referred in selection.referred:
            used[referred.offence.provision] = referred.offence.citation
            used.update({m.id: m.citation for m in referred.offence.modifiers})
        rules: dict[str, ProvisionFile | ModifierFile] = {**self.book.provisions, **self.book.modifiers}
        return tuple(
            Point(
                about=citation.text(self.phrases.lang),
                text=Grounded(text=left.text(self.phrases.lang), rests_on=(f"rule:{id_}.not_modelled",)),
                authority="",
                settled=False,
            )
            for id_, citation in used.items()
            for left in rules[id_].not_modelled
        )

    def set_aside(self, selection: Selection) -> tuple[Point, ...]:
        """Offences that yield to others or are absorbed by them, and on what ground."""
        return self._gathered(self._set_aside(offence) for offence in selection.set_aside)

    def _set_aside(self, offence: Offence) -> Point:
        standing = offence.standing
        text = self.phrases.point(
            "set_aside",
            other=self._others(standing.to),
            standing=self._relation(standing.as_),
            because=standing.because.text(self.phrases.lang) if standing.because else "",
        )
        who = self.names.person(offence.suspect)
        return Point(
            about=f"{offence.citation.text(self.phrases.lang)} ({who})",
            text=Grounded(text=text, rests_on=of_offence(offence)),
            authority=standing.authority or "",
            settled=standing.settled,
        )

    def undetermined(self, selection: Selection) -> tuple[OpenFinding, ...]:
        """The findings left open, each with the facts it lacks; those that lack the same share a line."""
        groups: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
        for finding in self._near(selection):
            lacks = tuple(dict.fromkeys(fact_label(self.phrases, m.path, m.label) for m in finding.missing))
            groups.setdefault((finding.citation.text(self.phrases.lang), lacks), []).append(finding)
        return tuple(self._open(citation, lacks, group) for (citation, lacks), group in groups.items())

    def _near(self, selection: Selection) -> list[Finding]:
        """The open findings of which at least half is met; all of them where none is."""
        return [f for f in selection.undetermined if is_near(f)] or list(selection.undetermined)

    def far(self, selection: Selection) -> tuple[int, int]:
        """How many open findings, and questions, are left out as remote."""
        return (
            len(selection.undetermined) - len(self._near(selection)),
            len(self.assessment.questions) - len(self._asked()),
        )

    def _asked(self) -> list[Asked]:
        findings = {f.id: f for f in self.assessment.findings}
        near = [q for q in self.assessment.questions if asks_near(q, findings)]
        return near or list(self.assessment.questions)

    def _open(self, citation: str, lacks: tuple[str, ...], group: Sequence[Finding]) -> OpenFinding:
        rests_on = tuple(f"finding:{finding.id}" for finding in group)
        return OpenFinding(
            citation=grounded(citation, rests_on, of_law(group[0])),
            where=self._first(self.titles.where(group[0]), len(group)),
            lacks=lacks,
        )

    def _first(self, text: str, number: int) -> str:
        """The first of several alike, and how many there are."""
        if number == 1:
            return text
        return self.phrases.fill(self.phrases.words.where_many, where=text, number=number)

    def questions(self) -> tuple[Question, ...]:
        """The questions of the assessment, the most decisive first; one that is asked of several is put once."""
        groups: dict[tuple[object, ...], list[Asked]] = {}
        for q in self._asked():
            factors = tuple((f[self.phrases.lang], f["authority"]) for f in q.factors)
            groups.setdefault((q.question, q.ask, factors), []).append(q)
        return tuple(self._question(number, group) for number, group in enumerate(groups.values(), 1))

    def _question(self, number: int, group: Sequence[Asked]) -> Question:
        lang, asks, first = self.phrases.lang, self.phrases.words.asks, group[0]
        places = [", ".join(part for part in q.at.split(".") if part in self.reviewer.ids) for q in group]
        findings = tuple(dict.fromkeys(id_ for q in group for id_ in q.findings))
        places = list(dict.fromkeys(place for place in places if place))
        shown = "; ".join(places[:MOST_PLACES])
        return Question(
            number=number,
            question=Grounded(text=first.question.text(lang), rests_on=tuple(f"finding:{id_}" for id_ in findings)),
            ask=asks[first.ask].text(lang) if first.ask in asks else first.ask,
            at=self._first(shown, len(places)) if len(places) > MOST_PLACES else shown,
            findings=len(findings),
            factors=tuple(f"{f[lang]} ({f['authority']})" for f in first.factors),
        )

    def excused(self, selection: Selection) -> tuple[Excused, ...]:
        """Who is not referred because of age, for which acts, and what the law says instead."""
        notices = {s.person: s.notice for s in self.assessment.suspects}
        found: dict[str, list[Grounded]] = {}
        for referred in selection.excused:
            text = f"{self.titles.name(referred.offence)} ({self.titles.part(referred)})"
            told = Grounded(text=text, rests_on=of_offence(referred.offence))
            found.setdefault(referred.suspect, []).append(told)
        return tuple(
            Excused(
                name=self.names.person(person),
                offences=tuple(offences),
                notice=notice.text(self.phrases.lang) if (notice := notices.get(person)) else "",
            )
            for person, offences in found.items()
        )

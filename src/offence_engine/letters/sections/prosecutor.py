"""Who accuses, what is still to be investigated and by whom to be asked: the sections of prosecutors' documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.grounds import of_offence
from offence_engine.letters.marks import Grounded
from offence_engine.letters.near import asks_near
from offence_engine.letters.phrases import lacking_rule
from offence_engine.letters.sections.registry import section
from offence_engine.letters.select import is_barred
from offence_engine.model.base import Frozen, Label
from offence_engine.model.closing import Scope, SupplementWords
from offence_engine.model.result import Question

_OFFICE = "charging_office"
_CHARGE_POINTS = ("either_way", "stage", "day_decides")
# Of the offences and places that a question is about so many are named; the rest are counted.
_NAMED = 3


class Supplement(Frozen):
    """One thing to be found out: of whom, and why."""

    number: int
    what: Grounded
    factors: tuple[str, ...]
    ask: str
    at: str
    why: str


class SupplementGroup(Frozen):
    """What is to be found out under one heading of the rule."""

    heading: str
    rows: tuple[Supplement, ...]


class _Asked(Frozen):
    """A thing to be found out before it has its number."""

    what: Grounded
    why: str
    ask: str = ""
    at: str = ""
    factors: tuple[str, ...] = ()


@section()
def prosecution_body(d: Drafting) -> Grounded:
    """The prosecutors' office under its name of the day; as the case file states it, else a gap."""
    name, doubt, _ = d.tools.parties.of(_OFFICE)
    stated = d.tools.case.head.prosecution_office
    return Grounded(text=f"{name} {doubt}".strip(), rests_on=("case:prosecution_office",) if stated else ())


@section("suspect")
def not_charged(d: Drafting) -> tuple[Grounded, ...]:
    """Offences made out that cannot be prosecuted as things stand, and so are not in the charges."""
    found: dict[str, Grounded] = {}
    for offence in d.tools.assessment.offences:
        told = offence.verdict == "applicable" and offence.standing.as_ in ("principal", "alternative")
        if told and is_barred(offence):
            text = f"{offence.citation.text(d.tools.lang)} ({d.tools.names.suspect(offence.suspect)})"
            found.setdefault(text, Grounded(text=text, rests_on=of_offence(offence)))
    return tuple(found.values())


@section("suspect", "evidence")
def supplements(d: Drafting) -> tuple[SupplementGroup, ...]:
    """What is to be found out, under the headings of the rule; headings under which nothing stands are left out."""
    return _Supplements(d.tools).groups()


@section()
def supplements_left_out(d: Drafting) -> int:
    """How many questions about remote possibilities are not asked."""
    return _Supplements(d.tools).left_out


class _Supplements:
    """Sorts what is open in a case under the headings of the rule."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.phrases = tools.phrases
        self.lang = tools.lang
        self.scopes = tools.book.letters.scopes
        words = tools.book.letters.supplement
        if words is None or not self.scopes:
            raise lacking_rule(tools.book, "scopes와 supplement가 없습니다.", "no `scopes` or `supplement`")
        self.words: SupplementWords = words
        near = [q for q in tools.assessment.questions if asks_near(q, tools.findings)]
        self.questions = near or list(tools.assessment.questions)
        self.left_out = len(tools.assessment.questions) - len(self.questions)

    def groups(self) -> tuple[SupplementGroup, ...]:
        """Numbered through all headings."""
        found: list[SupplementGroup] = []
        number = 0
        for name, scope in self.scopes.items():
            rows: list[Supplement] = []
            for asked in self._asked(name, scope):
                number += 1
                rows.append(
                    Supplement(
                        number=number, what=asked.what, factors=asked.factors, ask=asked.ask, at=asked.at, why=asked.why
                    )
                )
            if rows:
                heading = scope.ko if self.lang == "ko" else scope.en
                found.append(SupplementGroup(heading=heading, rows=tuple(rows)))
        return tuple(found)

    def _asked(self, name: str, scope: Scope) -> Iterator[_Asked]:
        alike: dict[str, list[Question]] = {}
        for question in self.questions:
            if self._scope_of(question.path) == name:
                alike.setdefault(question.path, []).append(question)
        yield from (self._question(questions) for questions in alike.values())
        yield from self._blanks(scope)
        if scope.unproven:
            yield from self._unproven()
        if scope.limitation:
            yield from self._limits()
        if scope.charge:
            yield from self._charges()

    def _scope_of(self, path: str) -> str:
        for name, scope in self.scopes.items():
            if any(path.startswith(beginning) for beginning in scope.facts):
                return name
        return next((name for name, scope in self.scopes.items() if scope.rest), "")

    def _question(self, questions: list[Question]) -> _Asked:
        """One question, of whatever in the case it is to be asked."""
        asks, ids, first = self.phrases.words.asks, self.tools.reviewer.ids, questions[0]
        findings = dict.fromkeys(id_ for q in questions for id_ in q.findings)
        about = dict.fromkeys(", ".join(part for part in q.at.split(".") if part in ids) for q in questions)
        return _Asked(
            what=Grounded(text=first.question.text(self.lang), rests_on=tuple(f"finding:{id_}" for id_ in findings)),
            why=self._concerns(self.tools.findings[id_].citation for id_ in findings if id_ in self.tools.findings),
            ask=asks[first.ask].text(self.lang) if first.ask in asks else first.ask,
            at=self._several([x for x in about if x], self.words.at),
            factors=tuple(f"{f[self.lang]} ({f['authority']})" for f in first.factors),
        )

    def _concerns(self, citations: Iterable[Label]) -> str:
        return self._several(list(dict.fromkeys(c.text(self.lang) for c in citations)), self.words.concerns)

    def _several(self, named: list[str], words: Label) -> str:
        """The first few, and how many more there are."""
        shown = " / ".join(named[:_NAMED]) if words is self.words.at else ", ".join(named[:_NAMED])
        return self.phrases.fill(words, named=shown, more=max(len(named) - _NAMED, 0))

    def _blanks(self, scope: Scope) -> Iterator[_Asked]:
        """The particulars of a suspect that nobody stated; of number and day of birth one is enough."""
        for person in self._suspects():
            stated = self.tools.case.particulars.get(person, {})
            for blank in scope.blanks:
                if stated.get(blank) or (blank == "resident_number" and stated.get("birth")):
                    continue
                what = self.phrases.field(blank).text(self.lang)
                text = self.phrases.fill(self.words.blank, what=what, name=self.tools.names.person(person))
                # The blank is asked for; it is no gap of this letter.
                yield _Asked(what=Grounded(text=text), why=self._of(person), at=person, ask=self._investigator())

    def _unproven(self) -> Iterator[_Asked]:
        """Facts without evidence, the same fact of several acts or persons together."""
        alike: dict[str, list[Grounded]] = {}
        for fact in self.tools.reviewer.unproven(self.tools.selection.referred):
            alike.setdefault(fact.rests_on[0].rpartition(".")[2], []).append(fact)
        for facts in alike.values():
            text = self.phrases.fill(self.words.unproven, fact=facts[0].text, number=len(facts))
            rests_on = tuple(id_ for fact in facts for id_ in fact.rests_on)
            yield _Asked(what=Grounded(text=text, rests_on=rests_on), why="", ask=self._investigator())

    def _limits(self) -> Iterator[_Asked]:
        """Limitation days that are not known, or that may have passed."""
        for referred in self.tools.selection.referred:
            limit, offence = referred.offence.limitation, referred.offence
            if limit is None or limit.expired == "undetermined" or (limit.kind == "years" and limit.latest is None):
                citation = offence.citation.text(self.lang)
                text = self.phrases.fill(self.words.limitation, citation=citation)
                yield _Asked(
                    what=Grounded(text=text, rests_on=of_offence(offence)),
                    why=self._concerns([offence.citation]),
                    ask=self._investigator(),
                )

    def _charges(self) -> Iterator[_Asked]:
        """Where it is open which limb, which stage, or which version is charged."""
        told: dict[str, None] = {}
        for referred in self.tools.selection.referred:
            for finding in referred.findings:
                state = {
                    "either_way": finding.either_way,
                    "stage": finding.stage == "undetermined",
                    "day_decides": finding.day_decides,
                }
                for point in _CHARGE_POINTS:
                    key = f"{point}/{finding.citation.ko}"
                    if state[point] and key not in told:
                        told[key] = None
                        text = self.phrases.point(point)
                        yield _Asked(
                            what=Grounded(text=text, rests_on=(f"finding:{finding.id}",)),
                            why=self._concerns([finding.citation]),
                            ask=self._investigator(),
                        )

    def _suspects(self) -> tuple[str, ...]:
        """Of whom something is referred or open."""
        open_ = {f.count.suspect for f in self.tools.selection.undetermined}
        kept = {*self.tools.selection.suspects, *open_}
        return tuple(p for p, person in self.tools.case.persons.items() if p in kept and person.kind == "natural")

    def _of(self, person: str) -> str:
        return self.phrases.fill(self.words.concerns_suspect, name=self.tools.names.person(person))

    def _investigator(self) -> str:
        return self.phrases.words.asks["investigator"].text(self.lang)

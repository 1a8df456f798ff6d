"""What of a case is closed without prosecution: for each suspect the acts alleged, why nothing follows, the operative part.

An operative part is chosen only where the findings show its ground and nothing is disputed; else it is a visible gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from offence_engine.letters.context import OffenceName
from offence_engine.letters.context_police import ClosedOffence, ClosedSuspect, OrderOption, Warned
from offence_engine.letters.dates import day_text
from offence_engine.letters.deeds import Told
from offence_engine.letters.drafting import Tools
from offence_engine.letters.grounds import grounded, of_element, of_law
from offence_engine.letters.marks import Grounded
from offence_engine.letters.parties import particulars
from offence_engine.letters.phrases import lacking_rule
from offence_engine.letters.review import fact_label
from offence_engine.letters.select import Referred, letter_of
from offence_engine.model.base import Frozen
from offence_engine.model.closing import ClosedBy, ClosingWords, Order, Orders
from offence_engine.model.result import ElementResult, Finding
from offence_engine.rulebook.ids import reaches, sort_key

# An operative part is a gap of this name where it does not follow from the findings.
ORDER = "order"


class Closed(Frozen):
    """Alike findings of one suspect, why they are closed (None: that is not known), and their offence if it stands.

    `pending`: something else is still open for the suspect, so that no operative part can be chosen yet."""

    findings: tuple[Finding, ...]
    because: ClosedBy | None
    offence: Referred | None = None
    pending: bool = False

    @property
    def first(self) -> Finding:
        return self.findings[0]


class Closer:
    """Draws up what is closed of one case, with the operative parts of one kind of decision."""

    def __init__(self, tools: Tools, orders: str | None) -> None:
        self.tools = tools
        self.phrases = tools.phrases
        self.day = tools.assessment.as_of
        self.words = _words(tools)
        self._named_orders = orders

    @cached_property
    def orders(self) -> Orders:
        """The operative parts of this kind of decision."""
        return _orders(self.tools, self._named_orders)

    def suspects(self, victim: str | None = None) -> tuple[ClosedSuspect, ...]:
        """Everyone of whom something is closed; with a victim, only what concerns them."""
        cases = {person: self.cases(person, victim) for person in self.persons()}
        names = self._letters(case for own in cases.values() for case in own)
        found = [(person, own) for person, own in cases.items() if own]
        return tuple(self._suspect(number, person, own, names) for number, (person, own) in enumerate(found, 1))

    def persons(self) -> tuple[str, ...]:
        """Whose acts are looked at: the cleared and the barred; if there are none, those of whom nothing is referred."""
        selection = self.tools.selection
        closed = {*selection.cleared, *(r.suspect for r in selection.barred)}
        if not closed:
            going_on = {*selection.suspects, *(r.suspect for r in selection.excused)}
            closed = {p for p, person in self.tools.case.persons.items() if person.role == "suspect"} - going_on
        return tuple(p for p in self.tools.case.persons if p in closed)

    def cases(self, person: str, victim: str | None = None) -> tuple[Closed, ...]:
        """What is closed of a suspect, the heaviest first."""
        selection = self.tools.selection
        found = [
            Closed(findings=r.findings, because=_barred_by(r), offence=r)
            for r in selection.barred
            if r.suspect == person
        ]
        if person in selection.cleared:
            found += self._not_made_out(person, pending=False)
        elif not found:
            found += self._not_made_out(person, pending=True)
            found += [
                Closed(findings=tuple(g), because=None)
                for g in self._alike(near_open(selection.undetermined, person), person)
            ]
        if victim is not None:
            found = [own for c in found if (own := _about(c, victim)).findings]
        return tuple(sorted(found, key=lambda case: _weight(case.first)))

    def _not_made_out(self, person: str, pending: bool) -> Iterator[Closed]:
        """Of each act the offences that came nearest to being made out."""
        for group in self._alike(_nearest(self.tools.assessment.findings, person), person):
            yield Closed(findings=tuple(group), because=_closed_by(group[0]), pending=pending)

    def _alike(self, findings: Iterable[Finding], person: str) -> list[list[Finding]]:
        """Findings that differ in victim and material alone, together."""
        groups: dict[object, list[Finding]] = {}
        for finding in findings:
            if finding.count.suspect == person:
                facts = tuple(
                    (e.id, e.truth, tuple((f.path, f.value, f.disputed) for f in e.facts)) for e in finding.elements
                )
                key = finding.count.act, finding.provision, finding.version.effective, finding.participation, facts
                groups.setdefault(key, []).append(finding)
        return list(groups.values())

    def warnings(self) -> tuple[Warned, ...]:
        """What rules say, of the offences that are closed, against closing them; in the words of those rules."""
        tools, lang = self.tools, self.phrases.lang
        closed = [case.first for person in self.persons() for case in self.cases(person)]
        found = []
        for id_, rule in tools.book.procedure.consequences.items():
            in_time = rule.effective <= self.day and (rule.until is None or self.day <= rule.until)
            if rule.kind != "disposal" or not rule.open or not in_time:
                continue
            named = [
                f
                for f in closed
                if rule.reaches == "every_offence" or any(reaches(r, f.provision) for r in rule.reaches)
            ]
            if not named:
                continue
            rests_on = (f"rule:consequences.{id_}", *(f"law:{c}" for c in rule.by), *(f"finding:{f.id}" for f in named))
            for question in rule.open:
                found.append(
                    Warned(
                        title=rule.title.text(lang),
                        text=Grounded(text=rule.says.text(lang), rests_on=rests_on),
                        by=", ".join(tools.book.citation(c).text(lang) for c in rule.by),
                        because=Grounded(text=question.because.text(lang), rests_on=rests_on),
                        readings=tuple(r.text(lang) for r in question.readings),
                    )
                )
        return tuple(found)

    def options(self) -> tuple[OrderOption, ...]:
        """Every operative part of the day, as the rule lists them."""
        return tuple(
            OrderOption(order=o.label.text(self.phrases.lang), clause=o.clause, when=o.when.text(self.phrases.lang))
            for o in self.orders.orders.values()
            if o.on(self.day)
        )

    def basis(self) -> str:
        """The rule that lists them on the day, with what is not known of it."""
        basis = self.orders.basis_on(self.day)
        if basis is None:
            return self.phrases.gap(ORDER)
        return f"{basis.by} {self.phrases.gap(basis.uncertain)}" if basis.uncertain else basis.by

    def _letters(self, cases: Iterable[Closed]) -> dict[str, str]:
        """The letter of each name, by the weight of the penalty."""
        ordered = sorted(cases, key=lambda case: _weight(case.first))
        names = dict.fromkeys(self._name(case) for case in ordered)
        return {name: letter_of(index) for index, name in enumerate(names)}

    def _name(self, case: Closed) -> str:
        """The name of the table; with what it is about in words where there is none, or the copy is English."""
        finding, phrases = case.first, self.phrases
        if case.offence is not None:
            return self.tools.titles.heading(case.offence)
        name = finding.offence_name or phrases.label(phrases.words.no_offence_name)
        if finding.offence_name and phrases.lang == "ko":
            return name
        return f"{name} ({finding.title.text(phrases.lang)})"

    def _suspect(self, number: int, person: str, cases: Sequence[Closed], names: dict[str, str]) -> ClosedSuspect:
        tools = self.tools
        name = tools.names.suspect(person)
        offences = tuple(self._offence(case, names[self._name(case)]) for case in cases)
        first = {o.letter: o for o in reversed(offences)}
        listed = tuple(OffenceName(letter=x, name=first[x].name, mark="") for x in names.values() if x in first)
        return ClosedSuspect(
            number=number,
            name=name,
            line=self.phrases.fill(
                self.words.line, number=number, letters="".join(f"{n.letter}." for n in listed), name=name
            ),
            names=listed,
            particulars=particulars(tools.case, self.phrases, person, name),
            offences=offences,
        )

    def _offence(self, case: Closed, letter: str) -> ClosedOffence:
        finding, phrases = case.first, self.phrases
        order = self._order(case)
        ids = tuple(f"finding:{f.id}" for f in case.findings)
        clause = order.clause if order else ""
        said = phrases.fill(self.words.order, order=order.label.text(phrases.lang), clause=clause) if order else ""
        effective = day_text(phrases, finding.version.effective)
        return ClosedOffence(
            letter=letter,
            name=Grounded(text=self._name(case), rests_on=ids),
            where=Grounded(text=self._where(case), rests_on=ids),
            citation=grounded(self.tools.citer.of_finding(finding), ids, of_law(finding)),
            version=phrases.fill(phrases.words.version, effective=effective, enacted_by=finding.version.enacted_by),
            alleged=self.alleged(case),
            order=Grounded(text=said, rests_on=ids) if order else Grounded(text=phrases.gap(ORDER), rests_on=ids),
            clause=clause,
            when=order.when.text(phrases.lang) if order else "",
            reasons=tuple(self._reasons(case, ids)),
            remarks=tuple(self._remarks(case, ids)),
            failing=tuple(self._failing(finding, e) for e in finding.elements if e.truth == "not_met"),
        )

    def _where(self, case: Closed) -> str:
        """Whose act it is, of which victim and material; of alike findings the first, and how many they are."""
        where = self.tools.titles.where(case.first)
        many = len(case.findings)
        return self.phrases.fill(self.phrases.words.where_many, where=where, number=many) if many > 1 else where

    def _order(self, case: Closed) -> Order | None:
        """The operative part, where it follows and does not rest on what is disputed."""
        if case.because is None or case.pending or self.orders.basis_on(self.day) is None or _disputed(case.first):
            return None
        return self.orders.chosen(case.because, self.day)

    def alleged(self, case: Closed) -> Grounded:
        """What is held against the suspect, without saying that it is so."""
        part = Told(tuple(_of_act(case)))
        text = self.tools.teller.alleged(part, self.words.alleged)
        return grounded(
            text, tuple(f"finding:{f.id}" for f in part.findings), (f"fact:acts.{part.first.count.act}.kind",)
        )

    def _reasons(self, case: Closed, ids: tuple[str, ...]) -> Iterator[Grounded]:
        phrases, finding, words = self.phrases, case.first, self.words
        if case.because is None:
            lacks = dict.fromkeys(fact_label(phrases, m.path, m.label) for f in case.findings for m in f.missing)
            yield Grounded(text=phrases.fill(words.open, lacks=", ".join(lacks)), rests_on=ids)
            return
        reason = words.reasons.get(case.because)
        if reason is not None:
            text = phrases.fill(
                reason,
                citation=self.tools.citer.of_finding(finding),
                number=_failing_number(finding),
                **self._said(case),
            )
            yield grounded(text, ids, of_law(finding))

    def _remarks(self, case: Closed, ids: tuple[str, ...]) -> Iterator[Grounded]:
        """Why no operative part is given though the offence is not made out."""
        if case.pending:
            yield Grounded(text=self.phrases.label(self.words.pending), rests_on=ids)
        if _disputed(case.first):
            yield Grounded(text=self.phrases.label(self.words.disputed), rests_on=ids)

    def _said(self, case: Closed) -> dict[str, object]:
        """What the sentence of a reason may print."""
        phrases, lang, finding = self.phrases, self.phrases.lang, case.first
        said: dict[str, object] = {"title": "", "because": "", "period": "", "day": ""}
        offence = case.offence.offence if case.offence else None
        match case.because:
            case "justified":
                for modifier in finding.modifiers:
                    if modifier.kind == "justification":
                        said |= {"title": modifier.citation.text(lang), "because": modifier.because.text(lang)}
            case "abolished":
                said["because"] = next((c.because.text(lang) for c in finding.considered if c.milder == "yes"), "")
            case "limitation" if offence is not None and offence.limitation is not None:
                limit = offence.limitation
                said["period"] = phrases.fill(phrases.words.period, years=limit.years)
                said["day"] = day_text(phrases, limit.latest) if limit.latest else phrases.gap("limitation")
                said["because"] = " / ".join(b.text(lang) for b in limit.because)
            case "against_will" | "no_complaint" if offence is not None and offence.prosecution is not None:
                by = ", ".join(c.citation.text(lang) for c in offence.prosecution.by)
                said["because"] = f"{offence.prosecution.because.text(lang)} ({by})"
        return said

    def _failing(self, finding: Finding, element: ElementResult) -> Grounded:
        """An element that is not met, and the facts by which it is not."""
        phrases = self.phrases
        facts = [
            phrases.fill(
                phrases.words.fact,
                label=fact_label(phrases, f.path, f.label),
                shown=f.shown.text(phrases.lang),
                by=phrases.word("by", f.by) if f.by else "",
                because=f.because or "",
                disputed=f.disputed,
            )
            for f in element.facts
            if f.value is not None
        ]
        text = phrases.fill(self.words.failing, words=element.words, facts=" / ".join(dict.fromkeys(facts)))
        return grounded(text, (f"finding:{finding.id}",), of_element(finding, element))


def _about(case: Closed, victim: str) -> Closed:
    """What of it concerns a victim, or nobody in particular."""
    return case.model_copy(update={"findings": tuple(f for f in case.findings if f.count.victim in (victim, None))})


def _nearest(findings: Iterable[Finding], person: str) -> list[Finding]:
    """Of each act the findings with the fewest elements that fail, of those the fewest open, of those the most met."""
    acts: dict[str, list[tuple[tuple[int, int, int], Finding]]] = {}
    for finding in findings:
        if finding.count.suspect == person and finding.verdict == "not_applicable":
            open_ = sum(e.truth == "undetermined" for e in finding.elements)
            met = sum(e.truth == "met" for e in finding.elements)
            acts.setdefault(finding.count.act, []).append(((finding.failing, open_, -met), finding))
    return [f for own in acts.values() for far, f in own if far == min(other for other, _ in own)]


def near_open(findings: Iterable[Finding], person: str) -> list[Finding]:
    """The open findings of a suspect of which at least half is met; all of them where none is so near."""
    own = [f for f in findings if f.count.suspect == person]
    return [f for f in own if 2 * sum(e.truth == "met" for e in f.elements) >= len(f.elements)] or own


def _closed_by(finding: Finding) -> ClosedBy:
    if any(m.kind == "justification" for m in finding.modifiers):
        return "justified"
    gone = any(c.milder == "yes" and c.verdict == "not_applicable" for c in finding.considered)
    return "abolished" if gone and not finding.failing else "no_element"


def _barred_by(referred: Referred) -> ClosedBy:
    """The limitation period goes before conditions of prosecution."""
    limitation, condition = referred.offence.limitation, referred.offence.prosecution
    if limitation is not None and limitation.expired == "yes":
        return "limitation"
    return "no_complaint" if condition is not None and condition.kind == "complaint" else "against_will"


def _disputed(finding: Finding) -> bool:
    return any(f.disputed for e in finding.elements if e.truth == "not_met" for f in e.facts)


def _failing_number(finding: Finding) -> int:
    return sum(e.truth == "not_met" for e in finding.elements)


def _of_act(case: Closed) -> Iterator[Finding]:
    """Those of the findings that are of one act and one stretch of it."""
    first = case.first.count
    for finding in case.findings:
        if (finding.count.act, finding.count.from_) == (first.act, first.from_):
            yield finding


def _weight(finding: Finding) -> tuple[object, ...]:
    """The heaviest statutory penalty first."""
    penalty = finding.penalty
    least, most = penalty.prison_months or (0, 0)
    fine = penalty.fine_krw[1] if penalty.fine_krw else 0
    begin: date = finding.count.from_
    return not penalty.death, not penalty.life, -most, -least, -fine, sort_key(finding.provision), begin, finding.id


def _orders(tools: Tools, name: str | None) -> Orders:
    found = tools.book.letters.orders.get(name or "")
    if found is None:
        raise lacking_rule(tools.book, f"orders에 `{name}`이(가) 없습니다.", f"`orders` have no `{name}`")
    return found


def _words(tools: Tools) -> ClosingWords:
    words = tools.book.letters.closing
    if words is None:
        raise lacking_rule(tools.book, "closing이 없습니다.", "no `closing`")
    return words

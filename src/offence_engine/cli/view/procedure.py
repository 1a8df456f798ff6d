"""What follows from an assessment: duties and consequences, grouped by kind; deadlines; conditions of prosecution."""

from __future__ import annotations

from collections.abc import Iterable

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page, Style
from offence_engine.cli.view import words
from offence_engine.cli.view.compact import ids, places
from offence_engine.cli.view.names import Names
from offence_engine.model.result import Assessment, Cite, Deadline, Duty, Finding, MissingFact, Prosecution

_KINDS: dict[str, tuple[str, str]] = {
    "duty": ("의무", "Duties"),
    "routing": ("사건이 갈 곳", "Where the case goes"),
    "disposal": ("경찰이 할 수 있는 처분", "What the police may decide"),
    "power": ("할 수 있는 것", "Powers"),
    "support": ("지원", "Support"),
    "protection": ("보호", "Protection"),
    "confiscation": ("몰수와 추징", "Confiscation"),
    "order": ("판결에 따르는 명령", "Orders that a court would add"),
    "notice": ("알림과 통지", "Notices"),
    "administrative": ("죄가 아닌 것", "Not an offence"),
}
# Of these the title says enough; the text is in the JSON.
_SHORT = ("order", "confiscation", "protection", "notice", "administrative")
_STATE = {
    "barred": ("막힘", "barred"),
    "open": ("확인 필요", "to be found out"),
    "met": ("갖춤", "met"),
    "not_needed": ("필요 없음", "not needed"),
}
_STATE_STYLE: dict[str, Style] = {"barred": "bad", "open": "open", "met": "plain", "not_needed": "quiet"}
_OVERDUE = ("지남", "overdue")
_TODAY = ("오늘", "today")


class ProcedureView:
    """Prints duties and deadlines of an assessment."""

    def __init__(self, page: Page, say: Tongue, names: Names, assessment: Assessment) -> None:
        self.page = page
        self.say = say
        self.names = names
        self.assessment = assessment
        self._told: set[str] = set()

    def duties(self) -> None:
        """By kind: first what follows; what would follow from open findings or facts, by name only."""
        if not self.assessment.duties:
            return
        self.page.heading(self.say("할 일과 후속 조치", "Duties and consequences"))
        later: list[Duty] = []
        for kind, title in _KINDS.items():
            told = [d for d in self.assessment.duties if d.kind == kind]
            later += [d for d in told if d.state == "open" and not d.missing]
            shown = [d for d in told if d.state == "follows" or d.missing]
            if shown:
                self.page.line(self.say(*title), indent=2, style="head")
            for duty in shown:
                self._duty(duty)
        if later:
            self.page.line(
                self.say("판단을 미룬 죄가 성립하면", "If what is open is established"), indent=2, style="head"
            )
            titles = dict.fromkeys(self.say.of(d.title) for d in later)
            self.page.line(f"- {'; '.join(titles)}", indent=4, hang=2, style="quiet")

    def _duty(self, duty: Duty) -> None:
        say = self.say
        to = f" → {', '.join(say.of(body.name) for body in duty.addressee)}" if duty.addressee else ""
        whose = ids(duty.suspects) + (f": {ids(duty.victims)}" if duty.victims else "")
        self.page.line(f"- {say.of(duty.title)}{to} ({self._cited(duty.by)}) [{whose}]", indent=4, hang=2)
        if duty.kind not in _SHORT:
            self.page.line(say.of(duty.says), indent=6, style="quiet")
        if duty.because is not None:
            self.page.line(say.of(duty.because), indent=6, style="quiet")
        if duty.kind in ("disposal", "routing"):
            self._offences(duty)
        for point in duty.open:
            self.page.line(f"※ {say(*words.NOT_SETTLED)}: {say.of(point.because)}", indent=6, hang=2, style="open")
            if point.because.ko in self._told:
                continue
            self._told.add(point.because.ko)
            for number, reading in enumerate(point.readings, 1):
                self.page.line(f"({number}) {say.of(reading)}", indent=8, hang=4, style="open")
        self._missing(duty.missing)

    def _missing(self, missing: Iterable[MissingFact]) -> None:
        by_path: dict[str, list[MissingFact]] = {}
        for fact in missing:
            by_path.setdefault(fact.path, []).append(fact)
        parts = []
        for facts in by_path.values():
            where, more = places(fact.at for fact in facts)
            rest = self.say(f" 외 {more}곳", f" and {more} more") if more else ""
            parts.append(f"{self.say.of(facts[0].label)} ({where}{rest})")
        if parts:
            text = f"{self.say('확인되면 따른다', 'follows if so')}: {'; '.join(parts)}"
            self.page.line(text, indent=6, hang=2, style="open")

    def _offences(self, duty: Duty) -> None:
        """Which offences it is about, where the title does not say so."""
        cites = dict.fromkeys(
            self.names.cited(f.citation, f.provision)
            for f in self.assessment.findings
            if f.id in duty.concerns and f.id not in duty.open_for
        )
        if cites:
            self.page.line(f"{self.say('죄', 'offences')}: {', '.join(cites)}", indent=6, hang=2, style="quiet")

    def _cited(self, by: Iterable[Cite]) -> str:
        return cited(self.names, by)

    def deadlines(self) -> None:
        """The periods that run, the one first that ends first."""
        if not self.assessment.deadlines:
            return
        self.page.heading(self.say("기한", "Deadlines"))
        for deadline in self.assessment.deadlines:
            self._deadline(deadline)

    def _deadline(self, deadline: Deadline) -> None:
        say = self.say
        left = (deadline.due - self.assessment.as_of).days
        state = say(*_OVERDUE) if left < 0 else say(*_TODAY) if left == 0 else f"D-{left}"
        who = f" — {say.of(deadline.who)}" if deadline.who else ""
        person = deadline.id.partition("/")[2]
        text = f"{say.day(deadline.due)} ({state})  {say.of(deadline.title)}{f' [{person}]' if person else ''}{who}"
        self.page.line(f"- {text}", indent=2, hang=2, style="bad" if left < 0 else "plain")
        begun = ""
        if deadline.from_ is not None:
            begun = say(f"{say.day(deadline.from_)}부터", f"from {say.day(deadline.from_)}") + "; "
        note = f" {say.of(deadline.note)}" if deadline.note else ""
        self.page.line(f"{begun}{self._cited(deadline.by)}.{note}", indent=4, style="quiet")


def cited(names: Names, by: Iterable[Cite]) -> str:
    """Citations in a row, the act named once for those that follow each other."""
    parts: list[str] = []
    before = ""
    for one in by:
        text, act = names.cited(one.citation, one.id), one.id.partition(".")[0]
        known = names.book.acts[act]
        if act == before:
            for name in (known.short, known.ko, act.upper(), known.en):
                text = text.removeprefix(f"{name} ")
        parts.append(text)
        before = act
    return ", ".join(parts)


def prosecution(page: Page, say: Tongue, names: Names, findings: Iterable[Finding]) -> None:
    """The conditions of prosecution of findings shown together, each state once with the victims it is about."""
    by_state: dict[tuple[str, str], list[Finding]] = {}
    told: dict[tuple[str, str], Prosecution] = {}
    for finding in findings:
        found = finding.prosecution
        if found is not None:
            key = (f"{found.id}/{found.state}", found.because.ko)
            by_state.setdefault(key, []).append(finding)
            told.setdefault(key, found)
    for key, some in by_state.items():
        state = told[key]
        whose = f"{ids(f.count.victim or '-' for f in some)} — " if len(by_state) > 1 else ""
        due = f" ({say('까지', 'until')} {say.day(state.due)})" if state.due and state.state == "open" else ""
        name = say("소추조건", "prosecution")
        pad = " " * max(15 - page.cells(name), 1)
        text = f"{whose}{say.of(state.title)}: {say(*_STATE[state.state])}{due}"
        page.line(f"{name}{pad} {text}", indent=4, hang=16, style=_STATE_STYLE[state.state])
        page.line(f"- {say.of(state.because)} ({cited(names, state.by)})", indent=8, hang=2, style="quiet")
        if state.note is not None:
            page.line(f"- {say.of(state.note)}", indent=8, hang=2, style="quiet")
        for fact in state.missing[:1] if len(some) > 1 else state.missing:
            page.line(f"- {say.of(fact.question)} ({names.ask(fact.ask)}; {fact.at})", indent=8, hang=2)

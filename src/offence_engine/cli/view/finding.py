"""A finding as a block: which version and why, each element with the facts it rests on, what is missing, limitation."""

from __future__ import annotations

from datetime import date

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view import words
from offence_engine.cli.view.compact import ids, places
from offence_engine.cli.view.groups import Group, Seen, facts_of
from offence_engine.cli.view.names import Names, People, quoted
from offence_engine.cli.view.overview import expiry, limb_words, stage_words, status
from offence_engine.cli.view.procedure import prosecution
from offence_engine.model.case import ActTime
from offence_engine.model.logic import KIND
from offence_engine.model.result import ElementResult, Finding, LimitationResult, MissingFact, ModifierResult

DEEP = 6


class FindingView:
    """Prints groups of equal findings."""

    def __init__(self, page: Page, say: Tongue, names: Names, people: People) -> None:
        self.page = page
        self.say = say
        self.names = names
        self.people = people
        self._reasons: dict[tuple[str, ...], int] = {}

    def block(self, group: Group, number: int) -> None:
        """Everything about an applicable or undetermined finding."""
        say, finding = self.say, group.first
        self._title(group, number)
        self._who(group)
        self._version(group)
        if finding.offence_name:
            name = finding.offence_name if say.lang == "ko" else quoted(finding.offence_name)
            self._item(say("죄명", "offence name"), name)
        self._item(say("법정형", "penalty"), say.of(finding.penalty.text))
        self._item(say("단계", "stage"), stage_words(say, finding))
        if limb := limb_words(say, finding):
            self._item(say("갈래", "limb"), limb)
        if finding.participation not in ("principal",):
            self._participation(finding)
        if finding.either_way:
            self._item(
                say("어느 쪽이든", "either way"),
                say(
                    "아직 모르는 사실이 어느 쪽이든 요건이 충족된다.",
                    "The elements are met whichever way the unknown fact falls.",
                ),
            )
        if finding.day_decides:
            self._item(
                say("행위일", "day of the act"),
                say(
                    "행위일을 정확히 알아야 어느 시행 조문인지 정해진다.",
                    "Which version applies depends on the exact day of the act.",
                ),
            )
        self._elements(group)
        for modifier in finding.modifiers:
            self._modifier(modifier)
        self._raised(finding)
        self._considered(finding)
        self._missing(group)
        prosecution(self.page, self.say, self.names, group.findings)
        self._limitation([f.limitation for f in group.findings if f.limitation], number)

    def line(self, group: Group) -> None:
        """A finding in one line: an open one by how much of it is known, a failing one by what fails."""
        say, finding = self.say, group.first
        cite = self.names.cited(finding.citation, finding.provision)
        of, met = len(finding.elements), sum(element.truth == "met" for element in finding.elements)
        if finding.verdict == "not_applicable":
            failing = [quoted(e.words) for e in finding.elements if e.truth == "not_met"]
            state = say("미충족 ", "not met: ") + ", ".join(failing)
        else:
            missing = len({m.at for f in group.findings for m in f.missing})
            state = say(
                f"요건 {of}개 가운데 {met}개 충족, 확인할 사항 {missing}건",
                f"{met} of {of} elements met, {say.count(missing, '', 'question')}",
            )
        whom = f", {finding.count.suspect} → {ids(group.victims)}" if group.victims else f", {finding.count.suspect}"
        self.page.line(
            f"{words.VERDICT[finding.verdict][0]} {cite} {say.of(finding.title)} "
            f"({say('행위', 'act')} {ids(group.acts)}{whom}): {state}",
            indent=2,
            hang=2,
        )

    def failed(self, group: Group) -> None:
        """A finding whose elements are not met, in short: which element fails, and on which fact."""
        say, finding = self.say, group.first
        cite = self.names.cited(finding.citation, finding.provision)
        mark = words.VERDICT[finding.verdict][0]
        self.page.line(f"{mark} {cite} {say.of(finding.title)} — {self._subject(group)}", indent=2, hang=4)
        for modifier in finding.modifiers:
            if modifier.kind == "justification":
                self._modifier(modifier)
        self._considered(finding)
        for index, element in enumerate(finding.elements):
            if element.truth == "not_met":
                self._element(element)
                self._facts(group, index)

    def _title(self, group: Group, number: int) -> None:
        say, finding = self.say, group.first
        self.page.line()
        cite = self.names.cited(finding.citation, finding.provision)
        text = f"[{number}] {status(say, finding, group.standing)}   {cite} {say.of(finding.title)}"
        self.page.line(text, style=words.VERDICT_STYLE[finding.verdict], hang=4)

    def _item(self, name: str, text: str, indent: int = 4) -> None:
        pad = max(15 - self.page.cells(name), 1)
        self.page.line(f"{name}{' ' * pad} {text}", indent=indent, hang=16)

    def _subject(self, group: Group) -> str:
        """Suspect, victims, materials and acts of a group."""
        say, finding = self.say, group.first
        parts = [f"{say('피의자', 'suspect')} {self.people.aged(finding.count.suspect, *group.days)}"]
        victims = group.victims
        if len(victims) == 1 and self.people.heads(victims) == 1:
            parts.append(f"{say('피해자', 'victim')} {self.people.aged(victims[0], *group.days)}")
        elif victims:
            heads = say.count(self.people.heads(victims), "명", "person")
            parts.append(f"{say('피해자', 'victims')} {ids(victims)} ({heads})")
        if group.materials:
            parts.append(f"{say('자료', 'material')} {ids(group.materials)}")
        parts.append(f"{say('행위', 'act')} {ids(group.acts)}")
        return " · ".join(parts)

    def _who(self, group: Group) -> None:
        say = self.say
        self.page.line(self._subject(group), indent=4, hang=2)
        kinds = list(dict.fromkeys(self.people.case.acts[a].kind for a in group.acts if a in self.people.case.acts))
        done = ", ".join(say.of(self.names.book.facts[KIND].values[k]) for k in kinds)
        whens = [self._when(self.people.case.acts[a].when) for a in group.acts if a in self.people.case.acts]
        when = whens[0] if len(set(whens)) == 1 else say.days(*group.days)
        self._item(say("무엇을 언제", "what and when"), f"{done}, {when}")

    def _when(self, when: ActTime) -> str:
        say = self.say
        text = say.days(when.first.first, when.last.last)
        if when.form == "day" and not when.first.exact:
            return say(f"{text} 사이의 어느 날", f"some day from {text}")
        if when.form == "series":
            times = say.count(when.times, "회", "time") if when.times else ""
            return f"{text} {say('되풀이', 'repeatedly')}{f' ({times})' if times else ''}"
        if when.form == "lasting":
            return f"{text} {say('이어짐', '(it lasted)')}"
        return text

    def _version(self, group: Group) -> None:
        say, version = self.say, group.first.version
        enacted = f" ({self.names.enacted(version.enacted_by)})" if version.enacted_by else ""
        if not group.first.reviewed:
            enacted += say(" ※ 규칙 검수 전", " * rule not yet reviewed")
        self._item(
            say("적용 조문", "version"),
            say(
                f"{say.day(version.effective)} 시행 조문{enacted}",
                f"in force from {say.day(version.effective)}{enacted}",
            ),
        )
        basis = say(*words.BASIS[version.basis])
        self._item(say("고른 까닭", "why this one"), f"{basis}: {say.days(*group.days)}")
        if version.note:
            self._item(say("조문의 변화", "what changed"), say.of(version.note))
        for name, effective in self._changed_concepts(group.first):
            self._item(
                say("함께 쓴 개념", "with"),
                say(f"{name} ({say.day(effective)}부터의 뜻)", f"{name} (as defined from {say.day(effective)})"),
            )

    def _raised(self, finding: Finding) -> None:
        """Justifications to be examined: they change nothing until somebody has judged them."""
        say = self.say
        for raised in finding.raised:
            cite = self.names.cited(raised.citation, raised.id)
            self._item(
                say("살필 것", "to examine"),
                say(
                    f"{raised.title.ko} ({cite}): 판단한 사람이 없어 결과에 넣지 않았다. {raised.because.ko}",
                    f"{raised.title.en} ({cite}): nobody has judged it, so it does not count. {raised.because.en}",
                ),
            )

    def _considered(self, finding: Finding) -> None:
        """The laws after the act that were held against it."""
        say = self.say
        for law in finding.considered:
            mark = "" if law.settled else f" ※ {say(*words.NOT_SETTLED)}"
            penalty = say.of(law.penalty.text) if law.penalty else say("없음", "none")
            self._item(
                say("견준 법", "laws compared"),
                f"{say.day(law.effective)}: {say(*words.VERDICT_SHORT[law.verdict][1:])}, {penalty} — "
                f"{say.of(law.because)}{mark}",
            )

    def _changed_concepts(self, finding: Finding) -> list[tuple[str, date]]:
        """The concepts used whose meaning has changed over time, with the day of the meaning used."""
        found = []
        for key in finding.versions_used:
            name, _, day = key.partition("@")
            concept = self.names.book.concepts.get(name)
            if concept is not None and len(concept.versions) > 1:
                found.append((self.say(concept.ko, concept.en), date.fromisoformat(day)))
        return found

    def _participation(self, finding: Finding) -> None:
        say = self.say
        text = say(*words.PARTICIPATION[finding.participation])
        act = self.people.case.acts.get(finding.count.act)
        if finding.participation == "co_principal" and act is not None:
            others = ids(p for p in act.by if p != finding.count.suspect)
            text = say(f"{others}와(과) 함께", f"together with {others}")
        if finding.rests_on:
            suspect, done = finding.rests_on[0].split("/")[1:3]
            text += say(f" (정범 {suspect}의 행위 {done}에 기댐)", f" (resting on the act {done} of {suspect})")
        self._item(say("가담", "part"), text)

    def _elements(self, group: Group) -> None:
        self.page.line(self.say("구성요건", "elements"), indent=4)
        for index, element in enumerate(group.first.elements):
            self._element(element, group.first)
            self._facts(group, index)

    def _element(self, element: ElementResult, finding: Finding | None = None) -> None:
        say = self.say
        text = f"{words.TRUTH[element.truth]} {quoted(element.words)}"
        if say.lang == "en" or (finding is not None and element.source != finding.provision):
            known = finding is not None and element.source == finding.provision
            cite = (
                self.names.cited(finding.citation, finding.provision)
                if known and finding
                else self.names.rule(element.source)
            )
            text += f" ({cite})"
        if element.judgment:
            text += say(" [평가]", " [judgment]")
        if element.alternative_label is not None and element.truth == "met":
            text += f" → {say.of(element.alternative_label)}"
        self.page.line(text, indent=DEEP, hang=2, style=words.TRUTH_STYLE[element.truth])

    def _facts(self, group: Group, index: int) -> None:
        shown = facts_of(group, index)
        if len(shown) > 1:
            shown = [values for values in shown if values[0].fact.path != KIND] or shown
        for values in shown:
            for seen in values:
                self._fact(seen, _telling_apart(values) if len(values) > 1 else None)

    def _fact(self, seen: Seen, apart: str | None) -> None:
        """One fact; `apart` is what tells the findings with this value from those with others."""
        say, fact = self.say, seen.fact
        text = f"{say.of(fact.label)}: {say.of(fact.shown)}"
        if apart is not None:
            text = f"{ids(getattr(f.count, apart) or '-' for f in seen.whose)} — {text}"
        if fact.by:
            text += f" ({self.names.by(fact.by)}{f': {fact.because}' if fact.because else ''})"
        elif fact.because:
            text += f" ({fact.because})"
        if seen.evidence:
            known = [self.people.evidence(e) for e in seen.evidence]
            text += f" [{'; '.join(known) if len(known) <= 4 else ids(seen.evidence)}]"
        if fact.disputed:
            text += f" ※ {say(*words.DISPUTED)}"
        self.page.line(text, indent=DEEP + 4, hang=2, style="open" if fact.value is None else "plain")

    def _modifier(self, modifier: ModifierResult) -> None:
        say = self.say
        cite = self.names.cited(modifier.citation, modifier.id)
        unsure = f" ※ {say(*words.NOT_SETTLED)}" if not modifier.settled else ""
        day = say(f"{say.day(modifier.effective)}부터", f"since {say.day(modifier.effective)}")
        self._item(say("덧붙는 규정", "with it"), f"{cite} ({day}): {say.of(modifier.because)}{unsure}")

    def _missing(self, group: Group) -> None:
        say = self.say
        by_path: dict[str, list[str]] = {}
        first: dict[str, MissingFact] = {}
        for finding in group.findings:
            for missing in finding.missing:
                by_path.setdefault(missing.path, []).append(missing.at)
                first.setdefault(missing.path, missing)
        if not by_path:
            return
        self.page.line(say("확인할 사항", "still to be found out"), indent=4)
        for path, ats in by_path.items():
            missing = first[path]
            where, more = places(ats)
            rest = say(f" 외 {more}곳", f" and {more} more") if more else ""
            text = f"- {say.of(missing.question)} ({self.names.ask(missing.ask)}; {where}{rest})"
            self.page.line(text, indent=DEEP, hang=2)

    def _limitation(self, limits: list[LimitationResult], number: int) -> None:
        if not limits:
            return
        say = self.say
        text = expiry(say, limits)
        expired = {x.expired for x in limits}
        if expired == {"yes"}:
            text += say(" — 이미 지남", " — expired")
        elif expired & {"yes", "undetermined"}:
            text += say(" — 지났는지 확인해야 함", " — may have expired")
        if any(not x.settled for x in limits):
            text += f" ※ {say(*words.NOT_SETTLED)}"
        self._item(say("공소시효", "limitation"), text)
        reasons = tuple(dict.fromkeys(say.of(b) for x in limits for b in x.because))
        told = self._reasons.setdefault(reasons, number)
        if told != number:
            self.page.line(
                say(f"- 까닭은 [{told}]과 같다", f"- for the reasons given under [{told}]"), indent=DEEP, style="quiet"
            )
            return
        for because in reasons:
            self.page.line(f"- {because}", indent=DEEP, hang=2, style="quiet")


def _telling_apart(values: list[Seen]) -> str:
    """The part of a count (victim, material or act) in which findings with different values differ."""
    for part in ("victim", "material", "act"):
        sets = [{getattr(f.count, part) for f in seen.whose} for seen in values]
        if sum(len(found) for found in sets) == len(set().union(*sets)):
            return part
    return "act"

"""A provision as text: names, versions with their days and penalties, elements and what they rest on, relations."""

from __future__ import annotations

from datetime import date, timedelta

from offence_engine.casefile.read import today
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view import words
from offence_engine.cli.view.condition import concepts_below, condition_lines
from offence_engine.cli.view.names import Names, quoted
from offence_engine.model.base import Label
from offence_engine.model.rule import Element, ModifierFile, ProvisionFile, Reach, Version
from offence_engine.rulebook.export import attempts, years_by_table
from offence_engine.rulebook.find import once_numbered, parts_of
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.reading import element_ids
from offence_engine.rulebook.rulebook import Rulebook


class RuleView:
    """Prints one provision or modifier: all of it, or only the version in force on `on`."""

    def __init__(self, page: Page, say: Tongue, book: Rulebook, on: date | None) -> None:
        self.page = page
        self.say = say
        self.book = book
        self.names = Names(book, say)
        self.on = on

    def show(self, id_: str) -> None:
        rule = self.book.provisions.get(id_) or self.book.modifiers[id_]
        self._head(id_, rule)
        chosen = self._chosen(rule)
        if not chosen:
            self._nothing_then(rule)
        elif isinstance(rule, ProvisionFile):
            self._provision(id_, rule, [v for v in chosen if isinstance(v, Version)])
        else:
            self._modifier(id_, rule, [r for r in chosen if isinstance(r, Reach)])
        self._tail(id_, rule)

    def _chosen(self, rule: ProvisionFile | ModifierFile) -> list[Version | Reach]:
        """The versions to show; the last one that began by `on`, where a day is asked for."""
        parts = list(parts_of(rule))
        if self.on is None:
            return parts
        begun = [p for p in parts if p.effective <= self.on]
        return [p for p in begun[-1:] if not (isinstance(p, Version) and p.repealed)]

    def _item(self, name: str, text: str, indent: int = 2) -> None:
        pad = max(15 - self.page.cells(name), 1)
        self.page.line(f"{name}{' ' * pad} {text}", indent=indent, hang=16)

    def _label(self, both: Label) -> str:
        return self.say.of(both)

    def _head(self, id_: str, rule: ProvisionFile | ModifierFile) -> None:
        say = self.say
        self.page.line(f"{id_}  {self._label(rule.title)}", style="head")
        self._item(say("조문", "citation"), say.of(self.book.citation(id_)))
        name = rule.offence_name
        if name:
            self._item(say("죄명", "offence name"), name if say.lang == "ko" else quoted(name))
        if rule.also_called:
            self._item(say("달리 부르는 말", "also called"), ", ".join(rule.also_called))
        if isinstance(rule, ModifierFile):
            kind = words.MODIFIES[rule.modifies]
            self._item(
                say("성격", "kind"),
                say(f"다른 죄에 덧붙는 규정 ({kind[0]})", f"a rule that modifies others ({kind[1]})"),
            )
        for other, part in once_numbered(self.book, id_):
            until = self._until(other, part)
            self._item(
                say("번호 주의", "number"),
                say(
                    f"{self._span(part.effective, until)}에 이 번호였던 조항은 지금 {other}이다",
                    f"{self._span(part.effective, until)} this number was borne by what is now {other}",
                ),
            )

    def _nothing_then(self, rule: ProvisionFile | ModifierFile) -> None:
        say, on = self.say, self.on
        assert on is not None
        first = parts_of(rule)[0].effective
        if on < first:
            why = words.NOT_JUDGED["not_encoded" if rule.before == "not_encoded" else "not_in_force"]
            text = (
                f"{say.day(on)}: {say(*why)} ({say(f'담긴 첫날 {say.day(first)}', f'encoded from {say.day(first)}')})"
            )
        else:
            text = f"{say.day(on)}: {say('폐지되어 시행되지 않음', 'repealed, not in force')}"
        self.page.line(text, indent=2, style="open")

    def _until(self, id_: str, part: Version | Reach) -> date | None:
        rule = self.book.provisions.get(id_) or self.book.modifiers[id_]
        later = [p.effective for p in parts_of(rule) if p.effective > part.effective]
        return min(later) - timedelta(days=1) if later else None

    def _span(self, first: date, last: date | None) -> str:
        say = self.say
        if last is None and first > today():
            return f"{say.day(first)} ~ ({say('시행 예정', 'not yet in force')})"
        return f"{say.day(first)} ~ {say.day(last) if last else say('현재', 'now')}"

    def _part_head(self, id_: str, part: Version | Reach) -> None:
        say = self.say
        self.page.line()
        days = self._span(part.effective, self._until(id_, part))
        cite = self.names.cited(self.book.citation(id_, part), id_)
        self.page.line(f"{say('시행', 'in force')} {days}  {cite}", indent=2, style="head")
        if part.enacted_by:
            self._item(say("공포", "enacted by"), self.names.enacted(part.enacted_by), 4)
        if part.note:
            self._item(say("조문의 변화", "what changed"), say.of(part.note), 4)

    def _provision(self, id_: str, rule: ProvisionFile, versions: list[Version]) -> None:
        say = self.say
        for version in versions:
            self._part_head(id_, version)
            if version.repealed:
                self.page.line(say("폐지됨", "repealed"), indent=4)
                continue
            self._penalty(id_, version)
            self._named(say("구성요건", "elements"), version.requires or ())
            for limb in version.any_of or ():
                title = say.of(rule.limb_labels[limb]) if limb in rule.limb_labels else limb
                self._named(say("갈래", "limb"), rule.limbs[limb], f"{title}: ")
                if limb in version.by_limb:
                    own = self.book.limb_penalties[id_, version.effective, limb]
                    cite = self.names.cited(self.book.citation(id_, version.by_limb[limb]), id_)
                    self._item("", f"- {cite}: {say.of(own.text)}", 4)
            for element, text in version.words.items():
                self._item(say("그때의 말", "words then"), f"{element}: {quoted(text)}", 4)
            if version.source:
                self._item(say("출처", "source"), version.source, 4)
        if rule.builds_on:
            bases = ", ".join(f"{b} ({self.names.rule(b)})" for b in rule.builds_on)
            self.page.line()
            self._item(say("위에 섬", "builds on"), bases)
        used = {e for v in versions for e in element_ids(rule, v)} | set(rule.result if self.on is None else ())
        last = versions[-1]
        self._elements({k: v for k, v in rule.elements.items() if k in used}, last.words if self.on else {})

    def _named(self, title: str, elements: tuple[str, ...], before: str = "") -> None:
        if elements:
            self._item(title, before + ", ".join(elements), 4)

    def _penalty(self, id_: str, version: Version) -> None:
        say, penalty = self.say, self.book.penalties[id_, version.effective]
        self._item(say("법정형", "penalty"), say.of(penalty.text), 4)
        years = years_by_table(self.book, penalty)
        self._item(say("공소시효", "limitation"), say(f"{years}년", f"{years} years"), 4)
        for special in self.book.limitation.special:
            if any(reaches(named, id_) for named in special.reaches):
                unsure = [o.because for o in special.open]
                self._item("", f"- {say.of(special.because)} ({self.names.rule(special.id)})", 4)
                for because in unsure:
                    self._item("", f"  ※ {say(*words.NOT_SETTLED)}: {say.of(because)}", 4)
        for attempt in attempts(self.book, id_, version):
            since = say.day(date.fromisoformat(attempt["since"]))
            cite = self.names.rule(attempt["by"])
            self._item(
                say("미수", "attempt"), say(f"{since}부터 처벌 ({cite})", f"punishable from {since} ({cite})"), 4
            )

    def _modifier(self, id_: str, rule: ModifierFile, parts: list[Reach]) -> None:
        say = self.say
        for reach in parts:
            self._part_head(id_, reach)
            what = (
                say("모든 죄", "every offence")
                if reach.what == "every_offence"
                else ", ".join(f"{w} ({self.names.rule(w)})" for w in reach.what)
            )
            self._item(say("미치는 죄", "reaches"), what, 4)
            if reach.source:
                self._item(say("출처", "source"), reach.source, 4)
        effects = []
        if rule.raise_:
            effects.append(say(f"형을 {rule.raise_} 가중", f"raises the penalty by {rule.raise_}"))
        if rule.mitigate:
            effects.append(
                say("반드시 감경", "mandatory mitigation")
                if rule.mitigate == "mandatory"
                else say("감경할 수 있음", "mitigation possible")
            )
        self.page.line()
        if effects:
            unsure = f" ※ {say(*words.NOT_SETTLED)}" if not rule.settled else ""
            self._item(say("효과", "effect"), ", ".join(effects) + unsure)
        if rule.note:
            self._item(say("설명", "note"), say.of(rule.note))
        if rule.authority:
            self._item(say("근거", "authority"), self.names.authority(rule.authority))
        self._elements(rule.elements, {})

    def _elements(self, elements: dict[str, Element], then: dict[str, str]) -> None:
        say = self.say
        if not elements:
            return
        self.page.line()
        self.page.line(say("구성요건의 말과 조건", "Elements: words and conditions"), indent=2, style="head")
        for name, element in elements.items():
            self.page.line(f"{name}  {quoted(then.get(name, element.words))}", indent=4, hang=4)
            for depth, text in condition_lines(self.book, say, element.condition):
                self.page.line(f"- {text}", indent=8 + 2 * depth, hang=2)
            if element.note:
                self.page.line(say.of(element.note), indent=8, hang=2, style="quiet")
        self._concepts(concepts_below(self.book, [e.condition for e in elements.values()]))

    def _concepts(self, names: list[str]) -> None:
        say = self.say
        if not names:
            return
        self.page.line()
        self.page.line(say("쓰인 개념", "Concepts used"), indent=2, style="head")
        for name in names:
            concept = self.book.concepts[name]
            self.page.line(f"{name}  {say(concept.ko, concept.en)}", indent=4)
            versions = [v for v in concept.versions if self.on is None or v.effective <= self.on]
            for version in versions[-1:] if self.on else versions:
                if len(concept.versions) > 1:
                    text = say(f"{say.day(version.effective)}부터", f"from {say.day(version.effective)}")
                    self.page.line(f"{text}{f': {say.of(version.note)}' if version.note else ''}", indent=8, hang=2)
                if version.condition is not None:
                    for depth, text in condition_lines(self.book, say, version.condition):
                        self.page.line(f"- {text}", indent=8 + 2 * depth, hang=2)
                for alternative in (version.one_of_named or {}).values():
                    lines = list(condition_lines(self.book, say, alternative.condition))
                    self.page.line(f"- {say(alternative.ko, alternative.en)} ← {lines[0][1]}", indent=8, hang=2)
                    for depth, text in lines[1:]:
                        self.page.line(f"- {text}", indent=8 + 2 * depth, hang=2)

    def _tail(self, id_: str, rule: ProvisionFile | ModifierFile) -> None:
        say = self.say
        self.page.line()
        if isinstance(rule, ProvisionFile):
            unity = rule.one_offence_per
            because = f"{say.of(unity.because)} " if unity.because else ""
            self._item(say("죄의 수", "counted"), f"{because}({self._ground(unity.authority, unity.settled)})")
            for relation in rule.relations:
                to = f"{relation.to} ({self.names.rule(relation.to)})"
                text = f"{to}: {say(*words.STANDING_SHORT[relation.kind])}. {say.of(relation.because)}"
                self._item(
                    say("다른 죄와", "relation"), f"{text} ({self._ground(relation.authority, relation.settled)})"
                )
        for gap in rule.not_modelled:
            self._item(say("담지 않은 것", "not modelled"), say.of(gap))
        for part in self._chosen(rule):
            self._item(say("법률 검수", "reviewed"), f"{say.day(part.effective)}: {self._signed(id_, part)}")
        self._item(say("규칙 파일", "rule file"), self.book.files.get(id_, "-"))

    def _signed(self, id_: str, part: Version | Reach) -> str:
        """Who signed a version with the content that it has now."""
        reviews = self.book.signed.get((id_, part.effective), ())
        names = ", ".join(f"{r.by} ({self.say.day(r.on)})" for r in reviews)
        if self.book.is_reviewed(id_, part.effective):
            return names
        return (
            self.say(f"{names} (더 필요함)", f"{names} (more needed)")
            if names
            else self.say("아직 받지 않음", "not yet")
        )

    def _ground(self, authority: str | None, settled: bool) -> str:
        unsure = f", {self.say(*words.NOT_SETTLED)}" if not settled else ""
        return f"{self.names.authority(authority)}{unsure}"

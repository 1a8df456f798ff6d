"""What follows the findings: not judged, how offences stand to each other, each suspect's range, notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view import words
from offence_engine.cli.view.compact import ids
from offence_engine.cli.view.names import Names, People
from offence_engine.cli.view.ranges import RangeView, whose
from offence_engine.model.base import Label
from offence_engine.model.result import Assessment, Finding, NotJudged, Offence, SuspectResult


class RestView:
    """Prints everything of an assessment that is not a finding."""

    def __init__(self, page: Page, say: Tongue, names: Names, people: People, assessment: Assessment) -> None:
        self.page = page
        self.say = say
        self.names = names
        self.people = people
        self.assessment = assessment
        self.offences = {o.id: o for o in assessment.offences}
        self.findings = {f.id: f for f in assessment.findings}
        self.ranges = RangeView(page, say, names, self.offences)

    def not_judged(self) -> None:
        gaps: dict[tuple[str, str], list[NotJudged]] = {}
        for gap in self.assessment.not_judged:
            gaps.setdefault((gap.provision, gap.because), []).append(gap)
        if not gaps:
            return
        say = self.say
        self.page.heading(say("검토하지 않은 조항", "Not judged"))
        for same in gaps.values():
            gap = same[0]
            acts = ids(g.count.act for g in same)
            first, last = min(g.count.from_ for g in same), max(g.count.to for g in same)
            self.page.line(
                f"- {self.names.cited(gap.citation, gap.provision)}: {say('행위', 'act')} {acts} ({say.days(first, last)}) — "
                f"{say(*words.NOT_JUDGED['ended' if gap.because == 'not_in_force' and gap.first_encoded < first else gap.because])}, "
                + say(f"담긴 첫날 {say.day(gap.first_encoded)}", f"encoded from {say.day(gap.first_encoded)}"),
                indent=2, hang=2,
            )  # fmt: skip

    def standing(self) -> None:
        """How offences of one suspect stand to each other; equal statements about several victims are said once."""
        said: dict[tuple[str, str], list[Offence]] = {}
        for offence in self.assessment.offences:
            standing = offence.standing
            if standing.as_ != "principal":
                for to in standing.to:
                    key = self._relation(
                        offence, to, standing.as_, standing.because, standing.authority, standing.settled, certain=True
                    )
                    said.setdefault(key, []).append(offence)
            for entry in standing.if_established:
                because = Label(**entry["because"]) if entry.get("because") else None
                key = self._relation(
                    offence, entry["to"], entry["as"], because, entry.get("authority"), bool(entry.get("settled")),
                    certain=False,
                )  # fmt: skip
                said.setdefault(key, []).append(offence)
        shared = list(self._one_act())
        if not said and not shared:
            return
        self.page.heading(self.say("죄들 사이의 관계", "How the offences stand to each other"))
        for (text, more), offences in said.items():
            self.page.line(f"- {text} [{whose(offences)}]", indent=2, hang=2)
            self.page.line(more, indent=4, style="quiet")
        for text in shared:
            self.page.line(f"- {text}", indent=2, hang=2)

    def _relation(
        self, offence: Offence, to: str, kind: str, because: Label | None, authority: str | None, settled: bool,
        certain: bool,
    ) -> tuple[str, str]:  # fmt: skip
        """What is said of two offences, and why."""
        say = self.say
        text = (
            f"{self.names.cited(offence.citation, offence.provision)} ↔ {self._cited(to)}: {say(*words.STANDING[kind])}"
        )
        if not certain:
            text = say(f"{text} — 뒤의 것이 성립하면", f"{text} — if the latter is established")
        if not settled:
            text += f" ※ {say(*words.NOT_SETTLED)}"
        reason = f"{say.of(because)} " if because else ""
        return text, f"{reason}({self.names.authority(authority)})"

    def _cited(self, id_: str) -> str:
        found: Offence | Finding | None = self.offences.get(id_) or self.findings.get(id_)
        return self.names.cited(found.citation, found.provision) if found else self.names.rule(id_.split("@")[0])

    def _one_act(self) -> Iterator[str]:
        """Sets of offences that one act fills; a suspect's other offences are several acts."""
        seen: set[str] = set()
        for offence in self.assessment.offences:
            together: list[Offence] = []
            settled, todo = True, [offence.id]
            while todo:
                current = todo.pop(0)
                if current in seen or current not in self.offences:
                    continue
                seen.add(current)
                together.append(self.offences[current])
                ideal = [w for w in self.offences[current].with_ if w.kind == "ideal"]
                settled = settled and all(w.settled for w in ideal)
                todo += [w.to for w in ideal]
            if len(together) > 1:
                counted = Counter(self.names.cited(o.citation, o.provision) for o in together)
                shown = " + ".join(f"{cite} x {n}" if n > 1 else cite for cite, n in counted.items())
                unsure = "" if settled else f" ※ {self.say(*words.NOT_SETTLED)}"
                yield f"{shown}: {self.say(*words.CONCURRENCE['ideal'])}{unsure} [{whose(together)}]"

    def suspects(self) -> None:
        say = self.say
        self.page.heading(say("피의자별", "Each suspect"))
        for suspect in self.assessment.suspects:
            self.page.line(self.people.person(suspect.person), indent=2, style="head")
            own = [self.offences[o] for o in suspect.offences]
            if not own:
                self.page.line(say("성립 가능한 죄가 아직 없다.", "No offence is established so far."), indent=4)
            else:
                self._offences(own)
                self.ranges.show(suspect)
                self._extremes(suspect)
            if suspect.punishable != "yes":
                self.page.line(f"※ {say(*words.PUNISHABLE[suspect.punishable])}", indent=4, style="open")
            if suspect.notice is not None:
                self.page.line(say.of(suspect.notice), indent=4, hang=2, style="open")

    def _offences(self, own: list[Offence]) -> None:
        say = self.say
        number = sum(o.number for o in own if o.standing.as_ == "principal")
        rest = sum(o.number for o in own if o.standing.as_ != "principal")
        text = say(f"성립 가능한 죄 {number}개", f"offences that may be established: {number}")
        if rest:
            text += say(
                f" (물러나거나 흡수되거나 예비적인 것 {rest}개 별도)",
                f" (and {rest} that yield, are absorbed or alternative)",
            )
        open_ones = [o for o in own if not o.unity.settled]
        if open_ones:
            text += say(" — 몇 개의 죄로 세는지는 미확립", " — how they are counted is not settled")
        self.page.line(text, indent=4, hang=2)

    def _extremes(self, suspect: SuspectResult) -> None:
        say, limits = self.say, suspect.limitation
        parts = []
        if limits.earliest:
            parts.append(say(f"가장 이른 만료 {say.day(limits.earliest)}", f"earliest {say.day(limits.earliest)}"))
        if limits.latest:
            parts.append(say(f"가장 늦은 만료 {say.day(limits.latest)}", f"latest {say.day(limits.latest)}"))
        elif limits.earliest:
            parts.append(say("가장 늦은 만료 미정", "latest open"))
        if limits.none:
            parts.append(say("공소시효가 없는 죄 있음", "one or more offences without limitation"))
        if parts:
            self.page.line(f"{say('공소시효', 'limitation')}: {', '.join(parts)}", indent=4, hang=2)

    def notices(self) -> None:
        """Notices, the rules that nobody has reviewed, and where to go on."""
        say = self.say
        own = {s.notice.ko for s in self.assessment.suspects if s.notice}
        notices = [n for n in self.assessment.notices if n.text.ko not in own]
        unreviewed = self.assessment.rulebook.unreviewed
        layers = self.assessment.rulebook.layers
        if notices or unreviewed or layers:
            self.page.heading(say("알림", "Notices"))
        for notice in notices:
            whom = f"{ids(notice.concerns)}: " if notice.concerns else ""
            self.page.line(f"- {whom}{say.of(notice.text)}", indent=2, hang=2)
        if unreviewed:
            self.page.line(
                say("- 법률 담당자의 검수를 아직 받지 않은 규칙: ", "- rules not yet reviewed by legal staff: ") + ", ".join(unreviewed),
                indent=2, hang=2,
            )  # fmt: skip

        for layer in layers:
            changed = ", ".join((*layer.overrides, *(f"+{name}" for name in layer.adds))) or say("없음", "nothing")
            self.page.line(
                say(f"- 덧씌운 규칙 {layer.folder}: {changed}", f"- rules laid over, {layer.folder}: {changed}"),
                indent=2, hang=2,
            )  # fmt: skip

    def last(self, source: str) -> None:
        """Where the open questions are, and whose decision it is."""
        say = self.say
        self.page.line()
        asked = self.assessment.questions
        if asked:
            number = say.count(len(asked), "건", "open question")
            self.page.line(
                say(f"확인할 사항 {number}: offence questions {source}", f"{number}: offence questions {source}")
            )
        self.page.line(say(*words.DRAFT), style="head")

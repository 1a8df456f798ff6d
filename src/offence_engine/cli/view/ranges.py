"""A suspect's ranges on the page: the range with its steps, the other choices in a line each, what guidelines say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view import words
from offence_engine.cli.view.compact import ids
from offence_engine.cli.view.names import Names
from offence_engine.model.range import GuidelineCell, GuidelineView, Range, Step
from offence_engine.model.result import Offence, SuspectResult

MOST_STEPS = 40


def whose(offences: Sequence[Offence]) -> str:
    """`S1: V1-V9; S2: V3`."""
    by_suspect: dict[str, list[str]] = {}
    for offence in offences:
        by_suspect.setdefault(offence.suspect, []).extend([offence.victim] if offence.victim else [])
    return "; ".join(f"{s}: {ids(victims)}" if victims else s for s, victims in by_suspect.items())


class RangeView:
    """Prints what the law allows for a suspect; never what will be imposed."""

    def __init__(self, page: Page, say: Tongue, names: Names, offences: Mapping[str, Offence]) -> None:
        self.page = page
        self.say = say
        self.names = names
        self.offences = offences

    def show(self, suspect: SuspectResult) -> None:
        """The range, the other choices, what they leave out, and the guideline."""
        found = suspect.range
        if found is None:
            return
        say = self.say
        self._head(say("처단형의 범위", "range"), found)
        self._steps(found.steps, 6)
        note = say(
            "필요적 단계만 계산한 범위이며 선고형의 예측이 아니다.",
            "Mandatory steps only; not a prediction of a sentence.",
        )
        self.page.line(note, indent=6, style="quiet")
        if found.suspended_execution is not None:
            self.page.line(say.of(found.suspended_execution), indent=6, hang=2, style="quiet")
        if suspect.range_options:
            self.page.line(say("다른 선택", "other choices"), indent=4)
        for option in suspect.range_options:
            self._option(found, option)
        for left_out in suspect.range_notes:
            self.page.line(
                f"- {say.of(left_out.text)}{self._unsure(left_out.settled)}", indent=6, hang=2, style="quiet"
            )
        if suspect.guidelines is not None:
            self._guidelines(suspect.guidelines)

    def _unsure(self, settled: bool) -> str:
        return "" if settled else f" ※ {self.say(*words.NOT_SETTLED)}"

    def _head(self, name: str, found: Range, indent: int = 4) -> None:
        self.page.line(f"{name}: {self.say.of(found.text)}{self._unsure(found.settled)}", indent=indent, hang=2)

    def _option(self, first: Range, option: Range) -> None:
        """One other choice: its name and range, and where more than one step is its own, these."""
        self._head(f"- {self.say.of(option.label)}", option, 6)
        known = {step.text.ko for step in first.steps}
        own = [step for step in option.steps if step.text.ko not in known]
        if len(own) > 1:
            self._steps(own, 8, named=False)
        if option.suspended_execution not in (None, first.suspended_execution):
            self.page.line(self.say.of(option.suspended_execution), indent=8, hang=2, style="quiet")

    def _steps(self, steps: Sequence[Step], indent: int, named: bool = True) -> None:
        for step in steps[:MOST_STEPS]:
            concerned = [self.offences[id_] for id_ in step.offences if id_ in self.offences]
            names = f" [{whose(concerned)}]" if concerned and named else ""
            text = f"- {self.say.of(step.text)}{names}{self._unsure(step.settled)}"
            self.page.line(text, indent=indent, hang=2, style="quiet")
        if len(steps) > MOST_STEPS:
            more = len(steps) - MOST_STEPS
            text = self.say(f"- 그 밖에 {more}단계 (JSON에 모두 있음)", f"- {more} more steps (all in the JSON)")
            self.page.line(text, indent=indent)

    def _guidelines(self, found: GuidelineView) -> None:
        say = self.say
        since = say(f"{say.day(found.effective)}부터", f"from {say.day(found.effective)}")
        self.page.line(f"{say.of(found.title)} ({since})", indent=4)
        for kind in found.types:
            number = sum(self.offences[id_].number for id_ in kind.offences if id_ in self.offences)
            times = f" x {number}" if number > 1 else ""
            self.page.line(
                f"- {say.of(kind.title)}{times}: {'; '.join(self._cell(c) for c in kind.cells)}", indent=6, hang=2
            )
            if kind.note is not None:
                self.page.line(say.of(kind.note), indent=8, hang=2, style="quiet")
        for rule in found.rules:
            mark = say(*words.MARK[rule.mark])
            self.page.line(f"- {say.of(rule.text)} [{mark}]", indent=6, hang=2, style="quiet")
        sources = {c.mark: c.source for kind in found.types for c in kind.cells} | {
            r.mark: r.source for r in found.rules
        }
        for mark, source in sorted(sources.items()):
            self.page.line(f"{say(*words.MARK[mark])}: {say.of(source)}", indent=6, hang=2, style="quiet")
        for text in found.notes:
            self.page.line(say.of(text), indent=6, hang=2, style="quiet")

    def _cell(self, cell: GuidelineCell) -> str:
        say = self.say
        text = f"{say.of(cell.label)} {say.of(cell.text)}"
        if cell.corrected is not None:
            text += say(
                f" (처단형의 하한에 맞추면 {cell.corrected.ko})", f" (within the range allowed: {cell.corrected.en})"
            )
        return f"{text} [{say(*words.MARK[cell.mark])}]"

"""What a change of the rules does, for people: the changes, what is newly caught and newly free, and the cases that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view.names import Names
from offence_engine.conclusion.seen import fact_label, value_words
from offence_engine.model.base import Label
from offence_engine.model.condition import AgeTest
from offence_engine.model.logic import KIND
from offence_engine.rulebook.domains import FINDING
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.effect.changes import Change
from offence_engine.workbench.effect.compare import Comparison, Effect, Side
from offence_engine.workbench.effect.joint import Joint

_KINDS = {
    "provision": ("조항", "provision"),
    "modifier": ("덧붙는 규정", "modifier"),
    "concept": ("개념", "concept"),
    "fact": ("사실", "fact"),
    "kind": ("행위의 종류", "kind of act"),
    "act": ("법률", "statute"),
    "general": ("총칙", "general part"),
    "procedure": ("절차", "procedure"),
    "letters": ("문서", "letters"),
}
_ASPECTS = {
    "came": ("새로 생김", "came"),
    "went": ("없어짐", "went"),
    "version": ("시행 조문", "version"),
    "effective": ("시행일", "effective date"),
    "penalty": ("형", "penalty"),
    "limitation": ("공소시효(년, 특례)", "limitation (years, special rules)"),
    "relation": ("다른 죄와의 관계", "relation"),
    "reach": ("미치는 조항", "what it reaches"),
    "elements": ("구성요건", "elements"),
    "element": ("구성요건", "element"),
    "condition": ("조건", "condition"),
    "words": ("글", "words"),
    "tests": ("시험 사례", "tests"),
}
_WHAT = {
    "verdict": ("성립 여부", "whether it is an offence"),
    "stage": ("기수인지 미수인지", "completed or attempted"),
    "modifier": ("덧붙는지", "whether it is added"),
    "concept": ("개념에 드는지", "whether the concept is filled"),
}
VERDICTS = {
    "applicable": ("성립 가능", "applicable"),
    "undetermined": ("판단 보류", "undetermined"),
    "not_applicable": ("요건 미충족", "not applicable"),
    "not_in_force": ("시행 전", "not in force"),
    "not_encoded": ("담기지 않음", "not encoded"),
    "added": ("덧붙음", "added"),
    "no": ("없음", "nothing"),
    "not_read": ("사건을 읽을 수 없음", "case cannot be read"),
}
FIRST_CASES = 3
FIRST_WAYS = 6


class EffectView:
    """Prints a comparison."""

    def __init__(self, page: Page, say: Tongue, comparison: Comparison, everything: bool) -> None:
        self.page, self.say, self.everything = page, say, everything
        self.comparison = comparison
        self.shown = 0

    def show(self) -> None:
        """The whole comparison."""
        found = self.comparison
        words = len(found.of_words)
        if found.same:
            more = self.say(f" (글과 배치가 바뀐 곳 {words})", f" ({words} changes of words)") if words else ""
            self.page.line(self.say("뜻은 바뀌지 않았다", "no change of meaning") + more)
        else:
            self._summary(words)
            for change in found.of_meaning:
                self._change(change)
            for effect in found.effects:
                self._effect(effect)
            if not self.everything and self._cases() > FIRST_CASES:
                rest = self._cases() - FIRST_CASES
                self.page.line()
                self.page.line(
                    self.say(f"사건 {rest}건은 --all로 모두 보인다", f"{rest} more cases: --all"), style="quiet"
                )
        if self.everything:
            for change in found.of_words:
                self._change(change)

    def _cases(self) -> int:
        return sum(1 for e in self.comparison.effects for s in (e.caught, e.free) if s and s.witness)

    def _summary(self, words: int) -> None:
        changes, effects = len(self.comparison.of_meaning), self.comparison.effects
        caught = sum(1 for e in effects if e.caught and e.what == "verdict")
        free = sum(1 for e in effects if e.free and e.what == "verdict")
        self.page.line(
            self.say(
                f"바뀐 곳 {changes}, 새로 처벌되는 경우가 생긴 기간 {caught}, 처벌되지 않게 된 경우가 생긴 기간 {free}, 글만 바뀐 곳 {words}",
                f"{changes} changes; periods in which something is newly caught {caught}, newly free {free}; changes of words {words}",
            ),
            style="head",
        )
        self.page.line()

    def _change(self, change: Change) -> None:
        place = f"{change.place}: " if change.place else ""
        day = f"@{change.effective}" if change.effective else ""
        kind, _, name = change.aspect.partition(" ")
        aspect = self.say(*_ASPECTS.get(kind, (kind, kind))) + (f" {name.removeprefix('of ')}" if name else "")
        before, after = (self.say.of(x) if x else "" for x in (change.before, change.after))
        if before and after:
            told = f": {before} → {after}"
        elif before or after:
            told = f": {self.say('없어짐', 'gone')} ({before})" if before else f": {self.say('생김', 'new')} ({after})"
        else:
            told = ""
        if change.aspect in ("came", "went"):
            told = f": {before or after}"
        if not change.meaning and change.aspect not in ("words", "tests"):
            told += self.say(" (뜻은 같다)", " (the same meaning)")
        self.page.line(f"{place}{self.say(*_KINDS[change.kind])} {change.id}{day}, {aspect}{told}", hang=4)

    def _effect(self, effect: Effect) -> None:
        say, joint = self.say, self.comparison.joint
        book = joint.new if effect.id in {**joint.new.provisions, **joint.new.modifiers} else joint.old
        name = effect.id if effect.kind == "concept" else f"{effect.id} {Names(book, say).rule(effect.id)}"
        last = say.day(effect.last) if effect.last else say("계속", "on")
        self.page.line()
        self.page.line(
            f"{say(*_KINDS[effect.kind])} {name}, {say.day(effect.first)} ~ {last}: {say(*_WHAT[effect.what])}",
            style="head",
        )
        if effect.tangled:
            self.page.line(
                say("너무 얽혀 있어 어느 경우인지 말할 수 없다", "too tangled to say in which cases"), indent=2
            )
        words = {
            "verdict": (say("새로 처벌된다", "newly caught"), say("처벌되지 않게 된다", "newly free")),
            "stage": (say("새로 기수가 된다", "newly completed"), say("기수가 아니게 된다", "no longer completed")),
        }.get(effect.what, (say("새로 든다", "newly included"), say("들지 않게 된다", "no longer included")))
        for side, text in ((effect.caught, words[0]), (effect.free, words[1])):
            if side is not None:
                self._side(side, text, effect)

    def _side(self, side: Side, text: str, effect: Effect) -> None:
        self.page.line(f"{text}: {ways_text(self.comparison.joint, self.say, side, self.everything)}", indent=2, hang=2)
        if side.witness is None:
            if effect.what in ("verdict", "modifier"):
                told = self.say("이것을 보이는 사건은 만들지 못했다", "no case could be written that shows it")
                self.page.line(told, indent=4, style="quiet")
            return
        self.shown += 1
        if self.shown > FIRST_CASES and not self.everything:
            return
        old, new = (self.say(*VERDICTS[v]) for v in (side.witness.old, side.witness.new))
        told = self.say(
            f"사건 (전: {old}, 뒤: {new}; 기준일 {side.witness.as_of})",
            f"case (before: {old}, after: {new}; as of {side.witness.as_of})",
        )
        self.page.line(told, indent=4)
        for line in side.witness.text.splitlines():
            self.page.verbatim(line, indent=6)


def ways_text(joint: Joint, say: Tongue, side: Side, everything: bool = False) -> str:
    """Beside what the law asks for anyway, one of these; in words."""
    if side.beside is None:
        return say("경우가 너무 많아 늘어놓지 않는다", "too many ways to be listed")
    ways = [said(joint, say, way) for way in side.beside]
    if any(not way for way in ways):
        return say("그 구성요건이 모두 충족되는 모든 경우", "whenever all its elements are met")
    shown = ways if everything else ways[:FIRST_WAYS]
    more = (
        say(f" 또는 그 밖의 {len(ways) - len(shown)}가지", f" or {len(ways) - len(shown)} other ways")
        if len(ways) > len(shown)
        else ""
    )
    return say(" 또는 ", " or ").join(shown) + more


def said(joint: Joint, say: Tongue, way: Mapping[str, int]) -> str:
    """One way in which it can be: `label (path): value, ...`; a value that can be any is left out."""
    parts = []
    for path, mask in way.items():
        possible = joint.possible[path]
        if mask & possible == possible:
            continue
        parts.append(f"{say.of(_name(joint, path))} ({path}): {_values(joint, say, path, mask)}")
    return ", ".join(parts)


def _name(joint: Joint, path: str) -> Label:
    return fact_label(_knower(joint, path), path)


def _knower(joint: Joint, path: str) -> Rulebook:
    return joint.new if path in joint.new.facts or path.startswith(FINDING) or path == KIND else joint.old


def _values(joint: Joint, say: Tongue, path: str, mask: int) -> str:
    domain = joint.domains[path]
    found = []
    for index, vector in enumerate(domain.regions):
        if not mask >> index & 1 or not joint.possible[path] >> index & 1:
            continue
        sample = domain.samples[index]
        if sample is not None:
            found.append(say.of(value_words(_knower(joint, path), path, sample)))
            continue
        ages = [
            _age(say, test, held) for test, held in zip(domain.tests, vector, strict=True) if isinstance(test, AgeTest)
        ]
        found.append(say(" · ", " and ").join(dict.fromkeys(ages)))
    return " | ".join(dict.fromkeys(found))


def _age(say: Tongue, test: AgeTest, held: bool) -> str:
    limit = test.under if test.under is not None else test.at_least
    until = say(" (그해 1. 1. 기준)", " (by 1 January of that year)") if test.until else ""
    if (test.under is not None) is held:
        return say(f"{limit}세 미만{until}", f"under {limit}{until}")
    return say(f"{limit}세 이상{until}", f"{limit} or over{until}")


def as_json(comparison: Comparison, shown: Sequence[str]) -> dict[str, Any]:
    """The comparison for other programs."""
    joint = comparison.joint

    def side(found: Side | None) -> Any:
        if found is None:
            return None
        ways = None
        if found.beside is not None:
            ways = [{path: joint.domains[path].describe(mask) for path, mask in way.items()} for way in found.beside]
        witness = found.witness
        case = (
            {"case": witness.text, "as_of": witness.as_of.isoformat(), "old": witness.old, "new": witness.new}
            if witness
            else None
        )
        return {"beside": ways, "witness": case}

    return {
        "old": {"name": shown[0], "sha256": joint.old.sha256},
        "new": {"name": shown[1], "sha256": joint.new.sha256},
        "same_meaning": comparison.same,
        "changes": [
            {
                "kind": c.kind, "id": c.id, "effective": c.effective.isoformat() if c.effective else None, "aspect": c.aspect,
                "before": c.before.model_dump() if c.before else None, "after": c.after.model_dump() if c.after else None,
                "meaning": c.meaning, "at": str(c.place) if c.place else None,
            }
            for c in comparison.changes
        ],
        "effects": [
            {
                "kind": e.kind, "id": e.id, "what": e.what, "from": e.first.isoformat(),
                "to": e.last.isoformat() if e.last else None, "caught": side(e.caught), "free": side(e.free),
                "tangled": e.tangled,
            }
            for e in comparison.effects
        ],
    }  # fmt: skip

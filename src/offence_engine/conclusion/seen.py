"""What a count's slots look like to a reader: the fact, its value in words, its evidence, the question that asks it."""

from __future__ import annotations

from datetime import date

from offence_engine.counting.probe import Slot
from offence_engine.model.base import Label, label
from offence_engine.model.case import Value
from offence_engine.model.logic import KIND
from offence_engine.model.result import MissingFact, SeenFact
from offence_engine.rulebook.domains import FINDING
from offence_engine.rulebook.rulebook import Rulebook

_WORDS = {"yes": label("예", "yes"), "no": label("아니오", "no")}
_UNKNOWN = label("모름", "unknown")
_AGE = label("나이", "age")
_ASK_AGE = label(
    "출생일이나, 언제 몇 살이었는지 확인되었습니까?", "What is the day of birth, or the age on a known day?"
)
_DAYS = {
    "act.on": (
        label("행위일", "day of the act"),
        label("그 행위는 정확히 언제 있었습니까?", "On which day exactly was the act done?"),
    ),
    "act.to": (
        label("행위가 끝난 날", "day on which the act ended"),
        label("그 행위는 정확히 언제 끝났습니까?", "On which day exactly did the act end?"),
    ),
    "act.series": (
        label("행위마다의 날", "days of the acts"),
        label("되풀이된 행위는 각각 언제 있었습니까?", "On which days were the repeated acts done?"),
    ),
}


_SHARED = {
    "group": label("같은 단체·집단에 관한 다른 죄", "another offence within the same group"),
    "material": label("같은 자료에 관한 다른 죄", "another offence about the same material"),
    "victim": label("같은 피해자에 대한 다른 죄", "another offence against the same victim"),
    "act": label("같은 행위로 된 다른 죄", "another offence by the same act"),
}


def _of_finding(book: Rulebook, path: str) -> tuple[Label, Label]:
    """The words and the question for a test of findings: `finding.<shared>:<by>:<years>:<ids>`."""
    shared, _, years, named = path.removeprefix(FINDING).split(":", 3)
    what = _SHARED[shared]
    ko, en = what.ko, what.en
    if years != "0":
        ko, en = f"{ko} (법정형 상한 {years}년 이상)", f"{en} (statutory maximum of {years} years or more)"
    if named != "any":
        cited = [book.citation(id_) for id_ in named.split("+")]
        ko, en = f"{ko} ({', '.join(c.ko for c in cited)})", f"{en} ({', '.join(c.en for c in cited)})"
    return label(ko, en), label(
        f"{ko}에 해당하는 행위가 있습니까? 행위(acts)로 적거나, 더 없으면 complete: [acts]로 적습니다.",
        f"Is there an act that fills {en}? State it among the acts, or say complete: [acts].",
    )


def fact_label(book: Rulebook, path: str) -> Label:
    if path.startswith(FINDING):
        return _of_finding(book, path)[0]
    if ".age@" in path or path.endswith(".age"):
        return _AGE
    if path in _DAYS:
        return _DAYS[path][0]
    return book.facts[path].label


def value_words(book: Rulebook, path: str, value: Value | None) -> Label:
    """A value as a person reads it."""
    if value is None:
        return _UNKNOWN
    if ".age@" in path:
        text = str(value)
        if text.endswith(".."):
            return label(f"{text[:-2]}세 이상", f"{text[:-2]} years or over")
        return label(f"{text}세".replace("..", "~"), f"{text} years".replace("..", "-"))
    decl = book.facts.get(path)
    if isinstance(value, tuple):
        named = [decl.values[v] for v in value if decl and v in decl.values]
        return label(", ".join(n.ko for n in named) or "없음", ", ".join(n.en for n in named) or "nothing")
    if isinstance(value, date):
        return label(f"{value.year}. {value.month}. {value.day}.", value.isoformat())
    text = str(value)
    if decl and text in decl.values:
        return decl.values[text]
    return _WORDS.get(text, label(text, text))


def seen(book: Rulebook, slot: Slot) -> SeenFact:
    fact = slot.fact
    value = fact.value if fact else None
    shown = value_words(book, slot.path, value)
    judged = slot.path in book.facts and book.facts[slot.path].type == "judgment"
    if judged and fact and value is not None and fact.by is None:
        shown = label(f"{shown.ko} (판단한 사람 없음)", f"{shown.en} (nobody named as judging)")
    structural = slot.path == KIND or ".age@" in slot.path or slot.path.startswith(FINDING)
    return SeenFact(
        path=slot.path,
        at=slot.at,
        label=fact_label(book, slot.path),
        value=value,
        shown=shown,
        by=None if structural or fact is None else fact.by,
        because=fact.because if fact else None,
        evidence=fact.evidence if fact else (),
        disputed=fact.disputed if fact else False,
    )


def missing(book: Rulebook, at: str, path: str) -> MissingFact:
    """The question that is still open at a place of the case."""
    if path in _DAYS:
        return MissingFact(path=path, at=at, label=_DAYS[path][0], question=_DAYS[path][1], ask="investigator")
    if path.startswith(FINDING):
        words, question = _of_finding(book, path)
        return MissingFact(path=path, at=at, label=words, question=question, ask="investigator")
    if ".age@" in path:
        who = path.partition(".")[0]
        return MissingFact(path=f"{who}.age", at=at, label=_AGE, question=_ASK_AGE, ask="investigator")
    decl = book.facts[path]
    factors = tuple({"ko": f.ko, "en": f.en, "authority": f.authority} for f in decl.factors)
    return MissingFact(path=path, at=at, label=decl.label, question=decl.question, ask=decl.ask, factors=factors)

"""Conditions as sentences: facts and concepts by their labels, so that a rule can be read without the file."""

from __future__ import annotations

from collections.abc import Iterator

from offence_engine.cli.language import Tongue
from offence_engine.model.condition import AgeTest, AllOf, AnyOf, ConceptUse, Condition, FactTest, FindingTest, NoneOf
from offence_engine.model.rule import ConceptVersion
from offence_engine.rulebook.reading import concepts_in, condition_parts
from offence_engine.rulebook.rulebook import Rulebook

Line = tuple[int, str]
_SHARED = {
    "group": ("같은 집단", "the same group"),
    "material": ("같은 자료", "the same material"),
    "victim": ("같은 피해자", "the same victim"),
    "act": ("같은 행위", "the same act"),
}
_WHOSE = {
    "anyone": ("누구의 것이든", "of anyone"),
    "suspect": ("피의자의", "of the suspect"),
    "others": ("다른 사람의", "of others"),
}
_PERSONS = {"suspect": ("피의자", "the suspect"), "victim": ("피해자", "the victim")}


def condition_lines(book: Rulebook, say: Tongue, condition: Condition, depth: int = 0) -> Iterator[Line]:
    """(depth, sentence) for a condition and its parts."""
    match condition:
        case FactTest():
            yield depth, fact_words(book, say, condition)
        case AgeTest():
            yield depth, age_words(say, condition)
        case FindingTest(what=what):
            named = f" ({', '.join(what)})" if what else ""
            yield depth, finding_words(say, condition) + named
        case ConceptUse(concept=name):
            yield depth, concept_words(book, say, name)
        case AllOf(all_of=parts):
            yield from _several(book, say, say("모두:", "all of:"), parts, depth)
        case AnyOf(any_of=parts):
            yield from _several(book, say, say("하나라도:", "any of:"), parts, depth)
        case NoneOf(none_of=parts):
            yield from _several(book, say, say("어느 것도 아님:", "none of:"), parts, depth)


def _several(book: Rulebook, say: Tongue, head: str, parts: tuple[Condition, ...], depth: int) -> Iterator[Line]:
    yield depth, head
    for part in parts:
        yield from condition_lines(book, say, part, depth + 1)


def fact_words(book: Rulebook, say: Tongue, test: FactTest) -> str:
    """`나타난 것: 얼굴, 신체 가운데 하나 이상 (shown.shows)`."""
    decl = book.facts[test.fact]
    name, wanted = test.comparison

    def value(text: object) -> str:
        word = str(text)
        if word in decl.values:
            return say.of(decl.values[word])
        return {"yes": say("예", "yes"), "no": say("아니오", "no")}.get(word, word)

    values = ", ".join(value(w) for w in wanted) if isinstance(wanted, tuple) else value(wanted)
    shown = {
        "is_": values,
        "one_of": say(f"{values} 가운데 하나", f"one of {values}"),
        "any_in": say(f"{values} 가운데 하나 이상", f"at least one of {values}"),
        "all_in": say(f"{values} 안에서만", f"nothing but {values}"),
        "at_least": say(f"{wanted} 이상", f"{wanted} or more"),
        "under": say(f"{wanted} 미만", f"less than {wanted}"),
        "from_": say(f"{wanted}부터", f"from {wanted} on"),
        "before": say(f"{wanted} 전", f"before {wanted}"),
    }[name]
    judged = say(" [평가]", " [judgment]") if decl.type == "judgment" else ""
    return f"{say.of(decl.label)}: {shown}{judged} ({test.fact})"


def age_words(say: Tongue, test: AgeTest) -> str:
    """Whose age, against which limit, when."""
    who = say(*_PERSONS[test.age_of])
    when = say("행위 때", "at the act") if test.at == "act" else say("자료가 만들어진 때", "when the material was made")
    if test.under is not None:
        text = say(f"{when} {who}가 {test.under}세 미만", f"{who} is under {test.under} {when}")
    else:
        text = say(f"{when} {who}가 {test.at_least}세 이상", f"{who} is {test.at_least} or older {when}")
    if test.until is not None:
        text += say(
            " (그 나이가 되는 해의 1월 1일이 되면 그 나이로 본다)",
            " (from 1 January of the year in which that age is reached, counted as that age)",
        )
    return text


def finding_words(say: Tongue, test: FindingTest) -> str:
    """Whose other offence must be found, about the same what, and how heavy."""
    about = say(*_SHARED[test.finding])
    whose = say(*_WHOSE[test.by])
    text = say(
        f"{about}에 관하여 {whose} 다른 죄의 요건이 충족됨",
        f"another offence {whose} is filled, about {about}",
    )
    if test.prison_at_least_years:
        years = test.prison_at_least_years
        text += say(f" (장기 {years}년 이상의 징역인 죄)", f" (with a maximum of {years} years or more)")
    return text


def concept_words(book: Rulebook, say: Tongue, name: str) -> str:
    concept = book.concepts[name]
    return say(f"개념 '{concept.ko}' ({name})", f"concept '{concept.en}' ({name})")


def concepts_below(book: Rulebook, conditions: list[Condition]) -> list[str]:
    """The concepts that conditions rest on, through concepts too, in the order of their mention."""
    found: dict[str, None] = {}
    todo = list(conditions)
    while todo:
        condition = todo.pop(0)
        for name in _in_order(condition):
            if name not in found:
                found[name] = None
                for version in book.concepts[name].versions:
                    todo += meanings(version)
    return list(found)


def _in_order(condition: Condition) -> Iterator[str]:
    if isinstance(condition, ConceptUse):
        yield condition.concept
    for part in condition_parts(condition):
        if concepts_in(part):
            yield from _in_order(part)


def meanings(version: ConceptVersion) -> list[Condition]:
    """The conditions of a concept's version."""
    own = [version.condition] if version.condition is not None else []
    return [*own, *(a.condition for a in (version.one_of_named or {}).values())]

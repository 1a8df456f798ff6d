"""Which provisions ask for other findings: they are judged after all others, so nothing may ask for them in turn."""

from __future__ import annotations

from collections.abc import Iterator

from offence_engine.errors import Fault
from offence_engine.model.condition import ConceptUse, Condition, FindingTest
from offence_engine.rulebook.draft import Draft, place_of
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.reading import condition_parts


def asks(draft: Draft, conditions: list[Condition]) -> Iterator[FindingTest]:
    """The tests of findings in conditions, also through concepts."""
    todo, seen = list(conditions), set[str]()
    while todo:
        condition = todo.pop()
        if isinstance(condition, FindingTest):
            yield condition
        todo += condition_parts(condition)
        if isinstance(condition, ConceptUse) and condition.concept not in seen and condition.concept in draft.concepts:
            seen.add(condition.concept)
            for version in draft.concepts[condition.concept].versions:
                todo += [version.condition] if version.condition is not None else []
                todo += [a.condition for a in (version.one_of_named or {}).values()]


def rests_on_findings(draft: Draft, provision: str) -> bool:
    """Whether a provision, a concept it uses, or what it builds on, asks for other findings."""
    rule = draft.provisions[provision]
    if next(asks(draft, [e.condition for e in rule.elements.values()]), None) is not None:
        return True
    return any(rests_on_findings(draft, base) for base in rule.builds_on if base in draft.provisions)


def wrong_askers(draft: Draft) -> Iterator[Fault]:
    """Modifiers that ask for findings, and provisions that ask for those which ask themselves."""
    for name, modifier in draft.modifiers.items():
        if next(asks(draft, [e.condition for e in modifier.elements.values()]), None) is not None:
            yield Fault(
                place_of(draft, name, "elements"),
                "`finding` 조건은 조항의 구성요건에만 쓸 수 있습니다.",
                "a condition `finding` can be used in the elements of provisions only",
            )
    resting = [p for p in draft.provisions if rests_on_findings(draft, p)]
    for name in resting:
        rule = draft.provisions[name]
        for test in asks(draft, [e.condition for e in rule.elements.values()]):
            for named in test.what:
                if any(reaches(named, other) for other in resting):
                    yield Fault(
                        place_of(draft, name, "elements"),
                        f"`{named}`도 다른 죄를 묻는 조항이라 `finding`으로 물을 수 없습니다.",
                        f"`{named}` asks for other findings itself and cannot be asked for by `finding`",
                    )

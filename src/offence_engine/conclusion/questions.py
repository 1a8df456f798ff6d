"""What to ask next: each missing fact of the case, the one first whose answer decides most."""

from __future__ import annotations

from collections import defaultdict

from offence_engine.conclusion.findings import Judged
from offence_engine.inference.reference import answer
from offence_engine.model.result import MissingFact, Question
from offence_engine.model.truth import Truth
from offence_engine.rulebook.rulebook import Rulebook


def questions(book: Rulebook, judged: list[Judged]) -> tuple[Question, ...]:
    """Questions in the order of how many findings their answer decides, on average over the possible answers; each
    finding counts by how near it is to being filled."""
    asked: dict[str, MissingFact] = {}
    worth: dict[str, float] = defaultdict(float)
    where: dict[str, list[str]] = defaultdict(list)
    disputed: set[str] = set()
    memo: dict[tuple[object, ...], float] = {}
    for item in judged:
        near = _nearness(item)
        for fact in item.finding.missing:
            asked.setdefault(fact.at, fact)
            where[fact.at].append(item.finding.id)
            worth[fact.at] += near * _worth(item, fact, memo)
        for fact in (fact for raised in item.finding.raised for fact in raised.missing):
            asked.setdefault(fact.at, fact)
            where[fact.at].append(item.finding.id)
            worth[fact.at] += 1.0 / len(item.finding.elements)
        for fact in item.finding.prosecution.missing if item.finding.prosecution else ():
            asked.setdefault(fact.at, fact)
            where[fact.at].append(item.finding.id)
            worth[fact.at] += 1.0
        disputed |= {f.at for e in item.finding.elements for f in e.facts if f.disputed}
    found = [
        Question(
            at=at, path=fact.path, label=fact.label, question=fact.question, ask=fact.ask, factors=fact.factors,
            decides=round(worth[at], 3), findings=tuple(where[at]), disputed=at in disputed,
        )
        for at, fact in asked.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda q: (-q.decides, -len(q.findings), q.at)))


def _nearness(item: Judged) -> float:
    """The share of a finding's elements that are met: what decides a remote possibility is asked last."""
    elements = item.finding.elements
    return (1 + sum(e.truth == "met" for e in elements)) / (1 + len(elements))


def _worth(item: Judged, fact: MissingFact, memo: dict[tuple[object, ...], float]) -> float:
    """The share of possible answers that decide this finding."""
    path = next((p for p, s in item.slots.items() if s.at == fact.at and not s.known), None)
    if path is None or item.finding.day_decides:
        return 1.0 / len(item.finding.missing) if item.finding.missing else 0.0
    masks = item.masks
    key = (id(item.program), path, tuple(sorted(masks.items())))
    if key not in memo:
        tree = item.program.trees["verdict"]
        ways = [1 << i for i in range(masks[path].bit_length()) if masks[path] >> i & 1]
        decided = sum(answer(tree, {**masks, path: way}) is not Truth.UNDETERMINED for way in ways)
        memo[key] = decided / len(ways)
    return memo[key]

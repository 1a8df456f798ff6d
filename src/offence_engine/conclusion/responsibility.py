"""Whether, and how, a suspect can be punished at all (age, legal entity), whatever the elements."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from offence_engine.conclusion.findings import Judged
from offence_engine.counting.probe import Probe
from offence_engine.inference.reference import answer
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.general import Responsibility
from offence_engine.model.logic import paths
from offence_engine.model.result import Offence
from offence_engine.model.truth import Truth
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.rulebook.rulebook import Rulebook


class Status(NamedTuple):
    """Of one suspect: whether punishable, what to say about it, and the offences that count for a range."""

    punishable: Literal["yes", "no", "undetermined"]
    notice: Label | None
    ranged: list[Offence]


def status_of(book: Rulebook, case: Case, person: str, offences: list[tuple[Offence, list[Judged]]]) -> Status:
    """What the rules of responsibility say of a suspect's offences.

    A stated age decides; without one the status stays undetermined, and nothing is said about it.
    """
    probe = Probe(book, case)
    own = case.persons[person]
    rules = [rule for rule in book.responsibility if rule.person_kind == own.kind]
    notice: Label | None = None
    truths: list[Truth] = []
    ranged: list[Offence] = []
    for offence, items in offences:
        excluded = Truth.NOT_MET
        for rule in rules:
            if rule.effect == "no_imprisonment":
                notice = rule.notice
                continue
            truth = _excluded(book, probe, rule, items)
            if truth is not Truth.NOT_MET and own.birth is not None:
                notice = rule.notice
            excluded = truth if excluded is Truth.NOT_MET or truth is Truth.MET else excluded
        truths.append(excluded)
        if excluded is not Truth.MET and not any(rule.effect == "no_imprisonment" for rule in rules):
            ranged.append(offence)
    if truths and all(t is Truth.MET for t in truths):
        return Status("no", notice, ranged)
    return Status("undetermined" if any(t is not Truth.NOT_MET for t in truths) else "yes", notice, ranged)


def _excluded(book: Rulebook, probe: Probe, rule: Responsibility, items: list[Judged]) -> Truth:
    """Whether a rule excludes punishment for the findings of an offence."""
    if rule.when is None:
        return Truth.MET
    found = set()
    for item in items:
        own = replace(item.count, principal=None, principal_act=None)
        if not is_encoded(book, rule.when, own.days.first):
            return Truth.UNDETERMINED
        tree = tree_of(book, rule.when, own.days.first)
        found.add(answer(tree, {path: probe.slot(own, path).mask for path in paths(tree)}))
    return found.pop() if len(found) == 1 else Truth.UNDETERMINED

"""Whether, and how, a suspect can be punished at all (age, legal entity), whatever the elements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from offence_engine.conclusion.findings import Judged
from offence_engine.counting.probe import Probe
from offence_engine.inference.reference import answer
from offence_engine.model.base import Label
from offence_engine.model.case import Case, Person
from offence_engine.model.general import Responsibility
from offence_engine.model.logic import paths
from offence_engine.model.result import Offence
from offence_engine.model.time import birthday
from offence_engine.model.truth import Truth
from offence_engine.reckoning.youth import Youth
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.rulebook.rulebook import Rulebook

United = tuple[Offence, list[Judged]]


class Status(NamedTuple):
    """Of one suspect: whether punishable, what to say about it, the offences that count for a range, and what a
    stated age changes in it."""

    punishable: Literal["yes", "no", "undetermined"]
    notice: Label | None
    ranged: list[Offence]
    youth: Youth


def status_of(book: Rulebook, case: Case, person: str, offences: list[United], day: date) -> Status:
    """What the rules of responsibility say of a suspect's offences, on the day of assessment.

    A stated age decides; without one the status stays undetermined, and nothing is said about it.
    """
    probe = Probe(book, case)
    own = case.persons[person]
    rules = [rule for rule in book.responsibility if rule.person_kind == own.kind]
    excluding = [rule for rule in rules if rule.effect == "not_punishable"]
    fines_only = next((rule for rule in rules if rule.effect == "no_imprisonment"), None)
    notice: Label | None = None
    truths: list[Truth] = []
    ranged: list[Offence] = []
    for offence, items in offences:
        excluded = Truth.NOT_MET
        for rule in excluding:
            truth = _holds(book, probe, rule, items)
            if truth is not Truth.NOT_MET and own.birth is not None:
                notice = rule.notice
            excluded = truth if excluded is Truth.NOT_MET or truth is Truth.MET else excluded
        truths.append(excluded)
        if fines_only is not None and offence.penalty.prison_months is not None:
            notice = fines_only.notice
        elif excluded is not Truth.MET:
            ranged.append(offence)
    youth = _youth(book, probe, rules, own, offences, day)
    if truths and all(t is Truth.MET for t in truths):
        return Status("no", notice, ranged, youth)
    return Status("undetermined" if any(t is not Truth.NOT_MET for t in truths) else "yes", notice, ranged, youth)


def _youth(
    book: Rulebook, probe: Probe, rules: list[Responsibility], own: Person, offences: Iterable[United], day: date
) -> Youth:
    """What a stated age changes in the range: whether death and life are replaced, and whether the person may still be
    young at the judgment (judged on the day of assessment)."""
    if own.birth is None:
        return Youth()
    relief = next((rule for rule in rules if rule.effect == "life_to_term"), None)
    later = next((rule for rule in rules if rule.effect == "indeterminate"), None)
    young = {o.id: _holds(book, probe, relief, items) for o, items in offences} if relief is not None else {}
    still = later is not None and day < birthday(own.birth.last, later.under_at_judgment)
    return Youth(relief, young, later if still else None)


def _holds(book: Rulebook, probe: Probe, rule: Responsibility, items: list[Judged]) -> Truth:
    """Whether the condition of a rule holds at the acts of an offence."""
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

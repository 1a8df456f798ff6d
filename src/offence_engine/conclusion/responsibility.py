"""Whether a suspect can be punished at all for an act (age), whatever the elements."""

from __future__ import annotations

from typing import Literal

from offence_engine.conclusion.findings import Judged
from offence_engine.counting.probe import Probe
from offence_engine.inference.reference import answer
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.logic import paths
from offence_engine.model.result import Offence
from offence_engine.model.truth import Truth
from offence_engine.rulebook.reading import tree_of
from offence_engine.rulebook.rulebook import Rulebook

Status = Literal["yes", "no", "undetermined"]


def punishable(
    book: Rulebook, case: Case, person: str, offences: list[tuple[Offence, list[Judged]]]
) -> tuple[Status, Label | None, list[Offence]]:
    """The status of a suspect, the notice where age may exclude punishment, and the offences that count."""
    probe = Probe(book, case)
    counted: list[Offence] = []
    notice: Label | None = None
    status: list[Truth] = []
    for offence, items in offences:
        excluded = Truth.NOT_MET
        for rule in book.responsibility:
            for item in items:
                tree = tree_of(book, rule.when, item.count.days.first)
                truth = answer(tree, {path: probe.slot(item.count, path).mask for path in paths(tree)})
                if truth is Truth.MET or (truth is Truth.UNDETERMINED and excluded is Truth.NOT_MET):
                    excluded = truth
            if excluded is Truth.MET or (excluded is Truth.UNDETERMINED and case.persons[person].birth is not None):
                notice = rule.notice
        status.append(excluded)
        if excluded is not Truth.MET:
            counted.append(offence)
    if status and all(s is Truth.MET for s in status):
        return "no", notice, counted
    return ("undetermined" if any(s is not Truth.NOT_MET for s in status) else "yes"), notice, counted

"""A witness put to the test: the case is read and assessed as any case file is, and compared with what it should show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from offence_engine.assess import findings_of
from offence_engine.casefile.read import parse_case, today
from offence_engine.conclusion.findings import Work
from offence_engine.conclusion.judging import judge_case
from offence_engine.counting.probe import Probe
from offence_engine.errors import OffenceError
from offence_engine.inference.judge import judge_of
from offence_engine.model.result import Finding
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.analyser.remark import Witness

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def disproved(book: Rulebook, witness: Witness) -> list[str]:
    """In what assessing the case does not show what the witness claims; empty where it shows all of it."""
    try:
        acts = set(_days([act.get("on") or act.get("to") for act in witness.case["acts"].values()]))
        last = max(_days(witness.case), default=today())
        case = parse_case(witness.text.encode(), "witness.yaml", book, last)
        if acts == {last}:
            found, _ = findings_of(case, book, last)
        else:
            # Something is dated after an act: the law that came in between may be milder, and is left out here.
            judged, _ = judge_case(Work(book, case, judge_of(book), Probe(book, case)))
            found = [item.finding for item in judged]
    except OffenceError as problem:
        return [problem.text("en")]
    claim = witness.claim
    verdicts = {id_: {f.verdict for f in found if f.provision == id_} for id_ in book.provisions}
    wrong = [f"{id_}: not applicable" for id_ in claim.together if "applicable" not in verdicts[id_]]
    wrong += [f"{id_}: {sorted(verdicts[id_])}" for id_ in claim.free if verdicts[id_] - {"not_applicable"}]
    wrong += [f"{id_}: applicable" for id_ in claim.none_judged if "applicable" in verdicts[id_]]
    for id_, element, truth in claim.elements:
        own = [f for f in found if f.provision == id_]
        # Where no version can be filled by that kind of act there is no finding at all.
        if own and not any(_has(f, element, truth) for f in own):
            wrong.append(f"{id_}: {element} is not {truth}")
    return wrong


def _has(finding: Finding, element: str, truth: str) -> bool:
    return any(e.id == element and e.truth == truth for e in finding.elements)


def _days(value: object) -> Iterator[date]:
    """Every day that is named in a case."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _days(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _days(part)
    elif DAY.fullmatch(str(value)):
        yield date.fromisoformat(str(value))

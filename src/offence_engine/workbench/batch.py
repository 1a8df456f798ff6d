"""An archive of cases assessed: one line of JSON for each, in order; what cannot be read is a line that says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from offence_engine.assess import assess, hold
from offence_engine.errors import OffenceError
from offence_engine.inference.columns import ColumnJudge
from offence_engine.model.result import Finding, Offence
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.archive import Entry, entries
from offence_engine.workbench.parallel import cores, worked

PIECE = 64
Json = dict[str, Any]


class _State:
    """What one process keeps between pieces."""

    def __init__(self, rules: str | None, as_of: date, full: bool) -> None:
        self.book = load_rulebook(rules)
        self.judge = ColumnJudge(self.book)
        self.as_of, self.full = as_of, full


_STATE: list[_State] = []


def _begin(rules: str | None, as_of: date, full: bool) -> None:
    _STATE[:] = [_State(rules, as_of, full)]


def _work(items: list[Entry]) -> list[tuple[bool, str]]:
    state = _STATE[0]
    found = [_line(state, entry) for entry in items]
    state.judge.forget()
    return found


def _line(state: _State, entry: Entry) -> tuple[bool, str]:
    """(whether it was assessed, its line)."""
    try:
        return True, json.dumps({"at": entry.name, **_assessed(state, entry)}, ensure_ascii=False)
    except OffenceError as problem:
        fault: OffenceError = problem
    except Exception as problem:
        fault = entry.failed(problem)
    faults = [{"at": str(f.place), "ko": f.ko, "en": f.en} for f in fault.faults]
    return False, json.dumps({"at": entry.name, "faults": faults}, ensure_ascii=False)


def _assessed(state: _State, entry: Entry) -> Json:
    case = entry.case(state.book, state.as_of)
    if state.full:
        return assess(case, state.book, state.as_of).model_dump(mode="json", by_alias=True)
    return compact(case.head.id, hold(case, state.book, state.as_of, state.judge))


def compact(id_: str, held: Any) -> Json:
    """A case in short: the findings that are not plainly no offence, and the offences that stand."""
    return {
        "case": id_,
        "findings": [_finding(item.finding) for item in held.judged if item.finding.verdict != "not_applicable"],
        "offences": [_offence(offence) for offence, _ in held.offences],
    }


def _finding(finding: Finding) -> Json:
    limits = finding.limitation
    return {
        "id": finding.id,
        "provision": finding.provision,
        "version": finding.version.effective.isoformat(),
        "verdict": finding.verdict,
        "stage": finding.stage,
        "participation": finding.participation,
        "modifiers": [m.id for m in finding.modifiers],
        "missing": [{"path": m.path, "at": m.at} for m in finding.missing],
        "penalty": finding.penalty.model_dump(mode="json", exclude={"text"}),
        "limitation": limits.model_dump(mode="json", include={"kind", "years", "earliest", "latest"})
        if limits
        else None,
    }


def _offence(offence: Offence) -> Json:
    return {
        "id": offence.id,
        "provision": offence.provision,
        "suspect": offence.suspect,
        "victim": offence.victim,
        "number": offence.number,
        "standing": offence.standing.as_,
        "to": list(offence.standing.to),
    }


def lines(
    cases: Path,
    rules: str | None,
    as_of: date,
    full: bool = False,
    jobs: int | None = None,
    passed_over: list[str] | None = None,
) -> Iterator[tuple[bool, str]]:
    """(whether it was assessed, its line of JSON) for every case of an archive, in order; `passed_over` as of `entries`.

    Errors: UsageError where there is no such archive; RulesError.
    """
    for piece in worked(_work, entries(cases, passed_over), PIECE, jobs or cores(), _begin, (rules, as_of, full)):
        yield from piece

"""Nothing that goes wrong ends in a traceback, and nothing is printed that was not agreed upon."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from offence_engine.errors import Fault, InternalError, Place
from tests.cli.cases import MADE
from tests.cli.conftest import Offence

Write = Callable[..., Path]


def failing(problem: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise problem

    return fail


def test_an_unexpected_error_is_one_line_with_a_hint(
    offence: Offence, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offence_engine.cli.run.assess.assessed", failing(ZeroDivisionError("by nothing\nat all")))
    case = write(MADE)
    ran = offence("assess", case)
    assert (ran.status, ran.out) == (5, "")
    assert ran.err.startswith("offence: internal error: ZeroDivisionError: by nothing (run again with OFFENCE_DEBUG=1")
    assert ran.err.count("\n") == 1
    assert "내부 오류입니다: ZeroDivisionError" in offence("assess", case, "--lang", "ko").err


def test_the_traceback_is_there_for_who_asks(offence: Offence, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("offence_engine.cli.run.assess.assessed", failing(ZeroDivisionError()))
    monkeypatch.setenv("OFFENCE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        offence("assess", write(MADE))


def test_no_finding_is_printed_where_the_engines_differ(
    offence: Offence, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(Place("S1/A1"), "두 엔진이 다릅니다.", "the engines differ")
    monkeypatch.setattr(sys.modules["offence_engine.assess"], "judge_case", failing(InternalError([fault])))
    for format_ in ("text", "json"):
        ran = offence("assess", write(MADE), "--format", format_)
        assert (ran.status, ran.out, ran.err) == (5, "", "S1/A1:1:1: the engines differ\n")


def test_an_interrupt_is_quiet(offence: Offence, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("offence_engine.cli.run.assess.assessed", failing(KeyboardInterrupt()))
    ran = offence("assess", write(MADE))
    assert (ran.status, ran.out, ran.err) == (130, "", "interrupted\n")

"""The engines together: a difference is told and nothing released; without durable_rules the reference serves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from offence_engine import assess, load_rulebook, read_case
from offence_engine.errors import InternalError
from offence_engine.inference import judge as judging
from offence_engine.inference import rete
from offence_engine.inference.reference import answer as right
from offence_engine.model.result import Assessment
from offence_engine.model.truth import Truth

DEMO = Path(__file__).resolve().parents[2] / "examples" / "2024no1823.yaml"
AS_OF = date(2026, 11, 22)


def assessed() -> Assessment:
    # A rulebook of its own: what was derived for the shared one is remembered there.
    book = replace(load_rulebook())
    return assess(read_case(DEMO, book, AS_OF), book, AS_OF, everything=True)


@pytest.mark.skipif(not rete.AVAILABLE, reason="durable_rules cannot be imported here")
def test_a_difference_is_an_internal_error_that_names_provision_and_count(monkeypatch: pytest.MonkeyPatch) -> None:

    def wrong(*arguments: object) -> Truth:
        truth: Truth = right(*arguments)  # type: ignore[arg-type]
        return Truth.NOT_MET if truth is Truth.MET else truth

    monkeypatch.setattr(judging, "answer", wrong)
    with pytest.raises(InternalError) as caught:
        assessed()
    assert caught.value.exit_status == 5
    assert "@20" in str(caught.value.faults[0].place)
    assert "S1/A1" in caught.value.text("en")
    assert "두 엔진" in caught.value.text("ko")


def test_the_reference_alone_finds_the_same_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    both = assessed()
    monkeypatch.setattr(rete, "AVAILABLE", False)
    alone = assessed()
    assert alone.engine.inference is None
    assert alone.engine.verified_by == "reference"
    assert [f.model_copy(update={"derivation": ()}) for f in both.findings] == list(alone.findings)
    assert both.offences == alone.offences
    assert both.suspects == alone.suspects
    assert both.questions == alone.questions


def test_the_derivation_is_a_trace_in_the_names_of_the_rules() -> None:
    if not rete.AVAILABLE:
        pytest.skip("without durable_rules there is no derivation to trace")
    finding = next(f for f in assessed().findings if f.provision == "scpa.14-2.1")
    steps = {step.conclusion: step.because for step in finding.derivation}
    assert steps["e:purpose holds"] == ("part.purpose_to_spread: yes",)
    assert "part.purpose_to_spread: yes" in steps["verdict holds"]
    assert all(because for because in steps.values())

"""The cases inside the rule files, and those derived from each typical case by brute force."""

from __future__ import annotations

import pytest

from offence_engine import load_rulebook
from offence_engine.workbench.cases import CaseResult, derived_cases, run_cases

BOOK = load_rulebook()
WRITTEN = list(run_cases(BOOK))


@pytest.mark.parametrize("result", WRITTEN, ids=lambda r: f"{r.provision}: {r.name}")
def test_a_case_in_a_rule_file_comes_out_as_it_says(result: CaseResult) -> None:
    assert result.ok, result.en


@pytest.mark.parametrize("provision", sorted(BOOK.provisions))
def test_every_version_is_stepped_over_by_a_case(provision: str) -> None:
    """Both sides of each effective date stand among the cases of the file."""
    rule = BOOK.provisions[provision]
    days = {case.on.toordinal() for case in rule.cases}
    for version in rule.versions:
        first = version.effective.toordinal()
        assert first in days or any(first <= d for d in days), f"{version.effective}: no case on or after it"
        assert any(d == first - 1 for d in days), f"{version.effective}: no case on the day before"


def test_the_derived_cases_come_out_as_trying_every_value_says() -> None:
    wrong = [f"{r.provision}, {r.name}: {r.en}" for r in derived_cases(BOOK) if not r.ok]
    assert not wrong, "\n".join(wrong)

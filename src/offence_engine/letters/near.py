"""What is near: open findings of which at least half is met, and the questions that decide them.

A letter that lists every remote possibility buries what is to be done; what is left out is counted."""

from __future__ import annotations

from collections.abc import Mapping

from offence_engine.model.result import Finding, Question


def is_near(finding: Finding) -> bool:
    """Whether at least half of the elements of an open finding is met; a settled one is always near."""
    if finding.verdict != "undetermined":
        return True
    return 2 * sum(element.truth == "met" for element in finding.elements) >= len(finding.elements)


def asks_near(question: Question, findings: Mapping[str, Finding]) -> bool:
    """Whether a question decides something near, or something else than elements."""
    return any(id_ not in findings or is_near(findings[id_]) for id_ in question.findings)

"""The evidence of the case with what it supports, and the facts for which none is cited."""

from __future__ import annotations

from offence_engine.letters.context import EvidenceRow
from offence_engine.letters.drafting import Drafting
from offence_engine.letters.marks import Grounded
from offence_engine.letters.sections.registry import section


@section("evidence")
def evidence(d: Drafting) -> tuple[EvidenceRow, ...]:
    findings = d.tools.assessment.findings
    return d.tools.reviewer.evidence(f for f in findings if f.verdict != "not_applicable")


@section("evidence")
def unproven(d: Drafting) -> tuple[Grounded, ...]:
    return d.tools.reviewer.unproven(d.tools.selection.referred)

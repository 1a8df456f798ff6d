"""What a text of a letter rests on, as ids.

`finding:`, `element:` (finding#element), `told:` (the same, of a paragraph that tells it), `fact:` (its place in the
case), `version:` (provision@day), `evidence:`, `duty:`, `deadline:`, `case:` (a blank of the head), `rule:` (a text of
the rules).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from offence_engine.letters.marks import Grounded, together
from offence_engine.model.result import Duty, ElementResult, Finding, Offence


def of_element(finding: Finding, element: ElementResult) -> tuple[str, ...]:
    """An element with the facts and evidence under it."""
    facts = [f for f in element.facts if f.value is not None]
    return (
        f"element:{finding.id}#{element.id}",
        *(f"fact:{f.at}" for f in facts),
        *(f"evidence:{e}" for f in facts for e in f.evidence),
    )


def of_finding(finding: Finding) -> tuple[str, ...]:
    """A finding with its law, its met elements, their facts and evidence."""
    return together(
        (
            (f"finding:{finding.id}",),
            of_law(finding),
            *(of_element(finding, e) for e in finding.elements if e.truth == "met"),
        )
    )


def of_law(finding: Finding) -> tuple[str, ...]:
    """The versions of provisions, modifiers and concepts that a finding was judged by."""
    modifiers = (f"version:{m.id}@{m.effective}" for m in finding.modifiers)
    return tuple(dict.fromkeys((*(f"version:{key}" for key in finding.versions_used), *modifiers)))


def of_offence(offence: Offence) -> tuple[str, ...]:
    """The findings of an offence."""
    return tuple(f"finding:{id_}" for id_ in offence.findings)


def of_duty(duty: Duty) -> tuple[str, ...]:
    """A consequence, the provisions that say so, and the findings it follows from."""
    return (f"duty:{duty.id}", *(f"law:{c.id}" for c in duty.by), *(f"finding:{id_}" for id_ in duty.concerns))


def of_told(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What a paragraph of the facts of the crime rests on, and which elements it tells."""
    findings = tuple(findings)
    told = (f"told:{f.id}#{e.id}" for f in findings for e in f.elements if e.truth == "met")
    return together((of_findings(findings), tuple(told)))


def of_findings(findings: Iterable[Finding]) -> tuple[str, ...]:
    return together(of_finding(f) for f in findings)


def grounded(text: str, *grounds: Sequence[str]) -> Grounded:
    """A text that rests on all of these."""
    return Grounded(text=text, rests_on=together(tuple(g) for g in grounds))

"""What a reader must not take for settled, what is lacking, and what to ask next."""

from __future__ import annotations

from offence_engine.letters.context import Excused, OpenFinding, Point, Question
from offence_engine.letters.drafting import Drafting
from offence_engine.letters.sections.registry import section


@section("suspect")
def unsettled(d: Drafting) -> tuple[Point, ...]:
    return d.tools.open.unsettled(d.tools.selection)


@section()
def not_modelled(d: Drafting) -> tuple[Point, ...]:
    return d.tools.open.not_modelled(d.tools.selection)


@section("suspect")
def set_aside(d: Drafting) -> tuple[Point, ...]:
    return d.tools.open.set_aside(d.tools.selection)


@section("suspect")
def excused(d: Drafting) -> tuple[Excused, ...]:
    return d.tools.open.excused(d.tools.selection)


@section("suspect")
def undetermined(d: Drafting) -> tuple[OpenFinding, ...]:
    return d.tools.open.undetermined(d.tools.selection)


@section("suspect")
def questions(d: Drafting) -> tuple[Question, ...]:
    return d.tools.open.questions()


@section()
def not_encoded(d: Drafting) -> tuple[str, ...]:
    lang = d.tools.lang
    found = (n.citation.text(lang) for n in d.tools.assessment.not_judged if n.because == "not_encoded")
    return tuple(dict.fromkeys(found))


@section()
def far(d: Drafting) -> dict[str, int]:
    """How many open findings and questions are left out as remote."""
    findings, questions = d.tools.open.far(d.tools.selection)
    return {"findings": findings, "questions": questions}

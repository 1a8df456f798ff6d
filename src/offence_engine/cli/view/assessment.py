"""A whole assessment as text: head, table, findings, what fails, what was not judged, standing, suspects, notices."""

from __future__ import annotations

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view.finding import FindingView
from offence_engine.cli.view.groups import grouped
from offence_engine.cli.view.names import Names, People
from offence_engine.cli.view.overview import head, overview
from offence_engine.cli.view.rest import RestView
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook


def show(page: Page, say: Tongue, book: Rulebook, case: Case, assessment: Assessment, source: str) -> None:
    """Put the assessment of a case on the page; `source` is the file that the user named."""
    names, people = Names(book, say), People(case, say)
    head(page, say, assessment)
    overview(page, say, names, people, assessment)
    groups = grouped(assessment.findings, assessment.offences)
    view = FindingView(page, say, names, people)
    number = 0
    for verdict, title in (
        ("applicable", ("성립 가능(요건 충족)", "May be established (elements met)")),
        ("undetermined", ("판단 보류", "Undetermined")),
    ):
        chosen = [g for g in groups if g.first.verdict == verdict]
        if chosen:
            page.heading(say(*title))
        for group in chosen:
            number += 1
            view.block(group, number)
    failed = [g for g in groups if g.first.verdict == "not_applicable"]
    if failed:
        page.heading(say("요건 미충족", "Elements not met"))
        for group in failed:
            view.failed(group)
    rest = RestView(page, say, names, people, assessment)
    rest.not_judged()
    rest.standing()
    rest.suspects()
    rest.notices()
    rest.last(source)

"""A whole assessment as text: head, table, findings, what fails, what was not judged, standing, suspects, notices."""

from __future__ import annotations

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view.finding import FindingView
from offence_engine.cli.view.groups import grouped, remote
from offence_engine.cli.view.names import Names, People
from offence_engine.cli.view.overview import head, overview
from offence_engine.cli.view.procedure import ProcedureView
from offence_engine.cli.view.rest import RestView
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook

# More open findings, or failing ones, than this get a line each.
MOST_BLOCKS = 30


def show(
    page: Page, say: Tongue, book: Rulebook, case: Case, assessment: Assessment, source: str, everything: bool = False
) -> None:
    """Put the assessment of a case on the page; `source` is the file that the user named.

    Open findings of which little is known get a line each, unless `everything` is asked for.
    """
    names, people = Names(book, say), People(case, say)
    head(page, say, assessment)
    near = assessment.findings if everything else tuple(f for f in assessment.findings if not remote(f))
    overview(page, say, names, people, assessment.model_copy(update={"findings": near}))
    groups = grouped(near, assessment.offences)
    view = FindingView(page, say, names, people)
    held, open_, failed = (
        [g for g in groups if g.first.verdict == verdict]
        for verdict in ("applicable", "undetermined", "not_applicable")
    )
    number = 0
    for title, chosen, full in (
        (("성립 가능(요건 충족)", "May be established (elements met)"), held, True),
        (("판단 보류", "Undetermined"), open_, everything or len(open_) <= MOST_BLOCKS),
    ):
        if chosen:
            page.heading(say(*title))
        for group in chosen:
            number += 1
            if full:
                view.block(group, number)
            else:
                view.line(group)
    if failed:
        page.heading(say("요건 미충족", "Elements not met"))
        for group in failed:
            if everything or len(failed) <= MOST_BLOCKS:
                view.failed(group)
            else:
                view.line(group)
    shown = {f.id for f in near}
    far = grouped((f for f in assessment.findings if f.id not in shown), assessment.offences, fine=False)
    if far:
        page.heading(say("더 살필 수 있는 죄 (아는 사실이 적음)", "Further possible offences (little is known yet)"))
        for group in far:
            view.line(group)
    if far or (not everything and max(len(open_), len(failed)) > MOST_BLOCKS):
        page.line(say("하나하나 보려면 --all", "to see each in full: --all"), indent=2, style="quiet")
    rest = RestView(page, say, names, people, assessment)
    rest.not_judged()
    rest.standing()
    rest.suspects()
    follows = ProcedureView(page, say, names, assessment)
    follows.duties()
    follows.deadlines()
    rest.notices()
    rest.last(source)

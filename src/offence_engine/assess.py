"""Case + Rulebook -> Assessment: the stations in their order."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from offence_engine.casefile.read import today
from offence_engine.conclusion.concurrence import concurring
from offence_engine.conclusion.findings import Judged
from offence_engine.conclusion.judging import judge_case, order
from offence_engine.conclusion.limitation import limitation
from offence_engine.conclusion.questions import questions
from offence_engine.conclusion.ranges import range_for
from offence_engine.conclusion.responsibility import status_of
from offence_engine.conclusion.standing import displacements
from offence_engine.conclusion.unity import unite
from offence_engine.counting.probe import Probe
from offence_engine.errors import CaseError, Fault, Place
from offence_engine.inference import rete
from offence_engine.inference.judge import judge_of
from offence_engine.model.case import Case
from offence_engine.model.result import (
    Assessment,
    CaseRef,
    EngineRef,
    Finding,
    LimitationExtremes,
    Notice,
    Offence,
    RulebookRef,
    SuspectResult,
)
from offence_engine.rulebook.rulebook import Rulebook


def assess(case: Case, book: Rulebook, as_of: date | None = None, everything: bool = False) -> Assessment:
    """Hold every act of a case against every provision, and say what stands.

    `everything` also lists findings that fail by more than one element.
    Errors: CaseError where an act lies after `as_of`; InternalError where the engines differ.
    """
    day = as_of or today()
    _not_after(case, day)
    judged, not_judged = judge_case(book, case, judge_of(book))
    judged = [_limited(book, case, item, day) for item in judged]
    judged.sort(key=order)
    displaced = displacements(book, Probe(book, case), judged)
    offences = concurring(book, unite(case, judged, displaced))
    suspects = _suspects(book, case, offences)
    shown = [j for j in judged if everything or _worth_showing(j.finding)]
    return Assessment(
        case=CaseRef(id=case.head.id, title=case.head.title),
        as_of=day,
        rulebook=RulebookRef(sha256=book.sha256, version=book.version, unreviewed=_used_unreviewed(book, judged)),
        engine=EngineRef(inference=rete.VERSION if rete.AVAILABLE else None),
        findings=tuple(j.finding for j in shown),
        offences=tuple(o for o, _ in offences),
        suspects=suspects,
        not_judged=tuple(not_judged),
        questions=questions(book, judged),
        notices=_notices(book, suspects),
    )


def _not_after(case: Case, day: date) -> None:
    late = [(key, act) for key, act in case.acts.items() if act.when.first.first > day]
    if late:
        raise CaseError(
            Fault(
                Place(case.head.id),
                f"행위 `{key}`({act.when.text()})이 검토 기준일({day})보다 늦습니다.",
                f"the act `{key}` ({act.when.text()}) lies after the day of assessment ({day})",
            )
            for key, act in late
        )


def _limited(book: Rulebook, case: Case, item: Judged, day: date) -> Judged:
    if item.finding.verdict != "not_applicable":
        item.finding = item.finding.model_copy(update={"limitation": limitation(book, case, item, day)})
    return item


def _worth_showing(finding: Finding) -> bool:
    return finding.verdict != "not_applicable" or finding.failing <= 1


def _used_unreviewed(book: Rulebook, judged: list[Judged]) -> tuple[str, ...]:
    used = {j.finding.provision for j in judged} | {m.id for j in judged for m in j.finding.modifiers}
    return tuple(id_ for id_ in book.unreviewed if id_ in used)


def _suspects(book: Rulebook, case: Case, offences: list[tuple[Offence, list[Judged]]]) -> tuple[SuspectResult, ...]:
    own: dict[str, list[tuple[Offence, list[Judged]]]] = defaultdict(list)
    for offence, items in offences:
        own[offence.suspect].append((offence, items))
    found = []
    for person, value in case.persons.items():
        if value.role != "suspect":
            continue
        status = status_of(book, case, person, own[person])
        limits = [o.limitation for o, _ in own[person] if o.limitation]
        dated = [x for x in limits if x.kind == "years"]
        found.append(
            SuspectResult(
                person=person,
                offences=tuple(o.id for o, _ in own[person]),
                punishable=status.punishable,
                notice=status.notice,
                range=range_for(book, status.ranged),
                limitation=LimitationExtremes(
                    earliest=min((x.earliest for x in dated if x.earliest), default=None),
                    latest=max((x.latest for x in dated if x.latest), default=None)
                    if all(x.latest for x in dated)
                    else None,
                    none=any(x.kind == "none" for x in limits),
                ),
            )
        )
    return tuple(found)


def _notices(book: Rulebook, suspects: tuple[SuspectResult, ...]) -> tuple[Notice, ...]:
    found = [Notice(id="responsibility", text=s.notice, concerns=(s.person,)) for s in suspects if s.notice is not None]
    return tuple(found)

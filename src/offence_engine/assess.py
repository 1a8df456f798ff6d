"""Case + Rulebook -> Assessment: the stations in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from offence_engine.casefile.read import today
from offence_engine.conclusion.clocks import deadlines
from offence_engine.conclusion.concurrence import concurring
from offence_engine.conclusion.consequences import duties
from offence_engine.conclusion.favourable import under_milder_law
from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.judging import judge_case, order
from offence_engine.conclusion.limitation import limitation
from offence_engine.conclusion.prosecution import of_offence, prosecution
from offence_engine.conclusion.questions import questions
from offence_engine.conclusion.responsibility import status_of
from offence_engine.conclusion.standing import displacements
from offence_engine.conclusion.unity import unite
from offence_engine.counting.probe import Probe
from offence_engine.errors import CaseError, Fault, Place
from offence_engine.inference import rete
from offence_engine.inference.judge import Judge, judge_of
from offence_engine.model.case import Case
from offence_engine.model.range import Step
from offence_engine.model.result import (
    Assessment,
    CaseRef,
    EngineRef,
    Finding,
    LayerRef,
    LimitationExtremes,
    Notice,
    NotJudged,
    Offence,
    RulebookRef,
    SuspectResult,
)
from offence_engine.reckoning.crime import crimes_of
from offence_engine.reckoning.guidelines import view_of
from offence_engine.reckoning.ranges import notes_of, options_of, range_of
from offence_engine.rulebook.rulebook import Rulebook


def assess(case: Case, book: Rulebook, as_of: date | None = None, everything: bool = False) -> Assessment:
    """Hold every act of a case against every provision, and say what stands.

    `everything` also lists findings that fail by more than one element.
    Errors: CaseError where an act lies after `as_of`; InternalError where the engines differ.
    """
    day = as_of or today()
    held = hold(case, book, day)
    work, judged, offences, suspects = held.work, held.judged, held.offences, held.suspects
    shown = [j for j in judged if everything or _worth_showing(j.finding)]
    return Assessment(
        case=CaseRef(id=case.head.id, title=case.head.title),
        as_of=day,
        rulebook=RulebookRef(
            sha256=book.sha256,
            version=book.version,
            unreviewed=_used_unreviewed(book, judged),
            layers=tuple(LayerRef(folder=x.folder, overrides=x.overrides, adds=x.adds) for x in book.layers),
        ),
        engine=EngineRef(inference=rete.VERSION if rete.AVAILABLE else None),
        findings=tuple(j.finding for j in shown),
        offences=tuple(o for o, _ in offences),
        suspects=suspects,
        not_judged=tuple(held.not_judged),
        duties=duties(work, judged, day),
        deadlines=deadlines(book, case, judged, [o for o, _ in offences], suspects, day),
        questions=questions(book, judged),
        notices=_notices(book, suspects),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What stands of a case before anything follows from it: findings with what they came from, offences, suspects."""

    work: Work
    judged: list[Judged]
    not_judged: list[NotJudged]
    offences: list[tuple[Offence, list[Judged]]]
    suspects: tuple[SuspectResult, ...]


def hold(case: Case, book: Rulebook, day: date, judge: Judge | None = None) -> Held:
    """The findings and offences of a case without duties, deadlines and questions; `judge` is that of an archive
    (default: that of the rulebook).

    Errors: as `assess`.
    """
    _not_after(case, day)
    work = Work(book, case, judge or judge_of(book), Probe(book, case))
    judged, not_judged = judge_case(work)
    judged = under_milder_law(work, judged, day)
    judged = [_limited(work, item, day) for item in judged]
    judged.sort(key=order)
    displaced = displacements(book, work.probe, judged)
    offences = [
        (of_offence(o, items), items) for o, items in concurring(book, work.probe, unite(case, judged, displaced))
    ]
    return Held(work, judged, not_judged, offences, _suspects(book, case, offences, day))


def findings_of(
    case: Case, book: Rulebook, as_of: date, only: Container[str] | None = None, limited: bool = False
) -> tuple[list[Finding], list[NotJudged]]:
    """The findings alone (of the provisions `only`; `limited`: with limitation and conditions of prosecution), and what
    was not judged: what the cases of rule files ask for."""
    _not_after(case, as_of)
    work = Work(book, case, judge_of(book), Probe(book, case))
    judged, not_judged = judge_case(work, only)
    judged = under_milder_law(work, judged, as_of)
    if limited:
        judged = [_limited(work, item, as_of) for item in judged]
    return [item.finding for item in judged], not_judged


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


def _limited(work: Work, item: Judged, day: date) -> Judged:
    if item.finding.verdict != "not_applicable":
        found = {"limitation": limitation(work, item, day), "prosecution": prosecution(work, item, day)}
        item.finding = item.finding.model_copy(update=found)
    return item


def _worth_showing(finding: Finding) -> bool:
    return finding.verdict != "not_applicable" or finding.failing <= 1


def _used_unreviewed(book: Rulebook, judged: list[Judged]) -> tuple[str, ...]:
    """The provisions and modifiers of which a version that was used is not reviewed."""
    used = {(j.finding.provision, j.finding.version.effective) for j in judged}
    used |= {(m.id, m.effective) for j in judged for m in j.finding.modifiers}
    return tuple(sorted({id_ for id_, day in used if not book.is_reviewed(id_, day)}))


def _suspects(
    book: Rulebook, case: Case, offences: list[tuple[Offence, list[Judged]]], day: date
) -> tuple[SuspectResult, ...]:
    own: dict[str, list[tuple[Offence, list[Judged]]]] = defaultdict(list)
    for offence, items in offences:
        own[offence.suspect].append((offence, items))
    found = []
    for person, value in case.persons.items():
        if value.role != "suspect":
            continue
        status = status_of(book, case, person, own[person], day)
        ranged = [o for o in status.ranged if o.prosecution is None or o.prosecution.state != "barred"]
        crimes = crimes_of(book, ranged, status.youth.young)
        whole = range_of(book.penalty_rules, crimes, status.youth)
        limits = [o.limitation for o, _ in own[person] if o.limitation]
        dated = [x for x in limits if x.kind == "years"]
        found.append(
            SuspectResult(
                person=person,
                offences=tuple(o.id for o, _ in own[person]),
                punishable=status.punishable,
                notice=status.notice,
                range=whole,
                range_options=options_of(book.penalty_rules, crimes, status.youth),
                range_notes=(
                    *(notes_of(book.penalty_rules, crimes) if whole is not None else ()),
                    *_left_out(book, status.ranged),
                ),
                guidelines=view_of(book.guidelines, ranged, _effective(own[person]), whole),
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


def _left_out(book: Rulebook, offences: list[Offence]) -> tuple[Step, ...]:
    """That an offence is not reckoned in because it cannot be prosecuted."""
    barred = tuple(o.id for o in offences if o.prosecution is not None and o.prosecution.state == "barred")
    said = book.procedure.excluded
    return (Step(text=said, offences=barred),) if barred and said is not None else ()


def _effective(own: list[tuple[Offence, list[Judged]]]) -> dict[str, date]:
    """The first day of the law under which each offence stands."""
    return {offence.id: items[0].finding.version.effective for offence, items in own}


def _notices(book: Rulebook, suspects: tuple[SuspectResult, ...]) -> tuple[Notice, ...]:
    found = [Notice(id="responsibility", text=s.notice, concerns=(s.person,)) for s in suspects if s.notice is not None]
    return tuple(found)

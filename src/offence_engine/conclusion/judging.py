"""Case -> every finding of it, in three stages: what rests on facts, what asks for other findings, who took part."""

from __future__ import annotations

from collections.abc import Container

from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.participation import participations
from offence_engine.counting.probe import Established
from offence_engine.counting.unfold import suspects_of
from offence_engine.model.result import NotJudged
from offence_engine.rulebook.ids import sort_key


def judge_case(work: Work, only: Container[str] | None = None) -> tuple[list[Judged], list[NotJudged]]:
    """Every finding of a case, in the order of acts, suspects and provisions; and what could not be judged.

    First the provisions that rest on facts alone, then those that ask for other findings, then who took part. With
    `only`, just these provisions are judged.
    """
    book, case = work.book, work.case
    found: list[Judged] = []
    not_judged: dict[tuple[object, ...], NotJudged] = {}
    for stage in (book.independent, book.resting):
        for act_id in case.acts:
            for suspect in suspects_of(case, case.acts[act_id]):
                for provision in stage:
                    if only is not None and provision not in only:
                        continue
                    found += work.of_provision(provision, act_id, suspect, not_judged)
        if stage is book.independent:
            held = [judged for judged in found if judged.finding.verdict != "not_applicable"]
            work.probe.established = [established(judged) for judged in held]
    ids = {judged.finding.id for judged in found}
    for act_id in case.acts:
        for part in participations(work, act_id, only):
            if part.finding.id in ids:
                # The own act fills the same provision: a second finding under the same count.
                own_id = f"{part.finding.id}/{part.finding.participation}"
                if own_id in ids:
                    own_id = f"{own_id}/{part.count.deed}"
                part.finding = part.finding.model_copy(update={"id": own_id})
            ids.add(part.finding.id)
            found.append(part)
    return found, sorted(not_judged.values(), key=_gap_order)


def established(judged: Judged) -> Established:
    """What other findings may rest on of a finding."""
    applicable = judged.finding.verdict == "applicable"
    return Established(judged.finding.id, judged.count, applicable, judged.finding.penalty)


def _gap_order(gap: NotJudged) -> tuple[object, ...]:
    return (sort_key(gap.provision), gap.count.from_, gap.count.act, gap.count.suspect)


def order(judged: Judged) -> tuple[object, ...]:
    """The order in which findings are listed: verdict, then heaviest penalty, then statute and count."""
    finding = judged.finding
    rank = {"applicable": 0, "undetermined": 1, "not_applicable": 2}[finding.verdict]
    penalty = finding.penalty
    most = penalty.prison_months[1] if penalty.prison_months else 0
    least = penalty.prison_months[0] if penalty.prison_months else 0
    return (rank, not penalty.life, -most, -least, sort_key(finding.provision), finding.id)

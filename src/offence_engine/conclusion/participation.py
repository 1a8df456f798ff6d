"""Findings of those who take part in another's deed, or for whom it was done: each rests on the finding of the doer.

Accessory, instigator, co-principal and indirect principal are told by how one act stands to another (`aids`,
`instigates`, `shares`, `uses`); a legal entity by the act done in its business (`for`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace

from offence_engine.conclusion.findings import Judged, Work, finding_id
from offence_engine.counting.probe import Slot
from offence_engine.counting.unfold import Count, Stretch, counts_of, stretches, suspects_of
from offence_engine.inference.judge import HELPER
from offence_engine.model.base import label
from offence_engine.model.case import Link
from offence_engine.model.law import BoundModifier, Reading
from offence_engine.model.penalty import Penalty, read_fine
from offence_engine.model.rule import Participating
from offence_engine.model.truth import Truth
from offence_engine.rulebook.ids import reaches

LINK_OF: dict[Link, Participating] = {
    "aids": "accessory",
    "instigates": "instigator",
    "shares": "co_principal",
    "uses": "indirect_principal",
}
# What belongs to the doer alone: another's habit or former convictions do not raise one's own penalty.
_PERSONAL = ("habit", "recidivism")
_NO_FINE = label("해당 조에 벌금형이 없음", "the article provides no fine")


def participations(work: Work, act_id: str, only: Container[str] | None = None) -> list[Judged]:
    """Every finding of an act's doers through the acts it is linked to, and of the entities for which it was done (under
    the provisions `only`)."""
    act = work.case.acts[act_id]
    found: list[Judged] = []
    for suspect in suspects_of(work.case, act):
        for link, deeds in act.links.items():
            for deed in deeds:
                found += _through(work, LINK_OF[link], act_id, suspect, deed, only)
    for entity in act.for_:
        if work.case.persons[entity].role == "suspect":
            found += _through(work, "legal_entity", act_id, entity, act_id, only)
    return found


def _through(
    work: Work, how: Participating, act_id: str, suspect: str, deed: str, only: Container[str] | None
) -> list[Judged]:
    """One finding for all of a person's findings that bear one id (whose deed it was may differ)."""
    found: dict[str, list[Judged]] = defaultdict(list)
    act = work.case.acts[deed]
    for provision in work.book.provisions:
        if only is not None and provision not in only:
            continue
        pieces = stretches(work.book, provision, act)
        group = [
            judged
            for piece in pieces
            if piece.reading is not None
            for modifier in piece.reading.participations
            if modifier.modifies == how
            for principal in act.by
            if principal != suspect
            for judged in _findings(work, act_id, suspect, deed, principal, provision, piece, piece.reading, modifier)
        ]
        for judged in work.with_day(group, pieces):
            found[judged.finding.id].append(judged)
    return [_united(same) for same in found.values()]


def _findings(
    work: Work, act_id: str, suspect: str, deed: str, principal: str, provision: str, piece: Stretch,
    reading: Reading, modifier: BoundModifier,
) -> Iterator[Judged]:  # fmt: skip
    for own in counts_of(work.book, work.case, provision, deed, principal, piece):
        count = replace(own, suspect=suspect, act=act_id, principal=principal, principal_act=deed)
        judged = through(work, count, reading, modifier)
        if judged is not None:
            yield judged


def through(work: Work, count: Count, reading: Reading, modifier: BoundModifier) -> Judged | None:
    """The finding of one who takes part in the deed of a count; None where that kind of deed cannot fill the provision."""
    alone = work.judge.program(reading, work.case.acts[count.deed].kind)
    if not alone.possible:
        return None
    program = work.judge.helped(alone, modifier)
    mine = replace(count, principal=None, principal_act=None)
    slots = {
        path: work.probe.slot(mine if path.startswith(HELPER) else count, path.removeprefix(HELPER))
        for path in program.paths
    }
    told = _as_told(slots)
    finding = work.finding(count, reading, program, told)
    truths = work.outcome(count, program, slots).truths
    own_elements = [work.element(e, truths[f"y:{e.id}"], _own_first(slots)) for e in modifier.elements]
    doer = replace(count, suspect=count.doer, act=count.deed, principal=None, principal_act=None)
    update = {
        "participation": modifier.modifies,
        "rests_on": (*finding.rests_on, finding_id(doer, reading)),
        "elements": (*finding.elements, *own_elements),
        "failing": finding.failing + sum(e.truth == Truth.NOT_MET.value for e in own_elements),
        "modifiers": (*(m for m in finding.modifiers if m.kind not in _PERSONAL), work.modifier_result(modifier)),
        "penalty": fine_of(finding.penalty, modifier, count.provision, work.book.penalty_rules.fine_least_krw)
        if modifier.modifies == "legal_entity"
        else finding.penalty,
    }
    return Judged(finding.model_copy(update=update), count, reading, program, told)


def fine_of(penalty: Penalty, modifier: BoundModifier, provision: str, least_fine: int) -> Penalty:
    """What a legal entity can be punished with: the fine of the article, or the amount that the clause names."""
    named = next(
        (fine for fine, what in modifier.reach.fine.items() if any(reaches(id_, provision) for id_ in what)), None
    )
    most = penalty.fine_krw[1] if penalty.fine_krw else None
    least = penalty.fine_krw[0] if penalty.fine_krw else least_fine
    if named and named != "of_article":
        least, most = least_fine, read_fine(named) or most
    if most is None:
        return Penalty(form="fine-only", text=_NO_FINE)
    words = label(f"{most:,}원 이하의 벌금", f"a fine of up to {most:,} won")
    return Penalty(form="fine-only", fine_krw=(least, most), text=words)


def _as_told(slots: dict[str, Slot]) -> dict[str, Slot]:
    """The slots, and under the plain path what is asked only of the person who takes part."""
    return {**slots, **{p: s for path, s in slots.items() if (p := path.removeprefix(HELPER)) not in slots}}


def _own_first(slots: dict[str, Slot]) -> dict[str, Slot]:
    """The slots by plain path, the own act's before the deed's."""
    own = {path.removeprefix(HELPER): slot for path, slot in slots.items() if path.startswith(HELPER)}
    return {**slots, **own}


def _united(same: list[Judged]) -> Judged:
    """One of several findings of a person that differ only in whose deed it was: the one that says most."""
    rank = {"applicable": 0, "undetermined": 1, "not_applicable": 2}
    same = sorted(same, key=lambda judged: (judged.count.principal or "", judged.count.deed))
    best = min(same, key=lambda judged: rank[judged.finding.verdict])
    alike = [judged.finding for judged in same if judged.finding.verdict == best.finding.verdict]
    lacking = {m.at: m for finding in alike for m in finding.missing}
    rests_on = tuple(dict.fromkeys(x for f in alike for x in f.rests_on))
    return replace(
        best, finding=best.finding.model_copy(update={"rests_on": rests_on, "missing": tuple(lacking.values())})
    )

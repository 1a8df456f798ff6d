"""A law that came after the act: where it no longer punishes, or punishes more mildly, it displaces that of the act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from offence_engine.conclusion.findings import Judged, Work, finding_id
from offence_engine.conclusion.participation import through
from offence_engine.model.later_law import LaterLaw
from offence_engine.model.law import Reading
from offence_engine.model.penalty import Penalty
from offence_engine.model.result import Considered
from offence_engine.model.truth import VERDICT
from offence_engine.rulebook.reading import boundaries_of, reading_on

Milder = Literal["yes", "no", "open"]
_LIFE, _DEATH = 10_000.0, 20_000.0


def compare(old: Penalty, new: Penalty) -> Milder:
    """Whether the new penalty is milder (Criminal Act 50): the ends of the prison term first, then other kinds.

    Lower at one end and higher at neither is milder; so is a milder kind to choose that was added. Ends that move
    apart, or a lower term for which the milder kind was lost, are open.
    """
    if (old.prison_months is None and old.fine_krw is None and old.same_as) or (
        new.same_as and new.prison_months is None
    ):
        return "no"
    before, after = _ends(old), _ends(new)
    if before is None or after is None:
        if before is None and after is None:
            return "yes" if _fine(new) < _fine(old) else "no"
        return "yes" if after is None else "no"
    lower = after[0] < before[0] or after[1] < before[1]
    higher = after[0] > before[0] or after[1] > before[1]
    if lower and higher:
        return "open"
    lost, added = _choices(old) - _choices(new), _choices(new) - _choices(old)
    if lower:
        return "open" if lost else "yes"
    if higher or lost:
        return "no"
    return "yes" if added or _fine(new) < _fine(old) else "no"


def _ends(penalty: Penalty) -> tuple[float, float] | None:
    if penalty.prison_months is None:
        return None
    least, most = penalty.prison_months
    return least, _DEATH if penalty.death else _LIFE if penalty.life else most


def _fine(penalty: Penalty) -> int:
    return penalty.fine_krw[1] if penalty.fine_krw else 0


def _choices(penalty: Penalty) -> set[str]:
    """The milder kinds that may be chosen instead of prison."""
    kinds = {"fine": penalty.form == "imprisonment-or-fine", "detention": penalty.or_detention}
    kinds["suspension"] = penalty.suspension_months is not None and penalty.form != "imprisonment-and-suspension"
    return {kind for kind, there in kinds.items() if there}


def under_milder_law(work: Work, judged: list[Judged], as_of: date) -> list[Judged]:
    """Every finding under the mildest law; what rests on a finding follows it to its new id."""
    found = [milder_law(work, item, as_of) for item in judged]
    moved = {a.finding.id: b.finding.id for a, b in zip(judged, found, strict=True) if a.finding.id != b.finding.id}
    if not moved:
        return found
    for item in found:
        rests_on = tuple(moved.get(id_, id_) for id_ in item.finding.rests_on)
        item.finding = item.finding.model_copy(update={"rests_on": rests_on})
    return found


def milder_law(work: Work, item: Judged, as_of: date) -> Judged:
    """The finding under the mildest law between the act and `as_of`, with every law that was considered for it."""
    rules = work.book.later_law
    if rules is None or item.finding.verdict == "not_applicable" or item.finding.day_decides:
        return item
    days = [d for d in boundaries_of(work.book, item.finding.provision) if item.count.last < d <= as_of]
    best, told = item, []
    heavier_since = False
    for day in days:
        later, entry = _considered(work, rules, item, best, day)
        if entry is None:
            continue
        if entry.milder == "yes" and later is not None:
            best, heavier_since = later, False
        elif entry.milder == "no":
            heavier_since = heavier_since or entry.effective != best.reading.version.effective
        if entry.milder != "no":
            told.append(entry)
    if best is item:
        return item if not told else _with(item, tuple(told))
    if heavier_since:
        told[-1] = told[-1].model_copy(update={"because": rules.intermediate, "settled": False})
    first = Considered(
        effective=item.reading.version.effective, verdict=item.finding.verdict, penalty=item.finding.penalty,
        milder="no", because=rules.at_the_act,
    )  # fmt: skip
    return _with(best, (first, *told))


def _with(item: Judged, considered: tuple[Considered, ...]) -> Judged:
    return replace(item, finding=item.finding.model_copy(update={"considered": considered}))


def _considered(
    work: Work, rules: LaterLaw, item: Judged, best: Judged, day: date
) -> tuple[Judged | None, Considered | None]:
    """The count held against the law of a later day; and how that law compares with the mildest so far."""
    provision = item.finding.provision
    reading = reading_on(work.book, provision, day)
    if reading is None:
        version = next((v for v in work.book.provisions[provision].versions if v.effective == day), None)
        if version is None or not version.repealed:
            return None, None
        if version.keeps_old is not None:
            return None, _entry(day, "not_applicable", None, "kept", version.keeps_old.because, version.keeps_old.by)
        if version.continued_as:
            return None, _entry(day, "not_applicable", None, "open", rules.moved, rules.id, settled=False)
        gone = _under(item, item, "not_applicable")
        return gone, _entry(day, "not_applicable", None, "yes", rules.abolished, rules.id)
    if _alike(reading, best.reading):
        return None, None
    if _plainly_no_milder(work, item, best, reading):
        return None, _entry(reading.version.effective, "applicable", reading.penalty, "no", rules.at_the_act, rules.id)
    later = again(work, item, reading)
    verdict = later.finding.verdict if later is not None else "not_applicable"
    penalty = later.finding.penalty if later is not None else reading.penalty
    keeps = reading.version.keeps_old
    milder = _is_milder(best, verdict, penalty)
    if keeps is not None and milder != "no":
        return None, _entry(reading.version.effective, verdict, penalty, "kept", keeps.because, keeps.by)
    because = rules.open if milder == "open" else rules.abolished if verdict == "not_applicable" else rules.milder
    entry = _entry(reading.version.effective, verdict, penalty, milder, because, rules.id, settled=milder != "open")
    return _under(item, later or item, verdict), entry


def _alike(one: Reading, other: Reading) -> bool:
    """Whether two readings have the same version, elements and modifiers."""

    def said(reading: Reading) -> tuple[object, ...]:
        modifiers = (reading.attempt, *reading.added, *reading.participations)
        return reading.version.effective, reading.elements, [(m.id, m.elements, m.reach.fine) for m in modifiers if m]

    return said(one) == said(other)


def _plainly_no_milder(work: Work, item: Judged, best: Judged, reading: Reading) -> bool:
    """Whether the later law punishes the same count, and not more mildly: seen without telling the whole finding."""
    count = item.count
    modified = any(m.modifies == "justification" for m in reading.added)
    if (
        count.principal is not None
        or modified
        or reading.penalty.same_as
        or compare(best.finding.penalty, reading.penalty) != "no"
    ):
        return False
    program = work.judge.program(reading, work.case.acts[count.deed].kind)
    if not program.possible:
        return False
    slots = {path: work.probe.slot(count, path) for path in program.paths}
    truth = VERDICT[work.outcome(count, program, slots).truths["verdict"]].value
    return truth == "applicable" or truth == best.finding.verdict


def _is_milder(best: Judged, verdict: str, penalty: Penalty) -> Milder:
    if best.finding.verdict == "not_applicable":
        return "no"
    if verdict == "not_applicable":
        return "yes"
    if verdict != best.finding.verdict:
        return "open"
    return compare(best.finding.penalty, penalty)


def again(work: Work, item: Judged, reading: Reading) -> Judged | None:
    """The same count under another reading; None where that reading knows no such deed or way of taking part."""
    count = item.count
    kind = work.case.acts[count.deed].kind
    if count.principal is not None:
        how = item.finding.participation
        modifier = next((m for m in reading.participations if m.modifies == how), None)
        return None if modifier is None else through(work, count, reading, modifier)
    program = work.judge.program(reading, kind)
    if not program.possible:
        return None
    return work.judged(count, reading, program)


def _under(first: Judged, later: Judged, verdict: str) -> Judged:
    """The later finding as that of the act, under the law that displaced it."""
    version = later.finding.version.model_copy(update={"basis": "favourable"})
    used = tuple(dict.fromkeys((*first.finding.versions_used, *later.finding.versions_used)))
    suffix = first.finding.id.removeprefix(finding_id(first.count, first.reading))
    update = {
        "id": finding_id(later.count, later.reading) + suffix,
        "version": version,
        "versions_used": used,
        "verdict": verdict,
        "rests_on": first.finding.rests_on,
    }
    if verdict == "not_applicable":
        update |= {"failing": 0, "missing": ()}
    return replace(later, finding=later.finding.model_copy(update=update))


def _entry(
    day: date, verdict: str, penalty: Penalty | None, milder: str, because: object, by: str, settled: bool = True
) -> Considered:
    return Considered.model_validate(
        {
            "effective": day,
            "verdict": verdict,
            "penalty": penalty,
            "milder": milder,
            "because": because,
            "by": by,
            "settled": settled,
        }
    )

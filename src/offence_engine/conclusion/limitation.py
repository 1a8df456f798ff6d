"""Limitation of a finding: the table by the statutory maximum, from which day, and the rules that depart from it."""

from __future__ import annotations

from datetime import date

from offence_engine.conclusion.findings import Judged
from offence_engine.model.base import Label, label
from offence_engine.model.case import Case
from offence_engine.model.general import SpecialLimitation
from offence_engine.model.result import LimitationResult
from offence_engine.model.time import DAY, Span, birthday, candidates, under
from offence_engine.model.truth import Truth
from offence_engine.rulebook.export import years_by_table
from offence_engine.rulebook.ids import reaches, read_id
from offence_engine.rulebook.rulebook import Rulebook


def last_day(start: date, years: int) -> date:
    """The last day of a period whose first day counts in full; where the last month has no such day, its end."""
    return birthday(start, years) - DAY


def _minor(case: Case, judged: Judged, age: int) -> Truth:
    """Whether the victim was under the age at the act."""
    victim = judged.count.victim
    birth = case.persons[victim].birth if victim else None
    if birth is None:
        return Truth.UNDETERMINED if victim or _may_have_victim(judged) else Truth.NOT_MET
    days = Span(judged.count.first, judged.count.last) if judged.count.basis == "series" else judged.count.days
    found = {under(b, d, age, False) for b, d in candidates(birth, days, [age])}
    return Truth.UNDETERMINED if len(found) > 1 else Truth.MET if True in found else Truth.NOT_MET


def _may_have_victim(judged: Judged) -> bool:
    return judged.reading.provision.roles.victim != "none"


def limitation(book: Rulebook, case: Case, judged: Judged, as_of: date) -> LimitationResult:
    """The period of a finding, with the earliest and latest last day, and why."""
    count = judged.count
    years = years_by_table(book, judged.finding.penalty)
    ends = Span(count.first, count.last) if count.basis == "series" else count.days
    start = "end_of_act"
    because: list[Label] = [
        label(
            f"법정형 상한에 따라 {years}년 ({_cite(book, book.limitation.periods.by).ko})",
            f"{years} years by the statutory maximum ({_cite(book, book.limitation.periods.by).en})",
        ),
        label(
            f"범죄행위의 종료한 때부터 ({_cite(book, book.limitation.starts.by).ko})",
            f"from the end of the act ({_cite(book, book.limitation.starts.by).en})",
        ),
    ]
    earliest: date | None = last_day(ends.first, years)
    latest: date | None = last_day(ends.last, years)
    settled = True
    for special in _reaching(book, count.provision, "from_majority"):
        age = special.age or 0
        minor = _minor(case, judged, age)
        if minor is Truth.NOT_MET or ends.last < special.effective:
            continue
        birth = case.persons[count.victim].birth if count.victim else None
        if birth is None:
            latest = None
        else:
            first, last = birthday(birth.first, age), birthday(birth.last, age)
            latest = max(latest, last_day(last, years)) if latest else None
            if minor is Truth.MET:
                earliest = max(last_day(first, years), last_day(ends.first, years))
        start = "majority" if minor is Truth.MET else start
        because.append(_because(book, special, minor))
        break
    for special in _reaching(book, count.provision, "none"):
        if not _no_limitation(special, ends, earliest):
            continue
        open_for = [o for o in special.open if o.what in {m.id for m in judged.finding.modifiers}]
        because.append(_because(book, special, Truth.MET))
        if not open_for:
            return LimitationResult(
                kind="none", years=None, starts=None, earliest=None, latest=None, because=tuple(because[-1:])
            )
        settled = False
        because += [o.because for o in open_for]
    expired = (
        "yes" if latest and latest < as_of else "no" if earliest and earliest >= as_of else "undetermined"
    )  # fmt: skip
    return LimitationResult(
        kind="years", years=years, starts="majority" if start == "majority" else "end_of_act",
        earliest=earliest, latest=latest, because=tuple(because), settled=settled,
        expired="yes" if expired == "yes" else "no" if expired == "no" else "undetermined",
    )  # fmt: skip


def _reaching(book: Rulebook, provision: str, kind: str) -> list[SpecialLimitation]:
    return [
        s for s in book.limitation.special if s.kind == kind and any(reaches(named, provision) for named in s.reaches)
    ]


def _no_limitation(special: SpecialLimitation, ends: Span, earliest: date | None) -> bool:
    """Whether a rule without limitation holds: for acts since it, and for earlier ones not expired on that day."""
    if ends.first >= special.effective:
        return True
    return special.also_earlier_unless_expired and earliest is not None and earliest >= special.effective


def _cite(book: Rulebook, id_: str) -> Label:
    if read_id(id_) is None or id_.split(".")[0] not in book.acts:
        return label(id_, id_)
    return book.citation(id_)


def _because(book: Rulebook, special: SpecialLimitation, truth: Truth) -> Label:
    cite = _cite(book, special.id)
    unsure_ko = " (피해자의 나이에 따라)" if truth is Truth.UNDETERMINED else ""
    unsure_en = " (if the victim's age is such)" if truth is Truth.UNDETERMINED else ""
    return label(f"{special.because.ko} ({cite.ko}){unsure_ko}", f"{special.because.en} ({cite.en}){unsure_en}")

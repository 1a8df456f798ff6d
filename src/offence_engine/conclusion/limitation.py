"""Limitation of a finding: the table by the statutory maximum, from which day, and the rules that depart from it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.stated import day_in, truth_of
from offence_engine.conclusion.suspension import Pause, merged, pauses, shifted
from offence_engine.model.base import Label, label
from offence_engine.model.case import Case
from offence_engine.model.general import SpecialLimitation
from offence_engine.model.penalty import Penalty
from offence_engine.model.result import LimitationReading, LimitationResult
from offence_engine.model.time import DAY, Span, birthday, candidates, under
from offence_engine.model.truth import Truth
from offence_engine.rulebook.export import years_by_table
from offence_engine.rulebook.ids import reaches, read_id
from offence_engine.rulebook.rulebook import Rulebook


def last_day(start: date, years: int) -> date:
    """The last day of a period whose first day counts in full; where the last month has no such day, its end."""
    return birthday(start, years) - DAY


class _Days(NamedTuple):
    """The first and last day on which a period can end (None: not known), and from what it runs."""

    earliest: date
    latest: date | None
    majority: bool
    because: tuple[Label, ...]
    settled: bool


_ENTITY = label(
    "이 규정이 법인 등에 대한 벌금에도 미치는지는 정해지지 않았다",
    "whether this rule reaches the fine of an entity too is not settled",
)
_FOLLOWS = label(
    "바탕이 된 죄의 법정형에 따라 정해지는데, 그 죄가 아직 정해지지 않았다",
    "it follows from the statutory penalty of the offence on which this one rests, and that is not established yet",
)


def limitation(work: Work, judged: Judged, as_of: date) -> LimitationResult:
    """The period of a finding, with the earliest and latest last day, and why."""
    book, finding = work.book, judged.finding
    if finding.penalty.same_as is not None and finding.penalty.prison_months is None:
        # The penalty is that of another offence, and none is established on which this one rests.
        return LimitationResult(
            kind="years", years=None, starts="end_of_act", earliest=None, latest=None, because=(_FOLLOWS,), settled=False,
            expired="undetermined",
        )  # fmt: skip
    years = years_by_table(book, finding.penalty)
    ends, last_act = _ends(work, judged)
    by_table = label(
        f"법정형 상한에 따라 {years}년 ({_cite(book, book.limitation.periods.by).ko})",
        f"{years} years by the statutory maximum ({_cite(book, book.limitation.periods.by).en})",
    )
    starts = label(
        f"범죄행위의 종료한 때부터 ({_cite(book, book.limitation.starts.by).ko})",
        f"from the end of the act ({_cite(book, book.limitation.starts.by).en})",
    )
    days = _days(work, judged, ends, years, as_of)
    because = [by_table, starts, *last_act, *days.because]
    readings: tuple[LimitationReading, ...] = ()
    earliest, latest, settled = days.earliest, days.latest, days.settled
    raised = _raised_years(book, judged)
    if raised is not None and raised[0] != years:
        other = _days(work, judged, ends, raised[0], as_of)
        readings = (
            LimitationReading(years=years, earliest=days.earliest, latest=days.latest, because=by_table),
            LimitationReading(years=raised[0], earliest=other.earliest, latest=other.latest, because=raised[1]),
        )
        latest = max(latest, other.latest) if latest and other.latest else None
        settled = False
        because.append(raised[1])
    for special in _reaching(book, judged.count.provision, "none"):
        truth = truth_of(book, work.probe, special.when, judged.count) if special.when is not None else Truth.MET
        since = _no_limitation(special, ends, days)
        if Truth.NOT_MET in (truth, since):
            continue
        open_for = [o for o in special.open if o.what in {m.id for m in finding.modifiers}]
        because.append(_because(book, special, truth))
        entity = finding.participation == "legal_entity"
        because += [_ENTITY] if entity else []
        if not open_for and not entity and truth is since is Truth.MET:
            return LimitationResult(
                kind="none", years=None, starts=None, earliest=None, latest=None, because=tuple(because[-1:])
            )
        settled = False
        latest = None if Truth.UNDETERMINED in (truth, since) else latest
        because += [o.because for o in open_for]
    return LimitationResult(
        kind="years", years=years, starts="majority" if days.majority else "end_of_act",
        earliest=earliest, latest=latest, because=tuple(because), settled=settled,
        expired="yes" if latest and latest < as_of else "no" if earliest >= as_of else "undetermined",
        readings=readings,
    )  # fmt: skip


def _ends(work: Work, judged: Judged) -> tuple[Span, list[Label]]:
    """When the act ended; for who took part in another's, when the last of the two did."""
    count, rule = judged.count, work.book.limitation.accomplices
    ends = Span(count.first, count.last) if count.basis == "series" else count.days
    if rule is None or count.principal is None:
        return ends, []
    own = work.case.acts[count.act].when
    if count.act != count.deed:
        ends = Span(max(ends.first, own.last.first), max(ends.last, own.last.last))
    cite = _cite(work.book, rule.by)
    return ends, [label(f"{rule.because.ko} ({cite.ko})", f"{rule.because.en} ({cite.en})")]


def _days(work: Work, judged: Judged, ends: Span, years: int, as_of: date) -> _Days:
    """The days of a period of so many years: from majority, with years more, and what stands still left out."""
    book, count = work.book, judged.count
    first, last = ends
    known, majority, settled = True, False, True
    because: list[Label] = []
    for special in _reaching(book, count.provision, "from_majority"):
        age = special.age or 0
        minor = _minor(work.case, judged, age)
        if minor is Truth.NOT_MET or ends.last < special.effective:
            continue
        birth = work.case.persons[count.victim].birth if count.victim else None
        if birth is None:
            known = False
        else:
            last = max(last, birthday(birth.last, age))
            first = max(first, birthday(birth.first, age)) if minor is Truth.MET else first
        majority = minor is Truth.MET
        because.append(_because(book, special, minor))
        break
    earliest, latest = last_day(first, years), last_day(last, years)
    for special in _reaching(book, count.provision, "extended"):
        truth = truth_of(book, work.probe, special.when, count) if special.when is not None else Truth.MET
        if truth is Truth.NOT_MET or ends.last < special.effective:
            continue
        latest = last_day(last, years + (special.years_more or 0))
        earliest = last_day(first, years + (special.years_more or 0)) if truth is Truth.MET else earliest
        because.append(_because(book, special, truth))
        break
    stood = pauses(work, judged)
    certain = [p for p in stood if p.certain]
    earliest, _ = shifted(earliest, first, merged(certain), as_of)
    latest, going_on = shifted(latest, last, merged(stood), as_of)
    felt = [p for p in stood if p.first <= latest]
    because += [p.because for p in felt]
    settled = settled and all(p.certain for p in felt)
    deemed = _deemed(work, judged, felt)
    if deemed is not None:
        return _Days(deemed[0], deemed[0], majority, (*because, deemed[1]), settled)
    return _Days(earliest, latest if known and not going_on else None, majority, tuple(because), settled)


def _deemed(work: Work, judged: Judged, felt: list[Pause]) -> tuple[date, Label] | None:
    """The day on which limitation counts as complete after an indictment that is still pending."""
    rule = work.book.limitation.deemed
    if rule is None:
        return None
    brought = day_in(work.case, rule.from_, judged.count.suspect)
    pending = [p for p in felt if p.own and p.path == rule.from_ and p.to == date.max]
    if brought is None or not pending:
        return None
    cite = _cite(work.book, rule.by)
    return last_day(brought, rule.years), label(f"{rule.because.ko} ({cite.ko})", f"{rule.because.en} ({cite.en})")


def _raised_years(book: Rulebook, judged: Judged) -> tuple[int, Label] | None:
    """The years by the penalty as raised by a modifier of which it is open whether it counts, and why."""
    rule = book.limitation.raised
    if rule is None:
        return None
    penalty, found = judged.finding.penalty, False
    for modifier in judged.finding.modifiers:
        file = book.modifiers.get(modifier.id)
        parsed = read_id(modifier.id)
        if file is None or parsed is None or parsed.act in rule.not_counted:
            continue
        factor = 1 + Fraction(file.raise_) if file.raise_ else Fraction(1)
        if factor > 1 and penalty.prison_months is not None:
            penalty, found = _times(penalty, factor), True
    if not found:
        return None
    years = years_by_table(book, penalty)
    cite = _cite(book, rule.by)
    because = label(
        rule.because.ko.replace("{years}", str(years)) + f" ({cite.ko})",
        rule.because.en.replace("{years}", str(years)) + f" ({cite.en})",
    )
    return years, because


def _times(penalty: Penalty, factor: Fraction) -> Penalty:
    assert penalty.prison_months is not None
    least, most = penalty.prison_months
    return penalty.model_copy(update={"prison_months": (least, float(most * factor))})


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


def _reaching(book: Rulebook, provision: str, kind: str) -> list[SpecialLimitation]:
    return [
        s for s in book.limitation.special if s.kind == kind and any(reaches(named, provision) for named in s.reaches)
    ]


def _no_limitation(special: SpecialLimitation, ends: Span, days: _Days) -> Truth:
    """Whether a rule without limitation holds: for acts since it, and for earlier ones not expired on that day."""
    if ends.first >= special.effective:
        return Truth.MET
    if not special.also_earlier_unless_expired:
        return Truth.NOT_MET if ends.last < special.effective else Truth.UNDETERMINED
    if days.earliest >= special.effective:
        return Truth.MET
    late = days.latest is None or days.latest >= special.effective or ends.last >= special.effective
    return Truth.UNDETERMINED if late else Truth.NOT_MET


def _cite(book: Rulebook, id_: str) -> Label:
    if read_id(id_) is None or id_.split(".")[0] not in book.acts:
        return label(id_, id_)
    return book.citation(id_)


def _because(book: Rulebook, special: SpecialLimitation, truth: Truth) -> Label:
    cite = _cite(book, special.id)
    unsure_ko = " (확인되면)" if special.kind != "from_majority" else " (피해자의 나이에 따라)"
    unsure_en = " (if established)" if special.kind != "from_majority" else " (if the victim's age is such)"
    if truth is not Truth.UNDETERMINED:
        unsure_ko = unsure_en = ""
    return label(f"{special.because.ko} ({cite.ko}){unsure_ko}", f"{special.because.en} ({cite.en}){unsure_en}")

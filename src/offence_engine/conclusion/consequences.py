"""What follows from findings: duties, powers, support, orders, where the case goes; inference over findings again.

A consequence follows from a finding where the finding is established, the law is in force, the penalty weighs enough
and the condition holds; it does not follow where one of these fails. durable_rules derives both, and the reference
must agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.stated import Bound, bound, cites, own_count, truth_in, unknown_in
from offence_engine.errors import Fault, InternalError, Place
from offence_engine.inference import rete
from offence_engine.inference.rete import RuleSet
from offence_engine.model.base import label
from offence_engine.model.procedure import Consequence, Reaches
from offence_engine.model.result import Body, Duty, MissingFact, OpenPoint
from offence_engine.model.time import Span
from offence_engine.model.truth import Truth
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.rulebook import Rulebook

_PARTS = ("finding", "law", "weight", "when")
_STAGE_TWO: list[RuleSet] = []


@dataclass
class _Found:
    """The findings from which one consequence follows, or would."""

    follows: list[Judged] = field(default_factory=list)
    open: list[Judged] = field(default_factory=list)
    missing: dict[str, MissingFact] = field(default_factory=dict)

    @property
    def all(self) -> list[Judged]:
        return [*self.follows, *self.open]


def duties(work: Work, judged: Iterable[Judged], day: date) -> tuple[Duty, ...]:
    """Every consequence of a case's findings on a day, in the order of the rules."""
    items: dict[tuple[str, str], list[Judged]] = {}
    for item in judged:
        if item.finding.verdict != "not_applicable":
            kind = work.case.persons[item.count.suspect].kind
            items.setdefault((item.count.provision, kind), []).append(item)
    found = []
    for id_, rule in work.book.procedure.consequences.items():
        if rule.goes_by == "as_of" and _in_force(rule, Span(day, day)) is not Truth.MET:
            continue
        told = _of(work, rule, items)
        if told.follows or (told.open and rule.show_open):
            found.append(_duty(work.book, id_, rule, told, day))
    return tuple(found)


def _of(work: Work, rule: Consequence, items: dict[tuple[str, str], list[Judged]]) -> _Found:
    found = _Found()
    bounds: dict[date, Bound] = {}
    for item in (item for key, same in items.items() if _for(rule, *key) for item in same):
        when = Truth.MET
        if rule.when is not None:
            day = item.count.days.first
            if day not in bounds:
                bounds[day] = bound(work.book, rule.when, day)
            when = truth_in(work.probe, bounds[day], own_count(item.count))
        truth = _derived(_established(rule, item), _law(rule, item), _weight(rule, item), when)
        if truth is Truth.MET:
            found.follows.append(item)
        elif truth is Truth.UNDETERMINED:
            found.open.append(item)
            if rule.when is not None and when is Truth.UNDETERMINED and rule.show_open:
                asked = unknown_in(work.book, work.probe, rule.when, own_count(item.count))
                found.missing |= {m.at: m for m in asked}
    return found


def _for(rule: Consequence, provision: str, kind: str) -> bool:
    """Whether a rule is about the offence and the kind of person at all."""
    excepted = any(reaches(named, provision) for named in rule.except_)
    return _reached(rule.reaches, provision) and not excepted and rule.suspects in ("any", kind)


def _reached(what: Reaches, provision: str) -> bool:
    return what == "every_offence" or any(reaches(named, provision) for named in what)


def _established(rule: Consequence, item: Judged) -> Truth:
    if item.finding.verdict == "applicable" or rule.follows_from == "undetermined":
        return Truth.MET
    return Truth.UNDETERMINED


def _law(rule: Consequence, item: Judged) -> Truth:
    """Whether it is in force: on every, some or no day on which the act may have been done."""
    if rule.goes_by == "as_of":
        return Truth.MET
    count = item.count
    return _in_force(rule, Span(count.first, count.last) if count.basis == "series" else count.days)


def _in_force(rule: Consequence, days: Span) -> Truth:
    if days.last < rule.effective or (rule.until is not None and days.first > rule.until):
        return Truth.NOT_MET
    whole = days.first >= rule.effective and (rule.until is None or days.last <= rule.until)
    return Truth.MET if whole else Truth.UNDETERMINED


def _weight(rule: Consequence, item: Judged) -> Truth:
    """Whether the statutory maximum is as high as the rule asks."""
    penalty = item.finding.penalty
    most = penalty.prison_months[1] if penalty.prison_months else 0
    heavy = penalty.life or penalty.death or most >= rule.prison_at_least_years * 12
    return Truth.MET if rule.prison_at_least_years == 0 or heavy else Truth.NOT_MET


@cache
def _derived(finding: Truth, law: Truth, weight: Truth, when: Truth) -> Truth:
    """Both engines on: it follows if all four hold, it does not if one fails."""
    parts = dict(zip(_PARTS, (finding, law, weight, when), strict=True))
    failing = Truth.NOT_MET in parts.values()
    expected = Truth.NOT_MET if failing else Truth.UNDETERMINED if Truth.UNDETERMINED in parts.values() else Truth.MET
    if not rete.AVAILABLE:
        return expected
    if not _STAGE_TWO:
        rules: list[tuple[tuple[str, ...], str]] = [(tuple(f"{name}+" for name in _PARTS), "follows")]
        rules += [((f"{name}-",), "follows_not") for name in _PARTS]
        _STAGE_TWO.append(RuleSet("consequences", rules))
    signs = {Truth.MET: "+", Truth.NOT_MET: "-"}
    found = _STAGE_TWO[0].derive([f"{name}{signs[t]}" for name, t in parts.items() if t in signs])
    truth = Truth.MET if "follows" in found else Truth.NOT_MET if "follows_not" in found else Truth.UNDETERMINED
    if truth is not expected:
        raise InternalError(
            [
                Fault(
                    Place("consequences"),
                    "두 엔진의 후속 조치 판단이 다릅니다.",
                    "the engines differ on what follows from findings",
                )
            ]
        )
    return truth


def _duty(book: Rulebook, id_: str, rule: Consequence, told: _Found, day: date) -> Duty:
    concerned = told.all if rule.show_open else told.follows
    ids = {item.finding.id for item in told.follows}
    open_points = tuple(point for point in _open(rule, concerned, day) if point.concerns)
    return Duty(
        id=id_, kind=rule.kind, title=rule.title, says=rule.says, who=rule.who,
        addressee=tuple(body for office in rule.addressee if (body := _body(book, office, day)) is not None),
        by=cites(book, rule.by),
        state="follows" if told.follows else "open",
        concerns=tuple(item.finding.id for item in concerned),
        open_for=tuple(item.finding.id for item in concerned if item.finding.id not in ids),
        suspects=_each(item.count.suspect for item in concerned),
        victims=_each(item.count.victim for item in concerned),
        materials=_each(item.count.material for item in concerned),
        because=rule.because, missing=tuple(told.missing[at] for at in sorted(told.missing)),
        settled=not open_points, open=open_points, note=rule.note,
    )  # fmt: skip


def _each(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name is not None}))


def _open(rule: Consequence, items: list[Judged], day: date) -> list[OpenPoint]:
    """What is not settled on the day, each with the findings that it concerns."""
    return [
        OpenPoint(
            because=entry.because,
            readings=entry.readings,
            concerns=tuple(i.finding.id for i in items if _reached(entry.reaches, i.count.provision)),
        )
        for entry in rule.open
        if (entry.effective is None or entry.effective <= day) and (entry.until is None or day <= entry.until)
    ]


def _body(book: Rulebook, office: str, day: date) -> Body | None:
    """A body under the name that it bears on the day."""
    entry = book.letters.offices[office]
    name = entry.on(day)
    if name is None:
        return None
    head = name.head
    whole = label(f"{name.ko}{head.ko}", f"{head.en}{name.en}") if head is not None else name.label
    return Body(id=office, name=whole, uncertain=entry.uncertain)

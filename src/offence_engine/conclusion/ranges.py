"""From statutory penalties to the range for sentencing, step by step (never a predicted sentence).

Imprisonment wherever the law allows it; mandatory steps only. The figures of the general part come from the rules.
"""

from __future__ import annotations

from fractions import Fraction

from offence_engine.model.base import Label, label
from offence_engine.model.penalty import months_en, months_ko
from offence_engine.model.result import Offence, Range, Step
from offence_engine.rulebook.rulebook import Rulebook


def range_for(book: Rulebook, offences: list[Offence]) -> Range | None:
    """The range of one suspect's offences that stand, or None where there is none."""
    counted = [o for o in offences if o.standing.as_ == "principal" and o.penalty.prison_months]
    if not counted:
        return None
    steps: list[Step] = []
    settled = True
    single: dict[str, tuple[Fraction, Fraction]] = {}
    for offence in counted:
        single[offence.id], sure = _single(book, offence, steps)
        settled = settled and sure
    groups = _ideal_groups(counted)
    merged: list[tuple[Fraction, Fraction, int]] = []
    for group in groups:
        least = max(single[o.id][0] for o in group)
        most = max(single[o.id][1] for o in group)
        merged.append((least, most, max(o.number for o in group)))
        if len(group) > 1:
            rule = book.penalty_rules.ideal_concurrence
            ids = ", ".join(o.id for o in group)
            steps.append(
                Step(
                    text=label(
                        f"상상적 경합 ({ids}): 가장 무거운 형, 하한도 무거운 쪽 → {_ko(least, most)}",
                        f"one act ({ids}): the heaviest penalty, the higher minimum too -> {_en(least, most)}",
                    ),
                    by=rule.id,
                )
            )
            settled = settled and rule.settled
    least, most = _real(book, merged, steps)
    life = any(o.penalty.life for o in counted)
    return Range(
        prison_months=(float(least), float(most)),
        life=life,
        fine_krw=None,
        steps=tuple(steps),
        settled=settled,
        text=_text(least, most, life),
    )


def _single(book: Rulebook, offence: Offence, steps: list[Step]) -> tuple[tuple[Fraction, Fraction], bool]:
    """One offence after what raises or lowers it alone."""
    assert offence.penalty.prison_months
    least, most = (Fraction(x) for x in offence.penalty.prison_months)
    steps.append(
        Step(
            text=label(f"{offence.id}: 법정형 {_ko(least, most)}", f"{offence.id}: statutory {_en(least, most)}"),
            by=offence.provision,
        )
    )
    settled = True
    for result in offence.modifiers:
        rule = book.modifiers[result.id]
        if rule.raise_:
            factor = 1 + Fraction(rule.raise_)
            cap = Fraction(book.penalty_rules.raised_most_months)
            least, most = min(least * factor, cap), min(most * factor, cap)
            steps.append(
                Step(
                    text=label(
                        f"{result.citation.ko}: {rule.raise_} 가중 → {_ko(least, most)} (하한도 올리는 것은 실무, 미확립)",
                        f"{result.citation.en}: raised by {rule.raise_} -> {_en(least, most)} (raising the minimum too is practice, not settled)",
                    ),
                    by=result.id,
                )
            )
            settled = False
        elif rule.mitigate == "mandatory":
            least, most = least / 2, most / 2
            steps.append(
                Step(
                    text=label(
                        f"{result.citation.ko}: 필요적 감경 → {_ko(least, most)}",
                        f"{result.citation.en}: mandatory mitigation -> {_en(least, most)}",
                    ),
                    by=result.id,
                )
            )
    return (least, most), settled


def _ideal_groups(offences: list[Offence]) -> list[list[Offence]]:
    """Offences joined by one act, transitively."""
    by_id = {o.id: o for o in offences}
    seen: set[str] = set()
    groups = []
    for offence in offences:
        if offence.id in seen:
            continue
        group, todo = [], [offence.id]
        while todo:
            current = todo.pop()
            if current in seen or current not in by_id:
                continue
            seen.add(current)
            group.append(by_id[current])
            todo += [w.to for w in by_id[current].with_ if w.kind == "ideal"]
        groups.append(group)
    return groups


def _real(book: Rulebook, parts: list[tuple[Fraction, Fraction, int]], steps: list[Step]) -> tuple[Fraction, Fraction]:
    """Several acts: the heaviest maximum raised, not above the sum of maxima nor the cap; the highest minimum."""
    rules = book.penalty_rules
    least, most = max(p[0] for p in parts), max(p[1] for p in parts)
    if sum(p[2] for p in parts) == 1:
        return least, most
    total = sum((p[1] * p[2] for p in parts), Fraction(0))
    factor = Fraction(rules.real_concurrence_factor)
    raised = min(most * factor, total, Fraction(rules.raised_most_months))
    steps.append(
        Step(
            text=label(
                f"경합범: 가장 무거운 죄의 장기 {months_ko(float(most))} x {factor} = {months_ko(float(most * factor))}, "
                f"장기 합산 {months_ko(float(total))}, 상한 {months_ko(rules.raised_most_months)} → {_ko(least, raised)}",
                f"several acts: heaviest maximum {months_en(float(most))} x {factor} = {months_en(float(most * factor))}, "
                f"sum of maxima {months_en(float(total))}, cap {months_en(rules.raised_most_months)} -> {_en(least, raised)}",
            ),
            by=rules.real_concurrence.id,
        )
    )
    return least, raised


def _ko(least: Fraction, most: Fraction) -> str:
    return f"징역 {months_ko(float(least))}~{months_ko(float(most))}"


def _en(least: Fraction, most: Fraction) -> str:
    return f"imprisonment {months_en(float(least))} to {months_en(float(most))}"


def _text(least: Fraction, most: Fraction, life: bool) -> Label:
    return label(
        ("무기징역 또는 " if life else "") + _ko(least, most),
        ("life imprisonment or " if life else "") + _en(least, most),
    )

"""One offence by itself: the kind chosen, then what raises and what mitigates it, in the order of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from offence_engine.model.general import Mitigation, OrderStep, PenaltyRules
from offence_engine.reckoning.amounts import Bounds, Kind, Penal
from offence_engine.reckoning.crime import Crime, Ground
from offence_engine.reckoning.sheet import Choice, Sheet

ONE = Fraction(1)


def alone(rules: PenaltyRules, same: Sequence[Crime], kind: Kind, choice: Choice, sheet: Sheet) -> Penal:
    """What may be imposed for each of some offences that are alike, before they are joined with others."""
    crime = same[0]
    penal = statutory(crime, kind)
    name_ko, name_en = named(same)
    chosen = len(crime.kinds) > 1 and kind != next((k for k in crime.kinds if k not in ("death", "life")), None)
    if chosen and rules.choice is not None:
        sheet.note(
            f"{name_ko}: 법정형 가운데 {penal.text.ko} 선택", f"{name_en}: of the statutory penalties, {penal.text.en} is chosen",
            rules.choice.id, same, rules.choice.settled,
        )  # fmt: skip
    else:
        sheet.note(f"{name_ko}: 법정형 {penal.text.ko}", f"{name_en}: statutory {penal.text.en}", crime.provision, same)
    if kind == "prison" and crime.suspension_too:
        sheet.note(
            f"{name_ko}: 자격정지도 함께", f"{name_en}: with suspension of qualifications", crime.provision, same
        )
    for step in rules.order:
        if step.step == "raise":
            for ground in _raising(rules, step, crime):
                penal = _raised(rules, step, ground, penal, same, sheet)
        elif step.step == "mitigate" and rules.mitigation is not None:
            for ground in crime.grounds:
                if ground.mitigate == "mandatory" or (ground.mitigate == "optional" and ground.id in choice.grounds):
                    penal = mitigated(rules.mitigation, penal)
                    _say_mitigated(rules.mitigation, ground, penal, same, sheet)
    return penal


def named(same: Sequence[Crime]) -> tuple[str, str]:
    """The provision, with how many offences it is about."""
    number = sum(c.number for c in same)
    title = same[0].title
    return (title.ko, title.en) if number == 1 else (f"{title.ko} x {number}", f"{title.en} x {number}")


def statutory(crime: Crime, kind: Kind) -> Penal:
    """The statutory penalty of a kind; beside a definite term, death and life may still be chosen.

    Where death and life of a young person are replaced, they cannot.
    """
    if kind in ("death", "life"):
        return Penal(kind)
    heavier = kind == "prison" and crime.young.value != "met"
    return Penal(kind, crime.of(kind), life=heavier and crime.life, death=heavier and crime.death)


def _raising(rules: PenaltyRules, step: OrderStep, crime: Crime) -> list[Ground]:
    """The grounds of a crime that a step raises by: of the kinds it names; without any, of what no other step names."""
    others = {kind for other in rules.order for kind in other.kinds}
    return [
        ground
        for ground in crime.grounds
        if (ground.raise_ is not None or ground.raise_most is not None)
        and (ground.kind in step.kinds if step.kinds else ground.kind not in others)
    ]


def _raised(
    rules: PenaltyRules, step: OrderStep, ground: Ground, penal: Penal, same: Sequence[Crime], sheet: Sheet
) -> Penal:
    if penal.bounds is None or ("fines" if penal.kind == "fine" else "terms") not in step.of:
        return penal
    both = ONE + ground.raise_ if ground.raise_ is not None else ONE
    cap = Fraction(rules.raised_most_months) if penal.kind == "prison" else None
    raised = penal.bounds.times(both, both * (ground.raise_most or ONE), cap)
    result = Penal(penal.kind, raised, penal.life, penal.death)
    name_ko, name_en = named(same)
    if ground.raise_ is not None:
        how_ko, how_en = f"{ground.raise_} 가중", f"raised by {ground.raise_}"
    else:
        how_ko, how_en = f"상한 {ground.raise_most}배", f"the maximum times {ground.raise_most}"
    unsure = rules.raising if ground.raise_ is not None else None
    sheet.note(
        f"{name_ko}: {ground.title.ko} {how_ko} → {result.text.ko}", f"{name_en}: {ground.title.en}, {how_en} -> {result.text.en}",
        ground.by, same, settled=ground.settled and (unsure is None or unsure.settled), because=unsure.because if unsure else None,
    )  # fmt: skip
    return result


def mitigated(rule: Mitigation, penal: Penal) -> Penal:
    """The penalty mitigated once; what stands in for life and death is a definite term."""
    if penal.kind == "death":
        return Penal("prison", Bounds(Fraction(rule.death_months[0]), Fraction(rule.death_months[1])), life=True)
    if penal.kind == "life" or penal.bounds is None:
        return Penal("prison", Bounds(Fraction(rule.life_months[0]), Fraction(rule.life_months[1])))
    factor = Fraction(rule.fines if penal.kind == "fine" else rule.terms)
    return Penal(penal.kind, penal.bounds.times(factor, factor))


def _say_mitigated(rule: Mitigation, ground: Ground, penal: Penal, same: Sequence[Crime], sheet: Sheet) -> None:
    name_ko, name_en = named(same)
    how_ko, how_en = {"mandatory": ("필요적 감경", "mandatory mitigation")}.get(
        ground.mitigate or "", ("임의적 감경", "optional mitigation")
    )
    fine = penal.kind == "fine"
    sheet.note(
        f"{name_ko}: {ground.title.ko} {how_ko} → {penal.text.ko}", f"{name_en}: {ground.title.en}, {how_en} -> {penal.text.en}",
        ground.by, same, settled=not fine or rule.fines_settled, because=rule.fines_note if fine else None,
    )  # fmt: skip

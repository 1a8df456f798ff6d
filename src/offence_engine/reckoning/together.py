"""Several offences: one act is punished by the heaviest penalty, several acts by the heaviest raised, kinds side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from offence_engine.model.general import PenaltyRules
from offence_engine.reckoning.alone import alone, mitigated
from offence_engine.reckoning.amounts import KINDS, Bounds, Kind, Penal, amount_en, amount_ko, joined
from offence_engine.reckoning.crime import Crime
from offence_engine.reckoning.sheet import Choice, Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """What one act comes to, `number` times over."""

    penal: Penal
    number: int
    crimes: tuple[Crime, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What all offences of a suspect come to under one set of choices: a penalty of each kind, and the steps."""

    penals: tuple[Penal, ...]
    sheet: Sheet

    def of(self, kind: Kind) -> Penal | None:
        return next((p for p in self.penals if p.kind == kind), None)


def total(rules: PenaltyRules, crimes: Sequence[Crime], choice: Choice) -> Total:
    """The range that a set of choices leaves, mandatory steps always taken."""
    sheet = Sheet()
    parts = _parts(rules, crimes, choice, sheet)
    penals: tuple[Penal, ...] = ()
    for step in rules.order:
        if step.step == "concurrence":
            penals = _joined(rules, parts, sheet)
        elif step.step == "discretion" and choice.discretion and rules.discretion and rules.mitigation:
            penals = tuple(mitigated(rules.mitigation, p) for p in penals)
            text, fine = joined(penals), any(p.kind == "fine" for p in penals)
            sheet.note(
                f"{rules.discretion.because.ko} → {text.ko}", f"{rules.discretion.because.en} -> {text.en}", rules.discretion.id,
                settled=rules.discretion.settled and (not fine or rules.mitigation.fines_settled),
                because=rules.mitigation.fines_note if fine else None,
            )  # fmt: skip
    return Total(penals, sheet)


def acts_of(crimes: Sequence[Crime], otherwise: bool = False) -> list[tuple[Crime, ...]]:
    """The crimes of each act: those that one act fills, transitively."""
    by_id = {c.id: c for c in crimes}
    links: dict[str, set[str]] = {c.id: set() for c in crimes}
    for crime in crimes:
        shared = crime.together ^ crime.unsure if otherwise else crime.together
        for other in shared & by_id.keys():
            links[crime.id].add(other)
            links[other].add(crime.id)
    place = {c.id: index for index, c in enumerate(crimes)}
    seen: set[str] = set()
    acts = []
    for crime in crimes:
        members: list[str] = []
        todo = [crime.id]
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                members.append(current)
                todo += links[current]
        if members:
            acts.append(tuple(by_id[id_] for id_ in sorted(members, key=place.__getitem__)))
    return acts


def kind_of(act: Sequence[Crime], wanted: Kind) -> Kind | None:
    """The kind of penalty for one act: the one wanted where it may be chosen, else the heaviest definite one.

    A lighter kind may be chosen only if no offence of the act excludes it.
    """
    allowed = [c.kinds for c in act if c.kinds]
    if wanted in ("death", "life") and any(wanted in kinds for kinds in allowed):
        return wanted
    if wanted in ("suspension", "fine") and allowed and all(wanted in kinds for kinds in allowed):
        return wanted
    return next((k for k in KINDS[2:] if any(k in kinds for kinds in allowed)), None)


def _parts(rules: PenaltyRules, crimes: Sequence[Crime], choice: Choice, sheet: Sheet) -> list[Part]:
    acts = acts_of(crimes, choice.otherwise)
    top = max((c.weight for c in crimes), default=())
    uses: dict[tuple[object, ...], list[Crime]] = {}
    wanted: list[tuple[tuple[Crime, ...], Kind]] = []
    for act in acts:
        spared = choice.but_heaviest and max(c.weight for c in act) == top
        kind = kind_of(act, "prison" if spared else choice.kind)
        if kind is None:
            sheet.note(
                f"{act[0].title.ko}: 정한 형을 알 수 없어 계산하지 않음", f"{act[0].title.en}: not reckoned, its penalty is not known",
                None, act, settled=False,
            )  # fmt: skip
            continue
        wanted.append((act, kind))
        added = tuple(c for c in act if c.fine_too and c.fine is not None)
        if choice.fine_too and kind == "prison" and added:
            wanted.append((added, "fine"))
    for act, kind in wanted:
        for crime in act:
            if kind in crime.kinds:
                uses.setdefault((kind, *crime.alike), []).append(crime)
    found = {
        key: alone(rules, same, key[0], choice, sheet)  # type: ignore[arg-type]
        for key, same in uses.items()
    }
    joined_ = []
    for act, kind in wanted:
        of = [(c, found[(kind, *c.alike)]) for c in act if kind in c.kinds]
        before = 0
        for number in sorted({c.number for c, _ in of}):
            still = [(c, penal) for c, penal in of if c.number >= number]
            shown = act if kind != "fine" and not before else ()
            joined_.append(_one_act(rules, kind, still, number - before, shown, sheet))
            before = number
    return joined_


def _one_act(
    rules: PenaltyRules, kind: Kind, of: list[tuple[Crime, Penal]], number: int, act: Sequence[Crime], sheet: Sheet
) -> Part:
    """The heaviest penalty of what one act fills, its minimum not below any other's; `number` such acts."""
    penal = max(of, key=lambda pair: _heavier(kind, *pair))[1]
    crimes = tuple(c for c, _ in of)
    several = [p for _, p in of if p.kind == penal.kind]
    clear = True
    if len(several) > 1 and penal.bounds is not None:
        each = [p.bounds for p in several if p.bounds is not None]
        # Of fines, the heaviest offence's own: it is the heaviest by its other kinds of penalty too.
        most = penal.bounds.most if kind == "fine" else max(b.most for b in each)
        clear = most == max(b.most for b in each)
        least = min(max(b.least for b in each), most)
        penal = Penal(
            penal.kind, Bounds(least, most), life=any(p.life for p in several), death=any(p.death for p in several)
        )
    if len(crimes) > 1 or len(act) > 1:
        rule = rules.ideal_concurrence
        shown = crimes if len(crimes) > 1 else tuple(act)
        ko, en = _listed(shown)
        grounds = {tuple(g.id for g in c.grounds if g.mitigate) for c in crimes}
        unsure = any(c.unsure & {d.id for d in crimes} for c in crimes)
        sheet.note(
            f"상상적 경합 ({ko}): 가장 무거운 형, 하한도 무거운 쪽 → {penal.text.ko}",
            f"one act ({en}): the heaviest penalty, the higher minimum too -> {penal.text.en}",
            rule.id, shown, settled=rule.settled and clear and len(grounds) == 1 and not unsure,
        )  # fmt: skip
    return Part(penal, number, crimes)


def _heavier(kind: Kind, crime: Crime, penal: Penal) -> tuple[object, ...]:
    """The order of penalties that one act earns: by what is left of them; of fines, by the offences."""
    most = (penal.bounds.most, penal.bounds.least) if penal.bounds is not None else (Fraction(0), Fraction(0))
    left = (-KINDS.index(penal.kind), *most, penal.death, penal.life)
    return (crime.weight, left) if kind == "fine" else (left, crime.weight)


def _listed(crimes: Iterable[Crime]) -> tuple[str, str]:
    titles = {c.title.ko: c.title.en for c in crimes}
    return ", ".join(titles), ", ".join(titles.values())


def _joined(rules: PenaltyRules, parts: Sequence[Part], sheet: Sheet) -> tuple[Penal, ...]:
    """All acts: death or life alone, else each kind raised where there are several, the kinds side by side."""
    for heavy in KINDS[:2]:
        alone_ = next((p for p in parts if p.penal.kind == heavy), None)
        if alone_ is not None:
            rule = rules.heaviest_alone
            if len(parts) > 1 and rule is not None:
                text = alone_.penal.text
                sheet.note(
                    f"{rule.because.ko} → {text.ko}", f"{rule.because.en} -> {text.en}", rule.id, settled=rule.settled
                )
            return (alone_.penal,)
    found = []
    for kind in KINDS:
        own = [p for p in parts if p.penal.kind == kind]
        if own:
            found.append(_raised(rules, kind, own, sheet))
    if len(found) > 1 and rules.different_kinds is not None:
        rule, text = rules.different_kinds, joined(found)
        sheet.note(f"{rule.because.ko} → {text.ko}", f"{rule.because.en} -> {text.en}", rule.id, settled=rule.settled)
    return tuple(found)


def _raised(rules: PenaltyRules, kind: Kind, parts: Sequence[Part], sheet: Sheet) -> Penal:
    """Several acts punished by one kind: the heaviest maximum raised, below the sum and the cap; the highest minimum."""
    each = [(p.penal.bounds, p.number) for p in parts if p.penal.bounds is not None]
    least, most = max(b.least for b, _ in each), max(b.most for b, _ in each)
    life, death = any(p.penal.life for p in parts), any(p.penal.death for p in parts)
    if sum(number for _, number in each) == 1:
        return Penal(kind, Bounds(least, most), life, death)
    rule, factor = rules.real_concurrence, Fraction(rules.real_concurrence_factor)
    sum_ = sum((b.most * number for b, number in each), Fraction(0))
    cap = Fraction(rules.raised_most_months) if kind == "prison" else None
    raised = min(x for x in (most * factor, sum_, cap) if x is not None)
    result = Penal(kind, Bounds(least, max(raised, least)), life, death)
    capped = cap is not None
    says = [(amount_ko(kind, x), amount_en(kind, x)) for x in (most, most * factor, sum_)]
    (most_ko, most_en), (times_ko, times_en), (sum_ko, sum_en) = says
    word_ko, word_en = ("다액", "maximum fine") if kind == "fine" else ("장기", "maximum")
    cap_ko = f", 상한 {amount_ko(kind, cap)}" if cap is not None and capped else ""
    cap_en = f", cap {amount_en(kind, cap)}" if cap is not None and capped else ""
    sheet.note(
        f"경합범: 가장 무거운 죄의 {word_ko} {most_ko} x {factor} = {times_ko}, {word_ko} 합산 {sum_ko}{cap_ko} → {result.text.ko}",
        f"several acts: heaviest {word_en} {most_en} x {factor} = {times_en}, sum {sum_en}{cap_en} -> {result.text.en}",
        rule.id, settled=rule.settled and not _unsure(parts),
    )  # fmt: skip
    return result


def _unsure(parts: Sequence[Part]) -> bool:
    """Whether it is not settled that two of the acts are several."""
    home = {crime.id: index for index, part in enumerate(parts) for crime in part.crimes}
    return any(
        home.get(other, index) != index
        for index, part in enumerate(parts)
        for crime in part.crimes
        for other in crime.unsure
    )

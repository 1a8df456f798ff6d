"""The range of a suspect, and the ranges of the other choices that the law leaves: few, each with its steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from offence_engine.model.base import Label, label
from offence_engine.model.general import PenaltyRules
from offence_engine.model.range import Range, Step
from offence_engine.model.truth import Truth
from offence_engine.reckoning.amounts import Bounds, Penal, joined
from offence_engine.reckoning.crime import Crime, Ground
from offence_engine.reckoning.sheet import Choice
from offence_engine.reckoning.together import Total, acts_of, kind_of, total
from offence_engine.reckoning.youth import NOT_YOUNG, Youth, relieved, text_of, two_terms
from offence_engine.rulebook.ids import reaches

MOST_GROUNDS = 3
_MANDATORY = label("필요적 단계만", "mandatory steps only")
_KIND = {
    "life": label("무기징역 선택", "life imprisonment chosen"),
    "death": label("사형 선택", "death chosen"),
    "fine": label("벌금 선택", "fines chosen"),
    "suspension": label("자격정지 선택", "suspension of qualifications chosen"),
}
_LIGHTER = label(
    "가장 무거운 죄는 징역, 나머지는 벌금 선택", "imprisonment for the heaviest offence, fines for the rest"
)
_FINE_TOO = label("벌금 병과", "fines added")
_OTHERWISE = label(
    "한 개의 행위인지 여러 행위인지를 달리 보면", "taking one act for several, or several for one, where not settled"
)


class Named(NamedTuple):
    """A set of choices under its name."""

    id: str
    label: Label
    choice: Choice


def range_of(rules: PenaltyRules, crimes: Sequence[Crime], youth: Youth = NOT_YOUNG) -> Range | None:
    """The range with mandatory steps only, imprisonment wherever it may be chosen; None where there is nothing."""
    named = Named("mandatory", _MANDATORY, Choice())
    return _range(rules, crimes, youth, named, total(rules, crimes, named.choice))


def options_of(rules: PenaltyRules, crimes: Sequence[Crime], youth: Youth = NOT_YOUNG) -> tuple[Range, ...]:
    """The ranges of the other choices; those that change nothing, or nothing more, are left out."""
    first = range_of(rules, crimes, youth)
    if first is None:
        return ()
    found, seen = [], set()
    for named in _choices(rules, crimes):
        option = _range(rules, crimes, youth, named, total(rules, crimes, named.choice))
        if option is None or _amounts(option) == _amounts(first):
            continue
        key = (_amounts(option), named.choice.discretion)
        if key not in seen:
            seen.add(key)
            found.append(option)
    young = _indeterminate(rules, crimes, youth)
    return (*found, young) if young is not None else tuple(found)


def notes_of(rules: PenaltyRules, crimes: Sequence[Crime]) -> tuple[Step, ...]:
    """What the ranges of these offences leave out."""
    return tuple(
        Step(text=note.text, by=note.id, settled=note.settled)
        for note in rules.notes
        if crimes
        and (
            note.reaches == "every_offence"
            or any(reaches(named, c.provision) for named in note.reaches for c in crimes)
        )
    )


def _choices(rules: PenaltyRules, crimes: Sequence[Crime]) -> Iterator[Named]:
    """The choices worth showing: other kinds of penalty, optional mitigations, and both with discretionary mitigation."""
    acts = acts_of(crimes)
    kinds = {kind for crime in crimes for kind in crime.kinds}
    chosen = {kind: any(kind_of(act, kind) == kind for act in acts) for kind in ("suspension", "fine")}
    grounds = {g.id: g for c in crimes for g in c.grounds if g.mitigate == "optional"}
    every = frozenset(grounds)
    mitigable = rules.mitigation is not None
    discretion = rules.discretion if mitigable else None
    if "prison" in kinds and chosen["fine"]:
        yield Named("fine", _KIND["fine"], Choice("fine"))
        yield Named("fine_but_heaviest", _LIGHTER, Choice("fine", but_heaviest=True))
    if any(c.fine_too for c in crimes):
        yield Named("fine_too", _FINE_TOO, Choice(fine_too=True))
    if chosen["suspension"] and "prison" in kinds:
        yield Named("suspension", _KIND["suspension"], Choice("suspension"))
    heavy = [k for k in ("death", "life") if k in kinds]
    for kind in heavy:
        yield Named(kind, _KIND[kind], Choice(kind))
    if mitigable:
        for id_ in sorted(every)[:MOST_GROUNDS]:
            yield Named(f"optional:{id_}", _mitigating(grounds[id_]), Choice(grounds=frozenset({id_})))
        all_ = label(
            "; ".join(_mitigating(g).ko for g in grounds.values()),
            "; ".join(_mitigating(g).en for g in grounds.values()),
        )
        if len(every) > 1:
            yield Named("optional", all_, Choice(grounds=every))
        if every and "prison" in kinds and chosen["fine"]:
            yield Named("fine+optional", _both(_KIND["fine"], all_), Choice("fine", every))
        for kind in heavy:
            if every:
                yield Named(f"{kind}+optional", _both(_KIND[kind], all_), Choice(kind, every))
    if discretion is not None:
        yield Named("discretion", discretion.because, Choice(discretion=True))
        if every:
            yield Named("optional+discretion", _both(all_, discretion.because), Choice(grounds=every, discretion=True))
        for kind in heavy:
            if any(kind in c.kinds and c.young is not Truth.MET for c in crimes):
                yield Named(f"{kind}+discretion", _both(_KIND[kind], discretion.because), Choice(kind, discretion=True))
    if any(c.unsure for c in crimes):
        yield Named("otherwise", _OTHERWISE, Choice(otherwise=True))


def _mitigating(ground: Ground) -> Label:
    return label(f"{ground.title.ko} 임의적 감경", f"optional mitigation: {ground.title.en}")


def _both(one: Label, other: Label) -> Label:
    return label(f"{one.ko} + {other.ko}", f"{one.en} + {other.en}")


def _range(rules: PenaltyRules, crimes: Sequence[Crime], youth: Youth, named: Named, found: Total) -> Range | None:
    if not found.penals:
        return None
    penals = tuple(relieved(youth, crimes, p, found.sheet) for p in found.penals)
    return _said(rules, crimes, named, penals, Total(penals, found.sheet))


def _said(rules: PenaltyRules, crimes: Sequence[Crime], named: Named, penals: tuple[Penal, ...], found: Total) -> Range:
    fine = _pair(found, "fine")
    return Range(
        id=named.id,
        label=named.label,
        prison_months=_pair(found, "prison"),
        life=any(p.life or p.kind == "life" for p in penals),
        death=any(p.death or p.kind == "death" for p in penals),
        fine_krw=(int(fine[0]), int(fine[1])) if fine else None,
        suspension_months=_pair(found, "suspension"),
        steps=found.sheet.steps,
        settled=found.sheet.settled,
        suspended_execution=_suspended(rules, crimes, penals),
        text=joined(penals),
    )


def _pair(found: Total, kind: str) -> tuple[float, float] | None:
    penal = next((p for p in found.penals if p.kind == kind), None)
    return (float(penal.bounds.least), float(penal.bounds.most)) if penal and penal.bounds else None


def _suspended(rules: PenaltyRules, crimes: Sequence[Crime], penals: Sequence[Penal]) -> Label | None:
    """Whether a sentence within the range can be suspended; not whether one will be."""
    rule = rules.suspension
    if rule is None:
        return None
    if any(g.kind in rule.barred for c in crimes for g in c.grounds):
        return rule.barred_because
    caps = {"prison": rule.prison_most_months, "fine": rule.fine_most_krw}
    low = any(p.kind in caps and p.bounds is not None and p.bounds.least <= caps[p.kind] for p in penals)
    return rule.possible if low else rule.impossible


def _indeterminate(rules: PenaltyRules, crimes: Sequence[Crime], youth: Youth) -> Range | None:
    """The range of a person who is still young at the judgment."""
    rule = youth.indeterminate
    if rule is None:
        return None
    found = total(rules, crimes, Choice())
    terms = two_terms(youth, crimes, found.of("prison"), found.sheet)
    if terms is None:
        return None
    longer, shorter = terms
    others = tuple(p for p in found.penals if p.kind != "prison")
    penals = (Penal("prison", longer), *others)
    base = _said(rules, crimes, Named(rule.id, rule.title, Choice()), penals, Total(penals, found.sheet))
    text = text_of(longer, shorter)
    if others:
        text = label(f"{text.ko} + {joined(others).ko}", f"{text.en} + {joined(others).en}")
    return base.model_copy(update={"shorter_months": _floats(shorter), "text": text})


def _floats(of: Bounds) -> tuple[float, float]:
    return float(of.least), float(of.most)


def _amounts(of: Range) -> tuple[object, ...]:
    return (of.prison_months, of.life, of.death, of.fine_krw, of.suspension_months)

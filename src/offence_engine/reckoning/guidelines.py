"""What a sentencing guideline says of offences: the ranges of their types, as far as they were seen (never a sentence)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from offence_engine.model.base import Label, label
from offence_engine.model.guidelines import CellText, Guidelines, Lengths, RuleText, TypeText, Unseen, said_length
from offence_engine.model.range import GuidelineCell, GuidelineRule, GuidelineType, GuidelineView, Range
from offence_engine.model.result import Offence
from offence_engine.rulebook.ids import reaches


def view_of(
    books: Iterable[Guidelines], offences: Sequence[Offence], effective: Mapping[str, date], whole: Range | None
) -> GuidelineView | None:
    """The guideline for a suspect's offences: those that stand, completed and by the suspect's own deed."""
    if whole is None or whole.prison_months is None:
        return None
    own = [o for o in offences if o.standing.as_ == "principal" and o.stage != "attempted" and _as_doer(o)]
    least = Fraction(whole.prison_months[0])
    for book in books:
        types = [found for kind in book.types if (found := _type(book, kind, own, effective, least)) is not None]
        unseen = tuple(u.because for u in book.unseen if any(_reached(u, o, effective[o.id]) for o in own))
        if types or unseen:
            several = sum(o.number for o in own) > 1
            rules = tuple(_rule(book, r) for r in book.rules if types and _concerns(r, own, several))
            return GuidelineView(
                title=book.title,
                effective=book.effective,
                types=tuple(types),
                rules=rules,
                notes=(*(book.notes if types else ()), *unseen),
            )
    return None


def several(parts: Sequence[Lengths], shares: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Several offences: the first one's lower end; of the upper ends a share each, the first whole."""
    ends = [part.months for part in parts]
    most = sum((share * upper for share, (_, upper) in zip(shares, ends, strict=False)), Fraction(0))
    return ends[0][0] or Fraction(0), most


def _as_doer(offence: Offence) -> bool:
    return offence.participation in ("principal", "co_principal", "indirect_principal")


def _reached(of: TypeText | Unseen, offence: Offence, effective: date) -> bool:
    return (
        any(reaches(named, offence.provision) for named in of.reaches)
        and (of.from_ is None or effective >= of.from_)
        and (of.before is None or effective < of.before)
    )


def _type(
    book: Guidelines, kind: TypeText, own: Sequence[Offence], effective: Mapping[str, date], least: Fraction
) -> GuidelineType | None:
    mine = [o for o in own if _reached(kind, o, effective[o.id])]
    if not mine:
        return None
    modified = {m.kind for o in mine for m in o.modifiers}
    floor = any(r.floor for r in book.rules)
    cells = [c for c in kind.cells if c.only_with is None or c.only_with in modified]
    return GuidelineType(
        id=kind.id,
        title=kind.title,
        offences=tuple(o.id for o in mine),
        cells=tuple(_cell(book, c, least if floor else Fraction(0)) for c in cells),
        note=kind.note,
    )


def _cell(book: Guidelines, cell: CellText, least: Fraction) -> GuidelineCell:
    lower, upper = cell.months
    corrected = said(least, upper) if lower is not None and lower < least <= upper else None
    return GuidelineCell(
        area=cell.area,
        label=book.areas[cell.area],
        text=said(lower, upper),
        corrected=corrected,
        mark=cell.mark,
        source=book.sources[cell.mark],
    )


def said(least: Fraction | None, most: Fraction) -> Label:
    """`1년~2년 6개월 20일`; `9년까지` where only the upper end is known."""
    upper = said_length(most)
    if least is None:
        return label(f"{upper.ko}까지", f"up to {upper.en}")
    lower = said_length(least)
    return label(f"{lower.ko}~{upper.ko}", f"{lower.en} to {upper.en}")


def _concerns(rule: RuleText, own: Sequence[Offence], several_: bool) -> bool:
    reached = not rule.reaches or any(reaches(named, o.provision) for named in rule.reaches for o in own)
    return reached and (not rule.several or several_)


def _rule(book: Guidelines, rule: RuleText) -> GuidelineRule:
    text = rule.text
    if rule.worked is not None and rule.shares:
        text = worked(rule)
    return GuidelineRule(id=rule.id, text=text, mark=rule.mark, source=book.sources[rule.mark])


def worked(rule: RuleText) -> Label:
    """A rule with the case in which it was seen applied, reckoned."""
    assert rule.worked is not None
    shares = [Fraction(share) for share in rule.shares]
    lower, upper = several(rule.worked.parts, shares)
    floor = Lengths(most=rule.worked.statutory_least).months[1]
    terms = [(share, said_length(part.months[1])) for share, part in zip(shares, rule.worked.parts, strict=False)]
    sum_ko = " + ".join(x.ko if share == 1 else f"{x.ko}의 {share}" for share, x in terms)
    sum_en = " + ".join(x.en if share == 1 else f"{share} of {x.en}" for share, x in terms)
    plain, corrected = said(lower, upper), said(max(lower, floor), upper)
    case = rule.worked.case
    return label(
        f"{rule.text.ko} ({case.ko}: {sum_ko} → {plain.ko}, 처단형의 하한에 맞추어 {corrected.ko})",
        f"{rule.text.en} ({case.en}: {sum_en} -> {plain.en}, after correction to the statutory floor {corrected.en})",
    )

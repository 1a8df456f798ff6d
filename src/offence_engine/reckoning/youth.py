"""What being young changes: a term in place of death and life, and an indeterminate sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from offence_engine.model.base import Label, label
from offence_engine.model.general import Responsibility
from offence_engine.model.truth import Truth
from offence_engine.reckoning.amounts import Bounds, Penal, said_of
from offence_engine.reckoning.crime import Crime
from offence_engine.reckoning.sheet import Sheet


@dataclass(frozen=True)
class Youth:
    """The rules that a person's stated age brings in: by offence, whether death and life are replaced; and whether the
    person may still be young at the judgment."""

    relief: Responsibility | None = None
    young: Mapping[str, Truth] = field(default_factory=dict)
    indeterminate: Responsibility | None = None


NOT_YOUNG = Youth()


def relieved(youth: Youth, crimes: Sequence[Crime], penal: Penal, sheet: Sheet) -> Penal:
    """Death or life, replaced where the person was young at every act that earns it; where this is open, said so."""
    rule = youth.relief
    if rule is None or penal.kind not in ("death", "life"):
        if rule is not None and any((c.life or c.death) and c.young is Truth.MET for c in crimes) and not penal.life:
            sheet.note(rule.notice.ko, rule.notice.en, rule.id, settled=rule.settled)
        return penal
    truths = {c.young for c in crimes if penal.kind in c.kinds}
    if truths == {Truth.MET}:
        found = Penal("prison", Bounds(Fraction(rule.term_months), Fraction(rule.term_months)))
        text = found.text
        sheet.note(f"{rule.notice.ko} → {text.ko}", f"{rule.notice.en} -> {text.en}", rule.id, settled=rule.settled)
        return found
    if truths - {Truth.NOT_MET}:
        sheet.note(rule.notice.ko, rule.notice.en, rule.id, settled=rule.settled)
    return penal


def two_terms(youth: Youth, crimes: Sequence[Crime], penal: Penal | None, sheet: Sheet) -> tuple[Bounds, Bounds] | None:
    """The longer and the shorter term of an indeterminate sentence, where the rule reaches an offence."""
    rule = youth.indeterminate
    if rule is None or penal is None or penal.bounds is None:
        return None
    if not any(c.prison is not None and c.prison.most >= rule.statutory_most_months for c in crimes):
        return None
    longer, shorter = (
        Bounds(min(penal.bounds.least, cap), min(penal.bounds.most, cap))
        for cap in (Fraction(rule.longer_most_months), Fraction(rule.shorter_most_months))
    )
    text = text_of(longer, shorter)
    sheet.note(
        f"{rule.title.ko} → {text.ko}",
        f"{rule.title.en} -> {text.en}",
        rule.id,
        settled=rule.settled,
        because=rule.notice,
    )
    return longer, shorter


def text_of(longer: Bounds, shorter: Bounds) -> Label:
    """`징역 장기 1개월~7년, 단기 1개월~5년`."""
    one, other = said_of("prison", longer), said_of("prison", shorter)
    return label(
        f"장기 {one.ko}, 단기 {other.ko} (부정기형)",
        f"longer term: {one.en}; shorter term: {other.en} (indeterminate sentence)",
    )

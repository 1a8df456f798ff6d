"""Amounts: least and most of a term (months) or a fine (won), exact; and how they are said in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from offence_engine.model.base import Label, label
from offence_engine.model.penalty import months_en, months_ko

# From the heaviest kind to the lightest.
Kind = Literal["death", "life", "prison", "suspension", "fine"]
KINDS: tuple[Kind, ...] = ("death", "life", "prison", "suspension", "fine")


class Bounds(NamedTuple):
    """The least and the most that may be imposed."""

    least: Fraction
    most: Fraction

    def times(self, least: Fraction, most: Fraction, cap: Fraction | None = None) -> Bounds:
        """Both ends by a factor each, neither above `cap`."""
        raised = Bounds(self.least * least, self.most * most)
        return raised if cap is None else Bounds(min(raised.least, cap), min(raised.most, cap))


def bounds(pair: Sequence[float] | None) -> Bounds | None:
    return Bounds(Fraction(pair[0]), Fraction(pair[1])) if pair is not None else None


@dataclass(frozen=True, slots=True)
class Penal:
    """What may be imposed: one kind with its bounds (none for life and death), or a heavier kind instead of it."""

    kind: Kind
    bounds: Bounds | None = None
    life: bool = False
    death: bool = False

    @property
    def text(self) -> Label:
        if self.bounds is None:
            heavy = {"death": label("사형", "death"), "life": label("무기징역", "life imprisonment")}
            return heavy[self.kind]
        said = said_of(self.kind, self.bounds)
        ko, en = said.ko, said.en
        if self.life:
            ko, en = f"무기징역 또는 {ko}", f"life imprisonment or {en}"
        if self.death:
            ko, en = f"사형, {ko}" if self.life else f"사형 또는 {ko}", f"death{',' if self.life else ' or'} {en}"
        return label(ko, en)


_NAMES = {
    "prison": ("징역", "imprisonment"),
    "suspension": ("자격정지", "suspension of qualifications"),
    "fine": ("벌금", "a fine of"),
}


def said_of(kind: Kind, of: Bounds) -> Label:
    """`징역 1개월~7년`, `imprisonment 1 month to 7 years`; one amount where both ends are the same."""
    ko, en = _NAMES[kind]
    spans = [
        (amount_ko(kind, of.least), amount_en(kind, of.least)),
        (amount_ko(kind, of.most), amount_en(kind, of.most)),
    ]
    ends = list(dict.fromkeys(spans))
    won = " won" if kind == "fine" else ""
    return label(f"{ko} {'~'.join(k for k, _ in ends)}", f"{en} {' to '.join(e for _, e in ends)}{won}")


def amount_ko(kind: Kind, amount: Fraction) -> str:
    return won_ko(int(amount)) if kind == "fine" else months_ko(float(amount))


def amount_en(kind: Kind, amount: Fraction) -> str:
    return f"{int(amount):,}" if kind == "fine" else months_en(float(amount))


def won_ko(won: int) -> str:
    """`25000000` -> `2천500만원`; `50000` -> `5만원`; what is no multiple of ten thousand in digits."""
    if won % 10_000 or won == 0:
        return f"{won:,}원"
    hundred_millions, rest = divmod(won // 10_000, 10_000)
    words = [f"{hundred_millions}억" if hundred_millions else "", f"{rest:,}만" if rest else ""]
    return " ".join(w for w in words if w) + "원"


def joined(penals: Sequence[Penal]) -> Label:
    """Penalties of several kinds that are imposed together."""
    return label(" + ".join(p.text.ko for p in penals), " + ".join(p.text.en for p in penals))

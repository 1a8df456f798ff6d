"""An offence as reckoning sees it: its statutory penalty, what raises or mitigates it, and what shares its act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from offence_engine.model.base import Label
from offence_engine.model.result import Offence
from offence_engine.model.truth import Truth
from offence_engine.reckoning.amounts import KINDS, Bounds, Kind, bounds
from offence_engine.rulebook.ids import short_citation
from offence_engine.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Ground:
    """A modifier that changes the penalty: by how much of both ends, by which factor of the maximum, or mitigating."""

    id: str
    kind: str
    title: Label
    by: str
    raise_: Fraction | None = None
    raise_most: Fraction | None = None
    mitigate: Literal["mandatory", "optional"] | None = None
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Crime:
    """An offence that stands, `number` times.

    `together` names the offences that the same act fills; `unsure` those of which it is not settled whether they do.
    `young`: whether the rule that replaces death and life holds of the person at the act.
    """

    id: str
    provision: str
    title: Label
    prison: Bounds | None = None
    life: bool = False
    death: bool = False
    fine: Bounds | None = None
    suspension: Bounds | None = None
    fine_too: bool = False
    suspension_too: bool = False
    number: int = 1
    grounds: tuple[Ground, ...] = ()
    together: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    young: Truth = Truth.NOT_MET

    def of(self, kind: Kind) -> Bounds | None:
        match kind:
            case "prison":
                return self.prison
            case "suspension":
                return self.suspension
            case "fine":
                return self.fine
        return None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of penalty that may be chosen, the heaviest first."""
        allowed = {"death": self.death, "life": self.life}
        return tuple(k for k in KINDS if allowed.get(k) or self.of(k) is not None)

    @property
    def alike(self) -> tuple[object, ...]:
        """Crimes that share this are reckoned alike."""
        return (
            self.provision, self.title.ko, self.prison, self.life, self.death, self.fine, self.suspension,
            self.fine_too, self.suspension_too, self.grounds, self.young,
        )  # fmt: skip

    @property
    def weight(self) -> tuple[object, ...]:
        """Heavier penalties compare greater: by kind, then the maximum, then the minimum."""
        zero = Bounds(Fraction(0), Fraction(0))
        terms = [of or zero for of in (self.prison, self.suspension, self.fine)]
        return (self.death, self.life, *((of.most, of.least) for of in terms))


def crimes_of(book: Rulebook, offences: Sequence[Offence], young: Mapping[str, Truth]) -> list[Crime]:
    """The offences that count for a range (those that are displaced by others do not)."""
    return [_crime(book, o, young.get(o.id, Truth.NOT_MET)) for o in offences if o.standing.as_ == "principal"]


def _crime(book: Rulebook, offence: Offence, young: Truth) -> Crime:
    penalty = offence.penalty
    added = penalty.form == "imprisonment-and-suspension"
    return Crime(
        id=offence.id,
        provision=offence.provision,
        title=short_citation(book.acts, offence.provision, offence.citation),
        prison=bounds(penalty.prison_months),
        life=penalty.life,
        death=penalty.death,
        fine=bounds(penalty.fine_krw),
        suspension=None if added else bounds(penalty.suspension_months),
        fine_too=penalty.may_cumulate_fine,
        suspension_too=added,
        number=offence.number,
        grounds=tuple(sorted(_grounds(book, offence), key=lambda ground: ground.id)),
        together=frozenset(w.to for w in offence.with_ if w.kind == "ideal"),
        unsure=frozenset(w.to for w in offence.with_ if not w.settled),
        young=young,
    )


def _grounds(book: Rulebook, offence: Offence) -> list[Ground]:
    found = []
    for result in offence.modifiers:
        rule = book.modifiers[result.id]
        if result.kind == "attempt" and offence.stage != "attempted":
            continue
        if rule.raise_ or rule.raise_most or rule.mitigate:
            found.append(
                Ground(
                    id=result.id,
                    kind=result.kind,
                    title=rule.title,
                    by=result.id,
                    raise_=Fraction(rule.raise_) if rule.raise_ else None,
                    raise_most=Fraction(rule.raise_most) if rule.raise_most else None,
                    mitigate=rule.mitigate,
                    settled=result.settled,
                )
            )
    return found

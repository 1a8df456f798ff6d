"""How a case is closed, as data: the operative parts a rule allows, what is said of each, and what prosecutors ask for."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from offence_engine.model.base import Frozen, Label, YesNo

# What the findings themselves can show. Every other operative part is for a human to choose.
ClosedBy = Literal["no_element", "justified", "abolished", "limitation", "against_will", "no_complaint"]


class Order(Frozen):
    """An operative part under its `heading`: where its rule lists it (`clause`) and when it is chosen (`when`).

    `follows_from`: what the findings must show for a draft to choose it; without it a draft only lists it."""

    ko: str
    en: str
    heading: Label | None = None
    clause: str
    when: Label
    follows_from: tuple[ClosedBy, ...] = ()
    effective: date | None = None
    until: date | None = None

    @property
    def label(self) -> Label:
        return Label(ko=self.ko, en=self.en)

    def on(self, day: date) -> bool:
        """Whether it can be chosen on a day."""
        return (self.effective is None or self.effective <= day) and (self.until is None or day <= self.until)


class OrdersBasis(Frozen):
    """From which day which rule lists the operative parts; `uncertain` is what is not known of its text."""

    effective: date
    by: str
    uncertain: Label | None = None


class Orders(Frozen):
    """The operative parts of one kind of decision, and the rule that lists them by date."""

    ko: str
    en: str
    basis: tuple[OrdersBasis, ...] = Field(min_length=1)
    orders: dict[str, Order] = Field(min_length=1)

    def basis_on(self, day: date) -> OrdersBasis | None:
        """The rule of a day, None before the first."""
        held = [basis for basis in self.basis if basis.effective <= day]
        return max(held, key=lambda basis: basis.effective) if held else None

    def chosen(self, because: ClosedBy, day: date) -> Order | None:
        """The operative part that follows from what the findings show."""
        return next((o for o in self.orders.values() if because in o.follows_from and o.on(day)), None)


class ClosingWords(Frozen):
    """What is said of an act that is closed: what was alleged, and why nothing follows from it."""

    alleged: Label
    order: Label
    line: Label
    failing: Label
    open: Label
    disputed: Label
    pending: Label
    reasons: dict[ClosedBy, Label] = {}


class Accused(Frozen):
    """What the suspect is called in letters to a court."""

    subject: Label
    suspect_named: Label


class NearLimit(Frozen):
    """Within how many months of its end the limitation period makes a case important."""

    effective: date
    months: int
    ko: str
    en: str
    by: str


class Scope(Frozen):
    """A heading under which a supplementary investigation is asked for, and what belongs to it.

    `facts`: beginnings of the paths of facts (a scope with none takes what no other takes); `blanks`: particulars of a
    suspect; `unproven`: facts without evidence; `charge`: what is open about the name and shape of the offence."""

    ko: str
    en: str
    facts: tuple[str, ...] = ()
    rest: YesNo = False
    blanks: tuple[str, ...] = ()
    unproven: YesNo = False
    charge: YesNo = False
    limitation: YesNo = False


class SupplementWords(Frozen):
    """What is said of each thing that is asked for."""

    blank: Label
    unproven: Label
    limitation: Label
    concerns: Label
    at: Label
    concerns_suspect: Label

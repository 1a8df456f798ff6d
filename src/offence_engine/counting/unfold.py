"""A Case unfolded into Counts by the roles of each provision and the stretches of the law.

One count is one suspect x one act (or its stretch under one reading) x the victim and material in the roles that the
provision names. They are paired only where the case says that this person is shown in that material.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from offence_engine.model.case import Act, Case
from offence_engine.model.law import Reading
from offence_engine.model.rule import ProvisionFile
from offence_engine.model.time import DAY, Span
from offence_engine.rulebook.reading import boundaries_of, reading_on, why_no_reading
from offence_engine.rulebook.rulebook import Rulebook

BASIS = {"day": "conduct", "lasting": "continuing", "series": "series"}


@dataclass(frozen=True, slots=True)
class Count:
    """The unit of judgment. `days` are the possible governing days, `first` and `last` what it covers."""

    provision: str
    suspect: str
    act: str
    victim: str | None
    material: str | None
    group: str | None
    first: date
    last: date
    days: Span
    basis: str
    principal: str | None = None
    principal_act: str | None = None

    @property
    def deed(self) -> str:
        """The act whose facts are judged: for an accessory, the principal's."""
        return self.principal_act or self.act

    @property
    def doer(self) -> str:
        return self.principal or self.suspect


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of an act's time with one reading of the law, or the reason why there is none."""

    first: date
    last: date
    days: Span
    reading: Reading | None
    why_not: str | None


def stretches(book: Rulebook, provision: str, act: Act) -> tuple[Stretch, ...]:
    """The pieces of an act's time between which the law of the provision changes.

    A day counts by itself, what lasts by its end (a continuing offence), a series act by act, split. What lasted
    counts from the first day on which the provision was in force: before that it was no offence.
    """
    when = act.when
    begins = in_force_from(book, provision, act)
    span = when.last if when.form == "lasting" else Span(when.first.first, when.last.last)
    cuts = [d for d in boundaries_of(book, provision) if span.first < d <= span.last]
    starts = [span.first, *cuts]
    pieces = []
    for index, start in enumerate(starts):
        end = starts[index + 1] - DAY if index + 1 < len(starts) else span.last
        reading = reading_on(book, provision, start)
        why = None if reading else why_no_reading(book, provision, start)
        first = min(begins, end) if when.form == "lasting" else start
        pieces.append(Stretch(first, end, Span(start, end), reading, why))
    return tuple(pieces)


def in_force_from(book: Rulebook, provision: str, act: Act) -> date:
    """The first day of an act's time on which the provision was in force (the act's own first day, if never)."""
    first, last = act.when.first.first, act.when.last.last
    days = [first, *(d for d in boundaries_of(book, provision) if first < d <= last)]
    return next((d for d in days if reading_on(book, provision, d) is not None), first)


def before_force(book: Rulebook, provision: str, act: Act) -> Stretch | None:
    """The part of what lasted that lies before the provision was in force, where a later part is judged."""
    first, begins = act.when.first.first, in_force_from(book, provision, act)
    if act.when.form != "lasting" or begins == first:
        return None
    end = begins - DAY
    return Stretch(first, end, Span(first, end), None, why_no_reading(book, provision, first))


def pairings(case: Case, rule: ProvisionFile, act: Act, suspect: str) -> Iterator[tuple[str | None, str | None]]:
    """The (victim, material) pairs of an act in the roles of a provision. A role that the case leaves open gives None;
    a role that the act cannot fill gives nothing."""
    role = rule.roles
    materials: tuple[str | None, ...] = (None,)
    if role.material != "none":
        named = {"product": act.product, "object": act.object, "means": act.means}
        materials = named[role.material.removesuffix("_or_none")]
        if role.material.endswith("_or_none"):
            materials = materials or (None,)
    for material in materials:
        for victim in _victims(case, role.victim, act, suspect, material):
            yield victim, material


def _victims(case: Case, role: str, act: Act, suspect: str, material: str | None) -> tuple[str | None, ...]:
    open_role: tuple[str | None, ...] = (None,)
    match role:
        case "none":
            return open_role
        case "shown_person" | "shown_person_or_none":
            shown = tuple(p for p in case.shown_in(material) if p != suspect) if material else ()
            if shown:
                return shown
            if role == "shown_person" and "persons" in case.complete:
                return ()
            return open_role
        case "recipient":
            # `role: other` says that a recipient is not a victim; what is not listed is not judged.
            found = tuple(p for p in act.recipients if p != suspect and case.persons[p].role != "other")
            if act.recipients and not found:
                return ()
        case "towards":
            found = _touched(case, act, suspect)
        case _:
            found = tuple(p for p, stance in act.towards.items() if stance.as_ == role)
    return found or (() if "persons" in case.complete else open_role)


def _touched(case: Case, act: Act, suspect: str) -> tuple[str, ...]:
    """Whom an act concerns: those it was done towards, else the victims who received it, else those it shows."""
    victims = [p for p in act.recipients if case.persons[p].role == "victim"]
    shown = [p for m in case.materials_of(act) for p in case.shown_in(m) if case.persons[p].role == "victim"]
    for people in (tuple(act.towards), victims, shown):
        if found := tuple(dict.fromkeys(p for p in people if p != suspect)):
            return found
    return ()


def suspects_of(case: Case, act: Act) -> tuple[str, ...]:
    return tuple(p for p in act.by if case.persons[p].role == "suspect")


def counts_of(
    book: Rulebook, case: Case, provision: str, act_id: str, suspect: str, stretch: Stretch
) -> Iterator[Count]:
    """The counts of one suspect's act under one stretch of a provision."""
    act = case.acts[act_id]
    rule = book.provisions[provision]
    group = act.group if rule.roles.group == "member_of" else None
    for victim, material in pairings(case, rule, act, suspect):
        yield Count(
            provision=provision, suspect=suspect, act=act_id, victim=victim, material=material, group=group,
            first=stretch.first, last=stretch.last, days=stretch.days, basis=BASIS[act.when.form],
        )  # fmt: skip

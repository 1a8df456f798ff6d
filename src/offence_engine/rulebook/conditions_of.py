"""Every condition that stands in the files of a folder, whatever it decides."""

from __future__ import annotations

from collections.abc import Iterable

from offence_engine.model.condition import Condition
from offence_engine.model.general import Limitation, Responsibility
from offence_engine.model.rule import GeneralElement
from offence_engine.rulebook.draft import Draft
from offence_engine.rulebook.load_procedure import procedure_of


def conditions_of(draft: Draft) -> Iterable[Condition]:
    """All of them; a fact is divided where any of them divides it."""
    for rule in draft.provisions.values():
        yield from (element.condition for element in rule.elements.values())
        yield from (relation.when for relation in rule.relations if relation.when is not None)
    for modifier in draft.modifiers.values():
        yield from (element.condition for element in modifier.elements.values())
    for concept in draft.concepts.values():
        for version in concept.versions:
            if version.condition is not None:
                yield version.condition
            for alternative in (version.one_of_named or {}).values():
                yield alternative.condition
    for read, _, _ in draft.general:
        if isinstance(read, GeneralElement):
            yield read.element.condition
        elif isinstance(read, Responsibility):
            if read.when is not None:
                yield read.when
        elif isinstance(read, Limitation):
            yield from (special.when for special in read.special if special.when is not None)
            yield from (stop.purpose for stop in read.stops if stop.purpose is not None)
    yield from procedure_of(draft).conditions()

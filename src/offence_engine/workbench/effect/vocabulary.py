"""Changes of what a case may state and of the rules around the offences: facts, kinds of act, general part, procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from offence_engine.model.base import Label, label
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.effect.changes import Change, Places, differing, law_of, word

_GENERAL = ("general", "limitation", "responsibility", "penalty_rules", "guidelines", "later_law")


def vocabulary_changes(old: Rulebook, new: Rulebook, places: tuple[Places, Places]) -> Iterator[Change]:
    """Facts, kinds of act and statutes that came, went or mean something else."""
    yield from _table("fact", _facts(old), _facts(new), places)
    yield from _table("kind", dict(old.kinds), dict(new.kinds), places)
    yield from _table("act", dict(old.acts), dict(new.acts), places)


def _facts(book: Rulebook) -> dict[str, Any]:
    """The facts by the names under which the files declare them."""
    return {path.replace("suspect.", "person.", 1): decl for path, decl in book.facts.items() if _declared(path)}


def _declared(path: str) -> bool:
    return not path.startswith("victim.") and path != "act.kind"


def _table(
    kind: str, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel], places: tuple[Places, Places]
) -> Iterator[Change]:
    for id_ in dict.fromkeys([*old, *new]):
        if id_ not in new:
            yield Change(kind, id_, "went", before=_name(old[id_]), parts=(id_,), place=places[0].of(id_))
        elif id_ not in old:
            yield Change(kind, id_, "came", after=_name(new[id_]), parts=(id_,), place=places[1].of(id_))
        elif old[id_] != new[id_]:
            told = list(differing(_law(old[id_]), _law(new[id_])))
            for at, before, after in told:
                yield Change(kind, id_, at, word(before), word(after), parts=(id_,), place=places[1].of(id_))
            if not told:
                yield Change(kind, id_, "words", meaning=False, place=places[1].of(id_))


def _law(model: BaseModel) -> Any:
    """What a declaration means: the values of a fact are its names, their labels are words."""
    law = law_of(model)
    values = getattr(model, "values", None)
    return {**law, "values": list(values)} if values else law


def _name(model: BaseModel) -> Label:
    return label(getattr(model, "ko", ""), getattr(model, "en", ""))


def general_changes(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """The general part and the procedure, leaf by leaf; of the letters only that they differ."""
    for name in _GENERAL:
        yield from _whole("general", name, getattr(old, name), getattr(new, name))
    yield from _whole("procedure", "procedure", old.procedure, new.procedure)
    if old.letters != new.letters:
        yield Change("letters", "letters", "words", meaning=False)


def _whole(kind: str, name: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    told = list(differing(_listed(old), _listed(new)))
    for at, before, after in told:
        yield Change(kind, name, at, word(before), word(after), parts=(f"{kind}:{name}",))
    if not told:
        yield Change(kind, name, "words", meaning=False)


def _listed(value: Any) -> Any:
    """Several files of one kind by their ids."""
    if isinstance(value, tuple):
        return {str(getattr(v, "id", None) or getattr(v, "general", i)): law_of(v) for i, v in enumerate(value)}
    return law_of(value)

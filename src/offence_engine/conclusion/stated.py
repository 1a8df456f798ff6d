"""Days and conditions read outside of elements: what the case states of itself, of a person, or of a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from offence_engine.conclusion.seen import missing
from offence_engine.counting.probe import Probe
from offence_engine.counting.unfold import Count
from offence_engine.inference.reference import answer
from offence_engine.model.case import Case, FactValue
from offence_engine.model.condition import Condition
from offence_engine.model.logic import Tree, paths
from offence_engine.model.result import Cite, MissingFact
from offence_engine.model.truth import Truth
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.rulebook.rulebook import Rulebook


def own_count(count: Count) -> Count:
    """The count as the suspect's own: what is asked of a person is asked of who takes part, not of whose deed it was."""
    return replace(count, principal=None, principal_act=None)


Bound = tuple[Tree, tuple[str, ...]] | None


def bound(book: Rulebook, condition: Condition, day: date) -> Bound:
    """A condition as it stands on a day, with the paths that it reads; None where it is not encoded for it."""
    if not is_encoded(book, condition, day):
        return None
    tree = tree_of(book, condition, day)
    return tree, paths(tree)


def truth_in(probe: Probe, found: Bound, count: Count) -> Truth:
    """Whether a condition, bound to the count's day, holds of it."""
    if found is None:
        return Truth.UNDETERMINED
    return answer(found[0], {path: probe.slot(count, path).mask for path in found[1]})


def truth_of(book: Rulebook, probe: Probe, condition: Condition, count: Count) -> Truth:
    """Whether a condition holds of a count."""
    return truth_in(probe, bound(book, condition, count.days.first), count)


def unknown_in(book: Rulebook, probe: Probe, condition: Condition, count: Count) -> Iterator[MissingFact]:
    """The facts of a condition that the case does not tell."""
    if not is_encoded(book, condition, count.days.first):
        return
    for path in paths(tree_of(book, condition, count.days.first)):
        slot = probe.slot(count, path)
        if not slot.known:
            yield missing(book, slot.at, path)


def day_in(case: Case, path: str, suspect: str, victim: str | None = None) -> date | None:
    """The day stated at a path of the case, a suspect, or the pair of suspect and victim."""
    _, fact = _at(case, path, suspect, victim)
    return fact.value if fact is not None and isinstance(fact.value, date) else None


def lacking_day(book: Rulebook, case: Case, path: str, suspect: str, victim: str | None = None) -> MissingFact:
    """The question for such a day."""
    at, _ = _at(case, path, suspect, victim)
    return missing(book, at, path)


def _at(case: Case, path: str, suspect: str, victim: str | None) -> tuple[str, FactValue | None]:
    home, _, name = path.partition(".")
    if home == "case":
        return f"case.{name}", case.facts.get(name)
    if home == "pair":
        for key, pair in case.pairs.items():
            if (pair.suspect, pair.victim) == (suspect, victim):
                return f"pairs.{key}.{name}", pair.facts.get(name)
        return f"pairs.{suspect}-{victim or '?'}.{name}", None
    return f"persons.{suspect}.{name}", case.persons[suspect].facts.get(name)


def cites(book: Rulebook, named: Iterable[str]) -> tuple[Cite, ...]:
    """Provisions with their citations."""
    return tuple(Cite(id=id_, citation=book.citation(id_)) for id_ in named)


def together(case: Case, acts: Iterable[str], suspect: str) -> tuple[str, ...]:
    """Who else took part in acts: those who did them, and those whose acts are linked to them."""
    wanted = set(acts)
    found: dict[str, None] = {}
    for key, act in case.acts.items():
        if key in wanted or wanted & set(act.linked) or any(key in case.acts[w].linked for w in wanted):
            found |= dict.fromkeys(act.by)
    return tuple(person for person in found if person != suspect)

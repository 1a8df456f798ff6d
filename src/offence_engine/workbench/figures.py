"""The dates and figures of a rulebook: where each stands, how it reads, and the mutants that change one of them.

Conditions that no case of a rule file can try (of limitation, responsibility, procedure, and when relations hold) are
told here as text, so that they are pinned beside the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel

from offence_engine.model.base import Label
from offence_engine.model.condition import AgeTest, AllOf, AnyOf, ConceptUse, FactTest, FindingTest, NoneOf
from offence_engine.model.penalty import Penalty, PenaltyText, penalty_from
from offence_engine.model.rule import ProvisionFile, Version
from offence_engine.rulebook.load import bounds_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import Spot, exchanged, leaves, told

DAY = timedelta(days=1)
Change = dict[str, Any]
Path = tuple[str | int, ...]
Made = tuple[Literal["date", "figure"], str, str, Spot, str, str, Callable[[Rulebook], Change]]
CONDITIONS = (AllOf, AnyOf, NoneOf, FactTest, AgeTest, FindingTest, ConceptUse)
# Text that is a figure: factors, effects and amounts.
_WORDS = ("raise_", "raise_most", "mitigate", "terms", "fines", "real_concurrence_factor", "effect", "kind")
_SILENT = ("elements", "typical_case", "cases", "note", "source", "enacted_by")
_BIG = 1000
_NUMBER = re.compile(r"\d+(?=년|개월|억|천만|백만|만|천|원)")
_TABLES = ("limitation", "responsibility", "penalty_rules", "guidelines", "procedure")


def figures_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every date, number, factor and condition below a model, with its path."""
    if isinstance(value, CONDITIONS):
        yield path, value
    elif isinstance(value, Label):
        return
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            # What the file leaves out is no figure of its own.
            if name in value.model_fields_set and name not in _SILENT:
                yield from figures_in(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from figures_in(inner, (*path, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from figures_in(inner, (*path, index))
    elif isinstance(value, bool):
        return
    elif isinstance(value, date | int | float) or (isinstance(value, str) and path and path[-1] in _WORDS):
        yield path, value


def below(value: Any, step: str | int) -> Any:
    """One step down a model."""
    if isinstance(value, tuple):
        return value[int(step)]
    return value[step] if isinstance(value, dict) else getattr(value, str(step))


def named(value: Any, path: Path) -> str:
    """A path as people read it: entries of lists by their `id` or day, not by number."""
    words: list[str] = []
    for step in path:
        value = below(value, step)
        word = str(step).rstrip("_")
        if isinstance(step, int):
            own = getattr(value, "id", None) or getattr(value, "effective", None)
            word = str(own) if own is not None else str(step + 1)
        words.append(word)
    return "/".join(words)


def in_words(value: Any) -> str:
    """A figure or a condition as text."""
    if isinstance(value, CONDITIONS):
        return told(value)[1].replace("`", "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def put(value: Any, path: Path, new: Any) -> Any:
    """The model with another value at a path."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {**value, step: put(value[step], rest, new)}
    if isinstance(value, tuple):
        assert isinstance(step, int)
        return (*value[:step], put(value[step], rest, new), *value[step + 1 :])
    return value.model_copy(update={str(step): put(getattr(value, str(step)), rest, new)})


def pinned_figures(book: Rulebook) -> dict[str, dict[str, str]]:
    """What is pinned beside the offences: by rule (or general table), each figure under its name."""
    found: dict[str, dict[str, str]] = {}
    for id_, rule in book.provisions.items():
        found[id_] = _told(rule, "relations")
    for id_, modifier in book.modifiers.items():
        found[id_] = {**_told(modifier, "reaches"), **_told_plain(modifier, ("raise_", "raise_most", "mitigate"))}
    for table in _TABLES:
        value = getattr(book, table)
        found[table] = {named(value, path): in_words(inner) for path, inner in figures_in(value)}
    return {name: figures for name, figures in found.items() if figures}


def _told(rule: BaseModel, part: str) -> dict[str, str]:
    return {named(rule, (part, *path)): in_words(inner) for path, inner in figures_in(getattr(rule, part))}


def _told_plain(rule: BaseModel, names: tuple[str, ...]) -> dict[str, str]:
    return {name.rstrip("_"): str(getattr(rule, name)) for name in names if getattr(rule, name) is not None}


# Mutants.


def figure_mutants(book: Rulebook) -> Iterator[Made]:
    """Every date by a day, every figure by one, every fine doubled or dropped."""
    for id_, rule in book.provisions.items():
        for index, version in enumerate(rule.versions):
            yield from _moved("provision", "provisions", id_, rule, ("versions", index, "effective"))
            if version.penalty is not None:
                yield from _penalties(book, id_, index, version, None, version.penalty)
            for limb, own in version.by_limb.items():
                yield from _penalties(book, id_, index, version, limb, own.penalty)
        yield from _below("provision", "provisions", id_, rule, ("relations",))
    for id_, modifier in book.modifiers.items():
        for part in ("reaches", "raise_", "raise_most", "mitigate"):
            yield from _below("modifier", "modifiers", id_, modifier, (part,))
    for name, concept in book.concepts.items():
        for index in range(len(concept.versions)):
            yield from _moved("concept", "concepts", name, concept, ("versions", index, "effective"))
    for table in _TABLES:
        value = getattr(book, table)
        for path, inner in figures_in(value):
            for new in _others(inner):
                yield (
                    "date" if isinstance(inner, date) else "figure", "general", table, path,
                    *_words(named(value, path), inner, new), partial(_put_table, table, path, new),
                )  # fmt: skip


def _below(owner: str, table: str, id_: str, rule: Any, part: Path) -> Iterator[Made]:
    for path, inner in figures_in(getattr(rule, str(part[0])), part):
        if isinstance(inner, date):
            yield from _moved(owner, table, id_, rule, path)
            continue
        for new in _others(inner):
            yield (
                "figure", owner, id_, _spot(path), *_words(named(rule, path), inner, new),
                partial(_put_rule, table, id_, path, new),
            )  # fmt: skip


def _moved(owner: str, table: str, id_: str, rule: Any, path: Path) -> Iterator[Made]:
    day: Any = rule
    for step in path:
        day = below(day, step)
    for new in (day - DAY, day + DAY):
        yield (
            "date",
            owner,
            id_,
            _spot(path),
            f"{day} → {new}",
            f"{day} → {new}",
            partial(_put_rule, table, id_, path, new),
        )


def _spot(path: Path) -> Spot:
    return tuple(step.rstrip("_") if isinstance(step, str) else step for step in path)


def _words(name: str, old: Any, new: Any) -> tuple[str, str]:
    text = f"{name}: {in_words(old)} → {in_words(new)}"
    return text, text


def _others(value: Any) -> Iterator[Any]:
    """What a mistaken figure or condition may be instead."""
    if isinstance(value, CONDITIONS):
        for leaf in leaves(value):
            yield exchanged(value, leaf.at, NoneOf(none_of=(leaf.condition,)))
            if leaf.parts > 1:
                yield exchanged(value, leaf.at, None)
    elif isinstance(value, date):
        yield from (value - DAY, value + DAY)
    elif isinstance(value, int | float):
        yield from (value * 2,) if value >= _BIG else (value - 1, value + 1)
    elif "/" in value:
        top, _, below = value.partition("/")
        yield f"{int(top) + 1}/{below}"


def _put_rule(table: str, id_: str, path: Path, new: Any, book: Rulebook) -> Change:
    rules = getattr(book, table)
    return {table: {**rules, id_: put(rules[id_], path, new)}, **_days_of_penalties(book, table, id_, path, new)}


def _put_table(table: str, path: Path, new: Any, book: Rulebook) -> Change:
    return {table: put(getattr(book, table), path, new)}


def _days_of_penalties(book: Rulebook, table: str, id_: str, path: Path, new: Any) -> Change:
    """The tables of penalties, which go by the day of the version, where that day is moved."""
    if table != "provisions" or path[0] != "versions" or path[-1] != "effective":
        return {}
    old = book.provisions[id_].versions[int(path[1])].effective

    def key(at: tuple[Any, ...]) -> tuple[Any, ...]:
        return (id_, new, *at[2:]) if at[:2] == (id_, old) else at

    return {
        "penalties": {key(at): penalty for at, penalty in book.penalties.items()},
        "limb_penalties": {key(at): penalty for at, penalty in book.limb_penalties.items()},
    }


def _penalties(
    book: Rulebook, id_: str, index: int, version: Version, limb: str | None, text: PenaltyText
) -> Iterator[Made]:
    at: Spot = ("versions", index, *(("by_limb", limb) if limb else ()), "penalty")
    bounds = bounds_of(book.penalty_rules)
    for name, new in other_penalties(text):
        read = penalty_from(new, bounds)
        if not isinstance(read, Penalty):
            continue
        old = getattr(text, name)
        words = f"{version.effective} {name}: {in_words(old)} → {in_words(getattr(new, name))}"
        yield "figure", "provision", id_, (*at, name), words, words, partial(_put_penalty, id_, index, limb, new, read)


def other_penalties(text: PenaltyText) -> Iterator[tuple[str, PenaltyText]]:
    """Mistaken penalties: years one more and one less, fines doubled or dropped, yes for no."""
    for name in ("prison", "or_suspension", "and_suspension"):
        written = getattr(text, name)
        for found in _NUMBER.finditer(written or ""):
            for step in (-1, 1):
                other = f"{written[: found.start()]}{int(found[0]) + step}{written[found.end() :]}"
                yield name, text.model_copy(update={name: other})
        if written and written.startswith("무기"):
            yield name, text.model_copy(update={name: written.removeprefix("무기 또는 ")})
    for name in ("or_fine", "and_fine"):
        written = getattr(text, name)
        for found in _NUMBER.finditer(written or ""):
            yield (
                name,
                text.model_copy(
                    update={name: f"{written[: found.start()]}{int(found[0]) * 2}{written[found.end() :]}"}
                ),
            )
        if written:
            yield name, text.model_copy(update={name: None})
    for name in ("or_confinement", "or_detention", "both", "death"):
        yield name, text.model_copy(update={name: not getattr(text, name)})


def _put_penalty(id_: str, index: int, limb: str | None, text: PenaltyText, read: Penalty, book: Rulebook) -> Change:
    rule: ProvisionFile = book.provisions[id_]
    version = rule.versions[index]
    path: Path = ("versions", index, *(("by_limb", limb) if limb else ()), "penalty")
    change: Change = {"provisions": {**book.provisions, id_: put(rule, path, text)}}
    if limb is None:
        return {**change, "penalties": {**book.penalties, (id_, version.effective): read}}
    return {**change, "limb_penalties": {**book.limb_penalties, (id_, version.effective, limb): read}}

"""Mutants of a rulebook: the same rules with one small mistake in them, each told in words and made in memory.

Of conditions: an atom negated, dropped, a set of values with one more or one less, a limit moved by one. Of structure:
an element, limb or reach dropped. Of dates and figures: a day, a year, a fine. No file is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from offence_engine.model.condition import COMPARISONS, AgeTest, Condition, FactTest, FindingTest, NoneOf
from offence_engine.model.rule import ModifierFile, ProvisionFile
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import (
    Held,
    Leaf,
    Spot,
    always,
    conditions_of,
    exchanged,
    leaves,
    told,
    with_condition,
)
from offence_engine.workbench.figures import figure_mutants

Kind = Literal["condition", "structure", "date", "figure"]
Change = dict[str, Any]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mutant:
    """One small mistake: whose, where in its file, what, and the tables that it changes. `test` is what a condition
    newly asks."""

    kind: Kind
    owner: str
    rule: str
    at: Spot
    ko: str
    en: str
    change: Callable[[Rulebook], Change] = field(compare=False)
    test: Condition | None = None

    @property
    def id(self) -> str:
        """A name that stays while the rule stays: `<rule>:elements/covert: ... negated`."""
        return f"{self.rule}:{'/'.join(map(str, self.at))}: {self.en}"


def mutants_of(book: Rulebook) -> Iterator[Mutant]:
    """Every mutant of a rulebook, in the order of the files."""
    for held in conditions_of(book):
        yield from _of_condition(book, held)
    for id_, rule in book.provisions.items():
        yield from _of_provision(book, id_, rule)
    for id_, modifier in book.modifiers.items():
        yield from _of_modifier(id_, modifier)
    for name, concept in book.concepts.items():
        for index, version in enumerate(concept.versions):
            for alternative in version.one_of_named or {}:
                if len(version.one_of_named or {}) > 1:
                    at = ("versions", index, "one_of_named", alternative)
                    yield Mutant(
                        "structure", "concept", name, at, f"갈래 `{alternative}`을(를) 뺌", f"alternative `{alternative}` dropped",
                        partial(_without_alternative, name, index, alternative),
                    )  # fmt: skip
    for kind, owner, name, spot, ko, en, change in figure_mutants(book):
        yield Mutant(kind, owner, name, spot, ko, en, change)


# Conditions.


def _of_condition(book: Rulebook, held: Held) -> Iterator[Mutant]:
    for leaf in leaves(held.condition):
        ko, en = told(leaf.condition)
        # What the mutant becomes is needed only when it is made: the book may have other domains by then.
        made = partial(_mutant, held, leaf)
        yield made(NoneOf(none_of=(leaf.condition,)), f"{ko}을(를) 뒤집음", f"{en} negated")
        if leaf.parts > 1:
            yield made(None, f"{ko}을(를) 뺌", f"{en} dropped")
        else:
            yield made(always(leaf.condition), f"{ko}을(를) 언제나 맞는 것으로 함", f"{en} taken as always true")
        for new, how_ko, how_en in _weakened(book, leaf.condition):
            yield made(new, f"{ko} {how_ko}", f"{en} {how_en}")


def _mutant(held: Held, leaf: Leaf, new: Condition | None, ko: str, en: str) -> Mutant:
    whole = exchanged(held.condition, leaf.at, new)
    return Mutant(
        "condition", held.owner, held.rule, (*held.at, *leaf.at), ko, en, partial(_exchange, held, whole), new,
    )  # fmt: skip


def _exchange(held: Held, whole: Condition, book: Rulebook) -> Change:
    return with_condition(book, held, whole)


def _weakened(book: Rulebook, condition: Condition) -> Iterator[tuple[Condition, str, str]]:
    match condition:
        case FactTest():
            yield from _other_values(book, condition)
        case AgeTest():
            name = "under" if condition.under is not None else "at_least"
            limit = condition.under if condition.under is not None else condition.at_least or 0
            for step in (-1, 1):
                new = condition.model_copy(update={name: limit + step})
                yield new, f"→ {limit + step}세", f"→ {limit + step}"
            if condition.until is not None:
                yield condition.model_copy(update={"until": None}), "에서 `until`을 뺌", "without `until`"
        case FindingTest():
            for name in condition.what if len(condition.what) > 1 else ():
                fewer = tuple(w for w in condition.what if w != name)
                yield condition.model_copy(update={"what": fewer}), f"에서 `{name}`을(를) 뺌", f"without `{name}`"
            if condition.prison_at_least_years:
                for step in (-1, 1):
                    years = condition.prison_at_least_years + step
                    if not _told_apart(book, condition, years):
                        continue
                    yield (
                        condition.model_copy(update={"prison_at_least_years": years}),
                        f"→ {years}년",
                        f"→ {years} years",
                    )


def _told_apart(book: Rulebook, test: FindingTest, years: int) -> bool:
    """Whether some offence of the book has a maximum that lies between the two limits."""
    low, high = sorted((12 * test.prison_at_least_years, 12 * years))
    penalties = [(of, penalty) for (of, _), penalty in book.penalties.items()]
    penalties += [(of, penalty) for (of, _, _), penalty in book.limb_penalties.items()]
    return any(
        penalty.prison_months is not None and low <= penalty.prison_months[1] < high
        for of, penalty in penalties
        if test.finding != "material" or book.provisions[of].roles.material != "none"
    )


def _other_values(book: Rulebook, test: FactTest) -> Iterator[tuple[Condition, str, str]]:
    name, wanted = test.comparison
    key = next(c for c in COMPARISONS if c == name)
    declared = list(book.facts[test.fact].values) if test.fact in book.facts else []
    if key in ("at_least", "under"):
        for step in (-1, 1):
            yield test.model_copy(update={key: wanted + step}), f"→ {wanted + step}", f"→ {wanted + step}"
    elif key in ("from_", "before"):
        for step in (-1, 1):
            day = wanted + step * DAY
            yield test.model_copy(update={key: day}), f"→ {day}", f"→ {day}"
    elif declared:
        held = (wanted,) if key == "is_" else tuple(wanted)
        more = next_value(declared, held)
        set_key = "one_of" if key == "is_" else key
        if more is not None:
            yield (
                FactTest.model_validate({"fact": test.fact, set_key: (*held, more)}),
                f"에 `{more}`을(를) 더함",
                f"with `{more}` added",
            )
        for value in held if len(held) > 1 else ():
            fewer = tuple(v for v in held if v != value)
            yield test.model_copy(update={key: fewer}), f"에서 `{value}`을(를) 뺌", f"without `{value}`"


def next_value(declared: list[str], held: tuple[str, ...]) -> str | None:
    """The declared value after the last one held (else the first one that is not held)."""
    last = max((declared.index(v) for v in held if v in declared), default=-1)
    return next((v for v in [*declared[last + 1 :], *declared] if v not in held), None)


# Structure.


def _of_provision(book: Rulebook, id_: str, rule: ProvisionFile) -> Iterator[Mutant]:
    def made(at: Spot, ko: str, en: str, change: Callable[[Rulebook], Change]) -> Mutant:
        return Mutant("structure", "provision", id_, at, ko, en, change)

    for index, version in enumerate(rule.versions):
        for part, what in (("requires", version.requires or ()), ("any_of", version.any_of or ())):
            for number, name in enumerate(what):
                if part == "any_of" and len(what) == 1:
                    continue
                ko, en = ("구성요건", "element") if part == "requires" else ("갈래", "limb")
                yield made(
                    ("versions", index, part, number), f"{version.effective} 조문에서 {ko} `{name}`을(를) 뺌",
                    f"{en} `{name}` dropped from the version of {version.effective}",
                    partial(_without_part, id_, index, part, name),
                )  # fmt: skip
    for limb, names in rule.limbs.items():
        for number, name in enumerate(names if len(names) > 1 else ()):
            yield made(
                ("limbs", limb, number), f"갈래 `{limb}`에서 `{name}`을(를) 뺌", f"`{name}` dropped from the limb `{limb}`",
                partial(_without_in_limb, id_, limb, name),
            )  # fmt: skip
    for number, name in enumerate(rule.result):
        yield made(
            ("result", number), f"결과에서 `{name}`을(를) 뺌", f"`{name}` dropped from `result`",
            partial(_without_in_list, "provisions", id_, "result", name),
        )  # fmt: skip
    for number, name in enumerate(rule.builds_on):
        yield made(
            ("builds_on", number), f"바탕 `{name}`을(를) 뺌", f"`{name}` dropped from `builds_on`",
            partial(_without_in_list, "provisions", id_, "builds_on", name),
        )  # fmt: skip


def _of_modifier(id_: str, rule: ModifierFile) -> Iterator[Mutant]:
    for number, name in enumerate(rule.requires):
        yield Mutant(
            "structure", "modifier", id_, ("requires", number), f"요건 `{name}`을(를) 뺌", f"element `{name}` dropped",
            partial(_without_in_list, "modifiers", id_, "requires", name),
        )  # fmt: skip


def _rule(book: Rulebook, table: str, id_: str, **update: Any) -> Change:
    rules: dict[str, Any] = getattr(book, table)
    return {table: {**rules, id_: rules[id_].model_copy(update=update)}}


def _without_part(id_: str, index: int, part: str, name: str, book: Rulebook) -> Change:
    versions = list(book.provisions[id_].versions)
    left = tuple(n for n in getattr(versions[index], part) if n != name)
    versions[index] = versions[index].model_copy(update={part: left})
    return _rule(book, "provisions", id_, versions=tuple(versions))


def _without_in_limb(id_: str, limb: str, name: str, book: Rulebook) -> Change:
    limbs = book.provisions[id_].limbs
    return _rule(book, "provisions", id_, limbs={**limbs, limb: tuple(n for n in limbs[limb] if n != name)})


def _without_in_list(table: str, id_: str, part: str, name: str, book: Rulebook) -> Change:
    rules: dict[str, Any] = getattr(book, table)
    return _rule(book, table, id_, **{part: tuple(n for n in getattr(rules[id_], part) if n != name)})


def _without_alternative(name: str, index: int, alternative: str, book: Rulebook) -> Change:
    versions = list(book.concepts[name].versions)
    named = {k: v for k, v in (versions[index].one_of_named or {}).items() if k != alternative}
    versions[index] = versions[index].model_copy(update={"one_of_named": named})
    return _rule(book, "concepts", name, versions=tuple(versions))


def tests_of(mutants: list[Mutant]) -> Iterator[Condition]:
    """What the mutants' conditions newly ask."""
    for mutant in mutants:
        if mutant.test is not None:
            yield mutant.test

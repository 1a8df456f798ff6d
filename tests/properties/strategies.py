"""Generators: condition trees, facts with their values, and conditions over them, random but valid.

A rule folder is a dictionary of file names and their content, a case is a dictionary: what a person would write in
YAML. Facts repeat on purpose, so that knowing less than all of them is not trivial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from hypothesis import strategies as st

from offence_engine.model.logic import All, AnyOne, Atom, Constant, Not, Tree, all_of, any_of, negated

Json = dict[str, Any]
Draw = st.DrawFn

# --- condition trees -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Puzzle:
    """A tree, how many regions each path has, and which of them are still possible."""

    tree: Tree
    sizes: dict[str, int]
    masks: dict[str, int]


def trees(sizes: Mapping[str, int], leaves: int = 9) -> st.SearchStrategy[Tree]:
    """Trees over the paths of `sizes`; paths are few, so that they repeat."""
    atom = st.sampled_from(sorted(sizes)).flatmap(
        lambda path: st.integers(0, (1 << sizes[path]) - 1).map(lambda mask: Atom(path, mask))
    )
    return st.recursive(
        atom,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(all_of),
            st.lists(inner, min_size=2, max_size=3).map(any_of),
            inner.map(negated),
        ),
        max_leaves=leaves,
    ).filter(lambda tree: not isinstance(tree, Constant))


@st.composite
def puzzles(draw: Draw, paths: int = 5, leaves: int = 9, most: int = 4) -> Puzzle:
    count = draw(st.integers(1, paths))
    sizes = {f"fact.{chr(97 + i)}": draw(st.integers(2, most)) for i in range(count)}
    tree = draw(trees(sizes, leaves))
    masks = {path: draw(st.integers(1, (1 << size) - 1)) for path, size in sizes.items()}
    return Puzzle(tree, sizes, masks)


def truth_of(tree: Tree, bits: Mapping[str, int]) -> bool:
    """The tree for one value of each path: written apart from the code under test."""
    match tree:
        case Atom(path, mask):
            return bool(mask & bits[path])
        case All(parts):
            return all(truth_of(part, bits) for part in parts)
        case AnyOne(parts):
            return any(truth_of(part, bits) for part in parts)
        case Not(part):
            return not truth_of(part, bits)
        case Constant(value):
            return value


def completions(masks: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """Every way in which one region is chosen for each path out of those that are possible."""
    if not masks:
        yield {}
        return
    path, *rest = masks
    for below in completions({p: masks[p] for p in rest}):
        for bit in range(masks[path].bit_length()):
            if masks[path] >> bit & 1:
                yield {path: 1 << bit, **below}


# --- rule folders ----------------------------------------------------------------------------------------------------

DAYS = ("2019-03-01", "2020-06-25", "2021-01-01", "2022-02-28", "2024-10-16")
HOMES = ("case", "person", "group", "channel", "material", "act", "part", "stance", "shown", "pair")
COLOURS = ("red", "green", "blue")
SIGNS = ("face", "body", "voice")
LIMITS = (3, 10)
CUTS = ("2020-01-01", "2022-01-01")
WORDS = ("alpha", "beta")
AGES = (14, 19)
KINDS = ("made", "sent", "kept")
DERIVED = {"act": "recipients_beyond_victim", "shown": "product_of_shown_person", "channel": "channel_run_by_suspect"}
AS_OF = date(2026, 11, 22)
LABEL = {"ko": "시험", "en": "test"}


@dataclass
class Rules:
    """A rule folder as data: files, and what the generators of cases need to know about them."""

    files: dict[str, Json]
    facts: dict[str, Json] = field(default_factory=dict)
    provisions: list[str] = field(default_factory=list)

    def of_home(self, home: str) -> list[str]:
        return sorted(key.split(".")[1] for key in self.facts if key.startswith(f"{home}."))

    def texts(self) -> dict[str, str]:
        """The files as YAML."""
        return {name: written(content) for name, content in self.files.items()}


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(content: Json) -> str:
    """As YAML, in the order given, without anchors."""
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False)


def declaration(type_: str) -> Json:
    decl: Json = {"type": type_, "ko": "사실", "en": "fact", "ask": "investigator", "question": LABEL}
    if type_ in ("choice", "choices"):
        names = COLOURS if type_ == "choice" else SIGNS
        decl["values"] = dict.fromkeys(names, LABEL)
    return decl


def values_of(type_: str) -> tuple[Any, ...]:
    """Values of a fact that lie in every region which the generated conditions can cut."""
    match type_:
        case "yes_no":
            return ("yes", "no")
        case "judgment":
            return ({"value": "yes", "by": "tester"}, {"value": "no", "by": "tester"})
        case "choice":
            return COLOURS
        case "choices":
            return ([], ["face"], ["body"], ["voice"], ["body", "face"], ["face", "voice"], ["body", "voice"], [*SIGNS])
        case "number":
            return tuple(str(n) for limit in LIMITS for n in (limit - 1, limit, limit + 1))
        case "date":
            return ("2019-12-31", "2020-01-01", "2021-05-05", "2022-01-01", "2023-01-01")
    return (*WORDS, "gamma")


@st.composite
def fact_tests(draw: Draw, facts: Mapping[str, Json]) -> Json:
    """One comparison of one fact; `facts` are declarations by path."""
    path = draw(st.sampled_from(sorted(facts)))
    match facts[path]["type"]:
        case "yes_no" | "judgment":
            return {"fact": path, "is": draw(st.sampled_from(("yes", "no")))}
        case "choice":
            some = draw(st.lists(st.sampled_from(COLOURS), min_size=1, max_size=2, unique=True))
            return {"fact": path, "is": some[0]} if len(some) == 1 else {"fact": path, "one_of": some}
        case "choices":
            some = draw(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=2, unique=True))
            return {"fact": path, draw(st.sampled_from(("any_in", "all_in"))): some}
        case "number":
            return {
                "fact": path,
                draw(st.sampled_from(("at_least", "under", "is"))): str(draw(st.sampled_from(LIMITS))),
            }
        case "date":
            return {"fact": path, draw(st.sampled_from(("from", "before"))): draw(st.sampled_from(CUTS))}
    return {"fact": path, "is": draw(st.sampled_from(WORDS))}


@st.composite
def conditions(
    draw: Draw,
    facts: Mapping[str, Json],
    concepts: tuple[str, ...],
    ages: tuple[Json, ...],
    depth: int = 2,
    findings: tuple[str, ...] = (),
) -> Json:
    """A condition over facts, the kind of act, concepts and ages; with `findings` (provisions, or whole articles) also
    over other findings."""
    kinds = st.lists(st.sampled_from(KINDS), min_size=2, max_size=2, unique=True)
    leaves = [fact_tests(facts)] * 6 + [kinds.map(lambda some: {"fact": "act.kind", "one_of": some})]
    if concepts:
        leaves += [st.sampled_from(concepts).map(lambda name: {"concept": name})] * 2
    if ages:
        leaves.append(st.sampled_from(ages))
    if findings:
        leaves += [finding_tests(findings)] * 6
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return draw(st.one_of(leaves))
    key = draw(st.sampled_from(("all_of", "any_of", "any_of", "any_of", "none_of")))
    return {key: draw(st.lists(conditions(facts, concepts, ages, depth - 1, findings), min_size=1, max_size=3))}


@st.composite
def finding_tests(draw: Draw, findings: tuple[str, ...]) -> Json:
    """Whether another act that shares something fills an offence."""
    test: Json = {"finding": draw(st.sampled_from(("group", "material", "victim", "act", "act")))}
    if draw(st.booleans()):
        test["what"] = draw(st.lists(st.sampled_from(findings), min_size=1, max_size=2, unique=True))
    if draw(st.booleans()):
        test["by"] = draw(st.sampled_from(("anyone", "suspect", "others")))
    if draw(st.integers(0, 2)) == 0:
        test["prison_at_least_years"] = "4"
    return test


def age_tests(victim_at: str) -> tuple[Json, ...]:
    """Age tests; of one person always at one time, for two times of one birth are not independent."""
    found: list[Json] = [{"age_of": "suspect", "under": "14"}, {"age_of": "victim", "under": "19", "at": victim_at}]
    found.append({"age_of": "victim", "under": "19", "until": "january_1_of_that_year", "at": victim_at})
    found.append({"age_of": "victim", "at_least": "14", "at": victim_at})
    return tuple(found)

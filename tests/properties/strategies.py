"""Generators: condition trees, rule folders and case files, random but valid.

A rule folder is a dictionary of file names and their content, a case is a dictionary: what a person would write in
YAML. Facts repeat on purpose, so that knowing less than all of them is not trivial.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
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
PENALTIES = (
    {"prison": "7년 이하", "or_fine": "5천만원 이하"},
    {"prison": "3년 이하", "or_fine": "3천만원 이하"},
    {"prison": "3년 이상"},
    {"prison": "무기 또는 5년 이상"},
)
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
    draw: Draw, facts: Mapping[str, Json], concepts: tuple[str, ...], ages: tuple[Json, ...], depth: int = 2
) -> Json:
    """A condition over facts, the kind of act, concepts and ages."""
    kinds = st.lists(st.sampled_from(KINDS), min_size=2, max_size=2, unique=True)
    leaves = [fact_tests(facts)] * 6 + [kinds.map(lambda some: {"fact": "act.kind", "one_of": some})]
    if concepts:
        leaves += [st.sampled_from(concepts).map(lambda name: {"concept": name})] * 2
    if ages:
        leaves.append(st.sampled_from(ages))
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return draw(st.one_of(leaves))
    key = draw(st.sampled_from(("all_of", "any_of", "any_of", "any_of", "none_of")))
    return {key: draw(st.lists(conditions(facts, concepts, ages, depth - 1), min_size=1, max_size=3))}


def age_tests(victim_at: str) -> tuple[Json, ...]:
    """Age tests; of one person always at one time, for two times of one birth are not independent."""
    found: list[Json] = [{"age_of": "suspect", "under": "14"}, {"age_of": "victim", "under": "19", "at": victim_at}]
    found.append({"age_of": "victim", "under": "19", "until": "january_1_of_that_year", "at": victim_at})
    found.append({"age_of": "victim", "at_least": "14", "at": victim_at})
    return tuple(found)


def some_days(draw: Draw, least: int = 1, most: int = 3) -> list[str]:
    """Days on which something changes; mostly from the first on."""
    days = set(draw(st.lists(st.sampled_from(DAYS), min_size=least, max_size=most, unique=True)))
    return sorted(days | {DAYS[0]} if draw(st.integers(0, 5)) else days)


@st.composite
def rule_folders(draw: Draw, provisions: int = 3, homes: tuple[str, ...] = HOMES, helpers: bool = True) -> Rules:
    """A whole folder that the rule check accepts."""
    rules = Rules(files={})
    by_home: dict[str, Json] = {}
    for home in homes:
        count = draw(st.integers(1, 2)) if home in ("act", "part", "shown", "material") else draw(st.integers(0, 1))
        for index in range(count):
            decl = declaration(
                draw(st.sampled_from(("yes_no", "yes_no", "choice", "choices", "number", "date", "judgment", "text")))
            )
            if decl["type"] == "yes_no" and home in DERIVED and draw(st.booleans()):
                decl["derived"] = DERIVED[home]
            elif home == "shown" and by_home.get("material", {}).get(f"f{index}") == decl and draw(st.booleans()):
                decl = {**decl, "derived": "fact_of_material"}
            by_home.setdefault(home, {})[f"f{index}"] = decl
    by_home.setdefault("part", {})["intent"] = declaration("judgment")
    victim_at = draw(st.sampled_from(("act", "made")))
    if victim_at == "made":
        by_home.setdefault("material", {})["made_on"] = declaration("date")
    for home, facts in by_home.items():
        rules.files[f"facts/{home}.yaml"] = {"home": home, "facts": facts}
        for name, decl in facts.items():
            rules.facts[f"{home}.{name}"] = decl
    paths = _paths(rules.facts)
    ages = age_tests(victim_at)
    concepts = _concepts(draw, rules, paths, ages)
    for number in range(draw(st.integers(1, provisions))):
        _provision(draw, rules, f"fic.{number + 1}", paths, concepts, ages)
    _modifiers(draw, rules, paths, concepts, helpers)
    _general(draw, rules, paths)
    return rules


def _paths(facts: Mapping[str, Json]) -> dict[str, Json]:
    """Declarations by the path under which conditions read them (without what has a life of its own)."""
    found = {}
    for key, decl in facts.items():
        home, name = key.split(".")
        if key in ("part.intent", "material.made_on"):
            continue
        if home == "material" and facts.get(f"shown.{name}", {}).get("derived") == "fact_of_material":
            continue  # read through the persons shown: of two answers to one question none is free
        for prefix in ("suspect", "victim") if home == "person" else (home,):
            found[f"{prefix}.{name}"] = decl
    return found


def _concepts(draw: Draw, rules: Rules, paths: dict[str, Json], ages: tuple[Json, ...]) -> tuple[str, ...]:
    made: dict[str, Json] = {}
    for index in range(draw(st.integers(0, 3))):
        versions = []
        for day in some_days(draw, 1, 2):
            inner = conditions(paths, tuple(made), ages, 1)
            if draw(st.booleans()):
                named = {f"way{i}": {**LABEL, **draw(inner)} for i in range(draw(st.integers(1, 3)))}
                versions.append({"effective": day, "one_of_named": named})
            else:
                versions.append({"effective": day, **draw(inner)})
        made[f"idea{index}"] = {**LABEL, "versions": versions}
    if made:
        rules.files["concepts/all.yaml"] = {"concepts": made}
    return tuple(made)


def _provision(
    draw: Draw, rules: Rules, id_: str, paths: dict[str, Json], concepts: tuple[str, ...], ages: tuple[Json, ...]
) -> None:
    names = [f"e{i}" for i in range(draw(st.sampled_from((1, 2, 2, 3, 4))))]
    elements = {name: {"words": name, **draw(conditions(paths, concepts, ages))} for name in names}
    limbs: dict[str, list[str]] = {}
    if draw(st.booleans()):
        limbs = {f"limb{i}": draw(_some(names)) for i in range(draw(st.integers(1, 3)))}
    versions: list[Json] = []
    for index, day in enumerate(some_days(draw)):
        if index and draw(st.integers(0, 4)) == 0:
            versions.append({"effective": day, "repealed": "yes"})
            continue
        version: Json = {"effective": day, "penalty": draw(st.sampled_from(PENALTIES))}
        used = set(names) if not index else set(draw(_some(names)))
        if limbs and (not index or draw(st.booleans())):
            version["any_of"] = list(limbs)
            used -= {e for limb in limbs.values() for e in limb}
        if used:
            version["requires"] = [name for name in names if name in used]
        versions.append(version)
    content: Json = {
        "id": id_,
        "title": LABEL,
        "roles": {
            "victim": draw(
                st.sampled_from(
                    ("shown_person", "shown_person_or_none", "recipient", "threatened", "counterpart", "none")
                )
            ),
            "material": draw(st.sampled_from(("product", "object", "means", "none", "none"))),
            "group": draw(st.sampled_from(("member_of", "none"))),
        },
        "one_offence_per": {
            "per": draw(st.sampled_from((["suspect"], ["suspect", "victim"], ["suspect", "victim", "act"]))),
            "settled": "yes",
        },
        "before": draw(st.sampled_from(("not_encoded", "not_in_force"))),
        "elements": elements,
        "versions": versions,
        "closing": LABEL,
        "not_modelled": [],
        "typical_case": {"persons": {"S1": {"role": "suspect"}}, "acts": {"A1": {"kind": KINDS[0], "by": ["S1"]}}},
    }
    if limbs:
        content["limbs"] = limbs
    always = [name for name in names if all(name in _used(v, limbs) for v in versions if "repealed" not in v)]
    if draw(st.booleans()) and always:
        content["result"] = draw(_some(always, 1))
    if rules.provisions and draw(st.integers(0, 2)) == 0:
        content["builds_on"] = draw(_some(rules.provisions))
    if draw(st.booleans()) and rules.provisions:
        relation: Json = {
            draw(st.sampled_from(("alternative_to", "yields_to", "absorbed_by"))): draw(
                st.sampled_from(rules.provisions)
            ),
            "same": ["suspect", *draw(st.sampled_from(([], ["victim"], ["act"], ["material"])))],
            "because": LABEL,
            "settled": "yes",
        }
        if draw(st.booleans()):
            relation["when"] = draw(conditions(paths, concepts, (), 1))
        content["relations"] = [relation]
    rules.files[f"provisions/{id_}.yaml"] = content
    rules.provisions.append(id_)


def _used(version: Json, limbs: Mapping[str, list[str]]) -> set[str]:
    """The elements that a version names."""
    return {*version.get("requires", ()), *(name for limb in version.get("any_of", ()) for name in limbs[limb])}


def _some(names: list[str], most: int | None = None) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=most or len(names), unique=True)


def _modifiers(draw: Draw, rules: Rules, paths: dict[str, Json], concepts: tuple[str, ...], helpers: bool) -> None:
    near = {path: decl for path, decl in paths.items() if path.split(".")[0] in ("act", "part")}
    what = ["attempt", "habit", *(["accessory"] if helpers else [])]
    for number, modifies in enumerate(what):
        if draw(st.booleans()):
            continue
        reaches: list[Json] = [
            {"effective": day, "what": draw(_some(rules.provisions))} for day in some_days(draw, 1, 2)
        ]
        content: Json = {
            "id": f"fic.{90 + number}",
            "title": LABEL,
            "modifies": modifies,
            "reaches": reaches,
            "elements": {
                f"x{i}": {"words": "x", **draw(conditions(near, concepts, (), 1))}
                for i in range(draw(st.integers(1, 2)))
            },
            "settled": "yes",
            "not_modelled": [],
        }
        content["requires"] = list(content["elements"])
        content |= {"attempt": {"replaces": "result"}, "habit": {"per": "suspect", "raise": "1/2"}}.get(
            modifies, {"rests_on": "finding_of_another", "mitigate": "mandatory"}
        )
        rules.files[f"provisions/fic.{90 + number}.yaml"] = content


def _general(draw: Draw, rules: Rules, paths: dict[str, Json]) -> None:
    source = {"source": "시험"}
    rules.files["acts.yaml"] = {"acts": {"fic": {"ko": "가상의 법률", "short": "가상법", "en": "Fictional Act"}}}
    rules.files["rulebook.yaml"] = {"rulebook": {"title": "시험", "version": "1"}}
    says = {
        path.split(".")[1]: decl for path, decl in paths.items() if path.startswith("act.") and decl["type"] == "yes_no"
    }
    rules.files["kinds.yaml"] = {
        "kinds": {
            kind: {
                **LABEL,
                "lasts": "yes" if kind == "kept" else "no",
                "makes": "yes" if kind == "made" else "no",
                "says": {name: draw(st.sampled_from(("yes", "no"))) for name in says if draw(st.integers(0, 3)) == 0},
                "sentence": LABEL,
            }
            for kind in KINDS
        }
    }
    rules.files["general/intent.yaml"] = {
        "general": "intent", "act": "fic", "article": "13", "title": LABEL, "applies_to": "every_offence",
        "element": {"words": "고의", "fact": "part.intent", "is": "yes"}, **source,
    }  # fmt: skip
    rules.files["general/responsibility.yaml"] = {
        "general": "responsibility", "id": "fic.9", "title": LABEL, "when": {"age_of": "suspect", "under": "14"},
        "effect": "not_punishable", "notice": LABEL, **source,
    }  # fmt: skip
    rules.files["general/penalty.yaml"] = {
        "general": "penalty", "prison_least_months": "1", "prison_most_months": "360", "raised_most_months": "600",
        "fine_least_krw": "50000", "by": {"prison": "fic.42", "fine": "fic.45"},
        "real_concurrence": {"id": "fic.38", "because": LABEL, "settled": "yes"}, "real_concurrence_factor": "3/2",
        "ideal_concurrence": {"id": "fic.40", "because": LABEL, "settled": "yes"},
    }  # fmt: skip
    special: list[Json] = []
    if draw(st.booleans()):
        special.append(
            {
                "id": "fic.21",
                "kind": "from_majority",
                "age": "19",
                "reaches": ["fic.1"],
                "effective": DAYS[0],
                "because": LABEL,
            }
        )
    if draw(st.booleans()):
        special.append({
            "id": "fic.20", "kind": "none", "reaches": ["fic.1"], "effective": draw(st.sampled_from(DAYS)),
            "also_earlier_unless_expired": draw(st.sampled_from(("yes", "no"))), "because": LABEL,
        })  # fmt: skip
    rules.files["general/limitation.yaml"] = {
        "general": "limitation",
        "periods": {
            "by": "fic.249",
            "rows": [{"statutory": "life", "years": "15"}, {"prison_max_at_least_years": "10", "years": "10"}, {"otherwise": "yes", "years": "5"}],
        },
        "starts": {"at": "end_of_act", "by": "fic.252"},
        "special": special,
    }  # fmt: skip


# --- case files ------------------------------------------------------------------------------------------------------

AS_OF = date(2026, 11, 22)


def _facts(draw: Draw, rules: Rules, home: str, known: int) -> Json:
    """Some facts of a home; about `known` of ten are stated, a few as unknown. What the structure of a case answers
    is left to it."""
    found: Json = {}
    for name in rules.of_home(home):
        decl = rules.facts[f"{home}.{name}"]
        if "derived" in decl:
            continue
        roll = draw(st.integers(1, 10))
        if roll > known and name != "intent":
            continue
        if (roll == 1 and known < 10) or (name == "intent" and roll == 2):
            found[name] = "unknown"
            continue
        value = draw(st.sampled_from(values_of(decl["type"])))
        if home == "material" and name == "made_on":
            value = "2018-05-05"
        if name == "intent":
            value = {"value": "no" if roll == 3 else "yes", "by": "tester"}
        found[name] = value
    return found


def _day(draw: Draw) -> str:
    """A day near a boundary of the generated versions."""
    near = date.fromisoformat(draw(st.sampled_from(DAYS)))
    return (near + timedelta(days=draw(st.sampled_from((-1, 0, 1, 200))))).isoformat()


def _when(draw: Draw, lasts: bool, exact: bool) -> Json:
    first, second = sorted((_day(draw), _day(draw)))
    shapes: list[Json] = [{"from": first, "to": second}] if lasts else [{"on": first}] * 3
    if not exact and lasts:
        shapes.append({"from": first, "to": {"between": [first, second]}})
    elif not exact:
        shapes += [
            {"on": {"between": [first, second]}},
            {"on": first[:7]},
            {"series": {"from": first, "to": second, "times": "3"}},
        ]
    return copy.deepcopy(draw(st.sampled_from(shapes)))


def _birth(draw: Draw, exact: bool) -> Json:
    year = draw(st.sampled_from((1980, 2001, 2002, 2005, 2007, 2010)))
    whole = {"birth": f"{year}-{draw(st.sampled_from(('01-01', '02-28', '06-25', '12-31')))}"}
    if exact:
        return whole
    known = [
        whole,
        whole,
        {"birth": str(year)},
        {"age": {"years": "17", "on": "2021-01-01"}},
        {"age": {"under": "19", "on": "2020-06-25"}},
        {},
    ]
    known += [{"age": "minor"}, {"age": "adult"}]
    return dict(draw(st.sampled_from(known)))


@st.composite
def cases(draw: Draw, rules: Rules, acts: int = 3, known: int = 7, exact: bool = False) -> Json:
    """A case that uses everything a case file has; `exact` leaves no interval of days."""
    data: Json = {"case": {"id": "C-1"}, "persons": {}, "materials": {}, "acts": {}}
    for person, role in (("S1", "suspect"), ("S2", "suspect"), ("V1", "victim"), ("V2", "victim"), ("T1", "other")):
        data["persons"][person] = {"role": role, **_birth(draw, exact), **_facts(draw, rules, "person", known)}
    for material in ("M1", "M2"):
        shown = draw(st.sampled_from((["V1"], ["V1"], ["V1", "V2"], ["V2"], [], ["S1"])))
        data["materials"][material] = {
            "shown": {person: _facts(draw, rules, "shown", known) for person in shown},
            **_facts(draw, rules, "material", known),
        }
    if draw(st.booleans()):
        data["materials"]["M2"]["copy_of"] = "M1"
    data["channels"] = {"C1": {"run_by": draw(st.sampled_from(([], ["S1"]))), **_facts(draw, rules, "channel", known)}}
    data["groups"] = {"G1": {"members": ["S1"], **_facts(draw, rules, "group", known)}}
    if draw(st.booleans()):
        data["pairs"] = {"P1": {"suspect": "S1", "victim": "V1", **_facts(draw, rules, "pair", known)}}
    data["complete"] = draw(st.sampled_from(([], [], [], ["persons"], ["acts", "persons"])))
    data |= _facts(draw, rules, "case", known)
    for number in range(1, draw(st.integers(1, acts)) + 1):
        data["acts"][f"A{number}"] = _act(draw, rules, known, exact, [f"A{n}" for n in range(1, number)])
    return data


def _act(draw: Draw, rules: Rules, known: int, exact: bool, earlier: list[str]) -> Json:
    kind = draw(st.sampled_from(KINDS))
    doers = draw(st.sampled_from((["S1"], ["S1"], ["S1"], ["S2"], ["S1", "S2"], ["S1", "S2"], ["T1"])))
    stances: tuple[dict[str, str], ...] = (
        {"V1": "threatened", "V2": "counterpart"},
        {"V1": "counterpart"},
        {"V1": "affected", "V2": "threatened"},
        {},
    )
    towards = draw(st.sampled_from(stances))
    act: Json = {"kind": kind, **_when(draw, kind == "kept", exact)}
    act["by"] = {person: _facts(draw, rules, "part", known) for person in doers}
    act["towards"] = {person: {"as": as_, **_facts(draw, rules, "stance", known)} for person, as_ in towards.items()}
    act["recipients"] = draw(st.sampled_from((["V1"], ["V1", "T1"], ["T1", "V2"], [])))
    for role in ("product", "object", "means"):
        act[role] = draw(st.sampled_from((["M1"], [], ["M2"], ["M1", "M2"], ["M1"])))
    for key, only in (("channel", "C1"), ("group", "G1")):
        if draw(st.integers(0, 3)):
            act[key] = only
    if draw(st.booleans()) and earlier:
        act["aids"] = draw(_some(earlier))
    return act | _facts(draw, rules, "act", known)


@st.composite
def worlds(
    draw: Draw, acts: int = 3, known: int = 7, exact: bool = False, provisions: int = 3, helpers: bool = True
) -> tuple[Rules, Json]:
    """A rule folder and a case that states facts of it."""
    rules = draw(rule_folders(provisions, helpers=helpers))
    return rules, draw(cases(rules, acts, known, exact))


# --- what changes nothing --------------------------------------------------------------------------------------------


def shuffled(draw: Callable[[st.SearchStrategy[Any]], Any], value: Any) -> Any:
    """The same mapping or list of names in another order (`between` keeps its two ends)."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: value[key] if key == "between" else shuffled(draw, value[key]) for key in keys}
    if isinstance(value, list):
        return [shuffled(draw, item) for item in draw(st.permutations(value))]
    return value


def state(data: Json, at: str, value: Any) -> bool:
    """State a fact at the place that an assessment names; False where no such place can be written."""
    if "?" in at:
        return False
    home, *steps = at.split(".")
    if home == "case":
        data[steps[0]] = value
        return True
    if home == "acts" and steps[1:] == ["on"]:
        data["acts"][steps[0]]["on"] = value
        return True
    if home == "pairs" and steps[0] not in data.get("pairs", {}):
        suspect, victim = steps[0].split("-")
        data.setdefault("pairs", {})[steps[0]] = {"suspect": suspect, "victim": victim}
    if home == "persons" and steps[1] == "age":
        data["persons"][steps[0]].pop("age", None)
        data["persons"][steps[0]]["birth"] = value
        return True
    node = data[home]
    for step in steps[:-1]:
        if not isinstance(node, dict) or (step not in node and step in ("channel", "object")):
            return False
        node = node.setdefault(step, {})
    if not isinstance(node, dict):
        return False
    node[steps[-1]] = value
    return True

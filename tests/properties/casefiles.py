"""Generators of case files that use everything a case file has, and changes of them that change nothing."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.properties.folders import rule_folders, some_of
from tests.properties.known import KNOWN
from tests.properties.strategies import DAYS, KINDS, Draw, Json, Rules, values_of

LINKS = ("aids", "instigates", "shares", "uses")
PERSONS = {"S1": "suspect", "S2": "suspect", "V1": "victim", "V2": "victim", "T1": "other"}


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
            whole = rules.facts.get(f"shown.{name}", {}).get("derived") == "fact_of_material"
            if home != "material" or not whole or "unknown_of_whole" not in KNOWN:
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
    for person, role in PERSONS.items():
        data["persons"][person] = {"role": role, **_birth(draw, exact), **_facts(draw, rules, "person", known)}
    entity = {"role": draw(st.sampled_from(("suspect", "suspect", "other"))), "kind": "legal"}
    data["persons"]["E1"] = {**entity, **_facts(draw, rules, "person", known)}
    for material in ("M1", "M2"):
        shown = draw(st.sampled_from((["V1"], ["V1"], ["V1", "V2"], ["V2"], [], ["S1"])))
        data["materials"][material] = {
            "shown": {person: _facts(draw, rules, "shown", known) for person in shown},
            **_facts(draw, rules, "material", known),
        }
    if draw(st.booleans()):
        data["materials"]["M2"]["copy_of"] = "M1"
    data["channels"] = {"C1": {"run_by": draw(st.sampled_from(([], ["S1"]))), **_facts(draw, rules, "channel", known)}}
    data["groups"] = {"G1": {"members": ["S1"], **_facts(draw, rules, "group", known)}, "G2": {}}
    if draw(st.booleans()):
        data["pairs"] = {"P1": {"suspect": "S1", "victim": "V1", **_facts(draw, rules, "pair", known)}}
    data["complete"] = draw(st.sampled_from(([], [], ["persons"], ["acts"], ["acts", "persons"])))
    data |= _facts(draw, rules, "case", known)
    for number in range(1, draw(st.integers(1, acts)) + 1):
        data["acts"][f"A{number}"] = _act(draw, rules, known, exact)
    _links(draw, data["acts"])
    drop_early_dates(data)
    return data


def _links(draw: Draw, acts: Json) -> None:
    """Acts that stand to others: never in a circle, and never to what was over before."""
    in_time = sorted(acts, key=lambda name: (days_of(acts[name])[1], name))
    for index, name in enumerate(in_time):
        later = in_time[index + 1 :]
        linked = bool(later) and draw(st.booleans())
        for link in draw(some_of(LINKS, 2)) if linked else ():
            acts[name][link] = draw(some_of(later))


def days_of(act: Json) -> tuple[str, str]:
    """The first and the last day on which an act may have been done."""
    found: list[str] = []
    for said in (act.get("series", act).get(key, ()) for key in ("on", "from", "to")):
        found += said["between"] if isinstance(said, dict) else [said] if said else []
    return min(found), max(f"{day}-31"[:10] for day in found)


def drop_early_dates(data: Json) -> None:
    """Nothing between two persons lies before every act of the suspect: such a case is refused."""
    for pair in data.get("pairs", {}).values():
        own = [days_of(act)[0] for act in data["acts"].values() if pair["suspect"] in act["by"]]
        for name, value in list(pair.items()):
            if own and isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and value < min(own):
                del pair[name]


def _act(draw: Draw, rules: Rules, known: int, exact: bool) -> Json:
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
    if draw(st.integers(0, 3)):
        act["channel"] = "C1"
    if group := draw(st.sampled_from(("G1", "G1", "G2", None))):
        act["group"] = group
    # Who did it with their own hands is not also named as the one for whom it was done.
    if entities := draw(st.sampled_from(([], ["E1"], ["E1", *(p for p in ("S1", "S2") if p not in doers)]))):
        act["for"] = {entity: _facts(draw, rules, "part", known) for entity in entities}
    return act | _facts(draw, rules, "act", known)


@st.composite
def worlds(
    draw: Draw,
    acts: int = 3,
    known: int = 7,
    exact: bool = False,
    provisions: int = 3,
    without: frozenset[str] = frozenset(),
) -> tuple[Rules, Json]:
    """A rule folder and a case that states facts of it."""
    rules = draw(rule_folders(provisions, without))
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


def says_who(data: Json, at: str) -> bool:
    """Whether stating a fact at a place would also say that somebody more is shown in a material: who is shown is no
    fact among others, for a count of nobody in particular becomes one of theirs."""
    home, *steps = at.split(".")
    return home == "materials" and steps[1] == "shown" and steps[2] not in data["materials"][steps[0]]["shown"]


def told_already(data: Json, at: str) -> bool:
    """Whether a fact of a person was told of somebody for whom they, or others with them, acted: it answers for both,
    and what is told of the person as well is another answer to a question already answered."""
    home, person, *name = at.split(".")
    return home == "persons" and any(
        person in (*act["by"], *act.get("for", {}))
        and any(name[0] in data["persons"][other] for other in act.get("for", {}) if other != person)
        for act in data["acts"].values()
    )

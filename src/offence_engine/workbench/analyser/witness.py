"""A cube -> a case file that lies in it: only what decides is stated, the rest stays unknown.

The case has as few parts as the roles need; days of birth are found that give the ages which the cube asks for.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

from offence_engine.model.case import Value
from offence_engine.model.logic import KIND
from offence_engine.model.rule import ProvisionFile
from offence_engine.model.time import Span
from offence_engine.rulebook.domains import FINDING, Domain
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.analyser.remark import Json
from offence_engine.workbench.analyser.sides import Side
from offence_engine.workbench.stated import Stated

BY = "검토자"
Slots = Mapping[str, int]


def case_for(book: Rulebook, sides: Iterable[tuple[Side, date]], left: Slots) -> Json | None:
    """A case whose facts lie within `left` (what a cube leaves of each slot that it restricts).

    None where no case can be like that: ages that no birth gives, or a finding that cannot be had.
    """
    whole = list(sides)
    days = {side.act: day for side, day in whole}
    kinds = {act: list(_kinds(book, left.get(f"{KIND}|{act}"))) for act in days}
    asked = [slot for slot, mask in left.items() if slot.startswith(FINDING) and mask & 0b01]
    base = _resting_case(book, whole) if asked else None
    ages = _ages(book, days, left)
    if ages is None or (asked and base is None) or not all(kinds.values()):
        return None
    made = _Made(book, whole, days, base)
    for act in days:
        made.act(act, kinds[act][0])
    for side, _ in whole:
        made.roles(side)
    for slot, mask in left.items():
        path, _, where = slot.partition("|")
        if path == KIND or ".age@" in path or path.startswith(FINDING):
            continue
        value = _value(book, path, mask, min(days.values()))
        if value is None or not made.fact(path, where, _written(value)):
            return None
    for person, birth in ages[0].items():
        made.data["persons"].setdefault(person, {"role": "suspect" if person == "S1" else "victim"})
        made.data["persons"][person].pop("age", None)
        made.data["persons"][person]["birth"] = birth.isoformat()
    for material, day in ages[1].items():
        made.data.setdefault("materials", {}).setdefault(material, {})["made_on"] = day.isoformat()
    return made.data


def _value(book: Rulebook, path: str, mask: int, day: date) -> Value | None:
    """A value within a mask; a day near that of the act, and of a pair not before it, as case files ask."""
    domain = book.domains[path]
    samples = [s for i, s in enumerate(domain.samples) if mask >> i & 1 and s is not None and domain.unknown >> i & 1]
    if book.facts[path].type == "date":
        near = [day, day + timedelta(days=1), *(s for s in samples if isinstance(s, date))]
        fits = [d for d in near if domain.at(d) & mask and (d >= day or not path.startswith("pair."))]
        return fits[0] if fits else None
    return samples[0] if samples else None


def _kinds(book: Rulebook, mask: int | None) -> Iterator[str]:
    """Kinds of act within a mask, those that say nothing by themselves first."""
    domain = book.domains.get(KIND)
    free = [name for name, kind in book.kinds.items() if not kind.link]
    for name in sorted(free, key=lambda k: bool(book.kinds[k].says)):
        if mask is None or domain is None or domain.at(name) & mask:
            yield name


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _resting_case(book: Rulebook, whole: list[tuple[Side, date]]) -> Json | None:
    """The typical case of the provision that asks for another finding: it holds one."""
    ids = [side.provision for side, _ in whole if side.provision in book.resting]
    return copy.deepcopy(book.provisions[ids[0]].typical_case) if ids else None


class _Made:
    """A case in the making."""

    def __init__(
        self, book: Rulebook, whole: list[tuple[Side, date]], days: dict[str, date], base: Json | None
    ) -> None:
        self.book = book
        self.days = days
        self.of: dict[str, str] = {}
        if base is not None:
            stated = Stated(base, "witness")
            stated.on(next(iter(days.values())))
            self.data: Json = stated.data
            self.of = {"A1": stated.act, "S1": stated.suspect}
            self.of |= {"M1": stated.material} if stated.material else {}
            self.of |= {"V1": stated.victim} if stated.victim else {}
        else:
            self.data = {"persons": {"S1": {"role": "suspect"}}, "acts": {}}
        self.data["case"] = {"id": "witness"}
        if any(side.victim is None for side, _ in whole if self._may_lack(side.provision)):
            self.data["complete"] = ["persons"]

    def _may_lack(self, provision: str) -> bool:
        return self.book.provisions[provision].roles.victim.endswith("_or_none")

    def name(self, name: str) -> str:
        return self.of.get(name, name)

    def act(self, act: str, kind: str) -> None:
        day = self.days[act].isoformat()
        key = self.name(act)
        if key in self.data["acts"]:
            return
        when = {"from": day, "to": day} if self.book.kinds[kind].lasts else {"on": day}
        self.data["acts"][key] = {"kind": kind, **when, "by": {"S1": {}}}

    def roles(self, side: Side) -> None:
        rule: ProvisionFile = self.book.provisions[side.provision]
        act = self.data["acts"][self.name(side.act)]
        if side.group and "group" not in act:
            self.data.setdefault("groups", {})["G1"] = {"members": ["S1"]}
            act["group"] = "G1"
        if side.material:
            material = self.name(side.material)
            self.data.setdefault("materials", {}).setdefault(material, {})
            role = rule.roles.material.removesuffix("_or_none")
            listed = act.get(role, [])
            listed = [listed] if isinstance(listed, str) else list(listed)
            act[role] = list(dict.fromkeys([*listed, material]))
        if side.victim:
            victim = self.name(side.victim)
            self.data["persons"].setdefault(victim, {"role": "victim"})
            match rule.roles.victim:
                case "shown_person" | "shown_person_or_none":
                    if side.material:
                        self._shown(side.material, side.victim)
                case "recipient":
                    act["recipients"] = list(dict.fromkeys([*act.get("recipients", []), victim]))
                case "towards":
                    self._stance(side.act, side.victim)
                case role:
                    self._stance(side.act, side.victim)["as"] = role

    def _map(self, parent: Json, key: str) -> Json:
        value = parent.get(key)
        if not isinstance(value, dict):
            names = [value] if isinstance(value, str) else list(value or [])
            value = parent[key] = {name: {} for name in names}
        return value

    def _shown(self, material: str, victim: str) -> Json:
        own: Json = self.data.setdefault("materials", {}).setdefault(self.name(material), {})
        found: Json = self._map(own, "shown").setdefault(self.name(victim), {})
        return found

    def _stance(self, act: str, victim: str) -> Json:
        found: Json = self._map(self.data["acts"][self.name(act)], "towards").setdefault(self.name(victim), {})
        return found

    def fact(self, path: str, where: str, value: Any) -> bool:
        """States a fact of a slot; False where the case says otherwise already."""
        home, _, name = path.partition(".")
        carrier = self._carrier(home, path, where)
        if self.book.facts[path].type == "judgment":
            value = {"value": value, "by": BY}
        if carrier.get(name, value) != value and not self.of:
            return False
        carrier[name] = value
        return True

    def _carrier(self, home: str, path: str, where: str) -> Json:
        first, _, second = where.partition("/")
        whole = home == "shown" and self.book.facts[path].derived == "fact_of_material"
        found: Json = self.data
        match home:
            case "act":
                found = self.data["acts"][self.name(first)]
            case "part":
                found = self._map(self.data["acts"][self.name(first)], "by").setdefault(self.name("S1"), {})
            case "channel" | "group":
                key = self.data["acts"][self.name(first)].setdefault(home, "C1" if home == "channel" else "G1")
                found = self.data.setdefault(f"{home}s", {}).setdefault(key, {})
            case "shown" if not whole:
                found = self._shown(first, second)
            case "material" | "shown":
                found = self.data.setdefault("materials", {}).setdefault(self.name(first), {})
            case "stance":
                found = self._stance(second, first)
            case "pair":
                found = self._pair(self.name(first))
            case "victim":
                found = self.data["persons"].setdefault(self.name(first), {"role": "victim"})
            case "suspect":
                found = self.data["persons"][self.name("S1")]
        return found

    def _pair(self, victim: str) -> Json:
        pairs: Json = self.data.setdefault("pairs", {})
        ends = {"suspect": self.name("S1"), "victim": victim}
        known = [pair for pair in pairs.values() if {k: pair.get(k) for k in ends} == ends]
        found: Json = known[0] if known else pairs.setdefault(f"P{len(pairs) + 1}", dict(ends))
        return found


# Ages.


def _ages(book: Rulebook, days: dict[str, date], left: Slots) -> tuple[dict[str, date], dict[str, date]] | None:
    """(births, days of making) that give the ages which the slots ask for; None where none do."""
    wanted: dict[str, list[tuple[Domain, int, str]]] = {}
    for slot, mask in left.items():
        path, _, where = slot.partition("|")
        if ".age@" in path:
            who = "S1" if path.startswith("suspect") else where.partition("/")[0]
            at = where if who == "S1" else where.partition("/")[2]
            wanted.setdefault(who, []).append((book.domains[path], mask, at))
    materials = sorted({at for tests in wanted.values() for _, _, at in tests if at not in days})
    fixed = {m: left[f"material.made_on|{m}"] for m in materials if f"material.made_on|{m}" in left}
    last = min(days.values())
    options = [_making_days(last)] * len(materials)
    for made in product(*options):
        told = {**days, **dict(zip(materials, made, strict=True))}
        if any(not book.domains["material.made_on"].at(told[m]) & mask for m, mask in fixed.items()):
            continue
        births = {who: _birth(tests, told) for who, tests in wanted.items()}
        if all(birth is not None for birth in births.values()):
            return {k: v for k, v in births.items() if v}, {m: told[m] for m in materials if m not in fixed}
    return None


def _making_days(last: date) -> list[date]:
    """Days on which something may have been made: the day of the act, and earlier ones."""
    return [last, *(last - timedelta(days=n) for n in (1, 200, 366, 800, 1500, 2600, 4000))]


def _birth(tests: list[tuple[Domain, int, str]], days: Mapping[str, date]) -> date | None:
    """A day of birth that puts every asked age into its mask."""
    limits = {age for domain, _, _ in tests for age in domain.ages}
    tried: dict[date, None] = {}
    for _, _, at in tests:
        day = days[at]
        for age in sorted(limits | {0, 5, 30}):
            start = date(day.year - age, min(day.month, 12), min(day.day, 28))
            for offset in (200, -200, 0, 1, -1, 3, -3, 40, -40, 370, -370, 800):
                tried.setdefault(start + timedelta(days=offset))
            for end in ((1, 1), (12, 31), (1, 2), (12, 30)):
                for year in (day.year - age - 1, day.year - age, day.year - age + 1):
                    tried.setdefault(date(year, *end))
    first = min(days.values())
    for birth in tried:
        if birth > first:
            continue
        at_birth = Span(birth, birth)
        if all(domain.at_age(at_birth, Span(days[at], days[at])) & mask for domain, mask, at in tests):
            return birth
    return None

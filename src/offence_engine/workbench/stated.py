"""The typical case of a rule file as a dictionary whose facts can be set, dropped and dated by path."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

from offence_engine.casefile.read import case_of
from offence_engine.model.case import LINKS, Case
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map

_ROLES = ("product", "object", "means")
# Whole parts of a case that a case of a rule file may add: `acts.A2: {...}`.
_SECTIONS = ("persons", "materials", "acts", "channels", "groups", "pairs")
_STRUCTURE = {"role", "kind", "birth", "age", "number", "evidence", "copy_of", "shown", "as", "run_by", "name"}


class Stated:
    """A typical case: `set`, `drop` and `on` change a copy; `case` reads it as any case file is read."""

    def __init__(self, typical: dict[str, Any], name: str) -> None:
        self.name = name
        self.data: dict[str, Any] = copy.deepcopy(typical)
        self.data.setdefault("case", {"id": name})
        acts = self.data["acts"]
        taking_part = [name for name, act in acts.items() if act.keys() & set(LINKS)]
        self.act: str = next(iter([*taking_part, *(["A1"] if "A1" in acts else []), *acts]))

    def copy(self) -> Stated:
        return Stated(self.data, self.name)

    @property
    def deed(self) -> dict[str, Any]:
        return dict.__getitem__(self.data["acts"], self.act)

    @property
    def suspect(self) -> str:
        by = self.deed["by"]
        people = [by] if isinstance(by, str) else list(by)
        roles = self.data["persons"]
        return next((p for p in people if roles[p].get("role") == "suspect"), people[0])

    @property
    def material(self) -> str | None:
        for role in _ROLES:
            value = self.deed.get(role)
            if value:
                return value if isinstance(value, str) else str(value[0])
        return None

    @property
    def victim(self) -> str | None:
        return next((p for p, v in self.data["persons"].items() if v.get("role") == "victim"), None)

    def _home(self, home: str, make: bool) -> dict[str, Any] | None:
        """The mapping that carries the facts of a home, made where it is not there yet."""

        def inner(parent: dict[str, Any], key: str) -> dict[str, Any] | None:
            value = parent.get(key)
            if not isinstance(value, dict):
                if not make:
                    return None
                names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
                value = parent[key] = {name: {} for name in names}
            return value

        match home:
            case "act":
                return self.deed
            case "part" | "stance":
                people = inner(self.deed, "by" if home == "part" else "towards")
                who = self.suspect if home == "part" else self.victim
                return inner(people, who) if people is not None and who else None
            case "for":
                entities = inner(self.deed, "for")
                return inner(entities, next(iter(entities))) if entities else None
            case "material" | "shown":
                materials = inner(self.data, "materials")
                if materials is None or self.material is None:
                    return None
                own = inner(materials, self.material)
                if home == "material" or own is None:
                    return own
                shown = inner(own, "shown")
                return inner(shown, self.victim) if shown is not None and self.victim else None
            case "channel":
                channels = inner(self.data, "channels")
                return inner(channels, str(self.deed.get("channel"))) if channels is not None else None
            case "group":
                groups = inner(self.data, "groups")
                return inner(groups, str(self.deed.get("group"))) if groups is not None else None
            case "pair":
                pairs = inner(self.data, "pairs") or {}
                return next((p for p in pairs.values() if p["suspect"] == self.suspect), None)
            case "suspect" | "victim":
                who = self.suspect if home == "suspect" else self.victim
                return inner(self.data["persons"], who) if who else None
        return self.data

    def set(self, path: str, value: Any) -> None:
        home, _, name = path.partition(".")
        if path == "complete":
            self.data[path] = value
            return
        if home in _SECTIONS:
            self.data.setdefault(home, {})[name] = copy.deepcopy(value)
            return
        carrier = self._home(home, make=True)
        if carrier is None:
            raise KeyError(path)
        carrier[name] = value
        if path == "victim.age":
            carrier.pop("birth", None)

    def drop(self, path: str) -> None:
        home, _, name = path.partition(".")
        carrier = self._home(home, make=False)
        if carrier is not None:
            carrier.pop(name, None)
            if name == "age":
                carrier.pop("birth", None)

    def on(self, day: date) -> None:
        """Date every act that has no time of its own; for acts that last, the end."""
        for act in self.data["acts"].values():
            if "from" in act:
                act["to"] = day.isoformat()
                if str(act["from"]) > day.isoformat():
                    act["from"] = day.isoformat()
            elif "series" not in act:
                act["on"] = day.isoformat()

    def facts(self, book: Rulebook) -> Iterator[str]:
        """The paths of the facts that the typical case states about its main act."""
        for home in ("act", "part", "stance", "shown", "material", "channel", "group", "pair"):
            carrier = self._home(home, make=False) or {}
            for name in carrier:
                if f"{home}.{name}" in book.facts and name not in _STRUCTURE:
                    yield f"{home}.{name}"

    def case(self, book: Rulebook, as_of: date) -> Case:
        tree = tree_from(self.data, self.name)
        assert isinstance(tree, Map)
        return case_of(tree, book, as_of)

"""Generated provisions judged by hand where every fact is stated: straight from the YAML, nothing of the engine used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from offence_engine.model.result import Finding
from tests.properties.strategies import Json, Rules


class Unstated(Exception):
    """Something that is not stated is needed: not for judging by hand."""


def in_force(dated: list[Json], day: date) -> Json | None:
    """The last entry of a list whose day has come."""
    found = None
    for entry in dated:
        if date.fromisoformat(entry["effective"]) <= day:
            found = entry
    return found


class ByHand:
    """One finding's count, in the words of the case file."""

    def __init__(self, rules: Rules, data: Json, finding: Finding) -> None:
        self.rules, self.data, self.finding = rules, data, finding
        self.count = finding.count
        self.act = data["acts"][self.count.act]
        when = self.act.get("on") or self.act.get("to")
        if not isinstance(when, str) or len(when) != 10:
            raise Unstated
        self.day = date.fromisoformat(when)
        self.provisions = {c["id"]: c for n, c in rules.files.items() if n.startswith("provisions/")}
        # What the roles leave out does not exist, and nothing is true of it.
        roles = self.provisions[finding.provision]["roles"]
        self.absent = {"material", "shown"} if roles["material"] == "none" else set()
        self.absent |= {"victim", "stance", "shown", "pair"} if roles["victim"] == "none" else set()
        self.concepts = rules.files.get("concepts/all.yaml", {}).get("concepts", {})

    def applies(self) -> bool:
        """Whether some limb is filled, completed or, where that is punishable, attempted."""
        commenced = self.commenced(self.finding.provision)
        results = set(self.results(self.finding.provision))
        for limb in self.limbs(self.finding.provision):
            rest = all(holds for name, holds in limb if name not in results)
            result = all(holds for name, holds in limb if name in results)
            if rest and (result or (commenced and results)) and self.holds(self.intent()):
                return True
        return False

    def intent(self) -> Json:
        return {"fact": "part.intent", "is": "yes"}

    def results(self, id_: str) -> Iterator[tuple[str, str]]:
        rule = self.provisions[id_]
        yield from ((id_, name) for name in rule.get("result", ()))
        for base in rule.get("builds_on", ()):
            yield from self.results(base)

    def commenced(self, id_: str) -> bool:
        for rule in self.provisions.values():
            if rule.get("modifies") == "attempt":
                reach = in_force(rule["reaches"], self.day)
                if reach is not None and id_ in reach["what"]:
                    return all(self.holds(rule["elements"][name]) for name in rule["requires"])
        return False

    def limbs(self, id_: str) -> list[list[tuple[tuple[str, str], bool]]]:
        """Each limb as its elements, (provision, name) and whether it holds; those of a base come first."""
        rule = self.provisions[id_]
        version = in_force(rule["versions"], self.day)
        assert version is not None and "repealed" not in version
        own: list[list[str]] = [[]]
        if "any_of" in version:
            own = [list(rule["limbs"][limb]) for limb in version["any_of"]]
        found: list[list[tuple[tuple[str, str], bool]]] = [[]]
        for base in rule.get("builds_on", ()):
            found = [[*x, *y] for x in found for y in self.limbs(base)]
        return [
            [*x, *(((id_, name), self.holds(rule["elements"][name])) for name in (*version.get("requires", ()), *limb))]
            for x in found
            for limb in own
        ]

    def holds(self, condition: Json) -> bool:
        """A condition. What need not be looked at need not be stated."""
        match condition:
            case {"all_of": parts}:
                return all(self.holds(part) for part in parts)
            case {"any_of": parts}:
                return any(self.holds(part) for part in parts)
            case {"none_of": parts}:
                return not any(self.holds(part) for part in parts)
            case {"concept": name}:
                version = in_force(self.concepts[name]["versions"], self.day)
                assert version is not None
                if "one_of_named" in version:
                    return any(self.holds(way) for way in version["one_of_named"].values())
                return self.holds(version)
            case {"age_of": who}:
                return self.age(condition, who)
        return self.compare(condition, self.value(condition["fact"]))

    def age(self, test: Json, who: str) -> bool:
        person = self.count.suspect if who == "suspect" else self.count.victim
        if who in self.absent:
            return False
        if test.get("at") == "made" or person is None:
            raise Unstated
        birth = date.fromisoformat(self.data["persons"][person]["birth"])
        limit = int(test["under"] if "under" in test else test["at_least"])
        years = self.day.year - birth.year - ((self.day.month, self.day.day) < (birth.month, birth.day))
        below = self.day.year - birth.year < limit if "until" in test else years < limit
        return below if "under" in test else not below

    def compare(self, test: Json, value: Any) -> bool:
        if value is None:
            return False
        match test:
            case {"is": wanted}:
                return bool(value == wanted)
            case {"one_of": wanted}:
                return bool(value in wanted)
            case {"any_in": wanted}:
                return bool(set(value) & set(wanted))
            case {"all_in": wanted}:
                return bool(value) and set(value) <= set(wanted)
            case {"at_least": limit}:
                return int(value) >= int(limit)
            case {"under": limit}:
                return int(value) < int(limit)
            case {"from": day}:
                return bool(value >= day)
        return bool(value < test["before"])

    def value(self, path: str) -> Any:
        """What is stated at a path; a judgment by its value."""
        home, name = path.split(".")
        if path == "act.kind":
            return self.act["kind"]
        if home in self.absent:
            whole = self.rules.facts.get(path, {}).get("derived") == "fact_of_material" and self.count.material
            if not whole:
                return None
            home = "material"
        found = self.carrier(home).get(name)
        if found is None and home == "act":
            found = self.rules.files["kinds.yaml"]["kinds"][self.act["kind"]]["says"].get(name)
        if found is None or found == "unknown":
            raise Unstated
        return found["value"] if isinstance(found, dict) else found

    def carrier(self, home: str) -> Json:
        data, count = self.data, self.count
        carriers: dict[str, Any] = {
            "case": data,
            "act": self.act,
            "part": self.act["by"].get(count.suspect),
            "stance": self.act["towards"].get(count.victim),
            "suspect": data["persons"][count.suspect],
            "victim": data["persons"].get(count.victim or ""),
            "material": data["materials"].get(count.material or ""),
            "shown": data["materials"].get(count.material or "", {}).get("shown", {}).get(count.victim),
            "channel": data["channels"].get(self.act.get("channel", "")),
            "group": data["groups"].get(count.group or ""),
        }
        found = carriers.get(home)
        if not isinstance(found, dict):
            raise Unstated
        return found

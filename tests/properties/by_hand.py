"""Generated provisions judged by hand where every fact is stated: straight from the YAML, nothing of the engine used.

Which findings there are is taken from the assessment; what they say is worked out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from offence_engine.model.result import Finding
from tests.properties.folders import PARTICIPATIONS
from tests.properties.known import KNOWN
from tests.properties.strategies import AS_OF, DAYS, Json, Rules

LINK_OF = {"accessory": "aids", "instigator": "instigates", "co_principal": "shares", "indirect_principal": "uses"}
# What is asked of who takes part, in their own elements, and of their own mind where they are principals themselves.
OWN = ("act", "part", "stance", "channel", "suspect", "pair")
MIND = ("part", "suspect")
OWN_MIND = ("co_principal", "indirect_principal")


class Unstated(Exception):
    """Something that is not stated is needed: not for judging by hand."""


def in_force(dated: list[Json], day: date) -> Json | None:
    """The last entry of a list whose day has come."""
    found = None
    for entry in dated:
        if date.fromisoformat(entry["effective"]) <= day:
            found = entry
    return found


def names(what: Iterable[str] | str, id_: str) -> bool:
    """Whether a list of provisions and whole articles, or `every_offence`, names a provision."""
    return what == "every_offence" or any(id_ == name or id_.startswith(f"{name}.") for name in what)


def taking_part(finding: Finding) -> str | None:
    """How somebody takes part in another's deed; None of a finding of the doer."""
    return next((m.kind for m in finding.modifiers if m.kind in PARTICIPATIONS), None)


@dataclass(frozen=True)
class View:
    """One deed of one doer with what is in its roles; `own` is who takes part with the own act, asked about `homes`."""

    provision: str
    doer: str
    act: str
    victim: str | None
    material: str | None
    group: str | None
    own: tuple[str, str] = ("", "")
    homes: tuple[str, ...] = ()

    def whose(self, home: str) -> tuple[str, str]:
        return self.own if home in self.homes else (self.doer, self.act)


class ByHand:
    """All findings of one assessment."""

    def __init__(self, rules: Rules, data: Json, findings: Iterable[Finding]) -> None:
        self.rules, self.data = rules, data
        self.findings = list(findings)
        files = [c for n, c in rules.files.items() if n.startswith("provisions/")]
        self.provisions = {c["id"]: c for c in files if "modifies" not in c}
        self.modifiers = [c for c in files if "modifies" in c]
        self.concepts = rules.files.get("concepts/all.yaml", {}).get("concepts", {})
        self.resting = {id_ for id_ in self.provisions if self._rests(id_)}
        self.day = self.law = date.min

    # Findings.

    def applies(self, finding: Finding) -> bool:
        """Whether a finding applies: under the law of the act, and under every later one that no addendum holds off."""
        if not self.at_the_act(finding):
            return False
        if "general/later_law.yaml" not in self.rules.files:
            return True
        last = self.day_of(finding)
        later = (date.fromisoformat(day) for day in DAYS)
        return not any(self._abolished(finding, day) for day in later if last < day <= AS_OF)

    def at_the_act(self, finding: Finding) -> bool:
        return self._under(finding, self.day_of(finding))

    def day_of(self, finding: Finding) -> date:
        """The day that governs the deed."""
        deed = self.deeds(finding)[0].act
        when = self.data["acts"][deed].get("on") or self.data["acts"][deed].get("to")
        if not isinstance(when, str) or len(when) != 10:
            raise Unstated
        return date.fromisoformat(when)

    def _abolished(self, finding: Finding, day: date) -> bool:
        """Whether the law of a later day no longer punishes."""
        version = in_force(self.provisions[finding.provision]["versions"], day)
        assert version is not None
        if "keeps_old" in version or "continued_as" in version:
            return False
        if "repealed" in version:
            return True
        if any(self._repealed(base, day) for base in self.provisions[finding.provision].get("builds_on", ())):
            return False  # a part of it is gone: what then holds is not said
        if "modifiers_of_later_law" in KNOWN and self._modified(finding, day):
            raise Unstated
        return not self._under(finding, day)

    def _modified(self, finding: Finding, day: date) -> bool:
        """Whether the law of a later day differs in its modifiers."""
        kinds = ("attempt", "justification", taking_part(finding) or "attempt")
        self.law = self.day_of(finding)
        before = [self.elements_of(kind, finding.provision) for kind in kinds]
        self.law = day
        return before != [self.elements_of(kind, finding.provision) for kind in kinds]

    def _repealed(self, id_: str, day: date) -> bool:
        version = in_force(self.provisions[id_]["versions"], day)
        assert version is not None
        bases = self.provisions[id_].get("builds_on", ())
        return "repealed" in version or any(self._repealed(base, day) for base in bases)

    def _under(self, finding: Finding, law: date) -> bool:
        self.day, self.law = self.day_of(finding), law
        how = taking_part(finding)
        found = []
        for deed in self.deeds(finding):
            if how is None:
                found.append(self.filled(deed))
                continue
            own = (finding.count.suspect, finding.count.act)
            deed = replace(deed, own=own, homes=MIND if how in OWN_MIND else ())
            elements = self.elements_of(how, finding.provision)
            mine = replace(deed, homes=OWN)
            found.append(elements is not None and all(self.holds(mine, e) for e in elements) and self.filled(deed))
        return any(found)

    def deeds(self, finding: Finding) -> list[View]:
        """The deed of a finding; of who takes part, that of everybody who did what the finding rests on."""
        count, how = finding.count, taking_part(finding)
        one = View(finding.provision, count.suspect, count.act, count.victim, count.material, count.group)
        if how is None:
            return [one]
        act = self.data["acts"][count.act]
        linked = [count.act] if how == "legal_entity" else act[LINK_OF[how]]
        named = {id_.split("/")[2] for id_ in finding.rests_on if id_.startswith(f"{finding.provision}@")}
        deeds = [deed for deed in linked if deed in named]
        assert deeds, finding.id
        return [
            replace(one, doer=doer, act=deed)
            for deed in deeds
            for doer in self.data["acts"][deed]["by"]
            if doer != count.suspect
        ]

    def filled(self, view: View) -> bool:
        """Whether some limb is filled, completed or, where that is punishable, attempted, and nothing justifies it."""
        attempt = self.elements_of("attempt", view.provision)
        results = set(self.results(view.provision))
        commenced = attempt is not None and results and all(self.holds(view, e) for e in attempt)
        intent = self.holds(view, {"fact": "part.intent", "is": "yes"})
        for limb in self.limbs(view, view.provision):
            rest = all(holds for name, holds in limb if name not in results)
            result = all(holds for name, holds in limb if name in results)
            if rest and (result or commenced) and intent:
                return not self.justified(view)
        return False

    def justified(self, view: View) -> bool:
        elements = self.elements_of("justification", view.provision)
        return elements is not None and all(self.holds(view, element) for element in elements)

    def elements_of(self, modifies: str, id_: str) -> list[Json] | None:
        """The elements of the modifier of a kind that names a provision (of each kind a folder has one at most)."""
        for rule in self.modifiers:
            if rule["modifies"] == modifies:
                reach = in_force(rule["reaches"], self.law)
                if reach is not None and names(reach["what"], id_):
                    return [rule["elements"][name] for name in rule["requires"]]
        return None

    def results(self, id_: str) -> Iterator[tuple[str, str]]:
        rule = self.provisions[id_]
        yield from ((id_, name) for name in rule.get("result", ()))
        for base in rule.get("builds_on", ()):
            yield from self.results(base)

    def limbs(self, view: View, id_: str) -> list[list[tuple[tuple[str, str], bool]]]:
        """Each limb as its elements, (provision, name) and whether it holds; those of a base come first."""
        rule = self.provisions[id_]
        version = in_force(rule["versions"], self.law)
        assert version is not None and "repealed" not in version
        own: list[list[str]] = [[]]
        if "any_of" in version:
            own = [list(rule["limbs"][limb]) for limb in version["any_of"]]
        found: list[list[tuple[tuple[str, str], bool]]] = [[]]
        for base in rule.get("builds_on", ()):
            found = [[*x, *y] for x in found for y in self.limbs(view, base)]
        holding = {
            name: self.holds(view, rule["elements"][name])
            for name in dict.fromkeys([*version.get("requires", ()), *(name for limb in own for name in limb)])
        }
        return [
            [*x, *(((id_, name), holding[name]) for name in (*version.get("requires", ()), *limb))]
            for x in found
            for limb in own
        ]

    # Conditions.

    def holds(self, view: View, condition: Json) -> bool:
        """A condition. What need not be looked at need not be stated."""
        match condition:
            case {"all_of": parts}:
                return self._each(view, parts, False) is None
            case {"any_of": parts}:
                return self._each(view, parts, True) is not None
            case {"none_of": parts}:
                return self._each(view, parts, True) is None
            case {"concept": name}:
                version = in_force(self.concepts[name]["versions"], self.law)
                assert version is not None
                if "one_of_named" in version:
                    return self._each(view, list(version["one_of_named"].values()), True) is not None
                return self.holds(view, version)
            case {"age_of": who}:
                return self.age(view, condition, who)
            case {"finding": shared}:
                return self.finding(view, condition, shared)
        return compare(condition, self.value(view, condition["fact"]))

    def _each(self, view: View, parts: list[Json], wanted: bool) -> Json | None:
        """The first part that is as wanted; not told where none is and one is not stated."""
        unstated = False
        for part in parts:
            try:
                if self.holds(view, part) is wanted:
                    return part
            except Unstated:
                unstated = True
        if unstated:
            raise Unstated
        return None

    def finding(self, view: View, test: Json, shared: str) -> bool:
        """Whether another act that shares something fills an offence: none does only where all acts are listed."""
        unstated = "acts" not in self.data["complete"]
        day, law = self.day, self.law
        for other in self.findings:
            count = other.count
            if taking_part(other) or other.provision in self.resting or not self.shares(view, other, shared):
                continue
            if not names(test.get("what", (other.provision,)), other.provision):
                continue
            if (
                "by" in test
                and test["by"] != "anyone"
                and (count.suspect == view.doer) is not (test["by"] == "suspect")
            ):
                continue
            try:
                if self.years(other) >= int(test.get("prison_at_least_years", 0)) and self.at_the_act(other):
                    return True
            except Unstated:
                unstated = True
            finally:
                self.day, self.law = day, law
        nobody = self.provisions[view.provision]["roles"]["victim"] == "none" or "persons" in self.data["complete"]
        if unstated or (shared == "victim" and view.victim is None and not nobody):
            raise Unstated
        return False

    def shares(self, view: View, other: Finding, shared: str) -> bool:
        act, theirs = self.data["acts"][view.act], self.data["acts"][other.count.act]
        match shared:
            case "group":
                return act.get("group") is not None and act["group"] == theirs.get("group")
            case "material":
                every = {m for role in ("product", "object", "means") for m in act.get(role, ())}
                mine = {view.material} if view.material else every
                # There are two materials, the second perhaps a copy of the first.
                copies = "copy_of" in self.data["materials"]["M2"]
                return other.count.material is not None and bool(mine) and (copies or other.count.material in mine)
            case "victim":
                return view.victim is not None and view.victim == other.count.victim
        return view.act == other.count.act

    def years(self, finding: Finding) -> float:
        """The statutory maximum in years under the law of the act."""
        version = in_force(self.provisions[finding.provision]["versions"], self.day_of(finding))
        assert version is not None
        if "by_limb" in version:
            raise Unstated
        penalty = version["penalty"]
        text = penalty.get("prison", "0년 이하")
        if "death" in penalty or text.startswith("무기"):
            return 1000
        found = re.search(r"(\d+)년(?: (\d+)개월)? 이하", text)
        return int(found[1]) + int(found[2] or 0) / 12 if found else 30

    def age(self, view: View, test: Json, who: str) -> bool:
        person = view.whose("suspect")[0] if who == "suspect" else view.victim
        if who in self.absent(view):
            return False
        if test.get("at") == "made" or person is None or "birth" not in self.data["persons"][person]:
            raise Unstated
        birth = date.fromisoformat(self.data["persons"][person]["birth"])
        limit = int(test["under"] if "under" in test else test["at_least"])
        years = self.day.year - birth.year - ((self.day.month, self.day.day) < (birth.month, birth.day))
        below = self.day.year - birth.year < limit if "until" in test else years < limit
        return below if "under" in test else not below

    # Facts.

    def absent(self, view: View) -> set[str]:
        """What the roles, or the case, leave out does not exist, and nothing is true of it."""
        nobody = self.provisions[view.provision]["roles"]["victim"] == "none" or "persons" in self.data["complete"]
        found = {"material", "shown"} if view.material is None else set()
        return found | ({"victim", "stance", "shown", "pair"} if view.victim is None and nobody else set())

    def value(self, view: View, path: str) -> Any:
        """What is stated at a path; a judgment by its value."""
        home, name = path.split(".")
        doer, act_id = view.whose(home)
        act = self.data["acts"][act_id]
        if path == "act.kind":
            return act["kind"]
        if home in self.absent(view):
            whole = self.rules.facts.get(path, {}).get("derived") == "fact_of_material" and view.material
            if not whole:
                return None
            home = "material"
        found = self.carrier(view, home, doer, act).get(name)
        if found is None and home == "act":
            found = self.derived(path, act) or self.rules.files["kinds.yaml"]["kinds"][act["kind"]]["says"].get(name)
        if found is None or found == "unknown":
            raise Unstated
        return found["value"] if isinstance(found, dict) else found

    def derived(self, path: str, act: Json) -> str | None:
        if self.rules.facts[path].get("derived") != "recipients_beyond_victim":
            return None
        roles = {p: person["role"] for p, person in self.data["persons"].items()}
        return "yes" if any(p not in act["by"] and roles[p] != "victim" for p in act["recipients"]) else None

    def carrier(self, view: View, home: str, doer: str, act: Json) -> Json:
        data, material = self.data, self.data["materials"].get(view.material or "", {})
        pairs = [p for p in data.get("pairs", {}).values() if (p["suspect"], p["victim"]) == (doer, view.victim)]
        carriers: dict[str, Any] = {
            "case": data,
            "act": act,
            "part": act.get("for", {}).get(doer, act["by"].get(doer)),
            "stance": act["towards"].get(view.victim),
            "suspect": data["persons"][doer],
            "victim": data["persons"].get(view.victim or ""),
            "material": material,
            "shown": material.get("shown", {}).get(view.victim),
            "channel": data["channels"].get(act.get("channel", "")),
            "group": data["groups"].get(view.group or ""),
            "pair": pairs[0] if pairs else None,
        }
        found = carriers.get(home)
        if not isinstance(found, dict):
            raise Unstated
        return found

    # Which provisions ask for other findings.

    def _rests(self, id_: str) -> bool:
        rule = self.provisions[id_]
        asked = any(self._asks(element) for element in rule["elements"].values())
        return asked or any(self._rests(base) for base in rule.get("builds_on", ()))

    def _asks(self, content: Any) -> bool:
        match content:
            case {"finding": _}:
                return True
            case {"concept": name}:
                return any(self._asks(version) for version in self.concepts[name]["versions"])
            case dict():
                return any(self._asks(part) for part in content.values())
            case list():
                return any(self._asks(part) for part in content)
        return False


def compare(test: Json, value: Any) -> bool:
    """One comparison; of what does not exist nothing is true."""
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

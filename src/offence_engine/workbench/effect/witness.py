"""A witness: a case, ready to be pasted, on which an old and a new rulebook say different things of a provision.

It starts from the typical case of the rule file and changes only what the difference asks for. It is assessed under
both rulebooks before it is shown: what cannot be shown so is not claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from offence_engine.assess import findings_of
from offence_engine.casefile.read import case_of
from offence_engine.counting.probe import Probe
from offence_engine.counting.unfold import counts_of, stretches, suspects_of
from offence_engine.errors import OffenceError
from offence_engine.inference.cubes import TooTangled
from offence_engine.model.condition import AgeTest
from offence_engine.model.logic import KIND, Tree
from offence_engine.model.rule import PARTICIPATING, ModifierFile, ProvisionFile
from offence_engine.rulebook.domains import FINDING, Domain, age_holds
from offence_engine.rulebook.paths import STRUCTURAL_KEYS
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from offence_engine.workbench.effect.joint import Joint
from offence_engine.workbench.effect.paste import pasted
from offence_engine.workbench.effect.solve import solutions
from offence_engine.workbench.stated import Stated

MOST_TRIED = 40
_HELD = ("applicable", "added")
_RANK = {
    "applicable": 0,
    "added": 0,
    "undetermined": 1,
    "not_applicable": 2,
    "not_in_force": 3,
    "not_encoded": 4,
    "no": 5,
}


@dataclass(frozen=True, slots=True)
class Witness:
    """A case as YAML, the day from which it is assessed, and what each rulebook says of the provision in it: a verdict,
    `not_in_force`, `not_encoded`, `added` (of a modifier), `no` where it is no count at all, `not_read` where the case cannot be read."""

    text: str
    as_of: date
    old: str
    new: str


def witness(joint: Joint, id_: str, whole: Tree, day: date, caught: bool) -> Witness | None:
    """A case on a day that fills `whole`: applicable under the new rulebook and not under the old one (`caught`), or the
    other way round. None where no such case can be written."""
    book = joint.new if caught else joint.old
    rule: ProvisionFile | ModifierFile | None = book.provisions.get(id_) or book.modifiers.get(id_)
    if rule is None or rule.typical_case is None:
        return None
    for stated in islice(_tried(joint, book, rule, id_, whole, day), MOST_TRIED):
        told = verdicts(joint, stated.data, id_, day)
        if told is None:
            continue
        mine, others = (told[1], told[0]) if caught else told
        if mine in _HELD and others not in _HELD:
            return Witness(pasted(in_order(stated.data)), day, *told)
    return None


def verdicts(joint: Joint, data: Mapping[str, Any], id_: str, day: date) -> tuple[str, str] | None:
    """What the old and the new rulebook say of a provision (or of what a modifier makes) in a case; each reads of it
    what it has words for. None where neither can read it."""
    old, new = (verdict_in(book, without_unknown_words(data, book), id_, day) for book in (joint.old, joint.new))
    if old is None and new is None:
        return None
    return old or "not_read", new or "not_read"


def verdict_in(book: Rulebook, data: Mapping[str, Any], id_: str, day: date) -> str | None:
    """The best verdict of a provision in a case; of a modifier, that of the findings which it reaches. None where the
    case cannot be read."""
    tree = tree_from(data, id_)
    assert isinstance(tree, Map)
    if id_ not in book.provisions and id_ not in book.modifiers:
        return "no"
    only = (id_,) if id_ in book.independent else None
    try:
        found, gaps = findings_of(case_of(tree, book, day), book, day, only)
    except OffenceError:
        return None
    told: list[str]
    if id_ in book.provisions:
        told = [f.verdict for f in found if f.provision == id_]
        told += [gap.because for gap in gaps if gap.provision == id_]
    else:
        reached = [f for f in found if id_ in {m.id for m in f.modifiers}]
        # Who takes part has a finding of their own; any other modifier is added to one, or takes it away.
        own = book.modifiers[id_].modifies in PARTICIPATING
        told = [f.verdict if own else "added" for f in reached]
    return min(told, key=lambda verdict: _RANK[verdict], default="no")


def without_unknown_words(data: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
    """A case without the facts, and values of facts, that a rulebook does not know."""
    names = {path.partition(".")[2]: decl for path, decl in book.facts.items()}

    def kept(node: Any, depth: int) -> Any:
        if not isinstance(node, Mapping):
            return node
        found = {}
        for key, value in node.items():
            plain = value.get("value") if isinstance(value, Mapping) and "value" in value else value
            if isinstance(value, Mapping) and plain is value:
                found[key] = kept(value, depth + 1)
                continue
            decl = names.get(key)
            if decl is None and key not in _STRUCTURE and depth > 1:
                continue
            if decl is not None and decl.values and key != "kind":
                values = plain if isinstance(plain, list | tuple) else [plain]
                if any(v not in decl.values and v != "unknown" for v in values):
                    continue
            found[key] = value
        return found

    return {
        key: value if key == "case" else kept(value, 1)
        for key, value in data.items()
        if isinstance(value, Mapping) or key in _STRUCTURE or key in names
    }


# The words of a case file that are no facts.
_STRUCTURE = STRUCTURAL_KEYS | {"between", "times", "years", "under", "complete", "provider", "what"}


def in_order(data: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of a case in the order in which people write them."""
    order = ("case", "persons", "groups", "pairs", "channels", "materials", "acts", "evidence", "complete")
    return {**{key: data[key] for key in order if data.get(key)}, **{k: v for k, v in data.items() if k not in order}}


def _tried(
    joint: Joint, book: Rulebook, rule: ProvisionFile | ModifierFile, id_: str, whole: Tree, day: date
) -> Iterator[Stated]:
    """Cases that fill a tree: the typical one, changed where it must be."""
    base = Stated(rule.typical_case or {}, id_)
    base.data["case"] = {"id": "witness"}
    base.on(day)
    wanted = _masks(book, base, id_, day) if id_ in book.provisions else {}
    prefer = {**{path: 0b10 for path in joint.sizes if path.startswith(FINDING)}, **wanted}
    try:
        for found in islice(solutions(whole, joint.sizes, joint.possible, prefer), MOST_TRIED):
            changed = {
                p: mask for p, mask in found.items() if not wanted.get(p, 0) & mask and mask != joint.possible[p]
            }
            # What is asked of an entity stands with the act that was done for it.
            entity = isinstance(rule, ModifierFile) and rule.modifies == "legal_entity"
            yield from _written(book, joint, base, changed, day, "for" if entity else "part")
    except TooTangled:
        return


def _masks(book: Rulebook, base: Stated, id_: str, day: date) -> dict[str, int]:
    """Where the typical case lies: one region for each path of which it says enough."""
    tree = tree_from(base.data, base.name)
    assert isinstance(tree, Map)
    try:
        case = case_of(tree, book, day)
    except OffenceError:
        return {}
    probe = Probe(book, case)
    act = case.acts[base.act]
    for suspect in suspects_of(case, act):
        for piece in stretches(book, id_, act):
            for count in counts_of(book, case, id_, base.act, suspect, piece):
                slots = {path: probe.slot(count, path).mask for path in book.domains}
                return {path: mask for path, mask in slots.items() if not mask & (mask - 1)}
    return {}


def _written(
    book: Rulebook, joint: Joint, base: Stated, changed: Mapping[str, int], day: date, part: str
) -> Iterator[Stated]:
    """The typical case with each path in one of the given regions; nothing where that cannot be written."""
    stated = base.copy()
    for path, mask in changed.items():
        domain = joint.domains[path]
        index = (mask & -mask).bit_length() - 1
        if path.startswith(FINDING):
            if index != 1:
                return
            stated.data["complete"] = ["acts"]
        elif ".age@" in path:
            birth = _birth(domain, index, day)
            if birth is None:
                return
            who = path.partition(".")[0]
            stated.drop(f"{who}.age")
            stated.set(f"{who}.birth", birth.isoformat())
        elif path in book.facts and not _set(book, stated, path, domain, index, day, part):
            # What only the other rulebook asks for cannot be stated here: it stays unknown to both.
            return
    yield stated
    if any(path.endswith(".age@made") for path in changed) and stated.material and "material.made_on" in book.facts:
        told = stated.copy()
        told.set("material.made_on", day.isoformat())
        yield told


def _set(book: Rulebook, stated: Stated, path: str, domain: Domain, index: int, day: date, part: str) -> bool:
    """State a value of a region; False where there is none, or nothing that could carry it."""
    sample = domain.samples[index]
    if sample is None:
        return False
    value: Any = list(sample) if isinstance(sample, tuple) else str(sample)
    if book.facts[path].type == "judgment":
        value = {"value": value, "by": "수사관"}
    home = path.partition(".")[0]
    acts = stated.data["acts"]
    if home == "pair" and not stated.data.get("pairs"):
        stated.data["pairs"] = {"P1": {"suspect": stated.suspect, "victim": stated.victim or "V1"}}
    if home in ("channel", "group") and not stated.deed.get(home):
        acts[stated.act][home] = home[0].upper() + "1"
        stated.data.setdefault(f"{home}s", {}).setdefault(home[0].upper() + "1", {})
    try:
        stated.set(f"{part}.{path.removeprefix('part.')}" if home == "part" else path, value)
    except (KeyError, TypeError, AttributeError):
        return False
    if path == KIND:
        act = acts[stated.act]
        lasts = book.kinds[str(value)].lasts if str(value) in book.kinds else False
        if lasts and "on" in act:
            del act["on"]
            act |= {"from": day.isoformat(), "to": day.isoformat()}
        elif not lasts and "from" in act:
            del act["from"], act["to"]
            act["on"] = day.isoformat()
    return True


def _birth(domain: Domain, index: int, day: date) -> date | None:
    """A birth that on a day lies in a region of ages."""
    tests = [test for test in domain.tests if isinstance(test, AgeTest)]
    for years in (30, *range(1, 80)):
        for born in (_years_before(day, years) + timedelta(days=d) for d in (0, 1, -1, 150, -150)):
            if born < day and tuple(age_holds(test, born, day) for test in tests) == domain.regions[index]:
                return born
    return None


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))

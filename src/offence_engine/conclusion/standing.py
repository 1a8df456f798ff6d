"""How offences stand to each other: the second stage of inference, over findings instead of facts.

First, finding by finding, what another finding displaces (before they are united: if one file of many was self-made,
only its possession is absorbed). Then, among the offences that stand, which are one act and which several.
durable_rules derives `yields` and `stays`; the reference must agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from offence_engine.conclusion.findings import Judged
from offence_engine.counting.probe import Probe
from offence_engine.errors import Fault, InternalError, Place
from offence_engine.inference import rete
from offence_engine.inference.reference import answer
from offence_engine.inference.rete import RuleSet
from offence_engine.model.logic import paths
from offence_engine.model.rule import PARTICIPATING, Relation
from offence_engine.model.truth import Truth, conjunction
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.rulebook.rulebook import Rulebook

_STAGE_TWO: list[RuleSet] = []


@dataclass(frozen=True, slots=True)
class Displaced:
    """What displaces a finding (`relation` None: nothing does), and what would, were it established."""

    relation: Relation | None
    to: tuple[str, ...]
    if_established: tuple[dict[str, Any], ...]


def displacements(book: Rulebook, probe: Probe, judged: list[Judged]) -> dict[str, Displaced]:
    """For each applicable finding with relations, how it stands to the findings they name."""
    by_provision: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        if item.finding.verdict != "not_applicable":
            by_provision[item.finding.provision].append(item)
    found = {
        mine.finding.id: _displaced(book, probe, mine, by_provision)
        for mine in judged
        if mine.finding.verdict == "applicable" and book.provisions[mine.finding.provision].relations
    }
    return found | _own_deeds(book, judged)


def _own_deeds(book: Rulebook, judged: list[Judged]) -> dict[str, Displaced]:
    """Who did the deed does not take part in it besides: the rule on taking part says that it recedes, and why."""
    own = {
        (j.finding.provision, j.count.suspect, j.count.act, j.count.victim, j.count.material): j.finding.id
        for j in judged
        if j.finding.verdict == "applicable" and j.count.principal is None
    }
    found = {}
    for mine in judged:
        if mine.finding.verdict != "applicable" or mine.count.principal is None:
            continue
        key = (mine.finding.provision, mine.count.suspect, mine.count.deed, mine.count.victim, mine.count.material)
        recedes = next((book.modifiers[m.id].recedes for m in mine.finding.modifiers if m.kind in PARTICIPATING), None)
        if key in own and recedes is not None:
            relation = Relation(
                yields_to=mine.finding.provision,
                because=recedes.because,
                authority=recedes.authority,
                settled=recedes.settled,
            )
            found[mine.finding.id] = Displaced(relation, (own[key],), ())
    return found


def _displaced(book: Rulebook, probe: Probe, mine: Judged, others: Mapping[str, list[Judged]]) -> Displaced:
    open_ones: list[dict[str, Any]] = []
    for relation in book.provisions[mine.finding.provision].relations:
        if not relation.displaces:
            continue
        to = []
        for other in others.get(relation.to, ()):
            alike = (mine.count.principal is None) is (other.count.principal is None)
            if not alike or not all(same_part(part, mine, other) for part in relation.same):
                continue
            established = Truth.MET if other.finding.verdict == "applicable" else Truth.UNDETERMINED
            truth = _derived(established, when_holds(book, probe, relation, mine))
            if truth is Truth.MET:
                to.append(other.finding.id)
            elif truth is Truth.UNDETERMINED:
                open_ones.append(_if(relation, other.finding.id))
        if to:
            return Displaced(relation, tuple(to), tuple(open_ones))
    return Displaced(None, (), tuple(open_ones))


def _if(relation: Relation, other: str) -> dict[str, Any]:
    return {
        "as": relation.kind,
        "to": other,
        "because": relation.because.model_dump(),
        "authority": relation.authority,
        "settled": relation.settled,
    }


def same_part(part: str, mine: Judged, other: Judged) -> bool:
    a, b = mine.count, other.count
    match part:
        case "suspect":
            return a.suspect == b.suspect
        case "victim":
            return a.victim is not None and a.victim == b.victim
        case "act":
            return a.act == b.act and a.first <= b.last and b.first <= a.last
    return a.material is not None and a.material == b.material


def one_act(mine: Judged, other: Judged) -> bool:
    """Whether two findings rest on one act. A series is many acts: in it, only what concerns the same material."""
    if not same_part("act", mine, other):
        return False
    if mine.count.basis != "series":
        return True
    a, b = mine.count, other.count
    return a.material == b.material and (a.material is not None or a.victim == b.victim)


def when_holds(book: Rulebook, probe: Probe, relation: Relation, mine: Judged) -> Truth:
    if relation.when is None:
        return Truth.MET
    if not is_encoded(book, relation.when, mine.count.days.first):
        return Truth.UNDETERMINED
    tree = tree_of(book, relation.when, mine.count.days.first)
    return answer(tree, {path: probe.slot(mine.count, path).mask for path in paths(tree)})


def _derived(other: Truth, when: Truth) -> Truth:
    """Both engines on: it yields if the other is established and the condition holds; it stays if either fails."""
    expected = conjunction(other, when)
    if not rete.AVAILABLE:
        return expected
    if not _STAGE_TWO:
        rules = [(("other+", "when+"), "yields"), (("other-",), "stays"), (("when-",), "stays")]
        _STAGE_TWO.append(RuleSet("standing", rules))
    signs = {Truth.MET: "+", Truth.NOT_MET: "-"}
    found = _STAGE_TWO[0].derive([f"{n}{signs[t]}" for n, t in (("other", other), ("when", when)) if t in signs])
    truth = Truth.MET if "yields" in found else Truth.NOT_MET if "stays" in found else Truth.UNDETERMINED
    if truth is not expected:
        raise InternalError(
            [Fault(Place("standing"), "두 엔진의 경합 판단이 다릅니다.", "the engines differ on how offences stand")]
        )
    return truth

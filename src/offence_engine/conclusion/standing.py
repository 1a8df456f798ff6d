"""How offences stand to each other: the second stage of inference, over offences instead of facts.

durable_rules derives `yields` and `does not yield` from what is established; the reference must agree.
"""

from __future__ import annotations

from typing import Any

from offence_engine.conclusion.findings import Judged
from offence_engine.counting.probe import Probe
from offence_engine.errors import Fault, InternalError, Place
from offence_engine.inference import rete
from offence_engine.inference.reference import answer
from offence_engine.inference.rete import RuleSet
from offence_engine.model.logic import paths
from offence_engine.model.result import Concurrence, Offence, Standing
from offence_engine.model.rule import Relation
from offence_engine.model.truth import Truth, conjunction
from offence_engine.rulebook.reading import tree_of
from offence_engine.rulebook.rulebook import Rulebook

Pair = tuple[Offence, list[Judged]]
MOST_LISTED = 40
_STAGE_TWO: list[RuleSet] = []


def stand(book: Rulebook, probe: Probe, offences: list[Pair], judged: list[Judged]) -> list[Pair]:
    """Each offence with its standing, and with which others it is one act or several."""
    placed = [(_standing(book, probe, pair, offences, judged), pair[1]) for pair in offences]
    return [(_concurring(book, pair, placed), pair[1]) for pair in placed]


def _standing(book: Rulebook, probe: Probe, pair: Pair, offences: list[Pair], judged: list[Judged]) -> Offence:
    offence, own = pair
    if_established: list[dict[str, Any]] = []
    for relation in book.provisions[offence.provision].relations:
        to: list[str] = []
        for other, items in offences:
            if (
                other.provision == relation.to
                and other.id != offence.id
                and other.participation == offence.participation
            ):
                truth = _relates(book, probe, relation, own, items)
                if truth is Truth.MET:
                    to.append(other.id)
                elif truth is Truth.UNDETERMINED:
                    if_established.append(_if(relation, other.id))
        if to:
            return offence.model_copy(
                update={
                    "standing": Standing(
                        as_=relation.kind, to=tuple(to), because=relation.because, authority=relation.authority,
                        settled=relation.settled, if_established=tuple(if_established),
                    )
                }
            )  # fmt: skip
        open_ones = [j for j in judged if j.finding.provision == relation.to and j.finding.verdict == "undetermined"]
        for item in open_ones:
            if _relates(book, probe, relation, own, [item]) is not Truth.NOT_MET:
                if_established.append(_if(relation, item.finding.id))
    if if_established:
        return offence.model_copy(update={"standing": Standing(as_="principal", if_established=tuple(if_established))})
    return offence


def _if(relation: Relation, other: str) -> dict[str, Any]:
    return {
        "as": relation.kind,
        "to": other,
        "because": relation.because.model_dump(),
        "authority": relation.authority,
        "settled": relation.settled,
    }


def _relates(book: Rulebook, probe: Probe, relation: Relation, own: list[Judged], others: list[Judged]) -> Truth:
    """Whether the relation holds between some finding of the one and some of the other."""
    result = Truth.NOT_MET
    for mine in own:
        for other in others:
            if not all(_same(part, mine, other) for part in relation.same):
                continue
            truth = _derived(Truth.MET, _when(book, probe, relation, mine))
            if truth is Truth.MET:
                return truth
            result = truth if truth is Truth.UNDETERMINED else result
    return result


def _same(part: str, mine: Judged, other: Judged) -> bool:
    a, b = mine.count, other.count
    return {
        "suspect": a.suspect == b.suspect,
        "victim": a.victim is not None and a.victim == b.victim,
        "act": a.act == b.act,
        "material": a.material is not None and a.material == b.material,
    }[part]


def _when(book: Rulebook, probe: Probe, relation: Relation, mine: Judged) -> Truth:
    if relation.when is None:
        return Truth.MET
    tree = tree_of(book, relation.when, mine.count.days.first)
    return answer(tree, {path: probe.slot(mine.count, path).mask for path in paths(tree)})


def _derived(other: Truth, when: Truth) -> Truth:
    """Both engines on: it yields if the other is established and the condition holds; it does not if either fails."""
    expected = conjunction(other, when)
    if not rete.AVAILABLE:
        return expected
    if not _STAGE_TWO:
        _STAGE_TWO.append(
            RuleSet("standing", [(("other+", "when+"), "yields"), (("other-",), "stays"), (("when-",), "stays")])
        )
    signs = {Truth.MET: "+", Truth.NOT_MET: "-"}
    keys = [f"{name}{signs[t]}" for name, t in (("other", other), ("when", when)) if t in signs]
    found = _STAGE_TWO[0].derive(keys)
    truth = Truth.MET if "yields" in found else Truth.NOT_MET if "stays" in found else Truth.UNDETERMINED
    if truth is not expected:
        raise InternalError(
            [Fault(Place("standing"), "두 엔진의 경합 판단이 다릅니다.", "the engines differ on how offences stand")]
        )
    return truth


def _concurring(book: Rulebook, pair: Pair, placed: list[Pair]) -> Offence:
    """One act with several offences, or several acts, among the suspect's offences that stand."""
    offence, own = pair
    if offence.standing.as_ != "principal":
        return offence
    acts = {j.count.act for j in own}
    rules = book.penalty_rules
    others = [
        (other, items)
        for other, items in placed
        if other.suspect == offence.suspect and other.id != offence.id and other.standing.as_ == "principal"
    ]
    found = []
    for other, items in others:
        ideal = bool(acts & {j.count.act for j in items})
        rule = rules.ideal_concurrence if ideal else rules.real_concurrence
        if ideal or len(others) <= MOST_LISTED:
            found.append(
                Concurrence(to=other.id, kind="ideal" if ideal else "real", because=rule.because, settled=rule.settled)
            )
    return offence.model_copy(update={"with_": tuple(found)})

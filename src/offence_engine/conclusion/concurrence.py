"""Offences that stand beside each other: one act with several offences, or several acts; as declared, else by the act."""

from __future__ import annotations

from collections import defaultdict

from offence_engine.conclusion.findings import Judged
from offence_engine.conclusion.standing import one_act, same_part, when_holds
from offence_engine.counting.probe import Probe
from offence_engine.model.base import label
from offence_engine.model.result import Concurrence, Offence
from offence_engine.model.rule import Relation
from offence_engine.model.truth import Truth
from offence_engine.rulebook.rulebook import Rulebook

MOST_LISTED = 40
United = tuple[Offence, list[Judged]]


def concurring(book: Rulebook, probe: Probe, offences: list[United]) -> list[United]:
    """Each offence that stands, with the suspect's others: one act with several offences, or several acts."""
    standing: dict[str, list[United]] = defaultdict(list)
    for offence, items in offences:
        if offence.standing.as_ == "principal":
            standing[offence.suspect].append((offence, items))
    declared = _declared(book)
    return [(_concurring(book, probe, declared, o, items, standing[o.suspect]), items) for o, items in offences]


def _declared(book: Rulebook) -> dict[tuple[str, str], Relation]:
    """What the rules say of two provisions that both stand, whichever of the two says it."""
    found: dict[tuple[str, str], Relation] = {}
    for id_, rule in book.provisions.items():
        for relation in rule.relations:
            if not relation.displaces:
                found.setdefault((id_, relation.to), relation)
                found.setdefault((relation.to, id_), relation)
    return found


def _concurring(
    book: Rulebook,
    probe: Probe,
    declared: dict[tuple[str, str], Relation],
    offence: Offence,
    own: list[Judged],
    standing: list[United],
) -> Offence:
    if offence.standing.as_ != "principal":
        return offence
    found = []
    acts = {item.count.act for item in own}
    for other, items in standing:
        if other.id == offence.id:
            continue
        relation = declared.get((offence.provision, other.provision))
        apart = relation is None and acts.isdisjoint(i.count.act for i in items)
        pairs = [] if apart else [(mine, theirs) for mine in own for theirs in items]
        by_act = any(one_act(mine, theirs) for mine, theirs in pairs)
        if relation is not None and not any(all(same_part(p, a, b) for p in relation.same) for a, b in pairs):
            relation = None
        if relation is not None and not _holds(book, probe, relation, offence, own, items):
            relation = None
        result = _between(book, other.id, by_act, relation)
        if result.kind == "ideal" or relation is not None or len(standing) <= MOST_LISTED:
            found.append(result)
    return offence.model_copy(update={"with_": tuple(found)})


def _holds(
    book: Rulebook, probe: Probe, relation: Relation, offence: Offence, own: list[Judged], others: list[Judged]
) -> bool:
    """Whether the condition of a relation holds, asked of the offence that declares it."""
    declaring = own if relation in book.provisions[offence.provision].relations else others
    return any(when_holds(book, probe, relation, item) is Truth.MET for item in declaring)


def _between(book: Rulebook, to: str, by_act: bool, relation: Relation | None) -> Concurrence:
    """How an offence stands beside another: by the relation that is declared, else by whether the act is one."""
    rules = book.penalty_rules
    if relation is None or relation.kind == "open":
        rule = rules.ideal_concurrence if by_act else rules.real_concurrence
        if relation is None:
            return Concurrence(to=to, kind="ideal" if by_act else "real", because=rule.because, settled=rule.settled)
        because = label(
            f"{relation.because.ko} 여기에서는 다음과 같이 본다: {rule.because.ko}",
            f"{relation.because.en} Taken here as follows: {rule.because.en}",
        )
        return Concurrence(
            to=to, kind="ideal" if by_act else "real", because=because, authority=relation.authority, settled=False
        )
    return Concurrence(
        to=to,
        kind="ideal" if relation.kind == "one_act" else "real",
        because=relation.because,
        authority=relation.authority,
        settled=relation.settled,
    )

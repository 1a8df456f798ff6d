"""Findings -> Offences: those that the law counts once, by each provision's `one_offence_per`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from offence_engine.conclusion.findings import Judged
from offence_engine.conclusion.standing import Displaced
from offence_engine.model.case import Case
from offence_engine.model.penalty import Penalty, weight
from offence_engine.model.result import LimitationResult, Offence, Standing, UnityResult

NOTHING = Displaced(None, (), ())


def unite(case: Case, judged: list[Judged], displaced: Mapping[str, Displaced]) -> list[tuple[Offence, list[Judged]]]:
    """The offences of the applicable findings, each with what it is made of, in the order of the findings."""
    groups: dict[_Key, list[Judged]] = defaultdict(list)
    for item in judged:
        if item.finding.verdict == "applicable":
            groups[_key(item, displaced.get(item.finding.id, NOTHING))].append(item)
    united = [(_offence(case, key, items), items) for key, items in groups.items()]
    home = {item.finding.id: offence.id for offence, items in united for item in items}
    return [(_with_standing(offence, items, displaced, home), items) for offence, items in united]


def _with_standing(
    offence: Offence, items: list[Judged], displaced: Mapping[str, Displaced], home: Mapping[str, str]
) -> Offence:
    own = [displaced.get(item.finding.id, NOTHING) for item in items]
    established = {str(sorted(x.items(), key=str)): x for d in own for x in d.if_established}
    relation = own[0].relation
    if relation is None:
        standing = Standing(as_="principal", if_established=tuple(established.values()))
    else:
        standing = Standing(
            as_=relation.kind,  # type: ignore[arg-type]
            to=tuple(dict.fromkeys(home[f] for d in own for f in d.to)),
            because=relation.because,
            authority=relation.authority,
            settled=relation.settled,
            if_established=tuple(established.values()),
        )
    return offence.model_copy(update={"standing": standing})


class _Key(NamedTuple):
    """What two findings must share to be one offence. Under different versions they stay apart, unless one unknown
    day decides; what another offence displaces stands apart from what it does not."""

    provision: str
    suspect: str
    taking_part: str
    version: date | str
    displaced: str
    parts: tuple[str | None, ...]


def _key(item: Judged, displaced: Displaced) -> _Key:
    count, finding = item.count, item.finding
    values = {
        "suspect": count.suspect,
        "victim": count.victim,
        "act": count.act,
        "series": count.act,
        "material": count.material,
        "group": count.group,
    }
    return _Key(
        provision=count.provision,
        suspect=count.suspect,
        taking_part=finding.participation if count.principal is not None else "",
        version=count.act if finding.day_decides else finding.version.effective,
        displaced=displaced.relation.kind if displaced.relation else "",
        parts=tuple(values[part] for part in item.reading.provision.one_offence_per.per),
    )


def _offence(case: Case, key: _Key, items: list[Judged]) -> Offence:
    first = items[0]
    rule = first.reading.provision
    unity = rule.one_offence_per
    penalty = lightest([i.finding.penalty for i in items])
    victims = {i.count.victim for i in items}
    number = 1
    if "victim" in unity.per and first.count.victim:
        number *= case.persons[first.count.victim].number
    if "material" in unity.per and first.count.material:
        number *= case.materials[first.count.material].number
    modifiers = {m.id: m for i in items for m in i.finding.modifiers}
    stages = {i.finding.stage for i in items}
    parts = [*(part or "-" for part in key.parts), *([key.taking_part] if key.taking_part else [])]
    parts += [key.displaced] if key.displaced else []
    parts += [first.count.act] if first.finding.day_decides and first.count.act not in parts else []
    # Under one unknown day an act stands apart, whatever else the offence counts together.
    parts += [first.count.act] if first.finding.day_decides and first.count.act not in key.parts else []
    days_apart = len({i.finding.version.effective for i in items}) > 1
    return Offence(
        id=f"{rule.id}@{first.finding.version.effective}/{'/'.join(parts)}",
        provision=rule.id,
        citation=first.finding.citation,
        title=first.finding.title,
        offence_name=first.finding.offence_name,
        suspect=first.count.suspect,
        victim=victims.pop() if len(victims) == 1 else None,
        number=number,
        findings=tuple(i.finding.id for i in items),
        verdict="applicable",
        participation=first.finding.participation,
        stage="completed" if "completed" in stages else "attempted" if stages == {"attempted"} else "undetermined",
        modifiers=tuple(modifiers.values()),
        penalty=penalty,
        unity=UnityResult(
            per=unity.per, because=unity.because, authority=unity.authority, settled=unity.settled and not days_apart
        ),
        standing=Standing(as_="principal"),
        limitation=_limits([i.finding.limitation for i in items if i.finding.limitation]),
    )


def lightest(penalties: list[Penalty]) -> Penalty:
    """The lighter penalty where one unknown day leaves two; the maximum decides, then the minimum."""
    return min(penalties, key=weight)


def _limits(parts: list[LimitationResult]) -> LimitationResult | None:
    """The extremes over the findings of one offence."""
    if not parts:
        return None
    if any(p.kind == "none" for p in parts):
        return next(p for p in parts if p.kind == "none")
    earliest: list[date] = [p.earliest for p in parts if p.earliest]
    latest: list[date] = [p.latest for p in parts if p.latest]
    return parts[0].model_copy(
        update={
            "earliest": min(earliest) if earliest else None,
            "latest": max(latest) if len(latest) == len(parts) else None,
            "settled": all(p.settled for p in parts),
        }
    )

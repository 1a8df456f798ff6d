"""Remarks on time: days on which a rule says nothing between two of its versions, or says two things at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from offence_engine.model.base import label
from offence_engine.model.procedure import ProsecutionRule
from offence_engine.rulebook.reading import boundaries_of, reading_on
from offence_engine.workbench.analyser.remark import Claim, Remark, Witness
from offence_engine.workbench.analyser.study import Study
from offence_engine.workbench.stated import Stated

DAY = timedelta(days=1)


def of_time(study: Study) -> Iterator[Remark]:
    """Gaps and overlaps of provisions, modifiers and conditions of prosecution."""
    for id_ in study.book.provisions:
        yield from _provision(study, id_)
    for id_ in study.book.modifiers:
        yield from _modifier(study, id_)
    yield from _prosecution(study)


def _provision(study: Study, id_: str) -> Iterator[Remark]:
    book, versions = study.book, study.book.provisions[id_].versions
    for index, version in enumerate(versions):
        end = versions[index + 1].effective if index + 1 < len(versions) else date.max
        if version.repealed:
            if index + 1 < len(versions):
                yield _gap(study, id_, ("versions", index), version.effective, end, "폐지된 때부터", "since its repeal")
            continue
        days = [d for d in boundaries_of(book, id_) if version.effective <= d < end]
        days = sorted({version.effective, *days})
        read = [reading_on(book, id_, d) is not None for d in days]
        for place, (day, there) in enumerate(zip(days, read, strict=True)):
            if not there and any(read):
                until = days[place + 1] if place + 1 < len(days) else end
                yield _gap(
                    study, id_, ("versions", index), day, until,
                    "쓰는 개념이나 바탕 조항이 그때 없어", "for want of a concept or provision that it is made of",
                )  # fmt: skip


def _gap(study: Study, id_: str, path: tuple[str | int, ...], first: date, end: date, ko: str, en: str) -> Remark:
    last = "" if end == date.max else str(end - DAY)
    return Remark(
        "gap", "remark", id_, path,
        label(
            f"{first}부터 {last + '까지' if last else '계속'} {ko} 판단하지 못합니다.",
            f"from {first} {'to ' + last if last else 'on'} it is not judged, {en}",
        ),
        make=partial(_dated, study, id_, first),
    )  # fmt: skip


def _dated(study: Study, id_: str, day: date) -> Witness:
    stated = Stated(study.book.provisions[id_].typical_case, "witness")
    stated.on(day)
    return Witness(stated.data, Claim(none_judged=(id_,)))


def _modifier(study: Study, id_: str) -> Iterator[Remark]:
    """What a modifier named, left out, and named again."""
    entries = study.book.modifiers[id_].reaches
    named = [set(study.book.provisions) if r.what == "every_offence" else set(study.reached(r.what)) for r in entries]
    for index in range(1, len(entries) - 1):
        before = set().union(*named[:index])
        after = set().union(*named[index + 1 :])
        lost = sorted((before & after) - named[index])
        if lost:
            first, end = entries[index].effective, entries[index + 1].effective
            shown = ", ".join(lost)
            yield Remark(
                "gap", "remark", id_, ("reaches", index),
                label(
                    f"{first}부터 {end - DAY}까지 {shown}에 미치지 않다가 다시 미칩니다.",
                    f"from {first} to {end - DAY} it does not reach {shown}, and then does again",
                ),
                names=tuple(lost),
            )  # fmt: skip


def _prosecution(study: Study) -> Iterator[Remark]:
    """Two conditions of prosecution of one kind on one day, or days between two of them."""
    of: dict[tuple[str, str], list[tuple[str, ProsecutionRule]]] = defaultdict(list)
    for name, rule in study.book.procedure.prosecution.items():
        for provision in study.reached(rule.reaches):
            of[provision, rule.kind].append((name, rule))
    told: set[tuple[str, str, str]] = set()
    for (provision, _), rules in of.items():
        for (one, a), (other, b) in _in_turn(rules):
            until = a.until or date.max
            overlaps = until >= b.effective
            if (one, other, str(overlaps)) in told or (not overlaps and until + DAY == b.effective):
                continue
            told.add((one, other, str(overlaps)))
            if overlaps:
                text = label(
                    f"{b.effective}부터 `{one}`도 `{provision}`에 미칩니다. 앞의 것의 until이 빠졌거나 늦습니다.",
                    f"from {b.effective} `{one}` reaches `{provision}` too: the `until` of the earlier one is missing or late",
                )
            else:
                text = label(
                    f"{until + DAY}부터 {b.effective - DAY}까지 `{provision}`에 `{one}`도 이것도 미치지 않습니다.",
                    f"from {until + DAY} to {b.effective - DAY} neither `{one}` nor this reaches `{provision}`",
                )
            code = "overlap" if overlaps else "gap"
            yield Remark(code, "remark", f"prosecution/{other}", ("effective",), text, names=(provision,))


def _in_turn(
    rules: Sequence[tuple[str, ProsecutionRule]],
) -> Iterator[tuple[tuple[str, ProsecutionRule], tuple[str, ProsecutionRule]]]:
    ordered = sorted(rules, key=lambda item: item[1].effective)
    yield from pairwise(ordered)

"""Which findings of one offence name are alike, so that one paragraph and a table tell them; and the rows of that table.

Alike means: the same provision, version, limb, stage, kind of participation and met elements, the same kind of act, and
the same answers to everything that the sentences of the rules ask. Whom, when, where and which material may differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from offence_engine.casefile.items import items_of
from offence_engine.letters.deeds import Told, principal_of, told
from offence_engine.letters.names import Names
from offence_engine.letters.said import Said
from offence_engine.letters.sandbox import environment
from offence_engine.letters.select import Referred
from offence_engine.model.base import Label
from offence_engine.model.case import Act, Case
from offence_engine.model.item import Item
from offence_engine.model.logic import KIND
from offence_engine.model.result import Finding
from offence_engine.model.time import Span
from offence_engine.rulebook.rulebook import Rulebook

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told together of one offence, and the offence."""

    referred: Referred
    part: Told


@dataclass(frozen=True, slots=True)
class DeedRow:
    """One act of a series, one item, or one finding (act x victim x material): what becomes a row of a table.

    `times` is how many acts it stands for, None where nobody stated it; `gaps` are the keys of what is not known."""

    act: str
    findings: tuple[Finding, ...]
    victims: tuple[str, ...]
    materials: tuple[str, ...]
    begin: Span
    end: Span
    item: Item | None = None
    times: int | None = 1
    units: int | None = 1
    gaps: tuple[str, ...] = ()

    @property
    def suspect(self) -> str:
        return self.findings[0].count.suspect


@dataclass(frozen=True, slots=True)
class Cluster:
    """Alike entries with their rows, in the order of time. `times`: the acts in all, None where that is not known."""

    entries: tuple[Entry, ...]
    rows: tuple[DeedRow, ...]
    times: int | None
    tabled: bool

    @property
    def first(self) -> Finding:
        return self.entries[0].part.first

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, also those of the versions between which a day decides."""
        return tuple(f for e in self.entries for f in (*e.part.findings, *e.part.beside))

    @property
    def victims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v for row in self.rows for v in row.victims))

    @property
    def materials(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m for row in self.rows for m in row.materials))

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts that the rows are about (of one who takes part: the principal's)."""
        return tuple(dict.fromkeys(row.act for row in self.rows))

    @property
    def referred(self) -> tuple[Referred, ...]:
        found = {e.referred.offence.id: e.referred for e in self.entries}
        return tuple(found.values())


def natural(name: str) -> tuple[object, ...]:
    """V2 before V10."""
    return tuple((0, int(x), "") if x.isdigit() else (1, 0, x) for x in _DIGITS.split(name) if x)


def others_in(case: Case, act: Act, doer: str) -> tuple[str, ...]:
    """Who did an act besides the doer; a victim who was made to take part is not among them."""
    return tuple(p for p in act.by if p != doer and case.persons[p].role != "victim")


class Grouper:
    """Groups what is told of a case."""

    def __init__(self, book: Rulebook, case: Case, names: Names) -> None:
        self.book = book
        self.case = case
        self.names = names
        self._items: dict[tuple[str, str], tuple[Item, ...]] = {}

    def clusters(self, group: Sequence[Referred], apart: Callable[[Referred], object]) -> tuple[Cluster, ...]:
        """The findings of the offences of one name, alike ones together, in the order of their first act.

        Offences that differ in `apart` (their mark) are never joined."""
        alike: dict[object, list[Entry]] = {}
        for referred in group:
            for part in told(referred):
                key = (apart(referred), self._likeness(part))
                alike.setdefault(key, []).append(Entry(referred, part))
        return tuple(self._cluster(tuple(entries)) for entries in alike.values())

    def _cluster(self, entries: tuple[Entry, ...]) -> Cluster:
        rows: dict[object, DeedRow] = {}
        for entry in entries:
            for key, row in self._rows(entry.part):
                before = rows.get(key)
                rows[key] = row if before is None else _joined(before, row)
        ordered = tuple(sorted(rows.values(), key=_order))
        annex = self.book.letters.annex
        units = [row.units for row in ordered]
        known = sum(u for u in units if u is not None)
        tabled = annex is not None and (None in units or known >= annex.from_)
        return Cluster(entries, ordered, self._times(ordered), tabled)

    def _likeness(self, part: Told) -> tuple[object, ...]:
        finding = part.first
        rule = self.book.provisions[finding.provision]
        principal = principal_of(finding)
        own = self.case.acts[finding.count.act]
        deed = self.case.acts[principal[1]] if principal else own
        asked: list[object] = []
        for act in dict.fromkeys((finding.count.act, principal[1] if principal else finding.count.act)):
            said = Said(self.book, self.case, self.names, finding, self.case.acts[act])
            sentence = self.book.kinds[self.case.acts[act].kind].sentence
            paths = dict.fromkeys(path for label in (sentence, rule.closing) for path in _asked(label))
            asked += [said.value(path) for path in paths if path == KIND or path in self.book.facts]
        doer = principal[0] if principal else finding.count.suspect
        return (
            finding.provision, finding.version.effective, part.versions, finding.limb, finding.stage,
            tuple((e.id, e.alternative) for e in finding.elements if e.truth == "met"),
            finding.participation, tuple(m.id for m in finding.modifiers), principal[0] if principal else None,
            tuple((a.kind, a.when.form, a.channel is None, not a.recipients) for a in (deed, own)),
            bool(others_in(self.case, deed, doer)), bool(part.victims), bool(part.materials), tuple(asked),
        )  # fmt: skip

    def items(self, section: str, id_: str) -> tuple[Item, ...]:
        """The rows of a material or an act."""
        key = section, id_
        if key not in self._items:
            carrier = self.case.acts[id_] if section == "acts" else self.case.materials[id_]
            self._items[key] = items_of(carrier, self.book.letters.items)
        return self._items[key]

    def _rows(self, part: Told) -> Iterator[tuple[object, DeedRow]]:
        """The rows of what is told together; rows of several offences with one key are one row."""
        principal = principal_of(part.first)
        act_id = principal[1] if principal else part.first.count.act
        act = self.case.acts[act_id]
        covered: set[str] = set()
        for item in self.items("acts", act_id):
            if principal is None and not _within(act, part.first, item):
                continue
            if own := [f for f in part.findings if _of_victim(item, f)]:
                covered |= {f.id for f in own}
                yield (act_id, item.number), self._item_row(act_id, tuple(own), item, principal is None)
        for finding in part.findings:
            if finding.id in covered:
                continue
            material = finding.count.material
            found = False
            for item in self.items("materials", material) if material and not act.rows else ():
                split = act.when.form == "series" and principal is None
                if _of_victim(item, finding) and (not split or _within(act, finding, item)):
                    found = True
                    row = self._item_row(act_id, (finding,), item, principal is None)
                    yield (act_id, material, item.number), row
            if not found:
                listed = bool(act.rows or (material and self.case.materials[material].rows))
                yield (act_id, finding.id), self._plain(act_id, finding, principal is None, listed)

    def _item_row(self, act_id: str, findings: tuple[Finding, ...], item: Item, own: bool) -> DeedRow:
        act, first = self.case.acts[act_id], findings[0]
        begin, end = _ends(act, first if own else None)
        at = item.posted_at
        gaps: tuple[str, ...] = ()
        if act.rows or (at is not None and act.when.form != "lasting" and Span(begin.first, end.last).meet(at.day)):
            if at is not None:
                begin = end = at.day
            else:
                gaps = ("when",)
        elif act.when.form == "series":
            gaps = ("when",)
        victims = item.victims or tuple(dict.fromkeys(f.count.victim for f in findings if f.count.victim))
        materials = tuple(dict.fromkeys(f.count.material for f in findings if f.count.material))
        return DeedRow(act_id, findings, victims, materials, begin, end, item, gaps=gaps)

    def _plain(self, act_id: str, finding: Finding, own: bool, listed: bool) -> DeedRow:
        """A finding without acts or items of its own. What stands for several shows that they are not listed;
        where acts are `listed`, but all of other times or victims, it shows that none is listed here."""
        act, count = self.case.acts[act_id], finding.count
        begin, end = _ends(act, finding if own else None)
        times: int | None = 1
        gaps: list[str] = []
        if act.when.form == "series":
            whole = not own or (count.from_, count.to) == (act.when.first.first, act.when.last.last)
            times = act.when.times if whole else None
            if listed:
                times = None
            if times != 1:
                gaps.append("none_listed" if listed else "each_time")
        persons = self.case.persons[count.victim].number if count.victim else 1
        files = self.case.materials[count.material].number if count.material else 1
        rows = bool(count.material and self.case.materials[count.material].rows)
        gaps += ["each_victim"] if persons > 1 else []
        gaps += ["each_file"] if files > 1 and not rows else []
        return DeedRow(
            act=act_id,
            findings=(finding,),
            victims=(count.victim,) if count.victim else (),
            materials=(count.material,) if count.material else (),
            begin=begin,
            end=end,
            times=times,
            units=None if times is None else max(times, persons, files),
            gaps=tuple(gaps),
        )

    def _times(self, rows: tuple[DeedRow, ...]) -> int | None:
        """How many acts the rows stand for: a listed series by its rows, an item by an act where they are as many."""
        whole = 0
        for act_id in dict.fromkeys(row.act for row in rows):
            act, own = self.case.acts[act_id], [row for row in rows if row.act == act_id]
            items = sum(len(self.case.materials[m].rows) for m in self.case.materials_of(act))
            if act.when.form != "series":
                whole += 1
            elif act.rows or (items == act.when.times and all(row.item is not None for row in own)):
                whole += len(own)
            else:
                first = own[0].findings[0].count
                covers = (first.from_, first.to) == (act.when.first.first, act.when.last.last)
                if act.when.times is None or not covers:
                    return None
                whole += act.when.times
        return whole


def _joined(before: DeedRow, row: DeedRow) -> DeedRow:
    return replace(
        before,
        # By identity: to hash or compare whole findings would cost more than all the rest.
        findings=(*before.findings, *(f for f in row.findings if all(f is not known for known in before.findings))),
        victims=tuple(dict.fromkeys((*before.victims, *row.victims))),
        materials=tuple(dict.fromkeys((*before.materials, *row.materials))),
    )


def _order(row: DeedRow) -> tuple[object, ...]:
    at = row.item.utc if row.item is not None and row.item.posted_at is not None else None
    hour = at.isoformat() if at is not None and row.begin.exact else ""
    return (
        row.begin.first, hour, [natural(v) for v in row.victims], natural(row.act),
        [natural(m) for m in row.materials], row.item.number if row.item is not None else 0,
    )  # fmt: skip


def _of_victim(item: Item, finding: Finding) -> bool:
    """Whether an item concerns the victim of a finding; one that names nobody concerns all."""
    return not item.victims or finding.count.victim is None or finding.count.victim in item.victims


def _within(act: Act, finding: Finding, item: Item) -> bool:
    """Whether an item belongs to the stretch of a series that a finding judges.

    One without a day, or with a day outside of the whole series, goes with the nearer end: each to one stretch."""
    first, last = act.when.first.first, act.when.last.last
    day = min(max(item.posted_at.day.first, first), last) if item.posted_at is not None else first
    return finding.count.from_ <= day <= finding.count.to


def _ends(act: Act, finding: Finding | None) -> tuple[Span, Span]:
    """The first and last day of an act, only as exact as they are known; of a stretch of it, its own ends."""
    when = act.when
    if when.form == "day" or finding is None:
        return when.first, when.last
    count = finding.count
    begin = when.first if count.from_ == when.first.first else Span(count.from_, count.from_)
    cut = when.form == "series" and count.to != when.last.last
    return begin, Span(count.to, count.to) if cut else when.last


@lru_cache(maxsize=2048)
def _asked(label: Label) -> tuple[str, ...]:
    """The facts that a text of the rules asks for, in either language. A wrong text is told where it is printed."""
    found: dict[str, None] = {}
    for text in (label.ko, label.en):
        try:
            tree = environment().parse(text)
        except TemplateSyntaxError:
            continue
        for call in tree.find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            if name in ("fact", "value") and call.args and isinstance(call.args[0], nodes.Const):
                found[str(call.args[0].value)] = None
    return tuple(found)

"""Requests to take material down, and what is told about them: which material, on which ground, where it is.

A material appears by its id, kind, place and hash; nothing here names a victim, a suspect or what a material shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from offence_engine.letters.annex import AnnexTable, request_items
from offence_engine.letters.dates import ends_text
from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.grounds import grounded, of_law
from offence_engine.letters.grouping import Grouper
from offence_engine.letters.marks import Grounded, together
from offence_engine.letters.plan import bearing
from offence_engine.letters.sections.registry import section
from offence_engine.model.base import Frozen, Label
from offence_engine.model.letters import DatedText
from offence_engine.model.result import Duty, Finding
from offence_engine.model.time import read_span
from offence_engine.rulebook.ids import reaches

_MARK = re.compile(r" \[[A-Z]\]$")


class TypeOf(Frozen):
    """What a material is in the words of a statute; `settled` where it was found to be that, else it is open."""

    name: Grounded
    settled: bool


class RequestedMaterial(Frozen):
    """A material that a request is about, how many files or posts it stands for, and what it is."""

    id: str
    what: Grounded
    number: int
    types: tuple[TypeOf, ...]


class RequestGround(Frozen):
    """A ground of a request: what the law says, by which provision, and for which materials."""

    says: Grounded
    by: Grounded
    materials: str


class BothGrounds(Frozen):
    """A material that two Acts have taken down; `settled` where it was found to be what both are about."""

    what: Grounded
    settled: bool


class ItemTable(Frozen):
    """A list of items: of one service, or of all. `where` is the service, empty where the list is whole."""

    where: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Grounded, ...], ...]


def concerned(d: Drafting, duties: Iterable[Duty] | None = None) -> tuple[Finding, ...]:
    """The findings that a letter rests on, of its subject where it has one."""
    found = bearing(d.duties if duties is None else duties, d.tools.assessment)
    if d.subject is None or d.plan.per not in ("suspect", "victim"):
        return found
    by_suspect = d.plan.per == "suspect"
    return tuple(f for f in found if (f.count.suspect if by_suspect else f.count.victim) == d.subject)


def materials_of(d: Drafting) -> tuple[str, ...]:
    """The materials of a letter in the order of the case; all of them where no finding names any."""
    named = {f.count.material for f in concerned(d)}
    of_case = tuple(d.tools.case.materials)
    return tuple(id_ for id_ in of_case if id_ in named) or (of_case if not d.duties else ())


def _ids(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"finding:{f.id}" for f in findings)


@section()
def law(d: Drafting) -> dict[str, Grounded]:
    """What the law says on the day of the letter, by name, each with where it stands; a gap where it is not known."""
    tools = d.tools
    return {name: _said(tools, name, texts) for name, texts in tools.book.letters.statements.items()}


def statement(tools: Tools, name: str) -> DatedText | None:
    """A statement as it stands on the day of the letter."""
    return _on(tools, tools.book.letters.statements.get(name, ()))


def _on(tools: Tools, texts: tuple[DatedText, ...]) -> DatedText | None:
    day = tools.assessment.as_of
    held = [t for t in texts if t.effective <= day and (t.until is None or day <= t.until)]
    return max(held, key=lambda t: t.effective) if held else None


def _said(tools: Tools, name: str, texts: tuple[DatedText, ...]) -> Grounded:
    found = _on(tools, texts)
    if found is None:
        return Grounded(text=tools.phrases.gap("statute_then"))
    text = found.ko if tools.lang == "ko" else found.en
    return Grounded(text=f"{text} ({_source(tools, found.by)})", rests_on=(f"rule:statements.{name}",))


def _source(tools: Tools, by: str) -> str:
    """Where it stands; how it was read (the mark at its end) is said only in what stays within the investigation."""
    return by if tools.audience.record == "inside" else _MARK.sub("", by)


@section(own=True)
def addressed_to(d: Drafting) -> str:
    """To whom: the body under its name of the day, with a gap for which one it is where there are many."""
    office, phrases = d.plan.addressee, d.tools.phrases
    if office is None:
        return ""
    which = phrases.gap(office) if office in phrases.words.fields else ""
    return f"{d.tools.parties.called(office)} {which}".strip()


@section()
def report_day(d: Drafting) -> Grounded:
    """The day on which the report was received, as days are written in letters; a gap where it is not stated."""
    phrases, stated = d.tools.phrases, d.tools.case.head.received
    span = read_span(stated) if stated else None
    text = ends_text(phrases, span, span) if span is not None else phrases.stated(stated, "received")
    return Grounded(text=text, rests_on=("fact:case.received",) if stated else ())


@section(own=True)
def premise(d: Drafting) -> str:
    """Where a letter is asked for though its ground is not sure: a gap that says what is lacking; else nothing."""
    phrases, duties = d.tools.phrases, d.duties
    if not d.plan.duties or any(x.state == "follows" for x in duties):
        return ""
    missing = {m.path: m.label for x in duties for m in x.missing}
    if not missing:
        return phrases.gap("ground_of_letter")
    labels = missing.values()
    return phrases.gap(Label(ko=", ".join(m.ko for m in labels), en=", ".join(m.en for m in labels)))


@section(own=True)
def confirmed(d: Drafting) -> Grounded:
    """That a report was received and the material was found to circulate, where the request surely follows."""
    return _sure(d, "confirmed")


@section(own=True)
def circulating(d: Drafting) -> Grounded:
    """That the material was found to circulate, where the letter surely follows."""
    return _sure(d, "circulating")


def _sure(d: Drafting, name: str) -> Grounded:
    note = d.tools.book.letters.notes.get(name)
    if note is None or not any(x.state == "follows" for x in d.duties):
        return Grounded(text="")
    facts = [(f"fact:case.{fact}",) for fact in d.tools.case.facts]
    return grounded(
        note.text(d.tools.lang), *facts, *(_stated(d.tools, m) for m in materials_of(d)), _ids(concerned(d))
    )


@section(own=True)
def founded(d: Drafting) -> dict[str, Grounded]:
    """The notes of the rules that state a fact or a conclusion, with what the letter rests on."""
    tools = d.tools
    duties = (f"duty:{x.id}" for x in _firm(d.duties))
    facts = (f"fact:case.{name}" for name in tools.case.facts)
    ids = (*duties, *facts, *_ids(concerned(d)))
    return {name: Grounded(text=n.text(tools.lang), rests_on=ids) for name, n in tools.book.letters.notes.items()}


@section(own=True)
def legal_basis(d: Drafting) -> tuple[Grounded, ...]:
    """The provisions that the letter follows from, each once; those of its kind where nothing follows."""
    cited = {c.id: (c.citation.text(d.tools.lang), x) for x in _firm(d.duties) for c in x.by}
    if not cited:
        return tuple(Grounded(text=_source(d.tools, text)) for text in d.plan.by)
    findings = {id_: _ids(bearing([x], d.tools.assessment)) for id_, (_, x) in cited.items()}
    return tuple(grounded(text, (f"duty:{x.id}", f"law:{id_}"), findings[id_]) for id_, (text, x) in cited.items())


def _firm(duties: Iterable[Duty]) -> list[Duty]:
    """Those that follow; where none does, those that may."""
    listed = list(duties)
    return [x for x in listed if x.state == "follows"] or listed


@section(own=True)
def request_grounds(d: Drafting) -> tuple[RequestGround, ...]:
    """Each ground with the materials that it is for."""
    return tuple(_ground(d, duty) for duty in _firm(d.duties))


def _ground(d: Drafting, duty: Duty) -> RequestGround:
    tools = d.tools
    found = concerned(d, [duty])
    named = {f.count.material for f in found}
    text = statement(tools, duty.id)
    said = (text.ko if tools.lang == "ko" else text.en) if text is not None else duty.title.text(tools.lang)
    ids = (f"duty:{duty.id}", *_ids(found))
    return RequestGround(
        says=grounded(said, ids, (f"rule:statements.{duty.id}",) if text is not None else ()),
        by=grounded(
            _source(tools, text.by) if text is not None else ", ".join(c.citation.text(tools.lang) for c in duty.by),
            ids,
        ),
        materials=", ".join(m for m in tools.case.materials if m in named),
    )


@section(own=True)
def requested(d: Drafting) -> tuple[RequestedMaterial, ...]:
    """The materials of the request, each with what it is in the words of the statutes."""
    return described(d, materials_of(d))


def described(d: Drafting, materials: Iterable[str]) -> tuple[RequestedMaterial, ...]:
    """Materials with what each is in the words of the statutes, as far as some finding holds it to be that."""
    tools = d.tools
    evidence = {id_: tuple(f"evidence:{e}" for e in m.evidence) for id_, m in tools.case.materials.items()}
    by_material: dict[str, list[Finding]] = {}
    for finding in tools.assessment.findings:
        if finding.count.material and finding.verdict != "not_applicable":
            by_material.setdefault(finding.count.material, []).append(finding)
    return tuple(
        RequestedMaterial(
            id=id_,
            what=grounded(tools.names.material(id_, ()), evidence[id_], _stated(tools, id_)),
            number=tools.case.materials[id_].number,
            types=tuple(_types(tools, by_material.get(id_, []))),
        )
        for id_ in materials
    )


def _stated(tools: Tools, id_: str) -> tuple[str, ...]:
    """The facts that are stated of a material, by their places in the case file."""
    case = tools.case
    return tuple(
        f"fact:materials.{source}.{name}" for source in case.originals(id_) for name in case.materials[source].facts
    )


def _types(tools: Tools, findings: list[Finding]) -> Iterator[TypeOf]:
    for kind in tools.book.letters.material_types.values():
        own = [f for f in findings if any(reaches(name, f.provision) for name in kind.reaches)]
        if own:
            text = f"{kind.ko if tools.lang == 'ko' else kind.en} ({kind.by.text(tools.lang)})"
            ids = together((_ids(own), *(of_law(f) for f in own)))
            yield TypeOf(name=grounded(text, ids), settled=any(f.verdict == "applicable" for f in own))


@section(own=True)
def on_both_grounds(d: Drafting) -> tuple[BothGrounds, ...]:
    """The materials that stand on more than one ground of the request."""
    by_ground = [concerned(d, [duty]) for duty in _firm(d.duties)]
    found = []
    for material in described(d, materials_of(d)):
        own = [[f for f in findings if f.count.material == material.id] for findings in by_ground]
        own = [findings for findings in own if findings]
        if len(own) > 1:
            settled = all(any(f.verdict == "applicable" for f in findings) for findings in own)
            found.append(BothGrounds(what=material.what, settled=settled))
    return tuple(found)


@section(own=True)
def number_of_items(d: Drafting) -> int:
    """How many rows the lists have together."""
    materials = d.tools.case.materials
    return sum(max(len(materials[m].rows), 1) for m in materials_of(d))


@section("locators", own=True)
def item_list(d: Drafting) -> tuple[ItemTable, ...]:
    """The items of the request in one list."""
    listed = _listed(d)
    return (_as_table("", listed, range(len(listed.rows))),) if listed.rows else ()


@section("locators", own=True)
def item_lists(d: Drafting) -> tuple[ItemTable, ...]:
    """The items of the request, a list for each service: by the host of the address, else by the provider or room."""
    listed = _listed(d)
    keys = [c.key for c in listed.columns]
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(listed.rows):
        groups.setdefault(_service(d.tools, dict(zip(keys, row.cells, strict=True))), []).append(index)
    return tuple(_as_table(where, listed, rows) for where, rows in groups.items())


def _service(tools: Tools, cells: dict[str, str]) -> str:
    """Whose service an item is on, as far as the case says."""
    try:
        host = urlsplit(cells.get("url", "")).hostname
    except ValueError:
        host = None
    if host:
        return host
    room = cells.get("room", "")
    provider = next((c.provider for c in tools.case.channels.values() if c.provider and c.name == room), None)
    return provider or room or tools.phrases.gap("service_providers")


@section(own=True)
def checked(d: Drafting) -> bool:
    """Whether some item says when it was seen."""
    case = d.tools.case
    grouper = Grouper(d.tools.book, case, d.tools.names)
    return any(i.checked_at for m in materials_of(d) for i in grouper.items("materials", m))


def _listed(d: Drafting) -> AnnexTable:
    tools = d.tools
    return request_items(Grouper(tools.book, tools.case, tools.names), tools.phrases, materials_of(d))


def _as_table(where: str, table: AnnexTable, rows: Iterable[int]) -> ItemTable:
    """A list without the free notes of the case file (they are for the office), numbered from 1."""
    chosen = [table.rows[index] for index in rows]
    keep = [
        at
        for at, column in enumerate(table.columns)
        if column.key != "note" and (column.key == "number" or any(row.cells[at] for row in chosen))
    ]
    return ItemTable(
        where=where,
        heads=tuple(table.columns[at].label for at in keep),
        rows=tuple(
            tuple(
                grounded(str(number) if table.columns[at].key == "number" else row.cells[at], row.rests_on)
                for at in keep
            )
            for number, row in enumerate(chosen, 1)
        ),
    )


@section(own=True)
def victim(d: Drafting) -> str:
    """The pseudonym of the victim whom the letter is about; nothing where it is about no one."""
    case = d.tools.case
    known = d.subject is not None and d.subject in case.persons and case.persons[d.subject].role == "victim"
    return d.tools.names.victim(d.subject) if known and d.subject is not None else ""


@section(own=True)
def asked_bodies(d: Drafting) -> tuple[Grounded, ...]:
    """Whom the police ask to take the subject's material down, each body under its name of the day."""
    lang = d.tools.lang
    bodies: dict[str, tuple[str, list[str]]] = {}
    for duty in _firm(d.duties):
        ids = [f"duty:{duty.id}", *_ids(concerned(d, [duty]))]
        for body in duty.addressee:
            bodies.setdefault(body.id, (body.name.text(lang), []))[1].extend(ids)
    return tuple(grounded(name, ids) for name, ids in bodies.values())


@section(own=True)
def number_of_materials(d: Drafting) -> int:
    """How many materials, each with its files, the letter is about."""
    return sum(d.tools.case.materials[m].number for m in materials_of(d))

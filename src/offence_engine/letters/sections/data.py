"""The data that a provider is asked to preserve, and requests abroad: offences that weigh enough, places, items, days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from offence_engine.conclusion.period import due_of
from offence_engine.letters.annex import request_items
from offence_engine.letters.dates import day_text, ends_text
from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.grounds import grounded, of_duty, of_law
from offence_engine.letters.grouping import Grouper
from offence_engine.letters.marks import Grounded, together
from offence_engine.letters.plan import channels
from offence_engine.letters.sections.registry import section
from offence_engine.model.base import Frozen
from offence_engine.model.case import Act
from offence_engine.model.result import Finding

# The days and clocks of preservation, as the facts and the clocks of the rules name them.
_ASKED, _URGENT, _EXTENDED = "preservation_requested_on", "urgent_preservation_on", "preservation_extended_on"
_APPROVAL_ASKED = "urgent_preservation_approval_asked_on"
_FIRST, _SECOND, _APPROVAL = "preservation", "preservation_extended", "urgent_preservation_approval"


_Row = tuple[tuple[str, ...], tuple[str, ...]]


class Suspected(Frozen):
    """An offence of which there is a suspicion: cited as of its time, with its statutory penalty; `open` where some
    element is not known yet."""

    title: str
    citation: Grounded
    penalty: Grounded
    open: bool


class DataPlace(Frozen):
    """A room, channel or account, and the provider that keeps its data."""

    id: str
    name: Grounded
    provider: Grounded


class DataRow(Frozen):
    """A row of the annexed list."""

    cells: tuple[Grounded, ...]


class DataList(Frozen):
    """The annexed list of posts and files: its title, the names of its columns, its rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[DataRow, ...]


class Preserved(Frozen):
    """The days of a preservation as far as the case file states them; a gap where it does not.

    `ends` after the first request, `extended_ends` after an extension that begins there at the latest; `over` where
    the first period has ended by the day of the letter, `extended` where it was extended already, `late` where approval
    was not asked for in time."""

    requested_on: Grounded
    urgent_on: Grounded
    ends: Grounded
    extended_ends: Grounded
    approval_due: Grounded
    over: bool
    extended: bool
    late: bool


class LawText(Frozen):
    """A provision for a reader who does not know it: where it stands, since when, its operative words, its penalty."""

    citation: Grounded
    title: str
    version: str
    words: tuple[Grounded, ...]
    with_: tuple[Grounded, ...]
    penalty: Grounded


@section()
def blanks(d: Drafting) -> dict[str, str]:
    """Every blank of the rules as the visible mark of what is not known."""
    return {name: d.tools.phrases.gap(name) for name in d.tools.phrases.words.fields}


@section(own=True)
def preservable(d: Drafting) -> tuple[Suspected, ...]:
    """The offences for which data may be preserved, each version of a provision once, the heaviest first as found."""
    tools = d.tools
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in _concerned(d):
        found.setdefault((tools.citer.of_finding(finding), finding.penalty.text.ko), []).append(finding)
    duties = together(of_duty(duty)[:1] for duty in d.duties)
    return tuple(
        Suspected(
            title=findings[0].title.text(tools.lang),
            citation=grounded(citation, _ids(findings), *(of_law(f) for f in findings)),
            penalty=grounded(findings[0].penalty.text.text(tools.lang), _ids(findings), duties),
            open=all(f.verdict == "undetermined" for f in findings),
        )
        for (citation, _), findings in found.items()
    )


@section(own=True)
def threshold(d: Drafting) -> Grounded:
    """That there is reason to suspect offences that weigh enough."""
    text = d.tools.book.letters.notes["preservation_threshold"].text(d.tools.lang)
    return grounded(text, _ids(_concerned(d)), *(of_duty(duty) for duty in d.duties))


@section(own=True)
def in_force(d: Drafting) -> bool:
    """Whether some rule that this letter follows from is in force on its day."""
    day, rules = d.tools.assessment.as_of, d.tools.book.procedure.consequences
    named = (rules[id_] for id_ in d.plan.duties if id_ in rules)
    return any(rule.effective <= day and (rule.until is None or day <= rule.until) for rule in named)


@section("locators", own=True)
def places(d: Drafting) -> tuple[DataPlace, ...]:
    """The channel that the letter is about, or all of the case."""
    tools, stated = d.tools, d.tools.case.channels
    return tuple(
        DataPlace(
            id=id_,
            name=_stated(tools, stated[id_].name or id_, "room", f"channels.{id_}.name"),
            provider=_stated(tools, stated[id_].provider, "provider", f"channels.{id_}.provider"),
        )
        for id_ in _channels(d)
    )


@section("locators", own=True)
def recipient(d: Drafting) -> Grounded:
    """The provider of the channel that the letter is about; a gap where it is not stated, or there are several."""
    case = d.tools.case
    stated = {case.channels[id_].provider: id_ for id_ in _channels(d)}
    only = next(iter(stated.items())) if len(stated) == 1 else (None, "")
    return _stated(d.tools, only[0], "provider", f"channels.{only[1]}.provider")


@section("locators", own=True)
def data_list(d: Drafting) -> DataList:
    """The posts and files concerned with where they are; without rows where the case has none there."""
    tools = d.tools
    names = [id_ for id_ in _materials(d) if id_ in tools.case.materials]
    if not names:
        return DataList(title="", columns=(), rows=())
    table = request_items(Grouper(tools.book, tools.case, tools.names), tools.phrases, names)
    rows = [(row.cells, row.rests_on) for row in table.rows]
    if d.plan.per == "channel" and d.subject is not None:
        rows = _there(d, d.subject, [column.key for column in table.columns], rows)
    return DataList(
        title=table.title,
        columns=tuple(column.label for column in table.columns),
        rows=tuple(
            DataRow(cells=tuple(Grounded(text=text, rests_on=rests_on) for text in cells)) for cells, rests_on in rows
        ),
    )


def _there(d: Drafting, channel: str, keys: list[str], rows: list[_Row]) -> list[_Row]:
    """The rows that are in the channel, numbered anew: what its provider is told names no other room of the case."""
    if "room" not in keys:
        return rows
    names = {id_: stated.name or id_ for id_, stated in d.tools.case.channels.items()}
    own, others = names[channel], {name for id_, name in names.items() if id_ != channel}
    kept: list[_Row] = []
    for cells, rests_on in rows:
        rooms = dict(zip(keys, cells, strict=True))["room"]
        # A material that was in several rooms is listed with all of them, unless its row names one.
        shown = own if own in rooms.split(", ") else rooms
        if shown not in others - {own}:
            values = {"number": str(len(kept) + 1), "room": shown}
            kept.append((tuple(values.get(key, text) for key, text in zip(keys, cells, strict=True)), rests_on))
    return kept


@section(own=True)
def data_days(d: Drafting) -> Grounded:
    """From the first to the last act there."""
    tools, acts = d.tools, _acts(d)
    if not acts:
        return Grounded(text=tools.phrases.gap("data_period"))
    first = min((act.when.first for act in acts.values()), key=lambda span: span.first)
    last = max((act.when.last for act in acts.values()), key=lambda span: span.last)
    findings = [f for f in _concerned(d) if f.count.act in acts]
    return grounded(ends_text(tools.phrases, first, last), _ids(findings))


@section(own=True)
def preserved(d: Drafting) -> Preserved:
    """The days of the preservation."""
    tools, today = d.tools, d.tools.assessment.as_of
    asked, urgent, extended = (_day(tools, name) for name in (_ASKED, _URGENT, _EXTENDED))
    start = asked or urgent
    ends = _due(tools, _FIRST, start)
    approval = _due(tools, _APPROVAL, urgent)
    longest = _due(tools, _SECOND, extended or ends)
    begin = _ASKED if asked else _URGENT
    return Preserved(
        requested_on=_dated(tools, start, "preservation_requested_on", f"fact:case.{begin}"),
        urgent_on=_dated(tools, urgent, "urgent_requested_at", f"fact:case.{_URGENT}"),
        ends=_dated(tools, ends, "preservation_ends_on", f"fact:case.{begin}", f"deadline:{_FIRST}"),
        extended_ends=_dated(tools, longest, "preservation_ends_on", f"fact:case.{begin}", f"deadline:{_SECOND}"),
        approval_due=_dated(tools, approval, "approval_due", f"fact:case.{_URGENT}", f"deadline:{_APPROVAL}"),
        over=ends is not None and ends < today,
        extended=extended is not None,
        late=approval is not None and approval < (_day(tools, _APPROVAL_ASKED) or today),
    )


@section()
def law_texts(d: Drafting) -> tuple[LawText, ...]:
    """The provisions of what is referred, or where nothing is, of what is suspected; each version once."""
    tools = d.tools
    findings = [f for r in tools.selection.referred for f in r.findings] or list(tools.selection.undetermined)
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        modifiers = " ".join(f"{m.id}@{m.effective}" for m in finding.modifiers)
        key = finding.provision, finding.version.effective.isoformat(), f"{modifiers} {finding.penalty.text.ko}"
        found.setdefault(key, []).append(finding)
    return tuple(_law_text(tools, same) for same in found.values())


def _law_text(tools: Tools, findings: list[Finding]) -> LawText:
    first, phrases = findings[0], tools.phrases
    law = together(of_law(f) for f in findings)
    words = dict.fromkeys(e.words for f in findings for e in f.elements if e.words)
    return LawText(
        citation=grounded(tools.citer.of_finding(first), _ids(findings), law),
        title=first.title.text(tools.lang),
        version=phrases.fill(
            phrases.words.version,
            effective=day_text(phrases, first.version.effective),
            enacted_by=first.version.enacted_by,
        ),
        words=tuple(Grounded(text=text, rests_on=law) for text in words),
        with_=tuple(
            Grounded(text=m.citation.text(tools.lang), rests_on=(f"version:{m.id}@{m.effective}",))
            for m in first.modifiers
        ),
        penalty=grounded(first.penalty.text.text(tools.lang), _ids(findings), law),
    )


@section()
def route(d: Drafting) -> dict[str, str]:
    """Through whose hands a request abroad goes, each under the name of the day."""
    parties = d.tools.parties
    return {
        "prosecutor": parties.of("applied_prosecutor")[0],
        **{office: parties.called(office) for office in ("prosecutor_general", "justice_minister", "foreign_minister")},
    }


def _concerned(d: Drafting) -> list[Finding]:
    """The findings from which it follows that data may be preserved: those that are referred; where there are none,
    those whose elements are met; and only where there are none of these either, those that are open."""
    found = [d.tools.findings[id_] for id_ in together(duty.concerns for duty in d.duties)]
    referred = {f.id for r in d.tools.selection.referred for f in r.findings}
    met = [f for f in found if f.verdict == "applicable"]
    return [f for f in met if f.id in referred] or met or found


def _channels(d: Drafting) -> tuple[str, ...]:
    return (d.subject,) if d.plan.per == "channel" and d.subject is not None else channels(d.tools.case)


def _acts(d: Drafting) -> dict[str, Act]:
    """The acts of the channel that the letter is about; of a letter for the case, those that offences were found in."""
    case = d.tools.case
    if d.plan.per == "channel" and d.subject is not None:
        return {id_: act for id_, act in case.acts.items() if act.channel == d.subject}
    found = {f.count.act for f in _concerned(d)}
    return {id_: act for id_, act in case.acts.items() if id_ in found or not found}


def _materials(d: Drafting) -> tuple[str, ...]:
    case = d.tools.case
    if d.plan.per == "channel" and d.subject is not None:
        return tuple(dict.fromkeys(m for act in _acts(d).values() for m in case.materials_of(act)))
    found = dict.fromkeys(f.count.material for f in _concerned(d) if f.count.material)
    return tuple(m for m in case.materials if m in found or not found)


def _ids(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"finding:{f.id}" for f in findings)


def _stated(tools: Tools, value: str | None, blank: str, at: str) -> Grounded:
    return Grounded(text=tools.phrases.stated(value, blank), rests_on=(f"fact:{at}",) if value else ())


def _day(tools: Tools, name: str) -> date | None:
    fact = tools.case.facts.get(name)
    return fact.value if fact is not None and isinstance(fact.value, date) else None


def _due(tools: Tools, clock: str, start: date | None) -> date | None:
    """The last day of a period of the rules that began on `start`; None where they have none for that day."""
    rule = tools.book.procedure.clocks.get(clock)
    if rule is None or start is None or start < rule.effective or (rule.until is not None and start > rule.until):
        return None
    return due_of(start, rule.length, tools.book.procedure.counting[rule.counted]).day


def _dated(tools: Tools, day: date | None, blank: str, *rests_on: str) -> Grounded:
    if day is None:
        return Grounded(text=tools.phrases.gap(blank))
    return Grounded(text=day_text(tools.phrases, day), rests_on=rests_on)

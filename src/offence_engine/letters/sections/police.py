"""Decisions not to refer, the lists of a record, what makes a case important: the sections of police documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from offence_engine.letters.closed import Closer, near_open
from offence_engine.letters.context import OffenceName, Row
from offence_engine.letters.context_police import ClosedSuspect, OrderOption, Warned
from offence_engine.letters.dates import day_text
from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.grounds import grounded, of_law, of_offence
from offence_engine.letters.marks import Grounded
from offence_engine.letters.parties import particulars, record
from offence_engine.letters.review import fact_label
from offence_engine.letters.sections.crime import suspect_part
from offence_engine.letters.sections.registry import section
from offence_engine.letters.select import letter_of
from offence_engine.model.base import Frozen, label
from offence_engine.model.case import Evidence
from offence_engine.model.result import Finding
from offence_engine.model.time import add_months
from offence_engine.rulebook.ids import reaches

YES, NO = "yes", "no"


class SeizedRow(Frozen):
    """A seized object in its list; what the case file lacks is a gap."""

    number: int
    kind: str
    quantity: str
    page: str
    what: Grounded
    note: str


class RecordRow(Frozen):
    """A document or object of the record in its list; what the case file lacks is a gap."""

    number: int
    what: Grounded
    author: str
    made_on: str
    pages: str
    page: str
    note: str


class Importance(Frozen):
    """Why a case is one on which police and prosecutor exchange views, and by which rule."""

    text: Grounded
    by: str


class Named(Frozen):
    """A suspect with the offences under investigation: those made out, else those that are open."""

    number: int
    name: str
    particulars: tuple[Row, ...]
    record: tuple[Row, ...]
    offences: tuple[OffenceName, ...]
    articles: Grounded
    facts: tuple[Grounded, ...]
    lacks: tuple[str, ...]


def closer(d: Drafting) -> Closer:
    """The closer for the operative parts of this kind of letter."""
    return Closer(d.tools, d.plan.orders)


@section("suspect", own=True)
def closed(d: Drafting) -> tuple[ClosedSuspect, ...]:
    """Who is not referred or prosecuted, of what, and why; in a letter for a victim only what concerns them."""
    return closer(d).suspects(d.subject if d.plan.per == "victim" else None)


@section("suspect", own=True)
def referral_ordered(d: Drafting) -> tuple[Warned, ...]:
    """Rules that order referral of what is closed here, with each reading."""
    return closer(d).warnings()


@section(own=True)
def order_options(d: Drafting) -> tuple[OrderOption, ...]:
    """Every operative part (or ground) that the rule of the day allows."""
    return closer(d).options()


@section(own=True)
def order_basis(d: Drafting) -> str:
    """The rule that lists them."""
    return closer(d).basis()


@section(own=True)
def closed_follows(d: Drafting) -> bool:
    """Whether something is closed at all, by what was found."""
    selection = d.tools.selection
    return bool(selection.cleared or selection.barred)


@section(own=True)
def closed_though_referred(d: Drafting) -> bool:
    """Whether what is closed here also stands among what the draft of the referral refers."""
    return bool(d.tools.selection.barred)


@section()
def referred_day(d: Drafting) -> Grounded:
    """The day on which the case was referred before."""
    return _day(d.tools, "referred_on", "referred_on")


@section()
def sent_day(d: Drafting) -> Grounded:
    """The day on which the file of a case not referred was sent."""
    return _day(d.tools, "nonreferral_sent_on", "sent_on")


def _day(tools: Tools, fact: str, blank: str) -> Grounded:
    """A day of the case as it states it, or a gap."""
    stated = tools.case.facts.get(fact)
    if stated is None or not isinstance(stated.value, date):
        return Grounded(text=tools.phrases.gap(blank))
    return Grounded(text=day_text(tools.phrases, stated.value), rests_on=(f"fact:case.{fact}",))


@section("evidence")
def seized(d: Drafting) -> tuple[SeizedRow, ...]:
    """The seized objects; what is not said to be seized or not is listed with a gap."""
    tools, gap = d.tools, d.tools.phrases.gap
    listed = [(id_, e) for id_, e in tools.case.evidence.items() if e.seized != NO]
    return tuple(
        SeizedRow(
            number=number,
            kind=e.kind or gap("item_kind"),
            quantity=e.quantity or gap("quantity"),
            page=e.page or gap("record_page"),
            what=_what(id_, e),
            note=" ".join([*([gap("seized")] if e.seized is None else []), *_hash(tools, e)]),
        )
        for number, (id_, e) in enumerate(listed, 1)
    )


@section("evidence")
def record_list(d: Drafting) -> tuple[RecordRow, ...]:
    """Every document and object of the record."""
    return _records(d.tools, lambda e: True, lambda e: [])


@section("evidence")
def paper_list(d: Drafting) -> tuple[RecordRow, ...]:
    """What is on paper and is to be digitised; what is not said to be on paper or not is listed with a gap."""
    gap = d.tools.phrases.gap
    return _records(d.tools, lambda e: e.paper != NO, lambda e: [gap("paper")] if e.paper is None else [])


def _records(
    tools: Tools, listed: Callable[[Evidence], bool], doubts: Callable[[Evidence], list[str]]
) -> tuple[RecordRow, ...]:
    gap = tools.phrases.gap
    kept = [(id_, e) for id_, e in tools.case.evidence.items() if listed(e)]
    return tuple(
        RecordRow(
            number=number,
            what=_what(id_, e),
            author=_author(tools, e) or gap("author"),
            made_on=day_text(tools.phrases, e.made_on) if e.made_on else gap("made_on"),
            pages=str(e.pages) if e.pages else gap("pages"),
            page=e.page or gap("record_page"),
            note=" ".join([*doubts(e), *_hash(tools, e)]),
        )
        for number, (id_, e) in enumerate(kept, 1)
    )


def _what(id_: str, evidence: Evidence) -> Grounded:
    return Grounded(text=f"{id_}. {evidence.what}", rests_on=(f"evidence:{id_}",))


def _hash(tools: Tools, evidence: Evidence) -> list[str]:
    return [f"SHA-256 {evidence.sha256}"] if evidence.sha256 else []


def _author(tools: Tools, evidence: Evidence) -> str:
    """A person of the case by what they are called; an office or official as stated."""
    if evidence.author in tools.case.persons:
        return tools.names.person(evidence.author)
    return evidence.author or ""


@section("suspect")
def under_investigation(d: Drafting) -> tuple[Named, ...]:
    """Every suspect with what is made out against them, or, where nothing is, with what is open."""
    tools = d.tools
    persons = [id_ for id_, p in tools.case.persons.items() if p.role == "suspect"]
    found = ((id_, near_open(tools.selection.undetermined, id_)) for id_ in persons)
    named = [(id_, open_) for id_, open_ in found if tools.selection.of(id_) or open_]
    return tuple(_named(tools, number, id_, open_) for number, (id_, open_) in enumerate(named, 1))


def _named(tools: Tools, number: int, person: str, open_: list[Finding]) -> Named:
    own = tools.selection.of(person)
    name = tools.names.suspect(person)
    offences: tuple[OffenceName, ...]
    if own:
        first = {tools.titles.key(r): r for r in reversed(own)}
        offences = tuple(
            OffenceName(
                letter=tools.titles.letter(r), name=grounded(tools.titles.heading(r), of_offence(r.offence)), mark=""
            )
            for r in sorted(first.values(), key=lambda r: list(tools.titles.keys).index(tools.titles.key(r)))
        )
        articles = grounded(tools.citer.applied(own), *(of_law(f) for r in own for f in r.findings))
    else:
        offences = _open_names(tools, open_)
        cited = dict.fromkeys(tools.citer.of_finding(f) for f in open_)
        articles = grounded(", ".join(cited), *((f"finding:{f.id}", *of_law(f)) for f in open_))
    told = [p for s in _tellings(tools, person) for p in s]
    lacks = (
        dict.fromkeys(fact_label(tools.phrases, m.path, m.label) for f in open_ for m in f.missing) if not own else {}
    )
    return Named(
        number=number,
        name=name,
        particulars=particulars(tools.case, tools.phrases, person, name),
        record=record(tools.case, tools.phrases, person),
        offences=offences,
        articles=articles,
        facts=tuple(told) if own else _alleged(tools, person),
        lacks=tuple(lacks),
    )


def _open_names(tools: Tools, findings: list[Finding]) -> tuple[OffenceName, ...]:
    phrases = tools.phrases
    unnamed = phrases.label(phrases.words.no_offence_name)
    names: dict[str, list[str]] = {}
    for finding in findings:
        name = finding.offence_name or unnamed
        plain = finding.offence_name is not None and phrases.lang == "ko"
        said = name if plain else f"{name} ({finding.title.text(phrases.lang)})"
        names.setdefault(said, []).append(f"finding:{finding.id}")
    return tuple(
        OffenceName(letter=letter_of(index), name=Grounded(text=name, rests_on=tuple(ids)), mark="")
        for index, (name, ids) in enumerate(names.items())
    )


def _tellings(tools: Tools, person: str) -> list[tuple[Grounded, ...]]:
    if not tools.selection.of(person):
        return []
    return [part.paragraphs for telling in suspect_part(tools, 1, person).tellings for part in telling.parts]


def _alleged(tools: Tools, person: str) -> tuple[Grounded, ...]:
    """What is looked into, act by act, without saying that it is so."""
    told: dict[str, Grounded] = {}
    closer = Closer(tools, None)
    for case in closer.cases(person):
        text = closer.alleged(case)
        told.setdefault(text.text, text)
    return tuple(told.values())


@section()
def important(d: Drafting) -> tuple[Importance, ...]:
    """The grounds of the rules that make the case one to consult on."""
    tools = d.tools
    day, lang, letters = tools.assessment.as_of, tools.lang, tools.book.letters
    looked_at = [*(f for r in tools.selection.referred for f in r.findings), *tools.selection.undetermined]
    found = []
    for id_, ground in letters.important.items():
        named = [
            f
            for f in looked_at
            if ground.reaches == "every_offence" or any(reaches(name, f.provision) for name in ground.reaches)
        ]
        if ground.effective <= day and (ground.until is None or day <= ground.until) and named:
            rests_on = (f"rule:important.{id_}", *dict.fromkeys(f"finding:{f.id}" for f in named))
            text = ground.ko if lang == "ko" else ground.en
            found.append(Importance(text=Grounded(text=text, rests_on=rests_on), by=ground.by))
    return (*_near_limit(tools), *found)


def _near_limit(tools: Tools) -> tuple[Importance, ...]:
    """That the earliest limitation period ends within the months of the rule."""
    rule, day = tools.book.letters.near_limit, tools.assessment.as_of
    if rule is None or day < rule.effective:
        return ()
    ends: list[date] = []
    ids: list[str] = []
    for referred in tools.selection.referred:
        limit = referred.offence.limitation
        if limit is not None and limit.earliest is not None and day <= limit.earliest <= add_months(day, rule.months):
            ends.append(limit.earliest)
            ids += of_offence(referred.offence)
    if not ends:
        return ()
    told = label(rule.ko, rule.en)
    text = tools.phrases.fill(told, day=day_text(tools.phrases, min(ends)))
    return (Importance(text=Grounded(text=text, rests_on=tuple(dict.fromkeys(ids))), by=rule.by),)


@section("suspect", own=True)
def order_open(d: Drafting) -> bool:
    """Whether some operative part is left for a human to choose."""
    offences = [o for s in closer(d).suspects() for o in s.offences]
    return not offences or any(not o.clause for o in offences)


@section(own=True)
def notified(d: Drafting) -> str:
    """To whom the notice goes: the victim by pseudonym, else a gap."""
    return d.tools.names.victim(d.subject) if d.subject is not None else d.tools.phrases.gap("complainant")

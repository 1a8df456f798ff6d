"""The head and foot of a letter: what it is, from whom, to whom, of which case and day, and from which rules."""

from __future__ import annotations

from offence_engine.letters.context import Foot
from offence_engine.letters.dates import day_text, ends_text
from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.marks import Grounded
from offence_engine.letters.sections.registry import section
from offence_engine.model.time import read_span


@section(own=True)
def kind(d: Drafting) -> str:
    return d.kind


@section()
def lang(d: Drafting) -> str:
    return d.tools.lang


@section(own=True)
def title(d: Drafting) -> str:
    return d.plan.ko if d.tools.lang == "ko" else d.plan.en


@section()
def draft(d: Drafting) -> str:
    return d.tools.phrases.label(d.tools.phrases.words.draft)


@section(own=True)
def form(d: Drafting) -> str:
    return d.plan.form.text(d.tools.lang) if d.plan.form else ""


@section(own=True)
def by(d: Drafting) -> tuple[str, ...]:
    return d.plan.by


@section(own=True)
def note(d: Drafting) -> str:
    return d.plan.note.text(d.tools.lang) if d.plan.note else ""


@section()
def notes(d: Drafting) -> dict[str, str]:
    return {name: text.text(d.tools.lang) for name, text in d.tools.book.letters.notes.items()}


def _stated(tools: Tools, name: str) -> Grounded:
    """A blank of the head of the case file, or its gap."""
    value = getattr(tools.case.head, name)
    return Grounded(text=tools.phrases.stated(value, name), rests_on=(f"case:{name}",) if value else ())


@section()
def office(d: Drafting) -> Grounded:
    return _stated(d.tools, "office")


@section()
def unit(d: Drafting) -> str:
    return d.tools.case.head.unit or ""


@section()
def number(d: Drafting) -> Grounded:
    return _stated(d.tools, "number")


@section()
def date(d: Drafting) -> str:
    return day_text(d.tools.phrases, d.tools.assessment.as_of)


@section()
def officer(d: Drafting) -> Grounded:
    return _stated(d.tools, "investigator")


@section()
def rank(d: Drafting) -> Grounded:
    return _stated(d.tools, "rank")


@section()
def received(d: Drafting) -> Grounded:
    """The day of receipt, as days are written in letters; what is no day stands as it is."""
    found, stated = _stated(d.tools, "received"), d.tools.case.head.received
    span = read_span(stated) if stated else None
    return found if span is None else Grounded(text=ends_text(d.tools.phrases, span, span), rests_on=found.rests_on)


@section()
def clue(d: Drafting) -> Grounded:
    return _stated(d.tools, "clue")


@section()
def volumes(d: Drafting) -> str:
    return d.tools.phrases.gap("volumes")


@section()
def signatory(d: Drafting) -> str:
    """The head of the police office, in whose name it goes."""
    return d.tools.parties.signatory()


@section(own=True)
def addressee(d: Drafting) -> str:
    return d.tools.parties.of(_addressee(d))[0]


@section(own=True)
def addressee_doubt(d: Drafting) -> str:
    return d.tools.parties.of(_addressee(d))[1]


@section(own=True)
def addressee_by(d: Drafting) -> str:
    return d.tools.parties.of(_addressee(d))[2]


def _addressee(d: Drafting) -> str | None:
    return d.subject if d.plan.per == "addressee" else d.plan.addressee


@section()
def decision(d: Drafting) -> str:
    return d.tools.parties.term("decision")


@section()
def terms(d: Drafting) -> dict[str, str]:
    """Every term and body of the rules under the name that it bears on the day of the letter."""
    letters, parties = d.tools.book.letters, d.tools.parties
    return {
        **{name: parties.term(name) for name in letters.terms},
        **{name: parties.called(name) for name in letters.offices},
    }


@section()
def foot(d: Drafting) -> Foot:
    tools = d.tools
    engine, book = tools.assessment.engine, tools.assessment.rulebook
    concepts, selection = tools.book.concepts, tools.selection
    told_of = [f for r in (*selection.referred, *selection.excused) for f in r.findings]
    keys = sorted({key for f in told_of for key in f.versions_used})
    applied = {f.provision for f in told_of} | {m.id for f in told_of for m in f.modifiers}
    applied |= {base for id_ in applied & tools.book.provisions.keys() for base in tools.book.provisions[id_].builds_on}
    return Foot(
        rulebook=book.version,
        sha256=book.sha256,
        engine=" + ".join(x for x in (engine.inference, engine.verified_by) if x),
        as_of=day_text(tools.phrases, tools.assessment.as_of),
        versions=tuple(key for key in keys if key.partition("@")[0] in applied),
        concepts=tuple(
            f"{concepts[name].ko if tools.lang == 'ko' else concepts[name].en} ({effective})"
            for name, _, effective in (key.partition("@") for key in keys)
            if name in concepts
        ),
        unreviewed=tuple(id_ for id_ in book.unreviewed if id_ in applied or not told_of),
    )

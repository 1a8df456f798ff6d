"""Support of victims, notices to schools and guardians, warnings, the juvenile court, and preservation of proceeds."""

from __future__ import annotations

from collections.abc import Iterator

from offence_engine.letters.context import Row
from offence_engine.letters.deeds import Teller, told
from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.grounds import grounded, of_findings, of_law, of_offence
from offence_engine.letters.grouping import Grouper
from offence_engine.letters.marks import Grounded, together
from offence_engine.letters.names import Names, years_of
from offence_engine.letters.parties import particulars
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.sections.registry import section
from offence_engine.letters.sections.takedown import TypeOf, concerned, described, materials_of
from offence_engine.model.base import Frozen
from offence_engine.model.result import Finding
from offence_engine.model.time import Span

# The note that says what a young person is called in the facts.
_YOUNG = "young_subject"


class SupportedMaterial(Frozen):
    """A material for which support is asked, with the pseudonyms of whom it concerns."""

    what: Grounded
    types: tuple[TypeOf, ...]
    victims: tuple[Grounded, ...]


class Charge(Frozen):
    """An offence under suspicion: cited as of its time, with its statutory penalty."""

    title: str
    citation: Grounded
    penalty: Grounded


class Deed(Frozen):
    """An offence that a young person's acts fill, told act by act."""

    heading: Grounded
    paragraphs: tuple[Grounded, ...]


class Said(Frozen):
    """What a consequence says, and by which provisions."""

    text: Grounded
    by: str


class Doubt(Frozen):
    """What is not settled, with every reading."""

    because: Grounded
    readings: tuple[str, ...]


class Young(Frozen):
    """A young person who is sent to the juvenile court: particulars, acts, and offences not decided yet."""

    particulars: tuple[Row, ...]
    deeds: tuple[Deed, ...]
    undecided: tuple[Grounded, ...]


class Gain(Frozen):
    """An act for gain: where it stands, and what was taken as far as its rows say."""

    where: Grounded
    amounts: str


@section("suspect", own=True)
def mandatory_confiscation(d: Drafting) -> bool:
    """Whether the property must be confiscated, and not only may be."""
    found = (x for x in d.tools.assessment.duties if x.id == "confiscation" and x.state == "follows")
    return any(d.subject in x.suspects for x in found)


@section(own=True)
def supported(d: Drafting) -> tuple[SupportedMaterial, ...]:
    """The materials with the pseudonyms of the victims shown or concerned."""
    names, case = d.tools.names, d.tools.case
    victims: dict[str, list[str]] = {}
    for finding in concerned(d):
        if finding.count.material and finding.count.victim:
            victims.setdefault(finding.count.material, []).append(finding.count.victim)
    found = []
    for material in described(d, materials_of(d)):
        shown = [*victims.get(material.id, ()), *case.shown_in(material.id)]
        found.append(
            SupportedMaterial(
                what=material.what,
                types=material.types,
                victims=tuple(
                    Grounded(text=names.victim(v), rests_on=(f"fact:materials.{material.id}.shown.{v}",))
                    for v in case.persons
                    if v in shown and case.persons[v].role == "victim"
                ),
            )
        )
    return tuple(found)


@section(own=True)
def of_victim(d: Drafting) -> bool:
    """Whether the letter is about a victim, and not about who is suspected."""
    return d.plan.per == "victim"


@section(own=True)
def still_minor(d: Drafting) -> str:
    """A gap where it is not certain that the subject is under the age for which the letter is; else nothing."""
    limit, phrases = d.plan.under_age, d.tools.phrases
    if limit is None or d.subject is None:
        return ""
    birth, day = d.tools.case.persons[d.subject].birth, d.tools.assessment.as_of
    surely = birth is not None and years_of(birth, Span(day, day))[1] < limit
    return "" if surely else phrases.gap("still_minor")


@section(own=True)
def warned(d: Drafting) -> str:
    """The person to whom a warning goes: their own name, or what they are known as."""
    return d.tools.names.suspect(d.subject) if d.subject is not None else ""


@section(own=True)
def charges(d: Drafting) -> tuple[Charge, ...]:
    """The offences from which the letter follows, each provision once in its version."""
    tools = d.tools
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in concerned(d):
        found.setdefault((tools.citer.of_finding(finding), finding.penalty.text.ko), []).append(finding)
    return tuple(
        Charge(
            title=own[0].title.text(tools.lang),
            citation=grounded(citation, _ids(own), *(of_law(f) for f in own)),
            penalty=grounded(own[0].penalty.text.text(tools.lang), _ids(own)),
        )
        for (citation, _), own in found.items()
    )


def _ids(findings: list[Finding]) -> tuple[str, ...]:
    return tuple(f"finding:{f.id}" for f in findings)


@section(own=True)
def duty_texts(d: Drafting) -> tuple[Said, ...]:
    """What each consequence says that the letter follows from, with its provisions."""
    lang = d.tools.lang
    return tuple(
        Said(
            text=grounded(x.says.text(lang), (f"duty:{x.id}",), tuple(f"finding:{f}" for f in x.concerns)),
            by=", ".join(c.citation.text(lang) for c in x.by),
        )
        for x in d.duties
        if x.state == "follows"
    )


@section(own=True)
def doubts(d: Drafting) -> tuple[Doubt, ...]:
    """What is not settled about it, each point once with every reading."""
    lang = d.tools.lang
    found: dict[str, Doubt] = {}
    for duty in d.duties:
        for point in duty.open:
            because = grounded(
                point.because.text(lang), (f"duty:{duty.id}",), tuple(f"finding:{f}" for f in point.concerns)
            )
            doubt = Doubt(because=because, readings=tuple(r.text(lang) for r in point.readings))
            found.setdefault(because.text, doubt)
    return tuple(found.values())


@section("suspect", own=True)
def young(d: Drafting) -> Young:
    """The young person whom the letter is about. Errors: KeyError where it is about no person."""
    tools, id_ = d.tools, d.subject
    assert id_ is not None
    name = tools.names.suspect(id_)
    undecided: dict[str, list[Finding]] = {}
    for finding in tools.selection.undetermined:
        if finding.count.suspect == id_:
            undecided.setdefault(tools.citer.of_finding(finding), []).append(finding)
    return Young(
        particulars=particulars(tools.case, tools.phrases, id_, name),
        deeds=tuple(_deeds(tools, id_)),
        undecided=tuple(grounded(citation, _ids(own)) for citation, own in undecided.items()),
    )


def _deeds(tools: Tools, id_: str) -> Iterator[Deed]:
    """The acts that are not punished because of age, as the facts of a crime are told; none is called a suspect's."""
    teller = _teller(tools)
    for referred in tools.selection.excused:
        if referred.suspect != id_:
            continue
        offence = referred.offence
        heading = f"{tools.titles.name(offence)} ({offence.title.text(tools.lang)})"
        yield Deed(
            heading=grounded(heading, of_offence(offence)),
            paragraphs=tuple(grounded(teller.paragraph(p), of_findings(p.findings)) for p in told(referred)),
        )


def _teller(tools: Tools) -> Teller:
    """Tells in the words of the rules for a young person."""
    called = tools.book.letters.notes.get(_YOUNG)
    if called is None:
        return tools.teller
    phrases = Phrases(tools.book, tools.lang)
    phrases.words = phrases.words.model_copy(update={"subject": called})
    phrases.lacking = tools.phrases.lacking
    return Teller(tools.book, tools.case, phrases, Names(tools.case, phrases, tools.audience))


@section("suspect", own=True)
def gains(d: Drafting) -> tuple[Gain, ...]:
    """The acts for gain, each once, with the amounts in the rows of its table."""
    tools = d.tools
    grouper = Grouper(tools.book, tools.case, tools.names)
    by_act: dict[str, list[Finding]] = {}
    for finding in concerned(d):
        by_act.setdefault(finding.count.act, []).append(finding)
    found = []
    for act, findings in by_act.items():
        amounts = dict.fromkeys(item.amount for item in grouper.items("acts", act) if item.amount)
        found.append(
            Gain(
                where=grounded(tools.titles.where(findings[0]), _ids(findings), together(of_law(f) for f in findings)),
                amounts=", ".join(amounts) or tools.phrases.gap("amount"),
            )
        )
    return tuple(found)


@section("suspect", own=True)
def holder(d: Drafting) -> str:
    """The suspect whom the letter is about."""
    return d.tools.names.suspect(d.subject) if d.subject is not None else ""

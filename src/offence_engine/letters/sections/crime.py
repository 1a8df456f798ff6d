"""Who did what, which offences that is, by which articles, until when it can be prosecuted, and why the case goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offence_engine.letters.annex import AnnexTable
from offence_engine.letters.annexes import Piece
from offence_engine.letters.context import Ground, OffenceName, Part, SuspectPart, Telling
from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.grounds import grounded, of_law, of_offence, of_told
from offence_engine.letters.limits import limits_of, longest, shortest
from offence_engine.letters.marks import Grounded, together
from offence_engine.letters.parties import detained, particulars, record
from offence_engine.letters.sections.registry import section
from offence_engine.letters.select import Referred, letter_of
from offence_engine.rulebook.ids import reaches


@section()
def refers(d: Drafting) -> bool:
    """Whether any offence is referred."""
    return bool(d.tools.selection.referred)


@section()
def mixed(d: Drafting) -> bool:
    """Whether something is referred and something is not."""
    return d.tools.selection.mixed


@section("suspect")
def names(d: Drafting) -> tuple[OffenceName, ...]:
    return d.tools.titles.listed()


@section("suspect")
def suspects(d: Drafting) -> tuple[SuspectPart, ...]:
    """Everyone of whom something is referred, in the order of the case."""
    return tuple(suspect_part(d.tools, number, id_) for number, id_ in enumerate(d.tools.selection.suspects, 1))


@section("suspect", "locators")
def annexes(d: Drafting) -> tuple[AnnexTable, ...]:
    """The annexed tables of acts that the facts of the crime refer to."""
    return d.tools.annexes.tables


def suspect_part(tools: Tools, number: int, id_: str) -> SuspectPart:
    """One suspect under their number in the letter."""
    own = tools.selection.of(id_)
    name = tools.names.suspect(id_)
    letters = dict.fromkeys(tools.titles.letter(r) for r in own)
    custody, since, released = detained(tools.case, tools.phrases, id_)
    notice = next((s.notice for s in tools.assessment.suspects if s.person == id_), None)
    return SuspectPart(
        id=id_,
        number=number,
        name=name,
        line=f"{number}.{''.join(f'{x}.' for x in letters)} {name}",
        offences=tuple(_named(tools, group) for group in by_name(tools, own).values()),
        particulars=particulars(tools.case, tools.phrases, id_, name),
        record=record(tools.case, tools.phrases, id_),
        detained=custody,
        detained_on=since,
        released_on=released,
        tellings=tuple(_tellings(tools, own)),
        articles=grounded(tools.citer.applied(own), *(of_law(f) for r in own for f in r.findings)),
        limits=limits_of(tools.phrases, [(_limit_name(tools, r, own), r.offence) for r in own]),
        longest=grounded(longest(tools.phrases, own), *(of_offence(r.offence) for r in own)),
        shortest=grounded(shortest(tools.phrases, own), *(of_offence(r.offence) for r in own)),
        reviews=tools.reviewer.reviews(own),
        notice=notice.text(tools.lang) if notice else "",
    )


def _named(tools: Tools, group: Sequence[Referred]) -> Grounded:
    """One name, for all offences that bear it."""
    return grounded(tools.titles.heading(group[0]), *(of_offence(r.offence) for r in group))


def by_name(tools: Tools, own: tuple[Referred, ...]) -> dict[object, list[Referred]]:
    """The offences of each name, in the order of time."""
    groups: dict[object, list[Referred]] = {}
    for referred in own:
        groups.setdefault(tools.titles.key(referred), []).append(referred)
    for group in groups.values():
        group.sort(key=lambda r: min(f.count.from_ for f in r.findings))
    return groups


def _tellings(tools: Tools, own: tuple[Referred, ...]) -> Iterator[Telling]:
    """A numbered heading for each offence name; lettered parts where several offences bear it."""
    for number, group in enumerate(by_name(tools, own).values(), 1):
        marks = {tools.titles.mark(r) for r in group}
        pieces = tools.annexes.pieces(group)
        yield Telling(
            number=number,
            heading=grounded(tools.titles.heading(group[0]), *(of_offence(r.offence) for r in group)),
            mark=marks.pop() if len(marks) == 1 else "",
            parts=tuple(_part(tools, index, piece, len(pieces) > 1, bool(marks)) for index, piece in enumerate(pieces)),
        )


def _part(tools: Tools, index: int, piece: Piece, several: bool, marked: bool) -> Part:
    return Part(
        heading=f"{letter_of(index)}. {piece.about}" if several else "",
        mark=tools.titles.mark(piece.referred[0]) if marked else "",
        paragraphs=tuple(grounded(passage.text, of_told(passage.findings)) for passage in piece.passages),
    )


def _limit_name(tools: Tools, referred: Referred, own: tuple[Referred, ...]) -> str:
    letter = tools.titles.letter(referred)
    alone = len(by_name(tools, own)[tools.titles.key(referred)]) == 1
    return f"{letter}." if alone else f"{letter}. {tools.titles.part(referred)}"


@section()
def grounds(d: Drafting) -> tuple[Ground, ...]:
    """Why the case goes on, by the day of the letter and the offences that are referred."""
    return tuple(_grounds(d.tools))


def _grounds(tools: Tools) -> Iterator[Ground]:
    day, lang = tools.assessment.as_of, tools.lang
    provisions = {r.offence.provision for r in tools.selection.referred}
    found = False
    for id_, ground in tools.book.letters.grounds.items():
        in_time = ground.effective <= day and (ground.until is None or day <= ground.until)
        named = [
            r
            for r in tools.selection.referred
            if ground.reaches == "every_offence" or any(reaches(name, r.offence.provision) for name in ground.reaches)
        ]
        if in_time and named:
            yield Ground(
                text=grounded(
                    ground.ko if lang == "ko" else ground.en,
                    (f"rule:grounds.{id_}",),
                    *(of_offence(r.offence) for r in named),
                ),
                by=ground.by,
                note=ground.note.text(lang) if ground.note else "",
            )
            found = True
    if provisions and not found:
        yield Ground(text=Grounded(text=tools.phrases.gap("ground")), by="", note="")


@section("suspect")
def scope(d: Drafting) -> tuple[Grounded, ...]:
    """What is referred of each suspect, counted by offence name."""
    return tuple(_scope(d.tools, s) for s in d.tools.selection.suspects)


def _scope(tools: Tools, suspect: str) -> Grounded:
    words = tools.phrases.words
    groups = by_name(tools, tools.selection.of(suspect)).values()
    parts = [
        tools.phrases.fill(
            words.counted, name=tools.titles.heading(group[0]), number=sum(r.offence.number for r in group)
        )
        for group in groups
    ]
    text = tools.phrases.fill(words.scope, name=tools.names.person(suspect), offences=", ".join(parts))
    return Grounded(text=text, rests_on=together(of_offence(r.offence) for group in groups for r in group))

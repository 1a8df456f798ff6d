"""An assessment with its case -> LetterContext: everything a letter says, in one language."""

from __future__ import annotations

from collections.abc import Iterator

from offence_engine.letters.articles import Citer
from offence_engine.letters.context import Foot, Ground, LetterContext, Part, SuspectPart, Telling
from offence_engine.letters.dates import day_text
from offence_engine.letters.deeds import Teller, told
from offence_engine.letters.limits import limit_of, longest, shortest
from offence_engine.letters.names import Names
from offence_engine.letters.open import OpenPoints
from offence_engine.letters.parties import Addressee, detained, particulars, record
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.review import Reviewer
from offence_engine.letters.select import Referred, Selection, letter_of
from offence_engine.letters.titles import Titles
from offence_engine.model.case import Case
from offence_engine.model.general import LetterKind
from offence_engine.model.result import Assessment
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.rulebook import Rulebook


class Builder:
    """Prepares letters of one assessment in one language."""

    def __init__(self, assessment: Assessment, case: Case, book: Rulebook, selection: Selection, lang: str) -> None:
        self.assessment = assessment
        self.case = case
        self.book = book
        self.selection = selection
        self.phrases = Phrases(book, lang)
        self.names = Names(case, self.phrases)
        self.titles = Titles(book, case, self.phrases, self.names, selection)
        self.citer = Citer(book, self.phrases, assessment.as_of)
        self.teller = Teller(book, case, self.phrases, self.names)
        self.reviewer = Reviewer(case, self.phrases, self.titles, self.citer)
        self.open = OpenPoints(assessment, book, self.phrases, self.titles, self.names, self.reviewer)

    def context(self, kind: str, plan: LetterKind) -> LetterContext:
        """The whole letter of a kind."""
        phrases, head, lang = self.phrases, self.case.head, self.phrases.lang
        parties = Addressee(self.book, self.case, phrases, self.assessment.as_of)
        addressee, doubt, addressee_by = parties.of(plan.addressee)
        selection, suspects = self.selection, tuple(self._suspects())
        return LetterContext(
            kind=kind,
            lang=lang,
            title=plan.ko if lang == "ko" else plan.en,
            draft=phrases.label(phrases.words.draft),
            form=plan.form.text(lang) if plan.form else "",
            by=plan.by,
            note=plan.note.text(lang) if plan.note else "",
            notes={name: note.text(lang) for name, note in self.book.letters.notes.items()},
            office=phrases.stated(head.office, "office"),
            unit=head.unit or "",
            number=phrases.stated(head.number, "number"),
            date=day_text(phrases, self.assessment.as_of),
            officer=phrases.stated(head.investigator, "investigator"),
            rank=phrases.stated(head.rank, "rank"),
            signatory=parties.signatory() if plan.addressee else "",
            addressee=addressee,
            addressee_doubt=doubt,
            addressee_by=addressee_by,
            decision=parties.term("decision"),
            received=phrases.stated(head.received, "received") if plan.addressee else "",
            clue=phrases.stated(head.clue, "clue") if plan.addressee else "",
            volumes=phrases.gap("volumes") if plan.addressee else "",
            refers=bool(selection.referred),
            mixed=selection.mixed,
            names=self.titles.listed(),
            suspects=suspects,
            evidence=self.reviewer.evidence(f for f in self.assessment.findings if f.verdict != "not_applicable"),
            unproven=self.reviewer.unproven(selection.referred),
            grounds=tuple(self._grounds()),
            scope=tuple(self._scope(s) for s in selection.suspects),
            unsettled=self.open.unsettled(selection),
            not_modelled=self.open.not_modelled(selection),
            set_aside=self.open.set_aside(selection),
            excused=self.open.excused(selection),
            undetermined=self.open.undetermined(selection),
            questions=self.open.questions(),
            not_encoded=tuple(
                dict.fromkeys(n.citation.text(lang) for n in self.assessment.not_judged if n.because == "not_encoded")
            ),
            foot=self._foot(),
        )

    def _suspects(self) -> Iterator[SuspectPart]:
        notices = {s.person: s.notice for s in self.assessment.suspects}
        for number, id_ in enumerate(self.selection.suspects, 1):
            own = self.selection.of(id_)
            name = self.names.suspect(id_)
            letters = dict.fromkeys(self.titles.letter(r) for r in own)
            custody, since, released = detained(self.case, self.phrases, id_)
            notice = notices.get(id_)
            yield SuspectPart(
                number=number,
                name=name,
                line=f"{number}.{''.join(f'{x}.' for x in letters)} {name}",
                offences=tuple(dict.fromkeys(self.titles.heading(r) for r in own)),
                particulars=particulars(self.case, self.phrases, id_, name),
                record=record(self.case, self.phrases, id_),
                detained=custody,
                detained_on=since,
                released_on=released,
                tellings=tuple(self._tellings(own)),
                articles=self.citer.applied(own),
                limits=tuple(limit_of(self.phrases, self._limit_name(r, own), r.offence.limitation) for r in own),
                longest=longest(self.phrases, own),
                shortest=shortest(self.phrases, own),
                reviews=tuple(review for r in own for review in self.reviewer.reviews(r)),
                notice=notice.text(self.phrases.lang) if notice else "",
            )

    def _by_name(self, own: tuple[Referred, ...]) -> dict[object, list[Referred]]:
        groups: dict[object, list[Referred]] = {}
        for referred in own:
            groups.setdefault(self.titles.key(referred), []).append(referred)
        for group in groups.values():
            group.sort(key=lambda r: min(f.count.from_ for f in r.findings))
        return groups

    def _tellings(self, own: tuple[Referred, ...]) -> Iterator[Telling]:
        """A numbered heading for each offence name; lettered parts where several offences bear it."""
        for number, group in enumerate(self._by_name(own).values(), 1):
            marks = {self.titles.mark(r) for r in group}
            yield Telling(
                number=number,
                heading=self.titles.heading(group[0]),
                mark=marks.pop() if len(marks) == 1 else "",
                parts=tuple(self._part(index, r, len(group) > 1, bool(marks)) for index, r in enumerate(group)),
            )

    def _part(self, index: int, referred: Referred, several: bool, marked: bool) -> Part:
        paragraphs = [self.teller.paragraph(p) for p in told(referred)]
        if self._many(referred):
            paragraphs.append(self.phrases.gap("table"))
        return Part(
            heading=f"{letter_of(index)}. {self.titles.part(referred)}" if several else "",
            mark=self.titles.mark(referred) if marked else "",
            paragraphs=tuple(paragraphs),
        )

    def _many(self, referred: Referred) -> bool:
        """Whether the acts or items are so many that a table belongs to it."""
        for finding in referred.findings:
            count = finding.count
            numbers = [self.case.persons[count.victim].number] if count.victim else []
            numbers += [self.case.materials[count.material].number] if count.material else []
            if self.case.acts[count.act].when.form == "series" or any(n > 1 for n in numbers):
                return True
        return False

    def _limit_name(self, referred: Referred, own: tuple[Referred, ...]) -> str:
        letter = self.titles.letter(referred)
        alone = len(self._by_name(own)[self.titles.key(referred)]) == 1
        return f"{letter}." if alone else f"{letter}. {self.titles.part(referred)}"

    def _grounds(self) -> Iterator[Ground]:
        day = self.assessment.as_of
        provisions = {r.offence.provision for r in self.selection.referred}
        found = False
        for ground in self.book.letters.grounds.values():
            in_time = ground.effective <= day and (ground.until is None or day <= ground.until)
            named = ground.reaches == "every_offence" or any(
                reaches(name, provision) for name in ground.reaches for provision in provisions
            )
            if in_time and named and provisions:
                yield Ground(
                    text=ground.ko if self.phrases.lang == "ko" else ground.en,
                    by=ground.by,
                    note=ground.note.text(self.phrases.lang) if ground.note else "",
                )
                found = True
        if provisions and not found:
            yield Ground(text=self.phrases.gap("ground"), by="", note="")

    def _scope(self, suspect: str) -> str:
        words = self.phrases.words
        parts = [
            self.phrases.fill(
                words.counted, name=self.titles.heading(group[0]), number=sum(r.offence.number for r in group)
            )
            for group in self._by_name(self.selection.of(suspect)).values()
        ]
        return self.phrases.fill(words.scope, name=self.names.person(suspect), offences=", ".join(parts))

    def _foot(self) -> Foot:
        engine, book = self.assessment.engine, self.assessment.rulebook
        lang, concepts = self.phrases.lang, self.book.concepts
        told_of = [f for r in (*self.selection.referred, *self.selection.excused) for f in r.findings]
        keys = sorted({key for f in told_of for key in f.versions_used})
        applied = {f.provision for f in told_of} | {m.id for f in told_of for m in f.modifiers}
        applied |= {
            base for id_ in applied & self.book.provisions.keys() for base in self.book.provisions[id_].builds_on
        }
        return Foot(
            rulebook=book.version,
            sha256=book.sha256,
            engine=" + ".join(x for x in (engine.inference, engine.verified_by) if x),
            as_of=day_text(self.phrases, self.assessment.as_of),
            versions=tuple(key for key in keys if key.partition("@")[0] in applied),
            concepts=tuple(
                f"{concepts[name].ko if lang == 'ko' else concepts[name].en} ({effective})"
                for name, _, effective in (key.partition("@") for key in keys)
                if name in concepts
            ),
            unreviewed=tuple(id_ for id_ in book.unreviewed if id_ in applied or not told_of),
        )

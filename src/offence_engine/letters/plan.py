"""Which letters follow from an assessment, why or why not, and for whom there is one each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from offence_engine.errors import LANGUAGES
from offence_engine.letters.names import years_of
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.select import Selection
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.letters import LetterKind
from offence_engine.model.result import Assessment, Duty, Finding
from offence_engine.model.time import Span
from offence_engine.rulebook.rulebook import Rulebook


def follows(plan: LetterKind, assessment: Assessment, case: Case, selection: Selection) -> bool:
    """Whether a kind of letter follows from what was found."""
    match plan.follows_from:
        case "applicable":
            return bool(selection.referred)
        case "undetermined":
            return bool(selection.undetermined)
        case "not_applicable":
            return bool(selection.cleared)
        case "closed":
            return bool(selection.cleared or selection.barred)
        case "excused":
            return bool(selection.excused)
        case "repeated":
            return selection.repeated
        case "evidence":
            return bool(case.evidence)
        case "duty":
            following = [d for d in _duties(plan, assessment) if d.state == "follows"]
            persons = plan.per not in ("suspect", "victim") or _persons(plan, following, assessment, case)
            return bool(following and persons)
        case "request":
            return False
        case "any":
            return True


def subjects(plan: LetterKind, assessment: Assessment, case: Case, selection: Selection) -> tuple[str | None, ...]:
    """For whom there is one letter each; (None,) where there is one for the case."""
    found: Iterable[str]
    match plan.per:
        case "case":
            return (None,)
        case "addressee":
            found = plan.addressees
        case "channel":
            return channels(case) or (None,)
        case "suspect" | "victim" if plan.duties:
            found = _persons(plan, _duties(plan, assessment), assessment, case) or _anyone(plan, assessment, case)
        case "suspect":
            found = {
                "not_applicable": selection.cleared,
                "excused": tuple(r.suspect for r in selection.excused),
                "closed": (*selection.cleared, *(r.suspect for r in selection.barred)),
            }.get(plan.follows_from, selection.suspects)
        case "victim" if plan.follows_from == "closed":
            return tuple(dict.fromkeys(_notified(assessment, selection))) or (None,)
        case "victim":
            found = (id_ for id_, person in case.persons.items() if person.role == "victim")
    return tuple(dict.fromkeys(found))


def _notified(assessment: Assessment, selection: Selection) -> Iterator[str]:
    """The victims concerned by what is closed, in the order of the findings."""
    barred = {f.id for r in selection.barred for f in r.findings}
    for finding in assessment.findings:
        if (finding.id in barred or finding.count.suspect in selection.cleared) and finding.count.victim:
            yield finding.count.victim


def channels(case: Case) -> tuple[str, ...]:
    """The channels in which something was done; all of the case where that is stated of none."""
    used = {act.channel for act in case.acts.values()}
    return tuple(id_ for id_ in case.channels if id_ in used) or tuple(case.channels)


def why(plan: LetterKind, assessment: Assessment, case: Case, selection: Selection, book: Rulebook) -> Label:
    """In a sentence: why it follows or does not."""
    yes = follows(plan, assessment, case, selection)
    open_duties = [d for d in _duties(plan, assessment) if d.state == "open"]
    said: dict[str, str] = {}
    for lang in LANGUAGES:
        phrases = Phrases(book, lang)
        words = phrases.words
        reasons = words.follows if yes else words.follows_not
        reason = reasons.get(plan.follows_from)
        duties = [d for d in _duties(plan, assessment) if not yes or d.state == "follows"]
        missing = dict.fromkeys(m.label.text(lang) for d in open_duties for m in d.missing)
        said[lang] = (
            phrases.fill(
                reason,
                suspects=len(selection.suspects),
                offences=len(selection.referred),
                open=len(selection.undetermined),
                cleared=len(selection.cleared),
                excused=len({r.suspect for r in selection.excused}),
                barred=len(selection.barred),
                evidence=len(case.evidence),
                duties=", ".join(dict.fromkeys(d.title.text(lang) for d in duties)),
                missing=", ".join(missing),
            )
            if reason is not None
            else ""
        )
    return Label(ko=said["ko"], en=said["en"])


def bearing(duties: Iterable[Duty], assessment: Assessment) -> tuple[Finding, ...]:
    """The findings from which consequences surely follow; where none does, those from which they may."""
    listed = list(duties)
    sure = {f for d in listed for f in d.concerns if d.state == "follows" and f not in d.open_for}
    wanted = sure or {f for d in listed for f in d.concerns}
    return tuple(f for f in assessment.findings if f.id in wanted)


def _persons(plan: LetterKind, duties: list[Duty], assessment: Assessment, case: Case) -> tuple[str, ...]:
    """The suspects or victims whom the consequences concern, as far as the letter is for such persons."""
    counts = [f.count for f in bearing(duties, assessment)]
    concerned = {c.suspect if plan.per == "suspect" else c.victim for c in counts}
    return tuple(p for p in case.persons if p in concerned and _meant(plan, case, p, assessment.as_of, surely=True))


def _anyone(plan: LetterKind, assessment: Assessment, case: Case) -> tuple[str, ...]:
    """For a letter that is asked for though it does not follow: everyone in that role who may be meant."""
    role = [id_ for id_, person in case.persons.items() if person.role == plan.per]
    return tuple(p for p in role if _meant(plan, case, p, assessment.as_of, surely=False))


def _meant(plan: LetterKind, case: Case, id_: str, day: date, surely: bool) -> bool:
    """Whether a letter for certain persons only is for this one; what nobody stated excludes only where `surely`."""
    person = case.persons[id_]
    if plan.under_age is not None:
        if person.birth is None:
            if surely:
                return False
        elif years_of(person.birth, Span(day, day))[0] >= plan.under_age:
            return False
    for name, value in plan.stated.items():
        fact = person.facts.get(name)
        if fact is None or fact.value is None:
            if surely:
                return False
        elif fact.value != value:
            return False
    return True


def _duties(plan: LetterKind, assessment: Assessment) -> list[Duty]:
    return [d for d in assessment.duties if d.id in plan.duties]

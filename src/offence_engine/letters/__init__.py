"""Draft letters from an assessment: what the rules say follows, in several formats, always marked as drafts.

Assessment + Case + Rulebook -> select -> plan -> sections -> template -> Document -> formats -> Letter
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from offence_engine.errors import LANGUAGES, UsageError, usage
from offence_engine.letters.compose import Composer
from offence_engine.letters.document import Document
from offence_engine.letters.folders import templates_of
from offence_engine.letters.formats import FORMATS, LINES, format_of
from offence_engine.letters.formats.fields import lines_of
from offence_engine.letters.letter import Letter, LetterPlan
from offence_engine.letters.plan import follows, subjects, why
from offence_engine.letters.record import Record, record_of, to_json
from offence_engine.letters.select import select
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.letters import Bundle, LetterKind
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint
from offence_engine.vault.identities import Vault

__all__ = [
    "FORMATS", "Letter", "LetterPlan", "Record", "documents", "draft_letters", "drafts_with_records", "letter_kinds",
]  # fmt: skip


def draft_letters(
    assessment: Assessment,
    case: Case,
    book: Rulebook,
    kinds: Iterable[str] | None = None,
    formats: Sequence[str] = ("md", "html"),
    lang: str = "ko",
    templates: Path | None = None,
) -> list[Letter]:
    """The letters of the kinds asked for (bundles too), or all that follow; `templates` replaces the folder that ships.

    A kind that is asked for is drafted even if it does not follow, and then says so.
    Errors: UsageError for an unknown kind, format or language; RulesError for a template or text that is wrong.
    """
    return [letter for letter, _ in drafts_with_records(assessment, case, book, kinds, formats, lang, templates)]


def drafts_with_records(
    assessment: Assessment,
    case: Case,
    book: Rulebook,
    kinds: Iterable[str] | None = None,
    formats: Sequence[str] = ("md", "html"),
    lang: str = "ko",
    templates: Path | None = None,
    vault: Vault | None = None,
) -> list[tuple[Letter, Record]]:
    """As `draft_letters`, each letter with the record of what its paragraphs rest on.

    Of a vault, letters see only what an audience with `identity` may see, and of their own subject alone."""
    letters = book.letters
    asked = list(dict.fromkeys(kinds)) if kinds is not None else None
    for kind in asked or ():
        _require_kind(kind, book)
    for format_ in formats:
        if format_ not in FORMATS:
            raise _unknown(format_, FORMATS, "형식", "format")
    selection = select(assessment, case, book)
    if asked is None:
        asked = [kind for kind, plan in letters.letters.items() if follows(plan, assessment, case, selection)]
    folder = templates or templates_of(book.templates)
    composer = Composer(assessment, case, book, selection, lang, folder, vault)
    found: list[tuple[Letter, Record]] = []
    for kind in asked:
        for subject, document in composer.documents(kind):
            record = record_of(document, assessment, case, book, subject)
            of_lines = (
                record_of(document, assessment, case, book, subject, lines_of(document)) if LINES in formats else None
            )
            inside = to_json(record) if composer.audience(kind).record == "inside" else None
            stem = ".".join(part for part in (kind, subject, lang) if part)
            for format_ in dict.fromkeys(formats):
                data = format_of(format_).write(document, inside, folder)
                letter = Letter(
                    kind=kind,
                    lang=lang,
                    format=format_,
                    name=f"{stem}.{format_}",
                    title=document.title,
                    identity=subject if composer.audience(kind).identity else None,
                    data=data,
                )
                found.append((letter, of_lines if format_ == LINES and of_lines is not None else record))
    return found


def documents(
    assessment: Assessment, case: Case, book: Rulebook, kind: str, lang: str = "ko", templates: Path | None = None
) -> list[Document]:
    """The letters of one kind as trees. Errors: as `draft_letters`."""
    _require_kind(kind, book)
    folder = templates or templates_of(book.templates)
    composer = Composer(assessment, case, book, select(assessment, case, book), lang, folder)
    return [document for _, document in composer.documents(kind)]


def letter_kinds(assessment: Assessment, case: Case, book: Rulebook, templates: Path | None = None) -> list[LetterPlan]:
    """Every kind of letter that the rules know: whether it follows, why or why not, and what it would lack."""
    selection = select(assessment, case, book)
    folder = templates or templates_of(book.templates)
    composer = Composer(assessment, case, book, selection, LANGUAGES[0], folder)
    found = []
    for kind, plan in book.letters.letters.items():
        audience = composer.audience(kind)
        yes = follows(plan, assessment, case, selection)
        found.append(
            LetterPlan(
                kind=kind,
                title=Label(ko=plan.ko, en=plan.en),
                group=plan.group,
                audience=Label(ko=audience.ko, en=audience.en),
                follows=yes,
                because=why(plan, assessment, case, selection, book),
                letters=len(subjects(plan, assessment, case, selection)),
                lacks=composer.lacks(kind),
            )
        )
    return found


def _require_kind(kind: str, book: Rulebook) -> None:
    """Errors: UsageError where the rules know no such kind, with the nearest by its id or by its title."""
    tables: dict[str, LetterKind | Bundle] = {**book.letters.letters, **book.letters.bundles}
    if kind in tables:
        return
    squeezed = "".join(kind.split()).casefold()
    for id_, plan in tables.items():
        if squeezed and squeezed in ("".join(name.split()).casefold() for name in (plan.ko, plan.en)):
            raise usage(
                f"문서의 종류는 id로 적습니다: `{kind}`은(는) `{id_}`입니다.",
                f"name a kind by its id: `{kind}` is `{id_}`",
            )
    raise _unknown(kind, tables, "문서의 종류", "kind of letter")


def _unknown(name: str, valid: Iterable[str], ko: str, en: str) -> UsageError:
    near_ko, near_en = hint(name, valid)
    return usage(f"모르는 {ko}입니다: `{name}`.{near_ko}", f"unknown {en}: `{name}`.{near_en}")

"""Draft letters from an assessment: what the rules say follows, in Markdown and HTML, always marked as drafts.

Assessment + Case + Rulebook -> select -> build -> LetterContext -> templates -> Letter
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from offence_engine.errors import LANGUAGES, UsageError, usage
from offence_engine.letters.build import Builder
from offence_engine.letters.letter import Letter, LetterPlan
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.render import markdown, page
from offence_engine.letters.select import Selection, select
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.general import LetterKind
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.suggest import hint

__all__ = ["FORMATS", "Letter", "LetterPlan", "draft_letters", "letter_kinds"]
FORMATS = ("md", "html")


def draft_letters(
    assessment: Assessment,
    case: Case,
    book: Rulebook,
    kinds: Iterable[str] | None = None,
    formats: Sequence[str] = FORMATS,
    lang: str = "ko",
    templates: Path | None = None,
) -> list[Letter]:
    """The letters of the kinds asked for, or all that follow; `templates` replaces the folder that ships.

    A kind that is asked for is drafted even if it does not follow, and then says so.
    Errors: UsageError for an unknown kind, format or language; RulesError for a template or text that is wrong.
    """
    table = book.letters.letters
    asked = list(dict.fromkeys(kinds)) if kinds is not None else None
    for kind in asked or ():
        if kind not in table:
            raise _unknown(kind, table, "문서의 종류", "kind of letter")
    for format_ in formats:
        if format_ not in FORMATS:
            raise _unknown(format_, FORMATS, "형식", "format")
    selection = select(assessment, case, book)
    if asked is None:
        asked = [kind for kind, plan in table.items() if _follows(plan, selection)]
    folder = templates or shipped("templates")
    found: list[Letter] = []
    for kind in asked:
        plan = table[kind]
        context = Builder(assessment, case, book, selection, lang).context(kind, plan)
        text = markdown(folder, plan.template, context)
        for format_ in dict.fromkeys(formats):
            content = text if format_ == "md" else page(folder, text, context)
            name = f"{kind}.{lang}.{format_}"
            found.append(Letter(kind=kind, lang=lang, format=format_, name=name, title=context.title, content=content))
    return found


def letter_kinds(assessment: Assessment, case: Case, book: Rulebook, templates: Path | None = None) -> list[LetterPlan]:
    """Every kind of letter that the rules know: whether it follows, why or why not, and what it would lack."""
    selection = select(assessment, case, book)
    folder = templates or shipped("templates")
    return [_plan(assessment, case, book, selection, kind, folder) for kind in book.letters.letters]


def _plan(
    assessment: Assessment, case: Case, book: Rulebook, selection: Selection, kind: str, folder: Path
) -> LetterPlan:
    plan = book.letters.letters[kind]
    builder = Builder(assessment, case, book, selection, LANGUAGES[0])
    text = markdown(folder, plan.template, builder.context(kind, plan)).replace("\\", "")
    follows = _follows(plan, selection)
    counted = {
        "suspects": len(selection.suspects),
        "offences": len(selection.referred),
        "open": len(selection.undetermined),
    }
    said = []
    for lang in LANGUAGES:
        phrases = Phrases(book, lang)
        reasons = phrases.words.follows if follows else phrases.words.follows_not
        reason = reasons.get(plan.follows_from)
        said.append(phrases.fill(reason, **counted) if reason is not None else "")
    return LetterPlan(
        kind=kind,
        title=Label(ko=plan.ko, en=plan.en),
        follows=follows,
        because=Label(ko=said[0], en=said[1]),
        lacks=tuple(what for gap, what in builder.phrases.lacking.items() if gap in text),
    )


def _follows(plan: LetterKind, selection: Selection) -> bool:
    if plan.follows_from == "applicable":
        return bool(selection.referred)
    return plan.follows_from == "any" or bool(selection.undetermined)


def _unknown(name: str, valid: Iterable[str], ko: str, en: str) -> UsageError:
    near_ko, near_en = hint(name, valid)
    return usage(f"모르는 {ko}입니다: `{name}`.{near_ko}", f"unknown {en}: `{name}`.{near_en}")

"""`offence letters`: drafts of the letters that follow from the findings, written whole or not at all."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from offence_engine.cli.inout import assessed, make_folder, put, refuse_file, write_whole
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.parsing import LETTER_FORMATS
from offence_engine.cli.view import words
from offence_engine.errors import LANGUAGES, usage

if TYPE_CHECKING:
    from offence_engine.letters import Letter
    from offence_engine.model.case import Case
    from offence_engine.model.result import Assessment
    from offence_engine.rulebook.rulebook import Rulebook


def run(values: Namespace, say: Tongue) -> int:
    if values.output is None and not values.list:
        raise usage(
            "초안을 둘 폴더가 없습니다: `-o DIR` (또는 `--list`)",
            "the folder for the drafts is missing: `-o DIR` (or `--list`)",
        )
    if values.output is not None:
        refuse_file(Path(values.output))
    assessment, case, book = assessed(values, say)
    page = Page()
    if values.list:
        list_kinds(page, say, assessment, case, book)
    else:
        languages = (values.lang,) if values.lang else LANGUAGES
        drafts = drafted(assessment, case, book, values.kind, values.format, languages)
        for path in write(drafts, Path(values.output)):
            page.line(str(path))
        if not drafts:
            page.line(say("이 검토 결과에서 나오는 문서가 없다.", "No letter follows from these findings."))
    put(page)
    return 0


def drafted(
    assessment: Assessment,
    case: Case,
    book: Rulebook,
    kinds: list[str] | None = None,
    formats: Sequence[str] = LETTER_FORMATS,
    languages: Sequence[str] = LANGUAGES,
) -> list[Letter]:
    """The letters of the kinds asked for, else all that follow: Korean, with a copy to read in English.

    Errors: UsageError for a kind that does not exist.
    """
    from offence_engine.letters import draft_letters

    return [
        letter
        for lang in languages
        for letter in draft_letters(assessment, case, book, kinds=kinds, formats=formats, lang=lang)
    ]


def write(letters: list[Letter], folder: Path) -> list[Path]:
    """Each letter as a file of the folder, whole or not at all; the paths in their order.

    Errors: UsageError where a file cannot be written.
    """
    if letters:
        make_folder(folder)
    for letter in letters:
        write_whole(folder / letter.name, letter.content)
    return [folder / letter.name for letter in letters]


def list_kinds(page: Page, say: Tongue, assessment: Assessment, case: Case, book: Rulebook) -> None:
    """Each kind of letter: whether it follows, why, and what it would still lack."""
    from offence_engine.letters import letter_kinds

    for plan in letter_kinds(assessment, case, book):
        mark = "●" if plan.follows else "○"
        page.line(f"{mark} {plan.kind}  {say.of(plan.title)}", style="good" if plan.follows else "quiet", hang=2)
        page.line(say.of(plan.because), indent=4, hang=2)
        if plan.lacks:
            lacks = ", ".join(say.of(lack) for lack in plan.lacks)
            page.line(f"{say('빠진 것', 'lacks')}: {lacks}", indent=4, hang=2, style="open")
    page.line(say(*words.DRAFT), style="head")

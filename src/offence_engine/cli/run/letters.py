"""`offence letters`: drafts of the letters that follow from the findings, written whole or not at all."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from offence_engine.cli.inout import assessed, make_folder, put, refuse_file, working, write_whole
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view import words
from offence_engine.errors import LANGUAGES, usage
from offence_engine.model.base import Label

if TYPE_CHECKING:
    from offence_engine.letters import Letter, Record
    from offence_engine.model.case import Case
    from offence_engine.model.result import Assessment
    from offence_engine.rulebook.rulebook import Rulebook
    from offence_engine.vault import Vault

EVERY_KIND = "all"
Drafts = list[tuple["Letter", "Record"]]


def run(values: Namespace, say: Tongue) -> int:
    from offence_engine.cli.run import letters_check

    if values.check:
        return letters_check.check(values, say)
    if values.why:
        return letters_check.why(values, say)
    if values.case is None:
        raise usage("사건 파일이 빠졌습니다: CASE", "the case file is missing: CASE")
    if values.verify:
        return letters_check.verify(values, say)
    if not values.output and not values.list:
        raise usage(
            "초안을 둘 폴더가 없습니다: `-o DIR` (또는 `--list`)",
            "the folder for the drafts is missing: `-o DIR` (or `--list`)",
        )
    if values.label and not values.blank:
        raise usage(
            "`--label`은 `--blank`와 함께 씁니다: 채울 빈 서식이 없습니다.",
            "`--label` goes with `--blank`: there is no blank form to fill",
        )
    if values.output:
        refuse_file(Path(values.output))
    assessment, case, book = assessed(values, say)
    vault = vault_of(values, case, say)
    page = Page()
    if values.list:
        list_kinds(page, say, assessment, case, book, values.templates)
    elif values.blank:
        from offence_engine.cli.run.letters_blank import fill_blank

        page.line(str(fill_blank(values, assessment, case, book, vault)))
    else:
        languages = (values.lang,) if values.lang else LANGUAGES
        with working(say("문서를 씁니다...", "Drafting...")):
            drafts = drafted(assessment, case, book, values.kind, values.format, languages, values.templates, vault)
            paths = write(drafts, Path(values.output), vault)
        for path in paths:
            page.line(str(path))
        if values.kind and values.kind != [EVERY_KIND]:
            warn_of(values.kind, say, assessment, case, book)
        if not drafts:
            page.line(say("이 검토 결과에서 나오는 문서가 없다.", "No letter follows from these findings."))
    put(page)
    return 0


def drafted(
    assessment: Assessment,
    case: Case,
    book: Rulebook,
    kinds: list[str] | None = None,
    formats: Sequence[str] = ("md", "html"),
    languages: Sequence[str] = LANGUAGES,
    templates: str | None = None,
    vault: Vault | None = None,
) -> Drafts:
    """The letters of the kinds asked for (`all`: every kind there is), else all that follow: Korean, with a copy to
    read in English.

    Errors: UsageError for a kind that does not exist.
    """
    from offence_engine.letters import drafts_with_records

    folder = Path(templates) if templates else None
    if kinds and EVERY_KIND in kinds:
        kinds = [*book.letters.letters, *book.letters.bundles]
    return [
        draft
        for lang in languages
        for draft in drafts_with_records(assessment, case, book, kinds, formats, lang, folder, vault)
    ]


def warn_of(kinds: list[str], say: Tongue, assessment: Assessment, case: Case, book: Rulebook) -> None:
    """Says on standard error which of the kinds that were asked for do not follow from the findings, and why."""
    from offence_engine.letters.plan import follows, why
    from offence_engine.letters.select import select

    selection = select(assessment, case, book)
    for kind in dict.fromkeys(kinds):
        plan = book.letters.letters.get(kind)
        if plan is None or plan.follows_from == "request" or follows(plan, assessment, case, selection):
            continue
        reason = say.of(why(plan, assessment, case, selection, book))
        print(
            say(f"`{kind}`은(는) 이 검토 결과에서 나오지 않는다: {reason}", f"`{kind}` does not follow: {reason}"),
            file=sys.stderr,
        )


def vault_of(values: Namespace, case: Case, say: Tongue) -> Vault | None:
    """The vault of the command line; what it says to be careful about goes to standard error.

    Errors: CaseError, UsageError; also where the case file holds anything of it."""
    if not values.vault:
        return None
    from offence_engine.vault import read_vault, refuse_identities_in_case

    vault = read_vault(Path(values.vault), case, Path(values.case))
    for notice in vault.notices:
        print(notice.text(say.lang), file=sys.stderr)
    refuse_identities_in_case(vault, Path(values.case))
    return vault


def refuse_identities(vault: Vault, drafts: Drafts, beside: bytes) -> None:
    """That a letter, or the list of what letters rest on, holds anything of the vault that it must not.

    Errors: UsageError naming the document and the kind of datum, never the datum."""
    from offence_engine.letters.verify import BESIDE
    from offence_engine.vault import refuse_leaks

    own = {letter.name: frozenset((letter.identity,)) for letter, _ in drafts if letter.identity}
    files = [*((letter.name, letter.data) for letter, _ in drafts), (BESIDE, beside)]
    refuse_leaks(vault, files, lambda name: own.get(name, frozenset()))


def write(drafts: Drafts, folder: Path, vault: Vault | None = None) -> list[Path]:
    """Each letter as a file of the folder, with the list of what they rest on; all whole or none.

    Errors: UsageError where a file cannot be written, or holds of the vault what it must not.
    """
    from offence_engine.letters.verify import BESIDE, beside_json

    if not drafts:
        return []
    files = {letter.name: letter.data for letter, _ in drafts}
    # A record repeats the texts of its letter, so there is none of a letter that carries an identity.
    told = {letter.name: (letter.data, record) for letter, record in drafts if letter.identity is None}
    beside = beside_json(
        {name: data for name, (data, _) in told.items()}, {name: record for name, (_, record) in told.items()}, folder
    )
    if vault is not None:
        refuse_identities(vault, drafts, beside)
    make_folder(folder)
    write_whole({folder / name: data for name, data in {**files, BESIDE: beside}.items()})
    return [folder / name for name in files]


def list_kinds(
    page: Page, say: Tongue, assessment: Assessment, case: Case, book: Rulebook, templates: str | None = None
) -> None:
    """Each kind of letter: whether it follows, why, and what it would still lack; those that follow first."""
    from offence_engine.letters import letter_kinds

    plans = letter_kinds(assessment, case, book, Path(templates) if templates else None)
    for plan in sorted(plans, key=lambda plan: not plan.follows):
        mark = "●" if plan.follows else "○"
        number = say(f" ({plan.letters}통)", f" ({plan.letters} letters)") if plan.follows and plan.letters > 1 else ""
        title = f"{mark} {plan.kind}  {say.of(plan.title)}{number}"
        page.line(title, style="good" if plan.follows else "quiet", hang=2)
        page.line(say.of(plan.because), indent=4, hang=2)
        if plan.lacks and plan.follows:
            lacks = ", ".join(say.of(lack) for lack in plan.lacks)
            page.line(f"{say('빠진 것', 'lacks')}: {lacks}", indent=4, hang=2, style="open")
    for kind, bundle in book.letters.bundles.items():
        title = say.of(Label(ko=bundle.ko, en=bundle.en))
        page.line(f"■ {kind}  {title}: {', '.join(bundle.of)} (--kind {kind})", hang=2)
    page.line(say(*words.DRAFT), style="head")

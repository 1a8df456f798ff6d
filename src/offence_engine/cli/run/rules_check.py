"""`offence rules check` and `offence rules test`: the faults of the rules, and whether their own cases come out."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from offence_engine.cli.inout import put, put_json, tracked, working
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.run.rules import counts
from offence_engine.cli.view.remarks import remark_json, show_faults, show_remarks
from offence_engine.errors import Fault, RulesError
from offence_engine.letters.check import text_faults
from offence_engine.letters.folders import templates_of
from offence_engine.rulebook.check import cross_check
from offence_engine.rulebook.find import rules_of
from offence_engine.rulebook.load import build, load_rulebook, read_folder
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from offence_engine.workbench.analyser import Remark, analyse
from offence_engine.workbench.analyser.places import Places
from offence_engine.workbench.soundness import named_like_their_facts, tangled
from offence_engine.workbench.writing.blanks import blanks_in, with_blanks

FOUND_FAULTS = 1
MOST_LOOKED_AT = 10_000
Json = dict[str, Any]


def check(values: Namespace, say: Tongue) -> int:
    """The faults of the rule files, one to a line, or one line that says what is there; then what is worth a look, and
    warnings on standard error."""
    try:
        book: Rulebook | None = load_rulebook(values.rules)
        faults: list[Fault] = []
    except RulesError as problem:
        faults = list(problem.faults)
        book = _what_can_be_read(values.rules, faults)
    remarks: list[Remark] = []
    if book is not None:
        with working(say("모든 시행 조문을 옮겨 보는 중", "compiling every version")):
            templates = templates_of(book.templates)
            faults += [] if faults else [*tangled(book), *text_faults(book, templates)]
        with working(say("규칙 전체를 뜻으로 살피는 중", "analysing the statute book")):
            remarks = analyse(book)
    faults = with_blanks(faults, blanks_in(Path(values.rules) if values.rules is not None else shipped("rules")))
    wrong = [remark for remark in remarks if remark.severity == "fault"]
    if values.format == "json":
        _as_json(book, faults, remarks)
        return FOUND_FAULTS if faults or wrong else 0
    page = Page(terminal=False, width=100_000)
    page.lines(fault.text(say.lang) for fault in faults)
    if book is not None:
        show_faults(page, say, book, wrong)
        for warning in named_like_their_facts(book):
            print(f"{warning.place}: {say('주의', 'warning')}: {say(warning.ko, warning.en)}", file=sys.stderr)
        if not faults and not wrong:
            page.line(f"{say('규칙에 잘못이 없습니다', 'no faults in the rules')}: {counts(book, say)}")
        show_remarks(page, say, book, [r for r in remarks if r.severity != "fault"], values.all)
    put(page)
    return FOUND_FAULTS if faults or wrong else 0


def _what_can_be_read(folder: str | None, faults: list[Fault]) -> Rulebook | None:
    """The rules without the provisions and modifiers that have faults, or rest on such, where the rest is sound."""
    draft, _ = read_folder(Path(folder) if folder is not None else shipped("rules"))
    broken = {fault.place.file for fault in faults}
    if draft.vocabulary_broken and not all(_holds_one_rule(Path(name)) for name in broken):
        return None
    while broken:
        dropped = False
        for table in (draft.provisions, draft.modifiers):
            for id_ in [id_ for id_ in table if draft.places[id_].file in broken]:
                del table[id_]
                dropped = True
        left = cross_check(draft)
        broken = {fault.place.file for fault in left}
        if broken and not dropped:
            return None
    return build(draft)


def _holds_one_rule(path: Path) -> bool:
    """Whether a file that cannot be read is a provision or modifier, on which no names rest."""
    try:
        return re.search(rb"^(id|modifies):", path.read_bytes()[:MOST_LOOKED_AT], re.MULTILINE) is not None
    except OSError:
        return False


def _as_json(book: Rulebook | None, faults: list[Fault], remarks: list[Remark]) -> None:
    places = Places(book) if book is not None else None
    told: list[Json] = [
        {
            "code": "form",
            "severity": "fault",
            "file": fault.place.file,
            "line": fault.place.line,
            "column": fault.place.column,
            "text": {"ko": fault.ko, "en": fault.en},
        }
        for fault in faults
    ]
    found = [remark_json(remark, places) for remark in remarks] if places is not None else []
    put_json(
        {
            "analysed": book is not None,
            "faults": told + [r for r in found if r["severity"] == "fault"],
            "remarks": [r for r in found if r["severity"] != "fault"],
        }
    )


def test(values: Namespace, say: Tongue) -> int:
    """The cases inside the rule files and those derived from them; only failures are named."""
    book = load_rulebook(values.rules)
    from offence_engine.cli.run.rules_testing import departed
    from offence_engine.workbench.cases import derived_cases, run_cases
    from offence_engine.workbench.pins import departures

    page = Page(terminal=False, width=100_000)
    what = say("시험 사례를 돌리는 중", "running the cases")
    total = sum(len(rule.cases) for rule in rules_of(book).values())
    written = list(tracked(run_cases(book), what, total))
    derived = list(tracked(derived_cases(book), what))
    failed = [result for result in (*written, *derived) if not result.ok]
    for result in failed:
        page.line(f"{result.file}: {result.provision}: {result.name}: {say(result.ko, result.en)}")
    # A folder that pins nothing is not asked for pins; one that pins something pins everything.
    differing = list(departures(book)) if book.pins else []
    for departure in differing:
        file = book.files.get(f"pins/{departure.rule}") or book.files.get(departure.rule, departure.rule)
        page.line(f"{file}: {departed(departure, say)}")
    # What is new and not pinned yet is told, but is no mistake.
    differing = [departure for departure in differing if departure.what or departure.pinned is not None]
    if differing:
        page.line(
            say(
                f"못 박은 것과 다른 곳 {len(differing)}군데: 법이 바뀐 것이 맞으면 `offence rules pin`으로 확인합니다",
                f"{len(differing)} places differ from the pins: if the law did change, confirm it with `offence rules pin`",
            )
        )
    page.line(
        say(
            f"시험 사례 {len(written)}건과 거기에서 이끌어 낸 사례 {len(derived)}건: 실패 {len(failed)}건",
            f"{len(written)} cases and {len(derived)} derived from them: {len(failed)} failed",
        )
    )
    put(page)
    return FOUND_FAULTS if failed or differing else 0

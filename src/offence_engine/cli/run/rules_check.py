"""`offence rules check` and `offence rules test`: the faults of the rules, and whether their own cases come out."""

from __future__ import annotations

import sys
from argparse import Namespace

from offence_engine.cli.inout import put, tracked, working
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.run.rules import counts
from offence_engine.errors import RulesError
from offence_engine.rulebook.find import rules_of
from offence_engine.rulebook.load import load_rulebook

FOUND_FAULTS = 1


def check(values: Namespace, say: Tongue) -> int:
    """The faults of the rule files, one to a line, or one line that says what is there; warnings on standard error."""
    page = Page(terminal=False, width=100_000)
    try:
        book = load_rulebook(values.rules)
    except RulesError as problem:
        page.lines(fault.text(say.lang) for fault in problem.faults)
        put(page)
        return FOUND_FAULTS
    from offence_engine.letters.check import text_faults
    from offence_engine.rulebook.shipped import shipped
    from offence_engine.workbench.soundness import named_like_their_facts, tangled

    with working(say("모든 시행 조문을 옮겨 보는 중", "compiling every version")):
        faults = [*tangled(book), *text_faults(book, shipped("templates"))]
    page.lines(fault.text(say.lang) for fault in faults)
    for warning in named_like_their_facts(book):
        print(f"{warning.place}: {say('주의', 'warning')}: {say(warning.ko, warning.en)}", file=sys.stderr)
    if not faults:
        page.line(f"{say('규칙에 잘못이 없습니다', 'no faults in the rules')}: {counts(book, say)}")
    put(page)
    return FOUND_FAULTS if faults else 0


def test(values: Namespace, say: Tongue) -> int:
    """The cases inside the rule files and those derived from them; only failures are named."""
    book = load_rulebook(values.rules)
    from offence_engine.workbench.cases import derived_cases, run_cases

    page = Page(terminal=False, width=100_000)
    what = say("시험 사례를 돌리는 중", "running the cases")
    total = sum(len(rule.cases) for rule in rules_of(book).values())
    written = list(tracked(run_cases(book), what, total))
    derived = list(tracked(derived_cases(book), what))
    failed = [result for result in (*written, *derived) if not result.ok]
    for result in failed:
        page.line(f"{result.file}: {result.provision}: {result.name}: {say(result.ko, result.en)}")
    page.line(
        say(
            f"시험 사례 {len(written)}건과 거기에서 이끌어 낸 사례 {len(derived)}건: 실패 {len(failed)}건",
            f"{len(written)} cases and {len(derived)} derived from them: {len(failed)} failed",
        )
    )
    put(page)
    return FOUND_FAULTS if failed else 0

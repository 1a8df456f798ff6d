"""`offence demo`: the example case assessed and its letters written, told in about ten lines."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path

from offence_engine.cli.inout import put
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.run.letters import drafted, write
from offence_engine.cli.view import words
from offence_engine.cli.view.names import Names

EXAMPLE = "2024no1823.yaml"
OUT = Path("out")
BUNDLE_FORMATS = ("hwpx", "docx", "pdf")


def run(values: Namespace, say: Tongue) -> int:
    from offence_engine.assess import assess
    from offence_engine.casefile.read import read_case, today
    from offence_engine.rulebook.load import load_rulebook
    from offence_engine.rulebook.shipped import shipped

    source = _display(shipped("examples") / EXAMPLE)
    book = load_rulebook()
    day = today()
    case = read_case(source, book, day)
    assessment = assess(case, book, day)
    drafts = drafted(assessment, case, book)
    drafts += drafted(assessment, case, book, list(book.letters.bundles)[:1], BUNDLE_FORMATS, ("ko",))
    paths = write(drafts, OUT)
    names = Names(book, say)
    page = Page()
    title = f" ({case.head.title})" if case.head.title else ""
    page.line(
        say(f"보기 사건 {source}{title}을(를) 검토하였다.", f"Assessed the example case {source}{title}."), hang=2
    )
    engine = assessment.engine.inference or say("기준 평가기", "the reference evaluator")
    page.line(
        say(
            f"규칙 {len(book.provisions)}개 조항, 추론 {engine}", f"{len(book.provisions)} provisions; engine: {engine}"
        ),
        indent=2,
    )
    verdicts: Counter[str] = Counter(f.verdict for f in assessment.findings)
    counts = "   ".join(f"{mark} {say(ko, en)} {verdicts[v]}" for v, (mark, ko, en) in words.VERDICT.items())
    page.line(counts, indent=2)
    for suspect in assessment.suspects[:2]:
        own = [o for o in assessment.offences if o.id in suspect.offences and o.standing.as_ == "principal"]
        cites = ", ".join(dict.fromkeys(names.cited(o.citation, o.provision) for o in own))
        found = (
            say.of(suspect.range.text) if suspect.range else say("성립 가능한 죄 없음", "no offence established so far")
        )
        page.line(f"{suspect.person}: {found}{f' — {cites}' if cites else ''}", indent=2, hang=2)
    page.line(say(f"문서 초안 {len(paths)}개를 {OUT}/에 썼다.", f"Wrote {len(paths)} draft letters to {OUT}/."))
    page.line(say("다음에 볼 것:", "Where to look:"))
    started = Path(sys.argv[0])
    command = _display(started.resolve()) if started.name == "offence" and not shutil.which("offence") else "offence"
    page.line(f"{command} assess {source}", indent=2)
    page.line(f"{command} questions {source}", indent=2)
    page.line(", ".join(str(p) for p in paths[-len(BUNDLE_FORMATS) :]), indent=2, hang=2)
    page.line(f"{command} letters --why {paths[-1]}", indent=2)
    page.line(say(*words.DRAFT), style="head")
    put(page)
    return 0


def _display(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)

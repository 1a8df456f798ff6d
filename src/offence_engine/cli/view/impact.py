"""The effect of a change on an archive, on the screen and as JSON; the list is streamed, for it may be long."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.workbench.effect.compare import Comparison
from offence_engine.workbench.effect.impact import Impact, Tally
from offence_engine.workbench.effect.words import aspect_word, cause_word, count_word, value_word

FIRST = 20
PASSED_OVER = ("신원 파일이어서 지나갔습니다", "passed over: a file of identities, no case")


def show_impact(page: Page, say: Tongue, found: Impact, html: str | None) -> None:
    """The counts, the first of the list, and what could not be read."""
    page.line(
        say(
            f"사건 {found.cases:,}건 가운데 {found.changed:,}건에서 결과 {found.findings:,}건이 달라진다. 읽지 못한 사건 {found.not_read:,}건.",
            f"{found.cases:,} cases: {found.findings:,} findings change in {found.changed:,} of them; {found.not_read:,} cases could not be read.",
        ),
        style="head",
    )
    for title, table in (
        (say("조항별", "By provision"), found.by_provision),
        (say("까닭별", "By cause"), found.by_cause),
    ):
        if not table:
            continue
        page.heading(title)
        rows: list[Any] = [
            (
                "plain",
                [cause_word(name, say.lang), f"{tally.cases:,}", f"{tally.findings:,}", "; ".join(_told(tally, say))],
            )
            for name, tally in sorted(table.items(), key=lambda item: (-item[1].findings, item[0]))
        ]
        page.table(
            ("", say("사건", "cases"), say("결과", "findings"), say("무엇이", "what")), rows, widths=(40, 8, 8, 54)
        )
    if found.changed:
        page.heading(say("목록", "The list"))
        for item in found.changes(FIRST):
            page.line(f"{item['at']} ({item['case']})")
            for change in item["changes"]:
                page.line(
                    f"{count_word(change['count'], say.lang)}: {changed_text(change['changed'], say.lang)}",
                    indent=2,
                    hang=2,
                )
        if found.changed > FIRST:
            rest = found.changed - FIRST
            page.line(
                say(
                    f"... 그 밖에 {rest:,}건 (--format json, --html)", f"... and {rest:,} more (--format json, --html)"
                ),
                style="quiet",
            )
    if found.not_read:
        page.heading(say("읽지 못한 사건", "Cases that could not be read"))
        for item in found.faults(FIRST):
            for fault in item["faults"][:1]:
                page.line(f"{fault['at']}: {fault[say.lang]}", hang=4)
        if found.not_read > FIRST:
            page.line(
                say(f"... 그 밖에 {found.not_read - FIRST:,}건", f"... and {found.not_read - FIRST:,} more"),
                style="quiet",
            )
    for name in found.passed_over:
        page.line(f"{name}: {say(*PASSED_OVER)}", hang=4)
    if html:
        page.line()
        page.line(say(f"보고서: {html}", f"report: {html}"))


def _told(tally: Tally, say: Tongue) -> Iterator[str]:
    for (aspect, before, after), number in tally.changed.most_common():
        if aspect == "verdict":
            yield f"{value_word(before, say.lang)} → {value_word(after, say.lang)} {number:,}"
    others = [f"{aspect_word(a, say.lang)} {n:,}" for (a, _, _), n in tally.changed.most_common() if a != "verdict"]
    if others:
        yield ", ".join(others)


def changed_text(changed: dict[str, list[str]], lang: str) -> str:
    """`verdict: undetermined → applicable; penalty: ... → ...`."""
    return "; ".join(
        f"{aspect_word(aspect, lang)}: {value_word(before, lang) or '-'} → {value_word(after, lang) or '-'}"
        for aspect, (before, after) in changed.items()
    )


def put_impact_json(found: Impact, comparison: Comparison, shown: tuple[str, str], as_of: date) -> None:
    """The whole result on standard output, one case of the list to a line."""

    def table(of: dict[str, Tally], name: str) -> list[Any]:
        return [
            {
                name: key, "cases": tally.cases, "findings": tally.findings,
                "changed": [{"what": a, "from": b, "to": c, "times": n} for (a, b, c), n in sorted(tally.changed.items())],
            }
            for key, tally in sorted(of.items())
        ]  # fmt: skip

    head = {
        "old": {"name": shown[0], "sha256": comparison.joint.old.sha256},
        "new": {"name": shown[1], "sha256": comparison.joint.new.sha256},
        "as_of": as_of.isoformat(),
        "cases": found.cases,
        "changed": found.changed,
        "findings": found.findings,
        "not_read": found.not_read,
        "passed_over": found.passed_over,
        "by_provision": table(found.by_provision, "provision"),
        "by_cause": table(found.by_cause, "cause"),
    }
    out = sys.stdout
    out.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2])
    for name, items in (("list", found.changes()), ("faults", found.faults())):
        out.write(f',\n "{name}": [')
        for index, item in enumerate(items):
            out.write(("," if index else "") + "\n  " + json.dumps(item, ensure_ascii=False))
        out.write("]")
    out.write("\n}\n")

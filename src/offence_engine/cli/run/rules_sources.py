"""`offence rules sources`: the rules held against a folder of official texts; every difference with both places."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from offence_engine.cli.inout import put, put_json, working
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.errors import Fault, Place
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.sources.compare import compare
from offence_engine.workbench.sources.difference import Comparison, Difference
from offence_engine.workbench.sources.texts import Texts, read_texts

FOUND_FAULTS = 1
_MOST_NAMED = 12


def run(values: Namespace, say: Tongue) -> int:
    """Exit status 1 where rules and texts differ, or a text cannot be read."""
    book = load_rulebook(values.rules)
    with working(say("원문을 읽고 대조하는 중", "reading and comparing the texts")):
        texts = read_texts(Path(values.folder), book.acts)
        done = compare(book, texts)
    if values.format == "json":
        put_json(_as_json(texts, done))
    else:
        put(_page(texts, done, say))
    return FOUND_FAULTS if done.differences or texts.faults else 0


def _page(texts: Texts, done: Comparison, say: Tongue) -> Page:
    page = Page(terminal=False, width=100_000)
    page.lines(fault.text(say.lang) for fault in texts.faults)
    for difference in done.differences:
        page.line(_line(difference, say))
    records = sum(len(found) for found in texts.records.values())
    if not records:
        page.line(say("주의: 폴더에 법령 원문이 하나도 없습니다.", "note: the folder holds no text of a law"))
    for mark in done.stale if records else ():
        page.line(
            say(
                f"주의: 살펴본 것으로 적힌 차이가 이제 없습니다: {mark.rule} {mark.code} {mark.text_from}",
                f"note: a difference marked as judged is no longer there: {mark.rule} {mark.code} {mark.text_from}",
            )
        )
    for name in texts.skipped:
        page.line(f"{name}: {say('법령 원문의 파일이 아니어서 지나갔습니다', 'passed over: not a file of texts')}")
    reasons: dict[tuple[str, str], list[str]] = {}
    for what, ko, en in done.left_out:
        reasons.setdefault((ko, en), []).append(what)
    for (ko, en), names in reasons.items():
        shown = ", ".join(names[:_MOST_NAMED]) + (f" ... ({len(names)})" if len(names) > _MOST_NAMED else "")
        page.line(say(f"대조하지 못함 ({ko}): {shown}", f"not compared ({en}): {shown}"))
    page.line(
        say(
            f"시행 조문 {done.compared}개와 형 {done.figures}개를 원문 {records}개에 대조: 차이 {len(done.differences)}건"
            + (f", 살펴본 차이 {done.seen}건" if done.seen else ""),
            f"{done.compared} versions and {done.figures} penalties against {records} texts: "
            f"{len(done.differences)} difference(s)" + (f", {done.seen} judged before" if done.seen else ""),
        )
    )
    return page


def _line(difference: Difference, say: Tongue) -> str:
    version = f"@{difference.version}" if difference.version else ""
    said = say(difference.ko, difference.en)
    if difference.basis:
        said += say(f" (원문 자료의 시행일 근거: {difference.basis})", f" (the texts on the day: {difference.basis})")
    if not difference.sure:
        said += say(" (원문이 옮겨 맞춘 것이라 확인이 필요함)", " (the text is put together: to be checked)")
    name = difference.code.replace("_", " ")
    return f"{difference.place}: {difference.rule}{version}: {name}: {said} [{difference.text_place}]"


def _as_json(texts: Texts, done: Comparison) -> dict[str, Any]:
    return {
        "compared": {"versions": done.compared, "penalties": done.figures},
        "differences": [
            {
                "code": d.code,
                "rule": d.rule,
                "version": d.version.isoformat() if d.version else None,
                "element": d.element,
                "text_from": d.text_from.isoformat(),
                "ko": d.ko,
                "en": d.en,
                "basis": d.basis,
                "sure": d.sure,
                "rule_place": _place(d.place),
                "text_place": _place(d.text_place),
            }
            for d in done.differences
        ],
        "judged_before": done.seen,
        "judged_but_gone": [mark.model_dump(mode="json") for mark in done.stale],
        "not_compared": [{"what": what, "ko": ko, "en": en} for what, ko, en in done.left_out],
        "passed_over": texts.skipped,
        "faults": [_fault(fault) for fault in texts.faults],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _fault(fault: Fault) -> dict[str, Any]:
    return {**_place(fault.place), "ko": fault.ko, "en": fault.en}

"""`offence letters --why`, `--verify` and `--check`: what letters rest on, whether it holds, whether templates are sound."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from offence_engine.cli.inout import put, tracked
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view.words import VERDICT_SHORT
from offence_engine.errors import usage

if TYPE_CHECKING:
    from offence_engine.letters.record import Record
    from offence_engine.model.case import Case
    from offence_engine.model.result import Assessment
    from offence_engine.rulebook.rulebook import Rulebook

# The beginning of a ground's id -> what it is called.
_KINDS = {
    "finding": ("검토 결과", "finding"),
    "told": ("적힌 구성요건", "element told"),
    "element": ("구성요건", "element"),
    "fact": ("사실", "fact"),
    "evidence": ("증거", "evidence"),
    "version": ("시행 조문", "version of the law"),
    "law": ("조문", "provision"),
    "duty": ("후속 조치", "consequence"),
    "deadline": ("기한", "deadline"),
    "case": ("사건 파일의 머리", "head of the case file"),
    "particulars": ("인적사항", "particulars"),
    "rule": ("규칙의 글", "text of the rules"),
    "item": ("자료의 줄", "item"),
}


# How a finding or an element stood, in Korean; in English a value is its own word.
_STOOD = {**{value: said[1] for value, said in VERDICT_SHORT.items()}, "met": "충족", "not_met": "미충족"}


def why(values: Namespace, say: Tongue) -> int:
    """Each text of a letter that states a fact or a conclusion, with what it rests on."""
    from offence_engine.letters.verify import source_of

    source = source_of(Path(values.why))
    record = source.record
    page = Page()
    page.line(
        say(
            f"{record.kind}: 사건 {record.case}, 기준일 {record.as_of}, 규칙 {record.rulebook[:12]}",
            f"{record.kind}: case {record.case}, as of {record.as_of}, rules {record.rulebook[:12]}",
        ),
        style="head",
        hang=2,
    )
    for number, block in enumerate(record.blocks, 1):
        if block.rests_on:
            page.line(f"{number}. {block.text}", hang=4)
            for what, grounds in _by_kind(record, block.rests_on).items():
                name = say(*_KINDS.get(what, (what, what)))
                page.line(
                    f"{name}: {', '.join(_shown(record, what, g, say) for g in grounds)}",
                    indent=4,
                    hang=2,
                    style="quiet",
                )
    if source.same is False:
        page.line(
            say("이 파일은 초안을 쓴 뒤에 바뀌었다.", "This file was changed after it was drafted."), style="open"
        )
    put(page)
    return 0


def _by_kind(record: Record, numbers: tuple[int, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number in numbers:
        what, _, name = record.grounds[number].partition(":")
        if what != "told":
            found.setdefault(what, []).append(name)
    return found


def _shown(record: Record, what: str, name: str, say: Tongue) -> str:
    values = {"fact": record.facts, "element": record.elements, "finding": record.findings}.get(what, {})
    if name not in values:
        return name
    value = values[name]
    return f"{name} = {say(_STOOD[value], value.replace('_', ' ')) if value in _STOOD else value}"


def verify(values: Namespace, say: Tongue) -> int:
    """Checks a letter against the case and the rules; 1 where something does not hold."""
    from offence_engine.assess import assess
    from offence_engine.casefile.read import read_case
    from offence_engine.letters.verify import remarks_on, source_of
    from offence_engine.rulebook.load import load_rulebook

    path = Path(values.verify)
    source = source_of(path)
    day = source.record.as_of
    book = load_rulebook(values.rules)
    case = read_case(values.case, book, day)

    def judge(case: Case, book: Rulebook, as_of: date) -> Assessment:
        return assess(case, book, as_of)

    remarks = remarks_on(source, case, book, judge)
    page = Page()
    for remark in remarks:
        where = say(f"글 {remark.block}: ", f"text {remark.block}: ") if remark.block else ""
        page.line(f"✗ {where}{say.of(remark.text)}", hang=2, style="open")
    record = source.record
    checked = len([b for b in record.blocks if b.rests_on])
    page.line(
        say(
            f"{path.name}: 글 {len(record.blocks)}개(근거 있는 글 {checked}개), 근거 {len(record.grounds)}개를 확인하였다. "
            f"어긋나는 것 {len(remarks)}개.",
            f"{path.name}: checked {len(record.blocks)} texts ({checked} with grounds) and {len(record.grounds)} grounds. "
            f"Remarks: {len(remarks)}.",
        ),
        style="head",
        hang=2,
    )
    if source.same is False and not any(remark.about == "text" for remark in remarks):
        page.line(
            say(
                "글은 그대로이나 파일이 초안을 쓴 뒤에 바뀌었다: 모양, 주석이나 글 밖의 것이 바뀌었는지 눈으로 확인한다.",
                "The texts are as drafted, but the file was changed since: look whether its form changed, or something "
                "was added outside the texts.",
            ),
            hang=2,
            style="open",
        )
    page.line(
        say(
            "구성요건의 판단이 옳은지, 증거가 그 사실을 증명하는지는 확인하지 않는다. 초안이다.",
            "Whether the judgments are right and the evidence proves the facts is not checked. It is a draft.",
        ),
        hang=2,
    )
    put(page)
    return 1 if remarks else 0


def check(values: Namespace, say: Tongue) -> int:
    """Every kind of letter against every kind of case; 1 where a template is at fault."""
    from offence_engine.letters.folders import templates_of
    from offence_engine.letters.prove import kinds_of_case, prove
    from offence_engine.rulebook.load import load_rulebook

    book = load_rulebook(values.rules)
    folder = Path(values.templates) if values.templates else templates_of(book.templates)
    if not folder.is_dir():
        raise usage(f"글틀 폴더가 없습니다: {folder}", f"no such templates folder: {folder}")
    cases = kinds_of_case(book)
    watched = tracked(cases, say("글틀을 대어 봅니다", "Proving templates"), len(cases))
    faults = prove(book, folder, watched)
    page = Page()
    for fault in faults:
        page.line(fault.text(say.lang), hang=2, style="open")
    page.line(
        say(
            f"문서 {len(book.letters.letters)}종을 사건 {len(cases)}가지에 대어 보았다. 잘못 {len(faults)}개.",
            f"Proved {len(book.letters.letters)} kinds of letter against {len(cases)} kinds of case. Faults: {len(faults)}.",
        ),
        style="head",
        hang=2,
    )
    put(page)
    return 1 if faults else 0

"""Whether what a letter rests on still is so: facts in the case, elements and findings, versions in the rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from offence_engine.letters.markup import plain
from offence_engine.letters.record import Record, digest_of
from offence_engine.letters.verify.remark import Remark, remark, shortened
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook

_DAY = re.compile(r"\d{4}-\d\d?(?:-\d\d?)?")
_NUMBER = re.compile(r"\d+")


def ground_remarks(record: Record, assessment: Assessment, case: Case, book: Rulebook) -> Iterator[Remark]:
    """Each ground that is no longer as it was when the letter was drafted, at the first text that rests on it."""
    first: dict[str, int] = {}
    for number, block in enumerate(record.blocks, 1):
        for ground in block.rests_on:
            first.setdefault(record.grounds[ground], number)
    if record.case != case.head.id:
        yield remark(
            "case",
            f"다른 사건의 문서입니다: `{record.case}` (주어진 사건: `{case.head.id}`)",
            f"the letter is of another case: `{record.case}` (given: `{case.head.id}`)",
        )
        return
    if record.rulebook != book.sha256:
        yield remark(
            "rules",
            f"다른 규칙으로 만든 문서입니다: {record.rulebook[:12]} (지금: {book.sha256[:12]})",
            f"drafted with other rules: {record.rulebook[:12]} (now: {book.sha256[:12]})",
        )
    yield from _versions(record, book, first)
    yield from _findings(record, assessment, first)
    yield from _facts(record, assessment, first)
    yield from _stated(record, case)
    yield from _duties(record, assessment, first)


def _versions(record: Record, book: Rulebook, first: dict[str, int]) -> Iterator[Remark]:
    for key, digest in record.versions.items():
        now = digest_of(book, key)
        at = first.get(f"version:{key}")
        if digest and not now:
            yield remark("version", f"규칙에 없는 시행 조문: {key}", f"not in the rules: {key}", at)
        elif now != digest:
            yield remark("version", f"초안 뒤에 규칙이 바뀐 시행 조문: {key}", f"changed in the rules: {key}", at)


def _findings(record: Record, assessment: Assessment, first: dict[str, int]) -> Iterator[Remark]:
    findings = {f.id: f for f in assessment.findings}
    for id_, verdict in record.findings.items():
        now = findings[id_].verdict if id_ in findings else None
        if now != verdict:
            yield _differs("finding", id_, verdict, now, first.get(f"finding:{id_}"))
    elements = {f"{f.id}#{e.id}": e.truth for f in assessment.findings for e in f.elements}
    for id_, truth in record.elements.items():
        found = elements.get(id_)
        if found != truth:
            yield _differs("element", id_, truth, found, first.get(f"element:{id_}"))


def _facts(record: Record, assessment: Assessment, first: dict[str, int]) -> Iterator[Remark]:
    now = {
        fact.at: json.dumps(fact.value, ensure_ascii=False, default=str)
        for finding in assessment.findings
        for element in finding.elements
        for fact in element.facts
    }
    for at, value in record.facts.items():
        found = now.get(at)
        if found != value:
            yield _differs("fact", at, value, None if found == "null" else found, first.get(f"fact:{at}"))


def _stated(record: Record, case: Case) -> Iterator[Remark]:
    """Blanks, particulars and evidence are shown as they are stated: their text must stand where it rests on them."""
    for number, block in enumerate(record.blocks, 1):
        for ground in block.rests_on:
            kind, _, name = record.grounds[ground].partition(":")
            now: str | None
            if kind == "case":
                now = getattr(case.head, name, None)
            elif kind == "particulars":
                person, _, key = name.partition(".")
                now = case.particulars.get(person, {}).get(key)
            elif kind == "evidence" and name not in case.evidence:
                yield remark(
                    "fact",
                    f"사건 파일에 없는 증거: {name}",
                    f"evidence that the case file no longer has: {name}",
                    number,
                )
                continue
            else:
                continue
            if now is None or not _shown(str(now), block.text):
                yield _differs("fact", f"{kind}.{name}", shortened(block.text), now, number)


def _shown(value: str, text: str) -> bool:
    """Whether a text prints a value: as it is, as another word (yes as detained), or as a day is written in letters."""
    if plain(value) in plain(text) or value in ("yes", "no"):
        return True
    if not _DAY.fullmatch(value):
        return False
    day, numbers = [int(part) for part in value.split("-")], [int(number) for number in _NUMBER.findall(text)]
    return any(numbers[at : at + len(day)] == day for at in range(len(numbers)))


def _duties(record: Record, assessment: Assessment, first: dict[str, int]) -> Iterator[Remark]:
    now = {d.id for d in assessment.duties}
    for id_, number in first.items():
        kind, _, name = id_.partition(":")
        if kind == "duty" and name not in now:
            yield remark("duty", f"더 이상 따르지 않는 조치: {name}", f"no longer follows: {name}", number)


def _differs(about: str, id_: str, before: str, now: str | None, block: int | None) -> Remark:
    names = {"finding": ("검토 결과", "finding"), "element": ("구성요건", "element"), "fact": ("사실", "fact")}
    ko, en = names[about]
    after_ko, after_en = (now, now) if now is not None else ("없음", "none")
    return remark(
        about,  # type: ignore[arg-type]
        f"{ko} {id_}: 초안 때 {before}, 지금 {after_ko}",
        f"{en} {id_}: drafted as {before}, now {after_en}",
        block,
    )

"""Whether the facts of the crime tell every met element of every referred offence, and each of them once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from offence_engine.letters.record import Record
from offence_engine.letters.verify.remark import Remark, remark
from offence_engine.model.result import Assessment, ElementResult, Finding
from offence_engine.rulebook.rulebook import Rulebook

TOLD = "told:"


def telling_remarks(record: Record, assessment: Assessment, book: Rulebook) -> Iterator[Remark]:
    """Of a letter that tells the facts of the crime: what it leaves out, tells twice, or does not say in words."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(record.blocks, 1):
        for ground in block.rests_on:
            if record.grounds[ground].startswith(TOLD):
                places[record.grounds[ground].removeprefix(TOLD)].append(number)
    if not places:
        return
    told = {id_.rpartition("#")[0] for id_ in places}
    for finding in _referred(record, assessment, told):
        for element in finding.elements:
            if element.truth != "met":
                continue
            found = places.get(f"{finding.id}#{element.id}", [])
            name = f"{finding.id}#{element.id} ({element.words})"
            if not found:
                yield remark("telling", f"범죄사실에 없는 구성요건: {name}", f"not told: {name}")
            elif len(found) > 1:
                yield remark("telling", f"두 번 적힌 구성요건: {name}", f"told twice: {name}", found[1])
            elif record.lang == "ko" and not in_words(book, element, record.blocks[found[0] - 1].text):
                yield remark("telling", f"말로 적히지 않은 구성요건: {name}", f"not said in words: {name}", found[0])


def _referred(record: Record, assessment: Assessment, told: set[str]) -> Iterator[Finding]:
    """What must be told: every finding of an offence that stands, unless age may free the suspect; and all that is."""
    free = {s.person for s in assessment.suspects if s.punishable != "yes"}
    findings = {f.id: f for f in assessment.findings}
    wanted: dict[str, None] = dict.fromkeys(told)
    for offence in assessment.offences:
        stands = offence.verdict == "applicable" and offence.standing.as_ in ("principal", "alternative")
        own = record.subject is None or record.subject == offence.suspect
        if stands and own and offence.suspect not in free:
            wanted.update(dict.fromkeys(offence.findings))
    yield from (findings[id_] for id_ in wanted if id_ in findings)


def in_words(book: Rulebook, element: ElementResult, text: str) -> bool:
    """Whether a text says an element: a word of the statute, or the words that the rules tell it by."""
    wording = book.letters.wording
    said = wording.told if wording is not None else {}
    name = element.id.rpartition(":")[2]
    if name in said:
        return not said[name] or any(words in text for words in said[name])
    stems = {w[:2] for w in re.split(r"[\sㆍ,·()「」\"]+", element.words) if len(w) >= 2}
    return any(stem in text for stem in stems)

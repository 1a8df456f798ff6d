"""The record of a letter: each of its texts with what it rests on, and what that was when the letter was drafted.

A record names facts, elements and versions by their ids and holds their values; it holds no identity. It lies beside
the letters (`letters.json`), and inside the files of letters that stay within the investigation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

from pydantic import model_validator

from offence_engine.letters.document import Document, texts
from offence_engine.model.base import Frozen
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook

FORM = 1


class Block(Frozen):
    """A text of the letter, and the numbers of its grounds in `Record.grounds`."""

    text: str
    rests_on: tuple[int, ...] = ()


class Record(Frozen):
    """`facts`: place -> value as written; `elements`: finding#element -> truth; `findings`: id -> verdict;
    `versions`: provision@day -> digest of what it says."""

    form: int = FORM
    kind: str
    lang: str
    subject: str | None = None
    case: str
    as_of: date
    rulebook: str
    draft: str = ""
    blocks: tuple[Block, ...]
    grounds: tuple[str, ...]
    facts: dict[str, str]
    elements: dict[str, str]
    findings: dict[str, str]
    versions: dict[str, str]

    @model_validator(mode="after")
    def _grounds_exist(self) -> Self:
        if any(not 0 <= number < len(self.grounds) for block in self.blocks for number in block.rests_on):
            raise ValueError("a text rests on a ground that the record does not have")
        return self


def record_of(
    document: Document,
    assessment: Assessment,
    case: Case,
    book: Rulebook,
    subject: str | None,
    told: Iterable[tuple[str, tuple[str, ...]]] | None = None,
) -> Record:
    """The record of a document as it was drafted; `told`: its texts with what they rest on where a format has its own."""
    numbers: dict[str, int] = {}
    blocks = []
    for text, rests_on in texts(document) if told is None else told:
        own = tuple(numbers.setdefault(id_, len(numbers)) for id_ in rests_on)
        blocks.append(Block(text=text, rests_on=own))
    wanted = numbers.keys()
    facts: dict[str, str] = {}
    elements: dict[str, str] = {}
    findings: dict[str, str] = {}
    for finding in assessment.findings:
        if f"finding:{finding.id}" in wanted:
            findings[finding.id] = finding.verdict
        for element in finding.elements:
            if f"element:{finding.id}#{element.id}" in wanted:
                elements[f"{finding.id}#{element.id}"] = element.truth
            for fact in element.facts:
                if f"fact:{fact.at}" in wanted:
                    facts[fact.at] = json.dumps(fact.value, ensure_ascii=False, default=str)
    return Record(
        kind=document.kind,
        lang=document.lang,
        subject=subject,
        case=case.head.id,
        as_of=assessment.as_of,
        rulebook=book.sha256,
        draft=document.draft,
        blocks=tuple(blocks),
        grounds=tuple(numbers),
        facts=facts,
        elements=elements,
        findings=findings,
        versions={
            key: digest_of(book, key) for id_ in wanted if id_.startswith("version:") for key in [id_.partition(":")[2]]
        },
    )


def digest_of(book: Rulebook, key: str) -> str:
    """A digest of what a version (provision, modifier or concept @ day) says; empty where there is none."""
    name, _, effective = key.partition("@")
    tables: tuple[Mapping[str, Any], ...] = (book.provisions, book.modifiers, book.concepts)
    for rules in tables:
        rule = rules.get(name)
        if rule is None:
            continue
        versions: Any = getattr(rule, "versions", None) or getattr(rule, "reaches", ())
        found = next((v for v in versions if v.effective.isoformat() == effective), None)
        if found is not None:
            elements = getattr(rule, "elements", {})
            said = [found.model_dump_json(), *(e.model_dump_json() for e in elements.values())]
            return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    return ""


def to_json(record: Record) -> bytes:
    """As JSON; the same record gives the same bytes."""
    return record.model_dump_json(exclude_none=True).encode()


def from_json(data: bytes) -> Record:
    """Errors: ValueError where it is no record."""
    return Record.model_validate_json(data)

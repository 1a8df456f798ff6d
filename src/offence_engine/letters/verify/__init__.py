"""Checks a letter against the case and the rules it names, without any of what drafted it.

file -> texts and record -> is the text as drafted, are its grounds as they were, is all told, is all law known?
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from offence_engine.letters.record import Record
from offence_engine.letters.verify.citations import citation_remarks
from offence_engine.letters.verify.grounds import ground_remarks
from offence_engine.letters.verify.remark import Remark
from offence_engine.letters.verify.source import BESIDE, Source, beside_json, source_of
from offence_engine.letters.verify.telling import telling_remarks
from offence_engine.letters.verify.texts import text_remarks
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook

__all__ = ["BESIDE", "Record", "Remark", "Source", "beside_json", "remarks_on", "source_of", "verify"]


Judge = Callable[[Case, Rulebook, date], Assessment]


def verify(path: Path, case: Case, book: Rulebook, judge: Judge) -> tuple[Source, list[Remark]]:
    """The letter as read, and everything about it that does not hold; `judge` assesses the case anew, as of its day.

    Errors: UsageError where the file is no letter, or has no record.
    """
    source = source_of(path)
    return source, remarks_on(source, case, book, judge)


def remarks_on(source: Source, case: Case, book: Rulebook, judge: Judge) -> list[Remark]:
    """Everything about a letter that was read that does not hold."""
    record = source.record
    remarks = [*text_remarks(source)]
    assessment = judge(case, book, record.as_of)
    remarks += ground_remarks(record, assessment, case, book)
    if record.case == case.head.id:
        remarks += telling_remarks(record, assessment, book)
    remarks += citation_remarks(source.reading.texts, book, case)
    return remarks

"""What evidence may say for the lists of the record, and every fault of it in both languages at its place."""

from __future__ import annotations

from datetime import date

import pytest

from offence_engine import load_rulebook
from offence_engine.casefile.read import parse_case
from offence_engine.errors import CaseError
from offence_engine.model.case import Evidence

AS_OF = date(2026, 11, 22)
CASE = """
case: {id: e-1}
persons: {S1: {role: suspect}, V1: {role: victim}}
acts: {A1: {kind: altered, on: 2025-03-02, by: S1}}
evidence:
  E1: EVIDENCE
"""


def evidence(text: str) -> Evidence:
    case = parse_case(CASE.replace("EVIDENCE", text).encode(), "case.yaml", load_rulebook(), AS_OF)
    return case.evidence["E1"]


def test_text_alone_is_what_it_is() -> None:
    assert evidence("대화 내역") == Evidence(what="대화 내역")


def test_everything_that_the_lists_print() -> None:
    found = evidence(
        "{what: 휴대전화, seized: yes, kind: 휴대전화, quantity: 1대, author: S1, made_on: 2025-04-01, pages: 3, paper: no}"
    )
    assert (found.seized, found.kind, found.quantity, found.author) == ("yes", "휴대전화", "1대", "S1")
    assert (found.made_on, found.pages, found.paper) == (date(2025, 4, 1), 3, "no")


def test_unknown_is_not_stated() -> None:
    found = evidence("{what: 휴대전화, seized: unknown}")
    assert found.seized is None and found.paper is None and found.pages is None


@pytest.mark.parametrize(
    ("text", "ko", "en", "column"),
    [
        ("{what: x, seized: true}", "yes 또는 no", "seized is yes or no; found `true`", 25),
        ("{what: x, paper: [yes]}", "yes 또는 no", "paper is yes or no; found a list", 24),
        ("{what: x, pages: 0}", "1 이상의 정수", "a whole number from 1", 24),
        ("{what: x, pages: many}", "1 이상의 정수", "found `many`", 24),
        ("{what: x, made_on: 2025-04}", "하루로", "made_on is one day", 26),
        ("{what: x, made_on: 2025-13-01}", "달력에 있는 날이 아닙니다", "not a day of the calendar", 26),
        ("{what: x, made_on: 2027-01-01}", "검토 기준일(2026-11-22)보다 뒤", "is after the day of assessment", 26),
        ("{what: x, quantty: 2}", "혹시 `quantity`", "Did you mean `quantity`", 26),
        ("{seized: yes}", "what(무엇인지)이 없습니다", "evidence has no `what`", 7),
        ("{what: x, author: 010-1234-5678}", "전화번호", "a telephone number", 25),
    ],
)
def test_a_fault_is_told_at_its_place(text: str, ko: str, en: str, column: int) -> None:
    with pytest.raises(CaseError) as caught:
        evidence(text)
    fault = next(f for f in caught.value.faults if en in f.en)
    assert ko in fault.ko and fault.place.line == 6
    assert fault.place.column == column


def test_all_faults_at_once() -> None:
    with pytest.raises(CaseError) as caught:
        evidence("{what: x, seized: maybe, paper: maybe, pages: -1, made_on: soon}")
    assert len(caught.value.faults) == 4

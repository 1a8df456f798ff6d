"""Whatever is done to a case file, it is read or refused: no other exception reaches the user."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.assess import assess
from offence_engine.casefile.read import parse_case
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view.assessment import show
from offence_engine.errors import CaseError
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from tests.bad_input.test_faults import SOUND

AS_OF = date(2026, 1, 1)
PIECES = [
    *"{}[],:-#&*!|>'\"%@`\t\n ~?=<.0a²٣é가", "\u2028", "\x85", "\ufeff", "\u202e", "---", "- ", "? ", "<<: ", "''", '"\\ud800"', '"\\x1b"',
    "unknown", "null", "yes", "ongoing", "2024-02-30", "9" * 400, "between", "V1", "S1", "M1", "A1", "E1", "adult", "{value: no}", "[[]]",
]  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def settle(book: Rulebook, data: bytes) -> None:
    """Read, assess and show; a CaseError is an answer too."""
    try:
        case = parse_case(data, "case.yaml", book, AS_OF)
        result = assess(case, book, AS_OF)
    except CaseError as told:
        assert told.faults
        assert told.text("ko") and told.text("en")
        return
    json.dumps(result.model_dump(mode="json", by_alias=True))
    for lang in ("ko", "en"):
        page = Page(terminal=False)
        show(page, Tongue(lang), book, case, result, "case.yaml")
        assert page.text()


@given(edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=3))
def test_text_cut_and_pasted_anywhere(book: Rulebook, edits: list[tuple[float, int, str]]) -> None:
    text = SOUND
    for where, length, piece in edits:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + length :]
    settle(book, text.encode())


@given(data=st.binary(max_size=200), where=st.floats(0, 1))
def test_bytes_thrown_in(book: Rulebook, data: bytes, where: float) -> None:
    sound = SOUND.encode()
    at = int(where * len(sound))
    settle(book, sound[:at] + data + sound[at:])

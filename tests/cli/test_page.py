"""The page: Korean letters are two cells wide, nothing is lost, and a terminal is never given orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.cli.page import PLAIN_WIDTH, Page, cells, clean, wrapped


def test_korean_letters_take_two_cells() -> None:
    assert cells("법률 law") == 8


@given(st.text(alphabet="가나다 abc ㆍ.\t", max_size=200), st.integers(8, 60), st.integers(0, 4))
def test_wrapping_keeps_every_letter_within_the_width(text: str, width: int, hang: int) -> None:
    lines = wrapped(text, width, hang)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line.rstrip()) <= width for line in lines)


def test_further_lines_hang() -> None:
    assert wrapped("가나다 라마바 사아자", 8, 2) == ["가나다", "  라마바", "  사아자"]


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert wrapped("가나다라마바사", 6) == ["가나다", "라마바", "사"]


@pytest.mark.parametrize("bad", ["\x1b[31m", "\x07", "\x9b", "\u202e", "\u2066"])
def test_what_a_terminal_would_obey_is_not_passed_on(bad: str) -> None:
    page = Page(terminal=False)
    page.line(f"a{bad}b")
    page.table(["x"], [("plain", [f"c{bad}d"])])
    assert bad[0] not in page.text()
    assert "a\ufffd" in page.text()


def test_line_breaks_in_a_text_become_blanks() -> None:
    assert clean("one\ntwo\tthree") == "one two three"


def test_off_a_terminal_the_page_is_plain_and_of_a_fixed_width() -> None:
    page = Page(terminal=False)
    page.line("가" * 100, style="good")
    page.table(["첫째", "second"], [("bad", ["가" * 80, "b"])], widths=(3, 1))
    assert page.width == PLAIN_WIDTH
    assert "\x1b" not in page.text()
    assert max(cells(line) for line in page.text().splitlines()) <= PLAIN_WIDTH
    assert not any(line.endswith(" ") for line in page.text().splitlines())


def test_on_a_terminal_there_is_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    page = Page(terminal=True, width=80)
    page.line("met", style="good")
    assert "\x1b[32m" in page.text()


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    page = Page(terminal=True, width=80)
    page.line("met", style="good")
    assert "\x1b[32m" not in page.text()

"""Whatever a value is, the Markdown and the HTML show it and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.letters.markup import escaped, plain, settled
from tests.letters.drafts import html_of

HOSTILE = [
    "a | b || c",
    "<script>alert(1)</script>",
    "<b onclick=x>",
    "[여기](https://evil.example)",
    "![x](http://evil.example/a.png)",
    "[x]: http://evil.example",
    "<http://evil.example>",
    "`code` ```fence```",
    "**굵게** _기울임_ ~~지움~~",
    "# 제목",
    "- 목록",
    "1. 목록",
    "> 인용",
    "===",
    "---",
    "\\| \\\\ \\",
    "&lt;b&gt; &amp;",
    "줄\n바꿈\r\n\n- 또",
    "표|끝\\",
    "[열린",
    "닫힌]",
    "{{ 7 * 7 }} {% raw %}",
    "a\u202eb\u200bc\x00d",
    "    네 칸",
    "\ue000\ue001]",
]
PLACES = [
    "- {}\n",
    "{}\n",
    "| a | b |\n|---|---|\n| {} | x |\n",
    "# {}\n",
    "앞 {} 뒤\n",
    "{}(x)\n",
    "{}[y]\n",
    "[{}](z)\n",
]


class Seen(HTMLParser):
    """Tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(template: str, value: str) -> Seen:
    return Seen(html_of(settled(template.replace("{}", escaped(value)))))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_adds_no_markup(place: str, value: str) -> None:
    neutral, found = shown(place, "x"), shown(place, value)
    if plain(value):
        assert found.tags == neutral.tags
    assert found.attributes == neutral.attributes
    assert plain(value) in plain(found.text)


@given(value=st.text(max_size=40), place=st.sampled_from(PLACES))
def test_no_text_adds_markup(value: str, place: str) -> None:
    found = shown(place, value)
    assert set(found.tags) <= set(shown(place, "x").tags)
    assert plain(value) in plain(found.text)


@given(first=st.text(alphabet="[]()!<>:ax\\`|#-1.", max_size=8), second=st.text(alphabet="[]()<>:ax\\`|", max_size=8))
def test_two_values_side_by_side_add_no_markup(first: str, second: str) -> None:
    found = Seen(html_of(settled(f"- x {escaped(first)}{escaped(second)}\n")))
    assert set(found.tags) == {"ul", "li"}


def test_what_needs_no_escape_stays_readable() -> None:
    for text in (
        "[확인 필요: 성명]",
        "2026. 3. 2.",
        "scpa.14-2.1@2024-10-16",
        "durable_rules 2.0.28",
        "1.가.나. 홍길동",
    ):
        assert settled(f"| {escaped(text)} |") == f"| {text} |"
    assert settled(escaped("2026. 3. 2.")) == "2026\\. 3. 2."


def test_only_text_and_numbers_can_be_printed() -> None:
    assert escaped(3) == "3"
    values: list[object] = [None, True, 1.5, ["a"], {}]
    for value in values:
        with pytest.raises(TypeError):
            escaped(value)

"""Hostile text in every place of a case file that takes free text: it is shown, and does nothing."""

from __future__ import annotations

import json
import re

import pytest

from offence_engine.letters.markup import plain
from tests.letters.drafts import draft, html_of
from tests.letters.test_markup import HOSTILE, Seen

ALLOWED = {"h1", "h2", "h3", "h4", "h5", "p", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "hr"}


def hostile_case(text: str) -> str:
    """A case in JSON with the text wherever free text may stand."""
    judged = {"value": "yes", "by": text, "because": text}
    case = {
        "case": {"id": "t-h", "title": text, "office": text, "unit": text, "number": text, "investigator": text,
                 "rank": text, "prosecution_office": text, "received": text, "clue": text},
        "persons": {
            "S1": {"role": "suspect", "birth": "2000-01-01"},
            "S2": {"role": "suspect", "known_as": text},
            "T1": {"role": "other", "known_as": text},
            "V1": {"role": "victim"},
        },
        "particulars": {"S1": {"name": text, "job": text, "address": text, "record": text, "detained": text,
                               "detained_on": text, "counsel": text}},
        "materials": {"M1": {"form": "image", "made": "altered", "shown": {
            "V1": {"shows": "face", "consent_to_alteration": "no", "sexual_form": judged}}}},
        "channels": {"C1": {"name": text}},
        "acts": {
            "A1": {"kind": "altered", "on": "2025-03-02", "product": ["M1"], "place": text, "manner": text,
                   "by": {"S1": {"intent": judged}, "S2": {"intent": judged}}},
            "A2": {"kind": "posted", "on": "2025-03-03", "object": ["M1"], "channel": "C1", "reach": "many",
                   "recipients": ["T1"], "by": {"S1": {"intent": judged, "expects_onward_spread": "yes"}},
                   "towards": {"V1": {"consent_to_spread": "no"}}, "delivered": "yes", "place": text},
        },
        "evidence": {"E1": {"what": text, "page": text}},
    }  # fmt: skip
    return json.dumps(case, ensure_ascii=False)


SHOWN = [text for text in HOSTILE if "\x00" not in text]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("kind", ["referral", "referral_cover"])
@pytest.mark.parametrize("text", SHOWN)
def test_hostile_text_is_only_text(text: str, kind: str, lang: str) -> None:
    markdown = draft(hostile_case(text), kind, lang)
    seen = Seen(html_of(markdown))
    assert set(seen.tags) <= ALLOWED and set(seen.attributes) <= {("class", "wide")}
    assert seen.tags == Seen(html_of(draft(hostile_case("글"), kind, lang))).tags
    assert seen.text.count(plain(text)) >= 5


@pytest.mark.parametrize("text", SHOWN)
def test_tables_keep_their_columns(text: str) -> None:
    width = None
    for line in draft(hostile_case(text)).splitlines():
        cells = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else None
        if cells is not None and width is not None:
            assert cells == width, line
        width = cells


@pytest.mark.parametrize("text", SHOWN)
def test_the_page_has_no_script_link_or_image(text: str) -> None:
    page = draft(hostile_case(text), format_="html")
    seen = Seen(page)
    assert not {"script", "a", "img", "iframe", "object", "link", "form", "svg", "code", "pre"} & set(seen.tags)
    assert {name for name, _ in seen.attributes} <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "aria-hidden",
    }
    assert not any("evil" in (value or "") for _, value in seen.attributes)


def test_braces_are_not_evaluated() -> None:
    text = draft(hostile_case("{{ 7000 + 6993 }}"))
    assert "{{ 7000 + 6993 }}" in text and "13993" not in text

"""Which language is spoken: `--lang`, then OFFENCE_LANG, then the locale, then English."""

from __future__ import annotations

from datetime import date

import pytest

from offence_engine.cli.language import Tongue, choose, latin_numbers


@pytest.mark.parametrize(
    ("argv", "environ", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ko_KR.UTF-8"}, "ko"),
        ([], {"LANG": "ko"}, "ko"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8", "LC_MESSAGES": "ko_KR.UTF-8"}, "ko"),
        ([], {"LC_ALL": "C", "LC_MESSAGES": "ko_KR.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LANG": "ko_KR.EUC-KR"}, "ko"),
        ([], {"OFFENCE_LANG": "en", "LANG": "ko_KR.UTF-8"}, "en"),
        ([], {"OFFENCE_LANG": "fr", "LANG": "ko_KR.UTF-8"}, "ko"),
        (["--lang", "en"], {"OFFENCE_LANG": "ko"}, "en"),
        (["assess", "x", "--lang=ko"], {"OFFENCE_LANG": "en"}, "ko"),
        (["assess", "x", "--lang", "klingon"], {"OFFENCE_LANG": "ko"}, "ko"),
        (["assess", "--", "--lang", "ko"], {}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_language_is_chosen_in_this_order(argv: list[str], environ: dict[str, str], expected: str) -> None:
    assert choose(argv, environ) == expected


def test_days_and_counts_are_said_as_each_language_says_them() -> None:
    ko, en = Tongue("ko"), Tongue("en")
    day = date(2026, 3, 2)
    assert (ko.day(day), en.day(day)) == ("2026. 3. 2.", "2026-03-02")
    assert ko.days(day, day) == "2026. 3. 2."
    assert en.days(day, date(2026, 4, 1)) == "2026-03-02 ~ 2026-04-01"
    assert [en.count(n, "명", "person") for n in (0, 1, 1200)] == ["0 persons", "1 person", "1,200 persons"]
    assert ko.count(16, "명", "person") == "16명"


def test_judgments_are_numbered_in_latin_letters_in_english() -> None:
    assert latin_numbers("Supreme Court 2024도17801 and 2024노1823") == "Supreme Court 2024Do17801 and 2024No1823"
    assert latin_numbers("plain") == "plain"

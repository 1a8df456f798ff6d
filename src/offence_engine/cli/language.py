"""Which language the screen speaks, and how a pair of fixed words is said in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from offence_engine.errors import LANGUAGES

Lang = Literal["ko", "en"]
_NUMBER = re.compile(r"(\d{4})(전도|초기|고합|고단|헌바|헌가|헌마|도|노|모|다|나|누|두)(\d+)")
_MARKS = {
    "전도": "JeonDo", "초기": "ChoGi", "고합": "GoHap", "고단": "GoDan", "헌바": "HeonBa", "헌가": "HeonGa", "헌마": "HeonMa",
    "도": "Do", "노": "No", "모": "Mo", "다": "Da", "나": "Na", "누": "Nu", "두": "Du",
}  # fmt: skip


class Bilingual(Protocol):
    """Anything that has its words in both languages."""

    def text(self, lang: str) -> str: ...


def known(code: str) -> Lang | None:
    """`ko` or `en` where the code is one of them."""
    return "ko" if code == "ko" else "en" if code == "en" else None


def choose(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """`--lang`, else OFFENCE_LANG, else the locale (Korean for `ko*`), else English.

    `--lang` is looked up here by itself, so that a wrong command line is told in the wished language too.
    """
    for index, word in enumerate(argv):
        if word == "--":
            break
        value = word[7:] if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(argv):
            value = argv[index + 1]
        if (asked := known(value)) is not None:
            return asked
    if (wished := known(environ.get("OFFENCE_LANG", ""))) is not None:
        return wished
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "ko" if locale.lower().startswith("ko") else "en"


def latin_numbers(text: str) -> str:
    """The numbers of judgments in Latin letters: `2024도17801` -> `2024Do17801`."""
    return text if text.isascii() else _NUMBER.sub(lambda m: f"{m[1]}{_MARKS[m[2]]}{m[3]}", text)


class Tongue:
    """Says things in one language: `say("검토 기준일", "as of")`."""

    def __init__(self, lang: Lang) -> None:
        assert lang in LANGUAGES
        self.lang: Lang = lang

    def __call__(self, ko: str, en: str) -> str:
        return ko if self.lang == "ko" else en

    def of(self, words: Bilingual) -> str:
        """What carries both languages, in this one."""
        return words.text("ko") if self.lang == "ko" else latin_numbers(words.text("en"))

    def day(self, day: date) -> str:
        """`2026. 3. 2.` or `2026-03-02`."""
        return self(f"{day.year}. {day.month}. {day.day}.", day.isoformat())

    def days(self, first: date, last: date) -> str:
        """One day, or the first and the last."""
        return self.day(first) if first == last else f"{self.day(first)} ~ {self.day(last)}"

    def count(self, number: int, ko: str, en: str) -> str:
        """`16명`, `16 persons`: `en` is given in the singular."""
        plural = en if number == 1 else en[:-1] + "ies" if en.endswith("y") else en + "s"
        return self(f"{number:,}{ko}", f"{number:,} {plural}")

"""Text made comparable: one form for every way of writing the same characters, and what may stand between them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

# Unseen characters: format characters, fillers, variation selectors, tags.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212~"
# The point between words in Korean text is U+318D, which NFKC turns into U+119E.
_POINTS = "\u00b7\u119e\u30fb\u2022\u2027.,"
_MARKS = "*_`\\"
_SEPARATORS = _DASHES + _POINTS + _MARKS + "/()[]{}'\"\u2018\u2019\u201c\u201d|:;+@#<>="
_ONE_BY_ONE = tuple(_SEPARATORS)
_RUN = re.compile(r"[^\s" + re.escape(_SEPARATORS) + "]+")

# Parts of patterns. MARK: emphasis and escapes of Markdown. GAP: between the words of a text. DIGIT_GAP: between digits.
MARK = r"[*_`\\]{0,4}"
GAP = "[" + re.escape(_DASHES + _POINTS + _MARKS + "/()'\"\u2018\u2019") + r"\s]{0,4}"
LETTER_GAP = "[" + re.escape(_DASHES + "." + _MARKS + "'\u2019") + r"\s]{0,3}"
DIGIT_GAP = "[" + re.escape(_DASHES + "." + "\u00b7\u119e" + _MARKS + "/()") + r"\s]{0,4}"
WIDE_GAP = "[" + re.escape(_DASHES + "\u00b7\u119e._/") + r"\s]{1,4}"


def normal(text: str) -> str:
    """NFKC, folded case, unseen characters taken out: full-width, NFD and zero-width writing become plain.

    Unseen characters go first, since NFKC does not put Hangul together over them.
    """
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    return unicodedata.normalize("NFKC", text).casefold()


def squeeze(text: str) -> str:
    """Normal text without blanks and separators."""
    text = "".join(text.split())
    for separator in _ONE_BY_ONE:
        text = text.replace(separator, "")
    return text


class Places:
    """Where the characters of `squeeze(text)` stand in `text`."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._before: list[int] = []
        count = 0
        for run in _RUN.finditer(text):
            self._starts.append(run.start())
            self._before.append(count)
            count += run.end() - run.start()

    def of(self, index: int) -> int:
        run = bisect_right(self._before, index) - 1
        return self._starts[run] + index - self._before[run]


def compact(text: str) -> str:
    """Any text in normal form without blanks and separators."""
    return squeeze(normal(text))


def digits(text: str) -> str:
    """The digits of a text alone."""
    return "".join(c for c in normal(text) if c.isascii() and c.isdigit())

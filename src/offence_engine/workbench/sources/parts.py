"""The text of an article cut into its paragraphs and items, and made comparable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_HEADING = re.compile(r"제\s*\d+\s*조(?:의\d+)?\s*(?:\([^)]*\))?\s*")
_PARAGRAPH = re.compile(r"([\u2460-\u2473])(?:의(\d+))?\s*")
_ITEM = re.compile(r"(\d+)(?:의(\d+))?\.\s")
_MARKS = re.compile(r"<[^<>]*>|\[(?:본조|전문|제목|종전|시행일)[^\]]*\]")
_DAY = re.compile(r"(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})")
# Middle dots of every kind, quotation marks and spaces are typography, not words.
_TYPOGRAPHY = re.compile(r"[\s\u00b7\u30fb\u318d\u2027\u2219\u2022\u22c5\"'\u201c\u201d\u2018\u2019`]+")
GONE = "삭제"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article, `number` counted from its heading (0), and the paragraph and item that it belongs to."""

    number: int
    text: str
    paragraph: str | None
    item: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or item: its own lines (`own`); the text of an item stands after the words that open its paragraph."""

    number: int
    text: str
    own: str

    @property
    def bare(self) -> str:
        """The words without marks and typography: what is compared."""
        return bare(self.text)

    @property
    def gone(self) -> bool:
        return self.bare == GONE

    @property
    def amended(self) -> frozenset[str]:
        """The days (ISO) in the marks of amendment."""
        return frozenset(
            f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}" for mark in _MARKS.findall(self.text) for m in _DAY.finditer(mark)
        )


def bare(text: str) -> str:
    """Words alone: marks of amendment, spaces, middle dots and quotation marks left out."""
    return _TYPOGRAPHY.sub("", _MARKS.sub("", unicodedata.normalize("NFC", text)))


def without_brackets(text: str) -> str:
    """`text` without what stands in round brackets, also nested; a bracket without its other half stays."""
    kept: list[str] = []
    opened: list[int] = []
    for letter in text:
        if letter == ")" and opened:
            del kept[opened.pop() :]
            continue
        if letter == "(":
            opened.append(len(kept))
        kept.append(letter)
    return "".join(kept)


def unmarked(text: str) -> str:
    """The text on one line without marks of amendment and what stands in brackets: where penalties are read."""
    return " ".join(without_brackets(_MARKS.sub("", text)).split())


def _number(main: str, branch: str | None) -> str:
    return f"{main}-{branch}" if branch else main


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of an article's text, each with its paragraph and item; the heading itself is left out."""
    found: list[Line] = []
    paragraph: str | None = None
    item: str | None = None
    for number, raw in enumerate(text.split("\n")):
        line = raw.strip()
        if number == 0 and (heading := _HEADING.match(line)):
            line = line[heading.end() :]
        if not line:
            continue
        if m := _PARAGRAPH.match(line):
            paragraph, item = _number(str(ord(m[1]) - 0x245F), m[2]), None
            line = line[m.end() :]
        elif m := _ITEM.match(line):
            item = _number(m[1], m[2])
            line = line[m.end() :]
        found.append(Line(number, line, paragraph, item))
    return tuple(found)


def part_of(lines: tuple[Line, ...], paragraph: str | None, item: str | None) -> Part | None:
    """The part that a citation names, None where the article has no such part.

    An article without numbered paragraphs is its own paragraph 1; where it has items, a lone number names an item.
    """
    numbered = any(line.paragraph for line in lines)
    if not numbered and item is None and paragraph is not None and any(line.item == paragraph for line in lines):
        paragraph, item = None, paragraph
    wanted = paragraph if numbered or paragraph != "1" else None
    own = [line for line in lines if wanted is None or line.paragraph == wanted]
    if not own:
        return None
    if item is None:
        return _part(own[0].number, own, own)
    items = [line for line in own if line.item == item]
    if not items:
        return None
    opening = [line for line in own if line.item is None and line.number < items[0].number]
    if bare(items[0].text) == GONE:
        opening = []
    return _part(items[0].number, [*opening, *items], items)


def _part(number: int, lines: list[Line], own: list[Line]) -> Part:
    return Part(number, "\n".join(line.text for line in lines), "\n".join(line.text for line in own))


def opening_of(lines: tuple[Line, ...], paragraph: str | None) -> Part | None:
    """The words of a paragraph before its items."""
    own = [line for line in lines if line.item is None and (paragraph is None or line.paragraph == paragraph)]
    return _part(own[0].number, own, own) if own else None


def numbers_in(lines: tuple[Line, ...]) -> tuple[str | None, ...]:
    """The paragraphs that an article has, in order; one None where they are not numbered."""
    return tuple(dict.fromkeys(line.paragraph for line in lines))

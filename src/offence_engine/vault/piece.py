"""One thing to search for: whose it is, what kind of datum, how it may be written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from offence_engine.model.base import Label, label
from offence_engine.vault.normal import GAP, MARK, normal, squeeze

Strength = Literal["alone", "beside", "companion"]

KINDS: dict[str, Label] = {
    "whole": label("적힌 그대로", "as written in the vault"),
    "given": label("성을 뺀 이름", "the given name"),
    "family": label("성", "the family name"),
    "short": label("줄인 이름", "the short form"),
    "stem": label("학교 종류를 뺀 이름", "the name without the kind of school"),
    "local": label("@ 앞부분", "the part before `@`"),
    "handle": label("계정 이름", "the name of the account"),
    "day": label("날짜", "the day"),
    "six": label("앞 여섯 자리", "six digits of the birth"),
    "front": label("앞 일곱 자리", "the first seven digits"),
    "back": label("뒤 일곱 자리", "the last seven digits"),
    "road": label("도로명과 번호", "road and number"),
    "building": label("건물이나 호수", "building or unit"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A string of a vault, or a part of it.

    `strength`: `alone` counts wherever it stands; `beside` only within 60 characters of another datum of the same
    person; `companion` is such another datum only for one that counts `beside`. `pattern` is matched on normal text;
    wherever it matches, one of `anchors` stands in the squeezed text. `plain`: Latin
    letters alone, or few of them with digits: a markup may hold it as a word, and any bytes by chance; or digits
    set apart, which rows of numbers may hold. Pattern and
    anchors stay out of the repr.
    """

    person: str
    key: str
    kind: str
    strength: Strength
    pattern: str = field(repr=False)
    anchors: tuple[str, ...] = field(repr=False, default=())
    plain: bool = False

    @property
    def datum(self) -> str:
        """What it tells of the person: two pieces of one datum are no combination; given and family names are."""
        if self.kind == "six":
            return "birth"
        return "family" if self.kind == "family" else self.key.removeprefix("guardian.")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the pieces of one key of one person."""

    person: str
    key: str

    def __call__(self, kind: str, strength: Strength, pattern: str, *anchors: str, plain: bool = False) -> Piece:
        kept = tuple(dict.fromkeys(a for a in anchors if a))
        return Piece(self.person, self.key, kind, strength, pattern, kept, plain)

    def text(self, kind: str, strength: Strength, text: str) -> Piece:
        """A piece that is a text, however its words are set apart."""
        plain = may_be_markup(text)
        return self(kind, strength, bounded(loose(text), text), squeeze(text), plain=plain)


def loose(text: str) -> str:
    """A pattern for normal text whose words may be run together or set apart, from four letters also within words."""
    within = r"[*_`\\\s-]{0,2}" if len(squeeze(text)) >= 4 else MARK
    made, before = "", ""
    for char in text:
        if not squeeze(char):
            before = GAP
            continue
        made += (before or within if made else "") + re.escape(char)
        before = ""
    return made


def bounded(pattern: str, text: str) -> str:
    """The pattern, not as part of a longer Latin word or number."""
    kept = squeeze(text)
    head = r"(?<![a-z0-9])" if kept[:1].isascii() else ""
    tail = r"(?![a-z0-9])" if kept[-1:].isascii() else ""
    return f"{head}{pattern}{tail}"


def may_be_markup(text: str) -> bool:
    """Whether the text may stand in a markup as a word, or in any bytes by chance."""
    kept = squeeze(text)
    return kept.isascii() and (kept.isalpha() or len(kept) < 6)


def strength_of(text: str) -> Strength:
    """Whether a text can be told from ordinary words: one or two characters cannot."""
    return "alone" if len(squeeze(normal(text))) >= 3 else "beside"

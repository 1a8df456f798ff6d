"""The pieces of a school and of an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from offence_engine.vault.names import PARTICLE
from offence_engine.vault.normal import normal, squeeze
from offence_engine.vault.piece import Maker, Piece, Strength, bounded, loose, strength_of

# Kinds of school, longest first: what they are called in full, and in short.
_SCHOOLS = (
    ("여자상업고등학교", "여상"),
    ("외국어고등학교", "외고"),
    ("여자고등학교", "여고"),
    ("과학고등학교", "과고"),
    ("과학고등학교", "과학고"),
    ("공업고등학교", "공고"),
    ("상업고등학교", "상고"),
    ("예술고등학교", "예고"),
    ("체육고등학교", "체고"),
    ("국제고등학교", "국제고"),
    ("여자중학교", "여중"),
    ("여자대학교", "여대"),
    ("고등학교", "고교"),
    ("고등학교", "고"),
    ("초등학교", "초교"),
    ("초등학교", "초"),
    ("중학교", "중"),
    ("대학교", "대"),
)
_STEM = re.compile(
    r"(?:^|\s)([가-힣a-z0-9]+?)(" + "|".join(dict.fromkeys(full for full, _ in _SCHOOLS)) + r")(?![가-힣])"
)
_SHORT = re.compile(r"^([가-힣a-z0-9]{2,}?)(" + "|".join(short for _, short in _SCHOOLS) + r")$")
# "보라고", "한다고", "하고" are no schools.
_VERB_ENDS = "라다자냐하되있없않나가오보주두"
_AFTER_SCHOOL = rf"(?:{PARTICLE}|생|학생|재학|출신|졸업|교복|앞|\s?\d)?(?![가-힣])"

_ROAD = re.compile(r"([가-힣0-9·]*[가-힣](?:대로|로|길))\s*(\d+(?:\s*-\s*\d+)?)(?![\d가-힣]*길)")
_LANE = re.compile(r"([가-힣0-9·]*[가-힣](?:대로|로)\s*\d+(?:번|가)?길)\s*(\d+(?:\s*-\s*\d+)?)")
_LOT = re.compile(r"([가-힣]+\d*(?:동|리|가))\s*(산?\s*\d+(?:\s*-\s*\d+)?)(?!\s*[\d동호층])")
_UNIT = re.compile(r"(\d+)\s*동\s*(\d+)\s*호")
_BUILDING = re.compile(r"([가-힣a-z0-9]{2,}(?:아파트|빌라|오피스텔|맨션|타워|하우스|팰리스|자이|빌))(?![가-힣])")


def school(make: Maker, written: str) -> Iterator[Piece]:
    """The school as written, in full, and in its short forms (학교 left out, 여고, 외고)."""
    text = normal(written).strip()
    yield make.text("whole", strength_of(text), text)
    names: dict[str, None] = {}
    if found := _STEM.search(text):
        stem, kind = found.groups()
        names[stem + kind] = None
        shorts = [short for full, short in _SCHOOLS if full == kind]
    elif found := _SHORT.match(text):
        stem, short = found.groups()
        shorts = [short]
        names.update(dict.fromkeys(stem + full for full, also in _SCHOOLS if also == short))
    else:
        return
    for name in names:
        yield make.text("whole", strength_of(name), name)
    for short in shorts:
        yield _short_form(make, stem, short)
    if len(stem) >= 2:
        yield make("stem", "companion", f"(?<![가-힣a-z0-9]){loose(stem)}(?![a-z0-9])")


def _short_form(make: Maker, stem: str, short: str) -> Piece:
    doubtful = len(stem) < 2 or (short == "고" and stem[-1] in _VERB_ENDS[: 9 if len(stem) > 2 else 8])
    strength: Strength = "beside" if doubtful or len(stem + short) < 3 else "alone"
    pattern = rf"(?<![가-힣a-z0-9]){loose(stem)}\s?{short}{_AFTER_SCHOOL}"
    return make("short", strength, pattern, stem + short)


def address(make: Maker, written: str) -> Iterator[Piece]:
    """The address as a whole, without its first word, road and number, lot, building and unit."""
    text = normal(written).strip()
    yield make.text("whole", strength_of(text), text)
    words = text.split()
    if len(words) > 2 and len(squeeze(rest := " ".join(words[1:]))) >= 6:
        yield make.text("whole", "alone", rest)
    for found in (*_LANE.finditer(text), *_ROAD.finditer(text)):
        yield from _numbered(make, "road", "alone", *found.groups())
    for found in _LOT.finditer(text):
        yield from _numbered(make, "road", "alone" if "-" in found[2] else "beside", *found.groups())
    for found in _BUILDING.finditer(text):
        yield make.text("building", "beside", found[1])
    for found in _UNIT.finditer(text):
        block, flat = found.groups()
        pattern = rf"(?<!\d){block}\s?동?\s?[-,]?\s?{flat}\s?호?(?!\d)"
        yield make("building", "beside", pattern, f"{block}동{flat}", f"{block}{flat}")


def _numbered(make: Maker, kind: str, strength: Strength, name: str, number: str) -> Iterator[Piece]:
    parts = re.split(r"\s*-\s*", number)
    pattern = loose(name) + r"\s{0,3}" + r"\s?[-‐‑–]\s?".join(map(re.escape, parts)) + r"(?!\d)(?!\s?-\s?\d)"
    yield make(kind, strength, bounded(pattern, name), squeeze(name + "".join(parts)))


def job(make: Maker, written: str) -> Iterator[Piece]:
    """A job of one word is shared by many people: alone only two words of six characters or more are told."""
    text = normal(written).strip()
    told = len(text.split()) > 1 and len(squeeze(text)) >= 6
    yield make.text("whole", "alone" if told else "beside", text)

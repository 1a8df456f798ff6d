"""The pieces of a person's name, Korean or in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from offence_engine.vault.normal import LETTER_GAP, MARK, WIDE_GAP, normal, squeeze
from offence_engine.vault.piece import Maker, Piece, Strength

_DOUBLE_FAMILY_NAMES = ("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방", "망절", "어금")
# Family names that are words before a noun too: "이 수정", "전 직원", "한 학생".
_ALSO_WORDS = frozenset("이전한안현구신양각본당약채총반여원")
# Given names that are other words too, or their ends: "사진이나", "성남지원", "방 하나".
_GIVEN_AND_WORD = frozenset(
    (
        "이나",
        "하나",
        "지원",
        "나라",
        "보라",
        "미래",
        "수정",
        "지정",
        "이상",
        "이하",
        "주의",
        "고지",
        "사랑",
        "소리",
        "자유",
        "진리",
        "정보",
        "영상",
    )
)
_HANGUL = re.compile(r"[가-힣]+")
_NO_LETTER_BEFORE = r"(?<![가-힣])"
_NO_LETTER_AFTER = r"(?![가-힣])"
PARTICLE = (
    r"(?:은|는|이|가|을|를|의|에|에게|에게서|께|께서|과|와|도|만|로|으로|랑|이랑|한테|까지|부터|처럼|보다|하고|이며|며"
    r"|이고|이라고|라고|이라는|라는|입니다|이다|이었다|였다|에서|야)"
)
# What follows "길순이" only where it is a name; "수정이라고" may be another word.
_AFTER_CALLED = r"(?:가|는|를|의|와|도|만|한테|에게|하고)"
_TITLE = r"(?:씨|양|군|님)"
_MASKED = r"(?:모|씨|양|군|[○◯●*xo]{1,3})"
_PERSON_WORD = r"(?:피해자|피해아동|피해학생|고소인|신고인|성명|이름|실명|학생|보호자)"


def korean_name(make: Maker, name: str) -> Iterator[Piece]:
    """Pieces of a Korean name; of any other name, those of a name in Latin letters."""
    name = normal(name).strip()
    parts = name.split()
    whole = "".join(parts)
    if not _HANGUL.fullmatch(whole):
        yield from _other_name(make, name)
        return
    if len(whole) == 1:
        return
    if len(whole) == 2:
        yield from _two(make, whole)
        return
    splits = list(_splits(parts, whole))
    doubtful = any(given in _GIVEN_AND_WORD for _, given in splits)
    before = "(?:(?<![가-힣])|(?<=피해자)|(?<=성명)|(?<=이름))" if doubtful else ""
    yield make("whole", "alone", before + MARK.join(whole), whole)
    yield make("whole", "alone", _NO_LETTER_BEFORE + WIDE_GAP.join(whole), whole)
    for family, given in splits:
        strength: Strength = "beside" if family in _ALSO_WORDS or doubtful else "alone"
        yield make("whole", strength, f"{_NO_LETTER_BEFORE}{family}{WIDE_GAP}{given}", whole)
        yield from _given(make, given)
        yield make("family", "companion", f"{_NO_LETTER_BEFORE}{family}\\s?{_MASKED}{PARTICLE}?{_NO_LETTER_AFTER}")


def _splits(parts: list[str], whole: str) -> Iterator[tuple[str, str]]:
    if len(parts) == 2 and len(parts[0]) <= 2:
        yield parts[0], parts[1]
        return
    if whole.startswith(_DOUBLE_FAMILY_NAMES):
        yield whole[:2], whole[2:]
        if len(whole) > 3:
            return
    yield whole[0], whole[1:]


def _two(make: Maker, whole: str) -> Iterator[Piece]:
    """A name of two syllables is known by what stands around it."""
    yield make("whole", "beside", f"{_NO_LETTER_BEFORE}{whole}{PARTICLE}?{_NO_LETTER_AFTER}", whole)
    yield make("whole", "alone", f"{_NO_LETTER_BEFORE}{whole}\\s?{_TITLE}{PARTICLE}?{_NO_LETTER_AFTER}", whole)
    yield make("whole", "alone", f"{_PERSON_WORD}[\\s:·(]{{0,3}}{whole}{PARTICLE}?{_NO_LETTER_AFTER}", whole)
    yield make("family", "companion", f"{_NO_LETTER_BEFORE}{whole[0]}\\s?{_MASKED}{PARTICLE}?{_NO_LETTER_AFTER}")


def _given(make: Maker, given: str) -> Iterator[Piece]:
    if len(given) == 1:
        return
    if len(given) > 2:
        yield make("given", "alone", f"{_NO_LETTER_BEFORE}{MARK.join(given)}{PARTICLE}?{_NO_LETTER_AFTER}", given)
        return
    yield make("given", "alone", f"{_NO_LETTER_BEFORE}{given}\\s?{_TITLE}{PARTICLE}?{_NO_LETTER_AFTER}", given)
    if (ord(given[-1]) - ord("가")) % 28:
        called = f"(?:이{_AFTER_CALLED}|아)"
        yield make("given", "alone", f"{_NO_LETTER_BEFORE}{given}{called}{_NO_LETTER_AFTER}", given)
    plain = f"{_NO_LETTER_BEFORE}{given}(?:이?{PARTICLE})?{_NO_LETTER_AFTER}"
    yield make("given", "companion", plain)
    yield make("given", "beside", f"{_PERSON_WORD}[\\s:·(]{{0,3}}{plain.removeprefix(_NO_LETTER_BEFORE)}", given)


def _other_name(make: Maker, name: str) -> Iterator[Piece]:
    if squeeze(name).isascii():
        yield from romanised(make, name)
    elif squeeze(name):
        yield make.text("whole", "alone" if len(squeeze(name)) >= 3 else "beside", name)


def romanised(make: Maker, name: str) -> Iterator[Piece]:
    """A name in Latin letters: the words in order, the first one last, the last one first; any gap between letters."""
    words = [word for word in re.split(r"[\W_]+", normal(name)) if word]
    if not words:
        return
    # "Hong, Gil-sun" and "Gil Sun Hong" alike: every turning of the words round.
    for turned in dict.fromkeys(tuple(words[i:] + words[:i]) for i in (0, 1, len(words) - 1)):
        joined = "".join(turned)
        # Few letters make ordinary words: there the words must be set apart as they are.
        gap = LETTER_GAP if len(joined) >= 6 else MARK
        pattern = (LETTER_GAP + ",?" + LETTER_GAP).join(gap.join(map(re.escape, word)) for word in turned)
        strength: Strength = "alone" if len(joined) >= 6 or (len(turned) > 1 and len(joined) >= 5) else "beside"
        yield make(
            "whole",
            strength,
            f"(?<![a-z0-9]){pattern}(?![a-z0-9])",
            joined,
            plain=joined.isalpha() and len(turned) == 1,
        )

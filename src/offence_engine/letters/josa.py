"""Korean particles: `을(를)` and its like are settled by the sound that the word before them ends in."""

from __future__ import annotations

import re

_OPEN = {")": "(", "]": "[", "}": "{", "〉": "〈", "》": "《", "」": "「", "』": "『", "】": "【"}
_QUOTES = "'\"’”`"
# (after a consonant, after a vowel); the sound of ㄹ counts as a vowel for the last one.
_PAIRS = {
    "을(를)": ("을", "를"), "를(을)": ("을", "를"),
    "이(가)": ("이", "가"), "가(이)": ("이", "가"),
    "은(는)": ("은", "는"), "는(은)": ("은", "는"),
    "와(과)": ("과", "와"), "과(와)": ("과", "와"),
    "(이)라": ("이라", "라"), "(이)나": ("이나", "나"),
}  # fmt: skip
_TOWARDS = ("(으)로", "으로(로)", "로(으로)")
_PARTICLE = re.compile("|".join(re.escape(p) for p in (*_PAIRS, *_TOWARDS)))
# How the names of digits and Latin letters end: a consonant, or ㄹ. All others end in a vowel.
_CONSONANT, _RIEUL = frozenset("036mnMN"), frozenset("178lrLR")


def josa(text: str) -> str:
    """The text with every open particle settled."""

    def settled(match: re.Match[str]) -> str:
        sound = ending(text[: match.start()])
        if match[0] in _TOWARDS:
            return "으로" if sound == "consonant" else "로"
        return _PAIRS[match[0]][sound == "vowel"]

    return _PARTICLE.sub(settled, text)


def ending(text: str) -> str:
    """`vowel`, `rieul` or `consonant`: how the last word is heard. What stands in brackets is passed over."""
    last = _last_heard(text)
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "vowel" if final == 0 else "rieul" if final == 8 else "consonant"
    if "ㄱ" <= last <= "ㅎ":
        return "rieul" if last == "ㄹ" else "consonant"
    return "consonant" if last in _CONSONANT else "rieul" if last in _RIEUL else "vowel"


def _last_heard(text: str) -> str:
    """The last letter or digit outside brackets; inside them, where nothing stands directly before."""
    rest = text
    while rest:
        last = rest[-1]
        if last in _OPEN:
            before = _before_bracket(rest)
            if before and not before[-1].isspace():
                rest = before
                continue
            rest = rest[:-1]
        elif last in _QUOTES or (last in _OPEN.values()):
            rest = rest[:-1]
        else:
            return last
    return ""


def _before_bracket(text: str) -> str | None:
    """What stands before the bracket that the text ends with, None where it was never opened."""
    close, depth = text[-1], 0
    for index in range(len(text) - 1, -1, -1):
        if text[index] == close:
            depth += 1
        elif text[index] == _OPEN[close]:
            depth -= 1
            if depth == 0:
                return text[:index]
    return None

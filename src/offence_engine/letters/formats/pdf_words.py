"""Text -> pieces for the PDF layout: words kept whole on a line, and places where over-long strings may break.

A piece is a string; `{"bold": text}`; `{"keep": [pieces]}`, a word that stays on one line; or None, a place where the
line may break and nothing is printed. None stands for no character, so that a copied address or hash stays whole.
Typst breaks between any two Hangul syllables and never inside a hash: both are set right here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from offence_engine.letters.document import Run

Piece = str | dict[str, object] | None
Pieces = str | list[Piece]

# Between two marks of punctuation a line breaks at nothing weaker. It is a character: `read` takes it out again.
SPACE = "\u200b"

_CHUNK = 4
_LONGEST_CLUSTER = 32
_ZERO_WIDTH_JOINER = "\u200d"

# Everything outside ASCII is as wide as a syllable, or nearly.
_WIDTHS = {chr(code): 1.0 for code in range(0x80)}
_WIDTHS |= dict.fromkeys("%&@ABCDEGHKLNOQRTUVXYZmw~", 1.6) | dict.fromkeys("MW\\", 2.0)

_WORD = re.compile(r"[ \t\n\r\u2002-\u200a\u3000]+|[^ \t\n\r\u2002-\u200a\u3000]+")
# Between these a line may break anyway: Hangul syllables, single letters of Hangul, Han characters.
_FREE = "\u3131-\u318e\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_HAS_FREE = re.compile(f"[{_FREE}]")
_STIFF = re.compile(f"[^{_FREE}]+")
# Typst breaks a line after these, so a short word that has one inside is kept too.
_BREAKS_INSIDE = re.compile(f"[{_FREE}/?\\-–—|}})\\]…·]")


def columns(text: str) -> float:
    """The width of text, in half of a Hangul syllable, as the shipped serif font sets it."""
    return sum(_WIDTHS.get(c, 2.0) for c in text)


def pieces(runs: Sequence[Run], line: float, keep: float) -> Pieces:
    """The text of one paragraph or cell. `line` is how many columns a line has at least; a word of up to `keep`
    columns stays whole. Text that needs neither is one string."""
    text = "".join(run.text for run in runs)
    if columns(text) <= line or (keep <= 0 and _longest_stiff(text) <= line):
        return _joined([_leaf(run.text, run.bold) for run in runs])
    out: list[Piece] = []
    for word in _words(runs):
        text = "".join(part for part, _ in word)
        if text.isspace():
            out.append(text)
        elif columns(text) <= min(keep, line):
            leaves = [_leaf(part, bold) for part, bold in word]
            whole = len(text) > 1 and (len(leaves) > 1 or _BREAKS_INSIDE.search(text) is not None)
            out.extend([{"keep": leaves}] if whole else leaves)
        else:
            for part, bold in word:
                out.extend(None if chunk is None else _leaf(chunk, bold) for chunk in _chunks(part, line))
    return _joined(out)


def _longest_stiff(text: str) -> float:
    return max((columns(found) for word in text.split() for found in _STIFF.findall(word)), default=0)


def _words(runs: Sequence[Run]) -> Iterator[list[tuple[str, bool]]]:
    """Words and the spaces between them; a word may have parts of two weights."""
    word: list[tuple[str, bool]] = []
    for run in runs:
        for part in _WORD.findall(run.text):
            if part.isspace():
                if word:
                    yield word
                word = []
                yield [(part, False)]
            else:
                word.append((part, run.bold))
    if word:
        yield word


def _chunks(text: str, line: float) -> Iterator[str | None]:
    """The text with None where a line may break inside what would otherwise not fit on one."""
    end = 0
    for found in _STIFF.finditer(text):
        if columns(found.group()) <= min(line, 12.0):
            continue
        yield from filter(None, [text[end : found.start()]])
        before = ""
        for chunk in _cut(found.group(), max(int(line / 2), 1)):
            if before:
                yield SPACE if _mark(before[-1]) and _mark(chunk[0]) else None
            yield chunk
            before = chunk
        end = found.end()
    yield from filter(None, [text[end:]])


def _cut(text: str, most: int) -> Iterator[str]:
    """Chunks of a few characters, of at most `most`; what belongs to the character before it is not cut off."""
    least, cluster = min(_CHUNK, most), min(_LONGEST_CLUSTER, max(most, _CHUNK))
    start = 0
    for at in range(1, len(text)):
        size = at - start
        if size >= cluster or (size >= least and not _belongs(text[at - 1], text[at])):
            yield text[start:at]
            start = at
    yield text[start:]


def _mark(char: str) -> bool:
    return unicodedata.category(char).startswith("P")


def _belongs(before: str, char: str) -> bool:
    return (
        unicodedata.category(char) in {"Mn", "Mc", "Me", "Sk"}
        or _ZERO_WIDTH_JOINER in (before, char)
        or "\u1160" <= char <= "\u11ff"
    )


def _leaf(text: str, bold: bool) -> Piece:
    return {"bold": text} if bold else text


def _joined(out: list[Piece]) -> Pieces:
    """Neighbouring plain strings as one."""
    kept: list[Piece] = []
    for piece in out:
        if isinstance(piece, str) and kept and isinstance(kept[-1], str):
            kept[-1] += piece
        else:
            kept.append(piece)
    if len(kept) == 1 and isinstance(kept[0], str):
        return kept[0]
    return kept

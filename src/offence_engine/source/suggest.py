"""The nearest right thing to what was written, and how a message says it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: str, valid: Iterable[str]) -> str | None:
    """The valid name closest to `written`, or None where nothing is close."""
    names = [str(name) for name in valid]
    lowered = {name.lower(): name for name in names}
    found = get_close_matches(written.lower(), lowered, n=1, cutoff=0.55 if len(written) > 3 else 0.5)
    return lowered[found[0]] if found else None


def particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """The Korean word with its particle: `사람이`, `자료가`."""
    last = ord(word[-1]) - ord("가") if word else -1
    closed = 0 <= last <= ord("힣") - ord("가") and last % 28 > 0
    return word + (after_consonant if closed else after_vowel)


def hint(written: str, valid: Iterable[str], limit: int = 12) -> tuple[str, str]:
    """A sentence in Korean and English: the nearest name, and the valid ones where they are few."""
    names = sorted(str(name) for name in valid)
    ko, en = "", ""
    close = nearest(written, names)
    if close is not None:
        ko, en = f" 혹시 `{close}`입니까?", f" Did you mean `{close}`?"
    if names and limit and (close is None or len(names) <= limit):
        shown = ", ".join(names[:limit]) + (", ..." if len(names) > limit else "")
        ko, en = ko + f" 쓸 수 있는 것: {shown}", en + f" Valid: {shown}"
    return ko, en

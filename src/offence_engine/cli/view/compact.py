"""Long lists of ids in few words: `V1-V16`, `M1, M3-M9`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ID = re.compile(r"(.*?)(\d+)")


def natural(text: str) -> tuple[object, ...]:
    """A sort key under which V2 stands before V10."""
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split(r"(\d+)", text) if part)


def ids(names: Iterable[str]) -> str:
    """The ids in their natural order, runs of three or more joined: `V1-V16, V20`."""
    ordered = sorted(dict.fromkeys(names), key=natural)
    runs: list[list[str]] = []
    for name in ordered:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    parts = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]
    return ", ".join(parts)


def short_ids(names: Iterable[str], most: int = 24) -> tuple[str, int]:
    """The ids in at most so many letters: all of them, or the first one and how many there are more."""
    ordered = sorted(dict.fromkeys(names), key=natural)
    text = ids(ordered)
    return (text, 0) if len(text) <= most else (ordered[0], len(ordered) - 1)


def _follows(left: str, right: str) -> bool:
    a, b = _ID.fullmatch(left), _ID.fullmatch(right)
    return bool(a and b and a[1] == b[1] and int(b[2]) == int(a[2]) + 1 and (len(a[2]) == len(b[2]) or b[2][0] != "0"))


def places(ats: Iterable[str]) -> tuple[str, int]:
    """The first of several places in a case file, and how many there are more."""
    found = list(dict.fromkeys(ats))
    return found[0], len(found) - 1

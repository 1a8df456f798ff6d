"""What changed between two versions, word by word and element by element, as marked text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from markupsafe import Markup, escape

Change = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a list beside the list of the version before."""

    name: str
    change: Change


def marked(old: str | None, new: str) -> Markup:
    """The new text; where there is an old one, with what went (`del`) and what came (`ins`), word by word."""
    if old is None or old == new:
        return escape(new)
    before, after = old.split(), new.split()
    pieces: list[Markup] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(escape(" ".join(after[c:d])))
            continue
        if a < b:
            pieces.append(Markup("<del>{}</del>").format(" ".join(before[a:b])))
        if c < d:
            pieces.append(Markup("<ins>{}</ins>").format(" ".join(after[c:d])))
    return Markup(" ").join(pieces)


def steps(old: Sequence[str] | None, new: Sequence[str]) -> list[Step]:
    """The new list in its order, what went standing where it stood; without an old list nothing is a change."""
    if old is None:
        return [Step(name, "same") for name in new]
    found: list[Step] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [Step(name, "same") for name in new[c:d]]
            continue
        # What only moved within the list is no change of the law.
        found += [Step(name, "removed") for name in old[a:b] if name not in new]
        found += [Step(name, "same" if name in old else "added") for name in new[c:d]]
    return found

"""What a check of a letter has to say."""

from __future__ import annotations

from typing import Literal

from offence_engine.model.base import Frozen, Label

About = Literal["text", "case", "rules", "fact", "element", "finding", "version", "duty", "citation", "telling"]


class Remark(Frozen):
    """Something that no longer holds, or never did. `block` is the number of the text it is about, from 1."""

    about: About
    text: Label
    block: int | None = None


def remark(about: About, ko: str, en: str, block: int | None = None) -> Remark:
    return Remark(about=about, text=Label(ko=ko, en=en), block=block)


def shortened(text: str, most: int = 60) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else text[: most - 1] + "…"


def shortened_around(before: str, after: str, most: int = 60) -> tuple[str, str]:
    """Both texts, or the part of each where they begin to differ."""
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, same - most // 3) if max(len(before), len(after)) > most else 0
    lead = "…" if start else ""
    return lead + shortened(before[start:], most), lead + shortened(after[start:], most)

"""Provision ids: `act.article[.paragraph[.item]]`, branch numbers with a hyphen; and how they are cited."""

from __future__ import annotations

import re
from typing import NamedTuple

from offence_engine.model.base import Label, label
from offence_engine.model.rule import LegalAct, LimbPart, Reach, Version

_ID = re.compile(r"([a-z][a-z_0-9]*)\.(\d+(?:-\d+)?)(?:\.(\d+(?:-\d+)?))?(?:\.(\d+(?:-\d+)?))?")


class ProvisionId(NamedTuple):
    act: str
    article: str
    paragraph: str | None
    item: str | None


def read_id(text: str) -> ProvisionId | None:
    """`icn.74.1.2` -> (icn, 74, 1, 2); None where it is not an id."""
    m = _ID.fullmatch(text)
    return ProvisionId(m[1], m[2], m[3], m[4]) if m else None


def numbers_of(id_: str, part: Version | LimbPart | Reach | None = None, items_only: bool = False) -> ProvisionId:
    """The place of a provision today, or in the time of `part`; with `items_only` the third number is an item."""
    parsed = read_id(id_)
    assert parsed is not None
    act, article, paragraph, item = parsed
    if items_only:
        paragraph, item = None, paragraph
    if part is None:
        return ProvisionId(act, article, paragraph, item)
    return ProvisionId(act, part.article or article, part.paragraph or paragraph, part.item or item)


def reaches(named: str, target: str) -> bool:
    """Whether naming `named` (a provision, or a whole article) reaches the provision `target`."""
    return target == named or target.startswith(named + ".")


def sort_key(text: str) -> tuple[object, ...]:
    """The order of the statute: act, then numbers as numbers."""
    act, *rest = text.split(".")
    return (act, *[tuple(int(n) for n in part.split("-")) for part in rest])


def citation(acts: dict[str, LegalAct], act: str, article: str, paragraph: str | None, item: str | None) -> Label:
    """The act with article, paragraph and item as Korean and English cite them, branch numbers after `의` and `-`."""
    names = acts[act]
    main, _, branch = article.partition("-")
    ko = f"{names.ko} 제{main}조" + (f"의{branch}" if branch else "")
    en = f"{names.en} Article {article}"
    if paragraph:
        number, _, sub = paragraph.partition("-")
        ko += f" 제{number}항" + (f"의{sub}" if sub else "")
        en += f"({paragraph})"
    if item:
        number, _, sub = item.partition("-")
        ko += f" 제{number}호" + (f"의{sub}" if sub else "")
        en += f" item {item}"
    return label(ko, en)


def short_citation(acts: dict[str, LegalAct], provision: str, full: Label) -> Label:
    """A citation with the act's short name."""
    parsed = read_id(provision)
    names = acts.get(parsed.act) if parsed else None
    if names is None or parsed is None:
        return full
    code = parsed.act.upper()
    return label(
        names.short + full.ko.removeprefix(names.ko),
        (code if code in names.also else names.en) + full.en.removeprefix(names.en).replace(" Article ", " Art. "),
    )

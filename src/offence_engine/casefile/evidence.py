"""One entry of the evidence of a case file -> Evidence: what it is, and what the lists of a record need to know of it."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from offence_engine.casefile.fields import Fields
from offence_engine.model.case import Evidence
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Node, Scalar, kind_of

_HASH_LENGTH = 64


def read_evidence(fields: Fields, node: Node, as_of: date) -> Evidence:
    """The entry, every fault of it collected in `fields`; text alone is `what`."""
    if isinstance(node, Scalar):
        return Evidence(what=node.value)
    whole = fields.mapping(node, "증거", "evidence")
    entries = whole.entries
    _keys(fields, whole)
    sha = fields.text(entries.get("sha256"))
    if sha is not None and (len(sha) != _HASH_LENGTH or set(sha.lower()) - set("0123456789abcdef")):
        fields.fault(entries["sha256"].place, "sha256은 16진수 64자입니다.", "sha256 is 64 hexadecimal digits")
    what = fields.text(entries.get("what"))
    if what is None:
        fields.fault(node.place, "증거에 what(무엇인지)이 없습니다.", "evidence has no `what`")
    return Evidence(
        what=what or "",
        sha256=sha,
        page=fields.text(entries.get("page")),
        seized=_yes_no(fields, entries, "seized"),
        kind=fields.text(entries.get("kind")),
        quantity=fields.text(entries.get("quantity")),
        author=fields.text(entries.get("author")),
        made_on=_day(fields, entries.get("made_on"), as_of),
        pages=fields.whole(entries["pages"]) if "pages" in entries else None,
        paper=_yes_no(fields, entries, "paper"),
    )


def _keys(fields: Fields, whole: Map) -> None:
    for key, value in whole.entries.items():
        if key not in Evidence.model_fields:
            ko, en = hint(key, Evidence.model_fields)
            fields.fault(
                value.place, f"증거에 쓸 수 없는 이름입니다: `{key}`.{ko}", f"`{key}` is not a key of evidence.{en}"
            )


def _yes_no(fields: Fields, entries: dict[str, Node], name: str) -> Literal["yes", "no"] | None:
    """Stated yes or no; None where it is not stated."""
    node = entries.get(name)
    if node is None or (isinstance(node, Scalar) and node.value == "unknown"):
        return None
    if isinstance(node, Scalar) and node.value in ("yes", "no"):
        return cast(Literal["yes", "no"], node.value)
    ko, en = kind_of(node)
    fields.fault(node.place, f"{name}에는 yes 또는 no를 적습니다. 적힌 것: {ko}", f"{name} is yes or no; found {en}")
    return None


def _day(fields: Fields, node: Node | None, as_of: date) -> date | None:
    """One exact day, not after the day of assessment."""
    span = fields.day(node) if node is not None else None
    if node is None or span is None:
        return None
    if not span.exact:
        fields.fault(node.place, "작성일은 2025-03-02처럼 하루로 적습니다.", "made_on is one day, such as 2025-03-02")
        return None
    if span.first > as_of:
        fields.fault(
            node.place,
            f"작성일({span.first})이 검토 기준일({as_of})보다 뒤입니다.",
            f"made_on ({span.first}) is after the day of assessment ({as_of})",
        )
        return None
    return span.first

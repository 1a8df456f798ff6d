"""Paths of facts: which home a prefix names, and which paths a rule may read."""

from __future__ import annotations

from offence_engine.model.logic import KIND

STRUCTURAL_KEYS = frozenset(
    (
        "kind", "on", "from", "to", "series", "by", "towards", "as", "recipients",
        "product", "object", "means", "channel", "group", "aids", "instigates", "shares", "uses", "for", "place", "manner", "evidence",
        "role", "age", "birth", "known_as", "number", "from_table", "items", "copy_of", "shown", "name",
        "run_by", "members", "suspect", "victim", "what", "sha256", "page", "value", "because",
        "disputed", "id", "title",
    )
)  # fmt: skip
PERSON_PREFIXES = ("suspect", "victim")


def path_for(home: str, name: str) -> tuple[str, ...]:
    """The paths under which a fact of a home is read: a person's fact is the suspect's or the victim's."""
    return tuple(f"{p}.{name}" for p in PERSON_PREFIXES) if home == "person" else (f"{home}.{name}",)


def is_kind(path: str) -> bool:
    return path == KIND

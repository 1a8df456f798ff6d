"""The tree that a file is read into: every scalar is text, every part knows its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from offence_engine.errors import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written; `quoted` tells `"no"` from `no`."""

    value: str
    place: Place
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Seq:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Map:
    entries: dict[str, Node]
    place: Place
    key_places: dict[str, Place] = field(default_factory=dict)


Node = Scalar | Seq | Map


def plain(node: Node) -> object:
    """The tree as str, list and dict."""
    match node:
        case Scalar():
            return node.value
        case Seq():
            return [plain(item) for item in node.items]
        case Map():
            return {key: plain(value) for key, value in node.entries.items()}


def number_in(node: Node | None, least: int, most: int) -> int | None:
    """The whole number that a scalar is, in plain digits and within the limits; None where it is not."""
    if not isinstance(node, Scalar) or not (node.value.isascii() and node.value.isdigit()) or len(node.value) > 12:
        return None
    number = int(node.value)
    return number if least <= number <= most else None


def kind_of(node: Node) -> tuple[str, str]:
    """What the node is, in Korean and English, for messages."""
    match node:
        case Scalar():
            shown = node.value if len(node.value) <= 40 else node.value[:37] + "..."
            return f"`{shown}`", f"`{shown}`"
        case Seq():
            return "목록", "a list"
        case Map():
            return "이름: 값 묶음", "a mapping"


def place_at(node: Node, path: Sequence[str | int], *, key: bool = False) -> Place:
    """The place of the deepest part of `path` that the tree has; with `key`, of the last key itself."""
    place = node.place
    for step in path:
        if isinstance(node, Map) and isinstance(step, str) and step in node.entries:
            place = node.key_places[step] if key else node.entries[step].place
            node = node.entries[step]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
    return place

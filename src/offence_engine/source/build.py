"""Plain Python values -> tree, for cases that are made rather than read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from offence_engine.errors import Place
from offence_engine.source.tree import Map, Node, Scalar, Seq


def tree_from(value: Any, name: str) -> Node:
    """The tree of str, numbers, lists and mappings; every place is the top of `name`."""
    place = Place(name)
    if isinstance(value, Mapping):
        entries = {str(k): tree_from(v, name) for k, v in value.items()}
        return Map(entries, place, dict.fromkeys(entries, place))
    if isinstance(value, list | tuple):
        return Seq(tuple(tree_from(v, name) for v in value), place)
    if value is None:
        return Scalar("", place)
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", place)
    return Scalar(str(value), place)

"""Rules laid over other rules: what an agency's folder changes and adds, and over which folder it lies."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from offence_engine.model.base import Frozen, Label

SHIPPED = "shipped"


class LayerFile(Frozen):
    """`layer.yaml`: over which rules the folder lies (`shipped`, or a folder beside it), and which names it adds.

    An entry of a letters file that the rules below do not have must stand in `adds`: a misspelt name is told so.
    """

    over: str = Field(min_length=1)
    title: Label | None = None
    adds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as it was read: its folder's name, the entries that it changes, and those that it adds."""

    folder: str
    overrides: tuple[str, ...]
    adds: tuple[str, ...]

"""How a section is registered: its name, what it reveals, and whether it differs from letter to letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from offence_engine.letters.drafting import Drafting

Reveals = Literal["suspect", "evidence", "locators", "identity"]


@dataclass(frozen=True, slots=True)
class Section:
    """`reveals`: what an audience must be allowed to see. `own`: drawn up for each letter; others are remembered."""

    name: str
    draw: Callable[[Drafting], object]
    reveals: tuple[Reveals, ...] = ()
    own: bool = False

    def value(self, drafting: Drafting) -> object:
        if self.own:
            return self.draw(drafting)
        remembered = drafting.tools.remembered
        if self.name not in remembered:
            remembered[self.name] = self.draw(drafting)
        return remembered[self.name]


SECTIONS: dict[str, Section] = {}
Draw = Callable[[Drafting], object]


def section(*reveals: Reveals, own: bool = False) -> Callable[[Draw], Draw]:
    """Registers a function under its own name as a section."""

    def register(draw: Draw) -> Draw:
        name = draw.__name__
        assert name not in SECTIONS or SECTIONS[name].draw.__module__ == draw.__module__, name
        SECTIONS[name] = Section(name, draw, reveals, own)
        return draw

    return register

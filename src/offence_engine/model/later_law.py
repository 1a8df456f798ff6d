"""What the general part says of a law that changed after the act, as a model of its rule file."""

from __future__ import annotations

from typing import Literal

from offence_engine.model.base import Frozen, Label


class LaterLaw(Frozen):
    """When a later law displaces that of the act; each text says why, in the words shown with a finding.

    `open` is said where the two ends of the penalty move apart, or the later law's verdict is open; `intermediate`
    where the mildest law is neither that of the act nor today's; `moved` where a repealed clause lives on elsewhere.
    """

    general: Literal["later_law"]
    id: str
    title: Label
    at_the_act: Label
    milder: Label
    abolished: Label
    open: Label
    moved: Label
    intermediate: Label
    source: str
    note: Label | None = None

"""What somebody has looked at and let stand: remarks of the statute-book analyser that need no further mention."""

from __future__ import annotations

from pydantic import Field

from offence_engine.model.base import Frozen, Label


class Seen(Frozen):
    """Remarks of one code that were looked at: about the rules `of` (ids, articles, whole acts, facts), where they are
    about two, with those of `with_` (none named: with any). `because` says why they may stand."""

    code: str
    of: tuple[str, ...] = Field(min_length=1)
    with_: tuple[str, ...] = Field((), alias="with")
    because: Label


class SeenFile(Frozen):
    seen: tuple[Seen, ...]

"""A remark of the analyser: what was found, where, how grave it is, and a case that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from offence_engine.model.base import Label
from offence_engine.workbench.effect.paste import pasted

Json = dict[str, Any]
Severity = Literal["fault", "remark"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a witness shows when it is assessed: the verdict of each provision for the first suspect's acts.

    `together` are applicable, `free` are not (nor undetermined), `none_judged` have no applicable finding; `elements`
    are (provision, element, truth) of a finding of that provision.
    """

    together: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    none_judged: tuple[str, ...] = ()
    elements: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """A case as a case file has it, and what assessing it shows."""

    case: Json
    claim: Claim

    @property
    def text(self) -> str:
        """The case as YAML, ready to paste."""
        return pasted({"case": {"id": "witness"}, **self.case})


def _nothing() -> Witness | None:
    return None


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. `of` is the rule (a provision, concept, fact, ...), `path` the place below it, `names` the other rules
    it is about, `pairs` the pairs that it stands for; what has a higher `rank` comes first; `make` builds the witness when it is asked for."""

    code: str
    severity: Severity
    of: str
    path: Path
    text: Label
    names: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    rank: int = 0
    make: Callable[[], Witness | None] = field(default=_nothing, compare=False, repr=False)

    def witness(self) -> Witness | None:
        """The case that shows it, None where nothing can be shown by a case (a table, a label)."""
        return self.make()

"""A decided case as a file: its court, what it held, and its facts.

The facts are the record's. What a conviction implies but the record does not print is listed under `supplied`, what is
the court's own judgment under `judged`. Dates of conduct that lies before the texts we hold stay as they were; `moved`
says on which later day the same acts are looked at besides.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from offence_engine.errors import CaseError, Fault
from offence_engine.model.base import Frozen, Label, YesNo
from offence_engine.source.read import parse
from offence_engine.source.validate import validate

FOLDER = Path(__file__).parent

Verdict = Literal["applicable", "not_applicable", "undetermined"]
Expected = Literal["applicable", "not_applicable", "undetermined", "not_encoded", "not_in_force", "outside"]
Court = Literal[
    "convicted", "upheld", "remand_guilty", "dictum", "acquitted", "reversed", "dismissed", "not_charged",
    "indicted", "sent", "no_charge", "no_offence", "sent_back",
]  # fmt: skip
Differs = Literal[
    "excluded_evidence", "procedural_bar", "later_authority", "text_changed", "counted_once", "open_question", "no_facts",
]  # fmt: skip

# What the court's result means for the elements; None where it says nothing of them.
MEANS: dict[str, str | None] = {
    "convicted": "applicable", "upheld": "applicable", "remand_guilty": "applicable", "dictum": "applicable",
    "indicted": "applicable", "sent": "applicable", "acquitted": "not_applicable", "reversed": "not_applicable",
    "no_charge": "not_applicable", "no_offence": "not_applicable", "dismissed": None, "not_charged": None,
    "sent_back": None,
}  # fmt: skip


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class Source(Frozen):
    court: Label
    case_no: str
    decided: str
    tier: Literal["A", "B", "C"]


class Holding(Frozen):
    """One thing that was decided, and where the engine's answer to it stands.

    `then` is what the engine says of the unmoved days, `without` what it says when the supplied and judged facts are
    left out (undetermined, unless it holds either way). Where the court dismissed a charge, `prosecution` is what stands
    in the way and is compared with that (`none`: no condition for prosecution).
    """

    what: Label
    court: Court
    provision: str
    expected: Expected
    then: Literal["not_encoded", "not_in_force"] = "not_encoded"
    without: Verdict = "undetermined"
    suspect: str | None = None
    act: str | None = None
    victim: str | None = None
    material: str | None = None
    version: str | None = None
    limb: str | None = None
    alternative: str | None = None
    stage: str | None = None
    participation: str | None = None
    either_way: YesNo | None = None
    failing: tuple[str, ...] = ()
    modifiers: tuple[str, ...] | None = None
    standing: str | None = None
    prosecution: Literal["barred", "open", "met", "not_needed", "none"] | None = None
    differs: Differs | None = None
    note: Label | None = None


class Turn(Frozen):
    """What the case turns on: state this one fact otherwise (`also` keeps the rest of the story straight), and a
    finding comes out otherwise: another verdict, stage, verb (alternative), modifier or prosecution."""

    path: str
    to: Any
    also: dict[str, Any] = {}
    flips: str
    suspect: str | None = None
    act: str | None = None
    victim: str | None = None
    material: str | None = None
    participation: str | None = None
    before: str = Field(alias="from")
    becomes: str


class Moved(Frozen):
    """A later day for the acts (or only for those named); `also` moves with them what has a day of its own, such as an
    age. Holdings on acts that stay are looked at on their own days."""

    came: str = Field(alias="from")
    to: str
    acts: tuple[str, ...] = ()
    also: dict[str, Any] = {}
    because: Label

    def reaches(self, act: str | None) -> bool:
        return not self.acts or act in self.acts


class Printed(Frozen):
    """The range of one suspect: as the judgment prints it (`printed: yes`), or as it follows from the penalties."""

    suspect: str = "S1"
    prison_months: tuple[float, float]
    life: YesNo = False
    printed: YesNo


class Together(Frozen):
    """Two offences of one suspect: by one act (ideal), or by several (real)."""

    one: str
    other: str
    kind: Literal["ideal", "real"]
    printed: YesNo


class Decided(Frozen):
    id: str
    source: Source
    about: Label
    holding: tuple[Holding, ...]
    moved: Moved | None = None
    turns_on: Annotated[tuple[Turn, ...], BeforeValidator(_listed)] = ()
    supplied: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    range: Printed | None = None
    together: Annotated[tuple[Together, ...], BeforeValidator(_listed)] = ()
    case: dict[str, Any] = {}


@cache
def decided() -> dict[str, Decided]:
    """All decided cases by id: tier A first, and in each tier the latest decision first."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    found.sort(key=lambda d: d.source.decided, reverse=True)
    found.sort(key=lambda d: d.source.tier)
    return {d.id: d for d in found}


def _read(path: Path) -> Decided:
    faults: list[Fault] = []
    model = validate(Decided, parse(path.read_bytes(), path.name, CaseError), faults)
    if model is None:
        raise CaseError(faults)
    return model

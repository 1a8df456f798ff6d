"""The sheet on which a reckoning is written down: the choices it is made for, and its steps in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from offence_engine.model.base import Label, label
from offence_engine.model.range import Step
from offence_engine.reckoning.amounts import Kind
from offence_engine.reckoning.crime import Crime


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen where the law leaves a choice.

    `kind` for every offence that allows it (`but_heaviest`: except the heaviest), else the heaviest definite one; `grounds` names the optional mitigations
    that are applied; `fine_too` adds fines that may be added; `otherwise` takes what is not settled to be one act or
    several the other way round.
    """

    kind: Kind = "prison"
    grounds: frozenset[str] = frozenset()
    discretion: bool = False
    but_heaviest: bool = False
    fine_too: bool = False
    otherwise: bool = False


@dataclass(slots=True)
class Sheet:
    """Steps as they are made; a step that was made before of other offences is told once of all."""

    made: dict[tuple[str, str | None, bool], Step] = field(default_factory=dict)

    def note(
        self,
        ko: str,
        en: str,
        by: str | None,
        crimes: Iterable[Crime] = (),
        settled: bool = True,
        because: Label | None = None,
    ) -> None:
        """One step; `because` is added in brackets."""
        text = label(f"{ko} ({because.ko})", f"{en} ({because.en})") if because else label(ko, en)
        key = (text.ko, by, settled)
        before = self.made[key].offences if key in self.made else ()
        ids = dict.fromkeys((*before, *(c.id for c in crimes)))
        self.made[key] = Step(text=text, by=by, offences=tuple(ids), settled=settled)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self.made.values())

    @property
    def settled(self) -> bool:
        return all(step.settled for step in self.made.values())

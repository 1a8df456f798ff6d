"""What an assessment says: findings, offences, suspects, what is missing. The JSON shows these models as they are."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from offence_engine.model.base import Frozen, Label
from offence_engine.model.case import Value
from offence_engine.model.penalty import Penalty
from offence_engine.model.procedure import ConsequenceKind
from offence_engine.model.range import GuidelineView, Range, Step

Stage = Literal["completed", "attempted", "preparation", "undetermined"]
Participation = Literal[
    "principal", "co_principal", "indirect_principal", "instigator", "accessory", "group_member", "legal_entity"
]


class SeenFact(Frozen):
    """A fact that an element rests on: where it stands, the value seen, and its evidence."""

    path: str
    at: str
    label: Label
    value: Value | None
    shown: Label
    by: str | None = None
    because: str | None = None
    evidence: tuple[str, ...] = ()
    disputed: bool = False


class ElementResult(Frozen):
    id: str
    words: str
    truth: Literal["met", "not_met", "undetermined"]
    judgment: bool
    alternative: str | None = None
    alternatives: tuple[str, ...] = ()
    alternative_label: Label | None = None
    source: str
    facts: tuple[SeenFact, ...] = ()


class MissingFact(Frozen):
    """A fact whose value would still change the finding."""

    path: str
    at: str
    label: Label
    question: Label
    ask: str
    factors: tuple[dict[str, str], ...] = ()


class CountRef(Frozen):
    suspect: str
    act: str
    from_: date = Field(serialization_alias="from")
    to: date
    victim: str | None
    material: str | None
    group: str | None = None


class VersionRef(Frozen):
    effective: date
    enacted_by: str | None
    basis: Literal["conduct", "series", "continuing", "favourable"]
    source: str | None = None
    note: Label | None = None


class ModifierResult(Frozen):
    id: str
    kind: str
    citation: Label
    effective: date
    because: Label
    settled: bool = True


class Cite(Frozen):
    """A provision that something rests on, and how it is cited."""

    id: str
    citation: Label


class LimitationReading(Frozen):
    """What one of several readings gives, where it is not settled which holds."""

    years: int
    earliest: date | None
    latest: date | None
    because: Label


class LimitationResult(Frozen):
    """The limitation period: years, from when, the first and last day on which it can expire.

    `readings`: what each reading gives where it is open which one holds; the days above span all of them."""

    kind: Literal["years", "none"]
    years: int | None
    starts: Literal["end_of_act", "majority"] | None
    earliest: date | None
    latest: date | None
    because: tuple[Label, ...]
    settled: bool = True
    expired: Literal["yes", "no", "undetermined"] = "no"
    readings: tuple[LimitationReading, ...] = ()


class Prosecution(Frozen):
    """A condition on which the offence can be prosecuted, and whether it is met.

    `barred`: prosecution is inadmissible as things stand; `not_needed`: it was a condition at another time.
    `due` is the last day on which what is lacking can still be done, `since` the day from which its time runs."""

    id: str
    kind: Literal["complaint", "not_against_will"]
    title: Label
    state: Literal["barred", "open", "met", "not_needed"]
    because: Label
    by: tuple[Cite, ...]
    missing: tuple[MissingFact, ...] = ()
    since: date | None = None
    due: date | None = None
    note: Label | None = None


class DerivationStep(Frozen):
    """A conclusion of the inference engine and the conditions it was drawn from, in the names of the rules."""

    conclusion: str
    because: tuple[str, ...]


class Raised(Frozen):
    """A justification for which there is reason to ask, and that nobody has judged yet; it changes nothing until then."""

    id: str
    title: Label
    citation: Label
    because: Label
    missing: tuple[MissingFact, ...]


class Considered(Frozen):
    """A version of the law after the act, and whether it is the milder one for it."""

    effective: date
    verdict: Literal["applicable", "not_applicable", "undetermined"]
    penalty: Penalty | None
    milder: Literal["yes", "no", "open", "kept"]
    because: Label
    by: str | None = None
    settled: bool = True


class Finding(Frozen):
    """One version held against one count."""

    id: str
    provision: str
    title: Label
    citation: Label
    offence_name: str | None
    version: VersionRef
    versions_used: tuple[str, ...]
    count: CountRef
    verdict: Literal["applicable", "not_applicable", "undetermined"]
    limb: str | None
    limb_label: Label | None = None
    either_way: bool
    day_decides: bool = False
    stage: Stage
    modifiers: tuple[ModifierResult, ...] = ()
    participation: Participation
    rests_on: tuple[str, ...] = ()
    elements: tuple[ElementResult, ...]
    missing: tuple[MissingFact, ...]
    penalty: Penalty
    limitation: LimitationResult | None
    prosecution: Prosecution | None = None
    reviewed: bool = False
    failing: int = 0
    considered: tuple[Considered, ...] = ()
    raised: tuple[Raised, ...] = ()
    derivation: tuple[DerivationStep, ...] = ()


class UnityResult(Frozen):
    per: tuple[str, ...]
    because: Label | None
    authority: str | None
    settled: bool


class Standing(Frozen):
    """How an offence stands to others: principal, or it yields, is absorbed, is an alternative."""

    as_: Literal["principal", "yields", "absorbed", "alternative"] = Field(serialization_alias="as")
    to: tuple[str, ...] = ()
    because: Label | None = None
    authority: str | None = None
    settled: bool = True
    if_established: tuple[dict[str, Any], ...] = ()


class Concurrence(Frozen):
    to: str
    kind: Literal["ideal", "real"]
    because: Label
    authority: str | None = None
    settled: bool


class Offence(Frozen):
    """The findings that the law counts once."""

    id: str
    provision: str
    citation: Label
    title: Label
    offence_name: str | None
    suspect: str
    victim: str | None
    number: int = 1
    findings: tuple[str, ...]
    verdict: Literal["applicable", "undetermined"]
    participation: Participation
    stage: Stage
    modifiers: tuple[ModifierResult, ...]
    penalty: Penalty
    unity: UnityResult
    standing: Standing
    with_: tuple[Concurrence, ...] = Field(default=(), serialization_alias="with")
    limitation: LimitationResult | None
    prosecution: Prosecution | None = None


class LimitationExtremes(Frozen):
    earliest: date | None
    latest: date | None
    none: bool = False


class SuspectResult(Frozen):
    person: str
    offences: tuple[str, ...]
    punishable: Literal["yes", "no", "undetermined"] = "yes"
    notice: Label | None = None
    range: Range | None
    range_options: tuple[Range, ...] = ()
    range_notes: tuple[Step, ...] = ()
    guidelines: GuidelineView | None = None
    limitation: LimitationExtremes


class NotJudged(Frozen):
    provision: str
    citation: Label
    count: CountRef
    because: Literal["not_in_force", "not_encoded"]
    first_encoded: date


class Question(Frozen):
    """A missing fact of the case, with what its answer decides."""

    at: str
    path: str
    label: Label
    question: Label
    ask: str
    factors: tuple[dict[str, str], ...] = ()
    decides: float
    findings: tuple[str, ...]
    disputed: bool = False


class Notice(Frozen):
    id: str
    text: Label
    concerns: tuple[str, ...] = ()


class Body(Frozen):
    """A body under the name that it bears on the day of assessment."""

    id: str
    name: Label
    uncertain: Label | None = None


class OpenPoint(Frozen):
    """What is not settled about a consequence, for which findings, with every reading."""

    because: Label
    readings: tuple[Label, ...]
    concerns: tuple[str, ...]


class Duty(Frozen):
    """What follows from findings: a duty, a power, support, an order, where the case goes, what must be protected.

    `state` is `open` where it only follows if what is `missing` is so, or if a finding that is open is applicable."""

    id: str
    kind: ConsequenceKind
    title: Label
    says: Label
    who: Label
    addressee: tuple[Body, ...]
    by: tuple[Cite, ...]
    state: Literal["follows", "open"]
    concerns: tuple[str, ...]
    open_for: tuple[str, ...] = ()
    suspects: tuple[str, ...]
    victims: tuple[str, ...]
    materials: tuple[str, ...]
    because: Label | None = None
    missing: tuple[MissingFact, ...] = ()
    settled: bool = True
    open: tuple[OpenPoint, ...] = ()
    note: Label | None = None


class Deadline(Frozen):
    """The last day of a period that runs in the case, from which day, and by which rule."""

    id: str
    title: Label
    due: date
    from_: date | None = Field(default=None, serialization_alias="from")
    by: tuple[Cite, ...]
    state: Literal["open", "today", "overdue"]
    who: Label | None = None
    note: Label | None = None
    concerns: tuple[str, ...] = ()


class CaseRef(Frozen):
    id: str
    title: str | None


class LayerRef(Frozen):
    """A folder laid over the rules: the entries that it changes, and those that it adds."""

    folder: str
    overrides: tuple[str, ...]
    adds: tuple[str, ...]


class RulebookRef(Frozen):
    sha256: str
    version: str
    unreviewed: tuple[str, ...]
    layers: tuple[LayerRef, ...] = ()


class EngineRef(Frozen):
    inference: str | None
    verified_by: Literal["reference"] = "reference"
    agreed: bool = True


class Assessment(Frozen):
    """Everything about a case on a day."""

    case: CaseRef
    as_of: date
    rulebook: RulebookRef
    engine: EngineRef
    findings: tuple[Finding, ...]
    offences: tuple[Offence, ...]
    suspects: tuple[SuspectResult, ...]
    not_judged: tuple[NotJudged, ...]
    duties: tuple[Duty, ...] = ()
    questions: tuple[Question, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    notices: tuple[Notice, ...] = ()

    def finding(self, id_: str) -> Finding:
        return next(f for f in self.findings if f.id == id_)

    def offence(self, id_: str) -> Offence:
        return next(o for o in self.offences if o.id == id_)

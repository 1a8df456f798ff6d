"""The rule files as models: facts one may state, kinds of act, concepts, provisions, modifiers."""

from __future__ import annotations

import typing
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from offence_engine.model.base import Frozen, Label, Null, Text, YesNo
from offence_engine.model.condition import Condition, split_condition
from offence_engine.model.penalty import PenaltyText

HOMES = ("case", "person", "group", "channel", "material", "act", "part", "stance", "shown", "pair")
FactType = Literal["yes_no", "choice", "choices", "number", "date", "text", "judgment"]
# How a fact that is not stated can still follow from the structure of the case.
Derivation = Literal[
    "recipients_beyond_victim", "product_of_shown_person", "channel_run_by_suspect", "fact_of_material"
]
Ask = Literal["victim", "suspect", "witness", "investigator", "forensics", "platform", "expert"]


class Factor(Frozen):
    """What the courts weigh for a judgment, with the case."""

    ko: str
    en: str
    authority: str


class FactDecl(Frozen):
    """A fact that one may state: its type, its words, whom to ask."""

    type: FactType
    ko: str
    en: str
    ask: Ask
    question: Label
    values: dict[str, Label] = {}
    factors: tuple[Factor, ...] = ()
    derived: Derivation | None = None

    @property
    def label(self) -> Label:
        return Label(ko=self.ko, en=self.en)


class FactsFile(Frozen):
    home: Literal["case", "person", "group", "channel", "material", "act", "part", "stance", "shown", "pair"]
    facts: dict[str, FactDecl]


class Kind(Frozen):
    """A physical kind of act; `says` are the facts that the word itself already means; with `makes`, whoever does it
    makes the product with their own hands; `link` is how such an act must stand to another act."""

    ko: str
    en: str
    lasts: YesNo
    makes: YesNo = False
    link: Literal["aids", "instigates", "shares", "uses"] | None = None
    says: dict[str, Text] = {}
    sentence: Label


class LegalAct(Frozen):
    """A statute: its names, and the names that others give it."""

    ko: str
    short: str
    en: str
    also: tuple[str, ...] = ()


class Element(Frozen):
    """A named condition with the operative words of the statute."""

    words: str
    note: Label | None = None
    condition: Condition

    @model_validator(mode="before")
    @classmethod
    def _inline(cls, value: Any) -> Any:
        return split_condition(value, ("words", "note"))


class NamedAlternative(Frozen):
    """One way in which a concept is filled, under its own name."""

    ko: str
    en: str
    condition: Condition

    @model_validator(mode="before")
    @classmethod
    def _inline(cls, value: Any) -> Any:
        return split_condition(value, ("ko", "en"))


class ConceptVersion(Frozen):
    """What a concept means from a day on: a condition, or named alternatives of which one suffices."""

    effective: date
    enacted_by: str | None = None
    source: str | None = None
    note: Label | None = None
    one_of_named: dict[str, NamedAlternative] | None = None
    condition: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def _inline(cls, value: Any) -> Any:
        return split_condition(value, ("effective", "enacted_by", "source", "note", "one_of_named"))

    @model_validator(mode="after")
    def _one_meaning(self) -> ConceptVersion:
        if (self.one_of_named is None) == (self.condition is None):
            raise ValueError("one_meaning")
        return self


class Concept(Frozen):
    ko: str
    en: str
    note: str | None = None
    act: str | None = None
    article: str | None = None
    authority: str | None = None
    versions: tuple[ConceptVersion, ...] = Field(min_length=1)


VictimRole = Literal[
    "shown_person", "shown_person_or_none", "recipient", "threatened", "counterpart", "towards", "none"
]
MaterialRole = Literal["product", "object", "object_or_none", "means", "none"]
UnityPart = Literal["suspect", "victim", "act", "material", "series", "group"]


class Roles(Frozen):
    victim: VictimRole = "none"
    material: MaterialRole = "none"
    group: Literal["member_of", "none"] = "none"


class Unity(Frozen):
    """What the law counts once."""

    per: tuple[UnityPart, ...] = Field(min_length=1)
    because: Label | None = None
    authority: Annotated[str | None, Null] = None
    settled: YesNo


class Version(Frozen):
    """A provision's content from a day on; of a repealed one, `continued_as` names where it lives on."""

    effective: date
    enacted_by: str | None = None
    source: str | None = None
    note: Label | None = None
    repealed: YesNo = False
    requires: tuple[str, ...] | None = None
    any_of: tuple[str, ...] | None = None
    words: dict[str, str] = {}
    penalty: PenaltyText | None = None
    offence_name: Annotated[str | None, Null] = None
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None
    cites: tuple[str, ...] = ()
    keeps_old: KeepsOld | None = None
    continued_as: tuple[str, ...] = ()
    by_limb: dict[str, LimbPart] = {}


class LimbPart(Frozen):
    """What one limb has of its own in a version, where the statute holds the limbs in several places."""

    penalty: PenaltyText
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None


class KeepsOld(Frozen):
    """An addendum that leaves earlier acts under the earlier law, even where the new one is lighter."""

    by: str
    because: Label


Displacing = Literal["alternative", "yields", "absorbed"]
Concurring = Literal["one_act", "several_acts", "open"]
_RELATIONS: dict[str, Displacing | Concurring] = {
    "alternative_to": "alternative",
    "yields_to": "yields",
    "absorbed_by": "absorbed",
    "one_act_with": "one_act",
    "several_acts_with": "several_acts",
    "open_with": "open",
}


class Relation(Frozen):
    """How this offence stands to another where both could apply.

    The first three displace it; `one_act_with` and `several_acts_with` say how both are counted where both stand,
    `open_with` that this is not settled.
    """

    alternative_to: str | None = None
    yields_to: str | None = None
    absorbed_by: str | None = None
    one_act_with: str | None = None
    several_acts_with: str | None = None
    open_with: str | None = None
    same: tuple[Literal["suspect", "victim", "act", "material"], ...] = ("suspect",)
    when: Condition | None = None
    because: Label
    authority: Annotated[str | None, Null] = None
    settled: YesNo
    note: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Relation:
        if sum(getattr(self, key) is not None for key in _RELATIONS) != 1:
            raise ValueError("one_relation")
        return self

    @property
    def _key(self) -> str:
        return next(key for key in _RELATIONS if getattr(self, key) is not None)

    @property
    def kind(self) -> Displacing | Concurring:
        return _RELATIONS[self._key]

    @property
    def displaces(self) -> bool:
        return self.kind in ("alternative", "yields", "absorbed")

    @property
    def to(self) -> str:
        return str(getattr(self, self._key))


class RuleCase(Frozen):
    """A test inside a rule file: only what differs from the typical case."""

    name: str
    on: date
    as_of: date | None = None
    but: dict[str, Any] = {}
    unknown: tuple[str, ...] = ()
    expect: Literal["applicable", "not_applicable", "undetermined", "not_in_force", "not_encoded"]
    because: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    version: date | None = None
    penalty: str | None = None
    limitation_years: int | Literal["none"] | None = None
    prison: str | None = None
    fine: str | None = None
    limb: str | None = None
    alternative: str | None = None
    either_way: YesNo | None = None
    stage: Literal["completed", "attempted", "undetermined"] | None = None
    suspect: str | None = None
    victim: str | None = None


class ProvisionFile(Frozen):
    """One offence: elements once, versions by name."""

    id: str
    title: Label
    items_only: YesNo = False
    offence_name: Annotated[str | None, Null] = None
    also_called: tuple[str, ...] = ()
    roles: Roles
    one_offence_per: Unity
    before: Literal["not_encoded", "not_in_force"] = "not_encoded"
    builds_on: tuple[str, ...] = ()
    result: tuple[str, ...] = ()
    elements: dict[str, Element]
    limbs: dict[str, tuple[str, ...]] = {}
    limb_labels: dict[str, Label] = {}
    limb_participation: dict[str, Literal["indirect_principal"]] = {}
    versions: tuple[Version, ...] = Field(min_length=1)
    closing: Label
    relations: tuple[Relation, ...] = ()
    not_modelled: tuple[Label, ...]
    reviewed: Annotated[Any, Null] = None
    typical_case: dict[str, Any]
    cases: tuple[RuleCase, ...] = ()


class Reach(Frozen):
    """What a modifier names, since when."""

    effective: date
    enacted_by: str | None = None
    source: str | None = None
    note: Label | None = None
    what: tuple[str, ...] | Literal["every_offence"]
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None
    fine: dict[str, tuple[str, ...]] = {}


Participating = Literal["accessory", "instigator", "co_principal", "indirect_principal", "legal_entity"]
PARTICIPATING: tuple[Participating, ...] = typing.get_args(Participating)


class Recedes(Frozen):
    """That taking part in a deed recedes behind having done it."""

    because: Label
    authority: Annotated[str | None, Null] = None
    settled: YesNo


class ModifierFile(Frozen):
    """A rule over findings.

    `attempt`, `habit`, `aggravation` (status), `recidivism` and `justification` change a finding of the same person;
    the participations make one of another person, resting on the finding of who did the deed. A reach of a legal
    entity names its fines: `of_article` (that of the offence) or an amount, with the provisions to which each goes.
    """

    id: str
    title: Label
    offence_name: Annotated[str | None, Null] = None
    also_called: tuple[str, ...] = ()
    modifies: Literal["attempt", "habit", "aggravation", "recidivism", "justification"] | Participating
    items_only: YesNo = False
    reaches: tuple[Reach, ...] = Field(min_length=1)
    per: Literal["suspect"] | None = None
    rests_on: Literal["finding_of_another"] | None = None
    replaces: Literal["result"] | None = None
    elements: dict[str, Element] = {}
    requires: tuple[str, ...]
    raise_: Annotated[str | None, Null] = Field(None, alias="raise")
    raise_most: Annotated[str | None, Null] = None
    mitigate: Literal["mandatory", "optional"] | None = None
    recedes: Recedes | None = None
    note: Label | None = None
    authority: Annotated[str | None, Null] = None
    settled: YesNo = True
    not_modelled: tuple[Label, ...]
    reviewed: Annotated[Any, Null] = None
    before: Literal["not_encoded", "not_in_force"] = "not_encoded"
    closing: Label | None = None
    typical_case: dict[str, Any] | None = None
    cases: tuple[RuleCase, ...] = ()


class GeneralElement(Frozen):
    """An element that the general part gives to every offence."""

    general: Literal["intent"]
    act: str
    article: str
    title: Label
    applies_to: Literal["every_offence"]
    element: Element
    source: str
    note: Label | None = None

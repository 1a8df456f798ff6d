"""Conditions of rule files: a fact with one comparison, an age, another finding, a concept, and their combinations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from offence_engine.model.base import Frozen, Text


class FactTest(Frozen):
    """One fact against one comparison."""

    fact: str
    is_: Text | None = Field(None, alias="is")
    one_of: tuple[str, ...] | None = None
    any_in: tuple[str, ...] | None = None
    all_in: tuple[str, ...] | None = None
    at_least: int | None = None
    under: int | None = None
    from_: date | None = Field(None, alias="from")
    before: date | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> FactTest:
        given = [name for name in COMPARISONS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("one_comparison")
        return self

    @property
    def comparison(self) -> tuple[str, Any]:
        return next((name, getattr(self, name)) for name in COMPARISONS if getattr(self, name) is not None)


COMPARISONS = ("is_", "one_of", "any_in", "all_in", "at_least", "under", "from_", "before")


class AgeTest(Frozen):
    """Whether the suspect or the victim is under an age, at the act or when the material was made."""

    age_of: Literal["suspect", "victim"]
    under: int | None = None
    at_least: int | None = None
    until: Literal["january_1_of_that_year"] | None = None
    at: Literal["act", "made"] = "act"

    @model_validator(mode="after")
    def _one_limit(self) -> AgeTest:
        if (self.under is None) == (self.at_least is None):
            raise ValueError("one_comparison")
        return self


class FindingTest(Frozen):
    """Whether some other act of the case fills an offence: the acts that share the group, material, victim or act.

    `what` names the offences (default: any that rests on no finding itself), `by` whose they may be.
    """

    finding: Literal["group", "material", "victim", "act"]
    what: tuple[str, ...] = ()
    by: Literal["anyone", "suspect", "others"] = "anyone"
    prison_at_least_years: int = 0


class ConceptUse(Frozen):
    concept: str


class AllOf(Frozen):
    all_of: tuple[Condition, ...] = Field(min_length=1)


class AnyOf(Frozen):
    any_of: tuple[Condition, ...] = Field(min_length=1)


class NoneOf(Frozen):
    none_of: tuple[Condition, ...] = Field(min_length=1)


CONDITION_KEYS = ("fact", "age_of", "finding", "concept", "all_of", "any_of", "none_of")


def _condition_tag(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((key for key in CONDITION_KEYS if key in value), None)
    return next((key for key in CONDITION_KEYS if hasattr(value, key)), None)


Condition = Annotated[
    Annotated[FactTest, Tag("fact")]
    | Annotated[AgeTest, Tag("age_of")]
    | Annotated[FindingTest, Tag("finding")]
    | Annotated[ConceptUse, Tag("concept")]
    | Annotated[AllOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[NoneOf, Tag("none_of")],
    Discriminator(_condition_tag),
]


def split_condition(value: Any, own: tuple[str, ...]) -> Any:
    """Set the keys of an inline condition apart from the keys of what carries it."""
    if not isinstance(value, dict) or "condition" in value:
        return value
    head = {k: v for k, v in value.items() if k in own}
    rest = {k: v for k, v in value.items() if k not in own}
    return {**head, "condition": rest} if rest else head

"""Small cases of altered pictures and exploitation material, assessed whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from offence_engine import assess
from offence_engine.casefile.read import case_of
from offence_engine.model.result import Assessment, SuspectResult
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from tests.reckoning.build import book

AS_OF = date(2026, 11, 22)
YES = {"value": "yes", "by": "test"}
NO = {"value": "no", "by": "test"}


def assessed(as_of: date = AS_OF, **sections: Any) -> Assessment:
    tree = tree_from({"case": {"id": "t"}, **sections}, "t")
    assert isinstance(tree, Map)
    return assess(case_of(tree, book(), as_of), book(), as_of, everything=True)


def suspect(result: Assessment, person: str = "S1") -> SuspectResult:
    return next(s for s in result.suspects if s.person == person)


def composite(victim: str) -> dict[str, Any]:
    shown = {victim: {"shows": "face", "consent_to_alteration": "no", "sexual_form": YES}}
    return {"form": "image", "made": "altered", "recognisable_as_child": NO, "shown": shown}


def made(material: Any, on: str, **part: Any) -> dict[str, Any]:
    return {"kind": "altered", "by": {"S1": {"intent": YES, **part}}, "product": material, "on": on}


def one_picture(on: str = "2025-01-02", person: dict[str, Any] | None = None, **part: Any) -> Assessment:
    """One altered picture of one victim."""
    return assessed(
        persons={"S1": {"role": "suspect", **(person or {})}, "V1": {"role": "victim"}},
        materials={"M1": composite("V1")},
        acts={"A1": made("M1", on, **part)},
    )


def production(on: str = "2025-06-01", as_of: date = AS_OF, **person: Any) -> Assessment:
    """Exploitation material made of a child."""
    return assessed(
        as_of,
        persons={"S1": {"role": "suspect", **person}, "V1": {"role": "victim", "birth": "2012-05-01"}},
        materials={
            "M1": {
                "form": "video", "made": "recorded", "recorded_from": "body", "sexual_act_expressed": "yes", "shown": "V1",
            }
        },
        acts={"A1": {"kind": "recorded", "on": on, "product": "M1", "by": {"S1": {"intent": YES, "knows_age": "yes"}}}},
    )  # fmt: skip


def message_for_a_company(**due: Any) -> Assessment:
    """An obscene message sent by an employee in the business of a company."""
    facts = {"doer_position": "employee", "in_its_business": "yes", "due_care": NO, **due}
    return assessed(
        persons={"S1": {"role": "suspect"}, "C1": {"role": "suspect", "kind": "legal"}, "V1": {"role": "victim"}},
        acts={
            "A1": {
                "kind": "sent", "on": "2025-01-02", "recipients": "V1", "medium": "computer", "content_shameful": YES, "delivered": "yes",
                "by": {"S1": {"intent": YES, "sexual_purpose": YES}}, "for": {"C1": facts},
            }
        },
    )  # fmt: skip

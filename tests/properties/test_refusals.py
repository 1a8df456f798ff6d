"""What the rule check refuses although every name in it is known: it would be judged wrongly, or not at all."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from offence_engine.errors import RulesError
from tests.properties.strategies import KINDS, LABEL, Json, Rules, declaration
from tests.properties.world import book_of

ELEMENT = {"words": "e", "fact": "act.seen", "is": "yes"}
PROVISION: Json = {
    "id": "fic.1",
    "title": LABEL,
    "roles": {},
    "one_offence_per": {"per": ["suspect"], "settled": "yes"},
    "elements": {"e0": ELEMENT, "e1": {"words": "r", "fact": "act.times", "at_least": "3"}},
    "result": ["e1"],
    "versions": [{"effective": "2019-01-01", "requires": ["e0", "e1"], "penalty": {"prison": "7년 이하"}}],
    "closing": LABEL,
    "not_modelled": [],
    "typical_case": {"persons": {"S1": {"role": "suspect"}}, "acts": {"A1": {"kind": "made", "by": ["S1"]}}},
}
ATTEMPT: Json = {
    "id": "fic.90",
    "title": LABEL,
    "modifies": "attempt",
    "replaces": "result",
    "reaches": [{"effective": "2019-01-01", "what": ["fic.1"]}],
    "elements": {"begun": ELEMENT},
    "requires": ["begun"],
    "not_modelled": [],
}
FILES: dict[str, Json] = {
    "act.yaml": {
        "home": "act",
        "facts": {"seen": declaration("yes_no"), "times": declaration("number"), "weighed": declaration("judgment")},
    },
    "part.yaml": {"home": "part", "facts": {"intent": declaration("judgment")}},
    "shown.yaml": {"home": "shown", "facts": {"look": declaration("choice")}},
    "fic.1.yaml": PROVISION,
    "fic.90.yaml": ATTEMPT,
    "acts.yaml": {"acts": {"fic": {"ko": "가상의 법률", "short": "가상법", "en": "Fictional Act"}}},
    "kinds.yaml": {"kinds": {kind: {**LABEL, "lasts": "no", "says": {}, "sentence": LABEL} for kind in KINDS}},
    "intent.yaml": {
        "general": "intent",
        "act": "fic",
        "article": "13",
        "title": LABEL,
        "applies_to": "every_offence",
        "element": {"words": "고의", "fact": "part.intent", "is": "yes"},
        "source": "시험",
    },
    "penalty.yaml": {
        "general": "penalty",
        "prison_least_months": "1",
        "prison_most_months": "360",
        "raised_most_months": "600",
        "fine_least_krw": "50000",
        "by": {},
        "real_concurrence": {"id": "fic.38", "because": LABEL},
        "real_concurrence_factor": "3/2",
        "ideal_concurrence": {"id": "fic.40", "because": LABEL},
    },
    "limitation.yaml": {
        "general": "limitation",
        "periods": {"by": "fic.249", "rows": [{"otherwise": "yes", "years": "5"}]},
        "starts": {"at": "end_of_act", "by": "fic.252"},
        "special": [],
    },
}


def put(*path: Any) -> Callable[[dict[str, Json]], None]:
    """Sets the last but one of the path to the last."""
    *steps, key, value = path

    def change(files: dict[str, Json]) -> None:
        node: Any = files
        for step in steps:
            node = node[step]
        node[key] = value

    return change


def second_attempt(files: dict[str, Json]) -> None:
    files["fic.91.yaml"] = {**ATTEMPT, "id": "fic.91", "reaches": [{"effective": "2020-01-01", "what": ["fic.1"]}]}


MAJORITY = {"id": "fic.21", "kind": "from_majority", "reaches": ["fic.1"], "effective": "2019-01-01", "because": LABEL}
REFUSED: dict[str, tuple[Callable[[dict[str, Json]], None], str]] = {
    "a fact named with a bar": (put("act.yaml", "facts", "a|b", declaration("yes_no")), "letters, digits"),
    "a fact named like an age": (put("part.yaml", "facts", "age@act", declaration("yes_no")), "letters, digits"),
    "a fact named with a blank": (put("act.yaml", "facts", "a b", declaration("yes_no")), "letters, digits"),
    "a number that the structure answers": (
        put("act.yaml", "facts", "times", "derived", "recipients_beyond_victim"),
        "is a yes_no; found number",
    ),
    "a fact of the material that the material has not": (
        put("shown.yaml", "facts", "look", "derived", "fact_of_material"),
        "needs a fact `material.look`",
    ),
    "a kind of act that makes a judgment": (
        put("kinds.yaml", "kinds", "made", "says", {"weighed": "yes"}),
        "is a judgment",
    ),
    "a kind of act that counts": (put("kinds.yaml", "kinds", "made", "says", {"times": "5"}), "is a number"),
    "no intent": (lambda files: files.__delitem__("intent.yaml"), "`intent` is missing"),
    "intent twice": (lambda files: files.update({"i2.yaml": files["intent.yaml"]}), "is there twice"),
    "an element named like the general one": (
        lambda files: (
            files["fic.1.yaml"]["elements"].update(intent=ELEMENT),
            files["fic.1.yaml"]["versions"][0]["requires"].append("intent"),
        )[1],
        "that the general part gives",
    ),
    "an empty limb": (
        lambda files: files["fic.1.yaml"].update(limbs={"a": []}),
        "must not be empty",
    ),
    "a result that a version does not use": (
        lambda files: files["fic.1.yaml"]["versions"].append(
            {"effective": "2020-01-01", "requires": ["e0"], "penalty": {"prison": "7년 이하"}}
        ),
        "which `result` names",
    ),
    "an attempt without elements": (put("fic.90.yaml", "requires", []), "needs an element"),
    "two attempts on one day": (second_attempt, "on 2020-01-01 `fic.90` names `fic.1` too"),
    "a modifier with the id of a provision": (put("fic.90.yaml", "id", "fic.1"), "is the id of a provision too"),
    "an age at the making where nobody can say when that was": (
        put("fic.1.yaml", "elements", "e0", {"words": "e", "age_of": "suspect", "under": "19", "at": "made"}),
        "needs a fact `material.made_on`",
    ),
    "majority without an age": (put("limitation.yaml", "special", [MAJORITY]), "needs the age of majority"),
}


def test_the_folder_itself_is_sound() -> None:
    assert book_of(Rules(copy.deepcopy(FILES))).provisions.keys() == {"fic.1"}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_place(name: str) -> None:
    change, message = REFUSED[name]
    files = copy.deepcopy(FILES)
    change(files)
    with pytest.raises(RulesError) as caught:
        book_of(Rules(files))
    assert message in caught.value.text("en")
    assert all(fault.ko and fault.ko != fault.en for fault in caught.value.faults)

"""How offences stand to each other and what range follows, on small cases of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map

AS_OF = date(2026, 11, 22)
YES = {"value": "yes", "by": "test"}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def judged(book: Rulebook, **sections: Any) -> Assessment:
    tree = tree_from({"case": {"id": "t"}, **sections}, "t")
    assert isinstance(tree, Map)
    return assess(case_of(tree, book, AS_OF), book, AS_OF, everything=True)


def composite(victim: str) -> dict[str, Any]:
    shown = {victim: {"shows": "face", "consent_to_alteration": "no", "sexual_form": YES}}
    no_child = {"value": "no", "by": "test"}
    return {"form": "image", "made": "altered", "recognisable_as_child": no_child, "shown": shown}


def made(material: Any, **time: Any) -> dict[str, Any]:
    return {"kind": "altered", "by": {"S1": {"intent": YES}}, "product": material, **time}


PEOPLE = {"S1": {"role": "suspect"}, "V1": {"role": "victim"}, "V2": {"role": "victim"}}


def test_two_victims_by_two_acts_are_raised_but_not_above_the_sum(book: Rulebook) -> None:
    """Test vector 1: two counts of at most 7 years: 1 month to 10 years 6 months."""
    got = judged(
        book,
        persons=PEOPLE,
        materials={"M1": composite("V1"), "M2": composite("V2")},
        acts={"A1": made("M1", on="2025-01-02"), "A2": made("M2", on="2025-01-03")},
    )
    range_ = got.suspects[0].range
    assert range_ is not None
    assert range_.prison_months == (1, 126)
    assert {w.kind for o in got.offences for w in o.with_} == {"real"}


def test_one_act_with_two_victims_is_punished_once(book: Rulebook) -> None:
    both = composite("V1")
    both["shown"] |= composite("V2")["shown"]
    got = judged(book, persons=PEOPLE, materials={"M1": both}, acts={"A1": made("M1", on="2025-01-02")})
    range_ = got.suspects[0].range
    assert range_ is not None
    assert range_.prison_months == (1, 84)
    assert {w.kind for o in got.offences for w in o.with_} == {"ideal"}


def test_a_series_is_several_acts(book: Rulebook) -> None:
    got = judged(
        book,
        persons=PEOPLE,
        materials={"M1": composite("V1"), "M2": composite("V2")},
        acts={"A1": made(["M1", "M2"], series={"from": "2025-01-02", "to": "2025-02-02", "times": 9})},
    )
    assert {w.kind for o in got.offences for w in o.with_} == {"real"}


def test_a_series_over_an_amendment_is_split_and_its_pieces_are_several_acts(book: Rulebook) -> None:
    got = judged(
        book,
        persons=PEOPLE,
        materials={"M1": composite("V1")},
        acts={
            "A1": {
                "kind": "altered",
                "series": {"from": "2024-10-01", "to": "2024-10-31", "times": 9},
                "by": {"S1": {"intent": YES, "purpose_to_spread": "yes"}},
                "product": "M1",
            }
        },
    )
    found = [(f.version.effective.isoformat(), f.count.from_.isoformat(), f.count.to.isoformat()) for f in got.findings
             if f.provision == "scpa.14-2.1"]  # fmt: skip
    assert found == [("2024-10-16", "2024-10-16", "2024-10-31"), ("2020-06-25", "2024-10-01", "2024-10-15")]
    assert len(got.offences) == 2
    assert {w.kind for o in got.offences for w in o.with_} == {"real"}


def test_only_the_self_made_file_is_absorbed(book: Rulebook) -> None:
    """Of two files kept by their maker and buyer, the making absorbs the keeping of the one (2021도2993)."""
    child = {"form": "video", "made": "recorded", "recorded_from": "body", "sexual_act_expressed": "yes"}
    got = judged(
        book,
        persons={"S1": {"role": "suspect"}, "V1": {"role": "victim", "birth": "2010-05-01"}},
        materials={"M1": {**child, "shown": "V1"}, "M2": {**child, "recognisable_as_child": YES}},
        acts={
            "A1": {"kind": "recorded", "on": "2025-06-01", "product": "M1",
                   "by": {"S1": {"intent": YES, "knows_age": "yes"}}},
            "A2": {"kind": "kept", "from": "2025-06-01", "to": "2025-07-01", "object": ["M1", "M2"],
                   "kept_where": "own_device", "by": {"S1": {"intent": YES, "knows_content": "yes"}}},
        },
    )  # fmt: skip
    kept = {o.standing.as_: o.findings for o in got.offences if o.provision == "cyp.11.5"}
    assert set(kept) == {"absorbed", "principal"}
    assert all("/M1/" in f for f in kept["absorbed"])
    assert all("/M2/" in f for f in kept["principal"])


def test_what_is_not_stated_of_a_material_is_unknown_even_where_nobody_is_shown(book: Rulebook) -> None:
    posted = {
        "persons": {"S1": {"role": "suspect"}},
        "materials": {"M1": {"form": "video", "made": "drawn", "recognisable_as_child": YES}},
        "channels": {"C1": {}},
        "acts": {"A1": {"kind": "posted", "on": "2025-01-02", "object": "M1", "channel": "C1", "delivered": "yes",
                        "reach": "many", "by": {"S1": {"intent": YES, "knows_content": "yes"}}}},
        "complete": ["persons"],
    }  # fmt: skip
    verdicts = {f.provision: f.verdict for f in judged(book, **posted).findings}
    assert verdicts["cyp.11.3"] == "undetermined"
    posted["materials"]["M1"]["sexual_act_expressed"] = "yes"  # type: ignore[index]
    verdicts = {f.provision: f.verdict for f in judged(book, **posted).findings}
    assert verdicts["cyp.11.3"] == "applicable"


def test_of_limbs_that_fail_alike_all_are_shown(book: Rulebook) -> None:
    material = composite("V1")
    material["shown"]["V1"]["sexual_act_expressed"] = "yes"
    got = judged(book, persons=PEOPLE, materials={"M1": material}, acts={"A1": made("M1", on="2025-01-02")})
    production = next(f for f in got.findings if f.provision == "cyp.11.1")
    failing = {e.id for e in production.elements if e.truth == "not_met"}
    assert {"real_child", "recognisable"} <= failing


def test_a_legal_entity_gets_no_range_of_imprisonment(book: Rulebook) -> None:
    got = judged(
        book,
        persons={**PEOPLE, "L1": {"role": "suspect", "kind": "legal"}},
        materials={"M1": composite("V1")},
        acts={
            "A1": made("M1", on="2025-01-02"),
            "A2": {"kind": "aided", "on": "2025-01-02", "aids": "A1",
                   "by": {"L1": {"contribution": YES, "knows_principal_offence": "yes", "intends_to_help": "yes"}}},
        },
    )  # fmt: skip
    company = next(s for s in got.suspects if s.person == "L1")
    assert company.offences
    assert company.range is None
    assert company.notice is not None
    aided = next(f for f in got.findings if f.participation == "accessory")
    assert aided.verdict == "applicable"
    assert aided.rests_on == ("scpa.14-2.1@2024-10-16/S1/A1/V1/M1/2025-01-02",)


@pytest.mark.parametrize(
    ("birth", "status", "has_range"),
    [("2011-01-03", "no", False), ("2011-01-02", "yes", True), ("2010-12", "yes", True)],
)
def test_under_fourteen_is_not_punished(book: Rulebook, birth: str, status: str, has_range: bool) -> None:
    """Fourteen on the day of the act is enough; a day younger is not."""
    got = judged(
        book,
        persons={**PEOPLE, "S1": {"role": "suspect", "birth": birth}},
        materials={"M1": composite("V1")},
        acts={"A1": made("M1", on="2025-01-02")},
    )
    suspect = got.suspects[0]
    assert suspect.punishable == status
    assert (suspect.range is not None) is has_range
    assert (suspect.notice is not None) is (status == "no")


def test_a_habit_of_the_principal_is_not_the_helpers(book: Rulebook) -> None:
    deed = made("M1", on="2025-01-02")
    deed["by"]["S1"]["habit"] = YES
    helper = {"contribution": YES, "knows_principal_offence": "yes", "intends_to_help": "yes"}
    got = judged(
        book,
        persons={**PEOPLE, "S2": {"role": "suspect"}},
        materials={"M1": composite("V1")},
        acts={"A1": deed, "A2": {"kind": "aided", "on": "2025-01-02", "aids": "A1", "by": {"S2": helper}}},
    )
    modifiers = {f.participation: {m.kind for m in f.modifiers} for f in got.findings if f.verdict == "applicable"}
    assert modifiers == {"principal": {"habit"}, "accessory": {"accessory"}}
    ranges = {s.person: s.range.prison_months for s in got.suspects if s.range}
    assert ranges == {"S1": (1.5, 126), "S2": (0.5, 42)}


def test_an_act_of_unknown_day_does_not_lower_what_is_certain(book: Rulebook) -> None:
    """Possession until 2021 stands by itself (1 to 30 years), whatever law a second, undated one falls under."""
    kept = {
        "kind": "kept",
        "object": "M1",
        "kept_where": "own_device",
        "by": {"S1": {"intent": YES, "knows_content": "yes"}},
    }
    got = judged(
        book,
        persons={"S1": {"role": "suspect"}},
        materials={"M1": {"form": "video", "made": "recorded", "recognisable_as_child": YES, "sexual_act_expressed": "yes"}},
        acts={
            "A1": {**kept, "from": "2020-01-01", "to": "2021-03-01"},
            "A2": {**kept, "on": {"between": ["2020-05-20", "2020-06-20"]}},
        },
    )  # fmt: skip
    own = [o for o in got.offences if o.provision == "cyp.11.5"]
    assert len({o.id for o in own}) == len(own) == 2
    range_ = got.suspects[0].range
    assert range_ is not None
    assert range_.prison_months == (12, 372)


def test_a_verb_that_is_open_but_holds_either_way_is_told(book: Rulebook) -> None:
    """Handed over to others: distribution or provision, whoever could receive it and whatever was expected."""
    material = composite("V1")
    got = judged(
        book,
        persons={**PEOPLE, "T1": {"role": "other"}},
        materials={"M1": material},
        acts={
            "A1": {
                "kind": "sent",
                "on": "2025-01-02",
                "recipients": "T1",
                "object": "M1",
                "by": {"S1": {"intent": YES}},
            }
        },
    )
    spread = next(f for f in got.findings if f.provision == "scpa.14-2.2")
    assert (spread.verdict, spread.either_way) == ("applicable", True)
    assert all(e.alternative is None for e in spread.elements)

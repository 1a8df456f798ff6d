"""The traps of the amendment history, one test each, and limitation to the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.model.result import Assessment, Finding
from offence_engine.rulebook.export import export
from offence_engine.rulebook.reading import reading_on, why_no_reading
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map

BOOK = load_rulebook()
AS_OF = date(2026, 11, 22)
YES = {"value": "yes", "by": "test"}
EVERY_DAY = [date(2018, 12, 18) + timedelta(days=n) for n in range((AS_OF - date(2018, 12, 18)).days + 1)]


def judged(**sections: Any) -> Assessment:
    tree = tree_from({"case": {"id": "t"}, **sections}, "t")
    assert isinstance(tree, Map)
    return assess(case_of(tree, BOOK, AS_OF), BOOK, AS_OF, everything=True)


def one(got: Assessment, provision: str) -> Finding:
    found = [f for f in got.findings if f.provision == provision]
    assert len(found) == 1, [f.id for f in got.findings]
    return found[0]


def filmed(day: str, **victim: Any) -> dict[str, Any]:
    return {
        "persons": {"S1": {"role": "suspect"}, "V1": {"role": "victim", **victim}},
        "materials": {"M1": {"made": "recorded", "form": "video", "recorded_from": "body",
                             "shown": {"V1": {"consent_to_recording": "no", "self_recorded": "no", "sexual_body": YES}}}},
        "acts": {"A1": {"kind": "recorded", "on": day, "with_camera": "yes", "product": "M1",
                        "by": {"S1": {"intent": YES, "knows_age": "yes"}}}},
    }  # fmt: skip


def exploitation(kind: str, victim: dict[str, Any], **act: Any) -> dict[str, Any]:
    part = {"intent": YES, "knows_age": "yes", "knows_content": "yes"}
    role = "product" if kind == "recorded" else "object"
    return {
        "persons": {"S1": {"role": "suspect"}, "V1": {"role": "victim", **victim}},
        "materials": {"M1": {"made": "recorded", "form": "video", "sexual_act_expressed": "yes", "shown": "V1",
                             "recognisable_as_child": {"value": "no", "by": "test"}}},
        "acts": {"A1": {"kind": kind, "by": {"S1": part}, role: "M1", **act}},
    }  # fmt: skip


@pytest.mark.parametrize("provision", sorted(BOOK.provisions))
def test_every_day_has_one_reading_or_a_reason(provision: str) -> None:
    """No gap and no overlap: once in force, in force on every later day, by the version whose period holds the day."""
    rule = BOOK.provisions[provision]
    begun = False
    for day in EVERY_DAY:
        reading = reading_on(BOOK, provision, day)
        if reading is None:
            assert not begun or any(v.repealed and v.effective <= day for v in rule.versions)
            assert why_no_reading(BOOK, provision, day) in ("not_in_force", "not_encoded")
            continue
        begun = True
        holding = [
            v for v in rule.versions if v.effective <= day and day <= (BOOK.until(provision, v) or date.max)
        ]  # fmt: skip
        assert [v.effective for v in holding] == [reading.version.effective]
    assert begun or rule.versions[0].effective > AS_OF


def test_the_attempt_of_14_3_is_punishable_later_than_14_3_itself() -> None:
    for day, attempt in ((date(2020, 5, 19), False), (date(2020, 6, 24), False), (date(2020, 6, 25), True)):
        reading = reading_on(BOOK, "scpa.14-3.2", day)
        assert reading is not None
        assert (reading.attempt is not None) is attempt
    assert why_no_reading(BOOK, "scpa.14-3.2", date(2020, 5, 18)) == "not_in_force"


def test_the_export_names_attempts_by_their_own_day() -> None:
    versions = next(p for p in export(BOOK)["provisions"] if p["id"] == "scpa.14-3.1")["versions"]
    assert [v["effective"] for v in versions] == ["2020-05-19", "2024-10-16"]
    assert versions[0]["attempt"] == [{"from": "2020-06-25", "by": "scpa.15", "since": "2020-06-25"}]
    assert versions[1]["attempt"] == [{"from": "2024-10-16", "by": "scpa.15", "since": "2020-06-25"}]


def test_the_habit_clause_was_paragraph_four_until_2024_10_15() -> None:
    versions = next(p for p in export(BOOK)["provisions"] if p["id"] == "scpa.14-2.5")["versions"]
    assert [(v["effective"], v["until"], v["paragraph"]) for v in versions] == [
        ("2020-06-25", "2024-10-15", "4"),
        ("2024-10-16", None, "5"),
    ]


def test_viewing_child_material_is_punishable_from_2020_06_02() -> None:
    victim = {"birth": "2008-01-01"}
    for day, verdict in (("2020-06-01", "not_applicable"), ("2020-06-02", "applicable")):
        got = judged(**exploitation("opened", victim, on=day, content_seen="yes"))
        assert one(got, "cyp.11.5").verdict == verdict


def test_possession_is_judged_by_the_law_at_its_end() -> None:
    """What was kept from before the amendment to after it falls under the later version (2022도15319)."""
    got = judged(
        **exploitation(
            "kept", {"birth": "2010-01-01"}, **{"from": "2019-01-01", "to": "2021-01-01"}, kept_where="own_device"
        )
    )
    found = one(got, "cyp.11.5")
    assert (found.version.effective, found.version.basis) == (date(2020, 6, 2), "continuing")
    assert found.penalty.prison_months == (12, 360)


def test_possession_of_altered_material_is_an_offence_only_from_2024_10_16() -> None:
    case = {
        "persons": {"S1": {"role": "suspect"}, "V1": {"role": "victim"}},
        "materials": {"M1": {"made": "altered", "form": "image", "shown": {
            "V1": {"shows": "face", "consent_to_alteration": "no", "sexual_form": YES}}}},
    }  # fmt: skip
    for end, verdicts in (("2024-10-15", []), ("2024-10-16", ["applicable"])):
        acts = {"A1": {"kind": "kept", "from": "2024-01-01", "to": end, "object": "M1", "kept_where": "own_device",
                       "by": {"S1": {"intent": YES}}}}  # fmt: skip
        got = judged(**case, acts=acts)
        assert [f.verdict for f in got.findings if f.provision == "scpa.14-2.4"] == verdicts
        if not verdicts:
            assert "not_in_force" in [g.because for g in got.not_judged if g.provision == "scpa.14-2.4"]


@pytest.mark.parametrize(
    ("day", "birth", "child"),
    [
        ("2024-06-26", "2005-12-31", False),  # in the year of the nineteenth birthday: no longer, by the old rule
        ("2024-06-27", "2005-12-31", True),  # by the new rule until the birthday itself
        ("2024-06-27", "2005-06-27", False),  # nineteen that very day
        ("2024-06-27", "2005-06-28", True),
        ("2023-12-31", "2005-01-01", True),
        ("2024-01-01", "2005-12-31", False),
    ],
)
def test_who_is_a_child_or_youth_on_2024_06_27(day: str, birth: str, child: bool) -> None:
    finding = one(judged(**exploitation("recorded", {"birth": birth}, on=day)), "cyp.11.1")
    assert (finding.verdict == "applicable") is child


def test_one_unknown_day_under_two_versions_that_differ() -> None:
    """In October 2024 the purpose went: without it, the day decides, and is the missing fact."""
    case = {
        "persons": {"S1": {"role": "suspect"}, "V1": {"role": "victim"}},
        "materials": {"M1": {"made": "altered", "form": "image", "shown": {
            "V1": {"shows": "face", "consent_to_alteration": "no", "sexual_form": YES}}}},
    }  # fmt: skip

    def made(purpose: str) -> list[Finding]:
        acts = {"A1": {"kind": "altered", "on": "2024-10", "product": "M1",
                       "by": {"S1": {"intent": YES, "purpose_to_spread": purpose}}}}  # fmt: skip
        got = judged(**case, acts=acts)
        self_found = [f for f in got.findings if f.provision == "scpa.14-2.1"]
        if purpose == "yes":
            own = [o for o in got.offences if o.provision == "scpa.14-2.1"]
            assert len(own) == 1
            assert own[0].penalty.prison_months == (1, 60)
            assert not own[0].unity.settled
        return self_found

    differing = {f.version.effective: f for f in made("no")}
    assert differing[date(2020, 6, 25)].verdict == "not_applicable"
    assert differing[date(2024, 10, 16)].verdict == "undetermined"
    assert [m.at for m in differing[date(2024, 10, 16)].missing] == ["acts.A1.on"]
    assert {f.verdict for f in made("yes")} == {"applicable"}


@pytest.mark.parametrize(
    ("day", "victim", "first", "last"),
    [
        ("2021-03-01", {"age": "adult"}, "2028-02-29", "2028-02-29"),  # seven years, the first day counts
        # No 29 February in the last year: the period ends with the month (Civil Act 160(3)).
        ("2020-02-29", {"age": "adult"}, "2027-02-28", "2027-02-28"),
        ("2021-03-01", {"birth": "2006-05-01"}, "2032-04-30", "2032-04-30"),  # from the nineteenth birthday
        ("2021-03-01", {"birth": "2004-02-29"}, "2030-02-28", "2030-02-28"),  # nineteen on 1 March 2023
        ("2021-03-01", {}, "2028-02-29", None),  # a victim of unknown age: the last day is not known
    ],
)
def test_limitation_to_the_day(day: str, victim: dict[str, Any], first: str, last: str | None) -> None:
    limit = one(judged(**filmed(day, **victim)), "scpa.14.1").limitation
    assert limit is not None
    assert limit.years == 7
    assert limit.earliest == date.fromisoformat(first)
    assert limit.latest == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize("day", ["2021-09-24", "2021-09-23", "2014-01-01"])
def test_producing_child_material_is_without_limitation_also_for_what_was_not_yet_barred(day: str) -> None:
    limit = one(judged(**exploitation("recorded", {"birth": "2005-01-01"}, on=day)), "cyp.11.1").limitation
    assert limit is not None
    assert limit.kind == "none"


def test_the_table_of_limitation_years() -> None:
    years = {
        (p["id"], v["effective"]): v["limitation_years"]
        for p in export(BOOK)["provisions"]
        for v in p["versions"]
        if v["limitation_years"]
    }
    assert years["scpa.13", "2020-05-19"] == 5
    assert years["scpa.14.1", "2020-05-19"] == 7
    assert years["scpa.14.3", "2018-12-18"] == 7
    assert years["scpa.14.3", "2020-05-19"] == 10
    assert years["scpa.14.4", "2020-05-19"] == 5
    assert years["scpa.14-3.1", "2020-05-19"] == 10
    assert years["cyp.11.1", "2013-06-19"] == 15
    assert years["cyp.11.5", "2013-06-19"] == 5
    assert years["cyp.11.5", "2020-06-02"] == 10

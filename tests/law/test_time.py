"""Acts that meet an amendment: a series, what lasts, an unknown day, ages at the turn of a year or of February."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of
from offence_engine.conclusion.limitation import last_day
from offence_engine.model.result import Assessment, Finding
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from offence_engine.workbench.stated import Stated

BOOK = load_rulebook()
AS_OF = date(2026, 11, 22)
YES = {"value": "yes", "by": "test"}


def typical(provision: str, **act: Any) -> Stated:
    """The typical case of a rule file, its main act changed."""
    stated = Stated(BOOK.provisions[provision].typical_case, provision)
    stated.deed.update(act)
    return stated


def assessed(stated: Stated) -> Assessment:
    tree = tree_from(stated.data, stated.name)
    assert isinstance(tree, Map)
    return assess(case_of(tree, BOOK, AS_OF), BOOK, AS_OF, everything=True)


def found(got: Assessment, provision: str) -> list[Finding]:
    return sorted((f for f in got.findings if f.provision == provision), key=lambda f: f.count.from_)


def test_a_series_is_split_at_the_amendment_and_each_part_has_its_own_penalty() -> None:
    got = assessed(typical("scpa.14.1", series={"from": "2019-12-01", "to": "2021-03-01", "times": "7"}))
    first, second = found(got, "scpa.14.1")
    assert (first.version.effective, first.count.from_, first.count.to) == (
        date(2018, 12, 18), date(2019, 12, 1), date(2020, 5, 18),
    )  # fmt: skip
    assert (second.version.effective, second.count.from_, second.count.to) == (
        date(2020, 5, 19), date(2020, 5, 19), date(2021, 3, 1),
    )  # fmt: skip
    assert [f.verdict for f in (first, second)] == ["applicable", "applicable"]
    assert [f.version.basis for f in (first, second)] == ["series", "series"]
    own = [o for o in got.offences if o.provision == "scpa.14.1"]
    assert [o.penalty.prison_months for o in own] == [(1, 84), (1, 60)]


def test_the_part_of_a_series_before_the_offence_existed_is_named_as_not_in_force() -> None:
    got = assessed(typical("scpa.14-2.1", series={"from": "2020-03-01", "to": "2020-12-31", "times": "4"}))
    only = found(got, "scpa.14-2.1")
    assert [(f.count.from_, f.verdict) for f in only] == [(date(2020, 6, 25), "applicable")]
    gaps = [(g.because, g.count.from_, g.count.to) for g in got.not_judged if g.provision == "scpa.14-2.1"]
    assert gaps == [("not_in_force", date(2020, 3, 1), date(2020, 6, 24))]


@pytest.mark.parametrize(
    ("end", "effective", "prison"),
    [
        ("2020-06-01", "2013-06-19", (1, 12)),
        ("2020-06-02", "2020-06-02", (12, 360)),
        ("2025-04-21", "2023-10-12", (12, 360)),
        ("2025-04-22", "2025-04-22", (12, 360)),
    ],
)
def test_what_was_kept_is_judged_by_the_law_on_its_last_day(end: str, effective: str, prison: tuple[int, int]) -> None:
    got = assessed(typical("cyp.11.5", **{"from": "2019-01-01", "to": end}))
    (finding,) = found(got, "cyp.11.5")
    assert finding.version.effective.isoformat() == effective
    assert finding.version.basis == "continuing"
    assert finding.penalty.prison_months == prison


def test_what_was_kept_to_an_unknown_day_around_the_amendment_takes_the_lighter_penalty() -> None:
    got = assessed(typical("cyp.11.5", **{"from": "2019-01-01", "to": {"between": ["2020-05-20", "2020-06-20"]}}))
    assert [f.verdict for f in found(got, "cyp.11.5")] == ["applicable", "applicable"]
    (offence,) = [o for o in got.offences if o.provision == "cyp.11.5"]
    assert offence.penalty.prison_months == (1, 12)
    assert not offence.unity.settled
    assert len(offence.findings) == 2


@pytest.mark.parametrize(
    ("kind", "fact"), [("opened", "content_seen"), ("paid", "got_access")], ids=["viewing", "purchase"]
)
def test_viewing_and_buying_exploitation_material_count_from_2020_06_02(kind: str, fact: str) -> None:
    for day, verdicts in (("2020-06-01", ["not_applicable"]), ("2020-06-02", ["applicable"])):
        got = assessed(typical("cyp.11.5", kind=kind, on=day, **{fact: "yes"}))
        assert [f.verdict for f in found(got, "cyp.11.5")] in (
            verdicts,
            verdicts if verdicts[0] == "applicable" else [],
        )


def test_an_unknown_day_around_the_first_day_of_an_offence_leaves_it_open_and_asks_for_the_day() -> None:
    got = assessed(typical("scpa.14-2.4", kind="opened", content_seen="yes", on="2024-10"))
    (finding,) = found(got, "scpa.14-2.4")
    assert finding.verdict == "undetermined"
    assert [(m.path, m.at) for m in finding.missing] == [("act.on", "acts.A1.on")]
    assert not [o for o in got.offences if o.provision == "scpa.14-2.4"]


def test_an_unknown_day_is_asked_for_also_where_other_facts_are_open_and_the_versions_differ() -> None:
    stated = typical("scpa.14-2.1", on="2024-10")
    stated.drop("part.purpose_to_spread")
    stated.drop("part.intent")
    for finding in found(assessed(stated), "scpa.14-2.1"):
        assert finding.verdict == "undetermined"
        assert finding.missing[0].path == "act.on"


def test_an_unknown_day_is_not_asked_for_where_only_the_penalty_changed() -> None:
    stated = typical("scpa.14.1", on="2020-05")
    stated.drop("part.intent")
    for finding in found(assessed(stated), "scpa.14.1"):
        assert [m.path for m in finding.missing] == ["part.intent"]


def test_an_amendment_that_leaves_a_provision_as_it_is_splits_nothing() -> None:
    """Article 15 came to name 14-2 and 14-3 too on 2020-06-25; for Article 14 nothing changed."""
    (finding,) = found(assessed(typical("scpa.14.1", on="2020-06")), "scpa.14.1")
    assert (finding.verdict, finding.day_decides) == ("applicable", False)
    (finding,) = found(assessed(typical("scpa.14-2.1", on="2020-06-25")), "scpa.14-2.1")
    assert finding.verdict == "applicable"


def test_where_the_birth_is_known_to_the_day_the_day_of_the_act_is_asked_for_and_not_the_age() -> None:
    """Nineteen on 1 August 2024, within the days on which it may have been done."""
    stated = typical("cyp.11.4", on={"between": ["2024-07-01", "2024-08-30"]})
    stated.data["persons"]["V1"]["birth"] = "2005-08-01"
    (finding,) = found(assessed(stated), "cyp.11.4")
    assert [(m.path, m.at) for m in finding.missing] == [("act.on", "acts.A1.on")]


def test_where_the_day_is_known_the_age_is_asked_for() -> None:
    stated = typical("cyp.11.4", on="2024-07-15")
    stated.data["persons"]["V1"]["birth"] = "2005"
    (finding,) = found(assessed(stated), "cyp.11.4")
    assert [(m.path, m.at) for m in finding.missing] == [("victim.age", "persons.V1.age")]


def test_of_material_of_unknown_age_the_day_it_was_made_is_asked_for() -> None:
    """Kept in 2026, the person shown is 21: a child or youth if it was made before."""
    stated = typical("cyp.11.5", **{"from": "2026-01-01", "to": "2026-02-01"})
    stated.data["persons"]["V1"]["birth"] = "2005-03-03"
    (finding,) = found(assessed(stated), "cyp.11.5")
    assert [(m.path, m.at) for m in finding.missing] == [("material.made_on", "materials.M1.made_on")]


def test_an_attempt_at_14_3_is_punishable_from_2020_06_25_and_shows_by_what() -> None:
    for day, verdict, modifiers in (
        ("2020-06-24", "not_applicable", []),
        ("2020-06-25", "applicable", [("scpa.15", date(2020, 6, 25))]),
    ):
        (finding,) = found(assessed(typical("scpa.14-3.1", on=day, harm_announced="no", commenced=YES)), "scpa.14-3.1")
        assert finding.verdict == verdict
        assert [(m.id, m.effective) for m in finding.modifiers] == modifiers


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        ("2021-03-01", 7, "2028-02-29"),
        ("2021-03-01", 5, "2026-02-28"),
        ("2020-02-29", 4, "2024-02-28"),
        ("2020-02-29", 5, "2025-02-28"),
        ("2020-02-28", 7, "2027-02-27"),
        ("2024-12-31", 10, "2034-12-30"),
        ("2025-01-01", 10, "2034-12-31"),
    ],
)
def test_the_last_day_of_a_period_whose_first_day_counts(start: str, years: int, last: str) -> None:
    """CPA 66(1): the first day counts in full. Civil Act 160(2)(3): to the day before it, or the end of the month."""
    assert last_day(date.fromisoformat(start), years).isoformat() == last


def test_limitation_for_a_minor_runs_from_majority_and_from_the_act_for_who_was_nineteen_that_day() -> None:
    for birth, last in (
        ("2006-05-01", "2032-04-30"),  # majority on 2025-05-01
        ("2002-03-02", "2028-03-01"),  # majority the day after the act
        ("2002-03-01", "2028-02-29"),  # of age on the day of the act: from its end
    ):
        stated = typical("scpa.14.1", on="2021-03-01")
        stated.data["persons"]["V1"]["birth"] = birth
        (finding,) = found(assessed(stated), "scpa.14.1")
        assert finding.limitation is not None
        assert finding.limitation.latest == finding.limitation.earliest == date.fromisoformat(last)


def test_a_year_of_birth_gives_limitation_as_an_interval() -> None:
    stated = typical("scpa.14.1", on="2021-03-01")
    stated.data["persons"]["V1"]["birth"] = "2006"
    (finding,) = found(assessed(stated), "scpa.14.1")
    assert finding.limitation is not None
    assert (finding.limitation.earliest, finding.limitation.latest) == (date(2031, 12, 31), date(2032, 12, 30))


def test_whether_an_attempt_at_production_is_without_limitation_is_open() -> None:
    stated = typical("cyp.11.1", on="2022-03-01", captured="no", commenced=YES)
    (finding,) = found(assessed(stated), "cyp.11.1")
    assert finding.stage == "attempted"
    assert finding.limitation is not None
    assert (finding.limitation.kind, finding.limitation.settled) == ("years", False)


def test_every_age_around_majority_is_judged_by_the_definition_of_its_day() -> None:
    """Day by day around 2024-06-27 for someone whose nineteenth birthday is 2024-07-01."""
    for offset in range(-4, 9):
        day = date(2024, 6, 27) + timedelta(days=offset)
        stated = typical("cyp.11.4", on=day.isoformat())
        stated.data["persons"]["V1"]["birth"] = "2005-07-01"
        (finding,) = found(assessed(stated), "cyp.11.4")
        child = date(2024, 6, 27) <= day < date(2024, 7, 1)
        assert (finding.verdict == "applicable") is child, day

"""Buying sex, brokering, grooming and providers: what the statutes say, pinned apart from the rule files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.model.result import Finding
from offence_engine.rulebook.export import export
from offence_engine.rulebook.reading import reading_on, why_no_reading
from offence_engine.workbench.stated import Stated

BOOK = load_rulebook()
EXPORT = {entry["id"]: entry for entry in export(BOOK)["provisions"]}
DAY = timedelta(days=1)
AS_OF = date(2026, 11, 22)


def found(id_: str, on: str, **but: Any) -> list[Finding]:
    """The findings of a provision for its typical case on a day (`a__b` for the path `a.b`)."""
    stated = Stated(BOOK.provisions[id_].typical_case, id_)
    for path, value in but.items():
        stated.set(path.replace("__", "."), value)
    stated.on(date.fromisoformat(on))
    case = stated.case(BOOK, AS_OF)
    return [f for f in assess(case, BOOK, AS_OF, everything=True).findings if f.provision == id_]


def reading(id_: str, day: date) -> Any:
    got = reading_on(BOOK, id_, day)
    assert got is not None
    return got


def test_buying_sex_has_a_least_fine_and_a_most_prison_term() -> None:
    """CYP 13(1): 1 to 10 years, or 20 to 50 million won."""
    penalty = EXPORT["cyp.13.1"]["versions"][0]["penalty"]
    assert penalty["prison_months"] == [12, 120]
    assert penalty["fine_krw"] == [20_000_000, 50_000_000]
    assert penalty["form"] == "imprisonment-or-fine"


@pytest.mark.parametrize(
    "id_", [f"cyp.{x}" for x in ("13.1", "13.2", "14.1.1", "14.1.4", "14.2", "14.3", "15.1.1", "15.2.3", "15-2.1.1")]
)
def test_the_age_of_a_living_child_is_asked_at_the_act(id_: str) -> None:
    """CYP 2(1) changed on 2024-06-27; the age is that at the act, not at the making of some material."""
    first = date(2024, 6, 27)
    on, before = reading(id_, first), reading(id_, first - DAY)
    assert "child_or_youth_at_act@2024-06-27" in on.key
    assert "child_or_youth_at_act@2013-06-19" in before.key


@pytest.mark.parametrize("id_", ["cyp.15-2.1.1", "cyp.15-2.1.2", "cyp.15-2.2"])
def test_grooming_leaves_the_network_and_gains_an_attempt_on_one_day(id_: str) -> None:
    """Act 20931, the part in force on 2025-10-23."""
    first = date(2025, 10, 23)
    on, before = reading(id_, first), reading(id_, first - DAY)
    assert "network" in before.elements and "network" not in on.elements
    assert before.attempt is None and on.attempt is not None and on.attempt.id == "cyp.15-2.3"
    assert why_no_reading(BOOK, id_, date(2021, 9, 23)) == "not_in_force"


def test_knowledge_of_the_use_stays_when_its_words_go() -> None:
    """CYP 15(1) item 3 lost `사용되는 사실을 알면서` on 2025-12-30; intent did not go."""
    first = date(2025, 12, 30)
    on, before = reading("cyp.15.1.3", first), reading("cyp.15.1.3", first - DAY)
    assert on.elements["knows_use"].tree == before.elements["knows_use"].tree
    assert before.elements["knows_use"].words == "사용되는 사실을 알면서"
    assert on.elements["knows_use"].words.startswith("죄의 성립요소인 사실의 인식 (형법 제13조)")


def test_only_paragraphs_1_and_2_of_article_14_have_attempts() -> None:
    for id_, has in (("cyp.14.1.1", True), ("cyp.14.1.4", True), ("cyp.14.2", True), ("cyp.14.3", False)):
        assert (reading(id_, date(2022, 1, 1)).attempt is not None) is has
    for id_ in ("cyp.13.1", "cyp.13.2", "cyp.15.1.1", "cyp.15.3"):
        assert reading(id_, date(2022, 1, 1)).attempt is None


def test_a_disabled_child_under_13_was_not_covered_before_2021_06_09() -> None:
    """CYP 8(1), as in force from 2020-11-20 to 2021-06-08, meant children with a disability of 13 or over."""
    disabled = {
        "victim__birth": "2010-05-01",
        "victim__disability": "yes",
        "victim__judgment_impaired": {"value": "yes", "by": "시험"},
        "part__knows_disability": "yes",
        "part__knows_under_16": "no",
    }
    for day, raised in (("2020-11-20", False), ("2021-06-08", False), ("2021-06-09", True)):
        (finding,) = found("cyp.13.1", day, **disabled)
        assert finding.verdict == "applicable"
        assert ({m.id for m in finding.modifiers} == {"cyp.13.3"}) is raised


def test_limitation_runs_from_the_majority_of_the_child() -> None:
    """CYP 20(1): sex crimes against children and youth are those of Articles 7 to 15 and 15-2."""
    for id_ in ("cyp.13.1", "cyp.14.2", "cyp.15.2.3", "cyp.15-2.2"):
        (finding,) = found(id_, "2022-01-01")
        assert finding.limitation is not None and finding.limitation.starts == "majority"


def test_the_provider_of_old_is_judged_by_the_repealed_article() -> None:
    """Addenda of Act 17352, Article 6: earlier breaches keep the earlier penal clause."""
    (finding,) = found("cyp.17.1", "2020-12-09")
    assert finding.verdict == "applicable"
    assert found("cyp.17.1", "2020-12-10") == []
    assert why_no_reading(BOOK, "cyp.17.1", date(2020, 12, 10)) == "not_in_force"


def test_a_provider_without_any_material_named_can_lack_the_measures() -> None:
    (finding,) = found(
        "cyp.17.1", "2020-07-01", act__object=[], act__detection_left_out="yes", act__acted_at_once="unknown"
    )
    assert finding.verdict == "applicable" and finding.limb == "no_detection" and finding.count.material is None


def test_the_items_of_the_telecommunications_business_act_are_cited_as_items() -> None:
    for id_, item in (("tba.95-2.1-2", "1-2"), ("tba.95-2.1-3", "1-3")):
        entry = EXPORT[id_]
        assert (entry["article"], entry["paragraph"], entry["item"]) == ("95-2", None, item)
        assert entry["versions"][0]["cites"] == ["tba.22-5"]
    assert BOOK.citation("tba.95-2.1-2").ko == "전기통신사업법 제95조의2 제1호의2"


def test_existing_carriers_had_a_year_for_the_technical_measures() -> None:
    """Addenda of Act 17352, Article 3: within one year from 2020-12-10."""
    for day, verdict in (("2021-12-09", "not_applicable"), ("2021-12-10", "applicable")):
        (finding,) = found("tba.95-2.1-3", day, suspect__carrier_at_start="yes")
        assert finding.verdict == verdict

"""Effective dates, act numbers and penalties of the shipped rules, pinned: a table read from the statutes by hand.

Each line was read from the text of the paragraph itself as promulgated (the marks of amendment at its end, and the
addenda where they set a day of their own), not from the rule files. Whoever adds a version adds its line here.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import date, timedelta
from typing import Any

import pytest

import tests.law
from offence_engine import load_rulebook
from offence_engine.rulebook.export import export
from offence_engine.rulebook.reading import reading_on
from tests.law.line import Line

BOOK = load_rulebook()
EXPORT = {entry["id"]: entry for entry in export(BOOK)["provisions"]}
DAY = timedelta(days=1)


TABLES = [
    importlib.import_module(f"tests.law.{module.name}")
    for module in pkgutil.iter_modules(tests.law.__path__)
    if module.name.startswith("lines_")
]


def merged(name: str) -> Any:
    """One table out of all the modules that hold a part of it."""
    return {key: value for table in TABLES for key, value in getattr(table, name, {}).items()}


PENALTIES: dict[str, list[Line]] = merged("PENALTIES")
# Modifiers: first day, act, promulgated, what they name.
REACHES: dict[str, list[tuple[str, int, str, list[str]]]] = merged("REACHES")
# Limbs with a place and a penalty of their own: (provision, first day, limb) -> paragraph, prison, fine.
BY_LIMB: dict[tuple[str, str, str], tuple[str, tuple[int, int], int]] = merged("BY_LIMB")
# The days since which a limitation rule departs from the table: (kind, also for what was not yet barred).
SPECIAL: dict[str, tuple[str, str, bool]] = merged("SPECIAL")
# The day since which a provision is repealed.
REPEALED: dict[str, str] = merged("REPEALED")
# Versions in which only words were tidied: content and amounts are the same.
TIDIED = {pair for table in TABLES for pair in getattr(table, "TIDIED", ())}

LINES = [(id_, index) for id_, lines in PENALTIES.items() for index in range(len(lines))]


def enacted(text: str) -> tuple[int, str]:
    """`법률 제17264호, 2020. 5. 19.` as number and day."""
    found = re.match(r"법률 제(\d+)호, (\d{4})\. (\d{1,2})\. (\d{1,2})\.", text)
    assert found, text
    return int(found[1]), date(int(found[2]), int(found[3]), int(found[4])).isoformat()


def test_every_provision_and_modifier_of_the_shipped_rules_stands_in_the_tables() -> None:
    assert set(BOOK.provisions) == set(PENALTIES)
    assert set(BOOK.modifiers) == set(REACHES)
    assert {special.id for special in BOOK.limitation.special} == set(SPECIAL)


@pytest.mark.parametrize("id_", PENALTIES)
def test_the_versions_of_a_provision(id_: str) -> None:
    found = [
        Line(
            version["effective"],
            *enacted(version["enacted_by"]),
            tuple(version["penalty"]["prison_months"] or ()) or None,
            version["penalty"]["fine_krw"][1] if version["penalty"]["fine_krw"] else None,
            version["penalty"]["life"],
        )
        for version in EXPORT[id_]["versions"]
    ]
    assert found == PENALTIES[id_]


def test_the_limbs_that_had_a_place_and_a_penalty_of_their_own() -> None:
    found = {
        (id_, version["effective"], limb): (
            own["paragraph"], tuple(own["penalty"]["prison_months"]), own["penalty"]["fine_krw"][1]
        )
        for id_, entry in EXPORT.items()
        for version in entry["versions"]
        for limb, own in version.get("by_limb", {}).items()
    }  # fmt: skip
    assert found == BY_LIMB


@pytest.mark.parametrize(("id_", "index"), LINES, ids=[f"{i}@{PENALTIES[i][n].effective}" for i, n in LINES])
def test_both_sides_of_an_effective_date(id_: str, index: int) -> None:
    """On the day itself the new version holds; on the day before, the one before it or none."""
    lines = PENALTIES[id_]
    day = date.fromisoformat(lines[index].effective)
    on, before = reading_on(BOOK, id_, day), reading_on(BOOK, id_, day - DAY)
    assert on is not None
    assert on.version.effective == day
    if index:
        assert before is not None
        assert before.version.effective.isoformat() == lines[index - 1].effective
        alike = on.penalty == before.penalty and on.elements == before.elements
        assert alike is ((id_, lines[index].effective) in TIDIED)
    else:
        assert before is None
    until = EXPORT[id_]["versions"][index]["until"]
    after = lines[index + 1].effective if index + 1 < len(lines) else REPEALED.get(id_)
    assert until == ((date.fromisoformat(after) - DAY).isoformat() if after else None)


@pytest.mark.parametrize("id_", REACHES)
def test_what_a_modifier_reaches_and_since_when(id_: str) -> None:
    found = [(v["effective"], *enacted(v["enacted_by"]), v["reaches"]) for v in EXPORT[id_]["versions"]]
    assert found == REACHES[id_]


@pytest.mark.parametrize("id_", SPECIAL)
def test_since_when_limitation_departs_from_the_table(id_: str) -> None:
    special = next(s for s in BOOK.limitation.special if s.id == id_)
    found = special.effective.isoformat(), special.kind, special.also_earlier_unless_expired
    assert found == SPECIAL[id_]


def test_the_table_of_limitation_periods() -> None:
    """CPA 249(1) as far as imprisonment goes; CPA 250: the heavier of alternative kinds decides."""
    rows = [(r.statutory, r.prison_max_at_least_years, r.otherwise, r.years) for r in BOOK.limitation.periods.rows]
    assert rows == [
        ("death", None, False, 25),
        ("life", None, False, 15),
        (None, 10, False, 10),
        (None, 5, False, 7),
        (None, None, True, 5),
    ]


@pytest.mark.parametrize("id_", PENALTIES)
def test_the_limitation_years_of_each_version(id_: str) -> None:
    def years(line: Line) -> int:
        most = line.prison[1] / 12 if line.prison else 0
        return 15 if line.life else 10 if most >= 10 else 7 if most >= 5 else 5

    found = [version["limitation_years"] for version in EXPORT[id_]["versions"]]
    assert found == [years(line) for line in PENALTIES[id_]]


@pytest.mark.parametrize(
    ("id_", "element", "last_day_with", "first_day_without"),
    [
        ("scpa.14-2.1", "purpose", "2024-10-15", "2024-10-16"),  # 반포등을 할 목적으로
        ("scpa.14-3.1", "sexual_footage", "2024-10-15", "2024-10-16"),  # 편집물 등이 들어오기 전
        ("scpa.14-3.2", "sexual_footage", "2024-10-15", "2024-10-16"),  # 제1항을 따라 바뀐다
        ("cyp.11.2", "traded", "2020-06-01", "2020-06-02"),  # 광고ㆍ소개가 없던 때
        ("cyp.11.5", "possessed", "2020-06-01", "2020-06-02"),  # 소지만 처벌하던 때
    ],
)
def test_an_element_goes_on_its_day(id_: str, element: str, last_day_with: str, first_day_without: str) -> None:
    for day, there in ((last_day_with, True), (first_day_without, False)):
        reading = reading_on(BOOK, id_, date.fromisoformat(day))
        assert reading is not None
        assert (element in reading.elements) is there


def test_knowledge_stays_an_element_when_its_words_go() -> None:
    """CYP 11(5) lost `임을 알면서` on 2025-04-22, 11(4) its knowledge of circumstances on 2025-12-30; intent did not go."""
    for id_, element, day in (("cyp.11.5", "knows_content", "2025-04-22"), ("cyp.11.4", "knows_maker", "2025-12-30")):
        first = date.fromisoformat(day)
        after, before = reading_on(BOOK, id_, first), reading_on(BOOK, id_, first - DAY)
        assert after is not None and before is not None
        assert after.elements[element].tree == before.elements[element].tree
        assert after.elements[element].words.startswith("죄의 성립요소인 사실의 인식 (형법 제13조)")
        assert "intent" in after.elements and "intent" in before.elements


def test_the_definition_of_child_or_youth_changes_on_2024_06_27_for_every_offence_that_rests_on_it() -> None:
    first = date(2024, 6, 27)

    def resting(day: date, version: str) -> set[str]:
        readings = {id_: reading_on(BOOK, id_, day) for id_ in PENALTIES}
        return {id_ for id_, reading in readings.items() if reading and f"child_or_youth@{version}" in reading.key}

    every = {"cyp.11.1", "cyp.11.2", "cyp.11.3", "cyp.11.4", "cyp.11.5"}
    every |= {id_ for table in TABLES for id_ in getattr(table, "RESTS_ON_CHILD_OR_YOUTH", ())}
    assert resting(first, "2024-06-27") == every
    assert resting(first - DAY, "2013-06-19") == every

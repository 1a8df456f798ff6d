"""Effective dates, act numbers and penalties of the shipped rules, pinned: a table read from the statutes by hand.

Each line was read from the text of the paragraph itself as promulgated (the marks of amendment at its end, and the
addenda where they set a day of their own), not from the rule files. Whoever adds a version adds its line here.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from offence_engine import load_rulebook
from offence_engine.rulebook.export import export
from offence_engine.rulebook.reading import reading_on

BOOK = load_rulebook()
EXPORT = {entry["id"]: entry for entry in export(BOOK)["provisions"]}
DAY = timedelta(days=1)


class Line(NamedTuple):
    """A version: its first day, the act that gave it (number, promulgated), prison in months, fine in won."""

    effective: str
    act: int
    promulgated: str
    prison: tuple[int, int]
    fine: int | None = None
    life: bool = False


def up_to(years: int) -> tuple[int, int]:
    """`N년 이하`: from one month (Criminal Act 42)."""
    return 1, years * 12


def at_least(years: int) -> tuple[int, int]:
    """`N년 이상`: to thirty years (Criminal Act 42)."""
    return years * 12, 360


PENALTIES: dict[str, list[Line]] = {
    # 성폭력처벌법 제13조
    "scpa.13": [
        Line("2013-06-19", 11556, "2012-12-18", up_to(2), 5_000_000),
        Line("2020-05-19", 17264, "2020-05-19", up_to(2), 20_000_000),
    ],
    # 제14조
    "scpa.14.1": [
        Line("2013-06-19", 11556, "2012-12-18", up_to(5), 10_000_000),
        Line("2018-12-18", 15977, "2018-12-18", up_to(5), 30_000_000),
        Line("2020-05-19", 17264, "2020-05-19", up_to(7), 50_000_000),
    ],
    "scpa.14.2": [
        Line("2018-12-18", 15977, "2018-12-18", up_to(5), 30_000_000),
        Line("2020-05-19", 17264, "2020-05-19", up_to(7), 50_000_000),
    ],
    "scpa.14.3": [
        Line("2018-12-18", 15977, "2018-12-18", up_to(7)),
        Line("2020-05-19", 17264, "2020-05-19", at_least(3)),
    ],
    "scpa.14.4": [Line("2020-05-19", 17264, "2020-05-19", up_to(3), 30_000_000)],
    # 제14조의2
    "scpa.14-2.1": [
        Line("2020-06-25", 17086, "2020-03-24", up_to(5), 50_000_000),
        Line("2024-10-16", 20459, "2024-10-16", up_to(7), 50_000_000),
    ],
    "scpa.14-2.2": [
        Line("2020-06-25", 17086, "2020-03-24", up_to(5), 50_000_000),
        Line("2024-10-16", 20459, "2024-10-16", up_to(7), 50_000_000),
    ],
    "scpa.14-2.3": [
        Line("2020-06-25", 17086, "2020-03-24", up_to(7)),
        Line("2024-10-16", 20459, "2024-10-16", at_least(3)),
    ],
    "scpa.14-2.4": [Line("2024-10-16", 20459, "2024-10-16", up_to(3), 30_000_000)],
    # 제14조의3
    "scpa.14-3.1": [
        Line("2020-05-19", 17264, "2020-05-19", at_least(1)),
        Line("2024-10-16", 20459, "2024-10-16", at_least(1)),
    ],
    "scpa.14-3.2": [Line("2020-05-19", 17264, "2020-05-19", at_least(3))],
    # 청소년성보호법 제11조
    "cyp.11.1": [
        Line("2013-06-19", 11572, "2012-12-18", at_least(5), life=True),
        Line("2020-06-02", 17338, "2020-06-02", at_least(5), life=True),
        Line("2023-10-12", 19337, "2023-04-11", at_least(5), life=True),
    ],
    "cyp.11.2": [
        Line("2013-06-19", 11572, "2012-12-18", up_to(10)),
        Line("2020-06-02", 17338, "2020-06-02", at_least(5)),
        Line("2023-10-12", 19337, "2023-04-11", at_least(5)),
    ],
    "cyp.11.3": [
        Line("2013-06-19", 11572, "2012-12-18", up_to(7), 50_000_000),
        Line("2020-06-02", 17338, "2020-06-02", at_least(3)),
        Line("2023-10-12", 19337, "2023-04-11", at_least(3)),
    ],
    "cyp.11.4": [
        Line("2013-06-19", 11572, "2012-12-18", at_least(3)),
        Line("2020-06-02", 17338, "2020-06-02", at_least(3)),
        Line("2023-10-12", 19337, "2023-04-11", at_least(3)),
        Line("2025-12-30", 21274, "2025-12-30", at_least(3)),
    ],
    "cyp.11.5": [
        Line("2013-06-19", 11572, "2012-12-18", up_to(1), 20_000_000),
        Line("2020-06-02", 17338, "2020-06-02", at_least(1)),
        Line("2023-10-12", 19337, "2023-04-11", at_least(1)),
        Line("2025-04-22", 20931, "2025-04-22", at_least(1)),
    ],
}

# Modifiers: first day, act, promulgated, what they name.
REACHES: dict[str, list[tuple[str, int, str, list[str]]]] = {
    "scpa.14.5": [("2020-05-19", 17264, "2020-05-19", ["scpa.14.1", "scpa.14.2", "scpa.14.3"])],
    "scpa.14-2.5": [
        ("2020-06-25", 17264, "2020-05-19", ["scpa.14-2.1", "scpa.14-2.2", "scpa.14-2.3"]),
        ("2024-10-16", 20459, "2024-10-16", ["scpa.14-2.1", "scpa.14-2.2", "scpa.14-2.3"]),
    ],
    "scpa.14-3.3": [("2020-05-19", 17264, "2020-05-19", ["scpa.14-3.1", "scpa.14-3.2"])],
    "scpa.15": [
        ("2013-06-19", 11556, "2012-12-18", ["scpa.14"]),
        ("2020-06-25", 17264, "2020-05-19", ["scpa.14", "scpa.14-2", "scpa.14-3"]),
    ],
    "cyp.11.6": [("2013-06-19", 11572, "2012-12-18", ["cyp.11.1"])],
    "cyp.11.7": [("2020-06-02", 17338, "2020-06-02", ["cyp.11.1"])],
    "criminal_act.32": [("1953-10-03", 293, "1953-09-18", ["every_offence"])],
}

# The days since which a limitation rule departs from the table: (kind, also for what was not yet barred).
SPECIAL: dict[str, tuple[str, str, bool]] = {
    "scpa.21.1": ("2013-06-19", "from_majority", True),
    "cyp.20.1": ("2013-06-19", "from_majority", True),
    "cyp.20.4.2": ("2021-09-24", "none", True),
}

# Versions in which only the words of the penalty were tidied (Act 19337): content and amounts are the same.
TIDIED = {(f"cyp.11.{paragraph}", "2023-10-12") for paragraph in (1, 2, 3, 4, 5)}

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
            tuple(version["penalty"]["prison_months"]),
            version["penalty"]["fine_krw"][1] if version["penalty"]["fine_krw"] else None,
            version["penalty"]["life"],
        )
        for version in EXPORT[id_]["versions"]
    ]
    assert found == PENALTIES[id_]


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
    after = lines[index + 1].effective if index + 1 < len(lines) else None
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
        most = line.prison[1] / 12
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
    assert resting(first, "2024-06-27") == every
    assert resting(first - DAY, "2013-06-19") == every

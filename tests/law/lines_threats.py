"""Pinned versions: threats, coercion, indecent acts, property, organised groups, stalking and proceeds."""

from __future__ import annotations

from tests.law.line import Line, at_least, up_to

_1995 = ("1996-07-01", 5057, "1995-12-29")
_2016 = ("2016-01-06", 13719, "2016-01-06")
_STALKING = ("2021-10-21", 18083, "2021-04-20")
_STALKING_2023 = ("2023-07-11", 19518, "2023-07-11")
# The definitions of the Proceeds Act (Article 2) are held from 2014-11-19; the words of the items are older.
_PROCEEDS = ("2014-11-19", 7625, "2005-07-29")

PENALTIES: dict[str, list[Line]] = {
    # 형법 제114조: 그 목적한 죄에 정한 형
    "criminal_act.114": [Line("2013-04-05", 11731, "2013-04-05", None)],
    # 제283조, 제284조
    "criminal_act.283.1": [Line(*_1995, up_to(3), 5_000_000)],
    "criminal_act.283.2": [Line(*_1995, up_to(5), 7_000_000)],
    "criminal_act.284": [Line(*_1995, up_to(7), 10_000_000)],
    # 제298조
    "criminal_act.298": [Line(*_1995, up_to(10), 15_000_000)],
    # 제324조
    "criminal_act.324.1": [Line(*_2016, up_to(5), 30_000_000)],
    "criminal_act.324.2": [Line(*_2016, up_to(10), 50_000_000)],
    # 제347조, 제350조, 제350조의2
    "criminal_act.347.1": [
        Line(*_1995, up_to(10), 20_000_000),
        Line("2025-12-23", 21231, "2025-12-23", up_to(20), 50_000_000),
    ],
    "criminal_act.350.1": [Line(*_1995, up_to(10), 20_000_000)],
    "criminal_act.350-2": [Line(*_2016, (12, 180))],
    # 스토킹처벌법 제18조, 제20조
    "stalking.18.1": [Line(*_STALKING, up_to(3), 30_000_000)],
    "stalking.18.2": [Line(*_STALKING, up_to(5), 50_000_000)],
    "stalking.20": [Line(*_STALKING, up_to(2), 20_000_000)],
    "stalking.20.1.3": [Line(*_STALKING_2023, up_to(3), 30_000_000)],
    "stalking.20.2": [
        Line(*_STALKING_2023, up_to(2), 20_000_000),
        Line("2027-04-22", 21556, "2026-04-21", up_to(2), 20_000_000),
    ],
    "stalking.20.2.2": [Line("2027-04-22", 21556, "2026-04-21", up_to(2), 20_000_000)],
    "stalking.20.3": [Line(*_STALKING_2023, up_to(1), 10_000_000)],
    # 범죄수익은닉규제법 제3조
    "proceeds.3.1.1": [Line(*_PROCEEDS, up_to(5), 30_000_000)],
    "proceeds.3.1.2": [Line(*_PROCEEDS, up_to(5), 30_000_000)],
    "proceeds.3.1.3": [Line("2014-11-19", 10201, "2010-03-31", up_to(5), 30_000_000)],
    # 특정범죄가중법 제5조의9
    "special_aggravation.5-9.2": [Line("2010-03-31", 10210, "2010-03-31", at_least(1))],
}

REACHES: dict[str, list[tuple[str, int, str, list[str]]]] = {
    "criminal_act.285": [
        ("1953-10-03", 293, "1953-09-18", ["criminal_act.283.1", "criminal_act.283.2", "criminal_act.284"])
    ],
    "criminal_act.286": [("1953-10-03", 293, "1953-09-18", ["criminal_act.283", "criminal_act.284"])],
    "criminal_act.300": [("2013-06-19", 11574, "2012-12-18", ["criminal_act.298"])],
    "criminal_act.324-5": [("1996-07-01", 5057, "1995-12-29", ["criminal_act.324"])],
    "criminal_act.351": [
        ("1953-10-03", 293, "1953-09-18", ["criminal_act.347", "criminal_act.350", "criminal_act.350-2"])
    ],
    "criminal_act.352": [
        ("2016-01-06", 13719, "2016-01-06", ["criminal_act.347", "criminal_act.350", "criminal_act.350-2"])
    ],
    "proceeds.3.2": [("2006-07-30", 7625, "2005-07-29", ["proceeds.3.1"])],
}

# Paragraph 2 is only divided into items: words and penalty of what becomes item 1 are the same.
TIDIED = {("stalking.20.2", "2027-04-22")}

# Paragraph 2 (for a third party) has the penalty of paragraph 1 and a place of its own.
BY_LIMB: dict[tuple[str, str, str], tuple[str, tuple[int, int], int]] = {
    ("criminal_act.347.1", "1996-07-01", "third_party"): ("2", up_to(10), 20_000_000),
    ("criminal_act.347.1", "2025-12-23", "third_party"): ("2", up_to(20), 50_000_000),
    ("criminal_act.350.1", "1996-07-01", "third_party"): ("2", up_to(10), 20_000_000),
}

# The article was divided; what it provided is paragraph 2 since then.
REPEALED: dict[str, str] = {"stalking.20": "2023-07-11"}

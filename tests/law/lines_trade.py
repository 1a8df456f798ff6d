"""Pinned versions: buying sex, brokering, grooming, providers (CYP 13 to 15-2, 17; TBA 95-2)."""

from __future__ import annotations

from tests.law.line import Line, at_least, up_to

_REVISED = ("2013-06-19", 11572, "2012-12-18")
_FIRST = {
    # 제14조, 제15조: 2013. 6. 19.부터 (제15조제1항제2호·제3호는 아래)
    "cyp.14.1.1": Line(*_REVISED, at_least(5)),
    "cyp.14.1.2": Line(*_REVISED, at_least(5)),
    "cyp.14.1.3": Line(*_REVISED, at_least(5)),
    "cyp.14.1.4": Line(*_REVISED, at_least(5)),
    "cyp.14.2": Line(*_REVISED, at_least(7)),
    "cyp.14.3": Line(*_REVISED, up_to(7), 50_000_000),
    "cyp.15.1.1": Line(*_REVISED, at_least(7)),
    "cyp.15.1.4": Line(*_REVISED, at_least(7)),
    "cyp.15.2.1": Line(*_REVISED, up_to(7), 50_000_000),
    "cyp.15.2.2": Line(*_REVISED, up_to(7), 50_000_000),
    "cyp.15.2.3": Line(*_REVISED, up_to(7), 50_000_000),
    "cyp.15.2.4": Line(*_REVISED, up_to(7), 50_000_000),
    "cyp.15.3": Line(*_REVISED, up_to(5), 30_000_000),
}

PENALTIES: dict[str, list[Line]] = {
    # 제13조: 1년 이상 10년 이하, 2천만원 이상 5천만원 이하
    "cyp.13.1": [Line(*_REVISED, (12, 120), 50_000_000)],
    "cyp.13.2": [
        Line(*_REVISED, up_to(1), 10_000_000),
        Line("2021-09-24", 17972, "2021-03-23", up_to(3), 30_000_000),
    ],
    **{id_: [line] for id_, line in _FIRST.items()},
    "cyp.15.1.2": [Line(*_REVISED, at_least(7)), Line("2021-09-24", 17972, "2021-03-23", at_least(7))],
    "cyp.15.1.3": [Line(*_REVISED, at_least(7)), Line("2025-12-30", 21274, "2025-12-30", at_least(7))],
    # 제15조의2
    **{
        id_: [
            Line("2021-09-24", 17972, "2021-03-23", up_to(3), 30_000_000),
            Line("2025-10-23", 20931, "2025-04-22", up_to(3), 30_000_000),
        ]
        for id_ in ("cyp.15-2.1.1", "cyp.15-2.1.2", "cyp.15-2.2")
    },
    # 제17조: 2020. 12. 10. 삭제 (법률 제17352호)
    "cyp.17.1": [
        Line(*_REVISED, up_to(3), 20_000_000),
        Line("2020-06-02", 17338, "2020-06-02", up_to(3), 20_000_000),
    ],
    # 전기통신사업법 제95조의2 제1호의2, 제1호의3
    "tba.95-2.1-2": [Line("2020-12-10", 17352, "2020-06-09", up_to(3), 100_000_000)],
    "tba.95-2.1-3": [Line("2020-12-10", 17352, "2020-06-09", up_to(3), 100_000_000)],
}

REACHES: dict[str, list[tuple[str, int, str, list[str]]]] = {
    "cyp.13.3": [
        ("2020-11-20", 17282, "2020-05-19", ["cyp.13.1", "cyp.13.2"]),
        ("2021-06-09", 17641, "2020-12-08", ["cyp.13.1", "cyp.13.2"]),
    ],
    "cyp.14.4": [(*_REVISED, ["cyp.14.1", "cyp.14.2"])],
    "cyp.15-2.3": [("2025-10-23", 20931, "2025-04-22", ["cyp.15-2.1", "cyp.15-2.2"])],
}

# Deleted by Act 17352; its addenda (Article 6) keep the penal clause for earlier breaches.
REPEALED = {"cyp.17.1": "2020-12-10"}

# Besides CYP 11: what names exploitation material (Article 2 items 1 and 5) and stands on both sides of 2024-06-27.
RESTS_ON_CHILD_OR_YOUTH = ("tba.95-2.1-2",)

"""Pinned: who takes part, justification, and which dual-liability clause names what, since when."""

from __future__ import annotations

EVERY = ["every_offence"]
BEFORE_2023 = [
    "cyp.11.1", "cyp.11.2", "cyp.11.4", "cyp.12.1", "cyp.14.1", "cyp.14.2", "cyp.15.1",
    "cyp.11.3", "cyp.11.5", "cyp.14.3", "cyp.15.2", "cyp.15.3", "cyp.31.3",
]  # fmt: skip
SINCE_2023 = [
    "cyp.11.1", "cyp.11.2", "cyp.11.3", "cyp.11.4", "cyp.11.5", "cyp.12.1", "cyp.14.1", "cyp.14.2", "cyp.15.1",
    "cyp.14.3", "cyp.15.2", "cyp.15.3", "cyp.31.3",
]  # fmt: skip

REACHES: dict[str, list[tuple[str, int, str, list[str]]]] = {
    "criminal_act.20": [("1953-10-03", 293, "1953-09-18", ["cyp.11.1", "icn.74.1.2"])],
    "criminal_act.30": [("1953-10-03", 293, "1953-09-18", EVERY)],
    "criminal_act.31.1": [("1953-10-03", 293, "1953-09-18", EVERY)],
    "criminal_act.34.1": [("1953-10-03", 293, "1953-09-18", EVERY)],
    "scpa.51": [("2013-06-19", 11556, "2012-12-18", ["scpa.13"])],
    "cyp.32": [("2013-06-19", 11572, "2012-12-18", BEFORE_2023), ("2023-10-12", 19337, "2023-04-11", SINCE_2023)],
    "icn.75": [("2010-03-17", 10138, "2010-03-17", ["icn.74.1"])],
    "tba.103": [
        ("2015-04-16", 12761, "2014-10-15", ["tba.95-2"]),
        ("2025-07-22", 20677, "2025-01-21", ["tba.95-2"]),
    ],
    "pipa.74.2": [("2011-09-30", 10465, "2011-03-29", ["pipa.71"])],
    "child_welfare.74": [("2012-08-05", 11002, "2011-08-04", ["child_welfare.71"])],
    "proceeds.7": [("2010-03-31", 10201, "2010-03-31", ["proceeds.3"])],
}

"""Pinned versions: obscene things and information, defamation and insult, personal data, abuse of children."""

from __future__ import annotations

from tests.law.line import Line, up_to

PENALTIES: dict[str, list[Line]] = {
    # 정보통신망법 제70조: the fine of (2) rose on 2026-07-07; (1) was not touched. The text is held from 2014-11-29;
    # the words of (2) are those of Act 9119.
    "icn.70.1": [Line("2014-11-29", 12681, "2014-05-28", up_to(3), 30_000_000)],
    "icn.70.2": [
        Line("2014-11-29", 9119, "2008-06-13", up_to(7), 50_000_000),
        Line("2026-07-07", 21305, "2026-01-06", up_to(7), 70_000_000),
    ],
    # 제74조 제1항 제2호, 제3호: the words are those of Act 9119; what changed on 2024-07-24 is item 6.
    "icn.74.1.2": [Line("2014-11-29", 9119, "2008-06-13", up_to(1), 10_000_000)],
    "icn.74.1.3": [Line("2014-11-29", 9119, "2008-06-13", up_to(1), 10_000_000)],
    # 형법: one text each since 1996-07-01
    "criminal_act.243": [Line("1996-07-01", 5057, "1995-12-29", up_to(1), 5_000_000)],
    "criminal_act.244": [Line("1996-07-01", 5057, "1995-12-29", up_to(1), 5_000_000)],
    "criminal_act.307.1": [Line("1996-07-01", 5057, "1995-12-29", up_to(2), 5_000_000)],
    "criminal_act.307.2": [Line("1996-07-01", 5057, "1995-12-29", up_to(5), 10_000_000)],
    "criminal_act.309.1": [Line("1996-07-01", 5057, "1995-12-29", up_to(3), 7_000_000)],
    "criminal_act.309.2": [Line("1996-07-01", 5057, "1995-12-29", up_to(7), 15_000_000)],
    "criminal_act.311": [Line("1996-07-01", 5057, "1995-12-29", up_to(1), 2_000_000)],
    # 개인정보 보호법 제71조: items 5 and 6 became items 9 and 10
    "pipa.71.9": [
        Line("2016-09-30", 14107, "2016-03-29", up_to(5), 50_000_000),
        Line("2023-09-15", 19234, "2023-03-14", up_to(5), 50_000_000),
    ],
    "pipa.71.10": [
        Line("2016-09-30", 14107, "2016-03-29", up_to(5), 50_000_000),
        Line("2023-09-15", 19234, "2023-03-14", up_to(5), 50_000_000),
    ],
    # 아동복지법 제71조 제1항 제1호의2 (제17조제2호), 제2호 (제17조제5호)
    "child_welfare.71.1.1-2": [
        Line("2018-04-25", 14925, "2017-10-24", up_to(10), 100_000_000),
        Line("2024-01-02", 19895, "2024-01-02", up_to(10), 100_000_000),
    ],
    "child_welfare.71.1.2": [
        Line("2018-04-25", 14925, "2017-10-24", up_to(5), 50_000_000),
        Line("2022-06-22", 18619, "2021-12-21", up_to(5), 50_000_000),
        # The addenda of Act 20101 bring 71(1) item 2 alone into force on promulgation, the rest six months later.
        Line("2024-01-23", 20101, "2024-01-23", up_to(5), 50_000_000),
    ],
}

REACHES: dict[str, list[tuple[str, int, str, list[str]]]] = {
    "criminal_act.310": [("1953-10-03", 293, "1953-09-18", ["criminal_act.307.1"])],
    "child_welfare.72": [("2012-08-05", 11002, "2011-08-04", ["child_welfare.71.1.1-2", "child_welfare.71.1.2"])],
}

# Renumbered only: the same words and penalty under another item number.
TIDIED = {("pipa.71.9", "2023-09-15")}

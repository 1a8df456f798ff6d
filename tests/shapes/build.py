"""Cases of three shapes known from the news, generated as JSON text: no real person, no real case.

ring()       a blackmail ring: one operator, helpers, many victims made to film themselves, paid rooms
school()     composites of pupils by pupils, some of them under 14, across the amendment of 2024-10-16
messenger()  a foreign messenger whose company is said to have helped what a user spread
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

Facts = dict[str, Any]
RING = (date(2019, 5, 1), date(2020, 3, 31))


def judged(value: str) -> Facts:
    return {"value": value, "by": "수사관", "because": "기록"}


def written(case: Facts) -> str:
    return json.dumps(case, ensure_ascii=False, indent=1)


def ring(victims: int = 74, minors: int = 16, helpers: int = 8) -> str:
    """Per victim a threat, an order to film oneself and a sale in a paid room; the operator keeps everything."""
    first, last = RING
    step = (last - first).days / max(victims, 1)
    persons: Facts = {"S1": {"role": "suspect", "age": "adult", "known_as": "운영자"}}
    persons |= {
        f"S{n}": {"role": "suspect", "age": "adult", "known_as": f"구성원 {n - 1}"} for n in range(2, helpers + 2)
    }
    materials: Facts = {}
    acts: Facts = {}
    for n in range(1, victims + 1):
        minor = n <= minors
        day = first + timedelta(days=int((n - 1) * step))
        helper = f"S{2 + n % helpers}" if helpers else "S1"
        part = {"intent": judged("yes"), "knows_age": "yes", "knows_content": "yes"}
        by = {"S1": part, helper: part}
        persons[f"V{n}"] = {"role": "victim", "age": {"under": 18, "on": last.isoformat()} if minor else "adult"}
        materials[f"M{n}"] = {
            "form": "video", "made": "recorded", "recognisable_as_child": judged("yes" if minor else "no"),
            "shown": {f"V{n}": {"sexual_act_expressed": "yes", "sexual_body": judged("yes"), "self_recorded": "yes"}},
        }  # fmt: skip
        acts[f"T{n}"] = {
            "kind": "threatened", "on": day.isoformat(), "by": by, "harm_announced": "yes", "means": [f"M{n}"],
            "demanded": "yes", "commenced": judged("yes"), "group": "G1",
            "towards": {f"V{n}": {"as": "threatened"}},
        }  # fmt: skip
        acts[f"O{n}"] = {
            "kind": "ordered", "on": day.isoformat(), "by": by, "recipients": [f"V{n}"], "concrete_instructions": "yes",
            "finished": "yes", "product": [f"M{n}"], "group": "G1",
        }  # fmt: skip
        acts[f"P{n}"] = {
            "kind": "posted", "on": min(day + timedelta(days=7), last).isoformat(),
            "by": {name: {**facts, "for_profit": "yes"} for name, facts in by.items()},
            "channel": "C1", "delivered": "yes", "paid_for": "yes", "lent": "no", "reach": "many", "over_network": "yes",
            "object": [f"M{n}"], "towards": {f"V{n}": {"consent_to_spread": "no"}},
        }  # fmt: skip
    furthers = judged("yes")
    acts["G0"] = {"kind": "organised", "on": first.isoformat(), "by": {"S1": {"intent": judged("yes")}}, "group": "G1"}
    acts["G2"] = {
        "kind": "worked_for_group", "from": first.isoformat(), "to": last.isoformat(), "group": "G1",
        "by": {f"S{n}": {"intent": judged("yes")} for n in range(2, helpers + 2)} or {"S1": {}}, "furthers_group": furthers,
    }  # fmt: skip
    acts["K1"] = {
        "kind": "kept", "from": first.isoformat(), "to": last.isoformat(), "kept_where": "own_device",
        "by": {"S1": {"intent": judged("yes"), "knows_content": "yes"}}, "object": list(materials),
    }  # fmt: skip
    return written(
        {
            "case": {"id": "ring", "title": "유료 대화방"},
            "persons": persons,
            "channels": {"C1": {"name": "유료 대화방", "run_by": ["S1"]}},
            "groups": {
                "G1": {
                    "members": [p for p in persons if p.startswith("S")],
                    "specific_persons": "yes",
                    "shared_aim": "yes",
                    "lasting": "yes",
                    "roles_divided": "yes",
                    "structure": judged("yes"),
                    "command": judged("no"),
                }
            },
            "materials": materials,
            "acts": acts,
        }
    )


def school(victims: int = 12) -> str:
    """Five pupils, of 17, 16, 13, 12, and one of whom only the year of birth is known, make and post composites."""
    suspects = {
        "S1": {"years": 17, "on": "2024-06-01"}, "S2": {"years": 16, "on": "2024-06-01"},
        "S3": {"years": 13, "on": "2024-11-30"}, "S4": {"years": 12, "on": "2024-11-30"},
    }  # fmt: skip
    persons: Facts = {name: {"role": "suspect", "age": age} for name, age in suspects.items()}
    persons["S5"] = {"role": "suspect", "birth": "2010"}
    persons["T1"] = {"role": "other", "number": 20, "known_as": "대화방에 있던 학생들"}
    materials: Facts = {}
    acts: Facts = {}
    for n in range(1, victims + 1):
        maker = f"S{1 + (n - 1) % 5}"
        made = date(2024, 6, 1) + timedelta(days=14 * n)
        persons[f"V{n}"] = {"role": "victim", "age": {"years": 13 + n % 5, "on": "2024-06-01"}}
        materials[f"M{n}"] = {
            "form": "image", "made": "altered",
            "shown": {f"V{n}": {"shows": "face", "consent_to_alteration": "no", "sexual_form": judged("yes")}},
        }  # fmt: skip
        acts[f"A{n}"] = {
            "kind": "altered", "on": made.isoformat(), "product": [f"M{n}"],
            "by": {maker: {"intent": judged("yes"), "purpose_to_spread": "no"}},
        }  # fmt: skip
        acts[f"P{n}"] = {
            "kind": "posted", "on": (made + timedelta(days=1)).isoformat(), "channel": "C1", "delivered": "yes",
            "recipients": ["T1"], "reach": "many", "object": [f"M{n}"], "by": {maker: {"intent": judged("yes")}},
        }  # fmt: skip
    return written(
        {
            "case": {"id": "school", "title": "학생들 사이의 합성물"},
            "persons": persons,
            "channels": {"C1": {"name": "학급 대화방"}},
            "materials": materials,
            "acts": acts,
        }
    )


def messenger(known: bool = False) -> str:
    """A user spreads exploitation material; the company left the room open. `known` states what decides the helping."""
    company: Facts = {}
    if known:
        company = {"knows_principal_offence": "yes", "intends_to_help": "yes", "contribution": judged("yes")}
        company |= {"could_have_stopped": "yes", "bound_to_stop": judged("yes")}
    persons: Facts = {
        "U1": {"role": "suspect", "known_as": "대화방 운영자"},
        "S1": {"role": "suspect", "kind": "legal", "known_as": "국외 메신저 회사"},
        "V1": {"role": "victim", "age": {"years": 15, "on": "2024-12-01"}},
    }
    spread = {"intent": judged("yes"), "knows_age": "yes", "knows_content": "yes"}
    return written(
        {
            "case": {"id": "messenger", "title": "메신저 회사의 방조"},
            "persons": persons,
            "channels": {"C1": {"name": "공개 대화방", "run_by": ["U1"]}},
            "materials": {
                "M1": {
                    "form": "video",
                    "made": "recorded",
                    "made_on": "2024-12-01",
                    "shown": {"V1": {"sexual_act_expressed": "yes"}},
                },
            },
            "acts": {
                "A1": {
                    "kind": "posted",
                    "on": "2025-01-10",
                    "by": {"U1": spread},
                    "channel": "C1",
                    "delivered": "yes",
                    "reach": "unspecified",
                    "object": ["M1"],
                },
                "A2": {"kind": "left_undone", "on": "2025-01-10", "by": {"S1": company}, "aids": ["A1"]},
            },
        }
    )

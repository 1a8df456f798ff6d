"""Cases in English words, so that what a view says in Korean is its own."""

from __future__ import annotations

import json
from typing import Any

# One suspect made an altered picture; all elements are met from 2024-10-16 on.
MADE = """\
case: {id: made, title: Altered picture}
persons:
  S1: {role: suspect, birth: 1999-05-01}
  V1: {role: victim, birth: 1998-02-02}
materials:
  M1:
    form: image
    made: altered
    shown:
      V1:
        shows: face
        consent_to_alteration: {value: no, by: victim, evidence: E2, disputed: yes}
        sexual_form: {value: yes, by: Officer Lee, because: nude body added, evidence: E1}
acts:
  A1:
    kind: altered
    on: 2024-12-01
    by: {S1: {intent: {value: yes, by: Officer Lee, because: own messages}}}
    product: M1
    evidence: E1
evidence: {E1: phone report, E2: {what: statement, page: "4"}}
"""


def without(*lines: str) -> str:
    """The case without the lines that hold any of these words."""
    return "".join(line for line in MADE.splitlines(keepends=True) if not any(word in line for word in lines))


def many(victims: int = 74) -> str:
    """Two suspects (one of them a child of twelve), many victims, several provisions each, as JSON."""
    case: dict[str, Any] = {
        "case": {"id": "many", "title": "Seventy-four"},
        "persons": {
            "S1": {"role": "suspect", "birth": "1999-05-01"},
            "S2": {"role": "suspect", "age": {"years": 12, "on": "2024-12-20"}},
        },
        "materials": {},
        "acts": {},
        "channels": {"C1": {"name": "room", "run_by": "S1"}},
        "evidence": {"E1": {"what": "seized phone"}},
    }
    judged = {"value": True, "by": "Officer Lee"}
    for i in range(1, victims + 1):
        case["persons"][f"V{i}"] = {"role": "victim", "birth": f"1990-03-{i % 9 + 1:02}"}
        shown: dict[str, Any] = {
            "shows": "face",
            "consent_to_alteration": False,
            "sexual_form": judged if i % 5 else None,
        }
        case["materials"][f"M{i}"] = {"made": "altered", "form": "image", "shown": {f"V{i}": shown}}
        case["acts"][f"A{i}"] = {
            "kind": "altered",
            "on": "2024-12-10",
            "by": {"S1": {"intent": judged}},
            "product": f"M{i}",
            "evidence": ["E1"],
        }
    case["acts"]["B1"] = {
        "kind": "posted",
        "on": "2024-12-20",
        "by": {"S1": {"intent": judged, "expects_onward_spread": True}, "S2": {"intent": judged}},
        "object": [f"M{i}" for i in range(1, victims + 1)],
        "channel": "C1",
        "delivered": True,
        "reach": "unspecified",
        "towards": {f"V{i}": {"consent_to_spread": False} for i in range(1, victims + 1)},
    }
    return json.dumps(case)

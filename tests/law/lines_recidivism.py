"""Pinned versions: repeated crime (Criminal Act 35)."""

from __future__ import annotations

from tests.law.line import Line

PENALTIES: dict[str, list[Line]] = {}

REACHES: dict[str, list[tuple[str, int, str, list[str]]]] = {
    "criminal_act.35": [("1953-10-03", 293, "1953-09-18", ["every_offence"])],
}

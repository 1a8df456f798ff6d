"""Long lists of ids in few words."""

from __future__ import annotations

import pytest

from offence_engine.cli.view.compact import ids, natural, short_ids


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["V1"], "V1"),
        (["V2", "V1"], "V1, V2"),
        (["V1", "V2", "V3"], "V1-V3"),
        ([f"V{i}" for i in range(1, 17)], "V1-V16"),
        (["V10", "V9", "V8", "V2"], "V2, V8-V10"),
        (["V1", "V1", "V2"], "V1, V2"),
        (["M1", "V2", "V3", "V4"], "M1, V2-V4"),
        (["V08", "V09", "V10"], "V08-V10"),
        (["anna", "bea"], "anna, bea"),
        (["피해자A", "피해자B"], "피해자A, 피해자B"),
    ],
)
def test_runs_of_ids_are_joined(names: list[str], expected: str) -> None:
    assert ids(names) == expected


def test_ids_stand_in_their_natural_order() -> None:
    assert sorted(["V10", "V2", "A1", "V1"], key=natural) == ["A1", "V1", "V2", "V10"]


def test_very_many_scattered_ids_are_only_begun() -> None:
    assert short_ids([f"V{i}" for i in range(1, 75)]) == ("V1-V74", 0)
    assert short_ids([f"V{i}" for i in range(1, 75, 2)]) == ("V1", 36)

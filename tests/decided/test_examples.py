"""The example cases say what their comments promise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from offence_engine import assess, load_rulebook, read_case
from offence_engine.model.result import Assessment, Finding

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
AS_OF = date(2026, 11, 22)
BOOK = load_rulebook()


def assessed(name: str) -> Assessment:
    return assess(read_case(EXAMPLES / name, BOOK, AS_OF), BOOK, AS_OF, everything=True)


def of(result: Assessment, provision: str, act: str | None = None) -> list[Finding]:
    return [f for f in result.findings if f.provision == provision and act in (None, f.count.act)]


def verdicts(result: Assessment, provision: str, act: str | None = None) -> set[str]:
    return {f.verdict for f in of(result, provision, act)}


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.yaml")), ids=lambda p: p.stem)
def test_every_example_can_be_assessed(path: Path) -> None:
    assert assess(read_case(path, BOOK, AS_OF), BOOK, AS_OF).findings


def test_first_case_is_short() -> None:
    lines = (EXAMPLES / "first.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 10


def test_2024no1823() -> None:
    result = assessed("2024no1823.yaml")
    standing = [(o.provision, o.victim) for o in result.offences if o.standing.as_ == "principal"]
    assert sorted(standing, key=str) == [
        ("cyp.11.5", None),
        ("scpa.13", "V3"),
        ("scpa.14-2.1", "V1"),
        ("scpa.14-2.1", "V2"),
    ]
    assert verdicts(result, "cyp.11.1") == {"not_applicable"}
    (suspect,) = result.suspects
    assert suspect.range is not None
    assert suspect.range.prison_months == (12, 504)
    assert not suspect.range.life


def test_2024no1823_without_the_supplied_purpose() -> None:
    found = of(assessed("early/2024no1823.yaml"), "scpa.14-2.1")
    assert {f.verdict for f in found} == {"undetermined"}
    assert {m.path for f in found for m in f.missing} == {"part.purpose_to_spread"}


def test_early_example_differs_by_the_purpose_alone() -> None:
    full = read_case(EXAMPLES / "2024no1823.yaml", BOOK, AS_OF)
    early = read_case(EXAMPLES / "early/2024no1823.yaml", BOOK, AS_OF)
    assert full.persons == early.persons
    assert full.materials == early.materials
    dropped = {
        (act, name) for act, value in full.acts.items() for name in value.by["S1"].facts if name == "purpose_to_spread"
    }
    assert dropped == {("A1", "purpose_to_spread"), ("A2", "purpose_to_spread")}
    for name, act in full.acts.items():
        facts = {k: v for k, v in act.by["S1"].facts.items() if k != "purpose_to_spread"}
        assert early.acts[name].by["S1"].facts == facts
        assert early.acts[name].model_copy(update={"by": act.by}) == act


def test_early_stage_leaves_everything_open() -> None:
    result = assessed("early-stage.yaml")
    assert not result.offences
    assert len(result.questions) > 10


def test_2024do16133() -> None:
    result = assessed("2024do16133.yaml")
    assert verdicts(result, "scpa.14.1", "A1") == {"not_applicable"}
    assert verdicts(result, "scpa.14.4", "A2") == {"not_applicable"}


def test_2024do18718() -> None:
    result = assessed("2024do18718.yaml")
    assert verdicts(result, "scpa.14.2", "A1") == verdicts(result, "scpa.14.2", "A2") == {"not_applicable"}
    (shown,) = of(result, "scpa.14.2", "A3")
    assert shown.verdict == "applicable"
    assert shown.either_way


@pytest.mark.parametrize("verb", ["provide", "distribute"])
def test_2016do16676(verb: str) -> None:
    (found,) = of(assessed(f"2016do16676-{verb}.yaml"), "scpa.14.2")
    assert found.verdict == "applicable"
    assert [name for e in found.elements for name in e.alternatives] == [verb]


def test_2023do5757() -> None:
    result = assessed("2023do5757.yaml")
    assert verdicts(result, "cyp.11.3", "A1") == {"applicable"}
    assert verdicts(result, "cyp.11.5", "A2") == {"not_applicable"}
    assert verdicts(result, "cyp.11.5", "A3") == {"applicable"}


def test_table_has_a_row_for_each_post() -> None:
    case = read_case(EXAMPLES / "table.yaml", BOOK, AS_OF)
    assert case.materials["M1"].number == len(case.materials["M1"].rows) == 6
    assert verdicts(assessed("table.yaml"), "scpa.14-2.2") == {"applicable"}

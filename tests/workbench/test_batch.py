"""`offence batch`: every case of an archive assessed, in order, whatever else stands in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offence_engine.assess import assess
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.archive import entries
from offence_engine.workbench.batch import lines
from tests.bad_rules.copies import copied
from tests.cli.conftest import Offence
from tests.cli.conftest import no_locale as no_locale
from tests.cli.conftest import offence as offence
from tests.workbench.test_impact import jsonl, song

DAY = "2026-11-22"


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    return copied(tmp_path)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_order_is_kept_and_broken_cases_are_lines_of_their_own(offence: Offence, tmp_path: Path, fable: Path) -> None:
    archive = jsonl(tmp_path / "a.jsonl", [song(1), "{", song(2, kind="sang"), song(3, pitch="high"), "", song(4)])
    out = tmp_path / "out.jsonl"
    done = offence("batch", archive, "-o", out, "--rules", fable, "--as-of", DAY, "--jobs", "1", "--lang", "en")
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith("5 cases written")
    assert "2 could not be read" in " ".join(done.out.split())
    found = read(out)
    assert [(x["at"].rpartition(":")[2], x.get("case")) for x in found] == [
        ("1", "song-1"), ("2", None), ("3", None), ("4", "song-3"), ("6", "song-4"),
    ]  # fmt: skip
    assert found[1]["faults"][0]["at"] == f"{archive}:2:2"
    assert "`sang`" in found[2]["faults"][0]["en"]
    first = {f["provision"]: f for f in found[0]["findings"]}
    assert first["fable.1.1"]["verdict"] == "applicable"
    assert first["fable.1.1"]["version"] == "2022-01-01"
    assert first["fable.1.1"]["penalty"]["prison_months"] == [1, 24]
    assert [o["provision"] for o in found[0]["offences"]] == ["fable.1.1"]


def test_full_lines_are_assessments_and_short_ones_agree_with_them(tmp_path: Path, fable: Path) -> None:
    archive = jsonl(
        tmp_path / "a.jsonl", [song(i, on=f"20{19 + i % 5}-05-05", pitch=("low", "high")[i % 2]) for i in range(12)]
    )
    book, day = load_rulebook(fable), date.fromisoformat(DAY)
    full = [json.loads(line) for _, line in lines(archive, str(fable), day, full=True, jobs=1)]
    short = [json.loads(line) for _, line in lines(archive, str(fable), day, jobs=1)]
    for entry, whole, brief in zip(entries(archive), full, short, strict=True):
        expected = assess(entry.case(book, day), book, day).model_dump(mode="json", by_alias=True)
        assert {k: v for k, v in whole.items() if k != "at"} == json.loads(json.dumps(expected))
        findings = [f for f in expected["findings"] if f["verdict"] != "not_applicable"]
        assert [(f["id"], f["verdict"], f["stage"]) for f in findings] == [
            (f["id"], f["verdict"], f["stage"]) for f in brief["findings"]
        ]
        assert [o["id"] for o in expected["offences"]] == [o["id"] for o in brief["offences"]]
        assert [[m["path"] for m in f["missing"]] for f in findings] == [
            [m["path"] for m in f["missing"]] for f in brief["findings"]
        ]


def test_several_processes_write_what_one_writes(tmp_path: Path, fable: Path) -> None:
    archive = jsonl(tmp_path / "a.jsonl", [song(i, verses=str(i % 7)) for i in range(400)])
    day = date.fromisoformat(DAY)
    assert list(lines(archive, str(fable), day, jobs=2)) == list(lines(archive, str(fable), day, jobs=1))


def test_the_file_is_whole_or_not_there(
    offence: Offence, tmp_path: Path, fable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = jsonl(tmp_path / "a.jsonl", [song(1), song(2)])
    out = tmp_path / "out.jsonl"
    out.write_text("before", encoding="utf-8")

    def stopped(*_: Any, **__: Any) -> Any:
        yield True, "{}"
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("offence_engine.workbench.batch.lines", stopped)
        assert offence("batch", archive, "-o", out, "--rules", fable, "--lang", "en").status == 130
    assert out.read_text(encoding="utf-8") == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "fable", "out.jsonl"]
    into = offence("batch", archive, "-o", tmp_path / "no" / "out.jsonl", "--rules", fable, "--lang", "en")
    assert (into.status, into.out) == (2, "")
    assert offence("batch", archive, "-o", tmp_path, "--rules", fable, "--lang", "en").status == 2


def test_wrong_rules_are_told_before_anything_is_written(offence: Offence, tmp_path: Path, fable: Path) -> None:
    (fable / "kinds.yaml").write_bytes("kinds: {x: {ko: 한}}".encode("cp949"))
    archive = jsonl(tmp_path / "a.jsonl", [song(1)])
    done = offence("batch", archive, "-o", tmp_path / "out.jsonl", "--rules", fable, "--lang", "en")
    assert done.status == 4
    assert "EUC-KR" in done.err
    assert not (tmp_path / "out.jsonl").exists()


def test_an_empty_archive_gives_an_empty_file(offence: Offence, tmp_path: Path, fable: Path) -> None:
    archive = jsonl(tmp_path / "a.jsonl", [])
    done = offence("batch", archive, "-o", tmp_path / "out.jsonl", "--rules", fable, "--jobs", "1", "--lang", "en")
    assert done.status == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""

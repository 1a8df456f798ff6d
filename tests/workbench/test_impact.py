"""`offence rules impact`: what a change does to an archive, told exactly, whatever the archive looks like."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.casefile.read import case_of
from offence_engine.conclusion.findings import Work
from offence_engine.conclusion.judging import judge_case
from offence_engine.counting.probe import Probe
from offence_engine.errors import CaseError, UsageError
from offence_engine.inference.columns import Answers, ColumnJudge, Table
from offence_engine.inference.judge import Judge, judge_of
from offence_engine.inference.program import build
from offence_engine.inference.reference import answer
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from offence_engine.workbench.archive import Entry, entries, size_of
from offence_engine.workbench.effect.compare import compare
from offence_engine.workbench.effect.impact import Impact, causes_of, compared, worker_of
from offence_engine.workbench.effect.joint import Joint
from offence_engine.workbench.effect.outcome import differences, outcomes
from offence_engine.workbench.effect.report import report
from tests.cli.conftest import Offence
from tests.cli.conftest import no_locale as no_locale
from tests.cli.conftest import offence as offence
from tests.properties.casefiles import cases, worlds
from tests.properties.folders import rule_folders
from tests.properties.strategies import AS_OF, Draw, Json, Puzzle, Rules, puzzles
from tests.properties.world import book_of, share
from tests.workbench.effects import amended, both, edited

SONG = "provisions/fable.1.1.yaml"
TODAY = date(2026, 11, 22)
MANY = 5


def song(number: int, **act: Any) -> Json:
    """A case of the fable."""
    part = {"S1": {"intent": {"value": "yes", "by": "수사관"}}}
    whole = {"kind": "serenaded", "on": "2022-03-02", "by": part, "pitch": "low", "verses": "3", **act}
    return {"case": {"id": f"song-{number}"}, "persons": {"S1": {"role": "suspect"}}, "acts": {"A1": whole}}


def jsonl(path: Path, items: list[Json | str]) -> Path:
    path.write_text(
        "".join((x if isinstance(x, str) else json.dumps(x, ensure_ascii=False)) + "\n" for x in items), "utf-8"
    )
    return path


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return edited(tmp_path, {SONG: ("effective: 2022-01-01", "effective: 2022-07-01")})


# --- columns ---------------------------------------------------------------------------------------------------------


@share(2)
@given(puzzles(), st.data())
def test_columns_answer_as_the_reference_does_for_trees(puzzle: Puzzle, data: st.DataObject) -> None:
    program = build("puzzle", {"verdict": puzzle.tree}, puzzle.sizes)
    masks = st.fixed_dictionaries({p: st.integers(1, (1 << size) - 1) for p, size in puzzle.sizes.items()})
    rows = [puzzle.masks, *data.draw(st.lists(masks, max_size=12))]
    answers = Answers(program, Table(rows, program.paths))
    assert [answers.truth("verdict", i) for i in range(len(rows))] == [answer(puzzle.tree, row) for row in rows]


@share(0.5)
@given(worlds())
def test_columns_answer_as_reference_and_durable_do_on_generated_books(world: tuple[Rules, Json]) -> None:
    rules, data = world
    book = book_of(rules)
    tree = tree_from(data, "case.yaml")
    assert isinstance(tree, Map)
    case = case_of(tree, book, AS_OF)
    judge = judge_of(book)
    judged = judge_case(Work(book, case, judge, Probe(book, case)))[0]
    by_program: dict[int, list[Any]] = {}
    for item in judged:
        by_program.setdefault(id(item.program), []).append(item)
    for items in by_program.values():
        program = items[0].program
        rows = [{p: i.slots[p].mask for p in program.paths} for i in items]
        answers = Answers(program, Table(rows, program.paths))
        for index, row in enumerate(rows):
            # The judge has asked both other engines, and they agreed.
            truths = judge.judge(program, row, "").truths
            assert {name: answers.truth(name, index) for name in program.roots} == dict(truths)
    assert outcomes(case, ColumnJudge(book), AS_OF) == outcomes(case, judge, AS_OF)


def test_a_table_of_very_many_different_masks() -> None:
    rows = [{"a": 1 << (index % 300)} for index in range(700)]
    table = Table(rows, ["a"])
    assert [table.within("a", 1 << 7) >> i & 1 for i in range(700)] == [int(i % 300 == 7) for i in range(700)]


# --- exactness -------------------------------------------------------------------------------------------------------


def entry_of(data: Json, name: str = "case.json") -> Entry:
    return Entry(name, 0, json.dumps(data).encode())


def naive(old: Rulebook, new: Rulebook, entry: Entry) -> list[tuple[str, dict[str, Any]]] | None:
    """What differs in a case, by assessing it whole under both."""
    try:
        before = outcomes(entry.case(old, AS_OF), Judge(old, alone=True), AS_OF, moved=Joint(old, new).moved)
        after = outcomes(entry.case(new, AS_OF), Judge(new, alone=True), AS_OF)
    except CaseError:
        return None
    return [(key, changed) for key, _, changed in differences(before, after)]


@st.composite
def amendments(draw: Draw) -> tuple[Rulebook, Rulebook, list[Entry]]:
    """Rules before and after, and a few cases."""
    rules = draw(rule_folders(3))
    _, new = amended(draw, rules)
    return book_of(rules), new, [entry_of(draw(cases(rules, acts=2)), f"case-{i}.json") for i in range(3)]


@share(0.6)
@given(amendments())
def test_what_the_screen_lets_go_is_the_same_under_both(found_by: tuple[Rulebook, Rulebook, list[Entry]]) -> None:
    old, new, archive = found_by
    found = worker_of(old, new, AS_OF).piece(archive)
    for entry, told in zip(archive, found, strict=True):
        expected = naive(old, new, entry)
        if expected is None:
            assert "faults" in told
        else:
            assert [(x["count"], x["changed"]) for x in told.get("changes", [])] == expected


def test_every_kind_of_change_is_found_with_its_cause(tmp_path: Path, folders: tuple[Path, Path]) -> None:
    old, new = both(folders)
    comparison = compare(old, new, witnesses=False)
    archive = jsonl(
        tmp_path / "a.jsonl",
        [song(1), song(2, pitch="high"), song(3, on="2023-01-01"), song(4, kind="hummed", sang="no")],
    )
    with Impact() as found:
        for item in compared(comparison, (str(folders[0]), str(folders[1])), archive, TODAY, jobs=1):
            found.add(item)
        changes = {item["case"]: item["changes"] for item in found.changes()}
    assert (found.cases, found.changed, found.not_read) == (4, 2, 0)
    assert set(changes) == {"song-1", "song-2"}
    first = changes["song-1"][0]
    assert first["changed"]["verdict"] == ["applicable", "not_applicable"]
    assert first["causes"] == ["fable.1.1@2022-07-01: effective"]
    second = next(x for x in changes["song-2"] if x["provision"] == "fable.1.1")
    assert second["changed"]["version"] == ["2022-07-01", "2020-01-01"]
    assert "2년" in second["changed"]["penalty"][0]
    assert "1년" in second["changed"]["penalty"][1]
    assert found.by_provision["fable.1.1"].cases == 2
    assert list(found.by_cause) == ["fable.1.1@2022-07-01: effective"]
    assert all(x["causes"] for items in changes.values() for x in items)


def test_a_change_of_the_general_part_looks_at_every_case(tmp_path: Path) -> None:
    folders = edited(tmp_path, {"general.limitation.yaml": ("years: 5", "years: 6")})
    old, new = both(folders)
    worker = worker_of(old, new, TODAY, causes=causes_of(compare(old, new, witnesses=False)))
    changes = worker.piece([entry_of(song(1, on="2021-03-02", pitch="high"))])[0]["changes"]
    assert [(x["provision"], list(x["changed"])) for x in changes] == [("fable.1.1", ["limitation"])]
    assert changes[0]["causes"] == ["fable.1.1@2020-01-01: limitation"]


def test_a_case_that_only_one_rulebook_can_read_is_told(tmp_path: Path) -> None:
    folders = edited(tmp_path, {"facts.yaml": ("  verses:\n    type: number", "  verses:\n    type: text")})
    text = (folders[1] / "concepts.yaml").read_text(encoding="utf-8")
    (folders[1] / "concepts.yaml").write_text(text.replace("at_least: 2", "is: viele"), encoding="utf-8")
    long = folders[1] / "provisions/fable.1.2.yaml"
    long.write_text(long.read_text(encoding="utf-8").replace("at_least: 5", "is: lang"), encoding="utf-8")
    old, new = both(folders)
    found = worker_of(old, new, TODAY).piece([entry_of(song(1, verses="viele"))])
    assert "`viele`" in found[0]["faults"][0]["en"]


# --- archives --------------------------------------------------------------------------------------------------------


def names(path: Path) -> list[str]:
    return [entry.name.removeprefix(f"{path.parent}/") for entry in entries(path)]


def test_archives_of_every_form(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    (folder / "deep" / ".hidden").mkdir(parents=True)
    (folder / "b.json").write_text(json.dumps(song(1)), encoding="utf-8")
    (folder / "deep" / "a.yaml").write_text("case: {id: x}\n", encoding="utf-8")
    (folder / "deep" / ".hidden" / "no.yaml").write_text("x", encoding="utf-8")
    (folder / "notes.txt").write_text("not a case", encoding="utf-8")
    jsonl(folder / "c.jsonl", [song(2), "", song(3)])
    assert names(folder) == ["cases/b.json", "cases/c.jsonl:1", "cases/c.jsonl:3", "cases/deep/a.yaml"]
    assert size_of(folder) == 5
    with pytest.raises(UsageError, match="no case files"):
        list(entries(_empty(tmp_path)))
    with pytest.raises(UsageError, match="no such file"):
        list(entries(tmp_path / "none.jsonl"))
    with pytest.raises(UsageError, match="cannot tell"):
        list(entries(folder / "notes.txt"))


def _empty(tmp_path: Path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def test_broken_lines_are_told_at_their_place_and_stop_nothing(tmp_path: Path, folders: tuple[Path, Path]) -> None:
    old, new = both(folders)
    path = tmp_path / "bad.jsonl"
    lines = [
        json.dumps(song(1)).encode(),
        b'{"case": {"id": "x"}',
        '{"case": "한글"}'.encode("cp949"),
        b"[1, 2]",
        json.dumps(song(2, pitch="loud")).encode(),
        b'{"a": "' + b"x" * 5_000_001 + b'"}',
        json.dumps(song(3)).encode(),
    ]
    path.write_bytes(b"\n".join(lines))
    found = worker_of(old, new, TODAY).piece(list(entries(path)))
    assert [bool(item.get("changes")) for item in found] == [True, False, False, False, False, False, True]
    at = [item["faults"][0]["at"].removeprefix(str(path)) for item in found if "faults" in item]
    assert [place.split(":")[1] for place in at] == ["2", "3", "4", "5", "6"]
    told = [item["faults"][0]["en"] for item in found if "faults" in item]
    assert "not valid JSON" in told[0]
    assert "EUC-KR" in told[1]
    assert "must be a mapping" in told[2]
    assert "`loud`" in told[3]
    assert "too long" in told[4]


def test_a_case_on_which_the_program_fails_stops_no_other(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(case: Any, *rest: Any) -> Any:
        if case.head.id == "song-2":
            raise ZeroDivisionError("by chance")
        return outcomes(case, *rest)

    monkeypatch.setattr("offence_engine.workbench.effect.impact.outcomes", failing)
    found = worker_of(*both(folders), TODAY).piece([entry_of(song(i), f"{i}.json") for i in (1, 2, 3)])
    assert [bool(item.get("changes")) for item in found] == [True, False, True]
    assert found[1]["faults"][0]["en"] == "the program failed on this case: ZeroDivisionError: by chance"


class _Parquet:
    """Stands in for the library that reads Parquet."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self.columns = columns
        self.schema_arrow = SimpleNamespace(names=list(columns))
        self.metadata = SimpleNamespace(num_rows=len(next(iter(columns.values()))))

    def iter_batches(self, batch_size: int, columns: list[str]) -> Iterator[Any]:
        values = self.columns[columns[0]]
        for start in range(0, len(values), batch_size):
            piece = values[start : start + batch_size]
            yield SimpleNamespace(column=lambda _, piece=piece: SimpleNamespace(to_pylist=lambda: piece))


def test_parquet_and_what_to_do_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match="pip install pyarrow"):
        list(entries(path))
    held: dict[str, list[Any]] = {"case": [json.dumps(song(1)), None], "other": ["x", "y"]}
    library = SimpleNamespace(ParquetFile=lambda file: _Parquet(held))
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", library)
    found = list(entries(path))
    assert [(e.line, bool(e.data), len(e.faults)) for e in found] == [(1, True, 0), (2, False, 1)]
    assert size_of(path) == 2
    held = {"one": ["x"], "two": ["y"]}
    with pytest.raises(UsageError, match="named `case`; found one, two"):
        list(entries(path))


# --- the command -----------------------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    """Counts what is opened and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        assert not [v for k, v in attrs if k in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_command_with_several_processes_is_the_same_as_with_one(
    offence: Offence, tmp_path: Path, folders: tuple[Path, Path]
) -> None:
    archive = jsonl(tmp_path / "a.jsonl", [song(i, on=f"2022-{1 + i % 12:02d}-01") for i in range(600)] + ["{"])
    page = tmp_path / "report.html"
    words = ("rules", "impact", *folders, "--cases", archive, "--as-of", "2026-11-22", "--format", "json")
    many = offence(*words, "--jobs", "2", "--html", page, "--lang", "ko")
    assert (many.status, many.err) == (1, "")
    one = offence(*words, "--jobs", "1", "--lang", "ko")
    assert many.out == one.out
    data = many.json
    assert (data["cases"], data["changed"], data["not_read"]) == (601, 300, 1)
    assert data["by_provision"][0]["changed"][0] == {
        "what": "limitation", "from": "", "to": "", "times": 300,
    }  # fmt: skip
    assert len(data["list"]) == 300
    assert data["faults"][0]["at"].endswith("a.jsonl:601")
    text = page.read_text(encoding="utf-8")
    tags = _Tags()
    tags.feed(text)
    assert not tags.open
    assert {"svg", "rect", "table"} <= set(tags.seen)
    assert "http" not in text
    assert "song-0" in text


def test_the_command_as_text_in_both_languages(offence: Offence, tmp_path: Path, folders: tuple[Path, Path]) -> None:
    archive = jsonl(tmp_path / "a.jsonl", [song(1), song(2, kind="sang")])
    korean = offence("rules", "impact", *folders, "--cases", archive, "--jobs", "1", "--lang", "ko")
    assert korean.status == 1
    assert "성립 가능 → 성립하지 않음" in korean.out
    assert "a.jsonl:2:" in korean.out
    english = offence("rules", "impact", *folders, "--cases", archive, "--jobs", "1", "--lang", "en")
    assert "applicable → not applicable" in english.out
    assert "fable.1.1@2022-07-01: effective" in english.out
    none = offence("rules", "impact", folders[0], folders[0], "--cases", archive, "--jobs", "1", "--lang", "en")
    assert "0 findings change in 0 of them" in none.out
    wrong = offence("rules", "impact", *folders, "--cases", tmp_path / "nothing", "--lang", "en")
    assert (wrong.status, wrong.out) == (2, "")
    assert offence("rules", "impact", *folders, "--lang", "en").status == 2
    assert offence("rules", "impact", *folders, "--cases", archive, "--jobs", "0", "--lang", "en").status == 2
    folder = offence("rules", "impact", *folders, "--cases", archive, "--jobs", "1", "--html", tmp_path, "--lang", "en")
    assert folder.status == 2


def test_the_report_escapes_what_cases_say(tmp_path: Path, folders: tuple[Path, Path]) -> None:
    old, new = both(folders)
    comparison = compare(old, new, witnesses=False)
    data = song(1)
    data["case"]["id"] = "<b>x</b>"
    with Impact() as found:
        for item in worker_of(old, new, TODAY).piece([entry_of(data)]):
            found.add(item)
        text = report(found, comparison, ("a", "b", "c"), TODAY, "en")
    assert "<b>x" not in text
    assert "&lt;b&gt;x" in text


def test_the_generated_archive_is_the_same_for_the_same_seed() -> None:
    archive = pytest.importorskip("benchmarks.archive")
    from offence_engine.rulebook.load import load_rulebook

    book = load_rulebook()
    first, again = (list(archive.cases(book, 30, 7)) for _ in range(2))
    assert first == again
    assert first != list(archive.cases(book, 30, 8))
    read = 0
    for data in first:
        try:
            entry_of(data).case(book, TODAY)
            read += 1
        except CaseError:
            continue
    assert read >= 25

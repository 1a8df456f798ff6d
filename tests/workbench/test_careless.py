"""The workbench in careless hands: odd names, links, devices, interrupts, and files that are in the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from offence_engine.errors import UsageError
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.archive import entries
from offence_engine.workbench.reviews import review_by, with_review
from tests.bad_rules.copies import copied
from tests.workbench.running import run
from tests.workbench.test_impact import jsonl, song

VAULT = "# 신원\nvault: {case: song-1}\npersons: {V1: {name: 홍길순}}\n"
WORDS = "a file of identities"
ID = "fable.1.1"


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with two cases in lines, and a vault."""
    folder = tmp_path / "cases"
    folder.mkdir()
    jsonl(folder / "a.jsonl", [song(1), song(2)])
    (folder / "v.yml").write_text(VAULT, encoding="utf-8")
    return folder


def test_a_vault_among_cases_is_passed_over_with_a_word(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, fable: Path, archive: Path
) -> None:
    (archive / "w.json").write_text('{"vault": {"case": "x"}, "persons": {}}', encoding="utf-8")
    words = ("rules", "impact", fable, fable, "--cases", archive, "--jobs", "1")
    done = run(capsys, *words)
    assert (done.status, done.err) == (0, "")
    assert "2 cases" in done.out
    assert " ".join(done.out.split()).count(WORDS) == 2
    assert "홍길순" not in done.out
    assert [Path(name).name for name in run(capsys, *words, "--format", "json").json["passed_over"]] == [
        "v.yml",
        "w.json",
    ]
    done = run(capsys, "batch", archive, "-o", tmp_path / "out.jsonl", "--rules", fable, "--jobs", "1", lang="ko")
    assert (done.status, done.out.count("지나갔습니다")) == (0, 2)
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_vault_given_by_itself_is_told_and_a_case_that_speaks_of_one_is_a_case(tmp_path: Path) -> None:
    vault = tmp_path / "v.yaml"
    vault.write_text(VAULT, encoding="utf-8")
    (alone,) = entries(vault)
    assert [WORDS in fault.en for fault in alone.faults] == [True]
    vault.write_text("case: {id: A}\nacts: {}\nvault: {case: A}\n", encoding="utf-8")
    (case,) = entries(tmp_path)
    assert not case.faults


def test_no_case_is_overwritten_by_its_results(capsys: pytest.CaptureFixture[str], fable: Path, archive: Path) -> None:
    file = archive / "a.jsonl"
    before = file.read_bytes()
    done = run(capsys, "batch", archive, "-o", file, "--rules", fable, "--jobs", "1")
    assert (done.status, "not overwritten" in done.err) == (2, True)
    done = run(capsys, "rules", "impact", fable, fable, "--cases", file, "--html", file, "--jobs", "1")
    assert (done.status, "not overwritten" in done.err) == (2, True)
    assert file.read_bytes() == before


def test_a_pipe_or_device_is_not_put_away_for_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, fable: Path, archive: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    batch = run(capsys, "batch", archive, "-o", pipe, "--rules", fable, "--jobs", "1")
    page = run(capsys, "rules", "coverage", "--html", pipe, "--rules", fable)
    for done in (batch, page):
        assert (done.status, "no ordinary file" in done.err) == (2, True)
    assert pipe.is_fifo()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name of a file is always text")
def test_a_name_that_is_no_text(capsys: pytest.CaptureFixture[str], tmp_path: Path, fable: Path) -> None:
    (fable / "kinds.yaml").rename(os.fsdecode(os.fsencode(fable) + b"/\xff.yaml"))
    cases = tmp_path / "cases"
    cases.mkdir()
    Path(os.fsdecode(os.fsencode(cases) + b"/\xff.yaml")).write_text("{}", encoding="utf-8")
    assert run(capsys, "rules", "reviews", "--rules", fable).status == 0
    done = run(capsys, "batch", cases, "-o", tmp_path / "o.jsonl", "--rules", fable, "--jobs", "1")
    assert done.status == 1
    assert "\\udcff.yaml" in (tmp_path / "o.jsonl").read_text(encoding="utf-8")
    html = tmp_path / "o.html"
    words = ("rules", "impact", fable, fable, "--cases", cases, "--html", html, "--jobs", "1", "--format", "json")
    assert run(capsys, *words).status == 1
    assert "\\udcff.yaml" in html.read_text(encoding="utf-8")


def test_links_in_circles_and_to_nothing_stop_no_new_file(capsys: pytest.CaptureFixture[str], fable: Path) -> None:
    (fable / "loop").symlink_to(".")
    (fable / "gone.yaml").symlink_to("nowhere")
    (fable / "itself.yaml").symlink_to("itself.yaml")
    done = run(capsys, "rules", "new", "fact", "act.seen_by_many", "--type", "yes_no", "--rules", fable)
    assert (done.status, done.err) == (0, "")


def test_laying_out_keeps_a_link_and_who_may_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a:  1\n", encoding="utf-8")
    (tmp_path / "real.yaml").chmod(0o600)
    link = tmp_path / "link.yaml"
    link.symlink_to("real.yaml")
    assert run(capsys, "rules", "fmt", link).status == 0
    assert link.is_symlink()
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == "a: 1\n"
    assert (tmp_path / "real.yaml").stat().st_mode & 0o777 == 0o600


def test_results_go_where_a_link_leads(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, fable: Path, archive: Path
) -> None:
    link = tmp_path / "link.jsonl"
    link.symlink_to("real.jsonl")
    assert run(capsys, "batch", archive, "-o", link, "--rules", fable, "--jobs", "1").status == 0
    assert link.is_symlink()
    assert len((tmp_path / "real.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_one_person_is_one_person_however_the_name_is_composed(fable: Path) -> None:
    day = date(2022, 1, 1)
    name = "홍길동"
    book = load_rulebook(fable)
    first = review_by(book, ID, day, name, day, day, None)
    (fable / "reviews.yaml").write_bytes(with_review(fable / "reviews.yaml", first)[0])
    with pytest.raises(UsageError, match="has signed this content already"):
        review_by(load_rulebook(fable), ID, day, unicodedata.normalize("NFD", name), day, day, None)


def test_what_is_gone_is_not_repealed_again(capsys: pytest.CaptureFixture[str], fable: Path) -> None:
    words = ("rules", "new", "amendment", ID, "--rules", fable, "--repeal", "--effective")
    assert run(capsys, *words, "2026-12-01").status == 0
    done = run(capsys, *words, "2027-12-01")
    assert (done.status, "since 2026-12-01" in done.err) == (2, True)


def test_names_of_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path, fable: Path) -> None:
    assert "neither such a folder" in run(capsys, "rules", "diff", "", fable).err
    long = "x" * 5000
    for words in (("check", "--rules", long), ("fmt", long), ("diff", long, fable), ("site", "-o", long)):
        done = run(capsys, "rules", *words)
        assert (done.status, "internal" in done.err) == (2, False), words
    (tmp_path / "empty").mkdir()
    assert f"{tmp_path}/empty:1:1: no rule files" in run(capsys, "rules", "diff", tmp_path / "empty", fable).err
    assert "Did you mean" not in run(capsys, "rules", "new", "fact", "act", "--rules", fable).err


@pytest.mark.skipif(sys.platform != "linux", reason="sends an interrupt to a whole group of processes")
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_ends_all_processes_and_leaves_no_file(tmp_path: Path, fable: Path, times: int) -> None:
    archive = jsonl(tmp_path / "a.jsonl", [song(i) for i in range(100_000)])
    words = ["batch", str(archive), "-o", str(tmp_path / "out.jsonl"), "--rules", str(fable), "--jobs", "2"]
    code = "import sys; from offence_engine.cli.main import main; sys.exit(main())"
    work = subprocess.Popen(
        [sys.executable, "-c", code, *words, "--lang", "en"], stderr=subprocess.PIPE, start_new_session=True
    )
    begun = time.monotonic()
    # It is at work once something of the results stands in the waiting file.
    while not any(p.stat().st_size for p in tmp_path.glob(".out*")) and time.monotonic() - begun < 30:
        time.sleep(0.05)
    for _ in range(times):
        os.killpg(work.pid, signal.SIGINT)
        time.sleep(0.1)
    _, err = work.communicate(timeout=60)
    assert work.returncode == 130
    assert err == b"interrupted\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "fable"]

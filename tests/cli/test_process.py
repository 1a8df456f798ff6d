"""A handful of commands as a shell runs them: bytes, pipes, signals, encodings, cold start."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.cases import MADE, many

MODULE = [sys.executable, "-m", "offence_engine"]
CLEAN = {
    k: v for k, v in os.environ.items() if k not in ("OFFENCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "OFFENCE_DEBUG")
}


def run(*words: str, stdin: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*MODULE, *words], input=stdin, capture_output=True, env={**CLEAN, **environ}, timeout=60, check=False
    )


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "case.yaml"
    path.write_text(MADE, encoding="utf-8")
    return str(path)


def test_two_runs_print_the_same_bytes(case: str) -> None:
    for words in (("assess", case, "--format", "json"), ("assess", case, "--lang", "ko"), ("rules", "export")):
        first = run(*words, PYTHONHASHSEED="1")
        second = run(*words, PYTHONHASHSEED="2", COLUMNS="40", LC_ALL="C", TERM="xterm-256color", FORCE_COLOR="1")
        assert (first.returncode, first.stderr) == (0, b"")
        assert first.stdout == second.stdout


def test_results_are_utf8_whatever_the_locale(case: str) -> None:
    ran = run("assess", case, "--lang", "ko", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "사건 검토" in ran.stdout.decode("utf-8")


def test_a_case_from_standard_input(case: str) -> None:
    from_file = json.loads(run("assess", case, "--format", "json").stdout)
    from_pipe = json.loads(run("assess", "-", "--format", "json", stdin=MADE.encode()).stdout)
    assert from_pipe == from_file


def test_a_wrong_case_ends_with_status_three_and_its_place() -> None:
    ran = run("assess", "-", stdin=MADE.replace("kind: altered", "kind: altred").encode(), OFFENCE_LANG="en")
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert ran.stderr.decode().startswith(
        "<stdin>:16:11: the kind of act is not known: `altred`. Did you mean `altered`?"
    )


def test_the_locale_chooses_the_language(case: str) -> None:
    assert "초안" in run("assess", case, LANG="ko_KR.UTF-8").stdout.decode()
    assert "Draft" in run("assess", case, LANG="en_US.UTF-8").stdout.decode()


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    big = tmp_path / "many.json"
    big.write_text(many(), encoding="utf-8")
    process = subprocess.Popen(
        [*MODULE, "assess", str(big), "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert errors == b""


def test_ctrl_c_leaves_no_traceback() -> None:
    process = subprocess.Popen(
        [*MODULE, "assess", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out, errors) == (130, b"", b"interrupted\n")


def test_the_installed_command_and_the_module_are_one(case: str) -> None:
    command = Path(sys.executable).with_name("offence")
    if not command.exists():
        pytest.skip("the command is not installed beside this Python")
    ran = subprocess.run([command, "assess", case], capture_output=True, env=CLEAN, timeout=60, check=False)
    assert ran.stdout == run("assess", case).stdout


def test_a_cold_start_is_quick(case: str) -> None:
    """Generous, so that a busy machine does not fail it; half a second is the aim (benchmarks measure it)."""
    started = time.monotonic()
    assert run("assess", case).returncode == 0
    assert time.monotonic() - started < 5

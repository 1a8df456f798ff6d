"""Runs commands in this process, in a chosen language and an empty folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from offence_engine.cli.main import main
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from tests.bad_rules.copies import copied

LOCALE = ("OFFENCE_LANG", "OFFENCE_DEBUG", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Offence = Callable[..., Ran]


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No language from the environment, and nothing is written into the checkout."""
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def offence(capsys: pytest.CaptureFixture[str]) -> Offence:
    """`offence("assess", "case.yaml", "--lang", "ko")` in this process."""

    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        status = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return load_rulebook()


@pytest.fixture
def example() -> Path:
    """The example that `offence demo` shows."""
    return shipped("examples") / "2024no1823.yaml"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A case file with this text."""

    def file(text: str, name: str = "case.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    """A copy of a small rulebook of a country that does not exist."""
    return copied(tmp_path)

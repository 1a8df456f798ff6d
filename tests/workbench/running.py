"""Runs a command in this process, for tests of the workbench."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from offence_engine.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(capsys: pytest.CaptureFixture[str], *words: str | Path, lang: str = "en") -> Ran:
    capsys.readouterr()
    status = main([*(str(word) for word in words), "--lang", lang])
    captured = capsys.readouterr()
    return Ran(status, captured.out, captured.err)


def edit(path: Path, old: str, new: str) -> None:
    """Replace what stands exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")

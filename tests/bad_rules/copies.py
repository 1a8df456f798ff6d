"""Copies of a small sound rulebook of a country that does not exist, to be used or broken."""

from __future__ import annotations

import shutil
from pathlib import Path

FABLE = Path(__file__).resolve().parent / "fable"


def copied(to: Path) -> Path:
    folder = to / "fable"
    shutil.copytree(FABLE, folder)
    return folder

"""Gives each test its own copy of the small sound rulebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bad_rules.copies import copied


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    return copied(tmp_path)

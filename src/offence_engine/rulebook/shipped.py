"""Where the rules, templates, fonts and examples that ship with the package lie: in the wheel, or in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(folder: str) -> Path:
    """`rules`, `templates`, `fonts` or `examples` of this installation."""
    packed = _PACKAGE / "_data" / folder
    return packed if packed.is_dir() else _PACKAGE.parent.parent / folder

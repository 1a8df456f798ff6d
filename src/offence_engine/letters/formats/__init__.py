"""The formats of a letter: for each a module that writes a Document and reads back what it wrote."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from offence_engine.letters.formats.base import Format

# Suffix -> module; a module is loaded when it is first needed.
_MODULES = {"md": "markdown", "html": "html", "docx": "docx", "hwpx": "hwpx", "pdf": "pdf", "txt": "fields"}
FORMATS = tuple(_MODULES)
# The format that writes lines of its own instead of the texts of the document.
LINES = "txt"


@cache
def format_of(name: str) -> Format:
    """The module of a format, by its suffix. Errors: KeyError."""
    return cast("Format", import_module(f"{__name__}.{_MODULES[name]}"))

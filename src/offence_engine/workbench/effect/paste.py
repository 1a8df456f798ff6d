"""A case as a dictionary -> YAML as a person writes it: short mappings on one line, quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[0-9A-Za-z가-힣_][0-9A-Za-z가-힣_./+-]*(?: [0-9A-Za-z가-힣_./+-]+)*")
_WIDTH = 110


def pasted(data: Mapping[str, Any]) -> str:
    """The YAML of a case, ready to be saved as a file."""
    lines: list[str] = []
    for key, value in data.items():
        if isinstance(value, Mapping) and value and key != "case":
            lines.append(f"{scalar(key)}:")
            for name, inner in value.items():
                _entry(lines, "  ", name, inner)
        else:
            _entry(lines, "", key, value)
    return "\n".join(lines) + "\n"


def _entry(lines: list[str], indent: str, key: str, value: Any) -> None:
    line = f"{indent}{scalar(key)}: {flow(value)}"
    if len(line) <= _WIDTH or not isinstance(value, Mapping):
        lines.append(line)
        return
    lines.append(f"{indent}{scalar(key)}:")
    for name, inner in value.items():
        _entry(lines, indent + "  ", name, inner)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """One word; in double quotes where YAML would take it for something else."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)

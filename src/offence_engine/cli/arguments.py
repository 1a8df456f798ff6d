"""What a command and its arguments are, and the arguments that many commands share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Words = tuple[str, str]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Argument:
    """A positional (no flags) or an option. `read` names the function that turns its text into a value."""

    name: str
    help: Words
    flags: tuple[str, ...] = ()
    metavar: str | None = None
    read: str | None = None
    settings: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class Command:
    """One command: its path (`rules show`), what it does, its arguments, examples, and `module:function`."""

    path: str
    summary: Words
    run: str
    arguments: tuple[Argument, ...] = ()
    examples: tuple[tuple[str, Words], ...] = ()
    more: Words = ("", "")


CASE = Argument(
    "case",
    ("사건 파일 (YAML 또는 JSON; `-`는 표준 입력)", "the case file (YAML or JSON; `-` is standard input)"),
    metavar="CASE",
)
RULES = Argument(
    "rules",
    ("이 폴더의 규칙을 쓴다 (없으면 함께 설치된 규칙)", "use the rules of this folder (default: those installed with the program)"),
    ("--rules",), "DIR",
)  # fmt: skip
RULES_HERE = Argument(
    "rules",
    ("이 폴더의 파일에 쓴다 (없으면 ./rules)", "write into this folder (default: ./rules)"),
    ("--rules",),
    "DIR",
)
AS_OF = Argument(
    "as_of",
    ("검토 기준일 (없으면 오늘, 한국 시각)", "the day of assessment (default: today in Korea)"),
    ("--as-of",), "DATE", "day",
)  # fmt: skip
FORMAT = Argument(
    "format", ("글(text) 또는 JSON", "text or JSON"), ("--format",), "text|json", "text_or_json", {"default": "text"}
)
JSON_ONLY = Argument("format", ("JSON", "JSON"), ("--format",), "json", "json_only", {"default": "json"})
LANG = Argument(
    "lang", ("화면의 말: ko 또는 en", "the language of the screen: ko or en"), ("--lang",), "ko|en", "language"
)
HELP = Argument("help", ("이 도움말", "this help"), ("-h", "--help"), settings={"action": "store_true"})

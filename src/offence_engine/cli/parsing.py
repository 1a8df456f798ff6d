"""argv -> the command and its values; what is wrong in one sentence, in the user's language, with the nearest right word."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from offence_engine.cli.arguments import Argument, Command
from offence_engine.cli.commands import BY_PATH, GROUPS, first_words, second_words
from offence_engine.cli.language import known
from offence_engine.errors import UsageError, usage
from offence_engine.model.time import read_span
from offence_engine.source.suggest import hint

HELP_WORDS = ("-h", "--help", "help")
LETTER_FORMATS = ("md", "html", "docx", "hwpx", "pdf", "txt")


class HelpWanted(Exception):
    """The user asked for help; `command` is None for the help of the whole program."""

    def __init__(self, command: Command | None, group: str | None = None) -> None:
        super().__init__()
        self.command = command
        self.group = group


def parse(argv: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """The command that argv names, and the values of its arguments.

    Errors: UsageError in two languages; HelpWanted.
    """
    words = list(argv)
    leading: list[str] = []
    while words and words[0].startswith("--lang"):
        leading += words[:1] if "=" in words[0] else words[:2]
        del words[: 1 if "=" in words[0] else 2]
    if not words or words[0] in HELP_WORDS:
        if len(words) > 1 and words[0] == "help":
            return parse([*words[1:], "--help"])
        raise HelpWanted(None)
    first = words.pop(0)
    if first in GROUPS:
        if not words or words[0] in HELP_WORDS:
            raise HelpWanted(None, first)
        second = words.pop(0)
        command = BY_PATH.get(f"{first} {second}")
        if command is None:
            raise _unknown_command(second, second_words(first), f"offence {first}")
    elif (command := BY_PATH.get(first)) is None:
        raise _unknown_command(first, first_words(), "offence")
    return command, _values(command, [*leading, *words])


def _unknown_command(word: str, valid: Sequence[str], before: str) -> UsageError:
    what = ("선택 사항", "option") if word.startswith("-") else ("명령", "command")
    ko, en = hint(word, valid, limit=20)
    return usage(
        f"모르는 {what[0]}입니다: `{word}`.{ko} (`{before} --help` 참조)",
        f"unknown {what[1]}: `{word}`.{en} (see `{before} --help`)",
    )


class _Problem(Exception):
    """What argparse has to say, before it is put into the user's language."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Problem(message)


def _values(command: Command, words: list[str]) -> argparse.Namespace:
    if any(word in ("-h", "--help") for word in words):
        raise HelpWanted(command)
    parser = _Parser(prog=f"offence {command.path}", add_help=False, allow_abbrev=False, exit_on_error=False)
    for argument in command.arguments:
        _add(parser, argument)
    try:
        values, rest = parser.parse_known_args(words)
    except argparse.ArgumentError as problem:
        raise _said(command, str(problem.message), problem.argument_name) from None
    except _Problem as problem:
        raise _said(command, str(problem), None) from None
    if rest:
        raise _leftover(command, rest)
    return values


def _add(parser: argparse.ArgumentParser, argument: Argument) -> None:
    settings = dict(argument.settings)
    if argument.read is not None:
        settings["type"] = READERS[argument.read]
    if argument.flags:
        if "action" not in settings or settings["action"] == "extend":
            settings["metavar"] = argument.metavar
        parser.add_argument(*argument.flags, dest=argument.name, **settings)
    else:
        parser.add_argument(argument.name, metavar=argument.metavar, **settings)


def _leftover(command: Command, rest: list[str]) -> UsageError:
    see_ko, see_en = f"(`offence {command.path} --help` 참조)", f"(see `offence {command.path} --help`)"
    word = next((w for w in rest if w.startswith("-") and w != "-"), None)
    if word is not None:
        name = word.split("=")[0]
        ko, en = hint(name, [flag for argument in command.arguments for flag in argument.flags], limit=0)
        return usage(f"모르는 선택 사항입니다: `{name}`.{ko} {see_ko}", f"unknown option: `{name}`.{en} {see_en}")
    shown = " ".join(rest)
    return usage(f"남는 말이 있습니다: `{shown}` {see_ko}", f"unexpected: `{shown}` {see_en}")


_MESSAGES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"the following arguments are required: (.*)"), "빠졌습니다: {0}", "missing: {0}"),
    (re.compile(r"expected (?:one|at least one) argument"), "`{name}` 뒤에 값이 없습니다", "`{name}` needs a value"),
    (re.compile(r"ignored explicit argument (.*)"), "`{name}`에는 값을 붙이지 않습니다", "`{name}` takes no value"),
    (re.compile(r"ko=(.*) en=(.*)", re.DOTALL), "`{name}`: {0}", "`{name}`: {1}"),
)


def _said(command: Command, message: str, name: str | None) -> UsageError:
    for pattern, ko, en in _MESSAGES:
        if found := pattern.fullmatch(message):
            parts = [part or "" for part in found.groups()]
            see = f"offence {command.path} --help"
            return usage(
                f"{ko.format(*parts, name=name)} (`{see}` 참조)", f"{en.format(*parts, name=name)} (see `{see}`)"
            )
    return usage(f"명령줄이 틀렸습니다: {message}", f"the command line is wrong: {message}")


def _wrong(ko: str, en: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"ko={ko} en={en}")


def _one_of(text: str, valid: Sequence[str]) -> str:
    if text in valid:
        return text
    ko, en = hint(text, valid)
    raise _wrong(f"쓸 수 없는 값입니다: `{text}`.{ko}", f"not a valid value: `{text}`.{en}")


def _day(text: str) -> Any:
    span = read_span(text)
    if span is None or not span.exact or not 1900 <= span.first.year <= 2100:
        raise _wrong(
            f"달력에 있는 날이 아닙니다: `{text}`. 2026-03-02처럼 적습니다.",
            f"not a day of the calendar: `{text}`. Write it as 2026-03-02.",
        )
    return span.first


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 1024:
        return int(text)
    raise _wrong(f"1부터 1024까지의 수가 아닙니다: `{text}`.", f"not a number from 1 to 1024: `{text}`.")


def _language(text: str) -> str:
    return known(text) or _one_of(text, ("ko", "en"))


def _letter_formats(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_one_of(part.strip(), LETTER_FORMATS) for part in text.split(",")))


READERS: dict[str, Callable[[str], Any]] = {
    "day": _day,
    "number": _number,
    "language": _language,
    "letter_formats": _letter_formats,
    "text_or_json": lambda text: _one_of(text, ("text", "json")),
    "json_only": lambda text: _one_of(text, ("json",)),
}

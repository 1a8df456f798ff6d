"""Texts that carry what they rest on through a template into the document tree.

A template prints a `Grounded` like any text. What is printed is its text and a mark that no case file can contain; when
the rendered text is read into blocks, the mark is taken out and its ids go to the block it stood in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from offence_engine.model.base import Frozen

# Private-use characters: `markup.plain` takes them out of everything that comes from outside.
_OPEN, _CLOSE = "\ue010", "\ue011"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_NOTED: ContextVar[dict[tuple[str, ...], int] | None] = ContextVar("noted", default=None)


class Grounded(Frozen):
    """A text with the ids of the facts, elements, versions, findings and evidence that it rests on."""

    text: str
    rests_on: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


class Printed(str):
    """Text that is ready to be printed: escaped, with its marks."""

    __slots__ = ()


@contextmanager
def noting() -> Iterator[dict[tuple[str, ...], int]]:
    """While a template is rendered: the grounds that its marks stand for, by number."""
    noted: dict[tuple[str, ...], int] = {}
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)


def mark(rests_on: tuple[str, ...]) -> str:
    """The mark of these grounds; nothing outside `noting` or where there are none."""
    noted = _NOTED.get()
    if noted is None or not rests_on:
        return ""
    return f"{_OPEN}{noted.setdefault(rests_on, len(noted))}{_CLOSE}"


def unmarked(text: str) -> tuple[str, list[int]]:
    """The text without its marks, and their numbers."""
    return _MARK.sub("", text), [int(number) for number in _MARK.findall(text)]


def together(grounds: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All ids of several grounds, each once, in their order."""
    return tuple(dict.fromkeys(id_ for ground in grounds for id_ in ground))

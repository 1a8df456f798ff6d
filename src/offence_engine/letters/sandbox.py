"""Jinja for texts that others write: sandboxed, bounded, every unknown name an error with its file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from offence_engine.errors import Fault, OffenceError, Place, RulesError
from offence_engine.source.suggest import hint

_NAME = re.compile(r"has no attribute '([^']+)'|'([^']+)' is undefined")
_FILTERS = ("default", "first", "join", "last", "length", "list", "map", "reject", "rejectattr", "select",
            "selectattr", "sort", "unique", "upper")  # fmt: skip
_SMALL_FORMAT = re.compile(r"%0?\d?d")
MOST_STEPS = 3_000_000
MOST_TEXT = 20_000_000
_STEPS: ContextVar[list[int]] = ContextVar("steps")


class TooMuch(TemplateError):
    """A text that would go on without end, or grow without bound."""


@contextmanager
def bounded() -> Iterator[None]:
    """While a text is filled: its loops and calls together take a bounded number of steps."""
    token = _STEPS.set([0])
    try:
        yield
    finally:
        _STEPS.reset(token)


def _step() -> None:
    steps = _STEPS.get(None)
    if steps is not None:
        steps[0] += 1
        if steps[0] > MOST_STEPS:
            raise TooMuch("too many steps (an endless loop?)")


def _grown(size: int) -> None:
    """Text that was put together counts for as many steps as it is long, a thousand characters being one."""
    if size > MOST_TEXT:
        raise TooMuch("the text grows too long")
    steps = _STEPS.get(None)
    if steps is not None:
        steps[0] += size // 1000 - 1
        _step()


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    """What a loop goes through, each turn counted."""
    for item in items:
        _step()
        yield item


def _weighed(finalize: Callable[[object], object] | None) -> Callable[[object], object] | None:
    """What prints, counting how much it printed: a text that was set from texts may grow with each."""
    if finalize is None:
        return None

    def printed(value: object) -> object:
        text = finalize(value)
        if isinstance(text, str) and len(text) >= 1000:
            _grown(len(text))
        return text

    return printed


def _put_together(parts: list[Any], together: Callable[[Iterable[Any]], str]) -> str:
    """What `~` gives, where it is not too long."""
    _grown(sum(len(str(part)) for part in parts))
    return together(parts)


class Sandbox(ImmutableSandboxedEnvironment):
    """Nothing can be changed or reached that was not handed in; loops, calls and products are bounded."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        for joint in tree.find_all(nodes.Concat):
            parts = nodes.List(joint.nodes, lineno=joint.lineno)
            joint.nodes = [nodes.Filter(parts, "put_together", [], [], None, None, lineno=joint.lineno)]
        return tree

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        _step()
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        text = isinstance(left, str | list | tuple) or isinstance(right, str | list | tuple)
        grows = operator == "**" or (operator == "*" and text)
        if grows or (operator == "%" and isinstance(left, str) and not _SMALL_FORMAT.fullmatch(left)):
            raise SecurityError(f"`{operator}` cannot be used here")
        if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
            _grown(len(left) + len(right))
        return super().call_binop(context, operator, left, right)


def environment(
    loader: BaseLoader | None = None,
    finalize: Callable[[object], object] | None = None,
    html: bool = False,
    filters: dict[str, Callable[..., Any]] | None = None,
) -> Sandbox:
    """An environment of few filters and no globals."""
    made = Sandbox(
        loader=loader,
        undefined=StrictUndefined,
        finalize=_weighed(finalize),
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals.clear()
    kept = {name: made.filters[name] for name in _FILTERS}
    made.filters.clear()
    together = markup_join if html else str_join
    made.filters.update(kept, counted=_counted, put_together=lambda parts: _put_together(parts, together))
    made.filters.update(filters or {})
    return made


def failed(problem: Exception, file: str, line: int, known: Iterable[str]) -> OffenceError:
    """What went wrong in a text, for whoever wrote it. An error of ours is passed on as it is."""
    if isinstance(problem, OffenceError):
        return problem
    place = Place(file, line)
    if isinstance(problem, TooMuch):
        return RulesError(
            [
                Fault(
                    place,
                    "글틀이 끝나지 않거나 지나치게 깁니다.",
                    "the template goes on without end, or grows too long",
                )
            ]
        )
    if isinstance(problem, TemplateSyntaxError):
        return RulesError(
            [Fault(place, f"글틀의 문법이 틀렸습니다: {problem.message}", f"template syntax: {problem.message}")]
        )
    if isinstance(problem, UndefinedError):
        found = _NAME.search(str(problem))
        name = (found[1] or found[2]) if found else str(problem)
        ko, en = hint(name, known, limit=0)
        return RulesError(
            [
                Fault(
                    place,
                    f"글틀이 모르는 이름을 씁니다: `{name}`.{ko}",
                    f"the template uses an unknown name: `{name}`.{en}",
                )
            ]
        )
    what = str(problem).split("\n")[0] if isinstance(problem, TemplateError | TypeError | ValueError) else repr(problem)
    return RulesError([Fault(place, f"글틀을 채울 수 없습니다: {what}", f"the template cannot be filled: {what}")])


def line_in(problem: Exception, file: str) -> int:
    """The line of the template at which it failed; Jinja writes its frames under the template's own name."""
    if isinstance(problem, TemplateSyntaxError):
        return problem.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(problem.__traceback__) if frame.filename == file]
    return next((line for line in reversed(lines) if line), 1)

"""Jinja for texts that others write: sandboxed, every unknown name an error with its file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from offence_engine.errors import Fault, OffenceError, Place, RulesError
from offence_engine.source.suggest import hint

_NAME = re.compile(r"has no attribute '([^']+)'|'([^']+)' is undefined")


def environment(
    loader: BaseLoader | None = None, finalize: Callable[[object], object] | None = None, html: bool = False
) -> ImmutableSandboxedEnvironment:
    """An environment in which nothing can be changed or reached that was not handed in."""
    made = ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        finalize=finalize,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals.clear()
    return made


def failed(problem: Exception, file: str, line: int, known: Iterable[str]) -> OffenceError:
    """What went wrong in a text, for whoever wrote it. An error of ours is passed on as it is."""
    if isinstance(problem, OffenceError):
        return problem
    place = Place(file, line)
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

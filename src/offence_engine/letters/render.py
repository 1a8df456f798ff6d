"""Template + values -> blocks of the letter. Templates only loop, branch and print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import FileSystemLoader, TemplateNotFound, TemplateSyntaxError, meta

from offence_engine.errors import Fault, Place, RulesError
from offence_engine.letters import context as context_models
from offence_engine.letters.document import Block
from offence_engine.letters.folders import Templates, parts_of
from offence_engine.letters.marks import Printed, noting
from offence_engine.letters.markup import escaped, settled
from offence_engine.letters.parse import blocks_of
from offence_engine.letters.sandbox import MOST_TEXT, Sandbox, TooMuch, bounded, environment, failed, line_in
from offence_engine.model.base import Frozen
from offence_engine.source.suggest import hint

PAGE = "page.html.j2"


def names_used(folder: Templates, template: str) -> frozenset[str]:
    """What a template, with all that it includes or imports, wants to be handed in.

    Errors: RulesError where it does not exist or its syntax is wrong."""
    return _names_used(folder, template)


def reader(folder: Templates) -> Sandbox:
    """What reads the templates of a folder, with the filters that they may use."""
    return _environment(folder, False)


def blocks(folder: Templates, template: str, values: Mapping[str, object]) -> tuple[Block, ...]:
    """The letter as blocks, every value shown exactly as its text."""
    with noting() as noted:
        text = _rendered(folder, template, html=False, values=values)
    marks = {number: rests_on for rests_on, number in noted.items()}
    lines = [line.rstrip() for line in settled(text).splitlines()]
    return blocks_of("\n".join(lines), marks)


def page(folder: Templates, values: Mapping[str, object]) -> str:
    """The shell of an HTML page around what is handed in as `body`."""
    return _rendered(folder, PAGE, html=True, values=values).rstrip() + "\n"


def _rendered(folder: Templates, name: str, html: bool, values: Mapping[str, object]) -> str:
    file = str(folder / name)
    try:
        with bounded():
            return _limited(_environment(folder, html).get_template(name).generate(values))
    except TemplateNotFound as problem:
        raise _not_found(folder, str(problem)) from None
    except RecursionError:
        raise RulesError(
            [Fault(Place(file), "글틀이 끝없이 자신을 부릅니다.", "the template calls itself for ever")]
        ) from None
    except Exception as problem:
        where = _file_in(problem, folder) or file
        raise failed(problem, where, line_in(problem, where), [*values, *_names()]) from None


def _file_in(problem: Exception, folder: Templates) -> str | None:
    """The file of the innermost template in which it failed."""
    if isinstance(problem, TemplateSyntaxError):
        return problem.filename
    found = None
    trace = problem.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if any(file.startswith(str(part)) for part in parts_of(folder)):
            found = file
        trace = trace.tb_next
    return found


def _limited(parts: Iterable[str]) -> str:
    kept: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > MOST_TEXT:
            raise TooMuch("the text grows too long")
        kept.append(part)
    return "".join(kept)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Everything that a template may name in what it is handed."""
    models = [m for m in vars(context_models).values() if isinstance(m, type) and issubclass(m, Frozen)]
    return frozenset(name for model in models for name in model.model_fields)


@lru_cache(maxsize=16)
def _environment(folder: Templates, html: bool) -> Sandbox:
    loader = FileSystemLoader(list(parts_of(folder)))
    if html:
        return environment(loader, html=True)
    filters: dict[str, Callable[..., Any]] = {"join": _joined, "cells": _cells}
    return environment(loader, finalize=escaped, filters=filters)


def _joined(items: Iterable[object], between: str = "") -> Printed:
    """Several values in one row, each with its grounds."""
    return Printed(str(between).join(escaped(item) for item in items))


def _cells(items: Sequence[object]) -> Printed:
    """A whole row of a table."""
    return Printed("| " + " | ".join(escaped(item) for item in items) + " |")


@lru_cache(maxsize=256)
def _names_used(folder: Templates, template: str) -> frozenset[str]:
    used: set[str] = set()
    seen: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        path = folder / name
        if not path.is_file():
            raise _not_found(folder, name)
        try:
            tree = _environment(folder, False).parse(path.read_text(encoding="utf-8"), name, str(path))
            used |= meta.find_undeclared_variables(tree)
        except (TemplateSyntaxError, UnicodeDecodeError) as problem:
            raise failed(problem, str(path), line_in(problem, str(path)), ()) from None
        waiting += [found for found in meta.find_referenced_templates(tree) if found]
    return frozenset(used)


def _not_found(folder: Templates, name: str) -> RulesError:
    if not folder.is_dir():
        return RulesError([Fault(Place(str(folder)), "글틀 폴더가 없습니다.", "no such templates folder")])
    ko, en = hint(name, [path.name for path in folder.glob("*.j2")])
    return RulesError([Fault(Place(str(folder / name)), f"글틀 파일이 없습니다.{ko}", f"no such template.{en}")])

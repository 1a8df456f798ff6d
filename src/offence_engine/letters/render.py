"""LetterContext + template -> Markdown -> HTML. Templates only loop, branch and print."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from offence_engine.errors import Fault, Place, RulesError
from offence_engine.letters import context as context_models
from offence_engine.letters.context import LetterContext
from offence_engine.letters.markup import escaped, html_of, settled
from offence_engine.letters.sandbox import environment, failed, line_in
from offence_engine.model.base import Frozen
from offence_engine.source.suggest import hint

PAGE = "page.html.j2"


def markdown(folder: Path, template: str, context: LetterContext) -> str:
    """The letter as Markdown, every value escaped, ending in one line break."""
    name = f"{template}.{context.lang}.md.j2"
    text = _rendered(folder, name, html=False, values=dict(context))
    lines = [line.rstrip() for line in settled(text).splitlines()]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).strip() + "\n"


def page(folder: Path, body: str, context: LetterContext) -> str:
    """The letter as one HTML page of its own, made from its Markdown."""
    text = _rendered(folder, PAGE, html=True, values={**dict(context), "body": Markup(html_of(body))})
    return text.rstrip() + "\n"


def _rendered(folder: Path, name: str, html: bool, values: dict[str, object]) -> str:
    file = str(folder / name)
    try:
        return _environment(folder, html).get_template(name).render(values)
    except TemplateNotFound as problem:
        raise _not_found(folder, str(problem)) from None
    except RecursionError:
        raise RulesError(
            [Fault(Place(file), "글틀이 끝없이 자신을 부릅니다.", "the template calls itself for ever")]
        ) from None
    except Exception as problem:
        raise failed(problem, file, line_in(problem, file), [*values, *_names()]) from None


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Everything that a template may name in a context."""
    models = [m for m in vars(context_models).values() if isinstance(m, type) and issubclass(m, Frozen)]
    return frozenset(name for model in models for name in model.model_fields)


@lru_cache(maxsize=16)
def _environment(folder: Path, html: bool) -> ImmutableSandboxedEnvironment:
    loader = FileSystemLoader(folder)
    return environment(loader, html=True) if html else environment(loader, finalize=escaped)


def _not_found(folder: Path, name: str) -> RulesError:
    if not folder.is_dir():
        return RulesError([Fault(Place(str(folder)), "글틀 폴더가 없습니다.", "no such templates folder")])
    ko, en = hint(name, [path.name for path in folder.glob("*.j2")])
    return RulesError([Fault(Place(str(folder / name)), f"글틀 파일이 없습니다.{ko}", f"no such template.{en}")])

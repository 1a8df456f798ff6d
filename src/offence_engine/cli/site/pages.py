"""Every page of the statute browser as bytes: what the other modules gather, in the templates of `templates/site`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from offence_engine.cli.language import Lang
from offence_engine.cli.site import graph, lists, search, timeline
from offence_engine.cli.site.look import Look, concept_file, fact_file, rule_file
from offence_engine.cli.site.rule import rule_page
from offence_engine.cli.site.terms import concept_page, fact_page, kinds_page, users
from offence_engine.cli.view.names import has_hangul
from offence_engine.model.logic import KIND
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from offence_engine.workbench.reviews import states

FIRST, STYLE, LIST = "index.html", "style.css", "site.json"
_TONGUES: tuple[Lang, ...] = ("ko", "en")
_LISTS = ("index.html", "names.html", "timeline.html", "graph.html", "judgments.html", "kinds.html")
_OURS = re.compile(r"(?:ko|en)/[\w.-]+\.html|index\.html|style\.css|site\.json")


def pages(book: Rulebook) -> Iterator[tuple[str, bytes]]:
    """(path below the folder, content) of every file; the same rules give the same bytes."""
    env = _environment()
    written = [FIRST, STYLE, LIST]
    yield STYLE, (shipped("templates") / "site" / STYLE).read_bytes()
    looks = [Look(book, lang) for lang in _TONGUES]
    yield FIRST, _filled(env, "root", {"looks": looks, "book": book, "number": len(book.provisions)})
    for look in looks:
        for file, content in _in_language(env, look):
            written.append(f"{look.lang}/{file}")
            yield f"{look.lang}/{file}", content
    listed = {"rulebook": {"version": book.version, "sha256": book.sha256}, "files": sorted(written)}
    yield LIST, (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()


def number_of_pages(book: Rulebook) -> int:
    """How many files `pages` gives."""
    facts = sum(path != KIND for path in book.facts)
    each = len(_LISTS) + len(book.provisions) + len(book.modifiers) + len(book.concepts) + facts
    return 3 + len(_TONGUES) * each


def ours(listed: str) -> set[str]:
    """The files that an earlier site says it wrote; nothing that could not be a page of a site, and nothing outside it."""
    try:
        files = json.loads(listed)["files"]
    except (ValueError, KeyError, TypeError):
        return set()
    return {f for f in files if isinstance(f, str) and _OURS.fullmatch(f)} if isinstance(files, list) else set()


def _environment() -> Environment:
    """The templates that ship with the package; every text is escaped."""
    return Environment(
        loader=FileSystemLoader(shipped("templates") / "site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _filled(env: Environment, template: str, values: dict[str, Any]) -> bytes:
    return (env.get_template(f"{template}.html.j2").render(values) + "\n").encode(errors="backslashreplace")


def _in_language(env: Environment, look: Look) -> Iterator[tuple[str, bytes]]:
    book, lang = look.book, look.lang
    used = users(book)
    common: dict[str, Any] = {
        "say": look.say,
        "lang": lang,
        "other": _other(lang),
        "book": book,
        "example": _example(look),
    }

    def page(file: str, template: str, **values: Any) -> tuple[str, bytes]:
        return file, _filled(env, template, {**common, **values, "file": look.href(file)})

    edges = graph.edges_of(look)
    entries = lists.amendments(look)
    yield page(FIRST, "index", acts=lists.by_statute(look), index=search.embedded(search.index(look)))
    yield page("names.html", "names", letters=lists.alphabet(look))
    yield page("timeline.html", "timeline", entries=entries, chart=timeline.chart(look, entries))
    yield page(
        "graph.html", "graph",
        overview=graph.overview(look, edges), families=graph.families(look, edges), legend=graph.legend(look, edges),
        alone=graph.alone(look, edges),
    )  # fmt: skip
    yield page("judgments.html", "judgments", judgments=lists.judgments(look))
    yield page("kinds.html", "kinds", kinds=kinds_page(look, used))
    known = {(state.id, state.effective): state for state in states(book)}
    order = list(look.rules)
    for place, id_ in enumerate(order):
        near = [order[i] if 0 <= i < len(order) else None for i in (place - 1, place + 1)]
        links = [look.rule_link(n) if n else "" for n in near]
        yield page(rule_file(id_), "rule", p=rule_page(look, id_, known), near=links, family=_family(id_, edges))
    for name in book.concepts:
        yield page(concept_file(name), "concept", p=concept_page(look, name, used))
    for path in book.facts:
        if path != KIND:
            yield page(fact_file(path), "fact", p=fact_page(look, path, used))


def _other(lang: Lang) -> str:
    return next(code for code in _TONGUES if code != lang)


def _example(look: Look) -> str:
    """What one may search for: the name and the place of the provision that is called by most names."""
    if not look.book.provisions:
        return ""
    id_, rule = max(look.book.provisions.items(), key=lambda item: len(item[1].also_called))
    called = [name for name in rule.also_called if has_hangul(name) == (look.lang == "ko")]
    return ", ".join([*called[:1], look.place(id_)])


def _family(id_: str, edges: list[graph.Edge]) -> str:
    """Where the graph shows a provision, empty where no relation is declared."""
    met = any(id_ in (edge.start, edge.end) for edge in edges)
    return ".".join(id_.split(".")[:2]) if met else ""

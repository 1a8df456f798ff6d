"""Generated rules and cases brought to life: written to a folder, loaded, assessed, compared."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import case_of, parse_case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from tests.properties.strategies import AS_OF, Json, Rules, written


def share(of: float) -> settings:
    """A share of the examples that the profile tries: for what compiles a rulebook, or several, for each."""
    return settings(max_examples=max(1, round(settings().max_examples * of)))


def book_of(rules: Rules, rename: bool = False) -> Rulebook:
    """The folder as YAML files, read as any rule folder is read; `rename` gives the files other names."""
    with tempfile.TemporaryDirectory() as folder:
        for index, (name, text) in enumerate(rules.texts().items()):
            path = Path(folder) / (f"z{97 - index}.yaml" if rename else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_rulebook(folder)


def assessed(book: Rulebook, data: Json) -> Assessment:
    tree = tree_from(data, "case.yaml")
    assert isinstance(tree, Map)
    return assess(case_of(tree, book, AS_OF), book, AS_OF, everything=True)


def assessed_as_yaml(book: Rulebook, data: Json) -> Assessment:
    case = parse_case(written(data).encode(), "case.yaml", book, AS_OF)
    return assess(case, book, AS_OF, everything=True)


def plain(result: Assessment) -> Any:
    return result.model_dump(mode="json", by_alias=True)


def canonical(value: Any) -> Any:
    """The same with every list in a fixed order: what is said, whatever the order in which it is said."""
    if isinstance(value, dict):
        return {key: canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((canonical(item) for item in value), key=lambda item: json.dumps(item, ensure_ascii=False))
    return value

"""Rulebooks that were changed: the small rulebook of the fable edited by hand, and generated ones amended at random."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from offence_engine.errors import RulesError
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from tests.bad_rules.copies import copied
from tests.properties.folders import PENALTIES
from tests.properties.strategies import DAYS, Draw, Json, Rules, written
from tests.properties.world import book_of


def edited(to: Path, edits: dict[str, tuple[str, str]]) -> tuple[Path, Path]:
    """(the fable as it is, the fable with one piece of text replaced in each named file)."""
    old, new = copied(to / "old"), copied(to / "new")
    for name, (before, after) in edits.items():
        text = (new / name).read_text(encoding="utf-8")
        assert text.count(before) >= 1, (name, before)
        (new / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    return old, new


def both(folders: tuple[Path, Path]) -> tuple[Rulebook, Rulebook]:
    return load_rulebook(folders[0]), load_rulebook(folders[1])


def put_into(rules: Rules, folder: Path) -> Path:
    """The rules as files of a folder."""
    for name, content in rules.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(content), encoding="utf-8")
    return folder


def amended(draw: Draw, rules: Rules) -> tuple[Rules, Rulebook]:
    """The same rules with one or two things changed, where the rule check accepts that."""
    new = Rules(copy.deepcopy(rules.files), rules.facts, rules.provisions)
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2)):
        change(draw, new)
    try:
        return new, book_of(new)
    except RulesError:
        assume(False)
        raise AssertionError from None


def _provision(draw: Draw, rules: Rules) -> Json:
    found: Json = rules.files[f"provisions/{draw(st.sampled_from(rules.provisions))}.yaml"]
    return found


def _version(draw: Draw, rules: Rules) -> Json:
    found: Json = draw(st.sampled_from(_provision(draw, rules)["versions"]))
    return found


def _moved(draw: Draw, rules: Rules) -> None:
    rule = _provision(draw, rules)
    version = draw(st.sampled_from(rule["versions"]))
    version["effective"] = draw(st.sampled_from((*DAYS, "2020-03-01", "2023-06-01")))
    rule["versions"].sort(key=lambda v: v["effective"])


def _fewer(draw: Draw, rules: Rules) -> None:
    version = _version(draw, rules)
    if len(version.get("requires", ())) > 1:
        version["requires"].remove(draw(st.sampled_from(version["requires"])))


def _heavier(draw: Draw, rules: Rules) -> None:
    version = _version(draw, rules)
    if "penalty" in version:
        version["penalty"] = dict(draw(st.sampled_from(PENALTIES)))


def _turned(draw: Draw, rules: Rules) -> None:
    """An element that now asks for the opposite."""
    elements = _provision(draw, rules)["elements"]
    name = draw(st.sampled_from(sorted(elements)))
    words = elements[name].pop("words")
    elements[name] = {"words": words, "none_of": [elements[name]]}


def _concept(draw: Draw, rules: Rules) -> None:
    concepts = rules.files.get("concepts/all.yaml", {}).get("concepts", {})
    if not concepts:
        return
    version = draw(st.sampled_from(concepts[draw(st.sampled_from(sorted(concepts)))]["versions"]))
    if "one_of_named" in version:
        version["one_of_named"].pop(draw(st.sampled_from(sorted(version["one_of_named"]))))
    else:
        effective = version.pop("effective")
        inner = dict(version)
        version.clear()
        version |= {"effective": effective, "none_of": [inner]}


def _apart(draw: Draw, rules: Rules) -> None:
    rule = _provision(draw, rules)
    rule.pop("relations", None)
    rule["one_offence_per"] = {"per": ["suspect", "act"], "settled": "no"}


def _modifier(draw: Draw, rules: Rules) -> None:
    names = [n for n, content in rules.files.items() if "modifies" in content]
    if not names:
        return
    content = rules.files[draw(st.sampled_from(names))]
    if "raise" in content and draw(st.booleans()):
        content["raise"] = "1/3"
    else:
        reach = draw(st.sampled_from(content["reaches"]))
        reach["what"] = draw(st.sampled_from((["fic.1"], rules.provisions, "every_offence")))


def _gone(draw: Draw, rules: Rules) -> None:
    if len(rules.provisions) > 1:
        del rules.files[f"provisions/{rules.provisions.pop()}.yaml"]


CHANGES: tuple[Callable[[Any, Rules], None], ...] = (
    _moved, _moved, _fewer, _heavier, _turned, _turned, _concept, _apart, _modifier, _gone,
)  # fmt: skip

"""Remarks on facts: those that nothing reads, values that nothing tells apart, questions whose answer never counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from offence_engine.model.base import Frozen, label
from offence_engine.model.condition import AgeTest, Condition, FactTest
from offence_engine.model.logic import Tree, paths
from offence_engine.model.rule import ModifierFile, ProvisionFile
from offence_engine.rulebook.domains import holds
from offence_engine.rulebook.load import tests_in
from offence_engine.rulebook.paths import path_for
from offence_engine.rulebook.shipped import shipped
from offence_engine.workbench.analyser.remark import Remark
from offence_engine.workbench.analyser.study import Study

_TOLD = re.compile(r"(?:fact|value|done)\(\s*['\"]([^'\"]+)['\"]")
_WORD = re.compile(r"[a-z_]+\.[a-z_][a-z_0-9]*")
_CASES = frozenset({"typical_case", "cases", "facts", "kinds"})


def of_facts(study: Study) -> Iterator[Remark]:
    """Declared facts without a reader, choices with values that nothing tells apart, questions without weight."""
    conditions, elsewhere, told = _readers(study)
    home_of = {path: key for key in _declared(study) for path in path_for(*key.split(".", 1))}
    by_key: dict[str, list[str]] = defaultdict(list)
    for path, key in home_of.items():
        by_key[key].append(path)
    weighs = _weighing(study)
    for key, ways in by_key.items():
        tested = [path for path in ways if path in conditions]
        if not tested and not any(path in elsewhere for path in ways):
            yield Remark(
                "fact_unread", "remark", key, (),
                label(
                    f"사실 `{key}`을(를) 읽는 조건, 문서, 절차 규칙이 없습니다. 물어도 쓰이지 않습니다.",
                    f"no condition, text or procedure reads the fact `{key}`: asking for it serves nothing",
                ),
            )  # fmt: skip
            continue
        if tested and not study.tangled and not any(path in weighs or path in elsewhere for path in ways):
            yield Remark(
                "question_idle", "remark", key, (),
                label(
                    f"사실 `{key}`의 값은 그것을 읽는 어느 구성요건의 결과도 바꾸지 않습니다.",
                    f"no element that reads the fact `{key}` depends on its value",
                ),
            )  # fmt: skip
        if tested and not any(path in told for path in ways):
            yield from _alike(study, key, [t for path in tested for t in conditions[path]])


def _declared(study: Study) -> list[str]:
    """Facts as declared: those of a person stand once, for suspect and victim."""
    found = dict.fromkeys(
        f"person.{path.partition('.')[2]}" if path.startswith(("suspect.", "victim.")) else path
        for path in study.book.facts
    )
    return [key for key in found if key in study.book.files]


def _conditions(study: Study) -> Iterator[tuple[Condition, bool]]:
    """Every condition of the rules, and whether it is one of a provision, modifier or concept."""
    book = study.book
    rules: list[ProvisionFile | ModifierFile] = [*book.provisions.values(), *book.modifiers.values()]
    for rule in rules:
        yield from ((e.condition, True) for e in rule.elements.values())
    for general in book.general:
        yield general.element.condition, True
    for concept in book.concepts.values():
        for version in concept.versions:
            if version.condition is not None:
                yield version.condition, True
            yield from ((a.condition, True) for a in (version.one_of_named or {}).values())
    for provision in book.provisions.values():
        yield from ((r.when, False) for r in provision.relations if r.when is not None)
    yield from ((c, False) for c in book.procedure.conditions())
    yield from ((r.when, False) for r in book.responsibility if r.when is not None)
    yield from ((s.when, False) for s in book.limitation.special if s.when is not None)
    yield from ((s.purpose, False) for s in book.limitation.stops if s.purpose is not None)


def _readers(study: Study) -> tuple[dict[str, list[FactTest]], set[str], set[str]]:
    """(tests by path, paths read by anything that is no element, paths whose value a text prints)."""
    conditions: dict[str, list[FactTest]] = defaultdict(list)
    elsewhere: set[str] = set()
    for condition, of_element in _conditions(study):
        for test in tests_in(condition):
            if isinstance(test, FactTest):
                conditions[test.fact].append(test)
                elsewhere |= set() if of_element else {test.fact}
            elif isinstance(test, AgeTest) and test.at == "made":
                elsewhere.add("material.made_on")
    book = study.book
    named: set[str] = set()
    told: set[str] = set()
    texts = [text for kind in book.kinds.values() for text in _texts(kind.sentence)]
    whole: list[Frozen] = [
        book.procedure, book.letters, book.limitation, book.penalty_rules, *book.guidelines, *book.responsibility,
    ]  # fmt: skip
    for rule in (*book.provisions.values(), *book.modifiers.values()):
        texts += [
            text for name in type(rule).model_fields if name not in _CASES for text in _texts(getattr(rule, name))
        ]
    for model in whole:
        texts += list(_texts(model))
    files = {path for folder in book.templates or (shipped("templates"),) for path in folder.rglob("*.j2")}
    texts += [path.read_text(encoding="utf-8", errors="replace") for path in sorted(files)]
    for text in texts:
        told.update(_TOLD.findall(text))
        named.update(_WORD.findall(text))
    derived = {path for path, decl in book.facts.items() if decl.derived == "fact_of_material"}
    told |= {path for path in named if path in book.facts}
    elsewhere |= told
    # What holds of the whole material is read through what is asked of each person shown in it.
    elsewhere |= {f"material.{path.partition('.')[2]}" for path in derived}
    return conditions, elsewhere, told


def _texts(value: object) -> Iterator[str]:
    """Every text within a value, conditions left out (their facts are read as facts)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, FactTest):
        return
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(key)
            yield from _texts(part)
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _texts(part)


def _weighing(study: Study) -> set[str]:
    """The paths on which some element, or the way in which it is met, depends under some law."""
    trees: dict[Tree, None] = {}
    for id_ in study.book.provisions:
        for law in study.laws(id_):
            reading = law.reading
            for modifier in (reading.attempt, *reading.added, *reading.participations):
                trees |= dict.fromkeys(e.tree for e in (modifier.elements if modifier else ()))
            trees |= dict.fromkeys(e.tree for e in reading.elements.values())
            trees |= dict.fromkeys(a.tree for e in reading.elements.values() for a in e.alternatives)
    found: set[str] = set()
    for tree in trees:
        open_paths = [path for path in paths(tree) if path not in found]
        if len(open_paths) == 1 and paths(tree) == tuple(open_paths):
            found.add(open_paths[0])
            continue
        found.update(path for path in open_paths if study.depends(tree, path))
    return found


def _alike(study: Study, key: str, tests: Iterable[FactTest]) -> Iterator[Remark]:
    """Values of a choice that every condition treats alike."""
    decl = next(study.book.facts[path] for path in path_for(*key.split(".", 1)))
    if decl.type not in ("choice", "choices"):
        return
    kept = list(tests)
    groups: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for value in decl.values:
        shown = (value,) if decl.type == "choices" else value
        groups[tuple(holds(test, shown) for test in kept)].append(value)
    together = [set(wanted) for _, wanted in (t.comparison for t in kept) if isinstance(wanted, tuple)]
    for values in groups.values():
        # What some condition names side by side is alike on purpose: the list is the statute's.
        if len(values) > 1 and not any(set(values) <= named for named in together):
            listed = ", ".join(f"`{v}`" for v in values)
            yield Remark(
                "values_alike", "remark", key, ("values",),
                label(
                    f"사실 `{key}`의 값 {listed}을(를) 가르는 조건이 없습니다.",
                    f"no condition tells these values of the fact `{key}` apart: {listed}",
                ),
                names=tuple(values),
            )  # fmt: skip

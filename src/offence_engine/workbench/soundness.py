"""What only shows when the rules are put to use: versions too tangled to compile, and elements that beg the question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from offence_engine.errors import Fault, Place, RulesError
from offence_engine.inference.cubes import TooTangled
from offence_engine.inference.judge import rules_of
from offence_engine.inference.program import compile_program, questions
from offence_engine.inference.rete import MAX_KEYS
from offence_engine.model.condition import FactTest
from offence_engine.model.law import Reading
from offence_engine.model.logic import KIND, atoms
from offence_engine.model.rule import Element, ModifierFile, ProvisionFile
from offence_engine.rulebook.load import tests_in
from offence_engine.rulebook.reading import boundaries_of, reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.tree import place_at

ALIKE = 0.8


def tangled(book: Rulebook) -> Iterator[Fault]:
    """Versions that the compiler, or the inference engine, cannot take for some kind of act: each told once."""
    for id_ in book.provisions:
        told: set[object] = set()
        for day in boundaries_of(book, id_):
            reading = reading_on(book, id_, day)
            if reading is None or reading.version.effective in told:
                continue
            for kind in _kinds_apart(book, reading):
                if (problem := _too_much(book, reading, kind)) is not None:
                    told.add(reading.version.effective)
                    index = reading.provision.versions.index(reading.version)
                    yield Fault(
                        _place(book, id_, "versions", index),
                        f"{reading.version.effective}부터의 조문이 너무 얽혀 있습니다 (행위의 종류 `{kind}`: {problem[0]}). "
                        "조건을 개념으로 나누거나, 같은 사실을 여러 번 묻는 곳을 줄이십시오.",
                        f"the version from {reading.version.effective} is too tangled (kind of act `{kind}`: {problem[1]}). "
                        "Split its conditions into concepts, or ask fewer facts more than once.",
                    )
                    break


def _kinds_apart(book: Rulebook, reading: Reading) -> list[str]:
    """One kind of act for each way in which the reading tells kinds apart: the others give the same program."""
    masks = {atom.mask for tree in questions(reading).values() for atom in atoms(tree) if atom.path == KIND}
    domain = book.domains.get(KIND)
    regions = {kind: domain.at(kind) if domain is not None else 0 for kind in book.kinds}
    alike: dict[tuple[bool, ...], str] = {}
    for kind, region in regions.items():
        alike.setdefault(tuple(bool(mask & region) for mask in sorted(masks)), kind)
    return list(alike.values())


def _too_much(book: Rulebook, reading: Reading, kind: str) -> tuple[str, str] | None:
    """What is too much about a reading for one kind of act, in Korean and English."""
    try:
        program = compile_program(book, reading, kind)
    except TooTangled:
        return "경우의 수가 너무 많음", "too many cases"
    if not program.possible:
        return None
    rules, _ = rules_of(program)
    read = {key for keys, _ in rules for key in keys}
    size = max(len(rules), len(read))
    return (
        (f"추론 규칙 {size}개, 최대 {MAX_KEYS}개", f"{size} inference rules, at most {MAX_KEYS}")
        if size > MAX_KEYS
        else None
    )


def named_like_their_facts(book: Rulebook) -> Iterator[Fault]:
    """Elements that rest on one yes-or-no fact which nothing else reads and which is named like them.

    Such a fact is the legal conclusion itself: who states it gets back what they put in.
    """
    rules: dict[str, ProvisionFile | ModifierFile] = {**book.provisions, **book.modifiers}
    readers: Counter[str] = Counter()
    for rule in rules.values():
        for element in rule.elements.values():
            readers.update({t.fact for t in tests_in(element.condition) if isinstance(t, FactTest)})
    for concept in book.concepts.values():
        for version in concept.versions:
            conditions = [version.condition] if version.condition is not None else []
            conditions += [a.condition for a in (version.one_of_named or {}).values()]
            readers.update({t.fact for c in conditions for t in tests_in(c) if isinstance(t, FactTest)})
    for id_, rule in rules.items():
        for name, element in rule.elements.items():
            condition = element.condition
            if not isinstance(condition, FactTest) or readers[condition.fact] != 1:
                continue
            decl = book.facts[condition.fact]
            if decl.type == "yes_no" and _alike(name, element, condition.fact, decl.ko):
                yield Fault(
                    _place(book, id_, "elements", name),
                    f"구성요건 `{name}`이(가) 이름이 비슷한 사실 `{condition.fact}` 하나에만 기댑니다. "
                    "법의 결론을 사실로 묻고 있지 않은지, 눈에 보이는 사실로 나눌 수 없는지 보십시오.",
                    f"the element `{name}` rests on the one fact `{condition.fact}`, which is named like it. "
                    "Is the legal conclusion asked for as a fact? Can it be split into what one can see?",
                )


def _alike(name: str, element: Element, path: str, label: str) -> bool:
    short = path.rpartition(".")[2]
    return (
        SequenceMatcher(None, name, short).ratio() >= ALIKE
        or SequenceMatcher(None, element.words.replace(" ", ""), label.replace(" ", "")).ratio() >= ALIKE
    )


def _place(book: Rulebook, id_: str, *path: str | int) -> Place:
    """Where something stands in the file of a rule."""
    name = book.files[id_]
    try:
        return place_at(parse(read_bytes(Path(name), name, RulesError), name, RulesError), path)
    except (RulesError, OSError):
        return Place(name)

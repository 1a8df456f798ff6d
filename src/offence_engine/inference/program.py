"""Reading + kind of act -> Program: the questions asked of it as trees, and compiled to blocks.

Questions: `verdict` (may be filled by an attempt), `completed`, `l:<n>` each limb, `e:<id>` each element,
`a:<element>:<name>` each named alternative, `x:<id>` each element of an attempt, `m:<id>` each modifier of the same
person (habit, status, recidivism, justification).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from offence_engine.inference.blocks import Block, Compiler
from offence_engine.model.law import Reading
from offence_engine.model.logic import FALSE, KIND, Atom, Constant, Tree, all_of, any_of, paths, rewritten
from offence_engine.rulebook.rulebook import Rulebook


def questions(reading: Reading) -> dict[str, Tree]:
    """The trees of everything that is asked of a reading."""
    asked: dict[str, Tree] = {}
    attempt = reading.attempt
    commenced = all_of([e.tree for e in attempt.elements]) if attempt else None
    limbs, completed = [], []
    for limb in reading.limbs:
        rest = [reading.elements[e].tree for e in limb.elements if e not in reading.result]
        result = all_of([reading.elements[e].tree for e in limb.elements if e in reading.result])
        completed.append(all_of([*rest, result]))
        limbs.append(all_of([*rest, any_of([result, commenced]) if commenced is not None else result]))
    asked["verdict"] = any_of(limbs)
    asked["completed"] = any_of(completed)
    if len(limbs) > 1:
        asked |= {f"l:{i}": tree for i, tree in enumerate(limbs)}
    for element in reading.elements.values():
        asked[f"e:{element.id}"] = element.tree
        asked |= {f"a:{element.id}:{a.name}": a.tree for a in element.alternatives}
    if attempt:
        asked |= {f"x:{e.id}": e.tree for e in attempt.elements}
    for modifier in reading.added:
        asked[f"m:{modifier.id}"] = all_of([e.tree for e in modifier.elements])
    return asked


@dataclass(eq=False)
class Program:
    """A reading compiled for one kind of act. Roots that the kind already decides are constants."""

    name: str
    trees: dict[str, Tree]
    roots: dict[str, Block | bool]
    blocks: tuple[Block, ...]
    paths: tuple[str, ...]

    @cached_property
    def possible(self) -> bool:
        """Whether the kind of act can fill the provision at all."""
        return self.roots["verdict"] is not False


def compile_program(book: Rulebook, reading: Reading, kind: str, whole: bool = False) -> Program:
    """The program of a reading for acts of one kind; with `whole`, also where the kind cannot fill it.

    Errors: TooTangled where a version has too many prime implicants.
    """
    sizes = {path: len(d.regions) for path, d in book.domains.items()}
    name = f"{reading.provision.id}@{reading.version.effective}/{kind}"
    asked = questions_at(book, reading, kind)
    if not whole and asked["verdict"] == FALSE:
        return build(name, {"verdict": FALSE}, sizes)
    return build(name, asked, sizes)


def questions_at(book: Rulebook, reading: Reading, kind: str) -> dict[str, Tree]:
    """The questions asked of a reading, of which what the kind of act decides is already told."""
    domain = book.domains.get(KIND)
    region = domain.at(kind) if domain else 0

    def at_kind(atom: Atom) -> Tree:
        return Constant(bool(atom.mask & region)) if atom.path == KIND else atom

    return {question: rewritten(tree, at_kind) for question, tree in questions(reading).items()}


def build(name: str, trees: Mapping[str, Tree], sizes: Mapping[str, int]) -> Program:
    """Compile trees as they are."""
    compiler = Compiler(sizes)
    roots: dict[str, Block | bool] = {}
    for root, tree in trees.items():
        roots[root] = tree.value if isinstance(tree, Constant) else compiler.block(tree)
    read = tuple(dict.fromkeys(path for tree in trees.values() for path in paths(tree)))
    return Program(name, dict(trees), roots, tuple(compiler.blocks), read)

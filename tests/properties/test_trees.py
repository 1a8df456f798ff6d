"""Condition trees: both engines say what trying out every completion of the unknown facts says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.inference import rete
from offence_engine.inference.blocks import FAILS, HOLDS, Block
from offence_engine.inference.cubes import Space, maximal
from offence_engine.inference.judge import Judge, Outcome
from offence_engine.inference.program import Program, build
from offence_engine.inference.reference import answer
from offence_engine.model.logic import Atom, Tree, all_of, any_of, atoms, negated
from offence_engine.model.truth import Truth
from offence_engine.rulebook.rulebook import Rulebook
from tests.properties.strategies import Puzzle, completions, puzzles, truth_of


class NoBook:
    """Programs that are built from trees need nothing of a rulebook."""

    domains: dict[str, object] = {}


def judge() -> Judge:
    return Judge(cast(Rulebook, NoBook()))


def judged(puzzle: Puzzle) -> tuple[Program, Outcome]:
    """What the judge says, which both engines must agree on or it raises."""
    program = build("tree", {"verdict": puzzle.tree}, puzzle.sizes)
    return program, judge().judge(program, {p: puzzle.masks[p] for p in program.paths}, "count")


def brute(tree: Tree, masks: dict[str, int]) -> Truth:
    """Met, not met, undetermined: by trying every completion."""
    found = {truth_of(tree, bits) for bits in completions(masks)}
    return Truth.UNDETERMINED if len(found) == 2 else Truth.MET if True in found else Truth.NOT_MET


def used(puzzle: Puzzle) -> dict[str, int]:
    return {path: puzzle.masks[path] for path in dict.fromkeys(a.path for a in atoms(puzzle.tree))}


def changes(tree: Tree, masks: dict[str, int], path: str) -> bool:
    """Whether for some completion of the others the value of one path changes the outcome."""
    others = {p: m for p, m in masks.items() if p != path}
    return any(brute(tree, {**rest, path: masks[path]}) is Truth.UNDETERMINED for rest in completions(others))


@given(puzzles())
def test_both_engines_say_what_every_completion_says(puzzle: Puzzle) -> None:
    expected = brute(puzzle.tree, used(puzzle))
    assert answer(puzzle.tree, puzzle.masks) is expected
    assert judged(puzzle)[1].truths["verdict"] is expected


@given(puzzles())
def test_a_fact_is_missing_if_and_only_if_its_value_can_change_the_outcome(puzzle: Puzzle) -> None:
    masks = used(puzzle)
    expected = {path for path in masks if changes(puzzle.tree, masks, path)}
    if brute(puzzle.tree, masks) is not Truth.UNDETERMINED:
        assert not expected
    assert set(judged(puzzle)[1].missing) == expected


@given(puzzles(), st.data())
def test_learning_a_fact_never_turns_a_settled_outcome(puzzle: Puzzle, data: st.DataObject) -> None:
    before = answer(puzzle.tree, puzzle.masks)
    path = data.draw(st.sampled_from(sorted(puzzle.masks)))
    bits = [1 << i for i in range(puzzle.sizes[path]) if puzzle.masks[path] >> i & 1]
    less = data.draw(st.lists(st.sampled_from(bits), min_size=1, unique=True))
    after = answer(puzzle.tree, {**puzzle.masks, path: sum(less)})
    assert before is Truth.UNDETERMINED or after is before


@given(puzzles(leaves=14), st.data())
def test_one_ruleset_serves_many_questions(puzzle: Puzzle, data: st.DataObject) -> None:
    program = build("tree", {"verdict": puzzle.tree}, puzzle.sizes)
    one = judge()
    for _ in range(5):
        masks = {p: data.draw(st.integers(1, (1 << puzzle.sizes[p]) - 1)) for p in program.paths}
        assert one.judge(program, masks, "count").truths["verdict"] is brute(puzzle.tree, masks)


@given(puzzles(), puzzles())
def test_several_questions_of_one_program_share_parts_and_stay_apart(left: Puzzle, right: Puzzle) -> None:
    sizes = {p: max(left.sizes.get(p, 2), right.sizes.get(p, 2)) for p in {*left.sizes, *right.sizes}}
    masks = {p: left.masks.get(p) or right.masks[p] for p in sizes}
    asked = {"verdict": all_of([left.tree, right.tree]), "left": left.tree, "either": any_of([left.tree, right.tree])}
    program = build("trees", asked, sizes)
    found = judge().judge(program, {p: masks[p] for p in program.paths}, "count").truths
    for name, tree in asked.items():
        assert found[name] is brute(tree, masks)


def holds(block: Block, bits: dict[str, int]) -> bool:
    """Whether some prime covers the point; what feeds the block is worked out in the same way."""
    point = 0
    for index, source in enumerate(block.inputs):
        mask = bits[source] if isinstance(source, str) else HOLDS if holds(source, bits) else FAILS
        point |= mask << block.space.offsets[index]
    return any(point | cube == cube for cube in block.on)


def cubes_of(space: Space, sizes: list[int]) -> Iterator[int]:
    """Every cube of a space that is not empty."""
    for masks in product(*(range(1, 1 << size) for size in sizes)):
        yield sum(mask << space.offsets[i] for i, mask in enumerate(masks))


@given(puzzles(leaves=14))
def test_primes_cover_the_function_exactly(puzzle: Puzzle) -> None:
    root = build("tree", {"verdict": puzzle.tree}, puzzle.sizes).roots["verdict"]
    assert isinstance(root, Block)
    for bits in completions({path: (1 << size) - 1 for path, size in puzzle.sizes.items()}):
        assert holds(root, bits) is truth_of(puzzle.tree, bits)


@given(puzzles(paths=4, most=3))
def test_primes_are_all_the_cubes_that_cannot_grow(puzzle: Puzzle) -> None:
    for block in build("tree", {"verdict": puzzle.tree}, puzzle.sizes).blocks:
        sizes = [puzzle.sizes[source] if isinstance(source, str) else 2 for source in block.inputs]
        every = list(cubes_of(block.space, sizes))
        for own, other in ((block.on, block.off), (block.off, block.on)):
            inside = [cube for cube in every if all(block.space.empty(cube & c) for c in other)]
            growing = {cube for cube in inside for wider in inside if cube != wider and cube | wider == wider}
            assert set(own) == set(inside) - growing


@given(puzzles(paths=4, leaves=12))
def test_holds_and_fails_are_never_both_and_never_neither(puzzle: Puzzle) -> None:
    """On and off primes of each block are disjoint and together complete, also where blocks feed blocks."""
    for block in build("tree", {"verdict": puzzle.tree}, puzzle.sizes).blocks:
        for on in block.on:
            for off in block.off:
                assert block.space.empty(on & off)
        left = [block.space.full]
        for cube in (*block.on, *block.off):
            left = [rest for piece in left for rest in minus(block.space, piece, cube)]
        assert not left


def minus(space: Space, piece: int, cube: int) -> list[int]:
    """The parts of a piece that lie outside a cube."""
    if space.empty(piece & cube):
        return [piece]
    found = []
    for field in space.fields:
        outside = piece & field & ~cube
        if outside:
            found.append((piece & ~field) | outside)
            piece = (piece & ~field) | (piece & field & cube)
    return found


@given(st.lists(st.integers(1, 255), max_size=12))
def test_maximal_keeps_every_cube_within_another_and_none_twice(cubes: list[int]) -> None:
    kept = maximal(cubes)
    assert all(any(cube | k == k for k in kept) for cube in cubes)
    assert not any(a | b == b for a in kept for b in kept if a != b)
    assert kept == maximal(reversed(cubes))


@pytest.mark.skipif(not rete.AVAILABLE, reason="durable_rules cannot be imported on this Python")
@pytest.mark.parametrize("length", [15, 16, 17, 18, 40])
def test_a_rule_with_many_conditions_holds_and_fails(length: int) -> None:
    """durable_rules matches at most 16 facts in one rule; longer ones are chained."""
    tree = all_of([Atom(f"fact.f{i}", 0b01) for i in range(length)])
    sizes = {f"fact.f{i}": 2 for i in range(length)}
    program = build("long", {"verdict": tree}, sizes)
    holds = dict.fromkeys(sizes, 0b01)
    assert judge().judge(program, holds, "count").truths["verdict"] is Truth.MET
    assert judge().judge(program, {**holds, "fact.f3": 0b11}, "count").missing == ("fact.f3",)
    assert judge().judge(program, {**holds, "fact.f3": 0b10}, "count").truths["verdict"] is Truth.NOT_MET
    assert judge().judge(program, {**holds, "fact.f3": 0b10}, "count").derivation


def test_consent_that_stands_in_both_limbs_does_not_matter() -> None:
    """Footage spread against the will fills one limb or the other, whatever was agreed at the filming."""
    agreed, against_now = Atom("shown.agreed", 0b01), Atom("stance.against_now", 0b01)
    tree = any_of([all_of([negated(agreed), against_now]), all_of([agreed, against_now])])
    masks = {"shown.agreed": 0b11, "stance.against_now": 0b01}
    assert judged(Puzzle(tree, {"shown.agreed": 2, "stance.against_now": 2}, masks))[1].truths["verdict"] is Truth.MET

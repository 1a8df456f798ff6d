"""What the truths of a reading's questions mean: which limb, which stage, and how many elements fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from offence_engine.model.law import BoundLimb, Reading
from offence_engine.model.result import Stage
from offence_engine.model.truth import Truth


def limb_of(reading: Reading, known: Mapping[str, Truth]) -> tuple[BoundLimb | None, tuple[str, ...]]:
    """The limb that holds (or the only one still open), and the elements worth showing."""
    limbs = reading.limbs
    if len(limbs) == 1:
        return (limbs[0] if limbs[0].name else None), limbs[0].elements
    state = [known[f"l:{i}"] for i in range(len(limbs))]
    if Truth.MET in state:
        limb = limbs[state.index(Truth.MET)]
        return limb, limb.elements
    alive = [limb for limb, truth in zip(limbs, state, strict=True) if truth is not Truth.NOT_MET]
    if len(alive) == 1:
        return alive[0], alive[0].elements
    if alive:
        return None, tuple(dict.fromkeys(e for limb in alive for e in limb.elements))
    fails = [sum(known[f"e:{e}"] is Truth.NOT_MET for e in limb.elements) for limb in limbs]
    nearest = [limb for limb, n in zip(limbs, fails, strict=True) if n == min(fails)]
    return None, tuple(dict.fromkeys(e for limb in nearest for e in limb.elements))


def failing_of(reading: Reading, known: Mapping[str, Truth]) -> int:
    """How many elements fail, in the limb that comes nearest; a result fails with the conduct that brings it about."""
    counts = []
    for limb in reading.limbs:
        failing = [name for name in limb.elements if known[f"e:{name}"] is Truth.NOT_MET]
        counts.append(len([name for name in failing if name not in reading.result]) or len(failing))
    return min(counts)


def stage_of(reading: Reading, known: Mapping[str, Truth]) -> Stage:
    result = all(known[f"e:{name}"] is Truth.MET for name in reading.result)
    if reading.attempt is None or known["completed"] is Truth.MET or result:
        return "completed"
    if known["verdict"] is Truth.MET and known["completed"] is Truth.NOT_MET:
        return "attempted"
    return "undetermined"


def holds_unnamed(reading: Reading, known: Mapping[str, Truth], shown: Iterable[str]) -> bool:
    """Whether an element is met though none of its named alternatives is by itself: it holds whichever it was."""
    return any(
        known[f"e:{name}"] is Truth.MET
        and reading.elements[name].alternatives
        and not any(known[f"a:{name}:{a.name}"] is Truth.MET for a in reading.elements[name].alternatives)
        for name in shown
    )

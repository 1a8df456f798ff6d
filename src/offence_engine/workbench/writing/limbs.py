"""Limbs of an amended version: a limb that loses or gains elements becomes a limb of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from offence_engine.model.rule import ProvisionFile, Version


@dataclass(frozen=True)
class AmendedLimbs:
    """The limbs of the version; those that are new with their elements, and the limb that each comes `of`."""

    any_of: tuple[str, ...]
    new: dict[str, tuple[str, ...]]
    of: dict[str, str]


def amended_limbs(
    rule: ProvisionFile, base: Version, drop: tuple[str, ...], add: tuple[str, ...], effective: date
) -> AmendedLimbs:
    """The limbs of `base` without the limbs and elements in `drop`, with the limbs in `add`, and its elements in each."""
    any_of: list[str] = []
    new: dict[str, tuple[str, ...]] = {}
    of: dict[str, str] = {}
    elements = [name for name in add if name not in rule.limbs]
    for limb in base.any_of or ():
        if limb in drop:
            continue
        own = rule.limbs[limb]
        left = (*(e for e in own if e not in drop), *elements)
        if left == own:
            any_of.append(limb)
            continue
        name = f"{limb}_{effective:%Y%m%d}"
        any_of.append(name)
        new[name] = left
        of[name] = limb
    return AmendedLimbs((*any_of, *(name for name in add if name in rule.limbs)), new, of)

"""The sections that a template may print, by name; only those that a template names are drawn up.

A section is a function of a Drafting. It is registered with what it reveals: a template for an audience that must not
see that cannot name it. Modules: head (blanks of the form), crime (who did what), proof (evidence, elements), points
(what is open), and those of single kinds of letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from offence_engine.letters.drafting import Drafting
from offence_engine.letters.sections.registry import SECTIONS, Section


@cache
def sections() -> dict[str, Section]:
    """Every section by its name; each module of this package registers its own."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return SECTIONS


def values_of(drafting: Drafting, names: Iterable[str]) -> dict[str, object]:
    """What a template is handed in: the sections it names, as far as they exist."""
    known = sections()
    return {name: known[name].value(drafting) for name in sorted(names) if name in known}

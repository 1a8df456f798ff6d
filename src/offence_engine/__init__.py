"""Deterministic, citable checking of digital sex crime offences.

rules/  -> rulebook -> Rulebook -------------------+
                                                   v
case file -> casefile -> Case -> counting -> inference -> conclusion -> Assessment -> letters
"""

from typing import TYPE_CHECKING, Any

from offence_engine.assess import assess
from offence_engine.casefile.read import read_case
from offence_engine.rulebook.load import load_rulebook

if TYPE_CHECKING:
    from offence_engine.letters import draft_letters

__all__ = ["assess", "draft_letters", "load_rulebook", "read_case"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`draft_letters` on first use: the template engine is not needed to assess a case."""
    if name == "draft_letters":
        from offence_engine.letters import draft_letters

        return draft_letters
    raise AttributeError(name)

"""Deterministic, citable checking of digital sex crime offences.

rules/  -> rulebook -> Rulebook -------------------+
                                                   v
case file -> casefile -> Case -> counting -> inference -> conclusion -> Assessment -> letters
"""

from offence_engine.assess import assess
from offence_engine.casefile.read import read_case
from offence_engine.rulebook.load import load_rulebook

__all__ = ["assess", "load_rulebook", "read_case"]
__version__ = "0.1.0"

"""Identities kept apart from the case: their file, and the search for them in everything that is written."""

from offence_engine.vault.check import identities_in_case, refuse_identities_in_case
from offence_engine.vault.files import leaks_in_file
from offence_engine.vault.identities import Vault
from offence_engine.vault.read import read_vault
from offence_engine.vault.refuse import refuse_leaks
from offence_engine.vault.search import Leak, leaks

__all__ = [
    "Leak",
    "Vault",
    "identities_in_case",
    "leaks",
    "leaks_in_file",
    "read_vault",
    "refuse_identities_in_case",
    "refuse_leaks",
]

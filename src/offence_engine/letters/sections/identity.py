"""Who stands behind a pseudonym: only for the card that is kept apart, only of its own subject, only from a vault."""

from __future__ import annotations

from offence_engine.letters.dates import day_text
from offence_engine.letters.drafting import Drafting
from offence_engine.letters.sections.registry import section
from offence_engine.vault.identities import Identity

# A blank of the card -> the keys of a vault that fill it.
_FILLED_BY = {
    "card_name": ("name", "romanised"),
    "card_number": ("resident_number", "birth"),
    "card_address": ("address",),
    "card_job": ("job", "school"),
    "card_contact": ("phone", "email"),
}


@section("identity", own=True)
def card(d: Drafting) -> dict[str, str]:
    """The blanks of an identity card: from the vault, or gaps. No case file holds them."""
    phrases, vault = d.tools.phrases, d.tools.vault
    found = next((p for p in vault.persons if p.person == d.subject), None) if vault is not None else None
    blanks = {name: phrases.gap(name) for name in phrases.words.fields}
    for name, keys in _FILLED_BY.items():
        stated = [text for key in keys if found is not None and (text := _stated(d, found, key))]
        if stated:
            blanks[name] = ", ".join(stated)
    return blanks


def _stated(d: Drafting, found: Identity, key: str) -> str:
    value = getattr(found, key)
    if key == "birth":
        return day_text(d.tools.phrases, found.birth.first) if found.birth and found.birth.exact else ""
    return ", ".join(value)

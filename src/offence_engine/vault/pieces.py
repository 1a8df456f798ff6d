"""A vault -> everything that may not appear: each string itself, its parts, and the forms in which they are written.

Counted wherever it stands: a name of three syllables or more (run together, spaced, with its particle), a given name
with a title (`씨`) or with 이 and a particle (`이가`), a name of two syllables with a title or after a word such as
피해자, a romanised name of six letters or more, a day of birth with its whole year, a resident number, its first seven
digits with a mask, a telephone number, an e-mail address and its local part of five characters or more, an account with
`@` or in the address of a profile and bare from five characters, a school in full and in a short form of three
characters, an address, its road and number, a job of two words, any other text of three characters or more.

Too short or too common to be told from ordinary words, and so counted only within 60 characters of another datum of the
same person: a name of two syllables alone, a given name of two syllables, a family name with a mask (`홍모`, `홍 양`),
six digits of a birth, the last seven digits of a resident number, a short form of a school that may be a verb, a school
without its kind, a lot number without a branch, building and unit, a job of one word, a bare account under five
characters, any other text of one or two characters. A name of one syllable is not searched for.

The forms are those of one script: a Korean name is not turned into Latin letters, write `romanised` for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from offence_engine.vault.identities import Identity, Vault
from offence_engine.vault.names import korean_name, romanised
from offence_engine.vault.normal import normal
from offence_engine.vault.numbers import account, birth, email, phone, resident_number
from offence_engine.vault.piece import Maker, Piece, strength_of
from offence_engine.vault.places import address, job, school


def _other(make: Maker, written: str) -> Iterator[Piece]:
    text = normal(written).strip()
    yield make.text("whole", strength_of(text), text)


_MAKERS: dict[str, Callable[[Maker, str], Iterator[Piece]]] = {
    "name": korean_name,
    "romanised": romanised,
    "resident_number": resident_number,
    "phone": phone,
    "email": email,
    "address": address,
    "school": school,
    "job": job,
    "accounts": account,
    "other": _other,
}


@lru_cache(maxsize=8)
def pieces(vault: Vault) -> tuple[Piece, ...]:
    """All pieces of all persons, each once."""
    return tuple(dict.fromkeys(piece for person in vault.persons for piece in _of(person)))


def _of(person: Identity) -> Iterator[Piece]:
    for key, make in _MAKERS.items():
        for written in getattr(person, key):
            yield from make(Maker(person.person, key), written)
    if person.birth is not None and person.birth.exact:
        yield from birth(Maker(person.person, "birth"), person.birth.first)
    for guardian in person.guardian:
        for name in guardian.name:
            yield from korean_name(Maker(person.person, "guardian.name"), name)
        for number in guardian.phone:
            yield from phone(Maker(person.person, "guardian.phone"), number)

"""A vault as models: what identifies each person of one case; no repr and no message ever shows a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from offence_engine.errors import Fault
from offence_engine.model.base import Frozen, Label, label
from offence_engine.model.time import Span

# The keys of a person in a vault, with their names for messages.
KEYS: dict[str, Label] = {
    "name": label("성명", "name"),
    "romanised": label("로마자 성명", "romanised name"),
    "birth": label("생년월일", "day of birth"),
    "resident_number": label("주민등록번호", "resident registration number"),
    "phone": label("전화번호", "telephone number"),
    "email": label("전자우편 주소", "e-mail address"),
    "address": label("주소", "address"),
    "school": label("학교", "school"),
    "job": label("직업", "job"),
    "accounts": label("계정", "account"),
    "guardian": label("보호자", "guardian"),
    "other": label("그 밖의 신원", "other identifying text"),
}
GUARDIAN_KEYS = ("name", "phone")


class _Hidden(Frozen):
    """A model whose values stay out of its repr, so that no log and no traceback carries them."""

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        return iter(())


class Guardian(_Hidden):
    name: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()


class Identity(_Hidden):
    """What identifies one person (`person`: the id in the case). Every key but `birth` may have several values."""

    person: str
    name: tuple[str, ...] = ()
    romanised: tuple[str, ...] = ()
    birth: Span | None = None
    resident_number: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    school: tuple[str, ...] = ()
    job: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    guardian: tuple[Guardian, ...] = ()
    other: tuple[str, ...] = ()

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        yield "person", self.person


class Vault(Frozen):
    """The identities of one case (`case`: its id). `notices` are told to the user but refuse nothing."""

    case: str
    persons: tuple[Identity, ...]
    notices: tuple[Fault, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(person.person for person in self.persons)


def key_label(key: str) -> Label:
    """The name of a key for messages; `guardian.phone` is the guardian's telephone number."""
    first, _, second = key.partition(".")
    if not second:
        return KEYS[first]
    return label(f"{KEYS[first].ko} {KEYS[second].ko}", f"{KEYS[first].en}'s {KEYS[second].en}")

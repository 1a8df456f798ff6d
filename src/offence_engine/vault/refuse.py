"""The last look before letters are written: no identity in a letter that may not carry it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from offence_engine.errors import Fault, Place, UsageError
from offence_engine.vault.files import look_through
from offence_engine.vault.identities import Vault
from offence_engine.vault.search import Leak, leaks

# The parts that are no names inside the file: what they are called in Korean.
_PARTS = {
    "file name": "파일 이름",
    "text": "본문",
    "bytes": "파일의 바이트",
    "names of entries": "묶음 안의 이름",
    "document": "문서 정보",
}


def no_one(name: str) -> frozenset[str]:
    """A letter that may carry the identity of no one."""
    return frozenset()


def refuse_leaks(
    vault: Vault,
    letters: Sequence[tuple[str, bytes]],
    allowed: Callable[[str], frozenset[str]] = no_one,
) -> None:
    """Look through every letter (its file name, its bytes) before any is written.

    `allowed(name)`: the ids of the persons whose identity this letter may carry. Errors: UsageError that names every
    letter, person and kind of datum, and never the datum; also where a letter cannot be looked through.
    """
    faults: list[Fault] = []
    clean: dict[frozenset[str], set[tuple[int, int, bool]]] = {}
    for number, (name, data) in enumerate(letters, start=1):
        may = allowed(name)
        # The name of the letter may be what leaks.
        ko, en = (f"`{name}`", f"`{name}`") if not leaks(vault, (name,)) else (f"{number}번째 문서", f"letter {number}")
        try:
            found = look_through(vault, data, PurePath(name).suffix, name, may, clean.setdefault(may, set()))
        except UsageError as problem:
            faults += [Fault(Place("offence"), f"{ko}: {f.ko}", f"{en}: {f.en}") for f in problem.faults]
            continue
        by_datum: dict[str, Leak] = {}
        for leak in found:
            by_datum.setdefault(leak.text("en"), leak)
        for leak in by_datum.values():
            faults.append(
                Fault(
                    Place("offence"),
                    f"{ko}에 실을 수 없는 신원이 들어 있어 문서를 쓰지 않았습니다. {leak.text('ko')}{_where(leak, 'ko')}",
                    f"{en} holds an identity that it may not carry; no letter was written. "
                    f"{leak.text('en')}{_where(leak, 'en')}",
                )
            )
    if faults:
        raise UsageError(faults)


def _where(leak: Leak, lang: str) -> str:
    if not leak.part:
        return ""
    return f" [{_PARTS.get(leak.part, leak.part) if lang == 'ko' else leak.part}]"

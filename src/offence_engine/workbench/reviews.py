"""Signing off: which versions are reviewed, whose signature a change has withdrawn, and the file that holds them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from offence_engine.errors import Fault, Place, RulesError, UsageError, usage
from offence_engine.model.review import Review, ReviewsFile
from offence_engine.rulebook.content import content_hash
from offence_engine.rulebook.find import rules_of
from offence_engine.rulebook.ids import sort_key
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.suggest import hint, nearest
from offence_engine.source.validate import validate

REVIEWS_FILE = "reviews.yaml"
_LONGEST_NAME = 100
_HEAD = """\
# 법률 검수: 누가 언제 어느 시행 조문의 어느 내용에 서명하였는지. `offence rules review`가 적는다.
# content는 그 내용에서 계산한 값이다. 내용이 바뀌면 값이 달라져 그 줄은 효력을 잃는다 (`offence rules reviews`로 본다).
reviews:
"""

State = Literal["reviewed", "waiting", "withdrawn", "never"]


@dataclass(frozen=True, slots=True)
class VersionState:
    """Whether a version is reviewed: the signatures that hold, and those that a change has withdrawn.

    `waiting`: signed, but by fewer persons than the settings ask for.
    """

    id: str
    effective: date
    state: State
    signed: tuple[Review, ...]
    withdrawn: tuple[Review, ...]


def states(book: Rulebook) -> Iterator[VersionState]:
    """Every version of every provision and modifier, in the order of the statutes."""
    written: dict[str, list[Review]] = {}
    for review in book.reviews:
        written.setdefault(review.version, []).append(review)
    for id_ in sorted(rules_of(book), key=sort_key):
        for part in book.parts(id_):
            signed = book.signed.get((id_, part.effective), ())
            current = {review.content for review in signed}
            old = tuple(r for r in written.get(f"{id_}@{part.effective}", ()) if r.content not in current)
            if book.is_reviewed(id_, part.effective):
                state: State = "reviewed"
            elif signed:
                state = "waiting"
            else:
                state = "withdrawn" if old else "never"
            yield VersionState(id_, part.effective, state, signed, old)


def gone(book: Rulebook) -> tuple[Review, ...]:
    """Signatures under versions that the rules do not have any more."""
    known = {f"{id_}@{day}" for id_, day in book.versions}
    return tuple(review for review in book.reviews if review.version not in known)


def version_named(book: Rulebook, text: str) -> tuple[str, date]:
    """`ID@DATE`, or `ID` where there is one version -> (id, its first day).

    Errors: UsageError with the versions that there are.
    """
    id_, _, day = text.partition("@")
    rules = rules_of(book)
    if id_ not in rules:
        close = nearest(id_, rules)
        ko = f" 혹시 `{close}`입니까?" if close else ""
        en = f" Did you mean `{close}`?" if close else ""
        raise usage(f"그런 조항이 없습니다: `{id_}`.{ko}", f"no such provision: `{id_}`.{en}")
    days = [part.effective.isoformat() for part in book.parts(id_)]
    if not day and len(days) == 1:
        return id_, date.fromisoformat(days[0])
    if day not in days:
        named = ", ".join(f"{id_}@{d}" for d in days)
        if not day:
            raise usage(
                f"시행 조문이 여럿입니다. 하나를 고르십시오: {named}",
                f"there are several versions; choose one: {named}",
            )
        ko, en = hint(day, days)
        raise usage(f"그날 시작하는 시행 조문이 없습니다: `{day}`.{ko}", f"no version begins on `{day}`.{en}")
    return id_, date.fromisoformat(day)


def review_by(book: Rulebook, id_: str, effective: date, by: str, on: date, today: date, note: str | None) -> Review:
    """The signature of a person under the content that a version has now.

    Errors: UsageError for an impossible name or day, and where that person has signed this content already.
    """
    name = " ".join(by.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise usage(f"이름으로 쓸 수 없습니다: `{by[:40]}`", f"this cannot be a name: `{by[:40]}`")
    if on > today:
        raise usage(
            f"서명한 날이 오늘({today})보다 늦습니다: {on}", f"the day of signing ({on}) lies after today ({today})"
        )
    review = Review(
        version=f"{id_}@{effective}", content=content_hash(book, id_, effective), by=name, on=on, note=note or None
    )
    before = next((r for r in book.signed.get((id_, effective), ()) if r.person == review.person), None)
    if before is not None:
        raise usage(
            f"{before.by}은(는) 이 내용에 이미 서명하였습니다 ({before.on}).",
            f"{before.by} has signed this content already ({before.on})",
        )
    return review


def with_review(path: Path, review: Review) -> tuple[bytes, int]:
    """The bytes of a reviews file with one more entry at its end, and the line of that entry; the rest stays as it is.

    Errors: RulesError where the file cannot be read, or an entry cannot be added to it.
    """
    name = str(path)
    old: tuple[Review, ...] = ()
    text = _HEAD
    if path.exists():
        data = read_bytes(path, name, RulesError)
        old = _entries(data, name)
        text = data.decode("utf-8-sig")
        if not old:
            text = re.sub(r"^reviews:\s*(\[\s*\])?\s*$", "reviews:", text, flags=re.MULTILINE)
    text = text if text.endswith("\n") else text + "\n"
    indent = re.findall(r"^( *)- ", text, flags=re.MULTILINE)
    line = (indent[-1] if indent else "  ") + "- " + _entry(review) + "\n"
    new = (text + line).encode("utf-8")
    try:
        right = _entries(new, name) == (*old, review)
    except RulesError:
        right = False
    if not right:
        raise RulesError(
            [
                Fault(
                    Place(name),
                    "이 파일의 끝에 서명을 덧붙일 수 없습니다. `reviews:` 아래에 한 줄에 하나씩 `- {...}`로 적힌 파일이어야 합니다.",
                    "no entry can be added at the end of this file: it must be `reviews:` with one `- {...}` to a line",
                )
            ]
        )
    return new, text.count("\n") + 1


def _entry(review: Review) -> str:
    said = [f"version: {review.version}", f"content: {review.content}", f"by: {_quoted(review.by)}", f"on: {review.on}"]
    if review.note:
        said.append(f"note: {_quoted(review.note)}")
    return "{" + ", ".join(said) + "}"


def _quoted(text: str) -> str:
    """Text in double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)


def _entries(data: bytes, name: str) -> tuple[Review, ...]:
    faults: list[Fault] = []
    read = validate(ReviewsFile, parse(data, name, RulesError), faults)
    if faults or read is None:
        raise RulesError(faults)
    return read.reviews


def home_of(book: Rulebook) -> Path:
    """The file that a new signature goes to.

    Errors: UsageError where that folder is not there.
    """
    folder = Path(book.home)
    if not folder.is_dir():
        raise UsageError([Fault(Place(str(folder)), "규칙 폴더가 없습니다.", "no such rules folder")])
    return folder / REVIEWS_FILE

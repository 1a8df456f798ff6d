"""What every command does at its edges: load rules and case, write to standard output, write files whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.errors import Fault, Place, UsageError

if TYPE_CHECKING:
    from offence_engine.model.case import Case
    from offence_engine.model.result import Assessment
    from offence_engine.rulebook.rulebook import Rulebook

PIECE = 32_768
T = TypeVar("T")


def put(page: Page) -> None:
    """The page on standard output."""
    _emit(page.text())


def put_json(value: Any) -> None:
    """JSON on standard output; the same value gives the same bytes."""
    _emit(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _emit(text: str) -> None:
    """In pieces: one long write to a pipe whose reader has left is passed over in silence by Python 3.11."""
    for start in range(0, len(text), PIECE):
        sys.stdout.write(text[start : start + PIECE])


def day_of(values: Namespace) -> date:
    """The day of assessment."""
    from offence_engine.casefile.read import today

    day: date | None = values.as_of
    return day or today()


def tracked(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The items, with a progress bar on a terminal while they are taken."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, what, total=total, console=Console(stderr=True), transient=True)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Shows on a terminal that something takes its time; silent elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def refuse_file(folder: Path) -> None:
    """That what is to become a folder is not a file already.

    Errors: UsageError where it is.
    """
    if folder.exists() and not folder.is_dir():
        raise _refused(
            folder, "폴더가 아닙니다. 파일을 덮어쓰지 않습니다.", "this is not a folder; a file is not overwritten"
        )


def refuse_special(path: Path) -> None:
    """That a file to be written is an ordinary one: a device or pipe would be put away for a file of its name.

    Errors: UsageError where it is not.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise _refused(path, "보통의 파일이 아닙니다. 다른 이름을 대십시오.", "this is no ordinary file; name another")


def make_folder(folder: Path) -> None:
    """The folder for output, made where it is missing.

    Errors: UsageError where it is a file, or cannot be made.
    """
    refuse_file(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _refused(
            folder, f"폴더를 만들 수 없습니다: {problem.strerror}", f"cannot be made: {problem.strerror}"
        ) from None


def write_whole(files: Mapping[Path, bytes]) -> None:
    """All of the files appear with all of their content, or every one stays as it was. A link stays, and what it stands
    for is written; who may read a file that was there before stays too.

    Errors: UsageError naming the first that cannot be written.
    """
    waiting: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files.items():
            if path.is_dir():
                raise _refused(path, "같은 이름의 폴더가 있습니다.", "a folder of that name is in the way")
            refuse_special(path)
            target = Path(os.path.realpath(path))
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{path.name[:40]}.")
            waiting[target] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(mode)
        for path in list(waiting):
            waiting[path].replace(path)
            del waiting[path]
    except OSError as problem:
        raise _refused(path, f"쓸 수 없습니다: {problem.strerror}", f"cannot be written: {problem.strerror}") from None
    finally:
        for left in waiting.values():
            left.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, ko: str, en: str) -> UsageError:
    return UsageError([Fault(Place(str(path)), ko, en)])


def assessed(values: Namespace, say: Tongue) -> tuple[Assessment, Case, Rulebook]:
    """(assessment, case, rulebook) for the case, rules and day of the command line."""
    from offence_engine.assess import assess
    from offence_engine.casefile.read import read_case
    from offence_engine.rulebook.load import load_rulebook

    day = day_of(values)
    book = load_rulebook(values.rules)
    case = read_case(values.case, book, day)
    with working(say("검토하는 중", "assessing")):
        assessment = assess(case, book, day, everything=getattr(values, "all", False))
    return assessment, case, book

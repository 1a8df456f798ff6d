"""`offence batch`: an archive of cases in, one line for each out; the file appears whole or not at all."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from offence_engine.cli.inout import day_of, put, refuse_special, tracked
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view.impact import PASSED_OVER
from offence_engine.errors import Fault, Place, UsageError

NOT_READ = 1


def run(values: Namespace, say: Tongue) -> int:
    """Assess every case; 1 where some could not be read."""
    from offence_engine.rulebook.load import load_rulebook
    from offence_engine.workbench.archive import size_of
    from offence_engine.workbench.batch import lines

    cases, target = Path(values.cases), Path(values.output)
    total = size_of(cases)
    refuse_case(target, cases)
    # What is wrong with the rules is told here, in one place, before any process starts.
    load_rulebook(values.rules)
    count = failed = 0
    passed_over: list[str] = []
    with _whole(target) as file:
        stream = lines(cases, values.rules, day_of(values), values.full, values.jobs, passed_over)
        for good, line in tracked(stream, say("사건을 검토하는 중", "assessing the cases"), total):
            file.write(line + "\n")
            count += 1
            failed += not good
    page = Page()
    page.line(
        say(
            f"사건 {count:,}건을 {target}에 썼다. 읽지 못한 사건 {failed:,}건은 그 줄의 faults에 까닭이 있다.",
            f"{count:,} cases written to {target}; {failed:,} could not be read (see `faults` in their lines)",
        )
    )
    for name in passed_over:
        page.line(f"{name}: {say(*PASSED_OVER)}", hang=4)
    put(page)
    return NOT_READ if failed else 0


def refuse_case(target: Path, cases: Path) -> None:
    """That what is to be written is none of the cases that are read.

    Errors: UsageError where it is.
    """
    from offence_engine.workbench.archive import files_of, same_file

    if target.exists() and any(same_file(target, file) for file in files_of(cases)):
        raise _refused(
            target, "읽을 사건 파일입니다. 덮어쓰지 않습니다.", "this is a file of the cases; it is not overwritten"
        )


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A file that takes its name only once it is complete.

    Errors: UsageError where it cannot be written.
    """
    if path.is_dir():
        raise _refused(path, "같은 이름의 폴더가 있습니다.", "a folder of that name is in the way")
    refuse_special(path)
    # A link stays, and what it stands for is written.
    target = Path(os.path.realpath(path))
    try:
        # A name of a file may be no text at all: in JSON such bytes are escaped.
        file = NamedTemporaryFile(  # noqa: SIM115
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            dir=target.parent,
            prefix=f".{path.name[:40]}.",
            delete=False,
        )
    except OSError as problem:
        raise _refused(path, f"쓸 수 없습니다: {problem.strerror}", f"cannot be written: {problem.strerror}") from None
    waiting = Path(file.name)
    try:
        with file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        waiting.chmod(0o666 & ~mask)
        waiting.replace(target)
    except OSError as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        raise _refused(path, f"쓸 수 없습니다: {problem.strerror}", f"cannot be written: {problem.strerror}") from None
    finally:
        waiting.unlink(missing_ok=True)


def _refused(path: Path, ko: str, en: str) -> UsageError:
    return UsageError([Fault(Place(str(path)), ko, en)])

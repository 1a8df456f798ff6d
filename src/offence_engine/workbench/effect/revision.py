"""The two rulebooks of a comparison: each a folder, or a revision of the version control (`REV` or `REV:folder`)."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from offence_engine.errors import Fault, Place, RulesError, UsageError, usage
from offence_engine.rulebook.load import MAX_RULE_FILE, load_rulebook
from offence_engine.rulebook.rulebook import Rulebook

RULES = "rules"


@dataclass(frozen=True, slots=True)
class Edition:
    """One rulebook: how the user named it, the folder where it lies now, what it says."""

    shown: str
    folder: str
    book: Rulebook


@contextmanager
def editions(old: str, new: str) -> Iterator[tuple[Edition, Edition]]:
    """Both rulebooks, for as long as the `with` lasts.

    Errors: UsageError where there is no such folder or revision; RulesError with places under the user's own names.
    """
    with ExitStack() as stack:
        found = []
        for name in (old, new):
            folder = Path(name)
            # An empty name would be the folder where one stands.
            if not name or not _is_folder(folder):
                folder = _unpacked(name, Path(stack.enter_context(TemporaryDirectory(prefix="rules-"))))
            found.append(Edition(name, str(folder.resolve()), _loaded(folder.resolve(), name)))
        yield found[0], found[1]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # A name too long for a folder may be anything else.
        return False


def _loaded(folder: Path, shown: str) -> Rulebook:
    try:
        return load_rulebook(folder)
    except RulesError as problem:
        raise RulesError(_renamed(fault, folder, shown) for fault in problem.faults) from None


def _renamed(fault: Fault, folder: Path, shown: str) -> Fault:
    try:
        below = Path(fault.place.file).resolve().relative_to(folder)
        name = f"{shown}/{below}" if below.parts else shown
    except ValueError:
        return fault
    return Fault(Place(name, fault.place.line, fault.place.column), fault.ko, fault.en)


def _unpacked(name: str, to: Path) -> Path:
    """The rule files of a revision, written into a folder; `REV:.` where the rules lie at the top of the repository."""
    revision, _, below = name.partition(":")
    below = "" if below in (".", "./") else below or RULES
    if not revision or name.startswith("-"):
        raise _no_such(name, "")
    top = _git(name, "rev-parse", "--show-toplevel").decode("utf-8", "replace").strip()
    data = _git(name, "archive", "--format=tar", f"{revision}:{below}", at=top)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            file = archive.extractfile(member) if member.isfile() else None
            # Only rule files are wanted, each below the folder; links and the like are left out.
            if file is None or path.suffix not in (".yaml", ".j2") or path.is_absolute() or ".." in path.parts:
                continue
            target = to / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read(MAX_RULE_FILE + 1))
    return to


def _git(name: str, *words: str, at: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", *words], check=True, capture_output=True, cwd=at)
    except FileNotFoundError:
        raise usage(
            f"`{name}`: 그런 폴더가 없고, git도 설치되어 있지 않습니다.",
            f"`{name}`: there is no such folder, and git is not installed",
        ) from None
    except subprocess.CalledProcessError as problem:
        said = problem.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _no_such(name, said[-1][:200] if said else "") from None
    return done.stdout


def _no_such(name: str, said: str) -> UsageError:
    ko = f"`{name}`: 그런 폴더도, git의 판도 없습니다" + (f" ({said})." if said else ".")
    en = f"`{name}`: there is neither such a folder nor such a revision of git" + (f" ({said})" if said else "")
    return usage(
        f"{ko} 폴더, `판`(저장소의 `{RULES}` 폴더), `판:폴더` 또는 `판:.`(저장소의 맨 위)로 적습니다.",
        f"{en}. Give a folder, `REV` (its folder `{RULES}`), `REV:folder` or `REV:.` (the top of the repository).",
    )

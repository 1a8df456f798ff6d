"""Where templates are looked for: one folder, or several of which the first that has a file wins (an agency's own
templates over those that ship)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from offence_engine.rulebook.shipped import shipped


@dataclass(frozen=True)
class Folders:
    """Several folders that are read as one; used like a Path of a folder."""

    paths: tuple[Path, ...]

    def __truediv__(self, name: str) -> Path:
        """The file of that name in the first folder that has it, else where it would be in the last."""
        return next((path / name for path in self.paths if (path / name).is_file()), self.paths[-1] / name)

    def is_dir(self) -> bool:
        return any(path.is_dir() for path in self.paths)

    def glob(self, pattern: str) -> Iterator[Path]:
        """Every file that would be used, in the order of names."""
        found = {file.name: file for path in reversed(self.paths) for file in path.glob(pattern)}
        yield from (found[name] for name in sorted(found))

    def __str__(self) -> str:
        return str(self.paths[0])


Templates = Path | Folders


def templates_of(paths: tuple[Path, ...]) -> Templates:
    """One folder as it is, several as one; without any, the folder that ships."""
    paths = paths or (shipped("templates"),)
    return paths[0] if len(paths) == 1 else Folders(paths)


def parts_of(folder: Templates) -> tuple[Path, ...]:
    """The folders themselves, the first to be looked in first."""
    return folder.paths if isinstance(folder, Folders) else (folder,)

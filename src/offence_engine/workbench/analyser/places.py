"""Where a remark stands: file, line and column of the rule that it is about."""

from __future__ import annotations

from pathlib import Path

from offence_engine.errors import Place, RulesError, UsageError
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.tree import Map, Scalar, place_at
from offence_engine.workbench.analyser.remark import Path as Below
from offence_engine.workbench.analyser.remark import Remark

SECTIONS = ("facts", "concepts", "kinds", "conditions", "clocks", "consequences")


class Places:
    """Finds places in the files of one rulebook; each file is read once."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._trees: dict[str, Map | None] = {}

    def of(self, remark: Remark) -> Place:
        """The place of a remark; of what has no such part, the place of the nearest that holds it."""
        name = self.book.files.get(remark.of) or self._general(remark.of)
        tree = self._tree(name) if name else None
        if tree is None or not name:
            return Place(name or self.book.folder)
        path: Below = (*self._base(tree, remark.of), *remark.path)
        return place_at(tree, path, key=bool(path) and isinstance(path[-1], str))

    def _base(self, tree: Map, of: str) -> Below:
        """Where the rule stands in its file: the whole file, or one of many entries."""
        for section in SECTIONS:
            held = tree.entries.get(section)
            for name in (of, of.partition(".")[2], of.partition("/")[2]):
                if isinstance(held, Map) and name in held.entries:
                    return section, name
        return ()

    def _general(self, of: str) -> str | None:
        """The file of a part of the general part: `general/limitation`."""
        if not of.startswith("general/"):
            return None
        for path in sorted(Path(self.book.folder).rglob("*.yaml")):
            name = _display(path)
            tree = self._tree(name)
            part = tree.entries.get("general") if tree is not None else None
            if isinstance(part, Scalar) and part.value == of.partition("/")[2]:
                return name
        return None

    def _tree(self, name: str) -> Map | None:
        if name not in self._trees:
            try:
                self._trees[name] = parse(read_bytes(Path(name), name, RulesError), name, RulesError)
            except (RulesError, UsageError, OSError):
                self._trees[name] = None
        return self._trees[name]


def _display(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)

"""The shape of the source: imports go one way, modules stay small, and no statute is named in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src"
ROOT = "offence_engine"

# From lowest to highest. What stands on one line is one layer; a module may import from lower lines only.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset({"source"}),
    frozenset({"model"}),
    frozenset({"rulebook"}),
    frozenset({"casefile"}),
    frozenset({"vault"}),
    frozenset({"counting"}),
    frozenset({"inference"}),
    frozenset({"reckoning"}),
    frozenset({"conclusion"}),
    frozenset({"assess"}),
    frozenset({"workbench"}),
    frozenset({"letters"}),
    frozenset({"__init__"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
RANK = {unit: rank for rank, layer in enumerate(LAYERS) for unit in layer}

ONLY_IMPORTER_OF_DURABLE = f"{ROOT}.inference.rete"
MAX_LINES = 400
STATUTE = re.compile(r"제[0-9]+조|성폭력|청소년성보호|정보통신망|14-2|scpa\.|cyp\.")


@dataclass(frozen=True)
class Module:
    """One source file, with what it imports."""

    name: str
    path: Path
    text: str = field(repr=False)
    imports: frozenset[str] = field(repr=False)

    @property
    def unit(self) -> str:
        """The package or module directly below the root that this belongs to; the root itself is `__init__`."""
        return unit_of(self.name)


def unit_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def read_modules(src: Path) -> dict[str, Module]:
    """All modules below the root package, by dotted name; a package goes by its own name."""
    paths: dict[str, Path] = {}
    for path in sorted((src / ROOT).rglob("*.py")):
        parts = path.relative_to(src).with_suffix("").parts
        paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    modules: dict[str, Module] = {}
    for name, path in paths.items():
        text = path.read_text(encoding="utf-8")
        found = frozenset(imported(ast.parse(text), name, path.name == "__init__.py", paths.keys() | {ROOT}))
        modules[name] = Module(name, path, text, found - {name})
    return modules


def imported(tree: ast.Module, name: str, is_package: bool, known: set[str]) -> Iterator[str]:
    """Every module imported anywhere in the tree, also inside functions and under TYPE_CHECKING."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = module or ""
                if level:
                    here = name.split(".")
                    up = level - 1 if is_package else level
                    base = ".".join([*here[: len(here) - up], *([module] if module else [])])
                for alias in names:
                    submodule = f"{base}.{alias.name}"
                    yield submodule if submodule in known else base
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(target)), *_],
            ):
                yield target


def own(modules: dict[str, Module], module: Module) -> list[str]:
    """What the module imports of this project."""
    return sorted(target for target in module.imports if target.split(".")[0] == ROOT)


def unplaced(modules: dict[str, Module]) -> list[str]:
    return sorted(module.name for module in modules.values() if module.unit not in RANK)


def upward(modules: dict[str, Module]) -> list[str]:
    """Imports that do not go down. The root `__init__` is the public face and may import anything."""
    wrong: list[str] = []
    for module in modules.values():
        if module.name == ROOT:
            continue
        for target in own(modules, module):
            unit = unit_of(target)
            if unit != module.unit and RANK.get(unit, len(RANK)) >= RANK.get(module.unit, -1):
                wrong.append(f"{module.name} -> {target}")
    return sorted(wrong)


def cycle(modules: dict[str, Module]) -> list[str]:
    """Some ring of modules that import each other, or nothing."""
    graph = {name: own(modules, module) for name, module in modules.items() if name != ROOT}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring
    return []


def importers_of(modules: dict[str, Module], package: str) -> list[str]:
    return sorted(m.name for m in modules.values() if any(t.split(".")[0] == package for t in m.imports))


def none(found: list[str]) -> None:
    """Fail with all that was found, one to a line."""
    assert not found, "\n" + "\n".join(found)


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    return read_modules(SRC)


def test_there_is_something_to_look_at(modules: dict[str, Module]) -> None:
    assert modules


def test_every_module_belongs_to_a_layer(modules: dict[str, Module]) -> None:
    none(unplaced(modules))


def test_imports_go_down_only(modules: dict[str, Module]) -> None:
    none(upward(modules))


def test_no_modules_import_each_other_in_a_ring(modules: dict[str, Module]) -> None:
    none(cycle(modules))


def test_own_imports_exist(modules: dict[str, Module]) -> None:
    missing = [f"{m.name} -> {t}" for m in modules.values() for t in own(modules, m) if t not in modules and t != ROOT]
    none(missing)


def test_one_module_alone_knows_durable(modules: dict[str, Module]) -> None:
    none([name for name in importers_of(modules, "durable") if name != ONLY_IMPORTER_OF_DURABLE])


def test_modules_stay_small(modules: dict[str, Module]) -> None:
    lengths = {m.name: len(m.text.splitlines()) for m in modules.values()}
    none([f"{name}: {length} lines" for name, length in lengths.items() if length > MAX_LINES])


def test_the_first_line_says_what_a_module_is_for(modules: dict[str, Module]) -> None:
    silent = []
    for module in modules.values():
        tree = ast.parse(module.text)
        if not (ast.get_docstring(tree) or "").strip() or tree.body[0].lineno != 1:
            silent.append(module.name)
    none(silent)


def test_no_statute_is_named_in_code(modules: dict[str, Module]) -> None:
    named = [
        f"{module.name}:{number}: {found.group()}"
        for module in modules.values()
        for number, line in enumerate(module.text.splitlines(), start=1)
        for found in STATUTE.finditer(line)
    ]
    none(named)


def package(src: Path, files: dict[str, str]) -> dict[str, Module]:
    for name, text in files.items():
        path = src / ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_modules(src)


@pytest.mark.parametrize(
    "line",
    [
        "import offence_engine.letters.write",
        "from offence_engine.letters import write",
        "from ..letters import write",
        "from offence_engine import letters",
        "def late():\n    from offence_engine.letters.write import thing",
        "import importlib\nimportlib.import_module('offence_engine.letters.write')",
    ],
)
def test_an_upward_import_is_seen_however_it_is_written(tmp_path: Path, line: str) -> None:
    files = {"model/fact.py": line, "model/__init__.py": "", "letters/write.py": "", "letters/__init__.py": ""}
    found = upward(package(tmp_path, files))
    assert len(found) == 1
    assert found[0].startswith("offence_engine.model.fact -> offence_engine.letters")


def test_the_public_face_is_out_of_reach_below_the_command_line(tmp_path: Path) -> None:
    files = {
        "__init__.py": "from offence_engine.cli import main",
        "assess.py": "from offence_engine import __version__",
        "cli/main.py": "from offence_engine import __version__",
        "cli/__init__.py": "",
    }
    assert upward(package(tmp_path, files)) == ["offence_engine.assess -> offence_engine"]


def test_an_import_from_the_own_package_and_from_below_is_fine(tmp_path: Path) -> None:
    files = {
        "errors.py": "",
        "model/__init__.py": "",
        "model/kind.py": "from offence_engine.errors import Fault",
        "model/fact.py": "from . import kind\nfrom .kind import Kind",
    }
    found = package(tmp_path, files)
    assert (upward(found), cycle(found), unplaced(found)) == ([], [], [])


def test_a_ring_inside_a_package_is_seen(tmp_path: Path) -> None:
    files = {"model/a.py": "from offence_engine.model.b import x", "model/b.py": "from .a import y"}
    assert cycle(package(tmp_path, files))


def test_a_unit_without_a_layer_and_an_importer_of_durable_are_seen(tmp_path: Path) -> None:
    found = package(tmp_path, {"helpers.py": "from durable.lang import ruleset"})
    assert unplaced(found) == ["offence_engine.helpers"]
    assert importers_of(found, "durable") == ["offence_engine.helpers"]

"""Checks templates without any case: names that no section offers, what an audience must not see, languages that differ.

Also what the kinds of letter name in the rules: consequences, offices, audiences, parts of bundles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import meta, nodes

from offence_engine.errors import LANGUAGES, Fault, OffenceError, Place
from offence_engine.letters.folders import Templates
from offence_engine.letters.phrases import locate
from offence_engine.letters.render import names_used, reader
from offence_engine.letters.sections import sections
from offence_engine.model.letters import LetterKind
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint

SUFFIX = ".md.j2"
_PRINTED = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
# A copy to read says so; the text itself does not.
_ONLY_IN_THE_COPY = "{{ notes.reading_copy }}"


@dataclass(frozen=True, slots=True)
class Source:
    """One template file as read: its text, its tree, and the names that it wants from outside."""

    path: Path
    text: str
    tree: nodes.Template
    wants: frozenset[str]

    def line_of(self, name: str) -> int:
        """Where a name is first read."""
        lines = (n.lineno for n in self.tree.find_all(nodes.Name) if n.name == name and n.ctx == "load")
        return min(lines, default=1)


def template_file(folder: Templates, kind: LetterKind, lang: str) -> Path:
    return folder / f"{kind.template}.{lang}{SUFFIX}"


def sources(folder: Templates, template: str) -> tuple[Source, ...]:
    """A template and all that it includes, each once.

    Errors: RulesError where one does not exist or its syntax is wrong."""
    names_used(folder, template)
    found, waiting = dict[str, Source](), [template]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = _source(folder, name, (folder / name).read_text(encoding="utf-8"))
            waiting += [included for included in meta.find_referenced_templates(found[name].tree) if included]
    return tuple(found.values())


@lru_cache(maxsize=512)
def _source(folder: Templates, name: str, text: str) -> Source:
    """A file of which the text was read: pieces are included by many templates."""
    tree = reader(folder).parse(text, name, str(folder / name))
    return Source(folder / name, text, tree, frozenset(meta.find_undeclared_variables(tree)))


def template_faults(book: Rulebook, folder: Templates) -> Iterator[Fault]:
    """Every fault of the templates of the kinds of letter, as far as it can be told without a case."""
    yield from _named(book)
    for kind in book.letters.letters.values():
        for lang in LANGUAGES:
            path = template_file(folder, kind, lang)
            if not path.is_file():
                ko, en = hint(path.name, [p.name for p in folder.glob("*.j2")])
                yield Fault(Place(str(path)), f"글틀 파일이 없습니다.{ko}", f"no such template.{en}")
                continue
            try:
                read = sources(folder, path.name)
            except OffenceError as problem:
                yield from problem.faults
                continue
            yield from _unknown(read, reader(folder).filters, reader(folder).tests)
            yield from _revealing(book, kind, read)
    yield from _unlike(folder)


def _unknown(read: tuple[Source, ...], filters: Iterable[str], tests: Iterable[str]) -> Iterator[Fault]:
    """Names that are neither a section nor bound by a loop of the template or of what includes it; unknown filters."""
    known = sections()
    bound = {n.name for source in read for n in source.tree.find_all(nodes.Name) if n.ctx == "store"}
    for source in read:
        for name in sorted(source.wants - known.keys() - bound):
            ko, en = hint(name, [*known, *bound], limit=0)
            yield Fault(
                Place(str(source.path), source.line_of(name)),
                f"글틀이 모르는 이름을 씁니다: `{name}`.{ko}",
                f"the template uses an unknown name: `{name}`.{en}",
            )
        for used, valid in ((nodes.Filter, tuple(filters)), (nodes.Test, tuple(tests))):
            for node in source.tree.find_all(used):
                # What counts the turns of loops is put there by the reader.
                if node.name not in valid and node.name != "counted":
                    ko, en = hint(node.name, valid, limit=30)
                    yield Fault(
                        Place(str(source.path), node.lineno),
                        f"글틀이 모르는 필터를 씁니다: `{node.name}`.{ko}",
                        f"the template uses an unknown filter: `{node.name}`.{en}",
                    )


def _revealing(book: Rulebook, kind: LetterKind, read: tuple[Source, ...]) -> Iterator[Fault]:
    """Sections that show more than the audience may see."""
    audience, known = book.letters.audiences.get(kind.audience), sections()
    for source in read if audience is not None else ():
        for name in sorted(source.wants & known.keys()):
            hidden = [what for what in known[name].reveals if not getattr(audience, what)]
            if hidden and audience is not None:
                yield Fault(
                    Place(str(source.path), source.line_of(name)),
                    f"{kind.ko}: 이 문서의 상대({audience.ko})에게 보일 수 없는 것을 찍습니다: `{name}` ({hidden[0]})",
                    f"{kind.en}: prints what its audience ({audience.en}) must not see: `{name}` ({hidden[0]})",
                )


def _unlike(folder: Templates) -> Iterator[Fault]:
    """The first place at which the template of another language does not print the same in the same order."""
    first, *others = LANGUAGES
    for path in sorted(folder.glob(f"*.{first}{SUFFIX}")):
        printed = _tokens(path)
        for lang in others:
            other = folder / (path.name.removesuffix(f".{first}{SUFFIX}") + f".{lang}{SUFFIX}")
            if not other.is_file():
                yield Fault(
                    Place(str(other)),
                    f"글틀 파일이 없습니다 (`{path.name}`의 다른 언어).",
                    f"no such template (the other language of `{path.name}`)",
                )
                continue
            yield from _differing(path, printed, other, _tokens(other))


def _differing(
    path: Path, printed: list[tuple[int, str]], other: Path, copied: list[tuple[int, str]]
) -> Iterator[Fault]:
    for number in range(max(len(printed), len(copied))):
        here = copied[number] if number < len(copied) else (copied[-1][0] if copied else 1, "-")
        there = printed[number] if number < len(printed) else (printed[-1][0] if printed else 1, "-")
        if here[1] != there[1]:
            yield Fault(
                Place(str(other), here[0]),
                f"`{path.name}` {there[0]}행과 찍는 것이 다릅니다: `{here[1]}`, `{there[1]}`",
                f"prints something else than line {there[0]} of `{path.name}`: `{here[1]}`, `{there[1]}`",
            )
            return


def _tokens(path: Path) -> list[tuple[int, str]]:
    """(line, what is printed or branched on), quoted words left out."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return []
    return [
        (text.count("\n", 0, found.start()) + 1, _QUOTED.sub("''", found[0]))
        for found in _PRINTED.finditer(text)
        if found[0] != _ONLY_IN_THE_COPY
    ]


def _named(book: Rulebook) -> Iterator[Fault]:
    """What kinds of letter and bundles name in the rules, and the rules do not have."""
    letters = book.letters
    for id_, kind in letters.letters.items():
        parts: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
            ("duties", kind.duties, book.procedure.consequences),
            ("addressee", (kind.addressee,) if kind.addressee else (), letters.offices),
            ("addressees", kind.addressees, letters.offices),
            ("audience", (kind.audience,), letters.audiences),
        )
        for part, named, valid in parts:
            yield from _missing(book, kind.template, f"letters.{id_}.{part}", named, valid)
    for id_, bundle in letters.bundles.items():
        yield from _missing(book, bundle.of[0], f"bundles.{id_}.of", bundle.of, letters.letters)


def _missing(book: Rulebook, near: str, at: str, named: Iterable[str], valid: Iterable[str]) -> Iterator[Fault]:
    known = tuple(valid)
    for name in named:
        if name not in known:
            ko, en = hint(name, known)
            found = locate(book, name)
            file, line = found if found != (book.folder, 1) else locate(book, near)
            yield Fault(Place(file, line), f"{at}: 모르는 이름입니다: `{name}`.{ko}", f"{at}: unknown: `{name}`.{en}")

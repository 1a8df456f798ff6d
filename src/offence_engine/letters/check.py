"""Checks the texts of the rules before any case: what they name must exist, and every letter must have its templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import TemplateSyntaxError, meta, nodes

from offence_engine.casefile.identity import IDENTITY_KEYS
from offence_engine.casefile.items import squeezed
from offence_engine.errors import LANGUAGES, Fault, Place
from offence_engine.letters.check_templates import template_faults
from offence_engine.letters.folders import Templates
from offence_engine.letters.phrases import locate
from offence_engine.letters.sandbox import environment
from offence_engine.model.base import Frozen, Label
from offence_engine.model.item import COLUMNS
from offence_engine.model.logic import KIND
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint

_READER = environment()
SPOKEN = frozenset(
    {
        *("subject", "victim", "material", "recipients", "channel"),
        *("limb", "elements", "stage", "effective", "way", "fact", "value", "done"),
    }
)


def text_faults(book: Rulebook, templates: Templates) -> list[Fault]:
    """Every fault of the sentences, closings, set phrases and templates that letters are made from."""
    faults: list[Fault] = []
    for text in _spoken(book):
        for lang in LANGUAGES:
            faults += _faults(book, text.text(lang), spoken=True)
    for words in (book.letters.wording, book.letters.annex):
        for text in _labels(words) if words is not None else ():
            for lang in LANGUAGES:
                faults += _faults(book, text.text(lang), spoken=False)
    faults += _column_faults(book)
    return [*faults, *dict.fromkeys(template_faults(book, templates))]


def _column_faults(book: Rulebook) -> Iterator[Fault]:
    """Columns of items that no item has, names that two columns share, names that open a column of identities."""
    seen: dict[str, str] = {}
    for key, column in book.letters.items.items():
        if key not in COLUMNS:
            ko, en = hint(key, COLUMNS)
            yield _fault(book, column.ko, f"쓸 수 없는 열입니다: `{key}`.{ko}", f"`{key}` is no column of an item.{en}")
        for name in dict.fromkeys((key, column.ko, column.en, *column.also)):
            if (other := seen.setdefault(squeezed(name), key)) != key:
                yield _fault(
                    book,
                    name,
                    f"`{name}`은(는) `{other}` 열의 이름이기도 합니다.",
                    f"`{name}` is a name of the column `{other}` too",
                )
            if name.lower() in IDENTITY_KEYS and column.check != "url":
                yield _fault(
                    book,
                    name,
                    f"`{name}`은(는) 신원을 적는 열의 이름이라 `{key}` 열에 쓸 수 없습니다.",
                    f"`{name}` names a column of identities and cannot stand for `{key}`",
                )


def _spoken(book: Rulebook) -> Iterator[Label]:
    """The texts that are told of a finding."""
    yield from (kind.sentence for kind in book.kinds.values())
    yield from (rule.closing for rule in book.provisions.values())
    yield from (rule.closing for rule in book.modifiers.values() if rule.closing is not None)


def _labels(model: Frozen) -> Iterator[Label]:
    for name in type(model).model_fields:
        yield from _labels_in(getattr(model, name))


def _labels_in(value: object) -> Iterator[Label]:
    if isinstance(value, Label):
        yield value
    elif isinstance(value, Frozen):
        yield from _labels(value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _labels_in(part)


def _faults(book: Rulebook, text: str, spoken: bool) -> Iterator[Fault]:
    try:
        tree = _READER.parse(text)
    except TemplateSyntaxError as problem:
        yield _fault(book, text, f"글의 문법이 틀렸습니다: {problem.message}", f"template syntax: {problem.message}")
        return
    if not spoken:
        return
    for name in sorted(meta.find_undeclared_variables(tree) - SPOKEN):
        ko, en = hint(name, SPOKEN, limit=20)
        yield _fault(book, text, f"쓸 수 없는 이름입니다: `{name}`.{ko}", f"`{name}` cannot be used here.{en}")
    elements = {e for rule in book.provisions.values() for e in rule.elements}
    known: dict[str, Iterable[str]] = {"fact": [KIND, *book.facts], "value": [KIND, *book.facts], "way": elements}
    for call in tree.find_all(nodes.Call):
        asked = call.node.name if isinstance(call.node, nodes.Name) else ""
        if asked not in known or not call.args or not isinstance(call.args[0], nodes.Const):
            continue
        if (name := str(call.args[0].value)) not in known[asked]:
            ko, en = hint(name, known[asked], limit=0)
            yield _fault(
                book, text, f"{asked}('{name}'): 그런 이름이 없습니다.{ko}", f"{asked}('{name}'): unknown.{en}"
            )


def _fault(book: Rulebook, text: str, ko: str, en: str) -> Fault:
    file, line = locate(book, text)
    return Fault(Place(file, line), ko, en)

"""What a rule file is made of, read off its model: which keys in which order, and what stands below each."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from offence_engine.model.base import Frozen
from offence_engine.model.condition import AgeTest, AllOf, AnyOf, ConceptUse, FactTest, FindingTest, NoneOf
from offence_engine.model.layer import LayerFile
from offence_engine.model.letters import LettersFile
from offence_engine.model.pins import PinsFile
from offence_engine.model.procedure import PROCEDURE_FILES
from offence_engine.model.review import ReviewsFile, Settings
from offence_engine.model.rule import FactsFile, ModifierFile, ProvisionFile
from offence_engine.model.seen import SeenFile
from offence_engine.rulebook.load import GENERAL_FILES, ActsFile, ConceptsFile, HeadFile, KindsFile

CONDITIONS: tuple[type[BaseModel], ...] = (FactTest, AgeTest, FindingTest, ConceptUse, AllOf, AnyOf, NoneOf)


@dataclass(frozen=True)
class FileKind:
    """A kind of rule file: its name, the key that tells it (with its value, where that tells), and its model."""

    name: str
    key: str
    model: type[BaseModel]
    value: str | None = None


FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("facts", "home", FactsFile),
    *(FileKind(f"general_{name}", "general", model, name) for name, model in GENERAL_FILES.items()),
    *(FileKind(f"procedure_{name}", "procedure", model, name) for name, model in PROCEDURE_FILES.items()),
    FileKind("modifier", "modifies", ModifierFile),
    FileKind("provision", "id", ProvisionFile),
    FileKind("acts", "acts", ActsFile),
    FileKind("kinds", "kinds", KindsFile),
    FileKind("concepts", "concepts", ConceptsFile),
    FileKind("rulebook", "rulebook", HeadFile),
    FileKind("pins", "pins", PinsFile),
    FileKind("seen", "seen", SeenFile),
    FileKind("reviews", "reviews", ReviewsFile),
    *(FileKind("settings", key, Settings) for key in Settings.model_fields),
    FileKind("layer", "over", LayerFile),
    FileKind("reviews", "reviews", ReviewsFile),
    *(FileKind("settings", key, Settings) for key in Settings.model_fields),
    FileKind("layer", "over", LayerFile),
    *(FileKind("letters", key, LettersFile) for key in LettersFile.model_fields),
)
KIND_NAMES: tuple[str, ...] = tuple(dict.fromkeys(kind.name for kind in FILE_KINDS))


def kind_of_keys(keys: dict[str, str | None]) -> FileKind | None:
    """The kind of a file by its top keys; the value of each that is plain text is given with it."""
    for kind in FILE_KINDS:
        if kind.key in keys and kind.value in (None, keys[kind.key]):
            return kind
    return None


@dataclass(frozen=True)
class Shape:
    """What may stand in one place.

    `what`: text, yes_no, number, date, words (one of `values`), record (of `model`), condition, list or table (of
    `inner`), any, or null. A place may have several shapes.
    """

    what: Literal["text", "yes_no", "number", "date", "words", "record", "condition", "list", "table", "any", "null"]
    model: type[BaseModel] | None = None
    inner: tuple[Shape, ...] = ()
    values: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    fewest: int = 0


def shapes_of(field: FieldInfo) -> tuple[Shape, ...]:
    """What may stand where a model has this field."""
    fewest = next((m.min_length for m in field.metadata if hasattr(m, "min_length")), 0)
    return tuple(_shapes(field.annotation, tuple(field.metadata), fewest))


def _shapes(annotation: Any, metadata: tuple[Any, ...], fewest: int = 0) -> Iterator[Shape]:
    names = {getattr(getattr(m, "func", None), "__name__", "") for m in metadata}
    if "_yes_no" in names:
        yield Shape("yes_no")
        return
    if "_null" in names:
        yield Shape("null")
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        yield from _shapes(args[0], args[1:], fewest)
    elif origin in (typing.Union, types.UnionType):
        members = {_bare(a) for a in args}
        if FactTest in members and ConceptUse in members:
            yield Shape("condition")
            args = tuple(a for a in args if _bare(a) not in CONDITIONS)
        for member in args:
            yield from _shapes(member, (), fewest)
    elif origin is Literal:
        yield Shape("words", values=tuple(str(a) for a in args))
    elif origin in (tuple, list):
        yield Shape("list", inner=tuple(_shapes(args[0], ())), fewest=fewest)
    elif origin is dict:
        keys = typing.get_args(args[0]) if typing.get_origin(args[0]) is Literal else ()
        yield Shape("table", inner=tuple(_shapes(args[1], ())), keys=tuple(str(k) for k in keys), fewest=fewest)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield Shape("record", model=annotation)
    elif annotation is date:
        yield Shape("date")
    elif annotation in (int, float):
        yield Shape("number")
    elif annotation is str:
        yield Shape("text")
    elif annotation is bool:
        yield Shape("yes_no")
    elif annotation is Any:
        yield Shape("any")
    # None stands for a key that is left out; nobody writes it unless Null says so.


def _bare(annotation: Any) -> Any:
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation


@cache
def fields_of(model: type[BaseModel]) -> dict[str, tuple[Shape, ...]]:
    """The keys of a model as a file has them, in their order, with what may stand at each.

    The key `condition` stands for the keys of a condition written inline.
    """
    model.model_rebuild()
    return {field.alias or name: shapes_of(field) for name, field in model.model_fields.items()}


@cache
def required_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items() if field.is_required())


@cache
def condition_fields() -> dict[str, tuple[Shape, ...]]:
    """The keys of every kind of condition, in the order of their models."""
    found: dict[str, tuple[Shape, ...]] = {}
    for model in CONDITIONS:
        for key, shapes in fields_of(model).items():
            found.setdefault(key, shapes)
    return found


@cache
def inline_condition(model: type[BaseModel]) -> bool:
    """Whether the model carries the keys of a condition beside its own."""
    return "condition" in model.model_fields and issubclass(model, Frozen)


@cache
def key_order(model: type[BaseModel] | None, condition_kind: type[BaseModel] | None = None) -> tuple[str, ...]:
    """The keys of a record in their canonical order."""
    if model is None:
        return tuple(fields_of(condition_kind)) if condition_kind else ()
    own = tuple(key for key in fields_of(model) if key != "condition" or not inline_condition(model))
    if not inline_condition(model):
        return own
    return (*own, *(fields_of(condition_kind) if condition_kind else condition_fields()))


def condition_model(keys: typing.Iterable[str]) -> type[BaseModel] | None:
    """Which kind of condition these keys make."""
    present = set(keys)
    for model in CONDITIONS:
        first = next(iter(fields_of(model)))
        if first in present:
            return model
    return None

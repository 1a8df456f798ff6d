"""Tree -> model: each pydantic error becomes a fault with its place, in the user's words, with the nearest right name."""

from __future__ import annotations

import types
import typing
from collections.abc import Hashable, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from offence_engine.errors import Fault
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Node, Seq, kind_of, place_at, plain

M = TypeVar("M", bound=BaseModel)

_OWN = {
    "yes_no": ("yes 또는 no로 적어야 합니다", "must be yes or no"),
    "text": ("글이 와야 합니다", "must be text"),
    "one_comparison": (
        "비교는 하나만 적습니다 (is, one_of, any_in, all_in, at_least, under, from, before)",
        "exactly one comparison is needed (is, one_of, any_in, all_in, at_least, under, from, before)",
    ),
    "one_length": (
        "기간은 hours, days, months, years 가운데 하나를 1 이상의 정수로 적습니다",
        "a period is exactly one of hours, days, months, years, a whole number from 1",
    ),
    "length": ("기간은 `2년 6개월 20일`처럼 적습니다", "a length of time is written `2년 6개월 20일`"),
    "review_version": (
        "시행 조문은 `조항 id@시행일`로 적습니다",
        "a version is written `id@first day`",
    ),
    "review_content": (
        "content는 `offence rules review`가 적는 64자리 값입니다",
        "content is the value of 64 digits that `offence rules review` writes",
    ),
    "review_persons": ("서명할 사람의 수는 1에서 9까지입니다", "the number of persons is 1 to 9"),
    "review_name": ("서명한 사람의 이름을 적습니다", "give the name of the person who signs"),
    "one_meaning": ("조건 하나 또는 one_of_named 하나를 적어야 합니다", "give one condition, or one_of_named"),
    "one_relation": (
        "alternative_to, yields_to, absorbed_by, one_act_with, several_acts_with, open_with 가운데 하나만 적습니다",
        "give exactly one of alternative_to, yields_to, absorbed_by, one_act_with, several_acts_with, open_with",
    ),
}


def validate(model: type[M], node: Node, faults: list[Fault]) -> M | None:
    """The model read from the tree, or None with its faults added to `faults`."""
    try:
        return model.model_validate(plain(node))
    except ValidationError as problem:
        faults.extend(_fault(model, node, error) for error in problem.errors(include_url=False))
        return None


def _fault(model: type[BaseModel], node: Node, error: Any) -> Fault:
    kind: str = error["type"]
    path: Sequence[str | int] = error["loc"]
    name = str(path[-1]) if path else ""
    place = place_at(node, path, key=kind == "extra_forbidden")
    found_ko, found_en = kind_of(_deepest(node, path))
    if kind == "extra_forbidden":
        ko, en = hint(name, _keys_at(model, path[:-1]))
        if " " in name:
            ko, en = " 쉼표가 든 글은 따옴표로 감쌉니다.", " Text with a comma needs quotes."
        return Fault(place, f"`{name}`은(는) 쓸 수 없는 이름입니다.{ko}", f"`{name}` is not a key here.{en}")
    if kind == "missing":
        return Fault(place, f"`{name}`이(가) 빠졌습니다.", f"`{name}` is missing")
    if kind == "union_tag_not_found":
        return Fault(
            place,
            "조건에는 fact, age_of, finding, concept, all_of, any_of, none_of 가운데 하나가 있어야 합니다.",
            "a condition needs one of fact, age_of, finding, concept, all_of, any_of, none_of",
        )
    if kind == "literal_error":
        valid = [part.strip(" '") for part in error["ctx"]["expected"].replace(" or ", ",").split(",")]
        ko, en = hint(str(error["input"]), valid)
        return Fault(place, f"쓸 수 없는 값입니다: {found_ko}.{ko}", f"not a valid value: {found_en}.{en}")
    if kind == "value_error":
        code = str(error["ctx"]["error"])
        ko, en = _OWN.get(code, (code, code))
        return Fault(place, f"{ko}. 적힌 것: {found_ko}", f"{en}; found {found_en}")
    if kind.startswith("date"):
        return Fault(
            place,
            f"날짜는 2024-10-16처럼 적습니다. 적힌 것: {found_ko}",
            f"a date is written 2024-10-16; found {found_en}",
        )
    if kind.startswith("int"):
        return Fault(place, f"정수가 와야 합니다. 적힌 것: {found_ko}", f"a whole number is needed; found {found_en}")
    if kind in ("tuple_type", "list_type"):
        return Fault(place, f"목록이 와야 합니다. 적힌 것: {found_ko}", f"a list is needed; found {found_en}")
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return Fault(
            place, f"`이름: 값` 묶음이 와야 합니다. 적힌 것: {found_ko}", f"a mapping is needed; found {found_en}"
        )
    if kind == "string_type":
        return Fault(place, f"글이 와야 합니다. 적힌 것: {found_ko}", f"text is needed; found {found_en}")
    if kind in ("too_short", "string_too_short"):
        return Fault(place, "비워 둘 수 없습니다.", "must not be empty")
    return Fault(place, f"{error['msg']} (적힌 것: {found_ko})", f"{error['msg']} (found {found_en})")


def _deepest(node: Node, path: Sequence[str | int]) -> Node:
    for step in path:
        if isinstance(node, Map) and isinstance(step, str) and step in node.entries:
            node = node.entries[step]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that are valid at `path` of the model, as far as its types tell."""
    models: set[type[BaseModel]] = {model}
    for step in path:
        found: set[type[BaseModel]] = set()
        for candidate in models:
            field = candidate.model_fields.get(str(step)) or next(
                (f for f in candidate.model_fields.values() if f.alias == step), None
            )
            if field is not None:
                found |= _models_in(typing.cast(Hashable, field.annotation))
        models = found or models
    keys: list[str] = []
    for candidate in models:
        keys += [field.alias or name for name, field in candidate.model_fields.items() if name != "condition"]
        if "condition" in candidate.model_fields:
            keys += [
                "fact",
                "is",
                "one_of",
                "any_in",
                "all_in",
                "concept",
                "all_of",
                "any_of",
                "none_of",
                "age_of",
                "finding",
            ]
    return keys


@cache
def _models_in(annotation: Hashable) -> frozenset[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return frozenset({annotation})
    found: set[type[BaseModel]] = set()
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        for part in typing.get_args(annotation):
            if not isinstance(part, str):
                found |= _models_in(part)
    return frozenset(found)

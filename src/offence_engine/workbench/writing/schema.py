"""JSON Schemas (draft-07) of rule files, made from the models and from the names that a rules folder declares.

Editors with YAML support complete and check by them. They take YAML 1.2 as editors read it: `yes` is a word, `5` a
number; a text may be written as a number. What needs the whole folder stays with `offence rules check`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from offence_engine.model.base import Label
from offence_engine.model.condition import COMPARISONS, AllOf, AnyOf, FactTest, NoneOf
from offence_engine.model.logic import KIND
from offence_engine.model.penalty import PenaltyText
from offence_engine.model.rule import Kind, ModifierFile, RuleCase
from offence_engine.rulebook.conditions import FITS
from offence_engine.workbench.writing.said import RECORDS, SAID, penalty_pattern
from offence_engine.workbench.writing.shapes import (
    CONDITIONS,
    FILE_KINDS,
    KIND_NAMES,
    Shape,
    condition_fields,
    fields_of,
    inline_condition,
    required_of,
)
from offence_engine.workbench.writing.vocabulary import CALLED, PLACES, Vocabulary

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
ANY_FILE = "rule-file"
_TEXT: Schema = {"type": ["string", "number"]}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_HEADS = tuple(next(iter(fields_of(model))) for model in CONDITIONS)
_ID = r"[a-z][a-z_0-9]*\.\d+(-\d+)?(\.\d+(-\d+)?){0,2}"
_FRACTION: Schema = {"type": "string", "pattern": r"^\d{1,2}/[1-9]\d?$"}


class Schemas:
    """Makes the schemas of all kinds of rule files for one folder, with the words of one language."""

    def __init__(self, names: Vocabulary, lang: str) -> None:
        self.names, self.lang = names, lang
        self._made: dict[str, Schema] = {}
        self._records: set[str] = set()

    def file(self, kind: str) -> Schema:
        """The schema of one kind of file (of KIND_NAMES), or of any rule file, told apart by its first keys."""
        self._made, self._records = {}, set()
        if kind == ANY_FILE:
            keys = {k.key: {"description": self._said(k.key) or k.name} for k in FILE_KINDS}
            body: Schema = {"type": "object", "properties": keys, "allOf": self._branches()}
        else:
            model = next(k.model for k in FILE_KINDS if k.name == kind)
            body = {"allOf": [self._record(model)]}
        return {
            "$schema": DRAFT,
            "title": f"offence rules: {kind}",
            **body,
            "definitions": dict(sorted(self._made.items())),
        }

    def _branches(self) -> list[Schema]:
        """`if` it has the key of a kind (and none of an earlier one), `then` it is of that kind."""
        branches: list[Schema] = []
        letters: list[str] = []
        earlier: list[str] = []
        for kind in FILE_KINDS:
            if kind.name == "letters":
                letters.append(kind.key)
                continue
            test: Schema = {"required": [kind.key]}
            if kind.value is not None:
                test["properties"] = {kind.key: {"const": kind.value}}
            elif earlier:
                test["not"] = {"anyOf": [{"required": [key]} for key in dict.fromkeys(earlier)]}
            branches.append({"if": test, "then": self._record(kind.model)})
            earlier.append(kind.key)
        model = next(k.model for k in FILE_KINDS if k.name == "letters")
        none = {"not": {"anyOf": [{"required": [key]} for key in dict.fromkeys(earlier)]}}
        some = {"anyOf": [{"required": [key]} for key in letters]}
        return [*branches, {"if": {"allOf": [some, none]}, "then": self._record(model)}]

    # Parts.

    def _define(self, name: str, schema: Schema) -> Schema:
        self._made[name] = schema
        return {"$ref": f"#/definitions/{name}"}

    def _record(self, model: type[BaseModel]) -> Schema:
        name = model.__name__
        if name not in self._records:
            self._records.add(name)
            own = {
                key: self._place(model, key, shapes)
                for key, shapes in fields_of(model).items()
                if not (key == "condition" and inline_condition(model))
            }
            required = [key for key in required_of(model) if key in own]
            schema: Schema = {"type": "object", "additionalProperties": False}
            if (said := self._record_said(model)) is not None:
                schema["description"] = said
            if inline_condition(model):
                schema["properties"] = {**own, **self._condition_keys()}
                schema["allOf"] = self._condition_rules(tuple(own), needed="condition" in required_of(model))
            else:
                schema["properties"] = own
            if required:
                schema["required"] = required
            self._define(name, schema)
        return {"$ref": f"#/definitions/{name}"}

    def _place(self, model: type[BaseModel], key: str, shapes: tuple[Shape, ...]) -> Schema:
        """What stands at one key of a record."""
        where = PLACES.get((model, key))
        schema = self._special(model, key)
        if schema is None:
            parts = [self._shape(shape, where) for shape in shapes]
            schema = parts[0] if len(parts) == 1 else {"anyOf": parts}
        said = self._said(key)
        return {"description": said, **schema} if said and "$ref" not in schema else schema

    def _special(self, model: type[BaseModel], key: str) -> Schema | None:
        if model is RuleCase and key == "but":
            return self._case_facts()
        if model is Kind and key == "says":
            inside = {p[4:]: self._value(p) for p in self.names.facts if p.startswith("act.")}
            return {"type": "object", "properties": inside, "additionalProperties": False}
        if model is ModifierFile and key in ("raise", "raise_most"):
            return {"anyOf": [_FRACTION, {"type": "null"}]}
        if model is PenaltyText and (pattern := penalty_pattern(key)) is not None:
            return {"type": "string", "pattern": pattern, "patternErrorMessage": self._said("penalty_form") or ""}
        return None

    def _shape(self, shape: Shape, where: str | None) -> Schema:
        match shape.what:
            case "text":
                return self._name(where) if where else dict(_TEXT)
            case "yes_no":
                return {"enum": ["yes", "no"]}
            case "number":
                return {"type": "number"}
            case "date":
                return {
                    **_DAY,
                    "patternErrorMessage": self._words(
                        "날짜는 2024-10-16처럼 적습니다.", "a date is written 2024-10-16"
                    ),
                }
            case "words":
                return {"enum": [int(v) if v.isdigit() else v for v in shape.values]}
            case "record":
                assert shape.model is not None
                return self._record(shape.model)
            case "condition":
                return self._condition()
            case "null":
                return {"type": "null"}
            case "list":
                found: Schema = {"type": "array", "items": self._any_of(shape.inner, where)}
                return {**found, "minItems": shape.fewest} if shape.fewest else found
            case "table":
                found = {"type": "object", "additionalProperties": self._any_of(shape.inner, where)}
                if shape.keys:
                    found["propertyNames"] = {"enum": list(shape.keys)}
                return {**found, "minProperties": shape.fewest} if shape.fewest else found
        return {}

    def _any_of(self, shapes: tuple[Shape, ...], where: str | None) -> Schema:
        parts = [self._shape(shape, where) for shape in shapes]
        return parts[0] if len(parts) == 1 else {"anyOf": parts}

    def _name(self, where: str) -> Schema:
        """A name of the vocabulary: an enumeration with the words of each name, and a message of its own."""
        if where == "free":
            return dict(_TEXT)
        if where in ("ids", "cited"):
            acts = "|".join(self.names.names["acts"])
            pattern = f"^{_ID}$" if where == "ids" else f"^({acts})(\\.\\d+(-\\d+)?)+$"
            said = self._words(
                "`법.조.항.호`로, 가지번호는 `-`로 적습니다.",
                "write act.article.paragraph.item, branch numbers with `-`",
            )
            return {"type": "string", "pattern": pattern, "patternErrorMessage": said}
        found = self.names.names[where]
        called = CALLED[where]
        message = self._words(
            f"모르는 {called.ko}입니다. `offence facts`나 자동 완성의 목록을 보십시오."
            if "facts" in where
            else f"모르는 {called.ko}입니다. 자동 완성의 목록을 보십시오.",
            f"unknown {called.en}; see the list that completion offers"
            + (", or `offence facts`" if "facts" in where else ""),
        )
        return self._define(f"names_{where}", {**self._enum(found), "errorMessage": message})

    def _enum(self, labels: dict[str, Label]) -> Schema:
        return {
            "enum": [_yaml(name) for name in labels],
            "enumDescriptions": [text.text(self.lang) for text in labels.values()],
        }

    # Conditions.

    def _condition(self) -> Schema:
        if "condition" not in self._records:
            self._records.add("condition")
            schema: Schema = {"type": "object", "additionalProperties": False}
            schema["properties"] = self._condition_keys()
            schema["allOf"] = self._condition_rules((), needed=True)
            self._define("condition", schema)
        return {"$ref": "#/definitions/condition"}

    def _condition_keys(self) -> Schema:
        found: Schema = {}
        for model in CONDITIONS:
            for key, shapes in fields_of(model).items():
                if model in (AllOf, AnyOf, NoneOf):
                    found[key] = {"type": "array", "minItems": 1, "items": self._condition()}
                else:
                    found.setdefault(key, self._place(model, key, shapes))
                if (said := self._said(key)) is not None and "$ref" not in found[key]:
                    found[key] = {"description": said, **found[key]}
        return {key: found[key] for key in condition_fields()}

    def _condition_rules(self, own: tuple[str, ...], needed: bool) -> list[Schema]:
        """Which keys go together, that one of them is there, and which values a fact can have."""
        rules: list[Schema] = []
        for model in CONDITIONS:
            keys = list(fields_of(model))
            then: Schema = {"propertyNames": {"enum": [*own, *keys]}}
            if model is FactTest:
                then["anyOf"] = [{"required": [_written(name)]} for name in COMPARISONS]
                then["maxProperties"] = len(own) + 2
            rules.append({"if": {"required": [keys[0]]}, "then": then})
        if needed:
            rules.append({"anyOf": [{"required": [head]} for head in _HEADS]})
        return [*rules, self._define("values_of_facts", {"allOf": self._value_rules})]

    @cached_property
    def _value_rules(self) -> list[Schema]:
        """For the facts of the same type and values: what they are compared with, and with what."""
        groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for path, decl in self.names.facts.items():
            groups.setdefault((decl.type, tuple(decl.values)), []).append(path)
        rules = [
            {
                "if": {"required": ["fact"], "properties": {"fact": _exactly(paths)}},
                "then": {"properties": self._comparisons(type_, self._values(paths[0]))},
            }
            for (type_, _), paths in groups.items()
        ]
        kinds = self._enum(self.names.names["kinds"])
        test = {"required": ["fact"], "properties": {"fact": _exactly([KIND])}}
        return [*rules, {"if": test, "then": {"properties": self._comparisons("choice", kinds)}}]

    def _values(self, path: str) -> Schema:
        decl = self.names.facts[path]
        if decl.type in ("yes_no", "judgment"):
            return {"enum": ["yes", "no"]}
        return self._enum(decl.values) if decl.values else dict(_TEXT)

    def _comparisons(self, type_: str, values: Schema) -> Schema:
        found: Schema = {}
        for name in COMPARISONS:
            if type_ not in FITS[name]:
                found[_written(name)] = False
            elif name == "is_":
                found["is"] = values
            elif name in ("one_of", "any_in", "all_in"):
                found[name] = {"type": "array", "items": values}
        return found

    # Cases.

    def _value(self, path: str) -> Schema:
        """What a case may state for a fact, short or in full."""
        decl = self.names.facts[path]
        values = self._values(path)
        if decl.type == "choices":
            return {"anyOf": [{"type": "array", "items": values}, values, {"type": "object"}]}
        return {"anyOf": [values, {"type": "object"}]} if "enum" in values else {}

    def _case_facts(self) -> Schema:
        inside = {
            path: {"description": decl.label.text(self.lang), **self._value(path)}
            for path, decl in self.names.facts.items()
        }
        kinds = {"description": CALLED["kinds"].text(self.lang), **self._enum(self.names.names["kinds"])}
        return self._define("case_values", {"type": "object", "properties": {KIND: kinds, **inside}})

    # Words.

    def _words(self, ko: str, en: str) -> str:
        return ko if self.lang == "ko" else en

    def _said(self, key: str) -> str | None:
        found = SAID.get(key)
        return found.text(self.lang) if found else None

    def _record_said(self, model: type[BaseModel]) -> str | None:
        found = RECORDS.get(model.__name__)
        return found.text(self.lang) if found else None


def all_kinds() -> Iterable[str]:
    return (ANY_FILE, *KIND_NAMES)


def _written(name: str) -> str:
    """`is_` -> `is`, as a file has it."""
    return name.rstrip("_")


def _exactly(names: list[str]) -> Schema:
    """One of these names, in full: completion would take the beginning of another for an enumerated one."""
    return {"pattern": "^(" + "|".join(name.replace(".", r"\.") for name in names) + ")$"}


def _yaml(name: str) -> str | int:
    """What an editor makes of a plain name."""
    return int(name) if name.isdigit() and str(int(name)) == name else name

"""The order of keys in rule files: that of the models, with what these files put elsewhere."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel

from offence_engine.model.closing import Order
from offence_engine.model.general import PenaltyRules, SpecialLimitation
from offence_engine.model.guidelines import CellText, RuleText
from offence_engine.model.letters import LetterKind, LettersFile
from offence_engine.model.penalty import PenaltyText
from offence_engine.model.procedure import Consequence, ProsecutionBar, ProsecutionFile, ProsecutionRule
from offence_engine.model.rule import Concept, FactDecl, ModifierFile, ProvisionFile, Reach, RuleCase, Version
from offence_engine.source.tree import Map, Scalar, Seq
from offence_engine.source.tree import Node as Tree
from offence_engine.workbench.writing.lines import Entry, Leaf, Node
from offence_engine.workbench.writing.shapes import (
    Shape,
    condition_fields,
    condition_model,
    fields_of,
    inline_condition,
    key_order,
)

# The first key stands before the second, where the model has them the other way round.
_MOVED: dict[type[BaseModel], tuple[tuple[str, str], ...]] = {
    FactDecl: (("values", "ask"), ("derived", "ask")),
    CellText: (("area", "least"),),
    RuleText: (("mark", ""),),
    SpecialLimitation: (("beyond", "effective"),),
    Order: (("effective", "when"), ("until", "when")),
    Consequence: (("note", "source"),),
    ProsecutionFile: (("excluded", "conditions"),),
    ProsecutionRule: (("note", "source"),),
    ProsecutionBar: (("on", "because"), ("before", "because")),
    ProvisionFile: (("items_only", "roles"),),
    Version: (("offence_name", "note"),),
    PenaltyText: (("or_confinement", "or_fine"), ("or_suspension", "or_fine")),
    RuleCase: (("suspect", "but"),),
    ModifierFile: (("recedes", "mitigate"),),
}
# Keys that go with the key they are written behind; of the last two models, all.
_FREE: dict[type[BaseModel], frozenset[str]] = {
    Concept: frozenset({"note"}),
    Version: frozenset({"article", "paragraph", "item", "cites"}),
    Reach: frozenset({"article", "paragraph", "item"}),
    RuleCase: frozenset({"alternative"}),
    ModifierFile: frozenset({"before", "closing"}),
    LetterKind: frozenset({"orders", "called", "under_age", "stated"}),
    LettersFile: frozenset(LettersFile.model_fields),
    PenaltyRules: frozenset(PenaltyRules.model_fields),
}


@cache
def canonical(model: type[BaseModel] | None, condition_kind: type[BaseModel] | None = None) -> tuple[str, ...]:
    """The keys of a record in the order of rule files."""
    keys = list(key_order(model, condition_kind))
    for key, before in _MOVED.get(model, ()) if model else ():
        keys.remove(key)
        keys.insert(keys.index(before) if before else len(keys), key)
    return tuple(keys)


def in_order(keys: list[str], model: type[BaseModel] | None) -> list[str]:
    """The keys of one record, put in order; keys that no model knows stay behind the key they follow."""
    ranks = {key: rank for rank, key in enumerate(canonical(model, condition_model(keys)))}
    free = _FREE.get(model, frozenset()) if model else frozenset()
    groups: list[tuple[int, list[str]]] = []
    for key in keys:
        if key in free or key not in ranks:
            if groups:
                groups[-1][1].append(key)
            else:
                groups.append((-1, [key]))
        else:
            groups.append((ranks[key], [key]))
    return [key for _, group in sorted(groups, key=lambda group: group[0]) for key in group]


def put_in_order(node: Node, tree: Tree, shapes: tuple[Shape, ...]) -> None:
    """The entries of every record below a node, moved with their comments; tables keep their order."""
    if isinstance(node, Leaf) or isinstance(tree, Scalar):
        return
    if isinstance(tree, Seq):
        inner = tuple(s for shape in shapes if shape.what == "list" for s in shape.inner)
        for entry, item in zip(node.entries, tree.items, strict=True):
            put_in_order(entry.value, item, inner)
        return
    record = next((s for s in shapes if s.what in ("record", "condition")), None)
    found = below(record) if record else {}
    table = tuple(s for shape in shapes if shape.what == "table" for s in shape.inner)
    places: dict[str, Entry] = {}
    for entry, (key, value) in zip(node.entries, tree.entries.items(), strict=True):
        places[key] = entry
        put_in_order(entry.value, value, found.get(key, ()) if record else table)
    if record is not None:
        node.entries = [places[key] for key in in_order(list(places), record.model)]


def below(record: Shape) -> dict[str, tuple[Shape, ...]]:
    """What may stand at each key of a record or condition."""
    found = dict(fields_of(record.model)) if record.model else {}
    if record.model is None or inline_condition(record.model):
        found = {**condition_fields(), **found}
    return found


def top(model: type[BaseModel] | None, node: Node, tree: Map) -> None:
    """All records of a file of this model."""
    if model is not None:
        put_in_order(node, tree, (Shape("record", model=model),))

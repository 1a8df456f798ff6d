"""Procedure files (conditions of prosecution, clocks, consequences) of a folder: read one by one, then put together."""

from __future__ import annotations

from typing import Any

from offence_engine.errors import Fault
from offence_engine.model.procedure import PROCEDURE_FILES, ClocksFile, ConsequencesFile, Procedure, ProsecutionFile
from offence_engine.rulebook.draft import Draft
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Scalar, place_at
from offence_engine.source.validate import validate

# The section of a file that holds its entries, by the name of the file's kind.
SECTIONS = {"prosecution": "conditions", "clocks": "clocks", "consequences": "consequences"}


def read_procedure(draft: Draft, tree: Map, faults: list[Fault]) -> None:
    """One file that begins with `procedure:`."""
    node = tree.entries["procedure"]
    what = node.value if isinstance(node, Scalar) else ""
    model = PROCEDURE_FILES.get(what)
    if model is None:
        ko, en = hint(what, PROCEDURE_FILES)
        faults.append(
            Fault(node.place, f"모르는 절차 규칙입니다: `{what}`.{ko}", f"unknown part of procedure: `{what}`.{en}")
        )
        return
    read = validate(model, tree, faults)
    if read is None:
        return
    section = SECTIONS[what]
    kept = {}
    for id_, entry in getattr(read, section).items():
        key, place = f"{what}/{id_}", place_at(tree, (section, id_), key=True)
        if key in draft.places:
            faults.append(
                Fault(
                    place,
                    f"`{id_}`이(가) 이미 {draft.places[key]}에 있습니다.",
                    f"`{id_}` is already at {draft.places[key]}",
                )
            )
            continue
        draft.places[key] = place
        draft.trees[key] = (tree, (section, id_))
        kept[id_] = entry
    draft.procedure.append((read.model_copy(update={section: kept}), tree))


def procedure_of(draft: Draft) -> Procedure:
    """All files as one; of single entries the last."""
    whole: dict[str, Any] = {"prosecution": {}, "counting": {}, "clocks": {}, "consequences": {}}
    for read, _ in draft.procedure:
        match read:
            case ProsecutionFile():
                whole["prosecution"] |= read.conditions
                whole["excluded"] = read.excluded or whole.get("excluded")
            case ClocksFile():
                whole["counting"] |= read.counting
                whole["clocks"] |= read.clocks
                whole["words"] = read.words or whole.get("words")
            case ConsequencesFile():
                whole["consequences"] |= read.consequences
    return Procedure(**whole)

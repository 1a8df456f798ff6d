"""Files of which a layer may hold its own over those below: letters files and settings."""

from __future__ import annotations

from pathlib import Path

from offence_engine.errors import Fault
from offence_engine.model.letters import LettersFile
from offence_engine.model.review import Settings, SourceSettings
from offence_engine.rulebook.draft import Draft
from offence_engine.rulebook.layers import letters_over, one_tree
from offence_engine.source.tree import Map
from offence_engine.source.validate import validate


def read_letters(draft: Draft, tree: Map, faults: list[Fault]) -> None:
    """One letters file; in a layer its entries are completed from what lies below."""
    whole: Map | None = tree
    if draft.folder is not None and draft.folder.is_layer:
        whole = letters_over(one_tree(draft.letter_trees), tree, draft.folder, faults)
    letters = validate(LettersFile, whole, faults) if whole is not None else None
    if letters is not None and whole is not None:
        draft.letters.append(letters)
        draft.letter_trees.append(whole)


def read_settings(draft: Draft, path: Path, tree: Map, faults: list[Fault]) -> None:
    """The settings of a folder; those of a layer hold over those below, differences already judged are joined."""
    assert draft.folder is not None
    if draft.settings_in is not None and draft.folder.root in draft.settings_in.parents:
        faults.append(
            Fault(
                tree.place,
                f"설정이 이미 {draft.settings_in.name}에 있습니다. 한 폴더에 하나만 둡니다.",
                f"the settings are already in {draft.settings_in.name}; a folder has one file of them",
            )
        )
        return
    read = validate(Settings, tree, faults)
    if read is None:
        return
    below = draft.settings
    draft.settings_in = path
    review = read.review if "review" in read.model_fields_set else below.review
    if draft.folder.is_layer and review != below.review:
        draft.folder.overrides.append("settings.review")
    draft.settings = Settings(review=review, sources=SourceSettings(seen=(*below.sources.seen, *read.sources.seen)))

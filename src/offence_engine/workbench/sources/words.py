"""Whether the words of the elements of a version occur in the official text of its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from offence_engine.model.rule import ModifierFile, ProvisionFile, Version
from offence_engine.rulebook.reading import element_ids
from offence_engine.workbench.sources.held import AnyVersion, Held
from offence_engine.workbench.sources.parts import Part, bare, without_brackets
from offence_engine.workbench.sources.texts import Texts

_LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.)\s*")


def missing_words(held: Held, version: AnyVersion, part: Part) -> Iterator[tuple[str, str]]:
    """(element, words) where the words stand neither in the part, nor elsewhere in a text of that day.

    Words that the part itself has under another version of the rule must stand in the part: what has left a paragraph
    often lives on in another. Words that stand only in an article of which no text of that day is held are let pass.
    """
    general = tuple(bare(g.element.words) for g in held.book.general)
    own = _forms("|".join([part.bare, *(bare(record.text) for record, _ in held.cited_texts(version))]))
    for name, words in _words(held.rule, version):
        # What only spells out the general part (knowledge of a circumstance) has its words there.
        if any(g and bare(words).startswith(g) for g in general):
            continue
        for piece in (bare(p) for p in _LEFT_OUT.split(words)):
            if not piece or _in(piece, own):
                continue
            if _under_another_version(held, version, piece) or not _anywhere(held.texts, piece, version.effective):
                yield name, words
                break


def _anywhere(texts: Texts, wanted: str, day: date) -> bool:
    """Whether a text of that day has the words, or one of an article whose text of that day is not held."""
    for (act, article), records in texts.records.items():
        now = texts.on(act, article, day)
        for record in [now] if now else records:
            if _in(wanted, texts.forms(record)):
                return True
    return False


def _words(rule: ProvisionFile | ModifierFile, version: AnyVersion) -> Iterator[tuple[str, str]]:
    if isinstance(rule, ProvisionFile):
        assert isinstance(version, Version)
        for name in element_ids(rule, version):
            yield name, version.words.get(name, rule.elements[name].words)
    else:
        for name in rule.requires:
            yield name, rule.elements[name].words


def _forms(text: str) -> tuple[str, str]:
    return text, without_brackets(text)


def _in(wanted: str, forms: tuple[str, str]) -> bool:
    shorter = without_brackets(wanted)
    return wanted in forms[0] or (bool(shorter) and shorter in forms[1])


def _under_another_version(held: Held, version: AnyVersion, wanted: str) -> bool:
    """Whether the same part has these words on the day of another version of the rule."""
    for other in held.versions:
        part = held.part_on(other.effective, other)[1] if other is not version else None
        if part is not None and _in(wanted, _forms(part.bare)):
            return True
    return False

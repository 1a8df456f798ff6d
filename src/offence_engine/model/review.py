"""Signing off and settings as data: who reviewed which version with which content; what a rules folder asks for."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from offence_engine.model.base import Frozen, Label

_VERSION = re.compile(r"[a-z][a-z_0-9]*(?:\.\d+(?:-\d+)?){1,3}@\d{4}-\d{2}-\d{2}")
MOST_PERSONS = 9
_HASH = re.compile(r"[0-9a-f]{64}")


def _version(value: Any) -> Any:
    if isinstance(value, str) and _VERSION.fullmatch(value):
        return value
    raise ValueError("review_version")


def _hash(value: Any) -> Any:
    if isinstance(value, str) and _HASH.fullmatch(value):
        return value
    raise ValueError("review_content")


def _name(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return value
    raise ValueError("review_name")


def _persons(value: Any) -> Any:
    if str(value) in {str(n) for n in range(1, MOST_PERSONS + 1)}:
        return int(value)
    raise ValueError("review_persons")


class Review(Frozen):
    """One person's signature under one version (`id@first day`), for exactly the content of that hash."""

    version: Annotated[str, BeforeValidator(_version)]
    content: Annotated[str, BeforeValidator(_hash)]
    by: Annotated[str, BeforeValidator(_name)]
    on: date
    note: str | None = None

    @property
    def person(self) -> str:
        """The name as it tells persons apart: spaces, capital letters and how a machine composes Hangul
        make no other person."""
        return unicodedata.normalize("NFKC", " ".join(self.by.split())).casefold()


class ReviewsFile(Frozen):
    reviews: tuple[Review, ...]


class ReviewSettings(Frozen):
    """How many different persons must sign a version before it counts as reviewed."""

    persons: Annotated[int, BeforeValidator(_persons)] = 1


class SeenDifference(Frozen):
    """A difference from the official texts that somebody has judged: it is not told again until the text changes.

    `text_from` is the first day of the text that was looked at; `element` names one element of `words`.
    """

    rule: str
    code: str
    text_from: date
    element: str | None = None
    because: Label


class SourceSettings(Frozen):
    seen: tuple[SeenDifference, ...] = ()


class Settings(Frozen):
    """What a rules folder asks for; the file `settings.yaml`."""

    review: ReviewSettings = ReviewSettings()
    sources: SourceSettings = SourceSettings()

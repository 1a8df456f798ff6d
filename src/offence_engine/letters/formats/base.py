"""What every format shares: a writer turns a Document into bytes, a reader turns such bytes back into texts.

`write(document, record)` gives the bytes of a file, the same bytes on every run; `record` (JSON) is carried inside the
file, unseen on paper, or not at all; `layout` is the folder of page layouts (by default the one that ships), which
some formats take none of. `read(data)` gives back the texts in their order and the record.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from typing import Protocol

from offence_engine.letters.document import Document
from offence_engine.letters.folders import Templates
from offence_engine.model.base import Frozen

MOST_RECORD = 100_000_000
# A comment shows nowhere, and base64 cannot end it.
_CARRIED = re.compile(r"\n*<!-- record ([A-Za-z0-9+/=]+) -->\n?")


class Reading(Frozen):
    """What a file of ours holds: its texts in order (headings, paragraphs, items, cells; of a PDF its pages without
    their running heads), and the record that was written into it. `running` is the text of the heads and feet of every
    page, where the format keeps it apart."""

    texts: tuple[str, ...]
    running: str | None = None
    record: bytes | None = None


class Unreadable(Exception):
    """The bytes are not a whole file of this format."""


class Format(Protocol):
    """A module of this package."""

    @staticmethod
    def write(document: Document, record: bytes | None = None, layout: Templates | None = None) -> bytes: ...

    @staticmethod
    def read(data: bytes) -> Reading: ...


def carried(record: bytes | None) -> str:
    """A record as a comment of Markdown or HTML; nothing where there is none."""
    return f"<!-- record {b64encode(zlib.compress(record, 9)).decode()} -->" if record is not None else ""


def carried_in(text: str) -> bytes | None:
    """The record in such a comment. Errors: ValueError where it is damaged."""
    found = _CARRIED.search(text)
    if found is None:
        return None
    unpack = zlib.decompressobj()
    try:
        record = unpack.decompress(b64decode(found[1], validate=True), MOST_RECORD)
    except zlib.error as problem:
        raise ValueError(str(problem)) from None
    if not unpack.eof:
        raise ValueError("the record is cut off, or too large")
    return record


def without(text: str) -> str:
    """The text without that comment."""
    return _CARRIED.sub("\n", text)

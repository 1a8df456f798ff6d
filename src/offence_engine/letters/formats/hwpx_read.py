"""Reads an HWPX file: its texts in their order and the record that was put in beside them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from offence_engine.letters.formats.archive import parse, unpack
from offence_engine.letters.formats.base import Reading, Unreadable

MIMETYPE, KIND = "mimetype", b"application/hwp+zip"
CONTAINER_PART, PREVIEW_PART = "META-INF/container.xml", "Preview/PrvText.txt"
RECORD_PART = "META-INF/record.json"
_SECTION = re.compile(r"section([0-9]+)\.xml", re.IGNORECASE)
_UNSEEN = frozenset(("Divider", "Spacer"))  # English names of the styles of paragraphs that hold no text
_SIGNS = {"tab": "\t", "lineBreak": "\n", "nbSpace": "\u00a0", "fwSpace": "\u3000", "hyphen": "\u00ad"}


def read(data: bytes) -> Reading:
    """The texts and the record. Errors: Unreadable where the bytes are no whole HWPX."""
    entries = unpack(data)
    if entries.get(MIMETYPE, b"").strip() != KIND:
        raise Unreadable("no HWPX document")
    silent = _silent_styles(entries)
    found = [text for name in sections(entries) for text in _texts(parse(entries[name]), silent)]
    running = " ".join(
        "".join(part.itertext())
        for name in sections(entries)
        for part in parse(entries[name]).iter("{*}header", "{*}footer")
    )
    return Reading(texts=tuple(found), running=running, record=entries.get(RECORD_PART))


def sections(entries: Mapping[str, bytes]) -> list[str]:
    """The names of the parts that hold the text, in their order. Unreadable where there is none."""
    listed = _listed(entries)
    found = [name for name in listed if _SECTION.fullmatch(posixpath.basename(name))]
    if not found:
        raise Unreadable("the list of parts names no section")
    missing = [name for name in found if name not in entries]
    if missing:
        raise Unreadable(f"{missing[0]} is missing")
    return found


def _listed(entries: Mapping[str, bytes]) -> list[str]:
    """The parts that the package's list names in the order of reading."""
    if CONTAINER_PART not in entries:
        raise Unreadable("the package has no container")
    roots = [name for name in parse(entries[CONTAINER_PART]).xpath("//@full-path") if name.endswith(".hpf")]
    if not roots or roots[0] not in entries:
        raise Unreadable("the package has no list of parts")
    package = parse(entries[roots[0]])
    places = {item.get("id"): item.get("href", "") for item in package.iterfind("{*}manifest/{*}item")}
    order = [places.get(item.get("idref"), "") for item in package.iterfind("{*}spine/{*}itemref")]
    folder = posixpath.dirname(roots[0])
    return [name if name in entries else posixpath.join(folder, name) for name in order]


def _silent_styles(entries: Mapping[str, bytes]) -> frozenset[str]:
    """The ids of the styles of paragraphs that hold no text."""
    header = entries.get("Contents/header.xml")
    if header is None:
        return frozenset()
    return frozenset(s.get("id", "") for s in parse(header).iter("{*}style") if s.get("engName") in _UNSEEN)


def _texts(parent: Any, silent: frozenset[str]) -> Iterator[str]:
    for paragraph in parent.iterfind("{*}p"):
        text = text_of(paragraph)
        tables = paragraph.findall("{*}run/{*}tbl")
        if text or not (tables or paragraph.get("styleIDRef") in silent):
            yield text
        for table in tables:
            for cell in table.iterfind("{*}tr/{*}tc"):
                yield "\n".join(text_of(p) for p in cell.iterfind("{*}subList/{*}p"))


def text_of(paragraph: Any) -> str:
    """The text that a paragraph itself shows, without its number or bullet."""
    return "".join(_shown(text) for text in paragraph.iterfind("{*}run/{*}t"))


def _shown(text: Any) -> str:
    pieces = [text.text or ""]
    for sign in text:
        if isinstance(sign.tag, str):
            pieces.append(_SIGNS.get(sign.tag.rpartition("}")[2], ""))
        pieces.append(sign.tail or "")
    return "".join(pieces)

"""Zip files of XML parts: opened with care, written the same on every run, and text made safe to stand in XML.

DOCX and HWPX are both such files. What is opened here may come from anyone: the number and the size of its entries are
bounded before anything is unpacked, and a part that declares a document type (the door to entity tricks) is refused.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from offence_engine.letters.formats.base import Unreadable

MAX_ENTRIES = 4_096
MAX_ENTRY_BYTES = 128 * 1024 * 1024
MAX_WHOLE_BYTES = 384 * 1024 * 1024
PIECE = 1024 * 1024
RECORD = "urn:offence-engine:record"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip entry can carry
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What XML 1.0 cannot carry. The carriage return can only stand as a reference and would come back as a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def unpack(data: bytes, limit: int = MAX_WHOLE_BYTES) -> dict[str, bytes]:
    """The entries of a zip by name, in their order.

    Unreadable where the bytes are no whole zip: cut short, damaged, encrypted, an entry twice or outside the archive,
    or more than `limit` bytes (or MAX_ENTRY_BYTES in one entry) when unpacked.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not (info.is_dir() and not info.file_size)]
            _bounded(infos, limit)
            return {info.filename: _entry(archive, info) for info in infos}
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable(f"not a whole zip file: {error}") from error


def _bounded(infos: list[ZipInfo], limit: int) -> None:
    names = [info.filename for info in infos]
    if len(infos) > MAX_ENTRIES:
        raise Unreadable(f"more than {MAX_ENTRIES} entries")
    if len(set(names)) < len(names):
        raise Unreadable("an entry stands twice")
    if sum(info.file_size for info in infos) > limit or any(info.file_size > MAX_ENTRY_BYTES for info in infos):
        raise Unreadable("too large when unpacked")
    for info in infos:
        # Only these two are unpacked by Python in bounded pieces.
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 0x1:
            raise Unreadable(f"{info.filename}: encrypted, or packed by a method that is not used here")
        if info.filename.startswith("/") or ".." in info.filename.replace("\\", "/").split("/"):
            raise Unreadable(f"{info.filename}: points outside the archive")


def _entry(archive: ZipFile, info: ZipInfo) -> bytes:
    """One entry, in pieces: what an entry says about its own size is not trusted."""
    pieces, size = [], 0
    with archive.open(info) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > MAX_ENTRY_BYTES:
                raise Unreadable(f"{info.filename}: too large when unpacked")
            pieces.append(piece)
    if size != info.file_size:
        raise Unreadable(f"{info.filename}: cut short")
    return b"".join(pieces)


def pack(entries: Mapping[str, bytes], stored: Iterable[str] = ()) -> bytes:
    """A zip of the entries in their order, all of one fixed time; those named in `stored` are not compressed."""
    plain = frozenset(stored)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in entries.items():
            info = ZipInfo(name, EPOCH)
            info.create_system = 0  # else it tells the system it was made on
            info.compress_type = ZIP_STORED if name in plain else ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=6)
    return out.getvalue()


def parse(data: bytes, huge: bool = False) -> Any:
    """The root element of an XML part. Unreadable where it is not well-formed, or declares a document type or
    entities. `huge` allows one text of more than 10 MB."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"not well-formed XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("an XML part declares a document type")
    return root


def clean(text: str) -> str:
    """The text without the characters that XML cannot carry."""
    return _FORBIDDEN.sub("", text)


def quoted(text: str) -> str:
    """Any text as it stands between tags or in an attribute in double quotes."""
    return escape(clean(text), {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


def record_part(record: bytes) -> bytes:
    """Bytes of any kind as an XML part: text as it is, so that a search of the file finds what stands in it."""
    try:
        text = record.decode()
    except UnicodeDecodeError:
        text = "\0"
    if clean(text) == text:
        return f'{DECLARATION}<record xmlns="{RECORD}" encoding="text">{escape(text)}</record>'.encode()
    packed = base64.b64encode(record).decode("ascii")
    return f'{DECLARATION}<record xmlns="{RECORD}" encoding="base64">{packed}</record>'.encode()


def record_of(part: bytes) -> bytes | None:
    """What `record_part` was made from; None for any other XML part. Unreadable where it is damaged."""
    root = parse(part, huge=True)
    if root.tag != f"{{{RECORD}}}record":
        return None
    text = "".join(root.itertext())
    if root.get("encoding") == "text":
        return text.encode()
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable(f"the record is damaged: {error}") from error

"""What a PDF holds: the text of its pages, every string of every object, and its streams."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MAX_LEFT_OVER = 50_000_000


_DRAWN = {"/CMap", "/Image", "/Form", "/CIDFontType0C", "/Type1C", "/OpenType"}


class NotReadable(Exception):
    """The bytes are not a whole file of their kind."""


@dataclass(frozen=True, slots=True)
class PdfPart:
    """A text, or the bytes of a stream, which may be a file of its own (an attachment, XMP); `drawn`: they are orders
    to draw, a font or an image, in which rows of numbers are no text."""

    part: str
    content: str | bytes
    drawn: bool = False


def pdf_parts(data: bytes) -> Iterator[PdfPart]:
    """All parts of a PDF; `part` is `page 3` or `object 12`.

    Errors: NotReadable where it is damaged or locked.
    """
    # Told in one sentence by NotReadable; the library's own warnings would only repeat it.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadable("locked")
        pages = list(reader.pages)
        contents: set[int] = set()
        told: list[str] = []
        for number, page in enumerate(pages, start=1):
            contents |= _content_objects(page)
            told.append(page.extract_text())
            yield PdfPart(f"page {number}", told[-1])
            yield from _marked(page, reader, number)
        # A word may be broken at the end of a page.
        yield PdfPart("pages", "".join(told))
        yield PdfPart("document", "\n".join(_strings(reader.trailer)))
        for number, generation in _objects(reader):
            yield from _object(reader, number, generation, contents)
        yield from _left_over(data)
    except NotReadable:
        raise
    except Exception as problem:
        # Whatever a file does to its reader: what was not read was not looked through.
        raise NotReadable(type(problem).__name__) from None


def _left_over(data: bytes) -> Iterator[PdfPart]:
    """The streams of a file that was changed after it was made: what no longer counts still stands in it."""
    if data.count(b"%%EOF") < 2:
        return
    whole = memoryview(data)
    for found in re.finditer(rb"stream\r?\n", data):
        try:
            plain = zlib.decompressobj().decompress(whole[found.end() :], _MAX_LEFT_OVER)
        except zlib.error:
            continue
        yield PdfPart("earlier version", plain, drawn=True)


def _objects(reader: Any) -> list[tuple[int, int]]:
    """(number, generation) of every object, also of those inside object streams."""
    plain = {(number, generation) for generation, table in reader.xref.items() for number in table if number}
    return sorted(plain | {(number, 0) for number in reader.xref_objStm})


def _content_objects(page: Any) -> set[int]:
    """The numbers of a page's content streams: codes of glyphs, no text; the text of the page tells them."""
    raw: Any = page.raw_get("/Contents") if "/Contents" in page else None
    found = {raw.idnum} if hasattr(raw, "idnum") else set()
    whole = raw.get_object() if raw is not None else None
    if isinstance(whole, list):
        found |= {item.idnum for item in whole if hasattr(item, "idnum")}
    return found


def _marked(page: Any, reader: Any, number: int) -> Iterator[PdfPart]:
    """What stands beside glyphs as their true text (ActualText, Alt, E) inside the content itself."""
    from pypdf.generic import ContentStream

    content = page.get_contents()
    if content is None or not any(
        key in content.get_data() for key in (b"/ActualText", b"/Alt", b"/E ", b"/E(", b"/E<")
    ):
        return
    told: list[str] = []
    for operands, operator in ContentStream(content, reader).operations:
        if operator in (b"BDC", b"DP"):
            told.extend(text for operand in operands for text in _strings(operand))
    # Each may be one letter of a word.
    yield PdfPart(f"page {number}", "".join(told))
    yield PdfPart(f"page {number}", "\n".join(told))


def _object(reader: Any, number: int, generation: int, contents: set[int]) -> Iterator[PdfPart]:
    from pypdf.errors import PyPdfError
    from pypdf.generic import IndirectObject, StreamObject

    part = f"object {number}"
    value = reader.get_object(IndirectObject(number, generation, reader))
    yield PdfPart(part, "\n".join(_strings(value)))
    if not isinstance(value, StreamObject) or number in contents or value.get("/Type") in ("/ObjStm", "/XRef"):
        return
    try:
        data = value.get_data()
    except (PyPdfError, NotImplementedError, ValueError):
        # An image whose filter is not known: its bytes as they are.
        data = value._data
    if isinstance(data, str):
        data = data.encode("utf-8")
    kinds = {str(value.get(key)) for key in ("/Type", "/Subtype")}
    drawn = bool(kinds & _DRAWN) or "/PatternType" in value or b"begincmap" in data
    yield PdfPart(part, data, drawn)


def _strings(value: Any, depth: int = 0) -> Iterator[str]:
    """Every string and name in an object, keys too; objects that it points to are met on their own."""
    from pypdf.generic import IndirectObject

    if isinstance(value, IndirectObject) or depth > 60:
        return
    if isinstance(value, dict):
        for key, inner in dict.items(value):
            yield str(key).lstrip("/")
            yield from _strings(inner, depth + 1)
    elif isinstance(value, list):
        for inner in list.__iter__(value):
            yield from _strings(inner, depth + 1)
    elif isinstance(value, bytes):
        for encoding in ("utf-8", "utf-16-be"):
            yield bytes(value).decode(encoding, errors="replace")
    elif isinstance(value, str):
        yield str(value)
        if value.startswith("/"):
            yield value[1:]

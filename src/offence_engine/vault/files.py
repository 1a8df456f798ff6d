"""The search in a written file, in everything that it holds: text, markup, entries of archives, PDF, raw bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from offence_engine.errors import Fault, Place, UsageError
from offence_engine.vault.identities import Vault
from offence_engine.vault.pdf import NotReadable, pdf_parts
from offence_engine.vault.search import Leak, leaks
from offence_engine.vault.views import hidden_bytes, markup_views, raw_views, text_views

MAX_UNPACKED = 400_000_000
_MAX_DEPTH = 4
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = (".html", ".htm", ".xhtml", ".xml", ".rels", ".hpf", ".svg", ".rdf", ".xmp")


@dataclass(frozen=True, slots=True)
class _Seen:
    """One text to search, where it was found, and whether it may be bytes or markup and not only text."""

    part: str
    text: str
    raw: bool = False


def leaks_in_file(
    vault: Vault, data: bytes, suffix: str, name: str = "", allowed: frozenset[str] = frozenset()
) -> list[Leak]:
    """What of the vault stands anywhere in the bytes of a file (`suffix`: `.docx`), or in its name.

    `Leak.part` says where: an entry of the archive, a page, `bytes`. Errors: UsageError where the file cannot be looked
    through, since then nothing is known of it.
    """
    return look_through(vault, data, suffix, name, allowed, set())


def look_through(
    vault: Vault, data: bytes, suffix: str, name: str, allowed: frozenset[str], clean: set[tuple[int, int, bool]]
) -> list[Leak]:
    """`leaks_in_file` for many files: `clean` remembers the texts (styles, fonts) in which nothing was found.

    One `clean` serves one vault and one `allowed`.
    """
    found: dict[Leak, None] = {}
    unpacked = [0]
    try:
        for seen in _file(data, suffix.lower(), "", 0, unpacked):
            _add(found, vault, seen, allowed, clean)
    except NotReadable as problem:
        raise UsageError(
            [
                Fault(
                    Place("offence"),
                    f"문서를 열어 볼 수 없어 신원이 들어 있는지 확인하지 못했습니다 ({problem}).",
                    f"the document cannot be opened to see whether an identity stands in it ({problem})",
                )
            ]
        ) from None
    if name:
        for text in text_views(name):
            _add(found, vault, _Seen("file name", text), allowed, clean)
    return list(found)


def _add(
    found: dict[Leak, None], vault: Vault, seen: _Seen, allowed: frozenset[str], clean: set[tuple[int, int, bool]]
) -> None:
    known = (hash(seen.text), len(seen.text), seen.raw)
    if known in clean:
        return
    hits = leaks(vault, (seen.text,), allowed, markup=seen.raw)
    if not hits:
        clean.add(known)
        return
    # The name of an entry may be what leaks.
    part = seen.part if not leaks(vault, (seen.part,)) else ""
    for hit in hits:
        found[replace(hit, part=part)] = None


def _file(data: bytes, suffix: str, part: str, depth: int, unpacked: list[int]) -> Iterator[_Seen]:
    if depth > _MAX_DEPTH:
        raise NotReadable("nested")
    if data.startswith(_ZIP) or suffix in (".docx", ".hwpx", ".zip"):
        yield from _archive(data, part, depth, unpacked)
    elif b"%PDF-" in data[:1024] or suffix == ".pdf":
        yield from _pdf(data, part, depth, unpacked)
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from _text(data.decode("utf-16", errors="replace"), suffix, part, depth, unpacked)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield from _bytes(data, part)
            if (korean := _cp949(data)) is not None:
                yield from _text(korean, suffix, part, depth, unpacked)
            return
        yield from _text(text, suffix, part, depth, unpacked)
        if "\x00" in text:
            yield from _bytes(data, part)


def _bytes(data: bytes, part: str) -> Iterator[_Seen]:
    for text in raw_views(data):
        yield _Seen(part or "bytes", text, raw=True)


def _text(text: str, suffix: str, part: str, depth: int, unpacked: list[int]) -> Iterator[_Seen]:
    part = part or "text"
    marked = suffix in _MARKUP or text.lstrip()[:1] == "<"
    for view in text_views(text):
        yield _Seen(part, view, raw=marked)
    # Markdown may hold HTML; a JSON or text file hardly has a tag, and then this costs little.
    if "<" in text:
        for view in markup_views(text):
            yield _Seen(part, view)
    small = []
    for hidden in hidden_bytes(text):
        if hidden.startswith(_ZIP) or b"%PDF-" in hidden[:1024]:
            yield from _file(hidden, "", part, depth + 1, unpacked)
            continue
        for found in (hidden, _inflated(hidden)):
            if (told := _printable(found)) is None:
                small.append(found)
            elif told:
                for plain in text_views(told):
                    yield _Seen(part, plain)
    # Hashes and ids look like Base64 too: many small ones are searched at once.
    for view in raw_views(b"\n\n".join(small)):
        for escaped in text_views(view):
            yield _Seen(part, escaped, raw=True)


def _printable(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(c.isprintable() or c.isspace() for c in text) else None


def _cp949(data: bytes) -> str | None:
    try:
        return data.decode("cp949")
    except UnicodeDecodeError:
        return None


def _inflated(data: bytes) -> bytes:
    """What zlib or gzip packed; nothing where it is neither."""
    if not data.startswith((b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")):
        return b""
    try:
        return zlib.decompressobj(wbits=47).decompress(data, MAX_UNPACKED)
    except zlib.error:
        return b""


def _archive(data: bytes, part: str, depth: int, unpacked: list[int]) -> Iterator[_Seen]:
    # Everything beside the entries: comments, names, what stands before and behind.
    yield from _bytes(data, part)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                unpacked[0] += info.file_size
                if unpacked[0] > MAX_UNPACKED:
                    raise NotReadable("size")
                inside = f"{part}/{info.filename}" if part else info.filename
                yield _Seen(part or "names of entries", info.filename)
                yield _Seen(part or "names of entries", info.comment.decode("utf-8", errors="replace"))
                entry = archive.read(info)
                suffix = "." + info.filename.rpartition(".")[2].lower()
                yield from _file(entry, suffix, inside, depth + 1, unpacked)
                if (plain := _inflated(entry)) != b"":
                    yield from _file(plain, "", inside, depth + 1, unpacked)
    except NotReadable:
        raise
    except Exception as problem:
        # Whatever an archive does to its reader: what was not read was not looked through.
        raise NotReadable(type(problem).__name__) from None


def _pdf(data: bytes, part: str, depth: int, unpacked: list[int]) -> Iterator[_Seen]:
    yield from _bytes(data, part)
    for found in pdf_parts(data):
        where = f"{part}/{found.part}" if part else found.part
        if isinstance(found.content, str):
            for view in text_views(found.content):
                yield _Seen(where, view)
        else:
            unpacked[0] += len(found.content)
            if unpacked[0] > MAX_UNPACKED:
                raise NotReadable("size")
            if found.drawn:
                yield from _bytes(found.content, where)
            else:
                yield from _file(found.content, "", where, depth + 1, unpacked)

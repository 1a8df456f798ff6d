"""The texts that a reader, a program or a copy-and-paste may see in one text: tags, entities and escapes undone."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
# Tags that end a line, a paragraph or a cell, of HTML and of the XML in DOCX and HWPX.
_LINE_TAG = re.compile(
    r"<(?:/?(?:p|div|li|ul|ol|tr|td|th|table|h[1-6]|section|article|header|footer|title|body|head|script|style)"
    r"|br|hr|/?(?:\w+:)(?:p|tc|tr|tbl|lineBreak|tab|br|cr))\b[^<>]*>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""=\s*("[^"]*"|'[^']*')""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"\\/bfnrt]))")
_CONTROLS = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}
_BACKSLASH_CSS = re.compile(r"\\([0-9a-fA-F]{4,6})\s?")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}")
_MAX_BASE64 = 2_000_000


def text_views(text: str) -> Iterator[str]:
    """The text itself, with its lines joined (a word may be broken at the end of a line), and with escapes undone."""
    yield text
    if "\n" in text:
        yield _joined(text)
    yield from _unescaped(text)
    if "&" in text and (plain := _plain(text)) != text:
        yield plain
    if _PERCENT.search(text):
        yield unquote(text, errors="replace")


def markup_views(text: str) -> Iterator[str]:
    """HTML or XML: its text with tags taken out (a name may be split over runs) or turned into line ends, its
    attributes, comments and escapes."""
    unseen: list[str] = []
    bare = _without(_without(text, "<!--", "-->", unseen), "<?", "?>", unseen)
    bare = bare.replace("<![CDATA[", "").replace("]]>", "")
    joined = _TAG.sub("", bare)
    for made in (joined, _joined(joined), _TAG.sub("\n", bare), _TAG.sub("", _LINE_TAG.sub("\n", bare))):
        yield _plain(made)
    inside = [value[1:-1] for tag in _TAG.findall(text) for value in _ATTRIBUTE.findall(tag)]
    inside += unseen
    # A bar is no gap within a number: two attributes are never one.
    joined = "\n|\n".join(inside)
    yield from text_views(_plain(joined))
    # A comment or an attribute may hold markup itself.
    yield _plain(_TAG.sub("", _plain(joined)))
    for unescaped in _unescaped(text):
        yield _plain(unescaped)
    if _BACKSLASH_CSS.search(text):
        yield _BACKSLASH_CSS.sub(lambda m: _character(int(m[1], 16)), text)
    if _PERCENT.search(text):
        yield unquote(_plain(text), errors="replace")


def _joined(text: str) -> str:
    """The text in one line, without the blanks at the ends of its lines."""
    return "".join(line.strip() for line in text.splitlines())


def _without(text: str, start: str, end: str, taken: list[str]) -> str:
    """The text without what stands from `start` to the next `end`, which goes to `taken`; in one pass."""
    kept, at = [], 0
    while (begin := text.find(start, at)) >= 0 and (stop := text.find(end, begin + len(start))) >= 0:
        kept.append(text[at:begin])
        taken.append(text[begin + len(start) : stop])
        at = stop + len(end)
    return "".join((*kept, text[at:]))


def _plain(text: str) -> str:
    """Entities undone, also those of a text that was escaped twice."""
    for _ in range(3):
        if "&" not in text or (plain := html.unescape(text)) == text:
            break
        text = plain
    return text


def hidden_bytes(text: str) -> Iterator[bytes]:
    """What stands in the text as Base64 (embedded files, records), in its order."""
    for found in _BASE64.finditer(text):
        if found.end() - found.start() <= _MAX_BASE64:
            run = found.group().rstrip("=").replace("-", "+").replace("_", "/")
            try:
                yield base64.b64decode(run + "=" * (-len(run) % 4))
            except (binascii.Error, ValueError):
                continue


def raw_views(data: bytes) -> Iterator[str]:
    """Bytes as text in the ways in which a name may be written into them: UTF-8, CP949, UTF-16 at any offset."""
    yield data.decode("utf-8", errors="replace")
    if not data.isascii():
        yield data.decode("cp949", errors="replace")
    if b"\x00" in data or not data.isascii():
        for encoding in ("utf-16-le", "utf-16-be"):
            for start in (0, 1):
                yield data[start:].decode(encoding, errors="replace")


def _unescaped(text: str) -> Iterator[str]:
    """The text with escapes of JSON undone, again where JSON stands inside JSON."""
    for _ in range(3):
        if "\\" not in text or (plain := _ESCAPE.sub(_escaped, text)) == text:
            return
        # Two halves of one character come together; a half alone is no character.
        text = plain.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
        yield text


def _escaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _CONTROLS.get(found[2], found[2])


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " "

"""Reads a PDF that this program wrote: the text of each page without its running heads, and the record inside.

Running head, foot, draft mark and table rules stand in the file as artifacts and are passed over. The text comes in
the order of the letter; a character that no font has is read from the text that stands beside its box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

import pypdf
from pypdf.errors import PyPdfError

from offence_engine.letters.formats.base import Reading, Unreadable
from offence_engine.letters.formats.pdf_words import SPACE

RECORD = "record.json"
MAX_PAGES = 20_000
_UNKNOWN = "\ufffd"
_LAST_GLYPH = 0xFFFF
_CELL_GAP = 3.5  # points; a wider gap inside a line lies between two cells of a row

# Operands and operators of a content stream; of a string in parentheses only the beginning.
_TOKEN = re.compile(
    rb"""[\0\s]*+(?:
         (?P<numbers>(?:[+-]?[\d.]+[\0\s]*+)+) | (?P<operator>[A-Za-z'"*][A-Za-z0-9*]*)
       | (?P<name>/[^\0\s()<>\[\]{}/%]*) | (?P<array>[\[\]])
       | (?P<text>\()
       | (?P<dict><<|>>) | (?P<hex><[0-9A-Fa-f\s]*>) | (?P<comment>%[^\r\n]*))""",
    re.VERBOSE | re.DOTALL,
)
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r\n|\r|\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\r": b"", b"\n": b""}
_READ = frozenset({b"Tf", b"cm", b"BT", b"Tj", b"TJ", b"ET", b"BMC", b"BDC", b"EMC"})
_CHARS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


Token = tuple[str, bytes]  # its kind, and how it stands in the stream; neighbouring numbers are one token


class Font(NamedTuple):
    """Glyph -> text, and glyph -> width in thousandths of the size."""

    texts: dict[int, str]
    widths: dict[int, float]


def read(data: bytes) -> Reading:
    """The text of each page, and the record. Errors: Unreadable where it is not a whole PDF of ours."""
    if not data.startswith(b"%PDF-") or not data.rstrip().endswith(b"%%EOF"):
        raise Unreadable("not a whole PDF: its first or its last line is missing")
    try:
        return _read(pypdf.PdfReader(BytesIO(data), strict=True))
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError) as problem:
        # The parser meets a damaged file with whatever error comes first.
        raise Unreadable(f"not a whole PDF: {problem}") from None


def _read(reader: pypdf.PdfReader) -> Reading:
    if reader.is_encrypted:
        raise Unreadable("encrypted")
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(f"more than {MAX_PAGES} pages")
    fonts: dict[int, Font] = {}
    texts = tuple(_page(page, fonts) for page in reader.pages)
    if not texts:
        raise Unreadable("no page")
    return Reading(texts=texts, record=_record(reader))


def _record(reader: pypdf.PdfReader) -> bytes | None:
    found = [content for name, content in reader.attachments.items() if name == RECORD]
    if not found:
        return None
    if len(found) > 1 or len(found[0]) > 1:
        raise Unreadable(f"more than one `{RECORD}`")
    return bytes(found[0][0])


def _page(page: pypdf.PageObject, read_before: dict[int, Font]) -> str:
    contents = page.get_contents()
    if contents is None:
        return ""
    resources: Any = page.get("/Resources", {}).get_object()
    known: dict[bytes, Font] = {}
    for name, value in resources.get("/Font", {}).get_object().items():
        font: Any = value.get_object()
        number = font.indirect_reference.idnum if font.indirect_reference else id(font)
        if number not in read_before:
            read_before[number] = _font(font)
        known[name.encode("latin-1")] = read_before[number]
    return _Page(known).text(contents.get_data())


def _font(font: Any) -> Font:
    if font.get("/Encoding") != "/Identity-H" or "/ToUnicode" not in font:
        raise Unreadable("a font that this program does not write")
    source = font["/ToUnicode"].get_data().decode("latin-1")
    texts = {
        int(glyph, 16): bytes.fromhex(text).decode("utf-16-be", "replace")
        for part in _CHARS.findall(source)
        for glyph, text in _PAIR.findall(part)
    }
    widths: dict[int, float] = {}
    ranges = iter(font["/DescendantFonts"][0].get_object().get("/W", ()))
    for first in ranges:
        second = next(ranges, None)
        if isinstance(second, list):
            widths |= {int(first) + at: float(width) for at, width in enumerate(second)}
        elif second is not None:
            width = float(next(ranges, 0.0))
            widths |= dict.fromkeys(range(int(first), min(int(second), _LAST_GLYPH) + 1), width)
    return Font(texts, widths)


class _Page:
    """One content stream, token after token."""

    def __init__(self, fonts: dict[bytes, Font]) -> None:
        self._fonts = fonts
        self._font = Font({}, {})
        self._size = 0.0
        self._marks: list[str] = []  # the open marks: artifact, actual, reversed, or other
        self._silent = 0  # how many of them are artifacts or have a text of their own
        self._out: list[str] = []
        self._line: bytes | None = None
        self._end = 0.0  # where the text of the line ends so far
        self._run: list[str] = []  # the text between BT and ET
        self._backwards = False

    def text(self, data: bytes) -> str:
        """What the page says, with a line feed where a new line begins and a tab where a cell does."""
        operands: list[Token] = []
        for token in _tokens(data):
            if token[0] != "operator":
                operands.append(token)
                continue
            if token[1] in _READ:
                self._do(token[1], operands)
            operands = []
        if self._marks:
            raise Unreadable("a page is cut short")
        return "".join(self._out).replace(SPACE, "").strip("\n")

    def _do(self, operator: bytes, operands: list[Token]) -> None:
        match operator:
            case b"Tf":
                self._font, self._size = self._fonts[operands[-2][1]], float(operands[-1][1])
            case b"cm":
                self._move(*operands[-1][1].split()[-2:])
            case b"BT":
                self._run, self._backwards = [], False
            case b"Tj" | b"TJ":
                said = [self._said(token) for token in operands if token[0] in ("text", "hex")]
                if not self._silent:
                    self._run += said
            case b"ET":
                self._out += reversed(self._run) if self._backwards else self._run
                self._run = []
            case b"BMC" | b"BDC":
                self._open(operands)
            case b"EMC":
                if self._marks.pop() in ("artifact", "actual"):
                    self._silent -= 1

    def _move(self, across: bytes, height: bytes) -> None:
        if "artifact" in self._marks:
            return
        if height != self._line:
            self._line = height
            self._out.append("\n")
        elif float(across) - self._end > _CELL_GAP and not self._out[-1].endswith(" "):
            self._out.append("\t")
        self._end = float(across)

    def _open(self, operands: list[Token]) -> None:
        tag = operands[0][1]
        mark = "other"
        if tag == b"/Artifact":
            mark = "artifact"
        elif tag == b"/ReversedChars":
            self._backwards = True
        else:
            for name, value in pairwise(operands):
                if name[1] == b"/ActualText":
                    mark = "actual"
                    if not self._silent:
                        self._run.append(_decoded(_bytes(value)))
        self._silent += mark != "other"
        self._marks.append(mark)

    def _said(self, token: Token) -> str:
        raw = _bytes(token)
        glyphs = [raw[at] << 8 | raw[at + 1] for at in range(0, len(raw) - 1, 2)]
        texts, widths = self._font
        self._end += sum(widths.get(glyph, 0.0) for glyph in glyphs) * self._size / 1000
        said = [texts.get(glyph, _UNKNOWN) for glyph in glyphs]
        return "".join(reversed(said) if self._backwards else said)


def _tokens(data: bytes) -> Iterator[Token]:
    at = 0
    while (found := _TOKEN.match(data, at)) is not None:
        kind, at = found.lastgroup or "", found.end()
        if kind == "text":
            at = _end_of_text(data, at)
            yield kind, data[found.end() - 1 : at]
        elif kind != "comment":
            yield kind, found[kind]
    if data[at:].strip(b"\0\t\n\f\r "):
        raise Unreadable("a page holds what is no content of a page, or is cut short")


def _end_of_text(data: bytes, at: int) -> int:
    """Where a string ends that was opened just before; parentheses in pairs stand in it as they are, at any depth."""
    depth = 1
    for found in _PARENTHESIS.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    raise Unreadable("a page is cut short")


def _bytes(token: Token) -> bytes:
    """The bytes of a string in either notation."""
    kind, raw = token
    if kind == "hex":
        digits = re.sub(rb"\s", b"", raw[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return _ESCAPE.sub(_unescaped, raw[1:-1]) if b"\\" in raw else raw[1:-1]


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what.isdigit():
        return bytes([int(what, 8) & 0xFF])
    return _ESCAPED.get(what, what)


def _decoded(raw: bytes) -> str:
    """A text string: UTF-16 with its mark, or one byte for each character."""
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")

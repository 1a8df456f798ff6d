"""Plain text into Markdown that shows it as it is.

Everything a template prints passes through `escaped`, and the whole through `settled`: whatever a case file says, it
cannot become a heading, a list, a table cell, a link or a tag.
"""

from __future__ import annotations

import re
import unicodedata

from jinja2 import Undefined

from offence_engine.letters.marks import Grounded, Printed, mark

# Where a backslash is needed only if the value meets a line's beginning, or a bracket after it. Private-use
# characters cannot come from outside: `plain` takes them out.
_IF_FIRST, _IF_LINK = "\ue001", "\ue000"
_ALWAYS = re.compile(
    r"[\\`*<>|&$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|(?<=:)/(?=/)|(?<=\w)@(?=[\w-]+\.\w)|(?<=\bwww)\."
)
_BRACKET = re.compile(r"!(?=\[)|\](?=[(\[:])")
_LEADING = re.compile(r"[#+=-]|\d{1,9}(?=[.)](?: |$))")
_AT_LINE_START = re.compile(rf"^([ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)*\d{{0,9}}){_IF_FIRST}", re.MULTILINE)
_BEFORE_BRACKET = re.compile(rf"\]{_IF_LINK}(?=[(\[:])")


def plain(text: str) -> str:
    """One line of visible text: no line breaks, control characters, direction marks or invisible letters."""
    kept = [
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", text)
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    ]
    return re.sub(r" {2,}", " ", "".join(kept)).strip()


def escaped(value: object) -> str:
    """A value as Markdown that shows exactly its text, once `settled` has seen where it stands."""
    if isinstance(value, Printed):
        return value
    if isinstance(value, Grounded):
        return escaped(value.text) + mark(value.rests_on) if value.text else ""
    if not isinstance(value, str):
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, Undefined):
            str(value)
        raise TypeError(f"a template can print text and numbers, not {type(value).__name__}")
    text = _BRACKET.sub(r"\\\g<0>", _ALWAYS.sub(r"\\\g<0>", plain(value)))
    if text.endswith("]"):
        text += _IF_LINK
    found = _LEADING.match(text)
    if found is None:
        return text
    at = found.end() if found[0].isdigit() else 0
    return f"{text[:at]}{_IF_FIRST}{text[at:]}"


def settled(markdown: str) -> str:
    """The Markdown with the backslashes that depend on the place."""
    placed = _AT_LINE_START.sub(r"\1\\", markdown).replace(_IF_FIRST, "")
    return _BEFORE_BRACKET.sub(r"\\]", placed).replace(_IF_LINK, "")

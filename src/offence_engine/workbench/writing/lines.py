"""A YAML file with its comments: the tree of its blocks, in which every comment and blank line belongs to an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import tokens as t

from offence_engine.errors import Fault, Place, RulesError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SILENT = (t.StreamStartToken, t.StreamEndToken, t.DocumentStartToken, t.DocumentEndToken)
_OPENING = (t.FlowMappingStartToken, t.FlowSequenceStartToken)
_CLOSING = (t.FlowMappingEndToken, t.FlowSequenceEndToken)
# A text under `|` or `>` whose head says how far it is indented, or that the blank lines below it count.
_KEPT = re.compile(r"[|>]-?[0-9+]")
# Line ends that YAML knows but editors do not show.
ODD_BREAKS = "\x85\u2028\u2029"


@dataclass
class Leaf:
    """A scalar or a collection in brackets, as written in the text from `start`.

    `style`: the quote, `|` or `>`, `{` of brackets, empty of plain text. `above` are the lines of comment before it,
    `trail` is the comment behind it. `scalars` are the places of the scalars inside brackets. `own_line`: it begins a
    line, below its key.
    """

    text: str = ""
    style: str = ""
    start: int = 0
    above: list[str] = field(default_factory=list)
    trail: str = ""
    scalars: tuple[tuple[int, int, str], ...] = ()
    own_line: bool = False


@dataclass
class Entry:
    """An entry of a block: a key with its value, or an item (no key).

    `before` are the comments and blank lines above it, `trail` is the comment behind its colon or dash.
    """

    key: Leaf | None
    value: Node
    before: list[str] = field(default_factory=list)
    trail: str = ""


@dataclass
class Block:
    """A mapping or sequence written in lines; `tail` are the comments below its last entry."""

    is_map: bool
    column: int
    entries: list[Entry] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


Node = Leaf | Block


@dataclass
class File:
    """The comments above all (up to a blank line), and the top of the tree."""

    head: list[str]
    root: Block


@dataclass
class _Sign:
    """A token one can see, with the lines of comment above it (column, text; blank lines -1) and the comment behind."""

    token: Any
    start: int
    end: int
    above: list[tuple[int, str]]
    trail: str = ""
    scalars: tuple[tuple[int, int, str], ...] = ()


def read_lines(text: str, name: str) -> File:
    """The blocks of a text whose line ends are `\\n` and that is known to parse without anchors and tags.

    Errors: RulesError at what these files have no use for: `? ` keys, directives, a collection as a key.
    """
    return _Reader(text, name).file()


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        for odd in ODD_BREAKS:
            if odd in text:
                raise self._refused(text.index(odd))
        self.signs: list[_Sign] = []
        self._last_end = 0
        self._scan()
        self.at = 0

    def _scan(self) -> None:
        """All tokens; those one can see get the comments around them."""
        tokens = iter(yaml.scan(self.text, Loader=_Loader))
        for token in tokens:
            start, end = token.start_mark.index, token.end_mark.index
            if isinstance(token, t.DirectiveToken) or (isinstance(token, t.KeyToken) and end > start):
                raise self._refused(start)
            if isinstance(token, _SILENT):
                if end > start:
                    # `---` and `...` go; the comments around them stay.
                    self.text = self.text[:start] + " " * (end - start) + self.text[end:]
                continue
            scalars: list[tuple[int, int, str]] = []
            if isinstance(token, _OPENING):
                depth = 1
                while depth:
                    inner = next(tokens)
                    depth += isinstance(inner, _OPENING) - isinstance(inner, _CLOSING)
                    end = inner.end_mark.index
                    if isinstance(inner, t.ScalarToken):
                        scalars.append((inner.start_mark.index, end, inner.style or ""))
                    elif isinstance(inner, t.KeyToken) and end > inner.start_mark.index:
                        raise self._refused(inner.start_mark.index)
            elif isinstance(token, t.ScalarToken) and token.style in ("|", ">"):
                end = start + len(self.text[start:end].rstrip("\n "))
            seen = end > start
            above = self._comments(start) if seen else []
            self.signs.append(_Sign(token, start, end, above, scalars=tuple(scalars)))
            if seen:
                self._last_end = end
                self._seen = self.signs[-1]
        self.rest = self._comments(len(self.text))

    _seen: _Sign | None = None

    def _comments(self, until: int) -> list[tuple[int, str]]:
        """The lines of comment and blank lines since the last token; the comment behind that token goes to it."""
        gap = self.text[self._last_end : until]
        if not gap.strip() and gap.count("\n") < 2:
            return []
        above: list[tuple[int, str]] = []
        lines = gap.split("\n")
        for number, line in enumerate(lines):
            bare = line.strip()
            if number == 0 and self._seen is not None:
                if bare:
                    self._seen.trail = line.rstrip()
            elif bare:
                above.append((len(line) - len(line.lstrip()), bare))
            elif number < len(lines) - 1 and above[-1:] != [(-1, "")]:
                above.append((-1, ""))
        return above

    def file(self) -> File:
        root = self._node(-1)
        if not isinstance(root, Block):
            raise self._refused(len(self.text) - len(self.text.lstrip()))
        self._settle(root, self.rest, -1)
        first = root.entries[0]
        blank = first.before.index("") + 1 if "" in first.before else len(first.before)
        while blank < len(first.before) and "" in first.before[blank:]:
            blank += first.before[blank:].index("") + 1
        head, first.before = first.before[:blank], first.before[blank:]
        return File(head, root)

    @property
    def _now(self) -> Any:
        return self.signs[self.at].token if self.at < len(self.signs) else None

    def _take(self) -> _Sign:
        self.at += 1
        return self.signs[self.at - 1]

    def _node(self, parent: int) -> Node:
        match self._now:
            case t.BlockMappingStartToken():
                return self._map(self._take().token.start_mark.column)
            case t.BlockSequenceStartToken():
                block = self._list(self._take().token.start_mark.column)
                self._take()
                return block
            case t.BlockEntryToken():
                # A list that stands under its key without being indented has no end of its own.
                return self._list(self._now.start_mark.column)
            case t.ScalarToken() | t.FlowMappingStartToken() | t.FlowSequenceStartToken():
                return self._leaf(self._take())
        return Leaf()

    def _leaf(self, sign: _Sign) -> Leaf:
        own_line = not self.text[self.text.rfind("\n", 0, sign.start) + 1 : sign.start].strip()
        brackets = isinstance(sign.token, _OPENING)
        style = "{" if brackets else "" if sign.token.plain else sign.token.style or ""
        text = self.text[sign.start : sign.end]
        if style in ("|", ">") and _KEPT.match(text):
            raise self._refused(sign.start)
        return Leaf(text, style, sign.start, _texts(sign.above), sign.trail, sign.scalars, own_line)

    def _map(self, column: int) -> Block:
        block = Block(True, column)
        while isinstance(self._now, t.KeyToken):
            self._take()
            if not isinstance(self._now, t.ScalarToken):
                raise self._refused(self.signs[self.at].start if self.at < len(self.signs) else len(self.text))
            sign = self._take()
            key = self._leaf(sign)
            key.above = []
            entry = Entry(key, Leaf(), self._before(block, sign.above, column))
            block.entries.append(entry)
            if isinstance(self._now, t.ValueToken):
                entry.trail = self._take().trail
                entry.value = self._node(column)
        if not isinstance(self._now, t.BlockEndToken):
            raise self._refused(self.signs[self.at].start if self.at < len(self.signs) else len(self.text))
        self._take()
        return block

    def _list(self, column: int) -> Block:
        block = Block(False, column)
        while isinstance(self._now, t.BlockEntryToken):
            sign = self._take()
            entry = Entry(None, Leaf(), self._before(block, sign.above, column), sign.trail)
            block.entries.append(entry)
            if not isinstance(self._now, t.BlockEntryToken) or self._now.start_mark.column > column:
                entry.value = self._node(column)
        return block

    def _before(self, block: Block, above: list[tuple[int, str]], column: int) -> list[str]:
        if not block.entries:
            return _texts(above)
        return self._settle(block.entries[-1].value, above, column)

    def _settle(self, previous: Node, above: list[tuple[int, str]], column: int) -> list[str]:
        """Comments deeper than the next entry belong below what they follow; gives those that stand before it."""
        cut = 0
        for index, (at, text) in enumerate(above):
            if text and at <= column:
                break
            if text:
                cut = index + 1
        if not cut or not isinstance(previous, Block):
            return _texts(above)
        deepest = min(at for at, text in above[:cut] if text)
        holder = previous
        while isinstance(below := holder.entries[-1].value, Block) and below.column <= deepest:
            holder = below
        holder.tail += _texts(above[:cut])
        return _texts(above[cut:])

    def _refused(self, at: int) -> RulesError:
        before = self.text[:at]
        place = Place(self.name, before.count("\n") + 1, at - before.rfind("\n"))
        return RulesError(
            [
                Fault(
                    place,
                    "이 모양의 YAML은 다듬지 않습니다. `이름: 값`과 `- 값`으로만 적으십시오.",
                    "YAML of this form is not laid out; write only `name: value` and `- value`",
                )
            ]
        )


def _texts(above: list[tuple[int, str]]) -> list[str]:
    return [text for _, text in above]

"""The search for the pieces of a vault in texts: one expression over squeezed text, then a close look at each place.

Text is taken in stretches. A stretch is squeezed (no blanks, no separators); one expression, a tree of all anchors,
finds where a piece may stand; there the piece's own pattern is matched on the text that was not squeezed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from offence_engine.model.base import label
from offence_engine.vault.identities import Vault, key_label
from offence_engine.vault.normal import Places, normal, squeeze
from offence_engine.vault.piece import KINDS, Piece
from offence_engine.vault.pieces import pieces

NEAR = 60
_STRETCH = 60_000
# Gaps take at most four characters a letter; what stands before and after a piece belongs to its pattern too.
_MARGIN = 48
_Tree = dict[str, "_Tree"]


@dataclass(frozen=True, slots=True)
class Leak:
    """A piece of a person's identity in the text numbered `where` (in a file: its part, `part`); never the string.

    `beside` is the key of the other datum where only both together identify.
    """

    person: str
    key: str
    kind: str
    where: int = 0
    part: str = ""
    beside: str | None = None

    def text(self, lang: str) -> str:
        """`V1: school (the short form), beside name`."""
        told = label("신원", "identity") if self.kind not in KINDS else KINDS[self.kind]
        said = f"{self.person}: {key_label(self.key).text(lang)} ({told.text(lang)})"
        if self.beside is None:
            return said
        beside = key_label(self.beside).text(lang)
        return f"{said}, {beside}와(과) 함께" if lang == "ko" else f"{said}, beside {beside}"


def leaks(
    vault: Vault, texts: Iterable[str], allowed: frozenset[str] = frozenset(), *, markup: bool = False
) -> list[Leak]:
    """What of the vault stands in the texts, each piece once a text.

    The identities of `allowed` persons may stand there, and with them what another person has in common with them
    (a school, an address). With `markup`, pieces that a markup may hold as words (Latin letters alone) are passed over.
    """
    matcher = _matcher(vault)
    found: dict[Leak, None] = {}
    for where, text in enumerate(texts):
        for leak in matcher.search(text, allowed, markup):
            found[Leak(leak.person, leak.key, leak.kind, where, "", leak.beside)] = None
    return list(found)


@lru_cache(maxsize=8)
def _matcher(vault: Vault) -> _Matcher:
    return _Matcher(pieces(vault))


class _Matcher:
    def __init__(self, all_pieces: tuple[Piece, ...]) -> None:
        self.patterns: dict[str, re.Pattern[str]] = {}
        self.anchored: dict[str, list[Piece]] = defaultdict(list)
        self.near: dict[str, list[Piece]] = defaultdict(list)
        self.owners: dict[str, set[str]] = defaultdict(set)
        for piece in all_pieces:
            self.owners[piece.pattern].add(piece.person)
            for anchor in piece.anchors:
                self.anchored[anchor].append(piece)
            if piece.strength != "alone":
                self.near[piece.person].append(piece)
        self.lengths = sorted({len(anchor) for anchor in self.anchored})
        longest = max(self.lengths, default=0)
        self.overlap = 6 * longest + 2 * NEAR + 2 * _MARGIN
        self.stretch = max(_STRETCH, 4 * self.overlap)
        self.anchors = re.compile(_expression(self.anchored)) if self.anchored else None

    def search(self, text: str, allowed: frozenset[str], markup: bool) -> Iterator[Leak]:
        if self.anchors is None:
            return
        text = normal(text)
        for start in range(0, max(len(text) - self.overlap, 1), self.stretch):
            yield from self._stretch(text[start : start + self.stretch + self.overlap], allowed, markup)

    def _stretch(self, text: str, allowed: frozenset[str], markup: bool) -> Iterator[Leak]:
        assert self.anchors is not None
        squeezed = squeeze(text)
        hit = self.anchors.search(squeezed)
        if hit is None:
            return
        places = Places(text)
        while hit is not None:
            at = hit.start()
            for length in self.lengths:
                for piece in self.anchored.get(squeezed[at : at + length], ()):
                    if at + length <= len(squeezed) and not (markup and piece.plain):
                        yield from self._look(text, places.of(at), places.of(at + length - 1) + 1, piece, allowed)
            hit = self.anchors.search(squeezed, at + 1)

    def _look(self, text: str, first: int, last: int, piece: Piece, allowed: frozenset[str]) -> Iterator[Leak]:
        if piece.person in allowed or (allowed and self.owners[piece.pattern] & allowed):
            return
        match = self._pattern(piece.pattern).search(text, max(first - _MARGIN, 0), last + _MARGIN)
        if match is None:
            return
        if piece.strength == "alone":
            yield Leak(piece.person, piece.key, piece.kind)
            return
        for other in self.near[piece.person]:
            if other.datum == piece.datum:
                continue
            low, high = max(match.start() - NEAR - _MARGIN, 0), match.end() + NEAR + _MARGIN
            for beside in self._pattern(other.pattern).finditer(text, low, high):
                apart = max(beside.start() - match.end(), match.start() - beside.end())
                if 0 <= apart <= NEAR:
                    yield Leak(piece.person, piece.key, piece.kind, beside=other.key)
                    break

    def _pattern(self, pattern: str) -> re.Pattern[str]:
        """Compiled when first needed: most pieces never come near."""
        found = self.patterns.get(pattern)
        if found is None:
            found = self.patterns[pattern] = re.compile(pattern)
        return found


def _expression(anchors: Iterable[str]) -> str:
    """An expression that matches wherever some anchor begins: a tree of the anchors by their letters."""
    tree: _Tree = {}
    for anchor in sorted(anchors, key=len):
        node = tree
        for char in anchor:
            if "" in node:
                # A shorter anchor begins here already.
                break
            node = node.setdefault(char, {})
        else:
            node.clear()
            node[""] = {}
    return _written(tree)


def _written(tree: _Tree) -> str:
    made = ""
    while len(tree) == 1:
        (char, tree) = next(iter(tree.items()))
        if not char:
            return made
        made += re.escape(char)
    ends = [char for char, below in tree.items() if set(below) == {""}]
    ways = [re.escape(char) + _written(below) for char, below in tree.items() if char not in ends]
    if ends:
        ways.append("[" + "".join(map(re.escape, ends)) + "]")
    return f"{made}(?:{'|'.join(ways)})"

"""Puts new lines into a rule file where they belong; every other byte of the file stays as it is."""

from __future__ import annotations

from offence_engine.errors import Fault, Place, RulesError
from offence_engine.source.tree import Map, Node, Scalar, Seq


class Sheet:
    """The lines of a file, into which entries are put; places are those of its tree, read before any change."""

    def __init__(self, data: bytes, tree: Map, name: str) -> None:
        self._bom = data.startswith(b"\xef\xbb\xbf")
        text = data.decode("utf-8-sig")
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.split("\n")
        self.tree, self.name = tree, name
        # (line before which they go, order of putting) -> lines
        self._new: list[tuple[int, int, list[str]]] = []
        self._changed: dict[int, str] = {}

    def bytes(self) -> bytes:
        """The file with all that was put in."""
        lines = [self._changed.get(n, line) for n, line in enumerate(self._lines)]
        if lines and lines[-1] != "" and any(at >= len(lines) for at, _, _ in self._new):
            lines[-1] += self._end.removesuffix("\n")
            lines.append("")
        end = len(lines) - 1 if lines[-1] == "" else len(lines)
        for at, _, new in sorted(self._new, key=lambda put: (min(put[0], end), put[1]), reverse=True):
            before = min(at, end)
            lines[before:before] = [line + self._end.removesuffix("\n") for line in new]
        return (b"\xef\xbb\xbf" if self._bom else b"") + "\n".join(lines).encode()

    def item(self, path: tuple[str, ...], index: int, lines: list[str]) -> None:
        """An item of the list at `path`, before item `index` of it (behind the last: its length).

        `lines` begin with `- `. A list at the top that is missing is begun. Errors: RulesError where it stands in brackets.
        """
        node: Node = self.tree
        for step in path:
            if not isinstance(node, Map) or step not in node.entries:
                self._put(len(self._lines), [f"{step}:", *["  " + line for line in lines]])
                return
            node = node.entries[step]
        if isinstance(node, Seq) and not node.items:
            self._empty(path[-1], lines, 2)
            return
        if not isinstance(node, Seq) or self._letter(node.place) != "-":
            raise self._refused(node)
        pad = " " * (node.place.column - 1)
        last = index >= len(node.items)
        at = self._end_of(node.place.column - 1, self._dash(node.items[-1])) if last else self._start(node.items[index])
        self._put(at, [pad + line for line in lines])

    def entry(self, path: tuple[str, ...], lines: list[str]) -> None:
        """An entry at the end of the mapping at `path`.

        Errors: RulesError where the mapping stands in brackets.
        """
        node: Node = self.tree
        for step in path:
            if not isinstance(node, Map) or step not in node.entries:
                self._put(len(self._lines), [f"{step}:", *["  " + line for line in lines]])
                return
            node = node.entries[step]
        if isinstance(node, Map) and not node.entries:
            self._empty(path[-1], lines, 2)
            return
        if not isinstance(node, Map) or self._letter(node.place) == "{":
            raise self._refused(node)
        last = max(place.line for place in node.key_places.values()) - 1
        pad = " " * (node.place.column - 1)
        self._put(self._end_of(node.place.column - 1, last), [pad + line for line in lines])

    def _empty(self, key: str, lines: list[str], indent: int) -> None:
        """An empty `[]` or `{}` behind a top-level key gives way to lines."""
        at = self.tree.key_places[key].line - 1
        line = self._lines[at].rstrip("\r")
        head, _, rest = line.partition(":")
        rest = rest.strip()
        if rest[:2] not in ("[]", "{}"):
            raise self._refused(self.tree.entries[key])
        self._changed[at] = (f"{head}: {rest[2:].strip()}").rstrip() + self._end.removesuffix("\n")
        self._put(at + 1, [" " * indent + line for line in lines])

    def _put(self, at: int, lines: list[str]) -> None:
        self._new.append((at, len(self._new), lines))

    def _letter(self, place: Place) -> str:
        line = self._lines[place.line - 1]
        return line[place.column - 1 : place.column]

    def _dash(self, item: Node) -> int:
        """The line on which the dash of an item stands."""
        at = item.place.line - 1
        while "-" not in self._lines[at][: item.place.column]:
            at -= 1
        return at

    def _start(self, item: Node) -> int:
        """The first line of an item, with the comments that stand above it."""
        at = self._dash(item)
        column = self._lines[at].index("-")
        while at and self._lines[at - 1].startswith(" " * column + "#"):
            at -= 1
        return at

    def _end_of(self, column: int, at: int) -> int:
        """Behind the last line of the entry that begins on line `at` at `column`: what is indented deeper is of it."""
        last = at
        for number in range(at + 1, len(self._lines)):
            line = self._lines[number]
            bare = line.strip()
            if not bare:
                continue
            if len(line) - len(line.lstrip()) <= column:
                break
            last = number
        return last + 1

    def _refused(self, node: Node) -> RulesError:
        return RulesError(
            [
                Fault(
                    node.place,
                    "괄호로 적혀 있어 새 항목을 넣을 수 없습니다. 한 줄에 하나씩 적으십시오.",
                    "this stands in brackets, so that nothing can be put in; write one entry to a line",
                )
            ]
        )


LONG = 160
PLAIN_WORDS = frozenset(("yes", "no", "null", "true", "false", "~", "on", "off"))


def quoted(text: str, in_brackets: bool = True) -> str:
    """A text as a rule file has it: plain where that reads the same (in brackets too), else between `"`."""
    signs = ":#[]{}\"'&*!|>%@`\\\n\t" + ("," if in_brackets else "")
    plain = text and text == text.strip() and not any(sign in text for sign in signs)
    if plain and text[0] not in "-?=" and text.lower() not in PLAIN_WORDS:
        return text
    return _between(text)


def _between(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def in_line(node: Node) -> str:
    """A part of a tree in one line."""
    match node:
        case Scalar(value=value, quoted=was_quoted):
            return _between(value) if was_quoted or any(sign in value for sign in ",[]{}") else value
        case Seq(items=items):
            return "[" + ", ".join(in_line(item) for item in items) + "]"
        case Map(entries=entries):
            return "{" + ", ".join(f"{_key(key)}: {in_line(value)}" for key, value in entries.items()) + "}"


def in_lines(key: str, node: Node) -> list[str]:
    """An entry of a mapping: in one line where that is not too long."""
    if isinstance(node, Scalar) and not node.quoted:
        return [f"{_key(key)}: {node.value}".rstrip()]
    line = f"{_key(key)}: {in_line(node)}"
    if len(line) <= LONG or isinstance(node, Scalar):
        return [line]
    if isinstance(node, Seq):
        return [f"{_key(key)}:", *[f"  - {in_line(item)}" for item in node.items]]
    return [f"{_key(key)}:", *["  " + line for name, value in node.entries.items() for line in in_lines(name, value)]]


def inline(value: object) -> str:
    """Plain data (text, list, dict; nothing typed) in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(str(key))}: {inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(inner) for inner in value) + "]"
    return str(value) if str(value) in PLAIN_WORDS else quoted(str(value))


def _key(name: str) -> str:
    return name if quoted(name) == name or name in PLAIN_WORDS else _between(name)

"""The canonical layout of rule files: `laid_out` changes blanks, quotes and the order of keys, and nothing else.

Two blanks to a level, lists indented under their key, one blank behind a comma or colon, `"` for quotes, at most one
blank line, keys in the order of the models. What is quoted stays quoted, what stands on one line stays on one line,
comments go with the entry above which they stand. The result is read again and compared before it is given out.
"""

from __future__ import annotations

from collections import Counter

from pydantic import BaseModel

from offence_engine.errors import Fault, InternalError, Place, RulesError
from offence_engine.source.read import decode, parse
from offence_engine.source.tree import Map, Scalar, Seq
from offence_engine.source.tree import Node as Tree
from offence_engine.workbench.writing.flow import flow_text, requoted
from offence_engine.workbench.writing.lines import Entry, Leaf, Node, read_lines
from offence_engine.workbench.writing.order import top
from offence_engine.workbench.writing.shapes import kind_of_keys

STEP = 2


def laid_out(data: bytes, name: str) -> bytes:
    """The file in canonical layout; a file that already is comes back byte for byte.

    Errors: RulesError where it cannot be read or holds YAML of a form that these files do not use.
    """
    tree = parse(data, name, RulesError)
    text = decode(data, name, RulesError).replace("\r\n", "\n").replace("\r", "\n")
    file = read_lines(text, name)
    model = _model(tree)
    top(model, file.root, tree)
    body = _lines(file.root, 0, text)
    while file.head[-1:] == [""] and body[0] == "":
        del body[0]
    out = ("\n".join([*file.head, *body]).strip("\n") + "\n").encode()
    _prove(tree, out, text, name)
    return out


def _model(tree: Map) -> type[BaseModel] | None:
    kind = kind_of_keys({k: v.value if isinstance(v, Scalar) else None for k, v in tree.entries.items()})
    return kind.model if kind else None


def _lines(node: Node, indent: int, text: str) -> list[str]:
    """The lines of a node that begins its own line."""
    pad = " " * indent
    if isinstance(node, Leaf):
        first, *rest = _leaf(node, indent, text)
        return [*_padded(node.above, pad), pad + first, *rest]
    out: list[str] = []
    for entry in node.entries:
        out += _padded(entry.before, pad)
        out += _entry(entry, indent, text)
    return [*out, *_padded(node.tail, pad)]


def _padded(comments: list[str], pad: str) -> list[str]:
    return [pad + line if line else "" for line in comments]


def _entry(entry: Entry, indent: int, text: str) -> list[str]:
    pad, value = " " * indent, entry.value
    start = pad + ("-" if entry.key is None else f"{requoted(entry.key.text, entry.key.style)}:")
    if isinstance(value, Leaf):
        if not value.text:
            return [start + entry.trail]
        if value.own_line or (entry.trail and value.style not in ("|", ">")):
            return [start + entry.trail, *_lines(value, indent + STEP, text)]
        first, *rest = _leaf(value, indent, text)
        return [f"{start} {first}", *rest]
    inner = _lines(value, indent + STEP, text)
    if entry.key is None and not entry.trail and not inner[0].lstrip().startswith("#") and inner[0]:
        return [start + " " + inner[0][indent + STEP :], *inner[1:]]
    return [start + entry.trail, *inner]


def _leaf(leaf: Leaf, indent: int, text: str) -> list[str]:
    """The first line of a leaf without its indentation, and its further lines with theirs."""
    pad = " " * (indent + STEP)
    if leaf.style == "{":
        return _flow(flow_text(leaf, text), indent, leaf.trail)
    if leaf.style in ("|", ">"):
        return _literal(leaf, pad)
    pieces = requoted(leaf.text, leaf.style).split("\n")
    lines_ = [pieces[0].rstrip() if len(pieces) > 1 else pieces[0]]
    lines_ += [(pad + piece.strip()).rstrip() for piece in pieces[1:]]
    return _trailed(lines_, leaf.trail)


def _flow(lines: list[tuple[int, str]], indent: int, trail: str) -> list[str]:
    first, *rest = lines
    return _trailed([first[1], *[(" " * (indent + STEP * depth) + line).rstrip() for depth, line in rest]], trail)


def _trailed(lines: list[str], trail: str) -> list[str]:
    return [*lines[:-1], lines[-1] + trail]


def _literal(leaf: Leaf, pad: str) -> list[str]:
    """A text under `|` or `>`: its lines keep their distance from each other."""
    head, *lines = leaf.text.split("\n")
    own = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    least = own[0] if own else 0
    return [head.rstrip(), *[pad + line[least:] if line.strip() else "" for line in lines]]


# The proof.


def _prove(tree: Map, out: bytes, text: str, name: str) -> None:
    """That the result says what the file said, comments too.

    Errors: InternalError where it does not; nothing is given out then.
    """
    again = parse(out, name, RulesError)
    before = Counter(line.strip() for line in text.split("\n") if line.strip().startswith("#"))
    after = Counter(line.strip() for line in out.decode().split("\n") if line.strip().startswith("#"))
    if same(tree, again) and before == after:
        return
    raise InternalError(
        [
            Fault(
                Place(name),
                "다듬은 글이 원래와 같은 뜻인지 확인되지 않아 그대로 둡니다.",
                "left as it is: the laid-out text could not be shown to say the same",
            )
        ]
    )


def same(one: Tree, other: Tree) -> bool:
    """Whether two trees hold the same, in whatever order the keys of a mapping stand."""
    todo = [(one, other)]
    while todo:
        a, b = todo.pop()
        match a, b:
            case Scalar(), Scalar():
                if a.value != b.value or a.quoted != b.quoted:
                    return False
            case Seq(), Seq():
                if len(a.items) != len(b.items):
                    return False
                todo += zip(a.items, b.items, strict=True)
            case Map(), Map():
                if a.entries.keys() != b.entries.keys():
                    return False
                todo += [(value, b.entries[key]) for key, value in a.entries.items()]
            case _:
                return False
    return True

"""Bytes -> tree. YAML and JSON, with every way in which a file can be unreadable told by place.

Plain YAML 1.1 turns `no` into false, `14` into a number and accepts duplicate keys; here nothing is typed before
its declaration says so. Anchors, aliases, tags and merge keys have no use in these files and are refused.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from offence_engine.errors import Fault, OffenceError, Place, UsageError
from offence_engine.source.suggest import nearest
from offence_engine.source.tree import Map, Node, Scalar, Seq

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_JSON_WORDS = {"true": "yes", "false": "no", "null": "unknown"}
_SURROGATES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_bytes(path: Path, name: str, error: type[OffenceError], limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file; an unreadable or oversized one is a fault, told without reading it whole.

    Errors: UsageError where there is no such file, else `error`.
    """
    place = Place(name)
    try:
        if path.is_dir():
            raise error([Fault(place, "폴더입니다. 파일이 필요합니다.", "this is a folder; a file is needed")])
        size = path.stat().st_size
        if size > limit:
            raise error([_too_large(place, size, limit)])
        with path.open("rb") as handle:
            data = handle.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError([_no_such_file(path, place)]) from None
    except OSError as problem:
        raise error(
            [Fault(place, f"읽을 수 없습니다: {problem.strerror}", f"cannot be read: {problem.strerror}")]
        ) from None
    if len(data) > limit:
        raise error([_too_large(place, len(data), limit)])
    return data


def _no_such_file(path: Path, place: Place) -> Fault:
    try:
        close = nearest(path.name, [p.name for p in path.parent.iterdir()])
    except OSError:
        close = None
    ko = f" 혹시 `{path.parent / close}`입니까?" if close else ""
    en = f" Did you mean `{path.parent / close}`?" if close else ""
    return Fault(place, "파일이 없습니다." + ko, "no such file." + en)


def read_stdin(error: type[OffenceError], limit: int = MAX_BYTES) -> bytes:
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise error([_too_large(Place("<stdin>"), len(data), limit)])
    return data


def _too_large(place: Place, size: int, limit: int) -> Fault:
    return Fault(
        place,
        f"파일이 너무 큽니다: {size:,}바이트 (최대 {limit:,}). 되풀이되는 항목은 `number`나 `from_table`로 적으십시오.",
        f"the file is too large: {size:,} bytes (at most {limit:,}). Use `number` or `from_table` for repeated items.",
    )


def decode(data: bytes, name: str, error: type[OffenceError]) -> str:
    """UTF-8 text; a binary file, EUC-KR and control characters are told apart."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    zero = data.find(b"\x00")
    if zero >= 0:
        raise error(
            [
                Fault(
                    _place_of(data, zero, name),
                    "글자가 아닌 자료(이진 파일)입니다. YAML이나 JSON 텍스트가 필요합니다.",
                    "this is a binary file; YAML or JSON text is needed",
                )
            ]
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        place = _place_of(data, problem.start, name)
        try:
            data.decode("cp949")
        except UnicodeDecodeError:
            ko, en = "UTF-8 글자가 아닙니다 (이진 파일일 수 있습니다).", "not UTF-8 text (possibly a binary file)"
        else:
            ko = "UTF-8이 아닙니다. EUC-KR(CP949)로 저장된 것 같습니다. UTF-8로 다시 저장하십시오."
            en = "not UTF-8; it looks like EUC-KR (CP949). Save it as UTF-8."
        raise error([Fault(place, ko, en)]) from None
    control = _CONTROL.search(text)
    if control:
        before = text[: control.start()]
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        code = f"U+{ord(control.group()):04X}"
        raise error(
            [Fault(place, f"제어 문자 {code}가 들어 있습니다.", f"the control character {code} is not allowed")]
        )
    return text


def _place_of(data: bytes, offset: int, name: str) -> Place:
    before = data[:offset]
    return Place(name, before.count(b"\n") + 1, offset - before.rfind(b"\n"))


def parse(data: bytes, name: str, error: type[OffenceError]) -> Map:
    """The tree of one file, whose top must be a mapping.

    Errors: `error` with the place of what is wrong; duplicate keys are collected and told all at once.
    """
    node = parse_any(data, name, error)
    if not isinstance(node, Map):
        raise error(
            [
                Fault(
                    node.place,
                    "파일의 맨 위는 `이름: 값` 묶음이어야 합니다. 목록이나 글이 왔습니다.",
                    "the top of the file must be a mapping (`name: value`), not a list or a text",
                )
            ]
        )
    return node


def parse_any(data: bytes, name: str, error: type[OffenceError]) -> Node:
    """The tree of one file, whatever its top is; errors as in `parse`."""
    text = decode(data, name, error)
    if not text.strip():
        raise error([Fault(Place(name), "빈 파일입니다.", "the file is empty")])
    is_json = name.endswith(".json") or (text.lstrip()[:1] == "{" and _is_json(text))
    if is_json:
        _check_json(text, name, error)
        text = _SURROGATES.sub(lambda m: (bytes.fromhex(m[1]) + bytes.fromhex(m[2])).decode("utf-16-be"), text).replace(
            "\\/", "/"
        )
        text = text.replace("\t", " ")
    else:
        _check_tabs(text, name, error)
    faults: list[Fault] = []
    node = _build(text, name, error, faults, is_json)
    if faults:
        raise error(faults)
    return node


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _check_json(text: str, name: str, error: type[OffenceError]) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError as problem:
        place = Place(name, problem.lineno, problem.colno)
        raise error(
            [Fault(place, f"JSON 문법이 틀렸습니다: {problem.msg}", f"not valid JSON: {problem.msg}")]
        ) from None
    except (RecursionError, ValueError):
        raise error([_too_deep(Place(name))]) from None


def _check_tabs(text: str, name: str, error: type[OffenceError]) -> None:
    faults = [
        Fault(
            Place(name, number, len(line) - len(line.lstrip(" ")) + 1),
            "탭으로 들여 썼습니다. 빈칸으로 바꾸십시오.",
            "indented with a tab; use spaces",
        )
        for number, line in enumerate(text.splitlines(), 1)
        if line.lstrip(" ").startswith("\t") and line.strip()
    ]
    if faults:
        raise error(faults[:20])


def _too_deep(place: Place) -> Fault:
    return Fault(
        place,
        f"너무 깊이 겹쳐 있습니다 (최대 {MAX_DEPTH}단).",
        f"nested too deeply (at most {MAX_DEPTH} levels)",
    )


def _build(text: str, name: str, error: type[OffenceError], faults: list[Fault], is_json: bool) -> Node:
    """Build the tree from parser events with a stack of our own, so that depth cannot break the interpreter."""
    stack: list[tuple[Place, list[Node] | dict[str, Node], dict[str, Place], list[Scalar]]] = []
    root: Node | None = None
    documents = 0

    def place(event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)

    def add(node: Node) -> None:
        nonlocal root
        if not stack:
            root = node
            return
        _, container, key_places, pending = stack[-1]
        if isinstance(container, list):
            container.append(node)
        elif pending:
            key = pending.pop()
            if key.value in container:
                first = key_places[key.value]
                faults.append(
                    Fault(
                        key.place,
                        f"`{key.value}`이(가) 두 번 적혔습니다 (처음은 {first.line}행).",
                        f"`{key.value}` is given twice (first on line {first.line})",
                    )
                )
            else:
                container[key.value] = node
                key_places[key.value] = key.place
        elif isinstance(node, Scalar):
            pending.append(node)
        else:
            raise error(
                [
                    Fault(
                        node.place,
                        "이름 자리에 목록이나 묶음이 왔습니다.",
                        "a key must be a plain word, not a list or mapping",
                    )
                ]
            )

    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise error(
                        [
                            Fault(
                                place(event),
                                "파일 하나에 문서가 둘 이상입니다 (`---`).",
                                "more than one document in the file (`---`)",
                            )
                        ]
                    )
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                raise error(
                    [
                        Fault(
                            place(event),
                            "앵커와 별칭(&, *)은 쓰지 않습니다. 값을 그대로 적으십시오.",
                            "anchors and aliases (&, *) are not used here; write the value out",
                        )
                    ]
                )
            tag = getattr(event, "tag", None)
            if tag:
                raise error(
                    [
                        Fault(
                            place(event),
                            f"YAML 태그(`{tag}`)는 쓰지 않습니다. 지우십시오.",
                            f"YAML tags (`{tag}`) are not used here; remove it",
                        )
                    ]
                )
            if isinstance(event, ScalarEvent):
                value = event.value
                quoted = bool(event.style)
                if is_json and not quoted:
                    value = _JSON_WORDS.get(value, value)
                add(Scalar(value, place(event), quoted))
            elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                if len(stack) >= MAX_DEPTH:
                    raise error([_too_deep(place(event))])
                stack.append((place(event), {} if isinstance(event, MappingStartEvent) else [], {}, []))
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                where, container, key_places, _ = stack.pop()
                add(Seq(tuple(container), where) if isinstance(container, list) else Map(container, where, key_places))
    except yaml.YAMLError as problem:
        raise error([_syntax_fault(problem, name)]) from None
    if root is None:
        raise error([Fault(Place(name), "내용이 없습니다 (주석뿐입니다).", "the file has no content (only comments)")])
    return root


def _syntax_fault(problem: yaml.YAMLError, name: str) -> Fault:
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    where = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    what = str(getattr(problem, "problem", None) or problem).split("\n")[0]
    return Fault(
        where,
        f"YAML 문법이 틀렸습니다: {what}. 따옴표, 괄호, 쌍점 뒤 빈칸, 들여쓰기를 보십시오.",
        f"not valid YAML: {what}. Look at quotes, brackets, the space after a colon, indentation.",
    )

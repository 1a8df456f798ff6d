"""A vault file (YAML or JSON) -> Vault, or all its faults at once, each with its place; no value is ever printed."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from offence_engine.errors import CaseError, Fault, Place
from offence_engine.model.case import Case
from offence_engine.model.time import Span, read_span
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.suggest import hint, nearest
from offence_engine.source.tree import Map, Node, Scalar, Seq
from offence_engine.vault.identities import GUARDIAN_KEYS, KEYS, Guardian, Identity, Vault
from offence_engine.vault.normal import compact, digits

MAX_LENGTH = 200
_TOP = ("vault", "persons")
_CASE_FILE_KEYS = ("acts", "materials", "particulars", "evidence")
_NOT_WRITTEN = ("null", "~", "unknown")


def read_vault(path: str | Path, case: Case, case_path: str | Path | None = None) -> Vault:
    """The vault of `case`; `case_path` is the file of the case, which may not be the same file.

    Errors: CaseError with every fault (`file:line:column`), UsageError where the file does not exist.
    """
    file = Path(path)
    data = read_bytes(file, str(path), CaseError)
    if case_path is not None and str(case_path) != "-" and _same(file, Path(case_path)):
        raise CaseError([_is_the_case_file(Place(str(path)))])
    vault = parse_vault(data, str(path), case)
    return vault.model_copy(update={"notices": tuple(_notices(file, str(path)))})


def parse_vault(data: bytes, name: str, case: Case) -> Vault:
    """The Vault in the bytes of a file.

    Errors: CaseError with every fault.
    """
    tree = parse(data, name, CaseError)
    reader = _Reader(case)
    vault = reader.vault(tree)
    if reader.faults or vault is None:
        raise CaseError(reader.faults)
    return vault


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_the_case_file(place: Place) -> Fault:
    return Fault(
        place,
        "이것은 사건 파일입니다. 신원은 사건 파일과 다른 파일에 따로 적습니다.",
        "this is the case file; identities stand in a file of their own, apart from it",
    )


def _notices(file: Path, name: str) -> list[Fault]:
    if os.name == "posix" and file.stat().st_mode & stat.S_IROTH:
        return [
            Fault(
                Place(name),
                "이 컴퓨터의 다른 사용자도 이 파일을 읽을 수 있습니다. `chmod 600`으로 막으십시오.",
                "other users of this computer can read this file; close it with `chmod 600`",
            )
        ]
    return []


class _Reader:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.faults: list[Fault] = []

    def fault(self, place: Place, ko: str, en: str) -> None:
        self.faults.append(Fault(place, ko, en))

    def vault(self, tree: Map) -> Vault | None:
        if "vault" not in tree.entries and any(key in tree.entries for key in _CASE_FILE_KEYS):
            self.faults.append(_is_the_case_file(tree.place))
            return None
        self._keys(tree, _TOP)
        for needed in _TOP:
            if needed not in tree.entries:
                self.fault(tree.place, f"`{needed}`이(가) 빠졌습니다.", f"`{needed}` is missing")
        if "vault" in tree.entries:
            self._head(tree.entries["vault"])
        if "persons" not in tree.entries:
            return None
        whole = self._mapping(tree.entries["persons"])
        found = [self._person(key, whole.key_places[key], node) for key, node in whole.entries.items()]
        return Vault(case=self.case.head.id, persons=tuple(person for person in found if person))

    def _head(self, node: Node) -> None:
        whole = self._mapping(node)
        self._keys(whole, ("case",))
        stated = whole.entries.get("case")
        if stated is None:
            if isinstance(node, Map):
                self.fault(
                    node.place, "`vault`에 case(사건의 id)가 없습니다.", "`vault` has no `case` (the id of the case)"
                )
        elif not isinstance(stated, Scalar) or stated.value != self.case.head.id:
            self.fault(
                stated.place,
                f"다른 사건의 신원 파일입니다. 이 사건의 id는 `{self.case.head.id}`입니다.",
                f"this vault belongs to another case; the id of this case is `{self.case.head.id}`",
            )

    def _person(self, key: str, place: Place, node: Node) -> Identity | None:
        known = self.case.persons
        shown = _shown(key, tuple(known))
        if key not in known:
            ko, en = hint(key, [k for k, p in known.items() if p.role != "suspect"])
            self.fault(
                place, f"{shown}사건에 그런 사람이 없습니다.{ko}", f"{shown}there is no such person in the case.{en}"
            )
        elif known[key].role == "suspect":
            self.fault(
                place,
                f"`{key}`은(는) 피의자입니다. 피의자의 인적사항은 사건 파일의 particulars에 적습니다.",
                f"`{key}` is a suspect; a suspect's identity stands in the particulars of the case file",
            )
        whole = self._mapping(node)
        self._keys(whole, tuple(KEYS))
        if isinstance(node, Map) and not whole.entries:
            self._empty(node.place)
        texts = {
            name: self._texts(name, value)
            for name, value in whole.entries.items()
            if name in KEYS and name not in ("birth", "guardian")
        }
        birth = whole.entries.get("birth")
        span = self._birth(key, birth) if birth is not None else None
        guardian = self._guardians(whole.entries.get("guardian"))
        return Identity(person=key, birth=span, guardian=guardian, **texts)

    def _guardians(self, node: Node | None) -> tuple[Guardian, ...]:
        if node is None:
            return ()
        found = []
        for item in node.items if isinstance(node, Seq) else (node,):
            whole = self._mapping(item)
            self._keys(whole, GUARDIAN_KEYS)
            if isinstance(item, Map) and not whole.entries:
                self._empty(item.place)
            texts = {name: self._texts(name, value) for name, value in whole.entries.items() if name in GUARDIAN_KEYS}
            found.append(Guardian(**texts))
        return tuple(found)

    def _birth(self, key: str, node: Node) -> Span | None:
        span = read_span(node.value) if isinstance(node, Scalar) else None
        if span is None or not 1900 <= span.first.year <= 2100:
            self.fault(
                node.place,
                "달력에 있는 날이 아닙니다. YYYY-MM-DD처럼 적습니다.",
                "not a day of the calendar; write it as YYYY-MM-DD",
            )
            return None
        person = self.case.persons.get(key)
        if person is not None and person.birth is not None and person.birth.meet(span) is None:
            self.fault(
                node.place,
                f"`{key}`의 생년월일이 사건 파일에 적힌 나이나 출생일과 맞지 않습니다.",
                f"the birth of `{key}` contradicts the age or birth in the case file",
            )
        return span

    def _texts(self, key: str, node: Node) -> tuple[str, ...]:
        if isinstance(node, Map):
            self.fault(node.place, "글이나 글의 목록이 와야 합니다.", "a text or a list of texts is needed here")
            return ()
        items = node.items if isinstance(node, Seq) else (node,)
        if not items:
            self._empty(node.place)
        found = []
        for item in items:
            if not isinstance(item, Scalar):
                self.fault(item.place, "글이 와야 합니다.", "a text is needed here")
            elif not compact(item.value) or (not item.quoted and item.value in _NOT_WRITTEN):
                self._empty(item.place)
            elif len(item.value) > MAX_LENGTH:
                self.fault(item.place, f"{MAX_LENGTH}자까지입니다.", f"at most {MAX_LENGTH} characters")
            elif self._fits(key, item):
                found.append(item.value)
        return tuple(found)

    def _fits(self, key: str, item: Scalar) -> bool:
        """Whether a number or address has the parts that the search for it needs."""
        if key == "phone" and not 7 <= len(digits(item.value)) <= 15:
            self.fault(item.place, "전화번호는 숫자 7-15자리입니다.", "a telephone number has 7 to 15 digits")
        elif key == "resident_number" and len(digits(item.value)) != 13:
            self.fault(item.place, "주민등록번호는 숫자 13자리입니다.", "a resident registration number has 13 digits")
        elif key == "email" and not all(compact(part) for part in (item.value.strip() + " ").split("@", 1)):
            self.fault(
                item.place,
                "전자우편 주소에는 @의 앞과 뒤가 있습니다.",
                "an e-mail address has parts before and after `@`",
            )
        elif key == "email" and "@" not in item.value:
            self.fault(item.place, "전자우편 주소에는 @가 있습니다.", "an e-mail address has an `@`")
        else:
            return True
        return False

    def _empty(self, place: Place) -> None:
        self.fault(
            place,
            "비어 있습니다. 모르는 것은 이름까지 지웁니다.",
            "this is empty; leave out the whole key where it is not known",
        )

    def _mapping(self, node: Node) -> Map:
        if isinstance(node, Map):
            return node
        self.fault(node.place, "`이름: 값` 묶음이 와야 합니다.", "a mapping (`name: value`) is needed here")
        return Map({}, node.place)

    def _keys(self, whole: Map, known: tuple[str, ...]) -> None:
        for key, place in whole.key_places.items():
            if key not in known:
                ko, en = hint(key, known)
                shown = _shown(key, known)
                self.fault(
                    place, f"{shown}여기에 쓸 수 없는 이름입니다.{ko}", f"{shown}this key is not known here.{en}"
                )


def _shown(key: str, known: tuple[str, ...]) -> str:
    """The key as found, where it is a pseudonym or near a known key, and not a name in the wrong place."""
    harmless = re.fullmatch(r"[A-Za-z]{1,2}[0-9]{0,3}", key) or (key.isascii() and nearest(key, known))
    return f"`{key}`: " if harmless else ""

"""What identifies a person and so may not stand in a case file: keys, and patterns in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from offence_engine.errors import Fault
from offence_engine.source.tree import Map, Node, Scalar, Seq

IDENTITY_KEYS = frozenset(
    (
        "name", "real_name", "full_name", "phone", "telephone", "mobile", "email", "address",
        "school", "job", "account", "sns", "resident_number", "rrn", "photo", "face",
        "nickname", "handle", "이름", "성명", "실명", "전화", "전화번호", "휴대전화",
        "주소", "학교", "직업", "계정", "주민번호", "주민등록번호", "사진", "닉네임",
        "이메일",
    )
)  # fmt: skip
PARTICULARS = (
    "name", "resident_number", "birth", "job", "address", "registered_domicile", "phone", "nationality", "detained",
    "detained_on", "released_on", "record", "investigation_record", "counsel",
)  # fmt: skip
_PATTERNS = (
    (re.compile(r"(?<!\d)\d{6}\s?-\s?[1-8]\d{6}(?!\d)"), "주민등록번호", "a resident registration number"),
    (re.compile(r"(?<!\d)01[016789][-. ]?\d{3,4}[-. ]?\d{4}(?!\d)"), "전화번호", "a telephone number"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]{2,}"), "전자우편 주소", "an e-mail address"),
)
_VICTIM_ID = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]{0,23}|(?:피해자|가명)[\w-]{1,6})")


def victim_id_fits(name: str) -> bool:
    """Whether a victim's id looks like a pseudonym (V1, victim-a, 피해자A) and not like a name."""
    return bool(_VICTIM_ID.fullmatch(name))


def refuse_key(key: str, node: Node) -> Fault:
    return Fault(
        node.place,
        f"피해자의 신원(`{key}`)은 사건 파일에 적지 않습니다. V1 같은 가명만 쓰고 신원은 따로 보관하십시오.",
        f"a victim's identity (`{key}`) may not stand in a case file; use a pseudonym such as V1 and keep it apart",
    )


def identities(tree: Map) -> Iterator[Fault]:
    """Everything outside `particulars` that looks like an identity."""
    for key, node in tree.entries.items():
        if key != "particulars":
            yield from _in(node)


def _in(node: Node) -> Iterator[Fault]:
    match node:
        case Scalar():
            for pattern, ko, en in _PATTERNS:
                if pattern.search(node.value):
                    yield Fault(
                        node.place,
                        f"{ko}로 보이는 글이 있습니다. 신원은 사건 파일에 적지 않습니다 (피의자의 것은 particulars에).",
                        f"this looks like {en}; identities may not stand in a case file (a suspect's: particulars)",
                    )
        case Seq():
            for item in node.items:
                yield from _in(item)
        case Map():
            for value in node.entries.values():
                yield from _in(value)

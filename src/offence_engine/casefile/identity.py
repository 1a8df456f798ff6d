"""What identifies a person and so may not stand in a case file: keys, and patterns in any text."""

from __future__ import annotations

import re
import unicodedata
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
_SEP = r"[-.\s/()]{0,3}"
_PATTERNS = (
    (
        re.compile(
            rf"(?<![\w-])\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]){_SEP}[1-8](?:\d{{6}}|[*xX]{{6}})(?!\w)"
        ),
        "주민등록번호",
        "a resident registration number",
    ),
    (
        re.compile(rf"(?<![\w-])(?:\+?82{_SEP}0?|\(?0)1[016789]{_SEP}\d{{3,4}}{_SEP}\d{{4}}(?!\w)"),
        "전화번호",
        "a telephone number",
    ),
    (
        re.compile(r"(?<![\w-])\(?0(?:2|[3-6]\d|70|50\d?)\)?[-.\s/]{1,2}\d{3,4}[-.\s/]{1,2}\d{4}(?!\w)"),
        "전화번호",
        "a telephone number",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]{2,}"), "전자우편 주소", "an e-mail address"),
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－～~", "-"))
# Short, or with a number: what a name rarely is.
_VICTIM_ID = re.compile(
    r"[A-Za-z]{1,2}|[A-Za-z]{1,12}[-_]?\d{1,4}|[Vv]ictim[-_]?[A-Za-z0-9]{1,4}|(?:피해자|가명)-?(?:[A-Za-z0-9]{1,3}|[가나다라마바사아자차카타파하])"
)


def normal(text: str) -> str:
    """Text with full-width characters and every kind of dash made plain, so that a number cannot hide in them."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES)


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
                if pattern.search(normal(node.value)):
                    yield Fault(
                        node.place,
                        f"{ko}로 보이는 글이 있습니다. 신원은 사건 파일에 적지 않습니다 (피의자의 것은 particulars에).",
                        f"this looks like {en}; identities may not stand in a case file (a suspect's: particulars)",
                    )
        case Seq():
            for item in node.items:
                yield from _in(item)
        case Map():
            for key, value in node.entries.items():
                yield from _in(Scalar(key, node.key_places.get(key, node.place)))
                yield from _in(value)

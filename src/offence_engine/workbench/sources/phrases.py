"""The penalties that a statute's sentence provides, read from its Korean words into the form of rule files."""

from __future__ import annotations

import re

from offence_engine.model.penalty import Penalty, PenaltyBounds, PenaltyText, penalty_from, read_fine

# A figure may lack its unit only at the end, so that there is one way alone to read a row of figures; and nothing is
# read further than a sum or a term can reach, so that no text takes long.
_MONEY_WORDS = r"(?:\d[\d,]{0,15}\s?(?:억|천만|백만|십만|만|천|백)\s?){0,6}(?:\d[\d,]{0,15}\s?)?원"
_TERM = r"\d{1,3}년(?:\s?\d{1,2}개월)?|\d{1,3}개월"
_PRISON = r"(?:유기)?(?:징역|금고)(?:이나\s?금고|\s?또는\s?금고)?"
_ATOM = re.compile(
    rf"(?P<death>사형)"
    rf"|(?P<between>(?P<low>{_TERM})\s?이상\s?(?P<high>{_TERM})\s?이하의\s?(?P<k1>{_PRISON}))"
    rf"|(?P<least>(?P<from>{_TERM})\s?이상의\s?(?P<k2>{_PRISON}))"
    rf"|(?P<most>(?P<to>{_TERM})\s?이하의\s?(?P<k3>{_PRISON}|자격정지))"
    rf"|(?P<life>무기(?:징역)?(?:이나\s?금고)?)"
    rf"|(?P<fines>(?P<m1>{_MONEY_WORDS})\s?이상\s?(?P<m2>{_MONEY_WORDS})\s?이하의\s?벌금)"
    rf"|(?P<fine>(?P<m3>{_MONEY_WORDS})\s?이하의\s?벌금)"
    rf"|(?P<detention>구류|과료)"
)
_BETWEEN_ATOMS = re.compile(r"(?:\s|,|또는|이나|및|과|와)*")
_CLAUSE = re.compile(r"처한다|처하고|처하며|처하거나|처할 수|과할 수|과한다|병과한다|병과할 수")
_UNIT = {
    "억": 100_000_000,
    "천만": 10_000_000,
    "백만": 1_000_000,
    "십만": 100_000,
    "만": 10_000,
    "천": 1_000,
    "백": 100,
}
_MYRIAD = 10_000
_FIGURE = re.compile(r"(\d[\d,]*)\s?(억|천만|백만|십만|만|천|백)?")


def won(text: str) -> int:
    """`5천만원`, `1천500만원`, `1억 5천만원`, `500만원` -> won."""
    total = section = 0
    for figure, unit in _FIGURE.findall(text):
        value = int(figure.replace(",", ""))
        if unit in ("천", "백"):
            section += value * _UNIT[unit]
        elif unit:
            # `1천500만원`: what stands before counts in ten-thousands too.
            total += section * _MYRIAD + value * _UNIT[unit]
            section = 0
        else:
            section += value
    return total + section


def penalties_in(text: str, bounds: PenaltyBounds) -> tuple[Penalty, ...]:
    """Every penalty that the sentences of a provision provide, in their order; empty where none is in figures."""
    found: list[Penalty] = []
    start = 0
    for end in [*(m.start() for m in _CLAUSE.finditer(text)), len(text)]:
        group = _last_group(text[start:end])
        start = end
        if group:
            read = penalty_from(_written(group, text[end : end + 40]), bounds)
            if isinstance(read, Penalty):
                found.append(read)
    return tuple(found)


def _last_group(clause: str) -> list[re.Match[str]]:
    """The last run of kinds of penalty that follow each other directly."""
    group: list[re.Match[str]] = []
    for atom in _ATOM.finditer(clause):
        if group and not _BETWEEN_ATOMS.fullmatch(clause[group[-1].end() : atom.start()]):
            group = []
        group.append(atom)
    return group


def _term(text: str) -> str:
    return " ".join(re.findall(r"\d+(?:년|개월)", text))


def _sum(text: str) -> str:
    """A sum as rule files write it: as in the statute where they can, else in figures."""
    return text if read_fine(f"{text} 이하") == won(text) else f"{won(text)}원"


def _written(group: list[re.Match[str]], after: str) -> PenaltyText:
    """The penalty as a rule file would write it; `after` is what follows, where both may be imposed."""
    said: dict[str, object] = {}
    life = any(m["life"] for m in group)
    for m in group:
        if m["death"]:
            said["death"] = True
        elif m["between"]:
            said["prison"] = f"{_term(m['low'])} 이상 {_term(m['high'])} 이하"
        elif m["least"]:
            said["prison"] = f"{'무기 또는 ' if life else ''}{_term(m['from'])} 이상"
        elif m["most"] and m["k3"] == "자격정지":
            said["or_suspension"] = f"{_term(m['to'])} 이하"
        elif m["most"]:
            said["prison"] = f"{_term(m['to'])} 이하"
        elif m["fines"]:
            said["or_fine"] = f"{_sum(m['m1'])} 이상 {_sum(m['m2'])} 이하"
        elif m["fine"]:
            said["or_fine"] = f"{_sum(m['m3'])} 이하"
        elif m["detention"]:
            said["or_detention"] = True
        if any(m[k] and "금고" in m[k] for k in ("k1", "k2", "k3")):
            said["or_confinement"] = True
    if "병과할 수" in after and "or_fine" in said:
        said["both"] = True
    return PenaltyText.model_validate(said)


def same(one: Penalty, other: Penalty) -> bool:
    """Whether two penalties are the same in kinds and figures."""
    return _figures(one) == _figures(other)


def _figures(p: Penalty) -> tuple[object, ...]:
    return p.prison_months, p.life, p.death, p.fine_krw, p.suspension_months, p.or_detention

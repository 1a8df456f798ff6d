"""How things are called on the screen: short citations, authorities and acts in English, persons, ages, whom to ask."""

from __future__ import annotations

import re
from datetime import date

from offence_engine.cli.language import Tongue, latin_numbers
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.time import Span, birthday
from offence_engine.rulebook.ids import read_id, short_citation
from offence_engine.rulebook.rulebook import Rulebook

ASK = {
    "victim": ("피해자", "the victim"),
    "suspect": ("피의자", "the suspect"),
    "witness": ("참고인", "witnesses"),
    "investigator": ("수사관이 확인", "for the investigator"),
    "forensics": ("디지털 포렌식", "digital forensics"),
    "platform": ("사업자·통신사", "the platform or carrier"),
    "expert": ("전문가", "an expert"),
}
# What stands in `by` where nobody said the fact, but the structure of the case implies it.
_DERIVED = {
    "kind of act": ("행위의 종류에서", "from the kind of act"),
    "recipients": ("받은 사람 목록에서", "from the recipients"),
    "product": ("만든 행위에서", "from the act that made it"),
    "run_by": ("채널의 관리자에서", "from who runs the channel"),
}
_HANGUL = re.compile("[ㄱ-ㆎ가-힣]")
_DAY = re.compile(r"(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?")
_ENACTED = re.compile(r"법률 제(\d+)호")
_PLACES = {
    "서울": "Seoul", "부산": "Busan", "대구": "Daegu", "인천": "Incheon", "광주": "Gwangju", "대전": "Daejeon", "수원": "Suwon",
    "울산": "Ulsan", "창원": "Changwon", "의정부": "Uijeongbu", "춘천": "Chuncheon", "청주": "Cheongju", "전주": "Jeonju",
    "제주": "Jeju", "서울중앙": "Seoul Central", "서울동부": "Seoul Eastern", "서울서부": "Seoul Western",
    "서울남부": "Seoul Southern", "서울북부": "Seoul Northern",
}  # fmt: skip
_COURTS = {"고등법원": "High Court", "지방법원": "District Court", "지법": "District Court", "고법": "High Court"}
_COURT = re.compile(f"({'|'.join(sorted(_PLACES, key=len, reverse=True))})({'|'.join(_COURTS)})")


def has_hangul(text: str) -> bool:
    return bool(_HANGUL.search(text))


def quoted(text: str) -> str:
    """Words of a statute or a list, as they stand (they may hold straight quotes themselves)."""
    return f"“{text}”"


class Names:
    """Calls the things of a rulebook by their names in one language."""

    def __init__(self, book: Rulebook, say: Tongue) -> None:
        self.book = book
        self.say = say

    def cited(self, citation: Label, provision: str) -> str:
        """A citation with the act's short name."""
        return self.say.of(short_citation(self.book.acts, provision, citation))

    def rule(self, id_: str) -> str:
        """The short citation of a provision or modifier by its place today; the id itself where it is neither."""
        parsed = read_id(id_)
        return self.cited(self.book.citation(id_), id_) if parsed and parsed.act in self.book.acts else id_

    def abbreviations(self) -> list[tuple[str, str]]:
        """What the short names of acts stand for, where they are shorter."""
        if self.say.lang == "ko":
            return [(a.short, a.ko) for a in self.book.acts.values() if a.short != a.ko]
        return [(id_.upper(), a.en) for id_, a in self.book.acts.items() if id_.upper() in a.also]

    def authority(self, text: str | None) -> str:
        """A judgment as it is cited; in English with court and number in Latin letters."""
        if text is None:
            return self.say("근거 판례 없음", "no authority")
        return text if self.say.lang == "ko" else latin(text)

    def enacted(self, text: str | None) -> str:
        return "" if text is None else text if self.say.lang == "ko" else latin(text)

    def ask(self, whom: str) -> str:
        return self.say(*ASK[whom]) if whom in ASK else whom

    def by(self, who: str) -> str:
        """Whose statement a fact is."""
        pair = _DERIVED.get(who) or ASK.get(who)
        return self.say(*pair) if pair else who


def latin(text: str) -> str:
    """`대법원 2025. 8. 14. 2024도17801` -> `Supreme Court 2025-08-14, 2024Do17801`; in quotes what cannot be said so."""
    found = _DAY.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", text)
    found = _ENACTED.sub(r"Act No. \1", found)
    found = found.replace("대법원", "Supreme Court").replace("헌법재판소", "Constitutional Court")
    found = _COURT.sub(lambda m: f"{_PLACES[m[1]]} {_COURTS[m[2]]}", found)
    found = latin_numbers(found)
    found = re.sub(r"(\d{4}-\d\d-\d\d) (\d{4}[A-Z])", r"\1, \2", found)
    return quoted(text) if has_hangul(found) else found


class People:
    """Calls the persons and things of a case by their pseudonyms."""

    def __init__(self, case: Case, say: Tongue) -> None:
        self.case = case
        self.say = say

    def person(self, id_: str) -> str:
        known_as = self.case.persons[id_].known_as if id_ in self.case.persons else None
        return f"{id_}({known_as})" if known_as else id_

    def aged(self, id_: str, first: date, last: date) -> str:
        """The person with the age at an act, where it is known."""
        person = self.case.persons.get(id_)
        if person is None or person.birth is None:
            return self.person(id_)
        words = age_words(person.birth, Span(first, last))
        if words is None:
            return self.person(id_)
        return f"{self.person(id_)}, {self.say(f'{words}세', f'aged {words}')}"

    def evidence(self, id_: str) -> str:
        """`E1 대화 내역 캡처`."""
        found = self.case.evidence.get(id_)
        return f"{id_} {found.what}" if found and found.what else id_

    def heads(self, victims: list[str]) -> int:
        """How many persons the ids stand for."""
        return sum(self.case.persons[v].number if v in self.case.persons else 1 for v in victims)


def age_words(birth: Span, day: Span) -> str | None:
    """`16` or `16-17`: the age in years on some day of the span; None where it is hardly known."""

    def years(born: date, on: date) -> int:
        age = max(on.year - born.year, 0)
        return age - 1 if age and birthday(born, age) > on else age

    low, high = years(birth.last, max(day.first, birth.last)), years(birth.first, day.last)
    if high - low > 3:
        return None
    return str(low) if low == high else f"{low}-{high}"

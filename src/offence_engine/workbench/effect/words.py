"""The words for what differs in an archive, in Korean and English."""

from __future__ import annotations

from offence_engine.workbench.effect.outcome import ASPECTS

_ASPECT_WORDS = ("성립", "시행 조문", "단계", "덧붙는 규정", "법정형", "공소시효", "죄수·경합", "처단형 범위")
_ASPECTS = dict(zip(ASPECTS, _ASPECT_WORDS, strict=True))
_VALUES = {
    "applicable": "성립 가능",
    "undetermined": "판단 보류",
    "not_applicable": "성립하지 않음",
    "completed": "기수",
    "attempted": "미수",
    "none": "공소시효 없음",
}
_CAUSES = {
    "effective": "시행일",
    "penalty": "형",
    "limitation": "공소시효",
    "relation": "다른 죄와의 관계",
    "version": "시행 조문",
    "elements": "구성요건",
    "element": "구성요건",
    "condition": "조건",
    "came": "새로 생김",
    "went": "없어짐",
    "reach": "미치는 조항",
    "other": "다른 결과를 따라",
}


def aspect_word(aspect: str, lang: str) -> str:
    """What of a finding differs."""
    return _ASPECTS.get(aspect, aspect) if lang == "ko" else aspect


def value_word(value: str, lang: str) -> str:
    """A verdict or a stage; anything else as it is."""
    return _VALUES.get(value, value) if lang == "ko" else value.replace("_", " ")


def cause_word(cause: str, lang: str) -> str:
    """A cause: what it is the change of stays, how it changed is said in words."""
    if lang != "ko":
        return cause
    id_, found, aspect = cause.rpartition(": ")
    first, _, rest = aspect.partition(" ")
    said = _CAUSES.get(first, first) + (f" {rest.removeprefix('of ')}" if rest else "")
    return f"{id_}: {said}" if found else said


def count_word(count: str, lang: str) -> str:
    """A count as it is written in findings; of a suspect's range the suspect."""
    if count.startswith("/"):
        return f"피의자 {count[1:]}" if lang == "ko" else f"suspect {count[1:]}"
    return count

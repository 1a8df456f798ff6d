"""A penalty as people say it (`징역 7년 이하 또는 벌금 5천만원 이하`) in the keys of rule files."""

from __future__ import annotations

import re

_SUM = r"(?:\d+억)? ?(?:\d+(?:천만|백만|만|천)?)?원"
_FINE = re.compile(rf"(?:{_SUM} 이상 )?{_SUM} 이하")
_PRISON = re.compile(r"\d+년 이상 \d+년 이하|(무기(?:징역)? 또는 )?(?:\d+년)? ?(?:\d+개월)? ?(?:이하|이상)")
_REST = re.compile(r"유기징역|징역|벌금|자격정지|또는|에|처한다|의|을|를|\s|,|\.")


def penalty_of(phrases: list[str]) -> dict[str, str] | str:
    """`{prison: 7년 이하, or_fine: 5천만원 이하}` of one or more phrases; where something is not understood, that.

    Prison (also `무기 또는 5년 이상`) and a fine in the place of prison; other parts are written in the file itself.
    """
    text = " ".join(phrases)
    found: dict[str, str] = {}
    if "자격정지" in text or "병과" in text or "금고" in text or "사형" in text:
        return text
    fines = _FINE.findall(text)
    if len(fines) > 1:
        return text
    rest = text
    if fines:
        found["or_fine"] = fines[0].strip()
        rest = rest.replace(fines[0], " ", 1)
    term = _PRISON.search(rest)
    if term is not None and re.search(r"\d", term[0]):
        found = {"prison": re.sub(r" +", " ", term[0].strip()).replace("무기징역", "무기"), **found}
        rest = rest.replace(term[0], " ", 1)
    left = _REST.sub("", rest)
    return found if found and not left else left or text

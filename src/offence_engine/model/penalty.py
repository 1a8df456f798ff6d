"""Statutory penalties: written as the statute writes them, kept as exact amounts.

Months are numbers (15 days = 0.5); the general floors and ceilings come from the rules, not from here.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import PlainSerializer

from offence_engine.model.base import Frozen, Label, YesNo, label

_YEARS = re.compile(r"(무기 또는 )?(?:(\d+)년)?\s?(?:(\d+)개월)? (이하|이상)")
_BETWEEN = re.compile(r"(\d+)년 이상 (\d+)년 이하")
_MONEY = re.compile(r"(\d+억)?\s?(\d+천만|\d+백만|\d+만|\d+천|\d+)?원 이하")
_UNITS = {"천만": 10_000_000, "백만": 1_000_000, "만": 10_000, "천": 1_000, "": 1}


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


Months = Annotated[float, PlainSerializer(_whole, return_type=int | float)]


class PenaltyBounds(Frozen):
    """The floors and ceilings of the general part: months and won."""

    prison_least: int
    prison_most: int
    raised_most: int
    fine_least: int
    suspension_least: int = 12


class PenaltyText(Frozen):
    """A penalty as a rule file has it.

    `or_confinement`: 징역이나 금고; `or_detention`: 구류 또는 과료 too; `both`: prison and fine may be imposed together;
    `same_as: findings`: the penalty of the heaviest offence on whose finding this one rests.
    """

    prison: str | None = None
    or_fine: str | None = None
    and_fine: str | None = None
    or_suspension: str | None = None
    and_suspension: str | None = None
    or_confinement: YesNo = False
    or_detention: YesNo = False
    both: YesNo = False
    death: YesNo = False
    same_as: Literal["findings"] | None = None


class Penalty(Frozen):
    """A statutory penalty as amounts; `[least, most]`, None where that kind is not provided."""

    form: str
    prison_months: tuple[Months, Months] | None = None
    life: bool = False
    death: bool = False
    fine_krw: tuple[int, int] | None = None
    suspension_months: tuple[Months, Months] | None = None
    or_detention: bool = False
    may_cumulate_fine: bool = False
    relative: dict[str, object] | None = None
    same_as: str | None = None
    text: Label


def weight(penalty: Penalty) -> tuple[object, ...]:
    """What the heavier of two statutory penalties is told by: death, life, then the longer maximum, then minimum."""
    prison = penalty.prison_months or (0, 0)
    fine = penalty.fine_krw or (0, 0)
    return (
        penalty.death,
        penalty.life,
        prison[1],
        prison[0],
        penalty.prison_months is not None and not penalty.fine_krw,
        fine[1],
    )


def read_prison(text: str, bounds: PenaltyBounds) -> tuple[bool, float, float] | None:
    """`7년 이하`, `3년 이상`, `1년 이상 10년 이하`, `무기 또는 5년 이상` -> (life, least months, most months); None if not of
    that form."""
    between = _BETWEEN.fullmatch(text.strip())
    if between:
        return False, int(between[1]) * 12, int(between[2]) * 12
    m = _YEARS.fullmatch(text.strip())
    if not m or (m[2] is None and m[3] is None):
        return None
    months = int(m[2] or 0) * 12 + int(m[3] or 0)
    if m[4] == "이하":
        return (False, bounds.prison_least, months) if not m[1] else None
    return bool(m[1]), months, bounds.prison_most


def read_fine(text: str) -> int | None:
    """`5천만원 이하`, `500만원 이하`, `1억원 이하` -> won; None if not of that form."""
    m = _MONEY.fullmatch(text.strip())
    if not m or (m[1] is None and m[2] is None):
        return None
    won = int(m[1][:-1]) * 100_000_000 if m[1] else 0
    if m[2]:
        digits = re.match(r"\d+", m[2])
        assert digits
        won += int(digits[0]) * _UNITS[m[2][digits.end() :]]
    return won


def penalty_from(text: PenaltyText, bounds: PenaltyBounds) -> Penalty | str:
    """The amounts of a written penalty, or the part of it that cannot be read."""
    if text.same_as is not None:
        return Penalty(form="by-reference", same_as=text.same_as, text=_BY_REFERENCE)
    prison = None
    life = False
    if text.prison is not None:
        read = read_prison(text.prison, bounds)
        if read is None:
            return text.prison
        life, least, most = read
        prison = (least, most)
    fine = None
    written = text.or_fine or text.and_fine
    if written is not None:
        low, _, high = written.rpartition(" 이상 ")
        least_fine, most_fine = read_fine(f"{low} 이하") if low else bounds.fine_least, read_fine(high)
        if least_fine is None or most_fine is None:
            return written
        fine = (least_fine, most_fine)
    suspension = None
    suspended = text.or_suspension or text.and_suspension
    if suspended is not None:
        read = read_prison(suspended, bounds)
        if read is None or not suspended.endswith("이하"):
            return suspended
        suspension = (float(bounds.suspension_least), read[2])
    if prison is None and fine is None:
        return ""
    added = text.and_fine or text.and_suspension
    if prison is None and added is not None:
        return added
    if (text.and_fine and (text.or_fine or text.both)) or (text.or_suspension and text.and_suspension):
        return text.and_fine or text.and_suspension or ""
    for ends, written_as in ((prison, text.prison), (fine, written), (suspension, suspended)):
        if ends is not None and ends[0] > ends[1]:
            return written_as or ""
    if prison is None:
        form = "fine-only"
    elif life:
        form = "life-or-imprisonment"
    elif text.and_suspension:
        form = "imprisonment-and-suspension"
    else:
        form = "imprisonment-or-fine" if text.or_fine else "imprisonment-only"
    return Penalty(
        form=form,
        prison_months=prison,
        life=life,
        death=text.death,
        fine_krw=fine,
        suspension_months=suspension,
        or_detention=text.or_detention,
        may_cumulate_fine=text.and_fine is not None or text.both,
        text=label(_korean(text), _english(life, prison, fine, suspension, text)),
    )


_BY_REFERENCE = label("바탕이 된 죄에 정한 형", "the penalty of the offence on which it rests")


def _korean(text: PenaltyText) -> str:
    parts = []
    if text.prison:
        kind = "징역이나 금고" if text.or_confinement else "징역"
        if text.prison.startswith("무기"):
            parts.append(text.prison.replace("무기 또는 ", "무기징역 또는 ") + "의 유기징역")
        else:
            parts.append(f"{text.prison}의 {'유기징역' if text.prison.endswith('이상') else kind}")
    if text.and_suspension:
        parts[-1] += f"과 {text.and_suspension}의 자격정지"
    if text.or_suspension:
        parts.append(f"{text.or_suspension}의 자격정지")
    if text.or_fine:
        parts.append(f"{text.or_fine}의 벌금")
    if text.or_detention:
        parts += ["구류", "과료"]
    if text.death:
        parts.insert(0, "사형")
    korean = ", ".join(parts[:-1]) + " 또는 " + parts[-1] if len(parts) > 2 else " 또는 ".join(parts)
    if text.both:
        return f"{korean} (병과 가능)"
    return f"{korean} ({text.and_fine}의 벌금 병과 가능)" if text.and_fine else korean


def _english(
    life: bool,
    prison: tuple[float, float] | None,
    fine: tuple[int, int] | None,
    suspension: tuple[float, float] | None,
    text: PenaltyText,
) -> str:
    parts = []
    if prison and text.prison:
        kind = "imprisonment or confinement" if text.or_confinement else "imprisonment"
        if _BETWEEN.fullmatch(text.prison.strip()):
            parts.append(f"{kind} for {months_en(prison[0])} to {months_en(prison[1])}")
        elif text.prison.endswith("이하"):
            parts.append(f"{kind} for up to {months_en(prison[1])}")
        else:
            parts.append(f"{kind} for {months_en(prison[0])} or more")
    if suspension and text.and_suspension:
        parts[-1] += f" and suspension of qualifications for up to {months_en(suspension[1])}"
    if life:
        parts.insert(0, "life imprisonment")
    if suspension and text.or_suspension:
        parts.append(f"suspension of qualifications for up to {months_en(suspension[1])}")
    if fine and text.and_fine:
        parts[-1] += f" (a fine of up to {fine[1]:,} won may be added)"
    elif fine and " 이상 " in (text.or_fine or ""):
        parts.append(f"a fine of {fine[0]:,} to {fine[1]:,} won")
    elif fine:
        parts.append(f"a fine of up to {fine[1]:,} won")
    if text.or_detention:
        parts += ["detention", "a minor fine"]
    if text.death:
        parts.insert(0, "death")
    english = ", ".join(parts[:-1]) + " or " + parts[-1] if len(parts) > 2 else " or ".join(parts)
    return f"{english} (or both)" if text.both else english


def months_ko(months: float) -> str:
    """`504` -> `42년`; `126` -> `10년 6개월`; `0.5` -> `15일`."""
    years, rest = divmod(months, 12)
    whole, part = divmod(rest, 1)
    words = [
        f"{int(years)}년" if years else "",
        f"{int(whole)}개월" if whole else "",
        f"{part * 30:g}일" if part else "",
    ]
    return " ".join(w for w in words if w) or "0일"


def months_en(months: float) -> str:
    years, rest = divmod(months, 12)
    whole, part = divmod(rest, 1)

    def unit(n: float, word: str) -> str:
        return f"{n:g} {word}{'' if n == 1 else 's'}" if n else ""

    words = [unit(int(years), "year"), unit(int(whole), "month"), unit(part * 30, "day")]
    return " ".join(w for w in words if w) or "0 days"

"""The pieces of dates, numbers, e-mail addresses and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from offence_engine.vault.normal import DIGIT_GAP, digits, normal, squeeze
from offence_engine.vault.piece import Maker, Piece, Strength, bounded, loose, may_be_markup

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# A day with these words is the day of a law or a judgment.
_NOT_A_BIRTH = r"(?!\.?\s{0,2}(?:법률|대통령령|법무부령|부령|시행|개정|공포|제정|선고|부터|이후|이전|까지|자\s))"
_MASK = r"(?:[*x○●]{2,6}|(?![0-9]))"
# The account is not part of a longer one.
_HANDLE_START = r"(?<![a-z0-9])(?<![a-z0-9][_.])(?<![a-z0-9]\\[_.])"
_HANDLE_END = r"(?!\\{0,4}[_.]?[a-z0-9])"
_AT = r"\s{0,2}(?:\\?@|[\[(]\s?(?:at|앳|골뱅이)\s?[\])])\s{0,2}"


def birth(make: Maker, day: date) -> Iterator[Piece]:
    """A day of birth in Korean, ISO and English forms; six digits count beside another datum."""
    y, m, d, short = day.year, day.month, day.day, f"{day.year % 100:02d}"
    month, on = f"0?{m}" if m < 10 else str(m), f"0?{d}" if d < 10 else str(d)
    month_forms, day_forms = dict.fromkeys((str(m), f"{m:02d}")), dict.fromkeys((str(d), f"{d:02d}"))
    gap = r"\s{0,2}(?:\\?[-./]|[‐‑‒–—−])\s{0,2}"
    both = [(a, b) for a in month_forms for b in day_forms]
    yield make(
        "day",
        "alone",
        f"(?<![0-9a-z]){y}(?:{gap}{month}{gap}{on}|{m:02d}{d:02d})(?![0-9a-z]){_NOT_A_BIRTH}",
        *(f"{y}{a}{b}" for a, b in both),
    )
    yield make(
        "day",
        "alone",
        rf"(?<![0-9]){y}\s{{0,2}}년\s{{0,2}}{month}\s{{0,2}}월\s{{0,2}}{on}\s{{0,2}}일{_NOT_A_BIRTH}",
        *(f"{y}년{a}월{b}일" for a, b in both),
    )
    yield make(
        "day",
        "alone",
        rf"(?<![0-9]){short}\s{{0,2}}년\s{{0,2}}{month}\s{{0,2}}월\s{{0,2}}{on}\s{{0,2}}일\s?생",
        *(f"{short}년{a}월{b}일생" for a, b in both),
    )
    yield make(
        "six",
        "beside",
        f"(?<![0-9a-z])(?<![0-9][-./]){short}(?:{gap}{month}{gap}{on}|{m:02d}{d:02d})(?![0-9a-z])",
        *(f"{short}{a}{b}" for a, b in both),
    )
    name = _MONTHS[m - 1]
    for word in dict.fromkeys((name, name[:3])):
        yield make(
            "day",
            "alone",
            rf"(?<![0-9a-z])(?:{on}(?:st|nd|rd|th)?\s{{1,2}}{word}|{word}\.?\s{{1,2}}{on}(?:st|nd|rd|th)?),?\s{{1,2}}{y}(?![0-9])",
            *(f"{a}{suffix}{word}{y}" for a in day_forms for suffix in ("", "st", "nd", "rd", "th")),
            *(f"{word}{a}{suffix}{y}" for a in day_forms for suffix in ("", "st", "nd", "rd", "th")),
        )


def resident_number(make: Maker, number: str) -> Iterator[Piece]:
    """Thirteen digits however set apart; the first seven with the rest masked; halves beside another datum."""
    plain = digits(number)
    front, seventh, back = plain[:6], plain[6], plain[6:]
    # In bytes and markup, where numbers stand in rows, only the usual writing is told.
    yield make("whole", "alone", DIGIT_GAP.join(plain), plain, plain=True)
    yield make("whole", "alone", rf"(?<![0-9a-f]){front}\s?[-‐‑–—]?\s?{back}(?![0-9a-f])", plain)
    yield make("front", "alone", rf"(?<![0-9a-z]){front}\s?[-‐‑–—]\s?{seventh}{_MASK}", front + seventh)
    yield make("six", "beside", f"(?<![0-9a-z]){front}(?![0-9a-z])", front)
    yield make("back", "beside", f"(?<![0-9a-z]){back}(?![0-9a-z])", back)


def phone(make: Maker, number: str) -> Iterator[Piece]:
    """A number with or without the country's number, its digits set apart or not."""
    plain = digits(number)
    if plain.startswith("0082"):
        plain = plain[4:]
    elif plain.startswith("82") and len(plain) > 10:
        plain = plain[2:]
    rest = plain.lstrip("0") if plain.startswith("0") else plain
    # Digits alone (010 0000 0000) would leave too little.
    rest = plain[1:] if plain.startswith("0") and len(rest) < len(plain) - 1 else rest
    body = DIGIT_GAP.join(rest)
    before = rf"(?:82{DIGIT_GAP}0?{DIGIT_GAP}|0{DIGIT_GAP}|(?<![0-9])(?<![0-9][-.]))"
    # Nine digits that are set apart are no chance; run together or fewer they may be part of another number.
    after = "" if len(rest) >= 9 else "(?![0-9])"
    apart = f"{before}(?=[0-9]{{1,{len(rest) - 1}}}[^0-9]){body}{after}"
    yield make("whole", "alone", apart, rest, plain=True)
    groups = r"[-. ]{0,3}".join((rest[:-8], rest[-8:-4], rest[-4:])) if len(rest) > 8 else rest
    yield make("whole", "alone", rf"(?<![0-9a-f])(?:(?:00)?82[-. ]?0?|0)?{groups}(?![0-9a-f])", rest)


def email(make: Maker, address: str) -> Iterator[Piece]:
    """The whole address, also with `[at]`; from five characters the part before `@` alone."""
    local, domain = (part.strip() for part in normal(address).split("@", 1))
    whole = f"{_HANDLE_START}{_exact(local)}{_AT}{_exact(domain)}"
    yield make("whole", "alone", whole, *(squeeze(local + at + domain) for at in ("", "at", "앳", "골뱅이")))
    if len(local) >= 5:
        yield make(
            "local", "alone", _HANDLE_START + _exact(local) + _HANDLE_END, squeeze(local), plain=may_be_markup(local)
        )


def account(make: Maker, written: str) -> Iterator[Piece]:
    """An account with or without `@`, and as the last part of an address of a profile."""
    text = normal(written).strip()
    handle = text.rstrip("/").split("?")[0].rsplit("/", 1)[-1].lstrip("@").strip()
    anchor = squeeze(handle)
    if not anchor:
        return
    if not handle.isascii():
        yield make.text("handle", "alone" if len(anchor) >= 3 else "beside", handle)
        return
    named = _exact(handle)
    short: Strength = "alone" if len(anchor) >= 5 else "beside"
    yield make("handle", short, _HANDLE_START + named + _HANDLE_END, anchor, plain=may_be_markup(handle))
    if len(anchor) >= 2:
        there = rf"(?:@|[a-z0-9-]\.[a-z]{{2,8}}/(?:[a-z]{{1,12}}/)?@?){named}{_HANDLE_END}"
        yield make("handle", "alone", there, anchor)
    if re.search(r"[a-z0-9]\.[a-z]{2,8}/", text) and "/" in text:
        address = re.sub(r"^[a-z]+://(?:www\.)?", "", text.rstrip("/"))
        yield make("whole", "alone", bounded(loose(address), address), squeeze(address))


def _exact(text: str) -> str:
    """The text itself; Markdown may have set a backslash before a point, and a line may have ended after it."""
    return "".join(re.escape(c) if c.isalnum() else r"\\{0,4}" + re.escape(c) + r"\s?" for c in text)

"""Provisions found by what people call them: id, citation in free form, act, offence name, or words of the press."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from offence_engine.model.rule import LegalAct, ModifierFile, ProvisionFile, Reach, Version
from offence_engine.rulebook.ids import read_id, sort_key
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import nearest

_KOREAN = re.compile(
    r"제?\s*(\d+)\s*조(?:\s*의\s*(\d+))?(?:\s*제?\s*(\d+)\s*항(?:\s*의\s*(\d+))?)?(?:\s*제?\s*(\d+)\s*호(?:\s*의\s*(\d+))?)?"
)
_CIRCLED = {chr(0x2460 + n): f" 제{n + 1}항" for n in range(20)}
_ENGLISH = re.compile(
    r"(?:\b(?:articles?|arts?|sections?|§)\b\.?|§)?\s*\b(\d+(?:-\d+)?)\s*"
    r"(?:\(\s*(\d+)\s*\)|,?\s*(?:paragraph|para)\.?\s*(\d+))?\s*(?:,?\s*(?:item|subparagraph)\.?\s*(\d+))?",
    re.IGNORECASE,
)
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "by",
        "and",
        "or",
        "under",
        "act",
        "law",
        "article",
        "them",
        "it",
        "its",
    ]
)
_LONG = 16
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Number:
    """A place in a statute as it is asked for; `act` None stands for any act."""

    act: str | None
    article: str
    paragraph: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision or modifier that fits, how well, and whether it bears the number asked for only at another time."""

    id: str
    score: float
    then: Version | Reach | None = None


def rules_of(book: Rulebook) -> dict[str, ProvisionFile | ModifierFile]:
    """Provisions and modifiers in the order of the statutes."""
    rules: dict[str, ProvisionFile | ModifierFile] = {**book.provisions, **book.modifiers}
    return dict(sorted(rules.items(), key=lambda item: sort_key(item[0])))


def parts_of(rule: ProvisionFile | ModifierFile) -> tuple[Version | Reach, ...]:
    """The versions of a provision, or what a modifier reaches from which day on."""
    return rule.versions if isinstance(rule, ProvisionFile) else rule.reaches


def part_on(rule: ProvisionFile | ModifierFile, day: date) -> Version | Reach | None:
    """What is in force on a day, None where nothing is."""
    found = None
    for part in parts_of(rule):
        if part.effective <= day:
            found = part
    return None if isinstance(found, Version) and found.repealed else found


def number_of(book: Rulebook, id_: str, part: Version | Reach | None = None) -> Number:
    """The place that a rule has today, or had in the time of `part`."""
    return Number(*book.numbers(id_, part))


def find(book: Rulebook, words: str, on: date | None = None) -> list[Hit]:
    """What fits the words best, the best first; several only where they fit equally well.

    A number is read as of `on`: what bore it that day. Without `on` it is today's number, else one it once bore.
    """
    text = " ".join(unicodedata.normalize("NFC", words).split())
    if text.lower() in rules_of(book) and rules_of(book)[text.lower()].items_only:
        return _by_number(book, number_of(book, text.lower()), on)
    if (parsed := read_id(text.lower())) is not None:
        return _by_number(book, Number(*parsed), on)
    act, rest = _act_in(book, text)
    number = _number_in(act, rest)
    if number is not None and (found := _by_number(book, number, on)):
        return found
    if act is not None and not _tokens(rest):
        return [Hit(id_, 1.0) for id_ in rules_of(book) if id_.startswith(act + ".")]
    whole = _by_words(book, None, text)
    if act is None or (whole and whole[0].score >= 3.0):
        return whole
    return _by_words(book, act, rest) or whole


def close_names(book: Rulebook, words: str) -> list[str]:
    """Names near to words that nothing fits."""
    names = {name: id_ for id_, rule in rules_of(book).items() for name in (id_, *_names(rule))}
    names |= {name: id_ for id_, act in book.acts.items() for name in (act.short, act.en)}
    found = nearest(words, names)
    return [found] if found else []


def _by_number(book: Rulebook, asked: Number, on: date | None) -> list[Hit]:
    exact: list[Hit] = []
    once: list[Hit] = []
    for id_, rule in rules_of(book).items():
        if on is not None:
            part = part_on(rule, on)
            if part is not None and _fits(number_of(book, id_, part), asked):
                exact.append(Hit(id_, 1.0, part))
        elif _fits(number_of(book, id_), asked):
            exact.append(Hit(id_, 1.0))
        else:
            past = next((p for p in parts_of(rule) if _fits(number_of(book, id_, p), asked)), None)
            once += [Hit(id_, 0.9, past)] if past is not None else []
    if on is not None and not exact:
        exact = [Hit(id_, 0.5) for id_ in rules_of(book) if _fits(number_of(book, id_), asked)]
    return exact or once or [Hit(id_, 0.5) for id_, rule in book.provisions.items() if _cites(rule, asked)]


def _cites(rule: ProvisionFile, asked: Number) -> bool:
    """Whether a provision cites the place asked for: the prohibition that it penalises, or its penal clause."""
    cited = (read_id(id_) for version in rule.versions for id_ in version.cites)
    return any(parsed is not None and _fits(Number(*parsed), asked) for parsed in cited)


def once_numbered(book: Rulebook, id_: str) -> Iterator[tuple[str, Version | Reach]]:
    """Other rules that once bore the number that this one bears today, each with the time when they did."""
    asked = number_of(book, id_)
    for other, rule in rules_of(book).items():
        if other != id_:
            for part in parts_of(rule):
                if number_of(book, other, part) == asked:
                    yield other, part


def _fits(number: Number, asked: Number) -> bool:
    """Whether a place lies at, or below, the one asked for."""
    pairs = ((number.act, asked.act), (number.paragraph, asked.paragraph), (number.item, asked.item))
    return number.article == asked.article and all(wanted is None or have == wanted for have, wanted in pairs)


def _number_in(act: str | None, text: str) -> Number | None:
    for sign, said in _CIRCLED.items():
        text = text.replace(sign, said)
    if m := _KOREAN.search(text):
        return Number(
            act, _branch(m[1], m[2]), _branch(m[3], m[4]) if m[3] else None, _branch(m[5], m[6]) if m[5] else None
        )
    words = " ".join(word for word in text.split() if word.lower().strip(",.") not in ("of", "the", "under", "in"))
    if m := _ENGLISH.fullmatch(words.strip(" ,.")):
        return Number(act, m[1], m[2] or m[3], m[4])
    return None


def _branch(main: str, branch: str | None) -> str:
    return f"{main}-{branch}" if branch else main


def _act_names(act_id: str, act: LegalAct) -> Iterable[str]:
    return (act.ko, act.short, act.en, *act.also, act_id)


def _act_in(book: Rulebook, text: str) -> tuple[str | None, str]:
    """The act that the text names (by the longest name that stands in it), and what is left of the text."""
    best: tuple[int, str, re.Match[str]] | None = None
    for id_, act in book.acts.items():
        for name in _act_names(id_, act):
            found = _loose(name).search(text)
            if found and (best is None or len(name) > best[0]):
                best = (len(name), id_, found)
    if best is None:
        return None, text
    match = best[2]
    return best[1], f"{text[: match.start()]} {text[match.end() :]}".strip()


def _loose(name: str) -> re.Pattern[str]:
    """The name with any blanks and middle dots between its letters; Latin names as whole words."""
    letters = [re.escape(c) for c in unicodedata.normalize("NFC", name) if c.isalnum()]
    middle = r"[\s·ㆍ‧・-]*".join(letters)
    return re.compile(rf"\b{middle}\b" if name[:1].isascii() else middle, re.IGNORECASE)


def _names(rule: ProvisionFile | ModifierFile) -> list[str]:
    """Everything that a rule is called."""
    names = [rule.title.ko, rule.title.en, *rule.also_called]
    listed = {rule.offence_name}
    if isinstance(rule, ProvisionFile):
        listed |= {v.offence_name for v in rule.versions}
    for name in sorted(n for n in listed if n):
        names += [name, name.rpartition("(")[2].rstrip(")")]
    return names


def _squeezed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).lower() if c.isalnum())


def _tokens(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower().replace("ㆍ", " ").replace("_", " "))
    return [_stem(w) for w in words if w not in _STOP]


def _stem(word: str) -> str:
    """English endings cut, so that `deepfakes` and `possessing` meet `deepfake` and `possession`."""
    if not word.isascii():
        return word
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ers", "er", "es", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _by_words(book: Rulebook, act: str | None, text: str) -> list[Hit]:
    wanted, tokens = _squeezed(text), list(dict.fromkeys(_tokens(text)))
    if len(wanted) < 2 or (wanted.isascii() and len(wanted) < 3):
        return []
    hits = []
    for id_, rule in rules_of(book).items():
        if act is None or id_.startswith(act + "."):
            score = _score(wanted, tokens, _names(rule))
            if score >= _SHARE:
                hits.append(Hit(id_, score))
    best = max((h.score for h in hits), default=0.0)
    return [h for h in hits if h.score >= best - 0.02]


def _score(wanted: str, tokens: list[str], names: list[str]) -> float:
    """4: a name itself; 3: a part of a name; below: the share of the words that meet, in one name better than in all."""
    whole = [_squeezed(name) for name in names]
    if wanted in whole:
        return 4.0
    if any(wanted in name for name in whole):
        return 3.0 + (0.5 if any(name.startswith(wanted) for name in whole) else 0.0)
    if any(len(name) >= _LONG and name in wanted for name in whole):
        # A name within a longer sentence: "... deepfakes ...: five years in prison or ...".
        return 3.1
    if not tokens:
        return 0.0
    best, everything = 0.0, []
    for name in names:
        theirs = _tokens(name)
        everything += theirs
        met = sum(any(_meet(t, other) for other in theirs) for t in tokens)
        best = max(best, met / len(tokens) + met / max(len(theirs), 1) / 10)
    return max(best, sum(any(_meet(t, other) for other in everything) for t in tokens) / len(tokens))


def _meet(left: str, right: str) -> bool:
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) >= (4 if short.isascii() else 2) and long.startswith(short)

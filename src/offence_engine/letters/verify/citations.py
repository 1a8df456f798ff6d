"""Whether every article and judgment that a letter names is one that the rules know: invented law has no ground."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from offence_engine.letters.markup import plain
from offence_engine.letters.verify.remark import Remark, remark
from offence_engine.model.case import Case
from offence_engine.rulebook.layers import rule_files
from offence_engine.rulebook.rulebook import Rulebook

_JUDGMENT = re.compile(
    r"\b(?:19|20)\d\d(?:도|노|고합|고단|고정|헌가|헌나|헌마|헌바|헌사|모|보|로|초기|전도|감도|다|두|누)\d+"
)
_ARTICLE = re.compile(r"제(\d+)조(?:의(\d+))?")
# A page of a PDF has its lines apart, and a line may break within a citation.
_BROKEN = re.compile(r"(?<=[제조의항호도노\d])\n(?=[의조항호도노\d])")
# Between the name of an act and its article: brackets, blanks, the day of promulgation of an older text.
_BETWEEN = re.compile(r"[」』)\]\s]*(?:\([^()]{0,60}\))?\s*")

# The parts of an article, and what joins it to the next.
_REST = re.compile(r"(?:\s*제\d+[항호목](?:의\d+)?|\s*[가-하]목|\s*(?:본문|단서|전단|후단))*\s*[,및ㆍ·]?\s*")


def citation_remarks(texts: Iterable[str], book: Rulebook, case: Case) -> Iterator[Remark]:
    """Articles (with their act) and judgments of the texts that neither the rules nor the case file name."""
    known_articles, known_judgments = known(book)
    names = _names(book)
    stated = plain(case.model_dump_json())
    seen: set[object] = set()
    for number, text in enumerate(texts, 1):
        text = _BROKEN.sub("", text)
        for found in _JUDGMENT.findall(plain(text)):
            if found not in known_judgments and found not in stated and found not in seen:
                seen.add(found)
                yield remark(
                    "citation", f"규칙에 없는 판례: {found}", f"a judgment the rules do not know: {found}", number
                )
        for act, article in articles_in(text, names):
            if (act, article) not in known_articles and (act, article) not in seen:
                seen.add((act, article))
                name = book.acts[act].ko if act in book.acts else act
                yield remark(
                    "citation",
                    f"규칙에 없는 조문: {name} 제{article}조",
                    f"an article the rules do not know: {name} {article}",
                    number,
                )


def articles_in(text: str, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(act, article with its branch as `3-2`) for every article that follows the name of an act; `names`: name -> act."""
    text = plain(text)
    pattern = _pattern(tuple(names))
    for found in pattern.finditer(text):
        act, at = names[found[0]], found.end()
        while True:
            gap = _BETWEEN.match(text, at)
            at = gap.end() if gap else at
            article = _ARTICLE.match(text, at)
            if article is None:
                break
            yield act, f"{article[1]}-{article[2]}" if article[2] else article[1]
            rest = _REST.match(text, article.end())
            at = rest.end() if rest else article.end()


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


def _names(book: Rulebook) -> dict[str, str]:
    found: dict[str, str] = {}
    for id_, act in book.acts.items():
        for name in (act.ko, act.short, *act.also):
            if name and re.search(r"[가-힣]", name):
                found.setdefault(name, id_)
    return found


_KNOWN: dict[str, tuple[frozenset[tuple[str, str]], frozenset[str]]] = {}


def known(book: Rulebook) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """((act, article) pairs, judgments) that the rules name anywhere: in ids, citations, texts."""
    if book.sha256 not in _KNOWN:
        articles: set[tuple[str, str]] = set()
        judgments: set[str] = set()
        for id_ in (*book.provisions, *book.modifiers):
            act, _, rest = id_.partition(".")
            articles.add((act, rest.partition(".")[0]))
        names = _names(book)
        for path in rule_files(book.folder):
            text = path.read_text(encoding="utf-8", errors="replace")
            judgments.update(_JUDGMENT.findall(text))
            articles.update(articles_in(text, names))
            articles.update(
                (act, article)
                for act, article in re.findall(r"\b([a-z_]+)\.(\d+(?:-\d+)?)\b", text)
                if act in book.acts
            )
        _KNOWN[book.sha256] = frozenset(articles), frozenset(judgments)
    return _KNOWN[book.sha256]

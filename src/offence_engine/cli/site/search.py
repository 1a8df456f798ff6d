"""The index that the page of a search carries: what everything is called, under which numbers, and with which words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from offence_engine.cli.site.look import Look, concept_file, fact_file, rule_file
from offence_engine.model.logic import KIND
from offence_engine.model.rule import ProvisionFile
from offence_engine.rulebook.find import parts_of

_SPLIT = re.compile(r"[^\w]|_")


def squeezed(text: str) -> str:
    """How texts are compared: small letters without blanks and marks. The script does the same."""
    return _SPLIT.sub("", unicodedata.normalize("NFC", text).lower())


def index(look: Look) -> dict[str, Any]:
    """`acts`: the names of each act; `entries`: [file, kind, act, title, beside it, names, numbers, words].

    Kinds: p provision, m modifier, c concept, f fact, k kind of act, s statute. Numbers are `article.paragraph.item`.
    """
    acts = {
        id_: sorted({squeezed(n) for n in (act.ko, act.short, act.en, *act.also, id_)})
        for id_, act in look.book.acts.items()
    }
    return {"acts": acts, "entries": [*_acts(look), *_rules(look), *_concepts(look), *_facts(look), *_kinds(look)]}


def embedded(value: Any) -> Markup:
    """JSON that can stand within a script element whatever it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _entry(
    file: str,
    kind: str,
    act: str,
    title: str,
    beside: str,
    names: Iterable[str],
    numbers: Iterable[str],
    words: Iterable[str],
) -> list[Any]:
    shown = list(dict.fromkeys(" ".join(n.split()) for n in names if n))
    # Words of which one stands in another are found with that one.
    rest = " ".join(dict.fromkeys(" ".join(w.split()) for w in words if w))
    return [file, kind, act, title, beside, shown, sorted(set(numbers)), rest]


def _acts(look: Look) -> Iterator[list[Any]]:
    used = {look.book.numbers(id_).act for id_ in look.rules}
    for id_, act in look.book.acts.items():
        if id_ in used:
            names = (act.ko, act.short, act.en, *act.also)
            href = look.href("index.html", f"act-{id_}")
            yield _entry(href, "s", id_, look.say(act.ko, act.en), look.say(act.en, act.ko), names, (), ())


def _rules(look: Look) -> Iterator[list[Any]]:
    for id_, rule in look.rules.items():
        names = [rule.title.ko, rule.title.en, *rule.also_called, rule.offence_name or "", id_]
        if isinstance(rule, ProvisionFile):
            names += [v.offence_name or "" for v in rule.versions]
        words = [e.words for e in rule.elements.values()]
        if isinstance(rule, ProvisionFile):
            words += [w for v in rule.versions for w in v.words.values()]
            words += [text for limb in rule.limb_labels.values() for text in (limb.ko, limb.en)]
        numbers = {_number(look, id_, part) for part in (None, *parts_of(rule))}
        kind = "p" if isinstance(rule, ProvisionFile) else "m"
        act = look.book.numbers(id_).act
        yield _entry(
            look.href(rule_file(id_)), kind, act, look.say.of(rule.title), look.names.rule(id_), names, numbers, words
        )


def _number(look: Look, id_: str, part: Any) -> str:
    place = look.book.numbers(id_, part)
    return ".".join(n or "" for n in (place.article, place.paragraph, place.item)).rstrip(".")


def _concepts(look: Look) -> Iterator[list[Any]]:
    for name, concept in look.book.concepts.items():
        named = [a for v in concept.versions for a in (v.one_of_named or {}).values()]
        words = [concept.note or "", *(text for a in named for text in (a.ko, a.en))]
        title = look.say(concept.ko, concept.en)
        yield _entry(look.href(concept_file(name)), "c", "", title, name, (concept.ko, concept.en, name), (), words)


def _facts(look: Look) -> Iterator[list[Any]]:
    for path, decl in look.book.facts.items():
        if path != KIND:
            words = [decl.question.text(look.lang), *(v.text(look.lang) for v in decl.values.values())]
            names = (decl.ko, decl.en, path)
            yield _entry(look.href(fact_file(path)), "f", "", look.say.of(decl.label), path, names, (), words)


def _kinds(look: Look) -> Iterator[list[Any]]:
    for name, kind in look.book.kinds.items():
        href = look.href("kinds.html", name)
        yield _entry(href, "k", "", look.say(kind.ko, kind.en), name, (kind.ko, kind.en, name), (), ())

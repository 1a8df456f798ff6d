"""One language's look at a rulebook: names, links, and conditions as nested lists in which everything can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup, escape

from offence_engine.cli.language import Lang, Tongue
from offence_engine.cli.view.condition import age_words, fact_words, finding_words, meanings
from offence_engine.cli.view.names import Names, has_hangul
from offence_engine.model.condition import AgeTest, AllOf, AnyOf, ConceptUse, Condition, FactTest, FindingTest, NoneOf
from offence_engine.model.logic import KIND
from offence_engine.model.rule import ModifierFile, ProvisionFile, Reach, Version
from offence_engine.rulebook.find import parts_of, rules_of
from offence_engine.rulebook.ids import sort_key
from offence_engine.rulebook.paths import PERSON_PREFIXES
from offence_engine.rulebook.reading import condition_parts
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped

Rule = ProvisionFile | ModifierFile
_UNSAFE = re.compile(r"[^\w.-]")
_WEB = re.compile(r"https?://\S+")


def rule_file(id_: str) -> str:
    return f"{_safe(id_)}.html"


def concept_file(name: str) -> str:
    """No act can have a hyphen in its name: this meets no rule's file."""
    return f"concept-{_safe(name)}.html"


def fact_file(path: str) -> str:
    return f"fact-{_safe(path)}.html"


def _safe(name: str) -> str:
    return _UNSAFE.sub(lambda m: f"_{ord(m[0]):x}", name)


class Look:
    """What pages in one language say about the things of a rulebook. Texts of the rules come out escaped."""

    def __init__(self, book: Rulebook, lang: Lang) -> None:
        self.book = book
        self.lang = lang
        self.say = Tongue(lang)
        self.names = Names(book, self.say)
        self._conditions: dict[Condition, Markup] = {}
        self._facts: dict[str, frozenset[str]] = {}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Provisions and modifiers in the order of the statutes."""
        return rules_of(self.book)

    def href(self, file: str, anchor: str = "") -> str:
        return quote(file) + (f"#{quote(anchor)}" if anchor else "")

    def korean(self, text: str) -> Markup:
        """Words that stand in Korean whatever the page's language."""
        return (
            Markup('<span lang="ko">{}</span>').format(text) if self.lang == "en" and has_hangul(text) else escape(text)
        )

    def rule_link(self, id_: str, title: bool = True) -> Markup:
        """The short citation as a link, with the title after it; a whole article goes to its first provision."""
        target = id_ if id_ in self.rules else next((r for r in self.rules if r.startswith(f"{id_}.")), None)
        cite = self.names.rule(id_)
        if target is None:
            return escape(cite)
        link = Markup('<a href="{}">{}</a>').format(self.href(rule_file(target)), cite)
        return link + Markup(" {}").format(self.say.of(self.rules[id_].title)) if title and id_ in self.rules else link

    def concept_link(self, name: str) -> Markup:
        concept = self.book.concepts[name]
        text = self.say(concept.ko, concept.en)
        return Markup('<a class="concept" href="{}">{}</a>').format(self.href(concept_file(name)), text)

    def fact_link(self, path: str) -> Markup:
        decl = self.book.facts.get(path)
        if path == KIND or decl is None:
            return Markup('<a href="kinds.html">{}</a>').format(self.say("행위의 종류", "kind of act"))
        return Markup('<a href="{}">{}</a>').format(self.href(fact_file(path)), self.say.of(decl.label))

    def place(self, id_: str) -> str:
        """The citation of a rule without its act: for lists that stand under the act."""
        act = self.book.acts[self.book.numbers(id_).act]
        name = self.say(act.ko, act.en)
        return self.say.of(self.book.citation(id_)).removeprefix(name).strip().replace("Article", "Art.")

    def cited(self, id_: str, part: Version | Reach) -> str:
        """How a rule was cited in the time of one of its versions."""
        return self.names.cited(self.book.citation(id_, part), id_)

    def last_day(self, id_: str, part: Version | Reach) -> date | None:
        later = [p.effective for p in parts_of(self.rules[id_]) if p.effective > part.effective]
        return min(later) - timedelta(days=1) if later else None

    def authority(self, text: str | None) -> Markup:
        """A judgment as it is cited, as a link to the list of judgments; where there is none, that."""
        if text is None:
            return Markup('<span class="none">{}</span>').format(self.say("판례 없음", "no authority"))
        return Markup('<span class="authority">{}</span>').format(self.korean(self.names.authority(text)))

    def source(self, text: str | None) -> Markup:
        """Where a text was read: a link where it is an address of the web, and nothing else is ever a link."""
        if not text:
            return Markup("")
        if _WEB.fullmatch(text):
            return Markup('<a class="source" rel="noreferrer" href="{0}">{0}</a>').format(text)
        return self.korean(text)

    def file(self, name: str) -> str:
        """The rule file of something, below the rules folder."""
        # A fact of persons is declared once for suspects and victims.
        home, _, rest = name.partition(".")
        known = self.book.files.get(name) or self.book.files.get(f"person.{rest}" if home in PERSON_PREFIXES else "")
        if known is None:
            return ""
        path = Path(known).resolve()
        # A layer lies over rules that are elsewhere.
        for folder in (Path(self.book.folder), shipped("rules")):
            if path.is_relative_to(folder.resolve()):
                return path.relative_to(folder.resolve()).as_posix()
        return path.name

    def settled(self, settled: bool) -> Markup:
        if settled:
            return Markup('<span class="tag good">{}</span>').format(self.say("확립", "settled"))
        return Markup('<span class="tag open">{}</span>').format(self.say("미확립", "not settled"))

    def condition(self, condition: Condition) -> Markup:
        """A condition as a nested list, every fact and concept a link."""
        known = self._conditions.get(condition)
        if known is None:
            known = Markup('<ul class="cond">{}</ul>').format(self._item(condition))
            self._conditions[condition] = known
        return known

    def _item(self, condition: Condition) -> Markup:
        match condition:
            case FactTest(fact=path):
                text = fact_words(self.book, self.say, condition).removesuffix(f" ({path})")
                target = "kinds.html" if path == KIND else self.href(fact_file(path))
                return Markup('<li><a href="{}">{}</a> <code>{}</code></li>').format(target, text, path)
            case AgeTest():
                return Markup("<li>{}</li>").format(age_words(self.say, condition))
            case FindingTest():
                links = Markup(", ").join(self.rule_link(w, title=False) for w in condition.what)
                named = Markup(" ({})").format(links) if links else ""
                return Markup("<li>{}{}</li>").format(finding_words(self.say, condition), named)
            case ConceptUse(concept=name):
                word = self.say("개념", "concept")
                return Markup("<li>{} {}</li>").format(word, self.concept_link(name))
            case AllOf():
                head = self.say("모두:", "all of:")
            case AnyOf():
                head = self.say("하나라도:", "any of:")
            case NoneOf():
                head = self.say("어느 것도 아님:", "none of:")
        parts = Markup("").join(map(self._item, condition_parts(condition)))
        return Markup("<li>{}<ul>{}</ul></li>").format(head, parts)

    def facts_read(self, conditions: Iterable[Condition]) -> set[str]:
        """The facts that conditions rest on, through concepts too."""
        found: set[str] = set()
        for condition in conditions:
            match condition:
                case FactTest(fact=path):
                    found.add(path)
                case ConceptUse(concept=name):
                    found |= self._concept_facts(name)
                case _:
                    found |= self.facts_read(condition_parts(condition))
        return found

    def _concept_facts(self, name: str) -> frozenset[str]:
        if name not in self._facts:
            self._facts[name] = frozenset()
            inner = [c for version in self.book.concepts[name].versions for c in meanings(version)]
            self._facts[name] = frozenset(self.facts_read(inner))
        return self._facts[name]


def in_order(ids: Iterable[str]) -> list[str]:
    """Ids of rules in the order of the statutes."""
    return sorted(ids, key=sort_key)

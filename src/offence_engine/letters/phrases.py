"""The texts of the rule files (set phrases, sentences, closings) filled with a case, particles settled.

What a text names and does not exist is an error with the file and line of the rule that has the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Template

from offence_engine.errors import LANGUAGES, Fault, OffenceError, Place, RulesError, usage
from offence_engine.letters.josa import josa
from offence_engine.letters.sandbox import environment, failed, line_in
from offence_engine.model.base import Label
from offence_engine.model.letters import Wording
from offence_engine.rulebook.layers import rule_files
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.suggest import nearest
from offence_engine.source.tree import Map, Node, Scalar, Seq

_ENVIRONMENT = environment()
_NAME = "<text>"


class Phrases:
    """Fills texts in one language, and remembers what was found lacking."""

    def __init__(self, book: Rulebook, lang: str, called: str = "suspect") -> None:
        if lang not in LANGUAGES:
            close = nearest(lang, LANGUAGES)
            raise usage(
                f"모르는 언어입니다: `{lang}`." + (f" 혹시 `{close}`입니까?" if close else " ko 또는 en을 씁니다."),
                f"unknown language: `{lang}`." + (f" Did you mean `{close}`?" if close else " Use ko or en."),
            )
        if book.letters.wording is None:
            raise lacking_rule(book, "문서의 말(wording)이 없습니다.", "no `wording` for letters")
        self.book = book
        self.lang = lang
        self.words: Wording = _called(book, book.letters.wording, called)
        self.lacking: dict[str, Label] = {}

    def fill(self, text: Label, /, **values: object) -> str:
        """The text in this language with its places filled."""
        return self.fill_from(text, values)

    def fill_from(self, text: Label, values: Mapping[str, object]) -> str:
        source = text.text(self.lang)
        try:
            return josa(_compiled(source).render(values))
        except OffenceError:
            raise
        except Exception as problem:
            file, line = locate(self.book, source)
            raise failed(problem, file, line + line_in(problem, _NAME) - 1, values) from None

    def label(self, text: Label) -> str:
        return text.text(self.lang)

    def field(self, name: str) -> Label:
        """What a blank of the form is called."""
        found = self.words.fields.get(name)
        return found if found is not None else Label(ko=name, en=name)

    def gap(self, what: Label | str) -> str:
        """The visible mark of something that is not known, remembered for the list of what the letter lacks."""
        named = self.field(what) if isinstance(what, str) else what
        gap = self.fill(self.words.gap, what=named.text(self.lang))
        self.lacking[gap] = named
        return gap

    def stated(self, value: str | None, name: str) -> str:
        """The value of a blank, or the mark that it is not known."""
        return value if value and value.strip() else self.gap(name)

    def word(self, table: str, value: str) -> str:
        """A short word of the rules for a value; the value itself where they have none."""
        found = self.words.words.get(table, {}).get(value)
        return found.text(self.lang) if found is not None else value

    def point(self, name: str, /, **values: object) -> str:
        """What is said of something that is not settled."""
        found = self.words.points.get(name)
        if found is None:
            raise lacking_rule(self.book, f"wording에 points.{name}이(가) 없습니다.", f"no points.{name} in `wording`")
        return self.fill_from(found, values)

    def join(self, parts: list[str]) -> str:
        """Names in a row."""
        if self.lang == "ko" or len(parts) < 2:
            return ", ".join(parts)
        return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _called(book: Rulebook, words: Wording, called: str) -> Wording:
    """The set phrases with what the suspect is called in this kind of letter."""
    if called == "suspect":
        return words
    if book.letters.accused is None:
        raise lacking_rule(book, "피고인을 부르는 말(accused)이 없습니다.", "no `accused` for letters to a court")
    return words.model_copy(update=dict(book.letters.accused))


class Lacking:
    """Something a text may print though nobody knows it: false, and where it is printed, a visible gap."""

    def __init__(self, phrases: Phrases, what: str) -> None:
        self._phrases = phrases
        self._what = what

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self._phrases.gap(self._what)


class Unstated(str):
    """The set phrase for something that nobody stated: it prints, and is false."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def lacking_rule(book: Rulebook, ko: str, en: str) -> RulesError:
    """Something that letters need and the rules do not have."""
    return RulesError([Fault(Place(book.folder), f"규칙에 {ko}", f"in the rules: {en}")])


@lru_cache(maxsize=2048)
def _compiled(source: str) -> Template:
    code = _ENVIRONMENT.compile(source, _NAME, _NAME)
    return _ENVIRONMENT.template_class.from_code(_ENVIRONMENT, code, {})


def locate(book: Rulebook, source: str) -> tuple[str, int]:
    """The rule file and line that hold a text."""
    for path in rule_files(book.folder):
        try:
            tree = parse(read_bytes(path, str(path), RulesError), str(path), RulesError)
        except OffenceError:
            continue
        found = _find(tree, source)
        if found is not None:
            return _display(path), found.line
    return book.folder, 1


def _find(node: Node, source: str) -> Place | None:
    match node:
        case Scalar():
            return node.place if node.value == source else None
        case Seq():
            parts = list(node.items)
        case Map():
            parts = list(node.entries.values())
    return next((place for part in parts if (place := _find(part, source)) is not None), None)


def _display(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)

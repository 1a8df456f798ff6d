"""Proves the templates: every kind of letter is drafted of every kind of case, in both languages, and nothing written.

What is looked at: that it can be drafted at all; that no word of the program, no brace, no hole is left in the text;
that what a case says stays text; and that each text with grounds still has them where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from offence_engine.casefile.read import today as calendar_day
from offence_engine.errors import LANGUAGES, Fault, OffenceError, Place
from offence_engine.letters.check import text_faults
from offence_engine.letters.check_templates import Source, sources, template_file
from offence_engine.letters.compose import Composer
from offence_engine.letters.document import Document, texts
from offence_engine.letters.drafting import Drafting
from offence_engine.letters.folders import Templates
from offence_engine.letters.marks import Grounded
from offence_engine.letters.markup import plain
from offence_engine.letters.plan import follows
from offence_engine.letters.render import blocks, names_used
from offence_engine.letters.sections import values_of
from offence_engine.letters.select import select
from offence_engine.letters.trials import EVALUATED, HOSTILE, Trial, trials
from offence_engine.model.base import Frozen, Label, label
from offence_engine.rulebook.rulebook import Rulebook

_SHOWN = 60
_GAP = re.compile(r"(\[(?:확인 필요|to be confirmed): [^\]]*\])[\s,.]*\1")
_LEFT = (
    (re.compile(r"\{\{|\}\}|\{%|%\}"), label("채우지 않은 자리", "a place left unfilled")),
    (re.compile(r"(?<=[^\s\w])None\b|\bNone(?=[^\s\w.])|\bnull\b|<\w+ object"), label("프로그램의 말", "a word of the program")),
    (re.compile(r" {2,}"), label("두 칸 띄운 곳", "two blanks")),
    (re.compile(r"\(\)|\[\]|,\s*,|\(\s*,"), label("빈 괄호나 빈 쉼표", "empty brackets or commas")),
    (_GAP, label("잇달아 되풀이된 확인 표시", "the same gap twice")),
)  # fmt: skip
_EVALUATED = label("사건 파일의 글을 계산하였다", "text of the case was evaluated")
_KOREAN_ONLY = (
    (re.compile(r"\bNone\b"), label("프로그램의 말", "a word of the program")),
    (re.compile(r"을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로"), label("정하지 않은 조사", "a particle left open")),
)


@dataclass
class _Found:
    """Each fault once, with the text in which it was first met and the cases."""

    met: dict[Fault, tuple[str, list[Label]]] = field(default_factory=dict)

    def add(self, fault: Fault, trial: Trial, text: str = "") -> None:
        self.met.setdefault(fault, (text, []))[1].append(trial.name)

    def faults(self) -> list[Fault]:
        """The faults, each with its first text, the first case and how many more there are."""
        found = []
        for fault, (text, names) in self.met.items():
            more = len(dict.fromkeys(names)) - 1
            shown = f": {text if len(text) <= _SHOWN else text[: _SHOWN - 3] + '...'}" if text else ""
            ko = f"{shown} (사건: {names[0].ko}" + (f" 외 {more}건)" if more else ")")
            en = f"{shown} (case: {names[0].en}" + (f" and {more} more)" if more else ")")
            found.append(Fault(fault.place, fault.ko + ko, fault.en + en))
        return found


def kinds_of_case(book: Rulebook, today: date | None = None) -> tuple[Trial, ...]:
    """The cases that templates are proved with, as of a day (default: the day in Korea)."""
    return trials(book, today or calendar_day())


def prove(book: Rulebook, templates: Templates, cases: Iterable[Trial] | None = None) -> list[Fault]:
    """Every fault of the texts and templates, also those met only in drafting: each kind of letter is drafted in both
    languages of each of `cases` (default: all kinds of case), and nothing is written.

    A kind of letter whose templates are wrong as they stand is not drafted.
    """
    faults = text_faults(book, templates)
    broken = {fault.place.file for fault in faults}
    sound = [
        name
        for name, kind in book.letters.letters.items()
        if kind.audience in book.letters.audiences
        and not any(_touched(templates, template_file(templates, kind, lang), broken) for lang in LANGUAGES)
    ]
    found = _Found()
    for trial in kinds_of_case(book) if cases is None else cases:
        try:
            case, assessment = trial.made(book)
        except OffenceError as problem:
            for fault in problem.faults:
                found.add(fault, trial)
            continue
        selection = select(assessment, case, book)
        for lang in LANGUAGES:
            _try(Composer(assessment, case, book, selection, lang, templates), trial, sound, found)
    return [*faults, *found.faults()]


def _touched(folder: Templates, template: Path, broken: Container[str]) -> bool:
    """Whether a template, or something that it includes, has a fault already."""
    if str(template) in broken:
        return True
    try:
        return any(str(source.path) in broken for source in sources(folder, template.name))
    except OffenceError:
        return True


def _try(composer: Composer, trial: Trial, kinds: list[str], found: _Found) -> None:
    """Drafts every one of these kinds of letter of one case in one language, and looks at it."""
    letters, lang = composer.book.letters, composer.lang
    for kind in kinds:
        plan = letters.letters[kind]
        if not trial.hard and not follows(plan, composer.assessment, composer.case, composer.selection):
            continue
        template = template_file(composer.folder, plan, lang)
        with _told(found, trial, Label(ko=plan.ko, en=plan.en), template):
            for subject, document in composer.documents(kind):
                drafting = Drafting(kind, plan, composer.tools(kind), subject)
                for fault, text in _looked_at(document, drafting, template, trial, lang):
                    found.add(fault, trial, text)
    for name, bundle in letters.bundles.items():
        if trial.deep and set(bundle.of) <= set(kinds):
            first = template_file(composer.folder, letters.letters[bundle.of[0]], lang)
            with _told(found, trial, Label(ko=bundle.ko, en=bundle.en), first):
                list(composer.documents(name))


@contextmanager
def _told(found: _Found, trial: Trial, what: Label, template: Path) -> Iterator[None]:
    """Whatever breaks while a letter is drafted is a fault: the rest is still tried."""
    try:
        yield
    except OffenceError as problem:
        for fault in problem.faults:
            found.add(Fault(fault.place, f"{what.ko}: {fault.ko}", f"{what.en}: {fault.en}"), trial)
    except Exception as problem:
        why = f"{type(problem).__name__}: {problem}"
        place = Place(str(template))
        found.add(
            Fault(place, f"{what.ko}: 초안을 만들 수 없습니다: {why}", f"{what.en}: cannot be drafted: {why}"), trial
        )


def _looked_at(
    document: Document, drafting: Drafting, template: Path, trial: Trial, lang: str
) -> Iterator[tuple[Fault, str]]:
    """Each fault of a letter, and the text that has it."""
    hostile = plain(HOSTILE)
    for text, _ in texts(document):
        if trial.hostile and EVALUATED in text:
            yield _fault(_line_of(template, text), drafting, _EVALUATED), text
        bare = text.replace(hostile, "글") if trial.hostile else text
        for pattern, what in (*_LEFT, *(_KOREAN_ONLY if lang == "ko" else ())):
            if pattern.search(bare):
                yield _fault(_line_of(template, text), drafting, what), text
    if trial.deep:
        yield from _lost(document, drafting, template)


def _lost(document: Document, drafting: Drafting, template: Path) -> Iterator[tuple[Fault, str]]:
    """Texts that come with grounds and stand in the letter without them: it is drafted once more, each of them numbered,
    and where the number of one stands its ground must stand."""
    probe = _Probe()
    values = values_of(drafting, names_used(template.parent, template.name))
    numbered = {name: probe.marked(value, name) for name, value in values.items()}
    found = blocks(template.parent, template.name, numbered)
    for text, rests_on in texts(document.model_copy(update={"blocks": found})):
        for number in _NUMBER.findall(text):
            if f"{_PROBE}{number}" not in rests_on:
                name, lost = probe.texts[int(number)]
                what = label(f"근거를 잃은 글 (`{name}`)", f"a text that lost its grounds (`{name}`)")
                yield _fault(_reading(template, name), drafting, what), lost


_PROBE, _NUMBER = "probe:", re.compile("⟦(\\d+)⟧")


@dataclass
class _Probe:
    """Numbers the texts that have grounds, in the text and in its grounds; `texts`: (section, text) by number."""

    texts: list[tuple[str, str]] = field(default_factory=list)

    def marked(self, value: Any, section: str) -> Any:
        """The same value with every such text numbered."""
        if isinstance(value, Grounded):
            if not value.text or not value.rests_on:
                return value
            self.texts.append((section, value.text))
            number = len(self.texts) - 1
            return Grounded(text=f"⟦{number}⟧{value.text}", rests_on=(f"{_PROBE}{number}",))
        if isinstance(value, Frozen):
            parts = {name: getattr(value, name) for name in type(value).model_fields}
            return value.model_copy(update={name: self.marked(part, section) for name, part in parts.items()})
        if isinstance(value, dict):
            return {key: self.marked(part, section) for key, part in value.items()}
        return tuple(self.marked(part, section) for part in value) if isinstance(value, (tuple, list)) else value


def _reading(template: Path, section: str) -> Place:
    """Where a template, or what it includes, first reads a section."""
    read = next((s for s in sources(template.parent, template.name) if section in s.wants), None)
    return Place(str(read.path), read.line_of(section)) if read is not None else Place(str(template))


def _fault(place: Place, drafting: Drafting, what: Label) -> Fault:
    return Fault(place, f"{drafting.plan.ko}: {what.ko}", f"{drafting.plan.en}: {what.en}")


_LITERAL = re.compile(r"{[{%].*?[%}]}|[|*#]+")


def _line_of(template: Path, text: str) -> Place:
    """The place in the template whose own words are most like a text of the letter."""
    best: tuple[int, str, int] = (0, str(template), 1)
    read: tuple[Source, ...] = sources(template.parent, template.name)
    for source in read:
        for number, line in enumerate(source.text.splitlines(), 1):
            words = [part.strip() for part in _LITERAL.split(line)]
            likeness = max((len(part) for part in words if part and part in text), default=0)
            if likeness > best[0]:
                best = likeness, str(source.path), number
    return Place(best[1], best[2])

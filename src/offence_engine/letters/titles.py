"""Offence names with their letters, and the headings under which offences are told."""

from __future__ import annotations

from offence_engine.letters.context import OffenceName
from offence_engine.letters.dates import act_text
from offence_engine.letters.grounds import grounded, of_offence
from offence_engine.letters.names import Names
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.select import Referred, Selection, letter_of
from offence_engine.model.case import Case
from offence_engine.model.result import Finding, Offence
from offence_engine.rulebook.rulebook import Rulebook

_Key = tuple[str, str, bool]


class Titles:
    """The list of offence names of a case, heaviest first, and which offence bears which letter."""

    def __init__(self, book: Rulebook, case: Case, phrases: Phrases, names: Names, selection: Selection) -> None:
        self.book = book
        self.case = case
        self.phrases = phrases
        self.names = names
        self.keys: dict[_Key, Referred] = {}
        for referred in selection.referred:
            self.keys.setdefault(self.key(referred), referred)
        self.all = selection.referred
        self.answered = {to for r in selection.referred if r.alternative for to in r.offence.standing.to}

    def key(self, referred: Referred) -> _Key:
        """What offences under one letter share: the name, and whether it is an alternative charge."""
        offence = referred.offence
        return self.name(offence), "" if offence.offence_name else offence.provision, referred.alternative

    def letter(self, referred: Referred) -> str:
        return letter_of(list(self.keys).index(self.key(referred)))

    def name(self, offence: Offence) -> str:
        """The name of the table as far as the rules have it, with what kind of taking part follows the bracket."""
        phrases, words = self.phrases, self.phrases.words
        name = offence.offence_name or phrases.label(words.no_offence_name)
        unnamed = ""
        for modifier in offence.modifiers:
            if modifier.kind == "habit":
                rule = self.book.modifiers[modifier.id]
                if rule.offence_name:
                    name = rule.offence_name
                elif offence.offence_name:
                    unnamed = " " + phrases.fill(words.no_name_for, what=rule.title.text(phrases.lang))
        suffix = words.name_suffix.get(offence.participation)
        return name + (suffix.text(phrases.lang) if suffix else "") + unnamed

    def heading(self, referred: Referred) -> str:
        """The name; with what it is about in words, where the table has none or the copy is English."""
        offence = referred.offence
        if offence.offence_name and self.phrases.lang == "ko":
            return self.name(offence)
        titles = dict.fromkeys(
            r.offence.title.text(self.phrases.lang) for r in self.all if self.key(r) == self.key(referred)
        )
        return f"{self.name(offence)} ({' / '.join(titles)})"

    def mark(self, referred: Referred) -> str:
        """`예비적` for an alternative, `주위적` for what an alternative stands to."""
        words = self.phrases.words.standing
        which = "alternative" if referred.alternative else "principal" if referred.offence.id in self.answered else ""
        return words[which].text(self.phrases.lang) if which in words else ""

    def listed(self) -> tuple[OffenceName, ...]:
        return tuple(
            OffenceName(
                letter=letter_of(index),
                name=grounded(self.heading(r), *(of_offence(x.offence) for x in self.all if self.key(x) == key)),
                mark=self._mark_of(key),
            )
            for index, (key, r) in enumerate(self.keys.items())
        )

    def _mark_of(self, key: _Key) -> str:
        return next((mark for r in self.all if self.key(r) == key and (mark := self.mark(r))), "")

    def part(self, referred: Referred) -> str:
        """Which of several offences of one name: whom it concerns, and when."""
        victims = list(dict.fromkeys(f.count.victim for f in referred.findings if f.count.victim))
        times = dict.fromkeys(act_text(self.phrases, self.case.acts[f.count.act]) for f in referred.findings)
        shown = [self.names.victim(v) for v in victims]
        return self.phrases.fill(self.phrases.words.part, victims=self.phrases.join(shown), when=", ".join(times))

    def where(self, finding: Finding) -> str:
        """Whose act, which victim and material a finding is about."""
        count, act = finding.count, self.case.acts[finding.count.act]
        kind = self.book.kinds[act.kind]
        return self.phrases.fill(
            self.phrases.words.where,
            suspect=self.names.person(count.suspect),
            act=count.act,
            kind=kind.ko if self.phrases.lang == "ko" else kind.en,
            when=act_text(self.phrases, act, count),
            victim=count.victim,
            material=count.material,
        )

"""The applied articles: each offence's own in its words of that time, then what modifies it, then the general part.

Their order, and what of the general part goes with what, are data of the rules (`applied_articles`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from offence_engine.letters.dates import day_text
from offence_engine.letters.phrases import Phrases, lacking_rule
from offence_engine.letters.select import Referred
from offence_engine.model.base import Label
from offence_engine.model.letters import AppliedArticles
from offence_engine.model.result import Finding
from offence_engine.model.rule import Reach, Version
from offence_engine.rulebook.rulebook import Rulebook

# Modifiers that are cited by their own clause; of the participations the general part is cited instead.
_CITED_AS_THEMSELVES = ("attempt", "habit", "aggravation", "legal_entity", "recidivism")


@dataclass(frozen=True, slots=True)
class Cited:
    """An article of an act; `amended` by what, where the act reads differently since."""

    group: str
    act: str
    article: str
    amended: tuple[str, str] | None = None


class Citer:
    """Cites the law that was applied, as seen from the day of the letter."""

    def __init__(self, book: Rulebook, phrases: Phrases, as_of: date) -> None:
        self.book = book
        self.phrases = phrases
        self.as_of = as_of
        rules = book.letters.applied_articles
        if rules is None:
            raise lacking_rule(book, "applied_articles가 없습니다.", "no `applied_articles`")
        self.rules: AppliedArticles = rules

    def applied(self, referred: Sequence[Referred]) -> str:
        """All articles of one suspect in one line; an act's name stands once and again only when it changes."""
        cited = list(dict.fromkeys(c for r in referred for c in self._of(r)))
        cited += [c for c in self._concurring(referred) if c not in cited]
        ordered = [c for group in self.rules.order for c in cited if c.group == group]
        seen: dict[tuple[str, str, tuple[str, str] | None], Cited] = {}
        for item in ordered:
            seen.setdefault((item.act, item.article, item.amended), item)
        return self._line(list(seen.values()))

    def of_finding(self, finding: Finding) -> str:
        """One finding's own article, as of its time."""
        return self._line([self._own(finding)])

    def _own(self, finding: Finding) -> Cited:
        versions = self.book.provisions[finding.provision].versions
        return self._cited("offence", finding.provision, finding.citation, versions, finding.version.effective)

    def _of(self, referred: Referred) -> Iterator[Cited]:
        for finding in referred.findings:
            yield self._own(finding)
            if self.rules.base:
                yield from self._bases(finding)
            version = self._version(finding.provision, finding.version.effective)
            for id_ in version.cites if version else ():
                yield self._general("offence", id_)
            for modifier in finding.modifiers:
                if modifier.kind in _CITED_AS_THEMSELVES:
                    reaches = self.book.modifiers[modifier.id].reaches
                    yield self._cited(modifier.kind, modifier.id, modifier.citation, reaches, modifier.effective)
            for id_ in self.rules.participation.get(finding.participation, ()):
                yield self._general("participation", id_)

    def _bases(self, finding: Finding) -> Iterator[Cited]:
        """The provisions that this one builds on, in the versions that were used."""
        used = dict(key.split("@", 1) for key in finding.versions_used)
        for base in self.book.provisions[finding.provision].builds_on:
            effective = date.fromisoformat(used[base])
            versions = self.book.provisions[base].versions
            citation = self.book.citation(base, self._version(base, effective))
            yield self._cited("offence", base, citation, versions, effective)

    def _version(self, provision: str, effective: date) -> Version | None:
        return next((v for v in self.book.provisions[provision].versions if v.effective == effective), None)

    def _concurring(self, referred: Sequence[Referred]) -> Iterator[Cited]:
        """What goes with several offences, by one act or by several, among those that are referred."""
        principal = [r.offence for r in referred if not r.alternative]
        ids = {o.id for o in principal}
        kinds = {w.kind for o in principal for w in o.with_ if w.to in ids}
        if any(o.number > 1 for o in principal):
            kinds.add("real")
        for id_ in self.rules.ideal if "ideal" in kinds else ():
            yield self._general("ideal", id_)
        for id_ in self.rules.real if "real" in kinds else ():
            yield self._general("real", id_)

    def _general(self, group: str, id_: str) -> Cited:
        return self._cited(group, id_, self.book.citation(id_), (), self.as_of)

    def _cited(
        self, group: str, id_: str, citation: Label, versions: Sequence[Version | Reach], effective: date
    ) -> Cited:
        act = id_.partition(".")[0]
        lang = self.phrases.lang
        article = citation.text(lang).removeprefix(_name(self.book, act, lang)).strip()
        return Cited(group, act, article, self._amended(versions, effective))

    def _amended(self, versions: Sequence[Version | Reach], effective: date) -> tuple[str, str] | None:
        """(number, day of promulgation) of the amendment that first changed this version, if it is in force by now."""
        later = [v for v in versions if effective < v.effective <= self.as_of]
        if not later:
            return None
        following = min(later, key=lambda v: v.effective)
        number, comma, promulgated = (following.enacted_by or "").partition(", ")
        return number, promulgated if comma else day_text(self.phrases, following.effective)

    def _line(self, cited: Sequence[Cited]) -> str:
        parts: list[str] = []
        before: Cited | None = None
        for item in cited:
            if before is None or (item.act, item.amended) != (before.act, before.amended):
                parts.append(f"{self._act(item)} {item.article}")
            else:
                parts.append(_shortened(item.article, before.article) if self.phrases.lang == "ko" else item.article)
            before = item
        return ", ".join(parts)

    def _act(self, cited: Cited) -> str:
        name = _name(self.book, cited.act, self.phrases.lang)
        if cited.amended is None:
            return name
        number, promulgated = cited.amended
        return self.phrases.fill(self.rules.old_law, act=name, number=number, promulgated=promulgated)


def _name(book: Rulebook, act: str, lang: str) -> str:
    names = book.acts[act]
    return names.ko if lang == "ko" else names.en


def _shortened(article: str, before: str) -> str:
    """The paragraph alone, after another paragraph of the same article."""
    own, rest = article.partition(" ")[::2]
    return rest if rest and own == before.partition(" ")[0] else article

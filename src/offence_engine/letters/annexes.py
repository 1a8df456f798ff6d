"""What of the offences of a case is told by paragraphs and what by an annexed table, and the paragraph that refers to it.

`pieces` gives the parts of an offence name in their order, `tables` the tables that they refer to, numbered through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from offence_engine.letters.annex import AnnexTable, crime_table, words_of
from offence_engine.letters.dates import ends_text
from offence_engine.letters.deeds import Teller, principal_of
from offence_engine.letters.grouping import Cluster, Entry, Grouper, natural, others_in
from offence_engine.letters.phrases import Lacking, Unstated
from offence_engine.letters.select import Referred, Selection
from offence_engine.letters.titles import Titles
from offence_engine.model.case import Act
from offence_engine.model.result import Finding

# So many names stand one by one; more are the first and their number.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, the findings that it tells, and the key of the table it refers to, if any."""

    text: str
    findings: tuple[Finding, ...]
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part under an offence name: what it is about (for its heading, where there are several), and its paragraphs."""

    about: str
    referred: tuple[Referred, ...]
    passages: tuple[Passage, ...]


class Annexes:
    """The paragraphs and tables of one selection in one language."""

    def __init__(self, teller: Teller, titles: Titles, selection: Selection) -> None:
        self.teller = teller
        self.titles = titles
        self.case = teller.case
        self.phrases = teller.phrases
        self.names = teller.names
        self.grouper = Grouper(teller.book, teller.case, teller.names)
        self._pieces: dict[str, tuple[Piece, ...]] = {}
        self._tables: list[AnnexTable] = []
        for suspect in selection.suspects:
            groups: dict[object, list[Referred]] = {}
            for referred in selection.of(suspect):
                groups.setdefault(titles.key(referred), []).append(referred)
            for group in groups.values():
                group.sort(key=_begin)
                self._pieces[group[0].offence.id] = self._plan(group)

    @property
    def tables(self) -> tuple[AnnexTable, ...]:
        """The tables of acts, numbered from 1 in the order of suspects and offence names."""
        return tuple(self._tables)

    def pieces(self, group: Sequence[Referred]) -> tuple[Piece, ...]:
        """The parts of the offences of one suspect under one name, whatever the order they are handed in."""
        return self._pieces[min(group, key=_begin).offence.id]

    def _plan(self, group: list[Referred]) -> tuple[Piece, ...]:
        clusters = sorted(self.grouper.clusters(group, self.titles.mark), key=lambda c: c.rows[0].begin.first)
        tabled = [c for c in clusters if c.tabled]
        references = self._table(group, tabled) if tabled else {}
        parts: dict[str, tuple[str, tuple[Referred, ...], list[Passage]]] = {}
        for cluster in clusters:
            if cluster.tabled and len(cluster.referred) > 1:
                passage = self._by_table(cluster, references)
                parts[f"{len(parts)}+"] = self._about(cluster), cluster.referred, [passage]
                continue
            for entry in cluster.entries[:1] if cluster.tabled else cluster.entries:
                one = entry.referred
                part = parts.setdefault(one.offence.id, (self.titles.part(one), (one,), []))
                part[2].append(self._by_table(cluster, references) if cluster.tabled else self._alone(cluster, entry))
        return tuple(
            sorted(
                (
                    Piece(about, referred, tuple(sorted(told, key=_first_day)))
                    for about, referred, told in parts.values()
                ),
                key=lambda piece: _first_day(piece.passages[0]),
            )
        )

    def _table(self, group: list[Referred], clusters: list[Cluster]) -> dict[int, tuple[str, str]]:
        """Draws the table; for each cluster its key and how a sentence refers to it."""
        words, number = words_of(self.phrases), len(self._tables) + 1
        first = group[0]
        key = f"{first.suspect}/{first.offence.id}"
        table = crime_table(clusters, key, number, self.case, self.phrases, self.names)
        self._tables.append(table)
        references, begin = {}, 1
        for cluster in clusters:
            end = begin + len(cluster.rows) - 1
            rows = self.phrases.fill(words.range, first=begin, last=end) if len(clusters) > 1 else ""
            references[id(cluster)] = key, self.phrases.fill(words.reference, title=table.title, rows=rows)
            begin = end + 1
        return references

    def _alone(self, cluster: Cluster, entry: Entry) -> Passage:
        """One act by its own paragraph; what stands for several that nobody listed shows that."""
        words = words_of(self.phrases) if self.phrases.book.letters.annex is not None else None
        own = {f.id for f in entry.part.findings}
        gaps = dict.fromkeys(g for row in cluster.rows if any(f.id in own for f in row.findings) for g in row.gaps)
        marks = [self.phrases.gap(words.gaps.of(g)) for g in gaps] if words is not None else []
        text = " ".join([self.teller.paragraph(entry.part), *marks])
        return Passage(text, (*entry.part.findings, *entry.part.beside))

    def _by_table(self, cluster: Cluster, references: dict[int, tuple[str, str]]) -> Passage:
        key, reference = references[id(cluster)]
        return Passage(self._paragraph(cluster, reference), cluster.findings, key)

    def _paragraph(self, cluster: Cluster, reference: str) -> str:
        """What alike acts have in common, told once: from when to when, how often, of how many, and the closing."""
        words, teller, phrases = self.phrases.words, self.teller, self.phrases
        finding = cluster.first
        rule = teller.book.provisions[finding.provision]
        principal = principal_of(finding)
        suspect = phrases.label(words.subject)
        doer, subject = finding.count.suspect, suspect
        if principal is not None:
            doer = principal[0]
            subject = phrases.fill(words.principal, name=teller.principal(doer))
        deeds = [self.case.acts[a] for a in cluster.acts]
        spoken = self._vocabulary(cluster, deeds, subject)
        sentences = [
            self._deed(cluster, reference, doer, deeds, spoken, helper=False),
            phrases.fill_from(rule.closing, spoken),
            *teller.added(finding, subject, of_helper=False),
        ]
        if principal is not None:
            own = [self.case.acts[a] for a in dict.fromkeys(e.part.first.count.act for e in cluster.entries)]
            if finding.participation != "legal_entity":
                helped = self._vocabulary(cluster, own, suspect)
                sentences.append(self._deed(cluster, reference, finding.count.suspect, own, helped, helper=True))
            sentences += teller.added(finding, suspect, of_helper=True)
        return " ".join([*sentences, *teller.between(cluster.entries[0].part)])

    def _deed(
        self,
        cluster: Cluster,
        reference: str,
        doer: str,
        acts: list[Act],
        spoken: dict[str, object],
        helper: bool,
    ) -> str:
        phrases, words = self.phrases, words_of(self.phrases)
        rows = cluster.rows
        begin = min((r.begin for r in rows), key=lambda s: (s.first, s.last))
        end = max((r.end for r in rows), key=lambda s: (s.last, s.first))
        times: int | None = cluster.times
        if helper:
            begin = min((a.when.first for a in acts), key=lambda s: (s.first, s.last))
            end = max((a.when.last for a in acts), key=lambda s: (s.last, s.first))
            counted = [1 if a.when.form != "series" else a.when.times for a in acts]
            times = None if None in counted else sum(n for n in counted if n is not None)
        places = {a.place for a in acts} | {r.item.place for r in rows if r.item is not None and r.item.place}
        manners = {a.manner for a in acts}
        lacking = ["times", *(["none_listed"] if any("none_listed" in r.gaps for r in rows) else [])]
        place = next(iter(places)) if len(places) == 1 else None
        others = dict.fromkeys(p for a in acts for p in others_in(self.case, a, doer))
        return phrases.fill(
            words.paragraph,
            subject=spoken["subject"],
            when=ends_text(phrases, begin, end),
            place=place or phrases.label(words.each_place if len(places) > 1 else phrases.words.unknown_place),
            place_known=place is not None or len(places) > 1,
            others=self._several([self.names.person(p) for p in sorted(others, key=natural)]),
            helper=helper,
            table=reference,
            victims=sum(self.case.persons[v].number for v in cluster.victims),
            times=times or 0,
            uncounted=times is None,
            gap=" ".join(phrases.gap(words.gaps.of(g)) for g in lacking) if times is None else "",
            manner=manners.pop() if len(manners) == 1 else None,
            deed=phrases.fill_from(self.teller.book.kinds[acts[0].kind].sentence, spoken),
        )

    def _vocabulary(self, cluster: Cluster, acts: list[Act], subject: str) -> dict[str, object]:
        """What the sentences may name, of all acts of a cluster."""
        phrases, words = self.phrases, words_of(self.phrases)
        spoken = self.teller.vocabulary(cluster.entries[0].part, acts[0], subject)
        ages = {v: age for f in cluster.findings for v, age in self.names.ages(f).items()}
        victims = sorted(cluster.victims, key=natural)
        materials = cluster.materials or tuple(dict.fromkeys(m for a in acts for m in self.case.materials_of(a)))
        recipients = sorted({p for a in acts for p in a.recipients}, key=natural)
        channels = list(dict.fromkeys(self.names.channel(a) for a in acts))
        spoken["victim"] = self._persons(victims, ages) or Lacking(phrases, "victim")
        spoken["material"] = self._materials(materials, cluster.victims) or Lacking(phrases, "material")
        spoken["recipients"] = self._several(
            [self.names.person(p, ages if len(recipients) <= _NAMED else None) for p in recipients]
        ) or Unstated(phrases.label(phrases.words.unknown_recipient))
        if len(channels) > 1:
            spoken["channel"] = phrases.fill(
                words.several_channels, first=channels[0], number=len(channels), others=len(channels) - 1
            )
        return spoken

    def _persons(self, victims: list[str], ages: dict[str, str]) -> str:
        if len(victims) <= _NAMED:
            return self.phrases.join([self.names.victim(v, ages.get(v)) for v in victims])
        each = {ages.get(v) for v in victims}
        return self.phrases.fill(
            words_of(self.phrases).several_persons,
            first=self.names.victim(victims[0]),
            number=sum(self.case.persons[v].number for v in victims),
            others=sum(self.case.persons[v].number for v in victims[1:]),
            age=each.pop() if len(each) == 1 else None,
        )

    def _materials(self, materials: tuple[str, ...], victims: tuple[str, ...]) -> str:
        def said(material: str) -> str:
            shown = tuple(v for v in victims if v in self.case.shown_in(material))
            return self.names.material(material, shown if len(shown) <= _NAMED else ())

        if len(materials) <= _NAMED:
            return self.phrases.join([said(m) for m in materials])
        return self.phrases.fill(
            words_of(self.phrases).several_materials,
            first=said(materials[0]),
            number=sum(self.case.materials[m].number for m in materials),
            others=sum(self.case.materials[m].number for m in materials[1:]),
        )

    def _several(self, names: list[str]) -> str:
        if len(names) <= _NAMED:
            return self.phrases.join(names)
        words, number = words_of(self.phrases), len(names)
        return self.phrases.fill(words.several_persons, first=names[0], number=number, others=number - 1, age=None)

    def _about(self, cluster: Cluster) -> str:
        """Of whom and of when, for the heading of a part that several offences share."""
        begin = min((r.begin for r in cluster.rows), key=lambda s: (s.first, s.last))
        end = max((r.end for r in cluster.rows), key=lambda s: (s.last, s.first))
        return self.phrases.fill(
            self.phrases.words.part,
            victims=self._persons(sorted(cluster.victims, key=natural), {}),
            when=ends_text(self.phrases, begin, end),
        )


def _first_day(passage: Passage) -> date:
    return min(f.count.from_ for f in passage.findings)


def _begin(referred: Referred) -> tuple[date, str]:
    return min(f.count.from_ for f in referred.findings), referred.offence.id

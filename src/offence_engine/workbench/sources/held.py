"""One rule and the texts that are held of it: which part of which text a version of it is, and what it cites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from offence_engine.errors import Place
from offence_engine.model.rule import LimbPart, ModifierFile, ProvisionFile, Reach, Version
from offence_engine.model.time import DAY
from offence_engine.rulebook.find import parts_of
from offence_engine.rulebook.ids import ProvisionId, numbers_of, read_id
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.sources.difference import Code, Comparison, Difference
from offence_engine.workbench.sources.parts import Part, bare, part_of
from offence_engine.workbench.sources.places import RulePlaces
from offence_engine.workbench.sources.texts import Record, Row, Texts

AnyVersion = Version | Reach


class Held:
    """A provision or modifier beside the texts of its article, with the list that differences go to."""

    def __init__(self, book: Rulebook, texts: Texts, places: RulePlaces, done: Comparison, id_: str) -> None:
        self.book, self.texts, self.places, self.done, self.id = book, texts, places, done, id_
        self.rule: ProvisionFile | ModifierFile = book.provisions.get(id_) or book.modifiers[id_]
        self.versions: tuple[AnyVersion, ...] = parts_of(self.rule)

    @property
    def any(self) -> bool:
        """Whether texts are held of any article that the rule stood in."""
        return any(self.numbers(v)[:2] in self.texts.records for v in self.versions)

    def numbers(self, part: AnyVersion | LimbPart) -> ProvisionId:
        return numbers_of(self.id, part, self.rule.items_only)

    def version_on(self, day: date) -> AnyVersion | None:
        begun = [v for v in self.versions if v.effective <= day]
        return begun[-1] if begun else None

    def article(self, version: AnyVersion) -> list[Record]:
        """Every text held of the article that the version stands in."""
        return self.texts.records.get(self.numbers(version)[:2], [])

    def record_on(self, day: date, version: AnyVersion) -> Record | None:
        at = self.numbers(version)
        return self.texts.on(at.act, at.article, day)

    def part_on(self, day: date, version: AnyVersion) -> tuple[Record | None, Part | None]:
        at, record = self.numbers(version), self.record_on(day, version)
        return record, part_of(record.lines, at.paragraph, at.item) if record else None

    def text_of(self, version: AnyVersion) -> tuple[Record | None, Part | None]:
        """The text of a version's first day; for the first version also a later text that says it stood since then."""
        record, part = self.part_on(version.effective, version)
        if record is None and version is self.versions[0] and (later := self.article(version)):
            at, first = self.numbers(version), later[0]
            since = [d for row in self.rows_in(first, version) for d in (row.since, row.penalty_since) if d]
            if since and max(since) <= version.effective < first.first:
                return first, part_of(first.lines, at.paragraph, at.item)
        return record, part

    def rows_in(self, record: Record, version: AnyVersion, opening: bool = False) -> list[Row]:
        """What a text says of since when the part stands (`opening`: the paragraph of an item)."""
        at = self.numbers(version)
        item = None if opening else at.item
        return [r for r in record.rows if (r.paragraph or "1") == (at.paragraph or "1") and r.item == item]

    def bare(self, day: date, version: AnyVersion) -> str | None:
        """What a version rests on, as the texts had it on a day: its part, and the parts that it cites exactly."""
        _, part = self.part_on(day, version)
        if part is None or part.gone:
            return None
        return "|".join([part.bare, *(bare(found.own) if found else "" for found in self.cited(day, version, True))])

    def cited(self, day: date, version: AnyVersion, exact: bool) -> Iterator[Part | None]:
        """The parts that a version cites (`exact`: paragraphs and items; else whole articles), on a day."""
        for cited in version.cites if isinstance(version, Version) else ():
            at = read_id(cited)
            if at is not None and (at.paragraph is not None) is exact:
                record = self.texts.on(at.act, at.article, day)
                yield part_of(record.lines, at.paragraph, at.item) if record else None

    def cited_texts(self, version: AnyVersion) -> Iterator[tuple[Record, Part]]:
        """Everything that a version cites, with its text on the version's first day."""
        for cited in version.cites if isinstance(version, Version) else ():
            at = read_id(cited)
            record = self.texts.on(at.act, at.article, version.effective) if at else None
            part = part_of(record.lines, at.paragraph, at.item) if record and at else None
            if record is not None and part is not None:
                yield record, part

    def lacks_cited(self, version: AnyVersion, day: date) -> bool:
        """Whether the texts hold nothing of something that is cited for the day before."""
        for cited in version.cites if isinstance(version, Version) else ():
            at = read_id(cited)
            if at is not None and self.texts.on(at.act, at.article, day - DAY) is None:
                return True
        return False

    def differ(
        self,
        code: Code,
        version: AnyVersion | None,
        place: Place,
        record: Record,
        part: Part | None,
        ko: str,
        en: str,
        *,
        sure: bool = True,
        element: str | None = None,
    ) -> None:
        """Take down one difference."""
        self.done.differences.append(
            Difference(
                code, self.id, version.effective if version else None, place,
                record.at(part.number) if part else record.place, ko, en,
                text_from=record.first, basis=record.basis, element=element, sure=sure and record.sure,
            )
        )  # fmt: skip

"""The rows of annexed tables: the acts of an offence (범죄일람표), the items of a request, the evidence.

A table holds texts of one language, ready to print; columns in which nothing stands are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from offence_engine.casefile.items import HASHES
from offence_engine.errors import usage
from offence_engine.letters.dates import day_text, ends_text
from offence_engine.letters.deeds import principal_of
from offence_engine.letters.document import Align, Cell, Run, Table
from offence_engine.letters.grouping import Cluster, DeedRow, Grouper, others_in
from offence_engine.letters.marks import Grounded, together
from offence_engine.letters.names import Names
from offence_engine.letters.phrases import Phrases, lacking_rule
from offence_engine.model.base import Frozen, Label
from offence_engine.model.case import Case
from offence_engine.model.item import AnnexWords, Item, Moment
from offence_engine.model.time import Span
from offence_engine.source.suggest import hint

CENTRED = frozenset(("number", "when", "victim", "files", "id", "page", "message", "posted_utc", "posted_kst"))


class AnnexColumn(Frozen):
    """A column by its key and its heading."""

    key: str
    label: str


class AnnexRow(Frozen):
    """One row: a text for each column, and the ids (`finding:`, `evidence:`) that it rests on."""

    number: int
    cells: tuple[str, ...]
    findings: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def printed(self) -> tuple[Grounded, ...]:
        """The cells as a template prints them, each with what the row rests on."""
        return tuple(Grounded(text=text, rests_on=self.rests_on) for text in self.cells)


class AnnexTable(Frozen):
    """An annexed table. `key` names it whatever the language; `suspect` is None where it is about no one suspect."""

    key: str
    number: int
    title: str
    suspect: str | None
    columns: tuple[AnnexColumn, ...]
    rows: tuple[AnnexRow, ...]


def as_block(table: AnnexTable) -> Table:
    """The table as a block of a document."""
    align: tuple[Align, ...] = tuple("center" if c.key in CENTRED else "left" for c in table.columns)
    return Table(
        head=tuple(Cell(runs=(Run(text=c.label, bold=True),)) for c in table.columns),
        rows=tuple(
            tuple(Cell(runs=(Run(text=text),), rests_on=row.rests_on) for text in row.cells) for row in table.rows
        ),
        align=align,
    )


def words_of(phrases: Phrases) -> AnnexWords:
    """The words of annexed tables.

    Errors: RulesError where the rules have none."""
    annex = phrases.book.letters.annex
    if annex is None:
        raise lacking_rule(phrases.book, "별지의 말(annex)이 없습니다.", "no `annex` for letters")
    return annex


def _drawn(
    phrases: Phrases,
    labels: Mapping[str, Label],
    rows: Iterable[tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]],
) -> tuple[tuple[AnnexColumn, ...], tuple[AnnexRow, ...]]:
    """Columns with something in them, and the rows under them, numbered from 1."""
    listed = list(rows)
    filled = {key for cells, _, _ in listed for key, text in cells.items() if text}
    keys = [key for key in labels if key == "number" or key in filled]
    columns = tuple(AnnexColumn(key=key, label=labels[key].text(phrases.lang)) for key in keys)
    return columns, tuple(
        AnnexRow(
            number=number,
            cells=tuple(str(number) if key == "number" else cells.get(key, "") for key in keys),
            findings=findings,
            rests_on=rests_on,
        )
        for number, (cells, findings, rests_on) in enumerate(listed, 1)
    )


def crime_table(
    clusters: Sequence[Cluster], key: str, number: int, case: Case, phrases: Phrases, names: Names
) -> AnnexTable:
    """The table of the acts of one offence name: the rows of each paragraph one after the other, each by time."""
    words = words_of(phrases)
    printer = _CrimeRows(case, phrases, names, words)
    rows = (printer.row(row) for cluster in clusters for row in cluster.rows)
    columns, drawn = _drawn(phrases, words.columns, rows)
    return AnnexTable(
        key=key,
        number=number,
        title=phrases.fill(words.title, number=number),
        suspect=clusters[0].first.count.suspect,
        columns=columns,
        rows=drawn,
    )


class _CrimeRows:
    """Prints the rows of a table of acts: the kind of act and the medium, never what a material shows."""

    def __init__(self, case: Case, phrases: Phrases, names: Names, words: AnnexWords) -> None:
        self.case = case
        self.phrases = phrases
        self.names = names
        self.words = words
        self.materials: dict[str, str] = {}

    def row(self, row: DeedRow) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
        act, item, phrases = self.case.acts[row.act], row.item, self.phrases
        principal = principal_of(row.findings[0])
        doer = principal[0] if principal else row.suspect
        ages = {v: age for f in row.findings for v, age in self.names.ages(f).items()}
        gaps = [phrases.gap(self.words.gaps.of(gap)) for gap in row.gaps if gap != "when"]
        counted = [phrases.fill(self.words.times, number=row.times)] if row.times and row.times > 1 else []
        uncounted = [phrases.gap(self.words.gaps.times)] if row.times is None else []
        kind = phrases.book.kinds[act.kind]
        cells = {
            "when": self._when(row),
            "where": " / ".join(self._where(row)),
            "victim": phrases.join([self.names.victim(v, ages.get(v)) for v in row.victims]),
            "with": ", ".join(self.names.person(p) for p in others_in(self.case, act, doer)),
            "recipients": (item.recipients if item else "") or self._recipients(row),
            "method": phrases.fill(
                self.words.method,
                kind=kind.ko if phrases.lang == "ko" else kind.en,
                materials=phrases.join([self._material(m) for m in row.materials]),
                method=(item.method if item else "") or act.manner or "",
            ),
            "files": self._files(row),
            "hash": hash_text(phrases, item) if item else "",
            "amount": item.amount if item else "",
            "note": " ".join([*counted, *uncounted, *([item.note] if item and item.note else []), *gaps]),
        }
        ids = tuple(f.id for f in row.findings)
        rests_on = together(((*(f"finding:{id_}" for id_ in ids), *(f"evidence:{e}" for e in act.evidence)),))
        return cells, ids, rests_on

    def _when(self, row: DeedRow) -> str:
        at = row.item.posted_at if row.item is not None else None
        if "when" in row.gaps:
            return self.phrases.gap(self.words.gaps.when)
        if at is not None and at.kst is not None and row.begin == at.day:
            return moment_text(self.phrases, at)
        return _days(self.phrases, row.begin, row.end)

    def _where(self, row: DeedRow) -> list[str]:
        act, item = self.case.acts[row.act], row.item
        channel = self.names.channel(act) if act.channel else ""
        parts = [(item.place if item else "") or act.place or "", (item.room if item else "") or channel]
        if item is not None:
            parts += [item.url, item.message if not item.url else ""]
        return [part for part in parts if part]

    def _recipients(self, row: DeedRow) -> str:
        return ", ".join(self.names.person(p) for p in self.case.acts[row.act].recipients if p not in row.victims)

    def _files(self, row: DeedRow) -> str:
        if row.item is not None:
            return self.phrases.fill(self.words.files, number=row.item.files) if row.item.files else ""
        number = sum(self.case.materials[m].number for m in row.materials)
        return self.phrases.fill(self.words.files, number=number) if number else ""

    def _material(self, id_: str) -> str:
        """A material by its id, how it was made and its form alone; how many files it is has a column of its own."""
        if id_ not in self.materials:
            facts = self.names.facts_of_material(id_)
            self.materials[id_] = self.phrases.fill(
                self.phrases.words.material,
                id=id_,
                number=1,
                shown=[],
                word=lambda path: self.names.word_in(path, facts),
                value=lambda path: facts[name].value if (name := path.partition(".")[2]) in facts else "",
            )
        return self.materials[id_]


def _days(phrases: Phrases, begin: Span, end: Span) -> str:
    """A day by itself in a cell, without the word that leads it in a sentence."""
    return day_text(phrases, begin.first) if begin == end and begin.exact else ends_text(phrases, begin, end)


def moment_text(phrases: Phrases, at: Moment, utc: bool = False) -> str:
    """A time with its day and hour, in Korean time or in UTC; nothing in UTC where no hour is stated."""
    if at.utc is None or at.kst is None:
        return "" if utc else _days(phrases, at.day, at.day)
    shown = at.utc if utc else at.kst
    clock = shown.strftime("%H:%M:%S" if shown.second else "%H:%M")
    return phrases.fill(words_of(phrases).moment, day=day_text(phrases, shown.date()), clock=clock)


def hash_text(phrases: Phrases, item: Item) -> str:
    """The hash with its kind; nothing where none is stated."""
    return phrases.fill(words_of(phrases).hash, kind=item.hash_kind, value=item.sha256) if item.sha256 else ""


def request_items(grouper: Grouper, phrases: Phrases, materials: Sequence[str], number: int = 1) -> AnnexTable:
    """The list of the items that a request is about: of each material its rows; one row with a gap where it has none.

    Errors: UsageError for a material that the case does not have."""
    words, case = words_of(phrases), grouper.case
    for id_ in materials:
        if id_ not in case.materials:
            ko, en = hint(id_, case.materials)
            raise usage(f"사건에 그런 자료가 없습니다: `{id_}`.{ko}", f"the case has no such material: `{id_}`.{en}")

    def rows() -> Iterable[tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]]:
        for id_ in dict.fromkeys(materials):
            material = case.materials[id_]
            rests_on = tuple(f"evidence:{e}" for e in material.evidence)
            rooms = _rooms(grouper.case, grouper, phrases, id_)
            for item in grouper.items("materials", id_):
                yield _requested(phrases, id_, item, rooms), (), rests_on
            if not material.rows:
                note = phrases.fill(words.files, number=material.number) if material.number > 1 else ""
                gap = phrases.gap(words.gaps.url)
                stated = [h for e in material.evidence if e in case.evidence and (h := case.evidence[e].sha256)]
                hashes = [phrases.fill(words.hash, kind=HASHES.get(len(h), ""), value=h) for h in stated]
                yield (
                    {"material": id_, "url": gap, "room": rooms, "hash": " / ".join(hashes), "note": note},
                    (),
                    rests_on,
                )

    columns, drawn = _drawn(phrases, words.request_columns, rows())
    return AnnexTable(
        key="request",
        number=number,
        title=phrases.label(words.request_title),
        suspect=None,
        columns=columns,
        rows=drawn,
    )


def _rooms(case: Case, grouper: Grouper, phrases: Phrases, material: str) -> str:
    """The rooms and channels in which a material was dealt with."""
    acts = [a for a in case.acts.values() if a.channel and material in case.materials_of(a)]
    return ", ".join(dict.fromkeys(grouper.names.channel(act) for act in acts))


def _requested(phrases: Phrases, material: str, item: Item, rooms: str) -> dict[str, str]:
    posted, checked = item.posted_at, item.checked_at
    return {
        "material": material,
        "url": item.url or phrases.gap(words_of(phrases).gaps.url),
        "room": item.room or rooms,
        "channel_id": item.channel_id,
        "invite": item.invite,
        "message": item.message,
        "poster": item.poster,
        "posted_utc": moment_text(phrases, posted, utc=True) if posted is not None else "",
        "posted_kst": moment_text(phrases, posted) if posted is not None else "",
        "hash": hash_text(phrases, item),
        "checked_at": moment_text(phrases, checked) if checked is not None else "",
        "note": item.note,
    }


def evidence_table(case: Case, phrases: Phrases, wanted: Callable[[str], bool] = lambda _: True) -> AnnexTable:
    """The evidence of the case in its order, as far as it is `wanted`."""
    words = words_of(phrases)
    rows = (
        (
            {"id": id_, "what": e.what, "hash": e.sha256 or "", "page": e.page or ""},
            (),
            (f"evidence:{id_}",),
        )
        for id_, e in case.evidence.items()
        if wanted(id_)
    )
    columns, drawn = _drawn(phrases, words.evidence_columns, rows)
    return AnnexTable(
        key="evidence", number=1, title=phrases.label(words.evidence_title), suspect=None, columns=columns, rows=drawn
    )

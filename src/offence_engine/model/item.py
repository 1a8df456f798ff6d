"""Items: the rows of a material (files, posts) or of an act (the repeated acts), their columns, and annexed tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from pydantic import Field

from offence_engine.model.base import Frozen, Label
from offence_engine.model.time import Span, read_span

KST = timezone(timedelta(hours=9))
_HOUR = re.compile(r"[T ]\d{2}")
ColumnCheck = Literal["text", "url", "time", "hash", "victim", "number"]


class ItemColumn(Frozen):
    """A standard column: its names, what else it may be called, and how its cells are checked.

    `check`: `url` (with one of `schemes`), `time` (ISO 8601), `hash` (hexadecimal digits), `victim` (ids of victims),
    `number` (a whole number from 1); `text` is free."""

    ko: str
    en: str
    also: tuple[str, ...] = ()
    check: ColumnCheck = "text"
    schemes: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        return Label(ko=self.ko, en=self.en)


class Moment(Frozen):
    """A time as written: its day in Korea (perhaps only a month or year), and the instant where the hour is stated."""

    text: str
    day: Span
    utc: datetime | None = None

    @property
    def kst(self) -> datetime | None:
        """The instant in Korean time."""
        return self.utc.astimezone(KST) if self.utc is not None else None


class Item(Frozen):
    """One row: a file or post of a material, or one of the repeated acts of a series. What is not stated is empty.

    `number` counts from 1 in the order of the table; `hash_kind` is the name of the hash by its length; `others` are
    the columns that no standard column stands for."""

    number: int
    url: str = ""
    room: str = ""
    message: str = ""
    poster: str = ""
    channel_id: str = ""
    invite: str = ""
    posted_at: Moment | None = None
    checked_at: Moment | None = None
    sha256: str = ""
    hash_kind: str = ""
    title: str = ""
    victims: tuple[str, ...] = ()
    recipients: str = ""
    place: str = ""
    method: str = ""
    files: int | None = None
    amount: str = ""
    note: str = ""
    others: dict[str, str] = {}

    @property
    def utc(self) -> datetime | None:
        """When it was posted, as an instant in UTC; None where no hour is stated."""
        return self.posted_at.utc if self.posted_at is not None else None


# Which standard column fills which part of an Item.
PARTS = {"victim": "victims"}
COLUMNS = frozenset(Item.model_fields) - {"number", "hash_kind", "others", *PARTS.values()} | PARTS.keys()


class AnnexGaps(Frozen):
    """What a row of a table may lack."""

    times: Label
    each_time: Label
    none_listed: Label
    each_victim: Label
    each_file: Label
    when: Label
    url: Label

    def of(self, name: str) -> Label:
        """What is lacking, by its key."""
        found: Label = getattr(self, name)
        return found


class AnnexWords(Frozen):
    """When acts go into an annexed table (`from_`: that many rows), and the words of the tables and of what refers to
    them; what each may print is named beside it in the rule file."""

    from_: int = Field(alias="from", ge=2)
    title: Label
    reference: Label
    range: Label
    paragraph: Label
    each_place: Label
    several_persons: Label
    several_materials: Label
    several_channels: Label
    listed_days: Label
    moment: Label
    method: Label
    files: Label
    hash: Label
    times: Label
    gaps: AnnexGaps
    columns: dict[str, Label]
    request_title: Label
    request_columns: dict[str, Label]
    evidence_title: Label
    evidence_columns: dict[str, Label]


def read_moment(text: str) -> Moment | None:
    """A time in ISO 8601: a year, month or day, or a day with its hour. Without an offset it is Korean time.

    None where it is none of these, or no day of the calendar."""
    if (span := read_span(text)) is not None:
        return Moment(text=text, day=span) if 1900 <= span.first.year <= 2100 else None
    try:
        at = datetime.fromisoformat(text)
        local = (at if at.tzinfo is not None else at.replace(tzinfo=KST)).astimezone(KST)
    except (ValueError, OverflowError):
        return None
    # A day in another form of ISO 8601 (20250302, 2025-W09-7) has no hour; it is refused rather than read as midnight.
    if not _HOUR.search(text) or not 1900 <= local.year <= 2100:
        return None
    return Moment(text=text, day=Span(local.date(), local.date()), utc=local.astimezone(UTC))

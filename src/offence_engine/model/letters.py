"""What letters are made from, as data: bodies by date, kinds of document and their audiences, the wording."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import Field

from offence_engine.model.base import Frozen, Label, YesNo
from offence_engine.model.closing import Accused, ClosingWords, NearLimit, Orders, Scope, SupplementWords
from offence_engine.model.item import AnnexWords, ItemColumn


class DatedName(Frozen):
    """A name that holds from a day on; `head` is what follows the name of a body to name its head."""

    effective: date
    ko: str
    en: str
    head: Label | None = None
    by: str | None = None

    @property
    def label(self) -> Label:
        return Label(ko=self.ko, en=self.en)


class Office(Frozen):
    """A body, addressee or term: one entry, its names by date, and what is not certain about it.

    `branch` is the entry that holds instead where the office of a case bears a branch's name."""

    names: tuple[DatedName, ...] = Field(min_length=1)
    branch: str | None = None
    uncertain: Label | None = None

    def on(self, day: date) -> DatedName | None:
        """The name that holds on a day, None before the first."""
        held = [name for name in self.names if name.effective <= day]
        return max(held, key=lambda name: name.effective) if held else None


FollowsFrom = Literal[
    "applicable",
    "undetermined",
    "not_applicable",
    "closed",
    "excused",
    "repeated",
    "evidence",
    "duty",
    "request",
    "any",
]
Per = Literal["case", "suspect", "victim", "addressee", "channel"]


class Audience(Frozen):
    """For whom letters are, and what those may see of the victim, the suspect and the investigation.

    `record`: whether the ids that a letter rests on are carried inside its files, or only in the record beside them."""

    ko: str
    en: str
    victim_age: Literal["if_element", "minor", "none"] = "none"
    identity: YesNo = False
    suspect: YesNo = False
    evidence: YesNo = False
    locators: YesNo = False
    record: Literal["inside", "apart"] = "apart"
    by: tuple[str, ...] = ()


class LetterKind(Frozen):
    """A document: its names, template, form number, legal basis, for whom it is and what it follows from.

    `follows_from: duty` follows from the consequences in `duties`; `request` only when it is asked for. `per` says
    whether there is one for the case, or one for each suspect, victim, addressee or channel concerned. `fields` are the blanks
    that are filled in an agency's own form. `called`: whether it speaks of suspects, or of the accused of whom only
    what can be prosecuted is told. `orders` are the operative parts (`orders` of the rules) that it may have. `under_age`: only for those who may
    be under that age on the day of the letter; `stated`: only for those of whom these facts are stated."""

    ko: str
    en: str
    template: str
    form: Label | None = None
    by: tuple[str, ...] = ()
    follows_from: FollowsFrom
    duties: tuple[str, ...] = ()
    per: Per = "case"
    audience: str = "investigation"
    group: str = "police"
    addressee: str | None = None
    addressees: tuple[str, ...] = ()
    note: Label | None = None
    fields: tuple[str, ...] = ()
    called: Literal["suspect", "accused"] = "suspect"
    orders: str | None = None
    under_age: int | None = None
    stated: dict[str, str] = {}


class DatedText(Frozen):
    """What the law says from a day on (`until`: to a day), in a sentence that letters print, with its source."""

    effective: date
    until: date | None = None
    ko: str
    en: str
    by: str


class MaterialType(Frozen):
    """What a material is in the words of a statute: the offences that are about such material, and where it stands."""

    ko: str
    en: str
    reaches: tuple[str, ...] = Field(min_length=1)
    by: Label


class Bundle(Frozen):
    """Documents bound together in a prescribed order, with the provision that prescribes it."""

    ko: str
    en: str
    of: tuple[str, ...] = Field(min_length=1)
    by: tuple[str, ...] = ()
    note: Label | None = None


class Basis(Frozen):
    """Why a case goes on to the next authority: a ground with its days, and the offences that it names."""

    effective: date
    until: date | None = None
    reaches: tuple[str, ...] | Literal["every_offence"]
    ko: str
    en: str
    by: str
    note: Label | None = None


ArticleGroup = Literal[
    "offence", "attempt", "habit", "aggravation", "legal_entity", "participation", "recidivism", "ideal", "real"
]


class AppliedArticles(Frozen):
    """In which order applied articles are listed, and which of the general part go with what."""

    order: tuple[ArticleGroup, ...] = Field(min_length=1)
    base: YesNo = True
    participation: dict[str, tuple[str, ...]] = {}
    ideal: tuple[str, ...] = ()
    real: tuple[str, ...] = ()
    old_law: Label
    note: Label | None = None


class DateWords(Frozen):
    """How days are written, only as exact as they are known."""

    day: Label
    month: Label
    year: Label
    about: Label
    one_day: Label
    one_day_about: Label
    between: Label
    lasting: Label
    series: Label
    series_uncounted: Label


class Endings(Frozen):
    """How a closing sentence ends, by how far the act came."""

    completed: Label
    attempted: Label
    undetermined: Label


class Wording(Frozen):
    """The set phrases of letters; each may print what is named in the comment beside it in the rule file."""

    draft: Label
    gap: Label
    none: Label
    no_offence_name: Label
    no_name_for: Label
    name_suffix: dict[str, Label] = {}
    standing: dict[str, Label] = {}
    subject: Label
    principal: Label
    suspect_named: Label
    unknown_person: Label
    unknown_person_as: Label
    other_person: Label
    age: Label
    victim: Label
    material: Label
    unknown_place: Label
    unknown_channel: Label
    unknown_recipient: Label
    paragraph: Label
    paragraph_of_helper: Label
    endings: Endings
    dates: DateWords
    period: Label
    no_limitation: Label
    version: Label
    where: Label
    where_many: Label
    part: Label
    counted: Label
    scope: Label
    fact: Label
    fact_at: Label
    points: dict[str, Label] = {}
    words: dict[str, dict[str, Label]] = {}
    labels: dict[str, Label] = {}
    fields: dict[str, Label] = {}
    asks: dict[str, Label] = {}
    follows: dict[FollowsFrom, Label] = {}
    follows_not: dict[FollowsFrom, Label] = {}
    told: dict[str, tuple[str, ...]] = {}


class LettersFile(Frozen):
    """What letters need: offices and terms by date, the kinds of document, why cases are sent on, and set phrases."""

    offices: dict[str, Office] = {}
    terms: dict[str, Office] = {}
    letters: dict[str, LetterKind] = {}
    bundles: dict[str, Bundle] = {}
    audiences: dict[str, Audience] = {}
    grounds: dict[str, Basis] = {}
    applied_articles: AppliedArticles | None = None
    wording: Wording | None = None
    notes: dict[str, Label] = {}
    statements: dict[str, tuple[DatedText, ...]] = {}
    material_types: dict[str, MaterialType] = {}
    items: dict[str, ItemColumn] = {}
    annex: AnnexWords | None = None
    orders: dict[str, Orders] = {}
    closing: ClosingWords | None = None
    accused: Accused | None = None
    important: dict[str, Basis] = {}
    near_limit: NearLimit | None = None
    scopes: dict[str, Scope] = {}
    supplement: SupplementWords | None = None

    @classmethod
    def merged(cls, parts: Iterable[LettersFile]) -> LettersFile:
        """One whole of several files: tables joined, of single entries the last."""
        whole: dict[str, Any] = {}
        for part in parts:
            for name in part.model_fields_set:
                value = getattr(part, name)
                whole[name] = {**whole.get(name, {}), **value} if isinstance(value, dict) else value
        return cls(**whole)

"""Who writes, to whom, about whom: the head of a letter and the particulars of suspects, with gaps where they lack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from offence_engine.letters.context import Row
from offence_engine.letters.marks import Grounded
from offence_engine.letters.phrases import Phrases, lacking_rule
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.letters import DatedName, Office
from offence_engine.rulebook.rulebook import Rulebook

_PARTICULARS = ("resident_number", "birth", "job", "address", "registered_domicile")
_IF_STATED = ("phone", "nationality", "counsel")
_RECORD = ("record", "investigation_record")
# What the blanks are called of a legal person, and what only it has.
_OF_LEGAL = {"name": "legal_name", "address": "legal_seat"}
_ONLY_LEGAL = ("legal_number", "representative")
UNNAMED = "○○"


def is_legal(case: Case, person: str) -> bool:
    """Whether a person of the case is a company or another legal person."""
    return person in case.persons and case.persons[person].kind == "legal"


def particulars(case: Case, phrases: Phrases, suspect: str, name: str) -> tuple[Row, ...]:
    """The blanks of the form; of the number and the day of birth one is enough."""
    stated = case.particulars.get(suspect, {})
    if is_legal(case, suspect):
        return _of_legal(phrases, suspect, name, stated)
    rows = [_row(suspect, phrases, "name", name, "name" in stated)]
    for key in _PARTICULARS:
        if key == "birth" and (stated.get("resident_number") or not stated.get("birth")):
            continue
        if key == "resident_number" and stated.get("birth") and not stated.get(key):
            continue
        rows.append(_row(suspect, phrases, key, phrases.stated(stated.get(key), key), bool(stated.get(key))))
    rows += [_row(suspect, phrases, key, stated[key], True) for key in _IF_STATED if stated.get(key)]
    return tuple(rows)


def _of_legal(phrases: Phrases, suspect: str, name: str, stated: Mapping[str, str]) -> tuple[Row, ...]:
    """The blanks of a legal person: it has no occupation, no domicile of its family and no number of a resident."""
    rows = [_row(suspect, phrases, "name", name, "name" in stated, _OF_LEGAL["name"])]
    rows += [_row(suspect, phrases, key, phrases.gap(key), stated=False) for key in _ONLY_LEGAL]
    seat = phrases.stated(stated.get("address"), _OF_LEGAL["address"])
    rows.append(_row(suspect, phrases, "address", seat, bool(stated.get("address")), _OF_LEGAL["address"]))
    rows += [_row(suspect, phrases, key, stated[key], True) for key in ("phone", "counsel") if stated.get(key)]
    return tuple(rows)


def record(case: Case, phrases: Phrases, suspect: str) -> tuple[Row, ...]:
    """Criminal and investigation records."""
    stated = case.particulars.get(suspect, {})
    return tuple(
        _row(suspect, phrases, key, phrases.stated(stated.get(key), key), bool(stated.get(key))) for key in _RECORD
    )


def detained(case: Case, phrases: Phrases, suspect: str) -> tuple[str, str, str]:
    """(detained or not, since when, released when)."""
    stated = case.particulars.get(suspect, {})
    value = stated.get("detained")
    if value == "no" or is_legal(case, suspect):
        none = phrases.label(phrases.words.none)
        return phrases.word("detained", value) if value else none, none, none
    if not value:
        gap = phrases.gap("detained")
        return gap, stated.get("detained_on") or gap, stated.get("released_on") or gap
    since = phrases.stated(stated.get("detained_on"), "detained_on")
    return phrases.word("detained", value), since, stated.get("released_on") or phrases.label(phrases.words.none)


class Addressee:
    """To whom a letter goes: one entry of the rules by date, completed by what the case file says."""

    def __init__(self, book: Rulebook, case: Case, phrases: Phrases, day: date) -> None:
        self.book = book
        self.phrases = phrases
        self.day = day
        self.stated = case.head.prosecution_office
        self.own = case.head.office

    def of(self, office: str | None) -> tuple[str, str, str]:
        """(name of the head of the office, what is doubtful about it, legal basis)."""
        if office is None:
            return "", "", ""
        main = self._entry(office)
        entry, name, body = main, self._on(office, main), self.stated
        if body and main.branch:
            branch = self._on(main.branch, self._entry(main.branch))
            if body.endswith((branch.ko, branch.en)):
                entry, name = self._entry(main.branch), branch
        doubts = [entry.uncertain, self._outdated(main, self._on(office, main))]
        if not body:
            doubts.append(self.phrases.field("prosecution_office"))
            body = UNNAMED + name.ko if self.phrases.lang == "ko" else f"{UNNAMED} {name.en}"
        return self._headed(body, name), " ".join(self.phrases.gap(d) for d in doubts if d), name.by or ""

    def called(self, office: str) -> str:
        """The name of a body, or of its branch, on the day of the letter."""
        name = self._entry(office).on(self.day)
        return name.label.text(self.phrases.lang) if name is not None else self.phrases.gap(office)

    def signatory(self) -> str:
        """In whose name: the head of the police office."""
        entry = self._entry("police_office")
        if not self.own:
            return self.phrases.gap("office")
        return self._headed(self.own, self._on("police_office", entry))

    def term(self, name: str) -> str:
        """A term that goes by date."""
        entry = self.book.letters.terms.get(name)
        dated = entry.on(self.day) if entry is not None else None
        return dated.label.text(self.phrases.lang) if dated is not None else self.phrases.gap(name)

    def _headed(self, body: str, name: DatedName) -> str:
        head = name.head.text(self.phrases.lang) if name.head else ""
        return f"{body}{head}" if self.phrases.lang == "ko" else f"{head}{body}"

    def _outdated(self, office: Office, current: DatedName) -> Label | None:
        """A doubt where the case file names the office as it was, or will be, called on another day."""
        others = [n for n in office.names if n.ko != current.ko]
        if not any(self.stated and n.ko in self.stated for n in others):
            return None
        day = self.day
        return Label(
            ko=f"{day.year}. {day.month}. {day.day}.의 이름은 {current.ko}", en=f"its name on {day} is {current.en}"
        )

    def _entry(self, office: str) -> Office:
        found = self.book.letters.offices.get(office)
        if found is None:
            raise lacking_rule(self.book, f"offices에 `{office}`이(가) 없습니다.", f"`offices` have no `{office}`")
        return found

    def _on(self, office: str, entry: Office) -> DatedName:
        name = entry.on(self.day)
        if name is None:
            raise lacking_rule(
                self.book, f"{self.day}에 쓸 `{office}`의 이름이 없습니다.", f"no name of `{office}` for {self.day}"
            )
        return name


def _row(suspect: str, phrases: Phrases, key: str, value: str, stated: bool, called: str | None = None) -> Row:
    rests_on = (f"particulars:{suspect}.{key}",) if stated else ()
    return Row(label=phrases.field(called or key).text(phrases.lang), value=Grounded(text=value, rests_on=rests_on))

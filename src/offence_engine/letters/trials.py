"""The cases that every kind of letter is tried on: the typical case of each rule, and cases that are hard to write of.

The hard ones are made from typical cases of the rules themselves, so that no fact is named here: nothing known, the
suspect unknown, everything filled in, a child as suspect, many victims, days not known exactly, hostile text everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from offence_engine.assess import assess
from offence_engine.casefile.read import parse_case
from offence_engine.model.base import Label, label
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.model.rule import ModifierFile, ProvisionFile
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.stated import Stated

# From so many typical cases the hard ones are made.
_BASES = 2
_MANY = 74
# What a template must show as it is: braces and tags that do nothing, marks of Markdown, marks that turn the writing.
HOSTILE = "{{ 98765 * 43211 }} {% if x %} <b>|# **x** [y](http://z.example) \\ \u202e\u200b 가😀 _"
EVALUATED = "4267734415"

_HEAD = ("title", "number", "office", "unit", "investigator", "rank", "prosecution_office", "received", "clue")
_PARTICULARS = ("name", "resident_number", "job", "address", "registered_domicile", "record", "counsel")

_Data = dict[str, Any]
_Change = Callable[[_Data, date, Rulebook], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """A case that is made when it is tried: what it states, and the day as of which it is assessed.

    `hard` ones are tried with every kind of letter, whatever follows; `deep` ones also with bundles, and looked at for
    grounds that got lost."""

    name: Label
    stated: _Data
    day: date
    hard: bool = False
    deep: bool = False
    hostile: bool = False

    def made(self, book: Rulebook) -> tuple[Case, Assessment]:
        """The case, read as any case file is, and its assessment. Errors: CaseError where the rules refuse it."""
        data = json.dumps(_as_written(self.stated), ensure_ascii=False).encode()
        case = parse_case(data, self.name.en, book, self.day)
        return case, assess(case, book, self.day)


def trials(book: Rulebook, today: date) -> tuple[Trial, ...]:
    """All cases, the hard ones first."""
    found: list[Trial] = []
    for id_, rule in _richest(book):
        for name, change in _CHANGES.items():
            typical = _typical(id_, rule, today)
            if typical is not None:
                stated, day = typical
                change(stated.data, day, book)
                told = label(f"{id_}, {_NAMES[name].ko}", f"{id_}, {_NAMES[name].en}")
                deep = name in ("typical", "everything")
                found.append(Trial(told, stated.data, max(day, today), True, deep, name == "hostile"))
    for id_, rule in _rules(book):
        typical = _typical(id_, rule, today)
        if typical is not None:
            found.append(Trial(label(id_, id_), typical[0].data, max(typical[1], today)))
    return tuple(found)


def _rules(book: Rulebook) -> list[tuple[str, ProvisionFile | ModifierFile]]:
    return [*book.provisions.items(), *book.modifiers.items()]


def _typical(id_: str, rule: ProvisionFile | ModifierFile, today: date) -> tuple[Stated, date] | None:
    """The typical case of a rule and its day: of a provision when its newest law in force began, or the first is to
    come; of a modifier, which may be older than all that it modifies, today if it is in force."""
    if rule.typical_case is None:
        return None
    versions = rule.versions if isinstance(rule, ProvisionFile) else rule.reaches
    begins = sorted(v.effective for v in versions if not getattr(v, "repealed", False))
    if not begins:
        return None
    day = max((b for b in begins if b <= today), default=begins[0])
    if isinstance(rule, ModifierFile):
        day = max(day, today)
    stated = Stated(rule.typical_case, id_)
    stated.on(day)
    return stated, day


def _richest(book: Rulebook) -> list[tuple[str, ProvisionFile | ModifierFile]]:
    """The provisions whose typical cases state most of a material that went to others, each of another kind of act and
    another article."""
    found: list[tuple[str, ProvisionFile | ModifierFile]] = []
    seen: set[str] = set()
    for id_, rule in sorted(book.provisions.items(), key=lambda pair: (-_size(pair[1].typical_case), pair[0])):
        stated = Stated(rule.typical_case, id_) if rule.typical_case else None
        if stated is None or not (stated.material and stated.victim and stated.deed.keys() & {"channel", "recipients"}):
            continue
        kind, article = str(stated.deed["kind"]), ".".join(id_.split(".")[:2])
        if not seen & {kind, article}:
            seen |= {kind, article}
            found.append((id_, rule))
    return found[:_BASES]


def _size(value: object) -> int:
    """How much is stated in a piece of a case."""
    if isinstance(value, dict):
        return sum(1 + _size(part) for part in value.values())
    return sum(map(_size, value)) if isinstance(value, list) else 1


def _as_written(value: object) -> object:
    """As a case file writes it: yes and no for truth, all else as text."""
    if isinstance(value, dict):
        return {str(key): _as_written(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_written(part) for part in value]
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else str(value)


def _people(data: _Data, role: str) -> list[_Data]:
    return [person for person in data["persons"].values() if person.get("role") == role]


def _as_it_is(data: _Data, day: date, book: Rulebook) -> None:
    """Nothing changed."""


def _nothing_known(data: _Data, day: date, book: Rulebook) -> None:
    """Only that something was done to something; no fact, no name, no day nearer than its year."""
    for material in data.get("materials", {}).values():
        shown = list(material.get("shown", ()))
        material.clear()
        if shown:
            material["shown"] = {person: {} for person in shown}
    for act in data["acts"].values():
        by = act["by"] if isinstance(act["by"], (list, dict)) else [act["by"]]
        kept = {key: act[key] for key in ("kind", "product", "object", "means", "recipients") if key in act}
        act.clear()
        act.update(kept, by={person: {} for person in by}, on=str(day.year))
    for name in [n for n in data if n not in ("case", "persons", "materials", "acts")]:
        del data[name]
    for person in data["persons"].values():
        for key in [k for k in person if k not in ("role", "kind")]:
            del person[key]


def _nobody_known(data: _Data, day: date, book: Rulebook) -> None:
    """Suspects of whom only a nickname is known, if that."""
    for person in _people(data, "suspect"):
        for key in ("birth", "age"):
            person.pop(key, None)
    for person in _people(data, "suspect")[1:] or _people(data, "suspect"):
        person["known_as"] = "X"


def _all_days(data: _Data, day: date, book: Rulebook) -> None:
    """Every day of the procedure was the day of the act."""
    for path, fact in book.facts.items():
        if path.startswith("case.") and fact.type == "date" and not fact.derived:
            data[path.partition(".")[2]] = day.isoformat()


def _legal_entity(data: _Data, day: date, book: Rulebook) -> None:
    for person in _people(data, "suspect"):
        for key in ("birth", "age"):
            person.pop(key, None)
        person["kind"] = "legal"


def _child_suspect(data: _Data, day: date, book: Rulebook) -> None:
    for person in _people(data, "suspect"):
        person.pop("age", None)
        person["birth"] = date(day.year - 12, 1, 1).isoformat()


def _many_victims(data: _Data, day: date, book: Rulebook) -> None:
    for person in _people(data, "victim"):
        for key in ("birth", "age"):
            person.pop(key, None)
        person["number"] = _MANY


def _inexact_days(data: _Data, day: date, book: Rulebook) -> None:
    for act in data["acts"].values():
        for key in ("on", "from", "to"):
            if key in act:
                act[key] = str(day.year)


def _everything(data: _Data, day: date, book: Rulebook) -> None:
    """Every blank filled, evidence and channels named, places of the material listed."""
    _filled(data, "글")


def _hostile(data: _Data, day: date, book: Rulebook) -> None:
    _filled(data, HOSTILE)
    for person in data["persons"].values():
        if person.get("role") != "victim":
            person["known_as"] = HOSTILE


def _filled(data: _Data, text: str) -> None:
    data["case"].update(dict.fromkeys(_HEAD, text))
    data["evidence"] = {"E1": {"what": text, "page": text, "sha256": "0" * 64}}
    suspects = [id_ for id_, person in data["persons"].items() if person.get("role") == "suspect"]
    data["particulars"] = {id_: dict.fromkeys(_PARTICULARS, text) for id_ in suspects}
    channels = data.setdefault("channels", {})
    if not channels:
        channels["R1"] = {}
    for channel in channels.values():
        channel.update(name=text, provider=text)
    for material in data.get("materials", {}).values():
        material["evidence"] = ["E1"]
        if "number" not in material:
            material["items"] = [
                {"url": "https://files.example/1", "room": text, "message": text, "poster": text, "note": text}
            ]
    for act in data["acts"].values():
        act["evidence"] = ["E1"]
        act.setdefault("channel", next(iter(channels)))
        act.update(place=text, manner=text)


_CHANGES: dict[str, _Change] = {
    "typical": _as_it_is,
    "nothing": _nothing_known,
    "nobody": _nobody_known,
    "days": _all_days,
    "entity": _legal_entity,
    "child": _child_suspect,
    "many": _many_victims,
    "inexact": _inexact_days,
    "everything": _everything,
    "hostile": _hostile,
}
_NAMES: dict[str, Label] = {
    "typical": label("전형적인 사례", "typical case"),
    "nothing": label("아는 것이 없는 사건", "nothing known"),
    "nobody": label("피의자를 모르는 사건", "suspects unknown"),
    "days": label("절차의 날을 모두 적은 사건", "every day of the procedure stated"),
    "entity": label("법인만 피의자인 사건", "a legal entity suspected"),
    "child": label("피의자가 14세 미만인 사건", "a suspect under fourteen"),
    "many": label("피해자가 많은 사건", "many victims"),
    "inexact": label("날을 모르는 사건", "days not known exactly"),
    "everything": label("모든 칸을 적은 사건", "every blank filled"),
    "hostile": label("해로운 글이 든 사건", "hostile text"),
}

"""Checks of procedure: every provision, citation, office, fact, day and way of counting that it names exists and fits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from offence_engine.errors import Fault, Place
from offence_engine.model.general import Limitation
from offence_engine.model.letters import LettersFile
from offence_engine.model.procedure import (
    Clock,
    ClocksFile,
    Consequence,
    ConsequencesFile,
    ProsecutionFile,
    ProsecutionRule,
)
from offence_engine.rulebook.conditions import condition_fits, known
from offence_engine.rulebook.draft import At, Draft, below, place_of
from offence_engine.rulebook.ids import reaches, read_id
from offence_engine.rulebook.load_procedure import procedure_of
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, place_at


def procedure_fits(draft: Draft, faults: list[Fault]) -> None:
    """All procedure files of a folder."""
    whole = procedure_of(draft)
    offices = LettersFile.merged(draft.letters).offices
    for read, tree in draft.procedure:
        match read:
            case ProsecutionFile():
                for id_, rule in read.conditions.items():
                    _prosecution(draft, rule, partial(place_of, draft, f"prosecution/{id_}"), whole.counting, faults)
            case ClocksFile():
                for name, counting in read.counting.items():
                    _cited(draft, (counting.by,), below(tree, "counting", name, "by"), faults)
                for id_, clock in read.clocks.items():
                    _clock(draft, clock, partial(place_of, draft, f"clocks/{id_}"), whole.counting, faults)
            case ConsequencesFile():
                for id_, rest in read.consequences.items():
                    _consequence(draft, rest, partial(place_of, draft, f"consequences/{id_}"), offices, faults)
    if whole.words is None and (whole.clocks or whole.prosecution):
        place = next(place_at(tree, ("procedure",)) for _, tree in draft.procedure)
        faults.append(
            Fault(place, "기한에 찍을 말(clocks의 words)이 없습니다.", "the words of clocks (`words`) are missing")
        )


def limitation_fits(draft: Draft, read: Limitation, tree: Map, faults: list[Fault]) -> None:
    """What departs from the table: years, what a rule reaches, and when limitation stands still."""
    for index, special in enumerate(read.special):
        place = place_at(tree, ("special", index))
        if special.kind == "extended" and not special.years_more:
            faults.append(Fault(place, "extended에는 years_more를 적습니다.", "`extended` needs `years_more`"))
        if not special.reaches and special.beyond is None:
            faults.append(
                Fault(
                    place,
                    "reaches가 비었으면 무엇에 미치는지 beyond에 적습니다.",
                    "where `reaches` is empty, `beyond` says what it reaches",
                )
            )
    for index, stop in enumerate(read.stops):
        at = below(tree, "stops", index)
        for key, path in (("from", stop.from_), ("to", stop.to)):
            if path is not None:
                _date_fact(draft, path, at(key), ("suspect",), faults)
        if stop.purpose is not None:
            condition_fits(draft, stop.purpose, partial(at, "purpose"), faults)
    if read.deemed is not None:
        _date_fact(draft, read.deemed.from_, place_at(tree, ("deemed", "from")), ("suspect",), faults)
    for number, act in enumerate(read.raised.not_counted if read.raised else ()):
        known((act,), draft.acts, place_at(tree, ("raised", "not_counted", number)), "법률", "act", faults)


def _prosecution(draft: Draft, rule: ProsecutionRule, at: At, counting: Iterable[str], faults: list[Fault]) -> None:
    _provisions(draft, rule.reaches, partial(at, "reaches"), faults)
    for number, name in enumerate(rule.not_with):
        known((name,), draft.modifiers, at("not_with", number), "조항", "provision", faults)
    _cited(draft, rule.by, partial(at, "by"), faults)
    _span(rule.effective, rule.until, at("until"), faults)
    condition_fits(draft, rule.met, partial(at, "met"), faults)
    for index, bar in enumerate(rule.bars):
        condition_fits(draft, bar.when, partial(at, "bars", index, "when"), faults)
        for key, path, homes in (("on", bar.on, _CASE_OR_PAIR), ("before", bar.before, ("case",))):
            if path is not None:
                _date_fact(draft, path, at("bars", index, key), homes, faults)
        if (bar.on is None) is not (bar.before is None):
            faults.append(
                Fault(at("bars", index), "on과 before는 함께 적습니다.", "`on` and `before` are given together")
            )
    if rule.within is not None:
        for number, path in enumerate(rule.within.starts):
            _date_fact(draft, path, at("within", "starts", number), _CASE_OR_PAIR, faults)
        _date_fact(draft, rule.within.done_on, at("within", "done_on"), _CASE_OR_PAIR, faults)
        known((rule.within.counted,), counting, at("within", "counted"), "기간 계산", "way of counting", faults)
        _cited(draft, (rule.within.by,), lambda *_: at("within", "by"), faults)


def _clock(draft: Draft, clock: Clock, at: At, counting: Iterable[str], faults: list[Fault]) -> None:
    for key, path in (("starts", clock.starts), ("goes_by", clock.goes_by), ("done", clock.done)):
        if path is not None:
            _date_fact(draft, path, at(key), ("case",), faults)
    known((clock.counted,), counting, at("counted"), "기간 계산", "way of counting", faults)
    _cited(draft, clock.by, partial(at, "by"), faults)
    _span(clock.effective, clock.until, at("until"), faults)


def _consequence(draft: Draft, rule: Consequence, at: At, offices: Iterable[str], faults: list[Fault]) -> None:
    if rule.reaches != "every_offence":
        _provisions(draft, rule.reaches, partial(at, "reaches"), faults)
    _provisions(draft, rule.except_, partial(at, "except"), faults)
    for number, office in enumerate(rule.addressee):
        known((office,), offices, at("addressee", number), "기관", "office", faults)
    _cited(draft, rule.by, partial(at, "by"), faults)
    _span(rule.effective, rule.until, at("until"), faults)
    if rule.when is not None:
        condition_fits(draft, rule.when, partial(at, "when"), faults)
    for index, entry in enumerate(rule.open):
        if entry.reaches != "every_offence":
            _provisions(draft, entry.reaches, partial(at, "open", index, "reaches"), faults)


_CASE_OR_PAIR = ("case", "pair")


def _provisions(draft: Draft, named: tuple[str, ...], at: At, faults: list[Fault]) -> None:
    for number, name in enumerate(named):
        if not any(reaches(name, id_) for id_ in draft.provisions):
            known((name,), draft.provisions, at(number), "조항", "provision", faults)


def _cited(draft: Draft, named: tuple[str, ...], at: At, faults: list[Fault]) -> None:
    """Citations: ids of provisions of known acts, encoded as offences or not."""
    for number, name in enumerate(named):
        parsed = read_id(name)
        if parsed is None:
            faults.append(
                Fault(
                    at(number),
                    f"`{name}`은(는) 조항 id가 아닙니다. `법.조.항.호`로, 가지번호는 `-`로 적습니다.",
                    f"`{name}` is not a provision id; write act.article.paragraph.item, branch numbers with `-`",
                )
            )
        else:
            known((parsed.act,), draft.acts, at(number), "법률", "act", faults)


def _date_fact(draft: Draft, path: str, place: Place, homes: tuple[str, ...], faults: list[Fault]) -> None:
    decl = draft.paths.get(path)
    dates = [p for p, d in draft.paths.items() if d.type == "date" and p.partition(".")[0] in homes]
    if decl is None or path not in dates:
        ko, en = hint(path, dates, limit=3)
        faults.append(
            Fault(
                place,
                f"`{path}`: 날짜(type: date)로 적는 사실이 여기에 와야 합니다.{ko}",
                f"`{path}`: a fact of type date is needed here.{en}",
            )
        )


def _span(effective: date, until: date | None, place: Place, faults: list[Fault]) -> None:
    if until is not None and until < effective:
        faults.append(Fault(place, "끝나는 날(until)이 시행일보다 빠릅니다.", "`until` lies before the effective day"))

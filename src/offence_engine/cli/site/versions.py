"""The versions of a rule side by side: each with its days, words and figures, and what it changed of the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from offence_engine.cli.site.differences import marked, steps
from offence_engine.cli.site.look import Look
from offence_engine.cli.view.condition import concepts_below
from offence_engine.model.rule import ModifierFile, ProvisionFile, Reach, Version
from offence_engine.rulebook.export import attempts, years_by_table
from offence_engine.rulebook.reading import element_ids
from offence_engine.workbench.reviews import VersionState

States = Mapping[tuple[str, date], VersionState]


def versions_of(look: Look, id_: str, states: States) -> list[dict[str, Any]]:
    """The versions of a provision in their order, the marks of changes in each."""
    rule, say = look.book.provisions[id_], look.say
    found: list[dict[str, Any]] = []
    before: Version | None = None
    for version in rule.versions:
        entry = _frame(look, id_, version, before, states)
        entry["repealed"] = version.repealed
        entry["continued"] = [look.rule_link(other) for other in version.continued_as]
        if version.keeps_old is not None:
            old = version.keeps_old
            entry["keeps_old"] = (look.korean(old.by), say.of(old.because))
        if not version.repealed:
            entry |= _content(look, id_, rule, version, before)
            before = version
        found.append(entry)
    return found


def reaches_of(look: Look, id_: str, states: States) -> list[dict[str, Any]]:
    """What a modifier reaches, from which day on."""
    rule = look.book.modifiers[id_]
    found: list[dict[str, Any]] = []
    before: Reach | None = None
    for reach in rule.reaches:
        entry = _frame(look, id_, reach, before, states)
        old = None if before is None else _named(before)
        entry["reaches"] = [
            {"text": _reached(look, step.name), "change": step.change} for step in steps(old, _named(reach))
        ]
        entry["fines"] = [
            (look.say("각 조의 벌금", "the fine of the offence") if amount == "of_article" else look.korean(amount),
             [look.rule_link(w, title=False) for w in what])
            for amount, what in reach.fine.items()
        ]  # fmt: skip
        before = reach
        found.append(entry)
    return found


def _named(reach: Reach) -> Sequence[str]:
    return ["every_offence"] if isinstance(reach.what, str) else reach.what


def _reached(look: Look, what: str) -> Markup:
    return escape(look.say("모든 죄", "every offence")) if what == "every_offence" else look.rule_link(what)


def _frame(
    look: Look, id_: str, part: Version | Reach, before: Version | Reach | None, states: States
) -> dict[str, Any]:
    """What a version of any rule has: days, citation, act, note, source, review."""
    last = look.last_day(id_, part)
    until = look.say.day(last) if last else ""
    state = states[id_, part.effective]
    return {
        "anchor": f"v{part.effective}",
        "first": part.effective.isoformat(),
        "last": last.isoformat() if last else "",
        "days": f"{look.say.day(part.effective)} ~ {until}".strip(),
        "cite": marked(look.cited(id_, before) if before else None, look.cited(id_, part)),
        "enacted": look.names.enacted(part.enacted_by),
        "note": look.say.of(part.note) if part.note else "",
        "source": look.source(part.source),
        "state": state.state,
        "signed": [(r.by, look.say.day(r.on)) for r in state.signed],
        "withdrawn": [(r.by, look.say.day(r.on)) for r in state.withdrawn],
        "repealed": False,
        "continued": [],
        "keeps_old": None,
        "changes": [],
    }


def _content(look: Look, id_: str, rule: ProvisionFile, version: Version, before: Version | None) -> dict[str, Any]:
    book, say = look.book, look.say
    penalty = book.penalties[id_, version.effective]
    old = book.penalties[id_, before.effective] if before else None
    years = say.count(years_by_table(book, penalty), "년", "year")
    old_years = say.count(years_by_table(book, old), "년", "year") if old else None
    groups = list(_groups(look, id_, rule, version, before))
    told = _changes(look, say.of(old.text) if old else None, say.of(penalty.text), groups)
    changes = list(dict.fromkeys(told)) if before else []
    return {
        "penalty": marked(say.of(old.text) if old else None, say.of(penalty.text)),
        "years": marked(old_years, years),
        "by_reference": penalty.same_as is not None,
        "attempts": [
            (look.rule_link(a["by"], title=False), say.day(date.fromisoformat(a["since"])))
            for a in attempts(book, id_, version)
        ],
        "groups": groups,
        "changes": changes,
        "meanings": list(_meanings(look, id_, rule, version)),
        "cites": [look.rule_link(c, title=False) for c in version.cites],
    }


def _groups(
    look: Look, id_: str, rule: ProvisionFile, version: Version, before: Version | None
) -> Iterator[dict[str, Any]]:
    """The elements that always stand, then those of each limb."""
    old = None if before is None else _stood(rule, version, before)
    if version.requires or old:
        elements = _elements(rule, version, before, old, version.requires or ())
        yield {"title": escape(""), "plain": "", "change": "same", "penalty": "", "elements": elements}
    for was, limb in _paired(look, rule, before.any_of or () if before else (), version.any_of or ()):
        title = _limb(look, rule, limb or was or "")
        own = ""
        if limb is None:
            assert was is not None
            change: str = "removed"
            elements = _elements(rule, before or version, None, rule.limbs[was], ())
        else:
            change = "same" if before is None or was is not None else "added"
            elements = _elements(
                rule, version, before if was else None, rule.limbs[was] if was else None, rule.limbs[limb]
            )
            if limb in version.by_limb:
                cite = look.names.cited(look.book.citation(id_, version.by_limb[limb]), id_)
                own = f"{cite}: {_limb_penalty(look, id_, version, limb)}"
        yield {
            "title": marked(_limb(look, rule, was) if was and limb else None, title),
            "plain": title,
            "change": change,
            "penalty": own,
            "elements": elements,
        }


def _stood(rule: ProvisionFile, version: Version, before: Version) -> list[str]:
    """The elements that always stood, as far as they did not only move into a limb, and those that came out of one."""
    then, now = before.requires or (), version.requires or ()
    inside = {name for limb in version.any_of or () for name in rule.limbs[limb]} - set(now)
    outside = {name for limb in before.any_of or () for name in rule.limbs[limb]} - set(then)
    return [*(name for name in then if name not in inside), *(name for name in now if name in outside)]


def _limb_penalty(look: Look, id_: str, version: Version, limb: str) -> str:
    """The penalty that a limb had of its own in a version."""
    return look.say.of(look.book.limb_penalties[id_, version.effective, limb].text)


def _limb(look: Look, rule: ProvisionFile, limb: str) -> str:
    return look.say.of(rule.limb_labels[limb]) if limb in rule.limb_labels else limb.replace("_", " ")


def _paired(
    look: Look, rule: ProvisionFile, old: Sequence[str], new: Sequence[str]
) -> list[tuple[str | None, str | None]]:
    """(limb before, limb now): the same name, else the same label, else the most elements in common (half at least).

    A limb whose elements changed has another name in the file; to a reader it is the same limb with marks in it.
    """

    def alike(one: str, other: str) -> float:
        if one == other:
            return 3.0
        if _limb(look, rule, one) == _limb(look, rule, other):
            return 2.0
        a, b = set(rule.limbs[one]), set(rule.limbs[other])
        return len(a & b) / len(a | b)

    left = list(old)
    now: dict[str, str] = {}
    for score, was, limb in sorted(((alike(o, n), o, n) for o in old for n in new), key=lambda entry: -entry[0]):
        if score >= 0.5 and was in left and limb not in now:
            now[limb] = was
            left.remove(was)
    return [*((was, None) for was in left), *((now.get(limb), limb) for limb in new)]


def _elements(
    rule: ProvisionFile, version: Version, before: Version | None, old: Sequence[str] | None, new: Sequence[str]
) -> list[dict[str, Any]]:
    found = []
    for step in steps(old, new):
        words = version.words.get(step.name, rule.elements[step.name].words)
        then = before.words.get(step.name, rule.elements[step.name].words) if before else None
        same = step.change == "same"
        if step.change == "removed" and then is not None:
            words = then
        found.append(
            {
                "id": step.name,
                "plain": words,
                "words": marked(then if same else None, words),
                "change": "words" if same and then is not None and then != words else step.change,
            }
        )
    return found


def _changes(look: Look, old: str | None, new: str, groups: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What changed, in short: (mark, words)."""
    marks = {"added": "+", "removed": "−", "words": "±"}
    for group in groups:
        if group["change"] in marks:
            yield marks[group["change"]], group["plain"]
            continue
        for element in group["elements"]:
            if element["change"] in marks:
                name = element["plain"] if look.lang == "ko" else element["id"].replace("_", " ")
                yield marks[element["change"]], name
    if old is not None and old != new:
        yield "±", look.say("법정형", "penalty")


def _meanings(look: Look, id_: str, rule: ProvisionFile, version: Version) -> Iterator[tuple[str, Markup]]:
    """Days within a version on which the meaning of a concept that it uses changes."""
    last = look.last_day(id_, version) or date.max
    conditions = [rule.elements[name].condition for name in element_ids(rule, version)]
    found = [
        (later.effective, name)
        for name in concepts_below(look.book, conditions)
        for later in look.book.concepts[name].versions[1:]
        if version.effective < later.effective <= last
    ]
    for day, name in sorted(found):
        yield look.say.day(day), look.concept_link(name)


def used_in(rule: ProvisionFile | ModifierFile) -> dict[str, list[str]]:
    """The elements that some version names, in order, each with the first days of these versions."""
    found: dict[str, list[str]] = {}
    if isinstance(rule, ModifierFile):
        return {name: [] for name in rule.requires}
    for version in rule.versions:
        for name in element_ids(rule, version):
            found.setdefault(name, []).append(version.effective.isoformat())
    return found

"""What the page of a provision or modifier shows beside its versions: elements, judgments, relations, tests, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from offence_engine.cli.site.look import Look, Rule
from offence_engine.cli.site.versions import States, reaches_of, used_in, versions_of
from offence_engine.cli.view import words
from offence_engine.cli.view.condition import concepts_below, meanings
from offence_engine.model.logic import KIND
from offence_engine.model.rule import ModifierFile, ProvisionFile, Relation, RuleCase
from offence_engine.rulebook.find import once_numbered, parts_of
from offence_engine.rulebook.ids import reaches
from offence_engine.workbench.effect.paste import flow, pasted

_SAME = {
    "suspect": ("피의자", "suspect"),
    "victim": ("피해자", "victim"),
    "act": ("행위", "act"),
    "material": ("자료", "material"),
    "series": ("되풀이된 행위", "series"),
    "group": ("집단", "group"),
}
# How a relation is said on the page of the other provision.
_INCOMING = {
    "yields": ("이 죄에 물러남", "yields to this"),
    "absorbed": ("이 죄에 흡수됨", "absorbed by this"),
}
_DETAILS = ("because", "met", "missing", "version", "penalty", "limitation_years", "prison", "fine", "limb", "alternative",
            "either_way", "stage", "suspect", "victim")  # fmt: skip


def rule_page(look: Look, id_: str, states: States) -> dict[str, Any]:
    """All that the page of a rule shows, by the names that its template uses."""
    book, say, rule = look.book, look.say, look.rules[id_]
    provision = isinstance(rule, ProvisionFile)
    used = used_in(rule)
    conditions = [rule.elements[name].condition for name in used]
    tests = _tests(look, rule)
    names = [
        n for n in dict.fromkeys([rule.offence_name, *(getattr(p, "offence_name", None) for p in parts_of(rule))]) if n
    ]
    page: dict[str, Any] = {
        "id": id_,
        "title": say.of(rule.title),
        "other_title": rule.title.en if look.lang == "ko" else rule.title.ko,
        "cite": say.of(book.citation(id_)),
        "kind": "" if provision else say(*words.MODIFIES[rule.modifies]),  # type: ignore[union-attr]
        "names": [look.korean(n) for n in names],
        "also": [look.korean(n) for n in rule.also_called],
        "once": [(look.rule_link(o), say.day(p.effective)) for o, p in once_numbered(book, id_)],
        "versions": versions_of(look, id_, states) if provision else reaches_of(look, id_, states),
        "elements": [_element(look, rule, name, days, tests) for name, days in used.items()],
        "judgments": list(_judgments(look, conditions)),
        "concepts": list(concepts_of(look, concepts_below(book, conditions))),
        "not_modelled": [say.of(gap) for gap in rule.not_modelled],
        "tests": tests,
        "turns": _turns(look, id_),
        "typical": pasted(rule.typical_case) if rule.typical_case else "",
        "file": look.file(id_),
        "before": rule.before,
        "before_words": say(*words.NOT_JUDGED[rule.before]),
        "first": say.day(parts_of(rule)[0].effective),
        "reviewed": id_ not in book.unreviewed,
    }
    return page | (_of_provision(look, id_, rule) if isinstance(rule, ProvisionFile) else _of_modifier(look, rule))


def _of_provision(look: Look, id_: str, rule: ProvisionFile) -> dict[str, Any]:
    book, say = look.book, look.say
    unity = rule.one_offence_per
    return {
        "bases": [look.rule_link(base) for base in rule.builds_on],
        "general": [_general(look, index) for index in range(len(book.general))],
        "unity": {
            "per": ", ".join(say(*_SAME[part]) for part in unity.per),
            "because": say.of(unity.because) if unity.because else "",
            "authority": look.authority(unity.authority),
            "settled": look.settled(unity.settled),
        },
        "relations": [*_relations(look, id_, rule)],
        "reached": list(_reached_by(look, id_)),
        "limitation": [
            {
                "because": say.of(special.because),
                "since": say.day(special.effective),
                "by": look.names.rule(special.id),
                "open": [say.of(o.because) for o in special.open],
            }
            for special in book.limitation.special
            if _names_it(special.reaches, id_)
        ],
        "prosecution": [
            (say.of(p.title), say.day(p.effective), ", ".join(map(look.names.rule, p.by)))
            for p in book.procedure.prosecution.values()
            if _names_it(p.reaches, id_)
        ],
        "consequences": [
            (say.of(c.title), ", ".join(map(look.names.rule, c.by)))
            for c in book.procedure.consequences.values()
            if not isinstance(c.reaches, str) and _names_it(c.reaches, id_) and not _names_it(c.except_, id_)
        ],
        "effects": [],
    }


def _of_modifier(look: Look, rule: ModifierFile) -> dict[str, Any]:
    say = look.say
    effects: list[Markup] = []
    if rule.raise_:
        effects.append(escape(say(f"형을 {rule.raise_} 가중", f"raises the penalty by {rule.raise_}")))
    if rule.raise_most:
        effects.append(escape(say(f"장기를 {rule.raise_most}까지 가중", f"raises the maximum to {rule.raise_most}")))
    if rule.mitigate:
        must = say("반드시 감경", "mandatory mitigation")
        effects.append(escape(must if rule.mitigate == "mandatory" else say("감경할 수 있음", "mitigation possible")))
    if rule.recedes:
        text = say("직접 한 죄에 물러남", "recedes behind having done it")
        effects.append(
            Markup("{}: {} ({}) {}").format(
                text,
                say.of(rule.recedes.because),
                look.authority(rule.recedes.authority),
                look.settled(rule.recedes.settled),
            )
        )
    return {
        "effects": effects,
        "note": say.of(rule.note) if rule.note else "",
        "authority": look.authority(rule.authority) if rule.authority else "",
        "settled": look.settled(rule.settled),
    }


def _names_it(named: str | Iterable[str], id_: str) -> bool:
    return isinstance(named, str) or any(reaches(n, id_) for n in named)


def _general(look: Look, index: int) -> Markup:
    general = look.book.general[index]
    act = look.book.acts[general.act]
    cite = look.say(f"{act.short} {look.say.of(general.title)}", f"{act.en}, {look.say.of(general.title).lower()}")
    return Markup("{}{}").format(cite, look.condition(general.element.condition))


def _element(look: Look, rule: Rule, name: str, days: list[str], tests: list[dict[str, Any]]) -> dict[str, Any]:
    element = rule.elements[name]
    read = look.facts_read([element.condition])
    return {
        "id": name,
        "words": look.korean(element.words),
        "versions": days,
        "condition": look.condition(element.condition),
        "note": look.say.of(element.note) if element.note else "",
        "judgment": any(p in look.book.facts and look.book.facts[p].type == "judgment" for p in read),
        "result": isinstance(rule, ProvisionFile) and name in rule.result,
        "cases": [t["number"] for t in tests if name in t["named"] or read & t["facts"]],
    }


def _judgments(look: Look, conditions: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The value judgments on which the elements rest, with what the courts weigh."""
    book, say = look.book, look.say
    general = [g.element.condition for g in book.general]
    for path in sorted(look.facts_read([*conditions, *general])):
        decl = book.facts.get(path)
        if path == KIND or decl is None or decl.type != "judgment":
            continue
        factors = [(say(f.ko, f.en), look.authority(f.authority)) for f in decl.factors]
        yield {"link": look.fact_link(path), "question": say.of(decl.question), "factors": factors}


def concepts_of(look: Look, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Concepts with every meaning that they had."""
    for name in names:
        concept = look.book.concepts[name]
        yield {
            "link": look.concept_link(name),
            "versions": [
                {
                    "day": look.say.day(version.effective),
                    "note": look.say.of(version.note) if version.note else "",
                    "conditions": [
                        *([("", look.condition(version.condition))] if version.condition is not None else []),
                        *(
                            (look.say(a.ko, a.en), look.condition(a.condition))
                            for a in (version.one_of_named or {}).values()
                        ),
                    ],
                }
                for version in concept.versions
                if meanings(version)
            ],
        }


def _relations(look: Look, id_: str, rule: ProvisionFile) -> Iterator[dict[str, Any]]:
    """How it stands to others: as it says itself, then as others say of it."""
    for relation in rule.relations:
        yield _relation(look, relation, look.say(*words.STANDING_SHORT[relation.kind]), relation.to)
    for other, theirs in look.book.provisions.items():
        for relation in theirs.relations if other != id_ else ():
            if reaches(relation.to, id_):
                said = _INCOMING.get(relation.kind, words.STANDING_SHORT[relation.kind])
                yield _relation(look, relation, look.say(*said), other)
    for other in look.book.provisions:
        if id_ in look.book.provisions[other].builds_on:
            yield {"kind": "builds", "word": look.say("이 죄 위에 섬", "builds on this"), "to": look.rule_link(other)}


def _relation(look: Look, relation: Relation, word: str, to: str) -> dict[str, Any]:
    say = look.say
    return {
        "kind": relation.kind,
        "word": word,
        "to": look.rule_link(to),
        "same": ", ".join(say(*_SAME[part]) if part in _SAME else part for part in relation.same),
        "when": look.condition(relation.when) if relation.when is not None else "",
        "because": say.of(relation.because),
        "authority": look.authority(relation.authority),
        "settled": look.settled(relation.settled and relation.kind != "open"),
    }


def _reached_by(look: Look, id_: str) -> Iterator[dict[str, Any]]:
    """The modifiers that reach a provision, since when."""
    for modifier in look.book.modifiers.values():
        since: date | None = None
        for reach in modifier.reaches:
            if since is None and (reach.what == "every_offence" or _names_it(reach.what, id_)):
                since = reach.effective
        if since is not None:
            word = look.say(*words.MODIFIES[modifier.modifies])
            yield {
                "link": look.rule_link(modifier.id), "word": word, "since": look.say.day(since),
                "every": all(r.what == "every_offence" for r in modifier.reaches),
            }  # fmt: skip


def _tests(look: Look, rule: Rule) -> list[dict[str, Any]]:
    """The cases of the rule file: the day, what they change, what they expect, and which version they fall under."""
    found = []
    for number, case in enumerate(rule.cases, 1):
        begun = [p.effective.isoformat() for p in parts_of(rule) if p.effective <= case.on]
        found.append(
            {
                "number": number,
                "name": look.korean(case.name),
                "day": look.say.day(case.on),
                "version": begun[-1] if begun else "",
                "changes": ", ".join(
                    [*(f"{k}: {flow(v)}" for k, v in case.but.items()), *(f"{p}: unknown" for p in case.unknown)]
                ),
                "expect": look.say(*_verdict(case)),
                "details": [
                    look.korean(f"{name}: {_said(getattr(case, name))}") for name in _DETAILS if getattr(case, name)
                ],
                "named": {*case.because, *case.met},
                "facts": {*case.but, *case.unknown, *case.missing},
            }
        )
    return found


def _verdict(case: RuleCase) -> tuple[str, str]:
    if case.expect in words.VERDICT_SHORT:
        return words.VERDICT_SHORT[case.expect][1:]
    return words.NOT_JUDGED[case.expect]


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "yes" if value is True else str(value)


def _turns(look: Look, id_: str) -> list[dict[str, Any]]:
    """What is pinned of each period: with which values of a fact the typical case is applicable or stays open."""
    pinned = look.book.pins.get(id_)
    return [
        {
            "day": look.say.day(period.from_),
            "turns": [
                (path, ", ".join(turn.applicable), ", ".join(turn.undetermined)) for path, turn in period.turns.items()
            ],
        }
        for period in (pinned.periods if pinned else ())
        if period.turns
    ]

"""The pages of concepts, facts and kinds of act: what they mean, and everything that reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from offence_engine.cli.site.look import Look, in_order
from offence_engine.cli.site.rule import concepts_of
from offence_engine.cli.view.names import ASK
from offence_engine.model.condition import ConceptUse, Condition, FactTest
from offence_engine.model.logic import KIND
from offence_engine.rulebook.ids import citation
from offence_engine.rulebook.reading import condition_parts
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.branches import conditions_of

_TYPES = {
    "yes_no": ("예·아니오", "yes or no"),
    "choice": ("하나를 고름", "one of several"),
    "choices": ("여럿을 고름", "any of several"),
    "number": ("수", "number"),
    "date": ("날짜", "date"),
    "text": ("글", "text"),
    "judgment": ("평가 (누가 하였는지와 함께)", "a judgment (with who made it)"),
}
_HOMES = {
    "act": ("행위", "act"), "part": ("행위한 사람의 몫", "a person's part in an act"), "stance": ("상대방의 입장", "a person's stance to an act"),
    "shown": ("자료에 나타난 사람", "a person shown"), "material": ("자료", "material"), "channel": ("채널", "channel"),
    "group": ("집단", "group"), "pair": ("피의자와 피해자 사이", "suspect and victim"), "case": ("사건", "case"),
    "suspect": ("피의자", "suspect"), "victim": ("피해자", "victim"), "person": ("사람", "person"),
}  # fmt: skip
Users = Mapping[tuple[str, str], list[tuple[str, str]]]


def users(book: Rulebook) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What reads each (`concept`, `fact` or `kind`, name): (`rule` or `concept`, name) in the order of the files."""
    found: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for held in conditions_of(book):
        if held.owner == "general":
            continue
        user = ("concept" if held.owner == "concept" else "rule", held.rule)
        for what in _read(held.condition):
            found.setdefault(what, {})[user] = None
    for id_, rule in book.provisions.items():
        for relation in rule.relations:
            for what in _read(relation.when) if relation.when is not None else ():
                found.setdefault(what, {})["rule", id_] = None
    for name, conditions, paths in _procedure(book):
        for what in [*(w for c in conditions for w in _read(c)), *(("fact", path) for path in paths)]:
            found.setdefault(what, {})["procedure", name] = None
    return {key: list(value) for key, value in found.items()}


def _procedure(book: Rulebook) -> Iterator[tuple[str, list[Condition], list[str]]]:
    """What the rules around the offences read: (name, conditions, facts)."""
    procedure = book.procedure
    for name, rule in procedure.prosecution.items():
        days = [rule.within.done_on, *rule.within.starts] if rule.within else []
        days += [day for bar in rule.bars for day in (bar.on, bar.before) if day]
        yield f"prosecution {name}", [rule.met, *(bar.when for bar in rule.bars)], days
    for name, consequence in procedure.consequences.items():
        yield f"consequence {name}", [consequence.when] if consequence.when is not None else [], []
    for name, clock in procedure.clocks.items():
        yield f"clock {name}", [], [day for day in (clock.starts, clock.goes_by, clock.done) if day]
    for stop in book.limitation.stops:
        yield f"limitation {stop.id}", [stop.purpose] if stop.purpose is not None else [], [stop.from_, stop.to or ""]
    for special in book.limitation.special:
        yield f"limitation {special.id}", [special.when] if special.when is not None else [], []
    for responsible in book.responsibility:
        yield f"responsibility {responsible.id}", [responsible.when] if responsible.when is not None else [], []


def _title(look: Look, name: str) -> str:
    """What a rule around the offences is called."""
    kind, _, key = name.partition(" ")
    procedure = look.book.procedure
    if kind == "prosecution":
        return look.say.of(procedure.prosecution[key].title)
    if kind == "consequence":
        return look.say.of(procedure.consequences[key].title)
    if kind == "clock":
        return look.say.of(procedure.clocks[key].title)
    if kind == "responsibility":
        return look.say.of(next(r.title for r in look.book.responsibility if r.id == key))
    return look.say(f"공소시효, {look.names.rule(key)}", f"limitation, {look.names.rule(key)}")


def _read(condition: Condition) -> Iterator[tuple[str, str]]:
    match condition:
        case ConceptUse(concept=name):
            yield "concept", name
        case FactTest(fact=path):
            yield "fact", path
            if path == KIND:
                yield from (("kind", name) for name in (condition.is_, *(condition.one_of or ())) if name)
    for part in condition_parts(condition):
        yield from _read(part)


def _links(look: Look, used: Users, kind: str, name: str) -> dict[str, list[Markup]]:
    """Links to the rules and concepts that read something, the rules in the order of the statutes."""
    reading = used.get((kind, name), [])
    rules = in_order(n for what, n in reading if what == "rule")
    return {
        "rules": [look.rule_link(n) for n in rules],
        "concepts": [look.concept_link(n) for what, n in reading if what == "concept"],
        "procedure": [escape(_title(look, n)) for what, n in reading if what == "procedure"],
    }


def concept_page(look: Look, name: str, used: Users) -> dict[str, Any]:
    concept = look.book.concepts[name]
    say = look.say
    act = look.book.acts.get(concept.act or "")
    cite = ""
    if act is not None and concept.article:
        cite = say.of(citation(look.book.acts, concept.act or "", concept.article, None, None))
    meaning = next(iter(concepts_of(look, [name])))
    for shown, version in zip(meaning["versions"], concept.versions, strict=True):
        shown["enacted"] = look.names.enacted(version.enacted_by)
        shown["source"] = look.source(version.source)
    return {
        "name": name,
        "title": say(concept.ko, concept.en),
        "other_title": say(concept.en, concept.ko),
        "cite": cite,
        "note": look.korean(concept.note) if concept.note else "",
        "authority": look.authority(concept.authority) if concept.authority else "",
        "versions": meaning["versions"],
        "file": look.file(name),
        **_links(look, used, "concept", name),
    }


def fact_page(look: Look, path: str, used: Users) -> dict[str, Any]:
    decl = look.book.facts[path]
    home = path.partition(".")[0]
    return {
        "path": path,
        "title": look.say.of(decl.label),
        "other_title": decl.en if look.lang == "ko" else decl.ko,
        "type": look.say(*_TYPES[decl.type]),
        "home": look.say(*_HOMES.get(home, (home, home))),
        "question": look.say.of(decl.question),
        "ask": look.say(*ASK[decl.ask]),
        "choices": [(name, look.say.of(value)) for name, value in decl.values.items()],
        "factors": [(look.say(f.ko, f.en), look.authority(f.authority)) for f in decl.factors],
        "derived": decl.derived is not None,
        "file": look.file(path),
        **_links(look, used, "fact", path),
    }


def kinds_page(look: Look, used: Users) -> list[dict[str, Any]]:
    """Every kind of act, with what its word already says and which rules and concepts name it."""
    return [
        {
            "name": name,
            "title": look.say(kind.ko, kind.en),
            "lasts": kind.lasts,
            "says": [(path, value) for path, value in kind.says.items()],
            **_links(look, used, "kind", name),
        }
        for name, kind in look.book.kinds.items()
    ]

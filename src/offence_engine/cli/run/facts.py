"""`offence facts`: the facts one may state, entity by entity, with their values, questions, and where they are written."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from offence_engine.cli.inout import put, put_json
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view.names import Names
from offence_engine.errors import usage
from offence_engine.model.logic import KIND
from offence_engine.model.rule import HOMES, FactDecl
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.paths import path_for
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint

ENTITIES: dict[str, tuple[str, str, str]] = {
    "case": ("사건", "the case", "NAME: VALUE"),
    "person": ("사람", "a person", "persons: {V1: {role: victim, NAME: VALUE}}"),
    "group": ("집단", "a group", "groups: {G1: {NAME: VALUE}}"),
    "channel": ("대화방·채널", "a room or channel", "channels: {C1: {NAME: VALUE}}"),
    "material": ("자료", "a material", "materials: {M1: {NAME: VALUE}}"),
    "act": ("행위", "an act", "acts: {A1: {kind: KIND, NAME: VALUE}}"),
    "part": ("행위에서 그 사람의 몫", "a person's part in an act", "acts: {A1: {by: {S1: {NAME: VALUE}}}}"),
    "stance": ("행위에서 피해자의 처지", "how an act touches a person", "acts: {A1: {towards: {V1: {NAME: VALUE}}}}"),
    "shown": ("자료에 나타난 사람", "a person in a material", "materials: {M1: {shown: {V1: {NAME: VALUE}}}}"),
    "pair": ("피의자와 피해자의 관계", "a suspect and a victim", "pairs: {P1: {suspect: S1, victim: V1, NAME: VALUE}}"),
}
TYPES = {
    "yes_no": ("예/아니오", "yes or no"),
    "judgment": ("평가", "judgment"),
    "choice": ("하나를 고름", "one of"),
    "choices": ("여럿을 고름", "any of"),
    "number": ("수", "number"),
    "date": ("날", "date"),
    "text": ("글", "text"),
}


def run(values: Namespace, say: Tongue) -> int:
    asked = values.entity
    if asked is not None and asked not in HOMES:
        ko, en = hint(asked, HOMES)
        raise usage(f"그런 항목이 없습니다: `{asked}`.{ko}", f"there is no entity `{asked}`.{en}")
    book = load_rulebook(values.rules)
    entities = [asked] if asked else list(HOMES)
    if values.format == "json":
        put_json({"rulebook": {"sha256": book.sha256}, "entities": [as_data(book, e) for e in entities]})
        return 0
    page = Page()
    for index, entity in enumerate(entities):
        if index:
            page.line()
        show(page, say, book, entity)
    put(page)
    return 0


def facts_of(book: Rulebook, entity: str) -> dict[str, FactDecl]:
    """The facts of an entity by their names in a case file."""
    prefixes = {path.split(".")[0] for path in path_for(entity, "x")}
    found: dict[str, FactDecl] = {}
    for path, decl in book.facts.items():
        home, _, name = path.partition(".")
        if home in prefixes and path != KIND:
            found.setdefault(name, decl)
    return found


def as_data(book: Rulebook, entity: str) -> dict[str, Any]:
    """The facts of an entity for other programs."""
    facts = [
        {
            "name": name,
            "paths": list(path_for(entity, name)),
            "type": decl.type,
            "label": decl.label.model_dump(),
            "values": [{"value": v, "label": words.model_dump()} for v, words in decl.values.items()],
            "question": decl.question.model_dump(),
            "ask": decl.ask,
            "factors": [f.model_dump() for f in decl.factors],
            "derived": decl.derived,
        }
        for name, decl in facts_of(book, entity).items()
    ]
    data: dict[str, Any] = {"entity": entity, "written": ENTITIES[entity][2], "facts": facts}
    if entity == "act":
        data["kinds"] = [
            {"kind": k, "label": {"ko": v.ko, "en": v.en}, "lasts": v.lasts, "says": dict(v.says)}
            for k, v in book.kinds.items()
        ]
    return data


def show(page: Page, say: Tongue, book: Rulebook, entity: str) -> None:
    ko, en, written = ENTITIES[entity]
    page.line(f"{entity}  {say(ko, en)}", style="head")
    page.line(f"{say('적는 곳', 'written as')}: {written}", indent=2)
    if entity == "act":
        _kinds(page, say, book)
    facts = facts_of(book, entity)
    if not facts:
        page.line(say("이 규칙에는 여기에 적는 사실이 없다.", "These rules have no facts here."), indent=2)
    for name, decl in facts.items():
        _fact(page, say, Names(book, say), name, decl)


def _kinds(page: Page, say: Tongue, book: Rulebook) -> None:
    page.line()
    page.line(say("행위의 종류 (kind)", "kinds of act (kind)"), indent=2, style="head")
    width = max(len(k) for k in book.kinds) + 2
    for kind, value in book.kinds.items():
        lasts = say(" — 이어지는 행위 (from, to)", " — lasts (from, to)") if value.lasts else ""
        meant = ", ".join(f"{k}: {v}" for k, v in value.says.items())
        says = say(f" (이미 뜻하는 것: {meant})", f" (which already says {meant})") if meant else ""
        page.line(f"{kind:<{width}}{say(value.ko, value.en)}{lasts}{says}", indent=4, hang=width)


def _fact(page: Page, say: Tongue, names: Names, name: str, decl: FactDecl) -> None:
    page.line()
    page.line(f"{name}  {say.of(decl.label)} ({say(*TYPES[decl.type])})", indent=2, hang=2, style="head")
    if decl.type in ("yes_no",):
        page.line(f"{name}: yes | no | unknown", indent=6)
    elif decl.type == "judgment":
        page.line(
            say(
                f"{name}: {{value: yes | no, by: 판단한 사람, because: 이유}}",
                f"{name}: {{value: yes | no, by: WHO, because: WHY}}",
            ),
            indent=6,
        )
    elif decl.values:
        width = max(len(v) for v in decl.values) + 2
        for value, words in decl.values.items():
            page.line(f"{value:<{width}}{say.of(words)}", indent=6, hang=width)
    page.line(f"{say('물음', 'question')} [{names.ask(decl.ask)}]: {say.of(decl.question)}", indent=6, hang=2)
    for factor in decl.factors:
        page.line(
            f"- {say(factor.ko, factor.en)} ({names.authority(factor.authority)})", indent=6, hang=2, style="quiet"
        )
    if decl.derived:
        page.line(
            say(
                "적지 않으면 사건의 뼈대에서 나올 수 있다.",
                "If left out, it may follow from the structure of the case.",
            ),
            indent=6,
            style="quiet",
        )

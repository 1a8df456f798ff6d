"""What cannot be: days in the future or before there was anything to speak of, roles that do not fit, help after the deed."""

from __future__ import annotations

from datetime import date

from offence_engine.casefile.fields import Fields
from offence_engine.model.case import LINKS, Case, Facts
from offence_engine.source.tree import Map, place_at


def check_plausible(fields: Fields, case: Case, tree: Map, as_of: date) -> None:
    """Adds a fault for everything that cannot be, with its place."""
    _future(fields, case, tree, as_of)
    _pairs(fields, case, tree)
    _shown(fields, case, tree)
    for key, act in case.acts.items():
        _links(fields, case, tree, key)
        for entity in act.for_:
            if entity in act.by or case.persons[entity].role == "victim":
                fields.fault(
                    place_at(tree, ("acts", key, "for", entity), key=True),
                    f"`{entity}`: for에는 그 업무에 관하여 행위가 있었던 법인이나 사용자를 적습니다 (행위한 사람이나 피해자가 아니라).",
                    f"`{entity}`: `for` names the entity or employer in whose business it was done, not the doer or a victim",
                )


def _carriers(case: Case) -> list[tuple[tuple[str, ...], Facts]]:
    """Everything that carries facts, with its place."""
    found: list[tuple[tuple[str, ...], Facts]] = [((), case.facts)]
    found += [(("persons", k), v.facts) for k, v in case.persons.items()]
    found += [(("materials", k), v.facts) for k, v in case.materials.items()]
    found += [(("pairs", k), v.facts) for k, v in case.pairs.items()]
    found += [(("groups", k), v.facts) for k, v in case.groups.items()]
    for key, act in case.acts.items():
        found.append((("acts", key), act.facts))
        found += [(("acts", key, "by", p), part.facts) for p, part in act.by.items()]
        found += [(("acts", key, "towards", p), stance.facts) for p, stance in act.towards.items()]
    return found


def _future(fields: Fields, case: Case, tree: Map, as_of: date) -> None:
    for at, facts in _carriers(case):
        for name, fact in facts.items():
            if isinstance(fact.value, date) and fact.value > as_of:
                fields.fault(
                    place_at(tree, (*at, name)),
                    f"`{name}`({fact.value})이(가) 검토 기준일({as_of})보다 늦습니다.",
                    f"`{name}` ({fact.value}) lies after the day of assessment ({as_of})",
                )


def _pairs(fields: Fields, case: Case, tree: Map) -> None:
    seen: dict[tuple[str, str], str] = {}
    for key, pair in case.pairs.items():
        both = pair.suspect, pair.victim
        if both in seen:
            fields.fault(
                place_at(tree, ("pairs", key), key=True),
                f"{pair.suspect}와(과) {pair.victim}의 관계는 이미 `{seen[both]}`에 있습니다. 한곳에 적으십시오.",
                f"{pair.suspect} and {pair.victim} are a pair in `{seen[both]}` already; state it in one place",
            )
        seen.setdefault(both, key)
        for end, wrong in (("suspect", "victim"), ("victim", "suspect")):
            person = pair.suspect if end == "suspect" else pair.victim
            other = pair.victim if end == "suspect" else pair.suspect
            if case.persons[person].role == wrong and case.persons[other].role != wrong:
                fields.fault(
                    place_at(tree, ("pairs", key, end)),
                    f"`{person}`은(는) {wrong}인데 {end}에 적혀 있습니다.",
                    f"`{person}` is a {wrong} and stands as `{end}`",
                )
        own = [act.when.first.first for act in case.acts.values() if pair.suspect in act.by]
        for name, fact in pair.facts.items():
            if own and isinstance(fact.value, date) and fact.value < min(own):
                fields.fault(
                    place_at(tree, ("pairs", key, name)),
                    f"`{name}`({fact.value})이(가) {pair.suspect}의 어느 행위보다도 앞섭니다 (가장 이른 날 {min(own)}).",
                    f"`{name}` ({fact.value}) lies before every act of {pair.suspect} (the earliest: {min(own)})",
                )


def _shown(fields: Fields, case: Case, tree: Map) -> None:
    """Nobody is recorded before they are born."""
    for key, act in case.acts.items():
        if act.kind not in fields.own_hand_kinds:
            continue
        for material in act.product:
            for person in case.shown_in(material):
                birth = case.persons[person].birth
                if birth is not None and birth.first > act.when.last.last:
                    part = "birth" if case.persons[person].born_exactly else "age"
                    fields.fault(
                        place_at(tree, ("persons", person, part)),
                        f"`{person}`은(는) 행위 `{key}`({act.when.text()}) 뒤에 태어났는데 그 자료 `{material}`에 나타납니다.",
                        f"`{person}` was born after the act `{key}` ({act.when.text()}) and is shown in its material `{material}`",
                    )


def _links(fields: Fields, case: Case, tree: Map, key: str) -> None:
    act = case.acts[key]
    kind = fields.book.kinds[act.kind]
    if kind.link is not None and kind.link not in act.links:
        fields.fault(
            place_at(tree, ("acts", key)),
            f"`{act.kind}`에는 어느 행위인지 `{kind.link}: [행위]`로 적습니다 (모르는 사람의 행위는 U1의 행위로 적어 둡니다).",
            f"`{act.kind}` needs `{kind.link}: [act]`: which act it is about (that of an unknown person is an act by U1)",
        )
    for link in LINKS:
        for deed in act.links.get(link, ()):
            over = case.acts[deed].when.last.last
            if act.when.first.first > over:
                fields.fault(
                    place_at(tree, ("acts", key, link)),
                    f"행위 `{key}`({act.when.text()})은(는) `{deed}`({case.acts[deed].when.text()})이(가) 끝난 뒤의 것이라 "
                    "그 행위에 가담한 것이 아닙니다. 끝난 뒤의 행위는 그 자체로 적습니다.",
                    f"the act `{key}` ({act.when.text()}) came after `{deed}` ({case.acts[deed].when.text()}) was over, and cannot "
                    "have been a part in it; what was done afterwards is an act of its own",
                )

"""What a case states against its own structure: a fact that the structure already answers otherwise, and circles."""

from __future__ import annotations

from collections.abc import Iterable

from offence_engine.casefile.fields import Fields
from offence_engine.casefile.identity import refuse_key, victim_id_fits
from offence_engine.model.case import Case, Facts
from offence_engine.source.tree import Map, place_at


def check(fields: Fields, case: Case, tree: Map) -> None:
    """Adds a fault for every contradiction, with the place of what was stated."""
    _identities(fields, case, tree)
    _circles(fields, case, tree)
    derived = {path: decl.derived for path, decl in fields.book.facts.items() if decl.derived}
    for path, how in derived.items():
        name = path.partition(".")[2]
        match how:
            case "recipients_beyond_victim":
                for key, act in case.acts.items():
                    if _says(act.facts, name, "no") and case.recipients_beyond_victim(act):
                        _contradiction(fields, tree, ("acts", key, name), name, "recipients", "recipients")
            case "product_of_shown_person":
                _own_product(fields, case, tree, name)
            case "fact_of_material":
                _of_material(fields, case, tree, name)
            case "channel_run_by_suspect":
                for key, channel in case.channels.items():
                    if _says(channel.facts, name, "no") and any(
                        p in act.by for act in case.acts.values() for p in channel.run_by if act.channel == key
                    ):
                        _contradiction(fields, tree, ("channels", key, name), name, "run_by", "run_by")  # fmt: skip


def _says(facts: Facts, name: str, value: str) -> bool:
    return name in facts and facts[name].value == value


def _contradiction(fields: Fields, tree: Map, path: Iterable[str], name: str, ko: str, en: str) -> None:
    fields.fault(
        place_at(tree, tuple(path)),
        f"`{name}`이(가) 사건에 적힌 `{ko}`와(과) 맞지 않습니다. 둘 가운데 하나를 고치십시오.",
        f"`{name}` contradicts `{en}` as stated in the case; mend one of the two",
    )


def _own_product(fields: Fields, case: Case, tree: Map, name: str) -> None:
    for key, material in case.materials.items():
        for person, shown in material.shown.items():
            own = any(person in by for by in case.makers(key, fields.own_hand_kinds))
            if own and _says(shown.facts, name, "no"):
                at = ("materials", key, "shown", person, name)
                _contradiction(fields, tree, at, name, "acts ... product", "acts ... product")


def _of_material(fields: Fields, case: Case, tree: Map, name: str) -> None:
    for key in case.materials:
        whole = next(
            (case.materials[m].facts[name] for m in case.originals(key) if name in case.materials[m].facts), None
        )
        people = case.shown_in(key)
        if whole is None or not people:
            continue
        for person, source in people.items():
            stated = case.materials[source].shown[person].facts.get(name)
            wrong = stated is not None and (
                (whole.value == "no" and stated.value == "yes")
                or (whole.value == "yes" and stated.value == "no" and len(people) == 1)
            )
            if wrong:
                at = ("materials", source, "shown", person, name)
                _contradiction(fields, tree, at, name, f"materials.{key}.{name}", f"materials.{key}.{name}")


def _identities(fields: Fields, case: Case, tree: Map) -> None:
    """Whoever is shown or touched may be a victim, whatever the role says: a pseudonym, and nothing that identifies."""
    touched = {p for m in case.materials.values() for p in m.shown} | {p for a in case.acts.values() for p in a.towards}
    for key in touched:
        person = case.persons[key]
        node = place_node(tree, key)
        if person.role == "other" and (not victim_id_fits(key) or person.known_as):
            fields.faults.append(refuse_key("known_as" if person.known_as else key, node))
    for key in case.particulars:
        if case.persons[key].role == "other":
            fields.faults.append(refuse_key("particulars", place_node(tree, key)))


def place_node(tree: Map, person: str) -> Map:
    persons = tree.entries["persons"]
    node = persons.entries[person] if isinstance(persons, Map) else tree
    return node if isinstance(node, Map) else Map({}, node.place)


def _circles(fields: Fields, case: Case, tree: Map) -> None:
    for key, material in case.materials.items():
        chain, source = [key], material.copy_of
        while source is not None and source not in chain:
            chain.append(source)
            source = case.materials[source].copy_of
        if source == key and len(chain) > 1:
            _circle(fields, tree, ("materials", key, "copy_of"), " → ".join([*chain, key]))
    for key, act in case.acts.items():
        seen: set[str] = set()
        todo = list(act.linked_one_way)
        while todo:
            current = todo.pop()
            if current == key:
                _circle(
                    fields,
                    tree,
                    ("acts", key, next(link for link in act.links if link != "shares")),
                    f"{key} → ... → {key}",
                )
                break
            if current not in seen:
                seen.add(current)
                todo += case.acts[current].linked_one_way


def _circle(fields: Fields, tree: Map, path: tuple[str, ...], chain: str) -> None:
    fields.fault(
        place_at(tree, path), f"돌고 돌아 자기 자신에 이릅니다: {chain}", f"this leads back to itself: {chain}"
    )

"""Changes of provisions, modifiers and concepts: versions, elements, penalties, limitation, relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from offence_engine.model.base import Label, label
from offence_engine.model.penalty import Penalty
from offence_engine.model.rule import Concept, ConceptVersion, ModifierFile, ProvisionFile, Reach, Relation, Version
from offence_engine.rulebook.export import years_by_table
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.reading import element_ids
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.effect.changes import WORDS, Change, Places, differing, law_of, word

_OWN_TABLES = frozenset({"versions", "elements", "relations", "limbs", "reaches", "requires", "id", "title"})
_IDENTITY = frozenset(
    {"effective", "enacted_by", "source", "note", "requires", "any_of", "penalty", "words", "by_limb"}
)
_CITED = frozenset({"article", "paragraph", "item", "cites"})


def law_changes(old: Rulebook, new: Rulebook, places: tuple[Places, Places]) -> Iterator[Change]:
    """What came, went or changed among provisions, modifiers and concepts (conditions: only that they differ)."""
    for id_ in _both(old.provisions, new.provisions):
        if id_ in old.provisions and id_ in new.provisions:
            yield from _provision(old, new, id_, places)
        else:
            yield _came_or_went("provision", id_, old.provisions.get(id_), new.provisions.get(id_), places)
    for id_ in _both(old.modifiers, new.modifiers):
        if id_ in old.modifiers and id_ in new.modifiers:
            yield from _modifier(old.modifiers[id_], new.modifiers[id_], places)
        else:
            yield _came_or_went("modifier", id_, old.modifiers.get(id_), new.modifiers.get(id_), places)
    for id_ in _both(old.concepts, new.concepts):
        if id_ in old.concepts and id_ in new.concepts:
            yield from _concept(id_, old.concepts[id_], new.concepts[id_], places)
        else:
            yield _came_or_went("concept", id_, old.concepts.get(id_), new.concepts.get(id_), places)


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted({*old, *new})


def _came_or_went(kind: str, id_: str, old: Any, new: Any, places: tuple[Places, Places]) -> Change:
    rule = new if new is not None else old
    name = label(rule.ko, rule.en) if isinstance(rule, Concept) else rule.title
    days = [part.effective for part in (rule.reaches if isinstance(rule, ModifierFile) else rule.versions)]
    parts = tuple(f"{id_}@{day}" for day in days)
    if new is not None:
        return Change(kind, id_, "came", after=name, parts=parts, place=places[1].of(id_))
    return Change(kind, id_, "went", before=name, parts=parts, place=places[0].of(id_))


def _provision(old: Rulebook, new: Rulebook, id_: str, places: tuple[Places, Places]) -> Iterator[Change]:
    one, two = old.provisions[id_], new.provisions[id_]
    here = places[1].of(id_)
    parts = tuple(dict.fromkeys(f"{id_}@{v.effective}" for rule in (one, two) for v in rule.versions))
    own = [{k: v for k, v in law_of(rule).items() if k not in _OWN_TABLES} for rule in (one, two)]
    for at, before, after in differing(own[0], own[1]):
        yield Change("provision", id_, at, word(before), word(after), parts=parts, place=here)
    yield from _elements(id_, one, two, places)
    yield from _relations(id_, one.relations, two.relations, places, parts)
    yield from _versions(old, new, id_, places)
    if _words(one) != _words(two):
        yield Change("provision", id_, "words", meaning=False, place=here)
    if (one.typical_case, one.cases) != (two.typical_case, two.cases):
        yield Change("provision", id_, "tests", meaning=False, place=here)


def _words(rule: ProvisionFile | ModifierFile) -> Any:
    """What of a rule is neither law nor test: titles, words of elements, sources, notes."""
    return list(_leaves_of_words(rule.model_dump(mode="json", exclude={"typical_case", "cases"})))


def _leaves_of_words(node: Any, at: str = "", inside: bool = False) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _leaves_of_words(value, f"{at}.{key}", inside or key in WORDS or set(node) == {"ko", "en"})
    elif isinstance(node, list):
        for item in node:
            yield from _leaves_of_words(item, at, inside)
    elif inside and node is not None:
        yield at, str(node)


def _elements(
    id_: str, one: ProvisionFile | ModifierFile, two: ProvisionFile | ModifierFile, places: tuple[Places, Places]
) -> Iterator[Change]:
    kind = "provision" if isinstance(two, ProvisionFile) else "modifier"
    days = [
        p.effective for rule in (one, two) for p in (rule.versions if isinstance(rule, ProvisionFile) else rule.reaches)
    ]
    parts = tuple(dict.fromkeys(f"{id_}@{day}" for day in days))
    for name in dict.fromkeys([*one.elements, *two.elements]):
        a, b = one.elements.get(name), two.elements.get(name)
        if a is not None and b is not None:
            if a.condition != b.condition:
                before, after = word(law_of(a.condition)), word(law_of(b.condition))
                place = places[1].of(id_, "elements", name)
                yield Change(kind, id_, f"condition of {name}", before, after, parts=parts, place=place)
        elif b is not None:
            place = places[1].of(id_, "elements", name)
            yield Change(kind, id_, f"element {name}", after=label(b.words, b.words), parts=parts, place=place)
        elif a is not None:
            place = places[0].of(id_, "elements", name)
            yield Change(kind, id_, f"element {name}", before=label(a.words, a.words), parts=parts, place=place)


def _relations(
    id_: str,
    old: tuple[Relation, ...],
    new: tuple[Relation, ...],
    places: tuple[Places, Places],
    parts: tuple[str, ...],
) -> Iterator[Change]:
    one, two = [law_of(r) for r in old], [law_of(r) for r in new]
    for index, relation in enumerate(old):
        if one[index] not in two:
            place = places[0].of(id_, "relations", index)
            yield Change("provision", id_, "relation", before=_related(relation), parts=parts, place=place)
    for index, relation in enumerate(new):
        if two[index] not in one:
            place = places[1].of(id_, "relations", index)
            yield Change("provision", id_, "relation", after=_related(relation), parts=parts, place=place)


_RELATED = {
    "alternative": ("{}의 예비적·택일적 관계", "alternative to {}"),
    "yields": ("{}에 물러남", "yields to {}"),
    "absorbed": ("{}에 흡수됨", "absorbed by {}"),
    "one_act": ("{}와 상상적 경합", "one act with {}"),
    "several_acts": ("{}와 실체적 경합", "several acts with {}"),
    "open": ("{}와의 관계가 정해지지 않음", "open with {}"),
}


def _related(relation: Relation) -> Label:
    ko, en = _RELATED[relation.kind]
    same = ", ".join(relation.same)
    return label(f"{ko.format(relation.to)} (같은 것: {same})", f"{en.format(relation.to)} (same {same})")


def _versions(old: Rulebook, new: Rulebook, id_: str, places: tuple[Places, Places]) -> Iterator[Change]:
    one = {v.effective: v for v in old.provisions[id_].versions}
    two = {v.effective: v for v in new.provisions[id_].versions}
    moved = moved_versions(old, new, id_)
    for before, after in moved.items():
        yield Change(
            "provision", id_, "effective", word(before.isoformat()), word(after.isoformat()), after,
            parts=(f"{id_}@{before}", f"{id_}@{after}"), place=_at(places[1], new, id_, after, "effective"),
        )  # fmt: skip
    went = [d for d in one if d not in two and d not in moved]
    came = [d for d in two if d not in one and d not in moved.values()]
    for day in went:
        yield _version_alone(old, id_, one[day], places[0], came=False)
    for day in came:
        yield _version_alone(new, id_, two[day], places[1], came=True)
    for day in sorted(one.keys() & two.keys()):
        yield from _version(old, new, id_, one[day], two[day], _at(places[1], new, id_, day))


def moved_versions(old: Rulebook, new: Rulebook, id_: str) -> dict[date, date]:
    """The versions of a provision that say the same from another day on: their first days before and after."""
    one, two = (book.provisions[id_].versions if id_ in book.provisions else () for book in (old, new))
    came = [v for v in two if v.effective not in {w.effective for w in one}]
    found: dict[date, date] = {}
    for version in one:
        if version.effective in {v.effective for v in two}:
            continue
        after = next((v for v in came if _content(v) == _content(version) and v.effective not in found.values()), None)
        if after is not None:
            found[version.effective] = after.effective
    return found


def _content(version: Version) -> Any:
    return {k: v for k, v in law_of(version).items() if k != "effective"}


def _at(places: Places, book: Rulebook, id_: str, day: date, *path: str) -> Any:
    versions = book.provisions[id_].versions
    return places.of(id_, "versions", next(i for i, v in enumerate(versions) if v.effective == day), *path)


def _version_alone(book: Rulebook, id_: str, version: Version, places: Places, came: bool) -> Change:
    said = _said(book, id_, version)
    place = _at(places, book, id_, version.effective)
    parts = (f"{id_}@{version.effective}",)
    if came:
        return Change("provision", id_, "version", None, said, version.effective, parts=parts, place=place)
    return Change("provision", id_, "version", said, None, version.effective, parts=parts, place=place)


def _said(book: Rulebook, id_: str, version: Version) -> Label:
    """A version in short: what it asks for, and its penalty."""
    if version.repealed:
        return label("폐지", "repealed")
    names = ", ".join(element_ids(book.provisions[id_], version))
    penalty = book.penalties[id_, version.effective].text
    return label(f"{names}; {penalty.ko}", f"{names}; {penalty.en}")


def _version(old: Rulebook, new: Rulebook, id_: str, one: Version, two: Version, place: Any) -> Iterator[Change]:
    day, parts = two.effective, (f"{id_}@{two.effective}",)

    def change(aspect: str, before: Label | None, after: Label | None) -> Change:
        return Change("provision", id_, aspect, before, after, day, parts=parts, place=place)

    asked = [_asked(book.provisions[id_], v) for book, v in ((old, one), (new, two))]
    for limb in dict.fromkeys([*asked[0], *asked[1]]):
        before, after = asked[0].get(limb), asked[1].get(limb)
        if before != after:
            # In another order they ask for the same.
            told = change(f"elements {limb}".strip(), word(list(before or ())), word(list(after or ())))
            yield told if sorted(before or ()) != sorted(after or ()) else replace(told, meaning=False)
    if not one.repealed and not two.repealed:
        yield from _penalties(old, new, id_, one, two, change)
    left = [{k: v for k, v in law_of(v).items() if k not in _IDENTITY | _CITED} for v in (one, two)]
    for at, gone, now in differing(left[0], left[1]):
        yield change(at, word(gone), word(now))


def _asked(rule: ProvisionFile, version: Version) -> dict[str, tuple[str, ...]]:
    """The elements of each limb of a version (of the only one, under an empty name)."""
    own = tuple(version.requires or ())
    if version.any_of:
        return {limb: (*own, *rule.limbs.get(limb, ())) for limb in version.any_of}
    return {"": own}


def _penalties(old: Rulebook, new: Rulebook, id_: str, one: Version, two: Version, change: Any) -> Iterator[Change]:
    pairs = [("penalty", old.penalties[id_, one.effective], new.penalties[id_, two.effective])]
    for limb in sorted(one.by_limb.keys() & two.by_limb.keys()):
        keys = (id_, one.effective, limb), (id_, two.effective, limb)
        pairs.append((f"penalty {limb}", old.limb_penalties[keys[0]], new.limb_penalties[keys[1]]))
    for limb in sorted(one.by_limb.keys() ^ two.by_limb.keys()):
        gone, now = (p.by_limb.get(limb) for p in (one, two))
        yield change(f"penalty {limb}", word(law_of(gone)), word(law_of(now)))
    for aspect, before, after in pairs:
        if law_of(before) != law_of(after):
            yield change(aspect, before.text, after.text)
        if (a := _limitation(old, id_, before)) != (b := _limitation(new, id_, after)):
            yield change("limitation", word(a), word(b))


def _limitation(book: Rulebook, id_: str, penalty: Penalty) -> str:
    """The years by the table, and the special rules that reach the provision."""
    if penalty.same_as is not None:
        return ""
    special = [s.id for s in book.limitation.special if any(reaches(named, id_) for named in s.reaches)]
    return ", ".join([str(years_by_table(book, penalty)), *special])


def _modifier(one: ModifierFile, two: ModifierFile, places: tuple[Places, Places]) -> Iterator[Change]:
    id_ = two.id
    here = places[1].of(id_)
    days = tuple(dict.fromkeys(r.effective for rule in (one, two) for r in rule.reaches))
    parts = tuple(f"{id_}@{day}" for day in days)
    own = [{k: v for k, v in law_of(rule).items() if k not in _OWN_TABLES - {"requires"}} for rule in (one, two)]
    for at, before, after in differing(own[0], own[1]):
        yield Change("modifier", id_, at, word(before), word(after), parts=parts, place=here)
    yield from _elements(id_, one, two, places)
    old, new = ({r.effective: r for r in rule.reaches} for rule in (one, two))
    for day in sorted({*old, *new}):
        yield from _reach(id_, day, old.get(day), new.get(day), here)
    if _words(one) != _words(two):
        yield Change("modifier", id_, "words", meaning=False, place=here)
    if (one.typical_case, one.cases) != (two.typical_case, two.cases):
        yield Change("modifier", id_, "tests", meaning=False, place=here)


def _reach(id_: str, day: date, one: Reach | None, two: Reach | None, here: Any) -> Iterator[Change]:
    # What a reach leaves empty (no fine of its own) is told on neither side.
    left = [
        {k: v for k, v in law_of(r).items() if v and k not in _CITED | {"effective"}} if r else {} for r in (one, two)
    ]
    for at, before, after in differing(left[0], left[1]):
        aspect = "reach" if at == "what" else f"reach {at}"
        yield Change("modifier", id_, aspect, word(before), word(after), day, parts=(f"{id_}@{day}",), place=here)


def _concept(id_: str, one: Concept, two: Concept, places: tuple[Places, Places]) -> Iterator[Change]:
    old, new = ({v.effective: v for v in c.versions} for c in (one, two))
    here = places[1].of(id_)
    for day in sorted({*old, *new}):
        a, b = old.get(day), new.get(day)
        before, after = _means(a), _means(b)
        if before == after:
            continue
        index = next((i for i, v in enumerate(two.versions) if v.effective == day), None)
        place = places[1].of(id_, "versions", index) if index is not None else here
        aspect = "condition" if a is not None and b is not None else "version"
        yield Change("concept", id_, aspect, word(before), word(after), day, parts=(f"{id_}@{day}",), place=place)
    if one != two and all(_means(old.get(d)) == _means(new.get(d)) for d in {*old, *new}):
        yield Change("concept", id_, "words", meaning=False, place=here)


def _means(version: ConceptVersion | None) -> Any:
    if version is None:
        return None
    if version.condition is not None:
        return law_of(version.condition)
    return {name: law_of(a.condition) for name, a in (version.one_of_named or {}).items()}

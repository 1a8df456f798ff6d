"""Provision + day -> Reading: concepts replaced by what they meant that day, what it builds on taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from offence_engine.model.base import Label
from offence_engine.model.condition import AgeTest, AllOf, AnyOf, ConceptUse, Condition, FactTest, FindingTest, NoneOf
from offence_engine.model.law import Alternative, BoundElement, BoundLimb, BoundModifier, Reading
from offence_engine.model.logic import Atom, Tree, all_of, any_of, negated
from offence_engine.model.rule import PARTICIPATING, Element, ModifierFile, ProvisionFile, Reach, Version
from offence_engine.model.time import DAY
from offence_engine.rulebook.domains import path_of
from offence_engine.rulebook.rulebook import Rulebook


def condition_parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case AllOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            return parts
    return ()


def concepts_in(condition: Condition) -> set[str]:
    if isinstance(condition, ConceptUse):
        return {condition.concept}
    return {name for part in condition_parts(condition) for name in concepts_in(part)}


def _all_concepts(book: Rulebook, conditions: list[Condition]) -> set[str]:
    """The concepts that conditions use, through concepts too."""
    found: set[str] = set()
    todo = {name for condition in conditions for name in concepts_in(condition)}
    while todo:
        name = todo.pop()
        if name in found or name not in book.concepts:
            continue
        found.add(name)
        for version in book.concepts[name].versions:
            if version.condition is not None:
                todo |= concepts_in(version.condition)
            for alternative in (version.one_of_named or {}).values():
                todo |= concepts_in(alternative.condition)
    return found


def element_ids(rule: ProvisionFile, version: Version) -> tuple[str, ...]:
    """The elements that a version names, in order."""
    names = [*(version.requires or ())]
    for limb in version.any_of or ():
        names += rule.limbs.get(limb, ())
    return tuple(dict.fromkeys(names))


def boundaries_of(book: Rulebook, provision: str) -> tuple[date, ...]:
    """The days on which the provision, a concept it uses, what it builds on, or a modifier that reaches it, changes."""
    if provision not in book.boundaries:
        book.boundaries[provision] = _boundaries(book, provision)
    return book.boundaries[provision]


def _boundaries(book: Rulebook, provision: str) -> tuple[date, ...]:
    rule = book.provisions[provision]
    days = {v.effective for v in rule.versions}
    conditions = [e.condition for e in (*rule.elements.values(), *(g.element for g in book.general))]
    for modifier in book.modifiers.values():
        conditions += [e.condition for e in modifier.elements.values()]
        days |= {r.effective for r in modifier.reaches}
    for name in _all_concepts(book, conditions):
        days |= {v.effective for v in book.concepts[name].versions}
    for base in rule.builds_on:
        days |= set(boundaries_of(book, base))
    first = rule.versions[0].effective
    return tuple(
        d
        for d in sorted(days)
        if d == first or (d > first and _differ(reading_on(book, provision, d), reading_on(book, provision, d - DAY)))
    )


def _differ(one: Reading | None, other: Reading | None) -> bool:
    """Whether two readings say different things of the provision; that a modifier came to name others too does not."""
    if one is None or other is None or one.key == other.key:
        return (one is None) is not (other is None)

    def said(reading: Reading) -> tuple[object, ...]:
        modifiers = (reading.attempt, *reading.added, *reading.participations)
        return (
            reading.version.effective,
            reading.elements,
            reading.limbs,
            reading.result,
            [
                (m.id, m.elements, m.reach.article, m.reach.paragraph, m.reach.item, sorted(m.reach.fine))
                for m in modifiers
                if m
            ],
        )

    return said(one) != said(other)


def key_on(book: Rulebook, provision: str, day: date) -> tuple[str, ...] | None:
    """The versions of everything the provision is made of on a day; None where something has none."""
    day = book.last_change(day)
    if (provision, day) not in book.keys:
        book.keys[provision, day] = _key_on(book, provision, day)
    return book.keys[provision, day]


def _key_on(book: Rulebook, provision: str, day: date) -> tuple[str, ...] | None:
    version = book.version_on(provision, day)
    if version is None:
        return None
    rule = book.provisions[provision]
    key = [f"{provision}@{version.effective}"]
    for base in rule.builds_on:
        base_key = key_on(book, base, day)
        if base_key is None:
            return None
        key += base_key
    modifiers = list(book.modifiers_of(provision, day))
    used = [rule.elements[name].condition for name in element_ids(rule, version)]
    used += [general.element.condition for general in book.general]
    used += [modifier.elements[name].condition for modifier, _ in modifiers for name in modifier.requires]
    for name in sorted(_concepts_on(book, used, day)):
        concept_version = book.concept_on(name, day)
        if concept_version is None:
            return None
        key.append(f"{name}@{concept_version.effective}")
    for modifier, reach in modifiers:
        key.append(f"{modifier.id}@{reach.effective}")
    return tuple(key)


def _concepts_on(book: Rulebook, conditions: list[Condition], day: date) -> set[str]:
    found: set[str] = set()
    todo = [name for condition in conditions for name in concepts_in(condition)]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        version = book.concept_on(name, day)
        if version is not None:
            if version.condition is not None:
                todo += concepts_in(version.condition)
            for alternative in (version.one_of_named or {}).values():
                todo += concepts_in(alternative.condition)
    return found


def tree_of(book: Rulebook, condition: Condition, day: date) -> Tree:
    """The condition over facts alone, concepts replaced by their versions of that day."""
    match condition:
        case FactTest():
            domain = book.domains[condition.fact]
            return Atom(condition.fact, domain.mask(condition))
        case AgeTest() | FindingTest():
            path = path_of(condition)
            return Atom(path, book.domains[path].mask(condition))
        case AllOf(all_of=parts):
            return all_of([tree_of(book, p, day) for p in parts])
        case AnyOf(any_of=parts):
            return any_of([tree_of(book, p, day) for p in parts])
        case NoneOf(none_of=parts):
            return negated(any_of([tree_of(book, p, day) for p in parts]))
        case ConceptUse(concept=name):
            version = book.concept_on(name, day)
            assert version is not None
            if version.condition is not None:
                return tree_of(book, version.condition, day)
            return any_of([tree_of(book, a.condition, day) for a in (version.one_of_named or {}).values()])


def _alternatives(book: Rulebook, condition: Condition, day: date) -> tuple[Alternative, ...]:
    """The named alternatives of the first concept with such that an element's condition rests on."""
    if isinstance(condition, ConceptUse):
        version = book.concept_on(condition.concept, day)
        assert version is not None
        if version.one_of_named is not None:
            return tuple(
                Alternative(name, Label(ko=a.ko, en=a.en), tree_of(book, a.condition, day))
                for name, a in version.one_of_named.items()
            )
        return _alternatives(book, version.condition, day) if version.condition is not None else ()
    if isinstance(condition, AllOf | AnyOf):
        for part in condition_parts(condition):
            if found := _alternatives(book, part, day):
                return found
    return ()


def _rests_on_judgment(book: Rulebook, element: Element) -> bool:
    condition = element.condition
    return isinstance(condition, FactTest) and book.facts[condition.fact].type == "judgment"


def bind(book: Rulebook, id_: str, element: Element, words: str, source: str, day: date) -> BoundElement:
    return BoundElement(
        id=id_,
        words=words,
        tree=tree_of(book, element.condition, day),
        judgment=_rests_on_judgment(book, element),
        source=source,
        alternatives=_alternatives(book, element.condition, day),
    )


def bind_modifier(book: Rulebook, modifier: ModifierFile, reach: Reach, day: date) -> BoundModifier:
    return BoundModifier(
        id=modifier.id,
        modifies=modifier.modifies,
        title=modifier.title,
        reach=reach,
        elements=tuple(
            bind(book, name, modifier.elements[name], modifier.elements[name].words, modifier.id, day)
            for name in modifier.requires
        ),
        settled=modifier.settled,
        note=modifier.note,
    )


def is_encoded(book: Rulebook, condition: Condition, day: date) -> bool:
    """Whether every concept that a condition rests on has a version on that day."""
    return all(book.concept_on(name, day) is not None for name in _concepts_on(book, [condition], day))


def reading_on(book: Rulebook, provision: str, day: date) -> Reading | None:
    """The provision as it stands on a day; None where it, or a part of it, is not encoded or not in force."""
    key = key_on(book, provision, day)
    if key is None:
        return None
    if (provision, key) not in book.readings:
        book.readings[provision, key] = _read(book, provision, day, key)
    return book.readings[provision, key]


def why_no_reading(book: Rulebook, provision: str, day: date) -> str:
    """`not_in_force` or `not_encoded`, for a day on which there is no reading."""
    rule = book.provisions[provision]
    if day < rule.versions[0].effective:
        return rule.before
    if book.version_on(provision, day) is None:
        return "not_in_force"
    for base in rule.builds_on:
        if key_on(book, base, day) is None:
            return why_no_reading(book, base, day)
    return "not_encoded"


def first_encoded(book: Rulebook, provision: str) -> date:
    """The first day from which the provision and all that it is made of are encoded."""
    days = sorted({book.provisions[provision].versions[0].effective, *boundaries_of(book, provision)})
    return next((d for d in days if reading_on(book, provision, d)), days[0])


def _read(book: Rulebook, provision: str, day: date, key: tuple[str, ...]) -> Reading:
    rule = book.provisions[provision]
    version = book.version_on(provision, day)
    assert version is not None
    elements: dict[str, BoundElement] = {}
    limbs: list[BoundLimb] = [BoundLimb(None, None, ())]
    general = {g.general for g in book.general}
    own = {
        name: bind(book, name, rule.elements[name], version.words.get(name, rule.elements[name].words), provision, day)
        for name in element_ids(rule, version)
    }
    result = [name for name in rule.result if name in own]
    for base in rule.builds_on:
        below = reading_on(book, base, day)
        assert below is not None
        # What an element of the same name means differently keeps its own name behind that of its provision.
        names = {
            name: name if (own | elements).get(name, element).tree == element.tree else f"{base}:{name}"
            for name, element in below.elements.items()
            if name not in general
        }
        elements |= {new: replace(below.elements[name], id=new) for name, new in names.items()}
        limbs = [
            BoundLimb(
                y.name or x.name, y.label or x.label, (*x.elements, *(names[e] for e in y.elements if e in names))
            )
            for x in limbs
            for y in below.limbs
        ]
        result += [names[name] for name in below.result]
    elements |= own
    added = tuple(version.requires or ())
    if version.any_of:
        limbs = [
            BoundLimb(name, rule.limb_labels.get(name), tuple(dict.fromkeys((*x.elements, *added, *rule.limbs[name]))))
            for x in limbs
            for name in version.any_of
        ]
    else:
        limbs = [BoundLimb(x.name, x.label, tuple(dict.fromkeys((*x.elements, *added)))) for x in limbs]
    for general_element in book.general:
        name = general_element.general
        elements[name] = bind(
            book,
            name,
            general_element.element,
            general_element.element.words,
            f"{general_element.act}.{general_element.article}",
            day,
        )
        limbs = [BoundLimb(x.name, x.label, (*x.elements, name)) for x in limbs]
    attempt = None
    personal: list[BoundModifier] = []
    participations: list[BoundModifier] = []
    for modifier, reach in book.modifiers_of(provision, day):
        bound_modifier = bind_modifier(book, modifier, reach, day)
        if modifier.modifies == "attempt" and result:
            attempt = bound_modifier
        elif modifier.modifies in PARTICIPATING:
            participations.append(bound_modifier)
        elif modifier.modifies != "attempt":
            personal.append(bound_modifier)
    return Reading(
        provision=rule,
        version=version,
        penalty=book.penalties[provision, version.effective],
        key=key,
        elements=elements,
        limbs=tuple(limbs),
        result=tuple(dict.fromkeys(result)),
        attempt=attempt,
        added=tuple(personal),
        participations=tuple(participations),
    )

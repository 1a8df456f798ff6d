"""Remarks on single rules: elements that are never or always met, versions, limbs and alternatives out of reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from offence_engine.model.base import label
from offence_engine.model.logic import Tree, all_of, negated
from offence_engine.rulebook.reading import is_encoded, reading_on, tree_of
from offence_engine.workbench.analyser.remark import Claim, Remark, Witness
from offence_engine.workbench.analyser.sides import EVERYTHING, sides_of
from offence_engine.workbench.analyser.study import Law, Study
from offence_engine.workbench.stated import Stated


def of_elements(study: Study) -> Iterator[Remark]:
    """Elements that no case can meet, or that every case meets, in all the versions in which they stand."""
    for id_, rule in study.book.provisions.items():
        standing: dict[str, list[tuple[Law, Tree]]] = defaultdict(list)
        for law in study.laws(id_):
            for name in rule.elements.keys() & law.reading.elements.keys():
                standing[name].append((law, law.reading.elements[name].tree))
        for name in rule.elements:
            laws = standing.get(name, [])
            if laws and not any(study.possible(tree, id_) for _, tree in laws):
                yield Remark(
                    "element_never", "fault", id_, ("elements", name),
                    label(
                        f"구성요건 `{name}`은(는) 어느 사건에서도 충족될 수 없습니다 (시행 조문 {_days(laws)}).",
                        f"the element `{name}` can be met in no case (versions {_days(laws)})",
                    ),
                    make=partial(_never, study, id_, name, laws[-1][0]),
                )  # fmt: skip
            elif laws and all(study.certain(tree, id_) for _, tree in laws):
                yield Remark(
                    "element_always", "fault", id_, ("elements", name),
                    label(
                        f"구성요건 `{name}`은(는) 사실이 어떠하든 언제나 충족됩니다 (시행 조문 {_days(laws)}).",
                        f"the element `{name}` is met whatever the facts (versions {_days(laws)})",
                    ),
                    make=partial(_always, study, id_, name, laws[-1][0]),
                )  # fmt: skip
    yield from _of_modifiers(study)
    yield from _of_alternatives(study)


def _days(laws: list[tuple[Law, Tree]]) -> str:
    return ", ".join(dict.fromkeys(law.reading.version.effective.isoformat() for law, _ in laws))


def _never(study: Study, id_: str, name: str, law: Law) -> Witness | None:
    """A case that has all the rest of a limb, and neither the element nor another limb."""
    side = sides_of(study.book, id_)[0]
    alone = len(law.reading.limbs) == 1
    for rest in study.rest(law, name):
        # Which limb a finding tells of is not known where none is met: the element is named where there is one limb.
        claim = Claim(free=(id_,), elements=((id_, name, "not_met"),) if alone else ())
        found = study.shown(study.cubes(all_of([rest, negated(law.elements)]), side), [(side, law.day)], claim)
        if found is not None:
            return found
    return None


def _always(study: Study, id_: str, name: str, law: Law) -> Witness | None:
    side = sides_of(study.book, id_)[0]
    shown = all(name in limb.elements for limb in law.reading.limbs)
    claim = Claim(together=(id_,), elements=((id_, name, "met"),) if shown else ())
    return study.shown(study.cubes(law.filled, side), [(side, law.day)], claim)


def _of_modifiers(study: Study) -> Iterator[Remark]:
    """The same of what a modifier requires, over all the laws that it reaches."""
    standing: dict[tuple[str, str], list[tuple[str, Law, Tree]]] = defaultdict(list)
    for id_ in study.book.provisions:
        for law in study.laws(id_):
            reading = law.reading
            for modifier in (reading.attempt, *reading.added, *reading.participations):
                for element in modifier.elements if modifier else ():
                    standing[modifier.id if modifier else "", element.id].append((id_, law, element.tree))
    for (modifier_id, name), found in standing.items():
        told = list(dict.fromkeys((id_, tree) for id_, _, tree in found))
        if not any(study.possible(tree, id_) for id_, tree in told):
            yield Remark(
                "element_never", "fault", modifier_id, ("elements", name),
                label(
                    f"구성요건 `{name}`은(는) 이 규정이 미치는 어느 죄에서도 충족될 수 없습니다.",
                    f"the element `{name}` can be met with none of the offences that this rule reaches",
                ),
                make=partial(study.example, found[-1][0], day=found[-1][1].day),
            )  # fmt: skip
        elif all(study.certain(tree, id_) for id_, tree in told):
            yield Remark(
                "element_always", "fault", modifier_id, ("elements", name),
                label(
                    f"구성요건 `{name}`은(는) 사실이 어떠하든 언제나 충족됩니다.",
                    f"the element `{name}` is met whatever the facts",
                ),
                make=partial(study.example, found[-1][0], day=found[-1][1].day),
            )  # fmt: skip


def _of_alternatives(study: Study) -> Iterator[Remark]:
    """Named alternatives of concepts that can never be filled, in the time of their version."""
    changes = {v.effective for concept in study.book.concepts.values() for v in concept.versions}
    for name, concept in study.book.concepts.items():
        for index, version in enumerate(concept.versions):
            end = concept.versions[index + 1].effective if index + 1 < len(concept.versions) else date.max
            days = sorted(d for d in changes if version.effective <= d < end)
            for way, alternative in (version.one_of_named or {}).items():
                encoded = [d for d in days if is_encoded(study.book, alternative.condition, d)]
                trees = [tree_of(study.book, alternative.condition, d) for d in encoded]
                if trees and not any(study.cubes(tree, EVERYTHING) for tree in trees):
                    yield Remark(
                        "alternative_never", "fault", name, ("versions", index, "one_of_named", way),
                        label(
                            f"개념 `{name}`의 `{way}`은(는) 어느 사건에서도 충족될 수 없습니다 ({version.effective}부터).",
                            f"`{way}` of the concept `{name}` can be filled in no case (from {version.effective})",
                        ),
                    )  # fmt: skip


def of_versions(study: Study) -> Iterator[Remark]:
    """Versions, and limbs of versions, that no count can reach."""
    for id_, rule in study.book.provisions.items():
        for index, version in enumerate(rule.versions):
            if version.repealed:
                continue
            laws = [law for law in study.laws(id_) if law.reading.version.effective == version.effective]
            if id_ in study.tangled:
                continue
            place = ("versions", index)
            if not laws:
                yield Remark(
                    "version_unreached", "fault", id_, place,
                    label(
                        f"{version.effective}부터의 시행 조문은 어느 날에도 적용될 수 없습니다. "
                        "그 기간에 시행된 개념이나 바탕 조항이 없습니다.",
                        f"the version from {version.effective} applies on no day: a concept or a provision that it "
                        "is made of is not there in its time",
                    ),
                    make=partial(_unjudged, study, id_, version.effective),
                )  # fmt: skip
            elif not any(study.possible(law.filled, id_) for law in laws):
                yield Remark(
                    "version_unreached", "fault", id_, place,
                    label(
                        f"{version.effective}부터의 시행 조문은 어느 행위로도 성립할 수 없습니다 "
                        "(구성요건들이 서로 맞지 않거나, 맞는 행위의 종류나 역할이 없습니다).",
                        f"no act can fill the version from {version.effective} (its elements contradict each other, "
                        "or no kind of act or role fits)",
                    ),
                    make=partial(_most, study, id_, laws[-1]),
                )  # fmt: skip
            else:
                yield from _of_limbs(study, id_, index, laws)


def _of_limbs(study: Study, id_: str, index: int, laws: list[Law]) -> Iterator[Remark]:
    version = study.book.provisions[id_].versions[index]
    for name in version.any_of or () if len(version.any_of or ()) > 1 else ():
        trees = [
            all_of([law.reading.elements[e].tree for e in limb.elements])
            for law in laws
            for limb in law.reading.limbs
            if limb.name == name
        ]
        if trees and not any(study.possible(tree, id_) for tree in trees):
            yield Remark(
                "limb_unreached", "fault", id_, ("versions", index, "any_of"),
                label(
                    f"{version.effective}부터의 시행 조문에서 갈래 `{name}`은(는) 어느 행위로도 성립할 수 없습니다.",
                    f"no act can fill the limb `{name}` of the version from {version.effective}",
                ),
                make=partial(study.example, id_, day=laws[-1].day),
            )  # fmt: skip


def _unjudged(study: Study, id_: str, day: date) -> Witness | None:
    stated = Stated(study.book.provisions[id_].typical_case, "witness")
    stated.on(day)
    return Witness(stated.data, Claim(none_judged=(id_,)))


def _most(study: Study, id_: str, law: Law) -> Witness | None:
    """A case with as many of the elements, in their order, as can be had together."""
    side = sides_of(study.book, id_)[0]
    held: list[Tree] = []
    for name in law.reading.limbs[0].elements:
        tree = law.reading.elements[name].tree
        if study.cubes(all_of([*held, tree]), side):
            held.append(tree)
    return study.shown(study.cubes(all_of(held), side), [(side, law.day)], Claim(none_judged=(id_,)))


def of_reaches(study: Study) -> Iterator[Remark]:
    """Entries of modifiers, and versions of concepts, in whose time nothing uses them."""
    book = study.book
    for id_, modifier in book.modifiers.items():
        for index, reach in enumerate(modifier.reaches):
            end = modifier.reaches[index + 1].effective if index + 1 < len(modifier.reaches) else date.max
            named = list(book.provisions) if reach.what == "every_offence" else study.reached(reach.what)
            days = {p: _within(study, p, reach.effective, end) for p in named}
            if named and not any(reading_on(book, p, day) for p, found in days.items() for day in found):
                yield Remark(
                    "reach_unreached", "remark", id_, ("reaches", index),
                    label(
                        f"{reach.effective}부터의 적용 범위에 든 죄가 그 기간에 하나도 시행되지 않았습니다.",
                        f"none of the offences named from {reach.effective} was in force in that time",
                    ),
                )  # fmt: skip
    for name, concept in book.concepts.items():
        if len(concept.versions) < 2:
            continue
        for index, concept_version in enumerate(concept.versions):
            end = concept.versions[index + 1].effective if index + 1 < len(concept.versions) else date.max
            key = f"{name}@{concept_version.effective}"
            users = [
                p
                for p in book.provisions
                if any(k.startswith(f"{name}@") for x in study.laws(p) for k in x.reading.key)
            ]
            found = (reading_on(book, p, d) for p in users for d in _within(study, p, concept_version.effective, end))
            if users and not any(key in reading.key for reading in found if reading is not None):
                yield Remark(
                    "concept_unreached", "remark", name, ("versions", index),
                    label(
                        f"개념 `{name}`의 {concept_version.effective}부터의 뜻을 쓰는 조항이 그 기간에 없습니다.",
                        f"no provision uses what the concept `{name}` means from {concept_version.effective}, in its time",
                    ),
                )  # fmt: skip


def _within(study: Study, provision: str, first: date, end: date) -> list[date]:
    """Days within a time, at least one under each version of a provision."""
    days = [first, *(v.effective for v in study.book.provisions[provision].versions if first < v.effective < end)]
    last = end - timedelta(days=1) if end != date.max else None
    return [*days, last] if last is not None and last > first else days

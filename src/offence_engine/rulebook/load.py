"""A folder of rule files -> Rulebook, or every fault of every file with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from offence_engine.errors import Fault, Place, RulesError, UsageError
from offence_engine.model.base import Frozen, Label
from offence_engine.model.condition import AgeTest, Condition, FactTest, FindingTest
from offence_engine.model.general import LettersFile, Limitation, PenaltyRules, Responsibility
from offence_engine.model.guidelines import Guidelines
from offence_engine.model.later_law import LaterLaw
from offence_engine.model.logic import KIND
from offence_engine.model.penalty import Penalty, PenaltyBounds, penalty_from
from offence_engine.model.rule import (
    Concept,
    FactDecl,
    FactsFile,
    GeneralElement,
    Kind,
    LegalAct,
    ModifierFile,
    ProvisionFile,
)
from offence_engine.rulebook.check import cross_check
from offence_engine.rulebook.domains import FINDING, Domain, Test, age_domain, domain, finding_domain, path_of
from offence_engine.rulebook.draft import Draft
from offence_engine.rulebook.load_procedure import procedure_of, read_procedure
from offence_engine.rulebook.paths import path_for
from offence_engine.rulebook.reading import condition_parts
from offence_engine.rulebook.resting import rests_on_findings
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.read import parse, read_bytes
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Scalar, place_at
from offence_engine.source.validate import validate

MAX_RULE_FILE = 2_000_000
MOST_KEPT = 2
M = TypeVar("M", bound=BaseModel)
_GENERAL: dict[str, type[BaseModel]] = {
    "intent": GeneralElement,
    "limitation": Limitation,
    "responsibility": Responsibility,
    "penalty": PenaltyRules,
    "guidelines": Guidelines,
    "later_law": LaterLaw,
}


class ActsFile(Frozen):
    acts: dict[str, LegalAct]


class KindsFile(Frozen):
    kinds: dict[str, Kind]


class ConceptsFile(Frozen):
    concepts: dict[str, Concept]


class HeadFile(Frozen):
    """What the folder is: its version and title."""

    rulebook: dict[str, str]


def load_rulebook(folder: str | Path | None = None) -> Rulebook:
    """Read every `*.yaml` below `folder` (default: the rules that ship with the package).

    The rulebook of a folder that has not changed since it was last read is given again: it is read-only, and what was
    compiled for it stays compiled. Errors: RulesError with all faults, each `file:line:column`; UsageError where the
    folder does not exist.
    """
    root = Path(folder) if folder is not None else shipped("rules")
    if not root.is_dir():
        raise UsageError([Fault(Place(str(root)), "규칙 폴더가 없습니다.", "no such rules folder")])
    key = _display(root), _content(root)
    known = _READ.get(key)
    if known is not None:
        return known
    draft, faults = read_folder(root)
    if not draft.vocabulary_broken:
        faults += cross_check(draft)
    if faults:
        raise RulesError(faults)
    book = build(draft)
    while len(_READ) >= MOST_KEPT:
        _READ.pop(next(iter(_READ)))
    return _READ.setdefault(key, book)


_READ: dict[tuple[str, str], Rulebook] = {}


def _content(root: Path) -> str:
    """A hash of the names and bytes of the rule files; what cannot be read is told by reading the folder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*.yaml") if p.is_file()):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        try:
            if path.stat().st_size <= MAX_RULE_FILE:
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError:
            continue
    return digest.hexdigest()


def read_folder(root: Path) -> tuple[Draft, list[Fault]]:
    """Every file of the folder on its own: what could be read, and the faults of what could not."""
    faults: list[Fault] = []
    digest = hashlib.sha256()
    draft = Draft(root=root)
    files = sorted(p for p in root.rglob("*.yaml") if p.is_file())
    if not files:
        faults.append(Fault(Place(str(root)), "규칙 파일(*.yaml)이 없습니다.", "no rule files (*.yaml) here"))
    for path in files:
        name = _display(path)
        try:
            data = read_bytes(path, name, RulesError, MAX_RULE_FILE)
            digest.update(str(path.relative_to(root)).encode() + b"\0" + hashlib.sha256(data).digest())
            tree = parse(data, name, RulesError)
        except (RulesError, UsageError) as problem:
            faults.extend(problem.faults)
            draft.vocabulary_broken = True
            continue
        before = len(faults)
        _file(draft, name, tree, faults)
        if len(faults) > before and tree.entries.keys() & {"home", "kinds", "acts", "concepts", "general"}:
            draft.vocabulary_broken = True
    draft.sha256 = digest.hexdigest()
    return draft, faults


def _display(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _file(draft: Draft, name: str, tree: Map, faults: list[Fault]) -> None:
    """One file by its first key."""
    entries = tree.entries
    if "home" in entries:
        read = validate(FactsFile, tree, faults)
        if read:
            for fact, decl in read.facts.items():
                _add(draft.facts, draft, f"{read.home}.{fact}", decl, name, tree, ("facts", fact), faults)
    elif "general" in entries:
        _general(draft, name, tree, faults)
    elif "procedure" in entries:
        read_procedure(draft, tree, faults)
    elif "modifies" in entries:
        modifier = validate(ModifierFile, tree, faults)
        if modifier:
            _add(draft.modifiers, draft, modifier.id, modifier, name, tree, ("id",), faults)
    elif "id" in entries:
        provision = validate(ProvisionFile, tree, faults)
        if provision:
            _add(draft.provisions, draft, provision.id, provision, name, tree, ("id",), faults)
    else:
        for key, model, table in (
            ("acts", ActsFile, draft.acts),
            ("kinds", KindsFile, draft.kinds),
            ("concepts", ConceptsFile, draft.concepts),
        ):
            if key in entries:
                whole = validate(model, tree, faults)
                for entry, value in (getattr(whole, key) if whole else {}).items():
                    _add(table, draft, entry, value, name, tree, (key, entry), faults)
                return
        if "rulebook" in entries:
            head = validate(HeadFile, tree, faults)
            draft.version = head.rulebook.get("version", "") if head else ""
        elif entries.keys() & LettersFile.model_fields.keys():
            letters = validate(LettersFile, tree, faults)
            if letters:
                draft.letters.append(letters)
        else:
            first = next(iter(entries), "")
            faults.append(
                Fault(
                    tree.place,
                    f"무슨 파일인지 알 수 없습니다 (첫 이름 `{first}`). "
                    "id, modifies, home, concepts, general, procedure, acts, kinds, letters 가운데 하나가 있어야 합니다.",
                    f"cannot tell what this file is (first key `{first}`): it needs one of "
                    "id, modifies, home, concepts, general, procedure, acts, kinds, letters",
                )
            )


def _general(draft: Draft, name: str, tree: Map, faults: list[Fault]) -> None:
    node = tree.entries["general"]
    what = node.value if isinstance(node, Scalar) else ""
    model = _GENERAL.get(what)
    if model is None:
        ko, en = hint(what, _GENERAL)
        faults.append(Fault(node.place, f"모르는 총칙입니다: `{what}`.{ko}", f"unknown general part: `{what}`.{en}"))
        return
    read = validate(model, tree, faults)
    if read is not None:
        draft.general.append((read, name, tree))


def _add(
    table: dict[str, Any],
    draft: Draft,
    key: str,
    value: object,
    name: str,
    tree: Map,
    at: tuple[str, ...],
    faults: list[Fault],
) -> None:
    place = place_at(tree, at, key=len(at) > 1)
    if key in table:
        faults.append(
            Fault(
                place,
                f"`{key}`이(가) 이미 {draft.places[key]}에 있습니다.",
                f"`{key}` is already at {draft.places[key]}",
            )
        )
        return
    table[key] = value
    draft.places[key] = place
    draft.trees[key] = (tree, at)


def _conditions(draft: Draft) -> Iterable[Condition]:
    for rule in draft.provisions.values():
        yield from (element.condition for element in rule.elements.values())
        yield from (relation.when for relation in rule.relations if relation.when is not None)
    for modifier in draft.modifiers.values():
        yield from (element.condition for element in modifier.elements.values())
    for concept in draft.concepts.values():
        for version in concept.versions:
            if version.condition is not None:
                yield version.condition
            for alternative in (version.one_of_named or {}).values():
                yield alternative.condition
    for read, _, _ in draft.general:
        if isinstance(read, GeneralElement):
            yield read.element.condition
        elif isinstance(read, Responsibility):
            if read.when is not None:
                yield read.when
        elif isinstance(read, Limitation):
            yield from (special.when for special in read.special if special.when is not None)
            yield from (stop.purpose for stop in read.stops if stop.purpose is not None)
    yield from procedure_of(draft).conditions()


def tests_in(condition: Condition) -> Iterable[Test]:
    if isinstance(condition, FactTest | AgeTest | FindingTest):
        yield condition
    for part in condition_parts(condition):
        yield from tests_in(part)


def build(draft: Draft) -> Rulebook:
    """The Rulebook of a draft that has no faults."""
    tests: dict[str, list[Any]] = {}
    for condition in _conditions(draft):
        for test in tests_in(condition):
            tests.setdefault(path_of(test), []).append(test)
    facts: dict[str, FactDecl] = {
        path: decl for key, decl in draft.facts.items() for path in path_for(*key.split(".", 1))
    }
    kind_decl = FactDecl(
        type="choice", ko="행위의 종류", en="kind of act", ask="investigator",
        question=Label(ko="무슨 행위를 했습니까?", en="What was done?"),
        values={k: Label(ko=v.ko, en=v.en) for k, v in draft.kinds.items()},
    )  # fmt: skip
    facts[KIND] = kind_decl
    domains: dict[str, Domain] = {
        path: domain(path, facts[path], found)
        if path in facts
        else finding_domain(path, found[0])
        if path.startswith(FINDING)
        else age_domain(path, found)
        for path, found in tests.items()
    }
    rules = next(read for read, _, _ in draft.general if isinstance(read, PenaltyRules))
    bounds = bounds_of(rules)
    penalties: dict[tuple[str, date], Penalty] = {}
    limb_penalties: dict[tuple[str, date, str], Penalty] = {}
    for id_, rule in draft.provisions.items():
        for version in rule.versions:
            if version.penalty is not None:
                penalty = penalty_from(version.penalty, bounds)
                assert isinstance(penalty, Penalty)
                penalties[id_, version.effective] = penalty
            for limb, own in version.by_limb.items():
                of_limb = penalty_from(own.penalty, bounds)
                assert isinstance(of_limb, Penalty)
                limb_penalties[id_, version.effective, limb] = of_limb
    return Rulebook(
        sha256=draft.sha256,
        version=draft.version,
        folder=str(draft.root),
        acts=draft.acts,
        kinds=draft.kinds,
        facts=facts,
        concepts=draft.concepts,
        provisions=dict(sorted(draft.provisions.items())),
        modifiers=dict(sorted(draft.modifiers.items())),
        general=tuple(r for r, _, _ in draft.general if isinstance(r, GeneralElement)),
        limitation=next(r for r, _, _ in draft.general if isinstance(r, Limitation)),
        responsibility=tuple(r for r, _, _ in draft.general if isinstance(r, Responsibility)),
        penalty_rules=rules,
        guidelines=tuple(r for r, _, _ in draft.general if isinstance(r, Guidelines)),
        later_law=next((r for r, _, _ in draft.general if isinstance(r, LaterLaw)), None),
        letters=LettersFile.merged(draft.letters),
        procedure=procedure_of(draft),
        penalties=penalties,
        limb_penalties=limb_penalties,
        domains=domains,
        resting=tuple(id_ for id_ in sorted(draft.provisions) if rests_on_findings(draft, id_)),
        files={key: place.file for key, place in draft.places.items()},
    )


def bounds_of(rules: PenaltyRules) -> PenaltyBounds:
    return PenaltyBounds(
        prison_least=rules.prison_least_months,
        prison_most=rules.prison_most_months,
        raised_most=rules.raised_most_months,
        fine_least=rules.fine_least_krw,
    )

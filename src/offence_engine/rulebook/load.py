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
from offence_engine.model.general import Limitation, PenaltyRules, Responsibility
from offence_engine.model.guidelines import Guidelines
from offence_engine.model.later_law import LaterLaw
from offence_engine.model.layer import Layer
from offence_engine.model.letters import LettersFile
from offence_engine.model.logic import KIND
from offence_engine.model.penalty import Penalty, PenaltyBounds, penalty_from
from offence_engine.model.pins import PinsFile
from offence_engine.model.review import ReviewsFile, Settings
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
from offence_engine.model.seen import SeenFile
from offence_engine.rulebook.check import cross_check
from offence_engine.rulebook.conditions_of import conditions_of
from offence_engine.rulebook.content import signed
from offence_engine.rulebook.domains import FINDING, Domain, Test, age_domain, domain, finding_domain, path_of
from offence_engine.rulebook.draft import Draft
from offence_engine.rulebook.layers import (
    LAYER_FILE,
    TEMPLATES,
    Folder,
    fingerprint,
    stack_of,
    unused_additions,
    wrong_templates,
)
from offence_engine.rulebook.load_over import read_letters, read_settings
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
GENERAL_FILES: dict[str, type[BaseModel]] = {
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
    key = display(root), fingerprint(stack_of(root, display, []), MAX_RULE_FILE)
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


def read_folder(root: Path) -> tuple[Draft, list[Fault]]:
    """Every file of the folder, and of those that it lies over, on its own: what could be read, and the faults of what
    could not."""
    faults: list[Fault] = []
    draft = Draft(root=root)
    draft.stack = stack_of(root, display, faults)
    draft.vocabulary_broken = bool(faults)
    digest = hashlib.sha256()
    for folder in draft.stack if not faults else ():
        draft.folder, known = folder, set(draft.trees)
        _one_folder(draft, folder, digest, faults)
        if folder.is_layer:
            draft.home = folder.root
            folder.adds += [name for name in draft.trees if name not in known]
            faults.extend(unused_additions(folder))
            below = [shipped(TEMPLATES), *(f.root / TEMPLATES for f in draft.stack[: draft.stack.index(folder)])]
            faults.extend(wrong_templates(folder, below, LettersFile.merged(draft.letters), display))
    draft.sha256 = digest.hexdigest()
    return draft, faults


def _one_folder(draft: Draft, folder: Folder, digest: Any, faults: list[Fault]) -> None:
    files = folder.rule_files()
    others = [folder.root / LAYER_FILE, *folder.template_files()] if folder.is_layer else []
    if not files and not others:
        faults.append(Fault(Place(str(folder.root)), "규칙 파일(*.yaml)이 없습니다.", "no rule files (*.yaml) here"))
    for path in [*others, *files]:
        name = display(path)
        try:
            data = read_bytes(path, name, RulesError, MAX_RULE_FILE)
            digest.update(
                str(path.relative_to(folder.root)).encode("utf-8", "surrogateescape")
                + b"\0"
                + hashlib.sha256(data).digest()
            )
            if path in others:
                continue
            tree = parse(data, name, RulesError)
        except (RulesError, UsageError) as problem:
            faults.extend(problem.faults)
            draft.vocabulary_broken = True
            continue
        before = len(faults)
        _file(draft, path, name, tree, faults)
        if len(faults) > before and tree.entries.keys() & {"home", "kinds", "acts", "concepts", "general"}:
            draft.vocabulary_broken = True


def display(path: Path) -> str:
    """How messages name a file: from the working folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _file(draft: Draft, path: Path, name: str, tree: Map, faults: list[Fault]) -> None:
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
            own = head.rulebook.get("version", "") if head else ""
            draft.version = " + ".join(v for v in (draft.version, own) if v)
            draft.home = draft.home or path.parent
        elif "pins" in entries:
            pinned = validate(PinsFile, tree, faults)
            for rule, pin in (pinned.pins if pinned else {}).items():
                _add(draft.pins, draft, f"pins/{rule}", pin, name, tree, ("pins", rule), faults)
        elif "seen" in entries:
            looked_at = validate(SeenFile, tree, faults)
            if looked_at:
                draft.seen += looked_at.seen
                draft.places["seen"] = tree.place
        elif "reviews" in entries:
            signed_off = validate(ReviewsFile, tree, faults)
            draft.reviews += signed_off.reviews if signed_off else ()
        elif entries.keys() & Settings.model_fields.keys():
            read_settings(draft, path, tree, faults)
        elif entries.keys() & LettersFile.model_fields.keys():
            read_letters(draft, tree, faults)
        else:
            first = next(iter(entries), "")
            faults.append(
                Fault(
                    tree.place,
                    f"무슨 파일인지 알 수 없습니다 (첫 이름 `{first}`). "
                    "id, modifies, home, concepts, general, procedure, acts, kinds, letters, seen, reviews, review 가운데 하나가 있어야 합니다.",
                    f"cannot tell what this file is (first key `{first}`): it needs one of "
                    "id, modifies, home, concepts, general, procedure, acts, kinds, letters, seen, reviews, review",
                )
            )


def _general(draft: Draft, name: str, tree: Map, faults: list[Fault]) -> None:
    node = tree.entries["general"]
    if draft.folder is not None and draft.folder.is_layer:
        faults.append(
            Fault(
                node.place,
                "총칙은 덧씌우는 폴더에 둘 수 없습니다. 아래 규칙의 총칙이 그대로 적용됩니다.",
                "a layer has no general part: that of the rules below holds",
            )
        )
        return
    what = node.value if isinstance(node, Scalar) else ""
    model = GENERAL_FILES.get(what)
    if model is None:
        ko, en = hint(what, GENERAL_FILES)
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


def tests_in(condition: Condition) -> Iterable[Test]:
    if isinstance(condition, FactTest | AgeTest | FindingTest):
        yield condition
    for part in condition_parts(condition):
        yield from tests_in(part)


def build(draft: Draft) -> Rulebook:
    """The Rulebook of a draft that has no faults."""
    tests: dict[str, list[Any]] = {}
    for condition in conditions_of(draft):
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
    book = Rulebook(
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
        files={key: place.file for key, place in draft.places.items()}
        | {f"general/{read.general}": name for read, name, _ in draft.general},
        seen=draft.seen,
        pins={key.removeprefix("pins/"): pin for key, pin in draft.pins.items()},
        settings=draft.settings,
        reviews=tuple(draft.reviews),
        home=str(draft.home or draft.root),
        layers=tuple(
            Layer(f.root.resolve().name, tuple(sorted({*f.overrides})), tuple(sorted({*f.adds})))
            for f in draft.stack
            if f.is_layer
        ),
        templates=(*(f.root / TEMPLATES for f in reversed(draft.stack) if f.template_files()), shipped(TEMPLATES)),
    )
    book.signed = signed(book)
    return book


def bounds_of(rules: PenaltyRules) -> PenaltyBounds:
    return PenaltyBounds(
        prison_least=rules.prison_least_months,
        prison_most=rules.prison_most_months,
        raised_most=rules.raised_most_months,
        fine_least=rules.fine_least_krw,
    )

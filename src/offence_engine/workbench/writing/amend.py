"""An amendment: the version that follows from the one before it, put into its file with the tests of its first days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from offence_engine.errors import RulesError, usage
from offence_engine.model.base import Label, label
from offence_engine.model.rule import ModifierFile, ProvisionFile, Version
from offence_engine.rulebook.draft import Draft
from offence_engine.rulebook.load import read_folder
from offence_engine.source.read import parse
from offence_engine.source.suggest import hint, particle
from offence_engine.source.tree import Map, Node, Seq
from offence_engine.workbench.writing.blanks import blank, blanks_of, with_blanks
from offence_engine.workbench.writing.change import Amendment, Written
from offence_engine.workbench.writing.first_days import first_days, untried
from offence_engine.workbench.writing.insert import Sheet, in_line, in_lines, inline, quoted
from offence_engine.workbench.writing.limbs import amended_limbs
from offence_engine.workbench.writing.trial import tried, within

_COPIED = (
    "source",
    "offence_name",
    "article",
    "paragraph",
    "item",
    "cites",
    "requires",
    "any_of",
    "words",
    "penalty",
    "by_limb",
)


def amend(root: Path, id_: str, change: Amendment, lang: str) -> Written:
    """The file of a provision, modifier or concept with a version from `change.effective` on.

    Errors: UsageError where the names or days do not fit, RulesError where the rules could not be read or the amended
    ones have faults other than blanks. Nothing is written here.
    """
    draft, faults = read_folder(root)
    if id_ not in draft.trees or id_ not in {*draft.provisions, *draft.modifiers, *draft.concepts}:
        if faults:
            raise RulesError(faults)
        ko, en = hint(id_, [*draft.provisions, *draft.modifiers, *draft.concepts], limit=0)
        raise usage(f"모르는 조항이나 개념입니다: `{id_}`.{ko}", f"unknown provision or concept: `{id_}`.{en}")
    path = Path(draft.places[id_].file)
    if not within(root, draft.places[id_].file):
        raise usage(
            f"`{id_}`은(는) 이 폴더가 덧씌우는 규칙에 있습니다: {path}. 그 폴더에서 고치십시오.",
            f"`{id_}` is in the rules that this folder lies over: {path}; amend it there",
        )
    data = path.read_bytes()
    tree, at = draft.trees[id_]
    sheet = Sheet(data, tree, draft.places[id_].file)
    rule = draft.provisions.get(id_)
    if rule is not None:
        written = _provision(draft, root, path, sheet, tree, rule, change, lang)
    else:
        key = "reaches" if id_ in draft.modifiers else "versions"
        below = (*(at if id_ in draft.concepts else ()), key)
        written = _other(draft, path, sheet, tree, id_, below, change, lang)
    blanks = blanks_of(parse(written.data, str(path), RulesError))
    _, after = tried(root, path, written.data)
    left = [f for f in with_blanks(after, blanks) if f not in blanks]
    if left:
        raise RulesError(left)
    written.blanks = blanks
    return written


def _base(days: list[date], repealed: list[bool], effective: date) -> int:
    """Which version the new one follows.

    Errors: UsageError where there is one of that day, or none before it.
    """
    if effective in days:
        raise usage(f"{effective}에 시행되는 조문이 이미 있습니다.", f"there already is a version of {effective}")
    before = [n for n, day in enumerate(days) if day < effective and not repealed[n]]
    if not before:
        raise usage(
            f"{effective} 전의 시행 조문이 없습니다. 가장 앞선 것: {days[0]}",
            f"there is no version before {effective}; the earliest is of {days[0]}",
        )
    return before[-1]


def _provision(
    draft: Draft, root: Path, path: Path, sheet: Sheet, tree: Map, rule: ProvisionFile, change: Amendment, lang: str
) -> Written:
    days = [v.effective for v in rule.versions]
    base = rule.versions[_base(days, [v.repealed for v in rule.versions], change.effective)]
    new = [name for name in change.add if name not in rule.elements and name not in rule.limbs]
    required = _names(rule, base, change)
    node = _item(tree, ("versions",), days.index(base.effective))
    before = max((v for v in rule.versions if v.effective < change.effective), key=lambda v: v.effective)
    if change.repeal and before.repealed:
        raise usage(
            f"{before.effective}에 이미 없어진 조항입니다.", f"it is repealed already, since {before.effective}"
        )
    lines = _head(change, node, _said(rule, change), lang)
    index = sum(day < change.effective for day in days)
    if change.repeal:
        lines.append("repealed: yes")
        sheet.item(("versions",), index, _dashed(lines))
    else:
        limbs = amended_limbs(rule, base, change.drop, change.add, change.effective) if base.any_of else None
        for name in _COPIED[1:]:
            if name == "requires" and limbs is None:
                lines.append(f"requires: {inline(required)}")
            elif name == "any_of" and limbs is not None:
                lines.append(f"any_of: {inline(list(limbs.any_of))}")
            elif name == "penalty" and change.penalty is not None:
                lines.append(f"penalty: {inline(change.penalty)}")
            elif name == "words" and base.words:
                kept = {k: v for k, v in base.words.items() if k not in change.drop}
                lines += [f"words: {inline(kept)}"] if kept else []
            elif name == "by_limb" and limbs is not None and limbs.new:
                continue
            elif name in node.entries and name not in ("requires", "any_of"):
                lines += in_lines(name, node.entries[name])
        sheet.item(("versions",), index, _dashed(lines))
        for name in new:
            sheet.entry(("elements",), _element(name, change, lang))
        for name, elements in (limbs.new if limbs is not None else {}).items():
            sheet.entry(("limbs",), [f"{name}: {inline(list(elements))}"])
            old = rule.limb_labels.get(limbs.of[name]) if limbs is not None else None
            if old is not None:
                sheet.entry(("limb_labels",), [f"{name}: {inline({'ko': old.ko, 'en': old.en})}"])
    known = not new or (change.fact is not None and change.is_ is not None)
    # The tests are found by trying: on the rules as they will be, but without elements that are still blank.
    book, faults = tried(root, path, sheet.bytes())
    if faults and known:
        raise RulesError(faults)
    cases = first_days(book, rule, base, change) if book is not None else untried(rule, change, new, lang)
    if cases:
        sheet.item(("cases",), len(rule.cases), [f"- {inline(case)}" for case in cases])
    notes = [
        label(
            f"시행 조문 {change.effective}과 시험 사례 {len(cases)}건을 넣었습니다.",
            f"put in the version of {change.effective} and {len(cases)} cases",
        )
    ]
    if not cases:
        notes.append(
            label(
                "이 규칙으로는 시험 사례를 찾지 못했습니다 (`offence rules check`로 다른 파일의 잘못을 보십시오). cases에 직접 넣으십시오.",
                "no cases were found by these rules (see faults of other files with `offence rules check`); write them into `cases`",
            )
        )
    if base.any_of and change.drop:
        notes.append(
            label(
                "갈래를 새로 만들었으면 closing이 갈래의 이름을 쓰는지 보십시오.",
                "where limbs are new, see whether `closing` uses the names of limbs",
            )
        )
    if not change.repeal:
        notes += _carried(node, change)
    return Written(path, sheet.bytes(), notes=notes)


def _carried(base: Map, change: Amendment) -> list[Label]:
    """What was copied from the version before and may have changed unnoticed: numbers, and words of that time."""
    numbers = [name for name in ("article", "paragraph", "item") if name in base.entries]
    words = base.entries.get("words")
    kept = [name for name in words.entries if name not in change.drop] if isinstance(words, Map) else []
    return [
        label(
            f"`{name}`은(는) 앞의 시행 조문에서 그대로 옮겼습니다. {what.ko} 고치거나 지우십시오.",
            f"`{name}` was copied from the version before; change it or take it out {what.en}.",
        )
        for name, what in (
            *((name, label("번호가 바뀌었으면", "where the number changed")) for name in numbers),
            *((f"words: {name}", label("그 말이 바뀌었으면", "where those words changed")) for name in kept),
        )
    ]


def _names(rule: ProvisionFile, base: Version, change: Amendment) -> list[str]:
    """The elements needed from now on.

    Errors: UsageError for what is dropped though it is not there, or added though it is.
    """
    own = list(base.requires or dict.fromkeys(e for limb in base.any_of or () for e in rule.limbs.get(limb, ())))
    valid = [*own, *(base.any_of or ())]
    for name in change.drop:
        if name not in valid:
            ko, en = hint(name, valid)
            raise usage(
                f"{base.effective}의 조문에 없는 구성요건입니다: `{name}`.{ko}",
                f"the version of {base.effective} has no element `{name}`.{en}",
            )
    for name in change.add:
        if name in own:
            raise usage(f"이미 있는 구성요건입니다: `{name}`", f"the element `{name}` is there already")
    left = [*(e for e in own if e not in change.drop), *change.add]
    # What comes in stands where the elements of the file have it; what is new there stands last.
    return sorted(left, key=list(rule.elements).index) if set(left) <= rule.elements.keys() else left


def _item(tree: Map, at: tuple[str, ...], index: int) -> Map:
    node: Node = tree
    for step in at:
        assert isinstance(node, Map)
        node = node.entries[step]
    assert isinstance(node, Seq)
    item = node.items[index]
    assert isinstance(item, Map)
    return item


def _head(change: Amendment, base: Map, said: Label | None, lang: str) -> list[str]:
    """The first lines of the version: since when, by which act, where it was read, and what changed."""
    act = change.enacted_by or blank("법률 번호와 공포일", "number and date of the act", lang)
    lines = [f"effective: {change.effective}", f"enacted_by: {quoted(act, in_brackets=False)}"]
    if change.source:
        lines.append(f"source: {quoted(change.source)}")
    elif "source" in base.entries:
        lines += in_lines("source", base.entries["source"])
    note = said or label(
        blank("무엇이 바뀌었는지 (한국어)", "what changed (Korean)", lang),
        blank("무엇이 바뀌었는지 (영어)", "what changed (English)", lang),
    )
    return [*lines, f"note: {inline({'ko': note.ko, 'en': note.en})}"]


def _said(rule: ProvisionFile, change: Amendment) -> Label | None:
    """What changed, in a sentence made of what was told; None where nothing was."""
    if change.repeal:
        return label("삭제되었다.", "Repealed.")
    ko, en = [], []
    for name, element in rule.elements.items():
        if name in change.drop:
            ko.append(_named(element.words) + " 빠졌다.")
            en.append(f"The element {name} is gone.")
    for name in change.add:
        words = rule.elements[name].words if name in rule.elements else change.words
        ko.append((_named(words) if words else f"구성요건 {name}이(가)") + " 들어왔다.")
        en.append(f"The element {name} came in.")
    if change.penalty is not None:
        figures = particle(", ".join(change.penalty.values()), "으로", "로")
        ko.append(f"법정형이 {figures} 바뀌었다.")
        en.append("The penalty changed.")
    return label(" ".join(ko), " ".join(en)) if ko else None


def _named(words: str) -> str:
    """The words in quotes, with the particle of a subject."""
    return "'" + particle(words, "'이", "'가")


def _dashed(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *[f"  {line}" for line in lines[1:]]]


def _element(name: str, change: Amendment, lang: str) -> list[str]:
    return [
        f"{name}:",
        f"  words: {quoted(change.words or blank('법문의 말', 'the words of the statute', lang))}",
        f"  fact: {quoted(change.fact or blank('사실 (offence facts)', 'a fact (offence facts)', lang))}",
        f"  is: {change.is_ or quoted(blank('값', 'its value', lang))}",
    ]


def _other(
    draft: Draft, path: Path, sheet: Sheet, tree: Map, id_: str, below: tuple[str, ...], change: Amendment, lang: str
) -> Written:
    """A modifier reaches other provisions from a day on, or a concept means something else."""
    modifier: ModifierFile | None = draft.modifiers.get(id_)
    parts: tuple[Any, ...] = modifier.reaches if modifier is not None else draft.concepts[id_].versions
    if change.penalty is not None or change.repeal or (modifier is None and (change.drop or change.add)):
        what = label("결과를 고치는 조항", "modifiers") if modifier is not None else label("개념", "concepts")
        raise usage(
            f"{what.ko}에는 --penalty, --repeal을 쓰지 않고, 개념에는 --drop, --add도 쓰지 않습니다. 파일에서 고치십시오.",
            f"--penalty and --repeal do not fit {what.en}, nor --drop and --add concepts; change it in the file",
        )
    days = [part.effective for part in parts]
    at = _base(days, [False] * len(days), change.effective)
    node = _item(tree, below, at)
    said = None
    if modifier is not None and (change.drop or change.add):
        ko = [*(f"{n}이(가) 빠졌다." for n in change.drop), *(f"{n}이(가) 들어왔다." for n in change.add)]
        en = [*(f"{n} is gone." for n in change.drop), *(f"{n} came in." for n in change.add)]
        said = label(" ".join(ko), " ".join(en))
    lines = _head(change, node, said, lang)
    for key, value in node.entries.items():
        if key in ("effective", "enacted_by", "source", "note"):
            continue
        if key == "what" and modifier is not None and isinstance(value, Seq):
            named = [in_line(item) for item in value.items]
            for name in change.drop:
                if name not in named:
                    ko_, en_ = hint(name, named)
                    raise usage(f"미치지 않던 조항입니다: `{name}`.{ko_}", f"it did not reach `{name}`.{en_}")
            lines.append(f"what: {inline([*(n for n in named if n not in change.drop), *change.add])}")
        else:
            lines += in_lines(key, value)
    sheet.item(below, sum(day < change.effective for day in days), _dashed(lines))
    notes = [label(f"{change.effective}부터의 내용을 넣었습니다.", f"put in what holds from {change.effective} on")]
    if modifier is None:
        notes.append(
            label(
                "조건은 앞의 것 그대로입니다. 바뀐 대로 고치십시오.",
                "the condition is that of before; change it as the law changed",
            )
        )
    else:
        notes.append(
            label(
                "cases에 시행 전날과 시행일의 사례를 넣으십시오.",
                "put a case of the day before and of the day into `cases`",
            )
        )
        notes += _carried(node, change)
    return Written(path, sheet.bytes(), notes=notes)

"""Checks of what is well formed, every name known, and would yet be judged wrongly or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from offence_engine.errors import Fault, Place
from offence_engine.model.general import Limitation
from offence_engine.model.rule import PARTICIPATING, FactDecl, GeneralElement, ModifierFile, ProvisionFile
from offence_engine.rulebook.draft import Draft, place_of
from offence_engine.rulebook.ids import reaches
from offence_engine.source.tree import place_at

# What a kind of act may say by itself: what is seen, not what is weighed or counted.
_SAID = ("yes_no", "choice")


def unsound(draft: Draft) -> Iterator[Fault]:
    """All such faults of a folder."""
    for name, decl in draft.facts.items():
        yield from _fact(draft, name, decl)
    for name, kind in draft.kinds.items():
        for fact in kind.says:
            said = draft.facts.get(f"act.{fact}")
            if said is not None and said.type not in _SAID:
                yield Fault(
                    place_of(draft, name, "says", fact),
                    f"says에는 yes_no와 choice만 적습니다. `{fact}`은(는) {said.type}입니다.",
                    f"`says` takes yes_no and choice only; `{fact}` is a {said.type}",
                )
    yield from _general(draft)
    for name, rule in draft.provisions.items():
        yield from _provision(draft, name, rule)
    for name, modifier in draft.modifiers.items():
        yield from _modifier(draft, name, modifier)
    yield from _two_of_a_kind(draft)


def _fact(draft: Draft, name: str, decl: FactDecl) -> Iterator[Fault]:
    place, short = draft.places[name], name.split(".", 1)[1]
    if not short.isidentifier():
        yield Fault(
            place,
            f"`{short}`: 사실의 이름은 글자, 숫자, 밑줄로만 짓고 숫자로 시작하지 않습니다.",
            f"`{short}`: a fact is named with letters, digits and underscores, and not with a digit first",
        )
    if decl.derived == "fact_of_material":
        whole = draft.facts.get(f"material.{short}")
        if whole is None or (whole.type, list(whole.values)) != (decl.type, list(decl.values)):
            yield Fault(
                place,
                f"fact_of_material이면 종류와 값이 같은 `material.{short}`도 있어야 합니다.",
                f"fact_of_material needs a fact `material.{short}` of the same type and values",
            )
    elif decl.derived is not None and decl.type != "yes_no":
        yield Fault(
            place,
            f"사건의 짜임에서 나오는 사실(derived)은 yes_no여야 합니다. 적힌 것: {decl.type}",
            f"a fact that follows from the structure (derived) is a yes_no; found {decl.type}",
        )


def _general(draft: Draft) -> Iterator[Fault]:
    elements = [(read, tree) for read, _, tree in draft.general if isinstance(read, GeneralElement)]
    if not elements:
        yield Fault(
            Place(str(draft.root)),
            "총칙 `intent` 파일이 없습니다. 고의는 모든 죄의 요건입니다.",
            "the general part `intent` is missing; intent is an element of every offence",
        )
    for _, tree in elements[1:]:
        yield Fault(tree.place, "총칙 `intent`가 두 번 있습니다.", "the general part `intent` is there twice")
    for read, _, tree in draft.general:
        for index, special in enumerate(read.special if isinstance(read, Limitation) else ()):
            if special.kind == "from_majority" and special.age is None:
                yield Fault(
                    place_at(tree, ("special", index)),
                    "from_majority에는 몇 살부터인지(age)를 적습니다.",
                    "from_majority needs the age of majority (`age`)",
                )


def _provision(draft: Draft, name: str, rule: ProvisionFile) -> Iterator[Fault]:
    general = {read.general for read, _, _ in draft.general if isinstance(read, GeneralElement)}
    for element in rule.elements:
        if element in general:
            yield Fault(
                place_of(draft, name, "elements", element),
                f"`{element}`은(는) 총칙이 모든 죄에 붙이는 구성요건의 이름입니다. 다른 이름을 쓰십시오.",
                f"`{element}` is the name of an element that the general part gives to every offence; use another",
            )
    for limb, names in rule.limbs.items():
        if not names:
            yield Fault(place_of(draft, name, "limbs", limb), "비워 둘 수 없습니다.", "must not be empty")


def _modifier(draft: Draft, name: str, rule: ModifierFile) -> Iterator[Fault]:
    if not rule.requires:
        yield Fault(
            place_of(draft, name, "requires"),
            "requires에 구성요건이 하나는 있어야 합니다. 없으면 언제나 붙습니다.",
            "`requires` needs an element; without one it would always reach",
        )
    if name in draft.provisions:
        yield Fault(
            draft.places[name],
            f"`{name}`이(가) 조항으로도 있습니다.",
            f"`{name}` is the id of a provision too",
        )


def _two_of_a_kind(draft: Draft) -> Iterator[Fault]:
    """Two attempts, or two rules on one way of taking part, that name one provision on one day: only one could be applied."""
    told: set[tuple[str, str]] = set()
    for kind in ("attempt", *PARTICIPATING):
        alike = {n: m for n, m in draft.modifiers.items() if m.modifies == kind}
        days = {reach.effective for rule in alike.values() for reach in rule.reaches} if len(alike) > 1 else set()
        for provision in draft.provisions:
            for day in sorted(days):
                found = [n for n, m in alike.items() if _names(m, provision, day)]
                if len(found) > 1 and (found[1], provision) not in told:
                    told.add((found[1], provision))
                    yield Fault(
                        draft.places[found[1]],
                        f"{day}에 `{found[0]}`도 `{provision}`을(를) 가리킵니다. 하나만 가리켜야 합니다.",
                        f"on {day} `{found[0]}` names `{provision}` too; only one may",
                    )


def _names(rule: ModifierFile, provision: str, day: date) -> bool:
    current = [reach for reach in rule.reaches if reach.effective <= day]
    if not current:
        return False
    what = current[-1].what
    return what == "every_offence" or any(reaches(named, provision) for named in what)

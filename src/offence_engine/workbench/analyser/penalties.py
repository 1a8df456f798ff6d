"""Remarks on penalties: what should be heavier and is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial

from offence_engine.model.base import label
from offence_engine.model.penalty import Penalty, weight
from offence_engine.workbench.analyser.remark import Remark
from offence_engine.workbench.analyser.study import Law, Study
from offence_engine.workbench.analyser.together import met_together

RAISING = ("habit", "aggravation", "recidivism")


def of_penalties(study: Study) -> Iterator[Remark]:
    """Aggravated forms, specials, attempts and limbs whose penalties stand the wrong way round."""
    for id_ in study.book.provisions:
        yield from _built(study, id_)
        yield from _limbs(study, id_)
        yield from _special(study, id_)
    yield from _modifiers(study)


def _penalty(study: Study, id_: str, day: date) -> Penalty | None:
    """The stated penalty of a provision on a day, None where it has none of its own."""
    version = study.book.version_on(id_, day)
    found = study.book.penalties.get((id_, version.effective)) if version is not None else None
    return found if found is not None and found.same_as is None else None


def _index(study: Study, id_: str, law: Law) -> int:
    return study.book.provisions[id_].versions.index(law.reading.version)


def _built(study: Study, id_: str) -> Iterator[Remark]:
    """A provision that builds on another and is no heavier."""
    told = set()
    for law in study.laws(id_):
        for base in study.book.provisions[id_].builds_on:
            own, below = _penalty(study, id_, law.day), _penalty(study, base, law.day)
            index = _index(study, id_, law)
            if own is None or below is None or weight(own) > weight(below) or (index, base) in told:
                continue
            told.add((index, base))
            yield Remark(
                "aggravated_not_heavier", "remark", id_, ("versions", index, "penalty"),
                label(
                    f"`{base}`을(를) 바탕으로 하는데 형({own.text.ko})이 바탕의 형({below.text.ko})보다 무겁지 않습니다 ({law.day}).",
                    f"it builds on `{base}`, and its penalty ({own.text.en}) is not above that ({below.text.en}; {law.day})",
                ),
                names=(base,),
                make=partial(study.example, id_, day=law.day),
            )  # fmt: skip


def _limbs(study: Study, id_: str) -> Iterator[Remark]:
    """Limbs with penalties of their own: what stands where the limb is not known must be the lightest, and a limb that
    asks for more must not be lighter."""
    rule = study.book.provisions[id_]
    for index, version in enumerate(rule.versions):
        whole = study.book.penalties.get((id_, version.effective))
        if not version.by_limb or whole is None:
            continue
        of = {n: study.book.limb_penalties.get((id_, version.effective, n), whole) for n in version.any_of or ()}
        lightest = min(of, key=lambda name: weight(of[name]))
        if weight(whole) > weight(of[lightest]):
            yield Remark(
                "limb_penalty", "fault", id_, ("versions", index, "penalty"),
                label(
                    f"갈래를 모를 때의 형({whole.text.ko})이 갈래 `{lightest}`의 형({of[lightest].text.ko})보다 무겁습니다. "
                    "가벼운 쪽을 적습니다.",
                    f"the penalty where the limb is not known ({whole.text.en}) is above that of the limb `{lightest}` "
                    f"({of[lightest].text.en}); it should be the lighter",
                ),
                names=(lightest,),
                make=partial(study.example, id_, day=version.effective),
            )  # fmt: skip
        for one in of:
            for other in of:
                more = set(rule.limbs[one]) > set(rule.limbs[other])
                if more and weight(of[one]) < weight(of[other]):
                    yield Remark(
                        "limb_upside_down", "remark", id_, ("versions", index, "by_limb"),
                        label(
                            f"갈래 `{one}`은(는) `{other}`의 요건에 더하여 요건이 더 있는데 형이 더 가볍습니다.",
                            f"the limb `{one}` asks for more than `{other}` and is punished less",
                        ),
                        names=(one, other),
                        make=partial(study.example, id_, day=version.effective),
                    )  # fmt: skip


def _special(study: Study, id_: str) -> Iterator[Remark]:
    """What this provision yields to is lighter than it."""
    for index, relation in enumerate(study.book.provisions[id_].relations):
        if relation.kind != "yields" or relation.to not in study.book.provisions:
            continue
        for day in study.days(id_, relation.to):
            own, special = _penalty(study, id_, day), _penalty(study, relation.to, day)
            if own is None or special is None:
                continue
            if weight(special) < weight(own):
                yield Remark(
                    "special_lighter", "remark", id_, ("relations", index),
                    label(
                        f"`{relation.to}`에 물러나는데 그 형({special.text.ko})이 이 조항의 형({own.text.ko})보다 가볍습니다 ({day}).",
                        f"it yields to `{relation.to}`, whose penalty ({special.text.en}) is below its own ({own.text.en}; {day})",
                    ),
                    names=(relation.to,),
                    make=partial(met_together, study, id_, relation.to, relation.same),
                )  # fmt: skip
            break


def _modifiers(study: Study) -> Iterator[Remark]:
    for id_, rule in study.book.modifiers.items():
        raises = [Fraction(x) for x in (rule.raise_, rule.raise_most) if x is not None]
        if rule.modifies in RAISING and not any(x > 0 for x in raises):
            yield Remark(
                "raises_nothing", "fault", id_, ("raise",) if rule.raise_ is not None else ("modifies",),
                label(
                    "가중하는 규정인데 형을 올리지 않습니다 (raise, raise_most).",
                    "it aggravates, and raises no penalty (raise, raise_most)",
                ),
            )  # fmt: skip
        if rule.modifies == "attempt":
            if any(x > 0 for x in raises):
                yield Remark(
                    "attempt_heavier", "fault", id_, ("raise",),
                    label("미수를 기수보다 무겁게 벌합니다.", "an attempt is punished above the completed offence"),
                )  # fmt: skip
            yield from _without_result(study, id_)


def _without_result(study: Study, id_: str) -> Iterator[Remark]:
    """Attempts of offences that name no result: such an attempt is never found."""
    named = {p for r in study.book.modifiers[id_].reaches if r.what != "every_offence" for p in study.reached(r.what)}
    lacking = sorted(
        p for p in named if not any(law.reading.result for law in study.laws(p)) and p not in study.tangled
    )
    if lacking:
        yield Remark(
            "attempt_without_result", "remark", id_, ("reaches",),
            label(
                f"미수를 벌하는데 무엇이 없으면 미수인지(result)를 적지 않은 조항: {', '.join(lacking)}",
                f"the attempt is punishable, yet nothing says what an attempt may lack (`result`): {', '.join(lacking)}",
            ),
            names=tuple(lacking),
            make=partial(study.example, *lacking),
        )  # fmt: skip

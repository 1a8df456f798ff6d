"""Remarks on limitation: a table out of order, penalties that it gives the wrong years, special rules without effect."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from offence_engine.model.base import label
from offence_engine.model.general import LimitationRow, SpecialLimitation
from offence_engine.model.penalty import Penalty
from offence_engine.rulebook.export import years_by_table
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.workbench.analyser.remark import Remark
from offence_engine.workbench.analyser.study import Study

TABLE = "general/limitation"
HEAVIEST = {"death": 1e9, "life": 1e8}


def of_limitation(study: Study) -> Iterator[Remark]:
    """The table against the penalties of all versions, and the special rules against the offences they name."""
    yield from _rows(study)
    yield from _penalties(study)
    for index, special in enumerate(study.book.limitation.special):
        yield from _special(study, index, special)


def _least(row: LimitationRow) -> float:
    """How heavy a penalty must be at least for a row, in years; none for the last."""
    if row.statutory is not None:
        return HEAVIEST[row.statutory]
    return float(row.prison_max_at_least_years or 0) if not row.otherwise else -1.0


def _rows(study: Study) -> Iterator[Remark]:
    rows = study.book.limitation.periods.rows
    for index, row in enumerate(rows[1:], start=1):
        before = rows[index - 1]
        path = ("periods", "rows", index)
        if _least(row) >= _least(before):
            yield Remark(
                "limitation_row_masked", "fault", TABLE, path,
                label(
                    "앞의 줄이 이 줄의 형에도 맞아 이 줄이 쓰이지 않습니다. 무거운 형부터 적습니다.",
                    "the row before fits whatever this one fits, so this one is never used; write the heaviest first",
                ),
            )  # fmt: skip
        elif row.years >= before.years:
            yield Remark(
                "limitation_row_upside_down", "fault", TABLE, path,
                label(
                    f"가벼운 형의 공소시효({row.years}년)가 무거운 형의 것({before.years}년)보다 짧지 않습니다.",
                    f"the lighter penalty has {row.years} years, and the heavier one before it {before.years}",
                ),
            )  # fmt: skip


def _penalties(study: Study) -> Iterator[Remark]:
    """Versions to which the table gives fewer years than to a lighter penalty of any version."""
    found = sorted(
        (
            (_heaviness(p), years_by_table(study.book, p), id_, day)
            for (id_, day), p in study.book.penalties.items()
            if p.same_as is None
        ),
        key=lambda item: (item[0], item[1]),
    )
    most, by = 0, ("", 0.0)
    for heavy, years, id_, day in found:
        if years < most and heavy > by[1]:
            versions = study.book.provisions[id_].versions
            index = next(i for i, v in enumerate(versions) if v.effective == day)
            yield Remark(
                "limitation_against_penalty", "fault", id_, ("versions", index, "penalty"),
                label(
                    f"표에 따른 공소시효({years}년)가 더 가벼운 `{by[0]}`의 것({most}년)보다 짧습니다.",
                    f"the table gives {years} years, and {most} to the lighter `{by[0]}`",
                ),
                names=(by[0],),
                make=partial(study.example, id_, day=day),
            )  # fmt: skip
        elif years > most:
            most, by = years, (id_, heavy)


def _heaviness(penalty: Penalty) -> float:
    """What limitation goes by: death, life, else the maximum in years."""
    if penalty.death:
        return HEAVIEST["death"]
    if penalty.life:
        return HEAVIEST["life"]
    return penalty.prison_months[1] / 12 if penalty.prison_months else 0.0


def _special(study: Study, index: int, special: SpecialLimitation) -> Iterator[Remark]:
    """A special rule that names offences to which it can never apply."""
    path = ("special", index)
    named = [p for p in study.book.provisions if any(reaches(n, p) for n in special.reaches)]
    never = [p for p in named if not _can(study, special, p)]
    if never:
        yield Remark(
            "limitation_never", "remark", TABLE, (*path, "reaches"),
            label(
                f"특례 `{special.id}`의 조건이 이 조항들에서는 성립할 수 없습니다 (피해자를 두지 않는 등): {', '.join(never)}",
                f"the condition of the special rule `{special.id}` can never hold of: {', '.join(never)} (no victim, say)",
            ),
            names=(special.id, *never),
            make=partial(study.example, *never),
        )  # fmt: skip


def _can(study: Study, special: SpecialLimitation, provision: str) -> bool:
    """Whether a special rule can apply to some count of a provision."""
    if special.kind == "from_majority" and study.book.provisions[provision].roles.victim == "none":
        return False
    if special.when is None:
        return True
    days = [
        d
        for d in (special.effective, *(law.day for law in study.laws(provision)))
        if is_encoded(study.book, special.when, d)
    ]
    return not days or any(study.possible(tree_of(study.book, special.when, day), provision) for day in days)

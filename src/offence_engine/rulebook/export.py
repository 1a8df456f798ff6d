"""The rulebook as JSON for other programs: provisions, versions, penalties, limitation, attempts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from offence_engine.model.general import SpecialLimitation
from offence_engine.model.penalty import Penalty
from offence_engine.model.rule import LimbPart, ModifierFile, ProvisionFile, Reach, Version
from offence_engine.rulebook.ids import reaches, sort_key
from offence_engine.rulebook.rulebook import Rulebook


def export(book: Rulebook) -> dict[str, Any]:
    """The public form of the rulebook (docs: the public face)."""
    rules: dict[str, ProvisionFile | ModifierFile] = {**book.provisions, **book.modifiers}
    return {
        "rulebook": {"sha256": book.sha256, "version": book.version},
        "provisions": [_rule(book, id_, rules[id_]) for id_ in sorted(rules, key=sort_key)],
    }


def _rule(book: Rulebook, id_: str, rule: ProvisionFile | ModifierFile) -> dict[str, Any]:
    place = book.numbers(id_)
    versions: list[dict[str, Any]]
    if isinstance(rule, ProvisionFile):
        versions = [_version(book, id_, v) for v in rule.versions if not v.repealed]
    else:
        versions = [_reach(book, id_, rule, reach, index) for index, reach in enumerate(rule.reaches)]
    return {
        "id": id_,
        "act": place.act,
        "article": place.article,
        "paragraph": place.paragraph,
        "item": place.item,
        "title": rule.title.model_dump(),
        "offence_name": rule.offence_name,
        "modifies": rule.modifies if isinstance(rule, ModifierFile) else None,
        "reviewed": id_ not in book.unreviewed,
        "versions": versions,
    }


def _numbers(book: Rulebook, id_: str, part: Version | LimbPart | Reach) -> dict[str, Any]:
    place = book.numbers(id_, part)
    return {"article": place.article, "paragraph": place.paragraph, "item": place.item}


def _version(book: Rulebook, id_: str, version: Version) -> dict[str, Any]:
    until = book.until(id_, version)
    penalty = book.penalties[id_, version.effective]
    of_limbs = {limb: _of_limb(book, id_, version, limb) for limb in version.by_limb}
    return {
        "effective": version.effective.isoformat(),
        "until": until.isoformat() if until else None,
        **_numbers(book, id_, version),
        "cites": list(version.cites),
        "enacted_by": version.enacted_by,
        "penalty": penalty_json(penalty),
        "attempt": attempts(book, id_, version),
        "limitation_years": years_by_table(book, penalty),
        "limitation_special": [_special(s) for s in _specials(book, id_)],
        "source": version.source,
        "note": version.note.model_dump() if version.note else None,
        **({"by_limb": of_limbs} if of_limbs else {}),
    }


def _of_limb(book: Rulebook, id_: str, version: Version, limb: str) -> dict[str, Any]:
    penalty = book.limb_penalties[id_, version.effective, limb]
    return {
        **_numbers(book, id_, version.by_limb[limb]),
        "penalty": penalty_json(penalty),
        "limitation_years": years_by_table(book, penalty),
    }


def penalty_json(penalty: Penalty) -> dict[str, Any]:
    return penalty.model_dump(mode="json", exclude={"text", "death"})


def attempts(book: Rulebook, id_: str, version: Version) -> list[dict[str, str]]:
    """Since when, within the version (and since when at all), an attempt is punishable, and by which provision."""
    found = []
    until = book.until(id_, version)
    for modifier in book.modifiers.values():
        if modifier.modifies != "attempt":
            continue
        since = None
        for reach in modifier.reaches:
            if reach.what == "every_offence" or any(reaches(n, id_) for n in reach.what):
                since = reach.effective if since is None else since
        if since is not None and (until is None or since <= until):
            first = max(since, version.effective)
            found.append({"from": first.isoformat(), "by": modifier.id, "since": since.isoformat()})
    return found


def years_by_table(book: Rulebook, penalty: Penalty) -> int:
    """The limitation years that the table gives for a statutory penalty (before raising or mitigation).

    The heavier of alternative kinds decides; the first row that fits is taken.
    """
    most = penalty.prison_months[1] / 12 if penalty.prison_months else 0.0
    for row in book.limitation.periods.rows:
        fits = (
            (row.statutory == "death" and penalty.death)
            or (row.statutory == "life" and penalty.life)
            or (row.prison_max_at_least_years is not None and most >= row.prison_max_at_least_years)
            or row.otherwise
        )
        if fits:
            return row.years
    raise AssertionError("the table has no last row")


def _specials(book: Rulebook, id_: str) -> list[SpecialLimitation]:
    return [s for s in book.limitation.special if any(reaches(named, id_) for named in s.reaches)]


def _special(special: SpecialLimitation) -> dict[str, Any]:
    return {
        "from": special.effective.isoformat(),
        "kind": special.kind,
        "also_earlier_unless_expired": special.also_earlier_unless_expired,
        "by": special.id,
    }


def _reach(book: Rulebook, id_: str, rule: ModifierFile, reach: Reach, index: int) -> dict[str, Any]:
    later = rule.reaches[index + 1].effective if index + 1 < len(rule.reaches) else None
    relative: dict[str, Any] | None = None
    if rule.raise_:
        relative = {"of": [reach.what] if isinstance(reach.what, str) else list(reach.what), "raise": rule.raise_}
    elif rule.raise_most:
        of = [reach.what] if isinstance(reach.what, str) else list(reach.what)
        relative = {"of": of, "raise": None, "raise_most": rule.raise_most}
    return {
        "effective": reach.effective.isoformat(),
        "until": (later - timedelta(days=1)).isoformat() if later else None,
        **_numbers(book, id_, reach),
        "cites": [],
        "enacted_by": reach.enacted_by,
        "reaches": [reach.what] if isinstance(reach.what, str) else list(reach.what),
        "penalty": {
            "form": "relative-aggravation" if relative else "by-reference", "prison_months": None, "life": False,
            "fine_krw": None, "suspension_months": None, "or_detention": False, "may_cumulate_fine": False,
            "relative": relative, "same_as": None,
        },
        "attempt": [],
        "limitation_years": None,
        "limitation_special": [],
        "source": reach.source,
        "note": reach.note.model_dump() if reach.note else None,
    }  # fmt: skip

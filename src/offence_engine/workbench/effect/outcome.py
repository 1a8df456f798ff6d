"""What an archive is compared by: for each count of a case what is found, and for each suspect the range."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from offence_engine.assess import hold
from offence_engine.inference.judge import Judge
from offence_engine.model.case import Case
from offence_engine.model.result import Finding, LimitationResult, Offence

# In the order in which they are told.
ASPECTS = ("verdict", "version", "stage", "modifiers", "penalty", "limitation", "standing", "range")
NOTHING = "not_applicable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finding, or (provision empty) the range of one suspect: its aspects as plain text, and what it was made of."""

    provision: str
    aspects: Mapping[str, str]
    parts: tuple[str, ...] = ()


def outcomes(
    case: Case,
    judge: Judge,
    as_of: date,
    lang: str = "ko",
    moved: Callable[[str], Mapping[date, date]] = lambda _: {},
) -> dict[str, Outcome]:
    """What is found in a case, by count: all that is not plainly no offence. A key names the count, not the version:
    `provision/suspect/act/victim/material/from[/how they take part in whose act]`. Penalties and ranges are in the words
    of `lang`; a version in `moved` goes by its new first day.

    Errors: CaseError where an act lies after `as_of`; InternalError where the engines differ.
    """
    held = hold(case, judge.book, as_of, judge)
    home = {id_: offence for offence, _ in held.offences for id_ in offence.findings}
    found: dict[str, Outcome] = {}
    for item in held.judged:
        finding = item.finding
        if finding.verdict == NOTHING:
            continue
        taking_part = f"/{finding.participation}/{item.count.deed}" if item.count.principal is not None else ""
        at = finding.count
        key = (
            f"{finding.provision}/{at.suspect}/{at.act}/{at.victim or '-'}/{at.material or '-'}/{at.from_}{taking_part}"
        )
        while key in found:
            key += "+"
        found[key] = Outcome(
            finding.provision,
            _aspects(finding, home.get(finding.id), lang, moved(finding.provision)),
            finding.versions_used,
        )
    for suspect in held.suspects:
        text = suspect.range.text.text(lang) if suspect.range is not None else ""
        if text or suspect.punishable != "yes":
            punished = _said(_PUNISHABLE[suspect.punishable], lang)
            found[f"/{suspect.person}"] = Outcome("", {"range": "; ".join(x for x in (text, punished) if x)})
    return found


def differences(old: Mapping[str, Outcome], new: Mapping[str, Outcome]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(key, provision, aspect -> [before, after]) for every count of which something else is found."""
    for key in dict.fromkeys([*old, *new]):
        one, two = old.get(key), new.get(key)
        known = one or two
        assert known is not None
        nothing: Mapping[str, str] = {"verdict": NOTHING} if known.provision else {}
        before, after = (x.aspects if x is not None else nothing for x in (one, two))
        changed = {a: [before.get(a, ""), after.get(a, "")] for a in ASPECTS if before.get(a, "") != after.get(a, "")}
        if changed:
            yield key, known.provision, changed


def _aspects(finding: Finding, offence: Offence | None, lang: str, moved: Mapping[date, date]) -> dict[str, str]:
    return {
        "verdict": finding.verdict,
        "version": moved.get(finding.version.effective, finding.version.effective).isoformat(),
        "stage": finding.stage,
        "modifiers": ", ".join(sorted(m.id for m in finding.modifiers)),
        "penalty": finding.penalty.text.text(lang),
        "limitation": _limitation(finding.limitation, lang),
        "standing": _standing(offence, lang),
    }


_PUNISHABLE = {
    "yes": ("", ""),
    "no": ("처벌되지 않음", "not punishable"),
    "undetermined": ("처벌되는지 미정", "punishable or not: undetermined"),
}
_STANDING = {
    "principal": ("독립하여 섬", "stands by itself"),
    "yields": ("물러남", "yields"),
    "absorbed": ("흡수됨", "absorbed"),
    "alternative": ("주위적·예비적", "alternative"),
    "ideal": ("상상적 경합", "one act with"),
    "real": ("실체적 경합", "several acts with"),
    "open": ("미확정", "not settled"),
}


def _said(words: tuple[str, str], lang: str) -> str:
    return words[0] if lang == "ko" else words[1]


def _limitation(found: LimitationResult | None, lang: str) -> str:
    """`7 years, 2032-02-22 (to 2033-01-01)`: the years, and the first and last day on which they can end."""
    if found is None:
        return ""
    if found.kind == "none":
        return "none"
    years = "" if found.years is None else _said((f"{found.years}년", f"{found.years} years"), lang)
    ends = f"{found.earliest or '?'}" + ("" if found.latest == found.earliest else f" ~ {found.latest or '?'}")
    return ", ".join(x for x in (years, ends, "" if found.settled else _said(_STANDING["open"], lang)) if x)


def _standing(offence: Offence | None, lang: str) -> str:
    """How the offence of a finding stands, with the provisions (not their versions) that it stands to."""
    if offence is None:
        return ""
    to = sorted({id_.partition("@")[0] for id_ in offence.standing.to})
    parts = [" ".join([_said(_STANDING[offence.standing.as_], lang), *to])]
    for other in offence.with_:
        doubt = "" if other.settled else f" ({_said(_STANDING['open'], lang)})"
        parts.append(f"{_said(_STANDING[other.kind], lang)} {other.to.partition('@')[0]}{doubt}")
    if not offence.standing.settled:
        parts.append(_said(_STANDING["open"], lang))
    return "; ".join([parts[0], *sorted(set(parts[1:]))])

"""Runs the cases that stand in the rule files, and those derived from each typical case by brute force."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from offence_engine.assess import findings_of
from offence_engine.casefile.read import today
from offence_engine.errors import OffenceError
from offence_engine.model.logic import paths
from offence_engine.model.result import Finding, NotJudged
from offence_engine.model.rule import PARTICIPATING, ModifierFile, ProvisionFile, RuleCase
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.reading import reading_on, why_no_reading
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.stated import Stated


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of a rule file: did it come out as the file says, and if not, what differs."""

    provision: str
    name: str
    ok: bool
    ko: str = ""
    en: str = ""
    file: str = ""


def run_cases(book: Rulebook, only: Container[str] | None = None) -> Iterator[CaseResult]:
    """Every case of every rule file (`only`: of these rules), in the order of the files."""
    rules: dict[str, ProvisionFile | ModifierFile] = {**book.provisions, **book.modifiers}
    for id_, rule in rules.items():
        if only is not None and id_ not in only:
            continue
        for case in rule.cases:
            yield _run(book, id_, rule, case)


def _run(book: Rulebook, id_: str, rule: ProvisionFile | ModifierFile, case: RuleCase) -> CaseResult:
    file = book.files.get(id_, "")
    try:
        got = _assessed(book, rule, id_, case)
    except (OffenceError, KeyError) as problem:
        text = problem.text("ko") if isinstance(problem, OffenceError) else f"모르는 경로 {problem}"
        return CaseResult(
            id_, case.name, False, f"시험 사례를 읽을 수 없습니다: {text}", f"cannot be read: {problem}", file
        )
    found = list(differences(book, id_, rule, case, got))
    if not found:
        return CaseResult(id_, case.name, True, file=file)
    return CaseResult(id_, case.name, False, "; ".join(d[0] for d in found), "; ".join(d[1] for d in found), file)


@dataclass(frozen=True, slots=True)
class Got:
    """What came out for a case of a rule file."""

    findings: list[Finding]
    not_judged: list[NotJudged]


def _judged(book: Rulebook, stated: Stated, id_: str, as_of: date, limited: bool = False) -> Got:
    """A stated case under the rules: for a provision that asks for no other finding, only under that provision."""
    only = (id_,) if id_ in book.independent else None
    return Got(*findings_of(stated.case(book, as_of), book, as_of, only, limited))


def stated_case(rule: ProvisionFile | ModifierFile, id_: str, case: RuleCase) -> Stated:
    """The typical case of a rule with what a case of its file changes.

    Errors: KeyError for a path that has no place in the typical case.
    """
    assert rule.typical_case is not None
    stated = Stated(rule.typical_case, id_)
    for path, value in case.but.items():
        stated.set(path, value)
    for path in case.unknown:
        stated.drop(path)
    stated.on(case.on)
    return stated


def day_of_assessment(case: RuleCase) -> date:
    """The day as of which a case of a rule file is judged: today, unless it says so or lies in the future."""
    return case.as_of or max(today(), case.on)


def _assessed(book: Rulebook, rule: ProvisionFile | ModifierFile, id_: str, case: RuleCase) -> Got:
    limited = case.limitation_years is not None
    return _judged(book, stated_case(rule, id_, case), id_, day_of_assessment(case), limited)


def own_findings(id_: str, rule: ProvisionFile | ModifierFile, got: Got) -> list[Finding]:
    """The findings that a case of this file is about."""
    if isinstance(rule, ProvisionFile):
        return [f for f in got.findings if f.provision == id_]
    anything = any(r.what == "every_offence" for r in rule.reaches)
    reached = {w for r in rule.reaches for w in ([] if isinstance(r.what, str) else r.what)}
    return [
        f
        for f in got.findings
        if (id_ in {m.id for m in f.modifiers})
        or (rule.modifies not in PARTICIPATING and (anything or any(reaches(w, f.provision) for w in reached)))
    ]


def differences(
    book: Rulebook, id_: str, rule: ProvisionFile | ModifierFile, case: RuleCase, got: Got
) -> Iterator[tuple[str, str]]:
    """In what the answer differs from what a case of a rule file expects, in Korean and English."""
    found = own_findings(id_, rule, got)
    if case.expect in ("not_in_force", "not_encoded"):
        gaps = [g.because for g in got.not_judged if g.provision == id_]
        if found or case.expect not in gaps:
            got_instead = next(iter([*(str(f.verdict) for f in found), *gaps]), "-")
            yield f"{case.expect}이어야 하는데 {got_instead}", f"expected {case.expect}, got {got_instead}"
        return
    if case.victim is not None:
        found = [f for f in found if f.count.victim == case.victim]
    if case.suspect is not None:
        found = [f for f in found if f.count.suspect == case.suspect]
    if isinstance(rule, ModifierFile) and rule.modifies not in PARTICIPATING:
        with_it = [f for f in found if id_ in {m.id for m in f.modifiers}]
        wanted = case.expect == "applicable"
        if bool(with_it) != wanted:
            yield (
                f"{id_}이(가) {'붙어야' if wanted else '붙지 않아야'} 합니다",
                f"{id_} should {'' if wanted else 'not '}reach the finding",
            )
        found = with_it or found
        if not found:
            return
        yield from _details(case, found[0], verdict=False)
        return
    if not found:
        # No version of that day can be filled by this kind of act: it is not even a count.
        gaps = [g.because for g in got.not_judged if g.provision == id_]
        if case.expect != "not_applicable" or gaps or case.because:
            seen = gaps[0] if gaps else "no finding"
            yield f"{case.expect}이어야 하는데 {seen}", f"expected {case.expect}, got {seen}"
        return
    order = {"applicable": 0, "undetermined": 1, "not_applicable": 2}
    yield from _details(case, min(found, key=lambda f: order[f.verdict]), verdict=True)


def _details(case: RuleCase, finding: Finding, verdict: bool) -> Iterator[tuple[str, str]]:
    def check(what: str, wanted: Any, got: Any) -> Iterator[tuple[str, str]]:
        if wanted != got:
            yield f"{what}: {wanted}이어야 하는데 {got}", f"{what}: expected {wanted}, got {got}"

    if verdict:
        yield from check("verdict", case.expect, finding.verdict)
    if case.because:
        failing = {e.id for e in finding.elements if e.truth == "not_met"}
        if not set(case.because) <= failing:
            yield from check("because", sorted(case.because), sorted(failing))
    if case.met:
        filled = {e.id for e in finding.elements if e.truth == "met"}
        if not set(case.met) <= filled:
            yield from check("met", sorted(case.met), sorted(filled))
    if case.missing:
        yield from check("missing", sorted(case.missing), sorted(m.path for m in finding.missing))
    if case.prison is not None and case.prison.replace("무기 ", "무기징역 ") not in finding.penalty.text.ko:
        yield from check("prison", case.prison, finding.penalty.text.ko)
    if case.fine is not None and case.fine not in finding.penalty.text.ko:
        yield from check("fine", case.fine, finding.penalty.text.ko)
    if case.penalty is not None:
        yield from check("penalty", case.penalty, finding.penalty.text.ko)
    if case.version is not None:
        yield from check("version", case.version, finding.version.effective)
    if case.limitation_years is not None:
        period = finding.limitation
        years = None if period is None else "none" if period.kind == "none" else period.years
        yield from check("limitation_years", case.limitation_years, years)
    if case.limb is not None:
        yield from check("limb", case.limb, finding.limb)
    if case.alternative is not None:
        named = {a for e in finding.elements for a in e.alternatives}
        if case.alternative not in named:
            yield from check("alternative", case.alternative, sorted(named))
    if case.either_way is not None:
        yield from check("either_way", case.either_way, finding.either_way)
    if case.stage is not None:
        yield from check("stage", case.stage, finding.stage)


def derived_cases(book: Rulebook, only: Container[str] | None = None) -> Iterator[CaseResult]:
    """For every version of every provision (`only`: of these): drop each stated fact and compare with trying its values out;
    step over each effective date."""
    for id_, rule in book.provisions.items():
        for version in rule.versions:
            if version.repealed or (only is not None and id_ not in only):
                continue
            yield from _dropped(book, id_, rule, version.effective)
            yield from _stepped(book, id_, rule, version.effective)


def _verdict(book: Rulebook, id_: str, stated: Stated, day: date) -> tuple[str, tuple[str, ...]]:
    """The best verdict of the provision for a stated case on a day, and what it misses."""
    dated = stated.copy()
    dated.on(day)
    # As of that very day: a milder law that came later is no matter of what the version says.
    got = _judged(book, dated, id_, day)
    order = {"applicable": 0, "undetermined": 1, "not_applicable": 2}
    found = sorted((f for f in got.findings if f.provision == id_), key=lambda f: order[f.verdict])
    if found:
        return found[0].verdict, tuple(m.path for m in found[0].missing)
    gaps = [g.because for g in got.not_judged if g.provision == id_]
    return (gaps[0] if gaps else "not_applicable"), ()


def _dropped(book: Rulebook, id_: str, rule: ProvisionFile, first: date) -> Iterator[CaseResult]:
    """Without a fact the verdict must be what all its values agree on, else undetermined with it missing."""
    day = first if reading_on(book, id_, first) else None
    file = book.files.get(id_, "")
    if day is None:
        return
    typical = Stated(rule.typical_case, id_)
    excusing = _read_by_justifications(book, id_, day)
    for path in typical.facts(book):
        if path in excusing:
            # A justification takes effect only once somebody has judged it: leaving it out leaves the elements met.
            continue
        without = typical.copy()
        without.drop(path)
        outcomes = set()
        decl = book.facts[path]
        values: list[Any] = ["yes", "no"] if decl.type in ("yes_no", "judgment") else list(decl.values)
        if decl.type == "choices":
            values = [[], *([v] for v in values), values]
        if decl.type not in ("yes_no", "judgment", "choice", "choices"):
            continue
        for value in values:
            tried = without.copy()
            tried.set(path, {"value": value, "by": "시험"} if decl.type == "judgment" else value)
            outcomes.add(_verdict(book, id_, tried, day)[0])
        got, lacking = _verdict(book, id_, without, day)
        name = f"{day}: {path} 없이"
        implied = (path.startswith("act.") and path[4:] in book.kinds[typical.deed["kind"]].says) or decl.derived
        if implied:
            continue
        wanted = outcomes.pop() if len(outcomes) == 1 else "undetermined"
        ok = got == wanted and (wanted != "undetermined" or path in lacking)
        yield CaseResult(
            id_, name, ok,
            "" if ok else f"{wanted}이어야 하는데 {got} (빠진 사실 {', '.join(lacking) or '없음'})",
            "" if ok else f"expected {wanted}, got {got} (missing {', '.join(lacking) or 'nothing'})",
            file,
        )  # fmt: skip


def _read_by_justifications(book: Rulebook, id_: str, day: date) -> set[str]:
    """The facts that only the justifications of a provision read, not its elements."""
    reading = reading_on(book, id_, day)
    assert reading is not None
    own = {path for element in reading.elements.values() for path in paths(element.tree)}
    excusing = [m for m in reading.added if m.modifies == "justification"]
    return {path for m in excusing for element in m.elements for path in paths(element.tree)} - own


def _stepped(book: Rulebook, id_: str, rule: ProvisionFile, first: date) -> Iterator[CaseResult]:
    """The day before a version is judged by the one before, or not at all, for the reason that the book gives."""
    before = first - timedelta(days=1)
    reading = reading_on(book, id_, before)
    got, _ = _verdict(book, id_, Stated(rule.typical_case, id_), before)
    if reading is None:
        wanted = why_no_reading(book, id_, before)
        ok = got == wanted
    else:
        wanted = f"version {reading.version.effective}"
        ok = got in ("applicable", "not_applicable", "undetermined") and reading.version.effective < first
    yield CaseResult(
        id_, f"{before}: 시행 전날", ok, "" if ok else f"{wanted}이어야 하는데 {got}",
        "" if ok else f"expected {wanted}, got {got}", book.files.get(id_, ""),
    )  # fmt: skip

"""What goes into a letter: the offences that stand, by weight; what is set aside, excused by age, or undetermined."""

from __future__ import annotations

from dataclasses import dataclass, replace

from offence_engine.counting.probe import Probe
from offence_engine.counting.unfold import Count
from offence_engine.inference.reference import answer
from offence_engine.model.case import Case
from offence_engine.model.general import Responsibility
from offence_engine.model.logic import paths
from offence_engine.model.result import Assessment, Finding, Offence
from offence_engine.model.time import Span
from offence_engine.model.truth import Truth
from offence_engine.rulebook.ids import sort_key
from offence_engine.rulebook.reading import is_encoded, tree_of
from offence_engine.rulebook.rulebook import Rulebook

_LETTERS = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허"


@dataclass(frozen=True, slots=True)
class Referred:
    """An offence with those of its findings that are told; `alternative` to the one that stands before it."""

    offence: Offence
    findings: tuple[Finding, ...]
    alternative: bool

    @property
    def suspect(self) -> str:
        return self.offence.suspect


@dataclass(frozen=True, slots=True)
class Selection:
    """The offences of a case by what becomes of them. `suspects` are those of whom something is referred, `cleared`
    those of whom nothing is: nothing applies to them, nothing is open, and it is not their age that frees them."""

    suspects: tuple[str, ...]
    referred: tuple[Referred, ...]
    excused: tuple[Referred, ...]
    set_aside: tuple[Offence, ...]
    undetermined: tuple[Finding, ...]
    cleared: tuple[str, ...] = ()
    repeated: bool = False

    def of(self, suspect: str) -> tuple[Referred, ...]:
        return tuple(r for r in self.referred if r.suspect == suspect)

    @property
    def barred(self) -> tuple[Referred, ...]:
        """What is referred though, as things stand, nobody can be prosecuted for it."""
        return tuple(r for r in self.referred if is_barred(r.offence))

    @property
    def chargeable(self) -> Selection:
        """The same without what is barred."""
        kept = tuple(r for r in self.referred if not is_barred(r.offence))
        having = {r.suspect for r in kept}
        return replace(self, referred=kept, suspects=tuple(s for s in self.suspects if s in having))

    @property
    def mixed(self) -> bool:
        """Whether something is referred and something is not."""
        return bool(self.referred and (self.undetermined or self.excused))


def select(assessment: Assessment, case: Case, book: Rulebook) -> Selection:
    """Sort the offences of an assessment for its letters."""
    by_id = {f.id: f for f in assessment.findings}
    status = {s.person: s.punishable for s in assessment.suspects}
    probe = Probe(book, case)
    referred: list[Referred] = []
    excused: list[Referred] = []
    for offence in assessment.offences:
        if offence.verdict != "applicable" or offence.standing.as_ not in ("principal", "alternative"):
            continue
        findings = [by_id[f] for f in offence.findings if f in by_id]
        free = [f for f in findings if _is_excused(probe, book, status.get(offence.suspect, "yes"), f)]
        told = [f for f in findings if f not in free]
        alternative = offence.standing.as_ == "alternative"
        if free:
            excused.append(Referred(offence, tuple(free), alternative))
        if told:
            referred.append(Referred(offence, tuple(told), alternative))
    referred.sort(key=_weight)
    excused.sort(key=_weight)
    having = {r.suspect for r in referred}
    held = having | {r.suspect for r in excused} | {f.count.suspect for f in assessment.findings if _is_open(f)}
    return Selection(
        suspects=tuple(p for p in case.persons if p in having),
        referred=tuple(referred),
        excused=tuple(excused),
        set_aside=tuple(o for o in assessment.offences if o.standing.as_ in ("yields", "absorbed")),
        undetermined=tuple(f for f in assessment.findings if _is_open(f)),
        cleared=tuple(id_ for id_, p in case.persons.items() if p.role == "suspect" and id_ not in held),
    )


def is_barred(offence: Offence) -> bool:
    """Whether the limitation period surely ran out, or a condition of prosecution cannot be met any more."""
    over = offence.limitation is not None and offence.limitation.expired == "yes"
    return over or (offence.prosecution is not None and offence.prosecution.state == "barred")


def _is_open(finding: Finding) -> bool:
    return finding.verdict == "undetermined"


def letter_of(index: int) -> str:
    """`가`, `나`, `다` ...; `거` after `하`; numbers where the letters end."""
    return _LETTERS[index] if index < len(_LETTERS) else str(index + 1)


def _is_excused(probe: Probe, book: Rulebook, status: str, finding: Finding) -> bool:
    """Whether this act is not punished whatever the elements, where that differs from act to act."""
    if status != "undetermined":
        return status == "no"
    seen, act = finding.count, probe.case.acts[finding.count.act]
    first = max(seen.from_, min(act.when.last.first, seen.to)) if finding.version.basis == "continuing" else seen.from_
    count = Count(
        provision=finding.provision,
        suspect=seen.suspect,
        act=seen.act,
        victim=seen.victim,
        material=seen.material,
        group=seen.group,
        first=seen.from_,
        last=seen.to,
        days=Span(first, seen.to),
        basis=finding.version.basis,
    )
    own = probe.case.persons[seen.suspect].kind
    return any(_excludes(probe, book, rule, count) for rule in book.responsibility if rule.person_kind == own)


def _excludes(probe: Probe, book: Rulebook, rule: Responsibility, count: Count) -> bool:
    """Whether a rule surely says that this act is not punished."""
    if rule.effect != "not_punishable":
        return False
    if rule.when is None:
        return True
    if not is_encoded(book, rule.when, count.days.first):
        return False
    tree = tree_of(book, rule.when, count.days.first)
    return answer(tree, {path: probe.slot(count, path).mask for path in paths(tree)}) is Truth.MET


def _weight(referred: Referred) -> tuple[object, ...]:
    """The heaviest statutory penalty first, alternatives after all others."""
    penalty = referred.offence.penalty
    least, most = penalty.prison_months or (0, 0)
    fine = penalty.fine_krw[1] if penalty.fine_krw else 0
    first = min(f.count.from_ for f in referred.findings)
    return (
        referred.alternative, not penalty.death, not penalty.life, -most, -least, -fine,
        sort_key(referred.offence.provision), first, referred.offence.id,
    )  # fmt: skip

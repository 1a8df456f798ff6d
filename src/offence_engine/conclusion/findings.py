"""Counts and their outcomes -> Findings: verdict, limb, elements with facts and evidence, what is missing, stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from offence_engine.conclusion.seen import missing, missing_day, seen
from offence_engine.counting.probe import Probe, Slot
from offence_engine.counting.unfold import Count, Stretch, counts_of, pairings, stretches, suspects_of
from offence_engine.inference.judge import Judge, Outcome
from offence_engine.inference.program import Program
from offence_engine.model.case import Case
from offence_engine.model.law import BoundElement, BoundLimb, Reading
from offence_engine.model.logic import KIND, paths
from offence_engine.model.result import (
    CountRef,
    DerivationStep,
    ElementResult,
    Finding,
    ModifierResult,
    NotJudged,
    Participation,
    Stage,
    VersionRef,
)
from offence_engine.model.truth import VERDICT, Truth, Verdict, conjunction
from offence_engine.rulebook.ids import sort_key
from offence_engine.rulebook.reading import first_encoded, reading_on
from offence_engine.rulebook.rulebook import Rulebook


@dataclass
class Judged:
    """A finding with the count, program and slots that it came from: what later stations need."""

    finding: Finding
    count: Count
    reading: Reading
    program: Program
    slots: dict[str, Slot]
    aid: dict[str, Slot] = field(default_factory=dict)

    @property
    def masks(self) -> dict[str, int]:
        return {path: slot.mask for path, slot in self.slots.items()}


def judge_case(book: Rulebook, case: Case, judge: Judge) -> tuple[list[Judged], list[NotJudged]]:
    """Every finding of a case, in the order of acts, suspects and provisions; and what could not be judged."""
    work = _Work(book, case, judge, Probe(book, case))
    found: list[Judged] = []
    not_judged: dict[tuple[object, ...], NotJudged] = {}
    for act_id in case.acts:
        for suspect in suspects_of(case, case.acts[act_id]):
            for provision in book.provisions:
                pieces = stretches(book, provision, case.acts[act_id])
                group = []
                for piece in pieces:
                    if piece.reading is None:
                        for gap in work.gaps(provision, act_id, suspect, piece):
                            not_judged.setdefault((gap.provision, gap.count), gap)
                    else:
                        group += list(work.findings(provision, act_id, suspect, piece, piece.reading))
                found += _with_day(group, pieces)
            for aided in case.acts[act_id].aids:
                found += list(work.accessory(act_id, suspect, aided))
    return found, list(not_judged.values())


def _with_day(group: list[Judged], pieces: tuple[Stretch, ...]) -> list[Judged]:
    """Where one unknown day may fall under several readings, a verdict stands only if it is the same under all."""
    if len(pieces) < 2 or (group and group[0].count.basis == "series"):
        return group
    by_pair: dict[tuple[str | None, str | None], list[Judged]] = defaultdict(list)
    for judged in group:
        by_pair[judged.count.victim, judged.count.material].append(judged)
    result: dict[str, Judged] = {}
    for same in by_pair.values():
        everywhere = len(same) == len(pieces) and len({j.finding.verdict for j in same}) == 1
        for judged in same:
            finding = judged.finding
            if not everywhere and finding.verdict != "not_applicable":
                finding = finding.model_copy(
                    update={
                        "verdict": "undetermined",
                        "day_decides": True,
                        "missing": (missing_day(judged.count.act), *finding.missing),
                    }
                )
            elif everywhere and finding.verdict == "applicable":
                finding = finding.model_copy(update={"day_decides": True})
            # One version may stand in several pieces (only a concept changed): the piece that leaves more open speaks.
            before = result.get(finding.id)
            if before is None or before.finding.verdict == "not_applicable":
                result[finding.id] = replace(judged, finding=finding)
    return list(result.values())


@dataclass
class _Work:
    book: Rulebook
    case: Case
    judge: Judge
    probe: Probe

    def gaps(self, provision: str, act_id: str, suspect: str, piece: Stretch) -> Iterator[NotJudged]:
        """Why a provision that this kind of act could fill was not judged for a stretch."""
        act = self.case.acts[act_id]
        first = first_encoded(self.book, provision)
        reading = reading_on(self.book, provision, first)
        if reading is None or piece.why_not is None:
            return
        if not self.judge.program(reading, act.kind).possible:
            return
        if not any(True for _ in pairings(self.case, self.book.provisions[provision], act, suspect)):
            return
        yield NotJudged(
            provision=provision,
            citation=self.book.citation(provision, reading.version),
            count=CountRef(suspect=suspect, act=act_id, from_=piece.first, to=piece.last, victim=None, material=None),
            because="not_in_force" if piece.why_not == "not_in_force" else "not_encoded",
            first_encoded=first,
        )

    def findings(self, provision: str, act_id: str, suspect: str, piece: Stretch, reading: Reading) -> Iterator[Judged]:
        counts = list(counts_of(self.book, self.case, provision, act_id, suspect, piece))
        program = self.judge.program(reading, self.case.acts[act_id].kind) if counts else None
        if program is not None and program.possible:
            for count in counts:
                yield self._judged(count, reading, program)

    def _judged(self, count: Count, reading: Reading, program: Program) -> Judged:
        slots = {path: self.probe.slot(count, path) for path in program.paths}
        outcome = self.judge.judge(program, {p: s.mask for p, s in slots.items()}, _label(count))
        return Judged(self._finding(count, reading, outcome, slots), count, reading, program, slots)

    def accessory(self, act_id: str, suspect: str, aided: str) -> Iterator[Judged]:
        """Findings of a helper, each resting on the finding of another person's act."""
        act = self.case.acts[aided]
        for principal in act.by:
            if principal == suspect:
                continue
            for provision in self.book.provisions:
                for piece in stretches(self.book, provision, act):
                    reading = piece.reading
                    if reading is None or reading.accessory is None:
                        continue
                    program = self.judge.program(reading, act.kind)
                    if not program.possible:
                        continue
                    for own in counts_of(self.book, self.case, provision, aided, principal, piece):
                        count = replace(own, suspect=suspect, act=act_id, principal=principal, principal_act=aided)
                        yield self._aided(count, own, reading, program)

    def _aided(self, count: Count, own: Count, reading: Reading, program: Program) -> Judged:
        modifier = reading.accessory
        assert modifier is not None
        judged = self._judged(count, reading, program)
        helped = replace(count, principal=None, principal_act=None)
        aid = {path: self.probe.slot(helped, path) for e in modifier.elements for path in paths(e.tree)}
        truths: dict[str, Truth] = {}
        missing_paths: list[str] = []
        for element in modifier.elements:
            part = self.judge.single(f"{modifier.id}/{element.id}", element.tree)
            outcome = self.judge.judge(part, {p: aid[p].mask for p in part.paths}, _label(count))
            truths[element.id] = outcome.truths["verdict"]
            missing_paths += outcome.missing
        base = judged.finding
        base_truth = next(t for t, v in VERDICT.items() if v == base.verdict)
        whole = conjunction(base_truth, *truths.values())
        lacking = (
            ()
            if whole is not Truth.UNDETERMINED
            else (*base.missing, *(missing(self.book, aid[p]) for p in dict.fromkeys(missing_paths)))
        )
        finding = base.model_copy(
            update={
                "verdict": VERDICT[whole].value,
                "participation": "accessory",
                "rests_on": (finding_id(own, reading),),
                "elements": (*base.elements, *(self._element(e, truths[e.id], aid) for e in modifier.elements)),
                "missing": lacking,
                "failing": base.failing + list(truths.values()).count(Truth.NOT_MET),
                "modifiers": (*base.modifiers, self._modifier_result(modifier.id, "accessory", reading)),
            }
        )
        return replace(judged, finding=finding, aid=aid)

    def _modifier_result(self, id_: str, kind: str, reading: Reading) -> ModifierResult:
        bound = next(m for m in (reading.attempt, reading.accessory, *reading.habits) if m is not None and m.id == id_)
        return ModifierResult(
            id=id_,
            kind=kind,
            citation=self.book.citation(id_, bound.reach),
            effective=bound.reach.effective,
            because=bound.note or bound.title,
            settled=bound.settled,
        )

    def _finding(self, count: Count, reading: Reading, outcome: Outcome, slots: dict[str, Slot]) -> Finding:
        truths = outcome.truths
        verdict = VERDICT[truths["verdict"]]
        limb, shown = _limb(reading, truths)
        either_way = verdict is Verdict.APPLICABLE and len(reading.limbs) > 1 and limb is None
        all_slots = {**slots, KIND: self.probe.slot(count, KIND)} if KIND in self.book.domains else slots
        stage = _stage(reading, truths)
        return Finding(
            id=finding_id(count, reading),
            provision=count.provision,
            title=reading.provision.title,
            citation=self.book.citation(count.provision, reading.version),
            offence_name=reading.version.offence_name or reading.provision.offence_name,
            version=VersionRef(
                effective=reading.version.effective,
                enacted_by=reading.version.enacted_by,
                basis=_basis(count.basis),
                source=reading.version.source,
                note=reading.version.note,
            ),
            versions_used=reading.key,
            count=CountRef(
                suspect=count.suspect, act=count.act, from_=count.first, to=count.last,
                victim=count.victim, material=count.material, group=count.group,
            ),
            verdict=verdict.value,
            limb=limb.name if limb else None,
            limb_label=limb.label if limb else None,
            either_way=either_way,
            stage=stage,
            modifiers=self._modifiers(reading, truths, stage, verdict),
            participation=_participation(self.case, count),
            elements=tuple(
                self._element(
                    reading.elements[name], truths[f"e:{name}"], all_slots,
                    tuple(a.name for a in reading.elements[name].alternatives
                          if truths[f"a:{name}:{a.name}"] is Truth.MET),
                )
                for name in shown
            ) + self._commenced(reading, truths, all_slots, stage),
            missing=tuple(missing(self.book, slots[p]) for p in outcome.missing),
            penalty=reading.penalty,
            limitation=None,
            reviewed=bool(reading.provision.reviewed),
            failing=_failing(reading, truths),
            derivation=tuple(
                DerivationStep(conclusion=d.conclusion, because=d.because) for d in outcome.derivation
            ),
        )  # fmt: skip

    def _commenced(
        self, reading: Reading, truths: Mapping[str, Truth], slots: dict[str, Slot], stage: Stage
    ) -> tuple[ElementResult, ...]:
        if reading.attempt is None or stage == "completed":
            return ()
        return tuple(self._element(e, truths[f"x:{e.id}"], slots) for e in reading.attempt.elements)

    def _modifiers(
        self, reading: Reading, truths: Mapping[str, Truth], stage: Stage, verdict: Verdict
    ) -> tuple[ModifierResult, ...]:
        found = []
        if reading.attempt and stage == "attempted" and verdict is Verdict.APPLICABLE:
            found.append(self._modifier_result(reading.attempt.id, "attempt", reading))
        for habit in reading.habits:
            if truths[f"m:{habit.id}"] is Truth.MET:
                found.append(self._modifier_result(habit.id, "habit", reading))
        return tuple(found)

    def _element(
        self, element: BoundElement, truth: Truth, slots: dict[str, Slot], alternatives: tuple[str, ...] = ()
    ) -> ElementResult:
        labels = {a.name: a.label for a in element.alternatives}
        return ElementResult(
            id=element.id,
            words=element.words,
            truth=truth.value,
            judgment=element.judgment,
            alternative=alternatives[0] if alternatives else None,
            alternatives=alternatives,
            alternative_label=labels[alternatives[0]] if alternatives else None,
            source=element.source,
            facts=tuple(seen(self.book, slots[p]) for p in paths(element.tree) if p in slots),
        )


def _label(count: Count) -> str:
    return f"{count.suspect}/{count.act}/{count.victim or '-'}/{count.material or '-'}"


def finding_id(count: Count, reading: Reading) -> str:
    """`provision@effective/suspect/act/victim/material/from`."""
    return f"{count.provision}@{reading.version.effective}/{_label(count)}/{count.first.isoformat()}"


def _basis(basis: str) -> Literal["conduct", "series", "continuing", "favourable"]:
    return "series" if basis == "series" else "continuing" if basis == "continuing" else "conduct"


def _limb(reading: Reading, known: Mapping[str, Truth]) -> tuple[BoundLimb | None, tuple[str, ...]]:
    """The limb that holds (or the only one still open), and the elements worth showing."""
    limbs = reading.limbs
    if len(limbs) == 1:
        return (limbs[0] if limbs[0].name else None), limbs[0].elements
    state = [known[f"l:{i}"] for i in range(len(limbs))]
    if Truth.MET in state:
        limb = limbs[state.index(Truth.MET)]
        return limb, limb.elements
    alive = [limb for limb, truth in zip(limbs, state, strict=True) if truth is not Truth.NOT_MET]
    if len(alive) == 1:
        return alive[0], alive[0].elements
    if alive:
        return None, tuple(dict.fromkeys(e for limb in alive for e in limb.elements))
    fails = [sum(known[f"e:{e}"] is Truth.NOT_MET for e in limb.elements) for limb in limbs]
    nearest = [limb for limb, n in zip(limbs, fails, strict=True) if n == min(fails)]
    return None, tuple(dict.fromkeys(e for limb in nearest for e in limb.elements))


def _failing(reading: Reading, known: Mapping[str, Truth]) -> int:
    """How many elements fail, in the limb that comes nearest; a result fails with the conduct that brings it about."""
    counts = []
    for limb in reading.limbs:
        failing = [name for name in limb.elements if known[f"e:{name}"] is Truth.NOT_MET]
        counts.append(len([name for name in failing if name not in reading.result]) or len(failing))
    return min(counts)


def _stage(reading: Reading, known: Mapping[str, Truth]) -> Stage:
    result = all(known[f"e:{name}"] is Truth.MET for name in reading.result)
    if reading.attempt is None or known["completed"] is Truth.MET or result:
        return "completed"
    if known["verdict"] is Truth.MET and known["completed"] is Truth.NOT_MET:
        return "attempted"
    return "undetermined"


def _participation(case: Case, count: Count) -> Participation:
    return "co_principal" if len(case.acts[count.deed].by) > 1 else "principal"


def order(judged: Judged) -> tuple[object, ...]:
    """The order in which findings are listed: verdict, then heaviest penalty, then statute and count."""
    finding = judged.finding
    rank = {"applicable": 0, "undetermined": 1, "not_applicable": 2}[finding.verdict]
    penalty = finding.penalty
    most = penalty.prison_months[1] if penalty.prison_months else 0
    least = penalty.prison_months[0] if penalty.prison_months else 0
    return (rank, not penalty.life, -most, -least, sort_key(finding.provision), finding.id)

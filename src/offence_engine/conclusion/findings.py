"""Counts and their outcomes -> Findings: verdict, limb, elements with facts and evidence, what is missing, stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from offence_engine.conclusion.outcome import failing_of, holds_unnamed, limb_of, stage_of
from offence_engine.conclusion.seen import missing, seen
from offence_engine.counting.probe import Probe, Slot, day_of
from offence_engine.counting.unfold import Count, Stretch, before_force, counts_of, pairings, stretches, suspects_of
from offence_engine.inference.judge import HELPER, Judge, Outcome
from offence_engine.inference.program import Program
from offence_engine.inference.reference import answer
from offence_engine.model.case import Case
from offence_engine.model.law import BoundElement, Reading
from offence_engine.model.logic import KIND, Atom, Tree, all_of, any_of, negated, paths, rewritten
from offence_engine.model.result import (
    CountRef,
    DerivationStep,
    ElementResult,
    Finding,
    MissingFact,
    ModifierResult,
    NotJudged,
    Participation,
    Stage,
    VersionRef,
)
from offence_engine.model.truth import VERDICT, Truth, Verdict
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
                before = before_force(book, provision, case.acts[act_id])
                group = []
                for piece in (*([before] if before else []), *pieces):
                    if piece.reading is None:
                        for gap in work.gaps(provision, act_id, suspect, piece):
                            not_judged.setdefault((gap.provision, gap.count), gap)
                    else:
                        group += list(work.findings(provision, act_id, suspect, piece, piece.reading))
                found += work.with_day(group, pieces)
            for helper in work.accessory(act_id, suspect):
                if any(helper.finding.id == own.finding.id for own in found):
                    # The helper's own act fills the same provision: a second finding under the same count.
                    helper.finding = helper.finding.model_copy(update={"id": f"{helper.finding.id}/accessory"})
                found.append(helper)
    return found, sorted(not_judged.values(), key=_gap_order)


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
        if not counts:
            return
        kind = self.case.acts[act_id].kind
        program = self.judge.program(reading, kind)
        if not program.possible:
            if not self.judge.ever_possible(provision, kind):
                return
            # Another version names this kind of act: that this one does not is an answer too.
            program = self.judge.program(reading, kind, whole=True)
        for count in counts:
            yield self._judged(count, reading, program)

    def _judged(self, count: Count, reading: Reading, program: Program) -> Judged:
        slots = {path: self.probe.slot(count, path) for path in program.paths}
        return Judged(self._finding(count, reading, program, slots), count, reading, program, slots)

    def with_day(self, group: list[Judged], pieces: tuple[Stretch, ...]) -> list[Judged]:
        """Where one unknown day may fall under several readings, a verdict stands only if it is the same under all."""
        if len(pieces) < 2 or (group and group[0].count.basis == "series"):
            return group
        by_pair: dict[tuple[str | None, ...], list[Judged]] = defaultdict(list)
        for judged in group:
            by_pair[judged.count.victim, judged.count.material, judged.count.principal].append(judged)
        result: dict[tuple[str, str | None], Judged] = {}
        for same in by_pair.values():
            everywhere = len(same) == len(pieces) and len({j.finding.verdict for j in same}) == 1
            decides = not everywhere or any(_differ(a, b) for a, b in combinations(same, 2))
            for judged in same:
                finding = judged.finding
                if finding.verdict != "not_applicable":
                    lacking = {m.at: m for m in finding.missing}
                    if decides and (not everywhere or finding.verdict == "undetermined"):
                        day = missing(self.book, *day_of(self.case, judged.count.deed))
                        lacking = {day.at: day} | lacking
                    settled = everywhere and finding.verdict == "applicable"
                    update = {
                        "verdict": finding.verdict if everywhere else "undetermined",
                        "day_decides": settled or not everywhere,
                        "missing": tuple(lacking.values()),
                    }
                    finding = finding.model_copy(update=update)
                # One version may stand in several pieces (only a concept changed): the one that leaves more open speaks.
                key = finding.id, judged.count.principal
                before = result.get(key)
                if before is None or before.finding.verdict == "not_applicable":
                    result[key] = replace(judged, finding=finding)
        return list(result.values())

    def accessory(self, act_id: str, suspect: str) -> list[Judged]:
        """Findings of a helper, each resting on findings of other persons' acts: one for all that bear one id."""
        found: dict[str, list[Judged]] = defaultdict(list)
        for aided in self.case.acts[act_id].aids:
            act = self.case.acts[aided]
            for provision in self.book.provisions:
                pieces = stretches(self.book, provision, act)
                group = [
                    judged
                    for piece in pieces
                    for principal in act.by
                    if principal != suspect and piece.reading is not None and piece.reading.accessory is not None
                    for judged in self._aided(act_id, suspect, aided, principal, provision, piece, piece.reading)
                ]
                for judged in self.with_day(group, pieces):
                    found[judged.finding.id].append(judged)
        return [_united(same) for same in found.values()]

    def _aided(
        self, act_id: str, suspect: str, aided: str, principal: str, provision: str, piece: Stretch, reading: Reading
    ) -> Iterator[Judged]:
        modifier = reading.accessory
        deed = self.judge.program(reading, self.case.acts[aided].kind)
        if modifier is None or not deed.possible:
            return
        program = self.judge.helped(deed, modifier)
        for own in counts_of(self.book, self.case, provision, aided, principal, piece):
            count = replace(own, suspect=suspect, act=act_id, principal=principal, principal_act=aided)
            alone = replace(count, principal=None, principal_act=None)
            slots = {
                path: self.probe.slot(alone if path.startswith(HELPER) else count, path.removeprefix(HELPER))
                for path in program.paths
            }
            finding = self._finding(count, reading, program, slots)
            truths = self._outcome(count, program, slots).truths
            seen_by = {path.removeprefix(HELPER): slot for path, slot in sorted(slots.items(), key=_helper_last)}
            finding = finding.model_copy(
                update={
                    "participation": "accessory",
                    "rests_on": (finding_id(own, reading),),
                    "elements": (
                        *finding.elements,
                        *(self._element(e, truths[f"y:{e.id}"], seen_by) for e in modifier.elements),
                    ),
                    "failing": finding.failing + sum(truths[f"y:{e.id}"] is Truth.NOT_MET for e in modifier.elements),
                    # A habit is of the one who has it: the principal's does not raise the helper's penalty.
                    "modifiers": (
                        *(m for m in finding.modifiers if m.kind != "habit"),
                        self._modifier_result(modifier.id, "accessory", reading),
                    ),
                }
            )
            yield Judged(finding, count, reading, program, slots)

    def _outcome(self, count: Count, program: Program, slots: Mapping[str, Slot]) -> Outcome:
        return self.judge.judge(program, {path: slot.mask for path, slot in slots.items()}, _label(count))

    def _lacking(self, count: Count, program: Program, slots: dict[str, Slot]) -> tuple[MissingFact, ...]:
        """What still decides the verdict, and where it is told: of an age the birth, or the day on which it is asked."""
        found: dict[str, MissingFact] = {}
        for path in self._outcome(count, program, slots).missing:
            slot = slots[path]
            places = [(slot.at, slot.path)]
            if slot.age is not None and slot.age.told_at:
                by_day, by_birth = (
                    any(self._decides(count, program, slots, path, mask) for mask in masks if mask & (mask - 1))
                    for masks in self.probe.age_masks(slot.path, slot.age)
                )
                places = [*(places if by_day or not by_birth else ()), *(slot.age.told_at if by_birth else ())]
            found |= {at: missing(self.book, at, asked) for at, asked in places}
        return tuple(found.values())

    def _decides(self, count: Count, program: Program, slots: dict[str, Slot], path: str, mask: int) -> bool:
        """Whether a path still decides when only these regions are left of it."""
        return path in self._outcome(count, program, {**slots, path: replace(slots[path], mask=mask)}).missing

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

    def _finding(self, count: Count, reading: Reading, program: Program, slots: dict[str, Slot]) -> Finding:
        outcome = self._outcome(count, program, slots)
        truths = outcome.truths
        verdict = VERDICT[truths["verdict"]]
        limb, shown = limb_of(reading, truths)
        open_limb = len(reading.limbs) > 1 and limb is None
        either_way = verdict is Verdict.APPLICABLE and (open_limb or holds_unnamed(reading, truths, shown))
        all_slots = {**slots, KIND: self.probe.slot(count, KIND)} if KIND in self.book.domains else slots
        stage = stage_of(reading, truths)
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
            missing=self._lacking(count, program, slots),
            penalty=reading.penalty,
            limitation=None,
            reviewed=bool(reading.provision.reviewed),
            failing=failing_of(reading, truths),
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


def _helper_last(entry: tuple[str, Slot]) -> bool:
    return entry[0].startswith(HELPER)


def _united(same: list[Judged]) -> Judged:
    """One of several findings of a helper that differ only in whose deed was helped: the one that says most."""
    rank = {"applicable": 0, "undetermined": 1, "not_applicable": 2}
    best = min(same, key=lambda judged: rank[judged.finding.verdict])
    alike = [judged.finding for judged in same if judged.finding.verdict == best.finding.verdict]
    lacking = {m.at: m for finding in alike for m in finding.missing}
    update = {"rests_on": tuple(x for f in alike for x in f.rests_on), "missing": tuple(lacking.values())}
    return replace(best, finding=best.finding.model_copy(update=update))


MOST_TRIED = 12


def _differ(one: Judged, other: Judged) -> bool:
    """Whether some facts fill the one reading and not the other (taken to be so where too much is open to try)."""
    masks: dict[str, int] = {}

    def named(judged: Judged, side: str) -> Tree:
        def atom(part: Atom) -> Tree:
            slot = judged.slots[part.path]
            name = part.path if slot.age is None else f"{side}{part.path}"
            masks[name] = slot.mask
            return Atom(name, part.mask)

        return rewritten(judged.program.trees["verdict"], atom)

    a, b = named(one, "1:"), named(other, "2:")
    if sum(mask & (mask - 1) != 0 for mask in masks.values()) > MOST_TRIED:
        return one.program.trees["verdict"] != other.program.trees["verdict"]
    either = any_of([all_of([a, negated(b)]), all_of([negated(a), b])])
    return answer(either, masks) is not Truth.NOT_MET


def _gap_order(gap: NotJudged) -> tuple[object, ...]:
    return (*sort_key(gap.provision), gap.count.from_, gap.count.act, gap.count.suspect)


def _label(count: Count) -> str:
    return f"{count.suspect}/{count.act}/{count.victim or '-'}/{count.material or '-'}"


def finding_id(count: Count, reading: Reading) -> str:
    """`provision@effective/suspect/act/victim/material/from`."""
    return f"{count.provision}@{reading.version.effective}/{_label(count)}/{count.first.isoformat()}"


def _basis(basis: str) -> Literal["conduct", "series", "continuing", "favourable"]:
    return "series" if basis == "series" else "continuing" if basis == "continuing" else "conduct"


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

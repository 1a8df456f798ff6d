"""Counts and their outcomes -> Findings: verdict, limb, elements with facts and evidence, what is missing, stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from offence_engine.conclusion.outcome import failing_of, holds_unnamed, limb_of, stage_of
from offence_engine.conclusion.seen import missing, seen
from offence_engine.counting.probe import Probe, Slot, day_of
from offence_engine.counting.unfold import Count, Stretch, before_force, counts_of, pairings, stretches
from offence_engine.inference.judge import Judge, Outcome
from offence_engine.inference.program import Program
from offence_engine.inference.reference import answer
from offence_engine.model.case import Case
from offence_engine.model.law import BoundElement, BoundModifier, Reading
from offence_engine.model.logic import KIND, Atom, Tree, all_of, any_of, negated, paths, rewritten
from offence_engine.model.penalty import Penalty, weight
from offence_engine.model.result import (
    CountRef,
    DerivationStep,
    ElementResult,
    Finding,
    MissingFact,
    ModifierResult,
    NotJudged,
    Participation,
    Raised,
    SeenFact,
    Stage,
    VersionRef,
)
from offence_engine.model.truth import VERDICT, Truth, Verdict
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


@dataclass
class Work:
    """What judging a case needs: rules, case, the two engines, and where facts are looked up."""

    book: Rulebook
    case: Case
    judge: Judge
    probe: Probe
    told: dict[int, tuple[Slot, SeenFact]] = field(default_factory=dict)

    def of_provision(
        self, provision: str, act_id: str, suspect: str, not_judged: dict[tuple[object, ...], NotJudged]
    ) -> list[Judged]:
        """The findings of one suspect's act under one provision; adds what could not be judged."""
        act = self.case.acts[act_id]
        pieces = stretches(self.book, provision, act)
        before = before_force(self.book, provision, act)
        group: list[Judged] = []
        for piece in (*([before] if before else []), *pieces):
            if piece.reading is None:
                for gap in self.gaps(provision, act_id, suspect, piece):
                    not_judged.setdefault((gap.provision, gap.count), gap)
            else:
                group += list(self.findings(provision, act_id, suspect, piece, piece.reading))
        return self.with_day(group, pieces)

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
            yield self.judged(count, reading, program)

    def judged(self, count: Count, reading: Reading, program: Program) -> Judged:
        slots = {path: self.probe.slot(count, path) for path in program.paths}
        return Judged(self.finding(count, reading, program, slots), count, reading, program, slots)

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
            versions = len({j.finding.version.effective for j in same})
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
                        "day_decides": (settled and versions > 1) or not everywhere,
                        "missing": tuple(lacking.values()),
                    }
                    finding = finding.model_copy(update=update)
                # One version may stand in several pieces (only a concept changed): the one that leaves more open speaks.
                key = finding.id, judged.count.principal
                before = result.get(key)
                if before is None or before.finding.verdict == "not_applicable":
                    result[key] = replace(judged, finding=finding)
        return list(result.values())

    def outcome(self, count: Count, program: Program, slots: Mapping[str, Slot]) -> Outcome:
        return self.judge.judge(program, {path: slot.mask for path, slot in slots.items()}, _label(count))

    def _lacking(self, count: Count, program: Program, slots: dict[str, Slot]) -> tuple[MissingFact, ...]:
        """What still decides the verdict, and where it is told: of an age the birth, or the day on which it is asked."""
        found: dict[str, MissingFact] = {}
        for path in self.outcome(count, program, slots).missing:
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
        return path in self.outcome(count, program, {**slots, path: replace(slots[path], mask=mask)}).missing

    def modifier_result(self, bound: BoundModifier) -> ModifierResult:
        return ModifierResult(
            id=bound.id,
            kind=bound.modifies,
            citation=self.book.citation(bound.id, bound.reach),
            effective=bound.reach.effective,
            because=bound.note or bound.title,
            settled=bound.settled,
        )

    def finding(self, count: Count, reading: Reading, program: Program, slots: dict[str, Slot]) -> Finding:
        outcome = self.outcome(count, program, slots)
        truths = outcome.truths
        verdict = VERDICT[truths["verdict"]]
        limb, shown = limb_of(reading, truths)
        open_limb = len(reading.limbs) > 1 and limb is None
        either_way = verdict is Verdict.APPLICABLE and (open_limb or holds_unnamed(reading, truths, shown))
        all_slots = {**slots, KIND: self.probe.slot(count, KIND)} if KIND in self.book.domains else slots
        stage = stage_of(reading, truths)
        modifiers = self._modifiers(reading, truths, stage, verdict)
        justified = any(m.kind == "justification" for m in modifiers)
        if justified:
            verdict, either_way = Verdict.NOT_APPLICABLE, False
        rests_on = tuple(dict.fromkeys(f for slot in slots.values() for f in slot.rests_on))
        return Finding(
            id=finding_id(count, reading),
            provision=count.provision,
            title=reading.provision.title,
            citation=self.book.citation(
                count.provision, reading.version.by_limb.get((limb.name if limb else None) or "", reading.version)
            ),
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
            modifiers=modifiers,
            participation=_participation(self.case, count, reading, limb.name if limb else None),
            rests_on=rests_on,
            raised=self._raised(count, reading, truths, slots) if verdict is not Verdict.NOT_APPLICABLE else (),
            elements=tuple(
                self.element(
                    reading.elements[name], truths[f"e:{name}"], all_slots,
                    tuple(a.name for a in reading.elements[name].alternatives
                          if truths[f"a:{name}:{a.name}"] is Truth.MET),
                )
                for name in shown
            ) + self._commenced(reading, truths, all_slots, stage),
            missing=() if justified else self._lacking(count, program, slots),
            penalty=self._penalty(reading, limb.name if limb else None, rests_on),
            limitation=None,
            reviewed=all(
                self.book.is_reviewed(id_, day)
                for id_, day in ((count.provision, reading.version.effective), *((m.id, m.effective) for m in modifiers))
            ),
            failing=failing_of(reading, truths),
            derivation=tuple(
                DerivationStep(conclusion=d.conclusion, because=d.because) for d in outcome.derivation
            ),
        )  # fmt: skip

    def _raised(
        self, count: Count, reading: Reading, truths: Mapping[str, Truth], known: Mapping[str, Slot]
    ) -> tuple[Raised, ...]:
        """The justifications of which a part is met and the rest is not judged."""
        found = []
        # What the kind of act already decides is in no program: it is looked up here.
        trees = [e.tree for m in reading.added if m.modifies == "justification" for e in m.elements]
        slots = {**{p: self.probe.slot(count, p) for tree in trees for p in paths(tree) if p not in known}, **known}
        masks = {path: slot.mask for path, slot in slots.items()}
        for modifier in reading.added:
            if modifier.modifies != "justification" or truths[f"m:{modifier.id}"] is not Truth.UNDETERMINED:
                continue
            state = [(e, answer(e.tree, masks)) for e in modifier.elements]
            if any(truth is Truth.MET for _, truth in state):
                open_paths = dict.fromkeys(
                    p for e, truth in state if truth is Truth.UNDETERMINED for p in paths(e.tree) if not slots[p].known
                )
                result = self.modifier_result(modifier)
                found.append(
                    Raised(
                        id=modifier.id,
                        title=modifier.title,
                        citation=result.citation,
                        because=result.because,
                        missing=tuple(missing(self.book, slots[p].at, slots[p].path) for p in open_paths),
                    )
                )
        return tuple(found)

    def _penalty(self, reading: Reading, limb: str | None, rests_on: tuple[str, ...]) -> Penalty:
        """The statutory penalty (of the limb, where it has its own); one by reference is that of the heaviest finding
        on which this one rests."""
        of_limb = self.book.limb_penalties.get((reading.provision.id, reading.version.effective, limb or ""))
        if of_limb is not None:
            return of_limb
        if reading.penalty.same_as is None:
            return reading.penalty
        below = [e.penalty for e in self.probe.established if e.finding in rests_on and e.penalty.prison_months]
        if not below:
            return reading.penalty
        heaviest = max(below, key=weight)
        return heaviest.model_copy(update={"form": "by-reference", "same_as": reading.penalty.same_as})

    def _commenced(
        self, reading: Reading, truths: Mapping[str, Truth], slots: dict[str, Slot], stage: Stage
    ) -> tuple[ElementResult, ...]:
        if reading.attempt is None or stage == "completed":
            return ()
        return tuple(self.element(e, truths[f"x:{e.id}"], slots) for e in reading.attempt.elements)

    def _modifiers(
        self, reading: Reading, truths: Mapping[str, Truth], stage: Stage, verdict: Verdict
    ) -> tuple[ModifierResult, ...]:
        found = []
        if reading.attempt and stage == "attempted" and verdict is Verdict.APPLICABLE:
            found.append(self.modifier_result(reading.attempt))
        for modifier in reading.added:
            if truths[f"m:{modifier.id}"] is Truth.MET:
                found.append(self.modifier_result(modifier))
        return tuple(found)

    def _seen(self, slot: Slot) -> SeenFact:
        """What a reader sees of a slot; the probe gives the same slot again, so this is told once."""
        known = self.told.get(id(slot))
        if known is None or known[0] is not slot:
            known = self.told[id(slot)] = (slot, seen(self.book, slot))
        return known[1]

    def element(
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
            facts=tuple(self._seen(slots[p]) for p in paths(element.tree) if p in slots),
        )


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


def _label(count: Count) -> str:
    return f"{count.suspect}/{count.act}/{count.victim or '-'}/{count.material or '-'}"


def finding_id(count: Count, reading: Reading) -> str:
    """`provision@effective/suspect/act/victim/material/from`."""
    return f"{count.provision}@{reading.version.effective}/{_label(count)}/{count.first.isoformat()}"


def _basis(basis: str) -> Literal["conduct", "series", "continuing", "favourable"]:
    return "series" if basis == "series" else "continuing" if basis == "continuing" else "conduct"


def _participation(case: Case, count: Count, reading: Reading, limb: str | None) -> Participation:
    if limb in reading.provision.limb_participation:
        return reading.provision.limb_participation[limb]
    return "co_principal" if len(case.acts[count.deed].by) > 1 else "principal"

"""The case that would kill a surviving mutant, ready to paste; or the proof that no case could."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any, Literal

from offence_engine.errors import OffenceError
from offence_engine.inference.judge import HELPER, judged_by
from offence_engine.inference.program import questions
from offence_engine.model.law import Reading
from offence_engine.model.logic import Tree, all_of, any_of, negated
from offence_engine.model.result import Finding
from offence_engine.model.rule import ModifierFile, RuleCase
from offence_engine.rulebook.domains import FINDING
from offence_engine.rulebook.reading import boundaries_of, reading_on
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.difference import Search, TooLong
from offence_engine.workbench.mutants import Mutant
from offence_engine.workbench.mutation import Lab
from offence_engine.workbench.pins import flow, typical_day
from offence_engine.workbench.trials import Recorder, RuleFile, Trial, read_trial, rule_of
from offence_engine.workbench.turns import YEAR_END, Frame, frame_of, tree_for

MOST_TRIED = 60
_OF_VICTIM = frozenset({"victim", "stance", "shown", "pair"})
_OF_MATERIAL = frozenset({"material", "shown"})
DAY = timedelta(days=1)
State = Literal["equivalent", "case", "nothing"]
Expect = Literal["applicable", "not_applicable", "undetermined"]


@dataclass(frozen=True)
class Proposal:
    """`equivalent`: no facts tell the mutant from the rule. `case`: this one does, to be written into `rule`. `nothing`:
    facts do, but none of the cases tried could be written (`why`)."""

    state: State
    rule: str = ""
    case: RuleCase | None = None
    why: str = ""


def proposal(lab: Lab, mutant: Mutant) -> Proposal:
    """What is to be done about a mutant of a condition or of structure that no case killed."""
    affected = lab.users.get((mutant.owner, mutant.rule), frozenset())
    book = lab.mutated(mutant, affected)
    why = "no typical case reaches it"
    with judged_by(Recorder(book, lab.bench.judge)):
        if equivalent(lab, book, mutant, affected):
            return Proposal("equivalent")
        for frame in _frames(lab, mutant, affected):
            for one, other in _differing(lab.book, book, frame):
                found = _case(lab, book, frame, one, other)
                if found.state == "case":
                    return found
                why = found.why or why
    return Proposal("nothing", why=why)


def equivalent(lab: Lab, mutant: Rulebook, made: Mutant, affected: frozenset[str]) -> bool:
    """Whether it is proven that no facts tell a mutant from the book: in every provision that it can change, on every
    day, verdict, stage, limb and modifiers are the same functions of the facts (which elements are named as the reason
    may differ)."""
    if not affected:
        return False
    searches = [Search(lambda path: 0, regions) for regions in worlds(lab.book)]
    for id_ in affected:
        for day in sorted({*boundaries_of(lab.book, id_), *boundaries_of(mutant, id_)}):
            one, other = reading_on(lab.book, id_, day), reading_on(mutant, id_, day)
            if one is None or other is None:
                if one is not other:
                    return False
                continue
            before, now = _decisive(one), _decisive(other)
            if before.keys() != now.keys():
                return False
            try:
                changed = [name for name in before if before[name] != now[name]]
                if not all(search.equal(before[name], now[name]) for name in changed for search in searches):
                    return False
            except TooLong:
                return False
    return True


def _decisive(reading: Reading) -> dict[str, Tree]:
    """What decides the verdict, the stage, which limb is named, the modifiers, and who takes part in the deed."""
    asked = questions(reading)
    # A deed that is justified is not applicable whatever its elements.
    excused = [negated(asked[f"m:{m.id}"]) for m in reading.added if m.modifies == "justification"]
    found = {"verdict": all_of([asked["verdict"], *excused])}
    if reading.attempt is not None:
        done = any_of([asked["completed"], all_of([reading.elements[name].tree for name in reading.result])])
        found["attempted"] = all_of([asked["verdict"], negated(done)])
    limbs = [tree for name, tree in asked.items() if name.startswith("l:")]
    for index, tree in enumerate(limbs):
        # The first limb that holds is named.
        found[f"limb {index}"] = all_of([tree, *(negated(earlier) for earlier in limbs[:index])])
    found |= {name: tree for name, tree in asked.items() if name.startswith("m:")}
    return found | {f"y:{m.id}": all_of([e.tree for e in m.elements]) for m in reading.participations}


def worlds(book: Rulebook) -> Iterator[dict[str, int]]:
    """The regions that each path can be in, for each way in which a count may lack a victim or a material: what it lacks
    has no facts at all, and what it has, has all of them."""
    for lacking in (frozenset(), _OF_VICTIM, _OF_MATERIAL, _OF_VICTIM | _OF_MATERIAL):
        found = {p: d.absent if _home(p) in lacking else d.unknown for p, d in book.domains.items()}
        yield found | {f"{HELPER}{path}": mask for path, mask in found.items()}


def _home(path: str) -> str:
    return path.partition(".")[0]


def stated_regions(book: Rulebook) -> dict[str, int]:
    """The regions that a case can state."""
    found = {path: domain.unknown for path, domain in book.domains.items()}
    return found | {f"{HELPER}{path}": mask for path, mask in found.items()}


def _frames(lab: Lab, mutant: Mutant, affected: frozenset[str]) -> Iterator[Frame]:
    """The typical cases on each day from which the law of an affected rule is another, those of the rule itself first."""
    for id_ in lab.concerned(mutant, affected):
        yield from _frames_of(lab, id_)


def _frames_of(lab: Lab, id_: str) -> Iterator[Frame]:
    rule = rule_of(lab.book, id_)
    if isinstance(rule, ModifierFile):
        reaches = [r.effective for r in rule.reaches]
        days = [typical_day(rule, d, u) for d, u in zip(reaches, [*reaches[1:], None], strict=True)]
    else:
        days = list(boundaries_of(lab.book, id_))
    for day in days:
        if (id_, day) not in lab.typical:
            lab.typical[id_, day] = frame_of(lab.book, rule, day)
        frame = lab.typical[id_, day]
        if frame is not None:
            yield frame


def _differing(book: Rulebook, mutant: Rulebook, frame: Frame) -> Iterator[tuple[Tree, Tree]]:
    """The questions whose trees differ: the verdict first, then whether it is completed, limbs, modifiers."""
    one, other = reading_on(book, frame.provision, frame.day), reading_on(mutant, frame.provision, frame.day)
    if one is None or other is None:
        return
    if frame.modifies is not None:
        mine, its = tree_for(one, frame), tree_for(other, frame)
        if mine is not None and its is not None and mine != its:
            yield mine, its
        return
    before, now = _decisive(one), _decisive(other)
    for name in before:
        if name[:2] not in ("m:", "y:") and name in now and before[name] != now[name]:
            yield before[name], now[name]


def _case(lab: Lab, mutant: Rulebook, frame: Frame, one: Tree, other: Tree) -> Proposal:
    search = Search(frame.mask, stated_regions(lab.book))
    why = ""
    try:
        for facts in islice(search.differences(one, other), MOST_TRIED):
            but = _stated(lab.book, frame, facts)
            if but is None:
                why = why or "facts that no case states: " + ", ".join(sorted(facts))
                continue
            case, refused = _written(lab, mutant, frame, but)
            if case is not None:
                return Proposal("case", frame.rule, case)
            why = refused or why
    except TooLong:
        return Proposal("nothing", why="too many ways to try")
    return Proposal("nothing", why=why or "needs more changes than were tried")


def _stated(book: Rulebook, frame: Frame, facts: dict[str, int]) -> dict[str, Any] | None:
    """The changes of the typical case that give these facts; None where they cannot be stated."""
    but: dict[str, Any] = {}
    for path, bit in facts.items():
        plain = path.removeprefix(HELPER)
        if plain.startswith((FINDING, "case.")):
            return None
        at = plain
        if plain != path and frame.modifies == "legal_entity":
            at = f"for.{plain.removeprefix('part.')}" if plain.startswith("part.") else plain
        if ".age@" in plain:
            who, _, _ = plain.partition(".")
            born = next((b for name, told in frame.families(book, path) for v, m in told.items()
                         if m == bit and (b := _birth(frame.day, int(v), name.endswith(YEAR_END)))), None)  # fmt: skip
            if born is None or f"{who}.birth" in but:
                return None
            but[f"{who}.birth"] = born.isoformat()
            continue
        value = book.domains[plain].samples[bit.bit_length() - 1]
        if value is None:
            return None
        written: Any = list(value) if isinstance(value, tuple) else value if isinstance(value, int) else str(value)
        if book.facts[plain].derived == "recipients_beyond_victim" and value == "no":
            # Who is listed as a recipient was reached.
            but["act.recipients"] = []
        but[at] = {"value": written, "by": "시험"} if book.facts[plain].type == "judgment" else written
    return but


def _birth(day: date, age: int, year_end: bool) -> date:
    if year_end:
        return date(day.year - age - 1, 12, 31)
    return day.replace(year=day.year - age, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _written(lab: Lab, mutant: Rulebook, frame: Frame, but: dict[str, Any]) -> tuple[RuleCase | None, str]:
    """The case of these changes with what it comes out as, if it comes out otherwise under the mutant."""
    rule = rule_of(lab.book, frame.rule)
    draft = RuleCase(name="-", on=frame.day, but=but, expect="applicable")
    try:
        trial = read_trial(lab.book, frame.rule, rule, draft, 0)
    except (OffenceError, KeyError) as problem:
        return None, str(problem).splitlines()[0]
    # A later law that is milder may hide the mistake: as of the very day of the act it cannot.
    same_day = draft.model_copy(update={"as_of": frame.day})
    tried = [
        *expectations(lab, rule, trial),
        *expectations(lab, rule, replace(trial, written=same_day, as_of=frame.day)),
    ]
    for case in tried:
        written = replace(trial, written=case, as_of=case.as_of or trial.as_of)
        if written.run(mutant) is not None:
            return case.model_copy(update={"name": name_of(lab.book, case)}), ""
    return None, "the answer would be the same"


def expectations(lab: Lab, rule: RuleFile, trial: Trial) -> Iterator[RuleCase]:
    """The case with the answer of the book, from the plain verdict to all that can be asked of it."""
    draft = trial.written
    verdicts: tuple[Expect, ...] = ("applicable", "not_applicable", "undetermined")
    for verdict in verdicts:
        case = draft.model_copy(update={"expect": verdict})
        plain = replace(trial, written=case)
        if plain.run(lab.book) is not None:
            continue
        best = plain.best(lab.book)
        more = _asked_more(best, rule) if best is not None else {}
        # The reason is told where there is one: who reads the case sees on which element it turns.
        if verdict == "not_applicable" and len(more.get("because", ())) == 1:
            yield case.model_copy(update={"because": more["because"]})
        yield case
        for name, value in more.items():
            yield case.model_copy(update={name: value})
        return


def _asked_more(finding: Finding, rule: RuleFile) -> dict[str, Any]:
    more: dict[str, Any] = {"because": tuple(e.id for e in finding.elements if e.truth == "not_met")}
    if finding.verdict == "applicable":
        more["stage"] = finding.stage
    if finding.limb is not None:
        more["limb"] = finding.limb
    return {k: v for k, v in more.items() if v}


_ENDS = {"applicable": "성립한다", "not_applicable": "성립하지 않는다", "undetermined": "판단을 미룬다"}


def name_of(book: Rulebook, case: RuleCase) -> str:
    """A name for a proposed case: what is changed, and what comes of it."""
    said = []
    for path, value in case.but.items():
        plain = value["value"] if isinstance(value, dict) else value
        home, _, short = path.partition(".")
        if short == "birth":
            said.append(f"{'피의자' if home == 'suspect' else '피해자'} {plain}생")
            continue
        if path == "act.recipients":
            continue
        decl = book.facts[path if home != "for" else f"part.{short}"]
        labels = [
            decl.values[v].ko if v in decl.values else str(v) for v in (plain if isinstance(plain, list) else [plain])
        ]
        told = {"yes": "그렇다", "no": "아니다"}
        said.append(f"{decl.ko}: {'ㆍ'.join(told.get(x, x) for x in labels) or '없음'}")
    return f"{', '.join(said) or '전형적인 사건'} - {_ENDS.get(case.expect, case.expect)}"


def in_yaml(case: RuleCase) -> str:
    """A case as a line of a rule file."""
    plain = case.model_dump(mode="json", exclude_defaults=True)
    order = ["name", "on", "as_of", "but", "unknown", "expect"]
    return "- " + flow({key: plain[key] for key in [*order, *plain] if key in plain})

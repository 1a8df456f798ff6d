"""A count's facts: where each stands in the case, what was stated, and which regions of its values remain possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from offence_engine.counting.unfold import Count
from offence_engine.model.case import Act, Case, Facts, FactValue
from offence_engine.model.condition import FindingTest
from offence_engine.model.logic import KIND
from offence_engine.model.penalty import Penalty
from offence_engine.model.time import Span, birthday, candidates
from offence_engine.rulebook.domains import FINDING, Domain
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.rulebook import Rulebook

# An age from which on only the lower bound says something ("19 or over").
_VERY_OLD = 100
_EVER = date(1900, 1, 1)
_SAID = "kind of act"


@dataclass(frozen=True, slots=True)
class Age:
    """What an age is judged from: the days of birth and the days on which it is asked that are possible, and where the
    latter could be told more exactly (place, path)."""

    birth: Span
    days: Span
    told_at: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Established:
    """A finding on which others may rest: its id, count, whether it is applicable, and its statutory maximum."""

    finding: str
    count: Count
    applicable: bool
    penalty: Penalty

    def fits(self, test: FindingTest, doer: str) -> bool:
        """Whether it is such a finding as a test asks for (apart from what both must share)."""
        if test.what and not any(reaches(named, self.count.provision) for named in test.what):
            return False
        if test.by != "anyone" and (self.count.suspect == doer) is not (test.by == "suspect"):
            return False
        most = self.penalty.prison_months[1] if self.penalty.prison_months else 0
        heaviest = self.penalty.life or self.penalty.death
        return test.prison_at_least_years == 0 or heaviest or most >= test.prison_at_least_years * 12


@dataclass(frozen=True, slots=True)
class Slot:
    """One path of one count: its place in the case, the value seen, and the mask of what is still possible."""

    path: str
    at: str
    mask: int
    fact: FactValue | None
    age: Age | None = None
    rests_on: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return self.mask & (self.mask - 1) == 0


class Probe:
    """Looks facts up for counts of one case; what a path finds is remembered by its place."""

    def __init__(self, book: Rulebook, case: Case, established: Sequence[Established] = ()) -> None:
        self.book = book
        self.case = case
        self.established = established
        self.own_hand = frozenset(name for name, kind in book.kinds.items() if kind.makes)
        self._cache: dict[tuple[object, ...], Slot] = {}
        self._age_masks: dict[tuple[str, Span, Span], tuple[frozenset[int], frozenset[int]]] = {}

    def slot(self, count: Count, path: str) -> Slot:
        key = (
            path,
            count.doer,
            count.suspect,
            count.act,
            count.deed,
            count.victim,
            count.material,
            count.group,
            count.days,
            count.last,
            self._nobody(count),
        )
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._look(count, path)
        return found

    def _look(self, count: Count, path: str) -> Slot:
        domain = self.book.domains[path]
        if path.startswith(FINDING):
            return self._finding(count, path, domain)
        if ".age@" in path:
            return self._age(count, path, domain)
        home, _, name = path.partition(".")
        if path == KIND:
            kind = FactValue(value=self.case.acts[count.deed].kind)
            return Slot(path, f"acts.{count.deed}.kind", domain.at(kind.value or ""), kind)
        at, fact, exists = self._stated(count, home, name)
        if not exists:
            return Slot(path, at, domain.absent, None)
        mask = domain.unknown
        if fact is not None and fact.value is not None:
            judged = self.book.facts[path].type != "judgment" or fact.by is not None
            mask = domain.at(fact.value) if judged else mask
        return Slot(path, at, mask, fact)

    def _stated(self, count: Count, home: str, name: str) -> tuple[str, FactValue | None, bool]:
        """(place, what is stated, whether what would carry it exists)."""
        case, act = self.case, self.case.acts[count.deed]
        match home:
            case "case":
                return f"case.{name}", case.facts.get(name), True
            case "act":
                return f"acts.{count.deed}.{name}", self._act_fact(count, name), True
            case "part":
                doer = count.doer
                key, parts = ("for", act.for_) if doer in act.for_ else ("by", act.by)
                stated_part = parts[doer].facts.get(name) if doer in parts else None
                return f"acts.{count.deed}.{key}.{doer}.{name}", stated_part, True
            case "stance":
                if self._nobody(count):
                    return f"acts.{count.deed}.towards", None, False
                stance = act.towards.get(count.victim or "")
                return (
                    f"acts.{count.deed}.towards.{count.victim or '?'}.{name}",
                    stance.facts.get(name) if stance else None,
                    True,
                )
            case "shown":
                return self._shown(count, name)
            case "material":
                if count.material is None:
                    return f"acts.{count.deed}.object.{name}", None, False
                at, fact = self._inherited(count.material, name)
                return at, fact, True
            case "channel":
                return self._channel(count, name)
            case "group":
                group = case.groups.get(count.group or "")
                return f"groups.{count.group or '?'}.{name}", group.facts.get(name) if group else None, True
            case "pair":
                for key, pair in case.pairs.items():
                    if (pair.suspect, pair.victim) == (count.doer, count.victim):
                        return f"pairs.{key}.{name}", pair.facts.get(name), True
                return f"pairs.{count.doer}-{count.victim or '?'}.{name}", None, not self._nobody(count)
        person = count.doer if home == "suspect" else count.victim
        facts: Facts = case.persons[person].facts if person else {}
        if home == "suspect" and name not in facts and (of_entity := self._of_entity(act, name)) is not None:
            return *of_entity, True
        return f"persons.{person or '?'}.{name}", facts.get(name), person is not None or not self._nobody(count)

    def _of_entity(self, act: Act, name: str) -> tuple[str, FactValue] | None:
        """What is stated of the entity for which it was done, whose duty is met or missed by its people; nothing where
        several entities are told of differently."""
        told = [
            (f"persons.{e}.{name}", fact) for e in sorted(act.for_) if (fact := self.case.persons[e].facts.get(name))
        ]
        return told[0] if told and all(fact.value == told[0][1].value for _, fact in told) else None

    def _nobody(self, count: Count) -> bool:
        """Whether the case says that there is no victim in the role (as against not saying who)."""
        if count.victim is not None:
            return False
        return self.book.provisions[count.provision].roles.victim == "none" or "persons" in self.case.complete

    def _act_fact(self, count: Count, name: str) -> FactValue | None:
        act = self.case.acts[count.deed]
        stated = act.facts.get(name)
        if stated is not None:
            return stated
        decl = self.book.facts[f"act.{name}"]
        if decl.derived == "recipients_beyond_victim" and self.case.recipients_beyond_victim(act):
            return FactValue(value="yes", by="recipients", evidence=act.evidence)
        said = self.book.kinds[act.kind].says.get(name)
        return FactValue(value=said, by=_SAID, evidence=act.evidence) if said is not None else None

    def _shown(self, count: Count, name: str) -> tuple[str, FactValue | None, bool]:
        material = count.material
        if material is None:
            return f"acts.{count.deed}.object.{name}", None, False
        where = self.case.shown_in(material)
        decl = self.book.facts[f"shown.{name}"]
        of_material = decl.derived == "fact_of_material"
        whole_at, whole = self._inherited(material, name) if of_material else ("", None)
        if count.victim is None or count.victim not in where:
            at = whole_at if of_material else f"materials.{material}.shown.{count.victim or '?'}.{name}"
            return at, whole, of_material or not self._nobody(count)
        at = f"materials.{where[count.victim]}.shown.{count.victim}.{name}"
        for source in self.case.originals(material):
            shown = self.case.materials[source].shown.get(count.victim)
            if shown and name in shown.facts:
                return f"materials.{source}.shown.{count.victim}.{name}", shown.facts[name], True
        if whole is not None and whole.value is not None and (whole.value != "yes" or len(where) == 1):
            # Said of the whole material: "no" holds of everyone in it, "yes" of the only one in it.
            return whole_at, whole, True
        # That others made it does not show that the person did not: what they made may be a copy.
        makers = self.case.makers(material, self.own_hand) if decl.derived == "product_of_shown_person" else []
        if any(count.victim in by for by in makers):
            return at, FactValue(value="yes", by="product"), True
        return at, None, True

    def _finding(self, count: Count, path: str, domain: Domain) -> Slot:
        """Whether a finding such as the test asks for is among those already judged."""
        test = domain.tests[0]
        assert isinstance(test, FindingTest)
        at = self._shared_at(count, test.finding)
        alike = [e for e in self.established if self._shares(count, e.count, test.finding) and e.fits(test, count.doer)]
        held = tuple(e.finding for e in alike if e.applicable)
        if held:
            return Slot(path, at, domain.mask(test), FactValue(value="yes"), None, held)
        may = any(self._may_share(count, e.count, test.finding) and e.fits(test, count.doer) for e in self.established)
        if not alike and not may and "acts" in self.case.complete:
            return Slot(path, at, domain.absent, FactValue(value="no"))
        return Slot(path, at, domain.unknown, None, None, tuple(e.finding for e in alike))

    def _shared_at(self, count: Count, shared: str) -> str:
        act = self.case.acts[count.deed]
        match shared:
            case "group":
                return f"groups.{act.group or '?'}"
            case "material":
                return f"materials.{count.material or '?'}"
            case "victim":
                return f"persons.{count.victim or '?'}"
        return f"acts.{count.deed}"

    def _shares(self, mine: Count, other: Count, shared: str) -> bool:
        act, theirs = self.case.acts[mine.deed], self.case.acts[other.deed]
        match shared:
            case "group":
                return act.group is not None and act.group == theirs.group
            case "material":
                own = (mine.material,) if mine.material else self.case.materials_of(act)
                chains = {x for m in own for x in self.case.originals(m)}
                return other.material is not None and bool(chains & set(self.case.originals(other.material)))
            case "victim":
                return mine.victim is not None and mine.victim == other.victim
        return mine.deed == other.deed

    def _may_share(self, mine: Count, other: Count, shared: str) -> bool:
        """Whether there is a victim on both sides and nobody has said who on one of them: it may be the same."""
        return (
            shared == "victim"
            and None in (mine.victim, other.victim)
            and not (self._nobody(mine) or self._nobody(other))
        )

    def _inherited(self, material: str, name: str) -> tuple[str, FactValue | None]:
        for source in self.case.originals(material):
            if name in self.case.materials[source].facts:
                return f"materials.{source}.{name}", self.case.materials[source].facts[name]
        return f"materials.{material}.{name}", None

    def _channel(self, count: Count, name: str) -> tuple[str, FactValue | None, bool]:
        id_ = self.case.acts[count.deed].channel
        if id_ is None:
            return f"acts.{count.deed}.channel.{name}", None, True
        channel = self.case.channels[id_]
        stated = channel.facts.get(name)
        decl = self.book.facts[f"channel.{name}"]
        if stated is None and decl.derived == "channel_run_by_suspect" and channel.run_by:
            own = count.doer in channel.run_by
            if own:
                stated = FactValue(value="yes", by="run_by", evidence=channel.evidence)
        return f"channels.{id_}.{name}", stated, True

    def _age(self, count: Count, path: str, domain: Domain) -> Slot:
        who, _, when = path.partition(".age@")
        person = count.doer if who == "suspect" else count.victim
        at = f"persons.{person or '?'}.age"
        if person is None:
            return Slot(path, at, domain.absent if self._nobody(count) else domain.unknown, None)
        day, told_at = (count.days, (day_of(self.case, count.deed),)) if when == "act" else self._made(count)
        birth = self.case.persons[person].birth
        if birth is None:
            age = Age(Span(_EVER, max(day.last, _EVER)), day, told_at)
            return Slot(path, at, domain.unknown, None, age)
        mask = domain.at_age(birth, day)
        shown = FactValue(value=_age_words(birth, day), evidence=self.case.persons[person].evidence)
        return Slot(path, at, mask, shown, Age(birth, day, told_at))

    def age_masks(self, path: str, age: Age) -> tuple[frozenset[int], frozenset[int]]:
        """What would be possible if the day were known, for each such day; and if the birth were, for each birth."""
        key = (path, age.birth, age.days)
        if key not in self._age_masks:
            domain = self.book.domains[path]
            pairs = list(candidates(age.birth, age.days, domain.ages))
            self._age_masks[key] = (
                frozenset(domain.at_age(age.birth, Span(d, d)) for d in {d for _, d in pairs}),
                frozenset(domain.at_age(Span(b, b), age.days) for b in {b for b, _ in pairs}),
            )
        return self._age_masks[key]

    def _made(self, count: Count) -> tuple[Span, tuple[tuple[str, str], ...]]:
        """When the material of a count was made: as stated, by the act that made it, else not after the count."""
        if count.material is None:
            return count.days, (day_of(self.case, count.deed),)
        at, fact = self._inherited(count.material, "made_on")
        if fact is not None and isinstance(fact.value, date):
            return Span(fact.value, fact.value), ()
        told_at = ((at, "material.made_on"),) if "material.made_on" in self.book.facts else ()
        chain = set(self.case.originals(count.material))
        spans = {
            key: count.days if key == count.deed else Span(a.when.first.first, a.when.last.last)
            for key, a in self.case.acts.items()
            if chain & set(a.product)
        }
        if len(spans) == 1 and (act := next(iter(spans))) and self.case.acts[act].when.form == "day":
            return spans[act], (day_of(self.case, act),)
        if spans:
            return Span(min(s.first for s in spans.values()), max(s.last for s in spans.values())), told_at
        return Span(_EVER, count.days.last), told_at


def day_of(case: Case, act: str) -> tuple[str, str]:
    """(place, path) of the day by which an act is governed: its own, the last where it lasted, each of a series."""
    key = {"day": "on", "lasting": "to", "series": "series"}[case.acts[act].when.form]
    return f"acts.{act}.{key}", f"act.{key}"


def _age_words(birth: Span, day: Span) -> str:
    """`16` or `16..17`: the age in years on the day."""

    def years(born: date, on: date) -> int:
        age = max(on.year - born.year, 0)
        return age - 1 if age and birthday(born, age) > on else age

    low, high = years(birth.last, max(day.first, birth.last)), years(birth.first, day.last)
    if high >= _VERY_OLD:
        return f"{low}.."
    return str(low) if low == high else f"{low}..{high}"

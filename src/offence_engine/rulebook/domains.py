"""What values a fact can take, as far as the rulebook can tell them apart.

All comparisons that any rule makes on one path cut its values into regions; a stated value lies in one region, an
unknown one in any of them. Age tests are cut in the same way, by pairs of birth and day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from offence_engine.model.case import Value
from offence_engine.model.condition import AgeTest, FactTest, FindingTest
from offence_engine.model.rule import FactDecl
from offence_engine.model.time import Span, candidates, under

Vector = tuple[bool, ...]
Test = FactTest | AgeTest | FindingTest
FINDING = "finding."
MAX_CHOICES = 10


def holds(test: FactTest, value: Value) -> bool:
    """Whether one comparison is true of one value."""
    name, wanted = test.comparison
    assert wanted is not None
    match name:
        case "is_":
            return bool(str(value) == wanted)
        case "one_of":
            return str(value) in wanted
        case "any_in":
            return isinstance(value, tuple) and any(v in wanted for v in value)
        case "all_in":
            return isinstance(value, tuple) and bool(value) and all(v in wanted for v in value)
        case "at_least":
            return isinstance(value, int) and bool(value >= wanted)
        case "under":
            return isinstance(value, int) and bool(value < wanted)
        case "from_":
            return isinstance(value, date) and bool(value >= wanted)
        case _:
            return isinstance(value, date) and bool(value < wanted)


def age_holds(test: AgeTest, birth: date, day: date) -> bool:
    is_under = under(birth, day, _limit(test), test.until is not None)
    return is_under if test.under is not None else not is_under


def _limit(test: AgeTest) -> int:
    return test.under if test.under is not None else test.at_least or 0


def path_of(test: Test) -> str:
    """The path that a test reads; age and finding tests have paths of their own."""
    match test:
        case FactTest():
            return test.fact
        case AgeTest():
            return f"{test.age_of}.age@{test.at}"
        case FindingTest():
            named = "+".join(test.what) or "any"
            return f"{FINDING}{test.finding}:{test.by}:{test.prison_at_least_years}:{named}"


@dataclass(frozen=True, slots=True)
class Domain:
    """The regions of one path. Bit i of a mask is region i; `absent` is the region of what does not exist."""

    path: str
    tests: tuple[Test, ...]
    regions: tuple[Vector, ...]
    samples: tuple[Value | None, ...]
    unknown: int
    absent: int

    def describe(self, mask: int) -> str:
        """The values of a mask as text: `yes`, `face+body | voice`, or the age tests that hold."""
        parts = []
        for index, vector in enumerate(self.regions):
            if mask >> index & 1:
                sample = self.samples[index]
                if isinstance(sample, tuple):
                    parts.append("+".join(sample) or "none")
                elif sample is not None:
                    parts.append(str(sample))
                else:
                    held = [t for t, true in zip(self.tests, vector, strict=True) if true and isinstance(t, AgeTest)]
                    parts += [f"under {t.under}" if t.under is not None else f"at least {t.at_least}" for t in held]
        return " | ".join(dict.fromkeys(parts)) or "none"

    def mask(self, test: Test) -> int:
        index = self.tests.index(test)
        return sum(1 << i for i, vector in enumerate(self.regions) if vector[index])

    def at(self, value: Value) -> int:
        """The mask of the region in which a stated value lies."""
        vector = tuple(holds(test, value) for test in self.tests if isinstance(test, FactTest))
        return 1 << self.regions.index(vector)

    @property
    def ages(self) -> list[int]:
        """The limits of the age tests."""
        return [_limit(test) for test in self.tests if isinstance(test, AgeTest)]

    def at_age(self, birth: Span, day: Span) -> int:
        """The mask of the regions that some birth and some day within the spans allow."""
        tests = [test for test in self.tests if isinstance(test, AgeTest)]
        found = 0
        for b, d in candidates(birth, day, self.ages):
            vector = tuple(age_holds(test, b, d) for test in tests)
            if vector in self.regions:
                found |= 1 << self.regions.index(vector)
        return found or self.unknown


def values_of(decl: FactDecl, tests: Iterable[FactTest]) -> list[Value]:
    """Values of the declared type that, together, lie in every region that the tests cut."""
    match decl.type:
        case "yes_no" | "judgment":
            return ["yes", "no"]
        case "choice":
            return list(decl.values)
        case "choices":
            names = list(decl.values)
            return [c for size in range(len(names) + 1) for c in combinations(names, size)]
        case "number":
            limits = [t.at_least if t.at_least is not None else t.under for t in tests]
            limits += [int(t.is_) for t in tests if t.is_ is not None and t.is_.lstrip("-").isdigit()]
            cuts = sorted({x for limit in limits if limit is not None for x in (limit - 1, limit, limit + 1)})
            return list(cuts or [0])
        case "date":
            days = [t.from_ or t.before for t in tests if t.from_ or t.before]
            step = timedelta(days=1)
            return list(sorted({x for d in days if d for x in (d - step, d, d + step)}) or [date(2000, 1, 1)])
        case "text":
            words = [w for t in tests for w in ([t.is_] if t.is_ else t.one_of or ())]
            return [*dict.fromkeys(w for w in words if w), "\u2026"]


def domain(path: str, decl: FactDecl, tests: Iterable[FactTest]) -> Domain:
    kept = tuple(sorted(set(tests), key=repr))
    regions: dict[Vector, Value] = {}
    for value in values_of(decl, kept):
        regions.setdefault(tuple(holds(test, value) for test in kept), value)
    return _with_absent(path, kept, list(regions), list(regions.values()))


def age_domain(path: str, tests: Iterable[AgeTest]) -> Domain:
    kept = tuple(sorted(set(tests), key=repr))
    day = Span(date(2019, 1, 1), date(2021, 12, 31))
    birth = Span(date(1900, 1, 1), date(2021, 12, 31))
    ages = [_limit(test) for test in kept]
    regions: dict[Vector, None] = {}
    for b, d in sorted(candidates(birth, day, ages)):
        regions.setdefault(tuple(age_holds(test, b, d) for test in kept), None)
    for age in ages:
        for offset in range(-400, 401, 10):
            b = date(2020 - age, 6, 15) + timedelta(days=offset)
            for d in (date(2020, 3, 1), date(2020, 6, 15), date(2020, 12, 1)):
                regions.setdefault(tuple(age_holds(test, b, d) for test in kept), None)
    return _with_absent(path, kept, list(regions), [None] * len(regions))


def finding_domain(path: str, test: FindingTest) -> Domain:
    """There is such a finding (region 0), or there is none."""
    return Domain(path, (test,), ((True,), (False,)), ("yes", "no"), 0b11, 0b10)


def _with_absent(path: str, tests: tuple[Test, ...], regions: list[Vector], samples: list[Value | None]) -> Domain:
    unknown = (1 << len(regions)) - 1
    none = (False,) * len(tests)
    if none not in regions:
        regions = [*regions, none]
        samples = [*samples, None]
    return Domain(path, tests, tuple(regions), tuple(samples), unknown, 1 << regions.index(none))

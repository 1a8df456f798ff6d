"""What holds of every reckoning, whatever the offences (Hypothesis)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from offence_engine.model.range import Range
from offence_engine.reckoning.crime import Crime
from offence_engine.reckoning.ranges import options_of, range_of
from offence_engine.reckoning.sheet import Choice
from offence_engine.reckoning.together import total
from tests.reckoning.build import ACCESSORY, ATTEMPT, DIRECTED, HABIT, REPEATED, crime, rules

PRISON = st.sampled_from([None, "1년 이하", "7년 이하", "1년 이상", "무기 또는 5년 이상"])
FINES = st.sampled_from([None, "500만원 이하", "5천만원 이하"])
GROUNDS = st.sets(st.sampled_from([HABIT, DIRECTED, REPEATED, ACCESSORY, ATTEMPT]), max_size=3)
MOST = 600


@st.composite
def several(draw: st.DrawFn) -> list[Crime]:
    """One to five crimes, some sharing an act."""
    found = []
    for index in range(draw(st.integers(1, 5))):
        prison, fine = draw(PRISON), draw(FINES)
        if prison is None and fine is None:
            prison = "7년 이하"
        names = draw(st.sets(st.integers(0, 4), max_size=1))
        found.append(
            crime(
                f"c{index}",
                prison,
                fine,
                grounds=tuple(sorted(draw(GROUNDS), key=lambda g: g.id)),
                number=draw(st.integers(1, 3)),
                together=tuple(f"c{n}" for n in names if n != index),
            )
        )
    return found


def whole(crimes: list[Crime]) -> Range:
    found = range_of(rules(), crimes)
    assert found is not None
    return found


def amounts(found: Range) -> tuple[object, ...]:
    return (found.prison_months, found.life, found.fine_krw, found.suspension_months, found.settled)


def every(crimes: list[Crime]) -> list[Range]:
    return [whole(crimes), *options_of(rules(), crimes)]


@given(several())
def test_the_least_is_never_above_the_most_nor_the_most_above_the_cap(crimes: list[Crime]) -> None:
    for found in every(crimes):
        if found.prison_months is not None:
            least, most = found.prison_months
            assert 0 < least <= most <= MOST
        if found.fine_krw is not None:
            assert 0 < found.fine_krw[0] <= found.fine_krw[1]


@given(several())
def test_the_most_is_never_above_the_sum_of_each_alone(crimes: list[Crime]) -> None:
    found = whole(crimes).prison_months
    each = [(whole([replace(c, together=frozenset(), number=1)]).prison_months, c.number) for c in crimes]
    each = [(pair, number) for pair, number in each if pair is not None]
    if found is not None:
        assert found[1] <= sum(pair[1] * number for pair, number in each if pair is not None)
        assert found[1] >= max(pair[1] for pair, _ in each if pair is not None)
        assert found[0] == max(pair[0] for pair, _ in each if pair is not None)


@given(several(), st.randoms())
def test_the_order_of_the_offences_does_not_matter(crimes: list[Crime], random: object) -> None:
    turned = list(crimes)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert amounts(whole(turned)) == amounts(whole(crimes))
    assert sorted(map(repr, map(amounts, every(turned)))) == sorted(map(repr, map(amounts, every(crimes))))


@given(several())
def test_names_do_not_matter(crimes: list[Crime]) -> None:
    renamed = [replace(c, id=f"x{c.id}", together=frozenset(f"x{other}" for other in c.together)) for c in crimes]
    assert [amounts(r) for r in every(renamed)] == [amounts(r) for r in every(crimes)]


@given(several())
def test_a_mandatory_mitigation_never_raises(crimes: list[Crime]) -> None:
    plain = [replace(c, grounds=tuple(g for g in c.grounds if g is not ACCESSORY)) for c in crimes]
    before, after = whole(plain), whole(crimes)
    if before.prison_months is not None and after.prison_months is not None:
        assert after.prison_months[0] <= before.prison_months[0]
        assert after.prison_months[1] <= before.prison_months[1]
    assert after.life <= before.life


@given(several())
def test_raising_never_lowers(crimes: list[Crime]) -> None:
    plain = [replace(c, grounds=tuple(g for g in c.grounds if g.mitigate)) for c in crimes]
    before, after = whole(plain), whole(crimes)
    if before.prison_months is not None and after.prison_months is not None:
        assert after.prison_months[0] >= before.prison_months[0]
        assert after.prison_months[1] >= before.prison_months[1]


@given(several(), st.integers(0, 4))
def test_another_offence_never_lowers(crimes: list[Crime], index: int) -> None:
    fewer = [c for n, c in enumerate(crimes) if n != index] or crimes
    before, after = whole(fewer).prison_months, whole(crimes).prison_months
    if before is not None and after is not None and not any(c.together for c in crimes):
        assert after[0] >= before[0]
        assert after[1] >= before[1]


@given(several())
def test_discretionary_mitigation_halves_what_is_left(crimes: list[Crime]) -> None:
    before = {p.kind: p.bounds for p in total(rules(), crimes, Choice()).penals}
    after = {p.kind: p.bounds for p in total(rules(), crimes, Choice(discretion=True)).penals}
    assert before.keys() == after.keys()
    for kind, found in before.items():
        assert found is not None
        half = after[kind]
        assert half is not None
        assert (half.least * 2, half.most * 2) == (found.least, found.most)


@given(several())
def test_amounts_are_exact(crimes: list[Crime]) -> None:
    for found in every(crimes):
        for pair in (found.prison_months, found.fine_krw):
            if pair is not None:
                assert all(Fraction(x).denominator in (1, 2, 4, 8, 16) for x in pair)


@given(several())
def test_a_number_of_offences_is_as_many_offences(crimes: list[Crime]) -> None:
    apart = [replace(c, id=f"{c.id}/{n}", number=1, together=frozenset()) for c in crimes for n in range(c.number)]
    alone = [replace(c, together=frozenset()) for c in crimes]
    assert amounts(whole(apart)) == amounts(whole(alone))


@given(several())
def test_every_offence_stands_in_a_step(crimes: list[Crime]) -> None:
    found = whole(crimes)
    told = {id_ for step in found.steps for id_ in step.offences}
    kinds = {"prison": found.prison_months, "fine": found.fine_krw}
    assert told <= {c.id for c in crimes}
    if not any(c.together for c in crimes) and kinds["prison"] is not None:
        assert told == {c.id for c in crimes}

"""One act, kinds of penalty, fines that may be added, and which other choices are shown."""

from __future__ import annotations

from offence_engine.reckoning.ranges import range_of
from tests.reckoning.build import ACCESSORY, ATTEMPT, crime, options, plain, rules, y

FLOOR = 50_000


def test_one_act_takes_both_ends_from_the_heavier() -> None:
    found = plain(crime("heavy", "10년 이하", together=("strict",)), crime("strict", "1년 이상", together=("heavy",)))
    assert found.prison_months == (y(1), y(30))
    lower = plain(crime("a", "7년 이하", together=("bb",)), crime("bb", "5년 이하", together=("a",), grounds=()))
    assert lower.prison_months == (1, y(7))
    assert "criminal_act.40" in [s.by for s in lower.steps]


def test_one_act_is_counted_once() -> None:
    assert plain(crime("a", "7년 이하", together=("bb",)), crime("bb", "5년 이하", together=("a",))).prison_months == (
        1,
        84,
    )
    assert plain(crime("a", "7년 이하"), crime("bb", "5년 이하")).prison_months == (1, y(10, 6))


def test_a_fine_is_open_for_one_act_only_if_all_its_offences_allow_it() -> None:
    strict = crime("bb", "1년 이상", together=("a",))
    assert "fine" not in options(crime("a", "7년 이하", "5천만원 이하", together=("bb",)), strict)
    other = crime("bb", "3년 이하", "1억원 이하", together=("a",))
    found = options(crime("a", "7년 이하", "5천만원 이하", together=("bb",)), other)["fine"]
    assert found.fine_krw == (FLOOR, 50_000_000), "the fine of the heavier offence"
    assert not found.settled


def test_a_fine_of_the_other_offence_may_still_be_added() -> None:
    other = crime("bb", "3년 이하", and_fine="2천만원 이하", together=("a",))
    found = options(crime("a", "7년 이하", together=("bb",)), other)
    assert found["fine_too"].prison_months == (1, y(7))
    assert found["fine_too"].fine_krw == (FLOOR, 20_000_000)


def test_prison_and_fine_that_may_be_imposed_together() -> None:
    found = options(crime("a", "7년 이하", "5천만원 이하", both=True))
    assert (found["fine"].prison_months, found["fine"].fine_krw) == (None, (FLOOR, 50_000_000))
    assert (found["fine_too"].prison_months, found["fine_too"].fine_krw) == ((1, 84), (FLOOR, 50_000_000))


def test_fines_of_several_acts_are_raised_but_not_above_the_sum() -> None:
    crimes = (crime("a", "7년 이하", "5천만원 이하"), crime("bb", "2년 이하", "2천만원 이하"))
    assert options(*crimes)["fine"].fine_krw == (FLOOR, 70_000_000)
    more = (*crimes, crime("ccc", "2년 이하", "2천만원 이하", number=3))
    assert options(*more)["fine"].fine_krw == (FLOOR, 75_000_000)


def test_fines_alone_for_whoever_cannot_be_imprisoned() -> None:
    """What a legal entity is punished by: only a fine, raised where there are several."""
    found = plain(crime("a", or_fine="5천만원 이하", number=2))
    assert found.prison_months is None
    assert found.fine_krw == (FLOOR, 75_000_000)
    assert not found.life
    assert "fine" not in options(crime("a", or_fine="5천만원 이하"))


def test_a_fine_only_offence_stands_beside_imprisonment() -> None:
    found = plain(crime("a", "7년 이하"), crime("bb", or_fine="500만원 이하"))
    assert (found.prison_months, found.fine_krw) == ((1, 84), (FLOOR, 5_000_000))


def test_suspension_of_qualifications_is_a_choice_of_its_own() -> None:
    found = options(crime("a", "7년 이하", "5천만원 이하", or_suspension="10년 이하"))
    assert found["suspension"].suspension_months == (12, 120)
    assert found["suspension"].prison_months is None


def test_mandatory_mitigation_replaces_life() -> None:
    helped = crime("a", "무기 또는 5년 이상", grounds=(ACCESSORY,))
    assert (plain(helped).prison_months, plain(helped).life) == ((y(2, 6), y(15)), False)
    assert options(helped)["life"].prison_months == (y(10), y(50))


def test_death_stands_above_life() -> None:
    worst = crime("a", "무기 또는 5년 이상", death=True, grounds=(ATTEMPT,))
    assert plain(worst).text.ko == "사형, 무기징역 또는 징역 5년~30년"
    found = options(worst, crime("bb", "7년 이하"))
    assert (found["death"].death, found["death"].prison_months) == (True, None)
    assert (found["death+discretion"].life, found["death+discretion"].prison_months) == (True, (y(20), y(50)))


def test_what_is_not_settled_is_shown_the_other_way_round_too() -> None:
    crimes = (
        crime("a", "7년 이하", together=("bb",), unsure=("bb",)),
        crime("bb", "5년 이하", together=("a",), unsure=("a",)),
    )
    assert plain(*crimes).prison_months == (1, y(7))
    assert not plain(*crimes).settled
    assert options(*crimes)["otherwise"].prison_months == (1, y(10, 6))
    apart = (crime("a", "7년 이하", unsure=("bb",)), crime("bb", "5년 이하", unsure=("a",)))
    assert plain(*apart).prison_months == (1, y(10, 6))
    assert not plain(*apart).settled
    assert options(*apart)["otherwise"].prison_months == (1, y(7))


def test_an_accessory_and_a_doer_in_one_act_are_not_settled() -> None:
    crimes = (
        crime("a", "7년 이하", grounds=(ACCESSORY,), together=("bb",)),
        crime("bb", "5년 이하", together=("a",)),
    )
    assert plain(*crimes).prison_months == (1, y(5))
    assert not plain(*crimes).settled


def test_the_choices_are_few_and_each_is_told() -> None:
    crimes = [
        crime("a" * n, "무기 또는 5년 이상" if n == 1 else "7년 이하", None if n == 1 else "5천만원 이하", grounds=(ATTEMPT,), number=n)
        for n in range(1, 9)
    ]  # fmt: skip
    found = options(*crimes)
    assert len(found) <= 12
    for option in found.values():
        assert option.steps
        assert option.label.ko and option.label.en
        assert option.text.ko and option.text.en
        assert all(step.text.ko and step.text.en for step in option.steps)


def test_a_penalty_that_is_not_known_is_said_and_not_settled() -> None:
    found = plain(crime("a", "7년 이하"), crime("bb", same_as="findings"))
    assert found.prison_months == (1, 84)
    assert not found.settled
    assert any("계산하지 않음" in step.text.ko for step in found.steps)
    assert range_of(rules(), [crime("bb", same_as="findings")]) is None


def test_nothing_comes_of_nothing() -> None:
    assert range_of(rules(), []) is None
    assert options() == {}

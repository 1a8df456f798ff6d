"""Provisions are found by whatever people call them."""

from __future__ import annotations

from datetime import date

import pytest

from offence_engine.rulebook.find import close_names, find
from offence_engine.rulebook.rulebook import Rulebook


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("scpa.14-2.1", "scpa.14-2.1"),
        ("SCPA.14-2.1", "scpa.14-2.1"),
        ("성폭력처벌법 14조의2 1항", "scpa.14-2.1"),
        ("성폭력처벌법 제14조의2 제1항", "scpa.14-2.1"),
        ("제14조의2제1항", "scpa.14-2.1"),
        ("14조의2 ①", "scpa.14-2.1"),
        ("성폭력범죄의처벌등에관한특례법 제14조의2제1항", "scpa.14-2.1"),
        ("성폭력범죄의 처벌 등에 관한 특례법 14조의 2 4항", "scpa.14-2.4"),
        ("성특법 13조", "scpa.13"),
        ("아청법 11조 5항", "cyp.11.5"),
        ("아동·청소년의 성보호에 관한 법률 제11조 제5항", "cyp.11.5"),
        ("형법 32조", "criminal_act.32"),
        ("SCPA 14-2(1)", "scpa.14-2.1"),
        ("Article 14-2 paragraph 4", "scpa.14-2.4"),
        ("Article 14-2(1) of the SCPA", "scpa.14-2.1"),
        ("Criminal Act 32", "criminal_act.32"),
        ("딥페이크", "scpa.14-2.1"),
        ("딥페이크 소지", "scpa.14-2.4"),
        ("딥페이크소지", "scpa.14-2.4"),
        ("possessing deepfakes", "scpa.14-2.4"),
        ("distribution of deepfakes", "scpa.14-2.2"),
        ("making deepfakes", "scpa.14-2.1"),
        ("몰카", "scpa.14.1"),
        ("hidden camera filming", "scpa.14.1"),
        ("방조", "criminal_act.32"),
        ("creating sexually explicit deepfakes with the intent to distribute", "scpa.14-2.1"),
        ("creating sexually explicit deepfakes with the intent to distribute them", "scpa.14-2.1"),
        ("Creating sexually-explicit deepfakes, with intent to distribute", "scpa.14-2.1"),
        (
            "creating sexually explicit deepfakes with the intent to distribute under the Sexual Violence Prevention and Victim Protection Act",
            "scpa.14-2.1",
        ),
        ("성폭력범죄의처벌등에관한특례법위반(통신매체이용음란)", "scpa.13"),
        ("통신매체이용음란", "scpa.13"),
    ],
)
def test_one_provision_fits_best(book: Rulebook, words: str, expected: str) -> None:
    assert [hit.id for hit in find(book, words)] == [expected]


def test_several_fit_equally_well(book: Rulebook) -> None:
    found = {hit.id for hit in find(book, "성폭력범죄의처벌등에관한특례법위반(허위영상물편집·반포등)")}
    assert {"scpa.14-2.1", "scpa.14-2.2"} <= found
    assert [h.id for h in find(book, "성폭력처벌법 제14조의2")] == [f"scpa.14-2.{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    "name",
    [
        "Sexual Violence Prevention and Victim Protection Act",
        "Sexual Violence Prevention Act",
        "성폭력처벌법",
        "scpa",
        "성폭력범죄의 처벌 등에 관한 특례법",
    ],
)
def test_the_name_of_an_act_lists_its_provisions(book: Rulebook, name: str) -> None:
    found = [hit.id for hit in find(book, name)]
    assert found == [id_ for id_ in found if id_.startswith("scpa.")]
    assert set(found) == {id_ for id_ in (*book.provisions, *book.modifiers) if id_.startswith("scpa.")}


def test_a_number_is_read_as_of_the_day(book: Rulebook) -> None:
    for words in ("scpa.14-2.4", "성폭력처벌법 14조의2 4항"):
        (then,) = find(book, words, date(2023, 1, 1))
        assert then.id == "scpa.14-2.5"
        assert then.then is not None and then.then.effective == date(2020, 6, 25)
        (now,) = find(book, words, date(2024, 10, 16))
        assert now.id == "scpa.14-2.4"


def test_a_number_that_nothing_bore_that_day_gives_what_bears_it_today(book: Rulebook) -> None:
    (hit,) = find(book, "scpa.14-2.5", date(2023, 1, 1))
    assert (hit.id, hit.then) == ("scpa.14-2.5", None)


@pytest.mark.parametrize("words", ["xyzzy", "", "   ", "2024", "scpa.99", "제999조", "?", "(", "의"])
def test_what_does_not_exist_is_not_found(book: Rulebook, words: str) -> None:
    assert find(book, words) == []


def test_near_names_are_offered(book: Rulebook) -> None:
    assert close_names(book, "scpa.14-2.9")[0].startswith("scpa.14-2.")
    assert close_names(book, "voyuerism") == ["voyeurism"]
    assert close_names(book, "zzzzzzzzzzzz") == []

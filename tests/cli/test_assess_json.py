"""`offence assess --format json`: exactly the shape that scripts rely on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.cases import MADE, many
from tests.cli.conftest import Offence

Write = Callable[..., Path]
TOP = {
    "case", "as_of", "rulebook", "engine", "findings", "offences", "suspects", "not_judged", "duties", "questions", "deadlines", "notices",
}  # fmt: skip
FINDING = {
    "id", "provision", "citation", "offence_name", "version", "versions_used", "count", "verdict", "limb", "either_way", "stage",
    "modifiers", "participation", "rests_on", "elements", "missing", "penalty", "limitation",
}  # fmt: skip
ELEMENT = {"id", "words", "truth", "judgment", "alternative", "facts"}
OFFENCE = {"id", "provision", "suspect", "findings", "modifiers", "unity", "standing", "with"}


@pytest.fixture
def result(offence: Offence, write: Write) -> Any:
    ran = offence("assess", write(MADE), "--format", "json", "--as-of", "2026-11-22")
    assert (ran.status, ran.err) == (0, "")
    return ran.json


def test_the_top_has_every_key_of_the_contract(result: Any) -> None:
    assert result.keys() >= TOP
    assert result["case"] == {"id": "made", "title": "Altered picture"}
    assert result["as_of"] == "2026-11-22"
    assert len(result["rulebook"]["sha256"]) == 64
    assert result["engine"]["verified_by"] == "reference"
    assert result["engine"]["agreed"] is True


def test_a_finding_has_every_key_of_the_contract(result: Any) -> None:
    for finding in result["findings"]:
        assert finding.keys() >= FINDING
        assert finding["citation"].keys() == {"ko", "en"}
        assert finding["count"].keys() >= {"suspect", "act", "from", "to", "victim", "material", "group"}
        assert finding["verdict"] in ("applicable", "not_applicable", "undetermined")
        assert finding["version"]["basis"] in ("conduct", "series", "continuing", "favourable")
        for element in finding["elements"]:
            assert element.keys() >= ELEMENT
            assert element["truth"] in ("met", "not_met", "undetermined")
            for fact in element["facts"]:
                assert fact.keys() >= {"path", "at", "value", "by", "evidence", "disputed"}
        for missing in finding["missing"]:
            assert missing.keys() >= {"path", "at", "question", "ask"}


def test_months_are_whole_numbers_where_they_are_whole(offence: Offence, write: Write) -> None:
    text = offence("assess", write(MADE), "--format", "json").out
    assert '"prison_months": [\n     1,\n     84\n    ]' in text
    assert ".0\n" not in text.replace('"decides"', "")


def test_the_truth_words_are_yes_and_no_and_flags_are_booleans(result: Any) -> None:
    facts = [f for x in result["findings"] for e in x["elements"] for f in e["facts"]]
    assert {f["value"] for f in facts if f["path"] == "shown.consent_to_alteration"} == {"no"}
    assert {type(f["disputed"]) for f in facts} == {bool}


def test_offences_and_suspects(result: Any) -> None:
    assert result["offences"]
    for offence in result["offences"]:
        assert offence.keys() >= OFFENCE
        assert offence["standing"].keys() >= {"as", "to", "because", "authority", "settled", "if_established"}
        assert offence["unity"].keys() >= {"per", "because", "authority", "settled"}
    (suspect,) = result["suspects"]
    assert suspect.keys() >= {"person", "offences", "range", "range_options", "limitation"}
    assert suspect["range"].keys() >= {"prison_months", "life", "fine_krw", "steps"}
    assert suspect["limitation"].keys() >= {"earliest", "latest"}
    assert suspect.keys() >= {"range_notes", "guidelines"}


def test_other_choices_are_ranges_with_names_and_steps(result: Any) -> None:
    (suspect,) = result["suspects"]
    own = {offence["id"] for offence in result["offences"]}
    assert suspect["range"]["id"] == "mandatory"
    assert suspect["range"]["prison_months"] == [1, 84]
    options = {option["id"]: option for option in suspect["range_options"]}
    assert options["fine"]["prison_months"] is None
    assert options["fine"]["fine_krw"] == [50000, 50000000]
    assert options["discretion"]["prison_months"] == [0.5, 42]
    for range_ in (suspect["range"], *options.values()):
        assert range_["label"].keys() == {"ko", "en"}
        assert range_["steps"]
        for step in range_["steps"]:
            assert step.keys() >= {"text", "by", "offences", "settled"}
            assert set(step["offences"]) <= own


def test_ids_are_provision_version_and_count(result: Any) -> None:
    for f in result["findings"]:
        count = f["count"]
        parts = (count["suspect"], count["act"], count["victim"] or "-", count["material"] or "-", count["from"])
        assert f["id"] == f"{f['provision']}@{f['version']['effective']}/{'/'.join(parts)}"


def test_korean_is_written_as_korean_with_an_indent_of_one(offence: Offence, write: Write) -> None:
    text = offence("assess", write(MADE), "--format", "json").out
    assert text.startswith('{\n "case": {\n  "id"')
    assert "\\u" not in text
    assert text.endswith("}\n")


def test_the_language_of_the_screen_changes_no_byte(offence: Offence, write: Write) -> None:
    case = write(MADE)
    ko = offence("assess", case, "--format", "json", "--lang", "ko")
    assert ko.out == offence("assess", case, "--format", "json", "--lang", "en").out


def test_all_shows_what_fails_by_more_than_one_element(offence: Offence, write: Write) -> None:
    case = write(
        MADE.replace("alteration: {value: no", "alteration: {value: yes").replace(
            "form: {value: yes", "form: {value: no"
        )
    )
    few, everything = (offence("assess", case, "--format", "json", *x).json["findings"] for x in ((), ("--all",)))
    shown = {f["id"] for f in few}
    hidden = [f for f in everything if f["id"] not in shown]
    assert shown < {f["id"] for f in everything}
    assert all(sum(e["truth"] == "not_met" for e in f["elements"]) > 1 for f in hidden)


def test_many_victims_make_no_difference_to_the_shape(offence: Offence, write: Write) -> None:
    result = offence("assess", write(many(20), "many.json"), "--format", "json").json
    assert {f["count"]["victim"] for f in result["findings"]} >= {f"V{i}" for i in range(1, 21)}

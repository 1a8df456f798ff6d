"""A vault file is read, or all its faults are told by place, and never by value."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from offence_engine.casefile.read import read_case
from offence_engine.errors import CaseError, UsageError
from offence_engine.model.time import Span
from offence_engine.rulebook.load import load_rulebook
from offence_engine.vault.read import parse_vault, read_vault
from tests.vault.made import CASE, EXAMPLE, EXAMPLE_VAULT, case, example_vault, vault_of, written

HEAD = "vault: {case: made-up}\n"


def faults(text: str, name: str = "vault.yaml") -> list[str]:
    """`line:column en` of every fault."""
    with pytest.raises(CaseError) as caught:
        parse_vault(text.encode(), name, case())
    assert all(f.ko and f.en and f.ko != f.en for f in caught.value.faults)
    return [f"{f.place.line}:{f.place.column} {f.en}" for f in caught.value.faults]


def test_the_example_is_read() -> None:
    vault = example_vault()
    assert vault.ids == ("V1", "V2", "V3")
    first = vault.persons[0]
    assert first.name == ("홍길순",)
    assert first.birth == Span(date(2006, 5, 1), date(2006, 5, 1))
    assert first.guardian[0].phone == ("010-0000-0001",)


def test_the_example_belongs_to_the_example_case() -> None:
    whole = read_case(EXAMPLE, load_rulebook(), date(2026, 11, 22))
    assert read_vault(EXAMPLE_VAULT, whole, EXAMPLE).persons == example_vault().persons


def test_yaml_and_json_give_the_same() -> None:
    whole = {"name": "홍길순", "phone": ["010-0000-0000"], "guardian": {"name": "홍판서"}}
    as_json = json.dumps({"vault": {"case": "made-up"}, "persons": {"V1": whole}})
    as_yaml = "{name: 홍길순, phone: 010-0000-0000, guardian: [{name: 홍판서}]}"
    assert parse_vault(as_json.encode(), "vault.json", case()) == vault_of(V1=as_yaml)


def test_others_than_victims_may_stand_in_a_vault() -> None:
    assert vault_of(U1="{name: 홍길순}").ids == ("U1",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("persons: {V1: {name: 홍길순}}", "1:1 `vault` is missing"),
        (HEAD, "1:1 `persons` is missing"),
        ("vault: {}\npersons: {V1: {name: 홍길순}}", "1:8 `vault` has no `case` (the id of the case)"),
        (
            "vault: {case: other}\npersons: {V1: {name: 홍길순}}",
            "1:15 this vault belongs to another case; the id of this case is `made-up`",
        ),
        (HEAD + "person: {}\npersons: {V1: {name: 홍길순}}", "2:1 `person`: this key is not known here. Did you mean `persons`?"),
        (HEAD + "persons: {V9: {name: 홍길순}}", "2:11 `V9`: there is no such person in the case. Did you mean `V3`?"),
        (
            HEAD + "persons: {S1: {name: 홍길순}}",
            "2:11 `S1` is a suspect; a suspect's identity stands in the particulars of the case file",
        ),
        (HEAD + "persons:\n  V1: {nam: 홍길순}", "3:8 `nam`: this key is not known here. Did you mean `name`?"),
        (HEAD + "persons:\n  V1: {guardian: {nam: 홍판서}}", "3:19 `nam`: this key is not known here. Did you mean `name`?"),
        (HEAD + "persons:\n  V1: {name: ''}", "3:14 this is empty"),
        (HEAD + "persons:\n  V1: {name: }", "3:14 this is empty"),
        (HEAD + "persons:\n  V1: {name: unknown}", "3:14 this is empty"),
        (HEAD + "persons:\n  V1: {phone: [010-0000-0000, ' - ']}", "3:31 this is empty"),
        (HEAD + "persons:\n  V1: {phone: []}", "3:15 this is empty"),
        (HEAD + "persons:\n  V1: {}", "3:7 this is empty"),
        (HEAD + "persons:\n  V1: {guardian: {}}", "3:18 this is empty"),
        (HEAD + "persons:\n  V1: 홍길순", "3:7 a mapping (`name: value`) is needed here"),
        (HEAD + "persons:\n  V1: {name: {a: b}}", "3:14 a text or a list of texts is needed here"),
        (HEAD + "persons:\n  V1: {name: [[a]]}", "3:15 a text is needed here"),
        (HEAD + "persons:\n  V1: {birth: 2006-13-01}", "3:15 not a day of the calendar"),
        (HEAD + "persons:\n  V1: {birth: [2006-01-01]}", "3:15 not a day of the calendar"),
        (
            HEAD + "persons:\n  V1: {birth: 1990-05-01}",
            "3:15 the birth of `V1` contradicts the age or birth in the case file",
        ),
        (HEAD + "persons:\n  V1: {phone: 010-00}", "3:15 a telephone number has 7 to 15 digits"),
        (HEAD + "persons:\n  V1: {resident_number: 060501-000}", "3:25 a resident registration number has 13 digits"),
        (HEAD + "persons:\n  V1: {email: gilsun}", "3:15 an e-mail address has"),
        (HEAD + "persons:\n  V1: {email: '@example.com'}", "3:15 an e-mail address has"),
        (HEAD + "persons:\n  V1: {other: " + "가" * 201 + "}", "3:15 at most 200 characters"),
        (HEAD + "persons:\n  V1: {accounts: @gilsun}", "3:18 not valid YAML"),
        (HEAD + "persons:\n  V1: {name: a}\n  V1: {name: b}", "4:3 `V1` is given twice"),
        (CASE, "1:1 this is the case file"),
    ],
)  # fmt: skip
def test_every_fault_is_told_at_its_place(text: str, expected: str) -> None:
    assert any(found.startswith(expected) for found in faults(text)), faults(text)


def test_all_faults_are_told_at_once() -> None:
    assert len(faults("vault: {case: x}\npersons:\n  V1: {nam: a, name: ''}\n  V9: {phone: 1}\n  S1: {}")) == 7


def test_no_fault_prints_a_value_or_a_name_in_the_place_of_a_key() -> None:
    text = (
        "vault: {case: 홍길순, 홍길순: x}\npersons:\n  홍길순: {홍길순: y}\n  V1: {birth: 1990-05-01, phone: 0101, email: gilsunhong,"
        " resident_number: 900501-1, name: [{홍길순: z}], 010-0000-0000: a, a@b.c: d}"
    )
    with pytest.raises(CaseError) as caught:
        parse_vault(text.encode(), "vault.yaml", case())
    told = caught.value.text("ko") + caught.value.text("en")
    for value in ("홍길순", "1990", "0101", "gilsunhong", "900501", "010-0000", "a@b.c"):
        assert value not in told


def test_the_case_file_itself_is_refused_as_its_vault(tmp_path: Path) -> None:
    path = written(tmp_path, "both.yaml", HEAD + "persons: {V1: {name: 홍길순}}")
    (tmp_path / "link.yaml").symlink_to(path)
    with pytest.raises(CaseError, match="this is the case file"):
        read_vault(tmp_path / "link.yaml", case(), path)
    assert read_vault(path, case(), tmp_path / "other.yaml").ids == ("V1",)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_vault("nowhere/vault.yaml", case(), "-")


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_file_that_others_can_read_is_a_notice(tmp_path: Path) -> None:
    path = written(tmp_path, "vault.yaml", HEAD + "persons: {V1: {name: 홍길순}}")
    path.chmod(0o644)
    (notice,) = read_vault(path, case()).notices
    assert "chmod 600" in notice.ko
    assert "chmod 600" in notice.en
    path.chmod(0o640)
    assert read_vault(path, case()).notices == ()


def test_values_stay_out_of_every_repr() -> None:
    vault = example_vault()
    assert "홍길순" not in repr(vault) + str(vault) + repr(vault.persons[0]) + repr(vault.persons[0].guardian)


def test_the_example_stands_where_no_case_file_is_looked_for() -> None:
    assert EXAMPLE_VAULT.suffix == ".yml"
    assert EXAMPLE_VAULT not in EXAMPLE.parent.rglob("*.yaml")

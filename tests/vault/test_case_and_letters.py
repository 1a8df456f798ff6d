"""No identity in the case file or its tables, and none in a letter that may not carry it."""

from __future__ import annotations

from pathlib import Path

import pytest

from offence_engine.errors import CaseError, UsageError
from offence_engine.source.read import parse
from offence_engine.vault.check import identities_in_case, refuse_identities_in_case
from offence_engine.vault.identities import Vault
from offence_engine.vault.refuse import refuse_leaks
from tests.vault.made import CASE, EXAMPLE, docx_of, example_vault, typst_pdf, vault_of, written


@pytest.fixture
def vault() -> Vault:
    return vault_of(
        V1="{name: 홍길순, birth: 2006-05-01, school: 보라고등학교, phone: 010-0000-0009}",
        V2="{name: 성춘향, school: 보라고등학교}",
    )


def places(vault: Vault, path: Path) -> list[tuple[str, int, int]]:
    faults = identities_in_case(vault, path)
    told = " ".join(fault.text(lang) for fault in faults for lang in ("ko", "en")).replace(str(path), "")
    for value in ("홍길순", "길순", "2006", "보라", "0009"):
        assert value not in told
    return [(Path(fault.place.file).name, fault.place.line, fault.place.column) for fault in faults]


def test_the_example_is_clean() -> None:
    assert identities_in_case(example_vault(), EXAMPLE) == []


def test_keys_values_and_comments_are_faults_at_their_places(vault: Vault, tmp_path: Path) -> None:
    text = CASE + (
        "evidence:\n"
        "  E1: {what: 홍 길 순의 진술}\n"
        "  E홍길순: {what: 진술}\n"
        "  E2:\n"
        "    what: |\n"
        "      2006. 5. 1.에 태어난\n"
        "# 피해자는 보라고등학교에 다닌다\n"
    )
    assert places(vault, written(tmp_path, "case.yaml", text)) == [
        ("case.yaml", 14, 14),
        ("case.yaml", 15, 3),
        ("case.yaml", 17, 11),
        ("case.yaml", 18, 7),
        ("case.yaml", 19, 1),
        ("case.yaml", 19, 1),
    ]


def test_a_command_refuses_the_case(vault: Vault, tmp_path: Path) -> None:
    refuse_identities_in_case(vault, written(tmp_path, "case.yaml", CASE))
    with pytest.raises(CaseError, match="an identity that is kept apart"):
        refuse_identities_in_case(vault, written(tmp_path, "case.yaml", CASE + "# 홍길순\n"))
    with pytest.raises(UsageError, match="standard input"):
        refuse_identities_in_case(vault, Path("-"))


def test_a_tree_is_looked_through_too(vault: Vault) -> None:
    tree = parse((CASE + "evidence: {E1: 홍길순}").encode(), "case.yaml", CaseError)
    (fault,) = identities_in_case(vault, tree)
    assert str(fault.place) == "case.yaml:13:16"
    assert "V1: 성명" in fault.ko
    assert "V1: name" in fault.en


def test_cells_of_a_table_are_faults_in_the_table(vault: Vault, tmp_path: Path) -> None:
    written(tmp_path, "posts.csv", 'on,"글"\n2025-01-01,홍길순\n2025-01-02,x\n길순은,보라고 학생\n')
    text = CASE + "materials:\n  M1: {from_table: posts.csv}\n  M2: {from_table: none.csv}\n"
    assert places(vault, written(tmp_path, "case.yaml", text)) == [("posts.csv", 2, 12), ("posts.csv", 4, 1)]


def test_the_birth_that_ages_are_reckoned_from_may_stand_in_the_case(vault: Vault, tmp_path: Path) -> None:
    text = CASE.replace("age: {years: 16, on: 2023-02}", "birth: 2006-05-01")
    assert places(vault, written(tmp_path, "case.yaml", text)) == []
    text = text.replace("V2: {role: victim}", "V2: {role: victim, birth: 2006-05-01}   # 홍길순의 친구")
    assert places(vault, written(tmp_path, "case.yaml", text)) == [("case.yaml", 6, 29)]


def test_letters_without_identities_pass() -> None:
    vault = example_vault()
    refuse_leaks(vault, [])
    refuse_leaks(vault, [("의견서.md", "피해자 V1".encode()), ("의견서.docx", docx_of(("피해자 V1",)))])


def test_every_letter_that_leaks_is_named_with_person_and_datum() -> None:
    vault = example_vault()
    letters = [
        ("clean.md", b"V1"),
        ("report.docx", docx_of(("홍", "길순"))),
        ("report.pdf", typst_pdf("연락처 010-0000-0002")),
        ("심청이.md", b"a"),
        ("broken.docx", b"PK\x03\x04"),
    ]
    with pytest.raises(UsageError) as caught:
        refuse_leaks(vault, letters)
    ko, en = caught.value.text("ko"), caught.value.text("en")
    assert "`report.docx` holds an identity that it may not carry; no letter was written. V1: name" in en
    assert "`report.docx`에 실을 수 없는 신원" in ko
    assert "`report.pdf` holds" in en
    assert "V2: telephone number" in en
    assert "letter 4 holds" in en
    assert "4번째 문서" in ko
    assert "`broken.docx`: the document cannot be opened" in en
    assert "clean.md" not in en
    for value in ("홍길순", "0002", "심청이"):
        assert value not in ko + en


def test_a_letter_may_carry_the_identity_of_whom_it_is_for() -> None:
    vault = example_vault()
    letter = ("notice-V1.md", "홍길순 귀하, 가나고등학교".encode())
    refuse_leaks(vault, [letter], lambda name: frozenset({"V1"}) if "V1" in name else frozenset())
    with pytest.raises(UsageError, match="V1"):
        refuse_leaks(vault, [letter], lambda name: frozenset({"V2"}))
    with pytest.raises(UsageError, match="V2"):
        refuse_leaks(vault, [(letter[0], letter[1] + "성춘향".encode())], lambda name: frozenset({"V1"}))

"""No identity of a vault stands in any document of an audience that must not have it, in any format, whatever it is."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from offence_engine import assess
from offence_engine.casefile.read import read_case
from offence_engine.letters import FORMATS, Letter, drafts_with_records
from offence_engine.letters.verify import beside_json
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.shipped import shipped
from offence_engine.vault import Vault, leaks_in_file, read_vault
from offence_engine.vault.identities import Identity
from tests.letters.drafts import book

DAY = date(2026, 11, 22)
EXAMPLE = shipped("examples") / "2024no1823.yaml"
VAULT = shipped("examples") / "vault" / "2024no1823.yml"
FEW = ("identity_card", "takedown_commission", "victim_notice", "indictment")
# Of one person each, so that a piece of one identity is none of another.
SYLLABLES = ("김나라마바", "이사아자차", "박카타파하")


@cache
def assessed() -> tuple[Case, Assessment]:
    case = read_case(EXAMPLE, book(), DAY)
    return case, assess(case, book(), DAY)


def drafts(vault: Vault, formats: tuple[str, ...], lang: str, kinds: tuple[str, ...] = ()) -> list[Letter]:
    """Every kind of letter there is (or some), and the list of what they rest on as one more."""
    case, assessment = assessed()
    kinds = kinds or (*book().letters.letters, *book().letters.bundles)
    found = drafts_with_records(assessment, case, book(), kinds, formats, lang, vault=vault)
    told = [(letter, record) for letter, record in found if letter.identity is None]
    beside = beside_json({x.name: x.data for x, _ in told}, {x.name: r for x, r in told}, EXAMPLE.parent)
    extra = Letter(kind="list", lang=lang, format="json", name="letters.json", title="", data=beside)
    return [*(letter for letter, _ in found), extra]


def test_every_document_in_every_format_is_clean_of_the_example_vault() -> None:
    case, _ = assessed()
    vault = read_vault(VAULT, case)
    every = [*drafts(vault, ("md", "docx"), "ko"), *drafts(vault, ("txt",), "en"), *drafts(vault, FORMATS, "ko", FEW)]
    for letter in every:
        leaking = {leak.person for leak in leaks_in_file(vault, letter.data, letter.format, letter.name)}
        if letter.kind == "identity_card":
            assert letter.identity is not None and leaking <= {letter.identity}, letter.name
        else:
            assert not leaking, letter.name
    # A notice to the guardian of a young offender needs one.
    assert set(book().letters.letters) - {letter.kind for letter in every} <= {"school_guardian_notice_offender"}
    assert {letter.format for letter in every} > set(FORMATS)


@st.composite
def vaults(draw: st.DrawFn) -> Vault:
    """Somebody who does not exist, behind each pseudonym of the case."""
    case, _ = assessed()
    number = st.integers(1000, 9999)
    persons = []
    victims = [i for i, person in case.persons.items() if person.role == "victim"]
    for n, id_ in enumerate(victims):
        syllables = st.text(alphabet=SYLLABLES[n], min_size=3, max_size=4)
        name = draw(syllables)
        word = "qzx"[n] + draw(st.text(alphabet="bcdfghjkmnprtvwy", min_size=6, max_size=9))
        persons.append(
            Identity(
                person=id_,
                name=(name,),
                romanised=(f"{word.title()} {draw(number)}",),
                phone=(f"010-{n}{draw(number) % 1000:03d}-{draw(number)}",),
                email=(f"{word}{draw(number)}@invalid.example",),
                school=(f"{draw(syllables)}고등학교",),
                address=(f"{draw(syllables)}로 {n}{draw(number)}",),
                accounts=(f"@{word}_{draw(number)}",),
            )
        )
    return Vault(case=case.head.id, persons=tuple(persons))


@settings(max_examples=8)
@given(vaults())
def test_whatever_the_vault_holds_only_the_card_of_a_person_carries_it_and_only_theirs(vault: Vault) -> None:
    for letter in drafts(vault, ("md", "hwpx"), "ko", FEW):
        leaking = {leak.person for leak in leaks_in_file(vault, letter.data, letter.format, letter.name)}
        if letter.kind == "identity_card":
            assert leaking == {letter.identity}, letter.name
        else:
            assert not leaking, letter.name

"""`offence facts`: what one may state, of what, where, and how it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from offence_engine.model.rule import HOMES
from offence_engine.rulebook.rulebook import Rulebook
from tests.cli.conftest import Offence


def test_every_fact_of_the_rulebook_is_told(offence: Offence, book: Rulebook) -> None:
    told = {
        path for e in offence("facts", "--format", "json").json["entities"] for f in e["facts"] for path in f["paths"]
    }
    assert told == set(book.facts) - {"act.kind"}


@pytest.mark.parametrize("entity", HOMES)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_each_entity_can_be_asked_for(offence: Offence, entity: str, lang: str) -> None:
    ran = offence("facts", entity, "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{entity}  ")


def test_a_fact_has_its_label_values_question_and_place(offence: Offence) -> None:
    ko = offence("facts", "shown", "--lang", "ko").out
    assert "적는 곳: materials: {M1: {shown: {V1: {NAME: VALUE}}}}" in ko
    assert "consent_to_alteration  편집·합성에 대한 동의 (예/아니오)" in ko
    assert "물음 [피해자]: 이 사진·영상을 편집·합성하는 데 동의한 사실이 있습니까?" in ko
    en = offence("facts", "shown", "--lang", "en").out
    assert "shows  what of the person it shows (any of)" in en
    assert "face   face" in en
    assert "sexual_form: {value: yes | no, by: WHO, because: WHY}" in en


def test_kinds_of_act_stand_with_the_act(offence: Offence, book: Rulebook) -> None:
    text = offence("facts", "act", "--lang", "ko").out
    assert all(kind in text and value.ko in text for kind, value in book.kinds.items())
    kinds = offence("facts", "act", "--format", "json").json["entities"][0]["kinds"]
    assert [k["kind"] for k in kinds] == list(book.kinds)


def test_a_new_fact_in_a_rules_folder_is_known_at_once(offence: Offence, fable: Path) -> None:
    ko = offence("facts", "act", "--rules", fable, "--lang", "ko").out
    assert "sang  노래함 (예/아니오)" in ko
    assert "물음 [참고인]: 노래했습니까?" in ko

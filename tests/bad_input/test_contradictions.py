"""What a case states against its own structure is a fault with its place, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from offence_engine import load_rulebook
from offence_engine.casefile.read import parse_case
from offence_engine.errors import CaseError

BOOK = load_rulebook()
HEAD = "case: {id: c}\n"
SENT = "acts: {A1: {kind: sent, on: 2025-01-02, by: S1, recipients: T1, object: M1, reached_others: no}}\n"

CASES = {
    "recipients": (
        "persons: {S1: {role: suspect}, V1: {role: victim}, T1: {role: other}}\nmaterials: {M1: {shown: V1}}\n" + SENT,
        4,
        "`reached_others` contradicts `recipients`",
    ),
    "self recorded": (
        "persons: {S1: {role: suspect}, V1: {role: victim}}\n"
        "materials:\n  M1: {shown: {V1: {self_recorded: no}}}\n"
        "acts: {A1: {kind: recorded, on: 2025-01-02, by: [S1, V1], product: M1}}\n",
        4,
        "`self_recorded` contradicts",
    ),
    "whole material": (
        "persons: {S1: {role: suspect}, V1: {role: victim}}\n"
        "materials:\n  M1: {sexual_act_expressed: no, shown: {V1: {sexual_act_expressed: yes}}}\n"
        "acts: {A1: {kind: kept, on: 2025-01-02, by: S1, object: M1}}\n",
        4,
        "`sexual_act_expressed` contradicts `materials.M1.sexual_act_expressed`",
    ),
    "copies in a circle": (
        "persons: {S1: {role: suspect}}\nmaterials:\n  M1: {copy_of: M2}\n  M2: {copy_of: M1}\n"
        "acts: {A1: {kind: kept, on: 2025-01-02, by: S1, object: M1}}\n",
        4,
        "leads back to itself: M1 → M2 → M1",
    ),
    "helping oneself": (
        "persons: {S1: {role: suspect}}\nacts:\n  A1: {kind: aided, on: 2025-01-02, by: S1, aids: A1}\n",
        4,
        "leads back to itself",
    ),
    "a victim called other": (
        "persons:\n  S1: {role: suspect}\n  KimMinji: {role: other}\nmaterials: {M1: {shown: KimMinji}}\n"
        "acts: {A1: {kind: kept, on: 2025-01-02, by: S1, object: M1}}\n",
        4,
        "a victim's identity",
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_a_contradiction_is_told_at_its_place(what: str) -> None:
    text, line, words = CASES[what]
    with pytest.raises(CaseError) as caught:
        parse_case((HEAD + text).encode(), "c.yaml", BOOK, date(2026, 11, 22))
    first = caught.value.faults[0]
    assert words in first.text("en")
    assert first.place.file == "c.yaml"
    assert first.place.line == line


@pytest.mark.parametrize(
    "text",
    [
        "010-1234-5678", "+82-10-1234-5678", "(010)1234-5678", "010–1234–5678", "０１０-1234-5678", "010/1234/5678",
        "02-345-6789", "070-1234-5678", "080501-3234567", "0805013234567", "080501-3******", "a＠b.kr",
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["title", "key"])
def test_numbers_that_identify_are_refused_in_whatever_dress(text: str, where: str) -> None:
    evidence = f'evidence: {{"{text}": note}}' if where == "key" else f'evidence: {{E1: "{text}"}}'
    case = (
        f"{HEAD}persons: {{S1: {{role: suspect}}}}\nacts: {{A1: {{kind: kept, on: 2025-01-02, by: S1}}}}\n{evidence}\n"
    )
    with pytest.raises(CaseError, match="identit"):
        parse_case(case.encode(), "c.yaml", BOOK, date(2026, 11, 22))


@pytest.mark.parametrize(
    "text", ["-1001234567890", "2025-03-02", "증 제3호 112쪽", "1" * 64, "id 1234567", "사건 2025-123456"]
)
def test_other_numbers_are_let_through(text: str) -> None:
    case = f'{HEAD}persons: {{S1: {{role: suspect}}}}\nacts: {{A1: {{kind: kept, on: 2025-01-02, by: S1}}}}\nevidence: {{E1: "{text}"}}\n'
    assert parse_case(case.encode(), "c.yaml", BOOK, date(2026, 11, 22)).evidence["E1"].what == text


def test_what_lasted_counts_from_the_day_on_which_it_became_an_offence() -> None:
    from offence_engine import assess

    text = (
        HEAD + "persons: {S1: {role: suspect}, V1: {role: victim, age: adult}}\n"
        "materials: {M1: {form: image, made: altered, shown: {V1: {shows: face, consent_to_alteration: no, "
        "sexual_form: {value: yes, by: x}}}}}\n"
        "acts: {A1: {kind: kept, from: 2021-01-01, to: 2024-10-16, kept_where: own_device, object: M1, "
        "by: {S1: {intent: {value: yes, by: x}}}}}\n"
    )
    as_of = date(2026, 11, 22)
    got = assess(parse_case(text.encode(), "c.yaml", BOOK, as_of), BOOK, as_of)
    kept = next(f for f in got.findings if f.provision == "scpa.14-2.4")
    assert (kept.verdict, kept.count.from_, kept.count.to) == ("applicable", date(2024, 10, 16), date(2024, 10, 16))
    gap = next(g for g in got.not_judged if g.provision == "scpa.14-2.4")
    assert (gap.because, gap.count.from_, gap.count.to) == ("not_in_force", date(2021, 1, 1), date(2024, 10, 15))

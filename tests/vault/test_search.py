"""What of a vault is found in a text, in which forms, and what is no identity."""

from __future__ import annotations

import random
import time
import unicodedata
from datetime import date

import pytest

from offence_engine.model.time import Span
from offence_engine.rulebook.shipped import shipped
from offence_engine.vault.identities import Guardian, Identity, Vault
from offence_engine.vault.pieces import pieces
from offence_engine.vault.search import Leak, leaks
from tests.vault.made import example_vault, vault_of

FOUND = {
    "name": [
        "홍길순", "피해자홍길순은", "홍 길 순", "홍 길순이", "홍·길·순", "홍**길**순", "홍길\n순", "홍\u200b길\u00ad순", "길순이가", "길순아,",
        "길순 양은", "길순씨", "홍-길-순",
    ],
    "romanised": ["Hong Gil-sun", "HONG GILSUN", "gil sun hong", "Gil-Sun, Hong", "HongGilSun", "Ｈｏｎｇ Ｇｉｌ－ｓｕｎ"],
    "birth": [
        "2006-05-01", "2006. 5. 1.", "2006.05.01", "20060501", "2006년 5월 1일", "2006/5/1", "06년 5월 1일생", "1 May 2006",
        "May 1st, 2006", "２００６．５．１", "2006-5-1생",
    ],
    "resident_number": ["060501-0000000", "0605010000000", "060501 - 0000000", "060501-0******", "060501-0", "060501 0000000"],
    "phone": [
        "010-0000-0000", "01000000000", "010.0000.0000", "010 0000 0000", "+82-10-0000-0000", "+82 (0)10 0000 0000",
        "(010)0000-0000", "82100000 0000", "０１０－００００－００００", "010\\-0000\\-0000",
    ],
    "email": ["gilsun.hong@example.com", "GILSUN.HONG@EXAMPLE.COM", "gilsun\\.hong@example.com", "gilsun.hong [at] example.com", "gilsun.hong"],
    "address": ["가나시 다라구 마바로 12, 101동 1203호", "다라구 마바로 12 101동 1203호", "마바로 12", "마바로12", "(마바로 12)"],
    "school": ["가나고등학교", "가나 고등학교", "가나고 2학년", "가나고에 다니는", "가나고교", "가나고."],
    "accounts": [
        "@gilsun_0501", "gilsun_0501", "gilsun\\_0501", "https://sns.example/gilsun_0501/", "t.me/gilsun_0501", "@Gilsun_0501",
        "https://sns.example/gilsun.h", "_gilsun.h_",
    ],
    "guardian.name": ["홍판서"],
    "guardian.phone": ["010-0000-0001"],
    "other": ["가나고 방송반 부장", "가나고방송반부장"],
}  # fmt: skip


def found(text: str) -> set[tuple[str, str]]:
    vault = example_vault()
    return {(leak.person, leak.key) for leak in leaks(vault, [text])}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in FOUND.items() for text in texts])
def test_each_form_is_found(key: str, text: str) -> None:
    assert ("V1", key) in found(text) | (found(text.replace("\n", "")) if "\n" in text else set())
    assert ("V1", key) in found(f"그날 (피해자의 것) {unicodedata.normalize('NFD', text.replace(chr(10), ''))} 이라고")


@pytest.mark.parametrize(
    ("text", "key", "beside"),
    [
        ("길순은 |고등학생이다", "job", "name"),
        ("피해자 길순, |다라구의 101동 1203호", "address", "name"),
        ("060501 |길순", "birth", "name"),
        ("홍모 양 |(060501)", "birth", "name"),
    ],
)
def test_what_identifies_only_together(text: str, key: str, beside: str) -> None:
    vault = example_vault()
    assert any((x.person, x.key, x.beside) == ("V1", key, beside) for x in leaks(vault, [text.replace("|", "")]))
    apart = text.replace("|", "그리고 그 뒤에 " * 12)
    assert not any(x.beside == beside for x in leaks(vault, [apart]))


@pytest.mark.parametrize(
    "text",
    [
        "", "길순은 사람이다", "고등학생", "060501", "0000000", "101동 1203호", "홍보물", "홍모 양", "마바로 123", "마바로 1", "12060501",
        "2006. 5. 11.", "2006. 5. 1. 법률 제1호", "2006. 5. 1. 시행", "10-0000", "가나고등", "가나고등법원", "hong", "gilsun", "hongs gilsun",
        "sns.example", "example.com", "gilsun.house", "방송반 부장", "청소년", "전화 010-0000-0004",
    ],
)  # fmt: skip
def test_ordinary_text_does_not_alarm(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{school: 보라고등학교}", "화면을 보라고 하였다"),
        ("{school: 서울고등학교}", "서울고등법원, 서울고법, 서울고검"),
        ("{school: 라마과학고등학교}", "과학고등학교에 관한 글"),
        ("{name: 이수정}", "이 수정 사항"),
        ("{name: 정이나}", "사정이나 형편"),
        ("{name: 남지원}", "성남지원에 소를"),
        ("{name: 박하나}", "박 하나를 깼다"),
        ("{name: 허준}", "허준하다, 허준수"),
        ("{name: 김}", "김 검사"),
        ("{accounts: '@text'}", "plain text here"),
        ("{other: [ab, 가나]}", "ab 가나"),
    ],
)
def test_words_that_look_like_an_identity(written: str, text: str) -> None:
    assert leaks(vault_of(V1=written), [text]) == []


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{school: 보라고등학교, name: 홍길순}", "길순은 보라고 학생"),
        ("{school: 라마과학고등학교}", "라마과학고, 라마과고"),
        ("{school: 라마여고}", "라마여자고등학교"),
        ("{school: 사아초등학교}", "사아초 3학년"),
        ("{school: 사아여자중학교 2학년 3반}", "사아여중을 다니는"),
        ("{name: 이수정}", "이수정은"),
        ("{name: 정이나}", "피해자정이나, 정이나는"),
        ("{name: 허준}", "피해자 허준, 허준 씨"),
        ("{name: 남궁다라}", "남궁 다라"),
        ("{name: Nguyen Thi Mai}", "Mai NGUYEN THI"),
        ("{accounts: '@abc'}", "@abc 계정, https://x.example/abc"),
        ("{email: ab@example.com}", "ab@example.com"),
        ("{phone: +82 10 0000 0009}", "010-0000-0009"),
        ("{phone: 02-000-0009}", "02)000-0009"),
        ("{address: 가나시 다라동 123-4}", "다라동 123-4번지"),
        ("{address: 가나시 마바대로 12번길 34-5}", "마바대로12번길 34-5"),
        ("{job: 가나상사 경리과 사원}", "가나상사의 직원이 아니라 가나상사 경리과 사원"),
        ("{other: [ab], name: 홍길순}", "길순은 ab를"),
    ],
)
def test_forms_of_other_values(written: str, text: str) -> None:
    assert leaks(vault_of(V1=written), [text])


def test_where_and_whose() -> None:
    vault = example_vault()
    assert leaks(vault, ["아무것도 없음", "성춘향과 심청이, 성춘향"]) == [
        Leak("V2", "name", "whole", 1),
        Leak("V3", "name", "whole", 1),
    ]


def test_who_is_allowed_may_stand_there_and_what_others_share_with_them() -> None:
    vault = vault_of(V1="{name: 홍길순, school: 가나고등학교}", V2="{name: 홍길자, school: 가나고등학교}")
    text = "홍길순은 가나고등학교에 다닌다."
    assert {leak.person for leak in leaks(vault, [text])} == {"V1", "V2"}
    assert leaks(vault, [text], frozenset({"V1"})) == []
    assert {leak.person for leak in leaks(vault, [text + " 홍길자도"], frozenset({"V1"}))} == {"V2"}


def test_nothing_that_is_told_holds_the_string() -> None:
    vault = example_vault()
    every = [text for texts in FOUND.values() for text in texts]
    told = " ".join(f"{x!r} {x.text('ko')} {x.text('en')}" for x in leaks(vault, every)) + repr(pieces(vault))
    for value in ("길순", "gilsun", "2006", "0605", "0000", "마바", "가나", "판서"):
        assert value not in told.lower()


def test_a_piece_at_the_seam_of_two_stretches_is_found() -> None:
    vault = vault_of(V1="{name: 홍길순, phone: 010-0000-0009}")
    for length in range(59_990, 60_010):
        assert leaks(vault, ["가" * length + " 홍 길 순 "])
        assert leaks(vault, ["가" * length + " 010-0000-0009"])


def test_five_million_characters_and_many_victims_take_less_than_two_seconds() -> None:
    draw = random.Random(7)
    syllables = "뵤뷰쇼슈죠쥬쵸츄쿄큐툐튜표퓨효휴"

    def word(length: int) -> str:
        return "".join(draw.choice(syllables) for _ in range(length))

    def number() -> str:
        return f"010-{draw.randrange(10**4):04d}-{draw.randrange(10**4):04d}"

    vault = Vault(
        case="many",
        persons=tuple(
            Identity(
                person=f"V{i}",
                name=(draw.choice("김이박최정강조윤장임") + word(2),),
                birth=Span(date(1990 + i % 20, 5, 1 + i % 28), date(1990 + i % 20, 5, 1 + i % 28)),
                resident_number=(f"{draw.randrange(10**13):013d}",),
                phone=(number(),),
                email=(f"user{i}x@example.com",),
                address=(f"{word(3)}시 {word(2)}구 {word(3)}로 {i}",),
                school=(f"{word(3)}고등학교",),
                accounts=(f"@account_{i}",),
                guardian=(Guardian(name=("박" + word(2),), phone=(number(),)),),
            )
            for i in range(74)
        ),
    )
    words = "".join(path.read_text(encoding="utf-8") for path in sorted(shipped("rules").rglob("*.yaml")))
    text = (words * (5_000_000 // len(words) + 1))[:5_000_000]
    before = time.process_time()
    assert leaks(vault, [text]) == []
    assert {leak.person for leak in leaks(vault, [text[:10_000] + vault.persons[73].phone[0]])} == {"V73"}
    assert time.process_time() - before < 2

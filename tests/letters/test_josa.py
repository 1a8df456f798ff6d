"""Particles follow the sound that the word before them ends in."""

from __future__ import annotations

import pytest

from offence_engine.letters.josa import ending, josa


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("사진을(를)", "사진을"),
        ("자료을(를)", "자료를"),
        ("피의자은(는)", "피의자는"),
        ("홍길동은(는)", "홍길동은"),
        ("얼굴이(가)", "얼굴이"),
        ("학교이(가)", "학교가"),
        ("친구와(과)", "친구와"),
        ("홍길동와(과)", "홍길동과"),
        ("대화방(으)로", "대화방으로"),
        ("서울(으)로", "서울로"),
        ("학교(으)로", "학교로"),
        ("V1을(를)", "V1을"),
        ("V2을(를)", "V2를"),
        ("V3이(가)", "V3이"),
        ("V4이(가)", "V4가"),
        ("V6은(는)", "V6은"),
        ("V9은(는)", "V9는"),
        ("V10와(과)", "V10과"),
        ("M1(으)로", "M1로"),
        ("M3(으)로", "M3으로"),
        ("A을(를)", "A를"),
        ("L이(가)", "L이"),
        ("N은(는)", "N은"),
        ("피해자 V1(가명, 17세)이(가)", "피해자 V1(가명, 17세)이"),
        ("자료 M2(피해자 V1의 얼굴이 나타난 합성 사진)을(를)", "자료 M2(피해자 V1의 얼굴이 나타난 합성 사진)를"),
        ("성명불상자(닉네임 X)와(과)", "성명불상자(닉네임 X)와"),
        ("'하늘'을(를)", "'하늘'을"),
        ("정범 [확인 필요: 성명]은(는)", "정범 [확인 필요: 성명]은"),
        ("증 제1호을(를)", "증 제1호를"),
    ],
)
def test_the_particle_fits(written: str, read: str) -> None:
    assert josa(written) == read


def test_several_particles_in_one_sentence() -> None:
    assert josa("S1은(는) V2을(를) T3와(과) 만났다") == "S1은 V2를 T3과 만났다"


@pytest.mark.parametrize("text", ["", "()", "((", "))", "“”", "가)", "[", "🙂"])
def test_any_text_has_some_ending(text: str) -> None:
    assert ending(text) in ("vowel", "rieul", "consonant")
    assert josa(text) == text

"""Rows of materials and acts: standard columns by many names, and every fault at its line in both languages."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from offence_engine import load_rulebook, read_case
from offence_engine.casefile.items import column_of, items_of
from offence_engine.casefile.read import parse_case
from offence_engine.errors import CaseError
from offence_engine.model.case import Case
from offence_engine.model.item import read_moment
from offence_engine.rulebook.rulebook import Rulebook

AS_OF = date(2026, 1, 1)
HASH = "a1" * 32
CASE = """
case: {id: rows}
persons:
  S1: {role: suspect}
  V1: {role: victim}
  V12: {role: victim}
  T1: {role: other}
materials:
  M1:
    form: image
    MATERIAL
acts:
  A1:
    kind: posted
    series: {from: 2025-02-01, to: 2025-02-11, times: 2}
    by: S1
    object: M1
    ACT
"""
MATERIAL = "number: 1"
ACT = "reach: many"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def written(material: str = MATERIAL, act: str = ACT) -> str:
    return CASE.replace("MATERIAL", material).replace("ACT", act)


def read(book: Rulebook, material: str = MATERIAL, act: str = ACT, folder: Path | None = None) -> Case:
    return parse_case(written(material, act).encode(), "case.yaml", book, AS_OF, folder)


def faults(book: Rulebook, folder: Path, material: str = MATERIAL, act: str = ACT) -> CaseError:
    with pytest.raises(CaseError) as told:
        read(book, material, act, folder)
    return told.value


def test_rows_stand_in_the_case_or_in_a_table_alike(book: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(
        f"게시 일시,주소,메시지 번호,게시자,해시,색\n2025-02-03T21:14,https://r.example/1,7,@x,{HASH},붉음\n",
        encoding="utf-8",
    )
    table = read(book, "from_table: posts.csv", folder=tmp_path).materials["M1"]
    inline = read(
        book,
        "items: [{posted: '2025-02-03T21:14', URL: 'https://r.example/1', message_id: '7', poster: '@x', "
        f"sha256: {HASH}, 색: 붉음}}]",
    ).materials["M1"]
    (item,) = items_of(table, book.letters.items)
    assert (item,) == items_of(inline, book.letters.items)
    assert (item.url, item.message, item.poster, item.hash_kind) == ("https://r.example/1", "7", "@x", "SHA-256")
    assert item.others == {"색": "붉음"} and table.number == inline.number == 1


def test_a_time_without_an_offset_is_korean_time(book: Rulebook) -> None:
    for text, utc in (
        ("2025-02-03T00:30", datetime(2025, 2, 2, 15, 30, tzinfo=UTC)),
        ("2025-02-03 00:30:05+09:00", datetime(2025, 2, 2, 15, 30, 5, tzinfo=UTC)),
        ("2025-02-03T00:30Z", datetime(2025, 2, 3, 0, 30, tzinfo=UTC)),
    ):
        moment = read_moment(text)
        assert moment is not None and moment.utc == utc and moment.day.first == date(2025, 2, 3)
    evening = read_moment("2025-02-03T20:00Z")
    assert evening is not None and evening.day.first == date(2025, 2, 4), "the day is that in Korea"
    month = read_moment("2025-02")
    assert month is not None and month.utc is None and month.day.last == date(2025, 2, 28)


@pytest.mark.parametrize(
    "text", ["20250203", "2025-W06-1", "2025-02-30", "03/02/2025", "어제", "2025-02-03T25:00", "1625-02-03"]
)
def test_what_is_no_time(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    ("title", "key"),
    [("Locator", "url"), ("주소 (URL)", "url"), ("message-ID", "message"), ("피해자(가명)", "victim"), ("SHA 256", "sha256"),
     ("channel", "room"), ("확인일시", "checked_at"), ("색깔", None)],
)  # fmt: skip
def test_columns_go_by_many_names(book: Rulebook, title: str, key: str | None) -> None:
    assert column_of(title, book.letters.items) == key


WRONG = {
    "a hash of another length": ("sha256", "ab" * 20 + "a", "16진수 해시값", "a hash in hexadecimal digits"),
    "a hash that is none": ("hash", "z" * 64, "적힌 것은 64자입니다", "found 64 characters"),
    "a day that is none": ("posted_at", "2025-02-30", "때를 읽을 수 없습니다", "not a time"),
    "a script": ("url", "javascript:alert(1)", "http:, https:", "begins with one of http:"),
    "data in an address": ("url", "data:text/html;base64:AAAA", "시작하는 주소", "an address (URL)"),
    "a defanged address": ("url", "hxxps://r.example/1", "혹시 `https`입니까?", "Did you mean `https`?"),
    "no scheme": ("url", "r.example/1", "시작하는 주소", "an address (URL)"),
    "a home in the column of addresses": ("주소", "가나시 다라로 1", "시작하는 주소", "an address (URL)"),
    "half an address": ("url", "https://", "온전한 주소", "not a whole address"),
    "a broken address": ("url", "https://[::1", "온전한 주소", "not a whole address"),
    "a wrong port": ("url", "https://r.example:99999/", "온전한 주소", "not a whole address"),
    "an account in an address": ("url", "https://u:geheim@r/1", "접속 계정", "carries an account"),
    "a victim that is none": ("victim", "V2", "그런 피해자가 없습니다. 혹시", "no such victim. Did you mean"),
    "a suspect for a victim": ("victim", "S1", "그런 피해자가 없습니다", "no such victim"),
    "a day in the future": (
        "checked_at",
        "2026-01-02T08:00",
        "검토 기준일(2026-01-01)보다",
        "after the day of assessment",
    ),
    "no number": ("files", "3.5", "1 이상의 정수", "a whole number from 1"),
    "a telephone number": ("note", "010-1234-5678", "전화번호로 보이는", "looks like a telephone number"),
}


@pytest.mark.parametrize("inline", [True, False], ids=["inline", "table"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_cell_is_told_at_its_line(book: Rulebook, tmp_path: Path, name: str, inline: bool) -> None:
    column, cell, ko, en = WRONG[name]
    if inline:
        told = faults(book, tmp_path, f'items:\n      - {{message: "1"}}\n      - {{{column}: "{cell}"}}')
        place = "case.yaml:13:"
    else:
        (tmp_path / "t.csv").write_text(f"message,{column}\n1,\n2,{cell}\n", encoding="utf-8")
        told = faults(book, tmp_path, "from_table: t.csv")
        place = "t.csv:3:"
    for lang, words in (("ko", ko), ("en", en)):
        assert [line for line in told.text(lang).splitlines() if words in line and line.startswith(place)], told.text(
            lang
        )
    assert "geheim" not in told.text("ko") + told.text("en")


@pytest.mark.parametrize("title", ["계정", "handle", "이름", "nickname", "전화", "account"])
def test_columns_of_identities_are_refused(book: Rulebook, tmp_path: Path, title: str) -> None:
    (tmp_path / "t.csv").write_text(f"{title}\nx\n", encoding="utf-8")
    told = faults(book, tmp_path, "from_table: t.csv")
    assert "신원입니다" in told.text("ko") and "is an identity" in told.text("en")
    told = faults(book, tmp_path, f"items: [{{{title}: x}}]")
    assert "신원" in told.text("ko") and "identity" in told.text("en")


@pytest.mark.parametrize("title", ["poster", "게시자", "게시자 계정", "작성자"])
def test_the_account_of_the_poster_may_be_told(book: Rulebook, title: str) -> None:
    material = read(book, f"items: [{{{title}: '@x'}}]").materials["M1"]
    assert items_of(material, book.letters.items)[0].poster == "@x"


ROWS = "items: [{when: 2025-02-01}, {when: 2025-02-11, victim: 'V1, V12'}]"
SHAPES = {
    "a victim who is not in it": ("shown: [V1]\n    items: [{victim: V12}]", ACT, "`M1`에 나타나거나", "shown in or concerned by `M1`"),
    "not as many as stated": (MATERIAL, "items: [{when: 2025-02-01}]", "2회인데 적힌 줄은 1개", "2 times, but 1 rows"),
    "out of time": (MATERIAL, ROWS.replace("2025-02-11", "2025-02-12"), "의 기간(2025-02-01..2025-02-11) 밖", "lies outside"),
    "both": (MATERIAL, "items: [{url: 'https://r'}]\n    from_table: t.csv", "가운데 하나만", "not both"),
    "no list": ("items: {url: 'https://r'}", ACT, "목록이 옵니다", "takes a list"),
    "an empty list": ("items: []", ACT, "목록이 옵니다", "takes a list"),
    "no mapping": ("items: [x]", ACT, "`이름: 값` 묶음", "must be a mapping"),
    "one column twice": ("items: [{url: 'https://r', 주소: 'https://r'}]", ACT, "같은 것(`url`)", "are the same (`url`)"),
    "another number": ("number: 3\n    items: [{message: '1'}]", ACT, "number는 3인데", "`number` says 3"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_rows_that_do_not_fit(book: Rulebook, tmp_path: Path, name: str) -> None:
    material, act, ko, en = SHAPES[name]
    told = faults(book, tmp_path, material, act)
    assert ko in told.text("ko") and en in told.text("en"), told.text("ko") + told.text("en")


def test_rows_of_an_act_that_is_no_series(book: Rulebook) -> None:
    text = written(act=ROWS).replace("series: {from: 2025-02-01, to: 2025-02-11, times: 2}", "on: 2025-02-01")
    with pytest.raises(CaseError) as told:
        parse_case(text.encode(), "case.yaml", book, AS_OF)
    assert "`series: {from, to, times: 2}`" in told.value.text("ko") and "rows; give its time" in told.value.text("en")


def test_rows_of_an_act(book: Rulebook) -> None:
    act = read(book, act=ROWS).acts["A1"]
    items = items_of(act, book.letters.items)
    assert [i.victims for i in items] == [(), ("V1", "V12")] and act.when.times == 2
    untold = written(act=ROWS).replace(", times: 2", "")
    assert parse_case(untold.encode(), "case.yaml", book, AS_OF).acts["A1"].when.times == 2


def test_the_line_of_a_table_of_acts(book: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "acts.csv").write_text("일시,victim\n2025-02-03,V1\n2025-03-03,V3\n", encoding="utf-8")
    told = faults(book, tmp_path, act="from_table: acts.csv").text("en")
    assert told.count("acts.csv:3:") == 2 and "lies outside the time of the act `A1`" in told


def test_the_example_still_reads(book: Rulebook) -> None:
    case = read_case(Path(__file__).parents[2] / "examples" / "table.yaml", book, AS_OF)
    items = items_of(case.materials["M1"], book.letters.items)
    assert len(items) == 6 and {i.hash_kind for i in items} == {"SHA-256"} and all(i.utc for i in items)


def test_five_thousand_rows_are_read_quickly(book: Rulebook, tmp_path: Path) -> None:
    lines = "".join(f"https://r.example/{n},{n},2025-02-03T21:14,{HASH},V1\n" for n in range(5000))
    (tmp_path / "t.csv").write_text("url,message,posted_at,sha256,victim\n" + lines, encoding="utf-8")
    begin = time.process_time()
    case = read(book, "from_table: t.csv", folder=tmp_path)
    assert len(items_of(case.materials["M1"], book.letters.items)) == case.materials["M1"].number == 5000
    assert time.process_time() - begin < 8

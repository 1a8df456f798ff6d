"""Annexed tables: what is alike is told once and listed row by row; nothing is told twice, nothing is lost."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offence_engine import assess
from offence_engine.casefile.read import parse_case
from offence_engine.errors import UsageError
from offence_engine.letters.annex import AnnexTable, as_block, evidence_table, request_items
from offence_engine.letters.annexes import Annexes, Passage
from offence_engine.letters.deeds import Teller
from offence_engine.letters.names import Names
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.select import Selection, select
from offence_engine.letters.titles import Titles
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from tests.letters.drafts import DAY, book
from tests.letters.test_participation import AIDED
from tests.shapes.build import ring, school

SERIES = """
case: {id: annex}
persons:
  S1: {role: suspect}
  V1: {role: victim, age: adult}
  V2: {role: victim, age: adult}
channels: {C1: {name: 대화방, run_by: S1}}
materials:
  M1: {form: image, made: altered, MATERIAL
       shown: {V1: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관}}}}
acts:
  A1: {kind: posted, WHEN, channel: C1, reach: many, delivered: yes, object: M1, evidence: E1,
       by: {S1: {intent: {value: yes, by: 수사관}}}}
evidence: {E1: {what: 보전 자료, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, page: "3"}, E2: 진술}
"""
UNDATED = """
case: {id: undated}
persons: {S1: {role: suspect}, V1: {role: victim}}
materials:
  M1: {form: image, made: altered, shown: {V1: {shows: face, consent_to_alteration: no,
       sexual_form: {value: yes, by: 수사관}}}}
acts:
  A1: {kind: altered, on: 2024-10, product: M1, by: {S1: {intent: {value: yes, by: 수사관}, purpose_to_spread: yes}}}
"""


@cache
def read(text: str) -> tuple[Case, Assessment]:
    case = parse_case(text.encode(), "case.yaml", book(), DAY)
    return case, assess(case, book(), DAY)


class Told:
    """A case with its selection, passages and tables in one language."""

    def __init__(self, text: str, lang: str = "ko") -> None:
        self.case, assessment = read(text)
        self.selection: Selection = select(assessment, self.case, book())
        self.phrases = Phrases(book(), lang)
        names = Names(self.case, self.phrases)
        titles = Titles(book(), self.case, self.phrases, names, self.selection)
        self.annexes = Annexes(Teller(book(), self.case, self.phrases, names), titles, self.selection)
        self.tables: tuple[AnnexTable, ...] = self.annexes.tables
        self.passages: list[Passage] = []
        for suspect in self.selection.suspects:
            own = self.selection.of(suspect)
            for key in dict.fromkeys(titles.key(r) for r in own):
                pieces = self.annexes.pieces([r for r in own if titles.key(r) == key])
                self.passages += [p for piece in pieces for p in piece.passages]

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.passages)

    def column(self, key: str, table: int = 0) -> list[str]:
        index = [c.key for c in self.tables[table].columns].index(key)
        return [row.cells[index] for row in self.tables[table].rows]


@cache
def told(text: str, lang: str = "ko") -> Told:
    return Told(text, lang)


def series(when: str, material: str = "") -> str:
    return SERIES.replace("WHEN", when).replace("MATERIAL", material)


def whole(found: Told) -> None:
    """Every referred finding stands in exactly one passage, and where that refers to a table, in rows of that table."""
    referred = Counter(f.id for r in found.selection.referred for f in r.findings)
    assert Counter(f.id for p in found.passages for f in p.findings) == referred
    rows = {t.key: {f for row in t.rows for f in row.findings} for t in found.tables}
    for passage in found.passages:
        if passage.table is not None:
            missing = [f for f in passage.findings if f.id not in rows[passage.table]]
            assert all(f.day_decides for f in missing), "only the other version of an undated act has no row of its own"
    by_table = {f.id for p in found.passages if p.table for f in p.findings}
    for listed in rows.values():
        assert listed <= by_table
    assert [t.number for t in found.tables] == list(range(1, len(found.tables) + 1))
    assert len({t.key for t in found.tables}) == len(found.tables)
    for table in found.tables:
        assert [row.number for row in table.rows] == list(range(1, len(table.rows) + 1))
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
        for index in range(1, len(table.columns)):
            assert any(row.cells[index] for row in table.rows), "an empty column is left out"


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("text", [ring(), ring(9, 5, 1), school(), series("on: 2025-02-03"), UNDATED], ids=range(5))
def test_every_finding_is_told_once(text: str, lang: str) -> None:
    whole(told(text, lang))


def test_both_languages_have_the_same_tables() -> None:
    korean, english = told(ring()).tables, told(ring(), "en").tables
    assert [(t.key, len(t.rows), [c.key for c in t.columns]) for t in korean] == [
        (t.key, len(t.rows), [c.key for c in t.columns]) for t in english
    ]
    assert korean[0].title == "별지 범죄일람표 (1)" and english[0].title == "Annexed Table of Acts (1)"


def test_many_victims_are_one_paragraph_and_a_table() -> None:
    found = told(ring())
    coerced = [p for p in found.passages if "강요" not in p.text and "피해자 74명에 대하여" in p.text]
    assert len(coerced) == 1
    text = coerced[0].text
    assert "2019. 5. 1.경부터 2020. 3. 26.경까지" in text and "총 74회에 걸쳐" in text
    assert "별지 범죄일람표 (2) 기재와 같이" in text and text.count("이로써 피의자는") == 1
    assert "성명불상자(구성원 1) 등 8명과 공모하여" in text
    table = next(t for t in found.tables if t.key == coerced[0].table)
    assert len(table.rows) == 74
    victims = [row.cells[[c.key for c in table.columns].index("victim")] for row in table.rows]
    assert victims == [f"V{n}(가명)" for n in range(1, 75)]


def test_several_paragraphs_of_one_name_share_a_table_by_rows() -> None:
    texts = [p.text for p in told(ring()).passages if "범죄일람표 (1)" in p.text]
    assert "순번 1 내지 16 기재와 같이" in texts[0] and "순번 17 내지 32 기재와 같이" in texts[1]


def test_an_age_that_an_element_reads_stands_once() -> None:
    text = next(p.text for p in told(ring()).passages if "제작하였다" in p.text)
    assert text.count("17세 이하") == 1 and "V1(가명) 등 16명(각 17세 이하)" in text


@pytest.mark.parametrize(("victims", "tables"), [(3, 0), (4, 1)])
def test_the_threshold_stands_in_the_rules(victims: int, tables: int) -> None:
    found = told(ring(victims, 0, 0))
    assert bool(found.tables) is bool(tables)
    whole(found)


ITEMS = (
    "items: [{url: 'https://r.example/1', posted_at: '2025-02-03T21:14'}, {posted_at: 2025-02-04T01:00, message: '2'}, "
)
ITEMS += "{posted_at: 2025-02-02, note: 다시 올림}, {room: 다른 방}],"


def test_items_are_rows_in_the_order_of_time() -> None:
    found = told(series("series: {from: 2025-02-01, to: 2025-02-09, times: 4}", ITEMS))
    assert found.column("when") == ["[확인 필요: 일시]", "2025. 2. 2.", "2025. 2. 3. 21:14", "2025. 2. 4. 01:00"]
    assert found.column("where") == [
        "다른 방", "대화방", "대화방 / https://room.example/1".replace("room.example", "r.example"), "대화방 / 2",
    ]  # fmt: skip
    assert found.column("note") == ["", "다시 올림", "", ""]
    assert "총 4회에 걸쳐" in found.text
    assert found.column("method") == ["대화방·채널·게시판에 올림: 자료 M1(합성 사진)"] * 4
    assert found.tables[0].rows[0].rests_on[-1] == "evidence:E1"
    whole(found)


def test_a_series_that_nobody_listed_is_one_row_with_a_gap() -> None:
    found = told(series("series: {from: 2025-02-01, to: 2025-02-09, times: 12}"))
    assert len(found.tables[0].rows) == 1 and found.column("note") == ["12회 [확인 필요: 각 행위의 일시]"]
    assert found.column("when") == ["2025. 2. 1.경부터 2025. 2. 9.경까지"]
    assert (
        "2025. 2. 1.경부터 2025. 2. 9.경까지 불상의 장소에서 별지 범죄일람표 (1) 기재와 같이 총 12회에 걸쳐"
        in found.text
    )
    unknown = told(series("series: {from: 2025-02-01, to: 2025-02-09}"))
    assert "여러 차례에 걸쳐 [확인 필요: 횟수]" in unknown.text
    assert unknown.column("note") == ["[확인 필요: 횟수] [확인 필요: 각 행위의 일시]"]
    assert (
        "several times [to be confirmed: how many]"
        in told(series("series: {from: 2025-02-01, to: 2025-02-09}"), "en").text
    )


def test_a_few_listed_acts_are_told_by_their_days() -> None:
    rows = ", items: [{when: 2025-02-02}, {when: 2025-02-05T10:00}]"
    found = told(series("series: {from: 2025-02-01, to: 2025-02-09}" + rows))
    assert not found.tables and "2025. 2. 2., 2025. 2. 5. 2회에 걸쳐" in found.text
    few = told(series("series: {from: 2025-02-01, to: 2025-02-09, times: 2}"))
    assert not few.tables and few.text.endswith("[확인 필요: 각 행위의 일시]")


def test_many_behind_one_mark_show_what_is_not_listed() -> None:
    found = told(series("on: 2025-02-03", "number: 124,"))
    assert found.column("files") == ["124건"] and found.column("note") == ["[확인 필요: 파일별 내역]"]
    victims = told(series("on: 2025-02-03").replace("V1: {role: victim,", "V1: {role: victim, number: 9,"))
    assert victims.column("victim") == ["V1(가명, 9명)"] and victims.column("note") == ["[확인 필요: 피해자별 내역]"]


def test_a_series_across_an_amendment_is_told_by_version() -> None:
    days = [date(2024, 10, 10) + timedelta(days=n) for n in range(12)]
    rows = ", ".join(f"{{when: {day}}}" for day in days)
    found = told(series(f"series: {{from: 2024-10-10, to: 2024-10-21, times: 12}}, items: [{rows}]"))
    assert [len(p.findings) for p in found.passages] == [1, 1]
    assert "2024. 10. 10.경부터 2024. 10. 15.경까지" in found.passages[0].text and "총 6회" in found.passages[0].text
    assert "2024. 10. 16.경부터 2024. 10. 21.경까지" in found.passages[1].text and "총 6회" in found.passages[1].text
    assert len(found.tables) == 1 or [len(t.rows) for t in found.tables] == [6, 6]
    assert sum(len(t.rows) for t in found.tables) == 12
    whole(found)


def test_an_undated_act_under_two_versions_is_told_once() -> None:
    found = told(UNDATED)
    assert len(found.passages) == 1 and len(found.passages[0].findings) == 2
    text = found.passages[0].text
    assert text.count("이로써 피의자는") == 1 and text.count("만들었다") == 1
    assert "2020. 6. 25., 2024. 10. 16. 시행 조문 가운데 어느 것이 적용되는지는 행위일에 달려 있으나" in text
    assert "decides between the versions in force from 2020-06-25 and 2024-10-16" in told(UNDATED, "en").text


NAMED_OTHERWISE = """
case: {id: renamed}
persons: {S1: {role: suspect}, V1: {role: victim, birth: 2008-05-05}}
materials: {M1: {form: video, made: recorded, made_on: 2019-03-02, shown: {V1: {sexual_act_expressed: yes}}}}
channels: {C1: {name: 방}}
acts:
  A1: {kind: posted, on: 2020-06, object: M1, channel: C1, delivered: yes, reach: many, reached_others: yes,
       by: {S1: {intent: {value: yes, by: 수사관}, knows_age: yes, knows_content: yes, for_profit: no}}}
"""


def test_the_words_that_only_the_other_version_has_are_told_too() -> None:
    found = told(NAMED_OTHERWISE)
    one = next(p for p in found.passages if "배포" in p.text)
    assert len({f.version.effective for f in one.findings}) == 2
    assert one.text.count("이로써 피의자는") == 1 and "2020. 6. 2. 시행 조문의 말: " in one.text
    whole(found)


MANY = [f"{{when: 2025-02-01T00:{n:02}, victim: {'V1' if n % 3 else 'V2'}}}" for n in range(60)]


def test_helping_often_is_told_once_beside_the_principal() -> None:
    acts = "\n".join(
        f"  A{n}: {{kind: posted, on: 2025-03-0{n}, channel: C1, reach: many, reached_others: yes, delivered: yes, object: [M1],"
        f" medium: in_person, by: {{S1: {{intent: {{value: yes, by: 수사관}}, expects_onward_spread: no, for_profit: no}}}}}}\n"
        f"  H{n}: {{kind: aided, on: 2025-03-0{n}, aids: [A{n}], by: {{S2: {{contribution: {{value: yes, by: 수사관}},"
        " knows_principal_offence: yes, intends_to_help: yes}}}"
        for n in range(1, 7)
    )
    found = told(f"{AIDED.split('acts:')[0]}acts:\n{acts}\n")
    whole(found)
    helped = [p for p in found.passages if "방조하였다" in p.text]
    assert len(helped) == 1 and len(found.tables) == 2
    text = helped[0].text
    assert "정범 박하늘은 2025. 3. 1.경부터 2025. 3. 6.경까지" in text and "별지 범죄일람표 (2) 기재와 같이" in text
    assert text.count("이로써 정범") == 1 and text.count("이로써 피의자는") == 1 and text.count("총 6회에 걸쳐") == 2


def test_rows_go_to_the_offence_of_their_victim() -> None:
    text = series(f"series: {{from: 2025-02-01, to: 2025-02-02, times: 60}}, items: [{', '.join(MANY)}]").replace(
        "sexual_form: {value: yes, by: 수사관}}}}",
        "sexual_form: {value: yes, by: 수사관}}, V2: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관}}}}",
    )
    found = told(text)
    assert sum(len(t.rows) for t in found.tables) == 60
    assert Counter(found.column("victim")) == {"V1(가명)": 40, "V2(가명)": 20}
    whole(found)


@settings(max_examples=12)
@given(
    days=st.lists(st.integers(0, 60), min_size=1, max_size=40),
    dated=st.lists(st.booleans(), min_size=40, max_size=40),
    of_act=st.booleans(),
)
def test_there_are_as_many_rows_as_acts_or_items(days: list[int], dated: list[bool], of_act: bool) -> None:
    """Whatever the days, also across the amendment of 2024-10-16, and with some not known."""
    first = date(2024, 9, 20)
    cells = [
        f"{{when: {first + timedelta(days=d)}}}" if known else "{note: x}"
        for d, known in zip(days, dated, strict=False)
    ]
    rows = f"items: [{', '.join(cells)}]"
    when = f"series: {{from: {first}, to: {first + timedelta(days=60)}, times: {len(cells)}}}"
    found = Told(series(f"{when}, {rows}") if of_act else series(when, f"{rows},"))
    whole(found)
    listed = [row for t in found.tables for row in t.rows if not any("행위가 있는지" in cell for cell in row.cells)]
    by_hand = [p for p in found.passages if p.table is None]
    assert len(listed) == len(cells) or (by_hand and len(listed) < len(cells))
    if not by_hand:
        assert Counter(row.cells for row in listed).total() == len(cells)


def test_five_thousand_rows_are_drawn_quickly() -> None:
    cells = [
        f"{{url: 'https://r.example/{n}', message: '{n}', posted_at: '2025-02-0{1 + n % 9}T10:{n % 60:02}'}}"
        for n in range(5000)
    ]
    text = series("series: {from: 2025-02-01, to: 2025-02-09, times: 5000}", f"items: [{', '.join(cells)}],")
    case = parse_case(text.encode(), "case.yaml", book(), DAY)
    selection = select(assess(case, book(), DAY), case, book())
    phrases = Phrases(book(), "ko")
    names = Names(case, phrases)
    titles = Titles(book(), case, phrases, names, selection)
    begin = time.process_time()
    tables = Annexes(Teller(book(), case, phrases, names), titles, selection).tables
    spent = time.process_time() - begin
    assert len(tables[0].rows) == 5000 and spent < 4
    hours = [row.cells[1] for row in tables[0].rows]
    assert hours[0] == "2025. 2. 1. 10:00" and hours[-1].startswith("2025. 2. 9. ")
    begin = time.process_time()
    asked = request_items(Annexes(Teller(book(), case, phrases, names), titles, selection).grouper, phrases, ["M1"])
    assert len(asked.rows) == 5000 and time.process_time() - begin < 4


def test_the_list_of_a_request() -> None:
    found = told(series("on: 2025-02-03", ITEMS.replace("message: '2'", "poster: '@x', checked_at: 2025-03-01T09:00Z")))
    table = request_items(found.annexes.grouper, found.phrases, ["M1"])
    cells = [dict(zip((c.key for c in table.columns), row.cells, strict=True)) for row in table.rows]
    assert cells[0]["url"] == "https://r.example/1" and cells[0]["room"] == "대화방"
    assert (cells[0]["posted_utc"], cells[0]["posted_kst"]) == ("2025. 2. 3. 12:14", "2025. 2. 3. 21:14")
    assert (cells[1]["posted_utc"], cells[1]["posted_kst"]) == ("2025. 2. 3. 16:00", "2025. 2. 4. 01:00")
    assert cells[1]["url"] == "[확인 필요: 주소(URL)]" and cells[1]["poster"] == "@x"
    assert cells[1]["checked_at"] == "2025. 3. 1. 18:00"
    assert (cells[2]["posted_utc"], cells[2]["posted_kst"]) == ("", "2025. 2. 2.")
    assert cells[3]["room"] == "다른 방" and "hash" not in cells[0]
    bare = request_items(told(series("on: 2025-02-03", "number: 3,")).annexes.grouper, found.phrases, ["M1"])
    assert [row.cells for row in bare.rows] == [("1", "M1", "[확인 필요: 주소(URL)]", "대화방", "3건")]


def test_a_request_about_a_material_that_is_none() -> None:
    found = told(series("on: 2025-02-03"))
    with pytest.raises(UsageError) as refused:
        request_items(found.annexes.grouper, found.phrases, ["M2"])
    assert "혹시 `M1`입니까?" in refused.value.text("ko") and "Did you mean `M1`?" in refused.value.text("en")


def test_the_list_of_evidence() -> None:
    found = told(series("on: 2025-02-03"))
    table = evidence_table(found.case, found.phrases)
    assert [row.cells[:3] for row in table.rows] == [("1", "E1", "보전 자료"), ("2", "E2", "진술")]
    assert len(evidence_table(found.case, found.phrases, lambda id_: id_ == "E2").rows) == 1
    block = as_block(table)
    assert len(block.head) == len(table.columns) == len(block.align) and block.rows[0][0].rests_on == ("evidence:E1",)


def test_a_table_names_victims_by_their_mark_and_nothing_that_a_material_shows() -> None:
    for found in (told(ring()), told(school()), told(series("series: {from: 2025-02-01, to: 2025-02-09, times: 9}"))):
        cells = [text for t in found.tables for row in t.rows for text in row.cells]
        assert not [text for text in cells if re.search("얼굴|나체|신체|성적 행위", text)]

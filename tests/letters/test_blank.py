"""An agency's own blank form is filled by its labels, or not at all, and stays as it was otherwise."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.shared import Pt
from hwpx import HwpxDocument
from hwpx.tools import validate_editor_open_safety
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from offence_engine.errors import UsageError
from offence_engine.letters import blank_form
from offence_engine.letters.blank import fill
from offence_engine.letters.formats import docx, hwpx
from tests.letters import trees

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Merge = tuple[int, int, int, int]  # from row, column to row, column
READERS = {"docx": docx.read, "hwpx": hwpx.read}


def docx_form(rows: Sequence[Sequence[str]], lines: Sequence[str] = (), merges: Sequence[Merge] = ()) -> bytes:
    form = python_docx.Document()
    for line in lines:
        form.add_paragraph(line)
    if rows:
        table = form.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    table.cell(r, c).text = text
        for r1, c1, r2, c2 in merges:
            table.cell(r1, c1).merge(table.cell(r2, c2))
    out = BytesIO()
    form.save(out)
    return out.getvalue()


def hwpx_form(rows: Sequence[Sequence[str]], lines: Sequence[str] = (), merges: Sequence[Merge] = ()) -> bytes:
    form = HwpxDocument.new()
    for line in lines:
        form.add_paragraph(line)
    if rows:
        table = form.add_table(len(rows), len(rows[0]))
        for r1, c1, r2, c2 in merges:
            table.merge_cells(r1, c1, r2, c2)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    table.cell(r, c).text = text
    return bytes(form.to_bytes())


FORMS: dict[str, Callable[..., bytes]] = {"docx": docx_form, "hwpx": hwpx_form}
KINDS = pytest.mark.parametrize("kind", FORMS)


def shown(kind: str, data: bytes) -> list[str]:
    return [text for text in READERS[kind](data).texts if text]


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def refused(kind: str, data: bytes, values: Mapping[str, str]) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        fill(data, kind, values)
    return caught.value.text("ko"), caught.value.text("en")


@KINDS
def test_a_cell_to_the_right_a_cell_below_and_a_line_are_filled(kind: str) -> None:
    rows = [["사 건 번 호", "", "성명 :", ""], ["일시", "장소", "비고", "끝"], ["", "", "", ""]]
    data = FORMS[kind](rows, ["수사보고", "수신 : ", "참조: ______", "제목： "])
    values = {"사건번호": "2026-1", "성명": "가명 1", "일시": "2026. 3. 2.", "장소": "대화방", "비고": "없음"}
    values |= {"수신": "서장", "참조": "과장", "제목": "보고"}
    found = shown(kind, fill(data, f".{kind.upper()}", values))
    assert found == [
        *("수사보고", "수신 : 서장", "참조: 과장", "제목： 보고"),
        *("사 건 번 호", "2026-1", "성명 :", "가명 1", "일시", "장소", "비고", "끝", "2026. 3. 2.", "대화방", "없음"),
    ]


@KINDS
def test_lines_of_a_value_become_paragraphs(kind: str) -> None:
    filled = fill(
        FORMS[kind]([["범죄사실", ""]], ["의견:"]), kind, {"범죄사실": "첫째\n둘째\r\n셋째", "의견": "하나\n둘"}
    )
    assert shown(kind, filled) == ["의견: 하나", "둘", "범죄사실", "첫째\n둘째\n셋째"]


@KINDS
def test_merged_cells_are_one_place(kind: str) -> None:
    rows = [["피의자", "", "성명", ""], ["", "", "주소", ""], ["사건 개요", "", "", ""], ["확인", "", "", ""]]
    data = FORMS[kind](rows, merges=[(0, 0, 1, 1), (2, 1, 2, 3), (3, 0, 3, 1), (3, 2, 3, 3)])
    values = {"성명": "가명 1", "주소": "확인 필요", "사건개요": "대화방에 올림", "확인": "예"}
    filled = fill(data, kind, values)
    found = shown(kind, filled)
    assert [text.strip() for text in found] == [
        *("피의자", "성명", "가명 1", "주소", "확인 필요", "사건 개요", "대화방에 올림", "확인", "예"),
    ]
    ko, _ = refused(kind, data, {"피의자": "x"})
    assert "`피의자` 칸이 비어 있지 않습니다: `성명`" in ko


@KINDS
def test_a_place_that_belongs_to_a_row_above_is_none(kind: str) -> None:
    data = FORMS[kind]([["사진", ""], ["이름", ""], ["끝", "끝 2"]], merges=[(0, 1, 1, 1)])
    ko, en = refused(kind, data, {"이름": "가명"})
    assert "`이름` 칸이 비어 있지 않습니다: `끝`" in ko
    assert "`이름` in the blank form is not empty: `끝`" in en


@KINDS
def test_everything_that_is_wrong_is_named_at_once_and_nothing_is_written(kind: str) -> None:
    rows = [["사건번호", ""], ["일자", ""], ["일 자", ""], ["담당", "경위 아무개"], ["비고", "x"]]
    data = FORMS[kind](rows, ["성명:"])
    values = {"사건 번": "1", "일자": "2", "담당": "3", "없는 것": "4", "사건번호": "5", "성명": "6"}
    ko, en = refused(kind, data, values)
    for wanted in ("`사건 번` 칸이 없습니다. 혹시 `사건번호`입니까?", "`일자` 칸이 2곳", "`없는 것` 칸이 없습니다"):
        assert wanted in ko
    assert "`담당` 칸이 비어 있지 않습니다: `경위 아무개`" in ko
    for wanted in (
        "no place labelled `사건 번`. Did you mean `사건번호`?",
        "`일자` stands 2 times",
        "`담당` in the blank",
    ):
        assert wanted in en
    assert len(ko.splitlines()) == len(en.splitlines()) == 4


@KINDS
def test_two_labels_of_one_place_are_refused(kind: str) -> None:
    data = FORMS[kind]([["x", "성명"], ["이름", ""]])
    ko, en = refused(kind, data, {"이름": "1", "성명": "2"})
    assert "`성명`과(와) `이름`의 칸이 같습니다" in ko and "same place" in en
    assert "같습니다" in refused(kind, data, {"이름": "1", "이 름": "2"})[0]


@KINDS
def test_a_label_without_any_cell_beside_it_is_refused(kind: str) -> None:
    ko, en = refused(kind, FORMS[kind]([["성명"]]), {"성명": "x"})
    assert "오른쪽에도 아래에도 칸이 없습니다" in ko and "no cell to the right" in en


@KINDS
def test_a_label_with_a_colon_in_a_cell_alone_is_filled_behind_its_colon(kind: str) -> None:
    data = FORMS[kind]([["성명 :", "연락처:"]])
    assert shown(kind, fill(data, kind, {"연락처": "없음"})) == ["성명 :", "연락처: 없음"]


@KINDS
def test_hostile_values_stay_text(kind: str) -> None:
    data = FORMS[kind]([[f"칸 {number}", ""] for number in range(len(trees.HOSTILE))])
    values = {f"칸 {number}": text for number, text in enumerate(trees.HOSTILE)}
    found = READERS[kind](fill(data, kind, values)).texts
    for text in trees.HOSTILE:
        assert "\n".join(text.splitlines()) in found
    assert "a b" in READERS[kind](fill(data, kind, {"칸 1": "a\t\x00b"})).texts


@KINDS
def test_what_is_no_form_is_refused(kind: str) -> None:
    whole = FORMS[kind]([["성명", ""]])
    other = FORMS["hwpx" if kind == "docx" else "docx"]([["성명", ""]])
    for data in (b"", whole[:-40], whole[: len(whole) // 2], other):
        ko, en = refused(kind, data, {"성명": "x"})
        assert f"온전한 {kind.upper()} 파일이 아닙니다" in ko and f"no whole {kind.upper()} file" in en


@pytest.mark.parametrize("suffix", ["hwp", ".pdf", ""])
def test_another_format_is_refused(suffix: str) -> None:
    with pytest.raises(UsageError) as caught:
        fill(b"", suffix, {})
    assert "DOCX" in caught.value.text("ko") and "HWPX" in caught.value.text("en")


@KINDS
def test_all_other_entries_stay_byte_for_byte(kind: str) -> None:
    data = FORMS[kind]([["성명", ""], ["비고", ""]], ["머리글", "끝."])
    filled = fill(data, kind, {"성명": "가명"})
    changed = {"docx": "word/document.xml", "hwpx": "Contents/section0.xml"}[kind]
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(BytesIO(filled)) as new:
        assert old.namelist() == new.namelist()
        for before, after in zip(old.infolist(), new.infolist(), strict=True):
            assert (before.date_time, before.compress_type) == (after.date_time, after.compress_type)
            if before.filename != changed:
                assert old.read(before) == new.read(after)
    assert fill(data, kind, {"성명": "가명"}) == filled
    before, after = (etree.tostring(part(d, changed), method="c14n") for d in (data, fill(data, kind, {})))
    assert before == after


def test_a_filled_cell_of_docx_keeps_the_letters_of_its_form() -> None:
    form = python_docx.Document()
    table = form.add_table(1, 2)
    table.cell(0, 0).text = "성명"
    mark = f'<w:rPr {SPACES}><w:rFonts w:eastAsia="궁서"/><w:b/><w:sz w:val="28"/></w:rPr>'
    table.cell(0, 1).paragraphs[0]._p.get_or_add_pPr().append(parse_xml(mark))
    line = form.add_paragraph()
    line.add_run("주소 : ").bold = True
    line.add_run("________").font.size = Pt(16)
    out = BytesIO()
    form.save(out)
    found = python_docx.Document(BytesIO(fill(out.getvalue(), "docx", {"성명": "가명\n둘째 줄", "주소": "없음"})))
    for paragraph in found.tables[0].cell(0, 1).paragraphs:
        assert (paragraph.runs[0].font.size, paragraph.runs[0].font.bold) == (Pt(14), True)
    runs = [(run.text, run.font.size) for run in found.paragraphs[0].runs]
    assert runs == [("주소 :", None), (" 없음", Pt(16))]


def test_a_content_control_that_prompts_counts_as_empty() -> None:
    form = python_docx.Document()
    table = form.add_table(2, 2)
    for row, label in enumerate(("성명", "주소")):
        table.cell(row, 0).text = label
        table.cell(row, 1).paragraphs[0]._p.append(
            parse_xml(
                f"<w:sdt {SPACES}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:rPr>"
                '<w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>여기에 입력</w:t></w:r></w:sdtContent></w:sdt>'
            )
        )
    out = BytesIO()
    form.save(out)
    filled = fill(out.getvalue(), "docx", {"성명": "가명"})
    assert shown("docx", filled) == ["성명", "가명", "주소", "여기에 입력"]
    assert len(list(part(filled, "word/document.xml").iter(f"{W}showingPlcHdr"))) == 1


def test_a_prompt_behind_a_colon_is_the_place() -> None:
    form = python_docx.Document()
    line = form.add_paragraph("성명 : ")
    line._p.append(
        parse_xml(
            f"<w:sdt {SPACES}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>여기에 </w:t></w:r>"
            "<w:r><w:t>입력</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    out = BytesIO()
    form.save(out)
    assert shown("docx", fill(out.getvalue(), "docx", {"성명": "가명"})) == ["성명 : 가명"]
    assert shown("docx", fill(out.getvalue(), "docx", {})) == ["성명 : 여기에 입력"]


def test_a_cell_of_docx_with_a_picture_is_not_empty() -> None:
    form = python_docx.Document()
    table = form.add_table(1, 2)
    table.cell(0, 0).text = "사진"
    table.cell(0, 1).paragraphs[0].add_run()._r.append(parse_xml(f"<w:drawing {SPACES}/>"))
    out = BytesIO()
    form.save(out)
    assert "비어 있지 않습니다" in refused("docx", out.getvalue(), {"사진": "x"})[0]


def test_the_older_copy_of_a_text_box_does_not_count_twice() -> None:
    form = python_docx.Document()
    box = f"<w:txbxContent {SPACES}><w:p><w:r><w:t>접수번호:</w:t></w:r></w:p></w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    )
    form.add_paragraph().add_run()._r.append(parse_xml(both))
    out = BytesIO()
    form.save(out)
    filled = part(fill(out.getvalue(), "docx", {"접수번호": "7"}), "word/document.xml")
    assert [t.text for t in filled.iter(f"{W}t")] == ["접수번호: 7", "접수번호:"]


def test_a_filled_form_of_hwpx_is_safe_to_open_and_keeps_no_stale_lines() -> None:
    data = hwpx_form([["성명", ""]], ["의견:"])
    filled = fill(data, "hwpx", {"성명": "가명\n둘째 줄", "의견": "있음"})
    assert validate_editor_open_safety(filled).ok
    assert not HwpxDocument.open(BytesIO(filled)).validate().issues


def test_a_field_of_hwpx_that_prompts_counts_as_empty() -> None:
    form = hwpx_form([["성명", "여기에 입력"], ["주소", "여기에 입력"]])
    space = 'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"'
    with zipfile.ZipFile(BytesIO(form)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(found["Contents/section0.xml"])
    asked = (
        '<hp:stringParam name="Command">Clickhere:set:45:Direction:wstring:6:여기에 입력 HelpState:wstring:0:  '
        "</hp:stringParam>",
        '<hp:stringParam name="Direction">여기에 입력</hp:stringParam>',
    )
    for number, text in enumerate([t for t in root.iter("{*}t") if t.text == "여기에 입력"]):
        text.getparent().set("charPrIDRef", "5")
        begin = (
            f'<hp:run {space} charPrIDRef="0"><hp:ctrl><hp:fieldBegin id="{number}" type="CLICK_HERE" name=""'
            ' editable="1" dirty="0" fieldid="627272811"><hp:parameters cnt="1" name="">'
            f"{asked[number]}</hp:parameters></hp:fieldBegin></hp:ctrl></hp:run>"
        )
        end = f'<hp:run {space} charPrIDRef="0"><hp:ctrl><hp:fieldEnd beginIDRef="{number}"/></hp:ctrl></hp:run>'
        text.getparent().addprevious(etree.fromstring(begin))
        text.getparent().addnext(etree.fromstring(end))
    found["Contents/section0.xml"] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    filled = fill(out.getvalue(), "hwpx", {"성명": "가명"})
    assert shown("hwpx", filled) == ["성명", "가명", "주소", "여기에 입력"]
    section = part(filled, "Contents/section0.xml")
    assert [begin.get("dirty") for begin in section.iter("{*}fieldBegin")] == ["1", "0"]
    letters = {t.text: t.getparent().get("charPrIDRef") for t in section.iter("{*}t") if t.text}
    assert (letters["가명"], letters["여기에 입력"]) == ("0", "5")
    assert shown("hwpx", fill(out.getvalue(), "hwpx", {"성명": "1", "주소": "2"})) == ["성명", "1", "주소", "2"]


def test_our_own_letters_can_be_forms() -> None:
    tree = trees.document(trees.table(("항목", "내용"), ("사건번호", ""), ("일자", "")))
    for kind, write in (("docx", docx.write), ("hwpx", hwpx.write)):
        filled = fill(write(tree), kind, {"사건번호": "2026-1", "일자": "2026. 3. 2."})
        assert shown(kind, filled) == ["항목", "내용", "사건번호", "2026-1", "일자", "2026. 3. 2."]


@given(st.lists(st.text("가나다 :", min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_either_every_value_stands_in_the_form_or_nothing_is_written(labels: list[str], data: st.DataObject) -> None:
    form = _letter_form(labels)
    asked = data.draw(st.lists(st.sampled_from(labels), unique=True))
    values = {label: f"값 {number}" for number, label in enumerate(asked)}
    try:
        texts = docx.read(fill(form, "docx", values)).texts
    except UsageError as error:
        assert all(fault.ko and fault.en for fault in error.faults)
    else:
        before = docx.read(form).texts
        added = [b for a, b in zip(before, texts, strict=True) if a != b]
        assert sorted(text.rpartition("값")[1] + text.rpartition("값")[2] for text in added) == sorted(values.values())


def _letter_form(labels: Sequence[str]) -> bytes:
    return docx.write(trees.document(trees.table(("ㄱ", "ㄴ"), *((label, "") for label in labels))))


def test_labels_are_compared_without_their_spaces() -> None:
    assert blank_form.squeezed(" 사\u3000건\u00a0번 호 : ") == "사건번호"
    assert blank_form.open_label("수신 : __ __") == "수신"
    assert blank_form.open_label("수신: 서장") is None
    assert blank_form.is_open(" ___\u3000") and not blank_form.is_open("x")

"""`offence letters` and `offence demo`: drafts written whole, never over something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from offence_engine.cli.inout import write_whole
from offence_engine.errors import UsageError
from tests.cli.cases import MADE
from tests.cli.conftest import Offence

Write = Callable[..., Path]


def names(folder: Path) -> set[str]:
    """The files of a folder without the list of what the letters rest on, which is always there."""
    return {path.name for path in folder.iterdir()} - {"letters.json"}


def test_letters_come_in_korean_with_a_copy_to_read_in_english(offence: Offence, write: Write, tmp_path: Path) -> None:
    ran = offence("letters", write(MADE), "-o", "out", "--lang", "ko")
    assert (ran.status, ran.err) == (0, "")
    assert all(name.split(".")[1] == "ko" for name in names(tmp_path / "out"))
    ran = offence("letters", write(MADE), "-o", "both")
    assert ran.status == 0
    written = names(tmp_path / "both")
    assert {n.split(".")[1] for n in written} == {"ko", "en"}
    assert {n.rsplit(".", 1)[1] for n in written} == {"md", "html"}
    assert set(ran.out.split()) == {f"both/{name}" for name in written}


def test_one_kind_and_format_may_be_asked_for(offence: Offence, write: Write, tmp_path: Path) -> None:
    ran = offence("letters", write(MADE), "-o", "out", "--kind", "referral", "--format", "md", "--lang", "ko")
    assert ran.status == 0
    assert names(tmp_path / "out") == {"referral.ko.md"}


def test_the_list_says_which_would_follow_and_what_they_lack(offence: Offence, write: Write) -> None:
    ko = offence("letters", write(MADE), "--list", "--lang", "ko")
    assert ko.status == 0
    assert "● referral  송치 결정서" in ko.out
    assert "빠진 것: " in ko.out
    en = offence("letters", write(MADE), "--list", "--lang", "en").out
    assert "● referral  Referral decision" in en
    nothing = write(MADE.replace("consent_to_alteration: {value: no", "consent_to_alteration: {value: yes"))
    assert "○ referral  " in offence("letters", nothing, "--list").out


def test_an_unknown_kind_is_refused_before_anything_is_written(offence: Offence, write: Write, tmp_path: Path) -> None:
    ran = offence("letters", write(MADE), "-o", "out", "--kind", "referal", "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert "Did you mean `referral`?" in ran.err
    assert not (tmp_path / "out").exists()


def test_what_cannot_go_together_is_told(offence: Offence, write: Write, tmp_path: Path) -> None:
    one = ("--kind", "referral", "--format", "md", "--lang", "ko")
    for wrong in (("-o", ""), ("-o", "out", "--label", "죄명")):
        ran = offence("letters", write(MADE), *wrong, *one)
        assert ran.status == 2 and ran.out == "" and not list(tmp_path.glob("**/referral*"))


def test_every_kind_may_be_asked_for_beside_others(offence: Offence, write: Write, tmp_path: Path) -> None:
    ran = offence("letters", write(MADE), "-o", "out", "--kind", "referral", "--kind", "all", "--format", "txt")
    assert ran.status == 0 and len(names(tmp_path / "out")) > 80


def test_a_wrong_case_writes_nothing(offence: Offence, write: Write, tmp_path: Path) -> None:
    assert offence("letters", write(MADE.replace("kind: altered", "kind: x")), "-o", "out").status == 3
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_folder_is_not_touched(offence: Offence, write: Write) -> None:
    case = write(MADE)
    ran = offence("letters", case, "-o", case, "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert "this is not a folder; a file is not overwritten" in ran.err
    assert case.read_text(encoding="utf-8") == MADE


def test_a_folder_in_the_place_of_a_file_is_told(offence: Offence, write: Write, tmp_path: Path) -> None:
    (tmp_path / "out" / "referral.ko.md").mkdir(parents=True)
    ran = offence("letters", write(MADE), "-o", "out", "--lang", "ko")
    assert ran.status == 2
    assert "같은 이름의 폴더가 있습니다" in ran.err


def test_a_second_run_replaces_and_leaves_nothing_else(offence: Offence, write: Write, tmp_path: Path) -> None:
    offence("letters", write(MADE), "-o", "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    (tmp_path / "out" / "referral.ko.md").write_text("old", encoding="utf-8")
    offence("letters", write(MADE), "-o", "out")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.md"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(UsageError) as told:
        write_whole({path: b"new", tmp_path / "other.md": b"new"})
    assert "쓸 수 없습니다: No space left on device" in told.value.text("ko")
    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == {"letter.md"}


def test_the_demo_says_in_ten_lines_what_it_did_and_where_to_look(offence: Offence, tmp_path: Path) -> None:
    for lang, word in (("ko", "보기 사건"), ("en", "Assessed the example case")):
        ran = offence("demo", "--lang", lang)
        assert (ran.status, ran.err) == (0, "")
        assert word in ran.out
        assert len(ran.out.splitlines()) <= 14
        assert "offence assess " in ran.out and "2024no1823.yaml" in ran.out
        assert all(f"out/referral_bundle.ko.{format_}" in ran.out for format_ in ("hwpx", "docx", "pdf"))
    assert {"referral.ko.md", "referral.en.html", "referral_bundle.ko.hwpx"} <= names(tmp_path / "out")


def test_the_demo_does_not_write_over_a_file_called_out(offence: Offence, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert offence("demo").status == 2
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_the_reason_of_each_paragraph_can_be_read(offence: Offence, write: Write) -> None:
    offence("letters", write(MADE), "-o", "out", "--kind", "referral", "--format", "docx", "--lang", "ko")
    ran = offence("letters", "--why", "out/referral.ko.docx", "--lang", "ko")
    assert ran.status == 0
    assert "이로써 피의자는" in " ".join(ran.out.split()) and "구성요건: " in ran.out and "시행 조문: " in ran.out


def test_a_letter_is_verified_and_an_edit_is_found(offence: Offence, write: Write, tmp_path: Path) -> None:
    case = write(MADE)
    offence("letters", case, "-o", "out", "--kind", "referral", "--format", "md", "--lang", "ko")
    assert offence("letters", "--verify", "out/referral.ko.md", case, "--lang", "ko").status == 0
    path = tmp_path / "out" / "referral.ko.md"
    path.write_text(path.read_text(encoding="utf-8").replace("이로써", "그리하여", 1), encoding="utf-8")
    ran = offence("letters", "--verify", "out/referral.ko.md", case, "--lang", "ko")
    assert ran.status == 1 and "바뀐 글" in ran.out


def test_a_file_that_changed_outside_its_texts_is_told(offence: Offence, write: Write, tmp_path: Path) -> None:
    case = write(MADE)
    assert offence("letters", case, "-o", "out", "--kind", "referral", "--format", "html", "--lang", "ko").status == 0
    path = tmp_path / "out" / "referral.ko.html"
    clean = offence("letters", "--verify", "out/referral.ko.html", case, "--lang", "ko")
    path.write_bytes(path.read_bytes() + b"\n\n")
    ran = offence("letters", "--verify", "out/referral.ko.html", case, "--lang", "ko")
    assert clean.status == ran.status == 0 and "파일이 초안을 쓴 뒤에" in ran.out and "파일이 초안" not in clean.out


def test_what_is_no_letter_is_told(offence: Offence, write: Write, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK")
    for arguments in (("--why", "x.docx"), ("--why", "nothing.pdf"), ("--verify", "x.docx", str(write(MADE)))):
        ran = offence("letters", *arguments)
        assert (ran.status, ran.out) == (2, "") and "Traceback" not in ran.err


def test_a_letter_that_holds_an_identity_is_not_written(offence: Offence, write: Write, tmp_path: Path) -> None:
    vault = tmp_path / "vault.yaml"
    text = "vault: {case: made}\npersons:\n  V1: {name: 홍길순, school: 가나고등학교}\n"
    vault.write_text(text, encoding="utf-8")
    vault.chmod(0o600)
    assert offence("letters", write(MADE), "-o", "out", "--vault", vault).status == 0
    leaking = write(MADE.replace("phone report", "홍길순의 진술"))
    ran = offence("letters", leaking, "-o", "out2", "--vault", vault, "--lang", "ko")
    assert ran.status == 3 and "홍길순" not in ran.err and not (tmp_path / "out2").exists()
    card = ("--kind", "identity_card", "--format", "md,docx,hwpx,pdf", "--lang", "ko", "--vault", vault)
    assert offence("letters", write(MADE), "-o", "card", *card).status == 0
    assert "홍길순" in (tmp_path / "card" / "identity_card.V1.ko.md").read_text(encoding="utf-8")
    assert "홍길순" not in (tmp_path / "card" / "letters.json").read_text(encoding="utf-8")


def test_a_form_is_filled_by_its_labels_or_not_at_all(offence: Offence, write: Write, tmp_path: Path) -> None:
    form = docx.Document()
    table = form.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(1, 0).text = "관 서", "일자"
    form.save(str(tmp_path / "form.docx"))
    common = (write(MADE), "-o", "out", "--kind", "referral", "--blank", "form.docx", "--lang", "ko")
    assert offence("letters", *common, "--label", "관서", "일자").status == 0
    filled = docx.Document(str(tmp_path / "out" / "referral.form.docx"))
    assert filled.tables[0].cell(0, 1).text and filled.tables[0].cell(1, 1).text
    (tmp_path / "out" / "referral.form.docx").unlink()
    ran = offence("letters", *common, "--label", "관서", "접수번호=사건번호")
    assert ran.status == 2 and "접수번호" in ran.err and not (tmp_path / "out" / "referral.form.docx").exists()
    ran = offence("letters", *common, "--label", "관서=없는칸")
    assert ran.status == 2 and "없는칸" in ran.err
    assert offence("letters", *common).status == 2  # the form has no place for the usual blanks of this letter
    for name in ("관서", "사건번호", "일자", "작성", "죄명"):
        table.add_row().cells[0].text = name if name not in ("관서", "일자") else ""
    form.save(str(tmp_path / "form.docx"))
    assert offence("letters", *common).status == 0
    filled = docx.Document(str(tmp_path / "out" / "referral.form.docx"))
    said = {row.cells[0].text: row.cells[1].text for row in filled.tables[0].rows}
    assert "허위영상물" in said["죄명"] and said["작성"]


def test_a_letter_that_does_not_follow_is_drafted_with_a_word_about_it(offence: Offence, write: Write) -> None:
    nothing = write(MADE.replace("consent_to_alteration: {value: no", "consent_to_alteration: {value: yes"))
    ran = offence("letters", nothing, "-o", "out", "--kind", "referral", "--format", "md", "--lang", "ko")
    assert ran.status == 0 and "`referral`은(는) 이 검토 결과에서 나오지 않는다" in ran.err


def test_a_kind_may_be_misnamed_by_its_title(offence: Offence, write: Write) -> None:
    ran = offence("letters", write(MADE), "-o", "out", "--kind", "송치결정서", "--lang", "ko")
    assert ran.status == 2 and "`referral`입니다" in ran.err

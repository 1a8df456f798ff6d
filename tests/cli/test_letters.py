"""`offence letters` and `offence demo`: drafts written whole, never over something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from offence_engine.cli.inout import write_whole
from offence_engine.errors import UsageError
from tests.cli.cases import MADE
from tests.cli.conftest import Offence

Write = Callable[..., Path]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


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
        write_whole(path, "new")
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
        assert f"out/referral.{lang}.html" in ran.out
    assert "referral.ko.md" in names(tmp_path / "out")


def test_the_demo_does_not_write_over_a_file_called_out(offence: Offence, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert offence("demo").status == 2
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"

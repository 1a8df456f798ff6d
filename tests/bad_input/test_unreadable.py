"""Files that cannot be a case at all: refused quickly, by place, with what to do about it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from offence_engine.cli.main import main
from tests.bad_input.test_faults import SOUND

Told = tuple[int, str, str]
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def assess(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """The status and what is said in Korean and in English about these bytes."""

    def run(data: bytes | None, name: str = "case.yaml") -> Told:
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        said = []
        status = 0
        for lang in ("ko", "en"):
            status = main(["assess", str(path), "--lang", lang, "--as-of", "2026-01-01"])
            printed = capsys.readouterr()
            assert printed.out == ""
            assert "Traceback" not in printed.err
            said.append(printed.err)
        return status, said[0], said[1]

    return run


@pytest.mark.parametrize(
    ("data", "place", "ko", "en"),
    [
        (b"", "1:1", "빈 파일입니다.", "the file is empty"),
        (b" \n\n", "1:1", "빈 파일입니다.", "the file is empty"),
        (b"# only words\n", "1:1", "내용이 없습니다 (주석뿐입니다).", "the file has no content (only comments)"),
        (b"- a\n- b\n", "1:1", "목록이나 글이 왔습니다", "not a list or a text"),
        (b"just a text", "1:1", "목록이나 글이 왔습니다", "not a list or a text"),
        (b"[1, 2]", "1:1", "목록이나 글이 왔습니다", "not a list or a text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "3:1", "글자가 아닌 자료(이진 파일)입니다", "this is a binary file; YAML or JSON text is needed"),
        (SOUND.replace("sound", "사건", 1).encode("cp949"), "1:12", "EUC-KR(CP949)로 저장된 것 같습니다. UTF-8로", "it looks like EUC-KR (CP949). Save it as UTF-8"),
        (SOUND.replace("sound", "사건", 1).encode("utf-16"), "1:", "이진 파일", "binary file"),
        (b"case: {id: \xff\xfe}", "1:12", "UTF-8 글자가 아닙니다", "not UTF-8 text"),
        (b"case: {id: a\x07}", "1:13", "제어 문자 U+0007", "the control character U+0007"),
        (b"case:\n\tid: a\n", "2:1", "탭으로 들여 썼습니다. 빈칸으로 바꾸십시오.", "indented with a tab; use spaces"),
        (BOMB.encode(), "1:4", "앵커와 별칭(&, *)은 쓰지 않습니다", "anchors and aliases (&, *) are not used here"),
        (b"case: !!python/object/apply:os.system [ls]", "1:7", "YAML 태그", "YAML tags"),
        (b"case: " + b"[" * 10_000, "1:", "너무 깊이 겹쳐 있습니다 (최대 40단)", "nested too deeply (at most 40 levels)"),
        (b"\n".join(b" " * i + b"a:" for i in range(10_000)), "", "", ""),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "1:", "너무 깊이 겹쳐 있습니다", "nested too deeply"),
        (b"case: {id: a}\n---\ncase: {id: b}\n", "2:1", "문서가 둘 이상입니다", "more than one document"),
        (b"? [a, b]\n: c\n", "1:", "이름 자리에 목록이나 묶음이 왔습니다", "a key must be a plain word"),
        (b"case: 'x\n", "2:1", "YAML 문법이 틀렸습니다", "not valid YAML"),
    ],
)  # fmt: skip
def test_what_is_no_case_is_refused_with_its_place(
    assess: Callable[..., Told], data: bytes, place: str, ko: str, en: str
) -> None:
    status, said_ko, said_en = assess(data)
    assert status == 3
    assert f"case.yaml:{place}" in said_ko
    assert ko in said_ko
    assert en in said_en


@pytest.mark.parametrize(
    ("data", "place", "en"),
    [
        (b'{"case": {"id": "a"},}', "1:", "not valid JSON"),
        (b'{"case": {"id": "a"}\n', "2:1", "not valid JSON"),
        (b"[" * 100_000, "1:1", "nested too deeply"),
        (b'[{"id": 1}]', "1:1", "not a list or a text"),
        (b'{"case": {"id": "a"}, "case": {"id": "b"}}', "1:23", "`case` is given twice (first on line 1)"),
        (b"{}", "1:1", "`acts` is missing"),
    ],
)
def test_json_that_is_no_case_is_refused_with_its_place(
    assess: Callable[..., Told], data: bytes, place: str, en: str
) -> None:
    status, _, said = assess(data, "case.json")
    assert status == 3
    assert f"case.json:{place}" in said
    assert en in said


def test_json_may_say_true_false_and_null_and_hold_any_letter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case: dict[str, Any] = {
        "case": {"id": "json", "title": "\U0001f512 \ud55c\uae00 / \t \u001b[31m"},
        "persons": {"S1": {"role": "suspect"}, "V1": {"role": "victim"}},
        "materials": {"M1": {"made": "altered", "shown": {"V1": {"consent_to_alteration": False, "shows": None}}}},
        "acts": {"A1": {"kind": "altered", "on": "2024-12-01", "by": "S1", "product": "M1"}},
    }
    path = tmp_path / "case.json"
    for text in (json.dumps(case), json.dumps(case, ensure_ascii=False), json.dumps(case, indent="\t")):
        path.write_text(text, encoding="utf-8")
        assert main(["assess", str(path), "--format", "json"]) == 0
        result = json.loads(capsys.readouterr().out)
        assert result["case"]["title"] == case["case"]["title"]
        assert main(["assess", str(path)]) == 0
        assert "\x1b" not in capsys.readouterr().out


def test_half_a_letter_in_json_is_no_traceback(
    assess: Callable[..., Told], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del assess
    path = tmp_path / "half.json"
    path.write_bytes(
        b'{"case": {"id": "a", "title": "\\ud800"}, "persons": {"S1": {"role": "suspect"}}, "acts": {"A1": {"kind": "altered", "on": "2024-01-01", "by": "S1"}}}'
    )
    for words in (("--format", "json"), ("--format", "text")):
        assert main(["assess", str(path), *words]) in (0, 3)
        assert "Traceback" not in "".join(capsys.readouterr())


def test_a_missing_file_is_a_wrong_command_line(assess: Callable[..., Told]) -> None:
    status, ko, en = assess(None)
    assert status == 2
    assert "파일이 없습니다." in ko
    assert "no such file." in en


def test_a_path_through_a_file_is_missing_too(
    assess: Callable[..., Told], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assess(b"x: y\n")
    assert main(["assess", str(tmp_path / "case.yaml" / "deeper.yaml")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_folder_is_refused(assess: Callable[..., Told], tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()
    status, ko, en = assess(None)
    assert status == 3
    assert "폴더입니다. 파일이 필요합니다." in ko
    assert "this is a folder; a file is needed" in en


def test_a_file_that_may_not_be_read_is_refused(assess: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything: so opening is made to fail as it does for others."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    monkeypatch.setattr("pathlib.Path.write_bytes", lambda path, data: os.close(os.open(path, os.O_CREAT)))
    monkeypatch.setattr(
        "offence_engine.rulebook.load.read_bytes", lambda path, *_: os.read(os.open(path, os.O_RDONLY), 1_000_000)
    )
    status, ko, en = assess(b"")
    assert status == 3
    assert "읽을 수 없습니다: Permission denied" in ko
    assert "cannot be read: Permission denied" in en


def test_fifty_megabytes_are_refused_quickly(assess: Callable[..., Told], tmp_path: Path) -> None:
    with (tmp_path / "case.yaml").open("wb") as file:
        file.truncate(50_000_000)
    started = time.monotonic()
    status, ko, en = assess(None)
    assert time.monotonic() - started < 5
    assert status == 3
    assert "파일이 너무 큽니다: 50,000,000바이트 (최대 5,000,000)" in ko
    assert "the file is too large: 50,000,000 bytes (at most 5,000,000)" in en


def test_a_device_without_end_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "/dev/zero"]) == 3
    assert "too large" in capsys.readouterr().err


def test_a_name_that_cannot_be_one_is_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "x" * 5000]) in (2, 3)
    assert "Traceback" not in capsys.readouterr().err

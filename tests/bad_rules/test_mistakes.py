"""One mistake at a time in a sound rulebook: its place, its words in both languages, the nearest right name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from offence_engine.cli.main import main
from offence_engine.errors import RulesError
from offence_engine.rulebook.load import load_rulebook

RULE = "provisions/fable.1.1.yaml"


@dataclass(frozen=True)
class Mistake:
    """In a file `old` becomes `new`; the fault stands on the line of `at` (else of `new`), and says `ko` and `en`."""

    name: str
    old: str
    new: str
    ko: str
    en: str
    file: str = RULE
    at: str | None = None
    told_in: str | None = None


MISTAKES = [
    Mistake(name, **told)
    for name, told in yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text(encoding="utf-8")).items()
]


def name_of(mistake: Mistake) -> str:
    return mistake.name


def broken(folder: Path, mistake: Mistake) -> tuple[str, int]:
    """Make the mistake; the file and line in which it must be told."""
    path = folder / mistake.file
    text = path.read_text(encoding="utf-8")
    assert text.count(mistake.old) >= 1, "the sound rulebook no longer says this"
    path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")
    told = folder / (mistake.told_in or mistake.file)
    lines = told.read_text(encoding="utf-8").splitlines()
    wanted = mistake.at or mistake.new.strip().splitlines()[0].strip()
    return str(told), next(number for number, line in enumerate(lines, 1) if wanted in line)


def test_the_rulebook_is_sound_before_it_is_broken(fable: Path) -> None:
    book = load_rulebook(fable)
    assert set(book.provisions) == {"fable.1.1", "fable.1.2"}


@pytest.mark.parametrize("mistake", MISTAKES, ids=name_of)
def test_a_mistake_is_told_at_its_place_in_both_languages(fable: Path, mistake: Mistake) -> None:
    file, line = broken(fable, mistake)
    with pytest.raises(RulesError) as told:
        load_rulebook(fable)
    for lang, words in (("ko", mistake.ko), ("en", mistake.en)):
        matching = [text for text in told.value.text(lang).splitlines() if words in text]
        assert matching, told.value.text(lang)
        assert re.match(rf"{re.escape(file)}:{line}:\d+: ", matching[0]), matching[0]


@pytest.mark.parametrize(
    "mistake", [m for m in MISTAKES if m.name in ("unknown fact", "not YAML", "duplicate id")], ids=name_of
)
def test_the_check_prints_it_and_ends_with_one_other_commands_with_four(
    fable: Path, mistake: Mistake, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(fable, mistake)
    assert main(["rules", "check", "--rules", str(fable), "--lang", "ko"]) == 1
    printed = capsys.readouterr()
    assert mistake.ko in printed.out
    assert printed.err == ""
    assert main(["rules", "list", "--rules", str(fable), "--lang", "en"]) == 4
    printed = capsys.readouterr()
    assert mistake.en in printed.err
    assert printed.out == ""


def test_all_mistakes_are_told_at_once(fable: Path) -> None:
    for mistake in MISTAKES:
        if mistake.name in (
            "unknown concept",
            "unreadable penalty",
            "unknown relation target",
            "a raise that is no fraction",
        ):
            broken(fable, mistake)
    with pytest.raises(RulesError) as told:
        load_rulebook(fable)
    assert len(told.value.faults) == 4


def spoiled(change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def spoil(folder: Path) -> Path:
        path = folder / RULE
        path.write_bytes(change(path.read_bytes()))
        return path

    return spoil


@pytest.mark.parametrize(
    ("spoil", "ko", "en"),
    [
        (spoiled(lambda data: data.decode().encode("cp949")), "UTF-8이 아닙니다. EUC-KR(CP949)로 저장된 것 같습니다", "not UTF-8; it looks like EUC-KR"),
        (spoiled(lambda data: b"\x00\x01" + data), "글자가 아닌 자료(이진 파일)입니다", "this is a binary file"),
        (spoiled(lambda _: b""), "빈 파일입니다", "the file is empty"),
        (spoiled(lambda _: b"- a\n- b\n"), "목록이나 글이 왔습니다", "not a list or a text"),
        (spoiled(lambda data: data + b"---\na: b\n"), "문서가 둘 이상입니다", "more than one document"),
        (spoiled(lambda data: data + b"x: " + b"[" * 10_000), "너무 깊이 겹쳐 있습니다", "nested too deeply"),
    ],
    ids=["EUC-KR", "binary", "empty", "a list", "two documents", "deep"],
)  # fmt: skip
def test_an_unreadable_rule_file_is_told(fable: Path, spoil: Callable[[Path], Path], ko: str, en: str) -> None:
    path = spoil(fable)
    with pytest.raises(RulesError) as told:
        load_rulebook(fable)
    assert ko in told.value.text("ko")
    assert en in told.value.text("en")
    assert told.value.faults[0].place.file == str(path)


def test_a_folder_without_rules_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as told:
        load_rulebook(tmp_path)
    assert "규칙 파일(*.yaml)이 없습니다" in told.value.text("ko")


def test_a_version_too_tangled_to_compile_is_told_with_its_place(
    fable: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offence_engine.inference.cubes.MAX_CUBES", 1)
    for lang, words in (("ko", "너무 얽혀 있습니다"), ("en", "is too tangled")):
        assert main(["rules", "check", "--rules", str(fable), "--lang", lang]) == 1
        printed = capsys.readouterr().out
        assert words in printed
        assert re.match(r".*fable\.1\.\d\.yaml:\d+:\d+: ", printed)


def test_an_element_named_like_its_only_fact_is_warned_of(fable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = fable / RULE
    text = (
        path.read_text(encoding="utf-8")
        .replace("loud", "sang")
        .replace("fact: act.pitch\n    is: high", "fact: act.loud_voice\n    is: yes")
    )
    path.write_text(text.replace("sang:", "loud_voice:").replace("[sang,", "[loud_voice,"), encoding="utf-8")
    facts = fable / "facts.yaml"
    facts.write_text(
        facts.read_text(encoding="utf-8")
        + "  loud_voice:\n    type: yes_no\n    ko: 큰 소리\n    en: loud voice\n    ask: witness\n    question: {ko: 컸습니까?, en: Was it loud?}\n",
        encoding="utf-8",
    )
    assert main(["rules", "check", "--rules", str(fable), "--lang", "ko"]) == 0
    printed = capsys.readouterr()
    assert "구성요건 `loud_voice`이(가) 이름이 비슷한 사실 `act.loud_voice` 하나에만 기댑니다" in printed.err
    assert "규칙에 잘못이 없습니다" in printed.out

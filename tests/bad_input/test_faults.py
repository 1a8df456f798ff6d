"""One mistake at a time in a sound case: its place, its words in both languages, the nearest right name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from offence_engine.casefile.read import parse_case
from offence_engine.cli.main import main
from offence_engine.errors import CaseError
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse
from offence_engine.source.tree import plain

HERE = Path(__file__).parent
SOUND = (HERE / "sound.yaml").read_text(encoding="utf-8")
AS_OF = date(2026, 1, 1)


@dataclass(frozen=True)
class Mistake:
    name: str
    old: str
    new: str
    ko: str
    en: str
    at: str | None = None

    @property
    def case(self) -> str:
        assert SOUND.count(self.old) >= 1
        return SOUND.replace(self.old, self.new, 1)

    @property
    def line(self) -> int:
        wanted = self.at or self.new.strip().splitlines()[0].strip()
        return next(number for number, line in enumerate(self.case.splitlines(), 1) if wanted in line)


MISTAKES = [
    Mistake(name, **told) for name, told in yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8")).items()
]
SYNTAX = ("a key given twice", "a tab", "an anchor", "a tag", "an unclosed bracket", "an id given twice")


def name_of(mistake: Mistake) -> str:
    return mistake.name


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def test_the_case_is_sound_before_it_is_broken(book: Rulebook) -> None:
    assert parse_case(SOUND.encode(), "sound.yaml", book, AS_OF).head.id == "sound"


@pytest.mark.parametrize("mistake", MISTAKES, ids=name_of)
def test_a_mistake_is_told_at_its_place_in_both_languages(book: Rulebook, mistake: Mistake) -> None:
    with pytest.raises(CaseError) as told:
        parse_case(mistake.case.encode(), "case.yaml", book, AS_OF)
    for lang, words in (("ko", mistake.ko), ("en", mistake.en)):
        matching = [text for text in told.value.text(lang).splitlines() if words in text]
        assert matching, told.value.text(lang)
        assert re.match(rf"case\.yaml:{mistake.line}:\d+: ", matching[0]), matching[0]


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if m.name not in SYNTAX], ids=name_of)
def test_the_same_mistake_in_json_is_told_in_the_same_words(book: Rulebook, mistake: Mistake) -> None:
    tree = plain(parse(mistake.case.encode(), "case.yaml", CaseError))
    with pytest.raises(CaseError) as told:
        parse_case(json.dumps(tree, ensure_ascii=False, indent=1).encode(), "case.json", book, AS_OF)
    assert mistake.ko.replace("(처음은 8행)", "") in told.value.text("ko")
    assert mistake.en in told.value.text("en")
    assert all(re.match(r"case\.json:\d+:\d+: ", line) for line in told.value.text("en").splitlines())


def test_all_mistakes_are_told_at_once_in_the_order_of_their_places(book: Rulebook) -> None:
    chosen = (
        "unknown fact",
        "wrong value of a choice",
        "unknown kind of act",
        "a material that is not listed",
        "a person who is not listed",
    )
    text = SOUND
    for mistake in MISTAKES:
        if mistake.name in chosen:
            text = text.replace(mistake.old, mistake.new, 1)
    with pytest.raises(CaseError) as told:
        parse_case(text.encode(), "case.yaml", book, AS_OF)
    lines = [fault.place.line for fault in told.value.faults]
    assert len(lines) == len(chosen)
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    "mistake",
    [m for m in MISTAKES if m.name in ("unknown fact", "an impossible day", "a tab", "the name of a victim")],
    ids=name_of,
)
@pytest.mark.parametrize("command", ["assess", "questions"])
def test_the_command_ends_with_three_and_prints_no_finding(
    mistake: Mistake, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(mistake.case, encoding="utf-8")
    for lang, words in (("ko", mistake.ko), ("en", mistake.en)):
        assert main([command, str(path), "--lang", lang, "--as-of", AS_OF.isoformat()]) == 3
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith(f"{path}:{mistake.line}:")
        assert words in printed.err


def test_a_victim_is_never_named_in_what_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(SOUND.replace("V1: {role: victim", "V1: {role: victim, name: 홍길동", 1), encoding="utf-8")
    main(["assess", str(path)])
    assert "홍길동" not in "".join(capsys.readouterr())

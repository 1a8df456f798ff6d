"""`offence rules new`: new files and amendments, in their place, with their tests, and nothing else touched."""

from __future__ import annotations

import difflib
from datetime import date, timedelta
from pathlib import Path

import pytest

from offence_engine.cli.main import main
from offence_engine.errors import RulesError
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.read import parse
from offence_engine.source.tree import plain
from offence_engine.workbench.cases import run_cases
from offence_engine.workbench.writing.amend import amend
from offence_engine.workbench.writing.change import Amendment
from offence_engine.workbench.writing.insert import Sheet, quoted
from offence_engine.workbench.writing.layout import laid_out
from offence_engine.workbench.writing.penalties import penalty_of
from tests.bad_rules.copies import copied

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small sound rulebook, with one comment where none may get lost."""
    folder = copied(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OFFENCE_LANG", raising=False)
    return folder


def new(rules: Path, *words: str, lang: str = "en") -> int:
    return main(["rules", "new", *words, "--rules", str(rules), "--lang", lang])


def added(before: bytes, after: bytes) -> list[str]:
    """The lines that were put in; every other line must still be there, in its order."""
    changes = list(difflib.ndiff(before.decode().splitlines(), after.decode().splitlines()))
    assert not [line for line in changes if line.startswith("- ")]
    return [line[2:] for line in changes if line.startswith("+ ")]


def test_an_amendment_of_the_shipped_rules_brings_its_version_and_the_cases_that_show_it() -> None:
    root = shipped("rules")
    book = load_rulebook(root)
    id_, rule = next(
        (id_, rule)
        for id_, rule in book.provisions.items()
        if len(rule.versions) == 2
        and (first := rule.versions[0].requires)
        and (second := rule.versions[1].requires)
        and set(second) < set(first)
    )
    old, last = rule.versions
    assert old.requires and last.requires and last.penalty and last.penalty.prison
    gone = next(e for e in old.requires if e not in last.requires)
    path = Path(book.files[id_])
    before = path.read_bytes()
    day, eve = last.effective + timedelta(days=30), last.effective + timedelta(days=29)
    change = Amendment(day, add=(gone,), penalty={"prison": "9년 이하"}, enacted_by="법률 제1호, 2039. 12. 1.")
    written = amend(root, id_, change, "ko")
    assert path.read_bytes() == before
    lines = added(before, written.data)
    assert f"  - effective: {day}" in lines and "    penalty: {prison: 9년 이하}" in lines
    assert f"    requires: [{', '.join(old.requires)}]" in lines
    cases = [line for line in lines if line.startswith("  - {name: ")]
    assert len(cases) >= 3
    assert sum(f"on: {eve}" in case for case in cases) >= 1 and sum(f"on: {day}" in case for case in cases) == 2
    assert any(f"expect: not_applicable, because: [{gone}]" in case for case in cases)
    assert written.blanks == []
    assert laid_out(written.data, "x.yaml") == written.data


def test_what_an_amendment_writes_passes_check_and_test(rules: Path, capsys: Capsys) -> None:
    path = rules / "provisions" / "fable.1.1.yaml"
    path.write_bytes(path.read_bytes().replace(b"closing:", b"# a remark of ours\nclosing:"))
    before = path.read_bytes()
    words = (
        "fable.1.1",
        "--effective",
        "2026-12-01",
        "--drop",
        "deep",
        "--penalty",
        "3년 이하의 징역 또는 2천만원 이하의 벌금",
    )
    assert new(rules, "amendment", *words, "--enacted-by", "법률 제1호, 2026. 1. 1.") == 0
    out = capsys.readouterr().out
    assert "nothing is left to fill" in out and "names of limbs" in out
    lines = added(before, path.read_bytes())
    assert "    any_of: [high, low_20261201]" in lines and "  low_20261201: [singing]" in lines
    assert "    enacted_by: 법률 제1호, 2026. 1. 1." in lines
    assert "    penalty: {prison: 3년 이하, or_fine: 2천만원 이하}" in lines
    assert any("on: 2026-11-30" in line for line in lines) and any("on: 2026-12-01" in line for line in lines)
    assert all(result.ok for result in run_cases(load_rulebook(rules)))
    # Put in between two versions, it stands between them.
    assert (
        new(
            rules,
            "amendment",
            "fable.1.1",
            "--effective",
            "2021-06-01",
            "--penalty",
            "1년 이하의 징역 또는 500만원 이하의 벌금",
        )
        == 0
    )
    days = [v.effective for v in load_rulebook(rules).provisions["fable.1.1"].versions]
    assert days == sorted(days) and date(2021, 6, 1) in days
    assert all(result.ok for result in run_cases(load_rulebook(rules)))


def test_blanks_are_named_by_check_until_they_are_filled(rules: Path, capsys: Capsys) -> None:
    assert new(rules, "amendment", "fable.1.1", "--effective", "2026-12-01", "--add", "hushed", lang="ko") == 0
    assert "채울 것 8곳" in capsys.readouterr().out
    assert main(["rules", "check", "--rules", str(rules), "--lang", "ko"]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if ": " in line and line.startswith(str(rules.name))]
    assert len(told) == 8 and all("아직 채우지 않았습니다" in line for line in told)
    path = rules / "provisions" / "fable.1.1.yaml"
    text = path.read_text(encoding="utf-8")
    for blank, filled in (
        ("[채우기: 법문의 말]", "조용히"), ("[채우기: 사실 (offence facts)]", "act.sang"), ("[채우기: 값]", "yes"),
        ("[채우기: 법률 번호와 공포일]", "법률 제1호"), ("[채우기: 사실]", "act.sang"),
        ("[채우기: 구성요건에 맞지 않는 값]", "no"),
    ):  # fmt: skip
        text = text.replace(f'"{blank}"', filled)
    path.write_text(text, encoding="utf-8")
    assert main(["rules", "check", "--rules", str(rules), "--lang", "ko"]) == 0


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (("provision", "fable.3.1", "--effective", "2026-12-01", "--en", "Third"), "provisions/fable.3.1.yaml"),
        (("modifier", "fable.4", "--effective", "2026-12-01", "--modifies", "habit", "--reaches", "fable.1.2"), "provisions/fable.4.yaml"),
        (("concept", "wide_reach", "--effective", "2026-12-01"), "wide_reach.yaml"),
        (("fact", "stance.agreed", "--type", "choice", "--value", "fully", "partly"), "stance.yaml"),
        (("fact", "act.hushed", "--ko", "조용히 함", "--ask", "witness"), "facts.yaml"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_new_file_has_no_fault_but_its_blanks(
    rules: Path, capsys: Capsys, words: tuple[str, ...], file: str, lang: str
) -> None:
    before = {p: p.read_bytes() for p in rules.rglob("*.yaml")}
    assert new(rules, *words, lang=lang) == 0
    out = capsys.readouterr().out
    path = rules / file
    assert path.exists() and f"fable/{file}" in out
    assert laid_out(path.read_bytes(), file) == path.read_bytes()
    for known, content in before.items():
        if known == path:
            added(content, path.read_bytes())
        else:
            assert known.read_bytes() == content
    main(["rules", "check", "--rules", str(rules), "--lang", lang])
    mark = "아직 채우지 않았습니다" if lang == "ko" else "still to be filled in"
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("fable/")]
    assert told and all(mark in line for line in told)
    # A second time nothing is overwritten.
    content = path.read_bytes()
    assert new(rules, *words, lang=lang) == 2
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("amendment", "fable.1.1", "--effective", "2022-01-01"), "there already is a version of 2022-01-01"),
        (("amendment", "fable.1.1", "--effective", "2019-01-01"), "no version before 2019-01-01"),
        (("amendment", "fable.1.1", "--effective", "2026-01-01", "--drop", "lod"), "has no element `lod`. Did you mean"),
        (("amendment", "fable.11", "--effective", "2026-01-01"), "Did you mean `fable.1.1`"),
        (("amendment", "fable.1.1", "--effective", "2026-01-01", "--penalty", "7 years"), "cannot read this part"),
        (("amendment", "fable.1.1"), "--effective is missing"),
        (("amendment", "fable.1.1", "--effective", "2026-01-01", "--victim", "none"), "--victim does not go with amendment"),
        (("amendment", "serenade", "--effective", "2026-01-01", "--drop", "x"), "change it in the file"),
        (("amendment", "fable.2", "--effective", "2026-01-01", "--drop", "fable.9"), "it did not reach `fable.9`"),
        (("provision", "fabel.3", "--effective", "2026-01-01"), "Did you mean `fable`"),
        (("provision", "14", "--effective", "2026-01-01"), "is not a provision id"),
        (("provision", "fable.3", "--effective", "2026-01-01", "--kind", "sung"), "unknown kind of act"),
        (("fact", "acts.hushed"), "Did you mean `act`"),
        (("fact", "act.kind"), "structural key"),
        (("fact", "act.Hushed"), "small letters"),
        (("fact", "act.hushed", "--type", "yesno"), "Did you mean `yes_no`"),
        (("concept", "serenade", "--effective", "2026-01-01"), "nothing is overwritten"),
        (("provison", "fable.3"), "Did you mean `provision`"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    rules: Path, capsys: Capsys, words: tuple[str, ...], said: str
) -> None:
    before = {p: p.read_bytes() for p in rules.rglob("*") if p.is_file()}
    assert new(rules, *words) == 2
    assert said in capsys.readouterr().err
    assert before == {p: p.read_bytes() for p in rules.rglob("*") if p.is_file()}


def test_an_amendment_that_breaks_the_rules_is_refused(rules: Path, capsys: Capsys) -> None:
    path = rules / "provisions" / "fable.1.1.yaml"
    before = path.read_bytes()
    # `result` names an element that the version would no longer have.
    assert new(rules, "amendment", "fable.1.1", "--effective", "2026-12-01", "--drop", "singing") == 4
    assert "which `result` names" in capsys.readouterr().err and path.read_bytes() == before


def test_a_repeal_and_a_broken_neighbour(rules: Path, capsys: Capsys) -> None:
    (rules / "provisions" / "broken.yaml").write_text("id: [x\n", encoding="utf-8")
    assert new(rules, "amendment", "fable.1.1", "--effective", "2026-12-01", "--repeal") == 0
    text = (rules / "provisions" / "fable.1.1.yaml").read_text(encoding="utf-8")
    assert "    repealed: yes\n" in text
    assert "no cases were found" in capsys.readouterr().out
    (rules / "provisions" / "broken.yaml").unlink()
    assert new(rules, "amendment", "fable.1.2", "--effective", "2026-12-01", "--repeal") == 0
    assert "expect: not_in_force" in (rules / "provisions" / "fable.1.2.yaml").read_text(encoding="utf-8")


def test_a_modifier_reaches_others_from_a_day_on_and_a_concept_changes(rules: Path) -> None:
    assert (
        new(rules, "amendment", "fable.2", "--effective", "2026-12-01", "--drop", "fable.1", "--add", "fable.1.2") == 0
    )
    assert "    what: [fable.1.2]\n" in (rules / "provisions" / "fable.2.yaml").read_text(encoding="utf-8")
    assert new(rules, "amendment", "serenade", "--effective", "2026-12-01") == 0
    book = load_rulebook(rules)
    assert [v.effective.year for v in book.concepts["serenade"].versions] == [2020, 2026]


def test_a_layer_gets_what_is_new_and_leaves_the_rules_below_alone(rules: Path, capsys: Capsys) -> None:
    layer = rules.parent / "layer"
    layer.mkdir()
    (layer / "layer.yaml").write_text("over: ../fable  # the small rulebook\n", encoding="utf-8")
    before = {p: p.read_bytes() for p in rules.rglob("*") if p.is_file()}
    assert new(layer, "provision", "fable.7", "--effective", "2026-12-01") == 0
    assert new(layer, "fact", "act.hushed") == 0
    assert {p.name for p in layer.rglob("*.yaml")} == {"layer.yaml", "fable.7.yaml", "act.yaml"}
    capsys.readouterr()
    assert new(layer, "amendment", "fable.1.1", "--effective", "2026-12-01", "--repeal") == 2
    assert "in the rules that this folder lies over" in capsys.readouterr().err
    assert before == {p: p.read_bytes() for p in rules.rglob("*") if p.is_file()}


def test_without_a_rules_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rules", "new", "fact", "act.hushed", "--lang", "en"]) == 2
    assert "name the folder to change with --rules" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("phrases", "found"),
    [
        (["징역 7년 이하", "벌금 5천만원 이하"], {"prison": "7년 이하", "or_fine": "5천만원 이하"}),
        (["7년 이하의 징역 또는 5천만원 이하의 벌금에 처한다."], {"prison": "7년 이하", "or_fine": "5천만원 이하"}),
        (["무기징역 또는 5년 이상의 유기징역"], {"prison": "무기 또는 5년 이상"}),
        (["1년 이상 10년 이하의 징역"], {"prison": "1년 이상 10년 이하"}),
        (["2천만원 이상 5천만원 이하의 벌금"], {"or_fine": "2천만원 이상 5천만원 이하"}),
        (["3년 이하의 금고"], "3년 이하의 금고"),
        (["7년 이하 5년 이하"], "5년이하"),
        (["세 해"], "세해"),
    ],
)  # fmt: skip
def test_penalties_as_people_say_them(phrases: list[str], found: object) -> None:
    assert penalty_of(phrases) == found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_a_mark_and_a_missing_last_line_end_stay(end: str) -> None:
    text = end.join(
        ["id: x.1", "versions:", "  - a: 1", "    # of a", "  # of b", "  - a: 3", "cases: []  # none", "# last"]
    )
    data = b"\xef\xbb\xbf" + text.encode()
    sheet = Sheet(data, parse(data, "x.yaml", RulesError), "x.yaml")
    sheet.item(("versions",), 1, ["- a: 2", "  b: 0"])
    sheet.item(("cases",), 0, ["- {c: d}"])
    sheet.item(("relations",), 0, ["- {e: f}"])
    wanted = end.join(
        ["id: x.1", "versions:", "  - a: 1", "    # of a", "  - a: 2", "    b: 0", "  # of b", "  - a: 3", "cases: # none",
         "  - {c: d}", "# last", "relations:", "  - {e: f}", ""]
    )  # fmt: skip
    assert sheet.bytes() == b"\xef\xbb\xbf" + wanted.encode()


@pytest.mark.parametrize(
    "text", ["a, b", "a: b", "[x]", "no", "- a", 'say "x"', "a\\b", "5년 이하", " a", "", "#x", "가'나"]
)
def test_a_quoted_text_reads_as_itself(text: str) -> None:
    tree = parse(f"a: {{k: {quoted(text)}, l: x}}".encode(), "x.yaml", RulesError)
    assert plain(tree) == {"a": {"k": text, "l": "x"}}

"""The walk through one amendment (docs/AMENDMENT.md): its commands do on a copy what the page shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from offence_engine.assess import assess
from offence_engine.casefile.read import parse_case
from offence_engine.cli.main import main
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.cases import run_cases
from offence_engine.workbench.pins import departures
from tests.bad_rules.copies import copied
from tests.cli.conftest import no_locale as no_locale
from tests.workbench.running import run

Capsys = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "AMENDMENT.md").read_text(encoding="utf-8")
DAY = "2024-10-16"
AS_OF = date(2026, 11, 22)
ARTICLE = [f"scpa.14-2.{n}" for n in range(1, 6)]
BLOCK = re.compile(r"^```(console|yaml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CONSOLE = [block.partition("\n") for kind, block in BLOCK.findall(PAGE) if kind == "console"]
YAML = [block for kind, block in BLOCK.findall(PAGE) if kind == "yaml"]


def file_of(rules: Path, id_: str) -> Path:
    act = id_.partition(".")[0]
    return rules / "kr" / "provisions" / act / f"{id_}.yaml"


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def without_the_amendment(text: str) -> str:
    """A file as it was on the eve: without the version of the day and the cases from the eve on (section 0)."""
    item = re.compile(rf"^  - effective: {DAY}\n(?:    .*\n)+", re.MULTILINE)
    less, gone = item.subn("", text)
    assert gone == 1
    lines = less.splitlines(keepends=True)
    days = [re.search(r"\bon: (\d{4}-\d\d-\d\d)", line) if line.startswith("  - {name:") else None for line in lines]
    return "".join(line for line, on in zip(lines, days, strict=True) if on is None or on[1] < "2024-10-15")


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the walk begins: the rules before the amendment as a revision of git, the cases beside them."""
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for id_ in ARTICLE:
        if id_ == "scpa.14-2.4":
            file_of(rules, id_).unlink()
        else:
            rewrite(file_of(rules, id_), without_the_amendment)
    for words in (["init", "-q"], ["add", "rules"], ["commit", "-q", "-m", "one"]):
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
        subprocess.run(git, cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def follow(capsys: Capsys, start: str) -> int:
    """Run the command of the page that begins so; every piece of the output shown is there, in its order.

    Line breaks and columns depend on the width of the screen and are not compared.
    """
    [(command, _, shown)] = [block for block in CONSOLE if block[0].startswith(f"$ offence {start}")]
    ran = run(capsys, *shlex.split(command.removeprefix("$ offence ")), lang="ko")
    told = "".join((ran.out + ran.err).split())
    at = 0
    for piece in re.split(r"…|\n", shown):
        bare = "".join(piece.split())
        found = told.find(bare, at)
        assert found >= 0, (command, piece, ran.out[-3000:], ran.err[-1000:])
        at = found + len(bare)
    return ran.status


def test_the_amendment_is_entered_as_the_page_tells(walk: Path, capsys: Capsys) -> None:
    rules = walk / "rules"
    for number in (1, 5):
        assert follow(capsys, f"rules new amendment scpa.14-2.{number} ") == 0
    assert follow(capsys, "rules new provision scpa.14-2.4 ") == 0
    version, filled, cases = YAML
    assert version in file_of(rules, "scpa.14-2.1").read_text(encoding="utf-8")

    # What the editor writes by hand. Paragraphs 2 and 3 are amended as paragraph 1 is, and are taken as they became.
    note = re.compile(r'    note: \{ko: "\[채우기.*\n    paragraph: "4"\n')
    rewrite(file_of(rules, "scpa.14-2.5"), lambda t: note.sub(filled, t) + cases)
    for id_ in ARTICLE[1:4]:
        shutil.copyfile(file_of(ROOT / "rules", id_), file_of(rules, id_))

    book = load_rulebook(rules)
    # What the amendment of paragraph 1 made of the file is what the file says that was once written by hand.
    whole = file_of(ROOT / "rules", "scpa.14-2.1").read_text(encoding="utf-8")
    for line in [line for line in version.splitlines() if "note:" not in line]:
        assert f"{line}\n" in whole
    results = list(run_cases(book, ARTICLE))
    assert {r.provision for r in results} == set(ARTICLE)
    assert [r for r in results if not r.ok] == []
    assert follow(capsys, "rules diff HEAD") == 0
    # What `rules impact` shows of one of the cases: what was put off for want of the purpose is applicable.
    case = parse_case((walk / "examples" / "room.yaml").read_bytes(), "room.yaml", book, AS_OF)
    found = assess(case, book, AS_OF, everything=True).findings
    assert "scpa.14-2.1/S2/A2/V2/M2/2026-10-04: 성립: 판단 보류 → 성립 가능" in PAGE
    [made] = [f for f in found if (f.provision, f.count.act) == ("scpa.14-2.1", "A2")]
    assert (made.verdict, str(made.version.effective)) == ("applicable", DAY)


def test_what_was_copied_from_the_version_before_is_told(tmp_path: Path, capsys: Capsys) -> None:
    fable = copied(tmp_path)
    new = ("rules", "new", "amendment", "fable.1.1", "--rules", fable, "--penalty", "1년 이하", "--effective")
    plain = run(capsys, *new, "2031-01-01")
    assert plain.status == 0
    assert "copied from the version before" not in plain.out
    added = '    paragraph: "7"\n    words: {singing: 노래를 부른}\n'
    rewrite(
        fable / "provisions" / "fable.1.1.yaml", lambda t: re.sub(r"(  - effective: 2031-01-01\n)", rf"\1{added}", t)
    )
    told = run(capsys, *new, "2032-01-01").out
    assert "`paragraph` was copied from the version before; change it or take it out where the number changed." in told
    assert "`words: singing` was copied" in told
    assert "`paragraph`은(는) 앞의 시행 조문에서" in run(capsys, *new, "2033-01-01", lang="ko").out


def test_the_top_of_a_repository_is_a_folder_of_rules_too(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    fable = copied(tmp_path)
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
        subprocess.run(git, cwd=fable, check=True, capture_output=True)
    monkeypatch.chdir(fable)
    assert run(capsys, "rules", "diff", "HEAD:.", ".").out == "no change of meaning\n"
    wrong = run(capsys, "rules", "diff", "HEAD", ".")
    assert wrong.status == 2
    assert "`REV:.` (the top of the repository)" in wrong.err


def test_a_whole_article_is_pinned_by_its_name_and_a_new_period_is_said_in_words(
    tmp_path: Path, capsys: Capsys
) -> None:
    fable = copied(tmp_path)
    assert main(["rules", "pin", "--yes", "--rules", str(fable)]) == 0
    amended = fable / "provisions" / "fable.1.1.yaml"
    rewrite(amended, lambda t: t.replace("2022-01-01", "2022-03-01"))
    shown = run(capsys, "rules", "pin", "fable.1", "--yes", "--rules", fable)
    assert shown.status == 0
    assert "fable.1.1: a new period from 2022-03-01 on" in shown.out
    assert "fable.1.1: the period from 2022-01-01 on is gone" in shown.out
    assert not list(departures(load_rulebook(fable)))
    unknown = run(capsys, "rules", "pin", "fable.9", "--rules", fable)
    assert unknown.status == 2
    assert "fable.9" in unknown.err

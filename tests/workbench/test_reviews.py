"""Signing off: a signature holds for exactly one content, and every change of content withdraws it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.assess import assess
from offence_engine.casefile.read import parse_case, today
from offence_engine.errors import RulesError, UsageError
from offence_engine.model.review import Review
from offence_engine.rulebook.content import content_hash
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.reviews import REVIEWS_FILE, gone, review_by, states, with_review
from tests.bad_rules.copies import copied
from tests.workbench.running import edit, run

FIRST, SECOND = date(2020, 1, 1), date(2022, 1, 1)
CASE = """\
case: {id: N-1}
persons: {S1: {role: suspect}}
acts: {A1: {kind: serenaded, on: 2022-05-05, by: {S1: {intent: {value: yes, by: tester}}}, pitch: high, verses: 3}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def sign(folder: Path, version: str, by: str, on: date = date(2026, 3, 2)) -> None:
    """A signature under what the folder says now."""
    book = load_rulebook(folder)
    id_, _, day = version.partition("@")
    review = review_by(book, id_, date.fromisoformat(day), by, on, on, None)
    path = folder / REVIEWS_FILE
    path.write_bytes(with_review(path, review)[0])


def state(folder: Path, version: str) -> str:
    id_, _, day = version.partition("@")
    found = {f"{s.id}@{s.effective}": s.state for s in states(load_rulebook(folder))}
    return found[f"{id_}@{day}"]


def test_nobody_has_reviewed_the_shipped_rules() -> None:
    book = load_rulebook()
    assert set(book.unreviewed) == {*book.provisions, *book.modifiers}
    assert {s.state for s in states(book)} == {"never"}


def test_a_signature_is_shown_written_and_holds_for_that_version_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = run(capsys, "rules", "review", "fable.1.1@2022-01-01", "--rules", folder)
    assert shown.status == 0
    assert "Serenading at night" in shown.out and "cases, 0 failed" in shown.out and "never reviewed" in shown.out
    assert not (folder / REVIEWS_FILE).exists()
    signed = run(
        capsys,
        "rules",
        "review",
        "fable.1.1@2022-01-01",
        "--by",
        "Reviewer One",
        "--on",
        "2026-03-02",
        "--rules",
        folder,
    )
    assert (signed.status, signed.err) == (0, "")
    assert "signed: Reviewer One, 2026-03-02" in " ".join(signed.out.split())
    book = load_rulebook(folder)
    assert book.is_reviewed("fable.1.1", SECOND) and not book.is_reviewed("fable.1.1", FIRST)
    assert "fable.1.1" in book.unreviewed
    text = (folder / REVIEWS_FILE).read_text(encoding="utf-8")
    assert content_hash(book, "fable.1.1", SECOND) in text and "Reviewer One" in text
    assert "2022-01-01: Reviewer One" in run(capsys, "rules", "show", "fable.1.1", "--rules", folder).out


def test_findings_and_the_assessment_say_who_is_not_reviewed(folder: Path) -> None:
    def findings() -> tuple[bool, tuple[str, ...]]:
        book = load_rulebook(folder)
        done = assess(parse_case(CASE.encode(), "n.yaml", book, date(2026, 3, 2)), book, date(2026, 3, 2))
        found = next(f for f in done.findings if f.provision == "fable.1.1" and f.verdict == "applicable")
        return found.reviewed, done.rulebook.unreviewed

    assert findings()[0] is False
    sign(folder, "fable.1.1@2022-01-01", "one")
    reviewed, waiting = findings()
    # The habit that may be added to it is a rule of its own.
    assert "fable.1.1" not in waiting and "fable.2" in waiting and reviewed is False
    sign(folder, "fable.2@2020-01-01", "one")
    assert findings()[0] is True


MEANING = "      - effective: {}\n        fact: act.verses\n        at_least: {}\n"
SANG = "        all_of: [{fact: act.sang, is: yes}, {concept: at_length}]"
CHANGES = {
    "words": ("provisions/fable.1.1.yaml", "words: 높은 소리로", "words: 큰 소리로"),
    "a condition": ("provisions/fable.1.1.yaml", "    is: high", "    is: low"),
    "the penalty": ("provisions/fable.1.1.yaml", "{prison: 2년 이하, or_fine: 1천만원 이하}", "{prison: 3년 이하, or_fine: 1천만원 이하}"),
    "what a limb is made of": ("provisions/fable.1.1.yaml", "  high: [loud, singing]", "  high: [loud]"),
    "the act that made it": ("provisions/fable.1.1.yaml", "    any_of: [high, low]", "    enacted_by: 법률 제2호, 2021. 6. 1.\n    any_of: [high, low]"),
    "the closing sentence": ("provisions/fable.1.1.yaml", "이로써 노래하였다.", "이로써 크게 노래하였다."),
    "a relation": ("provisions/fable.1.1.yaml", "    settled: no", "    settled: yes"),
    "how it is counted": ("provisions/fable.1.1.yaml", "{per: [suspect, act], settled: yes}", "{per: [suspect], settled: yes}"),
    "what an attempt lacks": ("provisions/fable.1.1.yaml", "result: [singing]", "result: []"),
    "a concept": ("concepts.yaml", SANG, "        fact: act.sang\n        is: yes"),
    "a concept that a concept uses": ("concepts.yaml", "at_least: 2", "at_least: 3"),
    "a later meaning of a concept": ("concepts.yaml", "        at_least: 2\n", "        at_least: 2\n" + MEANING.format("2023-01-01", 4)),
    "what a fact may be": ("facts.yaml", "low: {ko: 낮음, en: low}}", "low: {ko: 낮음, en: low}, shrill: {ko: 날카로움, en: shrill}}"),
    "what a value is called": ("facts.yaml", "{ko: 높음, en: high}", "{ko: 매우 높음, en: high}"),
    "the general part": ("general.intent.yaml", "words: 알면서", "words: 알고"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_of_content_withdraws_it(folder: Path, what: str) -> None:
    sign(folder, "fable.1.1@2022-01-01", "one")
    assert state(folder, "fable.1.1@2022-01-01") == "reviewed"
    name, old, new = CHANGES[what]
    edit(folder / name, old, new)
    assert state(folder, "fable.1.1@2022-01-01") == "withdrawn"
    edit(folder / name, new, old)
    assert state(folder, "fable.1.1@2022-01-01") == "reviewed"


KEEPS = {
    "a comment": ("provisions/fable.1.1.yaml", "result: [singing]", "# a remark\nresult: [singing]  # and another"),
    "layout": ("provisions/fable.1.1.yaml", "  high: [loud, singing]", "  high:\n\n    - loud\n    - singing"),
    "a word to search by": ("provisions/fable.1.1.yaml", "[밤노래]", "[밤노래, 세레나데]"),
    "a case": ("provisions/fable.1.1.yaml", "name: 시행 전,", "name: 시행 전날,"),
    "what is not modelled": ("provisions/fable.1.1.yaml", "not_modelled: []", "not_modelled: [{ko: 낮잠, en: naps}]"),
    "the version before": ("provisions/fable.1.1.yaml", "{prison: 1년 이하}", "{prison: 1년 6개월 이하}"),
    "a later version": ("provisions/fable.1.1.yaml", "closing: {", "  - {effective: 2030-01-01, requires: [singing], penalty: {prison: 4년 이하}}\nclosing: {"),
    "what stands on it": ("provisions/fable.1.2.yaml", "{prison: 3년 이하}", "{prison: 4년 이하}"),
    "the question of a fact": ("facts.yaml", "얼마나 높았습니까?", "음이 얼마나 높았습니까?"),
    "a kind of act that it does not name": ("kinds.yaml", "{ko: 흥얼거림,", "{ko: 콧노래,"),
    "a meaning of a concept before its time": ("concepts.yaml", MEANING.format("2020-01-01", 2), MEANING.format("2019-01-01", 9) + MEANING.format("2020-01-01", 2)),
}  # fmt: skip


@pytest.mark.parametrize("what", KEEPS)
def test_what_is_no_content_of_it_leaves_the_signature(folder: Path, what: str) -> None:
    sign(folder, "fable.1.1@2022-01-01", "one")
    edit(folder / KEEPS[what][0], *KEEPS[what][1:])
    assert state(folder, "fable.1.1@2022-01-01") == "reviewed"


def test_a_change_below_withdraws_what_is_built_on_it(folder: Path) -> None:
    sign(folder, "fable.1.2@2020-01-01", "one")
    edit(folder / "provisions/fable.1.1.yaml", "{prison: 2년 이하, or_fine: 1천만원 이하}", "{prison: 9년 이하}")
    assert state(folder, "fable.1.2@2020-01-01") == "withdrawn"


def test_a_modifier_is_signed_like_a_provision(folder: Path) -> None:
    sign(folder, "fable.2@2020-01-01", "one")
    assert state(folder, "fable.2@2020-01-01") == "reviewed"
    edit(folder / "provisions/fable.2.yaml", "raise: 1/2", "raise: 1/3")
    assert state(folder, "fable.2@2020-01-01") == "withdrawn"


def test_a_version_of_another_day_is_told_as_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sign(folder, "fable.1.1@2022-01-01", "one")
    edit(folder / "provisions/fable.1.1.yaml", "effective: 2022-01-01", "effective: 2022-01-02")
    assert [r.version for r in gone(load_rulebook(folder))] == ["fable.1.1@2022-01-01"]
    assert state(folder, "fable.1.1@2022-01-02") == "never"
    assert "no such version any more" in run(capsys, "rules", "reviews", "--rules", folder).out


def test_two_different_persons_where_the_settings_ask_for_them(folder: Path) -> None:
    (folder / "settings.yaml").write_text("review: {persons: 2}\n", encoding="utf-8")
    sign(folder, "fable.1.1@2022-01-01", "Kim  One")
    assert state(folder, "fable.1.1@2022-01-01") == "waiting"
    with pytest.raises(UsageError, match="has signed this content already"):
        sign(folder, "fable.1.1@2022-01-01", " kim one ")
    path = folder / REVIEWS_FILE
    # Written by hand, the same person twice is still one person.
    path.write_text(
        path.read_text(encoding="utf-8") + path.read_text(encoding="utf-8").splitlines()[-1] + "\n", "utf-8"
    )
    assert state(folder, "fable.1.1@2022-01-01") == "waiting"
    sign(folder, "fable.1.1@2022-01-01", "Two")
    assert state(folder, "fable.1.1@2022-01-01") == "reviewed"


def test_the_list_counts_them_as_text_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sign(folder, "fable.1.1@2020-01-01", "one")
    sign(folder, "fable.1.2@2020-01-01", "one")
    edit(folder / "provisions/fable.1.2.yaml", "{prison: 3년 이하}", "{prison: 4년 이하}")
    text = run(capsys, "rules", "reviews", "--rules", folder, lang="ko")
    assert text.status == 0
    assert "검수됨 1; 서명이 더 필요함 0; 바뀌어 효력을 잃음 1; 받은 적 없음 2" in text.out
    said = run(capsys, "rules", "reviews", "--rules", folder, "--format", "json").json
    assert [(v["id"], v["effective"], v["state"]) for v in said["versions"]] == [
        ("fable.1.1", "2020-01-01", "reviewed"), ("fable.1.1", "2022-01-01", "never"),
        ("fable.1.2", "2020-01-01", "withdrawn"), ("fable.2", "2020-01-01", "never"),
    ]  # fmt: skip
    assert said["versions"][0]["signed"][0]["by"] == "one"


def test_a_version_whose_cases_fail_is_not_signed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "provisions/fable.1.1.yaml", "expect: applicable, prison: 1년 이하", "expect: not_applicable")
    done = run(capsys, "rules", "review", "fable.1.1@2020-01-01", "--by", "one", "--rules", folder)
    assert done.status == 1
    assert "not signed: some cases fail" in done.out
    assert not (folder / REVIEWS_FILE).exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fable.1.3"], "Did you mean `fable.1."),
        (["fable.1.1"], "choose one: fable.1.1@2020-01-01, fable.1.1@2022-01-01"),
        (["fable.1.1@2022-01-11"], "Did you mean `2022-01-01`?"),
        (["fable.1.1@2022-01-01", "--by", " "], "this cannot be a name"),
        (["fable.1.1@2022-01-01", "--by", "a\nb\x1b[0m"], "this cannot be a name"),
        (["fable.1.1@2022-01-01", "--by", "a" * 101], "this cannot be a name"),
        (["fable.1.1@2022-01-01", "--by", "one", "--on", "2099-01-01"], "lies after today"),
    ],
)
def test_what_cannot_be_signed_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    done = run(capsys, "rules", "review", *words, "--rules", folder)
    assert done.status == 2 and message in done.err
    assert not (folder / REVIEWS_FILE).exists()


def test_the_installed_rules_are_not_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    book = load_rulebook()
    id_, day = book.versions[0]
    done = run(capsys, "rules", "review", f"{id_}@{day}", "--by", "one")
    assert done.status == 2 and "--rules DIR" in done.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("reviews:\n  - {version: fable.1.1, content: x, by: one, on: 2026-03-02}\n", "reviews.yaml:2:15: a version is written"),
        ("reviews:\n  - {version: fable.1.1@2022-01-01, by: one, on: 2026-03-02}\n", "`content` is missing"),
        (f"reviews:\n  - {{version: fable.1.1@2022-01-01, content: {'0' * 64}, by: '', on: 2026-03-02}}\n", "give the name"),
        (f"reviews:\n  - {{version: fable.1.1@2022-01-01, content: {'0' * 64}, by: a, on: 2026-02-31}}\n", "a date is written"),
        ("reviews: [", "not valid YAML"),
    ],
)  # fmt: skip
def test_a_broken_file_of_reviews_names_its_place(folder: Path, text: str, message: str) -> None:
    (folder / REVIEWS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=message.replace("(", r"\(")):
        load_rulebook(folder)


def test_a_file_that_cannot_be_added_to_stays_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / REVIEWS_FILE
    text = f"reviews: [{{version: fable.1.2@2020-01-01, content: {'0' * 64}, by: a, on: 2026-02-01}}]\n"
    path.write_text(text, encoding="utf-8")
    done = run(capsys, "rules", "review", "fable.1.1@2022-01-01", "--by", "one", "--rules", folder)
    assert done.status == 4 and "no entry can be added" in done.err
    assert path.read_text(encoding="utf-8") == text


def test_an_entry_is_added_below_what_stands_there(folder: Path) -> None:
    path = folder / REVIEWS_FILE
    path.write_text("# kept\nreviews: []\n# the end", encoding="utf-8")
    sign(folder, "fable.1.1@2022-01-01", "one")
    sign(folder, "fable.1.1@2020-01-01", 'two: the second, "really" #2')
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# kept\nreviews:\n# the end\n  - {version: fable.1.1@2022-01-01")
    assert [r.by for r in load_rulebook(folder).reviews] == ["one", 'two: the second, "really" #2']


def test_a_word_in_the_rule_file_is_no_review(folder: Path) -> None:
    edit(folder / "provisions/fable.1.1.yaml", "not_modelled: []", "not_modelled: []\nreviewed: 2026-01-01 by me")
    with pytest.raises(RulesError, match=r"fable\.1\.1\.yaml:\d+:11: `reviewed` stays null"):
        load_rulebook(folder)


@pytest.mark.parametrize("persons", ["0", "ten", "99"])
def test_an_impossible_number_of_persons_is_a_fault(folder: Path, persons: str) -> None:
    (folder / "settings.yaml").write_text(f"review: {{persons: {persons}}}\n", encoding="utf-8")
    with pytest.raises(RulesError, match=r"settings\.yaml:1:19: the number of persons is 1 to 9"):
        load_rulebook(folder)


def test_settings_stand_once_in_a_folder(folder: Path) -> None:
    for name in ("settings.yaml", "other.yaml"):
        (folder / name).write_text("review: {persons: 2}\n", encoding="utf-8")
    with pytest.raises(RulesError, match=r"already in other\.yaml"):
        load_rulebook(folder)


NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


@given(by=NAMES, note=st.none() | NAMES)
def test_whatever_a_person_is_called_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, by: str, note: str | None
) -> None:
    path = tmp_path_factory.mktemp("reviews") / REVIEWS_FILE
    review = Review(version="a.1@2020-01-01", content="0" * 64, by=by, on=date(2026, 1, 1), note=note)
    path.write_bytes(with_review(path, review)[0])
    content, line = with_review(path, review)
    assert content.decode().splitlines()[line - 1].startswith("  - {version: a.1@2020-01-01")


def test_the_value_of_a_content_is_always_the_same(folder: Path) -> None:
    """Another way of reckoning it would withdraw every signature that was ever given."""
    book = load_rulebook(folder)
    assert {key: content_hash(book, *key)[:16] for key in book.versions} == {
        ("fable.1.1", date(2020, 1, 1)): "fe8c61465dea0370",
        ("fable.1.1", date(2022, 1, 1)): "256b398b95b5914a",
        ("fable.1.2", date(2020, 1, 1)): "a9479f78f2529cba",
        ("fable.2", date(2020, 1, 1)): "1a3b2b3c210d2bdf",
    }


def test_signing_takes_no_day_from_the_future(folder: Path) -> None:
    book: Rulebook = load_rulebook(folder)
    assert review_by(book, "fable.1.1", SECOND, "one", today(), today(), None).on == today()

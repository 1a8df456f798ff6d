"""Rules laid over other rules: an agency's names and templates over the shipped ones, listed, and never the law below."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from offence_engine.assess import assess
from offence_engine.casefile.read import parse_case
from offence_engine.errors import RulesError, UsageError
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from tests.bad_rules.copies import copied
from tests.workbench.running import edit, run

DAY = date(2026, 3, 2)
CASE = """\
case: {id: N-1}
persons: {S1: {role: suspect}}
acts: {A1: {kind: serenaded, on: 2022-05-05, by: {S1: {intent: {value: yes, by: tester}}}, pitch: high, verses: 3}}
"""
BELOW = """\
offices:
  watch:
    names: [{effective: 2000-01-01, ko: 야경대, en: Night Watch}]
    uncertain: {ko: 이름 확인, en: name to be checked}
  court:
    names: [{effective: 2000-01-01, ko: 법원, en: Court}]
notes:
  draft: {ko: 초안이다., en: A draft.}
letters:
  report: {ko: 보고서, en: Report, template: report, follows_from: applicable, addressee: watch}
"""


@pytest.fixture
def below(tmp_path: Path) -> Path:
    folder = copied(tmp_path)
    (folder / "letters.yaml").write_text(BELOW, encoding="utf-8")
    return folder


@pytest.fixture
def agency(tmp_path: Path, below: Path) -> Path:
    return layer(tmp_path / "agency", "../fable")


def layer(folder: Path, over: str, adds: str = "[]", **files: str) -> Path:
    folder.mkdir()
    (folder / "layer.yaml").write_text(f"over: {over}\nadds: {adds}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def faults(folder: Path) -> str:
    with pytest.raises(RulesError) as caught:
        load_rulebook(folder)
    return caught.value.text("en")


def test_an_empty_layer_changes_nothing_but_is_named(below: Path, agency: Path) -> None:
    plain, over = load_rulebook(below), load_rulebook(agency)
    assert over.provisions == plain.provisions and over.letters == plain.letters
    assert [(x.folder, x.overrides, x.adds) for x in over.layers] == [("agency", (), ())]
    assert over.sha256 != plain.sha256 and plain.layers == ()


def test_entries_are_completed_from_below_and_each_is_listed(agency: Path) -> None:
    write(
        agency, "names.yaml", "offices:\n  watch:\n    names: [{effective: 2000-01-01, ko: 별야경대, en: Star Watch}]\n"
    )
    write(agency, "notes.yaml", "notes: {draft: {ko: 우리 초안.}}\nletters: {report: {template: ours}}\n")
    book = load_rulebook(agency)
    watch = book.letters.offices["watch"]
    assert (
        watch.names[0].en == "Star Watch" and watch.uncertain is not None and watch.uncertain.en == "name to be checked"
    )
    assert book.letters.offices["court"].names[0].en == "Court"
    assert (book.letters.notes["draft"].ko, book.letters.notes["draft"].en) == ("우리 초안.", "A draft.")
    assert (book.letters.letters["report"].template, book.letters.letters["report"].addressee) == ("ours", "watch")
    assert book.layers[0].overrides == ("letters.report.template", "notes.draft.ko", "offices.watch.names")


def test_a_key_that_the_entry_below_lacks_is_an_override_too(agency: Path) -> None:
    write(agency, "names.yaml", "offices: {court: {uncertain: {ko: 어느 법원인지, en: which court}}}\n")
    assert load_rulebook(agency).layers[0].overrides == ("offices.court.uncertain",)


def test_a_name_that_is_not_below_is_a_fault_unless_it_is_said_to_be_added(agency: Path) -> None:
    office = "offices:\n  wacth:\n    names: [{effective: 2000-01-01, ko: 소방대, en: Fire Brigade}]\n"
    write(agency, "names.yaml", office)
    said = faults(agency)
    assert "names.yaml:2:3: `offices.wacth`: the rules below have no such name. Did you mean `watch`?" in said
    write(agency, "layer.yaml", "over: ../fable\nadds: [offices.wacth]\n")
    book = load_rulebook(agency)
    assert book.letters.offices["wacth"].names[0].en == "Fire Brigade"
    assert book.layers[0].adds == ("offices.wacth",)


def test_an_addition_that_is_not_there_is_a_fault(agency: Path) -> None:
    write(agency, "layer.yaml", "over: ../fable\nadds:\n  - offices.fire\n")
    assert "layer.yaml:3:5: `offices.fire` stands in `adds`, but this folder adds no such name" in faults(agency)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("offices: {watch: {nmaes: []}}\n", "`nmaes` is not a key here. Did you mean `names`?"),
        ("offices: {watch: {names: [{effective: 2000-13-01, ko: a, en: b}]}}\n", "a date is written 2024-10-16"),
        ("notes: {draft: nothing}\n", "a mapping is needed"),
        ("notices: {draft: {ko: a, en: b}}\n", "cannot tell what this file is"),
        ("letters: {report: {follows_from: applicabel}}\n", "Did you mean `applicable`?"),
    ],
)
def test_what_is_wrong_in_a_layer_is_told_at_its_place_there(agency: Path, text: str, message: str) -> None:
    write(agency, "wrong.yaml", text)
    said = faults(agency)
    assert message in said and "agency/wrong.yaml:1:" in said


@pytest.mark.parametrize(
    "name", ["facts.yaml", "kinds.yaml", "concepts.yaml", "acts.yaml", "provisions/fable.1.2.yaml"]
)
def test_the_law_below_is_never_overridden(below: Path, agency: Path, name: str) -> None:
    write(agency, "mine.yaml", (below / name).read_text(encoding="utf-8"))
    assert "is already at" in faults(agency) and "agency/mine.yaml" in faults(agency)


def test_a_layer_has_no_general_part(below: Path, agency: Path) -> None:
    write(agency, "mine.yaml", (below / "general.penalty.yaml").read_text(encoding="utf-8"))
    assert "mine.yaml:1:10: a layer has no general part" in faults(agency)


def test_facts_and_provisions_may_be_added(agency: Path) -> None:
    write(agency, "fact.yaml", (
        "home: act\nfacts:\n  moon: {type: yes_no, ko: 달밤, en: moonlit, ask: witness, question: {ko: 달이 떴습니까?, en: Was there a moon?}}\n"
    ))  # fmt: skip
    write(agency, "fable.3.yaml", (
        "id: fable.3\ntitle: {ko: 달밤의 노래, en: Singing by moonlight}\nroles: {}\none_offence_per: {per: [suspect, act], settled: yes}\n"
        "elements:\n  moon: {words: 달밤에, fact: act.moon, is: yes}\n  sang: {words: 노래한, fact: act.sang, is: yes}\n"
        "versions:\n  - {effective: 2020-01-01, requires: [moon, sang], penalty: {prison: 1년 이하}}\n"
        "closing: {ko: 노래하였다., en: sang.}\nnot_modelled: []\ntypical_case:\n  persons: {S1: {role: suspect}}\n"
        "  acts: {A1: {kind: serenaded, by: {S1: {intent: {value: yes, by: x}}}, moon: yes}}\n"
    ))  # fmt: skip
    book = load_rulebook(agency)
    assert set(book.layers[0].adds) == {"act.moon", "fable.3"}
    case = parse_case(CASE.replace("verses: 3", "verses: 1, moon: yes").encode(), "c.yaml", book, DAY)
    done = assess(case, book, DAY)
    assert [f.provision for f in done.findings if f.verdict == "applicable"] == ["fable.3"]
    assert done.rulebook.layers[0].adds == ("act.moon", "fable.3")


def test_templates_of_the_layer_come_first_and_are_listed(agency: Path) -> None:
    name = next(p.name for p in sorted(shipped("templates").glob("*.j2")))
    write(agency, f"templates/{name}", "ours")
    write(agency, "templates/report.ko.md.j2", "new")
    book = load_rulebook(agency)
    assert book.templates == (agency / "templates", shipped("templates"))
    assert book.layers[0].overrides == (f"templates/{name}",)
    assert book.layers[0].adds == ("templates/report.ko.md.j2",)
    before = book.sha256
    write(agency, "templates/report.ko.md.j2", "newer")
    assert load_rulebook(agency).sha256 != before


def test_a_template_of_no_letter_is_a_fault(agency: Path) -> None:
    write(agency, "templates/reprot.ko.md.j2", "ours")
    assert "this is the template of no letter. Did you mean `report.ko.md.j2`?" in faults(agency)


def test_plain_rules_have_the_shipped_templates_alone(below: Path) -> None:
    assert load_rulebook(below).templates == (shipped("templates"),)


def test_a_layer_over_a_layer(tmp_path: Path, agency: Path) -> None:
    write(agency, "names.yaml", "offices: {watch: {names: [{effective: 2000-01-01, ko: 별야경대, en: Star Watch}]}}\n")
    top = layer(
        tmp_path / "branch", "../agency", notes="notes: {draft: {en: Ours.}}\noffices: {watch: {branch: court}}\n"
    )
    book = load_rulebook(top)
    assert [x.folder for x in book.layers] == ["agency", "branch"]
    watch = book.letters.offices["watch"]
    assert (watch.names[0].en, watch.branch, book.letters.notes["draft"].ko) == ("Star Watch", "court", "초안이다.")


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ("../fabel", "layer.yaml:1:7: no such folder of rules to lie over: `../fabel`. Did you mean `fable`?"),
        ("shiped", "Did you mean `shipped`?"),
        (".", "lies over itself in a circle"),
        ("..", "neither inside nor around them"),
        ("''", "must not be empty"),
    ],
)
def test_what_a_layer_cannot_lie_over(agency: Path, over: str, message: str) -> None:
    write(agency, "layer.yaml", f"over: {over}\n")
    assert message in faults(agency)


def test_two_layers_over_each_other(tmp_path: Path, agency: Path) -> None:
    layer(tmp_path / "other", "../agency")
    write(agency, "layer.yaml", "over: ../other\n")
    assert "lies over itself in a circle" in faults(agency)


def test_a_layer_file_that_is_no_yaml(agency: Path) -> None:
    (agency / "layer.yaml").write_bytes("over: 규칙".encode("cp949"))
    assert "not UTF-8" in faults(agency)


def test_a_broken_file_below_names_itself(below: Path, agency: Path) -> None:
    write(below, "broken.yaml", "a: [\n")
    assert "fable/broken.yaml" in faults(agency)
    write(agency, "layer.yaml", "ober: ../fable\n")
    assert "`ober` is not a key here. Did you mean `over`?" in faults(agency)


def test_a_change_below_is_seen_though_the_layer_is_the_same(below: Path, agency: Path) -> None:
    before = load_rulebook(agency)
    assert load_rulebook(agency) is before
    edit(below / "letters.yaml", "en: Court", "en: High Court")
    after = load_rulebook(agency)
    assert after.letters.offices["court"].names[0].en == "High Court" and after.sha256 != before.sha256


def test_settings_and_reviews_of_a_layer(below: Path, agency: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(below, "settings.yaml", "review: {persons: 1}\n")
    write(agency, "settings.yaml", "review: {persons: 2}\n")
    book = load_rulebook(agency)
    assert book.settings.review.persons == 2 and book.layers[0].overrides == ("settings.review",)
    done = run(capsys, "rules", "review", "fable.2", "--by", "one", "--rules", agency)
    assert done.status == 0, done.err
    assert (agency / "reviews.yaml").exists() and not (below / "reviews.yaml").exists()
    assert not load_rulebook(agency).is_reviewed("fable.2", date(2020, 1, 1))


def test_the_assessment_lists_every_override(tmp_path: Path, agency: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(agency, "notes.yaml", "notes: {draft: {ko: 우리 초안.}}\n")
    write(tmp_path, "case.yaml", CASE)
    done = run(capsys, "assess", tmp_path / "case.yaml", "--rules", agency, "--format", "json", "--as-of", "2026-03-02")
    assert done.json["rulebook"]["layers"] == [{"folder": "agency", "overrides": ["notes.draft.ko"], "adds": []}]
    text = run(capsys, "assess", tmp_path / "case.yaml", "--rules", agency, "--as-of", "2026-03-02", lang="ko").out
    assert text.count("덧씌운 규칙 agency: notes.draft.ko") == 1


def test_over_the_shipped_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book: Rulebook = load_rulebook()
    name = next(iter(book.letters.offices))
    folder = layer(
        tmp_path / "agency", "shipped", names=f"offices: {{{name}: {{names: [{{effective: 1900-01-01, ko: 가상서, en: Imaginary Office}}]}}}}\n"
    )  # fmt: skip
    over = load_rulebook(folder)
    assert over.letters.offices[name].names[0].en == "Imaginary Office"
    assert over.provisions.keys() == book.provisions.keys() and over.version == book.version
    listed = run(capsys, "rules", "list", "--rules", folder)
    assert listed.status == 0 and over.sha256 in listed.out.replace("\n", "")
    assert json.loads(run(capsys, "rules", "export", "--rules", folder).out)["rulebook"]["sha256"] == over.sha256


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_rulebook(tmp_path / "nowhere")

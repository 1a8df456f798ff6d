"""`prove`: what ships has no fault, and each kind of fault is found with its file, its line and the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from offence_engine.errors import Fault
from offence_engine.letters.check import text_faults
from offence_engine.letters.prove import kinds_of_case, prove
from offence_engine.letters.trials import HOSTILE, Trial
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.model.rule import ModifierFile, ProvisionFile
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import DAY, book

TEMPLATES = shipped("templates")
KOREAN, ENGLISH = "referral.ko.md.j2", "referral.en.md.j2"


@cache
def hard() -> tuple[Trial, ...]:
    """The hard cases made from the first typical case."""
    found = [trial for trial in kinds_of_case(book(), DAY) if trial.hard]
    first = found[0].name.en.partition(",")[0]
    return tuple(trial for trial in found if trial.name.en.startswith(f"{first}, "))


def few() -> list[Trial]:
    """Some of them, so that a test takes seconds; `offence letters --check` takes all cases."""
    return [t for t in hard() if t.hostile or "nothing" in t.name.en or "every blank" in t.name.en]


_MADE: dict[str, tuple[Case, Assessment]] = {}
_make = Trial.made


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cases are the same in every test; which letters there are does not change an assessment."""

    def made(trial: Trial, _: Rulebook) -> tuple[Case, Assessment]:
        key = f"{trial.name.en} {trial.stated}"
        if key not in _MADE:
            _MADE[key] = _make(trial, book())
        return _MADE[key]

    monkeypatch.setattr(Trial, "made", made)


def only(*kinds: str) -> Rulebook:
    """The rules with these kinds of letter alone."""
    letters = book().letters
    kept = {name: letters.letters[name] for name in kinds}
    return replace(book(), letters=letters.model_copy(update={"letters": kept, "bundles": {}}))


def changed(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the templates with (file, old, new)."""
    copied = folder / "templates"
    copytree(TEMPLATES, copied)
    for name, old, new in changes:
        path = copied / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copied


def both(old: str, new: str) -> tuple[tuple[str, str, str], ...]:
    return (KOREAN, old, new), (ENGLISH, old, new)


def found(folder: Path, *kinds: str) -> list[Fault]:
    return prove(only(*(kinds or ("referral",))), folder, few())


def at(fault: Fault, folder: Path, name: str, words: str) -> bool:
    """Whether a fault is at the line of a template that has these words."""
    line = (folder / name).read_text(encoding="utf-8").split(words)[0].count("\n") + 1
    return fault.place.file == str(folder / name) and fault.place.line == line


def test_what_ships_has_no_fault() -> None:
    tried: list[str] = []

    def told() -> Iterator[Trial]:
        for trial in few():
            tried.append(trial.name.ko)
            yield trial

    assert prove(book(), TEMPLATES, told()) == []
    assert len(tried) == len(set(tried)) == 3


def test_the_cases_are_those_that_are_hard_to_write_of() -> None:
    made = {trial.name.en.partition(", ")[2]: trial.made(book()) for trial in hard()}
    nothing, entity = made["nothing known"][0], made["a legal entity suspected"][0]
    assert not nothing.evidence and not nothing.channels and not nothing.facts
    assert {p.kind for p in entity.persons.values() if p.role == "suspect"} == {"legal"}
    assert all(s.punishable == "no" for s in made["a suspect under fourteen"][1].suspects)
    assert {p.number for p in made["many victims"][0].persons.values() if p.role == "victim"} == {74}
    assert not any(a.when.first.exact for a in made["days not known exactly"][0].acts.values())
    assert any(p.known_as for p in made["suspects unknown"][0].persons.values())
    assert made["every day of the procedure stated"][1].deadlines
    assert made["hostile text"][0].head.office == HOSTILE
    assert len(hard()) == len(made) == 10 and [t.deep for t in hard()].count(True) == 2
    assert [t.name.en.partition(", ")[2] for t in hard() if t.hostile] == ["hostile text"]


def test_every_rule_with_a_typical_case_is_tried() -> None:
    rules: dict[str, ProvisionFile | ModifierFile] = {**book().provisions, **book().modifiers}
    names = {t.name.en for t in kinds_of_case(book(), DAY) if not t.hard}
    assert names == {id_ for id_, rule in rules.items() if rule.typical_case is not None}


def test_a_case_that_the_rules_refuse_is_told() -> None:
    wrong = replace(few()[0], stated={**few()[0].stated, "acts": {}})
    faults = prove(only("referral"), TEMPLATES, [wrong])
    assert faults and all(f.place.file == wrong.name.en and "(case: " in f.en for f in faults)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{{ number }}", "{{ nummer }}", "unknown name: `nummer`. Did you mean `number`?"),
        ("{% for s in suspects %}", "{% for s in suspectz %}", "unknown name: `suspectz`. Did you mean `suspects`?"),
        ("{% include '_foot.ko.md.j2' %}", "{% include '_food.ko.md.j2' %}", "no such template"),
        ("{{ date }}", "{{ date", "template syntax"),
        ("{{ date }}", "{{ date | uper }}", "No filter named 'uper'"),
        (" {{ unit }}{% endif %}", " {{ unit | uper }}{% endif %}", "unknown filter: `uper`. Did you mean `upper`?"),
    ],
)
def test_what_is_wrong_as_it_stands(tmp_path: Path, old: str, new: str, words: str) -> None:
    if old not in (TEMPLATES / KOREAN).read_text(encoding="utf-8"):
        old, new = "{{ draft }}", new
    folder = changed(tmp_path, (KOREAN, old, new))
    faults = [f for f in text_faults(only("referral"), folder) if f.place.file != str(folder / ENGLISH)]
    assert any(words in f.en for f in faults), faults
    if "unknown" in words:
        assert at(faults[0], folder, KOREAN, new)


def test_an_included_piece_may_use_what_its_template_binds(tmp_path: Path) -> None:
    folder = changed(tmp_path, (KOREAN, "{{ s.articles }}", "{% include 'part.ko.md.j2' %}"))
    (folder / "part.ko.md.j2").write_text("{{ s.articles }}{{ z }}", encoding="utf-8")
    (folder / "part.en.md.j2").write_text("{{ s.articles }}{{ z }}", encoding="utf-8")
    faults = [f for f in text_faults(only("referral"), folder) if f.place.file.endswith("part.ko.md.j2")]
    assert len(faults) == 1 and "`z`" in faults[0].en


def test_the_languages_must_print_the_same(tmp_path: Path) -> None:
    folder = changed(tmp_path, (ENGLISH, "{{ number }}", "{{ date }}"))
    faults = found(folder)
    assert len(faults) == 1 and at(faults[0], folder, ENGLISH, "{{ date }}")
    assert "`{{ date }}`, `{{ number }}`" in faults[0].en and KOREAN in faults[0].en
    (folder / "referral_cover.en.md.j2").unlink()
    assert any("the other language of `referral_cover.ko.md.j2`" in f.en for f in text_faults(only("referral"), folder))


def test_an_audience_is_shown_nothing_it_must_not_see(tmp_path: Path) -> None:
    name = "emergency_preservation.{}.md.j2"
    folder = changed(
        tmp_path,
        *((name.format(lang), "{{ threshold }}", "{{ threshold }}{{ scope | join }}") for lang in ("ko", "en")),
    )
    faults = found(folder, "emergency_preservation")
    assert len(faults) == 2 and at(faults[0], folder, name.format("ko"), "{{ scope")
    assert "must not see: `scope` (suspect)" in faults[0].en and "보일 수 없는" in faults[0].ko


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("{{ number }}{{ suspects[7].name }}", "element 7"),
        ("{{ number }}{{ nothing.at.all }}", "unknown name: `nothing`"),
        ("{{ number }} 칸  둘", "two blanks"),
        ("{{ number }} ()", "empty brackets"),
        ("{{ number }} {{ '{{' }}", "a place left unfilled"),
        ("{{ number }} 서울을(를)", "a particle left open"),
        ("{{ number }} 값은 None", "a word of the program"),
        ("{{ number | upper }}", "a text that lost its grounds"),
        ("{{ number }}{{ 1 / 0 }}", "cannot be filled"),
    ],
)
def test_what_is_met_only_in_drafting(tmp_path: Path, new: str, words: str) -> None:
    folder = changed(tmp_path, *both("{{ number }}", new))
    faults = [f for f in found(folder) if words in f.en]
    assert faults, words
    if "unknown" not in words:
        assert "(case: " in faults[0].en and "(사건: " in faults[0].ko
        assert " more)" in faults[0].en or words in ("a text that lost its grounds", "a place left unfilled")
    assert at(faults[0], folder, KOREAN, new) or at(faults[0], folder, ENGLISH, new)


def test_text_that_lost_its_grounds(tmp_path: Path) -> None:
    folder = changed(tmp_path, *both("{{ s.articles }}", "{{ s.articles.text }}"))
    faults = found(folder)
    assert {f.place.file for f in faults} == {str(folder / KOREAN), str(folder / ENGLISH)}
    assert all("a text that lost its grounds" in f.en for f in faults)


def test_names_in_the_rules_that_lead_nowhere() -> None:
    kind = book().letters.letters["preservation_request"]
    wrong = kind.model_copy(update={"addressee": "applied_prosecutr", "duties": ("data_preservaton",)})
    letters = book().letters.model_copy(update={"letters": {"preservation_request": wrong}, "bundles": {}})
    faults = text_faults(replace(book(), letters=letters), TEMPLATES)
    assert sorted(f.en.partition(":")[0] for f in faults) == [
        "letters.preservation_request.addressee",
        "letters.preservation_request.duties",
    ]
    assert all("Did you mean" in f.en and f.place.file.endswith("kinds_data.yaml") for f in faults)


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert found(TEMPLATES, "preservation_request", "mla_request") == []
    assert list(tmp_path.iterdir()) == []

"""An agency's own templates lie over those that ship: the first folder that has a file wins."""

from __future__ import annotations

from pathlib import Path

from offence_engine import assess, draft_letters, load_rulebook
from offence_engine.casefile.read import parse_case
from offence_engine.letters.check import text_faults
from offence_engine.letters.folders import Folders, templates_of
from offence_engine.letters.phrases import locate
from offence_engine.letters.verify.citations import known
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import ALTERED, DAY


def test_a_template_of_a_layer_wins_over_the_shipped_one_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "layer.yaml").write_text("over: shipped\n", encoding="utf-8")
    own = tmp_path / "templates"
    own.mkdir()
    text = (shipped("templates") / "referral_cover.ko.md.j2").read_text(encoding="utf-8")
    (own / "referral_cover.ko.md.j2").write_text(text + "\n우리 기관의 끝말\n", encoding="utf-8")
    book = load_rulebook(tmp_path)
    assert book.templates == (own, shipped("templates"))
    case = parse_case(ALTERED.encode(), "case.yaml", book, DAY)
    kinds = ["referral_cover", "referral"]
    cover, decision = (d.content for d in draft_letters(assess(case, book, DAY), case, book, kinds, ["md"]))
    assert "우리 기관의 끝말" in cover and "우리 기관의 끝말" not in decision
    assert text_faults(book, templates_of(book.templates)) == []


def test_the_law_below_a_layer_is_known_and_its_texts_have_a_place(tmp_path: Path) -> None:
    (tmp_path / "layer.yaml").write_text("over: shipped\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text("notes: {draft: {ko: 우리 초안, en: our draft}}\n", encoding="utf-8")
    book = load_rulebook(tmp_path)
    assert known(book) == known(load_rulebook())
    assert book.letters.wording is not None
    file, line = locate(book, book.letters.wording.paragraph.ko)
    assert file.endswith("wording.yaml") and line > 1
    assert locate(book, "우리 초안")[0].endswith("own.yaml")


def test_several_folders_are_read_as_one(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, names in ((one, ("a.j2",)), (two, ("a.j2", "b.j2"))):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(folder.name, encoding="utf-8")
    both = Folders((one, two))
    assert both / "a.j2" == one / "a.j2" and both / "b.j2" == two / "b.j2" and both / "c.j2" == two / "c.j2"
    assert list(both.glob("*.j2")) == [one / "a.j2", two / "b.j2"] and both.is_dir()
    assert templates_of((one,)) == one

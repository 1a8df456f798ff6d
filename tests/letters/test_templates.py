"""Templates and rule texts that others edit: a wrong name is an error with its file and line; both languages match."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from offence_engine import assess, draft_letters, load_rulebook
from offence_engine.casefile.read import parse_case
from offence_engine.errors import OffenceError, RulesError
from offence_engine.letters.check import text_faults
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import ALTERED, CHILD, DAY, book, draft, letter, read

TEMPLATES = shipped("templates")


def with_template(folder: Path, name: str, old: str, new: str) -> Path:
    copied = folder / "templates"
    copytree(TEMPLATES, copied)
    path = copied / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copied


def drafted(templates: Path, lang: str = "ko") -> str:
    case, assessment = read(ALTERED)
    return draft_letters(assessment, case, book(), kinds=["referral"], lang=lang, templates=templates)[1].content


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("{{ number }}", "{{ nummer }}", "nummer"),
        ("{{ s.articles }}", "{{ s.article }}", "article"),
        ("{{ notes.victim_age }}", "{{ notes.victim_agee }}", "victim_agee"),
    ],
)
def test_an_unknown_name_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, name: str) -> None:
    folder = with_template(tmp_path, "referral.ko.md.j2", old, new)
    line = (folder / "referral.ko.md.j2").read_text(encoding="utf-8").split(new)[0].count("\n") + 1
    with pytest.raises(RulesError) as caught:
        drafted(folder)
    fault = caught.value.faults[0]
    assert fault.place.file.endswith("referral.ko.md.j2") and fault.place.line == line
    assert name in fault.en and caught.value.exit_status == 4


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("{{ number", "template syntax"),
        ("{% for x in names %}", "template syntax"),
        ("{{ number.__class__.__mro__ }}", "is unsafe"),
        ("{% for x in [1] %}{{ names.append(x) }}{% endfor %}", "template"),
        ("{{ suspects }}", "text and numbers"),
        ("{{ 1 / 0 }}", "cannot be filled"),
        ("{% include 'nothing.j2' %}", "no such template"),
        ("{% include 'referral.ko.md.j2' %}", "calls itself"),
    ],
)
def test_whatever_is_wrong_with_a_template_is_an_error_of_the_rules(tmp_path: Path, new: str, message: str) -> None:
    with pytest.raises(RulesError) as caught:
        drafted(with_template(tmp_path, "referral.ko.md.j2", "{{ number }}", new))
    assert message in caught.value.text("en")


GROWN = "".join(["{% set x = 'a' %}", *["{% set x = %s %}"] * 9, "{{ x }}"])


@pytest.mark.parametrize(
    "text",
    [
        GROWN.replace("%s", " ~ ".join("x" * 12)),
        GROWN.replace("%s", " + ".join("x" * 12)),
        GROWN.replace("'a'", "[1]").replace("%s", " + ".join("x" * 12)).replace("{{ x }}", "{{ x | length }}"),
    ],
    ids=["joined", "added", "lists"],
)
def test_a_text_that_grows_without_bound_is_stopped(tmp_path: Path, text: str) -> None:
    with pytest.raises(RulesError, match="grows too long"):
        drafted(with_template(tmp_path, "referral.ko.md.j2", "{{ number }}", text))


def test_texts_may_be_put_together(tmp_path: Path) -> None:
    assert "a1b" in drafted(with_template(tmp_path, "referral.ko.md.j2", "{{ number }}", "{{ 'a' ~ (1 ~ 'b') }}"))


def test_a_wrong_page_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        drafted(with_template(tmp_path, "page.html.j2", "{{ title }}", "{{ titel }}"))
    assert "page.html.j2" in caught.value.text("en") and "Did you mean `title`" in caught.value.text("en")


def test_a_missing_folder_or_template_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="no such templates folder"):
        drafted(tmp_path / "nothing")
    folder = with_template(tmp_path, "page.html.j2", "{{ title }}", "{{ title }}")
    (folder / "referral.ko.md.j2").unlink()
    with pytest.raises(RulesError, match="no such template"):
        drafted(folder)


def changed_rules(folder: Path, file: str, old: str, new: str) -> Path:
    rules = folder / "rules"
    copytree(shipped("rules"), rules)
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return rules


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        ("kr/provisions/scpa/scpa.14-2.1.yaml", "'purpose' in elements", "'purpose' in elementz", "elementz"),
        ("kr/provisions/scpa/scpa.14-2.1.yaml", "fact('shown.shows')", "fact('shown.showz')", "shown.showz"),
        ("kr/kinds.yaml", "value('act.delivered')", "value('act.deliverd')", "act.deliverd"),
        ("kr/letters/wording.yaml", '({{ known_as }})"', '({{ knownas }})"', "knownas"),
    ],
)
def test_a_wrong_name_in_a_text_of_the_rules_is_found(tmp_path: Path, file: str, old: str, new: str, name: str) -> None:
    rules = changed_rules(tmp_path, file, old, new)
    changed = load_rulebook(rules)
    line = (rules / file).read_text(encoding="utf-8").split(new)[0].count("\n") + 1
    case = parse_case((ALTERED if "wording" not in file else CHILD).encode(), "case.yaml", changed, DAY)
    with pytest.raises(RulesError) as caught:
        draft_letters(assess(case, changed, DAY), case, changed)
    fault = caught.value.faults[0]
    assert name in fault.en and fault.place.file.endswith(file) and fault.place.line == line
    if "wording" not in file:
        checked = text_faults(changed, TEMPLATES)
        assert [name in f.en and f.place.line == line for f in checked] == [True]


def test_the_texts_that_ship_are_sound(tmp_path: Path) -> None:
    assert text_faults(book(), TEMPLATES) == []
    assert len(text_faults(book(), tmp_path)) == 2 * len({kind.template for kind in book().letters.letters.values()})


def test_rules_without_letters_load_and_say_what_lacks(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    copytree(shipped("rules"), rules)
    for path in (rules / "kr" / "letters").glob("*.yaml"):
        path.unlink()
    bare = load_rulebook(rules)
    case = parse_case(ALTERED.encode(), "case.yaml", bare, DAY)
    assessment = assess(case, bare, DAY)
    assert draft_letters(assessment, case, bare) == []
    with pytest.raises(OffenceError):
        draft_letters(assessment, case, bare, kinds=["referral"])


@pytest.mark.parametrize("name", sorted(path.name.removesuffix(".ko.md.j2") for path in TEMPLATES.glob("*.ko.md.j2")))
def test_the_english_copy_prints_what_the_korean_does(name: str) -> None:
    def printed(lang: str) -> list[str]:
        text = (TEMPLATES / f"{name}.{lang}.md.j2").read_text(encoding="utf-8")
        return [re.sub(r"'[^']*'", "''", part) for part in re.findall(r"{[{%].*?[%}]}", text)]

    assert [x for x in printed("en") if x != "{{ notes.reading_copy }}"] == printed("ko")


@pytest.mark.parametrize("text", [ALTERED, CHILD])
def test_the_english_copy_has_no_korean_of_ours(text: str) -> None:
    own = re.compile(r"확인 필요|이로써|피의자|해당 없음|초안이다|판단|충족")
    for kind in ("referral", "referral_cover"):
        assert not own.search(draft(text, kind, "en").replace("DRAFT (초안)", "").replace("피해자 신고", ""))


def test_both_languages_have_every_label() -> None:
    letters = book().letters
    for label in letters.notes.values():
        assert label.ko and label.en


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_page(lang: str) -> None:
    page = letter(ALTERED, lang=lang, format_="html").content
    assert page.startswith("<!DOCTYPE html>") and f'<html lang="{lang}">' in page
    for part in ("size: A4", "word-break: keep-all", "position: fixed", "counter(page)", "counter(pages)"):
        assert part in page
    mark = "초안 (DRAFT)" if lang == "ko" else "DRAFT (초안)"
    assert f'<div class="banner">{mark}</div>' in page and f'aria-hidden="true">{mark}</div>' in page
    assert book().sha256 in page.split("<footer>")[1]
    assert "http://" not in page and "https://" not in page and "<script" not in page


def test_no_statute_in_the_page_shell() -> None:
    shell = (TEMPLATES / "page.html.j2").read_text(encoding="utf-8")
    assert "제" not in shell

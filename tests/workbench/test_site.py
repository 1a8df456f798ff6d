"""The statute browser: every page is whole and linked, says what the rules say, is found, and lets nothing in."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from offence_engine.cli.main import main
from offence_engine.cli.site.differences import marked, steps
from offence_engine.cli.site.look import concept_file, fact_file, rule_file
from offence_engine.cli.site.pages import number_of_pages, ours, pages
from offence_engine.cli.site.search import squeezed
from offence_engine.cli.view.names import latin
from offence_engine.model.logic import KIND
from offence_engine.model.rule import ProvisionFile
from offence_engine.rulebook.find import parts_of, rules_of
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.reading import element_ids
from offence_engine.rulebook.rulebook import Rulebook
from tests.bad_rules.copies import copied

VOID = {"meta", "link", "input", "br", "hr"}
# Elements of drawings close themselves.
DRAWN = {"path", "rect", "line", "circle"}
# What may stand in Korean without a mark on an English page: it is code, or nobody reads it aloud.
UNREAD = {"title", "script", "style", "pre", "code"}
HANGUL = re.compile("[가-힣]")
RULE = "provisions/fable.1.1.yaml"
ENGINE = """
const fs = require("fs"), page = fs.readFileSync(process.argv[1], "utf8");
const part = (id) => page.split(`id="${id}">`)[1].split("</script>")[0];
const index = JSON.parse(part("index"));
(0, eval)(part("engine").replace('"use strict";', ""));
const asked = JSON.parse(process.argv[2]);
console.log(JSON.stringify(asked.map((q) => find(index, q).map((hit) => hit[1][0]))));
"""


@dataclass
class Seen:
    """What one page holds."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    text: str = ""


class Reader(HTMLParser):
    """Reads a page and finds what is not closed, or closed without having been opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.open: list[tuple[str, str]] = []
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = {name: value or "" for name, value in attrs}
        if len(given_) != len(attrs):
            self.seen.faults.append(f"an attribute twice in {tag}")
        self.seen.tags[tag] += 1
        if "id" in given_:
            self.seen.ids[given_["id"]] += 1
        if tag == "a" and "href" in given_:
            self.seen.links.append(given_["href"])
        elif tag == "form":
            self.seen.links.append(given_["action"])
        elif tag == "link" or "src" in given_:
            self.seen.loaded.append(given_.get("href", "") or given_.get("src", ""))
        self.seen.faults += [f"{name} in {tag}" for name in given_ if name.startswith("on")]
        if tag not in VOID:
            self.open.append((tag, given_.get("lang", self.open[-1][1] if self.open else "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in DRAWN:
            self.seen.faults.append(f"{tag} closes itself")
        self.seen.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.seen.faults.append(f"{tag} closed within {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        tag, lang = self.open[-1] if self.open else ("", "")
        if tag != "script":
            self.pieces.append(data)
        if lang == "en" and tag not in UNREAD and HANGUL.search(data) and not data.startswith("https://"):
            self.seen.unmarked.append(data.strip())


def read(content: bytes) -> Seen:
    reader = Reader()
    reader.feed(content.decode())
    reader.close()
    reader.seen.faults += [f"{tag} stays open" for tag, _ in reader.open]
    reader.seen.text = " ".join("".join(reader.pieces).split())
    return reader.seen


def html_of(files: dict[str, bytes]) -> dict[str, Seen]:
    return {name: read(content) for name, content in files.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def site(book: Rulebook) -> dict[str, bytes]:
    return dict(pages(book))


@pytest.fixture(scope="module")
def seen(site: dict[str, bytes]) -> dict[str, Seen]:
    return html_of(site)


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    return copied(tmp_path)


def broken_links(files: dict[str, bytes], read_pages: dict[str, Seen]) -> list[str]:
    """Links, with their anchors, that lead nowhere in the folder."""
    wrong = []
    for name, page in read_pages.items():
        for link in {*page.links, *page.loaded}:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            anchor = unquote(parts.fragment)
            if target not in files or (anchor and anchor not in read_pages[target].ids):
                wrong.append(f"{name}: {link}")
    return wrong


def test_every_page_is_there_in_both_languages(site: dict[str, bytes], book: Rulebook) -> None:
    wanted = [rule_file(i) for i in rules_of(book)] + [concept_file(c) for c in book.concepts]
    wanted += [fact_file(f) for f in book.facts if f != KIND]
    assert len(set(wanted)) == len(wanted)
    missing = [f"{lang}/{file}" for lang in ("ko", "en") for file in wanted if f"{lang}/{file}" not in site]
    assert not missing
    assert len(site) == number_of_pages(book)


def test_no_link_leads_nowhere(site: dict[str, bytes], seen: dict[str, Seen]) -> None:
    assert not broken_links(site, seen)


def test_every_page_is_whole(seen: dict[str, Seen]) -> None:
    assert not [f"{name}: {page.faults}" for name, page in seen.items() if page.faults]
    twice = [f"{name}: {i}" for name, page in seen.items() for i, n in page.ids.items() if n > 1]
    assert not twice
    for name, page in seen.items():
        assert (page.tags["main"], page.tags["h1"], page.tags["footer"]) == (1, 1, 1), name
        assert page.tags["title"] >= 1
        if name != "index.html":
            assert page.tags["header"] == 1
            assert page.tags["nav"] >= 1


def test_nothing_is_asked_of_a_network(site: dict[str, bytes], seen: dict[str, Seen], book: Rulebook) -> None:
    assert {loaded for page in seen.values() for loaded in page.loaded} == {"../style.css", "style.css"}
    assert not re.search(rb"@import|url\((?!#)|https?:|@font-face", site["style.css"])
    sources = {p.source for rule in rules_of(book).values() for p in parts_of(rule)}
    sources |= {v.source for concept in book.concepts.values() for v in concept.versions}
    outside = {link for page in seen.values() for link in page.links if urlsplit(link).scheme}
    assert outside <= sources
    for name, content in site.items():
        if name.endswith(".html"):
            assert b"default-src 'none'" in content
            assert not re.search(rb"fetch\(|XMLHttpRequest|sendBeacon|import\(|localStorage", content)


def test_korean_on_an_english_page_says_that_it_is(seen: dict[str, Seen]) -> None:
    assert not [(n, p.unmarked[:2]) for n, p in seen.items() if n.startswith("en/") and p.unmarked]


def test_a_provision_is_told_in_full(seen: dict[str, Seen], book: Rulebook) -> None:
    for id_, rule in rules_of(book).items():
        for lang in ("ko", "en"):
            text = seen[f"{lang}/{rule_file(id_)}"].text
            wanted = [
                id_,
                rule.title.text(lang),
                *rule.also_called,
                *(g.ko if lang == "ko" else "" for g in rule.not_modelled),
            ]
            if isinstance(rule, ProvisionFile):
                last = rule.versions[-1]
                wanted += [rule.elements[e].words for v in rule.versions for e in element_ids(rule, v)]
                wanted += [] if last.repealed else [last.effective.isoformat()] if lang == "en" else []
                wanted += [r.authority if lang == "ko" else latin(r.authority) for r in rule.relations if r.authority]
            wanted += [case.name for case in rule.cases]
            lacking = [w for w in wanted if " ".join(w.split()) not in text]
            assert not lacking, (id_, lang, lacking)
            assert ("미검토" if lang == "ko" else "not reviewed") in text


def test_what_an_amendment_changed_is_marked(site: dict[str, bytes]) -> None:
    ko, en = (site[f"{lang}/scpa.14-2.1.html"].decode() for lang in ("ko", "en"))
    assert '<li class="removed">' in ko
    assert "<del>반포등을 할 목적으로</del>" in ko
    assert "<del>5년</del> <ins>7년</ins> 이하의 징역 또는 5천만원 이하의 벌금" in ko
    assert 'data-first="2020-06-25" data-last="2024-10-15"' in ko
    assert 'data-first="2024-10-16" data-last=""' in ko
    assert "imprisonment for up to <del>5</del> <ins>7</ins> years" in en
    assert ko.count("<ins>") == 2  # the figure, and what the marks mean


def test_judgments_relations_and_reading_of_conditions(seen: dict[str, Seen]) -> None:
    text = seen["ko/scpa.14-2.1.html"].text
    assert "나타난 것: 얼굴, 신체, 음성 가운데 하나 이상" in text
    assert "대법원 2008. 9. 25. 2008도7007" in text
    assert "주위적·예비적" in text
    assert "미확립" in text
    group = seen["ko/criminal_act.114.html"].text
    assert "같은 집단에 관하여 누구의 것이든 다른 죄의 요건이 충족됨 (장기 4년 이상의 징역인 죄)" in group
    law = seen["ko/judgments.html"].text
    assert "대법원 2024. 7. 25. 2024도6909" in law
    assert "scpa.14.2" not in seen["ko/timeline.html"].ids
    assert "d2024-10-16-scpa" in seen["ko/timeline.html"].ids
    assert "신설" in seen["ko/timeline.html"].text


def test_every_page_names_its_rule_file(seen: dict[str, Seen], site: dict[str, bytes]) -> None:
    named = {
        n: re.search(r"Rule file.*?<code>(.*?)</code>", site[n].decode(), re.DOTALL)
        for n in seen
        if re.match(r"en/.*[.-].*\.html", n)
    }
    assert len(named) > 100
    folder = Path(load_rulebook().folder)
    assert not [n for n, found in named.items() if found is None or not (folder / found[1]).is_file()]


def test_the_graph_shows_every_declared_relation(site: dict[str, bytes], book: Rulebook) -> None:
    page = site["en/graph.html"].decode()
    declared = {r.kind for p in book.provisions.values() for r in p.relations}
    assert all(f'class="edge {kind}"' in page for kind in declared)
    assert all(f'href="{rule_file(id_)}"' in page for id_ in book.provisions)


def test_without_a_script_everything_is_listed(site: dict[str, bytes], book: Rulebook) -> None:
    for lang in ("ko", "en"):
        listed = site[f"{lang}/index.html"].decode().split("<script")[0]
        assert all(f'href="{rule_file(id_)}"' in listed for id_ in rules_of(book))
        named = site[f"{lang}/names.html"].decode()
        assert all(f'href="{concept_file(c)}"' in named for c in book.concepts)
        assert all(f'href="{fact_file(f)}"' in named for f in book.facts if f != KIND)


ASKED = {
    "딥페이크": "scpa.14-2.1.html",
    "허위영상물": "scpa.14-2.1.html",
    "14-2": "scpa.14-2.1.html",
    "제14조의2 제1항": "scpa.14-2.1.html",
    "14-2(1)": "scpa.14-2.1.html",
    "성폭력처벌법 제14조의2①": "scpa.14-2.1.html",
    "scpa.14-2.1": "scpa.14-2.1.html",
    "SCPA Article 14-2(1)": "scpa.14-2.1.html",
    "카메라등이용촬영": "scpa.14.1.html",
    "Sexual Violence Prevention and Victim Protection Act": "index.html#act-scpa",
    "creating sexually explicit deepfakes with the intent to distribute": "scpa.14-2.1.html",
    "아청법 11(5)": "cyp.11.5.html",
    "반포등을 할 목적으로": "scpa.14-2.1.html",
    "act.reach": "fact-act.reach.html",
    "반포·배포": "concept-distribution.html",
}


def _index(site: dict[str, bytes], lang: str) -> Any:
    found = re.search(r'<script type="application/json" id="index">(.*?)</script>', site[f"{lang}/index.html"].decode())
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_index_holds_what_people_ask_for(site: dict[str, bytes], lang: str) -> None:
    index = _index(site, lang)
    names = {squeezed(name): entry[0] for entry in reversed(index["entries"]) for name in entry[5]}
    assert names["딥페이크"] == names["허위영상물"] == names["deepfake"] == "scpa.14-2.1.html"
    assert any("카메라등이용촬영" in name for name, file in names.items() if file == "scpa.14.1.html")
    assert squeezed("Sexual Violence Prevention and Victim Protection Act") in index["acts"]["scpa"]
    numbers = {number: entry[0] for entry in index["entries"] if entry[2] == "scpa" for number in entry[6]}
    assert numbers["14-2.1"] == "scpa.14-2.1.html"
    assert any("반포등을 할 목적으로" in entry[7] for entry in index["entries"])


@pytest.mark.skipif(
    shutil.which("node") is None, reason="the script of the page is tried with node, which is not installed"
)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_search_finds_what_people_ask_for(site: dict[str, bytes], tmp_path: Path, lang: str) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(site[f"{lang}/index.html"])
    asked = [*ASKED, "zzqq없는말", "", "((", "제조"]
    ran = subprocess.run(
        ["node", "-e", ENGINE, str(page), json.dumps(asked)], capture_output=True, text=True, check=True, timeout=30
    )
    found = dict(zip(asked, json.loads(ran.stdout), strict=True))
    wrong = {query: found[query][:3] for query, file in ASKED.items() if found[query][:1] != [file]}
    assert not wrong
    assert found["zzqq없는말"] == found[""] == found["(("] == []
    act = found["Sexual Violence Prevention and Victim Protection Act"]
    assert {"scpa.14.1.html", "scpa.14-2.1.html"} <= set(act)
    # A number that a provision bore at another time leads to it too.
    assert "scpa.14-2.5.html" in found["14-2"]


def test_the_same_rules_give_the_same_bytes_anywhere(site: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima", "OFFENCE_LANG": "en"}
    command = [sys.executable, "-m", "offence_engine", "rules", "site", "-o", str(out)]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1,0" in ran.stdout
    written = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert written == site
    here = str(Path(__file__).resolve().parents[2])
    assert not [name for name, content in written.items() if here.encode() in content]


def test_what_rules_say_is_never_markup(fable: Path) -> None:
    rule = fable / RULE
    text = rule.read_text(encoding="utf-8")
    evil = '<img src=x onerror=alert(1)>"&</script><script>x</script>'
    text = text.replace("{ko: 밤의 세레나데, en: Serenading at night}", f"{{ko: '{evil}', en: '{evil}'}}")
    text = text.replace("also_called: [밤노래]", f"also_called: ['{evil}']").replace(
        "words: 노래한", f"words: '{evil}'"
    )
    text = text.replace("  - effective: 2020-01-01\n", "  - effective: 2020-01-01\n    source: 'javascript:alert(1)'\n")
    text = text.replace("because: {ko: 특별한 조항", f"because: {{ko: '{evil}'")
    rule.write_text(text, encoding="utf-8")
    files = dict(pages(load_rulebook(fable)))
    read_pages = html_of(files)
    for name, page in read_pages.items():
        assert not page.faults, name
        assert not page.tags["img"]
        assert not [link for link in page.links if urlsplit(link).scheme]
    assert evil in read_pages["ko/fable.1.1.html"].text
    assert not broken_links(files, read_pages)
    assert evil in [entry[3] for entry in _index(files, "en")["entries"]]


def test_a_small_rulebook_is_shown_too(fable: Path) -> None:
    files = dict(pages(load_rulebook(fable)))
    read_pages = html_of(files)
    assert not broken_links(files, read_pages)
    assert not [page.faults for page in read_pages.values() if page.faults]
    page = files["ko/fable.1.1.html"].decode()
    # What only moved into a limb did not go.
    assert "<del>높은 소리로</del>" not in page
    assert "<ins>high</ins>" in page


def run(*words: str | Path) -> int:
    return main([*map(str, words), "--lang", "en"])


def test_a_site_is_written_over_an_earlier_one(fable: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run("rules", "site", "-o", out, "--rules", fable) == 0
    assert str(out / "index.html") in capsys.readouterr().out.replace("\n", "")
    gone = out / "ko" / "fable.9.html"
    gone.write_text("earlier", encoding="utf-8")
    kept = out / "ko" / "notes.txt"
    kept.write_text("mine", encoding="utf-8")
    listed = json.loads((out / "site.json").read_text(encoding="utf-8"))
    listed["files"] += ["ko/fable.9.html", "ko/notes.txt", "../fable/acts.yaml", "/etc/hosts", 7]
    (out / "site.json").write_text(json.dumps(listed), encoding="utf-8")
    assert run("rules", "site", "-o", out, "--rules", fable) == 0
    assert not gone.exists()
    assert kept.exists()
    assert (fable / "acts.yaml").exists()


def test_a_folder_of_others_is_left_alone(fable: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "index.html").write_text("mine", encoding="utf-8")
    assert run("rules", "site", "-o", tmp_path / "mine", "--rules", fable) == 2
    assert "other files" in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["index.html"]
    assert run("rules", "site", "-o", fable / "acts.yaml", "--rules", fable) == 2
    assert run("rules", "site", "--rules", fable) == 2


def test_who_reviewed_a_version_is_shown_until_it_changes(fable: Path) -> None:
    signing = ("rules", "review", "fable.1.1@2020-01-01", "--by", "Reviewer", "--on", "2024-05-01", "--rules", fable)
    assert run(*signing) == 0

    def shown() -> list[str]:
        page = dict(pages(load_rulebook(fable)))["en/fable.1.1.html"].decode()
        return re.findall(r'<section class="version".*?<p><span class="tag (.*?)</span>', page, re.DOTALL)

    assert shown() == ['good">reviewed: Reviewer (2024-05-01)', 'open">not reviewed']
    rule = fable / RULE
    rule.write_text(
        rule.read_text(encoding="utf-8").replace("prison: 1년 이하}", "prison: 3년 이하}"), encoding="utf-8"
    )
    assert shown() == ['bad">not reviewed (signed before it changed): Reviewer (2024-05-01)', 'open">not reviewed']


def test_broken_rules_write_nothing(fable: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (fable / RULE).write_text("id: [", encoding="utf-8")
    assert run("rules", "site", "-o", tmp_path / "out", "--rules", fable) == 4
    assert "fable.1.1.yaml:" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_list_of_files_is_read_with_care() -> None:
    assert ours('{"files": ["ko/a.html", "en/../../x.html", "ko/.../x.html", "index.html", "style.css"]}') == {
        "ko/a.html",
        "index.html",
        "style.css",
    }
    for text in ("", "[]", "7", '{"files": 7}', "{"):
        assert ours(text) == set()


words = st.lists(st.sampled_from(["가", "나", "다<", "b", "&"]), min_size=1, max_size=7)


@given(words, words)
def test_marks_hold_both_texts(old: list[str], new: list[str]) -> None:
    shown = marked(" ".join(old), " ".join(new))

    def kept(without: str) -> list[str]:
        return Markup(re.sub(rf"<{without}>.*?</{without}>", "", shown)).striptags().split()

    assert kept("del") == new
    assert kept("ins") == old


names = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@given(names, names)
def test_steps_hold_both_lists(old: list[str], new: list[str]) -> None:
    found = steps(old, new)
    assert [s.name for s in found if s.change != "removed"] == new
    assert {s.name for s in found if s.change == "removed"} == set(old) - set(new)
    assert {s.name for s in found if s.change == "added"} == set(new) - set(old)
    assert all(s.change == "same" for s in steps(None, new))

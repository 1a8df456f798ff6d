"""`offence rules fmt`: canonical layout, with everything that was said and every comment kept."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offence_engine.cli.main import main
from offence_engine.errors import RulesError
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.read import parse
from offence_engine.workbench.writing.layout import laid_out, same

RULES = shipped("rules")


def test_every_shipped_file_is_in_canonical_layout() -> None:
    changed = [p.name for p in sorted(RULES.rglob("*.yaml")) if laid_out(p.read_bytes(), p.name) != p.read_bytes()]
    assert changed == []


MESSY = """\
# what the file is about

title:   {ko: '가, 나',en: "it's" , }
id: x.1    # the id
elements:
      # before a
      a:
         fact:  act.kind
         words: '말'   # said
         is: sent


      b:   {words: b, fact: act.kind, is: posted}
      # after b
roles:
  material: none
versions:
- requires: [ a,b ]
  # of the day
  effective:   2024-01-01
-   # second
    effective: 2025-01-01
    note:
       ko: >
          길게
            적은 글

          둘째 문단
       en: a long
         sentence
    requires:
      [a,
      b]
"""

NEAT = """\
# what the file is about

id: x.1    # the id
title: {ko: "가, 나", en: "it's"}
roles:
  material: none
elements:
  # before a
  a:
    words: "말"   # said
    fact: act.kind
    is: sent

  b: {words: b, fact: act.kind, is: posted}
  # after b
versions:
  -
    # of the day
    effective: 2024-01-01
    requires: [a, b]
  -   # second
    effective: 2025-01-01
    note:
      ko: >
        길게
          적은 글

        둘째 문단
      en: a long
        sentence
    requires:
      [a,
        b]
"""


def test_a_messy_file_becomes_neat() -> None:
    assert laid_out(MESSY.encode(), "x.yaml").decode() == NEAT
    assert laid_out(NEAT.encode(), "x.yaml").decode() == NEAT
    crlf = b"\xef\xbb\xbf" + MESSY.replace("\n", "\r\n").encode()
    assert laid_out(crlf, "x.yaml").decode() == NEAT


SCALARS = st.sampled_from(
    ["a", "5년 이하", "'가, 나'", '"ㄱ: ㄴ # ㄷ"', '"no"', "no", "2024-10-16", "https://x/y#z", "''", "'it''s'", "~"]
)
KEYS = st.sampled_from(
    ["id", "title", "roles", "elements", "versions", "words", "fact", "is", "note", "cases", "가 나", "x"]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.dictionaries(KEYS, inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=14,
)  # fmt: skip


def written(node: object, indent: int, rng: random.Random, comments: list[str]) -> list[str]:
    """The lines of a tree in some layout that YAML allows, with comments wherever they may stand."""
    pad = " " * indent

    def comment(deep: int = 0) -> list[str]:
        if rng.random() > 0.25:
            return [""] * rng.choice((0, 0, 0, 1, 3))
        comments.append(f"# {len(comments)}")
        return [" " * (indent + deep) + comments[-1], *[""] * rng.choice((0, 0, 1))]

    def trail() -> str:
        if rng.random() > 0.15:
            return " " * rng.choice((0, 0, 2))
        comments.append(f"# {len(comments)}")
        return " " * rng.choice((1, 3)) + comments[-1]

    out: list[str] = []
    entries = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
    for key, value in entries:
        start = pad + (f"{key}:" if isinstance(node, dict) else "-")
        out += comment()
        if not isinstance(value, dict | list) or not value or rng.random() < 0.3:
            out.append(start + " " * rng.choice((1, 1, 3)) + flow(value, rng) + trail())
            continue
        step = rng.choice((2, 2, 3, 6))
        if isinstance(value, list) and isinstance(node, dict) and rng.random() < 0.3:
            step = 0
        lines = written(value, indent + step, rng, comments)
        plain = lines[0].strip() and not lines[0].strip().startswith("#")
        if isinstance(node, list) and plain and rng.random() < 0.7:
            out += [start + " " * (step - 1) + lines[0][indent + step :], *lines[1:]]
        else:
            out += [start + trail(), *lines]
        if step:
            out += comment(step)
    return out


def flow(node: object, rng: random.Random) -> str:
    gap = " " * rng.choice((0, 0, 1))
    if isinstance(node, dict):
        return "{" + gap + f"{gap}, ".join(f"{k}: {flow(v, rng)}" for k, v in node.items()) + gap + "}"
    if isinstance(node, list):
        return "[" + gap + f"{gap},{gap}".join(flow(v, rng) for v in node) + (", " if node and gap else "") + "]"
    return str(node)


@settings(max_examples=150)
@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=5), st.integers(0, 2**30))
def test_layout_changes_nothing_that_is_said_and_does_so_once(tree: dict[str, object], seed: int) -> None:
    comments: list[str] = []
    text = "\n".join(written(tree, 0, random.Random(seed), comments)) + "\n"
    before = parse(text.encode(), "x.yaml", RulesError)
    once = laid_out(text.encode(), "x.yaml")
    assert same(before, parse(once, "x.yaml", RulesError))
    said = Counter(word for word in once.decode().split("\n") for word in [word[word.find("# ") :]] if word[:2] == "# ")
    assert all(f"{comment}\n" in once.decode() for comment in comments), said
    assert laid_out(once, "x.yaml") == once


@pytest.mark.parametrize(
    "text",
    [
        "? id\n: x\n",
        "%YAML 1.2\n---\nid: x\n",
        "id: |+\n  a\n\n",
        "id: |2\n   a\n",
        '{"id": "x"}',
        "id: a\u2028b\n",
        "id: &a x\n",
        "a: 1\na: 2\n",
        "id: [x\n",
        "",
    ],
)
def test_what_cannot_be_laid_out_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(RulesError) as caught:
        laid_out(text.encode(), "x.yaml")
    assert all(fault.place.file == "x.yaml" and fault.ko != fault.en for fault in caught.value.faults)


def test_the_command_names_what_it_changes_and_stops_at_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULES / "kr" / "general", folder)
    (folder / "messy.yaml").write_text(MESSY, encoding="utf-8")
    (folder / "broken.yaml").write_text("id: [x\n", encoding="utf-8")
    (folder / "korean.yaml").write_bytes("id: 가\n".encode("euc-kr"))
    before = {p: p.read_bytes() for p in folder.iterdir()}
    assert main(["rules", "fmt", "--check", str(folder), "--lang", "ko"]) == 1
    told = capsys.readouterr().out
    assert "broken.yaml:2:1: YAML" in told and "korean.yaml:1:5: UTF-8이 아닙니다" in told and "messy.yaml\n" in told
    assert before == {p: p.read_bytes() for p in folder.iterdir()}
    assert main(["rules", "fmt", "--rules", str(folder), "--lang", "en"]) == 1
    assert "1 laid out" in capsys.readouterr().out
    assert (folder / "messy.yaml").read_text(encoding="utf-8") == NEAT
    after = {p: p.read_bytes() for p in folder.iterdir()}
    assert {p.name for p in folder.iterdir() if before[p] != after[p]} == {"messy.yaml"}
    assert main(["rules", "fmt", "--check", str(folder / "messy.yaml"), "--lang", "en"]) == 0
    assert main(["rules", "fmt", str(folder / "nothing.yaml"), "--lang", "en"]) == 2


def test_a_file_of_a_hundred_thousand_lines_is_laid_out() -> None:
    why = "  # why\n" * 9
    entries = "".join(f"{why}  a{number}: {{ko: x, en: y}}\n" for number in range(10_000))
    text = f"home: act\nfacts:\n{entries}".encode()
    assert laid_out(text.replace(b"  a9:", b"  a9:  "), "x.yaml") == text


def test_an_entry_that_moves_to_the_top_leaves_one_blank_line_below_the_head() -> None:
    text = b"# head\n\ntitle: {ko: a, en: b}\n\nid: x.1\n"
    assert laid_out(text, "x.yaml") == b"# head\n\nid: x.1\ntitle: {ko: a, en: b}\n"

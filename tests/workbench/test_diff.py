"""`offence rules diff`: what two rulebooks mean differently, with witnesses that hold."""

from __future__ import annotations

import subprocess
from datetime import date
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.assess import assess
from offence_engine.casefile.read import parse_case
from offence_engine.inference.cubes import TooTangled
from offence_engine.model.logic import Atom, all_of, any_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.effect.compare import Comparison, compare
from offence_engine.workbench.effect.paste import pasted
from offence_engine.workbench.effect.solve import difference, solutions
from tests.bad_rules.copies import copied
from tests.cli.conftest import Offence
from tests.cli.conftest import no_locale as no_locale
from tests.cli.conftest import offence as offence
from tests.properties.strategies import Puzzle, puzzles, trees, truth_of
from tests.properties.world import share
from tests.workbench.effects import both, edited

SONG = "provisions/fable.1.1.yaml"
LONG = "provisions/fable.1.2.yaml"


def comparison(tmp_path: Path, *edits: tuple[str, str, str]) -> Comparison:
    folders = edited(tmp_path, {name: (before, after) for name, before, after in edits})
    return compare(*both(folders), ("old", "new"))


def told(found: Comparison) -> list[tuple[str, str, str, str, bool]]:
    return [
        (c.id, c.aspect, c.before.en if c.before else "", c.after.en if c.after else "", c.meaning)
        for c in found.changes
    ]


def verdict_of(book: Rulebook, text: str, id_: str, day: date) -> str:
    """The best verdict of a provision for a case that is pasted into a file."""
    found = assess(parse_case(text.encode(), "pasted.yaml", book, day), book, day, everything=True)
    order = ("applicable", "undetermined", "not_applicable")
    return min((f.verdict for f in found.findings if f.provision == id_), key=order.index, default="none")


def witnesses_hold(found: Comparison, old: Rulebook, new: Rulebook) -> int:
    """Every witness parses under the rulebook to which it belongs and is applicable there alone."""
    held = 0
    for effect in found.effects:
        for side, mine, other in ((effect.caught, new, old), (effect.free, old, new)):
            if side is None or side.witness is None or effect.what != "verdict":
                continue
            shown = side.witness
            assert verdict_of(mine, shown.text, effect.id, shown.as_of) == "applicable"
            if effect.id in other.provisions and other.facts.keys() >= mine.facts.keys():
                assert verdict_of(other, shown.text, effect.id, shown.as_of) != "applicable"
            held += 1
    return held


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (SONG, "# The serenade: told here", "# A serenade, told here"),
        (SONG, "{ko: 밤의 세레나데, en: Serenading at night}", "{ko: 세레나데, en: Serenading}"),
        (SONG, "    words: 노래한\n", "    words: 노래를 부른\n"),
        (SONG, "    fact: act.pitch\n    one_of: [low]", "    fact: act.pitch\n    is: low"),
        (SONG, "    requires: [loud, singing]", "    requires: [singing, loud]"),
        (SONG, "because: {ko: 특별한 조항, en: the special provision}", "because: {ko: 특별법, en: the special law}"),
        (SONG, "name: 높은 소리, on: 2021-01-01", "name: 높은 소리, on: 2021-02-01"),
    ],
)
def test_layout_comments_words_and_equal_conditions_are_no_change_of_meaning(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    found = comparison(tmp_path, (name, before, after))
    assert found.same, told(found)


def test_a_moved_effective_date_says_which_days_and_shows_a_case(tmp_path: Path) -> None:
    folders = edited(tmp_path, {SONG: ("effective: 2022-01-01", "effective: 2022-07-01")})
    old, new = both(folders)
    found = compare(old, new, ("old", "new"))
    assert ("fable.1.1", "effective", "2022-01-01", "2022-07-01", True) in told(found)
    change = next(c for c in found.changes if c.aspect == "effective")
    assert str(change.place) == f"new/{SONG}:28:5"
    effect = next(e for e in found.effects if e.id == "fable.1.1")
    assert (effect.first, effect.last) == (date(2022, 1, 1), date(2022, 6, 30))
    assert effect.caught is None
    assert effect.free is not None
    assert effect.free.beside is not None
    assert [{p: found.joint.domains[p].describe(m) for p, m in way.items()} for way in effect.free.beside] == [
        {"act.pitch": "low"}
    ]
    assert witnesses_hold(found, old, new) >= 1


def test_penalty_limitation_elements_relations_and_reach(tmp_path: Path) -> None:
    found = comparison(tmp_path, (SONG, "prison: 2년 이하", "prison: 10년 이하"), (LONG, "at_least: 5", "at_least: 4"))
    assert [c[:2] for c in told(found)] == [
        ("fable.1.1", "penalty"), ("fable.1.1", "limitation"), ("fable.1.2", "condition of long"),
    ]  # fmt: skip
    penalty = next(c for c in found.changes if c.aspect == "penalty")
    assert penalty.before is not None
    assert penalty.after is not None
    assert "2년" in penalty.before.ko
    assert "10년" in penalty.after.ko
    assert penalty.effective == date(2022, 1, 1)
    assert [(e.id, bool(e.caught), bool(e.free)) for e in found.effects] == [("fable.1.2", True, False)] * 2
    other = comparison(tmp_path / "b", (SONG, "  high: [loud, singing]", "  high: [singing]"))
    assert ("fable.1.1", "elements high") in [c[:2] for c in told(other)]
    third = comparison(tmp_path / "c", (SONG, "  - yields_to: fable.1.2", "  - absorbed_by: fable.1.2"))
    assert [c[1:4] for c in told(third)] == [
        ("relation", "yields to fable.1.2 (same suspect)", ""), ("relation", "", "absorbed by fable.1.2 (same suspect)"),
    ]  # fmt: skip
    fourth = comparison(tmp_path / "d", ("provisions/fable.2.yaml", "what: [fable.1]", "what: [fable.1.1]"))
    assert ("fable.2", "reach", "fable.1", "fable.1.1", True) in told(fourth)


def test_what_came_and_went(tmp_path: Path) -> None:
    old, new = copied(tmp_path / "old"), copied(tmp_path / "new")
    (new / LONG).unlink()
    text = (new / SONG).read_text(encoding="utf-8")
    (new / SONG).write_text(text[: text.index("relations:")] + text[text.index("not_modelled") :], encoding="utf-8")
    with (new / "part.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  masked: {type: yes_no, ko: 가면, en: masked, ask: witness, question: {ko: 가면을 썼습니까?, en: Masked?}}\n"
        )
    books = both((old, new))
    found = compare(*books, ("old", "new"))
    assert {c[:2] for c in told(found)} >= {("fable.1.2", "went"), ("part.masked", "came"), ("fable.1.1", "relation")}
    gone = [e for e in found.effects if e.id == "fable.1.2"]
    assert [(e.first, e.last) for e in gone] == [(date(2020, 1, 1), date(2021, 12, 31)), (date(2022, 1, 1), None)]
    assert [e.free and e.free.beside for e in gone] == [({},), ({},)]
    assert witnesses_hold(found, *books) == 2


def test_an_element_with_a_new_fact_is_shown_by_a_case_of_the_old_rules_too(tmp_path: Path) -> None:
    fact = "  masked: {type: yes_no, ko: 가면, en: masked, ask: witness, question: {ko: 가면?, en: Masked?}}\n"
    old, new = copied(tmp_path / "old"), copied(tmp_path / "new")
    with (new / "part.yaml").open("a", encoding="utf-8") as file:
        file.write(fact)
    text = (new / SONG).read_text(encoding="utf-8")
    text = text.replace("limbs:\n", "  masked: {words: 가면을 쓰고, fact: part.masked, is: yes}\nlimbs:\n", 1)
    (new / SONG).write_text(
        text.replace("[loud, singing]\n    pen", "[loud, singing, masked]\n    pen"), encoding="utf-8"
    )
    books = both((old, new))
    found = compare(*books, ("old", "new"))
    effect = next(e for e in found.effects if e.id == "fable.1.1")
    assert effect.free is not None
    assert effect.free.witness is not None
    assert "masked" not in effect.free.witness.text
    assert (effect.free.witness.old, effect.free.witness.new) == ("applicable", "undetermined")


def test_concepts_facts_kinds_and_the_general_part(tmp_path: Path) -> None:
    found = comparison(
        tmp_path,
        ("kinds.yaml", "lasts: no", "lasts: yes"),
        ("general.limitation.yaml", "years: 5", "years: 6"),
    )
    kinds = [c for c in found.changes if c.kind == "kind"]
    assert [(c.aspect, c.before.en, c.after.en) for c in kinds if c.before and c.after] == [("lasts", "no", "yes")]
    assert any(c.kind == "general" and c.aspect.startswith("periods") for c in found.changes)
    assert not found.same


@share(2)
@given(puzzles(paths=4, leaves=7, most=3), st.data())
def test_the_difference_of_two_trees_is_what_brute_force_finds(puzzle: Puzzle, data: st.DataObject) -> None:
    other = data.draw(trees(puzzle.sizes, 7))
    full = {path: (1 << size) - 1 for path, size in puzzle.sizes.items()}
    names = sorted(puzzle.sizes)
    ways = [
        dict(zip(names, bits, strict=True))
        for bits in product(*([1 << i for i in range(puzzle.sizes[n])] for n in names))
    ]
    apart = [way for way in ways if truth_of(puzzle.tree, way) and not truth_of(other, way)]
    found = difference(puzzle.tree, other, puzzle.sizes, full)
    assert bool(found) == bool(apart)
    if found is None:
        return
    assert [way for way in ways if truth_of(found.whole, way)] == apart
    # Beside what the first tree asks for, exactly the listed alternatives.
    assert found.beside is not None
    listed = [
        way for way in ways
        if truth_of(puzzle.tree, way) and any(all(way[p] & m for p, m in cube.items()) for cube in found.beside)
    ]  # fmt: skip
    assert listed == apart
    one = next(solutions(found.whole, puzzle.sizes, full, {}))
    filled = {name: 1 << (one.get(name, 1).bit_length() - 1) for name in names}
    assert filled in apart


def test_what_is_too_tangled_is_said_so() -> None:
    from offence_engine.workbench.effect import solve

    sizes = {f"f{i}": 4 for i in range(40)}
    pairs = [Atom(f"f{i}", 0b0101) for i in range(40)]
    tree = all_of([any_of([a, b]) for a, b in pairwise(pairs)])
    steps, solve.MOST_STEPS = solve.MOST_STEPS, 3
    try:
        with pytest.raises(TooTangled):
            list(solutions(tree, sizes, {}, {}))
    finally:
        solve.MOST_STEPS = steps


def test_pasted_words_need_quotes_only_where_yaml_would_mistake_them() -> None:
    data = {"case": {"id": "x"}, "evidence": {"E1": "휴대전화: 분석, 1쪽", "E2": "# 1"}, "complete": ["acts"]}
    assert pasted(data) == ('case: {id: x}\nevidence:\n  E1: "휴대전화: 분석, 1쪽"\n  E2: "# 1"\ncomplete: [acts]\n')


def test_the_command_in_both_languages_and_as_json(offence: Offence, tmp_path: Path) -> None:
    old, new = edited(tmp_path, {SONG: ("effective: 2022-01-01", "effective: 2022-07-01")})
    korean = offence("rules", "diff", old, new, "--lang", "ko")
    assert (korean.status, korean.err) == (0, "")
    assert "처벌되지 않게 된다" in korean.out
    assert "kind: serenaded" in korean.out
    english = offence("rules", "diff", old, new, "--lang", "en")
    assert "newly free" in english.out
    data = offence("rules", "diff", old, new, "--format", "json").json
    assert data["same_meaning"] is False
    free = next(e["free"] for e in data["effects"] if e["id"] == "fable.1.1")
    assert free["beside"] == [{"act.pitch": "low"}]
    assert free["witness"]["old"] == "applicable"
    same = offence("rules", "diff", old, old, "--lang", "en")
    assert same.out == "no change of meaning\n"


def test_revisions_of_git_and_what_is_neither(offence: Offence, tmp_path: Path) -> None:
    repository = tmp_path / "work"
    copied(repository).rename(repository / "rules")

    def git(*words: str) -> None:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
        subprocess.run(command, cwd=repository, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    song = repository / "rules" / SONG
    song.write_text(song.read_text(encoding="utf-8").replace("prison: 2년", "prison: 3년"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repository)
        found = offence("rules", "diff", "HEAD", "rules", "--lang", "en")
        assert (found.status, found.err) == (0, "")
        assert "up to 3 years" in found.out
        again = offence("rules", "diff", "HEAD:rules", "HEAD", "--lang", "en")
        assert again.out == "no change of meaning\n"
        wrong = offence("rules", "diff", "HEAD~7", "rules", "--lang", "en")
        assert wrong.status == 2
        assert "neither such a folder nor such a revision" in wrong.err
        assert offence("rules", "diff", "--upload-pack=x", "rules").status == 2
        song.write_text("id: [", encoding="utf-8")
        broken = offence("rules", "diff", "HEAD", "rules", "--lang", "en")
        assert broken.status == 4
        assert f"rules/{SONG}:2:1" in broken.err
        git("commit", "-q", "-a", "-m", "two")
        broken = offence("rules", "diff", "HEAD", "HEAD~1", "--lang", "en")
        assert f"HEAD/{SONG}:2:1" in broken.err

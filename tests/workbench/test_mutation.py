"""Mutants of small rulebooks and of a sample of the shipped one: noticed, proven to do nothing, or shown with a case."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.cli.main import main
from offence_engine.inference.reference import answer
from offence_engine.model.logic import Atom, Tree, all_of, any_of, negated, paths
from offence_engine.model.truth import Truth
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.cases import run_cases
from offence_engine.workbench.difference import Search
from offence_engine.workbench.mutants import mutants_of
from offence_engine.workbench.mutation import Lab
from offence_engine.workbench.pins import departures
from offence_engine.workbench.proposals import proposal
from offence_engine.workbench.survey import Result, survey
from tests.bad_rules.copies import copied

ONE = "provisions/fable.1.1.yaml"
TWO = "provisions/fable.1.2.yaml"
SHIPPED = load_rulebook()
# Of the shipped rulebook, where a whole run takes minutes: always the same few, of every kind of rule.
SAMPLE = ("scpa.14-2.1", "cyp.15-2.1.2", "icn.75", "editing", "criminal_act.283.1")


@pytest.fixture
def fable(tmp_path: Path) -> Path:
    return copied(tmp_path)


def results(folder: Path, *names: str) -> list[Result]:
    return list(survey(load_rulebook(folder), names))


def survivors(folder: Path, *names: str) -> list[Result]:
    return [r for r in results(folder, *names) if r.state == "survived"]


def pinned(folder: Path) -> Path:
    assert main(["rules", "pin", "--yes", "--rules", str(folder)]) == 0
    return folder


def test_without_pins_a_wrong_date_or_figure_passes_unseen_and_with_pins_none(fable: Path) -> None:
    before = [r for r in survivors(fable) if r.kind in ("date", "figure")]
    assert {r.why for r in before} == {"not pinned"}
    assert any("prison: 3년 이하 → 4년 이하" in r.en for r in before)
    pinned(fable)
    assert not [r for r in survivors(fable) if r.kind in ("date", "figure")]


def test_every_survivor_of_a_provision_is_killed_by_the_case_shown_with_it(fable: Path) -> None:
    left = [r for r in survivors(fable, "fable.1.2") if r.case]
    assert left
    file = fable / TWO
    lines = dict.fromkeys(f"  {r.case}" for r in left)
    file.write_text(file.read_text(encoding="utf-8") + "cases:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert all(case.ok for case in run_cases(load_rulebook(fable)))
    assert not [r for r in survivors(fable, "fable.1.2") if r.kind in ("condition", "structure")]


def test_a_limit_moved_by_one_is_noticed_only_by_a_case_at_the_limit(fable: Path) -> None:
    file = fable / TWO
    far = "  - {name: far, on: 2021-01-01, but: {act.verses: 2}, expect: not_applicable}\n"
    file.write_text(file.read_text(encoding="utf-8") + "cases:\n" + far, encoding="utf-8")
    assert any(r.en.endswith("→ 4") for r in survivors(fable, "fable.1.2"))
    near = "  - {name: near, on: 2021-01-01, but: {act.verses: 4}, expect: not_applicable}\n"
    file.write_text(file.read_text(encoding="utf-8") + near, encoding="utf-8")
    assert not any(r.en.endswith("→ 4") for r in survivors(fable, "fable.1.2"))


def test_an_equivalent_mutant_is_equivalent_by_trying_every_completion(fable: Path) -> None:
    lab = Lab(load_rulebook(fable))
    seen = 0
    for mutant in lab.mutants:
        if mutant.kind not in ("condition", "structure") or lab.judged(mutant).state != "survived":
            continue
        told = proposal(lab, mutant)
        book = lab.mutated(mutant, lab.users[mutant.owner, mutant.rule])
        differ = [d for id_ in book.provisions if (d := different(lab, book, id_))]
        if told.state == "equivalent":
            seen += 1
            assert not differ, mutant.id
    assert seen


def different(lab: Lab, book: object, id_: str) -> bool:
    """By brute force: whether some completion on some day fills a provision under one of two books only."""
    from offence_engine.rulebook.reading import boundaries_of, reading_on
    from offence_engine.workbench.turns import verdict_tree

    for day in boundaries_of(lab.book, id_):
        one, other = reading_on(lab.book, id_, day), reading_on(book, id_, day)  # type: ignore[arg-type]
        assert one is not None
        assert other is not None
        trees = verdict_tree(one), verdict_tree(other)
        if trees[0] == trees[1]:
            continue
        read = sorted({*paths(trees[0]), *paths(trees[1])})
        bits = [[1 << i for i in range(lab.book.domains[p].unknown.bit_length())] for p in read]
        for chosen in itertools.product(*bits):
            masks = dict(zip(read, chosen, strict=True))
            if answer(trees[0], masks) is not answer(trees[1], masks):
                return True
    return False


TREES = st.recursive(
    st.builds(Atom, st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 6)),
    lambda inner: st.one_of(
        st.builds(negated, inner), st.lists(inner, min_size=1, max_size=3).map(all_of), st.lists(inner, min_size=1, max_size=3).map(any_of)
    ),
    max_leaves=8,
)  # fmt: skip


@given(TREES, TREES)
def test_the_nearest_difference_is_there_and_nearest(one: Tree, other: Tree) -> None:
    regions = dict.fromkeys("abcd", 0b111)
    search = Search(lambda path: 1, regions)
    found = next(search.differences(one, other), None)
    nearest = None
    for bits in itertools.product((1, 2, 4), repeat=4):
        masks = dict(zip("abcd", bits, strict=True))
        if answer(one, masks) is not answer(other, masks):
            changes = sum(bit != 1 for bit in bits)
            nearest = changes if nearest is None else min(nearest, changes)
    assert search.equal(one, other) is (nearest is None)
    if nearest is None:
        assert found is None
    else:
        assert found is not None
        assert len(found) == nearest
        masks = {path: found.get(path, 1) for path in "abcd"}
        assert {answer(one, masks), answer(other, masks)} == {Truth.MET, Truth.NOT_MET}


def test_a_changed_penalty_or_day_without_a_changed_pin_fails_the_rules_test(
    fable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned(fable)
    assert main(["rules", "test", "--rules", str(fable), "--lang", "en"]) == 0
    file = fable / TWO
    file.write_text(file.read_text(encoding="utf-8").replace("prison: 3년 이하", "prison: 4년 이하"), encoding="utf-8")
    capsys.readouterr()
    assert main(["rules", "test", "--rules", str(fable), "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "fable.1.2: 2020-01-01 penalty: pinned 3년 이하의 징역, the rules say 4년 이하의 징역" in said
    assert main(["rules", "test", "--rules", str(fable), "--lang", "ko"]) == 1
    assert "못 박은 것 3년 이하의 징역, 지금의 규칙 4년 이하의 징역" in capsys.readouterr().out


def test_pins_are_written_only_when_somebody_confirms(fable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "pin", "--rules", str(fable), "--lang", "en"]) == 1
    assert not list(fable.rglob("pins"))
    pinned(fable)
    assert not list(departures(load_rulebook(fable)))
    file = fable / ONE
    text = file.read_text(encoding="utf-8").replace("2022-01-01", "2022-01-02")
    file.write_text(text, encoding="utf-8")
    assert {d.rule for d in departures(load_rulebook(fable))} == {"fable.1.1", "fable.1.2"}
    assert main(["rules", "pin", "fable.1.1", "--yes", "--rules", str(fable)]) == 0
    assert {d.rule for d in departures(load_rulebook(fable))} == {"fable.1.2"}
    pinned(fable)
    file.unlink()
    (fable / TWO).unlink()
    capsys.readouterr()
    assert main(["rules", "test", "--rules", str(fable), "--lang", "en"]) in (1, 4)


def test_the_command_lists_survivors_in_both_languages_and_as_json(
    fable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["rules", "mutate", "fable.1.2", "--jobs", "1", "--rules", str(fable)]
    assert main([*words, "--lang", "ko"]) == 1
    korean = capsys.readouterr().out
    assert "fable.1.2의 cases에 넣으면" in korean
    assert "알아채지 못함" in korean
    assert main([*words, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["survived"] == len(told["survivors"]) > 0
    assert any(s["case"].startswith("- {name: ") for s in told["survivors"])
    assert all(s["place"].split(":")[0].endswith(".yaml") for s in told["survivors"])


def test_an_unknown_name_is_told_with_the_nearest_one(fable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "mutate", "fable.1.3", "--rules", str(fable), "--lang", "en"]) == 2
    assert "no such provision or concept: `fable.1.3`" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["pins: [", "pins: {fable.1.1: {perids: []}}", "pins:\n\tx: 1", "pins: {a: {periods: [{from: x}]}}"]
)
def test_a_broken_file_of_pins_is_named_by_its_place(
    fable: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (fable / "pins.yaml").write_text(text, encoding="utf-8")
    for command in (["mutate"], ["coverage"], ["pin", "--yes"], ["test"]):
        assert main(["rules", *command, "--rules", str(fable), "--lang", "en"]) == 4
        assert "pins.yaml:" in capsys.readouterr().err


def test_a_case_that_fails_by_itself_kills_nothing(fable: Path) -> None:
    file = fable / TWO
    wrong = "  - {name: wrong, on: 2021-01-01, expect: not_applicable}\n"
    file.write_text(file.read_text(encoding="utf-8") + "cases:\n" + wrong, encoding="utf-8")
    lab = Lab(load_rulebook(fable))
    assert len(lab.bench.broken) == 1
    assert all("fable.1.2#" not in lab.judged(m).by for m in lab.mutants if m.rule == "fable.1.2")


def test_every_kind_of_mistake_is_made() -> None:
    mutants = list(mutants_of(SHIPPED))
    assert {m.kind for m in mutants} == {"condition", "structure", "date", "figure"}
    assert {m.owner for m in mutants} == {"provision", "modifier", "concept", "general"}
    assert len({m.id for m in mutants}) == len(mutants)


def test_no_survivor_in_a_sample_of_the_shipped_rules() -> None:
    left = [
        f"{r.place}: {r.en}\n  {r.case or r.why}" for r in survey(SHIPPED, SAMPLE, sample=90) if r.state == "survived"
    ]
    assert not left, "\n".join(left)


def test_the_shipped_rules_say_what_is_pinned() -> None:
    assert SHIPPED.pins.keys() >= SHIPPED.provisions.keys()
    assert not list(departures(SHIPPED))

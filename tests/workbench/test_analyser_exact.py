"""What the analyser says of generated rulebooks equals trying out every completion, and no case contradicts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, permutations
from math import prod

from hypothesis import assume, given
from hypothesis import strategies as st

from offence_engine.model.logic import Tree, atoms
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.analyser import analyse
from offence_engine.workbench.analyser.proof import disproved
from offence_engine.workbench.analyser.sides import Side, natural_scope, pairs_of, sides_of, slot_of
from offence_engine.workbench.analyser.study import Law, Study
from offence_engine.workbench.analyser.together import besides, implies, meetings
from tests.properties.casefiles import cases
from tests.properties.folders import rule_folders
from tests.properties.strategies import Rules, completions, truth_of
from tests.properties.world import assessed_as_yaml, book_of, share

MOST = 3000
PLAIN = frozenset({"findings", "participations", "later_law"})


class Spelled:
    """A tree evaluated path by path over the entities of a side: the reading itself, never the analyser's slots."""

    def __init__(self, study: Study, tree: Tree, side: Side) -> None:
        self.book, self.tree, self.side = study.book, tree, side
        self.paths = sorted({atom.path for atom in atoms(tree)})
        self.names = {path: slot_of(self.book, side, path) for path in self.paths}

    @property
    def slots(self) -> dict[str, int]:
        """The slots that are open, with what they can be."""
        found = {}
        for path, name in self.names.items():
            if name is not None and not self.side.hides(path):
                found[name] = self.book.domains[path].unknown
        return found

    def holds(self, given: Mapping[str, int]) -> bool:
        hidden = [p for p in self.paths if self.side.hides(p)]
        ways = completions({p: self.book.domains[p].unknown for p in hidden})
        known = {
            p: given[n] if n is not None else self.book.domains[p].absent
            for p, n in self.names.items()
            if p not in hidden
        }
        return all(truth_of(self.tree, known | way) for way in ways)


def assignments(*spelled: Spelled) -> Iterator[dict[str, int]]:
    slots = {name: mask for one in spelled for name, mask in one.slots.items()}
    assume(prod(mask.bit_count() for mask in slots.values()) <= MOST)
    return completions(slots)


def ages_apart(book: Rulebook, *trees: Tree) -> bool:
    """Whether ages are asked for at one time only: at two, some of them exclude each other."""
    paths = {atom.path for tree in trees for atom in atoms(tree)}
    return not any(path.endswith("age@made") for path in paths)


@share(0.6)
@given(rule_folders(without=PLAIN))
def test_what_can_apply_together_is_what_some_completion_fills(rules: Rules) -> None:
    study = Study(book_of(rules))
    for one, other in combinations(study.book.provisions, 2):
        scope = natural_scope(study.book, one, other)
        wanted = False
        for day in study.days(one, other):
            mine, theirs = study.law_on(one, day), study.law_on(other, day)
            if mine is None or theirs is None or wanted:
                continue
            assume(ages_apart(study.book, mine.filled, theirs.filled))
            for left, right in pairs_of(study.book, one, other, scope):
                a, b = Spelled(study, mine.filled, left), Spelled(study, theirs.filled, right)
                wanted = wanted or any(a.holds(x) and b.holds(x) for x in assignments(a, b))
        assert (next(meetings(study, one, other, scope), None) is not None) is wanted, (one, other)


@share(0.6)
@given(rule_folders(without=PLAIN))
def test_one_implies_another_where_every_completion_does(rules: Rules) -> None:
    study = Study(book_of(rules))
    for one, other in permutations(study.book.provisions, 2):
        found = None
        for day in study.days(one, other):
            mine, theirs = study.law_on(one, day), study.law_on(other, day)
            if found is None and mine is not None and theirs is not None:
                assume(ages_apart(study.book, mine.completed, theirs.filled))
                found = day if by_hand(study, mine, theirs, one, other) else None
        assert (implies(study, one, other) is not None) is (found is not None), (one, other)


def by_hand(study: Study, mine: Law, theirs: Law, one: str, other: str) -> bool:
    some = False
    for left in sides_of(study.book, one):
        a = Spelled(study, mine.completed, left)
        some = some or any(a.holds(x) for x in assignments(a))
        rights = [Spelled(study, theirs.filled, right) for right in besides(study, left, other)]
        if not rights or any(a.holds(x) and not b.holds(x) for b in rights for x in assignments(a, b)):
            return False
    return some


@share(0.5)
@given(rule_folders())
def test_every_witness_shows_what_it_is_for(rules: Rules) -> None:
    book = book_of(rules)
    for remark in analyse(book):
        witness = remark.witness()
        assert witness is None or not disproved(book, witness), (remark.code, remark.of, witness.text)


@share(0.5)
@given(st.data())
def test_no_case_shows_what_the_analyser_excludes(data: st.DataObject) -> None:
    rules = data.draw(rule_folders(without=PLAIN))
    book = book_of(rules)
    study = Study(book)
    found = assessed_as_yaml(book, data.draw(cases(rules, known=9, exact=True)))
    applicable = [f for f in found.findings if f.verdict == "applicable" and f.participation == "principal"]
    for a, b in combinations(applicable, 2):
        same = (a.count.act, a.count.suspect, a.count.victim, a.count.material)
        if a.provision != b.provision and same == (b.count.act, b.count.suspect, b.count.victim, b.count.material):
            scope = natural_scope(book, a.provision, b.provision)
            assert next(meetings(study, a.provision, b.provision, scope), None) is not None, (a.id, b.id)

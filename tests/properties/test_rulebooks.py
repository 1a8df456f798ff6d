"""Generated rule folders and cases: what is said of them is exact, honest, and does not hang on order or names."""

from __future__ import annotations

import copy
import json
import re
from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from offence_engine.casefile.read import case_of
from offence_engine.conclusion.findings import Judged, Work
from offence_engine.conclusion.judging import judge_case
from offence_engine.counting.probe import Probe
from offence_engine.errors import CaseError
from offence_engine.inference.judge import judge_of
from offence_engine.model.penalty import Penalty
from offence_engine.model.range import Range
from offence_engine.model.result import Assessment, Finding
from offence_engine.model.time import Span
from offence_engine.rulebook.domains import FINDING
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.build import tree_from
from offence_engine.source.tree import Map
from tests.properties.by_hand import ByHand, Unstated, taking_part
from tests.properties.casefiles import LINKS, cases, drop_early_dates, says_who, shuffled, state, told_already, worlds
from tests.properties.folders import FEATURES, rule_folders
from tests.properties.known import KNOWN
from tests.properties.strategies import AS_OF, Json, Rules, values_of
from tests.properties.world import assessed, assessed_as_yaml, book_of, canonical, plain, share

World = tuple[Rules, Json]
MOST_WAYS = 40


@given(worlds())
def test_what_the_rule_check_accepts_is_assessed_and_hangs_together(world: World) -> None:
    rules, data = world
    found = assessed_as_yaml(book_of(rules), data)
    _ids(found)
    findings = {finding.id: finding for finding in found.findings}
    for finding in found.findings:
        if "justified_missing" not in KNOWN or not justified(finding):
            assert bool(finding.missing) is (finding.verdict == "undetermined"), finding.id
            assert finding.verdict != "not_applicable" or not finding.raised, finding.id
        for id_ in finding.rests_on:
            # Whose deed it was may be somebody who is no suspect, and of whom nothing is found.
            assert id_ in findings or data["persons"][id_.split("/")[1]]["role"] != "suspect", finding.id
        of_entity = finding.participation == "legal_entity" and "clause_below_article" in KNOWN
        assert of_entity or not turned(finding.penalty), finding.id
    applicable = {finding.id for finding in found.findings if finding.verdict == "applicable"}
    assert {id_ for offence in found.offences for id_ in offence.findings} == applicable
    _beside(found)
    for suspect in found.suspects:
        for whole in (suspect.range, *suspect.range_options):
            assert whole is None or not turned(whole), whole


def justified(finding: Finding) -> bool:
    return any(modifier.kind == "justification" for modifier in finding.modifiers)


def _ids(found: Assessment) -> None:
    """No two findings, and no two offences, bear one id."""
    apart = {"deeds_of_one_day", "id_under_later_law", "open_end_of_later_law"} & KNOWN.keys()
    plain = [f for f in found.findings if taking_part(f) is None and f.version.basis != "favourable"]
    findings = [f.id for f in (plain if apart else found.findings)]
    assert len(findings) == len(set(findings))
    offences = [offence.id for offence in found.offences]
    assert len(offences) == len(set(offences))


def turned(of: Penalty | Range) -> bool:
    """Whether the least lies above the most."""
    shorter = of.shorter_months if isinstance(of, Range) else None
    return any(ends and ends[0] > ends[1] for ends in (of.prison_months, of.fine_krw, of.suspension_months, shorter))


def _beside(found: Assessment) -> None:
    """What is said of two offences that stand beside each other is said of both, and only of what stands."""
    said = {
        (offence.id, other.to): (other.kind, other.settled) for offence in found.offences for other in offence.with_
    }
    for (one, other), what in said.items():
        assert said[other, one] == what
    standing = {offence.id: offence.suspect for offence in found.offences if offence.standing.as_ == "principal"}
    assert all(standing[one] == standing[other] for one, other in said)
    for offence in found.offences:
        assert offence.id not in offence.standing.to
        assert all(found.offence(id_).suspect == offence.suspect for id_ in offence.standing.to)


@given(worlds(known=10, exact=True))
def test_where_every_fact_is_stated_the_verdict_is_what_the_rules_say_by_hand(world: World) -> None:
    rules, data = world
    found = assessed(book_of(rules), data).findings
    hand = ByHand(rules, data, found)
    for finding in found:
        if _unclear(hand, finding):
            continue
        try:
            expected = hand.applies(finding)
        except Unstated:
            continue
        assert finding.verdict == ("applicable" if expected else "not_applicable"), finding.id


def _unclear(hand: ByHand, finding: Finding) -> bool:
    """Whether something that is known to be said wrongly is in a finding."""
    if "failing_alike" in KNOWN and any(m.path.startswith("finding.") for m in finding.missing):
        return True
    return (
        "asks_for_itself" in KNOWN
        and finding.provision in hand.resting
        and bool(taking_part(finding) or "general/later_law.yaml" in hand.rules.files)
    )


# --- every completion tried ------------------------------------------------------------------------------------------


def judged_in(book: Rulebook, data: Json) -> list[Judged]:
    tree = tree_from(data, "case.yaml")
    assert isinstance(tree, Map)
    case = case_of(tree, book, AS_OF)
    return judge_case(Work(book, case, judge_of(book), Probe(book, case)))[0]


def open_places(rules: Rules, item: Judged) -> dict[str, tuple[Any, ...]]:
    """Where a count's facts are not known, and the values that could be stated there."""
    found: dict[str, tuple[Any, ...]] = {}
    for slot in item.slots.values():
        if slot.known or slot.path.startswith(FINDING):
            continue
        if ".age@" in slot.path and slot.age is None:
            found[slot.at] = ("of nobody",)
        elif slot.age is None:
            home, name = slot.path.split(".")
            key = f"person.{name}" if home in ("suspect", "victim") else slot.path
            found[slot.at] = values_of(rules.facts[key]["type"])
        else:
            if not slot.age.birth.exact:
                span = slot.age.birth
                known = [birth for birth in births(item.count.days.last) if date.fromisoformat(birth) in span]
                found[slot.at] = tuple(known) or (span.last.isoformat(),)
            for at, _ in slot.age.told_at if not slot.age.days.exact else ():
                found[at] = making_days(slot.age.birth.first, slot.age.days)
    return found


def births(day: date) -> tuple[str, ...]:
    """Births on both sides of every age that the generated rules ask for."""
    turns = [date(day.year - age, *month) for age in (14, 19) for month in ((day.month, min(day.day, 28)), (1, 1))]
    return tuple(sorted({(turn + timedelta(days=n)).isoformat() for turn in turns for n in (-1, 0, 1, 2)}))


def making_days(birth: date, possible: Span) -> tuple[str, ...]:
    """Days on both sides of the ages, not before the birth, on which the acts of the case can have made it."""
    turns = [date(birth.year + age, *month) for age in (14, 19) for month in ((birth.month, birth.day), (1, 1))]
    first, last = max(birth, possible.first), possible.last
    days = {first, last, *(turn + timedelta(days=n) for turn in turns for n in (-1, 0))}
    return tuple(day.isoformat() for day in sorted(days) if first <= day <= last)


def verdicts(
    book: Rulebook, data: Json, finding: Finding, places: dict[str, tuple[Any, ...]], asks: bool
) -> dict[tuple[Any, ...], bool]:
    """Whether the finding applies, for every way in which the open facts can be stated (where it `asks` for other
    findings, those ways that settle it)."""
    found = {}
    for values in product(*(range(len(options)) for options in places.values())):
        full = copy.deepcopy(data)
        for (at, options), index in zip(places.items(), values, strict=True):
            assume(state(full, at, copy.deepcopy(options[index])))
        try:
            verdict = next(i.finding.verdict for i in judged_in(book, full) if i.finding.id == finding.id)
        except CaseError:  # against the structure of the case: it cannot be so
            reject()
        assert asks or verdict != "undetermined", (finding.id, places)
        if verdict != "undetermined":
            found[values] = verdict == "applicable"
    return found


def deciding(found: dict[tuple[Any, ...], bool], places: list[str]) -> set[str]:
    """The places whose value changes the outcome for some values of the others."""
    changing = set()
    for index, place in enumerate(places):
        others: dict[tuple[Any, ...], set[bool]] = {}
        for values, applies in found.items():
            others.setdefault((*values[:index], *values[index + 1 :]), set()).add(applies)
        if any(len(outcomes) > 1 for outcomes in others.values()):
            changing.add(place)
    return changing


@given(worlds(acts=2, known=7, exact=True, provisions=2, without=frozenset({"justification"})))
def test_a_verdict_and_what_it_misses_are_what_trying_every_completion_shows(world: World) -> None:
    """The facts that are not stated are stated in every way, in the case file itself, and judged again.

    Before later law, and without what only justifies once it is judged. Where a finding asks for others that are open
    themselves, it may stay open although it would come out the same either way; what is settled holds in every way.
    """
    rules, data = world
    book = book_of(rules)
    tried = 0
    items = judged_in(book, data)
    ids = [item.finding.id for item in items]
    for item in items:
        places = open_places(rules, item)
        ways = 1
        for options in places.values():
            ways *= len(options)
        if not 1 < ways <= MOST_WAYS or tried == 3 or any("?" in at for at in places):
            continue
        if ids.count(item.finding.id) > 1:  # see `deeds_of_one_day`
            continue
        if "made_after_the_act" in KNOWN and any(
            slot.age is not None and slot.age.days.last > item.count.days.last for slot in item.slots.values()
        ):
            continue
        tried += 1
        several = len(item.finding.rests_on) > 1  # several deeds are one finding, and another may be open
        asks = several or any(not slot.known and slot.path.startswith(FINDING) for slot in item.slots.values())
        found = verdicts(book, data, item.finding, places, asks)
        verdict = item.finding.verdict
        if asks:
            settled = {"applicable" if applies else "not_applicable" for applies in found.values()}
            assert verdict == "undetermined" or settled == {verdict}, (item.finding.id, places)
            continue
        expected = (
            "undetermined"
            if len(set(found.values())) == 2
            else "applicable"
            if any(found.values())
            else "not_applicable"
        )
        assert verdict == expected, (item.finding.id, places)
        missing = {m.at for m in item.finding.missing}
        assert missing == (deciding(found, list(places)) if expected == "undetermined" else set()), item.finding.id


def at_days(item: Finding) -> tuple[str, str, str | None, str | None]:
    """What names a finding apart from the day: a day told more exactly gives it another first day."""
    return item.provision, item.count.suspect, item.count.victim, item.count.material


@share(2 / 3)
@given(worlds(acts=1, known=10, provisions=2, without=FEATURES - {"limb_penalties"}), st.data())
def test_an_unknown_day_leaves_a_verdict_only_where_every_day_gives_it(world: World, data: st.DataObject) -> None:
    rules, case = world
    act = case["acts"]["A1"]
    first, last = sorted(data.draw(st.lists(st.sampled_from(range(900)), min_size=2, max_size=2, unique=True)))
    begin = date(2019, 2, 20)
    act.pop("from", None)
    act.pop("series", None)
    key = "to" if act.pop("to", None) else "on"
    if key == "to":
        act["from"] = begin.isoformat()
    span = [begin + timedelta(days=n) for n in (first, last)]
    act[key] = span[1].isoformat()
    drop_early_dates(case)
    act[key] = {"between": [day.isoformat() for day in span]}
    book = book_of(rules)
    whole = assessed(book, case)
    days = {*span, *(day + timedelta(days=n) for day in boundaries(rules) for n in (-1, 0))}
    by_day: dict[date, dict[tuple[Any, ...], str]] = {}
    for day in sorted(day for day in days if span[0] <= day <= span[1]):
        exact = copy.deepcopy(case)
        exact["acts"]["A1"][key] = day.isoformat()
        by_day[day] = {at_days(f): f.verdict for f in assessed(book, exact).findings}
    for finding in whole.findings:
        every = [found.get(at_days(finding), "not_judged") for found in by_day.values()]
        if finding.verdict == "applicable":
            assert set(every) == {"applicable"}, finding.id
        elif "undetermined" not in every and finding.verdict == "undetermined":
            assert "applicable" in every and len(set(every)) > 1, finding.id
            assert [m.path for m in finding.missing] == [f"act.{key}"], finding.id


def boundaries(rules: Rules) -> set[date]:
    """Every day on which something in the rules, or an age of somebody in the case, can turn."""
    text = json.dumps(rules.files)
    days = {date.fromisoformat(found) for found in re.findall(r"\d{4}-\d{2}-\d{2}", text)}
    births = [
        date(year, *turn)
        for year in (1980, 2001, 2002, 2005, 2007, 2010)
        for turn in ((1, 1), (2, 28), (6, 25), (12, 31))
    ]
    return days | {date(b.year + age, *turn) for b in births for age in (14, 19) for turn in ((b.month, b.day), (1, 1))}


# --- what changes nothing --------------------------------------------------------------------------------------------


def said(result: Assessment) -> Any:
    """What an assessment says, without the hash of the rule files and in no order."""
    return canonical(plain(result) | {"rulebook": None})


# What a finding asks of others hangs on their penalty, which an open limb leaves open.
ASKING = frozenset({"justification"}) | ({"limb_penalties"} if "penalty_of_open_limb" in KNOWN else set())
JUSTIFYING = frozenset({"findings"})


@share(1 / 2)
@given(st.one_of(worlds(without=ASKING, exact=True), worlds(without=JUSTIFYING)), st.data())
def test_more_facts_never_turn_a_settled_verdict(world: World, data: st.DataObject) -> None:
    """Except that a justification, once it is judged to hold, takes away what applied. Under later law: what no longer
    applies never comes back, and what applies stays, unless it is said to be open which law is milder."""
    rules, case = world
    book = book_of(rules)
    places: dict[str, tuple[Any, ...]] = {}
    judged = judged_in(book, case)
    for item in judged:
        if item.count.days.exact:
            places |= open_places(rules, item)
    places = {at: options for at, options in places.items() if "?" not in at and not at.endswith((".on", "made_on"))}
    places = {at: options for at, options in places.items() if not (says_who(case, at) or told_already(case, at))}
    assume(places)
    more = copy.deepcopy(case)
    for at in data.draw(st.lists(st.sampled_from(sorted(places)), min_size=1, max_size=3, unique=True)):
        assume(state(more, at, copy.deepcopy(data.draw(st.sampled_from(places[at])))))
    try:
        after = {item.finding.id: item.finding for item in judged_in(book, more)}
    except CaseError:  # against the structure of the case
        reject()
    for item in judged:
        settled = item.finding
        now = after[settled.id]
        unsettled = settled.verdict == "undetermined" or (settled.verdict == "applicable" and justified(now))
        assert unsettled or now.verdict == settled.verdict, settled.id
    if "general/later_law.yaml" in rules.files:
        _later(assessed(book, case), assessed(book, more))


def _later(before: Assessment, after: Assessment) -> None:
    """Findings under later law, told apart by what they are about: their ids name the version that was applied."""
    now: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in after.findings:
        now.setdefault((*at_days(finding), finding.count.act, finding.count.from_, taking_part(finding)), []).append(
            finding
        )
    for finding in before.findings:
        same = now[(*at_days(finding), finding.count.act, finding.count.from_, taking_part(finding))]
        if len(same) > 1 or justified(same[0]) or finding.verdict == "undetermined":
            continue
        open_ = any(entry.milder == "open" for entry in finding.considered)
        lifted = "later_law_alone" in KNOWN and any(entry.verdict == "undetermined" for entry in finding.considered)
        if finding.verdict == "not_applicable" or not (open_ or lifted):
            assert same[0].verdict == finding.verdict, finding.id


@share(2 / 3)
@given(worlds(acts=2, without=frozenset({"justification", "later_law"})), st.data())
def test_listing_more_acts_and_saying_that_they_are_all_only_settles(world: World, data: st.DataObject) -> None:
    """An act more (that makes no material, for who made it when is a fact of the material) leaves what was settled as
    it was, unless the case said that there is none; so does saying it. A finding that is asked for is then there, or
    not: never missing, unless it is open itself."""
    rules, case = world
    case["complete"] = [what for what in case["complete"] if what != "acts"]
    book = book_of(rules)
    more = copy.deepcopy(case)
    other = data.draw(cases(rules, acts=1))["acts"]["A1"]
    more["acts"]["A9"] = {**other, "product": []}
    whole = copy.deepcopy(case)
    whole["complete"].append("acts")
    before = assessed(book, case)
    for after in (assessed(book, more), assessed(book, whole)):
        verdicts_now = {finding.id: finding.verdict for finding in after.findings}
        for finding in before.findings:
            if finding.verdict != "undetermined":
                assert verdicts_now[finding.id] == finding.verdict, finding.id


@share(2 / 3)
@given(worlds(), st.data())
def test_the_order_of_facts_acts_persons_and_files_changes_nothing(world: World, data: st.DataObject) -> None:
    rules, case = world
    if {"doers_in_order", "deeds_of_one_day"} & KNOWN.keys():
        _one_of_each(case)
    files = dict(data.draw(st.permutations(list(rules.files.items()))))
    for name in ("concepts/all.yaml", *(n for n in files if n.startswith("facts/"))):
        if name in files:
            files[name] = {key: _reordered(data, value) for key, value in files[name].items()}
    other = Rules(files, rules.facts, rules.provisions)
    before = assessed(book_of(rules), case)
    after = assessed(book_of(other, rename=True), shuffled(data.draw, case))
    assert said(after) == said(before)
    assert [f.id for f in after.findings] == [f.id for f in before.findings]
    assert [o.id for o in after.offences] == [o.id for o in before.offences]
    assert [q.at for q in after.questions] == [q.at for q in before.questions]


def _one_of_each(case: Json) -> None:
    """One doer of each act, and one deed in which the act takes part."""
    for act in case["acts"].values():
        act["by"] = dict(list(act["by"].items())[:1])
        act["for"] = dict([e for e in act.get("for", {}).items() if e[0] not in act["by"]][:1])
        links = [link for link in LINKS if link in act]
        for link in links[1:]:
            del act[link]
        for link in links[:1]:
            act[link] = act[link][:1]


def _reordered(data: st.DataObject, value: Any) -> Any:
    return dict(data.draw(st.permutations(list(value.items())))) if isinstance(value, dict) else value


# In the same order, for what is listed is listed by name.
NEW_NAMES = {"E1": "Aal", "S1": "Abe", "S2": "Bob", "T1": "Tom", "V1": "V77", "V2": "V88"}


def renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(r"\b(" + "|".join(names) + r")\b", lambda found: names[found[0]], text)


@share(1 / 2)
@given(worlds())
def test_renaming_persons_changes_nothing_else(world: World) -> None:
    rules, case = world
    book = book_of(rules)
    before = assessed(book, case)
    after = assessed(book, json.loads(renamed(json.dumps(case), NEW_NAMES)))
    back = {new: old for old, new in NEW_NAMES.items()}
    assert canonical(json.loads(renamed(json.dumps(plain(after)), back))) == canonical(plain(before))


@share(2 / 3)
@given(rule_folders(), st.data())
def test_an_act_that_shares_nothing_leaves_the_other_findings_as_they_were(rules: Rules, data: st.DataObject) -> None:
    case = data.draw(cases(rules, acts=2))
    apart = {"S1": "S8", "S2": "S9", "V1": "V8", "V2": "V9", "T1": "T9", "E1": "E9"}
    apart |= {"M1": "M8", "M2": "M9", "C1": "C9", "G1": "G8", "G2": "G9"}
    other = json.loads(renamed(json.dumps(data.draw(cases(rules, acts=1))), {**apart, "A1": "A9", "P1": "P9"}))
    book = book_of(rules)
    alone = assessed(book, case)
    both = copy.deepcopy(case)
    for section in ("persons", "materials", "acts", "channels", "groups", "pairs"):
        both[section] = {**both.get(section, {}), **other.get(section, {})}
    together = assessed(book, both)
    own = set(case["acts"])
    assert [f for f in together.findings if f.count.act in own] == list(alone.findings)
    assert [o for o in together.offences if o.suspect in case["persons"]] == list(alone.offences)
    assert [s for s in together.suspects if s.person in case["persons"]] == list(alone.suspects)

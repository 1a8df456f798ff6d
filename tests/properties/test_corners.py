"""Small folders and cases in which constructs of the rule format meet, each with what must come out.

What is still said wrongly is expected to fail, with the place that has to be mended (known.py).
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from offence_engine.errors import CaseError, RulesError
from offence_engine.model.result import Assessment, Finding
from tests.properties.known import KNOWN
from tests.properties.strategies import LABEL, Json, Rules, declaration
from tests.properties.test_refusals import ELEMENT, FILES, PROVISION
from tests.properties.world import assessed, book_of

YES = {"value": "yes", "by": "tester"}
INTENT: Json = {"intent": YES}
HELPED: Json = {"intent": YES, "helped": "yes"}
PERSONS = {
    **{name: {"role": "suspect"} for name in ("S1", "S2", "S3")},
    "V1": {"role": "victim"},
    "T1": {"role": "other"},
}
TEXTS = ("title", "at_the_act", "milder", "abolished", "open", "moved", "intermediate")
LATER = {"general": "later_law", "id": "fic.1.2", "source": "시험", **dict.fromkeys(TEXTS, LABEL)}


def mended(name: str) -> pytest.MarkDecorator:
    """Expected to fail as long as it is known to be said wrongly."""
    return pytest.mark.xfail(name in KNOWN, reason=KNOWN.get(name, ""), strict=True)


def element(**condition: Any) -> Json:
    return {"words": "e", **condition}


def version(day: str, prison: str = "7년 이하", requires: tuple[str, ...] = ("e0",), **more: Any) -> Json:
    return {"effective": day, "requires": list(requires), "penalty": {"prison": prison}, **more}


def provision(id_: str, *versions: Json, e1: Json | None = None, **more: Any) -> Json:
    """A provision of which `e0` is something seen, unless `elements` say otherwise."""
    found: Json = {**PROVISION, "id": id_, "elements": {"e0": ELEMENT}, "versions": list(versions), "roles": {}}
    found["versions"] = found["versions"] or [version("2019-01-01")]
    del found["result"]
    if e1 is not None:
        found["elements"] = {"e0": ELEMENT, "e1": e1}
    return found | more


def asking(id_: str, condition: Json, **more: Any) -> Json:
    return provision(id_, elements={"e0": element(**condition)}, **more)


def modifier(id_: str, modifies: str, *elements: Json, until: str | None = None, **more: Any) -> Json:
    """A modifier of every offence; `until` a day, from which on it reaches another one only."""
    named = {f"x{i}": e for i, e in enumerate(elements or (element(fact="part.helped", **{"is": "yes"}),))}
    fine = {"fine": more.pop("fine")} if "fine" in more else {}
    reaches = [{"effective": "2019-01-01", "what": "every_offence", **fine}]
    reaches += [{"effective": until, "what": ["fic.9"], **fine}] if until else []
    head = {"id": id_, "title": LABEL, "modifies": modifies, "reaches": reaches, "not_modelled": []}
    return {**head, "elements": named, "requires": list(named), **more}


def accessory(until: str | None = None) -> Json:
    return modifier("fic.92", "accessory", rests_on="finding_of_another", until=until)


def entity(fine: str) -> Json:
    return modifier("fic.94", "legal_entity", rests_on="finding_of_another", fine={fine: ["fic.1"]})


def folder(*rules: Json, later: bool = False) -> Rules:
    files = {name: copy.deepcopy(content) for name, content in FILES.items() if not name.startswith("fic")}
    files["part.yaml"]["facts"]["helped"] = declaration("yes_no")
    files["shown.yaml"]["facts"] = {}
    files |= {f"{rule['id']}.yaml": rule for rule in rules}
    return Rules(files | ({"later.yaml": LATER} if later else {}))


def act(*by: str, on: str = "2020-01-01", kind: str = "made", part: Json | None = None, **more: Any) -> Json:
    when = {} if "from_" in more else {"on": on}
    more = {name.rstrip("_"): value for name, value in more.items()}
    return {"kind": kind, **when, "by": dict.fromkeys(by or ("S1",), part or INTENT), **more}


def found(rules: Rules, *acts: Json, **more: Any) -> Assessment:
    data = {"case": {"id": "C-1"}, "persons": PERSONS, "acts": {f"A{i}": a for i, a in enumerate(acts, 1)}, **more}
    return assessed(book_of(rules), copy.deepcopy(data))


def one(result: Assessment, provision: str, suspect: str = "S1", act_id: str = "A1", how: str | None = None) -> Finding:
    """The one finding of a provision, suspect and act."""
    alike = [f for f in result.findings if (f.provision, f.count.suspect, f.count.act) == (provision, suspect, act_id)]
    (finding,) = [f for f in alike if how is None or f.participation == how]
    return finding


def ids(result: Assessment) -> list[str]:
    return [finding.id for finding in result.findings]


# Justifications.

WEIGHED = element(fact="act.weighed", **{"is": "yes"})


def test_a_justification_may_name_kinds_of_act() -> None:
    of_kind = element(all_of=[{"fact": "act.kind", "one_of": ["made"]}, {"fact": "act.seen", "is": "yes"}])
    result = found(folder(provision("fic.1"), modifier("fic.93", "justification", WEIGHED, of_kind)), act(seen="yes"))
    (raised,) = one(result, "fic.1").raised
    assert [missing.path for missing in raised.missing] == ["act.weighed"]


def test_what_is_justified_misses_nothing() -> None:
    result = found(folder(provision("fic.1"), modifier("fic.93", "justification", WEIGHED)), act(weighed=YES))
    assert (one(result, "fic.1").verdict, one(result, "fic.1").missing) == ("not_applicable", ())


# Conditions on other findings.


def test_a_finding_that_does_not_apply_is_none() -> None:
    result = found(folder(provision("fic.1"), asking("fic.2", {"finding": "act"})), act(seen="no"), complete=["acts"])
    assert one(result, "fic.2").verdict == "not_applicable"


@mended("penalty_of_open_limb")
def test_a_penalty_that_hangs_on_an_open_limb_is_not_yet_heavy_enough() -> None:
    limbs: Json = {
        "limbs": {"light": ["e0"], "heavy": ["e1"]},
        "versions": [
            {
                "effective": "2019-01-01",
                "any_of": ["light", "heavy"],
                "penalty": {"prison": "7년 이하"},
                "by_limb": {"light": {"penalty": {"prison": "1년 이하"}}},
            }
        ],
    }
    rules = folder(
        provision("fic.1", e1=element(fact="act.seen", **{"is": "no"}), **limbs),
        asking("fic.2", {"finding": "act", "prison_at_least_years": "4"}),
    )
    acts = act(), act(seen="yes"), act(seen="no")
    verdicts = [one(found(rules, done, complete=["acts"]), "fic.2").verdict for done in acts]
    assert verdicts == ["undetermined", "not_applicable", "applicable"]


def test_a_modifier_that_asks_for_a_finding_is_refused_or_answered() -> None:
    rule = modifier("fic.91", "aggravation", element(finding="act", what=["fic.2"]), **{"raise": "1/2"})
    rules = folder(provision("fic.1"), provision("fic.2"), rule)
    try:
        result = found(rules, act(seen="yes"), complete=["acts"])
    except RulesError:
        return
    assert [m.kind for m in one(result, "fic.1").modifiers] == ["aggravation"]


def test_asking_for_what_itself_asks_is_refused_or_answered() -> None:
    asks = asking("fic.3", {"finding": "act", "what": ["fic.2"]})
    try:
        result = found(
            folder(provision("fic.1"), asking("fic.2", {"finding": "act"}), asks), act(seen="yes"), complete=["acts"]
        )
    except RulesError:
        return
    assert one(result, "fic.3").verdict == one(result, "fic.2").verdict == "applicable"


def test_who_helps_is_asked_for_the_same_findings_as_the_doer() -> None:
    result = found(
        folder(asking("fic.2", {"none_of": [{"finding": "act"}]}), accessory()),
        act(),
        act("S2", part=HELPED, aids=["A1"], kind="sent"),
        complete=["acts"],
    )
    assert one(result, "fic.2").verdict == "applicable"
    assert one(result, "fic.2", "S2", "A2", "accessory").verdict == "applicable"


def test_a_later_law_asks_for_the_same_findings_as_that_of_the_act() -> None:
    versions = version("2019-01-01"), version("2021-01-01", requires=("e0", "e1"))
    rules = folder(provision("fic.2", *versions, e1=element(finding="act")), later=True)
    assert one(found(rules, act(seen="yes"), complete=["acts"]), "fic.2").verdict == "not_applicable"


def test_an_open_victim_may_be_the_same() -> None:
    threatened: Json = {"roles": {"victim": "threatened"}}
    result = found(
        folder(provision("fic.1", **threatened), asking("fic.2", {"finding": "victim"}, **threatened)),
        act(seen="yes", towards={"V1": {"as": "threatened"}}),
        act(seen="no"),
        complete=["acts"],
    )
    assert one(result, "fic.2", act_id="A1").verdict == "applicable"
    assert one(result, "fic.2", act_id="A2").verdict == "undetermined"


def test_where_the_offence_has_no_victim_none_can_be_the_same() -> None:
    rules = folder(
        provision("fic.1", roles={"victim": "threatened"}),
        asking("fic.2", {"finding": "victim"}, roles={"victim": "none"}),
    )
    result = found(rules, act(seen="yes"), complete=["acts"])
    assert one(result, "fic.2").verdict == "not_applicable"


@mended("not_encoded")
def test_what_is_not_encoded_is_not_denied() -> None:
    rules = folder(
        provision("fic.1", version("2021-01-01"), before="not_encoded"),
        asking("fic.2", {"finding": "act", "what": ["fic.1"]}),
    )
    assert one(found(rules, act(seen="yes"), complete=["acts"]), "fic.2").verdict == "undetermined"


# Taking part.


@pytest.mark.parametrize("own", ["made", "kept"])
def test_two_deeds_of_one_day_are_two_findings_or_one(own: str) -> None:
    last: Json = {"from_": "2020-01-01", "to": "2020-01-01"} if own == "kept" else {}
    deeds = act(seen="yes"), act(seen="yes"), act(seen="yes")
    helping = act("S2", kind=own, part=HELPED, seen="yes", aids=["A1", "A2", "A3"], **last)
    result = found(folder(provision("fic.1"), accessory()), *deeds, helping)
    assert len(ids(result)) == len(set(ids(result)))


def test_the_fine_of_a_clause_begins_no_higher_than_it_ends() -> None:
    of_article = {"effective": "2019-01-01", "requires": ["e0"], "penalty": {"or_fine": "1천만원 이상 5천만원 이하"}}
    result = found(folder(provision("fic.1", of_article), entity("500만원 이하")), act(seen="yes", for_={"S2": HELPED}))
    fine = one(result, "fic.1", "S2").penalty.fine_krw
    assert fine is not None and fine[0] <= fine[1] == 5_000_000


def test_the_fine_of_a_clause_has_the_general_floor() -> None:
    result = found(folder(provision("fic.1"), entity("500만원 이하")), act(seen="yes", for_={"S2": HELPED}))
    assert one(result, "fic.1", "S2").penalty.fine_krw == (50_000, 5_000_000)


def test_a_doer_is_not_named_as_the_one_for_whom_it_was_done() -> None:
    rules = folder(provision("fic.1"), entity("500만원 이하"))
    with pytest.raises(CaseError, match="for"):
        found(rules, act("S1", "S2", seen="yes", for_={"S1": {"helped": "yes"}}))


def test_the_order_of_doers_changes_nothing() -> None:
    rules = folder(asking("fic.1", {"fact": "part.helped", "is": "yes"}), entity("500만원 이하"))
    results = [found(rules, act(*doers, part=HELPED, for_={"S3": HELPED})) for doers in (("S1", "S2"), ("S2", "S1"))]
    findings = [one(result, "fic.1", "S3").model_dump() for result in results]
    assert findings[0] == findings[1]


DUTY = asking("fic.1", {"fact": "suspect.reported", "is": "yes"})


def of_entities(*told: tuple[str, str]) -> Assessment:
    """A deed for two entities of whom a fact of persons is told, in this order."""
    rules = folder(DUTY)
    rules.files["person.yaml"] = {"home": "person", "facts": {"reported": declaration("yes_no")}}
    persons = {**PERSONS, **{name: {"role": "suspect", "reported": value} for name, value in told}}
    return found(rules, act(for_={name: HELPED for name, _ in told}), persons=persons)


def test_what_is_told_of_the_entity_holds_of_who_acts_for_it_in_any_order() -> None:
    told = ("S3", "yes"), ("S2", "yes")
    places = {one(of_entities(*order), "fic.1").elements[0].facts[0].at for order in (told, told[::-1])}
    assert places == {"persons.S2.reported"}


def test_of_entities_told_of_differently_neither_answers_for_who_acts() -> None:
    for order in ((("S3", "yes"), ("S2", "no")), (("S2", "no"), ("S3", "yes"))):
        finding = one(of_entities(*order), "fic.1")
        assert [missing.at for missing in finding.missing] == ["persons.S1.reported"]


def test_a_minor_for_whom_it_was_done_was_one_at_that_act() -> None:
    rule = modifier(
        "fic.94", "legal_entity", element(age_of="suspect", under="19"),
        rests_on="finding_of_another", fine={"500만원 이하": ["fic.1"]},
    )  # fmt: skip
    rules = folder(provision("fic.1"), rule)
    persons = {**PERSONS, "S2": {"role": "suspect", "age": "minor"}}
    own = act(seen="yes", for_={"S2": HELPED})
    alone, together = (
        one(found(rules, own, *more, persons=persons), "fic.1", "S2") for more in ((), (act("S3", on="2016-01-01"),))
    )
    assert alone.elements == together.elements


# Offences beside each other.


def test_how_two_offences_stand_beside_each_other_hangs_on_the_condition() -> None:
    relation = {"several_acts_with": "fic.1", "same": ["suspect"], "because": LABEL, "settled": "yes"}
    relation |= {"when": {"fact": "act.times", "at_least": "3"}}
    rules = folder(provision("fic.1"), provision("fic.2", relations=[relation]))
    for times, kind in (("5", "real"), ("1", "ideal")):
        result = found(rules, act(seen="yes", times=times))
        assert {other.kind for offence in result.offences for other in offence.with_} == {kind}


# Later law.

MILDER = version("2019-01-01"), version("2021-01-01", "3년 이하")


def test_taking_part_keeps_an_id_of_its_own_under_later_law() -> None:
    acts = act(seen="yes"), act("S2", part=HELPED, seen="yes", aids=["A1"])
    result = found(folder(provision("fic.1", *MILDER), accessory(), later=True), *acts)
    assert len(ids(result)) == len(set(ids(result))) == 3


@mended("open_end_of_later_law")
def test_what_an_open_day_decides_is_one_finding_for_each_law() -> None:
    kept = act(kind="kept", from_="2020-01-01", to={"between": ["2020-06-01", "2021-06-01"]})
    result = found(folder(provision("fic.1", *MILDER), later=True), kept)
    assert len(ids(result)) == len(set(ids(result)))


def test_a_later_law_punishes_nothing_that_may_not_have_been_punishable() -> None:
    versions = version("2019-01-01", requires=("e0", "e1")), version("2021-01-01", "3년 이하")
    rules = folder(provision("fic.1", *versions, e1=element(fact="act.times", at_least="3")), later=True)
    finding = one(found(rules, act(seen="yes")), "fic.1")
    assert (finding.verdict, [m.path for m in finding.missing]) == ("undetermined", ["act.times"])
    assert one(found(rules, act(seen="yes", times="1")), "fic.1").verdict == "not_applicable"
    assert one(found(rules, act(seen="yes", times="5")), "fic.1").verdict == "applicable"


@pytest.mark.parametrize("modifies", ["attempt", "accessory", "justification"])
def test_a_later_law_that_ends_a_modifier_is_a_later_law(modifies: str) -> None:
    other = provision("fic.9")
    if modifies == "attempt":
        elements = {"e0": ELEMENT, "e1": element(fact="act.times", at_least="3")}
        tried = provision("fic.1", version("2019-01-01", requires=("e0", "e1")), elements=elements, result=["e1"])
        rule = modifier("fic.90", "attempt", ELEMENT, until="2021-01-01", replaces="result")
        result = found(folder(tried, other, rule, later=True), act(seen="yes", times="1"))
        assert one(result, "fic.1").verdict == "not_applicable"
    elif modifies == "accessory":
        helping = act("S2", part=HELPED, seen="no", aids=["A1"])
        rules = folder(provision("fic.1"), other, accessory("2021-01-01"), later=True)
        result = found(rules, act(seen="yes"), helping)
        assert one(result, "fic.1", "S2", "A2", "accessory").verdict == "not_applicable"
    else:
        rule = modifier("fic.93", "justification", WEIGHED)
        rule["reaches"] = [{"effective": "2021-01-01", "what": ["fic.1"]}]
        result = found(folder(provision("fic.1"), rule, later=True), act(seen="yes", weighed=YES))
        assert one(result, "fic.1").verdict == "not_applicable"


# Facts of materials.


def shown(rules: Rules, materials: Json, *acts: Json) -> Assessment:
    files = copy.deepcopy(rules.files)
    files["material.yaml"] = {
        "home": "material",
        "facts": {"look": declaration("yes_no"), "made_on": declaration("date")},
    }
    files["shown.yaml"]["facts"] = {"look": {**declaration("yes_no"), "derived": "fact_of_material"}}
    persons = {**PERSONS, "V1": {"role": "victim", "birth": "2001-01-01"}, "V2": {"role": "victim"}}
    return found(Rules(files), *acts, materials=materials, persons=persons)


PRODUCT: Json = {"roles": {"victim": "shown_person", "material": "product"}}


def test_unknown_of_the_whole_material_asks_about_the_person() -> None:
    rules = folder(asking("fic.1", {"fact": "shown.look", "is": "yes"}, **PRODUCT))
    result = shown(rules, {"M1": {"look": "unknown", "shown": {"V1": {}, "V2": {}}}}, act(product=["M1"]))
    asked = {missing.at for finding in result.findings for missing in finding.missing}
    assert asked == {"materials.M1.shown.V1.look", "materials.M1.shown.V2.look"}


@mended("made_after_the_act")
def test_no_material_is_made_after_the_act_in_which_it_is() -> None:
    rules = folder(asking("fic.1", {"age_of": "victim", "under": "19", "at": "made"}, **PRODUCT))
    acts = act(product=["M1"], on="2019-03-01"), act(product=["M1"], on="2020-06-24")
    result = shown(rules, {"M1": {"shown": {"V1": {}}}}, *acts)
    assert one(result, "fic.1", act_id="A1").verdict == "applicable"

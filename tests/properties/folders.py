"""Generators of rule folders: every construct of the rule format, in random combinations that the rule check accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.properties.known import KNOWN
from tests.properties.strategies import (
    DAYS,
    DERIVED,
    HOMES,
    KINDS,
    LABEL,
    Draw,
    Json,
    Rules,
    age_tests,
    conditions,
    declaration,
    fact_tests,
)

# What a folder may use beside plain provisions, attempts, habits and aggravations; each test leaves out what it is not about.
FEATURES = frozenset({"findings", "participations", "justification", "later_law", "limb_penalties"})
VICTIMS = ("shown_person", "shown_person_or_none", "recipient", "threatened", "counterpart", "towards", "none")
MATERIALS = ("product", "object", "object_or_none", "means", "none", "none")
DISPLACING = ("alternative_to", "yields_to", "absorbed_by")
CONCURRING = ("one_act_with", "several_acts_with", "open_with")
PERSONAL = ("habit", "aggravation", "recidivism", "justification")
PARTICIPATIONS = ("accessory", "instigator", "co_principal", "indirect_principal", "legal_entity")
PENALTIES: tuple[Json, ...] = (
    {"prison": "7년 이하", "or_fine": "5천만원 이하"},
    {"prison": "3년 이하", "or_fine": "3천만원 이하"},
    {"prison": "3년 이하", "or_fine": "1천만원 이상 5천만원 이하"},
    {"prison": "3년 이상"},
    {"prison": "무기 또는 5년 이상"},
    {"prison": "1년 이상 10년 이하", "and_fine": "1억원 이하"},
    {"prison": "5년 이하", "or_suspension": "10년 이하", "or_fine": "1천만원 이하", "or_confinement": "yes"},
    {"prison": "1년 6개월 이하", "or_fine": "500만원 이하", "or_detention": "yes"},
    {"prison": "3년 이하", "or_fine": "3천만원 이하", "both": "yes"},
    {"prison": "10년 이하", "and_suspension": "5년 이하"},
    {"prison": "무기 또는 7년 이상", "death": "yes"},
    {"or_fine": "300만원 이하"},
)
FINES = ("of_article", "5천만원 이하", "3억원 이하")


@st.composite
def rule_folders(draw: Draw, provisions: int = 3, without: frozenset[str] = frozenset()) -> Rules:
    """A whole folder that the rule check accepts."""
    return _Folder(draw, FEATURES - without).made(provisions)


def some_days(draw: Draw, least: int = 1, most: int = 3) -> list[str]:
    """Days on which something changes; mostly from the first on."""
    days = set(draw(st.lists(st.sampled_from(DAYS), min_size=least, max_size=most, unique=True)))
    return sorted(days | {DAYS[0]} if draw(st.integers(0, 5)) else days)


class _Folder:
    """A folder in the making."""

    def __init__(self, draw: Draw, features: frozenset[str]) -> None:
        self.draw, self.features = draw, features
        self.rules = Rules(files={})
        self.paths: dict[str, Json] = {}
        self.ages: tuple[Json, ...] = ()
        self.concepts: tuple[str, ...] = ()
        # Provisions that ask for other findings, and what they may ask for: provisions and articles that do not.
        self.resting: list[str] = []
        self.findings: tuple[str, ...] = ()
        self.sharing: tuple[str, ...] = ()

    def made(self, provisions: int) -> Rules:
        self._facts()
        self.concepts = self._concepts("idea", self.draw(st.integers(0, 3)), ())
        ids = self._ids(self.draw(st.integers(1, provisions)))
        if "findings" in self.features and len(ids) > 1:
            self.resting = self.draw(st.lists(st.sampled_from(ids[1:]), max_size=2, unique=True))
            free = [id_ for id_ in ids if id_ not in self.resting]
            articles = {".".join(id_.split(".")[:2]) for id_ in free}
            whole = {a for a in articles if not any(f"{id_}.".startswith(f"{a}.") for id_ in self.resting)}
            self.findings = tuple(sorted({*free, *whole}))
            if self.resting:
                self.sharing = self._concepts("shared", self.draw(st.integers(0, 1)), self.findings)
        for id_ in ids:
            self._provision(id_)
        self._modifiers()
        self._general()
        return self.rules

    def yes(self, one_in: int = 2) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def condition(self, findings: tuple[str, ...] = (), depth: int = 2, ages: bool = True) -> Json:
        concepts = (*self.concepts, *self.sharing) if findings else self.concepts
        return self.draw(conditions(self.paths, concepts, self.ages if ages else (), depth, findings))

    def some(self, names: list[str] | tuple[str, ...], most: int | None = None) -> list[str]:
        return self.draw(some_of(names, most))

    # Facts and concepts.

    def _facts(self) -> None:
        draw = self.draw
        by_home: dict[str, Json] = {}
        for home in HOMES:
            count = draw(st.integers(1, 2)) if home in ("act", "part", "shown", "material") else draw(st.integers(0, 1))
            for index in range(count):
                types = ("yes_no", "yes_no", "choice", "choices", "number", "date", "judgment", "text")
                decl = declaration(draw(st.sampled_from(types)))
                if decl["type"] == "yes_no" and home in DERIVED and self.yes():
                    decl["derived"] = DERIVED[home]
                elif home == "shown" and by_home.get("material", {}).get(f"f{index}") == decl and self.yes():
                    decl = {**decl, "derived": "fact_of_material"}
                by_home.setdefault(home, {})[f"f{index}"] = decl
        by_home.setdefault("part", {})["intent"] = declaration("judgment")
        victim_at = draw(st.sampled_from(("act", "made")))
        if victim_at == "made":
            by_home.setdefault("material", {})["made_on"] = declaration("date")
        for home, facts in by_home.items():
            self.rules.files[f"facts/{home}.yaml"] = {"home": home, "facts": facts}
            for name, decl in facts.items():
                self.rules.facts[f"{home}.{name}"] = decl
        self.paths = paths_of(self.rules.facts)
        self.ages = age_tests(victim_at)

    def _concepts(self, name: str, count: int, findings: tuple[str, ...]) -> tuple[str, ...]:
        made: dict[str, Json] = {}
        for index in range(count):
            versions = []
            for day in some_days(self.draw, 1, 2):
                inner = conditions(self.paths, (*self.concepts, *made), self.ages, 1, findings)
                if self.yes():
                    named = {f"way{i}": {**LABEL, **self.draw(inner)} for i in range(self.draw(st.integers(1, 3)))}
                    versions.append({"effective": day, "one_of_named": named})
                else:
                    versions.append({"effective": day, **self.draw(inner)})
            made[f"{name}{index}"] = {**LABEL, "versions": versions}
        if made:
            self.rules.files.setdefault("concepts/all.yaml", {"concepts": {}})["concepts"] |= made
        return tuple(made)

    # Provisions.

    def _ids(self, count: int) -> list[str]:
        """Articles, their paragraphs or items, and sometimes two of one article."""
        found: list[str] = []
        for number in range(1, count + 1):
            before = found[-1].split(".") if found else []
            if len(before) == 3 and self.yes():
                found.append(f"fic.{before[1]}.{number}")
            else:
                found.append(f"fic.{number}.1" if self.yes(3) else f"fic.{number}")
        return found

    def _provision(self, id_: str) -> None:
        rules = self.rules
        findings = self.findings if id_ in self.resting else ()
        names = [f"e{i}" for i in range(self.draw(st.sampled_from((1, 2, 2, 3, 4))))]
        elements = {name: {"words": name, **self.condition(findings)} for name in names}
        limbs: dict[str, list[str]] = {}
        if self.yes():
            limbs = {f"limb{i}": self.some(names) for i in range(self.draw(st.integers(1, 3)))}
        versions = self._versions(names, limbs, bool(findings))
        content: Json = {
            "id": id_,
            "title": LABEL,
            "roles": {
                "victim": self.draw(st.sampled_from(VICTIMS)),
                "material": self.draw(st.sampled_from(MATERIALS)),
                "group": self.draw(st.sampled_from(("member_of", "none"))),
            },
            "one_offence_per": {
                "per": self.draw(st.sampled_from((["suspect"], ["suspect", "victim"], ["suspect", "victim", "act"]))),
                "settled": "yes",
            },
            "before": self.draw(st.sampled_from(("not_encoded", "not_in_force"))),
            "elements": elements,
            "versions": versions,
            "closing": LABEL,
            "not_modelled": [],
            "typical_case": {"persons": {"S1": {"role": "suspect"}}, "acts": {"A1": {"kind": KINDS[0], "by": ["S1"]}}},
        }
        if limbs:
            content["limbs"] = limbs
            if self.yes(3):
                content["limb_participation"] = {"limb0": "indirect_principal"}
        if id_.count(".") == 2 and self.yes():
            content["items_only"] = "yes"
        always = [name for name in names if all(name in used(v, limbs) for v in versions if "repealed" not in v)]
        if self.yes() and always:
            content["result"] = self.some(always, 1)
        bases = [base for base in rules.provisions if findings or base not in self.resting]
        if bases and self.yes(3):
            content["builds_on"] = self.some(bases)
        if rules.provisions:
            kinds = self.draw(st.lists(st.sampled_from((DISPLACING, CONCURRING)), max_size=2))
            if kinds:
                content["relations"] = [self._relation(kind) for kind in kinds]
        rules.files[f"provisions/{id_}.yaml"] = content
        rules.provisions.append(id_)

    def _versions(self, names: list[str], limbs: Mapping[str, list[str]], resting: bool) -> list[Json]:
        versions: list[Json] = []
        for index, day in enumerate(some_days(self.draw)):
            version: Json = {"effective": day}
            versions.append(version)
            if index and self.yes(4):
                version["keeps_old"] = {"by": "부칙", "because": LABEL}
            if index and self.yes(5):
                version["repealed"] = "yes"
                if self.yes(3):
                    version["continued_as"] = ["다른 법률"]
                continue
            version["penalty"] = self._penalty(resting)
            wanted = set(names) if not index else set(self.some(names))
            if limbs and (not index or self.yes()):
                version["any_of"] = list(limbs)
                wanted -= {e for limb in limbs.values() for e in limb}
                if "limb_penalties" in self.features and self.yes(3):
                    version["by_limb"] = {limb: {"penalty": self._penalty(False)} for limb in self.some(list(limbs))}
            if wanted:
                version["requires"] = [name for name in names if name in wanted]
            if self.yes(5):
                version |= {"article": "7-2", "offence_name": "시험죄"}
        return versions

    def _penalty(self, resting: bool) -> Json:
        return {"same_as": "findings"} if resting and self.yes() else dict(self.draw(st.sampled_from(PENALTIES)))

    def _relation(self, kinds: tuple[str, ...]) -> Json:
        relation: Json = {
            self.draw(st.sampled_from(kinds)): self.draw(st.sampled_from(self.rules.provisions)),
            "same": ["suspect", *self.draw(st.sampled_from(([], ["victim"], ["act"], ["material"])))],
            "because": LABEL,
            "settled": self.draw(st.sampled_from(("yes", "no"))),
        }
        if kinds is DISPLACING and self.yes():
            relation["when"] = self.condition(self.findings if self.yes(3) else (), 1, ages=False)
        return relation

    # Modifiers and the general part.

    def _modifiers(self) -> None:
        wanted = ["attempt", *PERSONAL[:3]]
        wanted += [name for name in ("justification",) if name in self.features]
        wanted += PARTICIPATIONS if "participations" in self.features else ()
        articles = [".".join(id_.split(".")[:2]) for id_ in self.rules.provisions]
        for number, modifies in enumerate(wanted):
            if not self.yes(3 if modifies in PERSONAL else 2):
                continue
            reaches: list[Json] = []
            for day in some_days(self.draw, 1, 2):
                reach: Json = {"effective": day, "what": self.some(self.rules.provisions)}
                if self.yes(4):
                    reach["what"] = self.draw(st.sampled_from(("every_offence", articles[:1])))
                if modifies == "legal_entity":
                    reach["fine"] = {fine: self.some(self.rules.provisions) for fine in self.some(FINES)}
                reaches.append(reach)
            count = self.draw(st.integers(1, 2))
            plain = modifies == "justification" and "raised_paths" in KNOWN
            condition = self.draw(fact_tests(self.paths)) if plain else self.condition(depth=1)
            elements = {f"x{i}": {"words": "x", **condition} for i in range(count)}
            content: Json = {
                "id": f"fic.{90 + number}",
                "title": LABEL,
                "modifies": modifies,
                "reaches": reaches,
                "elements": elements,
                "requires": list(elements),
                "settled": "yes",
                "not_modelled": [],
                **self._effect(modifies),
            }
            self.rules.files[f"provisions/fic.{90 + number}.yaml"] = content

    def _effect(self, modifies: str) -> Json:
        match modifies:
            case "attempt":
                return {"replaces": "result", **self.draw(st.sampled_from(({}, {"mitigate": "optional"})))}
            case "habit":
                return {"per": "suspect", "raise": "1/2"}
            case "aggravation":
                return dict(self.draw(st.sampled_from(({"raise": "1/2"}, {"raise_most": "3/2"}))))
            case "recidivism":
                return {"raise_most": "2/1"}
            case "justification":
                return {}
            case "accessory":
                return {"rests_on": "finding_of_another", "mitigate": "mandatory"}
            case "indirect_principal":
                return {"rests_on": "finding_of_another", **self.draw(st.sampled_from(({}, {"raise": "1/2"})))}
        return {"rests_on": "finding_of_another"}

    def _general(self) -> None:
        draw, files = self.draw, self.rules.files
        source = {"source": "시험"}
        files["acts.yaml"] = {"acts": {"fic": {"ko": "가상의 법률", "short": "가상법", "en": "Fictional Act"}}}
        files["rulebook.yaml"] = {"rulebook": {"title": "시험", "version": "1"}}
        of_act = {path.split(".")[1]: decl for path, decl in self.paths.items() if path.startswith("act.")}
        says = [name for name, decl in of_act.items() if decl["type"] == "yes_no"]
        files["kinds.yaml"] = {
            "kinds": {
                kind: {
                    **LABEL,
                    "lasts": "yes" if kind == "kept" else "no",
                    "makes": "yes" if kind == "made" else "no",
                    "says": {name: draw(st.sampled_from(("yes", "no"))) for name in says if self.yes(4)},
                    "sentence": LABEL,
                }
                for kind in KINDS
            }
        }
        files["general/intent.yaml"] = {
            "general": "intent", "act": "fic", "article": "13", "title": LABEL, "applies_to": "every_offence",
            "element": {"words": "고의", "fact": "part.intent", "is": "yes"}, **source,
        }  # fmt: skip
        head: Json = {"general": "responsibility", "title": LABEL, "notice": LABEL, **source}
        files["general/responsibility.yaml"] = {
            **head, "id": "fic.9", "when": {"age_of": "suspect", "under": "14"}, "effect": "not_punishable",
        }  # fmt: skip
        if self.yes():
            files["general/legal.yaml"] = {**head, "id": "fic.32", "person_kind": "legal", "effect": "no_imprisonment"}
        if self.yes():
            young = {"when": {"age_of": "suspect", "under": "19"}, "effect": "life_to_term", "term_months": "180"}
            files["general/young.yaml"] = {**head, "id": "fic.59", **young}
            terms = {"statutory_most_months": "24", "longer_most_months": "120", "shorter_most_months": "60"}
            still = {"effect": "indeterminate", "under_at_judgment": "19", **terms}
            files["general/still_young.yaml"] = {**head, "id": "fic.60", **still}
        if "later_law" in self.features and self.yes():
            texts = ("title", "at_the_act", "milder", "abolished", "open", "moved", "intermediate")
            files["general/later_law.yaml"] = {
                "general": "later_law", "id": "fic.1.2", **{text: {"ko": text, "en": text} for text in texts}, **source,
            }  # fmt: skip
        files["general/penalty.yaml"] = self._penalty_rules()
        files["general/limitation.yaml"] = {
            "general": "limitation",
            "periods": {
                "by": "fic.249",
                "rows": [
                    {"statutory": "life", "years": "15"},
                    {"prison_max_at_least_years": "10", "years": "10"},
                    {"otherwise": "yes", "years": "5"},
                ],
            },
            "starts": {"at": "end_of_act", "by": "fic.252"},
            "special": self._special(),
        }

    def _penalty_rules(self) -> Json:
        rules: Json = {
            "general": "penalty", "prison_least_months": "1", "prison_most_months": "360", "raised_most_months": "600",
            "fine_least_krw": "50000", "by": {"prison": "fic.42", "fine": "fic.45"},
            "real_concurrence": {"id": "fic.38", "because": LABEL, "settled": "yes"}, "real_concurrence_factor": "3/2",
            "ideal_concurrence": {"id": "fic.40", "because": LABEL, "settled": "yes"},
        }  # fmt: skip
        if self.yes():
            rules["mitigation"] = {
                "id": "fic.55", "because": LABEL, "terms": "1/2", "fines": "1/2", "fines_note": LABEL,
                "fines_settled": "no", "life_months": ["120", "600"], "death_months": ["240", "600"],
            }  # fmt: skip
            rules["discretion"] = {"id": "fic.53", "because": LABEL}
            rules["heaviest_alone"] = rules["different_kinds"] = rules["choice"] = {"id": "fic.54", "because": LABEL}
        if self.yes():
            rules["order"] = [
                {"step": "raise", "kinds": ["habit", "aggravation"]},
                {"step": "raise", "kinds": list(PARTICIPATIONS)},
                {"step": "raise", "kinds": ["recidivism"], "of": ["terms"]},
                *({"step": step} for step in ("mitigate", "concurrence", "discretion")),
            ]
        return rules

    def _special(self) -> list[Json]:
        special: list[Json] = []
        if self.yes():
            special.append({
                "id": "fic.21", "kind": "from_majority", "age": "19", "reaches": ["fic.1"], "effective": DAYS[0],
                "because": LABEL,
            })  # fmt: skip
        if self.yes():
            special.append({
                "id": "fic.20", "kind": "none", "reaches": ["fic.1"], "effective": self.draw(st.sampled_from(DAYS)),
                "also_earlier_unless_expired": self.draw(st.sampled_from(("yes", "no"))), "because": LABEL,
            })  # fmt: skip
        return special


def paths_of(facts: Mapping[str, Json]) -> dict[str, Json]:
    """Declarations by the path under which conditions read them (without what has a life of its own)."""
    found: dict[str, Json] = {}
    for key, decl in facts.items():
        home, name = key.split(".")
        if key in ("part.intent", "material.made_on"):
            continue
        if home == "material" and facts.get(f"shown.{name}", {}).get("derived") == "fact_of_material":
            continue  # read through the persons shown: of two answers to one question none is free
        for prefix in ("suspect", "victim") if home == "person" else (home,):
            found[f"{prefix}.{name}"] = decl
    return found


def used(version: Json, limbs: Mapping[str, list[str]]) -> set[str]:
    """The elements that a version names."""
    return {*version.get("requires", ()), *(name for limb in version.get("any_of", ()) for name in limbs[limb])}


def some_of(names: list[str] | tuple[str, ...], most: int | None = None) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=most or len(names), unique=True)

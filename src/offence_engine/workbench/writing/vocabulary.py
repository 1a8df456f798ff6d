"""The names that rule files may use in each place: declared facts, kinds, concepts, acts, provisions, offices."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import BaseModel

from offence_engine.model.base import Label, label
from offence_engine.model.closing import Order
from offence_engine.model.condition import ConceptUse, FactTest, FindingTest
from offence_engine.model.general import LimitationPeriods, LimitationStart, OpenReading, RangeNote, SpecialLimitation
from offence_engine.model.guidelines import RuleText, TypeText, Unseen
from offence_engine.model.letters import Basis, LetterKind, LettersFile, MaterialType
from offence_engine.model.logic import KIND
from offence_engine.model.procedure import (
    Accomplices,
    Clock,
    Consequence,
    Counting,
    Deemed,
    OpenQuestion,
    ProsecutionBar,
    ProsecutionRule,
    RaisedPenalty,
    Stop,
    WithinTime,
)
from offence_engine.model.rule import (
    Concept,
    FactDecl,
    GeneralElement,
    ModifierFile,
    ProvisionFile,
    Reach,
    Relation,
    RuleCase,
    Version,
)
from offence_engine.rulebook.draft import Draft
from offence_engine.rulebook.load_procedure import procedure_of

# Which names stand at which key (of a list or table: in it). `ids` and `cited` are checked by their form.
PLACES: dict[tuple[type[BaseModel], str], str] = {
    (FactTest, "fact"): "facts",
    (ConceptUse, "concept"): "concepts",
    (FindingTest, "what"): "offences",
    (ProvisionFile, "id"): "ids",
    (ModifierFile, "id"): "ids",
    (ProvisionFile, "builds_on"): "provisions",
    (Version, "continued_as"): "cited",
    (Version, "cites"): "cited",
    **{(Relation, key): "provisions" for key in Relation.model_fields if key.endswith(("_to", "_by", "_with"))},
    (Reach, "what"): "offences",
    (Reach, "fine"): "offences",
    (RuleCase, "unknown"): "case_facts",
    (RuleCase, "missing"): "case_facts",
    (Concept, "act"): "acts",
    (GeneralElement, "act"): "acts",
    (RaisedPenalty, "not_counted"): "acts",
    (SpecialLimitation, "reaches"): "offences",
    (OpenReading, "what"): "offences",
    (RangeNote, "reaches"): "offences",
    (TypeText, "reaches"): "offences",
    (Unseen, "reaches"): "offences",
    (RuleText, "reaches"): "offences",
    (MaterialType, "reaches"): "offences",
    (Basis, "reaches"): "offences",
    (ProsecutionRule, "reaches"): "offences",
    (ProsecutionRule, "not_with"): "modifiers",
    (Consequence, "reaches"): "offences",
    (Consequence, "except"): "offences",
    (OpenQuestion, "reaches"): "offences",
    (Consequence, "addressee"): "offices",
    (LetterKind, "addressee"): "offices",
    (LetterKind, "addressees"): "offices",
    (LetterKind, "audience"): "audiences",
    (LetterKind, "orders"): "orders",
    (Clock, "counted"): "counting",
    (WithinTime, "counted"): "counting",
    (Clock, "starts"): "case_dates",
    (Clock, "goes_by"): "case_dates",
    (Clock, "done"): "case_dates",
    (WithinTime, "starts"): "case_or_pair_dates",
    (WithinTime, "done_on"): "case_or_pair_dates",
    (ProsecutionBar, "on"): "case_or_pair_dates",
    (ProsecutionBar, "before"): "case_dates",
    (Stop, "from"): "suspect_dates",
    (Stop, "to"): "suspect_dates",
    (Deemed, "from"): "suspect_dates",
    **{
        (model, "by"): "cited"
        for model in (
            Clock, Consequence, ProsecutionRule, Counting, WithinTime, Accomplices, LimitationPeriods, LimitationStart,
            RaisedPenalty, Deemed,
        )
    },
    (Order, "clause"): "free",
}  # fmt: skip

# What a name is called where it is not known.
CALLED: dict[str, Label] = {
    "facts": label("사실", "fact"),
    "case_facts": label("사실", "fact"),
    "concepts": label("개념", "concept"),
    "offences": label("조항", "provision"),
    "provisions": label("조항", "provision"),
    "modifiers": label("결과를 고치는 조항", "modifier"),
    "acts": label("법률", "act"),
    "offices": label("기관", "office"),
    "audiences": label("받는 이", "audience"),
    "orders": label("주문", "operative part"),
    "counting": label("기간 계산", "way of counting"),
    "case_dates": label("사건의 날(date) 사실", "date fact of the case"),
    "case_or_pair_dates": label("날(date) 사실", "date fact"),
    "suspect_dates": label("피의자의 날(date) 사실", "date fact of the suspect"),
    "kinds": label("행위의 종류", "kind of act"),
}


@dataclass
class Vocabulary:
    """The names of one folder, by what they are names of, each with its words in both languages."""

    names: dict[str, dict[str, Label]] = field(default_factory=dict)
    facts: dict[str, FactDecl] = field(default_factory=dict)


def vocabulary(draft: Draft) -> Vocabulary:
    """What the folder declares, as far as its files can be read."""
    facts = dict(sorted(draft.paths.items()))
    kinds = {name: Label(ko=kind.ko, en=kind.en) for name, kind in sorted(draft.kinds.items())}
    provisions = {id_: rule.title for id_, rule in sorted(draft.provisions.items())}
    modifiers = {id_: rule.title for id_, rule in sorted(draft.modifiers.items())}
    letters = LettersFile.merged(draft.letters)
    labels = {KIND: label("행위의 종류", "kind of act"), **{path: decl.label for path, decl in facts.items()}}

    def dates(*homes: str) -> dict[str, Label]:
        return {p: d.label for p, d in facts.items() if d.type == "date" and p.partition(".")[0] in homes}

    names: dict[str, dict[str, Label]] = {
        "facts": labels,
        "case_facts": {
            **labels,
            # Of an entity for which somebody acts, the same facts as of who took part.
            **{f"for.{path[5:]}": decl.label for path, decl in facts.items() if path.startswith("part.")},
            "act.recipients": label("받은 사람", "recipients"),
            **{f"{who}.age": label("나이", "age") for who in ("suspect", "victim")},
        },
        "concepts": {name: Label(ko=c.ko, en=c.en) for name, c in sorted(draft.concepts.items())},
        "provisions": provisions,
        "offences": {**_articles(provisions), **provisions, **modifiers},
        "modifiers": modifiers,
        "acts": {name: Label(ko=act.ko, en=act.en) for name, act in sorted(draft.acts.items())},
        "kinds": kinds,
        "offices": {
            name: office.names[-1].label for name, office in sorted(letters.offices.items())
        },
        "audiences": {name: Label(ko=a.ko, en=a.en) for name, a in letters.audiences.items()},
        "orders": {name: Label(ko=o.ko, en=o.en) for name, o in letters.orders.items()},
        "counting": {name: c.note or label(c.by, c.by) for name, c in procedure_of(draft).counting.items()},
        "case_dates": dates("case"),
        "case_or_pair_dates": dates("case", "pair"),
        "suspect_dates": dates("suspect"),
    }  # fmt: skip
    return Vocabulary(names, facts)


def _articles(provisions: dict[str, Label]) -> dict[str, Label]:
    """Every article (and paragraph) of which something is encoded: naming it names all below it."""
    found: dict[str, Label] = {}
    for id_ in provisions:
        parts = id_.split(".")
        for length in range(2, len(parts)):
            found.setdefault(".".join(parts[:length]), label("이 아래의 모든 조항", "all provisions below it"))
    return {name: text for name, text in found.items() if name not in provisions}

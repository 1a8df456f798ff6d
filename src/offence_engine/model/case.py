"""A case as models: who, when, which material, who is shown in it; legal facts as values beside the structure."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from offence_engine.model.base import Frozen
from offence_engine.model.time import Span

Value = str | int | date | tuple[str, ...]


class FactValue(Frozen):
    """What is stated of one fact. `value` None means stated as unknown."""

    value: Value | None
    by: str | None = None
    because: str | None = None
    evidence: tuple[str, ...] = ()
    disputed: bool = False


Facts = dict[str, FactValue]


class Person(Frozen):
    """A natural or legal person under a pseudonym; `birth` is an interval of days where anything is known of it."""

    role: Literal["suspect", "victim", "other"]
    kind: Literal["natural", "legal"] = "natural"
    known_as: str | None = None
    birth: Span | None = None
    born_exactly: bool = False
    number: int = 1
    evidence: tuple[str, ...] = ()
    facts: Facts = {}


class Shown(Frozen):
    """A person in a material."""

    facts: Facts = {}
    evidence: tuple[str, ...] = ()


class Material(Frozen):
    """A file or post, or many alike (`number`). Facts of an original hold for its copies unless stated."""

    copy_of: str | None = None
    shown: dict[str, Shown] = {}
    number: int = 1
    rows: tuple[dict[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    facts: Facts = {}


class ActTime(Frozen):
    """When: `day` (one day, perhaps not known exactly), `lasting` (from, to) or `series` (from, to, times)."""

    form: Literal["day", "lasting", "series"]
    first: Span
    last: Span
    times: int | None = None

    def text(self) -> str:
        if self.form == "day":
            return self.first.text()
        return f"{self.first.text()} ~ {self.last.text()}"


class Part(Frozen):
    """A person's part in an act."""

    facts: Facts = {}
    evidence: tuple[str, ...] = ()


class Stance(Frozen):
    """How an act touches a person."""

    as_: Literal["threatened", "counterpart", "affected"] = "affected"
    facts: Facts = {}
    evidence: tuple[str, ...] = ()


# How an act stands to another person's act.
Link = Literal["aids", "instigates", "shares", "uses"]
LINKS: tuple[Link, ...] = get_args(Link)


class Act(Frozen):
    """One physical act by one or more persons, or a series with its single acts as `rows`; `for_` are the legal entities
    in whose business it was done."""

    kind: str
    when: ActTime
    place: str | None = None
    manner: str | None = None
    by: dict[str, Part]
    towards: dict[str, Stance] = {}
    recipients: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    channel: str | None = None
    group: str | None = None
    links: dict[Link, tuple[str, ...]] = {}
    for_: dict[str, Part] = {}
    rows: tuple[dict[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    facts: Facts = {}

    @property
    def linked(self) -> tuple[str, ...]:
        """The other acts that this one helps, brings about, shares in or uses."""
        return tuple(act for acts in self.links.values() for act in acts)

    @property
    def linked_one_way(self) -> tuple[str, ...]:
        """The other acts that this one helps, brings about or uses; acts of a common plan may share in each other."""
        return tuple(act for link, acts in self.links.items() for act in acts if link != "shares")


class Channel(Frozen):
    """A room, channel, board or account; `provider` is the service that keeps its data."""

    name: str | None = None
    provider: str | None = None
    run_by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    facts: Facts = {}


class Group(Frozen):
    members: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    facts: Facts = {}


class Pair(Frozen):
    suspect: str
    victim: str
    evidence: tuple[str, ...] = ()
    facts: Facts = {}


class Evidence(Frozen):
    """A piece of evidence; `page` is where it begins in the record.

    For the lists of the record: whether it was `seized`, of what `kind` and `quantity`; as a document by whom
    (`author`: a person's id, or an office) and when it was made, on how many `pages`, and whether it is on `paper`."""

    what: str
    sha256: str | None = None
    page: str | None = None
    seized: Literal["yes", "no"] | None = None
    kind: str | None = None
    quantity: str | None = None
    author: str | None = None
    made_on: date | None = None
    pages: int | None = None
    paper: Literal["yes", "no"] | None = None


class CaseHead(Frozen):
    """What the letters put at their head; all but the id is optional."""

    id: str
    title: str | None = None
    number: str | None = None
    office: str | None = None
    unit: str | None = None
    investigator: str | None = None
    rank: str | None = None
    prosecution_office: str | None = None
    received: str | None = None
    clue: str | None = None


class Case(Frozen):
    """The stated facts of one case."""

    head: CaseHead
    persons: dict[str, Person]
    materials: dict[str, Material] = {}
    acts: dict[str, Act]
    channels: dict[str, Channel] = {}
    groups: dict[str, Group] = {}
    pairs: dict[str, Pair] = {}
    evidence: dict[str, Evidence] = {}
    complete: tuple[Literal["acts", "persons"], ...] = ()
    particulars: dict[str, dict[str, str]] = {}
    facts: Facts = {}

    def originals(self, material: str) -> tuple[str, ...]:
        """The material and what it is a copy of, nearest first."""
        chain = [material]
        while (source := self.materials[chain[-1]].copy_of) is not None and source not in chain:
            chain.append(source)
        return tuple(chain)

    def shown_in(self, material: str) -> dict[str, str]:
        """Who is shown in the material or its original -> in which of them that is stated."""
        found: dict[str, str] = {}
        for source in self.originals(material):
            for person in self.materials[source].shown:
                found.setdefault(person, source)
        return found

    def recipients_beyond_victim(self, act: Act) -> bool:
        """Whether someone received it who neither did the act nor is a victim."""
        return any(p not in act.by and self.persons[p].role != "victim" for p in act.recipients)

    def makers(self, material: str, own_hand: frozenset[str]) -> list[frozenset[str]]:
        """Who made the material or its original with their own hands, act by act (`own_hand`: such kinds of act)."""
        chain = set(self.originals(material))
        return [frozenset(a.by) for a in self.acts.values() if a.kind in own_hand and chain & set(a.product)]

    def materials_of(self, act: Act) -> tuple[str, ...]:
        return tuple(dict.fromkeys(act.product + act.object + act.means))

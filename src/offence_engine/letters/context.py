"""What the sections of a letter are made of: texts ready to print, lists and flags.

Nothing is decided or looked up in a template. A text that states a fact or a conclusion is `Grounded`.
"""

from __future__ import annotations

from offence_engine.letters.marks import Grounded
from offence_engine.model.base import Frozen


class Row(Frozen):
    """A blank of the form and what stands in it."""

    label: str
    value: Grounded | str


class OffenceName(Frozen):
    """An offence name under its letter; `mark` where it is a primary or alternative charge."""

    letter: str
    name: Grounded
    mark: str


class Part(Frozen):
    """One of several offences of one name, told act by act."""

    heading: str
    mark: str
    paragraphs: tuple[Grounded, ...]


class Telling(Frozen):
    """The offences of one name as told."""

    number: int
    heading: Grounded
    mark: str
    parts: tuple[Part, ...]


class Limit(Frozen):
    """When the limitation period of an offence runs out, and why."""

    offence: str
    period: Grounded
    earliest: Grounded
    latest: Grounded
    because: tuple[str, ...]
    settled: bool
    expired: str


class ElementRow(Frozen):
    """An element of an offence, how it stands, and what it rests on."""

    words: Grounded
    way: str
    truth: str
    judgment: bool
    disputed: bool
    facts: tuple[str, ...]
    evidence: str


class Review(Frozen):
    """An offence element by element, in the version applied."""

    heading: str
    where: Grounded
    citation: Grounded
    version: str
    limb: str
    stage: str
    unreviewed: bool
    elements: tuple[ElementRow, ...]


class SuspectPart(Frozen):
    """Everything about one suspect of whom something is referred."""

    id: str
    number: int
    name: str
    line: str
    offences: tuple[Grounded, ...]
    particulars: tuple[Row, ...]
    record: tuple[Row, ...]
    detained: str
    detained_on: str
    released_on: str
    tellings: tuple[Telling, ...]
    articles: Grounded
    limits: tuple[Limit, ...]
    longest: Grounded
    shortest: Grounded
    reviews: tuple[Review, ...]
    notice: str


class EvidenceRow(Frozen):
    """A piece of evidence, its hash, and which elements rest on it."""

    id: str
    what: Grounded
    sha256: str
    page: str
    supports: tuple[str, ...]


class Point(Frozen):
    """Something that is not settled, with its ground and authority; or something set aside."""

    about: str
    text: Grounded
    authority: str
    settled: bool


class OpenFinding(Frozen):
    """A finding left undetermined, and what it lacks."""

    citation: Grounded
    where: str
    lacks: tuple[str, ...]


class Question(Frozen):
    """A question that would decide open findings, and whom to ask."""

    number: int
    question: Grounded
    ask: str
    at: str
    findings: int
    factors: tuple[str, ...]


class Excused(Frozen):
    """A person whose act is not punished whatever the elements."""

    name: str
    offences: tuple[Grounded, ...]
    notice: str


class Ground(Frozen):
    """Why the case goes on."""

    text: Grounded
    by: str
    note: str


class Foot(Frozen):
    """What the draft was made from."""

    rulebook: str
    sha256: str
    engine: str
    as_of: str
    versions: tuple[str, ...]
    concepts: tuple[str, ...]
    unreviewed: tuple[str, ...]

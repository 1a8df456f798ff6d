"""What a template may see: texts ready to print, lists and flags. Nothing is decided or looked up in a template."""

from __future__ import annotations

from offence_engine.model.base import Frozen


class Row(Frozen):
    """A blank of the form and what stands in it."""

    label: str
    value: str


class OffenceName(Frozen):
    """An offence name under its letter; `mark` where it is a primary or alternative charge."""

    letter: str
    name: str
    mark: str


class Part(Frozen):
    """One of several offences of one name, told act by act."""

    heading: str
    mark: str
    paragraphs: tuple[str, ...]


class Telling(Frozen):
    """The offences of one name as told."""

    number: int
    heading: str
    mark: str
    parts: tuple[Part, ...]


class Limit(Frozen):
    """When the limitation period of an offence runs out, and why."""

    offence: str
    period: str
    earliest: str
    latest: str
    because: tuple[str, ...]
    settled: bool
    expired: str


class ElementRow(Frozen):
    """An element of an offence, how it stands, and what it rests on."""

    words: str
    way: str
    truth: str
    judgment: bool
    disputed: bool
    facts: tuple[str, ...]
    evidence: str


class Review(Frozen):
    """An offence element by element, in the version applied."""

    heading: str
    where: str
    citation: str
    version: str
    limb: str
    stage: str
    unreviewed: bool
    elements: tuple[ElementRow, ...]


class SuspectPart(Frozen):
    """Everything about one suspect of whom something is referred."""

    number: int
    name: str
    line: str
    offences: tuple[str, ...]
    particulars: tuple[Row, ...]
    record: tuple[Row, ...]
    detained: str
    detained_on: str
    released_on: str
    tellings: tuple[Telling, ...]
    articles: str
    limits: tuple[Limit, ...]
    longest: str
    shortest: str
    reviews: tuple[Review, ...]
    notice: str


class EvidenceRow(Frozen):
    """A piece of evidence, its hash, and which elements rest on it."""

    id: str
    what: str
    sha256: str
    page: str
    supports: tuple[str, ...]


class Point(Frozen):
    """Something that is not settled, with its ground and authority; or something set aside."""

    about: str
    text: str
    authority: str
    settled: bool


class OpenFinding(Frozen):
    """A finding left undetermined, and what it lacks."""

    citation: str
    where: str
    lacks: tuple[str, ...]


class Question(Frozen):
    """A question that would decide open findings, and whom to ask."""

    number: int
    question: str
    ask: str
    at: str
    findings: int
    factors: tuple[str, ...]


class Excused(Frozen):
    """A person whose act is not punished whatever the elements."""

    name: str
    offences: tuple[str, ...]
    notice: str


class Ground(Frozen):
    """Why the case goes on."""

    text: str
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


class LetterContext(Frozen):
    """A whole letter."""

    kind: str
    lang: str
    title: str
    draft: str
    form: str
    by: tuple[str, ...]
    note: str
    notes: dict[str, str]
    office: str
    unit: str
    number: str
    date: str
    officer: str
    rank: str
    signatory: str
    addressee: str
    addressee_doubt: str
    addressee_by: str
    decision: str
    received: str
    clue: str
    volumes: str
    refers: bool
    mixed: bool
    names: tuple[OffenceName, ...]
    suspects: tuple[SuspectPart, ...]
    evidence: tuple[EvidenceRow, ...]
    unproven: tuple[str, ...]
    grounds: tuple[Ground, ...]
    scope: tuple[str, ...]
    unsettled: tuple[Point, ...]
    not_modelled: tuple[Point, ...]
    set_aside: tuple[Point, ...]
    excused: tuple[Excused, ...]
    undetermined: tuple[OpenFinding, ...]
    questions: tuple[Question, ...]
    not_encoded: tuple[str, ...]
    foot: Foot

"""What the sections of a letter are drawn from: one case with its assessment, in one language, for one audience.

`Tools` are made once for a language and an audience and remember sections that are the same in every letter;
`Drafting` is one letter: its kind, and whom or what it is about where there is one for each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from offence_engine.letters.annexes import Annexes
from offence_engine.letters.articles import Citer
from offence_engine.letters.deeds import Teller
from offence_engine.letters.names import Names
from offence_engine.letters.open import OpenPoints
from offence_engine.letters.parties import Addressee
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.review import Reviewer
from offence_engine.letters.select import Selection
from offence_engine.letters.titles import Titles
from offence_engine.model.case import Case
from offence_engine.model.letters import Audience, LetterKind
from offence_engine.model.result import Assessment, Duty, Finding
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.vault.identities import Vault


@dataclass
class Tools:
    """Names, titles, sentences and citations of one case in one language for one audience."""

    assessment: Assessment
    case: Case
    book: Rulebook
    selection: Selection
    lang: str
    audience: Audience
    called: str = "suspect"
    vault: Vault | None = None
    remembered: dict[str, object] = field(default_factory=dict)

    @cached_property
    def phrases(self) -> Phrases:
        return Phrases(self.book, self.lang, self.called)

    @cached_property
    def names(self) -> Names:
        return Names(self.case, self.phrases, self.audience)

    @cached_property
    def titles(self) -> Titles:
        return Titles(self.book, self.case, self.phrases, self.names, self.selection)

    @cached_property
    def citer(self) -> Citer:
        return Citer(self.book, self.phrases, self.assessment.as_of)

    @cached_property
    def teller(self) -> Teller:
        return Teller(self.book, self.case, self.phrases, self.names)

    @cached_property
    def annexes(self) -> Annexes:
        return Annexes(self.teller, self.titles, self.selection)

    @cached_property
    def reviewer(self) -> Reviewer:
        return Reviewer(self.case, self.phrases, self.titles, self.citer)

    @cached_property
    def open(self) -> OpenPoints:
        return OpenPoints(self.assessment, self.book, self.phrases, self.titles, self.names, self.reviewer)

    @cached_property
    def parties(self) -> Addressee:
        return Addressee(self.book, self.case, self.phrases, self.assessment.as_of)

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """The findings of the assessment by their ids."""
        return {finding.id: finding for finding in self.assessment.findings}


@dataclass(frozen=True, slots=True)
class Drafting:
    """One letter. `subject` is the id of the suspect, victim or body it is about or goes to; None: the whole case."""

    kind: str
    plan: LetterKind
    tools: Tools
    subject: str | None = None

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The consequences that this letter follows from, as far as they concern its subject."""
        found = [d for d in self.tools.assessment.duties if d.id in self.plan.duties]
        if self.subject is not None and self.plan.per in ("suspect", "victim"):
            found = [d for d in found if self.subject in (d.suspects if self.plan.per == "suspect" else d.victims)]
        return tuple(found)

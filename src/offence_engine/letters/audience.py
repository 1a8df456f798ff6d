"""For whom a letter is, and what those may see: the rules say it for each audience, and the sections keep to it."""

from __future__ import annotations

from offence_engine.errors import Fault, Place, RulesError
from offence_engine.model.letters import Audience, LetterKind
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint


def audience_of(book: Rulebook, kind: str, plan: LetterKind) -> Audience:
    """The audience of a kind of letter.

    Errors: RulesError where the rules have no such audience."""
    found = book.letters.audiences.get(plan.audience)
    if found is None:
        ko, en = hint(plan.audience, book.letters.audiences)
        raise RulesError(
            [
                Fault(
                    Place(book.folder),
                    f"letters.{kind}: 모르는 상대입니다: `{plan.audience}`.{ko}",
                    f"letters.{kind}: unknown audience: `{plan.audience}`.{en}",
                )
            ]
        )
    return found

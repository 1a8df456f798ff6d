"""`offence questions`: what to ask next, the most decisive first; the same question about several is asked once."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass

from offence_engine.cli.inout import assessed, put, put_json
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.view import words
from offence_engine.cli.view.names import Names
from offence_engine.model.result import Assessment, Question
from offence_engine.rulebook.rulebook import Rulebook

MOST_PLACES = 3


@dataclass(frozen=True)
class Asked:
    """One question, with every place in the case where its answer belongs."""

    questions: tuple[Question, ...]

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def decides(self) -> float:
        return sum(q.decides for q in self.questions)

    @property
    def findings(self) -> list[str]:
        return list(dict.fromkeys(f for q in self.questions for f in q.findings))


def run(values: Namespace, say: Tongue) -> int:
    assessment, _, book = assessed(values, say)
    if values.format == "json":
        whole = assessment.model_dump(mode="json", by_alias=True, include={"case", "as_of", "rulebook", "questions"})
        put_json(whole)
        return 0
    page = Page()
    show(page, say, book, assessment)
    put(page)
    return 0


def together(questions: tuple[Question, ...]) -> list[Asked]:
    """Equal questions joined, in the order of how much all their answers decide."""
    same: dict[str, list[Question]] = {}
    for question in questions:
        same.setdefault(question.path, []).append(question)
    return sorted((Asked(tuple(found)) for found in same.values()), key=lambda a: (-a.decides, -len(a.findings)))


def show(page: Page, say: Tongue, book: Rulebook, assessment: Assessment) -> None:
    names = Names(book, say)
    asked = together(assessment.questions)
    title = f" · {assessment.case.title}" if assessment.case.title else ""
    page.line(f"{say('확인할 사항', 'What to ask next')}  {assessment.case.id}{title}", style="head")
    page.line(f"{say('검토 기준일', 'as of')} {say.day(assessment.as_of)}", indent=2)
    if not asked:
        page.line(
            say(
                "판단을 미룬 것이 없다. 더 확인할 사항이 없다.",
                "Nothing is undetermined; there is nothing more to ask.",
            )
        )
        return
    page.line(
        say("답이 검토 결과를 많이 가르는 것부터 적었다.", "The questions whose answers decide most come first."),
        indent=2,
    )
    citations = {f.id: names.cited(f.citation, f.provision) for f in assessment.findings}
    for number, entry in enumerate(asked, 1):
        _one(page, say, names, book, entry, number, citations)


def _one(
    page: Page, say: Tongue, names: Names, book: Rulebook, entry: Asked, number: int, citations: dict[str, str]
) -> None:
    question = entry.first
    page.line()
    disputed = f"  ※ {say(*words.DISPUTED)}" if any(q.disputed for q in entry.questions) else ""
    page.line(f"{number:>2}. [{names.ask(question.ask)}] {say.of(question.question)}{disputed}", hang=4, style="head")
    ats = [q.at for q in entry.questions]
    shown = ", ".join(ats[:MOST_PLACES])
    more = (
        say(f" 외 {len(ats) - MOST_PLACES}곳", f" and {len(ats) - MOST_PLACES} more") if len(ats) > MOST_PLACES else ""
    )
    page.line(f"{say('적을 곳', 'write it at')}: {shown}{more}{_values(say, book, question.path)}", indent=4, hang=2)
    if any(".?" in at for at in ats):
        page.line(
            say(
                "`?`는 사건 파일에 아직 적지 않은 사람이나 것이다.",
                "`?` is a person or thing not stated in the case yet.",
            ),
            indent=6,
            style="quiet",
        )
    provisions = ", ".join(dict.fromkeys(citations[f] for f in entry.findings if f in citations))
    count = say.count(len(entry.findings), "건", "finding")
    page.line(
        say(f"걸린 검토 결과: {count}", f"bears on: {count}") + (f" ({provisions})" if provisions else ""),
        indent=4,
        hang=2,
    )
    for factor in question.factors:
        page.line(f"- {factor[say.lang]} ({names.authority(factor['authority'])})", indent=6, hang=2, style="quiet")


def _values(say: Tongue, book: Rulebook, path: str) -> str:
    """What may be written as the answer."""
    decl = book.facts.get(path)
    if decl is None:
        return ""
    match decl.type:
        case "yes_no":
            return " (yes, no)"
        case "judgment":
            return say(
                " ({value: yes 또는 no, by: 판단한 사람, because: 이유})",
                " ({value: yes or no, by: who, because: why})",
            )
        case "choice" | "choices":
            return f" ({', '.join(decl.values)})"
        case "date":
            return " (2025-03-02)"
    return ""

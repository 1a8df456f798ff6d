"""`offence rules review` and `offence rules reviews`: signing a version off, and who has signed which."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from datetime import timedelta
from typing import Any

from offence_engine.cli.inout import put, put_json, tracked, write_whole
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page, Style
from offence_engine.cli.view.names import Names
from offence_engine.errors import usage
from offence_engine.model.review import Review
from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.reviews import (
    VersionState,
    gone,
    home_of,
    review_by,
    states,
    version_named,
    with_review,
)

FOUND_FAULTS = 1
_STATES = {
    "reviewed": ("검수됨", "reviewed"),
    "waiting": ("서명이 더 필요함", "more signatures needed"),
    "withdrawn": ("바뀌어 효력을 잃음", "withdrawn: it has changed"),
    "never": ("받은 적 없음", "never reviewed"),
}


def review(values: Namespace, say: Tongue) -> int:
    """Show a version in plain language with the state of its tests; with a name, sign it."""
    from offence_engine.casefile.read import today
    from offence_engine.cli.view.rule import RuleView
    from offence_engine.workbench.cases import derived_cases, run_cases

    book = load_rulebook(values.rules)
    id_, effective = version_named(book, values.version)
    if values.by is not None and values.rules is None:
        raise usage(
            "서명은 고치고 있는 규칙 폴더에 적습니다. `--rules DIR`로 그 폴더를 알려 주십시오.",
            "a signature is written into the rules folder that is kept: name it with `--rules DIR`",
        )
    entry = None
    if values.by is not None:
        entry = review_by(book, id_, effective, values.by, values.on or today(), today(), values.note)
    page = Page()
    RuleView(page, say, book, effective).show(id_)
    what = say("시험 사례를 돌리는 중", "running the cases")
    results = list(tracked([*run_cases(book, {id_}), *derived_cases(book, {id_})], what))
    failed = [result for result in results if not result.ok]
    page.line()
    page.heading(say(f"서명할 것: {id_}@{effective}", f"To be signed: {id_}@{effective}"))
    page.line(
        say(f"시험 사례 {len(results)}건, 실패 {len(failed)}건", f"{len(results)} cases, {len(failed)} failed"),
        indent=2,
    )
    for result in failed:
        page.line(f"{result.file}: {result.name}: {say(result.ko, result.en)}", indent=4, hang=2)
    state = next(s for s in states(book) if (s.id, s.effective) == (id_, effective))
    page.line(_state(state, book.settings.review.persons, say), indent=2, hang=2)
    status = 0
    if entry is not None and failed:
        page.line(
            say("실패한 시험 사례가 있어 서명하지 않았습니다.", "not signed: some cases fail"), indent=2, style="open"
        )
        status = FOUND_FAULTS
    elif entry is not None:
        path = home_of(book)
        content, line = with_review(path, entry)
        write_whole({path: content})
        count, needed = len(state.signed) + 1, book.settings.review.persons
        so_far = f" ({count}/{needed})" if needed > 1 else ""
        page.line(f"{path}:{line}: {say('서명하였습니다', 'signed')}: {entry.by}, {entry.on}{so_far}", indent=2, hang=2)
    else:
        page.line(
            say("맞으면 서명합니다: ", "if it is right, sign it: ")
            + f"offence rules review {id_}@{effective} --by {say('이름', 'NAME')} --rules {values.rules or 'DIR'}",
            indent=2, hang=2,
        )  # fmt: skip
    put(page)
    return status


def _state(state: VersionState, persons: int, say: Tongue) -> str:
    text = say("검수: ", "review: ") + say(*_STATES[state.state])
    if persons > 1:
        text += say(f" (서로 다른 {persons}명이 서명해야 함)", f" ({persons} different persons must sign)")
    if state.signed:
        text += f"; {_names(state.signed)}"
    if state.withdrawn:
        text += say("; 전의 내용에 서명: ", "; signed what it was before: ") + _names(state.withdrawn)
    return text


def _names(reviews: tuple[Review, ...]) -> str:
    return ", ".join(f"{r.by} ({r.on})" for r in reviews)


def reviews(values: Namespace, say: Tongue) -> int:
    """Every version: reviewed, withdrawn because it changed, or never."""
    book = load_rulebook(values.rules)
    found, lost = list(states(book)), gone(book)
    if values.format == "json":
        put_json(_as_json(found, lost, book.settings.review.persons))
        return 0
    names, page = Names(book, say), Page()
    rows: list[tuple[Style, list[str]]] = []
    for state in found:
        part = next(p for p in book.parts(state.id) if p.effective == state.effective)
        until = min((p.effective for p in book.parts(state.id) if p.effective > state.effective), default=None)
        span = f"{part.effective} ~ {until - timedelta(days=1) if until else ''}"
        who = _names(state.signed or state.withdrawn)
        rows.append(("plain", [state.id, names.rule(state.id), span, say(*_STATES[state.state]), who]))
    titles = ("id", say("조문", "citation"), say("시행", "in force"), say("검수", "review"), say("서명", "signed by"))
    page.table(titles, rows, widths=(26, 24, 25, 22, 20))
    page.line()
    for entry in lost:
        page.line(
            f"{entry.version}: {entry.by} ({entry.on}): "
            + say("그런 시행 조문이 이제 없습니다", "there is no such version any more"),
            style="open",
        )
    counted: Counter[str] = Counter(state.state for state in found)
    page.line("; ".join(f"{say(*words)} {counted[name]}" for name, words in _STATES.items()))
    page.line(
        say(
            f"검수에 필요한 서명: 서로 다른 {book.settings.review.persons}명",
            f"signatures needed: {book.settings.review.persons} different person(s)",
        )
    )
    put(page)
    return 0


def _as_json(found: list[VersionState], lost: tuple[Review, ...], persons: int) -> dict[str, Any]:
    return {
        "persons": persons,
        "versions": [
            {
                "id": s.id,
                "effective": s.effective.isoformat(),
                "state": s.state,
                "signed": [r.model_dump(mode="json") for r in s.signed],
                "withdrawn": [r.model_dump(mode="json") for r in s.withdrawn],
            }
            for s in found
        ],
        "no_such_version": [r.model_dump(mode="json") for r in lost],
    }

"""`offence rules coverage`, `mutate` and `pin`: how well the cases of the rules hold what the law says."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from offence_engine.cli.inout import put, put_json, tracked, working, write_whole
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.errors import usage
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.load import load_rulebook
from offence_engine.source.suggest import hint

if TYPE_CHECKING:
    from offence_engine.workbench.exercised import Exercise, Marks
    from offence_engine.workbench.pins import Departure
    from offence_engine.workbench.survey import Result

FOUND_FAULTS = 1
FOLDER = "pins"
UNPINNED = "not pinned"
# Why no case was found: the words of the workbench, and theirs in Korean.
_WHY = {
    "no typical case reaches it": "전형적인 사건이 거기에 미치지 않습니다 (typical_case를 적으십시오)",
    "needs more changes than were tried": "해 본 것보다 더 많은 사실을 바꾸어야 합니다",
    "too many ways to try": "해 볼 경우가 너무 많습니다",
    "the answer would be the same": "해 본 사례에서는 결과가 같습니다",
}


def coverage(values: Namespace, say: Tongue) -> int:
    """What the written cases exercise: by rule with a share, and every branch that none of them makes decide."""
    book = load_rulebook(values.rules)
    from offence_engine.rulebook.find import rules_of
    from offence_engine.workbench.exercise_page import page as html_page
    from offence_engine.workbench.exercised import exercise

    total = sum(len(rule.cases) for rule in rules_of(book).values())
    steps = tracked(exercise(book), say("사례를 돌리는 중", "running the cases"), total + 1)
    result = next(step for step in steps if step is not None)
    if values.html is not None:
        write_whole({Path(values.html): html_page(book, result, say.lang).encode()})
    if values.format == "json":
        put_json(_coverage_json(result))
    else:
        put(_coverage_text(result, say))
    return FOUND_FAULTS if result.broken else 0


def _coverage_text(result: Exercise, say: Tongue) -> Page:
    from offence_engine.workbench.exercised import percent

    page = Page(terminal=False, width=100_000)
    for id_, marks in result.by_rule().items():
        ways = sum(m.ways for m in marks)
        page.line(f"{id_}  {ways}/{2 * len(marks)}  {percent(marks)}%")
        for mark in (m for m in marks if m.ways < 2):
            page.line(f"  {_missing(mark, say)}")
    for problem in result.broken:
        page.line(f"{say('실패한 사례', 'failing case')}: {problem}")
    every = list(result.marks)
    page.line(
        say(
            f"모두 {percent(every)}%: 가지 {len(every)}개, 두 쪽 모두 {sum(m.ways == 2 for m in every)}, 한쪽만 "
            f"{sum(m.ways == 1 for m in every)}, 시험되지 않음 {sum(m.ways == 0 for m in every)} (사례 {len(result.cases)}건)",
            f"{percent(every)}% in all: {len(every)} branches, both ways {sum(m.ways == 2 for m in every)}, one way "
            f"{sum(m.ways == 1 for m in every)}, not at all {sum(m.ways == 0 for m in every)} ({len(result.cases)} cases)",
        )
    )
    return page


def _missing(mark: Marks, say: Tongue) -> str:
    from offence_engine.workbench.exercise_page import version_of

    lacking = [
        word for word, found in ((say("갖춘", "met"), mark.met), (say("못 갖춘", "not met"), mark.not_met)) if not found
    ]
    branch = mark.branch
    what = f"{version_of(branch.version)} {say(branch.ko, branch.en)}".strip()
    return say(
        f"{branch.place}: {what}: {'ㆍ'.join(lacking)} 쪽이 결과를 가르는 사례가 없습니다",
        f"{branch.place}: {what}: no case in which it decides as {' or as '.join(lacking)}",
    )


def _coverage_json(result: Exercise) -> dict[str, Any]:
    from offence_engine.workbench.exercised import percent

    return {
        "percent": percent(list(result.marks)),
        "broken": list(result.broken),
        "cases": dict(result.cases),
        "rules": [
            {
                "id": id_,
                "percent": percent(marks),
                "branches": [
                    {
                        "version": m.branch.version,
                        "at": "/".join(map(str, m.branch.at)),
                        "place": str(m.branch.place),
                        "what": {"ko": m.branch.ko, "en": m.branch.en},
                        "met": m.met,
                        "not_met": m.not_met,
                    }
                    for m in marks
                ],
            }
            for id_, marks in result.by_rule().items()
        ],
    }


def mutate(values: Namespace, say: Tongue) -> int:
    """Every small mistake tried; those that no case notices are listed, each with the case that would."""
    book = load_rulebook(values.rules)
    from offence_engine.workbench.survey import chosen, names_in, survey

    values.ids = _named(values.ids, names_in(book))
    total = len(chosen(book, values.ids))
    jobs = values.jobs or len(os.sched_getaffinity(0))
    total = min(total, values.sample or total)
    results = list(
        tracked(
            survey(book, values.ids, jobs, values.sample or 0), say("잘못을 넣어 보는 중", "trying mistakes"), total
        )
    )
    survivors = sorted(
        (r for r in results if r.state == "survived"), key=lambda r: (r.place.file, r.place.line, r.mutant)
    )
    if values.format == "json":
        put_json({"counts": _counts(results), "survivors": [_survivor_json(r) for r in survivors]})
    else:
        put(_mutation_text(results, survivors, say))
    return FOUND_FAULTS if survivors else 0


def _counts(results: Iterable[Result]) -> dict[str, int]:
    found = Counter(r.state for r in results)
    return {state: found[state] for state in ("killed", "equivalent", "survived")}


def _mutation_text(results: Sequence[Result], survivors: Sequence[Result], say: Tongue) -> Page:
    page = Page(terminal=False, width=100_000)
    shown: set[str] = set()
    unpinned = sum(r.why == UNPINNED for r in survivors)
    if unpinned:
        page.line(
            say(
                f"날짜와 형의 잘못 {unpinned}개를 알아채지 못합니다. 법을 확인하고 `offence rules pin`으로 적어 둡니다",
                f"{unpinned} mistakes in dates and figures pass unseen: check the law and write it down with `offence rules pin`",
            )
        )
    for result in (r for r in survivors if r.why != UNPINNED):
        page.line(f"{result.place}: {result.rule}: {say(result.ko, result.en)}")
        if not result.case:
            page.line(
                f"  {say('이것을 알아챌 사례를 찾지 못했습니다', 'no case found that would notice')}: {say(_WHY.get(result.why, result.why), result.why)}"
            )
        elif result.case in shown:
            page.line(f"  {say('위의 사례가 알아챈다', 'a case above would notice')}")
        else:
            shown.add(result.case)
            page.line(f"  {say(f'{result.into}의 cases에 넣으면', f'to be pasted into the cases of {result.into}')}:")
            page.line(f"  {result.case}")
    counts = _counts(results)
    by_pin = sum(r.by.startswith("pin ") for r in results)
    page.line(
        say(
            f"잘못 {len(results)}개: 알아챔 {counts['killed']} (못 박은 것이 {by_pin}), 아무것도 바꾸지 않음 "
            f"{counts['equivalent']}, 알아채지 못함 {counts['survived']}",
            f"{len(results)} mistakes: noticed {counts['killed']} ({by_pin} by pins), of no effect "
            f"{counts['equivalent']}, not noticed {counts['survived']}",
        )
    )
    return page


def _survivor_json(result: Result) -> dict[str, Any]:
    return {
        "rule": result.rule,
        "kind": result.kind,
        "place": str(result.place),
        "what": {"ko": result.ko, "en": result.en},
        "into": result.into,
        "case": result.case,
        "why": result.why,
    }


def _named(ids: Iterable[str], valid: Sequence[str]) -> list[str]:
    """What is named; a whole article (`act.1`) names all of it.

    Errors: UsageError naming the first id that is not there, and the nearest that is.
    """
    found: dict[str, None] = {}
    for id_ in ids:
        reached = [name for name in valid if reaches(id_, name)]
        if not reached:
            ko, en = hint(id_, valid)
            raise usage(f"그런 조항이나 개념이 없습니다: `{id_}`.{ko}", f"no such provision or concept: `{id_}`.{en}")
        found.update(dict.fromkeys(reached))
    return list(found)


def pin(values: Namespace, say: Tongue) -> int:
    """What differs from the pins is shown; once a person confirms, the pins say what the rules say."""
    folder = Path(values.rules or "rules")
    book = load_rulebook(folder)
    from offence_engine.workbench.figures import pinned_figures
    from offence_engine.workbench.pins import departures, files_of, names_of, pins_of

    names = names_of(book, pinned_figures(book))
    values.ids = _named(values.ids, list(dict.fromkeys((*names, *book.pins))))
    with working(say("규칙을 읽어 보는 중", "reading the rules")):
        found = list(departures(book, values.ids or None))
        now = pins_of(book)
    page = Page(terminal=False, width=100_000)
    page.lines(departed(d, say) for d in found)
    if not found:
        page.line(say("못 박은 것과 규칙이 같습니다.", "the pins say what the rules say"))
        put(page)
        return 0
    put(page)
    if not values.yes and not _confirmed(say):
        return FOUND_FAULTS
    # Of a folder that lies over another only its own rules are pinned in it.
    held = {n: p for n, p in book.pins.items() if _below(folder, book.files.get(f"pins/{n}"))}
    files = {n: book.files.get(n) or book.files.get(f"general/{n}") for n in names}
    own = [n for n, file in files.items() if n in held or (n not in book.pins and _below(folder, file))]
    wanted = frozenset(values.ids) if values.ids else frozenset((*own, *held))
    kept = {n: p for n, p in held.items() if n not in wanted} | {n: p for n, p in now.items() if n in wanted}
    target = _folder_of(book.files, folder)
    target.mkdir(exist_ok=True)
    order = {name: index for index, name in enumerate(names)}
    written = files_of({n: kept[n] for n in sorted(kept, key=lambda n: order.get(n, len(order)))})
    write_whole({target / name: text.encode() for name, text in written.items()})
    for old in target.glob("*.yaml"):
        if old.name not in written:
            old.unlink()
    print(say(f"{target}에 적었습니다 ({len(found)}곳)", f"written to {target} ({len(found)} places)"))
    return 0


def _confirmed(say: Tongue) -> bool:
    """Whether a person at a terminal says yes."""
    question = say(
        "법이 이와 같습니까? 확인하였으면 yes를 적습니다: ",
        "Is this what the law says? Type yes once you have checked: ",
    )
    if not sys.stdin.isatty():
        print(say("확인한 사람이 --yes로 적습니다.", "who has checked it writes it with --yes"), file=sys.stderr)
        return False
    return input(question).strip().lower() in ("yes", "y", "예", "네")


def _below(folder: Path, file: str | None) -> bool:
    """Whether a file of rules stands in a folder; what has no file of its own is taken to."""
    return file is None or Path(file).resolve().is_relative_to(folder.resolve())


def _folder_of(files: dict[str, str], folder: Path) -> Path:
    """Where the pins of a folder stand: beside those that are there, else beside the files of the general part."""
    for key, file in files.items():
        if key.startswith("pins/") and _below(folder, file):
            return Path(file).parent
    provisions = sorted(folder.rglob("provisions"))
    return (provisions[0].parent if provisions else folder) / FOLDER


def departed(departure: Departure, say: Tongue) -> str:
    """One line about one thing that differs from its pin."""
    rule, nothing = departure.rule, say("없음", "nothing")
    if not departure.what:
        if departure.pinned is None:
            return say(f"{rule}: 못 박은 것이 없습니다", f"{rule}: not pinned yet")
        return say(f"{rule}: 규칙에 없는 것이 못 박혀 있습니다", f"{rule}: pinned, but not in the rules")
    if "from" in (departure.pinned, departure.now) and None in (departure.pinned, departure.now):
        if departure.pinned is None:
            return say(
                f"{rule}: {departure.what}부터의 시기가 새로 생겼습니다",
                f"{rule}: a new period from {departure.what} on",
            )
        return say(
            f"{rule}: {departure.what}부터의 시기가 없어졌습니다",
            f"{rule}: the period from {departure.what} on is gone",
        )
    pinned, now = departure.pinned or nothing, departure.now or nothing
    return say(
        f"{rule}: {departure.what}: 못 박은 것 {pinned}, 지금의 규칙 {now}",
        f"{rule}: {departure.what}: pinned {pinned}, the rules say {now}",
    )

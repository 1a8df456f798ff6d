"""What the statute-book analyser found, for people: in short by kind, or all of it with the cases that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.errors import Place
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.analyser import CODES, Remark
from offence_engine.workbench.analyser.places import Places

FIRST = 3


def show_faults(page: Page, say: Tongue, book: Rulebook, remarks: Sequence[Remark]) -> None:
    """Each fault on a line of its own, with the case that shows it below."""
    places = Places(book)
    for remark in remarks:
        page.line(_line(say, places.of(remark), remark))
        _witness(page, say, remark)


def show_remarks(page: Page, say: Tongue, book: Rulebook, remarks: Sequence[Remark], everything: bool) -> None:
    """Remarks by kind: how many, and the first few; all of them with their cases where `everything` is asked for."""
    if not remarks:
        return
    places = Places(book)
    kinds: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        kinds[remark.code].append(remark)
    page.line()
    page.line(
        say(
            f"살펴볼 점 {len(remarks)}건 (잘못이 아니다" + (")" if everything else "; 모두와 그 사례는 --all)"),
            f"{len(remarks)} remarks (no faults" + (")" if everything else "; all of them with their cases: --all)"),
        )
    )
    for code, found in kinds.items():
        stands_for = sum(len(r.pairs) or 1 for r in found)
        pairs = say(f", 짝 {stands_for}개", f", {stands_for} pairs") if stands_for > len(found) else ""
        page.line(f"{say.of(CODES[code])} [{code}] {len(found)}{pairs}", indent=2)
        for remark in found if everything else found[:FIRST]:
            page.line(_line(say, places.of(remark), remark), indent=4)
            if everything:
                _witness(page, say, remark)
        if not everything and len(found) > FIRST:
            page.line(say(f"... 그 밖에 {len(found) - FIRST}건", f"... and {len(found) - FIRST} more"), indent=4)


def _line(say: Tongue, place: Place, remark: Remark) -> str:
    return f"{place}: {say.of(remark.text)}"


def _witness(page: Page, say: Tongue, remark: Remark) -> None:
    witness = remark.witness()
    if witness is None:
        return
    page.line(say("이를 보이는 사건:", "a case that shows it:"), indent=6)
    for line in witness.text.splitlines():
        page.line(line, indent=8)


def remark_json(remark: Remark, places: Places) -> dict[str, Any]:
    """One remark for other programs."""
    place, witness = places.of(remark), remark.witness()
    return {
        "code": remark.code,
        "severity": remark.severity,
        "about": remark.of,
        "names": list(remark.names),
        "pairs": [list(pair) for pair in remark.pairs],
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "text": remark.text.model_dump(),
        "witness": witness.text if witness is not None else None,
    }

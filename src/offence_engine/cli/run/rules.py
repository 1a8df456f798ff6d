"""`offence rules ...`: list, show and export the rulebook."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from offence_engine.cli.inout import put, put_json
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page, Style
from offence_engine.cli.view.names import Names, quoted
from offence_engine.errors import usage
from offence_engine.rulebook.find import Hit, close_names, find, number_of, parts_of, rules_of
from offence_engine.rulebook.load import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import particle

MOST_SHOWN = 3


def list_rules(values: Namespace, say: Tongue) -> int:
    """Every provision and modifier: id, citation, title, since when, reviewed or not."""
    book = load_rulebook(values.rules)
    names, page = Names(book, say), Page()
    rows: list[tuple[Style, list[str]]] = []
    for id_, rule in rules_of(book).items():
        days = ", ".join(p.effective.isoformat() for p in parts_of(rule))
        reviewed = "" if id_ in book.unreviewed else "✓"
        rows.append(("plain", [id_, names.rule(id_), say.of(rule.title), days, reviewed]))
    titles = (
        "id", say("조문", "citation"), say("이름", "title"), say("시행일", "versions from"), say("검수", "reviewed"),
    )  # fmt: skip
    page.table(titles, rows, widths=(28, 25, 30, 21, 6))
    page.line()
    page.line(counts(book, say))
    put(page)
    return 0


def show(values: Namespace, say: Tongue) -> int:
    """One provision by id, citation or words; several in short where they fit equally well."""
    book = load_rulebook(values.rules)
    wanted = " ".join(values.words)
    hits = find(book, wanted, values.on)
    if not hits:
        close = close_names(book, wanted)
        ko = f" 혹시 `{close[0]}`입니까?" if close else ""
        en = f" Did you mean `{close[0]}`?" if close else ""
        raise usage(
            f"찾지 못했습니다: `{wanted}`.{ko} (`offence rules list` 참조)",
            f"nothing found for `{wanted}`.{en} (see `offence rules list`)",
        )
    page = Page()
    if len(hits) > MOST_SHOWN:
        _choices(page, say, book, hits)
    else:
        from offence_engine.cli.view.rule import RuleView

        view = RuleView(page, say, book, values.on)
        for index, hit in enumerate(hits):
            if index:
                page.line("─" * 40)
            _numbered_otherwise(page, say, book, hit, values.on)
            view.show(hit.id)
    put(page)
    return 0


def _choices(page: Page, say: Tongue, book: Rulebook, hits: list[Hit]) -> None:
    names = Names(book, say)
    number = len(hits)
    page.line(
        say(
            f"{number}개 조항이 맞습니다. 하나를 고르십시오: offence rules show ID",
            f"{number} provisions fit; choose one: offence rules show ID",
        )
    )
    for hit in hits:
        rule = rules_of(book)[hit.id]
        page.line(f"{hit.id}  {names.rule(hit.id)}  {say.of(rule.title)}", indent=2, hang=4)


def _numbered_otherwise(page: Page, say: Tongue, book: Rulebook, hit: Hit, on: date | None) -> None:
    """That the number asked for was borne by this provision only at another time."""
    if hit.then is None or number_of(book, hit.id, hit.then) == number_of(book, hit.id):
        return
    cite = Names(book, say).cited(book.citation(hit.id, hit.then), hit.id)
    title = say.of(rules_of(book)[hit.id].title)
    when = say.day(on or hit.then.effective)
    page.line(
        say(
            f"{when} 당시 {particle(cite, '은', '는')} {quoted(title)}이었고, 지금은 {hit.id}이다.",
            f"On {when} {cite} was {quoted(title)}; it is now {hit.id}.",
        ),
        style="open",
    )
    page.line()


def export_rules(values: Namespace, say: Tongue) -> int:
    """The rulebook as JSON."""
    from offence_engine.rulebook.export import export

    put_json(export(load_rulebook(values.rules)))
    return 0


def counts(book: Rulebook, say: Tongue) -> str:
    """What the rulebook holds, and its hash, in one line."""
    versions = sum(len(parts_of(rule)) for rule in rules_of(book).values())
    numbers = (len(book.provisions), len(book.modifiers), versions, len(book.concepts), len(book.facts))
    ko = "조항 {}개, 덧붙는 규정 {}개, 시행 조문 {}개, 개념 {}개, 사실 {}개".format(*numbers)
    en = "{} provisions, {} modifiers, {} versions, {} concepts, {} facts".format(*numbers)
    return f"{say(ko, en)}; sha256 {book.sha256}"

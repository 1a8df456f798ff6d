"""The help of the program and of each command, made from the list of commands, in the user's language."""

from __future__ import annotations

from offence_engine.cli.arguments import Argument, Command
from offence_engine.cli.commands import COMMANDS
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page

_STATUSES = (
    ("0", ("끝났다 (검토 결과가 무엇이든)", "done (whatever the findings say)")),
    (
        "1",
        (
            "검사가 잘못을 찾았거나, 모아 둔 사건 가운데 읽지 못한 것이 있다",
            "checks found faults, or cases of an archive could not be read",
        ),
    ),
    ("2", ("명령줄이 틀렸다", "the command line is wrong")),
    ("3", ("사건 파일이 틀렸다", "the case file is wrong")),
    ("4", ("규칙이 틀렸다", "the rules are wrong")),
    ("5", ("내부 검사가 실패했다: 검토 결과를 내지 않는다", "an internal check failed: no findings are printed")),
)


def program(page: Page, say: Tongue, group: str | None = None) -> None:
    """What `offence --help` (or `offence rules --help`) prints."""
    name = f"offence {group}" if group else "offence"
    page.line(say(f"쓰임새: {name} 명령 ...", f"usage: {name} COMMAND ..."))
    page.line()
    if group is None:
        page.line(
            say(
                "디지털 성범죄 사건의 사실을 담긴 조항의 구성요건에 견주어, 무엇이 충족되고 무엇이 빠졌는지 보인다.",
                "Holds the facts of a digital sex crime case against the elements of the encoded provisions, and says what is met and what is missing.",
            )
        )
        page.line(say("판단하고 서명하는 것은 담당 수사관이다.", "The officer in charge decides and signs."))
        page.line()
    page.line(say("명령", "Commands"))
    shown = [c for c in COMMANDS if group is None or c.path.startswith(group + " ")]
    _rows(page, [(c.path, say(*c.summary)) for c in shown])
    page.line()
    page.line(say("보기", "Examples"))
    for command in shown:
        text, _ = command.examples[0]
        page.line(_filled(text), indent=2)
    page.line()
    page.line(say(f"명령마다: {name} 명령 --help", f"for each command: {name} COMMAND --help"))
    if group is None:
        page.line(
            say(
                "화면의 말: --lang ko|en, OFFENCE_LANG 또는 로캘", "language: --lang ko|en, OFFENCE_LANG, or the locale"
            )
        )
        page.line()
        page.line(say("끝남 값", "Exit status"))
        _rows(page, [(number, say(*words)) for number, words in _STATUSES])


def command(page: Page, say: Tongue, asked: Command) -> None:
    """What `offence COMMAND --help` prints."""
    page.line(f"{say('쓰임새', 'usage')}: offence {asked.path} {' '.join(_usage(a) for a in asked.arguments)}", hang=8)
    page.line()
    page.line(say(*asked.summary))
    page.line()
    _rows(page, [(_name(a), say(*a.help)) for a in asked.arguments])
    page.line()
    page.line(say("보기", "Examples"))
    for text, words in asked.examples:
        page.line(_filled(text), indent=2)
        page.line(say(*words), indent=6)


def _rows(page: Page, rows: list[tuple[str, str]]) -> None:
    width = max(page.cells(left) for left, _ in rows) + 2
    for left, right in rows:
        page.line(left + " " * (width - page.cells(left)) + right, indent=2, hang=width)


def _name(argument: Argument) -> str:
    if not argument.flags:
        return argument.metavar or argument.name
    return ", ".join(argument.flags) + (f" {argument.metavar}" if argument.metavar else "")


def _usage(argument: Argument) -> str:
    if not argument.flags:
        shown = argument.metavar or argument.name
        return f"[{shown}]" if argument.settings.get("nargs") == "?" else shown
    flag = argument.flags[-1] if argument.name == "help" else argument.flags[0]
    return f"[{flag}{f' {argument.metavar}' if argument.metavar else ''}]"


def _filled(example: str) -> str:
    """The example with a provision of the installed rules, so that it can be tried as it stands."""
    if "{" not in example:
        return example
    try:
        from offence_engine.cli.view.names import Names
        from offence_engine.rulebook.load import load_rulebook

        book = load_rulebook()
        first = next((id_ for id_, rule in book.provisions.items() if rule.also_called), next(iter(book.provisions)))
        cite = Names(book, Tongue("ko")).cited(book.citation(first), first)
        called = next(iter(book.provisions[first].also_called), book.provisions[first].title.ko)
        day = book.provisions[first].versions[-1].effective.isoformat()
    except Exception:
        first, cite, called, day = "ID", "CITATION", "WORDS", "DATE"
    return example.format(first=first, cite=f'"{cite}"', called=f'"{called}"', day=day)

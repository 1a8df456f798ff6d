"""The commands as data: what each is called, takes, and does; the parser and the help are both made from this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from offence_engine.model.rule import HOMES

Words = tuple[str, str]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Argument:
    """A positional (no flags) or an option. `read` names the function that turns its text into a value."""

    name: str
    help: Words
    flags: tuple[str, ...] = ()
    metavar: str | None = None
    read: str | None = None
    settings: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class Command:
    """One command: its path (`rules show`), what it does, its arguments, examples, and `module:function`."""

    path: str
    summary: Words
    run: str
    arguments: tuple[Argument, ...] = ()
    examples: tuple[tuple[str, Words], ...] = ()
    more: Words = ("", "")


CASE = Argument(
    "case",
    ("사건 파일 (YAML 또는 JSON; `-`는 표준 입력)", "the case file (YAML or JSON; `-` is standard input)"),
    metavar="CASE",
)
RULES = Argument(
    "rules",
    ("이 폴더의 규칙을 쓴다 (없으면 함께 설치된 규칙)", "use the rules of this folder (default: those installed with the program)"),
    ("--rules",), "DIR",
)  # fmt: skip
AS_OF = Argument(
    "as_of",
    ("검토 기준일 (없으면 오늘, 한국 시각)", "the day of assessment (default: today in Korea)"),
    ("--as-of",), "DATE", "day",
)  # fmt: skip
FORMAT = Argument(
    "format", ("글(text) 또는 JSON", "text or JSON"), ("--format",), "text|json", "text_or_json", {"default": "text"}
)
JSON_ONLY = Argument("format", ("JSON", "JSON"), ("--format",), "json", "json_only", {"default": "json"})
LANG = Argument(
    "lang", ("화면의 말: ko 또는 en", "the language of the screen: ko or en"), ("--lang",), "ko|en", "language"
)
HELP = Argument("help", ("이 도움말", "this help"), ("-h", "--help"), settings={"action": "store_true"})

COMMANDS: tuple[Command, ...] = (
    Command(
        "assess",
        ("사건 파일을 검토한다", "assess a case file"),
        "offence_engine.cli.run.assess:run",
        (
            CASE, FORMAT, AS_OF, RULES, LANG,
            Argument(
                "all",
                ("여러 구성요건에서 빠지는 검토 결과도 모두 보인다", "also show findings that fail by more than one element"),
                ("--all",), settings={"action": "store_true"},
            ),
            HELP,
        ),
        (
            ("offence assess case.yaml", ("사건을 검토하여 글로 본다", "assess a case and read the result")),
            ("offence assess case.yaml --format json > result.json", ("다른 프로그램에 넘긴다", "hand it to another program")),
            ("offence assess - --as-of 2026-03-02 < case.json", ("그날을 기준으로 검토한다", "as of that day, from standard input")),
        ),
    ),
    Command(
        "questions",
        ("다음에 무엇을 확인할지, 결과를 가장 많이 가르는 것부터", "what to ask next, the most decisive first"),
        "offence_engine.cli.run.questions:run",
        (CASE, FORMAT, AS_OF, RULES, LANG, HELP),
        (("offence questions case.yaml", ("확인할 사항의 목록", "the list of open questions")),),
    ),
    Command(
        "letters",
        ("검토 결과에서 나오는 문서의 초안을 쓴다", "draft the letters that follow from the findings"),
        "offence_engine.cli.run.letters:run",
        (
            CASE,
            Argument("output", ("초안을 둘 폴더", "the folder for the drafts"), ("-o", "--output"), "DIR"),
            Argument(
                "kind", ("이 종류만 (되풀이할 수 있다)", "only these kinds (may be repeated)"), ("--kind",), "KIND",
                settings={"nargs": "+", "action": "extend"},
            ),
            Argument("format", ("md, html (쉼표로 잇는다)", "md, html (separated by commas)"), ("--format",), "md,html", "letter_formats", {"default": ("md", "html")}),
            Argument(
                "list", ("문서의 종류와, 이 사건에서 나오는지를 보인다", "name the kinds, and say which would follow"), ("--list",),
                settings={"action": "store_true"},
            ),
            AS_OF, RULES, LANG, HELP,
        ),
        (
            ("offence letters case.yaml --list", ("어떤 문서가 나오는지 본다", "see which letters would follow")),
            ("offence letters case.yaml -o out", ("한국어 초안과 영어 사본을 모두 쓴다", "write them all: Korean drafts and English copies")),
            ("offence letters case.yaml -o out --format html --lang ko", ("한국어 초안만 HTML로", "the Korean drafts alone, as HTML")),
        ),
    ),
    Command(
        "facts",
        ("사건 파일에 적을 수 있는 사실과 그 값, 물음", "the facts one may state, with their values and questions"),
        "offence_engine.cli.run.facts:run",
        (
            Argument(
                "entity",
                (f"무엇에 관한 사실인가 (없으면 모두): {', '.join(HOMES)}", f"the facts of what (default: all): {', '.join(HOMES)}"),
                metavar="ENTITY", settings={"nargs": "?"},
            ),
            FORMAT, RULES, LANG, HELP,
        ),
        (
            ("offence facts", ("모든 사실", "all facts")),
            ("offence facts act", ("행위의 종류와 행위에 관한 사실", "kinds of act and the facts of an act")),
        ),
    ),
    Command(
        "rules list",
        ("담긴 조항의 목록", "the provisions of the rulebook"),
        "offence_engine.cli.run.rules:list_rules",
        (RULES, LANG, HELP),
        (("offence rules list", ("모든 조항", "all provisions")),),
    ),
    Command(
        "rules show",
        ("조항 하나를 id, 조문 번호나 말로 찾아 보인다", "show a provision, found by id, citation or words"),
        "offence_engine.cli.run.rules:show",
        (
            Argument("words", ("조항 id, 조문 번호, 죄명이나 달리 부르는 말", "an id, a citation, an offence name or other words"), metavar="ID-OR-WORDS", settings={"nargs": "+"}),
            Argument("on", ("그날 시행된 조문만", "only the version in force on that day"), ("--on",), "DATE", "day"),
            RULES, LANG, HELP,
        ),
        (
            ("offence rules show {first}", ("id로", "by id")),
            ("offence rules show {first} --on 2023-01-01", ("그날 시행된 조문", "the version in force on that day")),
            ("offence rules show {cite}", ("조문 번호로", "by citation")),
            ("offence rules show {called}", ("달리 부르는 말로", "by another name")),
        ),
    ),
    Command(
        "rules check",
        ("규칙 파일을 검사한다", "check the rule files"),
        "offence_engine.cli.run.rules_check:check",
        (RULES, LANG, HELP),
        (
            ("offence rules check", ("함께 설치된 규칙을", "the installed rules")),
            ("offence rules check --rules ./rules", ("고치고 있는 규칙을", "the rules being edited")),
        ),
    ),
    Command(
        "rules test",
        ("규칙 파일 안의 시험 사례를 돌린다", "run the cases inside the rule files"),
        "offence_engine.cli.run.rules_check:test",
        (RULES, LANG, HELP),
        (("offence rules test --rules ./rules", ("고친 뒤에", "after an edit")),),
    ),
    Command(
        "rules export",
        ("규칙을 다른 프로그램이 읽을 JSON으로", "the rulebook as JSON for other programs"),
        "offence_engine.cli.run.rules:export_rules",
        (JSON_ONLY, RULES, LANG, HELP),
        (("offence rules export --format json > rules.json", ("파일로", "into a file")),),
    ),
    Command(
        "demo",
        ("보기 사건을 검토하고 문서 초안을 ./out에 쓴다", "assess the example case and write its letters to ./out"),
        "offence_engine.cli.run.demo:run",
        (LANG, HELP),
        (("offence demo", ("처음 써 볼 때", "the first thing to try")),),
    ),
)  # fmt: skip

BY_PATH = {command.path: command for command in COMMANDS}
GROUPS = {command.path.split()[0] for command in COMMANDS if " " in command.path}


def first_words() -> list[str]:
    """What may follow `offence`."""
    return list(dict.fromkeys(path.split()[0] for path in BY_PATH))


def second_words(group: str) -> list[str]:
    """What may follow `offence rules`."""
    return [path.split()[1] for path in BY_PATH if path.startswith(group + " ")]

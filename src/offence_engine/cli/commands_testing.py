"""The commands that say how well the cases of the rules test them: coverage, mutation, pins."""

from __future__ import annotations

from offence_engine.cli.arguments import FORMAT, HELP, LANG, RULES, RULES_HERE, Argument, Command

_IDS = Argument(
    "ids",
    ("이 조항·개념만 (없으면 모두)", "only these provisions or concepts (default: all)"),
    metavar="ID",
    settings={"nargs": "*"},
)

TESTING: tuple[Command, ...] = (
    Command(
        "rules coverage",
        ("규칙의 어느 가지를 어느 사례가 두 쪽으로 시험하는지", "which case exercises which branch of the rules, both ways"),
        "offence_engine.cli.run.rules_testing:coverage",
        (
            Argument("html", ("규칙 파일의 줄마다 표시한 쪽을 이 파일에 쓴다", "write a page with every line of the rules marked to this file"), ("--html",), "FILE"),
            FORMAT, RULES, LANG, HELP,
        ),
        (
            ("offence rules coverage --rules ./rules", ("시험되지 않은 가지의 목록", "the branches that no case exercises")),
            ("offence rules coverage --html coverage.html", ("한 쪽으로 본다", "as one page")),
        ),
    ),
    Command(
        "rules mutate",
        ("규칙에 작은 잘못을 하나씩 넣어 사례가 알아채는지 본다", "put one small mistake after another into the rules: do the cases notice?"),
        "offence_engine.cli.run.rules_testing:mutate",
        (
            _IDS,
            Argument("jobs", ("함께 일할 프로세스의 수 (없으면 모든 코어)", "how many processes work (default: all cores)"), ("--jobs",), "N", "number"),
            Argument("sample", ("이만큼만 뽑아서 (늘 같은 것)", "only so many of them (always the same)"), ("--sample",), "N", "number"),
            FORMAT, RULES, LANG, HELP,
        ),
        (
            ("offence rules mutate {first} --rules ./rules", ("조항 하나", "one provision")),
            ("offence rules mutate --jobs 2", ("모두, 프로세스 둘로", "all of them, with two processes")),
        ),
    ),
    Command(
        "rules pin",
        ("법이 각 시기에 어떠한지를 확인하고 한 번 더 적어 둔다", "confirm what the law is in each period, and write it down a second time"),
        "offence_engine.cli.run.rules_testing:pin",
        (
            _IDS,
            Argument("yes", ("다른 점을 보이고, 묻지 않고 쓴다", "show the differences and write without asking"), ("--yes",), settings={"action": "store_true"}),
            RULES_HERE, LANG, HELP,
        ),
        (
            ("offence rules pin {first}", ("이 조항의 다른 점을 보고 확인한다", "see what differs and confirm it")),
            ("offence rules pin --yes", ("모두", "all of them")),
        ),
    ),
)  # fmt: skip

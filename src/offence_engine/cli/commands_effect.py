"""The commands that show what a change of the rules does, and that assess an archive."""

from __future__ import annotations

from offence_engine.cli.arguments import AS_OF, FORMAT, HELP, LANG, RULES, Argument, Command

_OLD = Argument(
    "old", ("전의 규칙: 폴더, 또는 git의 판(`판`, `판:폴더`, `판:.`)", "the rules before: a folder, or a revision of git (`REV`, `REV:folder`, `REV:.`)"), metavar="OLD"
)  # fmt: skip
_NEW = Argument("new", ("뒤의 규칙", "the rules after"), metavar="NEW")
_JOBS = Argument(
    "jobs",
    ("함께 일할 프로세스의 수 (없으면 모든 코어)", "how many processes work (default: all cores)"),
    ("--jobs",),
    "N",
    "number",
)
_CASES = (
    "사건 파일, 폴더, JSON Lines(한 줄에 사건 하나) 또는 Parquet",
    "a case file, a folder, JSON Lines (one case to a line) or Parquet",
)

EFFECT: tuple[Command, ...] = (
    Command(
        "rules diff",
        ("두 규칙이 뜻에서 어떻게 다른지, 그것을 보이는 사건과 함께", "how two rulebooks differ in meaning, with cases that show it"),
        "offence_engine.cli.run.rules_effect:diff",
        (
            _OLD, _NEW, FORMAT,
            Argument("all", ("사건과 글이 바뀐 곳도 모두 보인다", "show every case, and every change of words"), ("--all",), settings={"action": "store_true"}),
            LANG, HELP,
        ),
        (
            ("offence rules diff HEAD ./rules", ("고친 것이 무엇을 바꾸는지", "what an edit changes")),
            ("offence rules diff ./rules-2025 ./rules --format json", ("다른 프로그램에 넘긴다", "for another program")),
        ),
    ),
    Command(
        "rules impact",
        ("규칙을 고치면 사건들의 결과가 어떻게 달라지는지", "which findings of an archive of cases a change of the rules alters"),
        "offence_engine.cli.run.rules_effect:impact",
        (
            _OLD, _NEW,
            Argument("cases", _CASES, ("--cases",), "PATH", settings={"required": True}),
            FORMAT,
            Argument("html", ("사람이 볼 보고서를 이 파일에 쓴다", "write a report for people to this file"), ("--html",), "FILE"),
            AS_OF, _JOBS, LANG, HELP,
        ),
        (
            ("offence rules impact HEAD ./rules --cases ./cases", ("폴더 안의 사건으로", "with the cases of a folder")),
            ("offence rules impact HEAD ./rules --cases all.jsonl --html report.html", ("보고서를 쓴다", "with a report")),
        ),
    ),
    Command(
        "batch",
        ("모아 둔 사건을 모두 검토하여 한 줄에 하나씩 쓴다", "assess an archive of cases, one line for each"),
        "offence_engine.cli.run.batch:run",
        (
            Argument("cases", _CASES, metavar="CASES"),
            Argument("output", ("결과를 쓸 파일 (JSON Lines)", "the file for the results (JSON Lines)"), ("-o", "--output"), "FILE", settings={"required": True}),
            Argument("full", ("검토 보고를 온전히 쓴다 (없으면 짧은 결과)", "whole assessments instead of short findings"), ("--full",), settings={"action": "store_true"}),
            AS_OF, _JOBS, RULES, LANG, HELP,
        ),
        (("offence batch all.jsonl -o results.jsonl", ("모두 검토한다", "assess them all")),),
    ),
)  # fmt: skip

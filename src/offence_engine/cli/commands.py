"""The commands as data: what each is called, takes, and does; the parser and the help are both made from this."""

from __future__ import annotations

from offence_engine.cli.arguments import (
    AS_OF,
    CASE,
    FORMAT,
    HELP,
    JSON_ONLY,
    LANG,
    RULES,
    RULES_HERE,
    Argument,
    Command,
)
from offence_engine.cli.commands_effect import EFFECT
from offence_engine.cli.commands_testing import TESTING
from offence_engine.model.rule import HOMES

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
            Argument("case", CASE.help, metavar="CASE", settings={"nargs": "?"}),
            Argument("output", ("초안을 둘 폴더", "the folder for the drafts"), ("-o", "--output"), "DIR"),
            Argument(
                "kind", ("이 종류만 (여럿을 적을 수 있다; all: 모든 종류)", "only these kinds (several may be named; all: every kind)"), ("--kind",), "KIND",
                settings={"nargs": "+", "action": "extend"},
            ),
            Argument(
                "format", ("md, html, docx, hwpx, pdf, txt (쉼표로 잇는다)", "md, html, docx, hwpx, pdf, txt (separated by commas)"),
                ("--format",), "FORMATS", "letter_formats", {"default": ("md", "html")},
            ),
            Argument(
                "list", ("문서의 종류와, 이 사건에서 나오는지를 보인다", "name the kinds, and say which would follow"), ("--list",),
                settings={"action": "store_true"},
            ),
            Argument(
                "vault", ("신원 파일. 그 안의 것이 문서에 있으면 아무것도 쓰지 않는다", "the file of identities: nothing is written if a letter holds any of it"),
                ("--vault",), "FILE",
            ),
            Argument(
                "blank", ("기관의 빈 서식(DOCX, HWPX)을 칸 이름으로 채운다 (--kind 하나와 함께)", "fill an agency's own blank form (DOCX, HWPX) by its labels (with one --kind)"),
                ("--blank",), "FORM",
            ),
            Argument(
                "label", ("서식의 칸 이름=문서의 칸 이름 (없으면 그 종류에 정해진 칸)", "the form's label=the letter's field (default: the fields set for the kind)"),
                ("--label",), "LABEL=FIELD", settings={"nargs": "+", "action": "extend"},
            ),
            Argument(
                "why", ("이 문서의 문단마다 무엇에 근거하는지 보인다", "show what each paragraph of this letter rests on"), ("--why",), "FILE",
            ),
            Argument(
                "verify", ("이 문서가 사건 파일과 규칙에 아직 맞는지 따로 확인한다", "check this letter against the case and the rules"), ("--verify",), "FILE",
            ),
            Argument(
                "check", ("모든 글틀을 모든 종류의 사건에 대어 본다. 아무것도 쓰지 않는다", "prove every template against every kind of case; writes nothing"),
                ("--check",), settings={"action": "store_true"},
            ),
            Argument("templates", ("이 폴더의 글틀을 쓴다", "use the templates of this folder"), ("--templates",), "DIR"),
            AS_OF, RULES, LANG, HELP,
        ),
        (
            ("offence letters case.yaml --list", ("어떤 문서가 나오는지 본다", "see which letters would follow")),
            ("offence letters case.yaml -o out", ("한국어 초안과 영어 사본을 모두 쓴다", "write them all: Korean drafts and English copies")),
            ("offence letters case.yaml -o out --format hwpx,pdf --lang ko", ("한국어 초안만 HWPX와 PDF로", "the Korean drafts alone, as HWPX and PDF")),
            ("offence letters --why out/referral.ko.docx", ("문단마다의 근거", "the grounds of each paragraph")),
            ("offence letters --verify out/referral.ko.docx case.yaml", ("고친 뒤의 사건에도 맞는지", "whether it still holds after the case changed")),
            ("offence letters case.yaml -o out --kind referral --blank form.hwpx", ("관서의 빈 서식을 채운다", "fill the office's own form")),
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
        (
            FORMAT,
            Argument(
                "all", ("살펴볼 점을 모두, 그것을 보이는 사건과 함께", "every remark, with the case that shows it"), ("--all",),
                settings={"action": "store_true"},
            ),
            RULES, LANG, HELP,
        ),
        (
            ("offence rules check", ("함께 설치된 규칙을", "the installed rules")),
            ("offence rules check --rules ./rules", ("고치고 있는 규칙을", "the rules being edited")),
            ("offence rules check --all", ("살펴볼 점을 모두", "with every remark")),
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
        "rules review",
        ("시행 조문 하나를 보이고, 이름을 주면 그 내용에 서명한다", "show a version and, given a name, sign its content off"),
        "offence_engine.cli.run.rules_review:review",
        (
            Argument("version", ("조항 id와 시행일: ID@DATE (시행 조문이 하나면 ID)", "the id and first day: ID@DATE (ID alone where there is one version)"), metavar="ID[@DATE]"),
            Argument("by", ("서명하는 사람의 이름 (없으면 보이기만 한다)", "the name of the person who signs (without it, only shown)"), ("--by",), "NAME"),
            Argument("on", ("서명한 날 (없으면 오늘)", "the day of signing (default: today)"), ("--on",), "DATE", "day"),
            Argument("note", ("덧붙이는 말", "a remark"), ("--note",), "TEXT"),
            RULES, LANG, HELP,
        ),
        (
            ("offence rules review {first}@{day} --rules ./rules", ("무엇에 서명하는지 먼저 본다", "first see what is to be signed")),
            ("offence rules review {first}@{day} --by NAME --rules ./rules", ("서명한다", "sign it")),
        ),
    ),
    Command(
        "rules reviews",
        ("어느 시행 조문이 검수되었고, 바뀌어 효력을 잃었고, 받은 적이 없는지", "which versions are reviewed, withdrawn by a change, or never reviewed"),
        "offence_engine.cli.run.rules_review:reviews",
        (FORMAT, RULES, LANG, HELP),
        (("offence rules reviews --rules ./rules", ("고친 뒤에", "after an edit")),),
    ),
    Command(
        "rules sources",
        ("규칙을 법령 원문의 폴더와 대조하여 다른 점을 모두 알린다", "hold the rules against a folder of official texts and tell every difference"),
        "offence_engine.cli.run.rules_sources:run",
        (
            Argument("folder", ("원문의 폴더 (형식은 rules/README.md)", "the folder of texts (format: rules/README.md)"), metavar="FOLDER"),
            FORMAT, RULES, LANG, HELP,
        ),
        (("offence rules sources ./texts --rules ./rules", ("법이 바뀌었는지", "whether the law has changed")),),
    ),
    Command(
        "rules site",
        ("규칙을 찾아 읽고 인쇄할 수 있는 쪽들로 만든다 (네트워크 없이 연다)", "the rules as pages to search, read and print (no network needed)"),
        "offence_engine.cli.run.rules_site:run",
        (
            Argument("output", ("이 폴더에 쓴다", "write to this folder"), ("-o", "--output"), "DIR", settings={"required": True}),
            RULES, LANG, HELP,
        ),
        (("offence rules site -o site --rules ./rules", ("그리고 site/index.html을 연다", "then open site/index.html")),),
    ),
    Command(
        "rules export",
        ("규칙을 다른 프로그램이 읽을 JSON으로", "the rulebook as JSON for other programs"),
        "offence_engine.cli.run.rules:export_rules",
        (JSON_ONLY, RULES, LANG, HELP),
        (("offence rules export --format json > rules.json", ("파일로", "into a file")),),
    ),
    Command(
        "rules schema",
        ("편집기가 규칙 파일을 완성하고 검사하게 하는 JSON Schema", "JSON Schemas with which editors complete and check rule files"),
        "offence_engine.cli.run.rules_write:schema",
        (
            Argument(
                "kind", ("파일의 종류 (없으면 모든 종류를 아우르는 것)", "the kind of file (default: one for all kinds)"), metavar="FILE-KIND",
                settings={"nargs": "?"},
            ),
            Argument("output", ("이 폴더에 모든 종류와 편집기 설정을 쓴다", "write all kinds and the editor settings to this folder"), ("-o", "--output"), "DIR"),
            Argument(
                "rules", ("이 폴더의 규칙 (없으면 ./rules, 그것도 없으면 함께 설치된 규칙)", "the rules of this folder (default: ./rules, else the installed ones)"),
                ("--rules",), "DIR",
            ),
            LANG, HELP,
        ),
        (("offence rules schema -o schema", ("편집기에 연결하기", "to set up an editor")),),
    ),
    Command(
        "rules new",
        ("조항, 개정, 개념, 사실을 제자리에 시험 사례와 함께 시작한다", "start a provision, an amendment, a concept or a fact in its place, with its tests"),
        "offence_engine.cli.run.rules_write:new",
        (
            Argument("what", ("provision, amendment, modifier, concept, fact", "provision, amendment, modifier, concept, fact"), metavar="WHAT"),
            Argument("id", ("조항 id나 이름 (사실은 `자리.이름`)", "the id or name (a fact: `home.name`)"), metavar="ID"),
            Argument("effective", ("시행일", "the first day"), ("--effective",), "DATE", "day"),
            Argument(
                "drop", ("빠지는 구성요건, 갈래 또는 미치던 조항", "elements or limbs that go, or provisions no longer reached"), ("--drop",), "NAME",
                settings={"nargs": "+", "action": "extend"},
            ),
            Argument("add", ("들어오는 것", "what comes in"), ("--add",), "NAME", settings={"nargs": "+", "action": "extend"}),
            Argument("words", ("새 구성요건의 법문의 말", "the words of a new element"), ("--words",), "TEXT"),
            Argument("fact", ("새 구성요건이 보는 사실", "the fact that a new element reads"), ("--fact",), "PATH"),
            Argument("is_", ("그 사실의 값", "its value"), ("--is",), "VALUE"),
            Argument(
                "penalty", ('형: "징역 7년 이하" "벌금 5천만원 이하"', 'the penalty, in Korean: "징역 7년 이하" "벌금 5천만원 이하"'), ("--penalty",), "TEXT",
                settings={"nargs": "+", "action": "extend"},
            ),
            Argument("repeal", ("이날부터 없는 조항", "gone from that day on"), ("--repeal",), settings={"action": "store_true"}),
            Argument("enacted_by", ("법률 번호와 공포일", "number and date of the act"), ("--enacted-by",), "TEXT"),
            Argument("source", ("출처", "where it was read"), ("--source",), "TEXT"),
            Argument("ko", ("한국어 이름", "its name in Korean"), ("--ko",), "TEXT"),
            Argument("en", ("영어 이름", "its name in English"), ("--en",), "TEXT"),
            Argument("victim", ("조항의 피해자", "who the victim is"), ("--victim",), "ROLE"),
            Argument("material", ("조항의 자료", "what the material is"), ("--material",), "ROLE"),
            Argument("kind", ("전형적인 행위의 종류", "the typical kind of act"), ("--kind",), "KIND"),
            Argument("modifies", ("결과를 어떻게 고치는지 (attempt, aggravation, ...)", "how a modifier changes findings (attempt, aggravation, ...)"), ("--modifies",), "WORD"),
            Argument("reaches", ("미치는 조항", "the provisions it reaches"), ("--reaches",), "ID", settings={"nargs": "+", "action": "extend"}),
            Argument("type_", ("사실의 종류 (yes_no, choice, ...)", "the type of a fact (yes_no, choice, ...)"), ("--type",), "TYPE"),
            Argument("value", ("choice의 값", "the values of a choice"), ("--value",), "NAME", settings={"nargs": "+", "action": "extend"}),
            Argument("ask", ("누구에게 묻는지", "whom to ask"), ("--ask",), "WHOM"),
            RULES_HERE, LANG, HELP,
        ),
        (
            ('offence rules new amendment {first} --effective 2026-12-01 --penalty "징역 7년 이하" "벌금 5천만원 이하"', ("형이 바뀐 개정", "an amendment of the penalty")),
            ("offence rules new fact act.seen_by_many --type yes_no", ("새 사실", "a new fact")),
        ),
        more=(
            "규칙은 ./rules (또는 --rules)에 쓴다. 모르는 것은 `[채우기: ...]`로 남는다.",
            "Writes into ./rules (or --rules). What is not known is left as `[fill in: ...]`.",
        ),
    ),
    Command(
        "rules fmt",
        ("규칙 파일의 모양을 다듬는다. 내용과 설명(#)은 그대로이다", "lay out rule files; content and comments stay"),
        "offence_engine.cli.run.rules_write:fmt",
        (
            Argument(
                "files", ("파일이나 폴더 (없으면 ./rules 또는 --rules)", "files or folders (default: ./rules, or --rules)"), metavar="FILE", settings={"nargs": "*"},
            ),
            Argument(
                "check", ("고치지 않고, 다듬을 파일이 있으면 1로 끝난다", "change nothing; ends with 1 where a file would change"), ("--check",),
                settings={"action": "store_true"},
            ),
            RULES_HERE, LANG, HELP,
        ),
        (("offence rules fmt", ("모든 규칙 파일을", "all rule files")), ("offence rules fmt --check", ("확인만", "only look"))),
    ),
    *TESTING,
    *EFFECT,
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

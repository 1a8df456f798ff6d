"""The decided cases as a Markdown table: what the court held, what the engine says, and why where they differ.

    python -m tests.decided.table [--tier ABC] [--lang ko]     print it
    python -m tests.decided.table --update FILE                put it between the court-table marks of FILE (tier A)
    python -m tests.decided.table --check FILE                 exit 1 where the block in FILE is stale

A mark `<!-- court-table ko -->` asks for Korean.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from offence_engine.model.base import Label
from offence_engine.model.result import Assessment
from tests.decided.outcome import GAPS, answer, as_it_was, as_looked_at, assessed, bare
from tests.decided.reading import MEANS, Decided, Holding, decided

BLOCK = re.compile(
    r"(?P<open><!-- court-table(?: (?P<lang>ko|en))? -->\n).*?(?P<close><!-- /court-table -->)", re.DOTALL
)

HEAD = Label(
    ko="| 사건 | 무엇 | 조항 | 법원 | 엔진 | 평가와 보충 없이 | |",
    en="| Case | What | Provision | Court | Engine | Without what was judged or supplied | |",
)
RULE = "|---" * 7 + "|"
COURT = {
    "convicted": Label(ko="유죄", en="convicted"),
    "upheld": Label(ko="유죄 (상고·항소기각 등)", en="conviction upheld"),
    "remand_guilty": Label(ko="무죄 파기", en="acquittal reversed"),
    "dictum": Label(ko="될 수 있다고 함", en="said to be possible"),
    "acquitted": Label(ko="무죄", en="acquitted"),
    "reversed": Label(ko="유죄 파기", en="conviction reversed"),
    "dismissed": Label(ko="공소기각", en="dismissed"),
    "sent_back": Label(ko="함께 파기 (판단하지 않음)", en="quashed with it, not ruled on"),
    "not_charged": Label(ko="기소되지 않음", en="not charged"),
    "indicted": Label(ko="기소", en="indicted"),
    "sent": Label(ko="송치", en="referred"),
    "no_charge": Label(ko="불기소·불송치", en="no charge"),
    "no_offence": Label(ko="죄가 되지 않음", en="no offence"),
}
ENGINE = {
    "applicable": Label(ko="요건 충족", en="applicable"),
    "not_applicable": Label(ko="요건 미충족", en="not applicable"),
    "undetermined": Label(ko="판단 보류", en="undetermined"),
    "not_encoded": Label(ko="그날의 조문은 담지 않음", en="not encoded for this date"),
    "not_in_force": Label(ko="시행 전", en="not yet in force"),
    "mixed": Label(ko="갈림", en="mixed"),
}
DIFFERS = {
    "excluded_evidence": Label(ko="위법하게 수집한 증거", en="excluded evidence"),
    "procedural_bar": Label(ko="소추 조건", en="procedural bar"),
    "later_authority": Label(ko="뒤의 판례", en="later authority"),
    "text_changed": Label(ko="법문이 바뀜", en="the text has changed"),
    "counted_once": Label(ko="죄수 (흡수)", en="counted once (absorbed)"),
    "open_question": Label(ko="판단되지 않은 평가", en="a value judgment nobody made"),
    "no_facts": Label(ko="판결에 사실이 없음", en="no facts in the judgment"),
}
AGREES, DIFFER = Label(ko="같음", en="agrees"), Label(ko="다름: ", en="differs: ")
OUTSIDE = Label(ko="규칙 밖의 조항", en="provision outside the rules")
MOVED = Label(ko="{}; {}로 옮기면 {}", en="{}; moved to {}: {}")
SAME = Label(ko="같음", en="same")
TOTAL = Label(
    ko="사건 {}건, 판단 {}개: 같음 {}, 다름 {} ({}), 규칙 밖 {}, 법원이 판단하지 않음 {}.",
    en="{} cases, {} answers: {} agree, {} differ ({}), {} outside the rules, {} not put to the court.",
)


def verdict_on(holding: Holding, engine: str) -> str:
    """`agrees`, `differs`, `outside`, or `silent` where the court said nothing of the elements."""
    means = MEANS[holding.court]
    if holding.expected == "outside":
        return "outside"
    if holding.court == "dismissed" and holding.prosecution is not None:
        return "agrees" if holding.prosecution == "barred" else "differs"
    if means is None:
        return "silent"
    return "agrees" if engine == means or (means == "not_applicable" and engine in GAPS) else "differs"


class Row:
    """One holding of a case with the engine's answers."""

    def __init__(self, known: Decided, holding: Holding, runs: Sequence[Assessment]) -> None:
        self.known, self.holding = known, holding
        asked = runs if holding.expected != "outside" else ()
        answers = [answer(run, holding, holding.provision) for run in asked]
        self.then, self.engine, self.without = answers or ("", "", "")
        self.verdict = verdict_on(holding, self.engine)

    def cells(self, lang: str, first: bool) -> list[str]:
        source, holding = self.known.source, self.holding
        engine = ENGINE[self.engine].text(lang) if self.engine else ""
        if engine and self.known.moved and self.known.moved.reaches(self.holding.act):
            engine = MOVED.text(lang).format(ENGINE[self.then].text(lang), self.known.moved.to, engine)
        open_ = ENGINE[self.without].text(lang) if self.without else ""
        return [
            f"{source.court.text(lang)} {source.case_no or source.decided}" if first else "",
            holding.what.text(lang),
            f"`{holding.provision}`",
            COURT[holding.court].text(lang),
            engine,
            SAME.text(lang) if self.engine and self.engine == self.without else open_,
            self.remark(lang),
        ]

    def remark(self, lang: str) -> str:
        """Whether court and engine agree, and why not."""
        reason = DIFFERS[self.holding.differs].text(lang) if self.holding.differs else ""
        match self.verdict:
            case "agrees":
                return "; ".join(filter(None, (AGREES.text(lang), reason)))
            case "differs":
                return DIFFER.text(lang) + reason
            case "outside":
                return (
                    reason
                    if self.holding.differs == "no_facts"
                    else "; ".join(filter(None, (OUTSIDE.text(lang), reason)))
                )
        return ""


def rows(tiers: str) -> Iterator[Row]:
    for id_, known in decided().items():
        if known.source.tier in tiers:
            runs = [assessed(view(known), id_) for view in (as_it_was, as_looked_at, bare)] if known.case else []
            for holding in known.holding:
                yield Row(known, holding, runs)


def table(tiers: str, lang: str) -> str:
    """The Markdown table with a line of totals above it."""
    found = list(rows(tiers))
    count = Counter(row.verdict for row in found)
    why = Counter(
        DIFFERS[row.holding.differs].text(lang) for row in found if row.verdict == "differs" and row.holding.differs
    )
    reasons = ", ".join(f"{name} {times}" for name, times in why.items())
    total = TOTAL.text(lang).format(
        len({row.known.id for row in found}), len(found), count["agrees"], count["differs"], reasons,
        count["outside"], count["silent"],
    )  # fmt: skip
    lines = [total.replace(" ()", ""), "", HEAD.text(lang), RULE]
    seen: set[str] = set()
    for row in found:
        lines.append("| " + " | ".join(row.cells(lang, row.known.id not in seen)) + " |")
        seen.add(row.known.id)
    return "\n".join(lines) + "\n"


def renewed(text: str, tiers: str, lang: str) -> str:
    """The text with the block between the marks made anew. ValueError where there are no marks."""
    if BLOCK.search(text) is None:
        raise ValueError("no <!-- court-table --> ... <!-- /court-table --> block")
    return BLOCK.sub(lambda m: f"{m['open']}{table(tiers, m['lang'] or lang)}{m['close']}", text)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.decided.table", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--tier", help="which tiers, such as A or AB (printing: ABC, in a file: A)")
    parser.add_argument("--lang", choices=("ko", "en"), default="en")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--update", type=Path, metavar="FILE")
    where.add_argument("--check", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    path: Path | None = options.update or options.check
    if path is None:
        sys.stdout.write(table(options.tier or "ABC", options.lang))
        return 0
    old = path.read_text(encoding="utf-8")
    try:
        new = renewed(old, options.tier or "A", options.lang)
    except ValueError as problem:
        sys.stderr.write(f"{path}: {problem}\n")
        return 2
    if options.update:
        path.write_text(new, encoding="utf-8")
        return 0
    if new != old:
        sys.stderr.write(f"{path}: the court table is stale; run python -m tests.decided.table --update {path}\n")
    return int(new != old)


if __name__ == "__main__":
    sys.exit(main())

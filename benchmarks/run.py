"""How long the engine takes, measured on this machine: `make bench`, or with `--update FILE` into a Markdown file.

Each figure is a median; what is measured stands beside it. Nothing is remembered between the runs of a figure unless
it says `warm`.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from offence_engine import assess, load_rulebook, read_case  # noqa: E402
from offence_engine.casefile.read import parse_case  # noqa: E402
from offence_engine.conclusion.findings import Judged, Work  # noqa: E402
from offence_engine.conclusion.judging import judge_case  # noqa: E402
from offence_engine.counting.probe import Probe  # noqa: E402
from offence_engine.inference import rete  # noqa: E402
from offence_engine.inference.judge import Judge  # noqa: E402
from offence_engine.inference.reference import answer  # noqa: E402
from offence_engine.rulebook import load as loading  # noqa: E402
from offence_engine.rulebook.rulebook import Rulebook  # noqa: E402
from tests.shapes.build import ring  # noqa: E402

AS_OF = date(2026, 11, 22)
DEMO = ROOT / "examples" / "2024no1823.yaml"
START, END = "<!-- bench -->", "<!-- /bench -->"


def read_anew() -> Rulebook:
    """The rulebook read anew, not the one that was read before."""
    loading._READ.clear()
    return load_rulebook()


def median(work: Callable[[], object], times: int) -> float:
    """The median seconds of several runs."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def judged_of(book: Rulebook) -> list[Judged]:
    case = read_case(DEMO, book, AS_OF)
    return judge_case(Work(book, case, Judge(book), Probe(book, case)))[0]


def derive_all(judge: Judge, items: list[Judged]) -> None:
    """durable_rules alone: every count of the demo case derived anew, rulesets compiled before."""
    for item in items:
        judge._derive(item.program, item.masks)


def answer_all(items: list[Judged]) -> None:
    """The reference alone: every question of every count of the demo case."""
    for item in items:
        for tree in item.program.trees.values():
            answer(tree, item.masks)


def rows() -> list[tuple[str, str]]:
    book = load_rulebook()
    case = read_case(DEMO, book, AS_OF)
    assess(case, book, AS_OF)
    items = judged_of(book)
    found = [("load the rulebook (read, validate, cross-check)", shown(median(read_anew, 15)))]
    if rete.AVAILABLE:
        judge = Judge(book)
        derive_all(judge, items)
        each = median(lambda: derive_all(judge, items), 15) / len(items)
        found.append((f"one count against a version, durable_rules (mean of {len(items)} counts)", shown(each)))
    each = median(lambda: answer_all(items), 15) / len(items)
    found.append((f"one count against a version, reference (mean of {len(items)} counts)", shown(each)))
    one = [i for i in items if (i.count.act, i.count.material) == ("A3", "M4")]
    fresh = Judge(book)
    if rete.AVAILABLE:
        derive_all(fresh, one)
        found.append(
            (f"one count against the whole rulebook, durable_rules ({len(one)} versions of {len(book.provisions)} "
             "provisions can match)", shown(median(lambda: derive_all(fresh, one), 15)))
        )  # fmt: skip
    found.append(("the same, reference", shown(median(lambda: answer_all(one), 15))))
    found.append(("demo case whole, warm, both engines", shown(median(lambda: assess(case, book, AS_OF), 15))))
    cold = median(lambda: assess(case, read_anew(), AS_OF), 5)
    found.append(("demo case whole with a new rulebook (load and compile included)", shown(cold)))
    big = parse_case(ring().encode(), "ring.json", book, AS_OF)
    begin = time.perf_counter()
    assess(big, book, AS_OF)
    first = time.perf_counter() - begin
    found.append((f"a ring: {len(big.persons)} persons, {len(big.acts)} acts, first time", shown(first)))
    command = [sys.executable, "-m", "offence_engine", "assess", str(DEMO)]
    process = median(lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT), 9)
    found.append(("`offence assess` as a cold process", shown(process)))
    return found


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [x.partition(":")[2].strip() for x in info.read_text().splitlines() if x.startswith("model name")]
        cpu = names[0] if names else cpu
    return f"{cpu}, Python {platform.python_version()}, {rete.VERSION if rete.AVAILABLE else 'reference only'}"


def main(arguments: list[str]) -> int:
    table = ["| what | median |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows())]
    text = "\n".join([*table, "", f"{machine()}; `make bench`."])
    print(text)
    if len(arguments) == 2 and arguments[0] == "--update":
        path = Path(arguments[1])
        page = path.read_text(encoding="utf-8")
        head, rest = page.split(START, 1)
        path.write_text(f"{head}{START}\n{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""How long the engine takes, measured on this machine: `make bench`, or with `--update FILE` into a Markdown file.
With `--archive N` instead: `offence rules impact` on N invented cases, as a whole process.

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
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.archive import measure  # noqa: E402
from offence_engine import assess, draft_letters, load_rulebook, read_case  # noqa: E402
from offence_engine.casefile.read import parse_case  # noqa: E402
from offence_engine.conclusion.findings import Judged, Work  # noqa: E402
from offence_engine.conclusion.judging import judge_case  # noqa: E402
from offence_engine.counting.probe import Probe  # noqa: E402
from offence_engine.inference import rete  # noqa: E402
from offence_engine.inference.judge import Judge  # noqa: E402
from offence_engine.inference.reference import answer  # noqa: E402
from offence_engine.letters import FORMATS  # noqa: E402
from offence_engine.model.case import Case  # noqa: E402
from offence_engine.model.result import Assessment  # noqa: E402
from offence_engine.rulebook import load as loading  # noqa: E402
from offence_engine.rulebook.rulebook import Rulebook  # noqa: E402
from offence_engine.vault import Vault, refuse_leaks  # noqa: E402
from offence_engine.vault.identities import Identity  # noqa: E402
from offence_engine.workbench.analyser import analyse  # noqa: E402
from tests.shapes.build import ring  # noqa: E402

AS_OF = date(2026, 11, 22)
DEMO = ROOT / "examples" / "2024no1823.yaml"
BUNDLE = "referral_bundle"
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
    found.append(analyser_row(book))
    found += letter_rows(book, case, assess(case, book, AS_OF))
    found += bundle_rows(book, big, assess(big, book, AS_OF))
    command = [sys.executable, "-m", "offence_engine", "assess", str(DEMO)]
    process = median(lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT), 9)
    found.append(("`offence assess` as a cold process", shown(process)))
    return found


def analyser_row(book: Rulebook) -> tuple[str, str]:
    """The statute-book analyser over the whole book, without its cases."""
    return f"statute-book analyser: {len(book.provisions)} provisions, every pair", shown(
        median(lambda: analyse(book), 5)
    )


def letter_rows(book: Rulebook, case: Case, assessment: Assessment) -> list[tuple[str, str]]:
    """One referral of the demo case in each format, from the assessment to the bytes."""

    def draft(format_: str) -> None:
        draft_letters(assessment, case, book, ["referral"], [format_])

    for format_ in FORMATS:
        draft(format_)
    return [
        (f"one letter (referral of the demo case), {format_}, warm", shown(median(partial(draft, format_), 5)))
        for format_ in ("md", "docx", "hwpx", "pdf")
    ]


def bundle_rows(book: Rulebook, case: Case, assessment: Assessment) -> list[tuple[str, str]]:
    """The whole bundle of the ring with its annexed tables, and the search of all of it for identities."""
    begin = time.perf_counter()
    letters = draft_letters(assessment, case, book, [BUNDLE], FORMATS)
    whole = time.perf_counter() - begin
    victims = [id_ for id_, person in case.persons.items() if person.role == "victim"]
    vault = Vault(case=case.head.id, persons=tuple(_invented(number, id_) for number, id_ in enumerate(victims)))
    begin = time.perf_counter()
    refuse_leaks(vault, [(letter.name, letter.data) for letter in letters])
    searched = time.perf_counter() - begin
    size = sum(len(letter.data) for letter in letters) / 1e6
    return [
        (
            f"the bundle of the ring ({len(victims)} victims) with its annex, in all {len(letters)} formats",
            shown(whole),
        ),
        (f"the search of these {size:.1f} MB for {len(victims)} identities of ten data each", shown(searched)),
    ]


def _invented(number: int, id_: str) -> Identity:
    """Somebody who does not exist."""
    return Identity(
        person=id_,
        name=(f"가상{'가나다라마바사아자차'[number % 10]}{number:03d}",),
        romanised=(f"Invented Person {number:03d}",),
        phone=(f"010-0000-{number:04d}",),
        email=(f"nobody{number:03d}@invalid.example",),
        address=(f"가상시 없는로 {number:03d}",),
        school=(f"없는{number:03d}고등학교",),
        accounts=(f"@nobody_{number:03d}", f"@no_one_{number:03d}"),
        other=(f"없는 동아리 {number:03d}", f"없는 별명 {number:03d}"),
    )


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [x.partition(":")[2].strip() for x in info.read_text().splitlines() if x.startswith("model name")]
        cpu = names[0] if names else cpu
    return f"{cpu}, Python {platform.python_version()}, {rete.VERSION if rete.AVAILABLE else 'reference only'}"


def main(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "--archive":
        print(f"{measure(int(arguments[1]))}\n{machine()}")
        return 0
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

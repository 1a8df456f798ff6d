"""Makes an archive of invented cases, and measures `rules impact` on it. No case is that of a real person.

python benchmarks/archive.py make N FILE [--seed S]     write N cases as JSON Lines
python benchmarks/archive.py measure N                  make them, change a rule, and time the whole process

Each case starts from the typical cases of the rule files: one, or two done by the same suspect, on some day, with some
facts left out, unknown, or the other way round. The same seed and rules give the same archive.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from offence_engine import load_rulebook
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.stated import Stated

ROOT = Path(__file__).resolve().parents[1]
FIRST, LAST = date(2014, 1, 1), date(2026, 10, 31)
AS_OF = "2026-11-22"
LEFT_OUT, UNKNOWN, TURNED, SECOND = 0.10, 0.05, 0.05, 0.3
# The version that the measured change puts off: a whole provision of the middle of the archive's time.
CHANGED = "kr/provisions/scpa/scpa.14.2.yaml"
BEFORE, AFTER = "effective: 2020-05-19", "effective: 2020-11-19"


def cases(book: Rulebook, number: int, seed: int) -> Iterator[dict[str, Any]]:
    """So many cases, each a dictionary."""
    draw = random.Random(seed)
    rules = [(id_, r.typical_case) for id_, r in {**book.provisions, **book.modifiers}.items() if r.typical_case]
    for index in range(number):
        data = varied(book, draw, *draw.choice(rules))
        if draw.random() < SECOND:
            data = joined(data, varied(book, draw, *draw.choice(rules)))
        yield {"case": {"id": f"archive-{index + 1}"}, **data}


def varied(book: Rulebook, draw: random.Random, id_: str, typical: dict[str, Any]) -> dict[str, Any]:
    """A typical case on some day, with some of its facts changed."""
    stated = Stated(typical, id_)
    stated.on(FIRST + timedelta(days=draw.randrange((LAST - FIRST).days)))
    for path in list(stated.facts(book)):
        roll = draw.random()
        if roll < LEFT_OUT:
            stated.drop(path)
        elif roll < LEFT_OUT + UNKNOWN:
            stated.set(path, "unknown")
        elif roll < LEFT_OUT + UNKNOWN + TURNED and book.facts[path].type in ("yes_no", "judgment"):
            value = draw.choice(("yes", "no"))
            stated.set(path, {"value": value, "by": "수사관"} if book.facts[path].type == "judgment" else value)
    return {key: value for key, value in stated.data.items() if key != "case"}


def joined(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """Two cases in one: the persons of the second are those of the first where they bear one name and one role."""
    names = [name for section in two.values() if isinstance(section, dict) for name in section]
    same = {n for n, p in two["persons"].items() if one["persons"].get(n, {}).get("role") == p.get("role")}
    new = {name: f"{name}2" for name in names if name not in same}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {new.get(key, key): renamed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return new.get(value, value) if isinstance(value, str) else value

    found = dict(one)
    for key, section in renamed(two).items():
        found[key] = {**section, **one.get(key, {})} if isinstance(section, dict) else one.get(key, section)
    return found


def make(number: int, path: Path, seed: int = 1) -> None:
    """Write an archive as JSON Lines."""
    book = load_rulebook()
    with path.open("w", encoding="utf-8") as file:
        for case in cases(book, number, seed):
            file.write(json.dumps(case, ensure_ascii=False) + "\n")


def measure(number: int) -> str:
    """The time of `offence rules impact` on so many cases, as one line."""
    with tempfile.TemporaryDirectory() as folder:
        archive, new = Path(folder) / "archive.jsonl", Path(folder) / "rules"
        make(number, archive)
        shutil.copytree(ROOT / "rules", new)
        text = (new / CHANGED).read_text(encoding="utf-8")
        if text.count(BEFORE) != 1:
            raise SystemExit(f"{CHANGED} no longer has one `{BEFORE}`")
        (new / CHANGED).write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
        command = [sys.executable, "-m", "offence_engine", "rules", "impact", str(ROOT / "rules"), str(new)]
        command += ["--cases", str(archive), "--format", "json", "--as-of", AS_OF]
        begin = time.perf_counter()
        done = subprocess.run(command, capture_output=True, cwd=ROOT)
        seconds = time.perf_counter() - begin
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr.decode())
        found = json.loads(done.stdout)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return (
        f"{number:,} cases in {seconds:.1f} s: {found['findings']:,} findings change in {found['changed']:,} cases, "
        f"{found['not_read']:,} not read; the largest process took {memory} MB"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="what", required=True)
    making = sub.add_parser("make")
    making.add_argument("number", type=int)
    making.add_argument("file", type=Path)
    making.add_argument("--seed", type=int, default=1)
    measuring = sub.add_parser("measure")
    measuring.add_argument("number", type=int)
    values = parser.parse_args()
    if values.what == "make":
        make(values.number, values.file, values.seed)
    else:
        print(measure(values.number))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

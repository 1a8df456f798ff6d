"""Coverage as one HTML page: every rule file with its lines marked, and which cases touch them. No script, printable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from offence_engine.errors import RulesError, UsageError
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import read_bytes
from offence_engine.workbench.exercised import Exercise, Marks, percent

MOST_NAMED = 4
_STYLE = """
:root { --both: #d9f2df; --one: #fff3c4; --none: #fbdcd9; --ink: #1b1f24; --dim: #57606a; }
* { box-sizing: border-box; } body { font: 15px/1.5 system-ui, "Noto Sans KR", sans-serif; color: var(--ink);
  margin: 0 auto; max-width: 78rem; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; border-top: 1px solid #d0d7de; padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; } td, th { padding: .1rem .5rem; text-align: left; vertical-align: top; }
.sum td { border-bottom: 1px solid #e4e8ec; } .sum td.n { text-align: right; }
.code td { font: 12px/1.55 ui-monospace, "D2Coding", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.code td.l { color: var(--dim); text-align: right; width: 3rem; white-space: nowrap; }
.code td.m { width: 38%; font-family: inherit; font-size: 12px; color: var(--dim); }
.both { background: var(--both); } .one { background: var(--one); } .none { background: var(--none); }
.key span { padding: 0 .5rem; margin-right: .5rem; } summary { cursor: pointer; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; }
  .both, .one, .none { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
@media (max-width: 40rem) { .code td { display: block; width: auto !important; } .code td.l { display: none; } }
"""


def page(book: Rulebook, result: Exercise, lang: str) -> str:
    """The whole page, in Korean or English."""
    say = _Words(lang)
    by_rule = result.by_rule()
    files: dict[str, list[Marks]] = defaultdict(list)
    for marks in result.marks:
        files[marks.branch.place.file].append(marks)
    body = [
        f"<h1>{say('규칙 시험의 범위', 'What the cases of the rules exercise')}</h1>",
        f"<p>{_summary(result, say)}</p>",
        f'<p class="key"><span class="both">✓✓ {say("두 쪽 모두", "both ways")}</span>'
        f'<span class="one">✓– {say("한쪽만", "one way")}</span>'
        f'<span class="none">–– {say("없음", "not at all")}</span></p>',
        '<main><table class="sum"><tbody>',
    ]
    for id_, own in by_rule.items():
        body.append(
            f'<tr><td><a href="#{_anchor(own[0].branch.place.file)}">{escape(id_)}</a></td>'
            f"<td>{escape(_title(book, id_, lang))}</td>"
            f'<td class="n">{sum(m.ways for m in own)}/{2 * len(own)}</td><td class="n">{percent(own)}%</td></tr>'
        )
    body.append("</tbody></table>")
    for file, those in files.items():
        body += _file(file, those, result.cases, say)
    body.append("</main>")
    title = say("규칙 시험의 범위", "Coverage of the rules")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


class _Words:
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, ko: str, en: str) -> str:
        return ko if self.lang == "ko" else en


def _summary(result: Exercise, say: _Words) -> str:
    ways, every = sum(m.ways for m in result.marks), 2 * len(result.marks)
    share = percent(list(result.marks))
    return say(
        f"가지 {every // 2}개가 결과를 가르는 두 쪽 {every}가지 가운데 {ways}가지({share}%)를 사례 {len(result.cases)}건이 시험한다.",
        f"{len(result.cases)} cases exercise {ways} of the {every} ways ({share}%) in which {every // 2} branches can decide.",
    )


def _title(book: Rulebook, id_: str, lang: str) -> str:
    rule = book.provisions.get(id_) or book.modifiers.get(id_)
    if rule is not None:
        return rule.title.text(lang)
    concept = book.concepts.get(id_)
    return (concept.ko if lang == "ko" else concept.en) if concept is not None else ""


def _anchor(file: str) -> str:
    return "f-" + "".join(c if c.isalnum() else "-" for c in file)


def _file(file: str, marks: list[Marks], cases: Mapping[str, str], say: _Words) -> Iterator[str]:
    by_line: dict[int, list[Marks]] = defaultdict(list)
    for mark in marks:
        by_line[mark.branch.place.line].append(mark)
    yield f'<section><h2 id="{_anchor(file)}">{escape(file)} · {percent(marks)}%</h2>'
    yield '<table class="code"><tbody>'
    for number, text in enumerate(_lines(file), start=1):
        own = by_line.get(number, [])
        colour = ("none", "one", "both")[min(m.ways for m in own)] if own else ""
        told = "".join(_mark(m, cases, say) for m in own)
        yield f'<tr class="{colour}"><td class="l">{number}</td><td>{escape(text)}</td><td class="m">{told}</td></tr>'
    yield "</tbody></table></section>"


def _lines(file: str) -> list[str]:
    try:
        return read_bytes(Path(file), file, RulesError).decode("utf-8", "replace").splitlines()
    except (RulesError, UsageError):
        return []


def _mark(marks: Marks, cases: Mapping[str, str], say: _Words) -> str:
    sign = ("✓" if marks.met else "–") + ("✓" if marks.not_met else "–")
    branch = marks.branch
    head = f"{sign} {escape(version_of(branch.version))} {escape(say(branch.ko, branch.en).replace('`', ''))}"
    if not marks.ways:
        return f"<div>{head}</div>"
    inner = "<br>".join(
        f"{word}: {escape(_named(found, cases))}"
        for word, found in ((say("갖춤", "met"), marks.met), (say("못 갖춤", "not met"), marks.not_met))
        if found
    )
    return f"<details><summary>{head}</summary>{inner}</details>"


def version_of(version: str) -> str:
    """A version as it is shown: its day; of a concept its number, counted from one."""
    return f"#{int(version) + 1}" if version.isdigit() else version


def _named(found: Iterable[str], cases: Mapping[str, str]) -> str:
    every = list(found)
    names = [f"{id_.partition('#')[0]}: {cases.get(id_, id_)}" for id_ in every[:MOST_NAMED]]
    return "; ".join(names) + (f" … +{len(every) - MOST_NAMED}" if len(every) > MOST_NAMED else "")

"""The effect of a change on an archive as one page of HTML: a chart, tables, the list. It needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import Any

from offence_engine.rulebook.ids import short_citation
from offence_engine.workbench.effect.compare import Comparison
from offence_engine.workbench.effect.impact import Impact, Tally
from offence_engine.workbench.effect.words import aspect_word, cause_word, count_word, value_word

MOST_LISTED = 500
MOST_BARS = 30
_BAR, _GAP, _LABEL, _WIDE = 22, 8, 340, 420
_STYLE = """
:root { color-scheme: light; }
body { font-family: "Noto Sans CJK KR", "Malgun Gothic", sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1a1a1a; line-height: 1.5; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #bbb; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
table.counts th:nth-child(2), table.counts th:nth-child(3) { text-align: right; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { max-width: 100%; height: auto; } svg text { font-size: 13px; }
.note { color: #555; font-size: .9rem; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
"""


def report(found: Impact, comparison: Comparison, names: tuple[str, str, str], as_of: date, lang: str) -> str:
    """The page; `names` are those of the old rules, the new rules and the archive. The same data give the same bytes."""
    ko = lang == "ko"
    named = {_named(comparison, id_, lang): tally for id_, tally in found.by_provision.items()}
    title = "규칙을 고쳤을 때 달라지는 결과" if ko else "What a change of the rules alters"
    parts = [
        "<!doctype html>",
        f'<html lang="{lang}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{title}</h1>",
        _head(found, comparison, names, as_of, ko),
    ]
    if found.by_provision:
        heads = ("조항", "사건", "결과", "무엇이") if ko else ("provision", "cases", "findings", "what")
        parts += [
            f"<h2>{'조항별' if ko else 'By provision'}</h2>",
            _chart(named, ko),
            _table(named, heads, lang),
        ]
    if found.by_cause:
        heads = (
            ("바뀐 것", "사건", "결과", "무엇이") if ko else ("what changed in the rules", "cases", "findings", "what")
        )
        parts += [f"<h2>{'까닭별' if ko else 'By cause'}</h2>", _table(found.by_cause, heads, lang)]
    if found.changed:
        parts += [f"<h2>{'목록' if ko else 'The list'}</h2>", *_list(found, lang)]
    if found.not_read:
        parts += [f"<h2>{'읽지 못한 사건' if ko else 'Cases that could not be read'}</h2>", *_unread(found, lang)]
    note = (
        "판단을 돕는 자료이다. 사건 파일에 적힌 사실만 견주었고, 결론은 담당자가 낸다."
        if ko
        else "Decision support: only the facts stated in the case files were compared; the officer in charge decides."
    )
    return "\n".join([*parts, f'<p class="note">{note}</p>', "</main></body></html>"]) + "\n"


def _named(comparison: Comparison, id_: str, lang: str) -> str:
    """A provision as it is cited, with its id."""
    book = comparison.joint.new if id_ in comparison.joint.new.provisions else comparison.joint.old
    return f"{short_citation(book.acts, id_, book.citation(id_)).text(lang)} ({id_})"


def _head(found: Impact, comparison: Comparison, names: tuple[str, str, str], as_of: date, ko: bool) -> str:
    labels = ("전의 규칙", "뒤의 규칙", "사건", "기준일") if ko else ("rules before", "rules after", "archive", "as of")
    old, new = comparison.joint.old, comparison.joint.new
    values = (f"{names[0]} (sha256 {old.sha256[:16]})", f"{names[1]} (sha256 {new.sha256[:16]})", names[2], str(as_of))
    rows = "".join(f"<tr><th>{a}</th><td>{escape(b)}</td></tr>" for a, b in zip(labels, values, strict=True))
    told = (
        f"사건 {found.cases:,}건 가운데 {found.changed:,}건에서 결과 {found.findings:,}건이 달라진다. 읽지 못한 사건 {found.not_read:,}건."
        if ko
        else f"{found.cases:,} cases: {found.findings:,} findings change in {found.changed:,} of them; "
        f"{found.not_read:,} cases could not be read."
    )
    return f"<table>{rows}</table><p><strong>{told}</strong></p>"


def _chart(table: Mapping[str, Tally], ko: bool) -> str:
    """Bars of how many findings change, the longest first."""
    bars = sorted(table.items(), key=lambda item: (-item[1].findings, item[0]))[:MOST_BARS]
    most = max(tally.findings for _, tally in bars)
    height = len(bars) * (_BAR + _GAP) + _GAP
    title = "조항별로 달라지는 결과의 수" if ko else "findings that change, by provision"
    lines = [
        f'<svg viewBox="0 0 {_LABEL + _WIDE + 80} {height}" role="img" aria-label="{title}">',
        f"<title>{title}</title>",
    ]
    for index, (name, tally) in enumerate(bars):
        top = _GAP + index * (_BAR + _GAP)
        wide = max(round(_WIDE * tally.findings / most), 2)
        middle = top + _BAR * 0.7
        lines += [
            f'<text x="{_LABEL - 8}" y="{middle:.1f}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{_LABEL}" y="{top}" width="{wide}" height="{_BAR}" fill="#2f5d8a"></rect>',
            f'<text x="{_LABEL + wide + 6}" y="{middle:.1f}">{tally.findings:,}</text>',
        ]
    return "\n".join([*lines, "</svg>"])


def _table(table: Mapping[str, Tally], heads: tuple[str, ...], lang: str) -> str:
    rows = []
    for name, tally in sorted(table.items(), key=lambda item: (-item[1].findings, item[0])):
        told = "<br>".join(escape(text) for text in _told(tally, lang))
        rows.append(
            f'<tr><td>{escape(cause_word(name, lang))}</td><td class="n">{tally.cases:,}</td>'
            f'<td class="n">{tally.findings:,}</td><td>{told}</td></tr>'
        )
    return _rows(heads, rows).replace("<table>", '<table class="counts">', 1)


def _told(tally: Tally, lang: str) -> Iterator[str]:
    for (aspect, before, after), number in sorted(
        tally.changed.items(), key=lambda item: (item[0][0] != "verdict", -item[1])
    ):
        what = f" {value_word(before, lang)} → {value_word(after, lang)}" if aspect == "verdict" else ""
        yield f"{aspect_word(aspect, lang)}{what}: {number:,}"


def _rows(heads: tuple[str, ...], rows: list[str]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _list(found: Impact, lang: str) -> Iterator[str]:
    ko = lang == "ko"
    rows = []
    for item in found.changes(MOST_LISTED):
        for index, change in enumerate(item["changes"]):
            at = f"{escape(item['at'])}<br>{escape(item['case'])}" if index == 0 else ""
            why = "<br>".join(escape(cause_word(cause, lang)) for cause in change["causes"])
            rows.append(
                f"<tr><td>{at}</td><td>{escape(count_word(change['count'], lang))}</td>"
                f"<td>{_changed(change['changed'], lang)}</td><td>{why}</td></tr>"
            )
    yield _rows(
        ("사건", "무엇에 대하여", "달라지는 것", "까닭") if ko else ("case", "count", "what changes", "why"), rows
    )
    if found.changed > MOST_LISTED:
        rest = found.changed - MOST_LISTED
        yield f'<p class="note">{f"그 밖에 사건 {rest:,}건 (모두: --format json)" if ko else f"and {rest:,} more cases (all: --format json)"}</p>'


def _changed(changed: Mapping[str, Any], lang: str) -> str:
    return "<br>".join(
        f"{escape(aspect_word(aspect, lang))}: {escape(value_word(before, lang) or '-')} → {escape(value_word(after, lang) or '-')}"
        for aspect, (before, after) in changed.items()
    )


def _unread(found: Impact, lang: str) -> Iterator[str]:
    rows = [
        f"<tr><td>{escape(fault['at'])}</td><td>{escape(fault[lang])}</td></tr>"
        for item in found.faults(MOST_LISTED)
        for fault in item["faults"]
    ]
    yield _rows(("곳", "잘못") if lang == "ko" else ("place", "what is wrong"), rows)

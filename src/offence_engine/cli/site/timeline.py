"""The amendments as a chart: a row for each act, a column for each day, a dot the larger the more began."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from offence_engine.cli.page import cells
from offence_engine.cli.site.look import Look

_ROW, _HEAD, _WIDE = 34, 92, 1100
_NARROWEST, _WIDEST = 17, 30


def chart(look: Look, entries: Sequence[dict[str, Any]]) -> Markup:
    """The SVG; each dot leads to its entry in the table of the page."""
    days = sorted({e["iso"] for e in entries})
    weight: dict[str, int] = {}
    for entry in entries:
        weight[entry["act"]] = weight.get(entry["act"], 0) + len(entry["entries"])
    acts = sorted(weight, key=lambda act: (-weight[act], act))
    names = {e["act"]: look.book.acts[e["act"]].short if look.lang == "ko" else _short(look, e["act"]) for e in entries}
    label = 14 + max((cells(name) for name in names.values()), default=0) * 7
    column = min(max((_WIDE - label) // max(len(days), 1), _NARROWEST), _WIDEST)
    width, height = label + column * len(days) + 50, _HEAD + _ROW * len(acts) + 10
    drawn: list[Markup] = []
    for index, day in enumerate(days):
        x = label + column * index + 12
        drawn.append(
            Markup('<line class="grid" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(x, _HEAD - 4, height - 6)
        )
        drawn.append(
            Markup('<text class="day" transform="translate({} {}) rotate(-60)">{}</text>').format(x + 4, _HEAD - 8, day)
        )
    for index, act in enumerate(acts):
        y = _HEAD + _ROW * index + 17
        drawn.append(Markup('<text x="4" y="{}">{}</text>').format(y + 5, names[act]))
        drawn.append(Markup('<line class="grid" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(label, width - 10, y))
    met: dict[tuple[str, str], int] = {}
    for entry in entries:
        met[entry["iso"], entry["act"]] = met.get((entry["iso"], entry["act"]), 0) + len(entry["entries"])
    for (day, act), number in met.items():
        x, y = label + column * days.index(day) + 12, _HEAD + _ROW * acts.index(act) + 17
        size = min(4 + 1.6 * number**0.5, 11)
        drawn.append(
            Markup(
                '<a href="#d{0}-{1}"><circle cx="{2}" cy="{3}" r="{4:.1f}"><title>{0} {5}: {6}</title></circle></a>'
            ).format(day, act, x, y, size, names[act], number)
        )
    title = look.say("시행일과 법률", "days and acts")
    return Markup(
        '<div class="drawing"><svg class="timeline" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg></div>'
    ).format(title, width, height, width, height, Markup("").join(drawn))


def _short(look: Look, act: str) -> str:
    """The shortest English name of an act."""
    names = [look.book.acts[act].en, *(n for n in look.book.acts[act].also if n.isascii() and n != n.lower())]
    return min(names, key=len)

"""How the provisions stand to each other, drawn: arcs over the whole book, and each article with its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from offence_engine.cli.page import wrapped
from offence_engine.cli.site.look import Look, in_order, rule_file
from offence_engine.cli.view import words
from offence_engine.rulebook.ids import reaches

_ROW, _HEAD = 24, 34
_LABEL, _WIDTH = 430, 900
_BOX, _BOX_HEIGHT, _STEP, _MIDDLE = 290, 42, 54, 260
# Edges that say which gives way point to the one that stays.
_POINTING = ("yields", "absorbed", "alternative", "builds")


@dataclass(frozen=True, slots=True)
class Edge:
    """One declared relation between two provisions."""

    start: str
    end: str
    kind: str


def edges_of(look: Look) -> list[Edge]:
    """Every relation and every building of one on another, each once, between provisions of the book."""
    found: dict[Edge, None] = {}
    for id_ in in_order(look.book.provisions):
        rule = look.book.provisions[id_]
        for relation in rule.relations:
            for target in look.book.provisions:
                if reaches(relation.to, target) and target != id_:
                    found[Edge(id_, target, relation.kind)] = None
        for base in rule.builds_on:
            found[Edge(id_, base, "builds")] = None
    return list(found)


def kind_word(look: Look, kind: str) -> str:
    return look.say("위에 섬", "builds on") if kind == "builds" else look.say(*words.STANDING_SHORT[kind])


def overview(look: Look, edges: Sequence[Edge]) -> Markup:
    """Every provision in the order of the statutes, the relations as arcs beside the list."""
    rows: dict[str, float] = {}
    drawn: list[Markup] = []
    y, act = 6.0, ""
    for id_ in look.rules:
        if id_ not in look.book.provisions:
            continue
        if (own := look.book.numbers(id_).act) != act:
            act, y = own, y + _HEAD
            names = look.book.acts[act]
            name = _cut(look.say(names.short, names.en), 52)
            drawn.append(Markup('<text class="act end" x="{}" y="{:.0f}">{}</text>').format(_LABEL - 8, y - 6, name))
        rows[id_] = y + _ROW / 2
        text = _cut(f"{look.place(id_)}  {look.say.of(look.book.provisions[id_].title)}", 60)
        drawn.append(
            Markup('<a href="{}"><text class="end" x="{}" y="{:.0f}">{}</text></a>').format(
                look.href(rule_file(id_)), _LABEL - 8, y + _ROW / 2 + 5, text
            )
        )
        y += _ROW
    longest = max((abs(rows[e.start] - rows[e.end]) for e in edges), default=1.0)
    for edge in edges:
        a, b = rows[edge.start], rows[edge.end]
        # A curve comes to three quarters of the way to its handles; short arcs stay apart from long ones.
        reach = _LABEL + 30 + (_WIDTH - _LABEL - 45) * 4 / 3 * (abs(a - b) / longest) ** 0.7
        path = f"M{_LABEL} {a:.0f}C{reach:.0f} {a:.0f} {reach:.0f} {b:.0f} {_LABEL} {b:.0f}"
        drawn.append(_line(look, edge, path))
    return _svg(look, _WIDTH, y + 10, drawn, look.say("모든 조항의 관계", "relations of all provisions"))


def families(look: Look, edges: Sequence[Edge]) -> list[dict[str, Any]]:
    """Each article that has relations: its provisions at the left, those of other articles to which they stand at the right."""
    articles: dict[str, list[str]] = {}
    for id_ in in_order(look.book.provisions):
        articles.setdefault(".".join(id_.split(".")[:2]), []).append(id_)
    found = []
    for article, members in articles.items():
        own = [e for e in edges if e.start in members or e.end in members]
        if own:
            texts = [
                Markup("{} → {}: {}").format(look.rule_link(e.start), look.rule_link(e.end), kind_word(look, e.kind))
                for e in own
            ]
            found.append(
                {"id": article, "title": look.names.rule(article), "svg": _family(look, members, own), "texts": texts}
            )
    return found


def alone(look: Look, edges: Sequence[Edge]) -> list[Markup]:
    """The provisions of which no relation is declared."""
    met = {e.start for e in edges} | {e.end for e in edges}
    return [look.rule_link(id_) for id_ in in_order(look.book.provisions) if id_ not in met]


def _family(look: Look, members: Sequence[str], edges: Sequence[Edge]) -> Markup:
    met = {e.start for e in edges} | {e.end for e in edges}
    left = [id_ for id_ in members if id_ in met]
    place = {id_: index for index, id_ in enumerate(left)}
    right = _beside(place, edges)
    most = max(len(left), len(right))
    inner = any(e.start in place and e.end in place for e in edges)
    margin = 90 if inner else 6
    drawn: list[Markup] = []
    spots: dict[str, tuple[float, float]] = {}
    for column, ids in ((0, left), (1, right)):
        # The shorter column is spread over the height of the longer one.
        gap = _STEP * (most / max(len(ids), 1))
        for index, id_ in enumerate(ids):
            x = margin + column * (_BOX + _MIDDLE)
            y = gap * index + (gap - _BOX_HEIGHT) / 2 + 4
            spots[id_] = x, y
            drawn.append(_box(look, id_, x, y, own=column == 0))
    lines = []
    for edge in edges:
        (ax, ay), (bx, by) = spots[edge.start], spots[edge.end]
        ay, by = ay + _BOX_HEIGHT / 2, by + _BOX_HEIGHT / 2
        if ax == bx:
            # Within the article: an arc at the left, apart from the corner lines of its neighbours.
            side = ax - 20 - min(62, abs(ay - by) * 0.3)
            path = f"M{ax:.0f} {ay - 5:.0f}C{side:.0f} {ay - 5:.0f} {side:.0f} {by + 5:.0f} {bx:.0f} {by + 5:.0f}"
        else:
            start, end = (ax + _BOX, bx) if ax < bx else (ax, bx + _BOX)
            middle = (start + end) / 2
            path = f"M{start:.0f} {ay:.0f}C{middle:.0f} {ay:.0f} {middle:.0f} {by:.0f} {end:.0f} {by:.0f}"
        lines.append(_line(look, edge, path))
    width = margin + _BOX + (_MIDDLE + _BOX if right else 0) + 6
    name = look.say("이 조의 관계", "relations of this article")
    return _svg(look, width, _STEP * most + 8, [*lines, *drawn], name)


def _beside(place: dict[str, int], edges: Sequence[Edge]) -> list[str]:
    """The provisions of other articles, each near to those to which it stands, so that few lines cross."""
    near: dict[str, list[int]] = {}
    for edge in edges:
        for inside, outside in ((edge.start, edge.end), (edge.end, edge.start)):
            if inside in place and outside not in place:
                near.setdefault(outside, []).append(place[inside])
    order = {id_: index for index, id_ in enumerate(in_order(near))}
    return sorted(near, key=lambda id_: (sum(near[id_]) / len(near[id_]), order[id_]))


def _box(look: Look, id_: str, x: float, y: float, own: bool) -> Markup:
    cite, title = _cut(look.names.rule(id_), 38), _cut(look.say.of(look.book.provisions[id_].title), 38)
    return Markup(
        '<a href="{}"><rect class="{}" x="{:.0f}" y="{:.0f}" width="{}" height="{}" rx="6"/>'
        '<text class="cite" x="{:.0f}" y="{:.0f}">{}</text><text x="{:.0f}" y="{:.0f}">{}</text></a>'
    ).format(
        look.href(rule_file(id_)), "own" if own else "other", x, y, _BOX, _BOX_HEIGHT, x + 10, y + 17, cite, x + 10, y + 34, title
    )  # fmt: skip


def _line(look: Look, edge: Edge, path: str) -> Markup:
    title = f"{look.names.rule(edge.start)} → {look.names.rule(edge.end)}: {kind_word(look, edge.kind)}"
    head = Markup(' marker-end="url(#head)"') if edge.kind in _POINTING else Markup("")
    return Markup('<path class="edge {}" d="{}"{}><title>{}</title></path>').format(edge.kind, path, head, title)


def legend(look: Look, edges: Sequence[Edge]) -> list[dict[str, Any]]:
    """The kinds of line that occur, each with a sample and how often."""
    found = []
    for kind in (*words.STANDING_SHORT, "builds"):
        number = sum(e.kind == kind for e in edges)
        if number:
            head = Markup(' marker-end="url(#head)"') if kind in _POINTING else Markup("")
            line = Markup('<path class="edge {}" d="M2 8H46"{}/>').format(kind, head)
            sample = Markup('<svg class="sample" width="56" height="16" aria-hidden="true">{}</svg>').format(line)
            found.append({"word": kind_word(look, kind), "number": number, "sample": sample})
    return found


def _svg(look: Look, width: float, height: float, drawn: Sequence[Markup], name: str) -> Markup:
    return Markup(
        '<div class="drawing"><svg role="img" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}" width="{:.0f}" height="{:.0f}">{}</svg></div>'
    ).format(name, width, height, width, height, Markup("").join(drawn))


def _cut(text: str, cells: int) -> Markup:
    """The text within so many cells (Korean letters take two), with an ellipsis where it is longer."""
    pieces = list(wrapped(text, cells, 0))
    return escape(text if len(pieces) < 2 else pieces[0].rstrip() + " …")

"""When an act was: a day (perhaps not known exactly), a stretch that lasted, or a series of many acts."""

from __future__ import annotations

from datetime import date

from offence_engine.casefile.fields import Fields
from offence_engine.errors import Place
from offence_engine.model.case import ActTime
from offence_engine.model.time import Span
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Node, Scalar


def read_when(fields: Fields, structure: dict[str, Node], place: Place, as_of: date) -> ActTime | None:
    """The time of an act in one of its three forms; None, with a fault, where it is none of them."""
    forms = [("on" in structure), ("from" in structure or "to" in structure), ("series" in structure)]
    if sum(forms) != 1:
        fields.fault(
            place,
            "때를 한 가지로 적습니다: `on`(하루), `from`과 `to`(이어진 행위), `series: {from, to, times}`(되풀이).",
            "give the time in one form: `on` (a day), `from` and `to` (it lasted), `series: {from, to, times}`",
        )
        return None
    if forms[0]:
        span = fields.day(structure["on"])
        return (
            ActTime(form="day", first=span, last=span) if span and _past(fields, as_of, span, structure["on"]) else None
        )
    node: Node = structure["series"] if forms[2] else Map({}, place)
    source = fields.mapping(node, "`series`", "`series`").entries if forms[2] else structure
    if forms[2]:
        for key, value in source.items():
            if key not in ("from", "to", "times"):
                ko, en = hint(key, ("from", "to", "times"))
                fields.fault(
                    value.place,
                    f"series에 쓸 수 없는 이름입니다: `{key}`.{ko}",
                    f"`{key}` is not a key of series.{en}",
                )
    if "from" not in source or "to" not in source:
        fields.fault(
            place,
            "from과 to를 함께 적습니다. 아직 이어지고 있으면 `to: ongoing`.",
            "`from` and `to` go together; if it still goes on, `to: ongoing`",
        )
        return None
    first = fields.day(source["from"])
    end = source["to"]
    ongoing = isinstance(end, Scalar) and end.value == "ongoing"
    last = Span(as_of, as_of) if ongoing else fields.day(end)
    if first is None or last is None:
        return None
    if first.first > last.last:
        fields.fault(source["from"].place, "from이 to보다 늦습니다.", "`from` is after `to`")
        return None
    if not _past(fields, as_of, last, end) or not _past(fields, as_of, first, source["from"]):
        return None
    times = fields.whole(source["times"], 1) if forms[2] and "times" in source else None
    return ActTime(form="series" if forms[2] else "lasting", first=first, last=last, times=times)


def _past(fields: Fields, as_of: date, span: Span, node: Node) -> bool:
    if span.first <= as_of:
        return True
    fields.fault(
        node.place,
        f"행위일({span.text()})이 검토 기준일({as_of})보다 늦습니다.",
        f"the act ({span.text()}) lies after the day of assessment ({as_of})",
    )
    return False

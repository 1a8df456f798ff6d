"""What is known of a person's day of birth: `birth`, `age` with its day, `minor` or `adult`; contradictions told."""

from __future__ import annotations

from datetime import date, timedelta

from offence_engine.casefile.fields import Fields
from offence_engine.model.case import Act, Material
from offence_engine.model.time import DAY, Span, add_years, births_for_age
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Node, Scalar, number_in

MAJORITY_WORDS = ("minor", "adult")
_OLDEST = date(1900, 1, 1)


def ages(
    fields: Fields, key: str, structure: dict[str, Node], acts: dict[str, Act], role: str
) -> tuple[Span | None, bool]:
    """The interval of possible days of birth (None: nothing known), and whether the day itself is stated."""
    known: list[tuple[Span, Node, str]] = []
    birth = structure.get("birth")
    stated = fields.day(birth) if birth is not None else None
    if birth is not None and stated is not None:
        known.append((stated, birth, "birth"))
    age = structure.get("age")
    if age is not None and (span := _from_age(fields, age, acts)) is not None:
        known.append((span, age, "age"))
    if not known:
        return None, False
    result = known[0][0]
    for span, node, _ in known[1:]:
        met = result.meet(span)
        if met is None:
            fields.fault(
                node.place,
                f"`{key}`의 나이가 출생일과 맞지 않습니다. 출생일은 {result.text()}인데 나이대로면 {span.text()}에 태어났어야 합니다.",
                f"the age of `{key}` contradicts the birth: born {result.text()}, but the age means {span.text()}",
            )
            return None, False
        result = met
    for name, act in acts.items():
        involved = key in act.by or key in act.towards or key in act.recipients
        if involved and act.when.last.last < result.first:
            fields.fault(
                known[0][1].place,
                f"`{key}`은(는) 행위 `{name}`({act.when.text()}) 뒤에 태어난 것으로 적혀 있습니다.",
                f"`{key}` is stated to be born after the act `{name}` ({act.when.text()})",
            )
    return result, bool(stated and stated.exact)


def _from_age(fields: Fields, node: Node, acts: dict[str, Act]) -> Span | None:
    if isinstance(node, Scalar):
        if node.value == "unknown":
            return None
        if node.value in MAJORITY_WORDS:
            return _majority(node.value, acts)
        ko, en = hint(node.value, MAJORITY_WORDS) if not node.value.isdigit() else ("", "")
        fields.fault(
            node.place,
            f"언제의 나이인지 함께 적습니다: `age: {{years: 17, on: 2025-03-02}}` (또는 minor, adult).{ko}",
            f"an age needs its day: `age: {{years: 17, on: 2025-03-02}}` (or minor, adult).{en}",
        )
        return None
    whole = fields.mapping(node, "`age`", "`age`")
    allowed = ("years", "under", "at_least", "on")
    for key, value in whole.entries.items():
        if key not in allowed:
            ko, en = hint(key, allowed)
            fields.fault(value.place, f"age에 쓸 수 없는 이름입니다: `{key}`.{ko}", f"`{key}` is not a key of age.{en}")
    on_node = whole.entries.get("on")
    if on_node is None:
        fields.fault(whole.place, "언제의 나이인지(on)가 없습니다.", "`on` (the day of the age) is missing")
        return None
    on = fields.day(on_node)
    numbers = {k: _years(fields, whole, k) for k in ("years", "under", "at_least") if k in whole.entries}
    if on is None or None in numbers.values():
        return None
    if not numbers:
        fields.fault(
            whole.place,
            "age에는 years, under, at_least 가운데 하나가 있어야 합니다.",
            "age needs years, under or at_least",
        )
        return None
    span: Span | None = Span(_OLDEST, on.last)
    for key, number in numbers.items():
        assert number is not None
        if key == "years":
            part = births_for_age(number, on)
        elif key == "under":
            part = Span(add_years(on.first, -number) + DAY, on.last)
        else:
            part = Span(_OLDEST, add_years(on.last, -number))
        span = span.meet(part) if span else None
    if span is None:
        fields.fault(whole.place, "age의 값들이 서로 맞지 않습니다.", "the parts of age contradict each other")
    return span


def _years(fields: Fields, whole: Map, key: str) -> int | None:
    node = whole.entries[key]
    if (number := number_in(node, 0, 120)) is not None:
        return number
    fields.fault(node.place, "나이는 0부터 120까지의 정수입니다.", "an age is a whole number from 0 to 120")
    return None


def touching(person: str, acts: dict[str, Act], materials: dict[str, Material]) -> dict[str, Act]:
    """The acts that concern a person, also as one shown in their material; all of them where none does."""

    def shown(material: str) -> bool:
        seen: set[str] = set()
        todo: str | None = material
        while todo in materials and todo not in seen:
            if person in materials[todo].shown:
                return True
            seen.add(todo)
            todo = materials[todo].copy_of
        return False

    found = {
        key: act
        for key, act in acts.items()
        if person in (*act.by, *act.for_, *act.towards, *act.recipients)
        or any(shown(m) for m in (*act.product, *act.object, *act.means))
    }
    return found or acts


def _majority(word: str, acts: dict[str, Act]) -> Span | None:
    """`minor`: under 19 at the end of every act; `adult`: 19 or over at the beginning of every act."""
    if not acts:
        return None
    first = min(act.when.first.first for act in acts.values())
    last = max(act.when.last.last for act in acts.values())
    if word == "minor":
        return Span(add_years(last, -19) + DAY, max(first - timedelta(days=1), add_years(last, -19) + DAY))
    return Span(_OLDEST, add_years(first, -19))

"""Reading one mapping of a case file: structural keys set apart from facts, every fault collected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from offence_engine.errors import Fault, Place
from offence_engine.model.case import Facts, FactValue, Value
from offence_engine.model.rule import FactDecl
from offence_engine.model.time import Span, read_span
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint, particle
from offence_engine.source.tree import Map, Node, Scalar, Seq, kind_of, number_in

_FULL = ("value", "by", "because", "evidence", "disputed")


class Fields:
    """What the readers of a case file share: the rulebook, the faults found so far, the evidence ids."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.faults: list[Fault] = []
        self.evidence: set[str] = set()
        self.row_places: dict[Place, tuple[Place, ...]] = {}
        self.own_hand_kinds = frozenset(name for name, kind in book.kinds.items() if kind.makes)

    def fault(self, place: Place, ko: str, en: str) -> None:
        self.faults.append(Fault(place, ko, en))

    def mapping(self, node: Node, what_ko: str, what_en: str) -> Map:
        """The node as a mapping; a fault and an empty one where it is something else."""
        if isinstance(node, Map):
            return node
        ko, en = kind_of(node)
        if not (isinstance(node, Scalar) and not node.value):
            self.fault(
                node.place,
                f"{what_ko}에는 `이름: 값` 묶음이 와야 합니다. 적힌 것: {ko}",
                f"{what_en} must be a mapping; found {en}",
            )
        return Map({}, node.place)

    def text(self, node: Node | None) -> str | None:
        if node is None:
            return None
        if isinstance(node, Scalar):
            return node.value if node.quoted or node.value not in ("null", "~", "") else None
        ko, en = kind_of(node)
        self.fault(node.place, f"글이 와야 합니다. 적힌 것: {ko}", f"text is needed; found {en}")
        return None

    def words(self, node: Node | None) -> tuple[tuple[str, Place], ...]:
        """A scalar or a list of scalars as words with their places."""
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return ((node.value, node.place),) if node.value else ()
        if isinstance(node, Seq):
            found = []
            for item in node.items:
                if isinstance(item, Scalar):
                    found.append((item.value, item.place))
                else:
                    self.fault(item.place, "이름이 와야 합니다.", "a name is needed here")
            return tuple(found)
        self.fault(node.place, "이름이나 이름의 목록이 와야 합니다.", "a name or a list of names is needed")
        return ()

    def refs(self, node: Node | None, valid: Iterable[str], ko: str, en: str) -> tuple[str, ...]:
        """Ids that must exist among `valid`."""
        known = list(valid)
        found = []
        for word, place in self.words(node):
            if word in known:
                found.append(word)
            else:
                hint_ko, hint_en = hint(word, known)
                self.fault(
                    place,
                    f"`{word}`: 그런 {particle(ko, '이', '가')} 없습니다.{hint_ko}",
                    f"`{word}`: there is no such {en}.{hint_en}",
                )
        return tuple(dict.fromkeys(found))

    def whole(self, node: Node | None, default: int = 1) -> int:
        if node is None:
            return default
        if (number := number_in(node, 1, 10_000_000)) is not None:
            return number
        ko, en = kind_of(node)
        self.fault(
            node.place, f"1 이상의 정수가 와야 합니다. 적힌 것: {ko}", f"a whole number from 1 is needed; found {en}"
        )
        return default

    def day(self, node: Node) -> Span | None:
        """`2025-03-02`, `2025-03`, `2025`, or `{between: [a, b]}`: one day, perhaps not known exactly."""
        if isinstance(node, Map) and set(node.entries) == {"between"}:
            between = node.entries["between"]
            if isinstance(between, Seq) and len(between.items) == 2:
                first, last = (self.day(item) for item in between.items)
                if first and last:
                    if first.first > last.last:
                        self.fault(
                            between.place, "뒤의 날이 앞의 날보다 빠릅니다.", "the second day is before the first"
                        )
                        return None
                    return Span(first.first, last.last)
                return None
        if isinstance(node, Scalar) and (span := read_span(node.value)):
            if 1900 <= span.first.year <= 2100:
                return span
            self.fault(
                node.place,
                f"1900년부터 2100년까지의 날이 아닙니다: `{node.value}`",
                f"`{node.value}` is not in 1900 to 2100",
            )
            return None
        ko, en = kind_of(node)
        self.fault(
            node.place,
            f"달력에 있는 날이 아닙니다: {ko}. 2025-03-02, 2025-03, 2025 또는 {{between: [2025-03-02, 2025-03-09]}}처럼 적습니다.",
            f"not a day of the calendar: {en}. Write 2025-03-02, 2025-03, 2025 or {{between: [2025-03-02, 2025-03-09]}}.",
        )
        return None

    def split(
        self, node: Map, home: str, structural: Iterable[str], inherited: tuple[str, ...]
    ) -> tuple[dict[str, Node], Facts]:
        """The structural keys of a mapping, and its facts checked against their declarations."""
        keys = set(structural)
        known = dict(self.book.homes.get(home, {}))
        known.pop("kind", None)
        structure: dict[str, Node] = {}
        facts: Facts = {}
        for key, value in node.entries.items():
            if key in keys:
                structure[key] = value
            elif key in known:
                fact = self.fact(self.book.facts[known[key]], key, value, inherited)
                if fact is not None:
                    facts[key] = fact
            else:
                elsewhere = sorted({self._home(p) for p in self.book.facts if p.split(".", 1)[1] == key})
                ko, en = hint(key, [*keys, *known], limit=0)
                if elsewhere:
                    ko += f" 이 사실은 {', '.join(elsewhere)}에 적습니다."
                    en += f" This fact belongs to: {', '.join(elsewhere)}."
                self.fault(
                    node.key_places[key],
                    f"`{key}`: 여기에 쓸 수 없는 이름입니다.{ko} (`offence facts {home}` 참조)",
                    f"`{key}` is not a key or a fact here.{en} (see `offence facts {home}`)",
                )
        return structure, facts

    @staticmethod
    def _home(path: str) -> str:
        prefix = path.split(".", 1)[0]
        return "person" if prefix in ("suspect", "victim") else prefix

    def fact(self, decl: FactDecl, name: str, node: Node, inherited: tuple[str, ...]) -> FactValue | None:
        """A stated fact, short (`consent: no`) or in full (`{value: no, by: ..., evidence: [E1]}`)."""
        if not isinstance(node, Map):
            value, good = self.value(decl, name, node)
            return FactValue(value=value, evidence=inherited) if good else None
        for key in node.entries:
            if key not in _FULL:
                ko, en = hint(key, _FULL)
                self.fault(
                    node.key_places[key], f"`{key}`: 쓸 수 없는 이름입니다.{ko}", f"`{key}` is not a key of a fact.{en}"
                )
        if "value" not in node.entries:
            self.fault(node.place, f"`{name}`에 value가 없습니다.", f"`{name}` has no value")
            return None
        value, good = self.value(decl, name, node.entries["value"])
        disputed = node.entries.get("disputed")
        flag = False
        if disputed is not None:
            if isinstance(disputed, Scalar) and disputed.value in ("yes", "no"):
                flag = disputed.value == "yes"
            else:
                self.fault(disputed.place, "disputed는 yes 또는 no입니다.", "disputed is yes or no")
        evidence = self.refs(node.entries.get("evidence"), self.evidence, "증거", "evidence")
        if not good:
            return None
        return FactValue(
            value=value,
            by=self.text(node.entries.get("by")),
            because=self.text(node.entries.get("because")),
            evidence=evidence or inherited,
            disputed=flag,
        )

    def value(self, decl: FactDecl, name: str, node: Node) -> tuple[Value | None, bool]:
        """The value by its declared type, None for unknown; False where it is wrong."""
        if isinstance(node, Scalar) and node.value == "unknown":
            return None, True
        match decl.type:
            case "choices":
                words = self.words(node)
                bad = [(w, p) for w, p in words if w not in decl.values]
                for word, place in bad:
                    self._wrong(name, decl, word, place)
                if not words and not isinstance(node, Seq):
                    self._wrong(name, decl, "", node.place)
                    return None, False
                return tuple(sorted({w for w, _ in words})), not bad
            case _ if not isinstance(node, Scalar):
                ko, en = kind_of(node)
                self.fault(
                    node.place,
                    f"`{name}`에는 값 하나가 와야 합니다. 적힌 것: {ko}",
                    f"`{name}` takes one value; found {en}",
                )
                return None, False
            case "yes_no" | "judgment":
                if node.value in ("yes", "no"):
                    return node.value, True
            case "choice":
                if node.value in decl.values:
                    return node.value, True
            case "number":
                try:
                    return int(node.value), True
                except ValueError:
                    pass
            case "date":
                span = read_span(node.value)
                if span and span.exact:
                    return span.first, True
            case "text":
                return node.value, True
        self._wrong(name, decl, node.value, node.place)
        return None, False

    def _wrong(self, name: str, decl: FactDecl, word: str, place: Place) -> None:
        if decl.type in ("yes_no", "judgment"):
            synonyms = {
                "true": "yes",
                "false": "no",
                "예": "yes",
                "아니오": "no",
                "y": "yes",
                "n": "no",
                "모름": "unknown",
            }
            close = synonyms.get(word.lower())
            ko, en = (
                (f" 혹시 `{close}`입니까?", f" Did you mean `{close}`?")
                if close
                else hint(word, ("yes", "no", "unknown"))
            )
        elif decl.type == "number":
            ko, en = " 정수로 적습니다.", " Write a whole number."
        elif decl.type == "date":
            ko, en = " 2025-03-02처럼 적습니다.", " Write a day such as 2025-03-02."
        else:
            ko, en = hint(word, [*decl.values, "unknown"])
        self.fault(place, f"`{name}`에 쓸 수 없는 값입니다: `{word}`.{ko}", f"`{word}` is not a value of `{name}`.{en}")


def as_date(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None

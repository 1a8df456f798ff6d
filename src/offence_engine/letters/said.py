"""What a sentence of the rules may ask of a finding: `fact(...)`, `value(...)` and `way(...)`.

A fact is looked up as the finding saw it, else as the case states it; what nobody stated is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import TemplateRuntimeError

from offence_engine.letters.names import Names
from offence_engine.model.case import Act, Case, Facts, Value
from offence_engine.model.logic import KIND
from offence_engine.model.result import Finding
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint

AGE = ".age@"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """One finding and the act it is told by."""

    book: Rulebook
    case: Case
    names: Names
    finding: Finding
    act: Act

    def fact(self, path: str) -> str:
        """The value in words, or nothing."""
        return self.names.word(path, self._look(path)[1])

    def value(self, path: str) -> Value:
        """The value itself; `unknown` where it was asked and nobody knows it, nothing where it was not asked."""
        asked, value = self._look(path)
        return "" if not asked else UNKNOWN if value is None else value

    def way(self, element: str) -> str:
        """The named way in which an element is met, or nothing."""
        for result in self.finding.elements:
            if result.id == element:
                met = result.truth == "met" and result.alternative_label is not None
                return (
                    result.alternative_label.text(self.names.phrases.lang) if met and result.alternative_label else ""
                )
        _must_be_known(element, self._elements(self.finding.provision), "element")
        return ""

    def _elements(self, provision: str) -> set[str]:
        rule = self.book.provisions[provision]
        return set(rule.elements) | {name for base in rule.builds_on for name in self._elements(base)}

    def _look(self, path: str) -> tuple[bool, Value | None]:
        """(whether it was asked or stated, its value)."""
        _must_be_known(path, [KIND, *self.book.facts], "fact")
        for element in self.finding.elements:
            for fact in element.facts:
                if fact.path == path:
                    return True, fact.value
        if path == KIND:
            return True, self.act.kind
        home, _, name = path.partition(".")
        stated = self._facts(home)
        if name in stated:
            return True, stated[name].value
        said = self.book.kinds[self.act.kind].says.get(name) if home == "act" else None
        return said is not None, said

    def _facts(self, home: str) -> Facts:
        count, act = self.finding.count, self.act
        material = count.material or next(iter(self.case.materials_of(act)), None)
        match home:
            case "act":
                return act.facts
            case "part":
                return act.by[count.suspect].facts if count.suspect in act.by else {}
            case "stance":
                return act.towards[count.victim].facts if count.victim in act.towards else {}
            case "material":
                return self.names.facts_of_material(material) if material else {}
            case "shown":
                return self.names.facts_shown(material, count.victim) if material and count.victim else {}
            case "channel":
                return self.case.channels[act.channel].facts if act.channel else {}
        return self.case.facts if home == "case" else {}


def _must_be_known(name: str, known: Iterable[str], what: str) -> None:
    names = set(known)
    if name not in names:
        _, en = hint(name, names, limit=0)
        raise TemplateRuntimeError(f"there is no {what} `{name}`.{en}")

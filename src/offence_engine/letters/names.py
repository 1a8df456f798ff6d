"""What persons, materials and places are called in a letter. Victims only ever by their pseudonym."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from offence_engine.letters.phrases import Phrases, Unstated
from offence_engine.model.case import Act, Case, Facts, Value
from offence_engine.model.letters import Audience
from offence_engine.model.result import Finding
from offence_engine.model.time import Span, birthday

_AGE_OF_VICTIM = "victim.age@"


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A person in a material, for the phrase that describes the material."""

    id: str
    facts: Facts
    names: Names

    def word(self, path: str) -> str:
        return self.names.word_in(path, self.facts)


class Names:
    """Names of one case in one language."""

    def __init__(self, case: Case, phrases: Phrases, audience: Audience | None = None) -> None:
        self.case = case
        self.phrases = phrases
        self.ages_shown = audience.victim_age if audience is not None else "if_element"

    def suspect(self, id_: str) -> str:
        """The name from the particulars, else an unknown person by what they are known as, else a gap."""
        phrases = self.phrases
        name = self.case.particulars.get(id_, {}).get("name")
        if name:
            return name
        known_as = self.case.persons[id_].known_as
        if self.case.persons[id_].kind == "legal":
            return f"{phrases.gap('legal_name')} ({known_as or id_})"
        gap = phrases.gap("name")
        return phrases.fill(phrases.words.unknown_person_as, known_as=known_as) if known_as else f"{gap} ({id_})"

    def person(self, id_: str, ages: dict[str, str] | None = None) -> str:
        """Anyone in running text, by their role."""
        person, phrases = self.case.persons[id_], self.phrases
        if person.role == "suspect":
            named = bool(self.case.particulars.get(id_, {}).get("name"))
            name = self.suspect(id_)
            return phrases.fill(phrases.words.suspect_named, name=name) if named or not person.known_as else name
        if person.role == "victim":
            return f"{phrases.field('victim').text(phrases.lang)} {self.victim(id_, (ages or {}).get(id_))}"
        return phrases.fill(phrases.words.other_person, id=id_, known_as=person.known_as)

    def victim(self, id_: str, age: str | None = None) -> str:
        """The pseudonym, with the age only where it is handed in."""
        number = self.case.persons[id_].number
        return self.phrases.fill(self.phrases.words.victim, id=id_, age=age, number=number)

    def material(self, id_: str, victims: tuple[str, ...]) -> str:
        """A material by its id and what is stated of it; never what it shows in detail."""
        facts = self.facts_of_material(id_)
        where = self.case.shown_in(id_)
        shown = [ShownPart(v, self.facts_shown(id_, v), self) for v in victims if v in where]
        return self.phrases.fill(
            self.phrases.words.material,
            id=id_,
            number=self.case.materials[id_].number,
            shown=shown,
            word=lambda path: self.word_in(path, facts),
            value=lambda path: facts[name].value if (name := path.partition(".")[2]) in facts else "",
        )

    def channel(self, act: Act) -> str:
        """The room or channel of an act; false where none is stated."""
        channel = self.case.channels.get(act.channel or "")
        if channel is None:
            return Unstated(self.phrases.label(self.phrases.words.unknown_channel))
        return channel.name or str(act.channel)

    def word_in(self, path: str, facts: Facts) -> str:
        """The stated value of a fact as a short word, nothing where it is not stated."""
        fact = facts.get(path.partition(".")[2])
        return self.word(path, fact.value) if fact is not None else ""

    def word(self, path: str, value: Value | None) -> str:
        """A value in running text: the short word of the rules, else the name that the declaration gives it."""
        if value is None:
            return ""
        lang = self.phrases.lang
        parts = value if isinstance(value, tuple) else (str(value),)
        decl = self.phrases.book.facts.get(path)
        found = []
        for part in parts:
            label = self.phrases.words.words.get(path, {}).get(part) or (decl.values.get(part) if decl else None)
            found.append(label.text(lang) if label else part)
        return ("ㆍ" if lang == "ko" else ", ").join(found)

    def ages(self, finding: Finding) -> dict[str, str]:
        """The victim's age in words, if some element of the finding reads it."""
        if self.ages_shown != "if_element":
            return {}
        victim = finding.count.victim
        birth = self.case.persons[victim].birth if victim else None
        if victim is None or birth is None:
            return {}
        for element in finding.elements:
            for fact in element.facts:
                if fact.path.startswith(_AGE_OF_VICTIM) and fact.value is not None:
                    low, _, high = str(fact.value).partition("..")
                    seen = (int(low), int(high or low))
                    at_act = years_of(birth, Span(finding.count.from_, finding.count.to))
                    made = fact.path != f"{_AGE_OF_VICTIM}act" and seen != at_act
                    words = self.phrases.words.age
                    return {victim: self.phrases.fill(words, low=seen[0], high=seen[1], made=made)}
        return {}

    def facts_of_material(self, id_: str) -> Facts:
        """What is stated of a material, or of what it is a copy of."""
        facts: Facts = {}
        for source in reversed(self.case.originals(id_)):
            facts = {**facts, **self.case.materials[source].facts}
        return facts

    def facts_shown(self, id_: str, victim: str) -> Facts:
        """What is stated of a person in a material, or in what it is a copy of."""
        facts: Facts = {}
        for source in reversed(self.case.originals(id_)):
            shown = self.case.materials[source].shown.get(victim)
            facts = {**facts, **(shown.facts if shown else {})}
        return facts


def years_of(birth: Span, day: Span) -> tuple[int, int]:
    """The least and most years that a person can count on a day."""

    def years(born: date, on: date) -> int:
        age = max(on.year - born.year, 0)
        return age - 1 if age and birthday(born, age) > on else age

    return years(birth.last, max(day.first, birth.last)), years(birth.first, day.last)

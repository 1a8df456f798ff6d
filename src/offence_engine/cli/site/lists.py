"""The pages that list: provisions by statute, names in their order, judgments with what rests on them, amendments by day."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from markupsafe import Markup

from offence_engine.cli.site.look import Look, concept_file, fact_file, rule_file
from offence_engine.cli.view import words
from offence_engine.model.logic import KIND
from offence_engine.model.rule import ModifierFile, ProvisionFile
from offence_engine.rulebook.find import parts_of

_NUMBER = re.compile(r"\d{4}[가-힣]{1,2}\d+")
_HANGUL = re.compile("[가-힣]")
# The syllable with which each initial consonant begins.
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_PLAIN = {"ㄲ": "ㄱ", "ㄸ": "ㄷ", "ㅃ": "ㅂ", "ㅆ": "ㅅ", "ㅉ": "ㅈ"}


def by_statute(look: Look) -> list[dict[str, Any]]:
    """The acts that have rules, each with its provisions and modifiers in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for id_, rule in look.rules.items():
        found.setdefault(look.book.numbers(id_).act, []).append(
            {
                "id": id_,
                "href": look.href(rule_file(id_)),
                "place": look.place(id_),
                "title": look.say.of(rule.title),
                "kind": look.say(*words.MODIFIES[rule.modifies]) if isinstance(rule, ModifierFile) else "",
                "days": [look.say.day(p.effective) for p in parts_of(rule)],
                "reviewed": id_ not in look.book.unreviewed,
            }
        )
    acts = look.book.acts
    return [
        {
            "id": act, "title": look.say(acts[act].ko, acts[act].en), "short": look.say(acts[act].short, act.upper()),
            "other": look.say(acts[act].en, acts[act].ko), "also": [look.korean(n) for n in acts[act].also], "rules": rules,
        }
        for act, rules in sorted(found.items(), key=lambda entry: -len(entry[1]))
    ]  # fmt: skip


def alphabet(look: Look) -> list[tuple[str, list[tuple[Markup, str]]]]:
    """Every name of a rule, a concept or a fact, by its first letter: (letter, [(link, of what)])."""
    names: set[tuple[str, str, str]] = set()
    provision, concept, fact = look.say("조항", "provision"), look.say("개념", "concept"), look.say("사실", "fact")
    for id_, rule in look.rules.items():
        called = [look.say.of(rule.title), *rule.also_called, *([rule.offence_name] if rule.offence_name else [])]
        names |= {(name, rule_file(id_), f"{provision}, {look.names.rule(id_)}") for name in called}
    for name, entry in look.book.concepts.items():
        names.add((look.say(entry.ko, entry.en), concept_file(name), concept))
    for path, decl in look.book.facts.items():
        if path != KIND:
            names.add((look.say.of(decl.label), fact_file(path), f"{fact}, {path}"))
    letters: dict[str, list[tuple[Markup, str]]] = defaultdict(list)
    for name, file, what in sorted(names, key=lambda n: (_order(n[0]), n[0].casefold(), n)):
        link = Markup('<a href="{}">{}</a>').format(look.href(file), look.korean(name))
        letters[_initial(name)].append((link, what))
    return sorted(letters.items(), key=lambda entry: _order(entry[0]))


def _initial(name: str) -> str:
    """The letter under which a name stands: ㄱ to ㅎ, A to Z, or #."""
    first = unicodedata.normalize("NFC", name)[:1].upper()
    if _HANGUL.match(first):
        letter = _INITIALS[(ord(first) - ord("가")) // 588]
        return _PLAIN.get(letter, letter)
    return first if first.isascii() and first.isalpha() else "#"


def _order(name: str) -> tuple[int, str]:
    """Korean names first, then Latin ones, then the rest."""
    initial = name if len(name) == 1 and not name.isalnum() else name[:1]
    if "ㄱ" <= initial <= "ㅎ" or _HANGUL.match(initial):
        return 0, _initial(name) if _HANGUL.match(initial) else initial
    return (1, initial.upper()) if initial.isascii() and initial.isalpha() else (2, "")


def judgments(look: Look) -> list[dict[str, Any]]:
    """Every judgment that the rules cite, by its number, with the pages that cite it; the latest first."""
    cited: dict[str, dict[Markup, None]] = defaultdict(dict)
    full: dict[str, str] = {}
    for link, texts in _texts(look):
        for text in texts:
            for number in _NUMBER.findall(text):
                cited[number][link] = None
                alone = _NUMBER.findall(text) == [number] and text.endswith((number, "전원합의체"))
                if alone and len(text) < 60 and len(text) > len(full.get(number, "")):
                    full[number] = text
    return [
        {
            "number": number,
            "text": look.korean(look.names.authority(full.get(number, number))),
            "links": list(cited[number]),
        }
        for number in sorted(cited, key=lambda n: (-int(n[:4]), n))
    ]


def _texts(look: Look) -> Iterator[tuple[Markup, list[str]]]:
    """Of every page, the texts in which it cites."""
    for id_, rule in look.rules.items():
        found = [e.note.ko for e in rule.elements.values() if e.note] + [gap.ko for gap in rule.not_modelled]
        found += [p.note.ko for p in parts_of(rule) if p.note]
        if isinstance(rule, ProvisionFile):
            unity = rule.one_offence_per
            found += [unity.authority or "", unity.because.ko if unity.because else ""]
            found += [text for r in rule.relations for text in (r.authority or "", r.because.ko)]
        else:
            found += [rule.authority or "", rule.note.ko if rule.note else ""]
            found += [rule.recedes.authority or ""] if rule.recedes else []
        yield look.rule_link(id_), found
    for name, concept in look.book.concepts.items():
        notes = [v.note.ko for v in concept.versions if v.note]
        yield look.concept_link(name), [concept.note or "", concept.authority or "", *notes]
    for path, decl in look.book.facts.items():
        if decl.factors:
            yield look.fact_link(path), [text for f in decl.factors for text in (f.authority, f.ko)]


def amendments(look: Look) -> list[dict[str, Any]]:
    """What began on which day by which act, the latest first; `entries`: what began, and what was said of it."""
    found: dict[tuple[date, str, str], list[dict[str, Any]]] = defaultdict(list)
    for id_, rule in look.rules.items():
        for index, part in enumerate(parts_of(rule)):
            found[part.effective, look.book.numbers(id_).act, part.enacted_by or ""].append(
                {
                    "link": look.rule_link(id_),
                    "new": index == 0,
                    "encoded": index == 0 and rule.before == "not_encoded",
                    "note": look.say.of(part.note) if part.note else "",
                }
            )
    for name, concept in look.book.concepts.items():
        for index, version in enumerate(concept.versions):
            if version.enacted_by and concept.act in look.book.acts:
                note = look.say.of(version.note) if version.note else ""
                entry = {"link": look.concept_link(name), "new": index == 0, "encoded": index == 0, "note": note}
                found[version.effective, concept.act, version.enacted_by].append(entry)
    acts = look.book.acts
    met: set[str] = set()
    return [
        {
            "anchor": _once(met, f"d{day.isoformat()}-{act}"),
            "day": look.say.day(day),
            "iso": day.isoformat(),
            "act": act,
            "act_name": look.say(acts[act].short, acts[act].en),
            "enacted": look.names.enacted(enacted),
            "entries": entries,
        }
        for (day, act, enacted), entries in sorted(found.items(), key=lambda e: e[0], reverse=True)
    ]


def _once(met: set[str], anchor: str) -> str:
    """The anchor the first time, nothing after that."""
    if anchor in met:
        return ""
    met.add(anchor)
    return anchor

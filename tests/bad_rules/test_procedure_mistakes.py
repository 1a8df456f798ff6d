"""One mistake at a time in sound procedure files: told at its line, in both languages, with the nearest right name."""

from __future__ import annotations

from pathlib import Path

import pytest

from offence_engine.errors import RulesError
from offence_engine.rulebook.load import load_rulebook

FACTS = """\
home: case
facts:
  told_on: {type: date, ko: 알린 날, en: day told, ask: witness, question: {ko: 언제입니까?, en: When?}}
  asleep: {type: yes_no, ko: 잠듦, en: asleep, ask: witness, question: {ko: 잤습니까?, en: Asleep?}}
"""
OFFICES = """\
offices:
  watch:
    names:
      - {effective: 2000-01-01, ko: 야경꾼, en: night watch}
"""
PROCEDURE = {
    "procedure.clocks.yaml": """\
procedure: clocks
counting:
  plain: {first_day: no, holiday_extends: yes, by: fable.9}
words:
  moved: {ko: "{day}에서 옮김", en: "moved from {day}"}
  holidays: {ko: 확인, en: check}
  hours: {ko: 시, en: hours}
  no_extension: {ko: 그대로, en: as is}
  limitation: {ko: 시효, en: limitation}
  latest: {ko: "{day}", en: "{day}"}
  latest_open: {ko: 미정, en: open}
clocks:
  answer:
    ko: 답
    en: answer
    starts: case.told_on
    length: {days: 3}
    counted: plain
    by: [fable.9.1]
    effective: 2021-01-01
    who: {ko: 누구, en: somebody}
""",
    "procedure.prosecution.yaml": """\
procedure: prosecution
conditions:
  neighbours:
    kind: complaint
    title: {ko: 이웃의 말, en: the neighbours' word}
    reaches: [fable.1.1]
    effective: 2020-01-01
    by: [fable.9.2]
    met: {fact: case.asleep, is: no}
    because: {ko: 깨어 있음, en: awake}
    waiting: {ko: 기다림, en: waiting}
    open: {ko: 모름, en: not known}
    bars:
      - {when: {fact: case.asleep, is: yes}, because: {ko: 잠, en: asleep}}
""",
    "procedure.consequences.yaml": """\
procedure: consequences
consequences:
  hush:
    kind: duty
    ko: 조용히
    en: hush
    says: {ko: 조용히 시킨다, en: hush them}
    who: {ko: 야경꾼, en: the watch}
    addressee: [watch]
    by: [fable.9.3]
    effective: 2020-01-01
    goes_by: act
    reaches: [fable.1]
    when: {fact: case.asleep, is: no}
""",
}
CLOCKS, PROSECUTION, CONSEQUENCES = PROCEDURE
# name: file, what is there, what stands there instead, Korean and English words of the fault.
MISTAKES = {
    "unknown part": (CLOCKS, "procedure: clocks", "procedure: clocs", "혹시 `clocks`입니까?", "Did you mean `clocks`?"),
    "unknown start": (CLOCKS, "starts: case.told_on", "starts: case.tld_on", "`case.tld_on`: 날짜", "`case.tld_on`: a fact of type date"),
    "a start that is no date": (CLOCKS, "starts: case.told_on", "starts: case.asleep", "`case.asleep`: 날짜", "of type date is needed"),
    "unknown counting": (CLOCKS, "counted: plain", "counted: plane", "혹시 `plain`입니까?", "Did you mean `plain`?"),
    "two lengths": (CLOCKS, "length: {days: 3}", "length: {days: 3, months: 1}", "hours, days, months, years 가운데 하나", "exactly one of hours"),
    "no length": (CLOCKS, "length: {days: 3}", "length: {days: 0}", "hours, days, months, years 가운데 하나", "exactly one of hours"),
    "unknown act of a citation": (CLOCKS, "by: [fable.9.1]", "by: [fabel.9.1]", "모르는 법률입니다: `fabel`", "unknown act: `fabel`"),
    "no citation": (CLOCKS, "by: [fable.9.1]", "by: [nine]", "`nine`은(는) 조항 id가 아닙니다", "`nine` is not a provision id"),
    "until before effective": (CLOCKS, "effective: 2021-01-01", "effective: 2021-01-01\n    until: 2020-12-31", "시행일보다 빠릅니다", "lies before the effective day"),
    "unknown provision of a condition": (PROSECUTION, "reaches: [fable.1.1]", "reaches: [fable.1.3]", "모르는 조항입니다: `fable.1.3`", "unknown provision: `fable.1.3`"),
    "unknown fact of a bar": (PROSECUTION, "when: {fact: case.asleep", "when: {fact: case.aslep", "모르는 사실입니다: `case.aslep`", "unknown fact: `case.aslep`"),
    "unknown fact": (PROSECUTION, "met: {fact: case.asleep", "met: {fact: case.aslep", "모르는 사실입니다: `case.aslep`", "unknown fact: `case.aslep`"),
    "unknown kind": (PROSECUTION, "kind: complaint", "kind: complain", "혹시 `complaint`입니까?", "Did you mean `complaint`?"),
    "on without before": (PROSECUTION, "because: {ko: 잠, en: asleep}", "on: case.told_on, because: {ko: 잠, en: asleep}", "함께 적습니다", "given together"),
    "unknown office": (CONSEQUENCES, "addressee: [watch]", "addressee: [wach]", "모르는 기관입니다: `wach`", "unknown office: `wach`"),
    "unknown provision": (CONSEQUENCES, "reaches: [fable.1]", "reaches: [fable.7]", "모르는 조항입니다: `fable.7`", "unknown provision: `fable.7`"),
    "unknown exception": (CONSEQUENCES, "reaches: [fable.1]", "reaches: [fable.1]\n    except: [fable.7]", "모르는 조항입니다: `fable.7`", "unknown provision: `fable.7`"),
    "unknown value": (CONSEQUENCES, "is: no}", "is: maybe}", "`case.asleep`에 없는 값입니다", "is not a value of `case.asleep`"),
    "unknown key": (CONSEQUENCES, "goes_by: act", "goes_bye: act", "혹시 `goes_by`입니까?", "Did you mean `goes_by`?"),
    "a day that is none": (CONSEQUENCES, "effective: 2020-01-01", "effective: 2020-13-01", "날짜는 2024-10-16처럼", "a date is written"),
}  # fmt: skip


@pytest.fixture
def sound(fable: Path) -> Path:
    (fable / "facts.case.yaml").write_text(FACTS, encoding="utf-8")
    (fable / "offices.yaml").write_text(OFFICES, encoding="utf-8")
    for name, text in PROCEDURE.items():
        (fable / name).write_text(text, encoding="utf-8")
    return fable


def test_it_is_sound_before_it_is_broken(sound: Path) -> None:
    book = load_rulebook(sound)
    assert set(book.procedure.clocks) == {"answer"}
    assert set(book.procedure.prosecution) == {"neighbours"}
    assert set(book.procedure.consequences) == {"hush"}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_line_in_both_languages(sound: Path, name: str) -> None:
    file, old, new, ko, en = MISTAKES[name]
    path = sound / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError) as told:
        load_rulebook(sound)
    line = text[: text.index(old)].count("\n") + 1
    lines = range(line, line + 1 + new.count("\n"))
    for lang, words in (("ko", ko), ("en", en)):
        matching = [t for t in told.value.text(lang).splitlines() if words in t]
        assert matching, told.value.text(lang)
        assert any(matching[0].startswith(f"{path}:{n}:") for n in lines), matching[0]


def test_one_name_twice_is_told(sound: Path) -> None:
    text = PROCEDURE[CONSEQUENCES]
    (sound / "again.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulesError) as told:
        load_rulebook(sound)
    assert "`hush`" in told.value.text("en")


def test_the_words_of_clocks_are_needed(sound: Path) -> None:
    path = sound / CLOCKS
    text = path.read_text(encoding="utf-8")
    start, end = text.index("words:"), text.index("clocks:\n  answer")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(RulesError) as told:
        load_rulebook(sound)
    assert "`words`" in told.value.text("en")


LIMITATION = "general.limitation.yaml"


@pytest.mark.parametrize(
    ("old", "new", "ko"),
    [
        ("kind: none, reaches", "kind: extended, reaches", "years_more"),
        ("reaches: [fable.1]", "reaches: []", "beyond"),
        ("starts: {at", "stops: [{id: fable.9, from: suspect.gone_on, because: {ko: 멈춤, en: stands still}}]\nstarts: {at", "`suspect.gone_on`: 날짜"),
        ("starts: {at", "raised: {not_counted: [fabel], by: fable.9, because: {ko: 가중, en: raised}}\nstarts: {at", "모르는 법률입니다: `fabel`"),
    ],
)  # fmt: skip
def test_mistakes_in_what_departs_from_the_table(fable: Path, old: str, new: str, ko: str) -> None:
    path = fable / LIMITATION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError) as told:
        load_rulebook(fable)
    assert ko in told.value.text("ko")

"""Rulebook + Texts -> differences: versions, days, acts, penalties and words that the texts say otherwise."""

from __future__ import annotations

import re
from datetime import date

from offence_engine.model.penalty import Penalty
from offence_engine.model.review import SeenDifference
from offence_engine.model.rule import LimbPart, Version
from offence_engine.rulebook.find import rules_of
from offence_engine.rulebook.ids import sort_key
from offence_engine.rulebook.load import bounds_of
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.workbench.sources.days import compare_days
from offence_engine.workbench.sources.difference import Comparison
from offence_engine.workbench.sources.held import AnyVersion, Held
from offence_engine.workbench.sources.newparts import new_parts
from offence_engine.workbench.sources.parts import Part, part_of, unmarked
from offence_engine.workbench.sources.phrases import penalties_in, same
from offence_engine.workbench.sources.places import RulePlaces
from offence_engine.workbench.sources.texts import Record, Texts
from offence_engine.workbench.sources.words import missing_words

_ACT = re.compile(r"제\s?(\d+)\s?호\D+(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})")
_TOGETHER = re.compile(r"병과할\s?수|병과한다")
_AS_IN = re.compile(r"제\s?(\d+)\s?항(?:의 죄)?(?:과|와|의 형과|의 예와)\s?(?:동일한|같은|같다)")


def compare(book: Rulebook, texts: Texts) -> Comparison:
    """Every provision and modifier of the rules against the texts; what somebody has judged already is only counted."""
    done = Comparison()
    places = RulePlaces(book)
    for id_ in sorted(rules_of(book), key=sort_key):
        compare_rule(Held(book, texts, places, done, id_))
    done.differences += new_parts(book, texts, places)
    done.differences.sort(key=lambda d: (sort_key(d.rule), d.version or date.min, d.code, d.en))
    _without_seen(done, book.settings.sources.seen)
    return done


def _without_seen(done: Comparison, seen: tuple[SeenDifference, ...]) -> None:
    """Takes out what somebody has judged; marks that fit nothing any more are kept to be told."""
    used: list[SeenDifference] = []
    left = []
    for difference in done.differences:
        marks = [mark for mark in seen if difference.is_marked(mark)]
        used += marks
        if marks:
            done.seen += 1
        else:
            left.append(difference)
    done.differences = left
    done.stale = [mark for mark in seen if mark not in used]


def compare_rule(held: Held) -> None:
    """One rule against the texts of its article; its differences go to the list of `held`."""
    if not held.any:
        held.done.left_out.append((held.id, "원문이 없음", "no text held"))
        return
    compare_days(held)
    for version in held.versions:
        _version(held, version)


def _version(held: Held, version: AnyVersion) -> None:
    record, part = held.text_of(version)
    if record is None:
        return
    held.done.compared += 1
    repealed = isinstance(version, Version) and version.repealed
    moved = isinstance(version, Version) and bool(version.continued_as)
    if (part is None or part.gone) is not repealed and not moved:
        both = held.book.citation(held.id, version)
        held.differ(
            "no_part", version, held.places.version(held.id, version), record, part,
            "규칙은 폐지되었다고 하나 원문에는 있습니다" if repealed else f"원문의 {version.effective} 조문에 이 자리({both.ko})가 없습니다",
            "repealed in the rules, but the texts have it" if repealed else f"the text of {version.effective} has no such part ({both.en})",
        )  # fmt: skip
        return
    if part is None:
        return
    _act(held, version, record, part)
    if repealed:
        return
    if isinstance(version, Version):
        _penalty(held, version, record, part)
    for name, words in missing_words(held, version, part):
        held.differ(
            "words", version, held.places.words(held.id, version, name), record, part,
            f"구성요건 `{name}`의 말이 원문에 없습니다: “{words}”",
            f"the words of the element `{name}` do not occur in the text: “{words}”",
            element=name,
        )  # fmt: skip


def _act(held: Held, version: AnyVersion, record: Record, part: Part) -> None:
    """Number and promulgation of the act that made a version."""
    said = _ACT.search(version.enacted_by or "")
    if said is None:
        return
    number, day = said[1], date(int(said[2]), int(said[3]), int(said[4]))
    made_by = _made_by(held, version, record, part, day)
    if not made_by or any(n == number and (d is None or d == day) for n, d in made_by):
        return
    ko = ", ".join(f"제{n}호{f' ({d})' if d else ''}" for n, d in made_by)
    en = ", ".join(f"Act {n}{f' ({d})' if d else ''}" for n, d in made_by)
    held.differ(
        "act", version, held.places.version(held.id, version, "enacted_by"), record, part,
        f"법률 번호나 공포일이 다릅니다: 규칙 제{number}호 ({day}), 원문 {ko}",
        f"act number or promulgation: rules Act {number} ({day}), texts {en}",
    )  # fmt: skip


def _made_by(held: Held, version: AnyVersion, record: Record, part: Part, day: date) -> list[tuple[str, date | None]]:
    """The acts (number, promulgation) that may have made a version; none where the texts do not tell.

    The first version that is encoded may have begun before the texts: any act of its part will do.
    """
    first = version is held.versions[0] and held.rule.before == "not_encoded"
    promulgated = dict(row.enacted for row in record.rows)
    found: list[tuple[str, date | None]] = []
    for row in held.rows_in(record, version):
        if first or row.since == version.effective:
            found.append(row.enacted)
    for row in [*held.rows_in(record, version), *held.rows_in(record, version, opening=True)]:
        if row.penalty_since and (first or row.penalty_since == version.effective):
            act = row.penalty_act or row.enacted[0]
            found.append((act, promulgated.get(act)))
        elif row.since == version.effective:
            found.append(row.enacted)
    # The record names the last act that touched the article; a part that bears the mark of another is that one's.
    others = record.enacted[1] != day and day.isoformat() in part.amended
    if not found and record.first == version.effective and not others:
        found.append(record.enacted)
    for cited, _ in held.cited_texts(version):
        if cited.first == version.effective:
            found.append(cited.enacted)
    return list(dict.fromkeys(found))


def _penalty(held: Held, version: Version, record: Record, part: Part) -> None:
    """The figures of the penalty, where the text gives any, and those of limbs in other places."""
    ours = held.book.penalties.get((held.id, version.effective))
    if ours is None or ours.same_as is not None:
        return
    theirs = _figures(held, version, record, part)
    wrong: list[Penalty] = []
    for name, limb in version.by_limb.items():
        of_limb = _of_limb(held, limb, version)
        theirs += of_limb
        penalty = held.book.limb_penalties[held.id, version.effective, name]
        if of_limb and not any(same(penalty, p) for p in of_limb):
            wrong.append(penalty)
    if not theirs:
        held.done.left_out.append(
            (f"{held.id}@{version.effective}", "원문의 형이 숫자가 아님", "no penalty in figures in the text")
        )
        return
    held.done.figures += 1
    if not any(same(ours, p) for p in theirs):
        wrong.append(ours)
    place = held.places.version(held.id, version, "penalty")
    for penalty in wrong:
        held.differ(
            "penalty", version, place, record, part,
            f"형이 다릅니다: 규칙 {penalty.text.ko}, 원문 {'; '.join(p.text.ko for p in theirs)}",
            f"penalty: rules {penalty.text.en}, texts {'; '.join(p.text.en for p in theirs)}",
        )  # fmt: skip
    together = any(
        _TOGETHER.search(unmarked(p.text)) for p in (part, *(found for _, found in held.cited_texts(version)))
    )
    if not wrong and together is not ours.may_cumulate_fine:
        held.differ(
            "penalty", version, place, record, part,
            f"징역과 벌금의 병과: 규칙 {'할 수 있음' if ours.may_cumulate_fine else '없음'}, 원문 {'할 수 있음' if together else '없음'}",
            f"prison and fine together: rules {'possible' if ours.may_cumulate_fine else 'no'}, texts {'possible' if together else 'no'}",
        )  # fmt: skip


def _figures(held: Held, version: Version, record: Record, part: Part) -> tuple[Penalty, ...]:
    """The penalties in figures of the part, of the paragraph that it refers to, or of what the version cites."""
    theirs = _read(held, part)
    for number in _AS_IN.findall(part.text) if not theirs else ():
        theirs += _read(held, part_of(record.lines, number, None))
    for _, cited in held.cited_texts(version) if not theirs else ():
        theirs += _read(held, cited)
    return theirs


def _of_limb(held: Held, limb: LimbPart, version: Version) -> tuple[Penalty, ...]:
    at = held.numbers(limb)
    record = held.texts.on(at.act, at.article, version.effective)
    return _read(held, part_of(record.lines, at.paragraph, at.item)) if record else ()


def _read(held: Held, part: Part | None) -> tuple[Penalty, ...]:
    return penalties_in(unmarked(part.text), bounds_of(held.book.penalty_rules)) if part else ()

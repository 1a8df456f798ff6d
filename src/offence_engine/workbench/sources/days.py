"""The days on which the texts change what a rule is made of, against the days of its versions."""

from __future__ import annotations

from datetime import date

from offence_engine.model.rule import ProvisionFile, Reach, Version
from offence_engine.model.time import DAY
from offence_engine.rulebook.find import parts_of, rules_of
from offence_engine.rulebook.ids import read_id
from offence_engine.workbench.sources.held import AnyVersion, Held
from offence_engine.workbench.sources.parts import Part
from offence_engine.workbench.sources.texts import Record

# A day that only one side has is taken for the same amendment with another day where both are this near.
_NEAR_DAYS = 400


def compare_days(held: Held) -> None:
    """Days that only the texts have, that only the rules have, and the first day."""
    changes = _changes(held)
    own = {v.effective: v for v in held.versions[1:]}
    lacking = [day for day in changes if day not in own]
    extra = [day for day, v in own.items() if day not in changes and not _explained(held, v)]
    for day in list(lacking):
        near = min(extra, key=lambda e: abs((e - day).days), default=None)
        if near is not None and abs((near - day).days) <= _NEAR_DAYS:
            extra.remove(near)
            lacking.remove(day)
            _, part = held.part_on(day, own[near])
            held.differ(
                "effective", own[near], held.places.version(held.id, own[near], "effective"), changes[day], part,
                f"시행일이 다릅니다: 규칙 {near}, 원문 {day}", f"effective date: rules {near}, texts {day}",
            )  # fmt: skip
    for day in lacking:
        _lacking(held, day, changes[day])
    for day in extra:
        record, part = held.part_on(day, own[day])
        if record is not None:
            held.differ(
                "version_unknown", own[day], held.places.version(held.id, own[day], "effective"), record, part,
                f"규칙에는 {day}부터 달라졌다고 되어 있으나 원문은 그날 달라지지 않았습니다",
                f"the rules have a version of {day}; the texts do not change on that day",
            )  # fmt: skip
    _first(held)


def _lacking(held: Held, day: date, changed: Record) -> None:
    now = held.version_on(day)
    assert now is not None
    own, part = held.part_on(day, now)
    record = own if own is not None and own.first == day else changed
    act, made = changed.enacted
    gone = part is None or part.gone
    held.differ(
        "version_missing", now, held.places.version(held.id, now), record, part,
        f"원문은 {day}부터 {'이 자리가 없어졌는데' if gone else '달라졌는데'} (제{act}호, {made}) 규칙에 그 시행 조문이 없습니다",
        f"the texts {'have nothing here' if gone else 'change'} from {day} (Act {act}, {made}); the rules have no version of that day",
    )  # fmt: skip


def _changes(held: Held) -> dict[date, Record]:
    """The days after the first version on which the texts change what the rule is made of, with the new text."""
    articles = {held.numbers(v)[:2] for v in held.versions}
    for version in held.versions:
        for cited in version.cites if isinstance(version, Version) else ():
            if (at := read_id(cited)) and at.paragraph:
                articles.add(at[:2])
    days: dict[date, Record] = {}
    for key in sorted(articles):
        for record in held.texts.records.get(key, ()):
            if record.first > held.versions[0].effective:
                days.setdefault(record.first, record)
    return {day: record for day, record in sorted(days.items()) if _changed(held, day)}


def _changed(held: Held, day: date) -> bool:
    now, then = held.version_on(day), held.version_on(day - DAY)
    assert now is not None
    if then is None or held.record_on(day - DAY, then) is None:
        return False
    if isinstance(then, Version) and then.repealed and now is then:
        return False
    if held.lacks_cited(then, day):
        _, before = held.part_on(day - DAY, then)
        _, after = held.part_on(day, now)
        return (before and before.bare) != (after and after.bare)
    return held.bare(day - DAY, then) != held.bare(day, now)


def _explained(held: Held, version: AnyVersion) -> bool:
    """Where the texts hold nothing of the day before, or the change lies in what the version cites as a whole, in what
    it stands on, in its number, or in the texts' own account of the part."""
    day = version.effective
    then = held.version_on(day - DAY)
    record = held.record_on(day, version)
    assert then is not None
    if record is None or held.record_on(day - DAY, then) is None:
        return True
    if _own_words(held, day - DAY, then) != _own_words(held, day, version):
        return True
    rows = held.rows_in(record, version)
    if day in {d for row in rows for d in (row.since, row.penalty_since)} or _moved(held, version, then):
        return True
    reached = version.what if isinstance(version, Reach) and not isinstance(version.what, str) else ()
    bases = held.rule.builds_on if isinstance(held.rule, ProvisionFile) else reached
    return any(
        part.effective == day
        for id_, rule in rules_of(held.book).items()
        if any(id_ == base or id_.startswith(f"{base}.") for base in bases)
        for part in parts_of(rule)
    )


def _own_words(held: Held, day: date, version: AnyVersion) -> list[str | None]:
    return [found.bare if found else None for found in held.cited(day, version, False)]


def _moved(held: Held, version: AnyVersion, then: AnyVersion) -> bool:
    """Whether a version only has another number, which the day before was not yet its own."""
    if held.numbers(version) == held.numbers(then):
        return False
    _, now = held.part_on(version.effective, version)
    _, same_number = held.part_on(version.effective - DAY, version)
    return (same_number and same_number.bare) != (now and now.bare)


def _first(held: Held) -> None:
    """The first version: it begins with its words and penalty, or with the first text that is held."""
    first = held.versions[0]
    record, part = held.text_of(first)
    texts = held.article(first)
    if record is None:
        began = _began_later(held, first)
        since = _row_days(held, began[0], first) if began is not None else set()
        if began is not None and held.rule.before == "not_in_force":
            _told(held, first, *began, began[0].first, True)
        elif began is not None and since and max(since) > first.effective:
            _told(held, first, *began, max(since), all(row.sure for row in held.rows_in(began[0], first)))
        elif texts and texts[0].first > first.effective:
            held.done.left_out.append(
                (held.id, f"원문은 {texts[0].first}부터 있음", f"texts held only from {texts[0].first}")
            )
        return
    if part is None:
        return
    rows = held.rows_in(record, first)
    days = _row_days(held, record, first)
    began_on = max(days, default=None)
    days |= {d for row in held.rows_in(record, first, opening=True) if (d := row.penalty_since) is not None}
    if began_on is not None and began_on > first.effective:
        _told(held, first, record, part, began_on, all(row.sure for row in rows))
        return
    # The first text that is held, of the article itself or of something that it cites, is a day to begin with too.
    days |= {r.first for r in texts} | {cited.first for cited, _ in held.cited_texts(first)}
    if first.effective in days:
        return
    before = held.bare(first.effective - DAY, first)
    if isinstance(first, Reach) and (before is None or before != held.bare(first.effective, first)):
        return
    _told(held, first, record, part, began_on or record.first, all(row.sure for row in rows))


def _row_days(held: Held, record: Record, version: AnyVersion) -> set[date]:
    """Since when the words and the penalty of a part stand, as a text says itself."""
    return {d for row in held.rows_in(record, version) for d in (row.since, row.penalty_since) if d is not None}


def _began_later(held: Held, first: AnyVersion) -> tuple[Record, Part] | None:
    """The first text in which the part stands, where it comes after the rule's first day."""
    for record in held.article(first):
        part = held.part_on(record.first, first)[1]
        if part is not None and not part.gone:
            return record, part
    return None


def _told(held: Held, first: AnyVersion, record: Record, part: Part, began: date, sure: bool) -> None:
    held.differ(
        "effective", first, held.places.version(held.id, first, "effective"), record, part,
        f"시행일이 다릅니다: 규칙은 {first.effective}부터, 원문의 이 말과 형은 {began}부터",
        f"effective date: rules from {first.effective}, these words and this penalty in the texts from {began}",
        sure=sure,
    )  # fmt: skip

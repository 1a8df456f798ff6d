"""The head of an assessment and its table: who, towards whom, which provision, how it stands."""

from __future__ import annotations

from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page, Style
from offence_engine.cli.view import words
from offence_engine.cli.view.compact import ids, short_ids
from offence_engine.cli.view.groups import Group, grouped
from offence_engine.cli.view.names import Names, People
from offence_engine.model.result import Assessment, Finding, LimitationResult

MANY_VICTIMS = 8
COLUMNS_AT_ONCE = 4


def head(page: Page, say: Tongue, assessment: Assessment) -> None:
    """What was assessed, when, by which rules and engines."""
    title = f" · {assessment.case.title}" if assessment.case.title else ""
    page.line(f"{say('사건 검토', 'Assessment')}  {assessment.case.id}{title}", style="head")
    book, engine = assessment.rulebook, assessment.engine
    version = f"{book.version} " if book.version else ""
    page.line(f"{say('검토 기준일', 'as of')} {say.day(assessment.as_of)}", indent=2)
    page.line(f"{say('규칙', 'rulebook')} {version}(sha256 {book.sha256[:12]})", indent=2)
    if engine.inference:
        checked = say("기준 평가기와 결과가 같음", "the reference evaluator agrees")
        page.line(f"{say('추론', 'engine')} {engine.inference}, {checked}", indent=2)
    else:
        alone = say(
            "기준 평가기만 (durable_rules 없음)", "the reference evaluator alone (durable_rules is not available)"
        )
        page.line(f"{say('추론', 'engine')} {alone}", indent=2)
    page.line(say(*words.DRAFT), indent=2, style="head")


def overview(page: Page, say: Tongue, names: Names, people: People, assessment: Assessment) -> None:
    """A table for each suspect; victims and acts with the same outcome share a row."""
    page.heading(say("한눈에 보기", "At a glance"))
    if not assessment.findings:
        page.line(say("적힌 행위에 맞는 조항이 없다.", "No provision fits the acts stated."))
        return
    suspects = [p for p in people.case.persons if any(f.count.suspect == p for f in assessment.findings)]
    victims = list(dict.fromkeys(f.count.victim for f in assessment.findings if f.count.victim))
    if len(victims) > MANY_VICTIMS:
        _matrix(page, say, names, people, assessment, suspects, victims)
    groups = grouped(assessment.findings, assessment.offences, fine=False)
    titles = (
        say("피해자", "victim"), say("조항", "provision"), say("행위, 갈래, 단계", "act, limb, stage"),
        say("판단", "status"), say("법정형", "penalty"), say("시효 만료", "limitation"),
    )  # fmt: skip
    seen: list[str] = []
    for suspect in suspects:
        rows = [_row(say, names, people, g) for g in groups if g.first.count.suspect == suspect]
        styles = [words.VERDICT_STYLE[g.first.verdict] for g in groups if g.first.count.suspect == suspect]
        page.line(f"{say('피의자', 'suspect')} {people.person(suspect)}", style="head")
        if notice := next((s.notice for s in assessment.suspects if s.person == suspect and s.notice), None):
            page.line(f"! {say.of(notice)}", hang=2)
        page.table(titles, list(zip(styles, rows, strict=True)), widths=(9, 32, 18, 15, 16, 17))
        page.line()
        seen += [row[1] for row in rows]
    _legend(page, say)
    for short, full in names.abbreviations():
        if any(short in text for text in seen):
            page.line(f"{short}: {full}", indent=2, style="quiet")


def _legend(page: Page, say: Tongue) -> None:
    page.line("   ".join(f"{mark} {say(ko, en)}" for mark, ko, en in words.VERDICT.values()), indent=2, style="quiet")


def status(say: Tongue, finding: Finding, standing: str = "principal") -> str:
    """Mark and words of a verdict, and that the offence does not stand by itself."""
    mark, ko, en = words.VERDICT[finding.verdict]
    more = f" — {say(*words.STANDING[standing])}" if standing != "principal" else ""
    return f"{mark} {say(ko, en)}{more}"


def _row(say: Tongue, names: Names, people: People, group: Group) -> list[str]:
    finding = group.first
    mark, *short = words.VERDICT_SHORT[finding.verdict]
    standing = f" ({say(*words.STANDING_SHORT[group.standing])})" if group.standing != "principal" else ""
    parts = [_some(say, group.acts), limb_words(say, finding)]
    if finding.verdict != "not_applicable":
        parts.append(stage_words(say, finding))
    return [
        _victims(say, people, group.victims, short=True),
        f"{names.cited(finding.citation, finding.provision)} {say.of(finding.title)}",
        " · ".join(part for part in parts if part),
        f"{mark} {say(*short)}{standing}",
        penalty_short(say, finding) if finding.verdict != "not_applicable" else "",
        expiry(say, [f.limitation for f in group.findings if f.limitation], between="\n~ "),
    ]


def _victims(say: Tongue, people: People, victims: list[str], short: bool = False) -> str:
    if not victims:
        return "-"
    heads = people.heads(victims)
    if short:
        return _some(say, victims) + (say(f" ({heads}명)", f" ({heads})") if heads > 1 else "")
    return ids(victims) + (f" ({say.count(heads, '명', 'person')})" if heads > 1 else "")


def _some(say: Tongue, names: list[str]) -> str:
    """The ids, or the first of very many."""
    shown, more = short_ids(names)
    return shown + say(" 등", f" and {more} more") if more else shown


def limb_words(say: Tongue, finding: Finding) -> str:
    """The limb, and the named alternatives that hold."""
    parts = [say.of(finding.limb_label)] if finding.limb_label else []
    parts += [say.of(e.alternative_label) for e in finding.elements if e.alternative_label and e.truth == "met"]
    if finding.participation not in ("principal", "co_principal"):
        parts.append(say(*words.PARTICIPATION[finding.participation]))
    return " · ".join(dict.fromkeys(parts))


def stage_words(say: Tongue, finding: Finding) -> str:
    return say(*words.STAGE[finding.stage])


def penalty_short(say: Tongue, finding: Finding) -> str:
    """The penalty without the words that every penalty has."""
    text = say.of(finding.penalty.text)
    if say.lang == "ko":
        return text.replace("의 유기징역", "").replace("의 징역", "").replace("의 벌금", "")
    return text.replace("or imprisonment for ", "or ").replace("imprisonment for ", "").replace(" a fine of", "")


def expiry(say: Tongue, limits: list[LimitationResult], between: str = " ~ ") -> str:
    """When limitation can expire, over several findings."""
    if not limits:
        return ""
    if all(x.kind == "none" for x in limits):
        return say("시효 없음", "none")
    earliest = min((x.earliest for x in limits if x.earliest), default=None)
    latest = (
        None
        if any(x.kind == "years" and x.latest is None for x in limits)
        else max((x.latest for x in limits if x.latest), default=None)
    )
    if earliest is None:
        return say("미정", "open")
    if latest == earliest:
        return say.day(earliest)
    return f"{say.day(earliest)}{between}{say.day(latest) if latest else say('미정', 'open')}"


def _matrix(
    page: Page,
    say: Tongue,
    names: Names,
    people: People,
    assessment: Assessment,
    suspects: list[str],
    victims: list[str],
) -> None:
    """Suspects across, victims down; victims for whom everything is the same share a row."""
    cells: dict[tuple[str, str], list[str]] = {}
    for finding in assessment.findings:
        if finding.count.victim and finding.verdict != "not_applicable":
            mark = words.VERDICT[finding.verdict][0]
            text = f"{mark} {names.cited(finding.citation, finding.provision)}"
            cells.setdefault((finding.count.victim, finding.count.suspect), []).append(text)
    content = {key: "\n".join(sorted(set(texts), key=texts.index)) for key, texts in cells.items()}
    patterns: dict[tuple[str, ...], list[str]] = {}
    for victim in victims:
        patterns.setdefault(tuple(content.get((victim, s), "") for s in suspects), []).append(victim)
    for start in range(0, len(suspects), COLUMNS_AT_ONCE):
        some = suspects[start : start + COLUMNS_AT_ONCE]
        rows: list[tuple[Style, list[str]]] = []
        for pattern, same in patterns.items():
            own = pattern[start : start + COLUMNS_AT_ONCE]
            if any(own):
                rows.append(("plain", [_victims(say, people, same), *own]))
        page.table([say("피해자 \\ 피의자", "victim \\ suspect"), *some], rows, widths=(14, *[22] * len(some)))
        page.line()

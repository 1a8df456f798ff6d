"""A rulebook -> every remark on it: the parts of the analyser in their order, what the rules mark as seen left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from offence_engine.model.base import Label, label
from offence_engine.model.seen import Seen
from offence_engine.rulebook.ids import reaches
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.suggest import hint
from offence_engine.workbench.analyser.elements import of_elements, of_reaches, of_versions
from offence_engine.workbench.analyser.facts import of_facts
from offence_engine.workbench.analyser.limitation import of_limitation
from offence_engine.workbench.analyser.penalties import of_penalties
from offence_engine.workbench.analyser.remark import Remark
from offence_engine.workbench.analyser.study import Study
from offence_engine.workbench.analyser.timeline import of_time
from offence_engine.workbench.analyser.together import by_family, of_pairs, of_relations

PARTS: tuple[Callable[[Study], Iterator[Remark]], ...] = (
    of_elements, of_versions, of_reaches, of_relations, of_pairs, of_time, of_penalties, of_limitation, of_facts,
)  # fmt: skip

# What each code is about, in a few words.
CODES: dict[str, Label] = {
    "element_never": label("충족될 수 없는 구성요건", "elements that can never be met"),
    "element_always": label("언제나 충족되는 구성요건", "elements that are always met"),
    "alternative_never": label("충족될 수 없는 개념의 갈래", "ways of a concept that can never be filled"),
    "version_unreached": label("닿을 수 없는 시행 조문", "versions that nothing can reach"),
    "limb_unreached": label("닿을 수 없는 갈래", "limbs that nothing can reach"),
    "reach_unreached": label(
        "그 기간에 미칠 죄가 없는 적용 범위", "entries of modifiers that reach nothing in their time"
    ),
    "concept_unreached": label("그 기간에 쓰이지 않는 개념의 뜻", "versions of concepts that nothing uses"),
    "relation_dead": label("쓰일 수 없는 관계", "relations that can never be used"),
    "special_not_special": label(
        "특별관계가 아닌데 물러난다고 적은 관계", "declared to yield, though not general to special"
    ),
    "implied_undeclared": label(
        "함의하는데 관계가 없는 짝", "pairs of which one implies the other, without a relation"
    ),
    "together_undeclared": label(
        "함께 성립할 수 있는데 관계가 없는 짝", "pairs that can apply together, without a relation"
    ),
    "gap": label("시행 조문 사이의 빈 날", "days between versions on which nothing holds"),
    "overlap": label("시행 기간의 겹침", "times that overlap"),
    "aggravated_not_heavier": label("바탕보다 무겁지 않은 가중", "aggravated forms that are no heavier"),
    "special_lighter": label("일반 조항보다 가벼운 특별 조항", "specials lighter than what recedes behind them"),
    "limb_penalty": label("갈래를 모를 때의 형", "penalties where the limb is not known"),
    "limb_upside_down": label("요건이 더 많은데 가벼운 갈래", "limbs that ask for more and are punished less"),
    "raises_nothing": label("형을 올리지 않는 가중", "aggravations that raise nothing"),
    "attempt_heavier": label("기수보다 무거운 미수", "attempts punished above the completed offence"),
    "attempt_without_result": label("결과를 적지 않은 미수", "attempts of offences that name no result"),
    "limitation_row_masked": label("쓰이지 않는 공소시효 표의 줄", "rows of the limitation table that are never used"),
    "limitation_row_upside_down": label("거꾸로 된 공소시효 표의 줄", "rows of the limitation table upside down"),
    "limitation_against_penalty": label("형과 어긋나는 공소시효", "limitation that does not follow the penalty"),
    "limitation_never": label(
        "조건이 성립할 수 없는 공소시효 특례", "special limitation whose condition can never hold"
    ),
    "fact_unread": label("아무도 읽지 않는 사실", "facts that nothing reads"),
    "question_idle": label("답이 결과를 바꾸지 않는 질문", "questions whose answer changes nothing"),
    "values_alike": label("가르는 조건이 없는 값", "values that nothing tells apart"),
    "seen_stale": label("가리키는 지적이 없는 seen", "entries of `seen` that match no remark"),
    "too_tangled": label("너무 얽혀 살필 수 없음", "too tangled to be looked at"),
}


def analyse(book: Rulebook) -> list[Remark]:
    """Every remark that the rules do not mark as seen: faults first, then each code in the order of `CODES`."""
    study = Study(book)
    found: list[Remark] = []
    for part in PARTS:
        found += part(study)
    found += [_tangled(provision) for provision in study.tangled]
    used: set[int] = set()
    left = [remark for remark in found if not _seen(book, remark, used)]
    left += [_stale(index, entry) for index, entry in enumerate(book.seen) if index not in used]
    order = {code: number for number, code in enumerate(CODES)}
    return sorted(by_family(left), key=lambda r: (r.severity != "fault", order[r.code]))


def _seen(book: Rulebook, remark: Remark, used: set[int]) -> bool:
    """Whether the rules mark a remark as seen; `used` gathers the entries that do."""
    hiding = [i for i, entry in enumerate(book.seen) if entry.code == remark.code and _about(entry, remark)]
    used.update(hiding)
    return bool(hiding)


def _named(ids: Iterable[str], id_: str) -> bool:
    return any(reaches(named, id_) for named in ids)


def _about(entry: Seen, remark: Remark) -> bool:
    if remark.pairs:
        return any(
            _named(entry.of, a) and (not entry.with_ or _named(entry.with_, b))
            for one, other in remark.pairs
            for a, b in ((one, other), (other, one))
        )
    if not any(_named(entry.of, id_) for id_ in (remark.of, *remark.names)):
        return False
    return not entry.with_ or all(_named((*entry.of, *entry.with_), name) for name in remark.names)


def _stale(index: int, entry: Seen) -> Remark:
    ko, en = hint(entry.code, CODES) if entry.code not in CODES else ("", "")
    return Remark(
        "seen_stale", "remark", "seen", ("seen", index),
        label(
            f"`{entry.code}` ({', '.join(entry.of)}): 이것이 가리키는 지적이 없습니다. 지워도 됩니다.{ko}",
            f"`{entry.code}` ({', '.join(entry.of)}): no such remark is made; this entry can go.{en}",
        ),
    )  # fmt: skip


def _tangled(provision: str) -> Remark:
    return Remark(
        "too_tangled", "remark", provision, ("versions",),
        label(
            f"`{provision}`은(는) 경우의 수가 너무 많아 다른 조항과 견주어 살피지 못하였습니다. 조건을 개념으로 나누거나 갈래를 줄이십시오.",
            f"`{provision}` falls into too many cases to be compared with the others; simplify its conditions",
        ),
    )  # fmt: skip

"""What an editor says of the keys of rule files, in Korean and English."""

from __future__ import annotations

from offence_engine.model.base import Label, label

RECORDS: dict[str, Label] = {
    "ProvisionFile": label("조항: 한 죄를 만드는 항·호", "a provision: what makes one offence"),
    "ModifierFile": label("결과를 고치는 조항", "a rule that changes findings"),
    "Version": label("시행 조문: 어느 날부터의 내용", "a version: the content from a day on"),
    "Element": label("구성요건: 법문의 말과 조건 하나", "an element: the words of the statute and one condition"),
    "ConceptVersion": label("개념의 시행일별 뜻", "what the concept means from a day on"),
    "Relation": label("다른 조항과의 관계", "how this offence stands to another"),
    "RuleCase": label("시험 사례: typical_case와 다른 점만", "a test: only what differs from the typical case"),
    "PenaltyText": label("법정형: 법문 그대로", "the statutory penalty, as the statute has it"),
    "FactDecl": label("사건 파일에 적을 수 있는 사실", "a fact that case files may state"),
    "Label": label("한국어와 영어", "Korean and English"),
}

SAID: dict[str, Label] = {
    "id": label("조항 id: 법.조[.항[.호]]", "the id: act.article[.paragraph[.item]]"),
    "modifies": label("결과를 어떻게 고치는지", "how it changes findings"),
    "home": label("사건 파일의 어느 자리에 적는 사실인지", "where in a case file these facts stand"),
    "concepts": label("개념: 이름 붙은 조건", "concepts: conditions with a name"),
    "kinds": label("행위의 종류", "kinds of act"),
    "acts": label("법률의 이름", "names of statutes"),
    "general": label("총칙", "the general part"),
    "procedure": label("절차: prosecution, clocks, consequences", "procedure: prosecution, clocks, consequences"),
    "title": label("이름", "title"),
    "offence_name": label("죄명표의 죄명. 모르면 null", "the name in the table of offence names; null where unknown"),
    "also_called": label("달리 부르는 말", "what others call it"),
    "roles": label("피해자와 자료가 무엇인지", "who the victim is and what the material is"),
    "one_offence_per": label("무엇마다 한 죄인지", "what makes one offence"),
    "before": label("첫 시행일 전: 없던 죄면 not_in_force, 담지 않았으면 not_encoded", "before the first version: not_in_force or not_encoded"),
    "builds_on": label("다른 조항 위에 선 조항", "the provisions on which it builds"),
    "result": label("미수에서는 없어도 되는 구성요건", "the elements that an attempt may lack"),
    "elements": label("구성요건", "elements"),
    "limbs": label("갈래: 구성요건의 목록", "limbs: lists of elements"),
    "versions": label("시행 조문, 앞선 날부터", "versions, the earliest first"),
    "effective": label("시행일", "the first day on which it holds"),
    "enacted_by": label("법률 번호와 공포일", "number and date of the enacting act"),
    "source": label("출처", "source"),
    "note": label("설명", "note"),
    "repealed": label("이날부터 없는 조항이면 yes", "yes where the provision is gone from this day on"),
    "requires": label("모두 있어야 하는 구성요건", "the elements that are all needed"),
    "words": label("그때의 법문의 말", "the words of the statute at that time"),
    "penalty": label("법정형", "the statutory penalty"),
    "penalty_form": label(
        "`7년 이하`, `1년 이상 10년 이하`, `무기 또는 5년 이상`, `5천만원 이하`처럼 적습니다.",
        "write `7년 이하`, `1년 이상 10년 이하`, `무기 또는 5년 이상`, `5천만원 이하`",
    ),
    "closing": label("범죄사실의 마지막 문장", "the last sentence of the facts of the offence"),
    "relations": label("다른 조항과의 관계", "relations to other provisions"),
    "same": label("무엇이 같을 때의 관계인지", "what must be the same for the relation"),
    "because": label("까닭", "the reason"),
    "authority": label("판례. 없으면 null", "the judgment; null where there is none"),
    "settled": label("확립되었으면 yes", "yes where it is settled"),
    "not_modelled": label("담지 않은 것", "what is not modelled"),
    "reviewed": label("검수. 없으면 null", "the review; null where there is none"),
    "typical_case": label("전형적으로 성립하는 사건", "a case that typically fulfils it"),
    "cases": label("시험 사례", "tests"),
    "fact": label("사실", "a fact"),
    "is": label("이 값과 같다", "equals this value"),
    "one_of": label("이 값들 가운데 하나", "one of these values"),
    "any_in": label("적힌 값 가운데 하나라도 이 안에 있다", "any stated value is among these"),
    "all_in": label("적힌 값이 모두 이 안에 있다", "all stated values are among these"),
    "at_least": label("이 수 이상", "at least this number"),
    "under": label("이 수 미만", "under this number"),
    "age_of": label("누구의 나이", "whose age"),
    "finding": label("같은 집단·자료·피해자·행위에 관한 다른 죄", "another offence about the same group, material, victim or act"),
    "concept": label("개념", "a concept"),
    "all_of": label("모두", "all of these"),
    "any_of": label("하나라도 (시행 조문에서는 갈래의 이름)", "any of these (of a version: names of limbs)"),
    "none_of": label("하나도 아님", "none of these"),
    "on": label("행위한 날", "the day of the act"),
    "but": label("typical_case와 다른 사실", "the facts that differ from the typical case"),
    "unknown": label("모르는 사실", "the facts that are unknown"),
    "missing": label("꼭 이것만 빠짐", "exactly these are missing"),
    "expect": label("나와야 하는 결과", "the verdict expected"),
    "reaches": label("미치는 조항 (조까지만 적으면 그 아래 모두)", "the provisions it reaches (an article: all below it)"),
    "ask": label("누구에게 묻는지", "whom to ask"),
    "question": label("묻는 말", "the question"),
    "values": label("값과 그 이름", "the values with their names"),
    "factors": label("판단에서 살피는 것과 판례", "what the courts weigh, with the judgment"),
    "derived": label("적지 않아도 사건의 짜임에서 나오는 방법", "how it follows from the case where it is not stated"),
    "sentence": label("범죄사실 초안의 첫 문장", "the first sentence of the draft"),
    "seen": label("보고서 그대로 두기로 한 주의", "remarks that were looked at and may stand"),
}  # fmt: skip

_TERM = r"(\d+년)? ?(\d+개월)?"
_SUM = r"(\d+억)? ?(\d+(천만|백만|만|천)?)?원"
_PATTERNS = {
    "prison": rf"^((무기 또는 )?{_TERM} (이하|이상)|\d+년 이상 \d+년 이하)$",
    "fine": rf"^({_SUM} 이상 )?{_SUM} 이하$",
    "suspension": rf"^{_TERM} 이하$",
}


def penalty_pattern(key: str) -> str | None:
    """The form of one part of a penalty (`or_fine` and `and_fine` alike); None of its marks."""
    return _PATTERNS.get(key.removeprefix("or_").removeprefix("and_"))

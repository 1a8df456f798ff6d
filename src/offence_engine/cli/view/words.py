"""The fixed words of results: verdicts, truths, stages, participation, standing. Never a word for guilt."""

from __future__ import annotations

from offence_engine.cli.page import Style

VERDICT = {
    "applicable": ("●", "성립 가능(요건 충족)", "may be established (elements met)"),
    "undetermined": ("?", "판단 보류", "undetermined"),
    "not_applicable": ("○", "요건 미충족", "elements not met"),
}
VERDICT_SHORT = {
    "applicable": ("●", "성립 가능", "may be established"),
    "undetermined": ("?", "판단 보류", "undetermined"),
    "not_applicable": ("○", "요건 미충족", "not met"),
}
VERDICT_STYLE: dict[str, Style] = {"applicable": "good", "undetermined": "open", "not_applicable": "quiet"}
TRUTH = {"met": "✓", "not_met": "✗", "undetermined": "?"}
TRUTH_STYLE: dict[str, Style] = {"met": "good", "not_met": "bad", "undetermined": "open"}
STAGE = {
    "completed": ("기수", "completed"),
    "attempted": ("미수", "attempted"),
    "preparation": ("예비", "preparation"),
    "undetermined": ("기수·미수 미정", "completed or attempted: open"),
}
PARTICIPATION = {
    "principal": ("단독", "alone"),
    "co_principal": ("공동", "together with others"),
    "indirect_principal": ("간접정범", "through another person"),
    "instigator": ("교사", "instigator"),
    "accessory": ("방조", "accessory"),
    "group_member": ("집단의 구성원", "member of a group"),
    "legal_entity": ("법인", "legal entity"),
}
MODIFIES = {
    "attempt": ("미수", "attempt"),
    "habit": ("상습", "habit"),
    "aggravation": ("가중", "aggravation"),
    "recidivism": ("누범", "recidivism"),
    "justification": ("위법성 조각", "justification"),
    "accessory": ("방조", "accessory"),
    "instigator": ("교사", "instigator"),
    "co_principal": ("공동정범", "co-principal"),
    "indirect_principal": ("간접정범", "indirect principal"),
    "legal_entity": ("양벌규정", "dual liability"),
}
STANDING = {
    "principal": ("주된 죄", "stands by itself"),
    "yields": ("다른 죄에 물러남(법조경합)", "yields to another offence"),
    "absorbed": ("다른 죄에 흡수됨", "absorbed by another offence"),
    "alternative": ("다른 죄와 주위적·예비적", "primary or alternative with another offence"),
}
STANDING_SHORT = {
    "yields": ("물러남", "yields"),
    "absorbed": ("흡수됨", "absorbed"),
    "alternative": ("주위적·예비적", "alternative"),
    "one_act": ("한 개의 행위", "one act"),
    "several_acts": ("여러 행위", "several acts"),
    "open": ("미확립", "not settled"),
}
CONCURRENCE = {
    "ideal": ("한 개의 행위(상상적 경합)", "one act (ideal concurrence)"),
    "real": ("여러 행위(실체적 경합)", "several acts (real concurrence)"),
}
BASIS = {
    "conduct": ("행위한 날의 법", "the law of the day of the act"),
    "series": ("되풀이된 행위는 행위마다 그날의 법", "for repeated acts, the law of the day of each"),
    "continuing": ("이어진 행위는 끝난 날의 법", "for conduct that lasted, the law of the day on which it ended"),
    "favourable": ("행위 뒤 가벼워진 법", "a later, milder law"),
}
NOT_JUDGED = {
    "ended": ("그때는 이미 폐지되었거나 다른 조항으로 옮겨 감", "repealed or moved to another clause by then"),
    "not_in_force": ("그때 시행되지 않음", "not in force then"),
    "not_encoded": ("그때의 조문은 담지 않음", "the text of that time is not encoded"),
}
PUNISHABLE = {
    "yes": ("", ""),
    "no": ("나이 때문에 벌하지 않음", "not punishable because of age"),
    "undetermined": ("나이 때문에 벌할 수 있는지 미정", "whether age excludes punishment is open"),
}
# Where a range of a guideline was seen.
MARK = {"judgment": ("판결", "judgment"), "press": ("언론", "press")}
DRAFT = ("초안: 담당 수사관이 판단하고 서명한다.", "Draft: the officer in charge decides and signs.")
NOT_SETTLED = ("미확립", "not settled")
DISPUTED = ("다툼 있음", "disputed")

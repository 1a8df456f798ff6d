"""Small cases for the tests of letters, and how to draft from them."""

from __future__ import annotations

from datetime import date
from functools import cache

from offence_engine import assess, draft_letters, load_rulebook
from offence_engine.casefile.read import parse_case
from offence_engine.letters import Letter
from offence_engine.letters.document import Document
from offence_engine.letters.formats import html
from offence_engine.letters.parse import blocks_of
from offence_engine.model.case import Case
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook

DAY = date(2026, 11, 22)

# Altered, then sent, by one suspect, of one victim; every fact stated.
ALTERED = """
case: {id: t-1, office: 서울한강경찰서, number: 2026-000123, investigator: 이수사, rank: 경위,
       prosecution_office: 서울중앙지방공소청, received: 2026-10-20, clue: 피해자 신고}
persons:
  S1: {role: suspect, birth: 2000-01-01}
  T1: {role: other, known_as: 같은 반 학생}
  V1: {role: victim, birth: 2000-05-05}
particulars:
  S1: {name: 홍길동, birth: 2000-01-01, job: 회사원, address: 서울, registered_domicile: 서울, detained: no,
       record: 없음, investigation_record: 없음}
materials:
  M1: {form: image, made: altered,
       shown: {V1: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관}}}}
acts:
  A1: {kind: altered, on: 2023-03-02, by: {S1: {intent: {value: yes, by: 수사관}, purpose_to_spread: yes}},
       product: [M1], evidence: [E1]}
  A2: {kind: sent, on: 2025-03, by: {S1: {intent: {value: yes, by: 수사관}, expects_onward_spread: no, for_profit: no}},
       recipients: [T1], reach: specific_few, medium: in_person, object: [M1], towards: {V1: {consent_to_spread: no}}}
evidence:
  E1: {what: 대화 내역 캡처, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, page: "12"}
"""

# A child's face altered: the representation is judged recognisable, so there is an alternative charge.
CHILD = """
case: {id: t-2}
persons:
  S1: {role: suspect, birth: 2000-01-01}
  U1: {role: suspect, known_as: 닉네임 X}
  V1: {role: victim, birth: 2008-05-05}
materials:
  M1: {form: image, made: altered, recognisable_as_child: {value: yes, by: 수사관},
       shown: {V1: {shows: face, consent_to_alteration: no, sexual_form: {value: yes, by: 수사관},
                    sexual_act_expressed: yes}}}
acts:
  A1: {kind: altered, on: 2025-03-02, product: [M1],
       by: {S1: {intent: {value: yes, by: 수사관}}, U1: {intent: {value: yes, by: 수사관}}}}
"""

# Footage of a real child, posted: the provision reads the victim's age.
REAL_CHILD = """
case: {id: t-3}
persons:
  S1: {role: suspect, birth: 2000-01-01}
  V1: {role: victim, birth: 2008-05-05}
materials:
  M1: {form: video, made: recorded, made_on: 2025-03-02, shown: {V1: {shows: body, sexual_act_expressed: yes}}}
channels: {C1: {name: 비밀방}}
acts:
  A1: {kind: posted, on: 2025-03-02, object: [M1], channel: C1, delivered: yes, reach: many, reached_others: yes,
       by: {S1: {intent: {value: yes, by: 수사관}, knows_age: yes, knows_content: yes, for_profit: no}}}
"""

# Nothing can be decided yet.
OPEN = """
case: {id: t-4}
persons: {S1: {role: suspect}, V1: {role: victim}}
materials: {M1: {form: image, made: altered, shown: {V1: {shows: face, consent_to_alteration: no}}}}
acts: {A1: {kind: altered, on: 2025-03-02, by: {S1: {}}, product: [M1]}}
"""


@cache
def book() -> Rulebook:
    return load_rulebook()


def read(text: str, day: date = DAY) -> tuple[Case, Assessment]:
    case = parse_case(text.encode(), "case.yaml", book(), day)
    return case, assess(case, book(), day)


def draft(text: str, kind: str = "referral", lang: str = "ko", day: date = DAY, format_: str = "md") -> str:
    """The content of one letter of a case."""
    return letter(text, kind, lang, day, format_).content


def html_of(markdown: str) -> str:
    """The body of the HTML page of a text in Markdown."""
    blocks = blocks_of(markdown)
    document = Document(kind="x", lang="ko", title="", draft="", stamp="", short="", blocks=blocks)
    return html.write(document).decode().split("<main>")[1].split("</main>")[0]


def letter(text: str, kind: str = "referral", lang: str = "ko", day: date = DAY, format_: str = "md") -> Letter:
    case, assessment = read(text, day)
    found = draft_letters(assessment, case, book(), kinds=[kind], formats=[format_], lang=lang)
    assert len(found) == 1
    return found[0]


def section(text: str, heading: str) -> str:
    """What stands under a heading up to the next of the same level."""
    level = heading.split(" ")[0] + " "
    after = text.split(f"\n{heading}", 1)[1]
    lines: list[str] = []
    for line in after.split("\n")[1:]:
        if line.startswith(level):
            break
        lines.append(line)
    return "\n".join(lines)

"""Cases of which something is closed: nothing made out, time run out, no complaint, justified; and how to compose them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from offence_engine.letters import LetterPlan, letter_kinds
from offence_engine.letters.compose import Composer
from offence_engine.letters.document import Document, texts
from offence_engine.letters.select import select
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import DAY, book, read

HEAD = """
case: {id: c-1, office: 서울한강경찰서, unit: 여성청소년과, number: 2026-000321, investigator: 이수사, rank: 경위,
       prosecution_office: 서울중앙지방공소청, received: 2026-09-20, clue: 고소, title: 합성 사진 사건}
"""

# So much is stated that nothing applies and nothing is open: not of a form that may arouse desire or shame.
CLEARED = (
    HEAD
    + """
persons:
  S1: {role: suspect, birth: 2000-01-01}
  V1: {role: victim, birth: 2000-05-05}
particulars:
  S1: {name: 홍길동, birth: 2000-01-01, job: 회사원, address: 서울, registered_domicile: 서울, detained: no,
       record: 없음, investigation_record: 없음}
materials:
  M1: {form: image, made: altered, carrier: file, recognisable_as_child: {value: no, by: 수사관},
       obscene: {value: no, by: 수사관},
       shown: {V1: {shows: face, consent_to_alteration: no, sexual_act_expressed: no,
                    sexual_form: {value: no, by: 수사관, because: 단체 사진, evidence: [E1]}}}}
acts:
  A1: {kind: altered, on: 2025-03-02, by: {S1: {intent: {value: yes, by: 수사관}}}, product: [M1], evidence: [E1]}
evidence:
  E1: {what: 합성 사진 파일, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, page: "12"}
"""
)

# The limitation period has run out.
EXPIRED = (
    HEAD
    + """
persons:
  S1: {role: suspect, birth: 1980-01-01}
  V1: {role: victim, birth: 1980-05-05}
particulars:
  S1: {name: 홍길동, birth: 1980-01-01}
materials:
  M1: {form: video, made: recorded, carrier: file, recorded_from: body, recognisable_as_child: {value: no, by: 수사관},
       obscene: {value: no, by: 수사관},
       shown: {V1: {sexual_act_expressed: no, sexual_body: {value: yes, by: 수사관}, consent_to_recording: no}}}
acts:
  A1: {kind: recorded, on: 2014-03-02, with_camera: yes, captured: yes, by: {S1: {intent: {value: yes, by: 수사관}}},
       product: [M1]}
"""
)

# The complaint was withdrawn; a second victim is not concerned.
WITHDRAWN = (
    HEAD
    + """
persons:
  S1: {role: suspect, birth: 1980-01-01}
  V1: {role: victim, birth: 1980-05-05}
  V2: {role: victim, birth: 1980-05-05}
particulars:
  S1: {name: 홍길동, birth: 1980-01-01}
pairs:
  P1: {suspect: S1, victim: V1, complaint: withdrawn, complaint_withdrawn_on: 2026-08-01}
channels: {C1: {name: 게임 대화창}}
acts:
  A1: {kind: posted, on: 2026-03-02, channel: C1, reach: many, said: [contempt],
       by: {S1: {intent: {value: yes, by: 수사관}}}, towards: {V1: {identified: yes, insulting: {value: yes, by: 수사관}}}}
"""
)

# A young person recorded with consent; somebody judged that it is justified.
JUSTIFIED = (
    HEAD
    + """
persons:
  S1: {role: suspect, birth: 2003-01-01}
  V1: {role: victim, birth: 2005-08-01}
materials:
  M1: {made: recorded, form: video, carrier: file, recorded_from: body, recognisable_as_child: {value: no, by: 수사관},
       obscene: {value: no, by: 수사관},
       shown: {V1: {sexual_act_expressed: yes, consent_to_recording: yes, sexual_body: {value: yes, by: 수사관}}}}
acts:
  A1: {kind: recorded, on: 2021-03-01, captured: yes, with_camera: yes, product: [M1],
       towards: {V1: {sexual_shame: no, sexual_abuse: {value: no, by: 수사관}, emotional_abuse: {value: no, by: 수사관}}},
       by: {S1: {intent: {value: yes, by: 수사관}, knows_age: yes, purpose_to_spread: no,
                 justified: {value: yes, by: 수사관, because: 진지한 자기결정}}}}
"""
)


def composed(text: str, kind: str, lang: str = "ko", day: date = DAY) -> list[Document]:
    """The documents of a kind."""
    case, assessment = read(text, day)
    selection = select(assessment, case, book())
    composer = Composer(assessment, case, book(), selection, lang, shipped("templates"))
    return [document for _, document in composer.documents(kind)]


def lines(text: str, kind: str, lang: str = "ko", day: date = DAY) -> list[str]:
    """Every text of the documents of a kind."""
    return [said for document in composed(text, kind, lang, day) for said, _ in texts(document)]


def said(text: str, kind: str, lang: str = "ko", day: date = DAY) -> str:
    return "\n".join(lines(text, kind, lang, day))


def grounded(text: str, kind: str, lang: str = "ko") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every text with what it rests on."""
    for document in composed(text, kind, lang):
        yield from texts(document)


def plan(text: str, kind: str, day: date = DAY) -> LetterPlan:
    case, assessment = read(text, day)
    return next(p for p in letter_kinds(assessment, case, book()) if p.kind == kind)


def follows(text: str, kind: str, day: date = DAY) -> bool:
    """Whether a kind follows, without drafting any."""
    from offence_engine.letters.plan import follows as found

    case, assessment = read(text, day)
    return found(book().letters.letters[kind], assessment, case, select(assessment, case, book()))

"""Rules against official texts: every figure, day, act and word that differs is told with its place on both sides."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offence_engine.errors import UsageError
from offence_engine.model.penalty import Penalty, PenaltyBounds, PenaltyText, penalty_from
from offence_engine.rulebook.load import bounds_of, load_rulebook
from offence_engine.workbench.sources.compare import compare
from offence_engine.workbench.sources.difference import Comparison
from offence_engine.workbench.sources.parts import bare, lines_of, numbers_in, part_of, unmarked, without_brackets
from offence_engine.workbench.sources.phrases import penalties_in, same, won
from offence_engine.workbench.sources.texts import read_texts
from tests.bad_rules.copies import copied
from tests.properties.folders import PENALTIES
from tests.workbench.running import edit, run

SAMPLE = Path(__file__).resolve().parent / "texts"
BOUNDS = PenaltyBounds(prison_least=1, prison_most=360, raised_most=600, fine_least=50_000)
SONG, LONG, HABIT = "provisions/fable.1.1.yaml", "provisions/fable.1.2.yaml", "provisions/fable.2.yaml"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = copied(tmp_path)
    edit(
        folder / SONG,
        "  - effective: 2020-01-01\n",
        "  - effective: 2020-01-01\n    enacted_by: 법률 제101호, 2019. 6. 1.\n",
    )
    edit(
        folder / SONG,
        "  - effective: 2022-01-01\n",
        "  - effective: 2022-01-01\n    enacted_by: 법률 제202호, 2021. 6. 1.\n",
    )
    return folder


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    shutil.copytree(SAMPLE, folder)
    return folder


def text(texts: Path) -> Path:
    return texts / "quiet_nights.yaml"


def compared(rules: Path, texts: Path) -> Comparison:
    book = load_rulebook(rules)
    return compare(book, read_texts(texts, book.acts))


def told(rules: Path, texts: Path) -> list[tuple[str, str, str | None]]:
    return [(d.code, d.rule, d.version.isoformat() if d.version else None) for d in compared(rules, texts).differences]


def test_the_sample_and_the_rules_agree(rules: Path, texts: Path) -> None:
    done = compared(rules, texts)
    assert [d.en for d in done.differences] == []
    assert (done.compared, done.figures) == (4, 3)


# What somebody gets wrong in the rules: (file, what stands there, what is written), what is told.
NONE = "  - {effective: 2021-01-01, requires: [long], penalty: {prison: 3년 이하}}\n"
IN_RULES = {
    "a day too late": ((SONG, "effective: 2022-01-01", "effective: 2022-01-02"), ("effective", "fable.1.1", "2022-01-02")),
    "a day too early": ((SONG, "effective: 2022-01-01", "effective: 2021-12-31"), ("effective", "fable.1.1", "2021-12-31")),
    "a first day too late": ((SONG, "effective: 2020-01-01", "effective: 2020-01-02"), ("effective", "fable.1.1", "2020-01-02")),
    "a first day too early": ((SONG, "effective: 2020-01-01", "effective: 2019-12-31"), ("effective", "fable.1.1", "2019-12-31")),
    "the number of the act": ((SONG, "법률 제202호", "법률 제203호"), ("act", "fable.1.1", "2022-01-01")),
    "the number of the first act": ((SONG, "법률 제101호", "법률 제103호"), ("act", "fable.1.1", "2020-01-01")),
    "the day of promulgation": ((SONG, "2021. 6. 1.", "2021. 6. 2."), ("act", "fable.1.1", "2022-01-01")),
    "the years": ((SONG, "{prison: 2년 이하,", "{prison: 3년 이하,"), ("penalty", "fable.1.1", "2022-01-01")),
    "the fine": ((SONG, "or_fine: 1천만원 이하", "or_fine: 2천만원 이하"), ("penalty", "fable.1.1", "2022-01-01")),
    "no fine": ((SONG, ", or_fine: 1천만원 이하", ""), ("penalty", "fable.1.1", "2022-01-01")),
    "both together": ((SONG, "1천만원 이하}", "1천만원 이하, both: yes}"), ("penalty", "fable.1.1", "2022-01-01")),
    "words": ((SONG, "words: 낮은 소리로", "words: 낮은 목소리로"), ("words", "fable.1.1", "2022-01-01")),
    "words of a later text": ((SONG, "requires: [loud, singing]", "requires: [loud, deep, singing]"), ("words", "fable.1.1", "2020-01-01")),
    "words of a modifier": ((HABIT, "words: 상습으로", "words: 늘"), ("words", "fable.2", "2020-01-01")),
    "a version that is none": ((LONG, "closing:", f"{NONE}closing:"), ("version_unknown", "fable.1.2", "2021-01-01")),
    "repealed": ((LONG, "closing:", "  - {effective: 2022-01-01, repealed: yes}\nclosing:"), ("no_part", "fable.1.2", "2022-01-01")),
    "a paragraph that is none": ((LONG, "effective: 2020-01-01", "effective: 2020-01-01\n    paragraph: \"4\""), ("no_part", "fable.1.2", "2020-01-01")),
}  # fmt: skip


@pytest.mark.parametrize("what", IN_RULES)
def test_a_mistake_in_the_rules_is_told(rules: Path, texts: Path, what: str) -> None:
    (name, old, new), expected = IN_RULES[what]
    if what.startswith("a first day too early"):
        edit(rules / SONG, "before: not_in_force", "before: not_encoded")
    edit(rules / name, old, new)
    assert expected in told(rules, texts)


def test_a_version_that_the_rules_lack(rules: Path, texts: Path) -> None:
    path = rules / SONG
    whole = path.read_text(encoding="utf-8")
    start, end = whole.index("  - effective: 2022-01-01"), whole.index("closing:")
    less = whole[:start] + whole[end:]
    for unused in (
        "  deep:\n    words: 낮은 소리로\n    fact: act.pitch\n    one_of: [low]\n",
        "limbs:\n  high: [loud, singing]\n  low: [deep, singing]\n",
    ):
        less = less.replace(unused, "")
    path.write_text(less, encoding="utf-8")
    done = compared(rules, texts)
    found = next(d for d in done.differences if d.code == "version_missing")
    assert (found.rule, found.text_from) == ("fable.1.1", date(2022, 1, 1))
    assert "from 2022-01-01 (Act 202, 2021-06-01)" in found.en and "2022-01-01부터 달라졌는데" in found.ko
    line = text(texts).read_text(encoding="utf-8").splitlines()[found.text_place.line - 1]
    assert "높은 소리로 또는 낮은 소리로" in line
    assert less.splitlines()[found.place.line - 1].startswith("  - effective: 2020-01-01")


# What changes in the texts: the alarm when the law changes.
NEW_LAW = """\
- act_ko: 고요한 밤에 관한 법률
  article: 제1조
  effective_from: '2027-05-01'
  effective_to: null
  act_no: 303
  promulgated: '2026-05-01'
  effective_basis: 부칙 제1조
  text_ko: |-
    제1조 (밤의 노래)
    ① {}
    ② {}
    {}
"""
AS_NOW = (
    "높은 소리로 또는 낮은 소리로 노래한 자는 2년 이하의 징역 또는 1천만원 이하의 벌금에 처한다.",
    "제1항의 죄를 다섯 절 이상 범한 자는 3년 이하의 징역에 처한다.",
)


def amended(texts: Path, *paragraphs: str, more: str = "") -> None:
    edit(
        text(texts),
        "effective_from: '2022-01-01'\n  effective_to: null",
        "effective_from: '2022-01-01'\n  effective_to: '2027-04-30'",
    )
    with text(texts).open("a", encoding="utf-8") as file:
        file.write(NEW_LAW.format(*paragraphs, more))


def test_an_amendment_in_the_texts_is_told_and_only_of_the_paragraph_that_changed(rules: Path, texts: Path) -> None:
    amended(texts, AS_NOW[0], AS_NOW[1].replace("3년", "5년"))
    found = compared(rules, texts).differences
    assert [(d.code, d.rule, d.text_from, d.basis) for d in found] == [
        ("version_missing", "fable.1.2", date(2027, 5, 1), "부칙 제1조")
    ]


def test_typography_is_no_amendment(rules: Path, texts: Path) -> None:
    amended(
        texts,
        AS_NOW[0].replace("높은 소리로", "높은소리로") + " <개정 2026.5.1>",
        AS_NOW[1].replace("제1항의", "제1항의  "),
    )
    assert told(rules, texts) == []


def test_a_paragraph_that_went_and_one_that_came(rules: Path, texts: Path) -> None:
    amended(
        texts,
        AS_NOW[0],
        "삭제 <2026.5.1>",
        more="③ 밤에 북을 쳐서 이웃의 잠을 깨운 사람은 500만원 이하의 벌금에 처한다.",
    )
    found = compared(rules, texts).differences
    assert [(d.code, d.rule) for d in found] == [("part_new", "fable.1.1"), ("version_missing", "fable.1.2")]
    assert "have nothing here" in found[1].en and "a new paragraph (3)" in found[0].en


def test_what_was_judged_is_not_told_again_until_the_text_changes(
    rules: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(rules / SONG, "words: 낮은 소리로", "words: 낮은 목소리로")
    mark = "{{rule: fable.1.1, code: words, text_from: {}, element: deep, because: {{ko: 같은 뜻, en: the same}}}}"
    settings = rules / "settings.yaml"
    settings.write_text(f"sources: {{seen: [{mark.format('2022-01-01')}]}}\n", encoding="utf-8")
    done = compared(rules, texts)
    assert (done.differences, done.seen, done.stale) == ([], 1, [])
    settings.write_text(f"sources: {{seen: [{mark.format('2021-01-01')}]}}\n", encoding="utf-8")
    done = compared(rules, texts)
    assert (len(done.differences), done.seen, len(done.stale)) == (1, 0, 1)
    assert (
        "a difference marked as judged is no longer there"
        in run(capsys, "rules", "sources", texts, "--rules", rules).out
    )


def test_the_command_prints_both_places_and_ends_with_one(
    rules: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = run(capsys, "rules", "sources", texts, "--rules", rules)
    assert (sound.status, sound.out) == (0, "4 versions and 3 penalties against 3 texts: 0 difference(s)\n")
    edit(rules / SONG, "{prison: 2년 이하,", "{prison: 3년 이하,")
    done = run(capsys, "rules", "sources", texts, "--rules", rules, lang="ko")
    assert done.status == 1
    line = done.out.splitlines()[0]
    assert f"{rules / SONG}:32:14: fable.1.1@2022-01-01: penalty: 형이 다릅니다: 규칙 3년 이하의 징역" in line
    assert line.endswith(f"[{text(texts)}:25:1]")
    said = run(capsys, "rules", "sources", texts, "--rules", rules, "--format", "json").json
    found = said["differences"][0]
    assert (found["code"], found["rule"], found["version"], found["text_from"]) == (
        "penalty",
        "fable.1.1",
        "2022-01-01",
        "2022-01-01",
    )
    assert (found["rule_place"]["line"], found["text_place"]["line"]) == (32, 25)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"- text_ko: [\n", "not valid YAML"),
        ("- {act_ko: 법, text_ko: 제1조}".encode("cp949"), "not UTF-8"),
        ("- {act_ko: 고요한 밤에 관한 법률, text_ko: 제1조}\n".encode(), "missing or wrong: effective_from, act_no, promulgated, article"),
        ("- {act_ko: 고요한 밤에 관한 법률, article: 제1조, effective_from: 어제, act_no: 1, promulgated: '2020-01-01', text_ko: 제1조}\n".encode(),
         "missing or wrong: effective_from"),
        (("- {act_ko: 고요한 밤에 관한 법률, article: 제1조, effective_from: '2021-01-01', effective_to: null, act_no: 1, promulgated: '2020-01-01',"
          " text_ko: 제1조}\n").encode(), "overlaps with that of line"),
    ],
)  # fmt: skip
def test_a_broken_text_names_itself_and_stops_nothing_else(
    rules: Path, texts: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (texts / "broken.yaml").write_bytes(content)
    done = run(capsys, "rules", "sources", texts, "--rules", rules)
    assert done.status == 1
    assert message in done.out and ":1:" in done.out.split(message)[0]
    assert "4 versions" in done.out


def test_what_is_no_text_is_passed_over_by_name(rules: Path, texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (texts / "table.yaml").write_text("figures: {a: 1}\n", encoding="utf-8")
    (texts / "other.yaml").write_text(
        "- {act_ko: 다른 법률, article: 제1조, effective_from: '2020-01-01', act_no: 1, promulgated: '2020-01-01', text_ko: 제1조}\n", "utf-8"
    )  # fmt: skip
    done = run(capsys, "rules", "sources", texts, "--rules", rules)
    assert done.status == 0 and "table.yaml: passed over" in done.out and "other.yaml" not in done.out


def test_an_act_of_which_no_text_is_held_is_named(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    done = run(capsys, "rules", "sources", tmp_path / "empty", "--rules", rules)
    assert done.status == 0 and "not compared (no text held): fable.1.1, fable.1.2, fable.2" in done.out


def test_no_such_folder(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError):
        read_texts(rules / "nowhere", {})
    assert run(capsys, "rules", "sources", rules / "nowhere", "--rules", rules).status == 2


def test_a_text_of_a_hundred_thousand_lines(rules: Path, texts: Path) -> None:
    record = (
        "- {{act_ko: 고요한 밤에 관한 법률, article: 제{n}조, effective_from: '2020-01-01', effective_to: null, act_no: 1, "
        "promulgated: '2020-01-01', text_ko: '제{n}조 (쉬는 날) 밤에는 쉰다.'}}\n"
    )
    (texts / "long.yaml").write_text(
        "".join(record.format(n=n) + "\n" * 49 for n in range(100, 2100)), encoding="utf-8"
    )
    assert told(rules, texts) == []


# Reading a statute's penalties.

PHRASES = {
    "7년 이하의 징역 또는 5천만원 이하의 벌금에 처한다": PenaltyText(prison="7년 이하", or_fine="5천만원 이하"),
    "3년 이상의 유기징역에 처한다": PenaltyText(prison="3년 이상"),
    "1년 이상 10년 이하의 징역에 처한다": PenaltyText(prison="1년 이상 10년 이하"),
    "무기징역 또는 5년 이상의 유기징역에 처한다": PenaltyText(prison="무기 또는 5년 이상"),
    "무기 또는 5년 이상의 징역에 처한다": PenaltyText(prison="무기 또는 5년 이상"),
    "사형, 무기징역 또는 10년 이상의 징역에 처한다": PenaltyText(prison="무기 또는 10년 이상", death=True),
    "1년 6개월 이하의 징역 또는 500만원 이하의 벌금에 처한다": PenaltyText(
        prison="1년 6개월 이하", or_fine="500만원 이하"
    ),
    "3년 이하의 징역이나 금고 또는 1천만원 이하의 벌금에 처한다": PenaltyText(
        prison="3년 이하", or_confinement=True, or_fine="1천만원 이하"
    ),
    "7년 이하의 징역, 10년 이하의 자격정지 또는 5천만원 이하의 벌금에 처한다": PenaltyText(
        prison="7년 이하", or_suspension="10년 이하", or_fine="5천만원 이하"
    ),
    "3년 이하의 징역, 500만원 이하의 벌금, 구류 또는 과료에 처한다": PenaltyText(
        prison="3년 이하", or_fine="500만원 이하", or_detention=True
    ),
    "10년 이하의 징역 또는 2천만원 이상 1억원 이하의 벌금에 처한다": PenaltyText(
        prison="10년 이하", or_fine="2천만원 이상 1억원 이하"
    ),
    "500만원 이하의 벌금에 처한다": PenaltyText(or_fine="500만원 이하"),
    "사형, 무기 또는 장기 4년 이상의 징역에 해당하는 범죄를 목적으로 모인 자는 2년 이하의 징역에 처한다": PenaltyText(
        prison="2년 이하"
    ),
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_penalty_in_the_words_of_the_statute(phrase: str) -> None:
    expected = penalty_from(PHRASES[phrase], BOUNDS)
    assert isinstance(expected, Penalty)
    found = penalties_in(f"다음 각 호의 어느 하나에 해당하는 사람은 {phrase}.", BOUNDS)
    assert len(found) == 1 and same(found[0], expected)


def test_two_sentences_two_penalties_and_none() -> None:
    both = penalties_in(
        "밤에 노래한 자는 1년 이하의 징역에 처하고, 낮에 노래한 자는 10만원 이하의 벌금에 처한다.", BOUNDS
    )
    assert [p.text.ko for p in both] == ["1년 이하의 징역", "10만원 이하의 벌금"]
    assert penalties_in("그 죄에 정한 형의 2분의 1까지 가중한다.", BOUNDS) == ()


@pytest.mark.parametrize("penalty", [p for p in PENALTIES if "and_fine" not in p and "and_suspension" not in p])
def test_what_a_rule_prints_is_read_back(penalty: dict[str, str]) -> None:
    written = penalty_from(PenaltyText.model_validate(penalty), BOUNDS)
    assert isinstance(written, Penalty)
    found = penalties_in(written.text.ko.replace(" (병과 가능)", "") + "에 처한다.", BOUNDS)
    assert len(found) == 1 and same(found[0], written)


@given(amount=st.integers(1, 99_999))
def test_sums_of_money(amount: int) -> None:
    myriads, thousands = amount % 10_000, amount // 10_000
    text = (f"{thousands}억 " if thousands else "") + (f"{myriads}만" if myriads else "") + "원"
    assert won(text) == amount * 10_000
    assert won(f"{amount * 10_000:,}원") == amount * 10_000


@pytest.mark.parametrize(
    ("text", "expected"), [("1천500만원", 15_000_000), ("1억5천만원", 150_000_000), ("2백만원", 2_000_000), ("5천원", 5_000), ("1억 2천5백만원", 125_000_000)]
)  # fmt: skip
def test_sums_in_thousands(text: str, expected: int) -> None:
    assert won(text) == expected


def test_brackets() -> None:
    assert without_brackets("a(b(c)d)e(f") == "ae(f" and without_brackets("a)b(c)") == "a)b"


def test_no_text_takes_endlessly_long() -> None:
    begin = time.process_time()
    for text in (
        "1" * 50_000,
        "1," * 50_000,
        "1천" * 20_000,
        "(" * 50_000 + ")" * 50_000,
        "3년 이하의 " * 10_000,
        "<" * 50_000,
        "「" * 50_000,
    ):
        assert penalties_in(unmarked(text), BOUNDS) == ()
    assert time.process_time() - begin < 5


def test_paragraphs_and_items_of_an_article() -> None:
    lines = lines_of(
        "제9조의2 (밤)\n① 다음 각 호의 자는 벌한다.\n  1. 노래한 자\n  1의2. 춤춘 자\n    가. 혼자\n② 삭제 <2020.1.1>"
    )
    assert numbers_in(lines) == ("1", "2")
    branch = part_of(lines, "1", "1-2")
    assert (
        branch is not None
        and branch.bare == "다음각호의자는벌한다.춤춘자가.혼자"
        and (branch.number, branch.own) == (3, "춤춘 자\n가. 혼자")
    )
    gone = part_of(lines, "2", None)
    assert gone is not None and gone.gone and gone.amended == {"2020-01-01"}
    assert part_of(lines, "3", None) is None and part_of(lines, "1", "7") is None
    alone = lines_of("제3조 (낮) 낮에는 노래한다.")
    assert part_of(alone, "1", None) == part_of(alone, None, None) and part_of(alone, "2", None) is None
    assert bare("반포ㆍ판매 · “임대” <개정 2020.1.1>") == "반포판매임대"


def test_penalties_of_the_shipped_rules_are_read_back_from_their_own_words() -> None:
    book = load_rulebook()
    for key, penalty in book.penalties.items():
        if penalty.same_as or penalty.may_cumulate_fine or penalty.form == "imprisonment-and-suspension":
            continue
        found = penalties_in(penalty.text.ko + "에 처한다.", bounds_of(book.penalty_rules))
        assert len(found) == 1 and same(found[0], penalty), key

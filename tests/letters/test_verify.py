"""A letter is checked against the case and the rules by a checker that shares nothing with what drafted it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from shutil import copytree

import pytest

from offence_engine import assess, load_rulebook
from offence_engine.casefile.read import parse_case, read_case
from offence_engine.cli.run.letters import write
from offence_engine.errors import UsageError
from offence_engine.letters import FORMATS, documents, drafts_with_records
from offence_engine.letters.document import Document
from offence_engine.letters.formats import format_of
from offence_engine.letters.record import to_json
from offence_engine.letters.verify import BESIDE, Remark, source_of, verify
from offence_engine.letters.verify.citations import citation_remarks
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.rulebook.shipped import shipped
from tests.letters.drafts import ALTERED, CHILD, DAY, REAL_CHILD, book, read


def written(folder: Path, text: str = ALTERED, lang: str = "ko", formats: tuple[str, ...] = FORMATS) -> Path:
    case, assessment = read(text)
    write(drafts_with_records(assessment, case, book(), ["referral"], formats, lang), folder)
    return folder


def remarks(path: Path, text: str = ALTERED, rules: Rulebook | None = None) -> list[Remark]:
    rules = rules or book()
    case = parse_case(text.encode(), "case.yaml", rules, DAY)
    return verify(path, case, rules, assess)[1]


@pytest.mark.parametrize("text", [ALTERED, CHILD, REAL_CHILD], ids=["altered", "child", "real_child"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_was_drafted_holds_in_every_format(tmp_path: Path, text: str, lang: str) -> None:
    for path in written(tmp_path, text, lang).glob(f"referral.{lang}.*"):
        assert remarks(path, text) == [], path.name


@pytest.mark.parametrize("format_", ["md", "html", "docx", "hwpx", "pdf"])
def test_the_record_is_inside_the_files_that_stay_within(tmp_path: Path, format_: str) -> None:
    path = written(tmp_path, formats=(format_,)) / f"referral.ko.{format_}"
    beside = source_of(path).record
    (tmp_path / BESIDE).unlink()
    alone = source_of(path)
    assert alone.record == beside and alone.same is None
    assert remarks(path) == []


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_changed_word_is_found(tmp_path: Path) -> None:
    path = changed(written(tmp_path) / "referral.ko.md", "2023. 3. 2.", "2024. 3. 2.")
    found = remarks(path)
    assert [r.about for r in found] == ["text"] and "2024. 3. 2." in found[0].text.ko
    assert source_of(path).same is False


def test_an_invented_judgment_and_article_are_found(tmp_path: Path) -> None:
    path = written(tmp_path) / "referral.html"
    path = changed(
        tmp_path / "referral.ko.md", "## Ⅴ.", "대법원 2031도4242 판결과 성폭력처벌법 제14조의9에 따른다.\n\n## Ⅴ."
    )
    found = {r.text.ko for r in remarks(path) if r.about == "citation"}
    assert any("2031도4242" in text for text in found) and any("제14-9조" in text or "14-9" in text for text in found)


def test_a_removed_paragraph_is_found(tmp_path: Path) -> None:
    path = written(tmp_path) / "referral.ko.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if "이로써 피의자는" in line)
    path.write_text("\n".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    assert any(r.about == "text" and "빠지거나" in r.text.ko for r in remarks(path))


def test_a_fact_that_changed_since_is_named_with_all_that_rested_on_it(tmp_path: Path) -> None:
    path = written(tmp_path) / "referral.ko.docx"
    found = remarks(path, ALTERED.replace("consent_to_alteration: no", "consent_to_alteration: yes"))
    about = {r.about for r in found}
    assert {"fact", "element", "finding"} <= about
    assert any("consent_to_alteration" in r.text.ko and '"no"' in r.text.ko and '"yes"' in r.text.ko for r in found)


def test_evidence_and_blanks_that_changed_are_named(tmp_path: Path) -> None:
    path = written(tmp_path) / "referral.ko.hwpx"
    without = (
        ALTERED[: ALTERED.index("evidence:\n  E1")]
        .replace(", evidence: [E1]", "")
        .replace("2026-000123", "2026-000124")
    )
    texts = [r.text.ko for r in remarks(path, without)]
    assert any("없는 증거: E1" in text for text in texts) and any("2026-000124" in text for text in texts)


def test_another_case_is_told_at_once(tmp_path: Path) -> None:
    found = remarks(written(tmp_path) / "referral.ko.pdf", CHILD)
    assert any(r.about == "case" for r in found)


def test_rules_that_changed_since_are_named(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    copytree(shipped("rules"), rules)
    path = rules / "kr" / "provisions" / "scpa" / "scpa.14-2.1.yaml"
    changed(path, "5년 이하", "6년 이하")
    found = remarks(written(tmp_path / "out") / "referral.ko.md", rules=load_rulebook(rules))
    assert any(r.about == "rules" for r in found)
    assert any(r.about == "version" and "scpa.14-2.1@2020-06-25" in r.text.ko for r in found)


def test_an_offence_that_is_not_told_is_found(tmp_path: Path) -> None:
    more = ALTERED.replace(
        "evidence:\n  E1",
        "  A9: {kind: sent, on: 2025-06-01, by: {S1: {intent: {value: yes, by: 수사관}, expects_onward_spread: no,\n"
        "       for_profit: no}}, recipients: [T1], reach: specific_few, medium: in_person, object: [M1],\n"
        "       towards: {V1: {consent_to_spread: no}}}\nevidence:\n  E1",
    )
    found = remarks(written(tmp_path) / "referral.ko.md", more)
    assert any(r.about == "telling" and "/A9/" in r.text.ko for r in found)


def test_what_is_no_letter_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path)
    for name, content in {
        "a.md": b"# x\n",
        "a.docx": b"PK\x03\x04",
        "a.pdf": b"%PDF-1.7",
        "a.hwpx": b"",
        "a.xyz": b"",
    }.items():
        (folder / name).write_bytes(content)
        with pytest.raises(UsageError):
            source_of(folder / name)
    with pytest.raises(UsageError):
        source_of(folder / "nothing.md")
    (folder / BESIDE).write_bytes(b"{")
    with pytest.raises(UsageError, match=r"letters\.json"):
        source_of(folder / "referral.ko.txt")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_kind_of_letter_holds_as_it_was_drafted(tmp_path: Path, lang: str) -> None:
    case = read_case(shipped("examples") / "room.yaml", book(), DAY)
    assessment = assess(case, book(), DAY)
    kinds = [*book().letters.letters, *book().letters.bundles]
    write(drafts_with_records(assessment, case, book(), kinds, ("md", "txt"), lang), tmp_path)
    paths = [p for p in tmp_path.iterdir() if p.name != BESIDE and not p.name.startswith("identity_card")]
    assert len(paths) > 80
    for path in paths:
        assert verify(path, case, book(), lambda *_: assessment)[1] == [], path.name


def test_a_citation_that_is_broken_over_two_lines_of_a_page_is_still_one() -> None:
    act = next(act.ko for act in book().acts.values() if act.ko.startswith("성폭력범죄"))
    case, _ = read(ALTERED)
    assert not list(citation_remarks([f"{act} 제14조\n의2", f"{act} 제1\n4조의3"], book(), case))
    assert len(list(citation_remarks([f"{act} 제14조\n의9"], book(), case))) == 1


def rewritten(path: Path, old: str, new: str) -> Path:
    """A PDF whose letter was drafted anew with another text, but with the record of the first."""
    case, assessment = read(ALTERED)
    (document,) = documents(assessment, case, book(), "referral")
    record = to_json(source_of(path).record)
    text = document.model_dump_json()
    assert old in text
    changed_document = Document.model_validate_json(text.replace(old, new, 1))
    path.write_bytes(format_of("pdf").write(changed_document, record, shipped("templates")))
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023. 3. 2.", "2024. 3. 2."),
        ("홍길동", "홍길순"),
        ("제14조의2", "제14조의3"),
        ("반포등을 할 목적", ""),
        ("이로써 피의자는", "대법원 2025. 8. 14. 2024도17801 판결에 따른다. 이로써 피의자는"),
    ],
    ids=["day", "name", "article", "removed", "known_judgment"],
)
@pytest.mark.parametrize("format_", ["pdf", "txt"])
def test_what_was_changed_is_found_where_lines_may_break(tmp_path: Path, format_: str, old: str, new: str) -> None:
    path = written(tmp_path, formats=(format_,)) / f"referral.ko.{format_}"
    path = rewritten(path, old, new) if format_ == "pdf" else changed(path, old, new)
    found = [r for r in remarks(path) if r.about == "text"]
    assert found and len(found) <= 2, found


def test_a_line_taken_out_of_plain_text_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, formats=("txt",)) / "referral.ko.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if "이로써 피의자는" in line)
    path.write_text("\n".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    assert any("빠지거나" in r.text.ko for r in remarks(path))


def test_plain_text_keeps_its_grounds(tmp_path: Path) -> None:
    path = written(tmp_path, formats=("md", "txt")) / "referral.ko.txt"
    record = source_of(path).record
    assert any(b.rests_on for b in record.blocks if "이로써 피의자는" in b.text)
    found = remarks(path, ALTERED.replace("consent_to_alteration: no", "consent_to_alteration: yes"))
    assert {"fact", "element", "finding"} <= {r.about for r in found}


def test_a_record_that_was_edited_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, formats=("md",)) / "referral.ko.md"
    changed(tmp_path / BESIDE, "2023. 3. 2.", "2024. 3. 2.")
    with pytest.raises(UsageError, match="differ"):
        source_of(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"rests_on":[0', '"rests_on":[99999'), ('"record":0', '"record":-1'), ('{"letters"', "[" * 100_000)],
    ids=["ground", "negative", "deep"],
)
def test_a_damaged_list_is_told(tmp_path: Path, old: str, new: str) -> None:
    path = written(tmp_path, formats=("txt",)) / "referral.ko.txt"
    changed(tmp_path / BESIDE, old, new)
    with pytest.raises(UsageError, match=r"letters\.json"):
        source_of(path)
    written(tmp_path, formats=("txt",))
    assert remarks(path) == []


@pytest.mark.parametrize(
    ("format_", "part"), [("docx", "word/header"), ("hwpx", "Contents/section0.xml"), ("html", "")]
)
def test_the_mark_of_a_draft_cannot_be_taken_out_unseen(tmp_path: Path, format_: str, part: str) -> None:
    path = written(tmp_path, formats=(format_,)) / f"referral.ko.{format_}"
    assert remarks(path) == []
    mark = "초안 (DRAFT)".encode()
    if format_ == "html":
        path.write_bytes(path.read_bytes().replace(b'<div class="banner">' + mark, b'<div class="banner">').replace(
            b'aria-hidden="true">' + mark, b'aria-hidden="true">').replace(b"<footer>" + mark, b"<footer>"))  # fmt: skip
    else:
        with zipfile.ZipFile(path) as old:
            entries = {info: old.read(info) for info in old.infolist()}
        with zipfile.ZipFile(path, "w") as new:
            for info, data in entries.items():
                if info.filename.startswith(part):
                    head = data.split(b"</hp:header>")[0] if format_ == "hwpx" else data
                    data = data.replace(
                        head, head.replace(mark, b"x").replace("초안".encode(), b"x").replace(b"(DRAFT)", b"")
                    )
                new.writestr(info, data)
    assert any("초안 표시" in r.text.ko for r in remarks(path))

"""Random identities are found in every way of writing and every kind of file; ordinary words never alarm."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offence_engine.rulebook.shipped import shipped
from offence_engine.vault.files import leaks_in_file
from offence_engine.vault.identities import Guardian, Identity, Vault
from offence_engine.vault.search import leaks
from tests.vault.made import archive, docx_of, pdf_with, typst_pdf

FAMILY = st.sampled_from("김박최강조윤장임오서권황송류홍")
SYLLABLE = st.sampled_from("길순뵤숙탁덕팔춘향월매놀흥부심청콩쥐팥견우직녀")
GIVEN = st.builds(lambda a, b: a + b, SYLLABLE, SYLLABLE)
LATIN = st.text("abcdefghijklmnoprstuvwyz", min_size=3, max_size=6)
DIGIT = st.text("0123456789", min_size=4, max_size=4)
Case = tuple[Vault, str, str]


def _vault(key: str, value: str) -> Vault:
    if key == "guardian":
        return Vault(case="made-up", persons=(Identity(person="V1", guardian=(Guardian(name=(value,)),)),))
    return Vault(case="made-up", persons=(Identity.model_validate({"person": "V1", key: (value,)}),))


@st.composite
def written(draw: st.DrawFn) -> Case:
    """(a vault of one string, its key, the string in a random way of writing)."""
    key = draw(
        st.sampled_from(
            (
                "name",
                "romanised",
                "phone",
                "resident_number",
                "email",
                "school",
                "address",
                "accounts",
                "other",
                "guardian",
            )
        )
    )
    gap = st.sampled_from(("", " ", "-", ".", ". ", " - "))
    match key:
        case "name" | "guardian":
            value = draw(FAMILY) + draw(GIVEN)
            form = draw(
                st.sampled_from((value, " ".join(value), f"{value[0]} {value[1:]}", value + "은", f"피해자{value}"))
            )
        case "romanised":
            words = [draw(LATIN), draw(LATIN), draw(LATIN)]
            value = " ".join(words)
            order = draw(st.sampled_from((words, words[1:] + words[:1], words[2:] + words[:2])))
            form = draw(st.sampled_from(("", " ", "-"))).join(order)
        case "phone":
            parts = ("010", draw(DIGIT), draw(DIGIT))
            value = "-".join(parts)
            between = draw(gap)
            form = draw(st.sampled_from((between.join(parts), f"+82{between}" + between.join(("10", *parts[1:])))))
        case "resident_number":
            front = draw(st.dates()).strftime("%y%m%d")
            back = draw(st.sampled_from("34")) + draw(DIGIT) + draw(st.text("0123456789", min_size=2, max_size=2))
            value, form = f"{front}-{back}", front + draw(gap) + back
        case "email":
            value = f"{draw(LATIN)}.{draw(LATIN)}@{draw(LATIN)}.example"
            form = draw(
                st.sampled_from((value, value.split("@")[0], value.replace("@", " [at] "), value.replace(".", "\\.")))
            )
        case "school":
            stem = draw(GIVEN)
            value = stem + "고등학교"
            form = stem + draw(st.sampled_from(("고등학교", "고", "고교", " 고등학교", "고에 다니는")))
        case "address":
            road = draw(GIVEN) + "로 " + str(draw(st.integers(10, 999)))
            value = f"{draw(GIVEN)}시 {draw(GIVEN)}구 {road}"
            form = draw(
                st.sampled_from((value, road, road.replace(" ", ""), value.replace(" ", ""), value.split(" ", 1)[1]))
            )
        case "accounts":
            handle = f"{draw(LATIN)}_{draw(LATIN)}"
            value = draw(st.sampled_from(("@", "", "https://sns.example/"))) + handle
            form = draw(
                st.sampled_from(
                    (
                        handle,
                        "@" + handle,
                        f"t.me/{handle}",
                        f"https://x.example/{handle}/1",
                        handle.replace("_", "\\_"),
                    )
                )
            )
        case _:
            value = draw(GIVEN) + draw(GIVEN)
            form = draw(st.sampled_from((value, f"{value[:2]} {value[2:]}")))
    ways: tuple[Callable[[str], str], ...] = (str, str.upper, str.title, _wide, _decomposed, _with_unseen)
    return _vault(key, value), key, draw(st.sampled_from(ways))(form)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _with_unseen(text: str) -> str:
    return "\u200b".join(text)


@given(
    written(),
    st.sampled_from(("", "그날 ", "(", "피해자의 것: ", "\n")),
    st.sampled_from(("", " 그리고", ")", ", ", "\n")),
)
def test_an_identity_is_found_however_it_is_written(case: Case, before: str, after: str) -> None:
    vault, key, form = case
    assert any(leak.key.startswith(key) for leak in leaks(vault, [before + form + after]))


def _split(text: str, tag: str) -> str:
    return "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in text)


TEXT_FILES: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "html attribute": lambda t: (f'<p title="{html.escape(t)}">a</p>'.encode(), ".html"),
    "html entities": lambda t: (f"<p>{''.join(f'&#x{ord(c):x};' for c in t)}</p>".encode(), ".html"),
    "html comment": lambda t: (f"<p>a</p><!-- {t} -->".encode(), ".html"),
    "html split": lambda t: (f"<p>{_split(t, 'b')}</p>".encode(), ".html"),
    "markdown": lambda t: (f"| a | {t} |\n".encode(), ".md"),
    "json": lambda t: (json.dumps({"a": [t]}).encode(), ".json"),
    "json key": lambda t: (json.dumps({t: 1}, ensure_ascii=False).encode(), ".json"),
    "hwpx runs": lambda t: (archive({"Contents/section0.xml": f"<p>{_split(t, 'hp:t')}</p>".encode()}), ".hwpx"),
    "hwpx preview": lambda t: (archive({"Preview/PrvText.txt": t.encode("utf-16")}), ".hwpx"),
}  # fmt: skip
SLOW_FILES: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "docx runs": lambda t: (docx_of(("a ", *t, " b")), ".docx"),
    "docx properties": lambda t: (docx_of(("a",), comment=t), ".docx"),
    "pdf title": lambda t: (pdf_with(title=t), ".pdf"),
    "pdf attachment": lambda t: (pdf_with(attached=t.encode()), ".pdf"),
    "pdf text": lambda t: (typst_pdf(f"#text({json.dumps('a ' + t + ' b', ensure_ascii=False)})"), ".pdf"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXT_FILES)
@given(written())
@settings(max_examples=25)
def test_an_identity_is_found_in_text_files(kind: str, case: Case) -> None:
    vault, key, form = case
    data, suffix = TEXT_FILES[kind](form)
    assert any(leak.key.startswith(key) for leak in leaks_in_file(vault, data, suffix))


@pytest.mark.parametrize("kind", SLOW_FILES)
@given(written())
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
def test_an_identity_is_found_in_office_files(kind: str, case: Case) -> None:
    vault, key, form = case
    # No font has the parts of syllables, and no printed text has unseen characters.
    text = unicodedata.normalize("NFKC", form.replace("\u200b", ""))
    data, suffix = SLOW_FILES[kind](text)
    assert any(leak.key.startswith(key) for leak in leaks_in_file(vault, data, suffix))


@cache
def words() -> tuple[str, ...]:
    """Ordinary words: those of the rules, of which no name below is one."""
    found: set[str] = set()
    for path in sorted(shipped("rules").rglob("*.yaml")):
        found.update(re.findall(r"[가-힣]+", path.read_text(encoding="utf-8")))
    return tuple(sorted(found))


@cache
def many() -> Vault:
    """Persons with names that are met every day, each with a school, an address and a job."""
    names = (
        "김지혜",
        "이수정",
        "박정은",
        "최유진",
        "정하나",
        "강민정",
        "조은지",
        "윤보라",
        "장미래",
        "임수진",
        "한지원",
        "오정현",
        "허준",
        "남궁현",
    )
    persons = (
        Identity(
            person=f"V{i}", name=(name,), phone=(f"010-1234-56{i:02d}",), school=(f"{place}고등학교", f"{place}중학교"),
            address=(f"{place}시 중앙구 중앙로 {i}",), job=("학생",), accounts=(f"@user{i}",), romanised=(f"Kim Su{i}jin",),
            email=(f"mail{i}@example.com",), other=("ab", "반장"),
        )
        for i, (name, place) in enumerate(zip(names, ("서울", "부산", "중앙", "보라", "제일", "동산", "신성") * 2, strict=True))
    )  # fmt: skip
    return Vault(case="made-up", persons=tuple(persons))


@given(st.lists(st.sampled_from(words()), min_size=5, max_size=60), st.sampled_from((" ", ", ", "\n", "·")))
def test_ordinary_words_never_alarm(drawn: list[str], between: str) -> None:
    assert leaks(many(), [between.join(drawn)]) == []


def test_the_rules_templates_and_documents_never_alarm() -> None:
    root = shipped("rules").parent
    texts = [
        p.read_text(encoding="utf-8")
        for folder in ("rules", "templates", "docs")
        for p in sorted((root / folder).rglob("*.*"))
        if p.suffix in (".yaml", ".j2", ".md")
    ]
    assert leaks(many(), texts) == []

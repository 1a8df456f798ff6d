"""A case, a vault and files of every kind for the tests of the vault; every value is invented."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import typst
from pypdf import PdfReader, PdfWriter

from offence_engine.model.case import Case, CaseHead, Person
from offence_engine.model.time import Span
from offence_engine.rulebook.shipped import shipped
from offence_engine.vault.identities import Vault
from offence_engine.vault.read import parse_vault, read_vault

EXAMPLE = shipped("examples") / "2024no1823.yaml"
EXAMPLE_VAULT = shipped("examples") / "vault" / "2024no1823.yml"

# `CASE` is read as text only: these tests need no rules.
CASE = """\
case: {id: made-up}
persons:
  S1: {role: suspect, age: adult}
  U1: {role: other}
  V1: {role: victim, age: {years: 16, on: 2023-02}}
  V2: {role: victim}
acts:
  A1:
    kind: sent
    on: 2023-03
    by: {S1: {intent: yes}}
    recipients: V1
"""


def case(id_: str = "made-up") -> Case:
    """What a vault needs to know of its case: its id, its persons, their births."""
    persons = {
        "S1": Person(role="suspect"),
        "U1": Person(role="other"),
        "V1": Person(role="victim", birth=Span(date(2006, 2, 2), date(2007, 2, 28))),
        "V2": Person(role="victim"),
        "V3": Person(role="victim"),
    }
    return Case(head=CaseHead(id=id_), persons=persons, acts={})


@cache
def example_vault() -> Vault:
    """The vault beside the example of the demo."""
    return read_vault(EXAMPLE_VAULT, case("2024no1823"), EXAMPLE)


def vault_of(**persons: str) -> Vault:
    """A vault of `CASE`; each person as YAML in one line: `V1="{name: 홍길순}"`."""
    lines = ["vault: {case: made-up}", "persons:", *(f"  {key}: {text}" for key, text in persons.items())]
    return parse_vault("\n".join(lines).encode(), "vault.yaml", case())


def docx_of(*paragraphs: tuple[str, ...], comment: str = "", header: str = "") -> bytes:
    """A DOCX; every paragraph is given as its runs."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for number, run in enumerate(runs):
            paragraph.add_run(run).bold = bool(number % 2)
    document.core_properties.comments = comment
    document.sections[0].header.paragraphs[0].text = header
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def archive(entries: dict[str, bytes], comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.comment = comment
        for name, data in entries.items():
            whole.writestr(name, data)
    return made.getvalue()


def typst_pdf(body: str, head: str = "") -> bytes:
    """A PDF of a Typst source; the font is one that has Hangul."""
    folder = shipped("examples").parent / "fonts"
    source = f'#set text(lang: "ko", font: ("NanumGothic", "NanumMyeongjo"))\n{head}\n{body}\n'
    fonts: list[Any] = [str(folder)] if folder.is_dir() else []
    made = typst.compile(source.encode(), None, None, fonts)
    assert isinstance(made, bytes)
    return made


@cache
def blank_pdf() -> bytes:
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(made)
    return made.getvalue()


def pdf_with(
    *,
    title: str = "",
    outline: str = "",
    attached: bytes = b"",
    attached_name: str = "",
    xmp: str = "",
    named: str = "",
) -> bytes:
    """A PDF of one blank page, with something in a place beside the page."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blank_pdf())))
    if title:
        writer.add_metadata({"/Title": title})
    if outline:
        writer.add_outline_item(title=outline, page_number=0)
    if attached or attached_name:
        writer.add_attachment(filename=attached_name or "a.txt", data=attached)
    if xmp:
        writer.xmp_metadata = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
            f"{xmp}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
        ).encode()
    if named:
        writer.add_named_destination(title=named, page_number=0)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path

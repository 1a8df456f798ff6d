"""An identity is found wherever in a written file it stands, and a file that cannot be opened is refused."""

from __future__ import annotations

import base64
import json
import time
import unicodedata
import zlib
from collections.abc import Callable

import pytest

from offence_engine.errors import UsageError
from offence_engine.vault.files import leaks_in_file
from offence_engine.vault.identities import Vault
from tests.vault.made import archive, docx_of, example_vault, pdf_with, typst_pdf, vault_of

NAME = "홍길순"
ESCAPED = json.dumps(NAME)[1:-1]
ENTITIES = "".join(f"&#{ord(c)};" for c in NAME)


@pytest.fixture(scope="module")
def vault() -> Vault:
    return example_vault()


def found(vault: Vault, data: bytes, suffix: str) -> set[tuple[str, str]]:
    return {(leak.person, leak.key) for leak in leaks_in_file(vault, data, suffix)}


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (f"# 제목\n\n피해자 **홍**길순\n\n<!-- {NAME} -->", ".md"),
        (f"피해자 {ESCAPED}", ".md"),
        (f'{{"facts": ["{ESCAPED}"]}}', ".json"),
        (f'{{"{NAME}": 1}}', ".json"),
        (json.dumps({"letter": json.dumps({"text": f"a\\n{NAME}"})}), ".json"),
        (f'<p title="{NAME}">a</p>', ".html"),
        (f"<p title='{ENTITIES}'>a</p>", ".html"),
        (f"<p>{ENTITIES}</p>", ".html"),
        (f"<p>{ENTITIES.replace('&', '&amp;')}</p>", ".html"),
        ("<p>홍<b>길</b>순</p>", ".html"),
        ("<p>홍<!-- x -->길순</p>", ".html"),
        ("<p>\n  <b>홍</b>\n  <i>길순</i>\n</p>", ".html"),
        (f"<!-- {NAME} --><p>a</p>", ".html"),
        (f"<script>var x = '{ESCAPED}';</script>", ".html"),
        ("<style>p::after {content: '\\d64d\\ae38\\c21c'}</style>", ".html"),
        ("<a href='https://x.example/%ED%99%8D%EA%B8%B8%EC%88%9C'>a</a>", ".html"),
        (f'<script type="application/json">{{"a": "{base64.b64encode(NAME.encode() * 3).decode()}"}}</script>', ".html"),
        (
            f'<a download href="data:a/b;base64,{base64.b64encode(zlib.compress(NAME.encode() * 9)).decode()}">a</a>',
            ".html",
        ),
        ('<iframe srcdoc="&lt;p&gt;홍&lt;b&gt;길순&lt;/b&gt;&lt;/p&gt;"></iframe>', ".html"),
        ("<a><![CDATA[홍]]>길순</a>", ".xml"),
        (unicodedata.normalize("NFD", NAME), ".txt"),
        ("홍길\n순", ".txt"),
    ],
)  # fmt: skip
def test_in_text_and_markup(vault: Vault, text: str, suffix: str) -> None:
    assert ("V1", "name") in found(vault, text.encode(), suffix)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949"])
def test_in_every_encoding(vault: Vault, encoding: str) -> None:
    assert ("V1", "name") in found(vault, f"<p>피해자 {NAME}은</p>".encode(encoding), ".html")


@pytest.mark.parametrize(
    "data",
    [
        docx_of(("피해자 ", "홍", "길", "순", "은")),
        docx_of(("a",), comment=NAME),
        docx_of(("a",), header=NAME),
        archive({"Contents/section0.xml": "<hp:p><hp:run><hp:t>홍</hp:t></hp:run><hp:run><hp:t>길순</hp:t></hp:run></hp:p>".encode()}),
        archive({"Contents/section0.xml": f'<hp:p name="{ENTITIES}"/>'.encode()}),
        archive({"Preview/PrvText.txt": NAME.encode("utf-16-le")}),
        archive({f"BinData/{NAME}.png": b"\x89PNG"}),
        archive({"BinData/image1.png": b"\x89PNG\x00\xff" + NAME.encode() + b"\x00\xfe"}),
        archive({"a.xml": b"<a/>"}, comment=NAME.encode()),
        archive({"a.xml": b"<a/>"}) + NAME.encode(),
        archive({"a.bin": archive({"b.bin": docx_of(("홍", "길순"))})}),
        archive({"record.json": json.dumps({"a": [NAME]}).encode()}),
        archive({"record.json.z": zlib.compress(json.dumps({"a": [NAME]}).encode())}),
    ],
)  # fmt: skip
def test_in_archives(vault: Vault, data: bytes) -> None:
    assert ("V1", "name") in found(vault, data, ".docx")


@pytest.mark.parametrize(
    "make",
    [
        lambda: typst_pdf("피해자 *홍*길순은 그날 집에 있었다."),
        lambda: typst_pdf("#set page(width: 26pt, height: 200pt, margin: 6pt)\n#set text(size: 8pt)\n홍길순"),
        lambda: typst_pdf("a", head=f'#set document(title: "{NAME}")'),
        lambda: typst_pdf("a", head=f'#set document(keywords: ("{NAME}",))'),
        lambda: typst_pdf(f'#link("https://x.example/{NAME}")[a]'),
        lambda: typst_pdf("= 홍길순\na", head="#set heading(outlined: false, bookmarked: true)"),
        lambda: typst_pdf("#set page(width: 100pt, height: 60pt, margin: 10pt)\n#place(top + left)[홍길]#pagebreak()#place(top + left)[순은]"),
        lambda: pdf_with(title=NAME),
        lambda: pdf_with(outline=NAME),
        lambda: pdf_with(attached=NAME.encode()),
        lambda: pdf_with(attached=docx_of(("홍", "길순"))),
        lambda: pdf_with(attached=b"a", attached_name=f"{NAME}.txt"),
        lambda: pdf_with(xmp=NAME),
        lambda: pdf_with(xmp=ENTITIES),
        lambda: pdf_with(named=NAME),
        lambda: archive({"word/embeddings/a.bin": pdf_with(title=NAME)}),
    ],
)  # fmt: skip
def test_in_a_pdf(vault: Vault, make: Callable[[], bytes]) -> None:
    data = make()
    assert ("V1", "name") in found(vault, data, ".pdf" if data.startswith(b"%PDF") else ".docx")


def test_an_earlier_version_inside_a_pdf(vault: Vault) -> None:
    old = zlib.compress(f"({NAME}) Tj".encode())
    data = pdf_with(title="a")
    behind = (
        b"\n99 0 obj <</Length %d /Filter /FlateDecode>>\nstream\n" % len(old) + old + b"\nendstream endobj\n%%EOF\n"
    )
    assert ("V1", "name") in found(vault, data.replace(b"startxref", behind + b"startxref"), ".pdf")


def test_an_account_at_the_beginning_of_a_line_inside_json(vault: Vault) -> None:
    for text in ("a\ngilsun_0501\nb", "a\n\tgilsun\\_0501", "gilsun\\_0501"):
        assert ("V1", "accounts") in found(vault, json.dumps({"text": text}).encode(), ".json")
        assert ("V1", "accounts") in found(vault, json.dumps([json.dumps({"text": text})]).encode(), ".json")


def test_a_plain_word_as_account_is_found_in_text_but_not_in_markup() -> None:
    vault = vault_of(V1="{accounts: heading}")
    hidden = base64.b64encode(b'{"a": "of heading"}').decode()
    assert found(vault, b"the heading", ".md")
    assert found(vault, f"<p>{hidden}</p>".encode(), ".html")
    assert not found(vault, b"<heading>a</heading>", ".xml")
    assert not found(vault, b"\xff heading \x00", ".bin")


HOSTILE = ("<!--", "<?", "<a ", "&", "\\", "=", '<a b="', "\\u12", "%A", "- ", "0 1 0 ", "홍 ")


@pytest.mark.parametrize("text", [*HOSTILE, " "])
def test_hostile_text_takes_no_long_time(vault: Vault, text: str) -> None:
    before = time.process_time()
    leaks_in_file(vault, (text * 100_000 + "<a").encode(), ".html")
    assert time.process_time() - before < 3


def test_in_the_name_of_the_file(vault: Vault) -> None:
    (leak,) = leaks_in_file(vault, b"a", ".md", f"{NAME}.md")
    assert (leak.person, leak.part) == ("V1", "file name")


def test_clean_files_are_clean(vault: Vault) -> None:
    for data, suffix in [
        (docx_of(("피해자 V1은", "그날")), ".docx"),
        (typst_pdf("피해자 V1은 그날 집에 있었다."), ".pdf"),
        (pdf_with(title="의견서", outline="범죄사실", attached=b"{}", xmp="a"), ".pdf"),
        ("<p class='a'>피해자 V1</p>".encode(), ".html"),
        (b"\xff\xfe\x00", ".bin"),
        (b"", ".md"),
    ]:
        assert leaks_in_file(vault, data, suffix) == []


def test_rows_of_numbers_in_bytes_are_no_telephone_number(vault: Vault) -> None:
    row = b"[0 1 0 0 0 0 0 0 0 0 0] 0000000010 00000 00000 n 0001000000000000"
    assert leaks_in_file(vault, b"\xff" + row, ".bin") == []
    assert leaks_in_file(vault, b"%PDF-" + pdf_with(title="a")[5:] + b"\n% " + row, ".pdf") == []
    assert leaks_in_file(vault, b"\xff(010-0000-0000)", ".bin")
    assert leaks_in_file(vault, b"\xff 060501-0000000 ", ".bin")


def test_the_part_is_told_but_not_where_it_is_the_identity(vault: Vault) -> None:
    data = archive({"word/document.xml": f"<a>{NAME}</a>".encode(), f"word/{NAME}.xml": f"<a>{NAME}</a>".encode()})
    parts = {leak.part for leak in leaks_in_file(vault, data, ".docx")}
    assert "word/document.xml" in parts
    assert not any(NAME in part for part in parts)


@pytest.mark.parametrize(
    ("make", "suffix"),
    [
        (lambda: docx_of(("a",))[:-30], ".docx"),
        (lambda: b"PK\x03\x04 broken", ".hwpx"),
        (lambda: b"no archive", ".docx"),
        (lambda: typst_pdf("a")[:400], ".pdf"),
        (lambda: b"no pdf", ".pdf"),
        (lambda: docx_of(("a",)).replace(b"word/document.xml", b"word/documenu.xml", 1), ".docx"),
    ],
)
def test_what_cannot_be_looked_through_is_refused(vault: Vault, make: Callable[[], bytes], suffix: str) -> None:
    with pytest.raises(UsageError) as caught:
        leaks_in_file(vault, make(), suffix)
    assert "확인하지 못했습니다" in caught.value.text("ko")


def test_an_archive_that_unpacks_to_too_much_is_refused(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("offence_engine.vault.files.MAX_UNPACKED", 1000)
    with pytest.raises(UsageError, match="size"):
        leaks_in_file(vault, archive({"a.xml": b"a" * 2000}), ".docx")

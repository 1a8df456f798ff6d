"""The parts of a DOCX file around its body: styles, lists, header and footer, properties, and how they are joined."""

from __future__ import annotations

from collections.abc import Sequence

from offence_engine.letters.document import Document
from offence_engine.letters.formats import measures
from offence_engine.letters.formats.archive import DECLARATION, quoted

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
SPACES = f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
DRAWING = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
RECORD_PART = "customXml/item1.xml"
RECORD_ID = "{6A0F3C52-8D41-4F0E-9B57-2C1E7D90A4B3}"  # any fixed name of the record's store

RED, GREY = "A00000", "555555"
BULLETS, NUMBERS = 1, 2  # the list of bullets, and the first numbered list
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "word/document.xml": f"{_MAIN}.document.main+xml",
    "word/styles.xml": f"{_MAIN}.styles+xml",
    "word/numbering.xml": f"{_MAIN}.numbering+xml",
    "word/settings.xml": f"{_MAIN}.settings+xml",
    "word/fontTable.xml": f"{_MAIN}.fontTable+xml",
    "word/header1.xml": f"{_MAIN}.header+xml",
    "word/footer1.xml": f"{_MAIN}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_OF_RECORD = {"customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"}


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def part(text: str) -> bytes:
    return (DECLARATION + text).encode()


def run(text: str, bold: bool = False, look: str = "") -> str:
    """A run of text; tabs and line breaks as the marks that stand for them. `look` is further run properties."""
    before, after = ("<w:b/><w:bCs/>" if bold else ""), look
    properties = f"<w:rPr>{before}{after}</w:rPr>" if before or after else ""
    if "\t" not in text and "\n" not in text:
        return f'<w:r>{properties}<w:t xml:space="preserve">{quoted(text)}</w:t></w:r>'
    inner = "".join(
        "<w:br/>" + "<w:tab/>".join(f'<w:t xml:space="preserve">{quoted(piece)}</w:t>' for piece in line.split("\t"))
        for line in text.split("\n")
    )
    return f"<w:r>{properties}{inner.removeprefix('<w:br/>')}</w:r>"


def size(points: float) -> str:
    """Run properties; half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def content_types(with_record: bool) -> bytes:
    kinds = _PARTS | (_OF_RECORD if with_record else {})
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return part(
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships(targets: Sequence[tuple[str, str]]) -> bytes:
    """(kind, target) of each; their ids are rId1, rId2, and so on."""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return part(f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>')


def core(document: Document) -> bytes:
    """Title, kind and language; the author and the times are the same for every file."""
    return part(
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{quoted(document.title)}</dc:title><dc:subject>{quoted(document.kind)}</dc:subject>"
        "<dc:creator>offence-engine</dc:creator><cp:lastModifiedBy>offence-engine</cp:lastModifiedBy>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified>'
        f"<dc:language>{language(document)}</dc:language></cp:coreProperties>"
    )


def language(document: Document) -> str:
    return "ko-KR" if document.lang == "ko" else "en-US"


def settings() -> bytes:
    return part(
        f'<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="800"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="ko-KR"/></w:settings>'
    )


def font_table() -> bytes:
    """What a machine without the font goes by when it chooses another."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:panose1 w:val="02030600000101010101"/>'
        '<w:charset w:val="81"/><w:family w:val="roman"/><w:pitch w:val="default"/></w:font>'
        for name, other in (("바탕", "Batang"), ("Batang", "바탕"))
    )
    return part(f"<w:fonts {SPACES}>{fonts}</w:fonts>")


def numbering(starts: Sequence[int]) -> bytes:
    """One list of bullets, and a numbered list for each of `starts`."""

    def level(form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="400" w:hanging="300"/></w:pPr></w:lvl>'
        )

    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>{look}</w:abstractNum>'
        for number, look in ((BULLETS, level("bullet", "•")), (NUMBERS, level("decimal", "%1.")))
    )
    lists = f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>' + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{NUMBERS}"/>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{max(start, 0)}"/></w:lvlOverride></w:num>'
        for number, start in enumerate(starts, NUMBERS)
    )
    return part(f"<w:numbering {SPACES}>{kinds}{lists}</w:numbering>")


def header(document: Document) -> bytes:
    """The mark in red above every page, and large, pale and aslant behind its text."""
    mark = f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{_watermark(document.draft)}{run(document.draft)}</w:p>'
    return part(f"<w:hdr {SPACES} {DRAWING}>{mark}</w:hdr>")


def _watermark(text: str) -> str:
    if not text.strip():
        return ""
    height = min(max(880 / measures.wide(text), 24.0), 150.0)  # points; the text is stretched to the box
    return (
        "<w:r><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"'
        ' o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
        '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt=""'
        f' style="position:absolute;margin-left:0;margin-top:0;width:440pt;height:{height:.0f}pt;rotation:315;'
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f"'
        ' fillcolor="#e6b8b8" stroked="f"><v:fill opacity=".3"/>'
        f'<v:textpath style="font-family:&quot;바탕&quot;;font-size:1pt" string="{quoted(text)}"/></v:shape>'
        "</w:pict></w:r>"
    )


def footer(document: Document) -> bytes:
    """Beside the number of the page and of the pages the short hash, below them the stamp."""
    small = f'<w:color w:val="{GREY}"/>{size(measures.SMALL)}'
    line = '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    first = f"{run(document.short, look=small)}<w:r><w:tab/></w:r>{_field('PAGE')}{run(' / ')}{_field('NUMPAGES')}"
    return part(f"<w:ftr {SPACES}>{line}{first}</w:p>{line}{run(document.stamp, look=small)}</w:p></w:ftr>")


def _field(what: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {what} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def styles(document: Document) -> bytes:
    """Named styles, so that an outline, a screen reader and a change of the whole letter find what they need."""
    fonts = '<w:rFonts w:ascii="Batang" w:hAnsi="Batang" w:eastAsia="바탕" w:cs="Batang"/>'
    tongue = f'<w:lang w:val="{language(document)}" w:eastAsia="ko-KR" w:bidi="ar-SA"/>'
    line = round(240 * measures.LINE / 100)
    spread = '<w:spacing w:val="120"/>' if document.lang == "ko" else ""
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="111111"/></w:pBdr>'
    sides = twips(measures.CELL_SIDE)
    grid = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="777777"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return part(
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size(measures.BODY)}{tongue}</w:rPr>"
        f"</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl/><w:spacing w:before="80" w:after="80" w:line="{line}" w:lineRule="auto"/>'
        '<w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + _heading(1, '<w:spacing w:before="0" w:after="240"/><w:jc w:val="center"/>', spread, measures.TITLE)
        + _heading(2, f'{rule}<w:spacing w:before="320" w:after="120"/>', "", measures.SECTION)
        + _heading(3, '<w:spacing w:before="240" w:after="80"/>', "", measures.PART)
        + _heading(4, '<w:spacing w:before="200" w:after="60"/>', "", measures.LESS)
        + _heading(5, '<w:spacing w:before="200" w:after="60"/>', "", measures.LESS)
        + _style("ListBullet", "List Bullet", '<w:spacing w:before="40" w:after="40"/><w:jc w:val="left"/>')
        + _style("ListNumber", "List Number", '<w:spacing w:before="40" w:after="40"/><w:jc w:val="left"/>')
        + _style(
            "Header",
            "header",
            '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
            f'<w:b/><w:bCs/><w:color w:val="{RED}"/><w:spacing w:val="36"/>{size(measures.MARK)}',
        )
        + _style(
            "Footer",
            "footer",
            f'<w:tabs><w:tab w:val="center" w:pos="{twips(measures.TEXT_WIDTH / 2)}"/></w:tabs>'
            '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="left"/>',
            size(measures.NOTE),
        )
        + _style(
            "Divider",
            "Divider",
            f'{rule}<w:spacing w:before="160" w:after="160" w:line="120" w:lineRule="exact"/>',
            size(2),
        )
        + _style("Spacer", "Spacer", '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>', size(2))
        + _cell("Cell", "Cell", measures.CELL)
        + _cell("CellSmall", "Cell Small", measures.CELL_DENSE)
        + '<w:style w:type="table" w:styleId="LetterTable"><w:name w:val="Letter Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{grid}</w:tblBorders><w:tblCellMar>"
        f'<w:top w:w="{twips(measures.CELL_TOP)}" w:type="dxa"/><w:left w:w="{sides}" w:type="dxa"/>'
        f'<w:bottom w:w="{twips(measures.CELL_TOP)}" w:type="dxa"/><w:right w:w="{sides}" w:type="dxa"/>'
        '</w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/></w:tcPr></w:tblStylePr></w:style></w:styles>'
    )


def _style(ident: str, name: str, paragraph: str, letters: str = "") -> str:
    look = f"<w:rPr>{letters}</w:rPr>" if letters else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>{look}</w:style>"
    )


def _heading(level: int, paragraph: str, spread: str, points: float) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:keepLines/>{paragraph}<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f"<w:rPr><w:b/><w:bCs/>{spread}{size(points)}</w:rPr></w:style>"
    )


def _cell(ident: str, name: str, points: float) -> str:
    line = round(240 * measures.CELL_LINE / 100)
    paragraph = f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="auto"/><w:jc w:val="left"/>'
    return _style(ident, name, paragraph, size(points))

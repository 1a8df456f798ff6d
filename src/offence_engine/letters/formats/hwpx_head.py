"""The looks of an HWPX file: letters, paragraphs, borders, lists and named styles, added to a blank document's own.

The blank document is the one that python-hwpx carries; this is the one module that takes anything from that library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from hwpx import HwpxDocument
from lxml import etree

from offence_engine.letters.document import Align
from offence_engine.letters.formats import measures
from offence_engine.letters.formats.archive import parse, unpack

HANCOM = "http://www.hancom.co.kr/hwpml/2011"
HP, HH, HC = (f"{{{HANCOM}/{name}}}" for name in ("paragraph", "head", "core"))
HEADER_PART, SECTION_PART, LIST_PART = "Contents/header.xml", "Contents/section0.xml", "Contents/content.hpf"
RED, GREY, BLACK = "#A00000", "#555555", "#000000"

DIVIDER, SPACER = "Divider", "Spacer"  # English names of the styles of paragraphs that hold no text
OUTLINE = "outline"


@lru_cache(maxsize=1)
def blank() -> dict[str, bytes]:
    """The entries of a blank document."""
    return unpack(HwpxDocument.new().to_bytes())


class Look:
    """The looks of one document by name: ids of letters (`char`), paragraphs (`para`), styles and borders.

    `starts` are the first numbers of the numbered lists; the paragraph look of list n is `number n`."""

    def __init__(self, lang: str, starts: Sequence[int]) -> None:
        self.root = parse(blank()[HEADER_PART])
        self.char: dict[str, int] = {}
        self.para: dict[str, int] = {}
        self.style: dict[str, int] = {}
        self.border: dict[str, int] = {}
        self._numbering: dict[str, int] = {}
        self._borders()
        self._letters(30 if lang == "ko" else 0)
        self._lists(starts)
        self._paragraphs(len(starts))
        self._styles()

    def part(self) -> bytes:
        """The XML of the looks."""
        return serialised(self.root)

    def _group(self, name: str) -> Any:
        return self.root.find(f"{HH}refList/{HH}{name}")

    def _add(self, group: str, entry: Any) -> int:
        """The id of the new entry: one above the highest."""
        whole = self._group(group)
        ident = 1 + max((int(other.get("id")) for other in whole), default=0)
        entry.set("id", str(ident))
        whole.append(entry)
        whole.set("itemCnt", str(len(whole)))
        return ident

    def _borders(self) -> None:
        sides = ("leftBorder", "rightBorder", "topBorder", "bottomBorder")
        for name, drawn, color, fill in (
            ("grid", sides, "#777777", None),
            ("head", sides, "#777777", "#EEEEEE"),
            ("rule", ("bottomBorder",), "#111111", None),
        ):
            border = deepcopy(self._group("borderFills")[0])
            for side in drawn:
                put(border.find(HH + side), type="SOLID", width="0.12 mm", color=color)
            if fill:
                brush = etree.SubElement(border, f"{HC}fillBrush")
                etree.SubElement(brush, f"{HC}winBrush", faceColor=fill, hatchColor="#999999", alpha="0")
            self.border[name] = self._add("borderFills", border)

    def _letters(self, spread: int) -> None:
        m = measures
        for name, points, bold, color, apart in (
            ("body", m.BODY, False, BLACK, 0),
            ("bold", m.BODY, True, BLACK, 0),
            ("heading 1", m.TITLE, True, BLACK, spread),
            ("heading 2", m.SECTION, True, BLACK, 0),
            ("heading 3", m.PART, True, BLACK, 0),
            ("heading 4", m.LESS, True, BLACK, 0),
            ("heading 5", m.LESS, True, BLACK, 0),
            ("cell", m.CELL, False, BLACK, 0),
            ("cell bold", m.CELL, True, BLACK, 0),
            ("dense", m.CELL_DENSE, False, BLACK, 0),
            ("dense bold", m.CELL_DENSE, True, BLACK, 0),
            ("mark", m.MARK, True, RED, 20),
            ("note", m.NOTE, False, BLACK, 0),
            ("small", m.SMALL, False, GREY, 0),
            ("tiny", 2.0, False, BLACK, 0),
        ):
            char = deepcopy(self._group("charProperties")[0])
            char.set("height", str(round(points * 100)))
            char.set("textColor", color)
            for tongue in char.find(f"{HH}spacing").attrib:
                char.find(f"{HH}spacing").set(tongue, str(apart))
            if bold:
                char.find(f"{HH}underline").addprevious(etree.Element(f"{HH}bold"))
            self.char[name] = self._add("charProperties", char)

    def _lists(self, starts: Sequence[int]) -> None:
        """Headings bear no number of the program's own: their outline has levels without a sign."""
        numberings = self._group("numberings")
        outline = deepcopy(numberings[0])
        for level in outline:
            level.text = None
        self._numbering[OUTLINE] = self._add("numberings", outline)
        for position, start in enumerate(starts):
            numbering = deepcopy(numberings[0])
            numbering.set("start", str(max(start, 0)))
            numbering[0].set("start", str(max(start, 0)))
            for deeper in numbering[1:]:
                numbering.remove(deeper)
            self._numbering[f"number {position}"] = self._add("numberings", numbering)
        bullets = etree.Element(f"{HH}bullets", itemCnt="1")
        bullet = etree.SubElement(bullets, f"{HH}bullet", id="1", char="•", useImage="0")
        level = etree.SubElement(bullet, f"{HH}paraHead", numberings[0][0].attrib)
        put(level, level="0", useInstWidth="0")
        numberings.addnext(bullets)
        self._numbering["bullet"] = 1

    @property
    def outline(self) -> int:
        """The id of the outline of the headings."""
        return self._numbering[OUTLINE]

    def _paragraphs(self, lists: int) -> None:
        add = self._paragraph
        for name, tight in (("body", False), ("body breaking", True)):
            add(name, around=(4, 4), widow="1", breaks=tight)
        put(add("lead", around=(4, 4), widow="1", breaks=True).find(f"{HH}breakSetting"), keepWithNext="1")
        around = {1: (0, 12), 2: (16, 6), 3: (12, 4), 4: (10, 3), 5: (10, 3)}
        for level, space in around.items():
            look = add(f"heading {level}", "CENTER" if level == 1 else "JUSTIFY", around=space)
            put(look.find(f"{HH}heading"), type="OUTLINE", idRef="0", level=str(level - 1))
            put(look.find(f"{HH}breakSetting"), keepWithNext="1", keepLines="1")
            if level == 2:
                look.find(f"{HH}border").set("borderFillIDRef", str(self.border["rule"]))
        for name in ("bullet", *(f"number {position}" for position in range(lists))):
            look = add(name, "LEFT", around=(2, 2), left=20, intent=-15, widow="1")
            kind = "BULLET" if name == "bullet" else "NUMBER"
            put(look.find(f"{HH}heading"), type=kind, idRef=str(self._numbering[name]), level="0")
        sides: tuple[tuple[Align, str], ...] = (("left", "LEFT"), ("center", "CENTER"), ("right", "RIGHT"))
        for side, word in sides:
            for name, tight in ((side, False), (f"{side} breaking", True)):
                add(f"cell {name}", word, line=measures.CELL_LINE, breaks=tight)
        add("header", "CENTER", line=120)
        add("footer", "LEFT", line=120)
        add("footer page", "CENTER", line=120)
        add(SPACER, line=100)
        look = add(DIVIDER, line=100, around=(8, 8))
        look.find(f"{HH}border").set("borderFillIDRef", str(self.border["rule"]))

    def _paragraph(
        self,
        name: str,
        align: str = "JUSTIFY",
        around: tuple[float, float] = (0, 0),
        left: float = 0,
        intent: float = 0,
        line: int = measures.LINE,
        widow: str = "0",
        breaks: bool = False,
    ) -> Any:
        """A look with distances in points. `breaks` lets Latin words break anywhere, for addresses and hashes."""
        look = deepcopy(self._group("paraProperties")[0])
        look.find(f"{HH}align").set("horizontal", align)
        put(
            look.find(f"{HH}breakSetting"),
            breakLatinWord="BREAK_WORD" if breaks else "KEEP_WORD",
            breakNonLatinWord="KEEP_WORD",
            widowOrphan=widow,
        )
        values = {"intent": intent, "left": left, "prev": around[0], "next": around[1]}
        # Distances stand twice: as they are, and doubled for programs that do not know the newer unit.
        for branch, factor in ((f"{HP}case", 100), (f"{HP}default", 200)):
            for margin in look.iter(branch):
                for key, points in values.items():
                    margin.find(f"{HH}margin/{HC}{key}").set("value", str(round(points * factor)))
                margin.find(f"{HH}lineSpacing").set("value", str(line))
        self.para[name] = self._add("paraProperties", look)
        return look

    def _styles(self) -> None:
        """The blank document's own styles where it has them, else new ones."""
        styles = self._group("styles")
        own = {"Normal": "body", "Header": "header"} | {f"Outline {n}": f"heading {n}" for n in range(1, 6)}
        letters = {"header": "mark"}
        for style in styles:
            look = own.get(style.get("engName"))
            if look is not None:
                self._dress(style, look, letters.get(look, look))
                self.style[look] = int(style.get("id"))
        for look, ko, en, char in (
            ("bullet", "글머리표 목록", "List Bullet", "body"),
            ("number", "번호 목록", "List Number", "body"),
            ("cell", "표 내용", "Table Cell", "cell"),
            ("dense", "표 내용 작게", "Table Cell Small", "dense"),
            ("head", "표 머리", "Table Head", "cell bold"),
            ("footer", "꼬리말", "Footer", "small"),
            (DIVIDER, "구분선", DIVIDER, "tiny"),
            (SPACER, "사이", SPACER, "tiny"),
        ):
            style = deepcopy(styles[0])
            put(style, name=ko, engName=en)
            paragraph = {"number": "bullet", "cell": "cell left", "dense": "cell left", "head": "cell center"}
            self._dress(style, paragraph.get(look, look), char)
            self.style[look] = self._add("styles", style)
            style.set("nextStyleIDRef", str(self.style[look]))

    def _dress(self, style: Any, paragraph: str, letters: str) -> None:
        style.set("paraPrIDRef", str(self.para[paragraph]))
        style.set("charPrIDRef", str(self.char[letters]))


def serialised(root: Any) -> bytes:
    """A part as word processors write it, with its declaration."""
    text: Callable[..., bytes] = etree.tostring
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text(root, encoding="UTF-8")


def put(element: Any, **values: str) -> None:
    """Set attributes."""
    for name, value in values.items():
        element.set(name, value)

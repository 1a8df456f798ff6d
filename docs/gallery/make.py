"""Makes the pictures of this folder: the first page of every PDF of another folder, and a README that shows them.

    python docs/gallery/make.py FOLDER [DESTINATION]

FOLDER holds what `offence letters CASE -o FOLDER --format pdf` wrote (`<kind>.<lang>.pdf`, or with a subject between). A picture is a PNG of at
most 256 colours and less than 120 kB. Pictures of an earlier run go away. Needs pypdfium2 (a development dependency).
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections import defaultdict
from pathlib import Path

import pypdfium2

DPI = (90, 80, 72, 60)  # the first at which the picture is small enough
LARGEST = 120_000  # bytes
NAME = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2}\.pdf")
HEAD = """# 문서의 모양

문서마다 첫 쪽의 그림이다. 예시 사건으로 만든 초안이며, 실제 사건이나 사람과 관계가 없다.
`offence letters CASE -o DIR --format pdf`로 만든 PDF에서 `python docs/gallery/make.py DIR`로 그린다.

The first page of each draft, made from example cases; no real case or person is shown.
"""


def main(arguments: list[str]) -> int:
    """0, or 2 where there is nothing to draw."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    source = Path(arguments[0])
    target = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).resolve().parent
    found = sorted((path for path in source.glob("*.pdf") if NAME.fullmatch(path.name)), key=_order)
    if not found:
        print(f"{source}: `<종류>.<언어>.pdf` 파일이 없습니다.\n{source}: no file `<kind>.<lang>.pdf`", file=sys.stderr)
        return 2
    drawn = [(path, *draw(path)) for path in found]
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    parts = [HEAD]
    for path, title, pages, picture in drawn:
        name = f"{path.stem}.png"
        (target / name).write_bytes(picture)
        parts.append(f"## {plain(title)}\n\n`{path.name}`, {pages}쪽\n\n![{plain(title)}]({name})\n")
    (target / "README.md").write_text("\n".join(parts), encoding="utf-8")
    print(f"{target}: {len(drawn)}")
    return 0


def _order(path: Path) -> tuple[bool, str]:
    """Korean first."""
    return not path.name.endswith(".ko.pdf"), path.name


def plain(title: str) -> str:
    """The title without what Markdown would read as more than text."""
    return re.sub(r"([\\`*_\[\]<>#|!])", r"\\\1", " ".join(title.split())) or "-"


def draw(path: Path) -> tuple[str, int, bytes]:
    """Title, number of pages, and the first page as PNG."""
    document = pypdfium2.PdfDocument(path)
    try:
        title, pages = document.get_metadata_value("Title"), len(document)
        for dpi in DPI:
            picture = _png(document[0], dpi)
            if len(picture) < LARGEST:
                return title, pages, picture
    finally:
        document.close()
    raise SystemExit(f"{path}: {len(picture)} bytes, not less than {LARGEST}")


def _png(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    width, height, step = bitmap.width, bitmap.height, bitmap.n_channels
    rows = [bytes(bitmap.buffer[y * bitmap.stride : y * bitmap.stride + width * step]) for y in range(height)]
    bitmap.close()
    palette, lines = reduced([[row[i : i + 3] for i in range(0, len(row), step)] for row in rows])
    depth = 8 if len(palette) > 16 else 4
    packed = b"".join(b"\0" + (line if depth == 8 else _halves(line)) for line in lines)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(packed, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def reduced(rows: list[list[bytes]]) -> tuple[list[bytes], list[bytes]]:
    """A palette of at most 256 colours, and the rows as numbers in it: alike colours become their mean."""
    counts: defaultdict[bytes, int] = defaultdict(int)
    for row in rows:
        for pixel in row:
            counts[pixel] += 1
    for kept in (4, 3, 2):  # bits of each channel that tell colours apart
        groups: defaultdict[tuple[int, ...], list[bytes]] = defaultdict(list)
        for pixel in counts:
            groups[tuple(channel >> (8 - kept) for channel in pixel)].append(pixel)
        if len(groups) <= 256:
            break
    palette: list[bytes] = []
    number: dict[bytes, int] = {}
    for key in sorted(groups):
        members = groups[key]
        weight = sum(counts[pixel] for pixel in members)
        mean = bytes(round(sum(pixel[c] * counts[pixel] for pixel in members) / weight) for c in range(3))
        number |= dict.fromkeys(members, len(palette))
        palette.append(mean)
    return palette, [bytes(number[pixel] for pixel in row) for row in rows]


def _halves(line: bytes) -> bytes:
    """Two numbers below 16 in a byte."""
    even = line + b"\0" * (len(line) % 2)
    return bytes(even[i] << 4 | even[i + 1] for i in range(0, len(even), 2))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`offence rules site`: the rules as pages for reading, searching and printing, in one folder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from offence_engine.cli.inout import make_folder, put, refuse_file, tracked, write_whole
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.site.pages import FIRST, LIST, number_of_pages, ours, pages
from offence_engine.errors import Fault, Place, UsageError
from offence_engine.rulebook.load import load_rulebook


def run(values: Namespace, say: Tongue) -> int:
    """Write the site; what an earlier site wrote there and this one does not have any more goes."""
    book = load_rulebook(values.rules)
    folder = Path(values.output)
    before = _earlier(folder)
    made = dict(tracked(pages(book), say("쪽을 만드는 중", "making the pages"), number_of_pages(book)))
    make_folder(folder)
    for name in sorted({str(Path(file).parent) for file in made}):
        make_folder(folder / name)
    write_whole({folder / file: content for file, content in made.items()})
    for file in sorted(before - made.keys()):
        (folder / file).unlink(missing_ok=True)
    page = Page()
    page.line(
        say(
            f"{len(made):,}개 파일을 썼습니다. 여기부터 여십시오: {folder / FIRST}",
            f"{len(made):,} files written; open {folder / FIRST}",
        )
    )
    put(page)
    return 0


def _earlier(folder: Path) -> set[str]:
    """The files of an earlier site in the folder.

    Errors: UsageError where the folder holds something else than a site: nothing of others is overwritten.
    """
    refuse_file(folder)
    if not folder.is_dir() or not any(folder.iterdir()):
        return set()
    try:
        found = ours((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        found = set()
    if LIST not in found:
        raise UsageError(
            [
                Fault(
                    Place(str(folder)),
                    "다른 파일이 든 폴더입니다. 빈 폴더나 없는 폴더를 대십시오.",
                    "this folder holds other files; name an empty or a new one",
                )
            ]
        )
    return found

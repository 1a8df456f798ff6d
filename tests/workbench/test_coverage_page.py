"""docs/COVERAGE.md says what the rules say."""

from pathlib import Path

from offence_engine.rulebook.load import load_rulebook
from offence_engine.workbench.coverage import coverage

PAGE = Path(__file__).resolve().parents[2] / "docs" / "COVERAGE.md"


def test_the_page_is_fresh() -> None:
    page = coverage(load_rulebook())
    assert PAGE.read_text(encoding="utf-8") == page, "run `make coverage`"


def test_the_page_names_every_offence_and_what_is_not_modelled() -> None:
    book = load_rulebook()
    page = coverage(book)
    for id_, rule in book.provisions.items():
        assert f"| `{id_}` |" in page
        for gap in rule.not_modelled:
            assert gap.ko in page

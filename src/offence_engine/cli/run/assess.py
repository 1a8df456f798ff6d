"""`offence assess`: a case file in, its assessment out, as text to read aloud or as JSON."""

from __future__ import annotations

from argparse import Namespace

from offence_engine.cli.inout import assessed, put, put_json
from offence_engine.cli.language import Tongue


def run(values: Namespace, say: Tongue) -> int:
    assessment, case, book = assessed(values, say)
    if values.format == "json":
        put_json(assessment.model_dump(mode="json", by_alias=True))
        return 0
    from offence_engine.cli.page import Page
    from offence_engine.cli.view.assessment import show

    page = Page()
    show(page, say, book, case, assessment, values.case, values.all)
    put(page)
    return 0

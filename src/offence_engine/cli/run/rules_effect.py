"""`offence rules diff` and `offence rules impact`: what a change of the rules means, and what it does to an archive."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from offence_engine.cli.inout import day_of, put, put_json, tracked, working, write_whole
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.cli.run.batch import refuse_case

NOT_READ = 1


def diff(values: Namespace, say: Tongue) -> int:
    """How two rulebooks differ by meaning."""
    from offence_engine.cli.view.effect import EffectView, as_json
    from offence_engine.workbench.effect.compare import compare
    from offence_engine.workbench.effect.revision import editions

    with editions(values.old, values.new) as (old, new):
        with working(say("두 규칙을 견주는 중", "comparing the rules")):
            found = compare(old.book, new.book, (old.shown, new.shown))
        if values.format == "json":
            put_json(as_json(found, (old.shown, new.shown)))
            return 0
        page = Page()
        EffectView(page, say, found, values.all).show()
        put(page)
    return 0


def impact(values: Namespace, say: Tongue) -> int:
    """What a change of the rules does to the cases of an archive; 1 where some could not be read."""
    from offence_engine.cli.view.impact import put_impact_json, show_impact
    from offence_engine.workbench.archive import size_of
    from offence_engine.workbench.effect.compare import compare
    from offence_engine.workbench.effect.impact import Impact, compared
    from offence_engine.workbench.effect.report import report
    from offence_engine.workbench.effect.revision import editions

    day, cases = day_of(values), Path(values.cases)
    total = size_of(cases)
    if values.html:
        refuse_case(Path(values.html), cases)
    with editions(values.old, values.new) as (old, new), Impact() as found:
        with working(say("두 규칙을 견주는 중", "comparing the rules")):
            comparison = compare(old.book, new.book, (old.shown, new.shown), witnesses=False)
        stream = compared(comparison, (old.folder, new.folder), cases, day, say.lang, values.jobs, found.passed_over)
        for item in tracked(stream, say("사건을 견주는 중", "comparing the cases"), total):
            found.add(item)
        if values.html:
            names = (old.shown, new.shown, values.cases)
            text = report(found, comparison, names, day, say.lang)
            write_whole({Path(values.html): text.encode(errors="backslashreplace")})
        if values.format == "json":
            put_impact_json(found, comparison, (old.shown, new.shown), day)
        else:
            page = Page()
            show_impact(page, say, found, values.html)
            put(page)
    return NOT_READ if found.not_read else 0

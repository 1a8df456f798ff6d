"""The entry of `offence`: language, dispatch, and the guard that lets no traceback reach the user."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from offence_engine.cli.language import Tongue, choose
from offence_engine.cli.parsing import HelpWanted, parse
from offence_engine.errors import Fault, OffenceError, UsageError

OK, COMMAND_LINE, INTERNAL = 0, 2, 5
INTERRUPTED, PIPE_CLOSED = 130, 141  # what a shell reports for SIGINT and SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    say = Tongue(choose(words, os.environ))
    _speak_utf8()
    if argv is None:
        _collect_rarely()
    try:
        status = _run(words, say)
        sys.stdout.flush()
        return status
    except UsageError as problem:
        _complain("\n".join(_about_the_command_line(fault, say) for fault in problem.faults))
        return problem.exit_status
    except OffenceError as problem:
        _complain(problem.text(say.lang))
        return problem.exit_status
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as problem:
        if os.environ.get("OFFENCE_DEBUG") == "1":
            raise
        named = f"{str(problem.filename)[:200]}: " if problem.filename else ""
        reason = problem.strerror or type(problem).__name__
        _complain(f"offence: {named}{say('읽거나 쓸 수 없습니다', 'cannot be read or written')}: {reason}")
        return COMMAND_LINE
    except KeyboardInterrupt:
        if argv is None:
            # The program is about to end: a second one may not cut its last word short.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        _complain(say("중단하였습니다.", "interrupted"))
        return INTERRUPTED
    except Exception as problem:
        if os.environ.get("OFFENCE_DEBUG") == "1":
            raise
        what = f"{type(problem).__name__}: {problem}".splitlines()[0][:200]
        _complain(
            say(
                f"offence: 내부 오류입니다: {what} (자세히 보려면 OFFENCE_DEBUG=1로 다시 실행하고, 그 내용을 개발자에게 알려 주십시오)",
                f"offence: internal error: {what} (run again with OFFENCE_DEBUG=1 for details, and report them)",
            )
        )
        return INTERNAL


def _run(words: list[str], say: Tongue) -> int:
    try:
        command, values = parse(words)
    except HelpWanted as wanted:
        return _help(wanted, words, say)
    module, _, name = command.run.partition(":")
    run: Callable[..., int] = getattr(import_module(module), name)
    return run(values, say)


def _help(wanted: HelpWanted, words: list[str], say: Tongue) -> int:
    """Help that was asked for is a result; `offence` alone is a command line that lacks its command."""
    from offence_engine.cli import help as pages
    from offence_engine.cli.page import Page

    page = Page()
    if wanted.command is not None:
        pages.command(page, say, wanted.command)
    else:
        pages.program(page, say, wanted.group)
    asked = any(word in ("-h", "--help", "help") for word in words)
    print(page.text(), end="", file=sys.stdout if asked else sys.stderr)
    return OK if asked else COMMAND_LINE


def _about_the_command_line(fault: Fault, say: Tongue) -> str:
    """`offence: message`, or `offence: path: message`: a command line has no lines and columns."""
    about = "" if fault.place.file == "offence" else f"{fault.place.file}: "
    return f"offence: {about}{say(fault.ko, fault.en)}"


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 whatever the locale; a terminal keeps its own encoding, but never fails on a letter."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _collect_rarely() -> None:
    """A command ends soon: looking for garbage in what was imported and read costs a tenth of its time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _complain(text: str) -> None:
    """To standard error, unless that is gone too."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        return


def _drop_output() -> None:
    """The reader of standard output has left: what is still buffered goes nowhere, silently."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return

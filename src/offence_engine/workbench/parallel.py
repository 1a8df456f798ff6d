"""Work on a long stream with every core: pieces go out, results come back in the order of the stream, and no more of
them wait than the cores can take."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_WAITING = 3
_WARM = 2


def cores() -> int:
    """How many processes may work at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def started(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    """The first thing in a process that works: an interrupt is for the one that waits for it, which ends the work. A
    worker that it stopped half-way could leave the other waiting for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if begin is not None:
        begin(*given)


@contextmanager
def ended(pool: ProcessPoolExecutor) -> Iterator[ProcessPoolExecutor]:
    """The pool, ended whatever happens: what has not begun is dropped, what has begun is waited for. A second interrupt
    waits too: it would leave the processes waiting for a word that never comes."""
    try:
        yield pool
    finally:
        first = threading.current_thread() is threading.main_thread()
        before = signal.signal(signal.SIGINT, signal.SIG_IGN) if first else None
        try:
            pool.shutdown(cancel_futures=True)
        finally:
            if before is not None:
                signal.signal(signal.SIGINT, before)


def pieces(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, so many at a time."""
    stream = iter(items)
    while piece := list(islice(stream, size)):
        yield piece


def worked(
    work: Callable[[list[T]], R],
    items: Iterable[T],
    size: int,
    jobs: int,
    begin: Callable[..., None],
    given: tuple[Any, ...],
) -> Iterator[R]:
    """`work` on each piece, in order. `begin(*given)` is called first in every process that works; with one job, in
    this one."""
    stream = pieces(items, size)
    if jobs <= 1:
        begin(*given)
        for piece in stream:
            yield work(piece)
        return
    # Forking shares what this process has compiled by then; elsewhere, or where threads make it unsafe, processes start
    # afresh.
    forks = sys.platform == "linux" and sys.version_info < (3, 12)
    first: tuple[Callable[..., None], tuple[Any, ...]] = (started, (begin, given))
    if forks:
        begin(*given)
        for piece in islice(stream, _WARM):
            yield work(piece)
        first = (started, (None, ()))
    context = multiprocessing.get_context("fork" if forks else "spawn")
    waiting: deque[Future[R]] = deque()
    with ended(ProcessPoolExecutor(jobs, context, *first)) as pool:
        for piece in stream:
            waiting.append(pool.submit(work, piece))
            if len(waiting) >= jobs * _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

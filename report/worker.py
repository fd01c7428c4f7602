"""A second process, so that the build uses a second core.

It draws while the first process loads the engine, then makes a target of its own. It never
outlives the first: an interruption or a failure there ends it at once.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Generic, ParamSpec, TypeVar

from report.diagnostics import diagnostic
from report.errors import CannotRunError

P = ParamSpec("P")
R = TypeVar("R")


class Worker:
    """The other process; what it is given comes back from :meth:`Job.result`."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def start(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Job[R]:
        """Let the other process do ``work``; arguments and result must be picklable."""
        with _deaf():
            return Job(self._executor.submit(work, *args, **kwargs))

    def dismiss(self) -> None:
        """Let the other process end when it is done, to give its memory back."""
        self._executor.shutdown(wait=False)


class Job(Generic[R]):
    """Work under way in the other process."""

    def __init__(self, future: Future[R]) -> None:
        self._future = future

    def result(self) -> R:
        """Wait for the result; raises what the work raised, CannotRunError (D705) if it died."""
        try:
            return self._future.result()
        except BrokenProcessPool:
            message = "a process of the build was ended from outside"
            hint = "is there enough memory? Build one target at a time with --target"
            raise CannotRunError([diagnostic("D705", message, hint=hint)]) from None


@contextmanager
def worker() -> Iterator[Worker]:
    """Start the other process; it is gone when the block is left, however it is left."""
    executor = ProcessPoolExecutor(
        1,
        mp_context=multiprocessing.get_context(_method()),
        initializer=_settle,
    )
    before = set(multiprocessing.active_children())
    try:
        yield Worker(executor)
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    executor.shutdown(wait=True)


_ENDINGS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let a process that starts in this block hear no signal before it has settled."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle() -> None:
    """Leave Ctrl-C to the first process, end when it asks, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    first = multiprocessing.parent_process()
    if first is not None:
        multiprocessing.connection.wait([first.sentinel])
        os._exit(1)


def _method() -> str:
    """Choose how to start it: a copy of this process is quickest, where that is safe."""
    alone = threading.active_count() == 1
    return "fork" if sys.platform == "linux" and alone else "spawn"

"""Builds in one process: the work of the second is done in the first, when its result is needed.

Starting a process takes longer than most builds of the tests. Tests of the second process use it
(the mark ``two_processes``), and so does every command that is run as a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Here:
    """Replaces :class:`report.engine.worker.Worker`."""

    def start(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Later[R]:
        """Accept a job."""
        return Later(lambda: work(*args, **kwargs))

    def dismiss(self) -> None:
        """Do nothing: there is no process to end."""


class Later(Generic[R]):
    """Replaces :class:`report.engine.worker.Job`."""

    def __init__(self, work: Callable[[], R]) -> None:
        self._work = work
        self._results: list[R] = []

    def result(self) -> R:
        """Do the work, once; raises what it raises."""
        if not self._results:
            self._results.append(self._work())
        return self._results[0]


@contextmanager
def worker() -> Iterator[Any]:
    """Replace :func:`report.engine.worker.worker`."""
    yield Here()

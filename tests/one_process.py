"""Builds in one process: what the second would do is done here, when it is asked for.

A process that begins anew takes longer than most of what the tests build. Those that are about the
second process have it (the mark ``two_processes``), and so has every command that is run by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Here:
    """Stands for :class:`report.engine.worker.Worker`."""

    def start(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Later[R]:
        """Take work on."""
        return Later(lambda: work(*args, **kwargs))

    def dismiss(self) -> None:
        """Do nothing: there is no process that could end."""


class Later(Generic[R]):
    """Stands for :class:`report.engine.worker.Job`."""

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
    """Stand for :func:`report.engine.worker.worker`."""
    yield Here()

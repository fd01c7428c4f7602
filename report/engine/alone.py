"""A build in one process: the work of the second is done in the first, when it is needed.

It needs less memory, and is slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Alone:
    """Does the jobs of a :class:`report.engine.worker.Worker` in this process, in their order."""

    #: Whether it works while this process does something else.
    helps = False

    def __init__(self) -> None:
        self._jobs: list[Later[Any]] = []

    def start(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Later[R]:
        """Accept a job."""
        job = Later(self, lambda: work(*args, **kwargs))
        self._jobs.append(job)
        return job

    def dismiss(self) -> None:
        """Do nothing: there is no process to end."""

    def do_until(self, last: Later[Any]) -> None:
        """Do the jobs in their order, up to this one."""
        while not last.done:
            self._jobs.pop(0).do()


class Later(Generic[R]):
    """A job, which is done when its result is asked for."""

    def __init__(self, where: Alone, work: Callable[[], R]) -> None:
        self._where = where
        self._work = work
        self._results: list[R] = []
        self._raised: list[Exception] = []

    @property
    def done(self) -> bool:
        """Whether the work is done."""
        return bool(self._results or self._raised)

    def do(self) -> None:
        """Do the work."""
        try:
            self._results.append(self._work())
        except Exception as exc:  # noqa: BLE001 - raised for whoever asks for the result
            self._raised.append(exc)

    def result(self) -> R:
        """Do the work, once; raises what it raises."""
        self._where.do_until(self)
        for exc in self._raised:
            raise exc
        return self._results[0]


@contextmanager
def alone() -> Iterator[Alone]:
    """Stand in for :func:`report.engine.worker.worker`."""
    yield Alone()

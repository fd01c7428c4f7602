"""A process that makes reports, one after the other.

It is a copy of one that has everything loaded. It may be killed at any moment: its temporary files
are in a folder of their own, and those beside PDFs have its number; both are removed by who began
it.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any

import psutil

from report.batch.making import make
from report.batch.tasks import Event, Result, Task
from report.engine.output import clear
from report.engine.store import Store
from report.engine.worker import set_up, signals_blocked, signals_delayed
from report.findings.diagnostics import Severity

#: The number of threads of the library of linear algebra, which NumPy loads.
_THREADS = "OPENBLAS_NUM_THREADS"
#: How long a killed process is waited for, in seconds.
_PATIENCE = 5.0
#: What each copy has loaded when it begins.
_WARM = "report.batch.warm"


@dataclass(frozen=True, slots=True)
class Bench:
    """What all processes of a batch are given."""

    #: The folder of the cache; None: nothing is kept.
    cache: Path | None
    fail_level: Severity
    #: The hashes of the program, its libraries and the fonts; None: each process finds them.
    tools: Mapping[str, str] | None
    #: The environment of the command, which the first process may have been begun without.
    environment: Mapping[str, str]
    #: How many processes make each report.
    each: int = 1


class Process:
    """One of the processes, seen from outside."""

    def __init__(self, bench: Bench) -> None:
        context = _context()
        with signals_delayed():
            self._folder = tempfile.mkdtemp(prefix="report-")
        self.connection, there = context.Pipe()
        self._process = context.Process(
            target=serve, args=(there, bench, self._folder), name="report batch"
        )
        try:
            if isinstance(context, ForkServerContext):
                _begin_first()
            self._process.start()
        except BaseException:  # an interruption: without the pipe it ends by itself
            self.connection.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        finally:
            there.close()
        self.task: Task | None = None
        self.began = 0.0
        self.peak = 0
        self._seen: psutil.Process | None = None
        with suppress(psutil.Error):
            self._seen = psutil.Process(self.number)

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    @property
    def name(self) -> str:
        """What it is called in results."""
        return f"process {self.number}"

    def give(self, task: Task) -> bool:
        """Give it a report to make; returns whether it took it."""
        try:
            self.connection.send(task)
        except OSError:
            return False
        self.task, self.began, self.peak = task, time.monotonic(), 0
        return True

    def messages(self) -> list[Any]:
        """Return what it has said since; raises EOFError when it has ended."""
        said: list[Any] = []
        while True:
            try:
                if not self.connection.poll():
                    return said
                said.append(self.connection.recv())
            except (OSError, EOFError):
                if said:
                    return said
                raise EOFError from None

    def memory(self) -> int:
        """Return its memory in bytes now, and remember the most; 0 when it is not known."""
        try:
            now = self._seen.memory_info().rss if self._seen else 0
        except psutil.Error:
            now = 0
        self.peak = max(self.peak, now)
        return now

    def seconds(self) -> float:
        """Return how long it has been making its report."""
        return time.monotonic() - self.began

    def end(self, wait: float = 0.0) -> str:
        """End it, and remove what it has left; returns how it had ended by itself.

        It is given ``wait`` seconds to end before it is killed.
        """
        self._process.join(wait)
        how = _how(self._process.exitcode)
        with suppress(psutil.Error):  # also when the process that began it is gone
            if self._seen:
                self._seen.kill()
        self._process.join(_PATIENCE)
        self.connection.close()
        if self.task:
            for folder in dict.fromkeys(path.parent for _, path in self.task.out):
                clear(folder, self.number)
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(ValueError):  # it hangs in the system, and cannot be killed
            self._process.close()
        return how


def _how(code: int | None) -> str:
    """Say how a process has ended."""
    if code is None or code >= 0:
        return "ended by itself"
    with suppress(ValueError):
        name = signal.Signals(-code).name
        return "was killed" if name in ("SIGKILL", "SIGTERM") else f"crashed ({name})"
    return f"was ended by signal {-code}"


def serve(connection: Connection, bench: Bench, folder: str) -> None:
    """Make one report after the other until the pipe is closed; messages are events and results.

    A result is followed by why something could not be kept; empty: all was.
    """
    os.environ.clear()
    os.environ.update(bench.environment)
    set_up(folder)
    warnings.simplefilter("ignore")
    store = Store(bench.cache)

    def tell(event: Event) -> None:
        with suppress(OSError):  # whoever listens has ended, and so will this process
            connection.send(event)

    while True:
        try:
            task: Task = connection.recv()
        except (EOFError, OSError):
            return
        result = make(
            *(task, store, tell),
            fail_level=bench.fail_level,
            tools=bench.tools,
            jobs=bench.each,
        )
        said: tuple[Result, str] = (result, store.trouble)
        try:
            connection.send(said)
        except OSError:
            return
        free()


def _begin_first() -> None:
    """Begin the process of which others are copies, if it does not run.

    Signals are blocked in it, and in its copies until they are set up. It must not have threads: a
    copy has only one, and would wait for the others without end.
    """
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        with signals_blocked():
            forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


def free() -> None:
    """Give memory that is not needed any more back to the system: a third of a process's."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another library of C does it by itself, or cannot
        ctypes.CDLL(None).malloc_trim(0)


def _context() -> ForkServerContext | SpawnContext:
    """Choose how processes begin: as copies of a warm one, where that is safe."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_WARM])
    return context

"""A second process, so that the build uses a second core.

It draws while the first process loads the engine, then makes one of the targets. It never runs
longer than the first: an interruption or a failure there ends it at once. It is one process and one
pipe, without the threads of a pool, which can wait forever for a process that was killed in the
middle of a message.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

from report.engine import quiet
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

_ENDINGS = (signal.SIGINT, signal.SIGTERM)
_CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)


class Answer(Protocol[R_co]):
    """What a job will give."""

    def result(self) -> R_co:
        """Wait for the result; raises what the work raised."""


class Other(Protocol):
    """Does jobs beside this process, or in its place."""

    #: Whether it works while this process does something else.
    helps: bool

    def start(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Answer[R]:
        """Accept a job; arguments and result must be picklable."""

    def dismiss(self) -> None:
        """Accept no more jobs."""


class Worker:
    """The other process; the results of its jobs come in order, from :meth:`Job.result`."""

    helps = True

    def __init__(
        self, connection: Connection, process: BaseProcess, *, is_forked: bool = False
    ) -> None:
        #: Whether it has all that the first process had when it began.
        self.is_forked = is_forked
        self._connection = connection
        self._process = process
        self._given = 0
        self._answers: list[tuple[bool, Any]] = []

    @property
    def connection(self) -> Connection:
        """The pipe on which its answers come."""
        return self._connection

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    def start(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Job[R]:
        """Start ``work`` in the other process; arguments and result must be picklable.

        Raises CannotRunError (D705) when the other process has died.
        """
        self._send((work, args, kwargs))
        self._given += 1
        return Job(self, self._given - 1)

    def dismiss(self) -> None:
        """Let the other process end after its jobs, to free its memory."""
        self._send(None)

    def answer(self, index: int) -> Any:
        """Wait for the answer to the job of this number, counted from 0."""
        while len(self._answers) <= index:
            try:
                self._answers.append(self._connection.recv())
            except (EOFError, OSError):
                raise _crash_error(self._process) from None
        fine, value = self._answers[index]
        if fine:
            return value
        raise value

    def _send(self, message: Any) -> None:
        try:
            self._connection.send(message)
        except OSError:
            raise _crash_error(self._process) from None


class Job(Generic[R]):
    """A job of the other process."""

    def __init__(self, other: Worker, index: int) -> None:
        self._other = other
        self._index = index

    def result(self) -> R:
        """Wait for the result; raises what the work raised, CannotRunError (D705) if it died."""
        value: R = self._other.answer(self._index)
        return value


def _crash_error(process: BaseProcess) -> CannotRunError:
    process.join(1)
    code = process.exitcode or 0
    message = "a process of the build was killed"
    hint = "is there enough memory? Build one target at a time with --target"
    if -code in _CRASHES:
        message = f"a process of the build crashed ({signal.Signals(-code).name})"
        lines = quiet.last_lines()
        message += f"; its last output: {lines}" if lines else ""
        hint = "a library has an error; build again, or check the installation with “report doctor”"
    return CannotRunError([diagnostic("D705", message, hint=hint)])


@contextmanager
def worker() -> Iterator[Worker]:
    """Start the other process; it always ends with the block."""
    context = _context()
    with signals_delayed():
        folder = tempfile.mkdtemp(prefix="report-")
    try:
        with _process(context, folder) as other:
            yield other
    finally:
        with signals_delayed():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _process(context: ForkContext | SpawnContext, folder: str) -> Iterator[Worker]:
    """Run the other process, which keeps its temporary files in ``folder``."""
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, here, folder), daemon=True)
    with signals_blocked():
        process.start()
    there.close()
    other = Worker(here, process, is_forked=context.get_start_method() == "fork")
    try:
        yield other
    except BaseException:
        process.kill()
        raise
    else:
        here.close()  # ends the process, if it was not dismissed before
    finally:
        process.join()
        here.close()


def _serve(connection: Connection, first: Connection, folder: str) -> None:
    """Do one job after the other until there are no more."""
    first.close()  # this process's copy of the other end, to notice the first's end
    set_up(folder)
    while True:
        try:
            message = connection.recv()
        except (EOFError, ConnectionResetError):  # reset: there were answers nobody has read
            _end_with_first(folder, 0.1)  # the first process has crashed, or just closed the pipe
            return
        if message is None:
            return
        work, args, kwargs = message
        try:
            answer = (True, work(*args, **kwargs))
        except Exception as exc:  # noqa: BLE001 - it is raised again in the first process
            exc.add_note(traceback.format_exc())
            answer = (False, exc)
        try:
            connection.send(answer)
        except (pickle.PicklingError, TypeError, AttributeError) as exc:
            connection.send((False, RuntimeError(f"the answer cannot be sent: {exc}")))
        except OSError:
            return


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Block signals for a process that starts in this block, until it has set its own handlers."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def signals_delayed() -> Iterator[None]:
    """Delay Ctrl-C and termination requests until the end of the block.

    An interruption in the middle of importing a C++ module makes it abort the process.
    Outside the main thread, where Python handles no signals, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: heard.append(number))
        for number in _ENDINGS
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
    if heard:
        os.kill(os.getpid(), heard[0])


def set_up(folder: str) -> None:
    """Ignore Ctrl-C, and end when the first process requests it or has ended.

    Temporary files go to ``folder``, which the first process removes: this process may be killed at
    any moment, before it has removed them.
    """
    os.environ.setdefault("TMPDIR", tempfile.gettempdir())
    tempfile.tempdir = folder
    quiet.disable_crash_reports()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
    threading.Thread(target=_end_with_first, args=(folder,), daemon=True).start()


def _end_with_first(folder: str, seconds: float | None = None) -> None:
    first = multiprocessing.parent_process()
    if first is not None and multiprocessing.connection.wait([first.sentinel], seconds):
        quiet.write_last_lines()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def _context() -> ForkContext | SpawnContext:
    """Choose the start method: fork is fastest, where it is safe."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")

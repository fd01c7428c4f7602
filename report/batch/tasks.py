"""What a batch hands to whoever makes a report, and what comes back.

A :class:`Task` is one report: its project, what differs from it, and where its PDFs go. A
:class:`Result` is what became of it. An :class:`Event` says how far it is. All are plain values
that can be pickled: they go to other processes and to other machines.

A runner takes tasks, a function that is told events, and a :class:`Stop`; it returns a result for
each task, in the order of the tasks. It raises nothing for a report that fails.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from report.findings.diagnostics import NOWHERE, Diagnostic, Place

#: ``built``: a PDF was written; ``same``: nothing had changed; ``failed``: findings, or a reason;
#: ``skipped``: not tried, because another has failed; ``stopped``: an interruption came first.
Status = Literal["built", "same", "failed", "skipped", "stopped"]
#: ``waiting`` again after a process was lost, ``began``, ``part`` (n of m), ``done``.
State = Literal["waiting", "began", "part", "done"]


@dataclass(frozen=True, slots=True)
class Task:
    """One report of a batch; all paths are absolute."""

    #: Unique within the batch.
    name: str
    #: The project.
    folder: Path
    #: The folder whose ``templates/`` and ``styles/`` come between the project's and the installed.
    theme: Path | None
    #: The names of the targets.
    targets: tuple[str, ...]
    #: For each target the file of its PDF.
    out: tuple[tuple[str, Path], ...]
    #: What is other than in the project's files, by name and in the order of the list:
    #: ``organisation``, ``theme``, ``accents.first.base``, ``colours.red.srgb``. The value of
    #: ``pictures.logo`` is the absolute path of the file that stands for ``data/images/logo.*``.
    variables: tuple[tuple[str, str], ...] = ()
    release: bool = False
    #: Where the list names it.
    place: Place = NOWHERE

    def path(self, target: str) -> Path:
        """Return where the PDF of a target goes; raises KeyError."""
        return dict(self.out)[target]

    @property
    def pictures(self) -> tuple[tuple[str, Path], ...]:
        """The picture files that stand for the project's: the ids of their slots, and the paths."""
        mark = "pictures."
        return tuple(
            (name.removeprefix(mark), Path(value))
            for name, value in self.variables
            if name.startswith(mark)
        )


@dataclass(frozen=True, slots=True)
class Written:
    """A PDF at its place; ``size`` is in bytes."""

    target: str
    path: Path
    sha256: str
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a task."""

    name: str
    status: Status
    written: tuple[Written, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    #: The time of the last attempt.
    seconds: float = 0.0
    #: The most memory of its process, in bytes; 0: unknown.
    memory: int = 0
    #: Which process or machine made it.
    worker: str = ""
    attempts: int = 1
    #: Why it failed, was skipped or stopped, in a few words.
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """How far a report is; ``part`` counts from 1, and is 0 when no part is being made."""

    report: str
    state: State
    part: int = 0
    parts: int = 0
    #: The number of findings so far.
    findings: int = 0
    #: The result, when it is done.
    result: Result | None = None


Tell = Callable[[Event], None]


class Stop:
    """Asks a runner to end soon: by an interruption, or because a report has failed.

    A runner looks at it several times a second. With ``interrupted`` it kills what is being made;
    otherwise it lets that be finished. What was not begun is ``stopped`` or ``skipped``.
    """

    def __init__(self) -> None:
        self._asked = threading.Event()
        self.interrupted = False
        #: Whether an interruption raises KeyboardInterrupt too: for what waits without end.
        self.raises = False

    def ask(self, *, interrupted: bool = False) -> None:
        """Ask to end; an interruption stays one."""
        self.interrupted = self.interrupted or interrupted
        self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether the runner must end."""
        return self._asked.is_set()


@contextmanager
def listening(stop: Stop) -> Iterator[None]:
    """Let Ctrl-C and a termination request ask to stop, within this block.

    They raise nothing in the middle of a message from another process, unless ``stop`` says so.
    Outside the main thread, where Python handles no signals, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(_number: int, _frame: object) -> None:
        stop.ask(interrupted=True)
        if stop.raises:
            raise KeyboardInterrupt

    before = {one: signal.signal(one, heard) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler if handler is not None else signal.SIG_DFL)


class Runner(Protocol):
    """Makes the reports of tasks: on this machine, or on others."""

    def run(self, tasks: list[Task], tell: Tell, stop: Stop) -> list[Result]:
        """Return a result for each task, in the order of the tasks."""

    def found(self) -> list[Diagnostic]:
        """Return what was found that belongs to no report, such as a full cache."""

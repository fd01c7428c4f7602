"""Makes one report of a batch, in this process.

In: a task and a store. Out: a result. Bad input, a full disk and errors of the program are in the
result, so that one report's failure is never another's.
"""

from __future__ import annotations

import hashlib
import os
import resource
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from report.batch.tasks import Event, Result, Status, Task, Tell, Written
from report.engine.engine import Engine
from report.engine.progress import Progress
from report.engine.recall import Built
from report.engine.store import Store
from report.findings.diagnostics import Diagnostic, Severity, diagnostic, in_order
from report.findings.errors import ReportError
from report.findings.shown import visible
from report.model.target import TARGETS
from report.project.overlay import Overlay
from report.project.project import Project

if TYPE_CHECKING:
    from report.engine.making import Elsewhere


def project_of(task: Task) -> Project:
    """Open a task's project with what differs from it; raises CannotRunError (D805)."""
    pictures = task.pictures
    ids = {f"pictures.{id_}" for id_, _ in pictures}
    values = tuple(one for one in task.variables if one[0] not in ids)
    overlay = Overlay(values, pictures, task.place)
    return Project.at(task.folder).varied(task.theme, overlay)


def recalled(
    task: Task, store: Store, *, fail_level: Severity, tools: Mapping[str, str] | None
) -> Result | None:
    """Return the result of a report of which nothing has changed; None when it must be made.

    This loads neither the engine of the layout nor what reads data. Raises nothing but an
    interruption: what is wrong is met again when the report is made.
    """
    began = time.perf_counter()
    try:
        engine = Engine(project_of(task), store, 1, dict(tools) if tools else None)
        known = engine.recalled(
            [TARGETS[name] for name in task.targets],
            task.out[0][1].parent,
            release=task.release,
            fail_level=fail_level,
            paths=dict(task.out),
        )
        if known is None:
            return None
        written = tuple(_written(one) for one in known[0])
    except (ReportError, OSError):
        return None
    status: Status = "built" if any(one.changed for one in known[0]) else "same"
    found = tuple(in_order(known[1]))
    return Result(task.name, status, written, found, time.perf_counter() - began)


def make(
    task: Task,
    store: Store,
    tell: Tell,
    *,
    fail_level: Severity = Severity.ERROR,
    tools: Mapping[str, str] | None = None,
    jobs: int = 1,
    elsewhere: Elsewhere | None = None,
    where: str = "",
) -> Result:
    """Make a report, write its PDFs to their places, and return what became of it.

    ``tell`` is given an event when it begins, and for each part. ``tools`` are the hashes of the
    program and the libraries, when they are known; ``jobs`` is the number of processes, and
    ``elsewhere`` those of other machines, which make parts of a long report. ``where`` names the
    project in the store; empty: its folder.
    Raises nothing but an interruption.
    """
    began = time.perf_counter()
    tell(Event(task.name, "began"))
    found: Sequence[Diagnostic] = ()
    written: tuple[Written, ...] = ()
    status: Status = "failed"
    reason = ""
    try:
        known = dict(tools) if tools else None
        engine = Engine(project_of(task), store, jobs, known, elsewhere, where)
        built, found = engine.build(
            [TARGETS[name] for name in task.targets],
            task.out[0][1].parent,
            _Told(task.name, tell),
            release=task.release,
            fail_level=fail_level,
            paths=dict(task.out),
        )
        written = tuple(_written(one) for one in built)
        status = "built" if any(one.changed for one in built) else "same"
    except ReportError as exc:
        found = exc.diagnostics
        reason = _first(found)
    except MemoryError:
        found = [lost(task, "there was not enough memory for it")]
        reason = found[0].message
    except OSError as exc:
        found = [_system_error(exc)]
        reason = found[0].message
    except Exception as exc:  # noqa: BLE001 - a fault of the program must not end the others
        found = [_internal_error(exc)]
        reason = found[0].message
    return Result(
        task.name,
        status,
        written,
        tuple(in_order(found)),
        time.perf_counter() - began,
        _peak(),
        str(os.getpid()),
        reason=reason,
    )


def lost(task: Task, why: str, hint: str = "") -> Diagnostic:
    """Return the finding for a report that was not finished, by no fault of its text (D914)."""
    return diagnostic("D914", f"the report “{visible(task.name)}” was not made: {why}", hint=hint)


class _Told(Progress):
    """A progress that tells the parts of a report as events, and shows nothing."""

    def __init__(self, name: str, tell: Tell) -> None:
        super().__init__(lambda _text: None, live=False, silent=True)
        self._name = name
        self._tell = tell

    def part(self, name: str, number: int, parts: int) -> None:  # noqa: ARG002
        """Tell a part."""
        self._tell(Event(self._name, "part", number, parts))


def _written(one: Built) -> Written:
    digest, size = digest_of(one.path)
    return Written(one.target.name, one.path, digest, one.pages, size)


def digest_of(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file, and its size in bytes; raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, hashlib.sha256).hexdigest()
        return digest, os.fstat(file.fileno()).st_size


def _first(found: Sequence[Diagnostic]) -> str:
    """Return the worst finding in one line, and how many more errors there are."""
    if not found:
        return ""
    worst = min(found, key=lambda one: one.severity.rank)
    more = sum(one.severity is Severity.ERROR for one in found) - 1
    place = f"{worst.place}: " if worst.file else ""
    return f"{place}{worst.message}" + (f", and {more} more" if more > 0 else "")


def _system_error(exc: OSError) -> Diagnostic:
    message = f"system error: {exc.strerror or exc}" + (
        f" ({exc.filename})" if exc.filename else ""
    )
    hint = "check that the files and the output can be written, and that the disk has space"
    return diagnostic("D702", message, hint=hint)


def _internal_error(exc: Exception) -> Diagnostic:
    where = traceback.extract_tb(exc.__traceback__)[-1]
    message = f"internal error: {type(exc).__name__}: {exc}"
    hint = f"this is a bug in report ({where.name}), not in your files; send the maintainers the "
    return diagnostic("D806", message, hint=f"{hint}output of “report -v build” on this project")


def _peak() -> int:
    """Return the most memory that this process had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def with_attempt(result: Result, attempts: int, memory: int, worker: str) -> Result:
    """Return a result with what only its runner knows; ``memory`` in bytes, 0: unknown."""
    return replace(result, attempts=attempts, memory=memory or result.memory, worker=worker)

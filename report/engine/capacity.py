"""What this machine can carry: its cores, its free memory, and so its number of processes.

All sizes are in bytes. docs/batch.md says how they were measured.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from report.findings.diagnostics import Diagnostic, diagnostic

MB = 2**20
#: What a process needs of its own for a usual report.
NEEDED = 300 * MB
#: What each of more than two processes may need for a long report.
LARGE = 700 * MB
#: A process with more than this after a report is renewed before the next.
RENEWED = 600 * MB
#: The limits of a container, by version of the interface: the limit, and what is used.
_LIMITS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes",
    ),
)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_memory() -> int:
    """Return how much memory is free: of the machine, or of the container if that is less."""
    import psutil

    free = int(psutil.virtual_memory().available)
    for limit, used in _LIMITS:
        with suppress(OSError, ValueError):  # no container, or “max”
            free = min(free, int(Path(limit).read_text()) - int(Path(used).read_text()))
    return max(0, free)


def processes(asked: int | None, reports: int, free: int) -> tuple[int, list[Diagnostic]]:
    """Return the number of processes for so many reports, and a note when it was lowered.

    Without ``asked``, there is one for each core. At least one is always begun.
    """
    wanted = max(1, min(asked or cores(), reports))
    possible = max(1, free // NEEDED)
    if possible >= wanted:
        return wanted, []
    message = f"{possible} process{'es' if possible > 1 else ''} instead of {wanted}: "
    message += f"{free / MB:,.0f} MB of memory are free, and each needs {NEEDED // MB}"
    hint = "close other programs, or ask for fewer with --jobs"
    return possible, [diagnostic("D915", message, hint=hint)]


def processes_of_each(number: int, asked: int | None, free: int) -> int:
    """Return how many processes make each of ``number`` reports: those that would do nothing.

    More than two only where there is memory for them.
    """
    wanted = (asked or cores()) // number
    return max(1, min(wanted, max(2, free // (number * LARGE))))


def memory_of_each(number: int, free: int) -> int:
    """Return the most memory that a process may have: its share of what is free."""
    return max(2 * NEEDED, free // number)

"""The output of libraries: kept out of the findings, and quoted after a crash.

C libraries write to the file descriptor itself, as fontconfig does when its cache cannot be
written. What they write goes to a temporary file without a name, which vanishes with the process.
After a crash the last lines of that file are the only hint at the reason.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import tempfile
import warnings

#: The greatest number of lines and bytes that are quoted.
LINES, BYTES = 3, 2000

_own: list[int] = []  # the original standard error, once it has been redirected


def begin() -> None:
    """Redirect the output of libraries from now on; Python's warnings are not shown at all.

    Python itself still reports a crash of this process on the original standard error.
    """
    warnings.simplefilter("ignore")
    try:
        own = os.dup(2)
        kept = _kept()
    except OSError:  # there is no standard error at all
        return
    sys.stderr.flush()
    sys.stderr = open(  # noqa: SIM115 - a descriptor, open as long as the program runs
        own, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    os.dup2(kept, 2)
    os.close(kept)
    _own.append(own)
    faulthandler.enable(own, all_threads=False)


def _kept() -> int:
    """Open a file without a name, or the null device if no file can be made."""
    try:
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)


def last_lines() -> str:
    """Return the last lines that libraries wrote; empty if their output is not redirected."""
    if not _own:
        return ""
    try:
        size = os.fstat(2).st_size
        text = os.pread(2, BYTES, max(0, size - BYTES)).decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(line.rstrip() for line in text.splitlines()[-LINES:] if line.strip())


def disable_crash_reports() -> None:
    """In a second process: write nothing at a crash; the first process reports it."""
    faulthandler.disable()


def write_last_lines() -> None:
    """In a second process: write the last lines, when the first process has crashed."""
    lines = last_lines()
    if lines:
        os.write(_own[0], f"report crashed; the last output was:\n{lines}\n".encode())

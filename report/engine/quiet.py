"""What libraries write by themselves: kept from among the findings, and quoted after a crash.

C libraries write to the file descriptor itself, as fontconfig does when its cache cannot be
written. What they write goes to a temporary file without a name, so that nothing is left of it.
When a process ends by a crash, the last lines of that file are the only clue to why.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import tempfile
import warnings

#: How many lines, and of how many bytes at the end, are quoted.
LINES, BYTES = 3, 2000

_own: list[int] = []  # standard error as it was given to the program, once it is kept apart


def begin() -> None:
    """Keep apart what libraries write from now on; Python's warnings are not shown at all.

    A crash of this process is still written to the real standard error, by Python itself.
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
    """Open a file without a name, or nowhere if there is no place for files."""
    try:
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)


def last_lines() -> str:
    """Give the last lines that libraries wrote; nothing when they are not kept apart."""
    if not _own:
        return ""
    try:
        size = os.fstat(2).st_size
        text = os.pread(2, BYTES, max(0, size - BYTES)).decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(line.rstrip() for line in text.splitlines()[-LINES:] if line.strip())


def leave_crashes_to_the_first() -> None:
    """In a second process: write nothing at a crash; the first process tells of it."""
    faulthandler.disable()


def tell_last() -> None:
    """In a second process: write the last lines, when the first process has crashed."""
    lines = last_lines()
    if lines:
        os.write(
            _own[0], f"report ended without a word; the last that was heard:\n{lines}\n".encode()
        )

"""Limits of time that hold on a busy machine and under coverage."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: How much longer a line takes that is traced for coverage, at most.
TRACED = 4


@contextmanager
def takes_at_most(seconds: float) -> Iterator[None]:
    """Hold what is inside to so many seconds of this process's own time.

    Other processes that take their share of the machine do not count.
    """
    allowed = seconds * (TRACED if sys.gettrace() else 1)
    before = time.process_time()
    yield
    taken = time.process_time() - before
    assert taken < allowed, f"{taken:.1f} s, and {allowed:.1f} s are allowed"

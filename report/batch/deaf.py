"""What a worker on this machine does first: it leaves Ctrl-C to the command that has started it.

Dask loads this module in the worker (its option ``preload``). A terminal sends Ctrl-C to all
processes; the command ends its workers itself.
"""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(_worker: Any) -> None:
    """Ignore Ctrl-C; Dask calls this in the worker's main thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

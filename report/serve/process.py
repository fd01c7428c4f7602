"""Starts the process that makes pages, hears what it says, and ends it."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from report.engine.store import Store

#: Seconds in which an idle process ends.
_MOMENT = 0.4
#: What the process says; None when it has ended.
Hear = Callable[[Any], None]


@dataclass(slots=True)
class Process:
    """The process that makes pages."""

    folder: Path
    store: Store
    jobs: int
    #: Called in the event loop with each message, and with None when the process has ended.
    hear: Hear
    _process: BaseProcess | None = field(default=None, init=False)
    _connection: Connection | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it; call it in a running event loop."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(
            target=_serve, args=(there, self.folder, self.store, self.jobs), name="pages"
        )
        process.start()
        there.close()
        self._process, self._connection = process, here
        loop = asyncio.get_running_loop()
        threading.Thread(target=_listen, args=(here, self.hear, loop), daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.is_alive()

    def send(self, message: Any) -> None:
        """Send a message; one that has ended does not hear it."""
        if self._connection is not None:
            try:
                self._connection.send(message)
            except OSError:
                return

    def stop(self) -> None:
        """Let the process end by itself; end it when it is busy."""
        self.send(None)
        if self._process is not None:
            self._process.join(_MOMENT)
        self.kill()

    def kill(self) -> int | None:
        """End the process at once, with its helper; returns how it has ended."""
        if self._process is None:
            return None
        process, self._process = self._process, None
        process.kill()
        process.join()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        return process.exitcode


def _serve(connection: Connection, folder: Path, store: Store, jobs: int) -> None:
    """Do the work of the process; what it needs for that is loaded here, by it alone."""
    from report.serve.making import serve

    serve(connection, folder, store, jobs)


def _listen(connection: Connection, hear: Hear, loop: asyncio.AbstractEventLoop) -> None:
    """Hand on what comes over ``connection``."""
    while True:
        try:
            message = connection.recv()
        except (EOFError, OSError, TypeError):  # TypeError: closed while it waited
            message = None
        try:
            loop.call_soon_threadsafe(hear, message)
        except RuntimeError:  # the loop has ended
            return
        if message is None:
            return

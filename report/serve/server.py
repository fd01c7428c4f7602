"""Runs the server: it finds a port, starts, says its address when pages are ready, and stops."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError
from report.serve.app import app
from report.serve.live import Live
from report.serve.security import token
from report.serve.sources import Sources

HOST = "127.0.0.1"
#: Ports that are tried after one that is taken.
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What is said on the way."""

    #: Called with the port when it is not the one that was asked for.
    moved: Callable[[int], None]
    #: Called with the address when the first pages are ready.
    ready: Callable[[str], None]


class _Server(uvicorn.Server):
    """A server whose signals are handled by :func:`run`."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        """Leave the signals alone."""
        yield


def listen(port: int, moved: Callable[[int], None]) -> socket.socket:
    """Open a port of this machine; the next free one when it is taken, any for 0.

    Raises CannotRunError (D809) when none is free.
    """
    for wanted in range(port, min(port + _TRIES, 65536)) if port else (0,):
        opened = socket.socket()
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((HOST, wanted))
        except OSError:
            opened.close()
            continue
        found: int = opened.getsockname()[1]
        if port and found != port:
            moved(found)
        return opened
    message = f"no port from {port} to {port + _TRIES - 1} is free"
    hint = "name another one with --port; --port 0 takes any"
    raise CannotRunError([diagnostic("D809", message, hint=hint)])


def run(live: Live, sources: Sources, port: int, told: Told, *, browser: bool) -> None:
    """Serve until Ctrl-C or a termination request; with ``browser`` the page is opened."""
    opened = listen(port, told.moved)
    with opened, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(live, sources, opened, told, browser=browser))


async def _serve(
    live: Live, sources: Sources, opened: socket.socket, told: Told, *, browser: bool
) -> None:
    port, secret = opened.getsockname()[1], token()
    config = uvicorn.Config(
        app(live, sources, secret, port),
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.should_exit = True
        live.events.end()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    say = asyncio.create_task(
        _say(live, f"http://{HOST}:{port}/?token={secret}", told, browser=browser)
    )
    try:
        await server.serve([opened])
    finally:
        say.cancel()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def _say(live: Live, address: str, told: Told, *, browser: bool) -> None:
    await live.ready.wait()
    told.ready(address)
    if browser:
        await asyncio.to_thread(webbrowser.open, address)

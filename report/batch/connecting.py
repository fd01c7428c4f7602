"""The way to a cluster: a scheduler that runs elsewhere, or workers on this machine.

In: an address, or a number of workers. Out: a client of Dask, connected to a scheduler of the same
version.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    from distributed import Client

#: How long a scheduler may take to answer, in seconds.
PATIENCE = 5.0
#: A scheduler and a client that differ in one of these do not understand each other.
_SPOKEN = ("distributed", "dask", "cloudpickle", "msgpack")


@dataclass(frozen=True, slots=True)
class Where:
    """Where the workers are: at a scheduler's address, or ``local`` processes of this machine."""

    scheduler: str = ""
    local: int = 0


def require() -> None:
    """Raise CannotRunError (D801) when Dask is not installed."""
    try:
        import distributed
        import fsspec
    except ImportError as exc:
        message = f"reports cannot be made on many machines: {exc.name} is not installed"
        hint = "pip install 'report[cluster]' here, and on every worker and the scheduler"
        raise CannotRunError([diagnostic("D801", message, hint=hint)]) from None
    del distributed, fsspec


def workers(where: Where) -> int:
    """Return how many workers a cluster has now; of a local one, how many it will have.

    Raises CannotRunError as :func:`connected` does, and D801 when Dask is not installed.
    """
    require()
    if where.local:
        return where.local
    with connected(where) as client:
        return len(client.scheduler_info(n_workers=-1)["workers"])


@contextlib.contextmanager
def connected(where: Where) -> Iterator[Client]:
    """Connect to a cluster, and leave it at the end; a local one ends with the block.

    Raises CannotRunError: D942 when there is no scheduler, D943 when it has another version.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(_settings())
        address = where.scheduler or stack.enter_context(_local(where.local))
        client = _client(address)
        try:
            _check_versions(client, address)
            yield client
        finally:
            # A scheduler that has gone is not waited for.
            client.close(timeout=2)


def _client(address: str) -> Client:
    from distributed import Client

    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except ValueError as exc:
        message = f"the scheduler's address {address} cannot be understood: {exc}"
        hint = "an address is like tcp://10.0.0.5:8786; “dask scheduler” prints its own"
        raise CannotRunError([diagnostic("D942", message, hint=hint)]) from None
    except (OSError, TimeoutError):
        message = f"no scheduler answers at {address} within {PATIENCE:.0f} seconds"
        hint = "is it running, and does a firewall let its port through? Start one with "
        hint += "“dask scheduler”, or use --local-cluster N on this machine"
        raise CannotRunError([diagnostic("D942", message, hint=hint)]) from None
    except Exception as exc:  # noqa: BLE001 - whatever a library raises is the reason
        message = f"what answers at {address} is no scheduler that this version understands: {exc}"
        hint = "use the same version of Dask everywhere: pip install 'report[cluster]'"
        raise CannotRunError([diagnostic("D943", message, hint=hint)]) from None


def _check_versions(client: Client, address: str) -> None:
    """Raise CannotRunError (D943) for a scheduler of another version."""
    found = client.get_versions()
    mine, theirs = _spoken(found["client"]), _spoken(found["scheduler"])
    other = [
        f"{name} {theirs.get(name)} instead of {version}"
        for name, version in mine.items()
        if theirs.get(name) != version
    ]
    if other:
        message = f"the scheduler at {address} has another version: {', '.join(other)}"
        hint = "use the same versions everywhere: pip install 'report[cluster]'"
        raise CannotRunError([diagnostic("D943", message, hint=hint)])


def _spoken(versions: Mapping[str, Any]) -> dict[str, str]:
    packages = versions["packages"]
    python = ".".join(packages["python"].split(".")[:2])
    return {"Python": python, **{name: str(packages.get(name)) for name in _SPOKEN}}


@contextlib.contextmanager
def _local(workers: int) -> Iterator[str]:
    """Run workers on this machine, each a process that does one thing at a time."""
    from distributed import LocalCluster

    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as folder:
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
            local_directory=folder,
            silence_logs=logging.CRITICAL,
            preload=["report.batch.deaf"],
        )
        try:
            yield cluster.scheduler_address
        finally:
            _kill(cluster)
            with contextlib.suppress(TimeoutError):
                cluster.close(timeout=5)


def _kill(cluster: Any) -> None:
    """End the workers of a local cluster at once: what they make, nobody waits for."""
    for nanny in list(cluster.workers.values()):
        nanny.auto_restart = False
        if nanny.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(nanny.pid, signal.SIGKILL)


@contextlib.contextmanager
def _settings() -> Iterator[None]:
    """Set what Dask reads and says: its messages are not for the users of reports."""
    import dask.config

    with warnings.catch_warnings(), dask.config.set(_DASK), _silence():
        warnings.filterwarnings("ignore", module=r"(distributed|dask)\b")
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        yield


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from logging: what it says of its connections, the results say in plain words."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


#: A report that kills its worker is tried three times; a worker that is nearly full is not paused,
#: but ended.
_DASK = {
    "distributed.comm.timeouts.connect": PATIENCE,
    "distributed.scheduler.allowed-failures": 2,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.target": False,
    "distributed.admin.system-monitor.gil.enabled": False,
}

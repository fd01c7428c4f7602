"""A cluster of Dask for tests: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from report.batch.tasks import Task
from tests.small_report import ROOT, write_report

#: How long a process of the cluster may take to start, in seconds.
PATIENCE = 60.0
#: A worker of one thread on this machine.
_ONE = ("--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard")


@dataclass
class TestCluster:
    """A scheduler, and workers that are under a nanny unless they are not to be."""

    __test__ = False
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> str:
        """Start the scheduler; returns its address."""
        file = self.folder / "address"
        place = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.start("scheduler", *place, "--scheduler-file", file)
        end = time.monotonic() + PATIENCE
        while not file.exists() or not file.read_text(encoding="utf-8").strip().endswith("}"):
            assert time.monotonic() < end, (self.folder / "0.log").read_text(encoding="utf-8")
            time.sleep(0.05)
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])

    def start_worker(
        self, address: str, *options: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker; it need not be ready yet."""
        place: tuple[str, Path] = (
            "--local-directory",
            self.folder / f"worker-{len(self.processes)}",
        )
        own: tuple[str | Path, ...] = (address, *_ONE, *place)
        return self.start("worker", *own, *options, environment=environment)

    def end(self) -> None:
        """End all processes of the cluster, and those that they have started."""
        every = [psutil.Process(one.pid) for one in self.processes if one.poll() is None]
        every += [child for one in every for child in one.children(recursive=True)]
        for one in every:
            if one.is_running():
                one.send_signal(signal.SIGKILL)
        for process in self.processes:
            process.wait()

    def start(
        self, kind: str, *options: str | Path, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a part of the cluster; what it says goes into a file."""
        program = [sys.executable, "-m", f"distributed.cli.dask_{kind}"]
        own = {"PYTHONPATH": str(ROOT), **(environment or {})}
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*program, *map(str, options)],
                env={**os.environ, **own},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process


@contextmanager
def cluster(folder: Path) -> Iterator[TestCluster]:
    """Give a cluster without processes; all that are started end with the block."""
    made = TestCluster(folder)
    try:
        yield made
    finally:
        made.end()


def reports(folder: Path, count: int, first: int = 0) -> list[Task]:
    """Write small reports that differ, and return their tasks: print only."""
    tasks = []
    for number in range(first, first + count):
        project = write_report(folder / f"報告 {number}")
        file = project / "data/report.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("試驗報告", f"試驗報告之{number}"), encoding="utf-8")
        out = (("print", folder / "out" / f"{number}.pdf"),)
        tasks.append(Task(f"report-{number}", project, None, ("print",), out))
    return tasks

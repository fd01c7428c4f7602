"""A report that is served by the real command, for tests."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx

from report.engine.engine import Engine
from report.engine.progress import Progress
from report.engine.store import Store
from report.model.target import SCREEN
from report.pages.viewer import Viewer
from report.project.project import Project
from report.serve.watch import FOLDERS

#: Seconds to wait for what must come; the machines of tests may be slow.
PATIENCE = 60.0


@dataclass
class Served:
    """A served report."""

    folder: Path
    process: subprocess.Popen[str]
    url: str
    client: httpx.Client
    log: Path
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.token = self.url.partition("token=")[2]

    @property
    def base(self) -> str:
        return self.url.partition("/?")[0]

    def get(self, path: str, **asked: Any) -> httpx.Response:
        address, _, query = path.partition("?")
        given = dict(parse_qsl(query))
        return self.client.get(address, params={"token": self.token, **given, **asked})

    def post(self, path: str, body: object) -> httpx.Response:
        return self.client.post(path, params={"token": self.token}, json=body)

    def state(self) -> dict[str, Any]:
        answer = self.get("/api/state")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the state fits, and no build is under way."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            state = self.state()
            if not state["building"] and fits(state):
                return state
            time.sleep(0.05)
        raise AssertionError(f"it never came; problem: {state['problem']}, {self.log.read_text()}")

    def after(self, change: Callable[[], object]) -> dict[str, Any]:
        """Change something, and wait for the end of the build that it causes."""
        build = self.state()["build"]
        change()
        return self.until(lambda state: state["build"] > build)

    def file(self, name: str) -> Path:
        return self.folder / name

    def replace(self, name: str, old: str, new: str) -> None:
        """Save a file with another text."""
        path = self.file(name)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def makers(self) -> list[int]:
        """Return the processes that make pages."""
        found = []
        for name in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parent = int(name.read_text().rpartition(")")[2].split()[1])
                words = (name.parent / "cmdline").read_bytes()
                if parent == self.process.pid and b"spawn_main" in words:
                    found.append(int(name.parent.name))
        return found

    def stop(self) -> int:
        """Stop the server as Ctrl-C does; returns its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@contextlib.contextmanager
def serving(folder: Path, cache: Path, *options: str, port: int = 0) -> Iterator[Served]:
    """Serve the report in ``folder``; what is said meanwhile stands in a file beside it."""
    log = folder.with_name(f"{folder.name}.log")
    environment = {**os.environ, "REPORT_CACHE": str(cache)}
    environment.pop("REPORT_NO_CACHE", None)
    command = [
        *(sys.executable, "-m", "report", "--format", "json", "-C", str(folder)),
        *("serve", "--port", str(port), "--no-open", *options),
    ]
    with log.open("w") as err:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=err, text=True, env=environment
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, log.read_text()
        url = json.loads(line)["url"]
        with httpx.Client(base_url=url.partition("/?")[0], timeout=PATIENCE) as client:
            yield Served(folder, process, url, client, log)
    finally:
        process.send_signal(signal.SIGINT)  # it writes what it has covered
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


#: The digests of pages that were built from nothing, by what tells the files of their report.
_fresh: dict[str, list[str]] = {}


def fresh(served: Served) -> list[str]:
    """Return the digests of the pages of a build from nothing; one build for the same files."""
    told = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((served.folder / folder).rglob("*")):
            if path.is_file():
                name = path.relative_to(served.folder).as_posix()
                told.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    if told.hexdigest() not in _fresh:
        _fresh[told.hexdigest()] = _built(served)
    return _fresh[told.hexdigest()]


def _built(served: Served) -> list[str]:
    engine = Engine(Project.at(served.folder), Store(None))
    silent = Progress(lambda _: None, live=False, silent=True)
    viewer = Viewer(engine.make([SCREEN], silent).made[0].pdf)
    found = [hashlib.sha256(viewer.png(leaf.number)).hexdigest() for leaf in viewer.leaves]
    viewer.close()
    return found


def digests(state: dict[str, Any]) -> list[str]:
    """Return the digests of the pages that are served."""
    return [page["sha256"] for page in state["pages"]]

"""Ctrl-C and signals: a message, an exit code, and no files left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.small_report import LAST_GOOD, contents, environment

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are looked at in /proc"
)


def start_build(project: Path) -> subprocess.Popen[str]:
    """Start a build as the first of a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "report", "-C", project, "build"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(step: str, process: subprocess.Popen[str]) -> str:
    """Wait until a step of the build has been reported as done; returns the output."""
    assert process.stderr is not None
    output = ""
    for line in process.stderr:
        output += line
        if line.split()[-1] == step:
            return output
    pytest.fail(f"the build ended before “{step}”: {output}")


def processes() -> Iterator[tuple[int, str, int, int]]:
    """Return id, state, parent and group of every process (Linux, proc(5))."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent, group = path.read_text().rpartition(") ")[2].split()[:3]
            yield int(path.parent.name), state, int(parent), int(group)


def living(group: int) -> list[int]:
    """Return the processes of a group that have not ended."""
    return [pid for pid, state, _, its in processes() if its == group and state not in "ZX"]


def ends(group: int) -> bool:
    """Return whether all processes of a group end within two seconds."""
    for _ in range(40):
        if not living(group):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.variants(1)
@pytest.mark.parametrize("step", ["data", "figures"])
def test_ctrl_c(project: Path, step: str) -> None:
    process = start_build(project)
    output = wait_for(step, process)
    os.killpg(process.pid, signal.SIGINT)  # to both processes, as a terminal does
    stdout, stderr = process.communicate(timeout=20)
    output += stderr
    assert process.returncode == 2
    assert stdout == ""
    assert "error D705: interrupted" in output
    assert "the PDFs are those of the last finished build" in output
    assert "Traceback" not in output
    assert "KeyboardInterrupt" not in output
    assert ends(process.pid), living(process.pid)
    assert contents(project / "build") == LAST_GOOD


def test_sigterm_is_like_ctrl_c(project: Path) -> None:
    process = start_build(project)
    output = wait_for("data", process)
    process.terminate()  # to the first process only, as a supervisor does
    output += process.communicate(timeout=20)[1]
    assert process.returncode == 2
    assert "D705" in output
    assert "Traceback" not in output
    assert ends(process.pid), living(process.pid)
    assert contents(project / "build") == LAST_GOOD


@pytest.mark.slow
def test_a_killed_build_leaves_no_process(project: Path) -> None:
    process = start_build(project)
    wait_for("data", process)
    process.kill()
    process.communicate(timeout=20)
    assert ends(process.pid), living(process.pid)
    assert contents(project / "build") == LAST_GOOD


@pytest.mark.slow
def test_a_killed_worker_is_reported(project: Path) -> None:
    process = start_build(project)
    output = wait_for("data", process)
    (helper,) = [pid for pid, _, parent, _ in processes() if parent == process.pid]
    os.kill(helper, signal.SIGKILL)
    output += process.communicate(timeout=20)[1]
    assert process.returncode == 2
    assert "error D705: a process of the build was killed" in output
    assert "Traceback" not in output
    assert contents(project / "build") == LAST_GOOD


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_ctrl_c_is_reported_in_every_format(
    run: Run, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("report.engine.build.read", interrupted)
    outcome = run("--format", form, "check")
    assert outcome.exit_code == 2
    assert "interrupted" in outcome.stderr
    assert outcome.stdout == ""
    if form == "json":
        assert outcome.codes == ["D705"]

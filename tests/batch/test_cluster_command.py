"""``report batch`` on a Dask cluster: the options, what is missing, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from report.batch import connecting
from tests.batch.cluster import reports
from tests.small_report import environment, run


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--scheduler", "tcp://x:1", "--local-cluster", "2"), "cannot be used together"),
        (("--shared-store", "store"), "--shared-store is for"),
        (("--local-cluster", "2", "--jobs", "2"), "--jobs and --memory are for one machine"),
        (("--local-cluster", "2", "--memory", "900"), "--jobs and --memory are for one machine"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    project: Path, options: tuple[str, ...], says: str
) -> None:
    outcome = run("batch", project, *options)
    assert outcome.exit_code == 2
    assert says in outcome.stderr


@pytest.mark.parametrize("missing", ["distributed", "fsspec"])
def test_without_dask_the_command_to_install_it_is_told(
    project: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    outcome = run("--format", "json", "batch", project, "--local-cluster", "1")
    assert outcome.exit_code == 2
    (found,) = outcome.found
    assert found["code"] == "D801"
    assert missing in found["message"]
    assert "pip install 'report[cluster]'" in found["hint"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "pigeon://coop:1"])
def test_a_scheduler_that_is_not_there_is_told_soon(
    project: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 0.3)
    began = time.monotonic()
    outcome = run("--format", "json", "batch", project, "--scheduler", address)
    assert time.monotonic() - began < 20
    assert outcome.exit_code == 2
    (found,) = outcome.found
    assert found["code"] == "D942"
    assert address in found["message"]
    assert found["hint"]


@pytest.mark.slow
def test_ctrl_c_stops_all_and_leaves_whole_pdfs(tmp_path: Path) -> None:
    tasks = reports(tmp_path, 6)
    folders = [str(task.folder) for task in tasks]
    where = ("--local-cluster", "2", "--shared-store", str(tmp_path / "store"))
    options = ("--target", "print", "-o", str(tmp_path / "out/{name}.pdf"))
    process = subprocess.Popen(
        [sys.executable, "-m", "report", "--format", "json", "batch", *folders, *options, *where],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    end = time.monotonic() + 90
    while not list((tmp_path / "out").glob("*.pdf")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    started = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
    asked = time.monotonic()
    told, errors = process.communicate(timeout=30)
    assert time.monotonic() - asked < 10
    assert process.returncode == 2
    assert b"Traceback" not in errors
    assert {one["code"] for one in json.loads(errors)} >= {"D705"}
    summary = json.loads(told)
    rows = {row["name"]: row for row in summary["reports"]}
    built = [row for row in rows.values() if row["status"] == "built"]
    assert built
    assert {row["status"] for row in rows.values()} == {"built", "stopped"}
    files = list((tmp_path / "out").iterdir())
    assert len(files) == len(built), "nothing lies beside the PDFs"
    for file in files:
        assert file.read_bytes().rstrip().endswith(b"%%EOF")
    _, alive = psutil.wait_procs(started, timeout=10)
    assert not alive

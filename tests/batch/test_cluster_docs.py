"""What docs/batch.md says about many machines is what happens."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from distributed.cli import dask_scheduler, dask_worker

from report.cli.program import main
from tests.batch.cluster import PATIENCE, cluster, reports
from tests.small_report import ROOT, environment

TEXT = (ROOT / "docs/batch.md").read_text(encoding="utf-8").partition("## Many machines")[2]
PARSERS = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}


def block(language: str) -> str:
    found = re.search(f"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_services_are_commands_that_exist() -> None:
    services = yaml.safe_load(block("yaml"))["services"]
    assert set(services) == {"scheduler", "worker", "report"}
    for name, parser in PARSERS.items():
        program, kind, *options = services[name]["entrypoint"]
        assert (program, kind) == ("dask", name)
        assert parser.make_context("dask", list(options)).params
    program, name, *options = services["report"]["entrypoint"]
    assert program == "report"
    context = main.commands[name].make_context("batch", list(options))
    assert context.params["scheduler"] == "tcp://scheduler:8786"
    assert context.params["shared_store"] == "/store"


@pytest.mark.slow
def test_the_commands_start_a_cluster_and_make_reports(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    for task in reports(tmp_path, 2):
        (task.folder / "build/print.pdf").unlink()
    (tmp_path / "reports.yaml").write_text(
        "projects: [報告 *]\ntargets: [print]\n", encoding="utf-8"
    )
    lines = block("shell").replace("8786", port).replace("/srv/report-store", str(tmp_path / "s"))
    *services, batch = [shlex.split(line) for line in lines.splitlines()]
    with cluster(tmp_path) as made:
        for program, kind, *options in services:
            assert program == "dask"
            place = ["--local-directory", str(tmp_path / "w")] * (kind == "worker")
            made.start(kind, *options, *place)
            end = time.monotonic() + PATIENCE
            while kind == "scheduler" and not listens(int(port)):
                assert time.monotonic() < end
                time.sleep(0.05)
        done = subprocess.run(
            [sys.executable, "-m", *batch],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            timeout=PATIENCE * 2,
            check=False,
        )
    assert done.returncode == 0, done.stderr.decode()
    assert "2 reports: 2 built" in done.stdout.decode()
    assert len(list(tmp_path.glob("報告 */build/print.pdf"))) == 2


def listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0

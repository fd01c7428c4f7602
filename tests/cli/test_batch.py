"""``report batch``: options, exit codes, formats, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from report.batch import local
from report.batch.making import make
from report.batch.tasks import Result, Stop, Task, Tell
from report.engine.store import Store
from report.findings.diagnostics import Diagnostic, Severity
from tests.batch.group import break_project, write_group, write_list
from tests.engine.test_interrupted import ends, living
from tests.small_report import Outcome, environment, run


@dataclass
class Here:
    """A runner without processes of its own: what it makes is made in this one."""

    jobs: int
    cache: Path | None
    timeout: float = 0.0
    memory: int = 0
    fail_level: Severity = Severity.ERROR
    each: int = 1

    def run(self, tasks: list[Task], tell: Tell, stop: Stop) -> list[Result]:
        from report.batch.tasks import Event

        results = []
        for task in tasks:
            if stop.asked:
                results.append(Result(task.name, "skipped", reason="another report has failed"))
            else:
                store = Store(self.cache)
                results.append(make(task, store, tell, fail_level=self.fail_level))
            tell(Event(task.name, "done", result=results[-1]))
        return results

    def found(self) -> list[Diagnostic]:
        return []


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three projects, the second with an error, and a list; they are made in this process."""
    projects = write_group(tmp_path, 3)
    break_project(projects[1])
    write_list(tmp_path, "projects: [r01, r02, r03]\ntargets: [print]\noutput: pdfs/{name}.pdf\n")
    monkeypatch.setattr(local, "LocalRunner", Here)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def batch(*args: str | Path) -> Outcome:
    return run("batch", "reports.yaml", *args)


def made(folder: Path) -> set[str]:
    return {path.name for path in (folder / "pdfs").glob("*")}


def test_a_list_is_made_told_and_recorded(group: Path) -> None:
    outcome = batch("--summary", "out/s.html", "--summary", "out/s.json", "--summary", "out/s.xml")
    assert outcome.exit_code == 1
    assert made(group) == {"r01.pdf", "r03.pdf"}
    assert "r02/data/section.yaml:5:" in outcome.stderr
    assert "error D201" in outcome.stderr
    assert "[3/3] r03: built" in outcome.stderr
    lines = outcome.stdout.splitlines()
    assert [line.split()[:2] for line in lines[1:4]] == [
        ["r01", "built"],
        ["r02", "failed"],
        ["r03", "built"],
    ]
    assert lines[4].startswith("3 reports: 2 built, 1 failed; ")
    assert lines[5:] == ["out/s.html", "out/s.json", "out/s.xml"]
    told = json.loads((group / "out/s.json").read_text(encoding="utf-8"))
    assert told["counts"]["built"] == 2
    assert ElementTree.parse(group / "out/s.xml").getroot().get("failures") == "1"
    assert b"../pdfs/r01.pdf" in (group / "out/s.html").read_bytes()


@pytest.mark.slow
def test_only_what_failed_is_made_again(group: Path) -> None:
    write_list(group, "projects: [r01, r02]\ntargets: [print]\noutput: pdfs/{name}.pdf\n")
    assert batch("--only", "failed").exit_code == 2  # nothing is known yet
    assert batch().exit_code == 1
    (group / "pdfs/r01.pdf").write_bytes(b"not touched")
    facts = group / "r02/data/section.yaml"
    facts.write_text(facts.read_text("utf-8").replace("users.totl", "users.total"), "utf-8")
    outcome = batch("--only", "failed")
    assert outcome.exit_code == 0
    assert "1 report: 1 built, 1 left out" in outcome.stdout
    assert made(group) == {"r01.pdf", "r02.pdf"}
    assert (group / "pdfs/r01.pdf").read_bytes() == b"not touched"
    again = batch("--only", "failed")
    assert again.exit_code == 0
    assert again.stdout.splitlines()[-1].startswith("0 reports: 2 left out; ")


def test_fail_fast_begins_no_other_report(group: Path) -> None:
    outcome = run("batch", "r02", "r03", "--fail-fast", "--target", "print")
    assert outcome.exit_code == 1
    assert made(group) == set()
    assert "2 reports: 1 failed, 1 skipped" in outcome.stdout


def test_one_object_in_json(group: Path) -> None:
    outcome = run("--format", "json", "batch", "r02", "r03", "--target", "print")
    told = json.loads(outcome.stdout)
    assert [(one["name"], one["status"]) for one in told["reports"]] == [
        ("r02", "failed"),
        ("r03", "built"),
    ]
    assert outcome.codes == ["D201"]


def test_junit_and_quiet(group: Path) -> None:
    outcome = run("--format", "junit", "batch", "r02", "missing", "-q")
    assert ElementTree.fromstring(outcome.stdout).get("tests") == "2"
    assert "[1/2]" not in outcome.stderr
    assert "[1/2]" in run("batch", "r02", "missing").stderr
    assert "[1/2]" not in run("batch", "r02", "missing", "-q").stderr


def test_two_reports_with_one_place_are_refused_before_anything_is_built(group: Path) -> None:
    outcome = batch("-o", "pdfs/all.pdf")
    assert outcome.exit_code == 1
    assert "error D911: “r01” and “r02” would both write" in outcome.stderr
    assert made(group) == set()
    assert not (group / "build").exists()


def test_folders_and_what_is_asked_of_all(group: Path) -> None:
    outcome = run("batch", "r01", "missing", "--target", "print", "-o", "pdfs/{name}.pdf")
    assert outcome.exit_code == 1
    assert "missing: error D805" in outcome.stderr
    assert made(group) == {"r01.pdf"}


def test_the_schema_is_written_beside_a_list(group: Path) -> None:
    outcome = run("schema")
    assert outcome.stdout.splitlines() == [".schema/reports.schema.json"]
    assert json.loads((group / ".schema/reports.schema.json").read_text())["title"] == "ReportsFile"
    assert len(run("-C", "r01", "schema").stdout.splitlines()) == 6


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("nothing.yaml",), 2, "D001"),
        (("reports.yaml", "--summary", "x.doc"), 2, "must end with"),
        (("reports.yaml", "--summary", "r01/data/report.yaml/s.txt"), 2, "D701"),
        (("reports.yaml", "--since", "HEAD"), 2, "D90"),
        (("reports.yaml", "--jobs", "0"), 2, "--jobs"),
        ((), 2, "FILE|DIR"),
    ],
)
def test_what_cannot_run(group: Path, args: tuple[str, ...], code: int, says: str) -> None:
    outcome = run("batch", *args)
    assert outcome.exit_code == code
    assert says in outcome.stderr
    assert made(group) == set()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_an_interruption_leaves_whole_pdfs_and_says_what_is_done(
    tmp_path: Path, number: signal.Signals
) -> None:
    write_group(tmp_path, 6)
    write_list(tmp_path, "projects: [r*]\ntargets: [print]\noutput: pdfs/{name}.pdf\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "report", "batch", "reports.yaml", "--jobs", "1"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    assert first.startswith("[1/6] r01: built"), first
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # to all processes, as a terminal does
    else:
        process.terminate()
    began = time.monotonic()
    stdout, stderr = process.communicate(timeout=20)
    assert time.monotonic() - began < 10  # a second or two, and more on a busy machine
    assert process.returncode == 2
    assert "error D705: interrupted: " in stderr
    assert " of 6 reports are done" in stderr
    assert "Traceback" not in stderr
    rows = dict(line.split()[:2] for line in stdout.splitlines()[1:7])
    done = {name for name, status in rows.items() if status == "built"}
    assert set(rows.values()) <= {"built", "stopped"}
    assert "stopped" in rows.values()
    for path in (tmp_path / "pdfs").iterdir():
        assert path.name.removesuffix(".pdf") in done
        assert path.read_bytes().rstrip().endswith(b"%%EOF")
    assert ends(process.pid), living(process.pid)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_a_killed_batch_leaves_no_process(tmp_path: Path) -> None:
    first, _ = write_group(tmp_path, 2)
    break_project(first)
    process = subprocess.Popen(
        [sys.executable, "-m", "report", "batch", "r01", "r02", "--jobs", "1"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    while not process.stderr.readline().startswith("[1/2] r01: failed"):
        assert process.poll() is None
    process.kill()  # while the other one is made
    process.communicate(timeout=20)
    assert ends(process.pid), living(process.pid)

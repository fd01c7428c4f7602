"""Processes of this machine: one report's failure is never another's."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest

from report.batch import local
from report.batch.local import LocalRunner
from report.batch.tasks import Event, Result, Stop, Task
from report.engine.build import build
from report.engine.progress import Progress
from report.findings.diagnostics import Severity
from report.model.target import PRINT
from report.project.project import Project
from tests.batch.group import break_project, tasks_for, write_group, write_project
from tests.small_report import SECTION

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are copies of a warm one on Linux"
)


@dataclass
class Ran:
    """A batch that has ended: its results by name, and what was told on the way."""

    tasks: list[Task]
    results: dict[str, Result]
    told: list[Event]
    runner: LocalRunner

    def states(self, name: str) -> list[str]:
        return [one.state for one in self.told if one.report == name and one.state != "part"]


def ran(
    tasks: list[Task],
    runner: LocalRunner,
    hear: Callable[[Event], None] = lambda _event: None,
    stop: Stop | None = None,
) -> Ran:
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        hear(event)

    results = runner.run(tasks, tell, stop or Stop())
    assert [one.name for one in results] == [one.name for one in tasks]
    assert runner.processes == []
    return Ran(tasks, {one.name: one for one in results}, told, runner)


def leftovers(folder: Path) -> list[Path]:
    """Return temporary files below a folder."""
    return list(folder.rglob(".report-*"))


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sound projects, and one with an error."""
    folder = tmp_path_factory.mktemp("group")
    *_, last = write_group(folder, 4)
    break_project(last)
    return folder


@pytest.fixture(scope="module")
def whole(group: Path) -> Iterator[Ran]:
    """All of them, made in two processes with one store; in the middle one of them is killed."""
    projects = [group / f"r{number:02}" for number in range(1, 5)]
    tasks = tasks_for([*projects, group / "missing"], group / "pdfs")
    runner = LocalRunner(2, group / "cache")
    killed: list[int] = []

    def kill(event: Event) -> None:
        if event.report == "r02" and event.state == "part" and not killed:
            (number,) = [pid for pid, name in runner.processes if name == "r02"]
            killed.append(number)
            os.kill(number, signal.SIGKILL)

    done = ran(tasks, runner, kill)
    assert killed
    yield done


def test_every_report_has_the_bytes_of_a_build_of_its_own(whole: Ran) -> None:
    progress = Progress(lambda _: None, live=False, silent=True)
    for task in whole.tasks[:3]:
        result = whole.results[task.name]
        assert result.status == "built", result
        assert result.memory > 50_000_000
        assert result.seconds > 0
    for task in whole.tasks[:2]:  # the second one was killed, and made again
        (one,), _ = build(Project.at(task.folder), [PRINT], task.folder / "build", progress)
        assert task.path("print").read_bytes() == one.path.read_bytes()
        assert whole.results[task.name].written[0].pages == one.pages


def test_what_is_broken_or_missing_is_told_and_the_rest_is_made(whole: Ran) -> None:
    assert {name: one.status for name, one in whole.results.items()} == {
        **{f"r{number:02}": "built" for number in range(1, 4)},
        "r04": "failed",
        "missing": "failed",
    }
    assert [one.code for one in whole.results["r04"].findings] == ["D201"]
    assert [one.code for one in whole.results["missing"].findings] == ["D805"]
    assert not whole.tasks[3].path("print").exists()


def test_a_process_that_was_killed_loses_nothing(whole: Ran) -> None:
    assert whole.states("r02") == ["began", "waiting", "began", "done"]
    assert whole.results["r02"].attempts == 2
    assert all(one.attempts == 1 for name, one in whole.results.items() if name != "r02")
    assert leftovers(whole.tasks[0].path("print").parent) == []


def test_two_processes_make_many_reports(whole: Ran) -> None:
    workers = {one.worker for one in whole.results.values()}
    assert len(workers) <= 3  # and the one that was killed
    assert all(not psutil.pid_exists(int(one.split()[1])) for one in workers)


@pytest.mark.slow
def test_the_same_again_is_the_same(whole: Ran, group: Path) -> None:
    again = ran(whole.tasks[:2], LocalRunner(1, group / "cache"))
    assert {one.status for one in again.results.values()} == {"same"}
    assert {one.worker for one in again.results.values()} == {"recalled"}


@pytest.mark.parametrize(
    ("number", "how"),
    [
        (signal.SIGKILL, "was killed"),
        pytest.param(signal.SIGSEGV, "crashed (SIGSEGV)", marks=pytest.mark.slow),
    ],
)
def test_a_process_that_is_always_lost_is_told_and_the_rest_is_made(
    group: Path, tmp_path: Path, number: signal.Signals, how: str
) -> None:
    tasks = tasks_for([group / "r01", group / "r04"], tmp_path)
    runner = LocalRunner(1, None)

    def kill(event: Event) -> None:
        if event.report == "r01" and event.state == "began":
            os.kill(runner.processes[0][0], number)

    done = ran(tasks, runner, kill)
    lost, next_one = done.results["r01"], done.results["r04"]
    assert (lost.status, lost.attempts, next_one.attempts) == ("failed", 2, 1)
    assert [one.code for one in lost.findings] == ["D914"]
    assert [one.code for one in next_one.findings] == ["D201"]  # it was read
    assert f"{how}, twice" in lost.reason
    assert not tasks[0].path("print").exists()


@pytest.mark.slow
def test_two_processes_make_one_report(whole: Ran, group: Path, tmp_path: Path) -> None:
    (task,) = tasks_for([group / "r01"], tmp_path)
    seen: list[int] = []
    runner = LocalRunner(1, None, each=2)

    def look(event: Event) -> None:
        if event.state == "part":
            seen.append(len(psutil.Process(runner.processes[0][0]).children()))

    done = ran([task], runner, look)
    assert done.results["r01"].status == "built"
    assert max(seen) >= 1
    assert task.path("print").read_bytes() == whole.tasks[0].path("print").read_bytes()


@pytest.mark.slow
def test_the_process_of_which_others_are_copies_may_be_killed(group: Path, tmp_path: Path) -> None:
    tasks = tasks_for([group / "r01"], tmp_path)
    runner = LocalRunner(1, None)
    killed: list[int] = []

    def kill(event: Event) -> None:
        if event.state == "began" and not killed:
            number = runner.processes[0][0]
            killed.append(psutil.Process(number).ppid())
            os.kill(killed[0], signal.SIGKILL)
            os.kill(number, signal.SIGKILL)

    done = ran(tasks, runner, kill)
    assert killed != [os.getpid()]
    assert {one.status for one in done.results.values()} == {"built"}


def test_a_report_that_takes_too_long_is_ended_and_the_rest_is_made(
    group: Path, tmp_path: Path
) -> None:
    tasks = tasks_for([group / "r01", group / "r04"], tmp_path)
    runner = LocalRunner(1, None)

    def hang(event: Event) -> None:
        if event.report == "r01" and event.state == "began":
            os.kill(runner.processes[0][0], signal.SIGSTOP)  # it will never end by itself
            runner.timeout = 0.3
        if event.result:
            runner.timeout = 0

    done = ran(tasks, runner, hang)
    slow, next_one = done.results["r01"], done.results["r04"]
    assert (slow.status, slow.attempts) == ("failed", 1)
    assert [one.code for one in slow.findings] == ["D914"]
    assert [one.code for one in next_one.findings] == ["D201"]  # it was read
    assert "longer than 0.3 s" in slow.reason


@pytest.mark.slow
def test_a_report_that_needs_too_much_memory_is_ended(group: Path, tmp_path: Path) -> None:
    (task,) = tasks_for([group / "r01"], tmp_path)
    done = ran([task], LocalRunner(1, None, memory=2**20))
    assert done.results["r01"].status == "failed"
    assert "more than 1 MB of memory" in done.results["r01"].reason


def test_a_process_that_has_grown_is_renewed(
    group: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "RENEWED", 1)
    tasks = tasks_for([group / "r04", group / "missing"], tmp_path)
    done = ran(tasks, LocalRunner(1, None))
    assert len({one.worker for one in done.results.values()}) == 2


@pytest.mark.slow
def test_warnings_fail_reports_when_that_is_asked(group: Path, tmp_path: Path) -> None:
    (task,) = tasks_for([group / "r01"], tmp_path)
    task = replace(task, variables=(("organisation", "第12分公司"),))
    done = ran([task], LocalRunner(1, None, fail_level=Severity.WARNING))
    assert [one.code for one in done.results["r01"].findings] == ["D206"]
    assert done.results["r01"].status == "failed"


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_is_told(group: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    (task,) = tasks_for([group / "r01"], tmp_path / "pdfs")
    done = ran([task], LocalRunner(1, tmp_path / "cache"))
    assert done.results["r01"].status == "built"
    (found,) = done.runner.found()
    assert (found.code, found.severity) == ("D916", Severity.WARNING)
    assert str(tmp_path / "cache") in found.message


def test_after_a_failure_no_other_report_is_begun_when_that_is_asked(
    group: Path, tmp_path: Path
) -> None:
    stop = Stop()

    def end(event: Event) -> None:
        if event.result and event.result.status == "failed":
            stop.ask()

    done = ran(tasks_for([group / "r04", group / "r01"], tmp_path), LocalRunner(1, None), end, stop)
    assert [one.status for one in done.results.values()] == ["failed", "skipped"]
    assert done.states("r01") == ["done"]


def test_an_interruption_ends_what_is_being_made(group: Path, tmp_path: Path) -> None:
    stop = Stop()

    def end(event: Event) -> None:
        if event.state == "part":
            stop.ask(interrupted=True)

    done = ran(
        tasks_for([group / "missing", group / "r01", group / "r02"], tmp_path),
        LocalRunner(1, None),
        end,
        stop,
    )
    assert [one.status for one in done.results.values()] == ["failed", "stopped", "stopped"]
    assert leftovers(tmp_path) == []


CHART = """\
  - type: chart
    id: gifts_compared
    title: 捐贈比較
    lines: 8
    drawing:
      kind: bars
      facts: [gift.east, gift.west]
"""


@pytest.mark.slow
def test_reports_with_other_fonts_may_follow_each_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_project(tmp_path / name, section=SECTION + CHART)
    tokens = tmp_path / "two" / "styles" / "tokens.yaml"
    tokens.parent.mkdir()
    usual = (Project.at(tmp_path / "one").theme / "styles/tokens.yaml").read_text(encoding="utf-8")
    tokens.write_text(usual.replace("sans: Noto Sans CJK HK", "sans: Noto Sans CJK TC"))
    one, two = tasks_for([tmp_path / "one", tmp_path / "two"], tmp_path)
    again = replace(one, name="again", out=(("print", tmp_path / "again.pdf"),))
    alone = replace(two, name="alone", out=(("print", tmp_path / "alone.pdf"),))
    done = ran([one, two, again], LocalRunner(1, None))
    assert {result.reason for result in done.results.values()} == {""}
    assert len({result.worker for result in done.results.values()}) == 1
    results = done.results | ran([alone], LocalRunner(1, None)).results
    digests = {name: result.written[0].sha256 for name, result in results.items()}
    assert digests["one"] == digests["again"] != digests["two"] == digests["alone"]

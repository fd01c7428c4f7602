"""Reports on a real cluster: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import hashlib
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import distributed.versions
import psutil
import pytest

from report.batch.cluster import Cluster
from report.batch.connecting import Where, workers
from report.batch.contents import FOLDER
from report.batch.making import make
from report.batch.tasks import Event, Result, Stop, Task
from report.engine import output
from report.engine.store import Store
from report.findings.errors import CannotRunError
from tests.batch.cluster import PATIENCE, TestCluster, cluster, reports
from tests.long_report import SHORT, write_long_report

pytestmark = pytest.mark.slow

_NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>'


@dataclass(frozen=True)
class Running:
    """A cluster of two sound workers, and one without fonts."""

    address: str
    cluster: TestCluster

    def workers(self) -> list[psutil.Process]:
        """Return the processes of the workers themselves; each has a nanny that starts it anew."""
        nannies = [psutil.Process(one.pid) for one in self.cluster.processes[1:3]]
        children = [child for nanny in nannies for child in nanny.children()]
        return [one for one in children if "spawn_main" in " ".join(one.cmdline())]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "none.conf").write_text(_NO_FONTS)
    with cluster(folder) as made:
        address = made.start_scheduler()
        made.start_worker(address)
        made.start_worker(address)
        fontless = {"FONTCONFIG_FILE": str(folder / "none.conf")}
        made.start_worker(address, "--no-nanny", "--name", "fontless", environment=fontless)
        end = time.monotonic() + PATIENCE
        while workers(Where(address)) < 3:
            assert time.monotonic() < end
            time.sleep(0.2)
        yield Running(address, made)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shared store of most tests."""
    return str(tmp_path_factory.mktemp("shared"))


@dataclass
class Told:
    """What a run has told, and a reaction to it."""

    react: Callable[[Event], None] = lambda _: None

    def __post_init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.react(event)

    def count(self, state: str) -> Counter[str]:
        return Counter(event.report for event in self.events if event.state == state)


def same_as_here(tasks: Sequence[Task], folder: Path) -> None:
    """Hold the PDFs of tasks to those that this process makes."""
    for task in tasks:
        alone = replace(task, out=(("print", folder / f"{task.name}.pdf"),))
        folder.mkdir(exist_ok=True)
        made = make(alone, Store(None), lambda _: None)
        assert made.status == "built", made
        assert alone.path("print").read_bytes() == task.path("print").read_bytes()


def check_whole(results: Sequence[Result]) -> None:
    """Check that the PDFs are where the results say, and what they say; and nothing else is."""
    folders = {one.path.parent for result in results for one in result.written}
    places = {one.path: one for result in results for one in result.written}
    assert {path for folder in folders for path in folder.iterdir()} == set(places)
    for path, one in places.items():
        content = path.read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one.size, one.sha256)


@pytest.fixture(scope="module")
def built(running: Running, store: str, tmp_path_factory: pytest.TempPathFactory) -> Task:
    """A report of many parts that one worker has made: it is known where they begin."""
    folder = tmp_path_factory.mktemp("long")
    project = write_long_report(folder / "long", SHORT, chapters=2)
    task = Task("long", project, None, ("print",), (("print", folder / "out" / "long.pdf"),))
    with (project / "data/report.yaml").open("a", encoding="utf-8") as settings:
        settings.write("lexicon: lexicon.yaml\n")
    write_word(task, "試驗")
    (result,) = Cluster(Where(running.address), store).run([task], Told(), Stop())
    assert result.status == "built"
    assert len(result.worker.split(", ")) == 1, "it is short"
    return task


@pytest.fixture
def long(built: Task) -> Iterator[Task]:
    """The same, with its PDF; a test may remove it."""
    content = built.path("print").read_bytes()
    yield built
    built.path("print").write_bytes(content)


def change(task: Task, word: str) -> None:
    """Give a report another word that is not divided: all its parts are made anew."""
    write_word(task, word)
    task.path("print").unlink()


def write_word(task: Task, word: str) -> None:
    (task.folder / "data/lexicon.yaml").write_text(f"words: [{word}]\n", encoding="utf-8")


def wait_for_workers(running: Running) -> None:
    """Wait until a worker that was killed has started anew."""
    end = time.monotonic() + PATIENCE
    while len(running.workers()) < 2 or workers(Where(running.address)) < 3:
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Counter[Path]:
    """Count how often this process writes each file."""
    counted: Counter[Path] = Counter()
    write = output.write_all

    def write_all(files: dict[Path, bytes]) -> None:
        counted.update(list(files))
        write(files)

    monkeypatch.setattr(output, "write_all", write_all)
    return counted


def test_many_workers_give_the_same_bytes_and_an_unlike_one_is_refused_by_name(
    running: Running, store: str, tmp_path: Path, writes: Counter[Path]
) -> None:
    tasks = reports(tmp_path, 3)
    told = Told()
    runner = Cluster(Where(running.address), store)
    results = runner.run(tasks, told, Stop())
    assert [result.status for result in results] == ["built"] * 3, results
    assert [result.name for result in results] == [task.name for task in tasks]
    assert len({result.worker for result in results}) == 2, "both workers have worked"
    check_whole(results)
    same_as_here(tasks[:2], tmp_path / "alone")
    assert told.count("done") == {task.name: 1 for task in tasks}
    assert told.count("part").keys() == {task.name for task in tasks}
    (refused,) = runner.found()
    assert refused.code == "D944"
    assert refused.message.startswith("the worker fontless (tcp://127.0.0.1:")
    assert "font Noto" in refused.message
    assert "not installed" in refused.message

    # The same once more, from what is kept and from workers that keep nothing.
    before = writes.copy()
    assert [before[task.path("print")] for task in tasks] == [1] * 3
    told = Told()
    again = Cluster(Where(running.address), store).run(tasks, told, Stop())
    assert not told.count("began"), "no worker was asked"
    again += Cluster(Where(running.address), store, cached=False).run(tasks[:1], Told(), Stop())
    assert [result.status for result in again] == ["same"] * 4
    assert writes == before


def test_a_worker_that_is_killed_loses_nothing_and_nothing_is_written_twice(
    running: Running, store: str, tmp_path: Path, writes: Counter[Path]
) -> None:
    tasks = reports(tmp_path, 4, first=10)
    killed: list[int] = []

    def kill(event: Event) -> None:
        if event.state == "began" and len(told.count("began")) == 2 and not killed:
            victim = running.workers()[0]
            killed.append(victim.pid)
            victim.send_signal(signal.SIGKILL)

    told = Told(kill)
    runner = Cluster(Where(running.address), store)
    results = runner.run(tasks, told, Stop())
    assert killed
    assert len(runner.found()) == 1, "the worker that has started anew is as good as before"
    assert [result.status for result in results] == ["built"] * 4, results
    assert sum(result.attempts for result in results) > 4, "one was begun again"
    assert told.count("done") == {task.name: 1 for task in tasks}
    assert writes == {task.path("print"): 1 for task in tasks}
    check_whole(results)
    again = next(n for n, result in enumerate(results) if result.attempts > 1)
    same_as_here([tasks[again]], tmp_path / "alone")


def test_all_workers_that_are_killed_at_once_go_on_when_they_are_back(
    running: Running, store: str, tmp_path: Path
) -> None:
    tasks = reports(tmp_path, 2, first=30)
    killed: list[int] = []

    def kill(event: Event) -> None:
        if event.state == "began" and not killed:
            for victim in running.workers():
                killed.append(victim.pid)
                victim.send_signal(signal.SIGKILL)

    told = Told(kill)
    results = Cluster(Where(running.address), store).run(tasks, told, Stop())
    assert len(killed) == 2
    assert [result.status for result in results] == ["built"] * 2, results
    assert told.count("done") == {task.name: 1 for task in tasks}
    check_whole(results)


def test_a_store_that_takes_nothing_is_told_and_all_is_made(
    running: Running, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / FOLDER).write_text("a file where the folder should be")
    tasks = reports(tmp_path, 1, first=20)
    runner = Cluster(Where(running.address), str(tmp_path / "full"))
    results = runner.run(tasks, Told(), Stop())
    assert [result.status for result in results] == ["built"]
    check_whole(results)
    assert {found.code for found in runner.found()} == {"D944", "D946"}


def test_two_workers_make_one_report_and_a_store_that_is_no_folder_serves_them(
    running: Running, tmp_path: Path
) -> None:
    (task,) = reports(tmp_path, 1, first=30)
    out = (*task.out, ("screen", tmp_path / "out/screen.pdf"))
    task = replace(task, targets=("print", "screen"), out=out)
    told = Told()
    runner = Cluster(Where(running.address), f"dir::file://{tmp_path / 'far'}")
    results = runner.run([task], told, Stop())
    assert [result.status for result in results] == ["built"]
    assert len(results[0].worker.split(", ")) == 2, "each has made one PDF"
    assert told.count("began") == told.count("done") == {task.name: 1}
    check_whole(results)
    assert {found.code for found in runner.found()} == {"D944"}
    kept = {path.parts[-3] for path in (tmp_path / "far").rglob("*") if path.is_file()}
    assert kept == {"contents-1", "kept-1"}, "and what the workers kept is there for others"

    alone = replace(task, out=tuple((name, tmp_path / f"alone/{name}.pdf") for name, _ in out))
    made = make(alone, Store(None), lambda _: None)
    assert made.findings == results[0].findings
    for target, path in out:
        assert alone.path(target).read_bytes() == path.read_bytes()


def test_the_parts_of_a_long_report_are_made_by_all_workers(
    running: Running, store: str, long: Task, tmp_path: Path
) -> None:
    change(long, "紅利")
    told = Told()
    (result,) = Cluster(Where(running.address), store, least=0).run([long], told, Stop())
    assert result.status == "built"
    assert len(result.worker.split(", ")) == 2, "each has made parts"
    same_as_here([long], tmp_path)
    assert told.count("began") == told.count("done") == {long.name: 1}
    parts = [event.part for event in told.events if event.state == "part"]
    assert set(parts) == set(range(1, max(parts) + 1))


def test_a_worker_that_dies_in_the_middle_of_parts_loses_nothing(
    running: Running, store: str, long: Task, tmp_path: Path, writes: Counter[Path]
) -> None:
    change(long, "共享")
    victims = running.workers()[:1]  # it has the lead, or it helps

    def kill(event: Event) -> None:
        if event.state == "part" and victims:
            victims.pop().send_signal(signal.SIGKILL)

    runner = Cluster(Where(running.address), store, least=0)
    (result,) = runner.run([long], Told(kill), Stop())
    assert not victims
    assert result.status == "built", result
    assert writes == {long.path("print"): 1}
    same_as_here([long], tmp_path)
    wait_for_workers(running)


def test_an_interruption_in_the_middle_of_parts_leaves_the_workers_at_work(
    running: Running, store: str, long: Task, tmp_path: Path
) -> None:
    stop = Stop()
    change(long, "用戶")
    told = Told(lambda event: stop.ask(interrupted=True) if event.state == "part" else None)
    (result,) = Cluster(Where(running.address), store, least=0).run([long], told, stop)
    assert result.status == "stopped"
    assert not long.path("print").exists()
    tasks = reports(tmp_path, 2, first=90)
    results = Cluster(Where(running.address), store).run(tasks, Told(), Stop())
    assert [result.status for result in results] == ["built"] * 2


def test_bad_projects_are_told_with_the_paths_of_the_client(
    running: Running, store: str, tmp_path: Path
) -> None:
    missing, broken, sound, piped = reports(tmp_path, 4, first=40)
    missing = replace(missing, folder=tmp_path / "gone")
    (broken.folder / "data/section.yaml").write_text("id: [", encoding="utf-8")
    (piped.folder / "data/images").mkdir()
    (piped.folder / "data/images/more").symlink_to(tmp_path)
    tasks = [missing, broken, sound, piped]
    results = Cluster(Where(running.address), store).run(tasks, Told(), Stop())
    assert [one.status for one in results] == ["failed", "failed", "built", "failed"], results
    failed = [one.findings[0].code for one in results if one.status == "failed"]
    assert failed == ["D805", "D006", "D914"]
    assert str(tmp_path / "gone") in results[0].reason
    assert results[1].findings[0].file == "data/section.yaml"
    assert "links to folders" in results[3].reason
    check_whole(results)


def test_an_interruption_leaves_no_half_file_and_the_workers_at_work(
    running: Running, store: str, tmp_path: Path
) -> None:
    stop = Stop()
    tasks = reports(tmp_path, 3, first=50)
    told = Told(lambda event: stop.ask(interrupted=True) if event.state == "began" else None)
    began = time.monotonic()
    results = Cluster(Where(running.address), store).run(tasks, told, stop)
    assert [result.status for result in results] == ["stopped"] * 3
    assert not (tmp_path / "out").exists()
    results = Cluster(Where(running.address), store).run(tasks[:1], Told(), Stop())
    assert [result.status for result in results] == ["built"], "the workers are free again"
    assert time.monotonic() - began < 60


def test_a_report_that_takes_too_long_is_ended_alone(
    running: Running, store: str, tmp_path: Path
) -> None:
    before: set[int] = set()
    told = Told(lambda _: before.update(worker.pid for worker in running.workers()))
    tasks = reports(tmp_path, 1, first=60)
    results = Cluster(Where(running.address), store, timeout=0.01).run(tasks, told, Stop())
    assert [result.status for result in results] == ["failed"]
    assert "it took longer than 0.01 s" in results[0].reason
    assert len(before - {worker.pid for worker in running.workers()}) == 1, "started anew"
    assert not (tmp_path / "out").exists()


def test_another_version_is_told(
    running: Running, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = distributed.versions._version_cached  # type: ignore[attr-defined, unused-ignore]
    monkeypatch.setattr(
        *(distributed.versions, "_version_cached"),
        lambda name: "1.0" if name == "distributed" else found(name),
    )
    with pytest.raises(CannotRunError) as caught:
        Cluster(Where(running.address), store).run(reports(tmp_path, 1), Told(), Stop())
    (told,) = caught.value.diagnostics
    assert told.code == "D943"
    assert "distributed" in told.message
    assert told.message.endswith("instead of 1.0")


def test_a_scheduler_that_dies_ends_the_run_with_whole_pdfs(tmp_path: Path) -> None:
    stored = str(tmp_path / "shared")
    with cluster(tmp_path) as made:
        address = made.start_scheduler()
        tasks = reports(tmp_path, 3, first=70)
        alone = Cluster(Where(address), stored, patience=0.5)
        with pytest.raises(CannotRunError) as caught:
            alone.run(tasks, Told(), Stop())
        assert caught.value.diagnostics[0].code == "D945"
        assert "has no worker" in caught.value.diagnostics[0].message

        made.start_worker(address, "--no-nanny")
        told = Told(lambda event: made.processes[0].kill() if event.state == "done" else None)
        runner = Cluster(Where(address), stored)
        results = runner.run(tasks, told, Stop())
    assert [result.status for result in results] == ["built", "stopped", "stopped"], results
    assert [found.code for found in runner.found()] == ["D947"]
    assert "has gone" in results[1].reason
    check_whole(results)

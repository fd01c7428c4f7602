"""How tasks are given and answers taken, with a cluster that does what a test says."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from distributed import KilledWorker

from report.batch.contents import Contents
from report.batch.delivering import Errands
from report.batch.dispatching import ATTEMPTS, Dispatch
from report.batch.orders import Answer, Order, Terms
from report.batch.tasks import Event, Result, Stop, Task, Written
from report.batch.workers import Workers
from tests.batch.cluster import reports

Play = Callable[[Order], Answer | BaseException | None]


@dataclass
class Future:
    """A future that has ended as the test says; None: it never ends."""

    outcome: Answer | BaseException | None
    cancelled: bool = False

    @property
    def status(self) -> str:
        kinds = {Answer: "finished", type(None): "pending"}
        return kinds.get(type(self.outcome), "error")

    def done(self) -> bool:
        return self.outcome is not None

    def result(self, timeout: float) -> Any:
        return self.outcome

    def exception(self, timeout: float) -> Any:
        return self.outcome

    def cancel(self, force: bool) -> None:
        self.cancelled = True

    def add_done_callback(self, call: Callable[[object], None]) -> None:
        if self.done():
            threading.Thread(target=call, args=(self,)).start()


@dataclass
class Client:
    """A cluster whose workers play what the test says."""

    play: Play
    workers: int = 2
    status: str = "running"
    orders: list[Order] = field(default_factory=list)
    futures: list[Future] = field(default_factory=list)
    most: int = 0

    def subscribe_topic(self, topic: str, hear: Callable[[Any], None]) -> None:
        self.hear = hear

    def submit(self, work: object, order: Order, **options: Any) -> Future:
        assert options["resources"] == {"able": 1}
        self.orders.append(order)
        told = {"report": order.task.name, "state": "began", "part": 0, "parts": 0}
        told |= {"targets": order.task.targets, "worker": "tcp://a:1"}
        self.hear((0, told))
        self.futures.append(Future(self.play(order)))
        self.most = max(self.most, sum(not one.done() for one in self.futures))
        return self.futures[-1]

    def unregister_worker_plugin(self, name: str) -> None:
        assert name == "able"


@dataclass
class Stage:
    """A dispatch with its client."""

    folder: Path
    events: list[Event] = field(default_factory=list)

    def run(
        self, play: Play, tasks: list[Task], stop: Stop | None = None, timeout: float = 0.0
    ) -> tuple[list[Result], Client]:
        client: Any = Client(play)
        terms = Terms(str(self.folder / "shared"), "", "able", "topic", cached=False)
        workers: Any = StandIn(client)
        errands = Errands(Contents(terms.store), terms, lambda _: None)
        dispatch = Dispatch(client, workers, errands, self.events.append, stop or Stop(), timeout)
        results = dispatch.run(tasks)
        dispatch.leave()
        return results, client

    def done(self) -> Counter[str]:
        return Counter(event.report for event in self.events if event.state == "done")


class StandIn(Workers):
    """Two workers that are always there; it remembers which were started anew."""

    def __init__(self, client: Any) -> None:
        super().__init__(client, None, Terms("", "", "able", ""), lambda _: None)  # type: ignore[arg-type]
        self.count = 2
        self.restarted: list[str] = []
        client.stand_in = self

    def look(self) -> None:
        """See the same two workers."""

    def restart(self, address: str) -> bool:
        self.restarted.append(address)
        return True


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def made(order: Order, **more: Any) -> Answer:
    """Answer an order with PDFs that go with the answer."""
    pdf = b"%PDF of " + order.task.name.encode()
    digest = hashlib.sha256(pdf).hexdigest()
    written = tuple(Written(name, path, digest, 1, len(pdf)) for name, path in order.task.out)
    result = Result(order.task.name, "built", written, seconds=1.0)
    return Answer(result, carried=dict.fromkeys(order.task.targets, pdf), **more)


def test_each_report_is_told_once_and_in_the_order_of_the_tasks(stage: Stage) -> None:
    tasks = reports(stage.folder, 5)
    results, _ = stage.run(made, tasks)
    assert [result.name for result in results] == [task.name for task in tasks]
    assert {result.status for result in results} == {"built"}
    assert stage.done() == {task.name: 1 for task in tasks}
    assert all(task.path("print").read_bytes().endswith(task.name.encode()) for task in tasks)


def test_no_more_reports_are_given_than_there_are_workers(stage: Stage) -> None:
    stop = Stop()
    threading.Timer(0.5, lambda: stop.ask(interrupted=True)).start()
    results, client = stage.run(lambda _: None, reports(stage.folder, 5), stop)
    assert len(client.orders) == client.most == 2
    assert {result.status for result in results} == {"stopped"}
    assert all(future.cancelled for future in client.futures)
    assert stage.done() == {result.name: 1 for result in results}


def test_a_report_that_kills_its_workers_has_failed_and_the_others_are_made(stage: Stage) -> None:
    class State:
        address = "tcp://a:1"

    tasks = reports(stage.folder, 3)
    killed: Any = KilledWorker(tasks[1].name, State(), 2)
    results, _ = stage.run(lambda one: killed if one.task == tasks[1] else made(one), tasks)
    assert [result.status for result in results] == ["built", "failed", "built"]
    assert results[1].findings[0].code == "D914"
    assert "its worker died 3 times" in results[1].reason
    assert "tcp://a:1" in results[1].reason


def test_an_error_of_the_program_is_told_in_the_result(stage: Stage) -> None:
    (result,), _ = stage.run(lambda _: ValueError("odd"), reports(stage.folder, 1))
    assert (result.status, result.findings[0].code) == ("failed", "D914")
    assert "ValueError: odd" in result.reason


def test_files_that_a_worker_cannot_get_go_with_the_next_order(stage: Stage) -> None:
    def play(order: Order) -> Answer:
        digest = order.manifest.entries[0].sha256
        return made(order) if digest in order.carried else Answer(None, (digest,))

    (result,), client = stage.run(play, reports(stage.folder, 1))
    assert (result.status, result.attempts) == ("built", 2)
    assert [len(order.carried) for order in client.orders] == [0, 1]


def test_what_never_arrives_is_not_tried_for_ever(stage: Stage) -> None:
    tasks = reports(stage.folder, 2)
    (lost, sound), client = stage.run(
        lambda one: replace(made(one), carried={}) if one.task == tasks[0] else made(one), tasks
    )
    assert (lost.status, sound.status) == ("failed", "built")
    assert "gone from the shared store" in lost.reason
    assert len(client.orders) == ATTEMPTS + 1
    assert not tasks[0].path("print").exists()


def test_a_slow_report_is_given_up_and_its_worker_started_anew(stage: Stage) -> None:
    tasks = reports(stage.folder, 3)
    (slow, *others), client = stage.run(
        lambda one: None if one.task == tasks[0] else made(one), tasks, timeout=0.3
    )
    assert slow.status == "failed"
    assert "took longer than 0.3 s" in slow.reason
    assert {result.status for result in others} == {"built"}
    assert client.stand_in.restarted == ["tcp://a:1"]  # type: ignore[attr-defined]


def test_a_worker_that_has_grown_is_started_anew(stage: Stage) -> None:
    _, client = stage.run(lambda one: made(one, held=2**40), reports(stage.folder, 1))
    assert client.stand_in.restarted == ["tcp://a:1"]  # type: ignore[attr-defined]


def test_after_a_failure_nothing_more_is_begun_if_so_asked(stage: Stage) -> None:
    stop = Stop()
    tasks = reports(stage.folder, 4)
    told = stage.events.append

    class Asks(list[Event]):
        def append(self, event: Event) -> None:
            told(event)
            if event.state == "done":
                stop.ask()

    events = stage.events
    stage.events = Asks()
    results, _ = stage.run(made, tasks, stop)
    stage.events = events
    statuses = [result.status for result in results]
    assert statuses.count("built") in (1, 2)
    assert set(statuses) == {"built", "skipped"}


def test_a_lost_scheduler_leaves_the_rest_stopped(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = reports(stage.folder, 3)

    def play(order: Order) -> Answer | None:
        return made(order) if order.task == tasks[0] else None

    class Ends(StandIn):
        def look(self) -> None:
            if tasks[0].path("print").exists():
                self.client.status = "closed"

    monkeypatch.setitem(globals(), "StandIn", Ends)
    results, _ = stage.run(play, tasks)
    assert [result.status for result in results] == ["built", "stopped", "stopped"]
    assert "has gone" in results[1].reason
    assert stage.done() == {task.name: 1 for task in tasks}


def test_a_scheduler_that_gives_no_answer_is_believed_to_be_busy_at_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    class Silent(StandIn):
        def look(self) -> None:
            looks.append(1)
            if len(looks) != 3:
                raise TimeoutError

    monkeypatch.setitem(globals(), "StandIn", Silent)
    tasks = reports(stage.folder, 2)
    results, client = stage.run(lambda one: made(one) if one.task == tasks[0] else None, tasks)
    assert [result.status for result in results] == ["built", "stopped"]
    assert len(looks) == 3 + 4, "an answer in between, then none"
    assert len(client.orders) == 2, "what is with the cluster stays there meanwhile"


def test_the_last_report_is_made_by_two_workers(stage: Stage) -> None:
    (task,) = reports(stage.folder, 1)
    out = (*task.out, ("screen", stage.folder / "out/screen.pdf"))
    both = replace(task, targets=("print", "screen"), out=out)
    (result,), client = stage.run(made, [both])
    assert [order.task.targets for order in client.orders] == [("print",), ("screen",)]
    assert [pdf.target for pdf in result.written] == ["print", "screen"]
    assert stage.done() == {task.name: 1}

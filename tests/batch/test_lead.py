"""A worker that makes a long report with others: what they are given, and what it does itself."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from report.batch import hand, lead, node
from report.batch.contents import FOLDER, Contents
from report.batch.delivering import Errands
from report.batch.lead import Lead
from report.batch.making import make
from report.batch.orders import Errand, Order, Terms
from report.batch.sending import Manifest
from report.batch.tasks import Task
from report.engine.crew import Work
from report.engine.store import Store
from tests.long_report import SHORT, write_long_report


@dataclass
class Later:
    """What Dask gives for a job: a result that is there, is an error, or never comes."""

    value: Any = None
    comes: bool = True
    is_cancelled: bool = False

    def add_done_callback(self, call: Callable[[Any], None]) -> None:
        if self.comes:
            call(self)

    def result(self, timeout: float) -> tuple[str, Any]:
        assert timeout > 0
        if isinstance(self.value, Exception):
            raise self.value
        return "other", self.value

    def cancel(self) -> None:
        self.is_cancelled = True


def leader(folder: Path, workers: int = 2) -> Lead:
    """Return a lead of an order for nothing, with a document that is open."""
    out = (("print", folder / "out.pdf"),)
    task = Task("one", folder, None, ("print",), out)
    order = Order(task, Manifest(()), Terms(str(folder / "shared"), "", "", ""), workers=workers)
    one = Lead(order, Contents(order.terms.store), lambda: None)
    one._errand = Errand(order, "print", "")
    return one


def test_the_others_have_the_first_jobs_and_the_lead_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []

    def submit(_lead: Lead, _errand: Errand, job: Work) -> Later:
        given.append(job[1][0])
        return Later(-job[1][0])

    monkeypatch.setattr(Lead, "_submit", submit)
    one = leader(tmp_path)
    found = {done.number: done.result() for done in one.do((abs, (n,)) for n in range(1, 6))}
    assert given[:2] == [1, 2]
    assert {found[n - 1] for n in given} == {-n for n in given}, "as the others say"
    assert len(found) == 5
    assert list(one.names) == ["other"]


def test_of_two_jobs_each_does_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    heard: list[Callable[[Any], None]] = []

    @dataclass
    class Soon(Later):
        def add_done_callback(self, call: Callable[[Any], None]) -> None:
            heard.append(call)

    def submit(_lead: Lead, _errand: Errand, job: Work) -> Later:
        given.append(job[1][0])
        return Soon("theirs")

    def mine(_number: int) -> str:
        heard.pop()(None)
        return "mine"

    monkeypatch.setattr(Lead, "_submit", submit)
    jobs: list[Work] = [(mine, (1,)), (mine, (2,))]
    found = {done.number: done.result() for done in leader(tmp_path).do(jobs)}
    assert given == [1]
    assert found == {0: "theirs", 1: "mine"}


def test_what_is_lost_or_late_or_cannot_be_given_is_done_by_the_lead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Later(comes=False)
    answers = {1: Later(OSError("the worker died")), 2: late, 3: None}
    monkeypatch.setattr(Lead, "_submit", lambda _lead, _errand, job: answers[job[1][0]])
    monkeypatch.setattr(lead, "_PATIENCE", 0.01)
    monkeypatch.setattr(lead, "_PULSE", 0.01)
    one = leader(tmp_path, workers=4)
    jobs: list[Work] = [(operator.neg, (n,)) for n in (1, 2, 3)]
    found = {done.number: done.result() for done in one.do(jobs)}
    assert found == {0: -1, 1: -2, 2: -3}
    assert late.is_cancelled
    assert not one.names


def test_without_a_store_all_is_done_by_the_lead_and_failures_come_back(tmp_path: Path) -> None:
    one = leader(tmp_path)
    one._errand = None
    found = {done.number: done for done in one.do([(int, ("1",)), (int, ("x",))])}
    assert found[0].result() == 1
    with pytest.raises(ValueError, match="invalid literal"):
        found[1].result()


def test_a_report_that_nobody_wants_any_more_ends_its_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Later(comes=False)
    monkeypatch.setattr(Lead, "_submit", lambda _lead, _errand, _job: late)
    calls = iter([None])

    def check() -> None:
        if next(calls, node) is node:
            raise node.GivenUpError

    one = replace(leader(tmp_path), check=check)
    one._errand = leader(tmp_path)._errand
    with pytest.raises(node.GivenUpError):
        list(one.do([(abs, (1,))]))
    assert late.is_cancelled


@dataclass
class Here:
    """A worker that is this process."""

    local_directory: str


@pytest.fixture
def helped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let every job be done as another worker does it; gives the names of what was done."""
    done: list[str] = []

    def submit(one: Lead, errand: Errand, job: Work) -> Later:
        work, args = job
        done.append(work.__name__)
        return Later(hand.do(errand, work, tuple(one._stored(arg) for arg in args))[1])

    monkeypatch.setattr(Lead, "_submit", submit)
    monkeypatch.setattr(Lead, "_others_need", lambda _lead, _going, waiting: waiting > 0)
    monkeypatch.setattr(hand, "get_worker", lambda: Here(str(tmp_path / "hand")))
    yield done
    hand.close()


@pytest.mark.slow
def test_parts_that_others_make_give_the_same_bytes_and_leave_nothing(
    tmp_path: Path, helped: list[str]
) -> None:
    project = write_long_report(tmp_path / "long", SHORT, chapters=1)
    task = Task("long", project, None, ("print",), (("print", tmp_path / "out/long.pdf"),))
    assert make(task, Store(None), lambda _: None).status == "built"
    troubles: list[str] = []
    shared = Contents(str(tmp_path / "shared"))
    terms = Terms(shared.address, "", "", "", cached=False, least=0)
    order = replace(Errands(shared, terms, troubles.append).order(task), workers=3)
    before = set((tmp_path / "shared" / FOLDER).rglob("*"))
    leads = Lead(order, shared, lambda: None)
    answer = node._build(order, shared, tmp_path / "lead", lambda _: None, leads)
    assert {"looked_at", "whole", "font"} <= set(helped)
    assert answer.result is not None
    (written,) = answer.result.written
    assert shared.get(written.sha256) == task.path("print").read_bytes()
    assert answer.result.worker.endswith(", other")
    left = {path.name for path in set((tmp_path / "shared" / FOLDER).rglob("*")) - before}
    assert {name for name in left if len(name) == 64} == {written.sha256}
    assert not troubles

    assert len(list((tmp_path / "hand/report/parts").iterdir())) == 1, "opened once for all"
    hand.close()
    assert not list((tmp_path / "hand/report/parts").iterdir())

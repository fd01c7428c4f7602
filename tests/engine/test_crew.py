"""A long report is made by several processes at the same time, and has the same bytes."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.edits import copy
from report.engine import making
from report.engine.crew import crew, worth
from report.engine.engine import Engine
from report.engine.makers import Maker
from report.engine.progress import Progress
from report.engine.store import Store
from report.findings.errors import CannotRunError
from report.model.target import PRINT, SCREEN, Target
from report.project.project import Project
from tests.long_report import MORE, write_long_report

pytestmark = pytest.mark.two_processes


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of three chapters with three sections each, with styles of its own."""
    folder = tmp_path_factory.mktemp("long")
    return copy(Project.at(write_long_report(folder / "source")), folder / "project")


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the parts that the first process makes itself; any report is long."""
    monkeypatch.setattr(making, "LONG", 0)
    found: list[int] = []
    begin = Maker.begin

    def noted(self: Maker, number: int, *args: Any, **options: Any) -> Any:
        found.append(number)
        return begin(self, number, *args, **options)

    monkeypatch.setattr(Maker, "begin", noted)
    return found


def make(
    project: Path, jobs: int, store: Store | None = None, targets: Sequence[Target] = (SCREEN,)
) -> tuple[list[bytes], int]:
    """Make PDFs; returns their bytes, and the number of parts."""
    engine = Engine(Project.at(project), store or Store(None), jobs)
    silent = Progress(lambda _: None, live=False, silent=True)
    made = engine.make(targets, silent).made
    return [one.pdf for one in made], made[0].parts


RULES = (
    ("sides", ".section { break-before: right } .approach { break-after: left }"),
    ("counters", "h1 { counter-increment: part } p::before { content: counter(part) }"),
    ("pages that begin anew", "@page { counter-increment: page 2 }"),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, id=name, marks=pytest.mark.slow if number else ())
        for number, (name, rule) in enumerate(RULES)
    ],
)
def test_bytes_are_those_of_one_process(rule: str, long: Path, made_here: list[int]) -> None:
    sheet = long / "styles" / "page" / "flow.css"
    before = sheet.read_text(encoding="utf-8")
    sheet.write_text(before + rule, encoding="utf-8")
    try:
        alone, parts = make(long, 1)
        made_here.clear()
        assert make(long, 4) == (alone, parts)
    finally:
        sheet.write_text(before, encoding="utf-8")
    # Only parts that print places of later ones are made again, in the first process.
    assert parts > 6
    assert len(set(made_here)) <= parts // 2


@pytest.mark.slow
def test_both_pdfs_of_a_long_report_are_made_one_after_the_other(
    long: Path, made_here: list[int]
) -> None:
    both = (PRINT, SCREEN)
    alone = make(long, 1, targets=both)
    made_here.clear()
    assert make(long, 4, targets=both) == alone
    assert len(set(made_here)) <= alone[1] // 2


@pytest.mark.slow
def test_starts_that_have_moved_are_found_again(
    long: Path, made_here: list[int], tmp_path: Path
) -> None:
    store = Store(tmp_path)
    make(long, 4, store)
    section = long / "data" / "section-1b.yaml"
    before = section.read_text(encoding="utf-8")
    section.write_text(before + "  - type: page_break\n" + MORE.replace("more", "moved"), "utf-8")
    try:
        made_here.clear()
        moved, parts = make(long, 4, store)
        count = len(set(made_here))
        assert make(long, 1) == (moved, parts)
    finally:
        section.write_text(before, encoding="utf-8")
    assert count <= parts // 2


def test_jobs_are_done_by_all_processes_and_failures_come_back() -> None:
    with crew(3) as several:
        found = {one.number: one for one in several.do((int, (text,)) for text in ("1", "x", "3"))}
        pids = {one.result() for one in several.do([(os.getpid, ())] * 9)}
    assert [found[0].result(), found[2].result()] == [1, 3]
    with pytest.raises(ValueError, match="invalid literal"):
        found[1].result()
    assert len(pids) <= 3
    assert os.getpid() not in pids


def test_large_answers_stop_nothing() -> None:
    with crew(2) as several:
        sizes = [len(one.result()) for one in several.do([(bytes, (3_000_000,))] * 6)]
    assert sizes == [3_000_000] * 6


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(CannotRunError) as caught, crew(2) as several:
        list(several.do([(_die, ()), (bytes, (10,)), (bytes, (10,))]))
    assert [one.code for one in caught.value.diagnostics] == ["D705"]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("sizes", "jobs", "known", "otherwise", "expected"),
    [
        ([5] * 12, 4, False, 2, True),
        ([5] * 12, 2, False, 2, False),
        ([5] * 12, 3, False, 2, False),
        ([5] * 12, 3, True, 2, True),
        ([5] * 3, 4, True, 2, False),
        ([5, 5, 5, 5, 20], 4, False, 2, False),
        ([5] * 12, 2, False, 1, False),
        ([5] * 12, 2, True, 1, True),
        ([5] * 12, 3, False, 1, True),
        ([5] * 12, 1, True, 1, False),
        ([5, 30], 2, False, 1, False),
    ],
)
def test_a_crew_is_used_where_it_is_quicker(
    sizes: list[int], jobs: int, known: bool, otherwise: int, expected: bool
) -> None:
    assert worth(sizes, jobs, known=known, otherwise=otherwise) is expected

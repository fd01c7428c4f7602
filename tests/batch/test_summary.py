"""Summaries: one row a report, as text, object, JUnit and page; and how far a batch is."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from report.batch.display import Lines, Screen, Tally, spoken
from report.batch.page import page
from report.batch.summary import Batch, as_dict, junit, located, sums, text
from report.batch.tasks import Event, Result, Task, Written
from report.engine.capacity import MB, NEEDED, memory_of_each, processes, processes_of_each
from report.findings.diagnostics import Place, Severity, diagnostic


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """A batch with a report of each status."""
    monkeypatch.chdir(tmp_path)
    names = ("東部", "south", "<west>", "north", "never")
    tasks = []
    for name in names:
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "report.yaml").write_text("title: 甲\n")
        out = (("print", tmp_path / "pdfs" / f"{name}.pdf"),)
        place = Place("reports.yaml", 2, 5)
        tasks.append(Task(name, tmp_path / name, None, ("print",), out, place=place))
    warning = diagnostic("D206", "the figure “1” is typed", place=Place("data/report.yaml", 1, 8))
    error = diagnostic("D504", "no colour “x”\nhere", place=Place("reports.yaml", 2, 5))
    lost = diagnostic("D914", "the report “north” was not made")
    pdf = Written("print", tmp_path / "pdfs" / "東部.pdf", "0" * 64, 12, 4096)
    results = (
        Result("東部", "built", (pdf,), (warning, warning), 1.25, 250 * MB, "process 7"),
        Result("south", "same", (pdf,), seconds=0.01),
        Result("<west>", "failed", findings=(error,), reason=error.message),
        Result("north", "failed", findings=(lost,), attempts=2, reason=lost.message),
        Result("never", "skipped", reason="another report has failed"),
    )
    return Batch(tuple(tasks), results, 3.5, 2, left_out=4)


def test_text_has_a_row_for_each_report_and_sums(batch: Batch) -> None:
    head, *rows, last = text(batch).splitlines()
    assert head.split() == ["report", "result", "pages", "findings", "time", "memory"]
    assert rows[0].split() == [
        *("東部", "built", "12", "2", "warnings", "1.2", "s", "250", "MB", "pdfs/東部.pdf")
    ]
    assert rows[2].startswith("<west>  failed")
    assert "no colour “x”⏎here" in rows[2]
    assert rows[3].endswith("(tried 2 times)")
    assert rows[4].startswith("never")
    sums_ = "5 reports: 1 built, 1 same, 2 failed, 1 skipped, 4 left out; 3.5 s, 2 processes"
    assert last == sums_
    empty = Batch((), (), 0.0, 1)
    assert sums(empty) == "0 reports: nothing to do; 0.0 s, 1 process"


def test_the_object_has_all_of_it(batch: Batch, tmp_path: Path) -> None:
    told = json.loads(json.dumps(as_dict(batch)))
    assert told["counts"] == {"built": 1, "same": 1, "failed": 2, "skipped": 1, "stopped": 0}
    assert (told["jobs"], told["seconds"], told["left_out"]) == (2, 3.5, 4)
    first = told["reports"][0]
    assert first["pdfs"] == [
        {
            "target": "print",
            "path": str(tmp_path / "pdfs" / "東部.pdf"),
            "sha256": "0" * 64,
            "pages": 12,
            "size": 4096,
        }
    ]
    assert (first["name"], first["memory"], first["attempts"]) == ("東部", 250 * MB, 1)
    assert first["findings"][0]["file"] == "東部/data/report.yaml"


def test_junit_has_a_case_for_each_report(batch: Batch) -> None:
    suite = ElementTree.fromstring(junit(batch))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "2", "1")
    cases = {case.get("name"): case for case in suite}
    assert "D206" in (cases["東部"].findtext("system-out") or "")
    failure = cases["<west>"].find("failure")
    assert failure is not None
    assert failure.get("message") == "no colour “x”⏎here"
    assert failure.text == "reports.yaml:2:5: error D504: no colour “x”\nhere"
    assert cases["never"].find("skipped") is not None


def test_the_page_has_a_row_for_each_report_and_links_to_its_pdfs(
    batch: Batch, tmp_path: Path
) -> None:
    made = page(batch, tmp_path / "out").decode()
    assert made.count("<tr>") == 1 + len(batch.results)
    assert '<a href="../pdfs/%E6%9D%B1%E9%83%A8.pdf">print</a>' in made
    assert "&lt;west&gt;" in made
    assert "<west>" not in made
    assert "<script" not in made


def test_findings_have_paths_from_here(batch: Batch) -> None:
    assert [str(one.place) for one in batch.findings()] == [
        "north",
        "reports.yaml:2:5",
        "東部/data/report.yaml:1:8",
    ]
    sheet = diagnostic("D204", "x", place=Place("data/report.yaml:環境!D14"))
    assert located(batch.tasks[0], sheet).file == "東部/data/report.yaml:環境!D14"
    theme = diagnostic("D501", "x", place=Place("styles/page.css", 3, 1))
    assert located(batch.tasks[0], theme) == theme
    missing = diagnostic("D001", "x", place=Place("data/gone.yaml", 3, 1))
    assert located(batch.tasks[0], missing).file == "東部/data/gone.yaml"


def test_lines_tell_each_report_that_has_ended(batch: Batch) -> None:
    said: list[str] = []
    with Lines(batch.tasks, said.append) as lines:
        lines(Event("東部", "began"))
        lines(Event("東部", "part", 1, 9))
        lines(Event("north", "waiting"))
        for result in batch.results[:3]:
            lines(Event(result.name, "done", result=result))
    assert said == [
        "north: its process was lost, it is tried once more",
        "[1/5] 東部: built, 12 pages, 2 warnings, 1.2 s",
        "[2/5] south: same, 12 pages, 0.0 s",
        "[3/5] <west>: failed, 1 error, 0.0 s – no colour “x”⏎here",
    ]


def test_the_table_shows_parts_findings_and_the_time_that_is_left(batch: Batch) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    with Screen(batch.tasks, 2, console) as screen:
        screen(Event("東部", "done", result=batch.results[0]))
        screen(Event("south", "began"))
        screen(Event("south", "part", 3, 9))
        plain = Console(file=io.StringIO(), width=100)
        plain.print(screen.table())
    shown = plain.file.getvalue()  # type: ignore[attr-defined]
    rows = [line.split() for line in shown.splitlines()]
    assert rows[1][:4] == ["東部", "built", "2", "warnings"]
    assert rows[2][:3] == ["south", "…", "3/9"]
    assert rows[3] == ["1", "of", "5", "3", "s", "left"] or rows[3][:3] == ["1", "of", "5"]
    assert "left" in rows[3]


def test_the_time_that_is_left_counts_what_has_been_done() -> None:
    clock = [0.0]
    tally = Tally(["a", "b", "c", "d"], 2, now=lambda: clock[0])
    assert tally.left() is None
    tally.hear(Event("a", "began"))
    tally.hear(Event("b", "began"))
    clock[0] = 4.0
    tally.hear(Event("a", "done", result=Result("a", "built", seconds=6.0)))
    assert tally.left() == (2.0 + 6.0 + 6.0) / 2  # b has taken four of six seconds
    assert tally.done == 1
    tally.hear(Event("d", "done", result=Result("d", "skipped")))
    assert tally.left() == (2.0 + 6.0) / 2


@pytest.mark.parametrize(
    ("seconds", "said"), [(8, "8 s"), (89.4, "89 s"), (300, "5 min"), (7500, "2 h 5 min")]
)
def test_times_are_told_for_people(seconds: float, said: str) -> None:
    assert spoken(seconds) == said


def test_the_number_of_processes_is_what_the_memory_allows() -> None:
    assert processes(4, 32, 10 * NEEDED) == (4, [])
    assert processes(4, 2, 10 * NEEDED) == (2, [])
    assert processes(4, 0, 10 * NEEDED) == (1, [])
    number, (note,) = processes(8, 32, 3 * NEEDED + MB)
    assert number == 3
    assert (note.code, note.severity) == ("D915", Severity.NOTE)
    assert note.message.startswith("3 processes instead of 8: ")
    assert processes(2, 32, 0)[0] == 1
    much, little = 64 * 1024 * MB, 500 * MB
    assert [processes_of_each(number, 4, much) for number in (1, 2, 3, 4)] == [4, 2, 1, 1]
    assert [processes_of_each(number, 8, little) for number in (1, 2, 4, 8)] == [2, 2, 2, 1]
    assert memory_of_each(2, 10 * NEEDED) == 5 * NEEDED
    assert memory_of_each(2, 0) == 2 * NEEDED

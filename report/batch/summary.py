"""The summary of a batch: one row a report, for people and for programs.

In: the tasks and their results. Out: text, an object for JSON, JUnit.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from report.batch.tasks import Result, Task
from report.findings.diagnostics import Diagnostic, Severity, in_order, parted_cell
from report.findings.shown import visible

#: The order in which statuses are counted.
STATUSES = ("built", "same", "failed", "skipped", "stopped")
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that has ended."""

    tasks: tuple[Task, ...]
    results: tuple[Result, ...]
    #: From the first report to the last, in seconds.
    seconds: float
    #: The number of processes or workers.
    jobs: int
    #: What was found that belongs to no report.
    found: tuple[Diagnostic, ...] = ()
    interrupted: bool = False
    #: How many reports of the list were left out, by ``--only`` or ``--since``.
    left_out: int = 0

    def count(self, status: str) -> int:
        """Return how many reports have a status."""
        return sum(one.status == status for one in self.results)

    @property
    def failed(self) -> bool:
        """Whether a report was not made because of what is in it."""
        return self.count("failed") > 0

    def findings(self) -> list[Diagnostic]:
        """Return all findings with places that can be opened from the current folder."""
        pairs = zip(self.tasks, self.results, strict=True)
        placed = [located(task, one) for task, result in pairs for one in result.findings]
        return in_order([*self.found, *placed])


def located(task: Task, one: Diagnostic) -> Diagnostic:
    """Return a finding with the path of its file; those of the installed theme stay as they are.

    Findings without a file get the project's folder: they would be alike for all reports.
    """
    if one.file and one.file == task.place.file:
        return one
    if not one.file:
        return replace(one, file=_shown(task.folder), line=0, column=0)
    file, cell = parted_cell(one.file)
    for root in (task.folder, task.theme):
        if root is not None and (root / file).exists():
            path = _shown(root / file)
            return replace(one, file=f"{path}:{cell}" if cell else path)
    if file.startswith("data/"):
        return replace(one, file=_shown(task.folder / file))
    return one


def _shown(path: Path) -> str:
    """Return a path relative to the current folder, or unchanged if it is outside it."""
    here = Path.cwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)


def text(batch: Batch) -> str:
    """Return the summary for people: a row for each report, and a line with the sums."""
    rows = [_row(task, one) for task, one in zip(batch.tasks, batch.results, strict=True)]
    heads = ("report", "result", "pages", "findings", "time", "memory", "")
    wide = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    lines = ["  ".join(_padded(row, wide)).rstrip() for row in (heads, *rows)]
    return "\n".join([*lines, sums(batch)])


def _row(task: Task, one: Result) -> tuple[str, ...]:
    pages = "/".join(dict.fromkeys(str(pdf.pages) for pdf in one.written))
    made = one.status in ("built", "same", "failed")
    where = one.reason or ", ".join(_shown(pdf.path) for pdf in one.written)
    tried = f" (tried {one.attempts} times)" if one.attempts > 1 else ""
    return (
        visible(task.name),
        one.status,
        pages or "–",
        counted(one.findings) if made else "–",
        f"{one.seconds:.1f} s" if made else "–",
        f"{one.memory / _MB:.0f} MB" if one.memory else "–",
        visible(f"{where}{tried}"),
    )


def counted(found: Iterable[Diagnostic]) -> str:
    """Count findings by severity: ``1 error, 2 warnings``."""
    found = list(found)
    told = []
    for severity in Severity:
        number = sum(one.severity is severity for one in found)
        if number:
            told.append(f"{number} {severity}{'s' if number > 1 else ''}")
    return ", ".join(told) or "–"


def sums(batch: Batch) -> str:
    """Return the last line: how many reports have each status, and the time."""
    counts = [f"{number} {name}" for name in STATUSES if (number := batch.count(name))]
    if batch.left_out:
        counts.append(f"{batch.left_out} left out")
    total = len(batch.results)
    processes = f"{batch.jobs} process{'es' if batch.jobs != 1 else ''}"
    told = ", ".join(counts) or "nothing to do"
    return f"{total} report{'s' if total != 1 else ''}: {told}; {batch.seconds:.1f} s, {processes}"


def _padded(row: Sequence[str], wide: Sequence[int]) -> list[str]:
    return [text + " " * (width - _width(text)) for text, width in zip(row, wide, strict=True)]


def _width(text: str) -> int:
    """Return how many cells a terminal needs for a text: two for a Chinese character."""
    from rich.cells import cell_len

    return cell_len(text)


def as_dict(batch: Batch) -> dict[str, Any]:
    """Return the summary as one object; times in seconds, sizes in bytes, paths absolute."""
    return {
        "reports": [
            {
                "name": task.name,
                "project": str(task.folder),
                "status": one.status,
                "reason": one.reason,
                "seconds": round(one.seconds, 3),
                "memory": one.memory,
                "worker": one.worker,
                "attempts": one.attempts,
                "pdfs": [
                    {
                        "target": pdf.target,
                        "path": str(pdf.path),
                        "sha256": pdf.sha256,
                        "pages": pdf.pages,
                        "size": pdf.size,
                    }
                    for pdf in one.written
                ],
                "findings": [asdict(located(task, found)) for found in one.findings],
            }
            for task, one in zip(batch.tasks, batch.results, strict=True)
        ],
        "counts": {name: batch.count(name) for name in STATUSES},
        "left_out": batch.left_out,
        "seconds": round(batch.seconds, 3),
        "jobs": batch.jobs,
        "interrupted": batch.interrupted,
        "findings": [asdict(one) for one in batch.found],
    }


def junit(batch: Batch) -> str:
    """Return the summary as JUnit XML: each report is a test case, named after it."""
    cases = []
    for task, one in zip(batch.tasks, batch.results, strict=True):
        opening = f'  <testcase classname="report" name={_quoted(task.name)}'
        opening += f' time="{one.seconds:.3f}">'
        body = "\n".join(
            f"{found.place}: {found.severity} {found.code}: {found.message}".removeprefix(": ")
            for found in (located(task, each) for each in one.findings)
        )
        told = escape("\n".join(map(visible, body.split("\n"))), quote=False)
        reason = _quoted(one.reason)
        if one.status == "failed":
            inner = f"<failure message={reason}>{told}</failure>"
        elif one.status in ("skipped", "stopped"):
            inner = f"<skipped message={reason}/>"
        else:
            inner = f"<system-out>{told}</system-out>" if told else ""
        cases.append(f"{opening}{inner}</testcase>")
    left = batch.count("skipped") + batch.count("stopped")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuite name="report batch" tests="{len(batch.results)}" '
            f'failures="{batch.count("failed")}" skipped="{left}" time="{batch.seconds:.3f}">',
            *cases,
            "</testsuite>",
        ]
    )


def _quoted(text: str) -> str:
    return '"' + escape(visible(text)) + '"'

"""Measures `report batch` against single builds of the same reports.

    .venv/bin/python -m benchmarks.batch [--count 32] [--jobs 2] [--singles 32] [--chapter]

The reports are small ones with one design and other data, as a group has them; with ``--chapter``
copies of the shipped chapter, whose figures differ. A single build is ``report build`` as a process
of its own, with a store of its own that is empty. Single builds are run before and after the batch,
half of them each, since machines are noisy; fewer of them than reports are multiplied. The bytes of
all PDFs must be the same. Memory is that of all processes together (proportional set size).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.edits import copy
from benchmarks.run import measure
from report.model.target import TARGETS
from report.project.project import Project
from tests.batch.group import write_group
from tests.small_report import SECTION

#: What a batch may take: time to that of single builds, memory to that of one build.
MOST_TIME, MOST_MEMORY = 0.55, 2.2
_REPORT = (sys.executable, "-m", "report", "-q")


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, in seconds and MB."""

    count: int
    jobs: int
    #: One single build, on average, and the most memory of one.
    single: float
    single_memory: float
    batch: float
    batch_memory: float

    @property
    def time(self) -> float:
        """The time of the batch, to that of single builds one after the other."""
        return self.batch / (self.single * self.count)

    @property
    def memory(self) -> float:
        """The memory of the batch, to that of one build."""
        return self.batch_memory / self.single_memory

    def lines(self) -> list[str]:
        """Say it for people."""
        return [
            f"{self.count} single builds   {self.single * self.count:7.1f} s   "
            f"{self.single_memory:6.0f} MB   ({self.single:.2f} s each)",
            f"a batch, {self.jobs} processes {self.batch:7.1f} s   {self.batch_memory:6.0f} MB",
            f"ratio of time {self.time:.2f}, of memory {self.memory:.2f}",
            f"{3600 * self.count / self.batch / self.jobs:,.0f} reports an hour a process",
        ]


def compare(projects: Sequence[Path], folder: Path, jobs: int, singles: int) -> Measured:
    """Make the projects in a batch, and some of them in single builds too.

    Raises SystemExit when a build fails, or when bytes differ.
    """
    chosen = projects[:singles]
    half = (len(chosen) + 1) // 2
    times, most = _alone(chosen[:half], folder)
    list_ = folder / "reports.yaml"
    listed = "\n".join(f"  - {one}" for one in projects)
    list_.write_text(f"projects:\n{listed}\noutput: pdfs/{{name}}-{{target}}.pdf\n")
    command = [*_REPORT, "batch", str(list_), "--jobs", str(jobs)]
    took, memory = measure(command, _with_store(folder / "store"))
    more, again = _alone(chosen[half:], folder)
    for project in chosen:
        for target in TARGETS.values():
            one = project / "build" / target.file_name
            other = folder / "pdfs" / f"{project.name}-{target.name}.pdf"
            if one.read_bytes() != other.read_bytes():
                raise SystemExit(f"{one} and {other} differ")
    single = (times + more) / len(chosen)
    return Measured(len(projects), jobs, single, max(most, again), took, memory)


def _alone(projects: Sequence[Path], folder: Path) -> tuple[float, float]:
    """Build each project in a process of its own; gives the seconds of all, and the most MB."""
    seconds, most = 0.0, 0.0
    for project in projects:
        store = folder / "single store"
        shutil.rmtree(store, ignore_errors=True)
        took, memory = measure([*_REPORT, "-C", str(project), "build"], _with_store(store))
        seconds, most = seconds + took, max(most, memory)
    return seconds, most


def _with_store(folder: Path) -> dict[str, str]:
    return {"REPORT_CACHE": str(folder), "REPORT_NO_CACHE": ""}


def _chapters(folder: Path, count: int) -> list[Path]:
    """Write copies of the shipped chapter; the organisation of each is another."""
    projects = []
    for number in range(1, count + 1):
        project = folder / f"r{number:02}"
        copy(Project.at(Path()), project)
        path = project / "data" / "report.yaml"
        text = path.read_text(encoding="utf-8")
        changed = text.replace("中國聯通", f"中國聯通{'東南西北'[number % 4] * (number // 4 + 1)}")
        path.write_text(changed, encoding="utf-8")
        projects.append(project)
    return projects


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.batch")
    parser.add_argument("--count", type=int, default=32)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--singles", type=int, default=32)
    parser.add_argument("--chapter", action="store_true")
    asked = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path().resolve()), *sys.path[1:]])
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name).resolve()
        projects = (
            _chapters(folder, asked.count)
            if asked.chapter
            else write_group(folder, asked.count, section=SECTION)
        )
        done = compare(projects, folder, asked.jobs, min(asked.singles, asked.count))
    print("\n".join(done.lines()))
    if done.time > MOST_TIME or done.memory > MOST_MEMORY:
        raise SystemExit(f"more than {MOST_TIME} of the time, or {MOST_MEMORY} of the memory")


if __name__ == "__main__":
    main()

"""Builds of thousands of random reports: all data is on the pages and visible.

    python -m tests.fuzz.builds --minutes 30
    python -m tests.fuzz.builds --replay 1:47 --keep /some/folder

A round writes a report (:mod:`tests.fuzz.reports`), checks it and builds both PDFs in this process.
Then the finished PDFs are checked (:mod:`tests.fuzz.oracle`). A round is identified by its seed and
number: ``--replay`` runs it again.
"""

from __future__ import annotations

import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from report.engine import build
from report.engine.progress import Progress
from report.findings.diagnostics import Diagnostic, Severity
from report.findings.errors import FindingsError
from report.model.target import PRINT, SCREEN
from report.preflight.checks import ink
from report.project.project import Project
from tests.fuzz import oracle
from tests.fuzz.reports import Maker
from tests.fuzz.rounds import program

#: Longer than this is a hang, in seconds of wall time.
LONGEST = 90
#: Errors of the program, and endless layouts, which no data may cause.
_NEVER = frozenset({"D609", "D806"})


#: The share of rounds that are released as well, and that are built again.
_RELEASES = _AGAIN = 0.05


class TooLongError(BaseException):
    """A round did not end; not an ``Exception``, so that no handler catches it."""


def problems(seed: int, number: int, folder: Path) -> tuple[list[str], Counter[str]]:
    """Run a round; returns what is wrong, and how often each finding was reported."""
    chance = random.Random(f"{seed}:{number}")
    root = Maker(chance).write(folder)
    project = Project.at(root)
    silent = Progress(lambda _: None, live=False, silent=True)
    refused = [one for one in build.check(project) if one.severity is Severity.ERROR]
    if refused:
        unplaced = [one.message for one in refused if not one.line]
        return unplaced, Counter(f"refused {one.code}" for one in refused)
    try:
        built, found = build.build(project, [PRINT, SCREEN], project.output, silent)
    except FindingsError as exc:
        told = Counter(f"refused {one.code}" for one in exc.diagnostics)
        return [
            f"{one.code}: {one.message}"
            for one in exc.diagnostics
            if one.code in _NEVER or (one.severity is Severity.ERROR and not one.line)
        ], told
    said = list(oracle.judged(project, built, found))
    if chance.random() < _RELEASES:
        said += _released(project, folder / "release", found)
    if chance.random() < _AGAIN:
        before = [one.path.read_bytes() for one in built]
        again, _ = build.build(project, [PRINT, SCREEN], project.output, silent)
        if [one.path.read_bytes() for one in again] != before:
            said.append("other bytes in the second build")
    return said, Counter(one.code for one in found)


def _released(project: Project, folder: Path, found: Sequence[Diagnostic]) -> Iterator[str]:
    """Check that a release with hidden text fails with a reason, and writes nothing."""
    silent = Progress(lambda _: None, live=False, silent=True)
    try:
        build.build(project, [PRINT, SCREEN], folder, silent, release=True)
    except FindingsError as exc:
        if not any(one.severity is Severity.ERROR for one in exc.diagnostics):
            yield "a release is refused without an error"
        if list(folder.glob("*.pdf")):
            yield "a release that is refused has written a file"
    else:
        if hidden := oracle.HIDES & {one.code for one in found}:
            yield f"a release passes with {', '.join(sorted(hidden))}"


def _too_long(*_: object) -> None:
    raise TooLongError


def _run(seed: int, number: int, kept: Path | None) -> tuple[list[str], Counter[str]]:
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as made, warnings.catch_warnings(record=True) as warned:
        folder = kept / f"{seed}-{number}" if kept else Path(made)
        signal.alarm(LONGEST)
        try:
            said, told = problems(seed, number, folder)
        except TooLongError:
            return [f"takes longer than {LONGEST} s"], Counter()
        except Exception as exc:  # noqa: BLE001 - any exception is a finding
            last = traceback.extract_tb(exc.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            return [f"raises {type(exc).__name__}: {exc}, at {where}"], Counter()
        finally:
            signal.alarm(0)
        return said + [f"warns: {one.message}" for one in warned], told


def fuzz(seed: int, rounds: range, seconds: float, kept: Path | None = None) -> int:
    """Run rounds until they or the time are over; returns the number of rounds with problems."""
    told: Counter[str] = Counter()
    done = bad = 0
    ink.ghostscript = lambda: None  # which takes most of the time, and only checks ink
    start = time.monotonic()
    for number in rounds:
        if time.monotonic() - start > seconds:
            break
        said, found = _run(seed, number, kept)
        told += found
        done += 1
        bad += bool(said)
        for one in said:
            print(f"{seed}:{number}  {one}", flush=True)
    spent = time.monotonic() - start
    findings = ", ".join(f"{code} {count}" for code, count in sorted(told.items()))
    print(f"seed {seed}: {done} reports in {spent:.0f} s, {bad} with problems; told: {findings}")
    return bad


if __name__ == "__main__":
    sys.exit(program(__doc__, fuzz, 600))

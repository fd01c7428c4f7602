"""Many builds at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.faults.bench import Bench, fine
from tests.small_report import contents


def crowds(bench: Bench, good: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """Build one project four times at once, then two that share a cache, from an empty one."""
    other = Bench(bench.project.parent, "other")
    for name, builders in (("one project four times", [bench] * 4), ("two", [bench, other])):
        bench.reset()
        shutil.rmtree(bench.cache / "report", ignore_errors=True)
        running = [one.start() for one in builders]
        wrong = []
        ended = [one.finish(process) for one, process in zip(builders, running, strict=True)]
        for one, (code, told) in zip(builders, ended, strict=True):
            wrong += fine(code, told, contents(one.build), good)
        yield f"{name} at once", wrong + [f"left: {stray}" for stray in bench.stray()]


def walls(bench: Bench, good: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """Build without a home, without a temporary folder, and with a cache of another user."""
    wall = bench.home / "wall"
    wall.write_text("a file")
    foreign = bench.temporary
    cases: tuple[tuple[str, dict[str, str | None]], ...] = (
        ("no HOME", {"HOME": None, "XDG_CACHE_HOME": None}),
        ("HOME that cannot be written", {"HOME": "/proc/none", "XDG_CACHE_HOME": None}),
        ("a cache that cannot be written", {"XDG_CACHE_HOME": str(wall)}),
        ("no TMPDIR", {"TMPDIR": str(bench.project / "none")}),
        ("neither", {"XDG_CACHE_HOME": str(wall), "TMPDIR": str(bench.project / "none")}),
        ("a link where the cache would be", {"XDG_CACHE_HOME": str(wall)}),
    )
    for name, changes in cases:
        bench.reset()
        if name.startswith("a link"):
            (foreign / f"report-{os.getuid()}").symlink_to(bench.project / "data")
        before = _names(bench.project / "data")
        code, told = bench.finish(bench.start(changes))
        wrong = fine(code, told, contents(bench.build), good)
        if _names(bench.project / "data") != before:
            wrong.append("written through a link")
        yield name, wrong + [f"left: {stray}" for stray in bench.stray()]
    bench.reset()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())

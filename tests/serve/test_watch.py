"""Folders where the system tells nothing are found, and their files looked at."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from report.project.project import Project
from report.serve import watch
from report.serve.watch import changes, is_deaf
from tests.small_report import write_report

MOUNTS = """\
overlay / overlay rw 0 0
/dev/sda1 /home ext4 rw 0 0
server:/share /home/me/net nfs4 rw 0 0
host /work\\040space 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "deaf"),
    [
        ("/home/me/report", False),
        ("/home/me/net/report", True),
        ("/work space/report", True),
        ("/work", False),
        ("/home/me/network", False),
    ],
)
def test_file_systems_without_news_are_known(folder: str, deaf: bool) -> None:
    assert is_deaf(Path(folder), MOUNTS) is deaf


@pytest.mark.parametrize("poll", [False, True])
def test_changes_of_one_moment_are_one(
    tmp_path: Path, poll: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the files are looked at beside that, which happens more often here."""
    beside = 0.15
    monkeypatch.setattr(watch, "_BESIDE", beside)
    project = Project.at(write_report(tmp_path / "report"))

    async def count() -> tuple[int, int]:
        seen = 0

        async def listen() -> None:
            nonlocal seen
            async for _ in changes(project, poll=poll):
                seen += 1

        async def until(count: int) -> int:
            """Wait for so many changes, and whether there are more; returns how many came."""
            end = time.monotonic() + 20
            while seen < count and time.monotonic() < end:
                await asyncio.sleep(0.02)
            await asyncio.sleep(3 * beside)
            return seen

        task = asyncio.create_task(listen())
        await asyncio.sleep(2 * beside)
        for name in ("a", "b", "c"):
            (project.data / f"{name}.yaml").write_text("x: 1\n", encoding="utf-8")
        first = await until(1)
        (project.data / "a.yaml").unlink()
        second = await until(2)
        task.cancel()
        return first, second

    assert asyncio.run(count()) == (1, 2)

"""Folders where the system tells nothing are found, and their files looked at."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from report.project.project import Project
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
def test_changes_of_one_moment_are_one(tmp_path: Path, poll: bool) -> None:
    project = Project.at(write_report(tmp_path / "report"))

    async def count() -> int:
        seen = 0

        async def watch() -> None:
            nonlocal seen
            async for _ in changes(project, poll=poll):
                seen += 1

        task = asyncio.create_task(watch())
        await asyncio.sleep(0.6)
        for name in ("a", "b", "c"):
            (project.data / f"{name}.yaml").write_text("x: 1\n", encoding="utf-8")
        await asyncio.sleep(1.2)
        first = seen
        (project.data / "a.yaml").unlink()
        await asyncio.sleep(1.5)
        task.cancel()
        assert first == 1
        return seen

    assert asyncio.run(count()) == 2

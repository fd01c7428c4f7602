"""Notices that files of a project have changed, however an editor saves them.

The system tells most changes at once. It does not for folders of a network or of a container's
host, nor for a folder that was taken away and came back: so the files are also looked at from time
to time, by size, time and number, which costs a millisecond.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import awatch

from report.project.project import Project

#: Seconds between two looks at the files: when the system tells changes, and when it does not.
_BESIDE, _ALONE = 1.0, 0.25
#: Changes that come closer together than this, in seconds, are one; but not for ever.
QUIET, _LONGEST = 0.03, 0.3
#: Folders of a project that a build reads.
FOLDERS = ("data", "styles", "templates", "sources", "blocks")
#: File systems that tell nothing of changes that others make (statfs(2), proc(5)).
_DEAF = ("nfs", "cifs", "smb", "9p", "fuse", "virtiofs", "vboxsf", "prl_fs", "drvfs", "afs", "ceph")


def is_deaf(folder: Path, mounts: str | None = None) -> bool:
    """Return whether the system does not tell changes in a folder.

    ``mounts`` is the text of ``/proc/self/mounts``, by default that of this machine.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:  # not Linux: the system tells changes
            return False
    best = ("", "")
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) > 2:
            at = fields[1].replace("\\040", " ")
            inside = folder == Path(at) or Path(at) in folder.parents
            if inside and len(at) >= len(best[0]):
                best = (at, fields[2])
    return best[1].startswith(_DEAF)


def state(folders: Sequence[Path]) -> frozenset[tuple[str, int, int, int]]:
    """Return what tells whether a file has changed: for each its size, time and number."""
    return frozenset(_files(folders))


def _files(folders: Sequence[Path]) -> Iterator[tuple[str, int, int, int]]:
    for folder in folders:
        for where, _, names in os.walk(folder):
            for name in names:
                path = Path(where, name)
                with contextlib.suppress(OSError):  # gone since
                    entry = path.stat()
                    yield str(path), entry.st_size, entry.st_mtime_ns, entry.st_ino


def folders_of(project: Project) -> list[Path]:
    """Return the folders whose files a build reads; some may not exist."""
    own = [project.root / name for name in FOLDERS]
    theme = [root / name for root in project.roots[1:] for name in ("styles", "templates")]
    return [*own, *theme]


async def changes(project: Project, *, poll: bool = False) -> AsyncIterator[None]:
    """Yield when files have changed, once for all changes of a moment.

    With ``poll`` the files are only looked at.
    """
    folders = folders_of(project)
    poll = poll or is_deaf(project.root)
    heard = asyncio.Event()
    listener = None if poll else asyncio.create_task(_listen(folders, heard.set))
    last = state(folders)
    try:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(heard.wait(), _ALONE if poll else _BESIDE)
            await _settle(heard)
            now = await asyncio.to_thread(state, folders)
            if now != last:
                last = now
                yield
    finally:
        if listener is not None:
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener


async def _settle(heard: asyncio.Event) -> None:
    """Wait until nothing was heard for a moment."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _LONGEST
    while heard.is_set() and loop.time() < end:
        heard.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(heard.wait(), QUIET)
    heard.clear()


async def _listen(folders: Sequence[Path], hear: Callable[[], object]) -> None:
    """Hear what the system tells; a folder that comes back is listened to again."""
    while True:
        there = [folder for folder in folders if folder.is_dir()]
        stop = asyncio.Event()
        watcher = asyncio.create_task(_until_other(folders, stop))
        try:
            if there:
                async for _ in awatch(
                    *there, debounce=50, step=10, stop_event=stop, watch_filter=None
                ):
                    hear()
        except (OSError, RuntimeError):  # a folder has gone between two looks
            await asyncio.sleep(_ALONE)
        finally:
            watcher.cancel()
        if not there:
            await asyncio.sleep(_ALONE)
        hear()


async def _until_other(folders: Sequence[Path], stop: asyncio.Event) -> None:
    """Set ``stop`` when other folders are there, or one is another folder of the same name."""
    numbers = [_number(folder) for folder in folders]
    while [_number(folder) for folder in folders] == numbers:
        await asyncio.sleep(_BESIDE / 2)
    stop.set()


def _number(folder: Path) -> int:
    try:
        return folder.stat().st_ino
    except OSError:
        return 0

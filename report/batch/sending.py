"""The files of a report, by their hashes: how a project goes to another machine.

In: a task. Out: a manifest, and its contents in the shared store, each once. On the other machine:
a manifest and a folder in; the same files in that folder out, each checked by its hash.

A build reads no times, owners or absolute paths, so a copy gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from report.batch.tasks import Task

#: The folders of a project, and of a theme, that a build reads.
_PROJECT = ("data", "sources", "styles", "templates")
_THEME = ("styles", "templates")
#: The prefixes in a manifest: the project, the theme, pictures that stand for the project's.
PROJECT, THEME, PICTURES = "project", "theme", "pictures"


class CannotSendError(Exception):
    """A project cannot go to another machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its name below ``project/``, ``theme/`` or ``pictures/``, and its SHA-256.

    A link that leads out of the project goes as a link: the build reports it at its place.
    """

    name: str
    sha256: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a report, in the order of their names."""

    entries: tuple[Entry, ...]

    def hashes(self) -> set[str]:
        """Return the hashes of the contents."""
        return {entry.sha256 for entry in self.entries if not entry.link}

    def named(self, part: str) -> Manifest:
        """Return the part below ``project``, ``theme`` or ``pictures``."""
        own = tuple(entry for entry in self.entries if entry.name.startswith(f"{part}/"))
        return Manifest(own)

    def digest(self) -> str:
        """Return a hash of the whole."""
        lines = (f"{entry.name} {entry.sha256} {entry.link}\n" for entry in self.entries)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def manifest(task: Task, paths: dict[str, Path]) -> Manifest:
    """Return the manifest of a task; ``paths`` gets the file of each hash.

    Raises CannotSendError for links to folders and for what is no file, OSError for a file that
    cannot be read.
    """
    found: list[Entry] = []
    for name, path, root in _files(task):
        target = str(path.readlink()) if path.is_symlink() else ""
        if target and not path.resolve().is_relative_to(root):
            found.append(Entry(name, "", target))
            continue
        if not path.is_file():
            if path.is_symlink():  # it leads to nothing: so it does on the other machine
                found.append(Entry(name, "", target))
                continue
            raise CannotSendError(f"{path} is no file")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, hashlib.sha256).hexdigest()
        paths.setdefault(digest, path)
        found.append(Entry(name, digest))
    return Manifest(tuple(sorted(found, key=lambda entry: entry.name)))


def lay_out(wanted: Manifest, folder: Path, fetch: Callable[[str], bytes]) -> None:
    """Write the files of a manifest into a folder; ``fetch`` gives a content by its hash."""
    for entry in wanted.entries:
        path = folder / entry.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if entry.link:
            path.symlink_to(entry.link)
        else:
            path.write_bytes(fetch(entry.sha256))


def _files(task: Task) -> Iterator[tuple[str, Path, Path]]:
    """Name the files of a task: the name in the manifest, the path, and the root of its layer."""
    root = task.folder.resolve()
    folders = _everything(root) if _reads_elsewhere(root / "data") else _PROJECT
    for folder in folders:
        yield from _below(PROJECT, root, root / folder)
    if task.theme is not None:
        theme = task.theme.resolve()
        for folder in _THEME:
            yield from _below(THEME, theme, theme / folder)
    for slot, path in task.pictures:
        yield f"{PICTURES}/{slot}{path.suffix}", path, path.parent.resolve()


def _below(layer: str, root: Path, folder: Path) -> Iterator[tuple[str, Path, Path]]:
    if folder.is_file():
        yield f"{layer}/{folder.relative_to(root)}", folder, root
        return
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        if any(Path(where, name).is_symlink() for name in folders):
            raise CannotSendError(f"{where} has links to folders")
        for name in sorted(names):
            path = Path(where, name)
            yield f"{layer}/{PurePosixPath(path.relative_to(root))}", path, root


def _reads_elsewhere(data: Path) -> bool:
    """Return whether a data file may name a file beside ``data/`` and ``sources/``."""
    lines = (
        line
        for path in sorted(data.rglob("*.yaml"))
        if path.is_file()
        for line in path.read_bytes().splitlines()
    )
    return any(b"../" in line and not line.lstrip().startswith(b"#") for line in lines)


def _everything(root: Path) -> list[str]:
    """Return all that a project has, but for results and what is hidden."""
    return sorted(p.name for p in root.iterdir() if p.name != "build" and p.name[0] != ".")

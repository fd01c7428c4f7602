"""A project as it was at a commit of its git repository, in a folder of its own.

The user's files, index and branches are never touched: git only hands out an archive.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 120


class RevisionError(Exception):
    """A revision cannot be had; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit: its number, and the first line of its message."""

    commit: str
    subject: str

    @property
    def title(self) -> str:
        """What to call it."""
        return f"commit {self.commit[:10]} {self.subject}".strip()


def revision(folder: Path, name: str = "HEAD") -> Revision:
    """Return the commit that ``name`` means in the repository of ``folder``.

    Raises RevisionError: there is no git, no repository, no such commit.
    """
    if name.startswith("-"):
        raise RevisionError(f"“{name}” is no revision")
    said = _git(folder, "log", "-1", "--format=%H%x00%s", f"{name}^{{commit}}", "--")
    commit, _, subject = said.decode(errors="replace").strip().partition("\0")
    return Revision(commit, subject)


@contextmanager
def checked_out(folder: Path, commit: str) -> Iterator[Path]:
    """Give the files of ``folder`` as they were at a commit; they are removed with the block.

    Raises RevisionError when the folder did not exist then.
    """
    prefix = _git(folder, "rev-parse", "--show-prefix").decode().strip()
    tree = f"{commit}:{prefix}" if prefix else commit
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    raw = _git(top, "archive", "--format=tar", tree)
    place = Path(tempfile.mkdtemp(prefix="report-revision-"))
    try:
        with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
            archive.extractall(place, filter="data")
        yield place
    except tarfile.TarError as exc:
        raise RevisionError(f"the commit cannot be unpacked: {exc}") from None
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _git(folder: Path, *arguments: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise RevisionError("git is not installed")
    try:
        done = subprocess.run(  # noqa: S603 - the program git, and words that are no options
            [program, "-C", str(folder), *arguments],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise RevisionError(f"git does not answer: {exc}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1].removeprefix("fatal: ") if said else f"exit code {done.returncode}"
        raise RevisionError(f"git: {why}")
    return done.stdout

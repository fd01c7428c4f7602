"""A small project with its own folders, and the checks after any fault."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.small_report import LAST_GOOD, contents, environment, write_report

FORBIDDEN = ("Traceback", "D806", "report crashed; the last output")


class Bench:
    """The project ``name`` in ``folder``, with its home, cache and temporary folder beside it."""

    def __init__(self, folder: Path, name: str = "project") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self.project = folder / name
        self.build = self.project / "build"
        self.home, self.cache, self.temporary = (folder / x for x in ("home", "cache", "tmp"))
        for place in (self.project, self.home, self.cache, self.temporary):
            place.mkdir(exist_ok=True)
        write_report(self.project)

    def environment(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        """Return the environment of a build; None removes a variable."""
        own: dict[str, str | None] = {
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.cache),
            "TMPDIR": str(self.temporary),
            "PYTHONDONTWRITEBYTECODE": "1",
            # A build that is recalled would be over before anything could happen to it.
            "REPORT_NO_CACHE": "1",
            **changes,
        }
        known = environment()
        known.update({name: value for name, value in own.items() if value is not None})
        return {n: v for n, v in known.items() if n not in own or own[n] is not None}

    def start(
        self, changes: Mapping[str, str | None] | None = None, before: Sequence[str] = ()
    ) -> subprocess.Popen[str]:
        """Start a build in a process group of its own."""
        return subprocess.Popen(
            [*before, sys.executable, "-m", "report", "-C", str(self.project), "build"],
            env=self.environment(changes or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def finish(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        """Wait for a build; returns its exit code and output."""
        told = "".join(process.communicate(timeout=180))
        return process.returncode, told

    def good(self) -> dict[str, bytes]:
        """Build once without a fault; returns the bytes that every later build must have."""
        code, told = self.finish(self.start())
        if code != 0:
            raise AssertionError(f"the project does not build: {told}")
        made = contents(self.build)
        self.reset()
        return made

    def reset(self) -> None:
        """Put the last good PDFs back, and empty the temporary folder."""
        for place in (self.build, self.temporary):
            for one in place.iterdir():
                shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()
        for name, pdf in LAST_GOOD.items():
            (self.build / name).write_bytes(pdf)

    def stray(self) -> list[str]:
        """Return the files left in the temporary folder, except the cache."""
        kept = f"report-{os.getuid()}"
        return sorted(one.name for one in self.temporary.iterdir() if one.name != kept)


def refused(code: int, told: str) -> list[str]:
    """Return what is wrong with a failed build, which must have a plain message and exit code 2."""
    wrong = [f"“{word}” in: {told}" for word in FORBIDDEN if word in told]
    if code != 2:
        wrong.append(f"exit code {code}, not 2: {told[-400:]}")
    if not re.search(r"error D70\d: .+", told):
        wrong.append(f"no plain error: {told[-400:]}")
    return wrong


def fine(code: int, told: str, made: dict[str, bytes], good: dict[str, bytes]) -> list[str]:
    """Return what is wrong with a build that must succeed with the same bytes."""
    wrong = [f"“{word}” in: {told}" for word in FORBIDDEN if word in told]
    if code != 0:
        wrong.append(f"exit code {code}: {told[-400:]}")
    elif made != good:
        wrong.append(f"other bytes: {sorted(made)}")
    return wrong

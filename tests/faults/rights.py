"""Files and folders without rights; as root, the builds run as another user."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

from tests.faults.bench import Bench, fine, refused
from tests.small_report import LAST_GOOD, contents

USER = 65534  # nobody
AS_USER = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups")


def rights(bench: Bench, good: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """Remove rights, one after the other; returns each with what is wrong after it."""
    before: tuple[str, ...] = ()
    if os.getuid() == 0:
        before = AS_USER
        if shutil.which(before[0]) is None or not _gives_away(bench):
            yield "files without rights: not tried, there is no other user here", []
            return
    bench.reset()
    _gives_away(bench)
    code, told = bench.finish(bench.start(before=before))
    if code != 0:
        yield f"files without rights: not tried, another user cannot build: {told[-200:]}", []
        return
    for path in bench.cache.rglob("*"):
        if path.is_file():
            path.chmod(0)
    bench.reset()
    _gives_away(bench)
    code, told = bench.finish(bench.start(before=before))
    yield "cache files that may not be read", fine(code, told, contents(bench.build), good)
    for name, place in (("cache", bench.cache / "report"), ("output", bench.build)):
        bench.reset()
        _gives_away(bench)
        place.chmod(0o555)
        code, told = bench.finish(bench.start(before=before))
        place.chmod(0o755)
        made = contents(bench.build)
        wrong = fine(code, told, made, good)
        if name == "output":
            wrong = refused(code, told) + ([] if made == LAST_GOOD else ["the PDFs are touched"])
        yield f"{name} that may not be written (exit code {code})", wrong


def _gives_away(bench: Bench) -> bool:
    """As root, give all files to the other user; returns whether that is allowed."""
    if os.getuid() != 0:
        return True
    command = ["chown", "-R", f"{USER}:{USER}", str(bench.project.parent)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0

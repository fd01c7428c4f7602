"""Full disks: for the output, the cache, the temporary files."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.bench import Bench, fine, refused
from tests.small_report import LAST_GOOD, contents

FILLER = "filler"
LIMIT = ("prlimit", "--fsize=20000")


def disks(bench: Bench, good: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """Fill each disk in turn; returns each with what is wrong after it."""
    for name, place in (
        ("output", bench.build),
        ("cache", bench.cache),
        ("temporary", bench.temporary),
    ):
        bench.reset()
        with full(place, LAST_GOOD if place == bench.build else {}) as mounted:
            if not mounted:
                yield f"full {name}: not tried, a disk cannot be mounted here", []
                continue
            code, told = bench.finish(bench.start())
            made = contents(bench.build)
        made.pop(FILLER, None)
        wrong = refused(code, told)
        if name == "output" or code != 0:
            wrong += [] if made == LAST_GOOD else [f"the PDFs are touched: {sorted(made)}"]
        else:  # a build works without a cache
            wrong = fine(code, told, made, good)
        yield f"full {name} (exit code {code})", wrong
    if shutil.which(LIMIT[0]):
        bench.reset()
        code, told = bench.finish(bench.start(before=LIMIT))
        wrong = refused(code, told)
        if contents(bench.build) != LAST_GOOD:
            wrong.append("the PDFs are touched")
        yield "files may not be as large as the PDFs", wrong


@contextmanager
def full(place: Path, files: dict[str, bytes]) -> Iterator[bool]:
    """Mount a small disk without room; returns False where mounting is not allowed."""
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    able = shutil.which("mount") is not None
    if not able or subprocess.run(command, capture_output=True, check=False).returncode:
        yield False
        return
    try:
        for name, content in files.items():
            (place / name).write_bytes(content)
        with suppress(OSError), (place / FILLER).open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        yield True
    finally:
        subprocess.run(["umount", str(place)], check=True)

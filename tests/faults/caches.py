"""Damaged cache files: each kind of file, damaged in each way."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.bench import Bench, fine
from tests.small_report import contents


def truncated(path: Path) -> None:
    """Leave the first half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeroed(path: Path) -> None:
    """Replace all bytes by zeros."""
    path.write_bytes(bytes(path.stat().st_size))


def flipped(path: Path) -> None:
    """Flip one bit somewhere."""
    content = bytearray(path.read_bytes())
    chance = random.Random(path.name)
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def folder(path: Path) -> None:
    """Replace the file by a folder."""
    path.unlink()
    path.mkdir()


def unreadable(path: Path) -> None:
    """Remove all rights (without effect for root)."""
    path.chmod(0)


DAMAGES: tuple[Callable[[Path], None], ...] = (truncated, zeroed, flipped, folder, unreadable)


def caches(bench: Bench, good: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """Damage every file of the cache at once in each way; returns what is wrong after each."""
    for damage in DAMAGES:
        bench.reset()
        shutil.rmtree(bench.cache / "report", ignore_errors=True)
        bench.finish(bench.start())
        files = [path for path in sorted(bench.cache.rglob("*")) if path.is_file()]
        for path in files:
            if path.stat().st_size:
                damage(path)
        bench.reset()
        code, told = bench.finish(bench.start())
        name = f"{len(files)} cache files {damage.__name__}"
        yield name, fine(code, told, contents(bench.build), good)
    shutil.rmtree(bench.cache / "report", ignore_errors=True)

"""Cuts between words that were found before, kept in a file.

The segmenter's dictionary takes a tenth of a second and 38 MB to load; a report whose headings have
not changed need not load it again. What is in the file depends on nothing but its name's versions.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: A file with more texts is begun anew.
MOST = 20_000


class Remembered:
    """Places between words, by text; a file that cannot be read or written is done without."""

    def __init__(self, folder: Path | None) -> None:
        """Read what is remembered in ``folder``; None: nothing is, and nothing will be."""
        self._path: Path | None = None
        self._known: dict[str, list[int]] = {}
        self._changed = False
        if folder is not None:
            name = f"words-hk2s-{version('opencc')}-{version('rjieba')}.json"
            self._path = folder / name
            self._known = _read(self._path)

    def get(self, text: str) -> frozenset[int] | None:
        """Give the places of a text, None when they are not known."""
        found = self._known.get(text)
        return None if found is None else frozenset(found)

    def keep(self, text: str, places: frozenset[int]) -> None:
        """Remember the places of a text."""
        self._known[text] = sorted(places)
        self._changed = True

    def save(self) -> None:
        """Write the file, if there is anything new."""
        if self._path is None or not self._changed or len(self._known) > MOST:
            return
        temporary = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self._known, ensure_ascii=False)
            temporary.write_text(f"{_sum(text)}\n{text}", encoding="utf-8")
            temporary.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            self._path = None  # no cache then: the next run finds the words again


def _sum(text: str) -> str:
    """Give a checksum: a damaged file may still be one that can be read."""
    return f"{zlib.crc32(text.encode()):08x}"


def _read(path: Path) -> dict[str, list[int]]:
    try:
        checksum, _, text = path.read_text(encoding="utf-8").partition("\n")
        found: Any = json.loads(text) if checksum == _sum(text) else None
    except (OSError, ValueError):
        return {}
    sound = (
        isinstance(found, dict)
        and len(found) <= MOST
        and all(
            isinstance(places, list)
            and all(isinstance(at, int) and 0 < at <= len(text) for at in places)
            for text, places in found.items()
        )
    )
    return dict(found) if sound else {}

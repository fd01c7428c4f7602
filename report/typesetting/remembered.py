"""A cache file for word boundaries.

The segmenter's dictionary takes a tenth of a second and 38 MB to load; with the cache it is only
needed when headings change. The file's name has the versions that determine its content.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: A file with more texts is discarded.
MOST = 20_000


class Remembered:
    """Places between words, by text. Errors of reading and writing the file are ignored."""

    def __init__(self, folder: Path | None) -> None:
        """Read the cache file in ``folder``; None: no file."""
        self._path: Path | None = None
        self._known: dict[str, list[int]] = {}
        self._changed = False
        if folder is not None:
            name = f"words-hk2s-{version('opencc')}-{version('rjieba')}.json"
            self._path = folder / name
            self._known = _read(self._path)

    def get(self, text: str) -> frozenset[int] | None:
        """Return the places of a text, None when they are not in the cache."""
        found = self._known.get(text)
        return None if found is None else frozenset(found)

    def keep(self, text: str, places: frozenset[int]) -> None:
        """Add the places of a text to the cache."""
        self._known[text] = sorted(places)
        self._changed = True

    def save(self) -> None:
        """Write the file if there are new texts."""
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
            self._path = None  # the next run computes the words again


def _sum(text: str) -> str:
    """Return a checksum, since a damaged file may still be valid JSON."""
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

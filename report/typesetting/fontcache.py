"""Checksums for fontconfig's cache files.

fontconfig maps these files into memory without a check: a damaged one crashes the program or makes
it use other fonts silently. This module keeps a checksum of each file and deletes files that do not
match; fontconfig writes them again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import zlib
from pathlib import Path

#: The file of checksums, in the folder that holds fontconfig's folder.
SUMS = "fontconfig-sums.json"
FOLDER = "fontconfig"


def discard_damaged(cache: Path) -> None:
    """Delete fontconfig's files below ``cache`` whose checksum is unknown or wrong."""
    known = _read(cache / SUMS)
    for path in _entries(cache):
        with contextlib.suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif known.get(path.name) != _sum(path):
                path.unlink()


def record(cache: Path) -> None:
    """Write the checksums of fontconfig's files below ``cache``; errors are ignored."""
    sums = {path.name: found for path in _entries(cache) if (found := _sum(path)) is not None}
    if sums == _read(cache / SUMS):
        return
    temporary = cache / f"{SUMS}.{os.getpid()}"
    try:
        temporary.write_text(json.dumps(sums, indent=0), encoding="utf-8")
        temporary.replace(cache / SUMS)
    except OSError:  # fontconfig writes its files again next time
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _entries(cache: Path) -> list[Path]:
    try:
        return sorted(path for path in (cache / FOLDER).iterdir() if ".cache-" in path.name)
    except OSError:
        return []


def _sum(path: Path) -> str | None:
    try:
        return f"{zlib.crc32(path.read_bytes()):08x}"
    except OSError:
        return None


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

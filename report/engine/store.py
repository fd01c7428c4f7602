"""The store: results kept on disk by the hash of what they were made from.

An entry is a file, named by its key. It is written whole or not at all, its content is verified by
its hash when it is read, and a damaged one is deleted and made again. Many processes may use one
store at the same time. A store that cannot be written is only read, and one that cannot be read is
empty: the build is then slower, and its bytes are the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

#: Entries of another form are not read: their folder has another name.
FOLDER = "store-1"
#: The most that a store holds, in bytes; entries that were not used for longest go first.
MOST = 512 * 1024 * 1024
#: What is kept when the store was full, as a share: so that not every build has to delete.
_KEPT = 0.8
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Usage:
    """How much a store holds."""

    entries: int
    size: int


class Store:
    """Entries by key in a folder; with no folder, nothing is kept."""

    def __init__(self, cache: Path | None, most: int = MOST) -> None:
        """Use the store in a cache folder; ``most`` is its largest size in bytes."""
        self._folder = None if cache is None else cache / FOLDER
        self._most = most
        #: Why the first entry that could not be written was not; empty: all were.
        self.trouble = ""

    @property
    def keeps(self) -> bool:
        """Whether it has a folder."""
        return self._folder is not None

    def get(self, key: str) -> bytes | None:
        """Return the content of an entry, None when there is none or it is damaged."""
        path = self._path(key)
        if path is None:
            return None
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        digest, content = entry[:_DIGEST], entry[_DIGEST:]
        if hashlib.sha256(content).digest() != digest:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now: it is deleted later than others
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry; when it cannot be written, nothing is kept."""
        path = self._path(key)
        if path is None or len(content) > self._most // 4:
            return
        temporary = path.with_name(f".{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(hashlib.sha256(content).digest() + content)
            temporary.replace(path)
        except OSError as exc:  # a full disk, a folder that may not be written
            self.trouble = self.trouble or exc.strerror or str(exc)
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            return
        except BaseException:  # an interruption
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise

    def trim(self) -> None:
        """Delete the entries that were not used for longest, when the store is too large."""
        entries = self._entries()
        size = sum(stat.st_size for _, stat in entries)
        if size <= self._most:
            return
        for path, stat in sorted(entries, key=lambda entry: entry[1].st_mtime_ns):
            with contextlib.suppress(OSError):
                path.unlink()
            size -= stat.st_size
            if size <= self._most * _KEPT:
                return

    def usage(self) -> Usage:
        """Return how much the store holds."""
        entries = self._entries()
        return Usage(len(entries), sum(stat.st_size for _, stat in entries))

    def clear(self) -> None:
        """Delete all entries."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, key: str) -> Path | None:
        return None if self._folder is None else self._folder / key[:2] / key

    def _entries(self) -> list[tuple[Path, os.stat_result]]:
        """List the entries, and what interrupted processes left."""
        found: list[tuple[Path, os.stat_result]] = []
        if self._folder is None:
            return found
        with contextlib.suppress(OSError):
            for part in self._folder.iterdir():
                with contextlib.suppress(OSError):
                    for path in part.iterdir():
                        with contextlib.suppress(OSError):
                            found.append((path, path.stat()))
        return found


def key_of(*parts: str | bytes) -> str:
    """Make a key of what an entry is made from: each part counts, and where it ends."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8))
        digest.update(raw)
    return digest.hexdigest()
